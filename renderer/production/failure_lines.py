"""Which line of the storyboard a picture's failure is about.

Comes in: a `PictureError` that knows its slide, and the storyboard. Goes out: the same failure with
path, line, column and carets, as mistakes in the storyboard are told. Knows no picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from renderer.errors import PictureError, Problem
from renderer.messages import deferred, tr
from renderer.production.inspection.subject import problem_of
from renderer.storyboard.board import Slide, Storyboard
from renderer.storyboard.slide_kinds import kind_of

_WORDS = {
    deferred("the caption"): "caption",
    deferred("the credit"): "{key}.rights",
    deferred("the subtitle"): "narration",
}
"""How messages about drawn text begin, for `tr`, and the key under which it was written; {key} is
that of what the slide shows."""


@contextmanager
def naming_lines(board: Storyboard) -> Iterator[None]:
    """Failures of pictures inside name the line of *board* that they are about.

    Raises:
        PictureError: with the line in its message, if it was about one slide.
    """
    try:
        yield
    except PictureError as error:
        slide = next((slide for slide in board.slides if slide.id == error.slide), None)
        if slide is None or not slide.marks:
            raise
        raise PictureError(_told(error, slide), code=error.code) from error


def _told(error: PictureError, slide: Slide) -> str:
    what = str(error)
    shown = kind_of(slide.visual).key
    written = (key.format(key=shown) for start, key in _WORDS.items() if what.startswith(tr(start)))
    key = error.key or next(written, f"{shown}.file")
    if error.remedy:
        return str(problem_of(error, slide.mark(key), slide.id))
    return str(Problem(code=error.code, mark=slide.mark(key), what=what, slide=slide.id))
