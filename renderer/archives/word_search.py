"""Archives searched by words, where they offer it: Wikimedia Commons and Gallica.

    find("gallica", "port de Cherbourg", visitor, start=1) ──▶ SearchPage (offers, total, more)

Comes in: the name of an archive, a person's words, a `Visitor`. Goes out: one page of what it has,
with the rights as they are stated, or an error that says why not. Commons tells of each picture all
that is needed to take it; Gallica of documents, whose pictures are listed at their addresses.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from renderer.archives import commons
from renderer.archives.address_lookup import Visitor
from renderer.archives.offered_pictures import ArchiveError, Offer, plain_line, web_address
from renderer.archives.rights_statements import terms_of
from renderer.errors import PictureError
from renderer.fetching.connection import NotFetchedError
from renderer.importing.readers.package import DocumentError, parse_xml
from renderer.messages import tr
from renderer.storyboard.board import Rights
from renderer.storyboard.licences import GALLICA

A_PAGE = 24
"""Pictures that are shown at once: fetched one after the other, they are there within a breath."""
LONGEST_WORDS = 200
"""Letters; Commons refuses searches of 300 with what is added to them."""
_SRU = "https://gallica.bnf.fr/SRU"
_ARK = re.compile(r"https?://gallica\.bnf\.fr/(ark:/12148/[a-z0-9]+)", re.IGNORECASE)
_MOST = 2_000_000_000
"""What an archive says that it has, at most: more is no number of records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One page of what an archive has."""

    offers: tuple[Offer, ...]
    more: bool
    """Whether there is a page after it."""
    total: int = 0
    """Of all pages; 0: the archive doesn't say."""


def find(
    archive: str, words: str, visitor: Visitor, *, start: int = 1, free: bool = False
) -> SearchPage:
    """What *archive* has about *words*, from number *start* on.

    Args:
        archive: one of `ARCHIVES`.
        words: as a person types them.
        visitor: who asks.
        start: 1 for the first page.
        free: only what nobody holds rights in; as its rights are read here, whatever it says.

    Raises:
        PictureError: nothing can be had there.
    """
    try:
        found = ARCHIVES[archive](" ".join(words.split()), visitor, start, free)
    except (NotFetchedError, ArchiveError) as error:
        told = tr("the search in {archive} failed: {why}", archive=archive.title(), why=error)
        raise PictureError(told, code="fetch-failed") from error
    if not free:
        return found
    rest = tuple(one for one in found.offers if terms_of(one.rights.license) == ("free",))
    return SearchPage(offers=rest, more=found.more, total=found.total)


def _commons(words: str, visitor: Visitor, start: int, free: bool) -> SearchPage:
    address = commons.search_address(
        words, visitor.languages[0], start=start, most=A_PAGE, free=free
    )
    offers, more = commons.read_search(visitor.data(address), datetime.date.today())
    return SearchPage(offers=offers, more=more)


def _gallica(words: str, visitor: Visitor, start: int, _: bool) -> SearchPage:
    plain = re.sub(r'["\\]', " ", words)
    query = f'(gallica all "{plain}") and (dc.type all "image")'
    address = (
        f"{_SRU}?operation=searchRetrieve&version=1.2&startRecord={start}"
        f"&maximumRecords={A_PAGE}&query={quote(query, safe='')}"
    )
    return read_records(visitor.asked(address, accept="application/xml, text/xml").data, start)


def read_records(data: bytes, start: int) -> SearchPage:
    """What Gallica's answer in SRU 1.2 lists, its first record being number *start*.

    Raises:
        ArchiveError: it is none.
    """
    try:
        answer = parse_xml(data, "Gallica")
    except DocumentError as error:
        raise ArchiveError(tr("Gallica's answer can't be understood")) from error
    if said := _texts(answer, "message"):
        raise ArchiveError(tr("Gallica says: {words}", words=said[0]))
    if not str(answer.tag).endswith("}searchRetrieveResponse"):
        raise ArchiveError(tr("Gallica's answer can't be understood"))
    records = list(answer.iter("{*}record"))
    offers = tuple(offer for one in records if (offer := _document(one)))
    count = next(iter(_texts(answer, "numberOfRecords")), "")
    total = min(int(count), _MOST) if count.isascii() and count.isdecimal() else 0
    return SearchPage(offers=offers, more=total >= start + len(records) > start, total=total)


def _document(record: Any) -> Offer | None:
    """A document in Gallica; None: another library's, of which it has the title alone."""
    named = [found for each in _texts(record, "identifier") if (found := _ARK.match(each))]
    if not named:
        return None
    page = f"https://gallica.bnf.fr/{named[0][1]}"
    titles, authors = _texts(record, "title"), _texts(record, "creator")
    title = titles[0] if titles else page
    # Its own scans bear the conditions of Gallica, whatever is said of the work itself.
    rights = Rights(
        title=title,
        author=", ".join(authors),
        holder="Bibliothèque nationale de France",
        date=", ".join(_texts(record, "date")[:1]),
        reference=", ".join(_texts(record, "source")[:1]),
        license=GALLICA,
        source_url=page,
    )
    said = dict.fromkeys(_texts(record, "rights"))
    small = next(iter(_texts(record, "thumbnail")), f"{page}.thumbnail")
    return Offer(
        id=page,
        label=title,
        rights=rights,
        thumbnail=web_address(small),
        record=page,
        opens=page,
        remarks=(tr("Gallica says of the work: {words}", words=", ".join(said)),) if said else (),
    )


def _texts(node: Any, name: str) -> list[str]:
    return [text for each in node.iter(f"{{*}}{name}") if (text := plain_line(each.text))]


ARCHIVES = {"commons": _commons, "gallica": _gallica}
"""Those that can be searched, by the names that pages know."""
