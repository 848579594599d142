"""An archive asked what there is at an address: politely, one question at a time.

Comes in: an address as a person copied it, a `Visitor`. Goes out: a `Listing`, or an error that
says why not. All of the network is `fetching`'s: https to checked addresses, within limits.

Any of these may be asked: a manifest or a canvas of IIIF Presentation 2 or 3, an info.json, a
viewer's link with a manifest in it, a page of Gallica or of a file at Commons, a plain picture.
"""

from __future__ import annotations

import datetime
import json
import re
import tempfile
from collections.abc import Iterator
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from renderer.archives import commons, iiif_image_request, iiif_manifests
from renderer.archives.offered_pictures import (
    ArchiveError,
    Listing,
    Offer,
    parted_record,
    web_address,
)
from renderer.archives.rights_statements import settled_licence
from renderer.cancellation import pause, wait_for
from renderer.errors import PictureError, UsageError
from renderer.fetching import fetch
from renderer.fetching.connection import FetchLimits, NotFetchedError, Web
from renderer.fetching.request import Download, download
from renderer.messages import tr
from renderer.photographs.decoder import open_decoder
from renderer.photographs.photograph import probe
from renderer.storyboard.board import Rights
from renderer.storyboard.file_names import BadNameError
from renderer.storyboard.web_addresses import check_address

