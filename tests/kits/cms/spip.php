<?php

/**
 * SPIP as far as the plugin sees it, and its model read as SPIP reads it.
 *
 *     php spip.php FOLDER < {"base": …, "answers": {address: body}, "models": [{slug, debut, titre}]}
 *
 * Goes out: JSON: each model's HTML, the head of a public page, and what the setting's form says.
 */

declare(strict_types=1);

const _ECRIRE_INC_VERSION = 1;

$asked = json_decode(stream_get_contents(STDIN), true);
$GLOBALS['idx_lang'] = 'words';

function include_spip($name): void
{
}

function lire_config($name, $default = null)
{
    return $name === 'recit/base_url' ? $GLOBALS['asked']['base'] : $default;
}

function _request($name)
{
    return $GLOBALS['asked']['base'];
}

function _T($name, array $parts = []): string
{
    $said = $GLOBALS['words'][substr($name, strlen('recit:'))];
    return str_replace(array_map(fn($part) => "@$part@", array_keys($parts)), $parts, $said);
}

function attribut_html($text): string
{
    return htmlspecialchars((string) $text, ENT_QUOTES);
}

function recuperer_url($address, array $options = [])
{
    $body = $GLOBALS['asked']['answers'][$address] ?? null;
    return $body === null ? false : ['page' => $body];
}

function find_in_path($name)
{
    global $argv;
    return is_file("$argv[1]/$name") ? "plugins/recit/$name" : '';
}

function timestamp($path): string
{
    return $path . '?1';
}

/** The one form of tag that the model uses: [(#ENV**{a,''}|filter{#ENV**{b,''},…})]. */
function model(string $source, array $given): string
{
    $source = preg_replace('/\[\(#REM\).*?\]|#CACHE\{\d+\}/s', '', trim($source));
    $tag = '/^\[\(#ENV\*\*\{(\w+),\'\'\}\|(\w+)\{(.*)\}\)\]$/';
    if (!preg_match($tag, $source, $found)) {
        throw new RuntimeException("not read here: $source");
    }
    preg_match_all("/#ENV\*\*\{(\w+),''\}/", $found[3], $others);
    $parts = array_map(fn($name) => $given[$name] ?? '', [$found[1], ...$others[1]]);
    return $found[2](...$parts);
}

require "$argv[1]/recit_fonctions.php";
require "$argv[1]/recit_pipelines.php";
require "$argv[1]/formulaires/configurer_recit.php";
require "$argv[1]/lang/recit_fr.php";
$source = file_get_contents("$argv[1]/modeles/recit.html");
echo json_encode([
    'done' => array_map(fn($given) => model($source, $given), $asked['models']),
    'head' => recit_insert_head(''),
    'form' => formulaires_configurer_recit_verifier_dist(),
]);
