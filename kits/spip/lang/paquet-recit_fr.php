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
    'recit_description' => 'Les films faits avec Récit, dans les articles : sous-titres, chapitres et transcription viennent avec eux. Écrivez <code>&lt;recit|slug=cherbourg&gt;</code>.',
    'recit_nom' => 'Récit',
    'recit_slogan' => 'Des films racontés dans les articles',
];
