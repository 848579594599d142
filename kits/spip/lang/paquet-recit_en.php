<?php

/**
 * What the list of plugins says of it, in English.
 *
 * @license GPL-3.0-or-later
 */

if (!defined('_ECRIRE_INC_VERSION')) {
    return;
}

$GLOBALS[$GLOBALS['idx_lang']] = [
    'recit_description' => 'Narrated films, with captions and transcript: <code>&lt;recit|slug=cherbourg&gt;</code>.',
    'recit_nom' => 'Récit',
    'recit_slogan' => 'Narrated films in articles',
];
