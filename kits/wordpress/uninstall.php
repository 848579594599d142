<?php
/**
 * Takes away all that the plugin kept: its address and the titles it had asked for.
 *
 * @package Recit
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/**
 * Of the site at hand.
 */
function recit_uninstall(): void {
	global $wpdb;
	delete_option( 'recit_base_url' );
	$names = $wpdb->get_col( // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- WordPress has no way to name several transients.
		$wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( '_transient_recit_title_' ) . '%' )
	);
	foreach ( $names as $name ) {
		delete_transient( substr( $name, strlen( '_transient_' ) ) );
	}
}

if ( is_multisite() ) {
	foreach ( get_sites(
		array(
			'fields' => 'ids',
			'number' => 0,
		)
	) as $recit_site ) {
		switch_to_blog( $recit_site );
		recit_uninstall();
		restore_current_blog();
	}
} else {
	recit_uninstall();
}
