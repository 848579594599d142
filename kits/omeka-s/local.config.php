<?php

/**
 * What to add to Omeka S's own config/local.config.php: films made with Récit, as oEmbed media and blocks.
 *
 * Omeka S embeds addresses of its list alone; this one joins it. It then looks for the oEmbed answer in
 * the film's page, which names it. Write your films' address: the base_url of recit.toml, its dots
 * after a backslash. What is there is written into your pages as it is: list no address but your own.
 *
 * @license GPL-3.0-or-later
 */

return [
    'oembed' => [
        'whitelist' => ['#^https://films\.musee\.example/[a-z0-9][a-zA-Z0-9._-]*/#'],
    ],
];
