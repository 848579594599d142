"""A slide that lasts longer: what was seen before stays, and only what is added is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.production.projects import (
    Board,
    Project,
    board_of,
    card_slide,
    frames_of,
    new_project,
    photo_slide,
)
from tests.production.test_flights import chart, draw_coast

FPS = 8
PART = 5 * FPS
FADE = FPS // 2
LONG, LONGER = 15.0, 15.75
"""Seconds of the slide before and after: 122 and 128 frames, fades included, between the same steps
(121 and 151). Its own frames fill two parts and most of a third."""


def photo(**image: Any) -> Board:
    slide = photo_slide("milieu", caption=None, narration=None, length=LONG)
    slide["image"].update(image)
    return slide


def card(**more: Any) -> Board:
    return card_slide("milieu", card={"title": "Titre", **more}, narration=None, length=LONG)


def a_map(**more: Any) -> Board:
    return {"id": "milieu", "map": chart((49.4, -1.6), 40, "Cherbourg", **more), "length": LONG}


SLIDES = {
    "a photograph in motion": photo(),
    "a photograph without": photo(motion="none"),
    "a view that arrives": photo(motion={"from": [0, 0, 1, 1], "to": [0.2, 0.2, 0.5, 0.5]}),
    "a card that drifts": card(),
    "a card at rest": card(motion="none"),
    "a map that drifts": a_map(),
    "a map at rest": a_map(motion="none"),
}


def film_of(slide: Board, root: Path) -> tuple[Project, Board]:
    after = photo_slide("fin", "deux.jpg", caption=None, narration=None, length=7)
    board = board_of(slide, after, film={"fps": FPS, "credits": False})
    project = new_project(root, board)
    draw_coast(project.media)
    return project, board


def lengthened(project: Project, board: Board, seconds: float) -> int:
    """Frames that are to be made again once the first slide lasts *seconds*."""
    board["slides"][0]["length"] = seconds
    project.write(board)
    segments = project.plan()["shapes"][0]["segments"]
    return sum(one["length"] for one in segments if not one["reused"])


@pytest.mark.parametrize("kind", SLIDES)
def test_a_longer_slide_makes_no_more_than_its_last_part_and_leaving(
    tmp_path: Path, kind: str
) -> None:
    project, board = film_of(dict(SLIDES[kind]), tmp_path)
    project.rendered()
    before = frames_of(project.film)
    made = lengthened(project, board, LONGER)
    assert 0 < made <= PART + FADE
    assert project.rendered()["films"][0]["segments"] == {"made": 1, "reused": 3}
    after = frames_of(project.film)
    assert after == frames_of(project.from_nothing())
    assert after[: 2 * PART] == before[: 2 * PART]


def test_another_pace_makes_what_moves_again(tmp_path: Path) -> None:
    project, board = film_of(photo(), tmp_path)
    project.rendered()
    assert lengthened(project, board, 2 * LONG) > 2 * LONG * FPS - PART


def test_the_plan_says_that_the_slide_is_longer(tmp_path: Path) -> None:
    project, board = film_of(photo(), tmp_path)
    project.rendered()
    lengthened(project, board, LONGER)
    why = {one["why"] for one in project.plan()["shapes"][0]["segments"] if not one["reused"]}
    assert why == {"the slide's length of 'milieu' changed"}
