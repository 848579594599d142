"""The film's title before its first slide, for a storyboard that asks `film: {opening: yes}`.

Comes in: a storyboard. Goes out: the same with a silent title card in front. Draws nothing.
"""

from __future__ import annotations

from dataclasses import replace

from renderer.errors import Mark
from renderer.storyboard.board import Card, Slide, Storyboard, Transition

OPENING_SECONDS = 4.0


def with_opening(board: Storyboard) -> Storyboard:
    """*board*, opened by a card with its title and subtitle if it asks for one."""
    if not board.film.opening:
        return board
    name = "opening"
    while name in {slide.id for slide in board.slides}:
        name = f"film-{name}"
    card = Slide(
        id=name,
        visual=Card(title=board.title, text=board.subtitle),
        transition=Transition(kind="fade", length_seconds=0.5),
        lead_seconds=0.0,
        hold_seconds=0.0,
        length_seconds=OPENING_SECONDS,
        marks={"": Mark(path=board.path, line=1, column=1)},
    )
    return replace(board, slides=(card, *board.slides))
