"""Wikimedia Commons: from a file's page to the address of its data, and from the data to an Offer.

Comes in: addresses; what `action=query&prop=imageinfo` answered, of any shape. Goes out: addresses,
a `Listing`, or `ArchiveError`. Pure.

`extmetadata` is made of the page's templates: HTML, several authors, "own work", a licence's code,
short name and address. The three have to agree. "Public domain" there may be that of the United
States alone, or rest on an author's death: the page's categories say which.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from renderer.archives.offered_pictures import (
    ArchiveError,
    Listing,
    Offer,
    pixels,
    plain_line,
    web_address,
)
from renderer.archives.rights_statements import (
    IN_COPYRIGHT,
    UNKNOWN,
    licence_at,
    settled_licence,
    unknown_licence,
)
from renderer.messages import tr
from renderer.storyboard.board import Rights
from renderer.storyboard.licences import is_licence

API = "https://commons.wikimedia.org/w/api.php"
_HOST = re.compile(r"(?:[a-z-]+\.)?(?:m\.)?(?:wikipedia|wikimedia)\.org")
_PAGE = re.compile(r"/wiki/(?:File|Fichier|Datei|Image|Archivo|Immagine|Bestand):([^/]+)$", re.I)
_UPLOAD = re.compile(r"/wikipedia/commons/(?:thumb/)?[0-9a-f]/[0-9a-f]{2}/([^/]+)")
WIDTHS = (250, 330, 500, 960, 1280, 1920, 3840)
"""Pixels across that Commons keeps pictures in; others are made for nobody without being asked why
(its list of thumbnail steps, 2025)."""
_PUBLIC = "CC-PDM-1.0"
_PUBLIC_WORDS = ("public domain", "domaine public", "gemeinfrei")
_US_GOV = "LicenseRef-PD-USGov"
_US_STAFF = re.compile(
    r"PD[ -](?:US|USGov)[ -]?(?:Army|Navy|Marines?|Air Force|Coast Guard|Government|Military|"
    r"Signal Corps|DoD|NARA)\b|PD[ -]USGov",
    re.IGNORECASE,
)
"""Categories of what people made in the service of the United States."""
_OLD = re.compile(
    r"PD[ -](?:old|Art)\b(?![ -](?:50|60))|.*died more than (?:70|75|80|95|100) years ago"
    r"|PD[ -]self\b|CC[ -]PD[ -]Mark|PD[ -](?:anon|France|Germany|UKGov|ineligible)",
    re.IGNORECASE,
)
"""Of what is free in the European Union too, or was given away."""
_SELF = re.compile(r"PD[ -]self\b", re.IGNORECASE)
_PD = re.compile(r"PD[ -]", re.IGNORECASE)
_DIED = re.compile(r"\b1[5-9]\d\d\b[^()]{1,40}?\b(1[5-9]\d\d|20\d\d)\b")
_YEARS = 70
"""After an author's death, in the European Union."""
_NO_HOLDER = re.compile(
    r"own work|travail personnel|eigenes werk|transferred from|https?:|www\.|unknown|scan", re.I
)
_LONGEST_HOLDER = 120
"""Characters; what is longer tells how the picture came there, and names nobody."""


def title_in(address: str) -> str:
    """The title of the file whose page or picture *address* is; empty: it is of no file there."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    if not _HOST.fullmatch(host):
        return ""
    place = _UPLOAD if host.startswith("upload.") else _PAGE
    match = place.match(parts.path)
    return f"File:{unquote(match[1]).replace('_', ' ').strip()}" if match else ""


def api_address(title: str, language: str) -> str:
    """Where the data of the file called *title* is."""
    return (
        f"{API}?action=query&format=json&formatversion=2&redirects=1&prop=imageinfo"
        "&iiprop=url%7Csize%7Cmime%7Cextmetadata&iiurlwidth=330"
        f"&iiextmetadatalanguage={quote(language)}&titles={quote(title, safe='')}"
    )


def search_address(words: str, language: str, *, start: int, most: int, free: bool) -> str:
    """Where the files about *words* are, from number *start* on; *free*: nobody's any more."""
    asked = f"{words} filetype:bitmap{' haslicense:unrestricted' if free else ''}"
    return (
        f"{API}?action=query&format=json&formatversion=2&generator=search&gsrnamespace=6"
        f"&gsrlimit={most}&gsroffset={start - 1}&gsrsearch={quote(asked, safe='')}&prop=imageinfo"
        "&iiprop=url%7Csize%7Cmime%7Cextmetadata&iiurlwidth=330"
        f"&iiextmetadatalanguage={quote(language)}"
    )


