<?php

/**
 * Comes and goes with the plugin: its one setting.
 *
 * @license GPL-3.0-or-later
 */

if (!defined('_ECRIRE_INC_VERSION')) {
    return;
}

/** Nothing to make: the version alone is noted. */
function recit_upgrade(string $name, string $version): void
{
    include_spip('base/upgrade');
    maj_plugin($name, $version, ['create' => []]);
}

/** All that the plugin kept is taken away. */
function recit_vider_tables(string $name): void
{
    effacer_meta('recit');
    effacer_meta($name);
}
