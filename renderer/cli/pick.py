"""``pick``: what an archive offers at an address; with a choice, that picture into a storyboard.

Comes in: parsed arguments. Goes out: what there is, or what was done, on stdout; a contact sheet.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from renderer.archives.address_lookup import Visitor, look
from renderer.archives.iiif_image_request import WHOLE
from renderer.archives.offered_pictures import Listing, Offer
from renderer.archives.pick import SILENT_SECONDS, Picked, image_of, put, visitor_of
from renderer.archives.thumbnail_sheet import MOST, draw_offers
from renderer.cli.output_files import save_png
from renderer.errors import UsageError
from renderer.messages import tr, trn
from renderer.storyboard.licences import allows_nothing
from renderer.storyboard.project_config import read_project
from renderer.storyboard.slugs import slug_of


def run(arguments: argparse.Namespace) -> int:
    """List, or pick."""
    beside = arguments.into or Path("film.yaml")
    if arguments.offline or read_project(beside)[0].run.offline:
        told = tr("pick asks an archive, and nothing is asked with --offline")
        raise UsageError(told, code="fetch-offline")
    visitor = visitor_of(arguments.into)
    listing = look(arguments.address, visitor)
    offer = _chosen(listing, arguments.canvas)
    if offer is None:
        _show(listing, arguments, visitor)
        return 0
    if arguments.into is None:
        _show_one(listing, offer, arguments.json)
        return 0
    part = arguments.region or WHOLE
    done = put(listing, offer, arguments.into, visitor, slide=arguments.slide, part=part)
    if arguments.json:
        said = {"file": done.file, "slide": done.slide, "width": done.size.width}
        said |= {"height": done.size.height, "bytes": done.bytes}
        print(json.dumps(said | _as_json(listing, offer), ensure_ascii=False))
        return 0
    for line in _done(done, offer):
        print(line, file=sys.stderr)
    print(f"media/{done.file}")
    return 0


def _chosen(listing: Listing, asked: str) -> Offer | None:
    """The picture that *asked* names by its number or its id; None: there is a choice to make."""
    if not asked:
        return listing.only
    offers = listing.offers
    if asked.isdecimal() and asked.isascii() and 0 < int(asked[:9]) <= len(offers):
        return offers[int(asked[:9]) - 1]
    found = next((offer for offer in offers if asked in (offer.id, offer.label)), None)
    if found is None:
        told = trn(
            "there is no picture '{name}' here: there is {count}",
            "there is no picture '{name}' here: there are {count}",
            len(offers),
            name=asked,
        )
        raise UsageError(told, code="picture-unknown")
    return found


def _show(listing: Listing, arguments: argparse.Namespace, visitor: Visitor) -> None:
    start = min(max(arguments.start, 1), max(1, len(listing.offers)))
    shown = listing.offers[start - 1 : start - 1 + MOST]
    file = None
    if shown:
        file = arguments.sheet or Path(f"{slug_of(listing.title or 'archive')}-pick.png")
        save_png(draw_offers(shown, start, listing.title, visitor), file)
    if arguments.json:
        said = {
            "title": listing.title,
            "count": len(listing.offers),
            "pictures": [
                {"number": number, **_as_json(listing, offer)}
                for number, offer in enumerate(shown, start)
            ],
            "members": [{"title": name, "address": address} for name, address in listing.members],
            "sheet": str(file) if file else "",
        }
        print(json.dumps(said, ensure_ascii=False))
        return
    print(listing.title)
    for name, address in listing.members:
        print(f"  {name}\n    {address}")
    for number, offer in enumerate(shown, start):
        size = f"{offer.width} × {offer.height}" if offer.width else "?"
        print(f"{number:>5}  {offer.label}  {size}  {offer.rights.license}")
    if listing.members:
        print(tr("a collection: give one of these addresses"), file=sys.stderr)
    more = len(listing.offers) - (start - 1 + len(shown))
    if more > 0:
        told = trn(
            "{count} more: --from {next}", "{count} more: --from {next}", more, next=start + MOST
        )
        print(told, file=sys.stderr)
    if file:
        print(file)
        print(tr("choose one: --canvas NUMBER --into STORYBOARD"), file=sys.stderr)


def _show_one(listing: Listing, offer: Offer, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_as_json(listing, offer), ensure_ascii=False))
        return
    print(offer.label)
    for name, text in image_of(listing, offer, "")["rights"].items():
        print(f"  {name}: {text}")
    for line in _remarks(offer):
        print(line, file=sys.stderr)
    print(tr("put it into a film: --into STORYBOARD"), file=sys.stderr)


def _as_json(listing: Listing, offer: Offer) -> dict[str, object]:
    said = image_of(listing, offer, "")
    return {
        "id": offer.id,
        "label": offer.label,
        "size": [offer.width, offer.height],
        "alt": said["alt"],
        "rights": said["rights"],
        "remarks": list(_remarks(offer)),
    }


def _done(done: Picked, offer: Offer) -> Iterator[str]:
    size = f"{done.size.width} × {done.size.height}"
    if done.whole.width:
        whole = f"{done.whole.width} × {done.whole.height}"
        yield tr("fetched at {size}, of {whole}", size=size, whole=whole)
    else:
        yield tr("fetched at {size}", size=size)
    if not done.part_came:
        yield tr(
            "this archive cuts nothing out: the whole came; give the part with motion or focus"
        )
    yield tr("in the slide '{slide}'; read its alt again: it is the archive's", slide=done.slide)
    if done.is_new:
        yield tr(
            "it lasts {seconds} s: take 'length' out when you write its narration",
            seconds=SILENT_SECONDS,
        )
    yield from _remarks(offer)


def _remarks(offer: Offer) -> Iterator[str]:
    """What to know of its rights before it is shown."""
    rights = offer.rights
    for remark in offer.remarks:
        yield tr("note: {remark}", remark=remark)
    if allows_nothing(rights.license):
        yield tr(
            "its licence is written as {license}: the film isn't published before its rights say"
            " what allows it, {example}",
            license=rights.license,
            example="permission: {from: …, date: …, document: …}",
        )
    if "-NC" in rights.license:
        yield tr("it may not be used commercially ({license})", license=rights.license)
    if "-ND" in rights.license:
        yield tr(
            "it may not be changed ({license}): cropping may be a change",
            license=rights.license,
        )
    if rights.restrictions:
        yield tr("its use is limited beside its licence: {limits}", limits=rights.restrictions)
    if not (rights.author or rights.holder or rights.credit):
        yield tr("nobody is named: add author or holder before publishing")
