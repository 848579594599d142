"""Where a finished film goes: to its public place, or to the drafts'.

    <out>/<slug>/            what the public sees: the whole film, at the quality that was asked for
    <out>/.drafts/<slug>/    drafts, single slides, and what is less than the film that is public

Comes in: storyboards and what is to be made of them. Goes out: a `Destination`. Looks at what is
public and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from renderer.encoding.codec import AV1, H264
from renderer.messages import deferred, tr
from renderer.messages.catalogue import number
from renderer.production.draft_folders import DRAFTS
from renderer.production.prepare import Production, out_folder
from renderer.publish.verify import read_manifest
from renderer.storyboard.board import FilmSettings, Storyboard

_REMEDY = deferred(
    "to publish it so, write it under 'film:' in the storyboard rather than as an option"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """The folder that finished sets are put into, each in a folder of its own name."""

    out: Path
    why: str = ""
    """Why it isn't the public one; empty: it is."""
    remedy: str = ""
    """How it gets there, when that may have been meant."""


def destination_of(boards: Sequence[Storyboard], productions: Sequence[Production]) -> Destination:
    """Where one run's films go, all of them together: their pages link to one another.

    Args:
        boards: the film in each of its languages, as the storyboard asks for it.
        productions: the same, as they are to be made.
    """
    out = out_folder(productions[0])
    for board, production in zip(boards, productions, strict=True):
        options, folder = production.options, out / board.set_name
        if options.draft or options.only:
            why = tr("a draft") if options.draft else tr("slide '{id}' alone", id=options.only)
            return Destination(out=out / DRAFTS, why=why)
        if lost := ", ".join(_lost(board.film, production.board.film, folder)):
            why = tr("less than {folder} shows: {lost}", folder=folder, lost=lost)
            return Destination(out=out / DRAFTS, why=why, remedy=tr(_REMEDY))
    return Destination(out=out)


def _lost(asked: FilmSettings, made: FilmSettings, folder: Path) -> Iterator[str]:
    """What the set in *folder* has and this run leaves out, though the storyboard asks for it.

    What the storyboard itself no longer asks for is its author's decision: that is published.
    """
    manifest = read_manifest(folder)
    films = [film for film in manifest.get("films", ()) if isinstance(film, dict)]
    for shape in asked.formats:
        if shape not in made.formats and any(film.get("format") == shape for film in films):
            yield tr("no {shape}", shape=shape)
    if AV1 in asked.codecs and AV1 not in made.codecs and any(map(_is_av1, films)):
        yield tr("{codec} only", codec=H264)
    lines = [min(film.get("width", 0), film.get("height", 0)) for film in films]
    if made.height < min(asked.height, max(lines, default=0)):
        yield tr(
            "{made} lines in place of {shown}", made=number(made.height), shown=number(max(lines))
        )
    if made.fps < min(asked.fps, manifest.get("fps", 0)):
        yield tr("{made} frames a second in place of {shown}", made=made.fps, shown=manifest["fps"])


def _is_av1(film: dict[str, object]) -> bool:
    return f".{AV1}." in str(film.get("file"))


def without_address(production: Production) -> Production:
    """*production* whose pages don't say that they stand at the public set's address."""
    return replace(production, page=replace(production.page, base_url=""))
