"""Pictures of archives, looked through and taken from a film's page.

Comes in: an address or words, then the number of a picture; a film by its name. Goes out: what is
offered there, as plain data and as small JPEGs that were decoded behind the fence; the chosen
picture in media/ and, as one edit, in the storyboard. Whoever calls sees to it that one archive is
asked at a time. No address of a picture ever comes from a page: only numbers within what an archive
listed.
"""

from __future__ import annotations

import io
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from renderer.archives.address_lookup import Visitor, look
from renderer.archives.offered_pictures import Listing, Offer
from renderer.archives.pick import bring, visitor_of
from renderer.archives.rights_statements import terms_of
from renderer.archives.thumbnail_sheet import thumbnail
from renderer.archives.word_search import A_PAGE, ARCHIVES, LONGEST_WORDS, find
from renderer.fetching.connection import FetchLimits
from renderer.messages import tr
from renderer.messages.catalogue import language
from renderer.rights.credit_text import credit_line, licence
from renderer.storyboard.board import FilmSettings
from renderer.studio.http import Refusal

if TYPE_CHECKING:
    from renderer.studio.actions import Actions

_KEPT = 6
"""Listings at hand; of 10,000 canvases, one takes 30 MB."""
_SMALL = FetchLimits(largest_bytes=8_000_000, total_seconds=20.0)
"""Of a thumbnail: where an archive has none, a scan of 100 MB isn't fetched to be shown small."""
_THUMBNAILS = 1_000
"""At hand; one takes 15 kB."""
_MEMBERS = 200
"""Of a collection, that are shown: more than anybody reads."""
_FARTHEST = 10_000
"""Number of a search's result: Commons tells no more of one search."""
_LONGEST_ADDRESS = 2_000
"""Letters, as of a picture's address in a storyboard (`storyboard.web_addresses`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What was found at an address, and who asked."""

    listing: Listing
    visitor: Visitor


