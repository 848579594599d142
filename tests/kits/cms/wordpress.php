<?php

/**
 * WordPress as far as the plugin sees it: no database, no network, its own plugin loaded for real.
 *
 *     php wordpress.php FOLDER < {"option": …, "answers": {address: body}, "do": [[function, …], …]}
 *
 * Goes out: JSON, what each call of "do" returned, and what WordPress was asked for meanwhile.
 */

declare(strict_types=1);

const HOUR_IN_SECONDS = 3600;
const MINUTE_IN_SECONDS = 60;
define('ABSPATH', '/');

$asked = json_decode(stream_get_contents(STDIN), true);
$seen = ['enqueued' => [], 'providers' => [], 'registered' => [], 'errors' => [], 'fetched' => []];
$options = ['recit_base_url' => $asked['option'] ?? ''];
$transients = [];
$hooks = [];

function add_filter($name, $function, $priority = 10, $arguments = 1): void
{
    $GLOBALS['hooks'][$name][$priority][] = [$function, $arguments];
}

function add_action($name, $function, $priority = 10, $arguments = 1): void
{
    add_filter($name, $function, $priority, $arguments);
}

function apply_filters($name, ...$given)
{
    ksort($GLOBALS['hooks'][$name]);
    foreach (array_merge(...$GLOBALS['hooks'][$name]) as [$function, $arguments]) {
        $given[0] = $function(...array_slice($given, 0, $arguments));
    }
    return $given[0];
}

function get_option($name, $default = false)
{
    return $GLOBALS['options'][$name] ?? $default;
}

function delete_option($name): void
{
    unset($GLOBALS['options'][$name]);
}

function get_transient($name)
{
    return $GLOBALS['transients'][$name] ?? false;
}

function set_transient($name, $value, $seconds): void
{
    $GLOBALS['transients'][$name] = $value;
}

function delete_transient($name): void
{
    unset($GLOBALS['transients'][$name]);
}

function wp_parse_url($url)
{
    return parse_url($url);
}

function trailingslashit($text): string
{
    return rtrim($text, '/\\') . '/';
}

function esc_attr($text): string
{
    return htmlspecialchars((string) $text, ENT_QUOTES, 'UTF-8', false);
}

function esc_html($text): string
{
    return esc_attr($text);
}

function esc_url_raw($url, $schemes = ['https', 'http']): string
{
    $clean = preg_replace('|[^a-z0-9-~+_.?#=!&;,/:%@$\|*\'()\[\]\\x80-\\xff]|i', '', $url);
    return in_array(parse_url($clean, PHP_URL_SCHEME), $schemes, true) ? $clean : '';
}

function esc_url($url): string
{
    return esc_attr(esc_url_raw($url));
}

function sanitize_text_field($text): string
{
    return trim(strip_tags((string) $text));
}

function __($text)
{
    return $text;
}

function esc_html__($text): string
{
    return esc_html($text);
}

function current_user_can($capability): bool
{
    return in_array($capability, $GLOBALS['asked']['may'] ?? [], true);
}

function get_block_wrapper_attributes(): string
{
    return 'class="wp-block-recit-film"';
}

function plugins_url($path): string
{
    return '/wp-content/plugins/recit/' . $path;
}

function plugin_basename($file): string
{
    return 'recit/' . basename($file);
}

function load_plugin_textdomain(...$_): void
{
}

function wp_localize_script(...$_): void
{
}

function wp_register_script($name, ...$told): void
{
    $GLOBALS['seen']['registered'][$name] = $told[0];
}

function wp_enqueue_script($name): void
{
    $GLOBALS['seen']['enqueued'][] = $name;
}

function register_block_type($folder, $options): void
{
    $GLOBALS['seen']['block'] = json_decode(file_get_contents($folder . '/block.json'), true);
    $GLOBALS['render'] = $options['render_callback'];
}

function register_setting($group, $name, $options): void
{
    $GLOBALS['seen']['setting'] = [$group, $name, $options['sanitize_callback']];
}

function add_settings_field(...$told): void
{
    $GLOBALS['seen']['field'] = array_slice($told, 0, 4);
}

function add_settings_error($setting, $code, $said): void
{
    $GLOBALS['seen']['errors'][] = $said;
}

function wp_oembed_add_provider($format, $provider, $regex = false): void
{
    $GLOBALS['seen']['providers'][] = [$format, $provider, $regex];
}

function _wp_oembed_get_object(): object
{
    return new class {
        /** As WP_OEmbed does it: a registered provider's address, a filter, a fetch. */
        public function get_data($url, $arguments)
        {
            foreach ($GLOBALS['seen']['providers'] as [$format, $provider]) {
                if (preg_match($format, $url)) {
                    $where = apply_filters('oembed_fetch_url', $provider . '?url=x', $url, []);
                    $GLOBALS['seen']['fetched'][] = $where;
                    return json_decode($GLOBALS['asked']['answers'][$where] ?? 'null') ?? false;
                }
            }
            return false;
        }
    };
}

function is_multisite(): bool
{
    return false;
}

$wpdb = new class {
    public string $options = 'wp_options';

    public function esc_like($text): string
    {
        return addcslashes($text, '_%\\');
    }

    public function prepare($query, $value): string
    {
        return str_replace('%s', "'" . addslashes($value) . "'", $query);
    }

    public function get_col($query): array
    {
        return array_map(fn($name) => '_transient_' . $name, array_keys($GLOBALS['transients']));
    }
};

require $argv[1] . '/recit.php';
foreach (['init', 'admin_init'] as $moment) {
    foreach ($hooks[$moment][10] as [$function]) {
        $function();
    }
}
$done = [];
foreach ($asked['do'] as [$function, $arguments]) {
    if ($function === 'uninstall') {
        define('WP_UNINSTALL_PLUGIN', 'recit/recit.php');
        require $argv[1] . '/uninstall.php';
        $done[] = [$options, $transients];
    } elseif ($function === 'block') {
        $done[] = $render($arguments);
    } elseif ($function === 'embed') {
        $told = (object) $arguments[1];
        $html = apply_filters('oembed_dataparse', $told->html ?? false, $told, $arguments[0]);
        $done[] = apply_filters('embed_oembed_html', $html, $arguments[0]);
    } elseif ($function === 'printed') {
        ob_start();
        $arguments[0]();
        $done[] = ob_get_clean();
    } else {
        $done[] = $function(...$arguments);
    }
}
echo json_encode(['done' => $done, 'seen' => $seen]);
