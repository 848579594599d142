<?php

/**
 * What the list of plugins says of it, in French.
 *
 * @license GPL-3.0-or-later
 */

if (!defined('_ECRIRE_INC_VERSION')) {
    return;
}

$GLOBALS[$GLOBALS['idx_lang']] = [
    'recit_description' => 'Des films racontés et sous-titrés : <code>&lt;recit|slug=cherbourg&gt;</code>.',
    'recit_nom' => 'Récit',
    'recit_slogan' => 'Des films racontés dans les articles',
];
