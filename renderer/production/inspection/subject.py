"""What is inspected, and what an inspection finds.

Comes in: a board with its options. Goes out: `Subject`, given to every concern, and `Verdict`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from renderer.errors import Mark, Problem, RecitError
from renderer.frames.pixels import Size
from renderer.store.cache import Cache
from renderer.storyboard.board import Slide, Storyboard
from renderer.storyboard.yaml_tree import Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A film before anything is spoken or drawn."""

    board: Storyboard
    """As written: without an opening card and end credits of its own."""
    slides: tuple[Slide, ...]
    """Those that are looked at."""
    is_whole: bool
    """Whether the film is made whole, with its music, opening and credits."""
    shapes: Mapping[str, Size]
    """The frame of each shape that is made."""
    themes: tuple[Path, ...]
    """The project's own folders of themes."""
    cache: Cache | None
    """Remembers what was found fit; None: nothing is remembered."""
    jobs: int
    digest: str
    """Of all of this that is written in the storyboard or asked of it."""
    opens_files: bool = True
    """Whether pictures, films and sounds are opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one concern, or all of them, found."""

    mistakes: tuple[Problem, ...] = ()
    """A render refuses these."""
    warnings: tuple[Problem, ...] = ()


def problem_of(error: RecitError, mark: Mark, slide: str = "") -> Problem:
    """*error* as a mistake of the storyboard's, at *mark*."""
    what, remedy = getattr(error, "what", ""), getattr(error, "remedy", "")
    if not remedy:
        # Messages about files are "what: remedy", in which a colon may come earlier, too.
        # French has a no-break space before the colon.
        what, _, remedy = str(error).rpartition(": ")
        what = what.rstrip("\u00a0")
    if not what:
        what, remedy = remedy, ""
    return Problem(code=error.code, mark=mark, what=what, remedy=remedy, slide=slide)


def place_of(slide: Slide, key: str, characters: str = "") -> Mark:
    """Where *key* was written, or its nearest parent; on the line of the first of *characters*."""
    while key and key not in slide.marks:
        key = key.rpartition(".")[0]
    if characters and isinstance(slide.marks, Marks):
        return slide.marks.find(key, characters)
    return slide.marks[key]


def film_place(board: Storyboard, key: str, characters: str = "") -> Mark:
    """The same among the keys of the film itself."""
    while key and key not in board.marks:
        key = key.rpartition(".")[0]
    if key not in board.marks:
        return Mark(path=board.path, line=1, column=1)
    if characters and isinstance(board.marks, Marks):
        return board.marks.find(key, characters)
    return board.marks[key]
