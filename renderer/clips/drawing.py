"""What is asked of every kind of slide about how it is drawn: one row of functions.

Comes in: what a slide shows, its look, its theme. Goes out: files, painters, overlays, and what
would stand in their way. The rows are in `kinds/`, each in a module that loads what draws only when
it is asked to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from renderer.decoding.sandbox import Fence
from renderer.errors import PictureError
from renderer.frames.pixels import Rgb, Size
from renderer.storyboard.board import Slide, Visual
from renderer.themes.theme import Theme

if TYPE_CHECKING:
    from renderer.clips.painter import SeenOverlay, SlidePainter
    from renderer.clips.slide_parameters import Look
    from renderer.photographs.colour import Colour
    from renderer.photographs.file import PictureFile

V = TypeVar("V", bound=Visual)
Decode = Callable[["PictureFile", Size, "Colour"], Rgb]
"""Decodes a picture to at least the size asked on both axes, never larger than it is, over a colour
where it is transparent."""
Probe = Callable[[Path, str], Size]
"""The upright size of a picture file, from its header; its name is for messages."""
Reserve = Callable[[int], AbstractContextManager[None]]
"""Waits until there is room for so many bytes, which are taken within."""
Refusals = Iterator[tuple[str, PictureError]]
"""What stands in the way of a text, each with the key it was written under."""


def at_once(_size: int) -> AbstractContextManager[None]:
    """Where nothing else is made meanwhile there is always room."""
    return nullcontext()


@dataclass(frozen=True, slots=True, kw_only=True)
class Darkroom:
    """What painters are made with."""

    decode: Decode
    probe: Probe
    warn: Callable[[str], None] = lambda _: None
    """Is told what an author should know of a picture."""
    allow_code: bool = False
    films: Fence | None = None
    """Where footage is decoded; None: each stretch in a process of its own."""
    reserve: Reserve = at_once
    """Entered, with the bytes that it takes, while something large is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """In what the words of a slide are set, in one shape of the film."""

    slide: Slide
    chapter: str
    """The title of the slide's chapter, as written."""
    theme: Theme
    size: Size
    language: str
    typed: Callable[[str], str]
    """Typesets a text as it is drawn."""
    foot: Callable[[], int]
    """Rows that subtitles, and a caption pushed up by them, take from the slide."""


def paper(theme: Theme, size: Size) -> Rgb:
    """What cards and pages of words are drawn on."""
    from renderer.pictures.card_parts import draw_paper

    return draw_paper(theme, size)


def _no_marks(_visual: Any, _look: Look, _theme: Theme, _darkroom: Darkroom) -> tuple[()]:
    return ()


def _no_refusals(_visual: Any, _setting: Setting) -> Refusals:
    return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing(Generic[V]):
    """How one kind of slide is drawn."""

    files: Callable[[V, Path], tuple[Path, ...]]
    """The files whose bytes reach its pixels, given the project's media folder."""
    painter: Callable[[V, Look, Theme, Darkroom], SlidePainter]
    """Paints it, without caption and credit.

    Raises:
        PictureError: it can't be drawn.
    """
    ground: Callable[[Theme, Size], Rgb] | None = None
    """What it is drawn on, which rests while all that stands on it drifts; None: nothing rests."""
    marks: Callable[[V, Look, Theme, Darkroom], Iterable[SeenOverlay]] = _no_marks
    """What is laid over caption and credit."""
    refusals: Callable[[V, Setting], Refusals] = _no_refusals
    """What of its own words can't be drawn; keys from the slide."""
