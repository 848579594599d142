<?php

/**
 * What the plugin says, in English.
 *
 * @license GPL-3.0-or-later
 */

if (!defined('_ECRIRE_INC_VERSION')) {
    return;
}

$GLOBALS[$GLOBALS['idx_lang']] = [
    'base_url' => 'Address of the films',
    'base_url_explication' => 'The base_url of recit.toml: each film has its folder below it.',
    'base_url_fausse' => 'The address must be a whole one: https://films.example.org/',
    'film' => 'Film',
    'film_titre' => 'Film: @titre@',
    'titre_configurer' => 'Récit films',
];
