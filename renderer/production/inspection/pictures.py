"""Every picture that a film shows, opened and decoded once, in the process that is fenced for it.

Comes in: a `Subject`. Goes out: a mistake for each file that can't be shown, at the first line that
names it; what an author should know of the others. A picture found fit is remembered in the cache
by its content, and not decoded again. Draws nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.errors import Mark, PictureError, Problem
from renderer.frames.contrast import Colour
from renderer.frames.pixels import Size
from renderer.messages import tr
from renderer.messages.notes import PendingMessage
from renderer.photographs.file import PictureFile, digest_of_file
from renderer.production.inspection.subject import Subject, Verdict, place_of, problem_of
from renderer.production.inspection.verdicts import fit_key, remember, remembered
from renderer.store.cache import Cache
from renderer.storyboard.board import Image
from renderer.storyboard.slide_kinds import keyed_works_of
from renderer.themes.file import load_theme

if TYPE_CHECKING:
    from renderer.photographs.decoder import Decoder

_READERS = ("renderer.photographs.decoder", "renderer.photographs.sandbox_worker")
"""What opens a picture, and what is told of it: another answer is asked for once."""
_WANTED = Size(480, 480)
"""Pixels asked of the decoder: all data of a file is decoded for it, and few are handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A picture's file, and where the storyboard first names it."""

    file: Path
    name: str
    slide: str
    mark: Mark


def inspect_pictures(subject: Subject) -> Verdict:
    """Every picture that can't be shown."""
    shown = _shown(subject) if subject.opens_files else {}
    if not shown:
        return Verdict()
    from renderer.photographs.decoder import open_decoder  # Pillow and NumPy: only for pictures

    mistakes: list[Problem] = []
    warnings: list[Problem] = []
    jobs = min(subject.jobs, len(shown))
    # The threads end before the processes that they wait for.
    with open_decoder(jobs) as decoder, ThreadPoolExecutor(jobs) as threads:
        paper = load_theme(subject.board.style, subject.themes).colours.paper
        look = partial(_looked_at, cache=subject.cache, decoder=decoder, paper=paper)
        # A thread of its own wouldn't know in which language this one speaks.
        looks = [threads.submit(copy_context().run, look, each) for each in shown.values()]
        for picture, found in zip(shown.values(), (one.result() for one in looks), strict=True):
            if isinstance(found, PictureError):
                mistakes.append(problem_of(found, picture.mark, picture.slide))
            else:
                warnings += (
                    Problem(
                        mark=picture.mark,
                        what=tr("{file}: {what}", file=picture.name, what=each),
                        slide=picture.slide,
                        code="picture-imperfect",
                    )
                    for each in found
                )
    return Verdict(mistakes=tuple(mistakes), warnings=tuple(warnings))


def _shown(subject: Subject) -> Mapping[Path, _Shown]:
    """Each file once, in film order."""
    found: dict[Path, _Shown] = {}
    for slide in subject.slides:
        for key, _, image in keyed_works_of(slide.visual):
            if isinstance(image, Image) and not image.awaited and image.file not in found:
                mark = place_of(slide, f"{key}.file")
                found[image.file] = _Shown(
                    file=image.file, name=image.name, slide=slide.id, mark=mark
                )
    return found


def _looked_at(
    picture: _Shown, *, cache: Cache | None, decoder: Decoder, paper: Colour
) -> tuple[PendingMessage, ...] | PictureError:
    """What an author should know of it, without its name; or why it can't be shown."""
    try:
        digest = digest_of_file(picture.file, picture.name)
        key = fit_key(digest, *_READERS, paper=list(paper))
        if (known := remembered(cache, key)) is not None:
            return known
        file = PictureFile(name=picture.name, path=picture.file, digest=digest)
        decoded = decoder(file, _WANTED, paper)
    except PictureError as error:
        return error
    except OSError:
        return ()  # the machine's fault (no room, no processes), which a render tells in full
    remember(cache, key, decoded.notes)
    return decoded.notes
