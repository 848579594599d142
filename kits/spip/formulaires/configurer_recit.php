<?php

/**
 * The one setting: where the films are. SPIP signs the form, checks that it comes back from its own
 * page, and keeps what it holds; here the address is looked at.
 *
 * @license GPL-3.0-or-later
 */

if (!defined('_ECRIRE_INC_VERSION')) {
    return;
}

/** What is wrong, by field. */
function formulaires_configurer_recit_verifier_dist(): array
{
    include_spip('recit_fonctions');
    $given = trim((string) _request('base_url'));
    return $given === '' || recit_usable($given) !== '' ? [] : ['base_url' => _T('recit:base_url_fausse')];
}
