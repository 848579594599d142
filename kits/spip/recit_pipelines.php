<?php

/**
 * The script by which frames take the height of what they show, on every public page: where a film
 * stands in an article isn't known when a page's head is made.
 *
 * @license GPL-3.0-or-later
 */

if (!defined('_ECRIRE_INC_VERSION')) {
    return;
}

/** Of SPIP's pipeline of the same name. */
function recit_insert_head(string $head): string
{
    $script = timestamp(find_in_path('javascript/recit_frame.js'));
    return $head . "\n" . '<script src="' . attribut_html($script) . '" defer></script>' . "\n";
}
