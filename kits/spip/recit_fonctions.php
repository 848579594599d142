<?php

/**
 * The frame of a film, for modeles/recit.html.
 *
 * Comes in: what a writer put into <recit|slug=…|debut=…|titre=…>, raw. Goes out: a frame written
 * here from escaped parts, or nothing. Of what the films' server answers its title alone is used.
 *
 * @license GPL-3.0-or-later
 */

if (!defined('_ECRIRE_INC_VERSION')) {
    return;
}

/** A film's name, with its language where it has several: "cherbourg", "cherbourg.en". */
const RECIT_SLUG = '/^[a-z0-9]+(?:[-_][a-z0-9]+)*(?:\.[A-Za-z0-9-]+)?$/D';

/** "1:07" or "67". */
const RECIT_TIME = '/^(?:\d+:){0,2}\d+(?:\.\d+)?$/D';

/** The address below which every film has its folder, with a final slash; empty until it is set. */
function recit_base_url(): string
{
    include_spip('inc/config');
    return recit_usable((string) lire_config('recit/base_url', ''));
}

/** $given as the address of films, or nothing where it is none. */
function recit_usable(string $given): string
{
    $place = '#^https?://[^/?\#@\s"\'<>]+(?:/[^?\#\s"\'<>]*)?$#iD';
    return preg_match($place, trim($given)) ? rtrim(trim($given), '/') . '/' : '';
}

/**
 * Without the script that makes it as tall as its content it is 4 : 3, in which film, title and
 * chapters are seen, and never lower than a telephone needs.
 */
function recit_frame(?string $slug, ?string $start = '', ?string $title = ''): string
{
    $base = recit_base_url();
    $slug = trim((string) $slug);
    if ($base === '' || !preg_match(RECIT_SLUG, $slug)) {
        return '';
    }
    $moment = preg_match(RECIT_TIME, trim((string) $start)) ? '#t=' . trim($start) : '';
    $told = trim((string) $title) ?: recit_title($base . $slug . '/oembed.json');
    $named = $told === '' ? _T('recit:film') : _T('recit:film_titre', ['titre' => $told]);
    return '<iframe class="recit-film" src="' . attribut_html($base . $slug . '/embed.html' . $moment) . '"'
        . ' title="' . attribut_html($named) . '"'
        . ' style="border:0;width:100%;height:auto;aspect-ratio:4/3;min-height:30rem" width="960" height="720"'
        . ' loading="lazy" referrerpolicy="strict-origin-when-cross-origin"'
        . ' sandbox="allow-scripts allow-same-origin allow-downloads allow-popups"'
        . ' allow="fullscreen; picture-in-picture" allowfullscreen></iframe>';
}

/** The title that a film's oembed.json tells, or nothing: the page is shown all the same. */
function recit_title(string $address): string
{
    include_spip('inc/distant');
    $answer = recuperer_url($address, ['taille_max' => 65536]);
    $told = json_decode($answer['page'] ?? '', true);
    return is_array($told) && is_string($told['title'] ?? null) ? trim(strip_tags($told['title'])) : '';
}
