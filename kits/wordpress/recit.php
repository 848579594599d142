<?php
/**
 * Plugin Name:       Récit
 * Description:       Films made with Récit: a block with a preview, and their addresses pasted as embeds. Captions, chapters and transcript come with them.
 * Version:           1.0.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       recit
 * Domain Path:       /languages
 *
 * What comes in: the address below which the site's films are served, and which film to show.
 * What goes out: a frame written here from escaped parts. Nothing that the films' server answers is
 * printed but the film's title.
 *
 * @package Recit
 */

defined( 'ABSPATH' ) || exit;

const RECIT_OPTION = 'recit_base_url';
const RECIT_SLUG   = '[a-z0-9]+(?:[-_][a-z0-9]+)*(?:\.[A-Za-z0-9-]+)?'; // With its language: "cherbourg.en".
const RECIT_KEPT   = 12 * HOUR_IN_SECONDS; // A corrected title is seen the same day.
const RECIT_RETRY  = 5 * MINUTE_IN_SECONDS; // A server that is down isn't asked at each visit.

/**
 * The address below which every film has its folder, with a final slash; empty until it is set.
 */
function recit_base_url(): string {
	return (string) get_option( RECIT_OPTION, '' );
}

/**
 * A film and the moment at which it opens, from what an editor typed or pasted.
 *
 * @param string $given The film's name, or an address of its page or frame.
 * @param string $start "1:07", "67", or empty: what the address says.
 * @return array{slug: string, moment: string}|null Null: no film of this site's films.
 */
function recit_film( string $given, string $start = '' ): ?array {
	$base  = recit_base_url();
	$given = trim( $given );
	$parts = wp_parse_url( '' !== $base && 0 === strpos( $given, $base ) ? substr( $given, strlen( $base ) ) : $given );
	if ( '' === $base || ! $parts || ! preg_match( '#^(' . RECIT_SLUG . ')(?:/(?:(?:page|embed)\.html)?)?$#D', $parts['path'] ?? '', $found ) ) {
		return null;
	}
	parse_str( $parts['query'] ?? '', $asked );
	$fragment = rawurldecode( $parts['fragment'] ?? '' );
	foreach ( array( $start, preg_replace( '/^t=/', '', $fragment ), $asked['t'] ?? '' ) as $time ) {
		if ( is_string( $time ) && preg_match( '/^(?:\d+:){0,2}\d+(?:\.\d+)?$/D', trim( $time ) ) ) {
			return array(
				'slug'   => $found[1],
				'moment' => 't=' . trim( $time ),
			);
		}
	}
	return array(
		'slug'   => $found[1],
		'moment' => rawurlencode( $fragment ), // A slide: "fort-du-roule".
	);
}

/**
 * The film's title, as its server tells it; empty when it can't be asked.
 *
 * @param string $slug Of the film.
 */
function recit_title( string $slug ): string {
	$key   = 'recit_title_' . md5( recit_base_url() . $slug );
	$title = get_transient( $key );
	if ( false === $title ) {
		$data  = _wp_oembed_get_object()->get_data( recit_base_url() . $slug . '/page.html', array( 'discover' => false ) );
		$title = isset( $data->title ) ? sanitize_text_field( $data->title ) : '';
		set_transient( $key, $title, '' === $title ? RECIT_RETRY : RECIT_KEPT );
	}
	return (string) $title;
}

/**
 * The frame that shows a film.
 *
 * Without the script that makes it as tall as its content it is 4 : 3, in which film, title and
 * chapters are seen, and never lower than a telephone needs.
 *
 * @param array{slug: string, moment: string} $film  Which, and where it opens.
 * @param string                              $title Of the film.
 */
function recit_frame( array $film, string $title ): string {
	wp_enqueue_script( 'recit-frame' );
	$address = recit_base_url() . $film['slug'] . '/embed.html' . ( '' === $film['moment'] ? '' : '#' . $film['moment'] );
	/* translators: %s: title of the film. */
	$named = '' === $title ? __( 'Film', 'recit' ) : sprintf( __( 'Film: %s', 'recit' ), $title );
	return sprintf(
		'<iframe class="recit-film" src="%s" title="%s" style="border:0;width:100%%;height:auto;aspect-ratio:4/3;min-height:30rem" width="960" height="720" loading="lazy" referrerpolicy="strict-origin-when-cross-origin" sandbox="allow-scripts allow-same-origin allow-downloads allow-popups" allow="fullscreen; picture-in-picture" allowfullscreen></iframe>',
		esc_url( $address ),
		esc_attr( $named )
	);
}

/**
 * The block, as visitors and the editor's preview see it.
 *
 * @param array<string, string> $attributes `film` and `start`.
 */
function recit_render_block( array $attributes ): string {
	$film = recit_film( $attributes['film'] ?? '', $attributes['start'] ?? '' );
	if ( null === $film ) {
		// Visitors see nothing of a mistake; whoever can mend it is told.
		return current_user_can( 'edit_posts' )
			? '<p>' . esc_html__( 'No film has this name or address. The address of the films is set in Settings > Media.', 'recit' ) . '</p>'
			: '';
	}
	return sprintf( '<div %s>%s</div>', get_block_wrapper_attributes(), recit_frame( $film, recit_title( $film['slug'] ) ) );
}

