"""How a photograph is laid into the frame when nobody says it: by what each way would lose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.frames.pixels import Size
from renderer.photographs.view_motion import Showing, framed_scan, progress, showing, view_at
from renderer.photographs.views import KEPT, SOFT_BEYOND, Fitted, fitted
from renderer.pictures.coverage import focus_share, seen_share
from renderer.production.inspection.framing import LEAST_SEEN
from renderer.storyboard.board import Callout, Image, Motion

WIDE, UPRIGHT, SQUARE = Size(1920, 1080), Size(1080, 1920), Size(1080, 1080)
FRAMES = st.sampled_from([WIDE, UPRIGHT, SQUARE])
SOURCES = st.builds(Size, st.integers(40, 9000), st.integers(40, 9000))
FOCUSES = st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1))
LENGTHS = st.integers(1, 2500)
FPS = 25


def image(**fields: Any) -> Image:
    return Image(file=Path("/media/a.jpg"), name="a.jpg", **fields)


def way_of(source: Size, frame: Size, seconds: float = 8, **fields: Any) -> str:
    """In a word, what `auto` comes to."""
    way = fitted(image(**fields), source, frame, length=round(seconds * FPS), fps=FPS)
    return "framed" if way.is_framed else "travel" if way.travels else way.fit


def shown(source: Size, frame: Size, length: int = 200, **fields: Any) -> Showing:
    return showing(source, frame, image(**fields), seed="a", length=length, fps=FPS)


@pytest.mark.parametrize(
    ("source", "in_wide", "in_upright", "in_square"),
    [
        pytest.param(Size(4000, 3000), "cover", "blur", "cover", id="4:3"),
        pytest.param(Size(3600, 2400), "cover", "blur", "cover", id="3:2"),
        pytest.param(Size(2400, 3600), "blur", "cover", "cover", id="portrait"),
        pytest.param(Size(6000, 2000), "blur", "blur", "blur", id="panorama"),
        pytest.param(Size(3000, 3000), "blur", "blur", "cover", id="square"),
        pytest.param(Size(1920, 1080), "cover", "blur", "blur", id="16:9"),
    ],
)
def test_it_covers_where_little_is_lost_and_is_whole_where_much_would_be(
    source: Size, in_wide: str, in_upright: str, in_square: str
) -> None:
    said = [way_of(source, frame) for frame in (WIDE, UPRIGHT, SQUARE)]
    assert said == [in_wide, in_upright, in_square]


def test_the_view_travels_along_a_picture_that_is_shown_long_enough() -> None:
    square = Size(3000, 3000)
    assert [way_of(square, WIDE, seconds) for seconds in (8, 14)] == ["blur", "travel"]
    tall = shown(square, WIDE, length=14 * FPS)
    assert (tall.start.y + tall.start.height, tall.end.y) == pytest.approx((3000, 0))  # upwards
    wide = shown(Size(6000, 2000), WIDE, length=30 * FPS)
    assert (wide.start.x, wide.end.x + wide.end.width) == pytest.approx((0, 6000))


@pytest.mark.parametrize("still", [{"motion": Motion(kind="none")}, {"callouts": "some"}])
def test_a_picture_that_rests_is_never_travelled(still: dict[str, Any]) -> None:
    if "callouts" in still:
        still = {"callouts": (Callout(kind="label", at=(0.5, 0.5), text="le fort"),)}
    assert way_of(Size(3000, 3000), WIDE, 60, **still) == "blur"


def test_marks_that_covering_would_cut_are_shown_with_the_whole_picture() -> None:
    source = Size(4000, 3000)
    for at, way in (((0.5, 0.5), "cover"), ((0.5, 0.97), "blur")):
        marks = (Callout(kind="circle", at=at, size=(0.02, 0.02)),)
        assert way_of(source, WIDE, callouts=marks) == way
    arrow = Callout(kind="arrow", at=(0.5, 0.5), start=(0.5, 0.99))
    assert way_of(source, WIDE, callouts=(arrow,)) == "blur"


def test_who_gives_the_views_has_a_picture_that_covers_the_frame() -> None:
    motion = Motion(kind="given", start=(0, 0, 1, 1), end=(0.2, 0.2, 0.5, 0.5))
    assert way_of(Size(300, 900), WIDE, motion=motion) == "cover"


@pytest.mark.parametrize("fit", ["cover", "contain", "blur"])
def test_what_is_said_is_done(fit: Any) -> None:
    assert fitted(image(fit=fit), Size(90, 900), WIDE, length=1, fps=FPS) == Fitted(fit=fit)


@pytest.mark.parametrize(
    ("source", "frame", "way"),
    [
        (Size(1280, 720), WIDE, "cover"),  # enlarged by exactly one and a half
        (Size(1270, 720), WIDE, "framed"),
        (Size(1200, 1600), WIDE, "blur"),  # whole, it isn't enlarged
        (Size(451, 300), WIDE, "framed"),
        (Size(160, 160), SQUARE, "framed"),
    ],
)
def test_a_small_picture_is_framed(source: Size, frame: Size, way: str) -> None:
    assert way_of(source, frame, 60) == way


def test_a_framed_picture_has_ground_all_round_and_is_told_of() -> None:
    for source in (Size(451, 300), Size(1270, 720)):
        way = shown(source, WIDE)
        for view in (way.start, way.end):
            assert min(-view.x, -view.y) >= 0.05 * source.height
            assert view.x + view.width > source.width
    told = str(framed_scan(Size(451, 300), WIDE, name="carte.jpg"))
    assert "carte.jpg is 451 × 300 pixels" in told
    assert "2" in told.split("a scan of")[1]


@given(SOURCES, FRAMES, FOCUSES, LENGTHS, st.text(max_size=4))
def test_most_of_it_is_seen_and_a_focus_all_the_time(
    source: Size, frame: Size, focus: Any, length: int, seed: str
) -> None:
    way = showing(source, frame, image(focus=focus), seed=seed, length=length, fps=FPS)
    assert seen_share(source, way.start, way.end) >= LEAST_SEEN - 1e-6
    assert focus is None or focus_share(source, way.start, way.end, focus) == 1


@given(SOURCES, FRAMES, FOCUSES, LENGTHS)
def test_it_is_never_enlarged_more_than_one_and_a_half_times_by_rest_or_travel(
    source: Size, frame: Size, focus: Any, length: int
) -> None:
    resting = image(focus=focus, motion=Motion(kind="none"))
    way = showing(source, frame, resting, seed="a", length=length, fps=FPS)
    assert frame.width / way.start.width <= SOFT_BEYOND * (1 + 1e-9)
    moving = showing(source, frame, image(focus=focus), seed="a", length=length, fps=FPS)
    # Covering, it may come closer by the tenth that every photograph does.
    most = 1.1 if moving.fitted.fit == "cover" else 1
    closest = min(moving.start.width, moving.end.width)
    assert frame.width / closest <= SOFT_BEYOND * most * (1 + 1e-9)


@given(SOURCES, FRAMES, st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_a_travel_keeps_what_is_round_a_focus_as_far_as_the_picture_goes(
    source: Size, frame: Size, focus: tuple[float, float]
) -> None:
    way = showing(source, frame, image(focus=focus), seed="a", length=2000, fps=FPS)
    if not way.fitted.travels:
        return
    x, y = focus[0] * source.width, focus[1] * source.height
    for number in range(9):
        view = view_at(way.start, way.end, progress(number, 9))
        for at, low, size, whole in (
            (x, view.x, view.width, source.width),
            (y, view.y, view.height, source.height),
        ):
            room = KEPT * size * (1 - 1e-6)
            assert at - low >= min(room, at) - 1e-6 * whole
            assert low + size - at >= min(room, whole - at) - 1e-6 * whole


@given(SOURCES, FRAMES, FOCUSES, LENGTHS)
def test_a_draft_is_composed_as_the_film_is(
    source: Size, frame: Size, focus: Any, length: int
) -> None:
    small = Size(frame.width // 6, frame.height // 6)
    what = image(focus=focus)
    way = showing(source, frame, what, seed="a", length=length, fps=FPS)
    draft = showing(source, small, what, seed="a", length=length, fps=FPS, composed=frame)
    assert draft.fitted == way.fitted
    for one, other in ((draft.start, way.start), (draft.end, way.end)):
        assert (one.x, one.y, one.width) == pytest.approx((other.x, other.y, other.width))