class Archives:
    """What the pages of a studio look through."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._looked: OrderedDict[str, _Looked] = OrderedDict()
        self._small: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = Lock()

    def look(self, film: str, sent: Mapping[str, Any], _: str = "") -> dict[str, Any]:
        """What there is at an address: the first page of it, and the name to turn pages by.

        Raises:
            Refusal: nobody may be asked, or there is no address.
            RecitError: nothing can be had there.
        """
        self._refuse_offline()
        address = sent.get("address")
        if not isinstance(address, str) or not 0 < len(address.strip()) <= _LONGEST_ADDRESS:
            raise Refusal(422, "request-unfit", tr("there is no address in this"))
        open_film = self._actions.films.open(film)
        open_film.sheet()  # which also sees that the film hasn't left the project
        visitor = visitor_of(open_film.path)
        listing = look(address.strip(), visitor)
        known_as = self._keep(listing, visitor)
        only = listing.only
        return self.page(known_as, listing.offers.index(only) + 1 if only else 1) | {
            "chosen": listing.offers.index(only) + 1 if only else None,
            "members": [
                {"title": title, "address": place} for title, place in listing.members[:_MEMBERS]
            ],
            "members_count": len(listing.members),
        }

    def search(self, film: str, sent: Mapping[str, Any], _: str = "") -> dict[str, Any]:
        """One page of what an archive has about some words, as `look` tells it.

        Raises:
            Refusal: nobody may be asked, or there is no such archive, or there are no words.
            RecitError: it can't be asked.
        """
        self._refuse_offline()
        archive, words, start = sent.get("archive"), sent.get("words"), sent.get("start") or 1
        if not isinstance(archive, str) or archive not in ARCHIVES:
            raise Refusal(422, "request-unfit", tr("there is no such archive"))
        if not isinstance(start, int) or not 0 < start <= _FARTHEST:
            raise Refusal(422, "request-unfit", tr("there is no such archive"))
        if not isinstance(words, str) or not 0 < len(words.strip()) <= LONGEST_WORDS:
            raise Refusal(422, "request-unfit", tr("say in a few words what is looked for"))
        open_film = self._actions.films.open(film)
        open_film.sheet()
        visitor = visitor_of(open_film.path)
        found = find(archive, words, visitor, start=start, free=sent.get("free") is True)
        listing = Listing(address="", title=words.strip(), offers=found.offers)
        told = self.page(self._keep(listing, visitor), 1)
        return told | {
            "chosen": None,
            "members": [],
            "search": {
                "archive": archive,
                "words": words.strip(),
                "free": sent.get("free") is True,
                "start": start,
                "next": start + A_PAGE if found.more else None,
                "total": found.total,
            },
        }

    def _keep(self, listing: Listing, visitor: Visitor) -> str:
        """The name under which *listing* is at hand."""
        known_as = secrets.token_hex(12)
        with self._lock:
            for name, other in self._looked.items():
                if len(other.listing.offers) == 1:  # a whole picture is held by one alone
                    self._looked[name] = replace(other, listing=_without_data(other.listing))
            self._looked[known_as] = _Looked(listing=listing, visitor=visitor)
            while len(self._looked) > _KEPT:
                self._looked.popitem(last=False)
        return known_as

    def page(self, known_as: str, start: int | None) -> dict[str, Any]:
        """The page of a listing that picture number *start* is on.

        Raises:
            Refusal: it isn't at hand any more.
        """
        listing = self._at_hand(known_as).listing
        count = len(listing.offers)
        first = (min(max(start or 1, 1), max(count, 1)) - 1) // A_PAGE * A_PAGE
        shown = listing.offers[first : first + A_PAGE]
        return {
            "listing": known_as,
            "address": listing.address,
            "title": listing.title,
            "count": count,
            "start": first + 1,
            "pictures": [_told(offer, number) for number, offer in enumerate(shown, first + 1)],
        }

    def small(self, known_as: str, number: int) -> bytes:
        """Picture *number* as a small JPEG; nothing where it can't be had.

        Raises:
            Refusal: it isn't at hand any more, or nobody may be asked.
        """
        self._refuse_offline()
        looked = self._at_hand(known_as)
        offer = _offer(looked.listing, number)
        known = self._small.get((known_as, number))
        if known is None:
            visitor = replace(looked.visitor, limits=_SMALL)
            picture = thumbnail(offer, visitor, self._actions.preview.decoder)
            out = io.BytesIO()
            if picture is not None:
                picture.save(out, "jpeg", quality=85)
            known = self._small[known_as, number] = out.getvalue()
            while len(self._small) > _THUMBNAILS:
                self._small.popitem(last=False)
        return known

    def take(self, film: str, sent: Mapping[str, Any], who: str) -> dict[str, Any]:
        """Fetch a picture and show it where the edit that was sent says.

        Raises:
            Refusal: there is no such picture or edit, or the film was changed there meanwhile.
            RecitError: it can't be had.
        """
        self._refuse_offline()
        looked, number = self._at_hand(str(sent.get("listing"))), sent.get("number")
        offer = _offer(looked.listing, number if isinstance(number, int) else 0)
        edit = sent.get("edit")
        if offer.opens:
            raise Refusal(422, "picture-unknown", tr("choose one of its pictures first"))
        if not isinstance(edit, dict) or edit.get("op") not in ("set", "insert"):
            raise Refusal(422, "edit-unfit", tr("there is no such edit"))
        open_film = self._actions.films.open(film)
        board = open_film.shown().board
        settings = board.film if board is not None else FilmSettings()
        came = bring(looked.listing, offer, open_film.root, settings, looked.visitor)
        open_film.log(who, {"picture": came.file, "from": offer.rights.source_url})
        # A slide has one image, whatever was written meanwhile; of several, the number may be
        # another one's by now.
        one = edit.get("path") == ["image"]
        digest = open_film.sheet().digest if one else str(sent.get("digest"))
        kept = edit.get("value")
        value = {**(kept if isinstance(kept, dict) else {}), **came.image}
        edits = {"digest": digest, "edits": [{**edit, "value": value}], "label": "archive"}
        change = self._actions.edit(film, edits, who)
        size = {"width": came.size.width, "height": came.size.height}
        return {"file": came.file, **size, "change": change}

    def _refuse_offline(self) -> None:
        if self._actions.options.offline:
            told = tr("this studio works offline: it asks no archive")
            raise Refusal(422, "fetch-offline", told)

    def _at_hand(self, known_as: str) -> _Looked:
        with self._lock:
            looked = self._looked.get(known_as)
            if looked is None:
                told = tr("these pictures aren't at hand any more: look again")
                raise Refusal(410, "listing-gone", told)
            self._looked.move_to_end(known_as)
            return looked


def _offer(listing: Listing, number: int) -> Offer:
    if not 0 < number <= len(listing.offers):
        raise Refusal(422, "picture-unknown", tr("the archive lists no such picture"))
    return listing.offers[number - 1]


def _without_data(listing: Listing) -> Listing:
    return replace(listing, offers=tuple(replace(one, data=b"") for one in listing.offers))


def _told(offer: Offer, number: int) -> dict[str, Any]:
    rights = offer.rights
    return {
        "number": number,
        "label": offer.label,
        "width": offer.width,
        "height": offer.height,
        "alt": offer.alt,
        "opens": offer.opens,
        "licence": licence(rights.license, language()).title,
        "terms": terms_of(rights.license),
        "credit": credit_line(rights, language()),
        "remarks": offer.remarks,
        **{
            name: getattr(rights, name)
            for name in ("title", "author", "holder", "date", "reference", "restrictions")
        },
        "page": rights.source_url if rights.source_url.startswith("https://") else "",
    }