/**
 * Provider, script and block, once WordPress is there.
 */
function recit_init(): void {
	load_plugin_textdomain( 'recit', false, dirname( plugin_basename( __FILE__ ) ) . '/languages' );
	wp_register_script( 'recit-frame', plugins_url( 'frame.js', __FILE__ ), array(), '1.0.0', true );
	wp_register_script(
		'recit-editor',
		plugins_url( 'editor.js', __FILE__ ),
		array( 'wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-server-side-render' ),
		'1.0.0',
		true
	);
	wp_localize_script(
		'recit-editor',
		'recitWords',
		array(
			'title'       => __( 'Récit film', 'recit' ),
			'description' => __( 'A film with its captions, chapters and transcript.', 'recit' ),
			'film'        => __( 'Name or address of the film', 'recit' ),
			'start'       => __( 'Opens at (1:07), empty for the beginning', 'recit' ),
			'empty'       => __( 'Type the name of a film, or paste its address.', 'recit' ),
		)
	);
	register_block_type( __DIR__, array( 'render_callback' => 'recit_render_block' ) );
	$base = recit_base_url();
	if ( '' !== $base ) {
		// A registered provider's frame is left as it is. One that WordPress discovers by itself loses
		// its origin, and with it captions that load as a file.
		wp_oembed_add_provider( '#^' . preg_quote( $base, '#' ) . RECIT_SLUG . '(?:/|$)#', $base, true );
	}
}
add_action( 'init', 'recit_init' );

/**
 * Each film has its own answer, a file beside it: where WordPress must look for it.
 *
 * @param string $endpoint Where it would ask.
 * @param string $url      What was pasted.
 */
function recit_fetch_url( string $endpoint, string $url ): string {
	$base = recit_base_url();
	$film = '' !== $base && 0 === strpos( $url, $base ) ? recit_film( $url ) : null;
	return null === $film ? $endpoint : $base . $film['slug'] . '/oembed.json';
}
add_filter( 'oembed_fetch_url', 'recit_fetch_url', 10, 2 );

/**
 * The frame of a pasted address: ours, not the server's HTML.
 *
 * @param string|false $html As WordPress read it.
 * @param object       $data The server's answer.
 * @param string       $url  What was pasted.
 * @return string|false
 */
function recit_dataparse( $html, $data, string $url ) {
	$base = recit_base_url();
	$film = '' !== $base && 0 === strpos( $url, $base ) ? recit_film( $url ) : null;
	return null === $film ? $html : recit_frame( $film, sanitize_text_field( $data->title ?? '' ) );
}
add_filter( 'oembed_dataparse', 'recit_dataparse', 20, 3 );

/**
 * A frame that WordPress had kept needs its script, too.
 *
 * @param string|false $html The frame.
 * @param string       $url  What was pasted.
 * @return string|false
 */
function recit_embed_html( $html, string $url ) {
	if ( '' !== recit_base_url() && 0 === strpos( $url, recit_base_url() ) ) {
		wp_enqueue_script( 'recit-frame' );
	}
	return $html;
}
add_filter( 'embed_oembed_html', 'recit_embed_html', 10, 2 );

/**
 * An address of films that can be used, or the one that was there.
 *
 * @param mixed $given What was typed.
 */
function recit_sanitize_base_url( $given ): string {
	$given = is_string( $given ) ? trim( $given ) : '';
	$told  = wp_parse_url( $given );
	if ( '' === $given ) {
		return '';
	}
	// Nothing but a place: no name, no question, no fragment.
	if ( preg_match( '#^https?://[^/?\#@]+(?:/|$)#i', $given ) && ! empty( $told['host'] ) && ! isset( $told['query'] ) && ! isset( $told['fragment'] ) ) {
		return trailingslashit( esc_url_raw( $given, array( 'https', 'http' ) ) );
	}
	add_settings_error( RECIT_OPTION, 'recit_base_url', __( 'The address of the films must be a whole one: https://films.example.org/', 'recit' ) );
	return recit_base_url();
}

/**
 * One field in Settings → Media, a page that WordPress keeps for who may manage options, and whose
 * form bears and checks its nonce.
 */
function recit_admin_init(): void {
	register_setting(
		'media',
		RECIT_OPTION,
		array(
			'type'              => 'string',
			'sanitize_callback' => 'recit_sanitize_base_url',
			'default'           => '',
		)
	);
	add_settings_field(
		RECIT_OPTION,
		__( 'Address of the Récit films', 'recit' ),
		'recit_settings_field',
		'media',
		'default',
		array( 'label_for' => RECIT_OPTION )
	);
}
add_action( 'admin_init', 'recit_admin_init' );

/**
 * The field.
 */
function recit_settings_field(): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	printf(
		'<input type="url" class="regular-text code" id="%1$s" name="%1$s" value="%2$s" placeholder="https://films.example.org/" aria-describedby="%1$s-said"><p class="description" id="%1$s-said">%3$s</p>',
		esc_attr( RECIT_OPTION ),
		esc_attr( recit_base_url() ),
		esc_html__( 'The base_url of recit.toml: each film has its folder below it.', 'recit' )
	);
}
