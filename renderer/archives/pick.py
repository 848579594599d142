"""One picture that an archive offers, put into a film: its file, and whose it is.

Comes in: an `Offer`, a storyboard, a slide. Goes out: a new file in media/ and the storyboard with
an `image` that names it; every other character is as it was. Nothing there is ever written over.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from renderer.archives.address_lookup import Visitor, fetched
from renderer.archives.iiif_image_request import WHOLE
from renderer.archives.offered_pictures import ArchiveError, Listing, Offer, record_of
from renderer.editing.edited_file import EditedFile
from renderer.editing.edits import Insert, Put, apply
from renderer.editing.journal import Note
from renderer.errors import PictureError, UsageError
from renderer.fetching.connection import NotFetchedError
from renderer.files.digest import file_digest
from renderer.files.fresh import keep_fresh
from renderer.frames.pixels import Size
from renderer.messages import tr
from renderer.photographs.decoder import open_decoder
from renderer.photographs.file import PictureFile
from renderer.photographs.photograph import PictureFacts, probe
from renderer.storyboard.board import FilmSettings, Rect
from renderer.storyboard.load import check
from renderer.storyboard.project_config import MEDIA, find_root, read_project
from renderer.storyboard.slide_kinds import KINDS
from renderer.storyboard.slugs import slug_of
from renderer.storyboard.translation import own_language
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import read_source

SUFFIXES = {
    "JPEG": ".jpg",
    "MPO": ".jpg",
    "PNG": ".png",
    "TIFF": ".tif",
    "WEBP": ".webp",
    "AVIF": ".avif",
    "GIF": ".gif",
    "JPEG2000": ".jp2",
}
ROOM = 1.5
"""How much wider than the frame a picture is fetched: the film goes closer by up to a tenth by
itself, and a detail asked for later is found in what is there."""
_PROBE = Size(64, 64)
"""Decoded at this size: all of the file is read, and little comes back."""
_LAST = 1_000_000
"""More than a storyboard has slides: what is inserted beyond the end is the last."""
SILENT_SECONDS = 5
"""A picture alone is looked at for as long. A slide that says nothing has to have a length, or the
film can't be made before its narration is written; which then lasts as long as it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What came."""

    file: str
    """In media/."""
    image: Mapping[str, Any]
    """As a storyboard shows it."""
    size: Size
    whole: Size
    """Of the archive's picture; zeros: it doesn't say."""
    bytes: int
    part_came: bool
    slide: str = ""
    """That shows it."""
    is_new: bool = False
    """Whether there was no such slide before."""


def visitor_of(storyboard: Path | None) -> Visitor:
    """Who asks for the film at *storyboard*; None: whoever is here."""
    if storyboard is None:
        project, _ = read_project(Path.cwd() / "film.yaml")
        return Visitor(contact=project.contact)
    tree, _ = read_tree(read_source(storyboard))
    project, _ = read_project(storyboard)
    languages = dict.fromkeys((own_language(tree, project), "fr", "en"))
    return Visitor(contact=project.contact, languages=tuple(languages))


def put(
    listing: Listing,
    offer: Offer,
    storyboard: Path,
    visitor: Visitor,
    *,
    slide: str = "",
    part: Rect = WHOLE,
) -> Picked:
    """Fetch *offer* and show it in the film at *storyboard*.

    Args:
        listing: where it is offered.
        offer: what was chosen.
        storyboard: an existing one.
        visitor: who asks.
        slide: that is to show it; empty: a new one, at the end.
        part: what of it is wanted.

    Raises:
        UsageError: the slide shows something else.
        StoryboardError: there is no such slide, or the storyboard can't be edited.
        PictureError: the picture can't be had, or isn't one.
    """
    root = find_root(storyboard)
    storyboard_file = EditedFile(storyboard, root)
    reading = storyboard_file.read()
    if slide:
        _check_slide(storyboard, slide)
    came = bring(listing, offer, root, _film_of(storyboard), visitor, part=part)
    edit: Put | Insert
    if slide:
        name, edit = slide, Put(path=("slides", slide, "image"), value=came.image)
    else:
        name = _free_id(storyboard, slug_of(offer.rights.title or offer.label))
        # It can be seen before anything is said over it.
        shown = {"id": name, "image": came.image, "length": SILENT_SECONDS}
        edit = Insert(path=("slides", _LAST), value=shown)
    text = apply(reading.text, edit, path=storyboard)
    storyboard_file.save(text, based_on=reading.digest, note=Note(at_ms=_now(), label="archive"))
    return replace(came, slide=name, is_new=not slide)


def _now() -> int:
    return time.time_ns() // 1_000_000


