// The block in the editor: two fields, and the film as visitors will see it. No build step: what
// WordPress ships is used as it is. Words come translated from recit.php.
( ( wp, words ) => {
	'use strict';
	const { createElement: el } = wp.element;
	const { Disabled, Placeholder, TextControl } = wp.components;

	const edit = ( { attributes, isSelected, setAttributes } ) => {
		const field = ( name ) =>
			el( TextControl, {
				label: words[ name ],
				value: attributes[ name ],
				onChange: ( value ) => setAttributes( { [ name ]: value } ),
			} );
		return el(
			'div',
			wp.blockEditor.useBlockProps(),
			// The fields stay while someone types in them; after that the film is all that is seen.
			isSelected || ! attributes.film
				? el(
						Placeholder,
						{ icon: 'video-alt3', label: words.title, instructions: words.empty },
						field( 'film' ),
						field( 'start' )
				  )
				: null,
			// Disabled: a click chooses the block, and doesn't play the film.
			attributes.film
				? el( Disabled, null, el( wp.serverSideRender, { block: 'recit/film', attributes } ) )
				: null
		);
	};

	wp.blocks.registerBlockType( 'recit/film', {
		title: words.title,
		description: words.description,
		edit,
		save: () => null,
	} );
} )( window.wp, window.recitWords );