def read_search(data: Any, today: datetime.date) -> tuple[tuple[Offer, ...], bool]:
    """The pictures that *data*, the API's answer to a search, lists; and whether there are more.

    Raises:
        ArchiveError: it can't be understood.
    """
    if not isinstance(data, dict) or "error" in data:
        raise ArchiveError(tr("Commons' answer can't be understood"))
    # One that finds nothing has no "query" at all.
    pages = _pages(data) if "query" in data else []
    found = []
    for page in sorted(pages, key=lambda page: pixels(page.get("index"))):
        title = plain_line(page.get("title"))
        try:
            found.append(_offer(page, web_address(_info(page, title).get("url")), title, today))
        except ArchiveError:
            continue  # taken down since, or no picture
    offers = tuple(replace(offer, record=offer.rights.source_url) for offer in found)
    return offers, isinstance(data.get("continue"), dict)


def read_answer(data: Any, address: str, title: str, today: datetime.date) -> Listing:
    """What *data*, the API's answer for *title*, offers.

    Raises:
        ArchiveError: there is no such file, or it is no picture.
    """
    pages = _pages(data)
    if not pages:
        raise ArchiveError(tr("Commons' answer can't be understood"))
    offer = _offer(pages[0], address, title, today)
    return Listing(address=offer.rights.source_url, title=offer.id, offers=(offer,))


def _info(page: Mapping[str, Any], title: str) -> Mapping[str, Any]:
    infos = page.get("imageinfo")
    info = infos[0] if isinstance(infos, list) and infos and isinstance(infos[0], dict) else None
    if info is None or ("missing" in page and page.get("missing") is not False):
        raise ArchiveError(tr("Commons has no {file}", file=title))
    if not str(info.get("mime") or "image/").startswith("image/"):
        raise ArchiveError(tr("{file} is no picture", file=title))
    return info


def _offer(page: Mapping[str, Any], address: str, title: str, today: datetime.date) -> Offer:
    """The file that *page* of an answer is of."""
    info = _info(page, title)
    facts = _Facts(info.get("extmetadata"))
    named = plain_line(page.get("title")) or title
    license_, remarks = _licence(facts, today)
    source = web_address(info.get("descriptionurl")) or address
    author, holder = facts.words("Artist"), facts.words("Credit")
    if len(holder) > _LONGEST_HOLDER or _NO_HOLDER.search(holder) or holder == author:
        holder = ""
    rights = Rights(
        title=facts.words("ObjectName") or named.partition(":")[2].rpartition(".")[0],
        author=author,
        holder=holder,
        date=facts.words("DateTimeOriginal"),
        license=license_,
        credit=facts.words("Attribution"),
        source_url=source,
        restrictions=", ".join(filter(None, facts.words("Restrictions").split("|"))),
    )
    picture = web_address(info.get("url"))
    if not picture:
        raise ArchiveError(tr("Commons has no {file}", file=title))
    thumb = web_address(info.get("thumburl"))
    return Offer(
        id=named,
        label=rights.title,
        rights=rights,
        width=pixels(info.get("width")),
        height=pixels(info.get("height")),
        image=picture,
        thumbnail=thumb,
        scaled=re.sub(r"/\d+px-(?=[^/]+$)", "/{width}px-", thumb) if "px-" in thumb else "",
        alt=facts.words("ImageDescription"),
        remarks=remarks,
    )


