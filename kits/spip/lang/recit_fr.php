<?php

/**
 * What the plugin says, in French.
 *
 * @license GPL-3.0-or-later
 */

if (!defined('_ECRIRE_INC_VERSION')) {
    return;
}

$GLOBALS[$GLOBALS['idx_lang']] = [
    'base_url' => 'Adresse des films',
    'base_url_explication' => 'La base_url de recit.toml : chaque film y a son dossier.',
    'base_url_fausse' => 'L’adresse doit être entière : https://films.exemple.fr/',
    'film' => 'Film',
    'film_titre' => 'Film : @titre@',
    'titre_configurer' => 'Films Récit',
];