DATA = FetchLimits(largest_bytes=30_000_000, total_seconds=60.0)
"""Of JSON: a manifest of 10,000 canvases has some 15 MB."""
PATIENCE_SECONDS = 60
"""How long a host that is busy is waited for, when it says how long."""
_TRIES = 3
"""With `PATIENCE_SECONDS` twice between them: nobody waits for more than two minutes."""
_ANYTHING = "application/ld+json, application/json, image/jpeg, image/*;q=0.8"
_GALLICA = re.compile(r"/(ark:/12148/[a-z0-9]+)(?:/(f\d+))?[^/]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks."""

    contact: str = ""
    """An address at which those who look after a host reach us."""
    languages: tuple[str, ...] = ("fr", "en")
    """In which texts are read, the first that there is."""
    limits: FetchLimits | None = None
    """Of one answer; None: those of the web."""

    def asked(
        self, url: str, *, accept: str = "image/*", limits: FetchLimits | None = None
    ) -> Download:
        """What is at *url*. A host that asks to be left alone for a while is.

        Raises:
            NotFetchedError: it can't be had.
        """
        check = web_address(url)
        if not check:
            raise NotFetchedError(tr("{url} is no https address", url=url[:120]))
        try:
            check_address(check)
        except BadNameError as error:
            raise NotFetchedError(f"{url[:120]}: {error.what}") from error
        known = fetch.the_web()
        web = replace(
            known, accept=accept, contact=self.contact, limits=limits or self.limits or known.limits
        )
        for attempt in range(1, _TRIES + 1):
            try:
                return wait_for(partial(copy_context().run, download, check, web))
            except NotFetchedError as error:
                wait = error.wait_seconds
                if wait is None or attempt == _TRIES:
                    raise
                if wait > PATIENCE_SECONDS:
                    told = tr("{why}, and asks to wait {seconds} s", why=error, seconds=wait)
                    raise NotFetchedError(told) from error
                pause(wait)
        raise AssertionError  # the last attempt returned or raised

    def data(self, url: str) -> Any:
        """The JSON at *url*.

        Raises:
            NotFetchedError: it can't be had.
            ArchiveError: it is none.
        """
        return parse_json(
            self.asked(url, accept="application/ld+json, application/json", limits=_data())
        )


def _data() -> FetchLimits:
    """`DATA`, or what the web allows where that is less."""
    web: Web = fetch.the_web()
    return replace(
        DATA,
        largest_bytes=min(DATA.largest_bytes, web.limits.largest_bytes),
        total_seconds=min(DATA.total_seconds, web.limits.total_seconds),
    )


def parse_json(came: Download) -> Any:
    """The JSON that *came*.

    Raises:
        ArchiveError: it is none, or a page for people.
    """
    if looks_like_page(came.data):
        raise ArchiveError(tr("{url} is a web page, no data of a picture", url=came.url))
    try:
        return json.loads(came.data)
    except (ValueError, RecursionError) as error:
        raise ArchiveError(tr("{url} is no JSON", url=came.url)) from error


def looks_like_page(data: bytes) -> bool:
    """Whether *data* is HTML."""
    return (
        data[:500]
        .lstrip(b"\xef\xbb\xbf \t\r\n")
        .lower()
        .startswith((b"<!doctype", b"<html", b"<?xml"))
    )


def look(address: str, visitor: Visitor) -> Listing:
    """What there is at *address*.

    Raises:
        UsageError: it is no address that may be asked.
        PictureError: nothing can be had there.
    """
    whole, wanted = parted_record(address.strip())
    try:
        check_address(whole)
    except BadNameError as error:
        raise UsageError(f"{error.what}: {error.remedy}", code=error.code) from error
    try:
        listing = _found(whole, visitor)
    except NotFetchedError as error:
        told = tr("{url} can't be fetched: {why}", url=whole, why=error)
        raise PictureError(told, code="fetch-failed") from error
    except ArchiveError as error:
        told = tr("nothing can be picked at {url}: {why}", url=whole, why=error)
        remedy = tr(
            "give the address of a IIIF manifest, of a file's page at Commons or of a picture"
        )
        raise PictureError(told, remedy, code="archive-unreadable") from error
    if wanted and any(offer.id == wanted for offer in listing.offers):
        return replace(listing, chosen=wanted)
    if wanted:
        told = tr("{url} has no picture '{name}' any more", url=whole, name=wanted[:120])
        raise PictureError(told, code="archive-unreadable")
    return listing


def _found(address: str, visitor: Visitor) -> Listing:
    title = commons.title_in(address)
    if title:
        data = visitor.data(commons.api_address(title, visitor.languages[0]))
        return commons.read_answer(data, address, title, datetime.date.today())
    parts = urlsplit(address)
    named = parse_qs(parts.query)
    for key in ("manifest", "iiif-content"):
        if inner := web_address(next(iter(named.get(key, [])), "")):
            return _found(inner, visitor) if inner != address else _of_data(inner, visitor)
    gallica = _GALLICA.match(parts.path) if parts.hostname == "gallica.bnf.fr" else None
    if gallica:
        base = f"https://gallica.bnf.fr/iiif/{gallica[1]}"
        listing = _of_data(f"{base}/manifest.json", visitor)
        return _chosen(listing, f"{base}/canvas/{gallica[2]}") if gallica[2] else listing
    return _of_data(address, visitor)


def _of_data(address: str, visitor: Visitor) -> Listing:
    try:
        came = visitor.asked(address, accept=_ANYTHING)
        if looks_like_page(came.data):
            raise ArchiveError(tr("it is a web page, no data of a picture"))
    except (NotFetchedError, ArchiveError):
        if "/canvas/" not in address:
            raise
        return _by_its_manifest(address, visitor)
    if came.data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return _of_picture(came, address, visitor)
    data = parse_json(came)
    if iiif_image_request.is_info(data):
        return _of_service(data, address, visitor)
    if not iiif_manifests.is_manifest(data):
        raise ArchiveError(tr("it is JSON, and no IIIF manifest"))
    if iiif_manifests.resource_kind(data) == "canvas" and (
        above := iiif_manifests.manifest_of(data)
    ):
        return _chosen(
            iiif_manifests.read_listing(visitor.data(above), above, visitor.languages), address
        )
    return iiif_manifests.read_listing(data, address, visitor.languages)


def _by_its_manifest(canvas: str, visitor: Visitor) -> Listing:
    """Most canvases have an address at which nothing is; their manifest is beside it."""
    base = canvas.partition("/canvas/")[0]
    last: Exception = ArchiveError(tr("no manifest is found beside this canvas"))
    for name in ("manifest.json", "manifest"):
        try:
            data = visitor.data(f"{base}/{name}")
        except (NotFetchedError, ArchiveError) as error:
            last = error
            continue
        if iiif_manifests.is_manifest(data):
            listing = iiif_manifests.read_listing(data, f"{base}/{name}", visitor.languages)
            return _chosen(listing, canvas)
    raise last


def _chosen(listing: Listing, canvas: str) -> Listing:
    for offer in listing.offers:
        if web_address(offer.id) == web_address(canvas):
            return replace(listing, chosen=offer.id)
    raise ArchiveError(tr("its manifest has no such canvas"))


def _of_service(data: Any, address: str, visitor: Visitor) -> Listing:
    service = iiif_image_request.read_info(data, address)
    rights, remarks = iiif_manifests.rights_of(
        [iiif_manifests.told_by(data, visitor.languages)], address, visitor.languages[0]
    )
    name = unquote(PurePosixPath(urlsplit(service.address).path).name)
    offer = Offer(
        id=address,
        label=name,
        rights=rights,
        width=service.size.width,
        height=service.size.height,
        service=service.address,
        remarks=remarks,
    )
    return Listing(address=address, title=name, offers=(offer,))


def _of_picture(came: Download, address: str, visitor: Visitor) -> Listing:
    """A plain picture, whose rights are those that its file states."""
    name = unquote(PurePosixPath(urlsplit(address).path).name) or "image"
    with tempfile.TemporaryDirectory(prefix="recit-") as folder, open_decoder() as decoder:
        file = Path(folder) / "picture"
        file.write_bytes(came.data)
        facts = probe(file, name)
        says = decoder.embedded(file, name, visitor.languages[0])
    license_, remarks = settled_licence([says.rights.license])
    if says.terms:
        told = tr("the picture's file gives terms of use: '{terms}'", terms=says.terms)
        remarks = (*remarks, told)
    rights: Rights = replace(
        says.rights, license=license_, source_url=says.rights.source_url or address
    )
    offer = Offer(
        id=address,
        label=says.rights.title or name,
        rights=rights,
        width=facts.width,
        height=facts.height,
        image=address,
        alt=says.alt,
        remarks=remarks,
        data=came.data,
    )
    return Listing(address=address, title=name, offers=(offer,))


def fetched(
    offer: Offer, visitor: Visitor, width: int, part: tuple[float, float, float, float]
) -> tuple[Download, bool]:
    """*offer* at least *width* pixels wide, if it is as wide; and whether only its *part* came.

    Raises:
        NotFetchedError: it can't be had.
    """
    last: NotFetchedError | None = None
    for url, of_part in _ways(offer, visitor, width, part):
        if offer.data and url == offer.image:
            return Download(data=offer.data, url=url, address=""), False
        try:
            return visitor.asked(url), of_part
        except NotFetchedError as error:
            last = error
    raise last or NotFetchedError(tr("no address of the picture is stated"))


def _ways(
    offer: Offer, visitor: Visitor, width: int, part: tuple[float, float, float, float]
) -> Iterator[tuple[str, bool]]:
    """Where the picture is, the smallest answer first."""
    if offer.service:
        try:
            service = iiif_image_request.read_info(
                visitor.data(f"{offer.service}/info.json"), offer.service
            )
        except (ArchiveError, NotFetchedError):
            if not offer.image:
                raise
        else:
            asked = iiif_image_request.address_for(service, width, part)
            yield asked.url, asked.of_part
    whole = width if part == iiif_image_request.WHOLE else round(width / part[2])
    step = next((each for each in commons.WIDTHS if each >= whole), 0)
    if offer.scaled and 0 < step < (offer.width or step + 1):
        yield offer.scaled.replace("{width}", str(step)), False
    if offer.image:
        yield offer.image, False