def _pages(data: Any) -> list[Mapping[str, Any]]:
    query = data.get("query") if isinstance(data, dict) else None
    pages = query.get("pages") if isinstance(query, dict) else None
    if isinstance(pages, dict):  # formatversion=1, and mirrors of it
        pages = list(pages.values())
    return [page for page in pages if isinstance(page, dict)] if isinstance(pages, list) else []


class _Facts:
    """`extmetadata`, of whatever shape."""

    def __init__(self, data: Any) -> None:
        self._data: Mapping[str, Any] = data if isinstance(data, dict) else {}

    def raw(self, name: str) -> str:
        held = self._data.get(name)
        value = held.get("value") if isinstance(held, dict) else held
        if isinstance(value, dict):  # languages, where several were asked
            value = next(iter(value.values()), "")
        return value if isinstance(value, str) else "" if value is None else str(value)

    def words(self, name: str) -> str:
        return plain_line(self.raw(name))

    def says(self, name: str) -> bool:
        return self.words(name).lower() in ("true", "1", "yes")


def _licence(facts: _Facts, today: datetime.date) -> tuple[str, tuple[str, ...]]:
    """What its three names of a licence, agreeing, say; and what to know of it."""
    if facts.says("NonFree"):
        return IN_COPYRIGHT, (tr("it is in copyright, and shown there by an exception"),)
    short, code = facts.words("LicenseShortName"), facts.words("License").lower()
    url = facts.words("LicenseUrl")
    by_url = licence_at(url) if url else ""
    named = [each for each in (by_url, _of_code(code), _of_words(short)) if is_licence(each)]
    if code == "pd" or code.startswith("pd-") or short.lower() in _PUBLIC_WORDS:
        named.append(_PUBLIC)
    if set(named) == {_PUBLIC}:
        return _public_domain(facts, today)
    said = short or facts.words("UsageTerms") or code
    if named or not (said or url):
        return settled_licence(named)
    told = tr("Commons says '{words}', which is no licence known here", words=said or url)
    # A statement that is known, though no licence, says more than its words.
    if by_url and not (said and by_url.startswith(UNKNOWN)):
        return by_url, (told,)
    return unknown_licence(said), (told,)


def _of_code(code: str) -> str:
    """ "cc-by-sa-3.0-de" → CC-BY-SA-3.0-DE."""
    if code in ("cc0", "cc-zero", "cc0-1.0"):
        return "CC0-1.0"
    if code in ("cc-pd-mark", "pdm"):
        return _PUBLIC
    match = re.fullmatch(r"cc-(by(?:-nc)?(?:-nd|-sa)?)-([1-4]\.[05])(?:-([a-z]{2}|igo))?", code)
    if not match:
        return ""
    terms, version, country = match.groups()
    return f"CC-{terms.upper()}-{version}" + (f"-{country.upper()}" if country else "")


def _of_words(short: str) -> str:
    """ "CC BY-SA 3.0 de" → CC-BY-SA-3.0-DE."""
    return _of_code(re.sub(r"\s+", "-", short.strip().lower()))


def _public_domain(facts: _Facts, today: datetime.date) -> tuple[str, tuple[str, ...]]:
    """Which public domain it is, by the categories that the page's templates put it into."""
    reasons = [each.strip() for each in facts.raw("Categories").split("|")]
    reasons.append(facts.words("License"))
    if any(map(_US_STAFF.match, reasons)):
        return _US_GOV, ()
    died = max((int(year) for year in _DIED.findall(facts.words("Artist"))), default=0)
    if died + _YEARS >= today.year and not any(map(_SELF.match, reasons)):
        told = tr(
            "Commons says public domain, and that its author died in {year}: in the European Union"
            " it is protected until the end of {last}",
            year=died,
            last=died + _YEARS,
        )
        return f"{UNKNOWN}-PD-author-died-{died}", (told,)
    if any(map(_OLD.match, reasons)):
        return _PUBLIC, ()
    if limited := next(filter(_PD.match, reasons), ""):
        told = tr("Commons says public domain for one reason: {reason}", reason=limited)
        return unknown_licence(limited), (told, tr("whether it is free in your country isn't said"))
    return _PUBLIC, (tr("Commons says public domain, and not why"),)