def bring(
    listing: Listing,
    offer: Offer,
    root: Path,
    film: FilmSettings,
    visitor: Visitor,
    *,
    part: Rect = WHOLE,
) -> Picked:
    """Fetch *offer*, as large as *film* needs it, into the media folder of the project at *root*.

    Raises:
        PictureError: the picture can't be had, or isn't one.
    """
    width = width_for(film, Size(offer.width, offer.height), part)
    try:
        came, of_part = fetched(offer, visitor, width, part)
    except (NotFetchedError, ArchiveError) as error:
        told = tr("{url} can't be fetched: {why}", url=offer.image or offer.service, why=error)
        raise PictureError(told, code="fetch-failed") from error
    file, facts = _kept(came.data, root, _stem(listing, offer))
    return Picked(
        file=file,
        image=image_of(listing, offer, file),
        size=facts.size,
        whole=Size(offer.width, offer.height),
        bytes=len(came.data),
        part_came=of_part or part == WHOLE,
    )


def image_of(listing: Listing, offer: Offer, file: str) -> dict[str, Any]:
    """What the storyboard says of *offer*, whose file is *file*; only what is known."""
    rights = offer.rights
    record = record_of(listing, offer)
    said = {
        name: text
        for name in (
            *("title", "author", "holder", "reference", "date", "license", "credit"),
            *("source_url", "restrictions"),
        )
        if (text := getattr(rights, name))
    }
    if record != rights.source_url:
        said["record"] = record
    alt = offer.alt or rights.title or offer.label
    return {"file": file, "alt": alt, "rights": said}


def width_for(film: FilmSettings, whole: Size, part: Rect = WHOLE) -> int:
    """Pixels across that *part* of a picture of size *whole* must have in every shape of *film*."""
    across, down = (whole.width or 3) * part[2], (whole.height or 2) * part[3]
    widest = 0.0
    for shape in film.formats:
        w, h = (int(each) for each in shape.split(":"))
        frame = (film.height * max(1.0, w / h), film.height * max(1.0, h / w))
        widest = max(widest, frame[0], frame[1] * across / down)
    return math.ceil(widest * ROOM)


def _film_of(storyboard: Path) -> FilmSettings:
    """Its size and shapes; what films have by themselves, while it can't be made."""
    editions = check(storyboard, allow_fetch=True).editions
    return editions.own.film if editions is not None else FilmSettings()


def _slides(storyboard: Path) -> list[Mapping[str, Any]]:
    tree, _ = read_tree(read_source(storyboard))
    slides = tree.at(("slides",))
    return [each for each in slides if isinstance(each, dict)] if isinstance(slides, list) else []


def _check_slide(storyboard: Path, slide: str) -> None:
    """Refuse a slide that shows something else, before anything is fetched for it."""
    for written in _slides(storyboard):
        if str(written.get("id") or "").strip() == slide:
            other = next((key for key in KINDS if key in written and key != "image"), "")
            if other:
                told = tr("the slide '{slide}' shows a '{key}'", slide=slide, key=other)
                remedy = tr("name another slide, or leave out --slide: a new one is made")
                raise UsageError(f"{told}: {remedy}", code="slide-unfit")
            return
    known = ", ".join(str(each.get("id")) for each in _slides(storyboard) if each.get("id"))
    told = tr("there is no slide '{slide}'; the slides are {slides}", slide=slide, slides=known)
    raise UsageError(told, code="slide-unknown")


def _free_id(storyboard: Path, stem: str) -> str:
    taken = {str(each.get("id") or "").strip() for each in _slides(storyboard)}
    names = (f"{stem}-{number}" if number > 1 else stem for number in range(1, len(taken) + 3))
    return next(name for name in names if name not in taken)


def _stem(listing: Listing, offer: Offer) -> str:
    title = offer.rights.title or listing.title or offer.label
    several = len(listing.offers) > 1 and offer.label.casefold() not in title.casefold()
    words = f"{title} {offer.label}" if several else title
    stem = slug_of(words)
    return "image" if stem == "film" else stem


def _kept(data: bytes, root: Path, stem: str) -> tuple[str, PictureFacts]:
    """*data* as a new file in media/, once it was decoded behind the fence."""
    with tempfile.TemporaryDirectory(prefix="recit-") as folder:
        file = Path(folder) / "picture"
        file.write_bytes(data)
        with open_decoder() as decoder:
            decoder(PictureFile(name=stem, path=file, digest=file_digest(file)), _PROBE)
        facts = probe(file, stem)
        suffix = SUFFIXES.get(facts.format)
        if suffix is None:
            told = tr(
                "{file} is {format}, which media/ doesn't hold", file=stem, format=facts.format
            )
            raise PictureError(told, code="archive-unreadable")
        media = root / MEDIA
        if media.is_symlink():
            raise PictureError(tr("a folder leads out of the project"), code="path-outside-project")
        media.mkdir(exist_ok=True)
        try:
            return keep_fresh(file, media, stem, suffix), facts
        except FileExistsError as error:
            told = tr("too many files are called {file}", file=stem)
            raise PictureError(told, code="output-unfit") from error
