"""Whether the theme's fonts have all characters of what a film draws, and it fits.

Comes in: a `Subject`. Goes out: a mistake for each text that can't be drawn, at its own line; one
that is too long for a shape of the film names the shape. What was found fit is remembered in the
cache, and nothing that sets text is loaded for it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from renderer.errors import Mark, PictureError, Problem
from renderer.messages import tr
from renderer.production.inspection.subject import Subject, Verdict, film_place, problem_of
from renderer.production.inspection.verdicts import film_key, remember, remembered
from renderer.themes.file import load_theme

if TYPE_CHECKING:
    from renderer.production.inspection.drawn_text import DrawnText


def inspect_letters(subject: Subject) -> Verdict:
    """Every text that can't be drawn.

    Raises:
        StoryboardError: the theme's file is wrong.
        PictureError: the theme is missing, and the storyboard doesn't name it.
    """
    board = subject.board
    try:
        theme = load_theme(board.style, subject.themes)
    except PictureError as error:
        if "style" not in board.marks:
            raise
        return Verdict(mistakes=(problem_of(error, film_place(board, "style")),))
    # Fonts are opened and lines set once.
    key = film_key(subject, theme, "renderer.production.inspection.letters")
    if remembered(subject.cache, key) is not None:
        return Verdict()
    from renderer.production.inspection.drawn_text import texts_of

    told: set[tuple[Mark, str]] = set()
    mistakes = tuple(p for text in texts_of(subject, theme) for p in _problems(text, told))
    if not mistakes:
        remember(subject.cache, key)
    return Verdict(mistakes=mistakes)


def _problems(text: DrawnText, told: set[tuple[Mark, str]]) -> Iterator[Problem]:
    """Its mistakes. One that is the same in all shapes is told once, and so are the characters that
    no font has where a text is drawn twice, as credits are: *told* holds those.
    """
    found: dict[tuple[str, str], tuple[PictureError, list[str]]] = {}
    for shape in text.shapes:
        for key, error in text.refusals(shape):
            found.setdefault((key, str(error)), (error, []))[1].append(shape)
    for (key, _), (error, shapes) in found.items():
        mark = text.place(key, error.characters)
        if error.characters and (mark, error.characters) in told:
            continue
        told.add((mark, error.characters))
        problem = problem_of(error, mark, text.slide)
        if error.is_room:
            problem = replace(problem, what=in_shapes(problem.what, shapes))
        yield problem


def in_shapes(what: str, shapes: Sequence[str]) -> str:
    """*what*, which is so in these *shapes*."""
    *others, last = shapes
    if not others:
        return tr("{what}, in {shape}", what=what, shape=last)
    return tr("{what}, in {shapes} and {last}", what=what, shapes=", ".join(others), last=last)
