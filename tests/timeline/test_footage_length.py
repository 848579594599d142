"""Footage that nobody speaks over is seen for as long as its stretch lasts."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.storyboard.board import Footage, Transition
from tests.timeline.boards import board, said, slide, timeline_of

FADE = Transition(kind="fade", length_seconds=0.5)


def archive(**given: Any) -> Footage:
    return Footage(file=Path("/media/a.mp4"), name="a.mp4", **given)


@given(
    start=st.integers(0, 500).map(lambda n: n / 100),
    # Twice as fast it is seen for 1.64 s at least: two fades of 0.8 s and a frame of its own.
    # Shorter footage has its fades shortened, and shows as much less.
    seconds=st.integers(328, 3000).map(lambda n: n / 100),
    speed=st.sampled_from([0.5, 0.75, 1.0, 2.0]),
    place=st.integers(0, 2),
    fades=st.tuples(*[st.sampled_from([0.2, 0.5, 0.8])] * 3),
)
def test_it_is_seen_from_its_first_to_its_last_frame(
    start: float, seconds: float, speed: float, place: int, fades: tuple[float, float, float]
) -> None:
    footage = archive(start_seconds=start, end_seconds=start + seconds, speed=speed)
    kinds = [Transition(kind="fade", length_seconds=length) for length in fades]
    slides = [slide(f"vue-{n}", transition=kinds[n], length_seconds=4.0) for n in range(3)]
    slides[place] = slide("film", transition=kinds[place], visual=footage, hold_seconds=0.8)

    timeline = timeline_of(board(slides), [[], [], []])

    assert timeline.slides[place].clip_length == round((start + seconds - start) / speed * 25)


def test_between_cuts_it_is_as_long_as_its_stretch() -> None:
    footage = archive(start_seconds=62.0, end_seconds=70.5, speed=0.5)

    assert timeline_of(board([slide(visual=footage)]), [[]]).length == 17 * 25


@pytest.mark.parametrize(
    ("fields", "spoken", "length"),
    [
        ({"length_seconds": 3.0}, [], 75),
        ({"hold_seconds": 1.0}, [said()], 50),
    ],
)
def test_a_length_or_a_narration_comes_first(
    fields: dict[str, Any], spoken: list[Any], length: int
) -> None:
    footage = archive(end_seconds=9.0)

    assert timeline_of(board([slide(visual=footage, **fields)]), [spoken]).length == length


def test_a_stretch_shorter_than_its_transitions_still_has_a_frame() -> None:
    slides = [
        slide("un", length_seconds=4.0),
        slide("film", transition=FADE, visual=archive(end_seconds=0.1)),
    ]

    assert timeline_of(board(slides), [[], []]).slides[1].length == 1
