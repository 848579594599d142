"""Pictures that archives and libraries offer, each with its rights as they are stated there.

    address ──client──▶ JSON ──manifests, commons, image_api──▶ Listing of Offers
    Offer, storyboard ──pick──▶ a file in media/, and its rights in the storyboard

Comes in: an address. Goes out: what is offered there; one picture of it, fetched no larger than
a film needs. Rights are read, never guessed: what no licence states is written as such, and stops a
publication until somebody says what allows it.
"""

__all__ = [
    "address_lookup",
    "iiif_image_request",
    "offered_pictures",
    "pick",
    "rights_recheck",
    "rights_statements",
    "thumbnail_sheet",
    "word_search",
]
