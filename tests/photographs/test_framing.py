"""Views never show an edge, keep the focus, keep the frame's aspect, and move without trembling."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from renderer.frames.pixels import Size
from renderer.photographs.view_motion import (
    MOVING_ROOM,
    PAN_LIMIT,
    SPEED_LIMIT,
    View,
    affine,
    progress,
    rescaled,
    rest_view,
    showing,
    small_scan,
    stage,
    view_at,
    wanted_size,
)
from renderer.storyboard.board import Image, Motion

HD = Size(1920, 1080)
FRAMES = st.sampled_from([HD, Size(1080, 1920), Size(1080, 1080), Size(64, 36), Size(640, 360)])
SOURCES = st.builds(Size, st.integers(1, 30_000), st.integers(1, 30_000))
UNIT = st.floats(0, 1)
SIDE = st.floats(0.001, 1)
RECTS = st.tuples(st.floats(-0.5, 1), st.floats(-0.5, 1), SIDE, SIDE)
MOTIONS = st.one_of(
    st.just(Motion()),
    st.just(Motion(kind="none")),
    st.builds(
        lambda start, end: Motion(kind="given", start=start, end=end),
        st.none() | RECTS,
        st.none() | RECTS,
    ),
)


def image(**fields: Any) -> Image:
    return Image(file=Path("/project/media/a.jpg"), name="a.jpg", **{"fit": "cover", **fields})


def motion_views(source: Size, frame: Size, what: Image, **how: Any) -> tuple[View, View]:
    way = showing(source, frame, what, **how)
    return way.start, way.end


IMAGES = st.builds(
    lambda fit, focus, motion: image(fit=fit, focus=focus, motion=motion),
    st.sampled_from(["cover", "contain", "blur"]),
    st.none() | st.tuples(UNIT, UNIT),
    MOTIONS,
)


def run(
    source: Size, frame: Size, what: Image, *, seed: str = "a", length: int = 250, fps: int = 25
) -> list[View]:
    start, end = motion_views(source, frame, what, seed=seed, length=length, fps=fps)
    steps = np.linspace(0, 1, 9)
    return [view_at(start, end, float(step)) for step in steps]


def holds(outer: View, inner: View) -> bool:
    slip = 1e-9 * max(outer.width, outer.height)
    return (
        inner.x >= outer.x - slip
        and inner.y >= outer.y - slip
        and inner.x + inner.width <= outer.x + outer.width + slip
        and inner.y + inner.height <= outer.y + outer.height + slip
    )


def seed_with(**wanted: Any) -> str:
    """A seed whose `auto` motion over a 16:9 picture satisfies the test's wish."""
    for number in range(100):
        start, end = motion_views(
            Size(3200, 1800), HD, image(), seed=f"s{number}", length=250, fps=25
        )
        kind = "pan" if start.width == end.width else "in" if start.width > end.width else "out"
        if kind == wanted["kind"]:
            return f"s{number}"
    raise AssertionError(f"no seed gives {wanted}")


@given(SOURCES, FRAMES, IMAGES, st.text(max_size=8), st.integers(1, 3000))
def test_no_view_of_a_motion_shows_an_edge(
    source: Size, frame: Size, what: Image, seed: str, length: int
) -> None:
    room = stage(source, frame, what.fit)
    for view in run(source, frame, what, seed=seed, length=length):
        assert holds(room, view)


@given(SOURCES, FRAMES, IMAGES, st.text(max_size=8), st.integers(1, 3000))
def test_every_view_has_the_aspect_of_the_frame(
    source: Size, frame: Size, what: Image, seed: str, length: int
) -> None:
    for view in run(source, frame, what, seed=seed, length=length):
        assert math.isclose(view.width * frame.height, view.height * frame.width, rel_tol=1e-9)


@given(SOURCES, FRAMES, st.tuples(UNIT, UNIT), st.text(max_size=8), st.integers(1, 3000))
def test_the_focus_stays_in_view_for_the_whole_run(
    source: Size, frame: Size, focus: tuple[float, float], seed: str, length: int
) -> None:
    x, y = focus[0] * source.width, focus[1] * source.height
    for view in run(source, frame, image(focus=focus), seed=seed, length=length):
        assert holds(view, View(x=x, y=y, width=0, height=0))


@given(SOURCES, FRAMES, st.sampled_from(["contain", "blur"]), st.text(max_size=8))
def test_contain_and_blur_show_the_whole_picture_all_along(
    source: Size, frame: Size, fit: Any, seed: str
) -> None:
    whole = View(x=0, y=0, width=source.width, height=source.height)
    for view in run(source, frame, image(fit=fit), seed=seed):
        assert holds(view, whole)


@given(SOURCES, FRAMES, st.text(max_size=8), st.integers(2, 3000), st.sampled_from([25, 30, 50]))
def test_nothing_in_the_frame_moves_faster_than_the_limit(
    source: Size, frame: Size, seed: str, length: int, fps: int
) -> None:
    way = showing(source, frame, image(), seed=seed, length=length, fps=fps)
    middle = way.length // 2
    views = [view_at(way.start, way.end, progress(at, way.length)) for at in (middle - 1, middle)]
    corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
    for across, down in corners:
        # Where a point of the first view's corner has gone in the second one, in frame widths.
        x = views[0].x + across * views[0].width
        y = views[0].y + down * views[0].height
        moved_x = (x - views[1].x) / views[1].width - across
        moved_y = ((y - views[1].y) / views[1].height - down) * frame.height / frame.width
        # One frame more in the count than steps between them.
        assert math.hypot(moved_x, moved_y) * fps <= SPEED_LIMIT * 1.08 * way.length / (
            way.length - 1
        )


def test_auto_zooms_by_six_to_ten_per_cent_when_there_is_time() -> None:
    for number in range(40):
        start, end = motion_views(
            Size(3200, 1800), HD, image(), seed=f"slide-{number}", length=500, fps=25
        )
        if start.width != end.width:
            ratio = max(start.width, end.width) / min(start.width, end.width)
            assert 1.06 <= ratio <= 1.10


def test_auto_alternates_between_zooms_and_pans_over_many_slides() -> None:
    for kind in ("in", "out", "pan"):
        assert seed_with(kind=kind)


def test_auto_pans_up_or_down_a_tall_picture_and_along_a_wide_one() -> None:
    for number in range(10):
        tall = run(Size(2000, 3000), HD, image(), seed=str(number))
        wide = run(Size(8000, 1500), HD, image(), seed=str(number))
        assert tall[0].x == tall[-1].x
        assert abs(tall[0].y - tall[-1].y) > 0.03 * tall[0].height
        assert wide[0].y == wide[-1].y
        assert abs(wide[0].x - wide[-1].x) > 0.03 * wide[0].width


def test_a_pan_goes_both_ways_over_many_slides() -> None:
    ways = {
        math.copysign(1, views[-1].x - views[0].x)
        for views in (run(Size(8000, 1500), HD, image(), seed=str(n)) for n in range(20))
    }
    assert ways == {1.0, -1.0}


def test_a_pan_never_exceeds_its_share_of_the_view_however_long_the_slide() -> None:
    views = run(Size(30_000, 1500), HD, image(), length=25 * 300)
    assert abs(views[0].x - views[-1].x) <= PAN_LIMIT * views[0].width * (1 + 1e-9)


def test_the_seed_alone_decides_and_the_same_seed_decides_the_same() -> None:
    size = Size(3200, 1800)
    assert run(size, HD, image(), seed="utah") == run(size, HD, image(), seed="utah")
    assert len({tuple(run(size, HD, image(), seed=str(n))) for n in range(12)}) > 6


def test_a_zoom_around_a_focus_leaves_the_focus_where_it_is() -> None:
    seed = seed_with(kind="in")
    source, focus = Size(3200, 1800), (0.25, 0.6)
    for view in run(source, HD, image(focus=focus), seed=seed):
        assert (0.25 * 3200 - view.x) / view.width == pytest.approx(0.25)
        assert (0.6 * 1800 - view.y) / view.height == pytest.approx(0.6)


def test_cover_centres_the_focus_where_the_picture_allows_it() -> None:
    view = rest_view(Size(3000, 3000), HD, "cover", (0.5, 0.6))
    assert view.y + view.height / 2 == pytest.approx(1800)
    low = rest_view(Size(3000, 3000), HD, "cover", (0.5, 1.0))
    assert low.y + low.height == pytest.approx(3000)


def test_a_given_motion_goes_from_one_rectangle_to_the_other() -> None:
    motion = Motion(kind="given", start=(0, 0, 1, 1), end=(0.25, 0.25, 0.5, 0.5))
    start, end = motion_views(
        Size(1600, 900), HD, image(motion=motion), seed="a", length=100, fps=25
    )
    assert start == View(x=0, y=0, width=1600, height=900)
    assert (end.x, end.y) == pytest.approx((400, 225))
    assert (end.width, end.height) == pytest.approx((800, 450))


@given(SOURCES, FRAMES, RECTS)
def test_a_given_rectangle_that_fits_is_wholly_shown(
    source: Size, frame: Size, rect: tuple[float, float, float, float]
) -> None:
    what = image(motion=Motion(kind="given", start=rect, end=rect))
    view, _ = motion_views(source, frame, what, seed="a", length=9, fps=25)
    rest = rest_view(source, frame, "cover")
    asked = View(
        x=rect[0] * source.width,
        y=rect[1] * source.height,
        width=rect[2] * source.width,
        height=rect[3] * source.height,
    )
    inside = holds(stage(source, frame, "cover"), asked)
    if inside and asked.width <= rest.width and asked.height <= rest.height:
        assert holds(view, asked)


def test_a_motion_that_only_says_where_it_ends_starts_at_rest() -> None:
    what = image(motion=Motion(kind="given", end=(0.4, 0.4, 0.2, 0.2)))
    start, _ = motion_views(Size(3000, 2000), HD, what, seed="a", length=100, fps=25)
    assert start == rest_view(Size(3000, 2000), HD, "cover")


@given(st.integers(2, 5000))
def test_progress_rises_from_nothing_to_everything_and_its_halves_mirror(length: int) -> None:
    steps = [progress(at, length) for at in range(0, length, max(1, length // 50))]
    assert steps == sorted(steps)
    assert progress(0, length) == 0
    assert progress(length - 1, length) == 1
    for at in range(0, length, max(1, length // 20)):
        assert progress(at, length) + progress(length - 1 - at, length) == pytest.approx(1)


def test_progress_starts_and_stops_softly_and_is_even_between() -> None:
    steps = np.diff([progress(at, 1001) for at in range(1001)])
    assert steps[0] < steps[500] / 100
    assert steps[-1] < steps[500] / 100
    assert np.ptp(steps[130:870]) < 1e-12
    assert np.abs(np.diff(steps)).max() < steps.max() / 50


def test_progress_stands_still_outside_the_motion() -> None:
    assert progress(-5, 100) == 0
    assert progress(500, 100) == 1
    assert progress(0, 1) == 0


def test_a_zoom_changes_scale_by_equal_ratios() -> None:
    start = View(x=0, y=0, width=1600, height=900)
    end = View(x=400, y=225, width=800, height=450)
    widths = [view_at(start, end, share).width for share in (0, 0.25, 0.5, 0.75, 1)]
    ratios = [b / a for a, b in itertools.pairwise(widths)]
    assert ratios == pytest.approx([ratios[0]] * 4)


def test_a_zoom_of_almost_nothing_is_a_pan() -> None:
    start = View(x=0, y=0, width=1600, height=900)
    end = View(x=100, y=0, width=1600 * (1 + 1e-12), height=900 * (1 + 1e-12))
    assert view_at(start, end, 0.5).x == pytest.approx(50)


def dot(size: tuple[int, int], centre: tuple[float, float], spread: float) -> NDArray[np.float32]:
    """A round bright spot around *centre*, indices (column, row), on a plane (height, width)."""
    rows, columns = np.mgrid[0 : size[0], 0 : size[1]]
    square = (columns - centre[0]) ** 2 + (rows - centre[1]) ** 2
    spot: NDArray[np.float32] = np.exp(-square / (2 * spread**2)).astype(np.float32) * 255
    return spot


def centroid(plane: NDArray[Any]) -> tuple[float, float]:
    rows, columns = np.mgrid[0 : plane.shape[0], 0 : plane.shape[1]]
    weight = plane.astype(np.float64)
    return float((columns * weight).sum() / weight.sum()), float(
        (rows * weight).sum() / weight.sum()
    )


def warped(plane: NDArray[Any], matrix: NDArray[np.float64], frame: Size) -> NDArray[Any]:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    out: NDArray[Any] = cv2.warpAffine(
        plane, matrix, frame, flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return out


@pytest.mark.parametrize("plane", ["luma", "chroma"])
@pytest.mark.parametrize("kind", ["in", "out", "pan"])
def test_a_dot_follows_its_ideal_path_within_a_twentieth_of_a_pixel(plane: Any, kind: str) -> None:
    source, frame, length = Size(420, 300), Size(320, 180), 120
    start, end = {
        "in": (View(x=0, y=20, width=420, height=236.25), View(x=30, y=40, width=320, height=180)),
        "out": (View(x=50, y=31, width=300, height=168.75), View(x=5, y=7, width=400, height=225)),
        "pan": (
            View(x=1, y=40, width=330, height=185.625),
            View(x=80, y=55, width=330, height=185.625),
        ),
    }[kind]
    # Continuous coordinates of the dot in the source.
    px, py = 190.3, 150.7
    if plane == "luma":
        picture = dot((source.height, source.width), (px - 0.5, py - 0.5), 4)
        drawn = frame
    else:
        # MPEG-2: chroma sample (column, row) is at luma indices (2·column, 2·row + 0.5).
        where = ((px - 0.5) / 2, (py - 0.5 - 0.5) / 2)
        picture = dot((source.height // 2, source.width // 2), where, 3)
        drawn = Size(frame.width // 2, frame.height // 2)
    misses = []
    for at in range(length):
        view = view_at(start, end, progress(at, length))
        x, y = centroid(warped(picture, affine(view, frame, plane), drawn))
        ideal_x = (px - view.x) / view.width * frame.width
        ideal_y = (py - view.y) / view.height * frame.height
        if plane == "chroma":
            x, y = 2 * x + 0.5, 2 * y + 0.5 + 0.5
        else:
            x, y = x + 0.5, y + 0.5
        misses.append((x - ideal_x) ** 2 + (y - ideal_y) ** 2)
    assert math.sqrt(float(np.mean(misses))) <= 0.05


def test_a_view_of_the_very_frame_draws_it_untouched() -> None:
    view = View(x=0, y=0, width=64, height=36)
    for plane in ("luma", "chroma"):
        assert np.array_equal(
            affine(view, Size(64, 36), plane), np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
        )


def test_luma_and_chroma_sample_the_same_places() -> None:
    view = View(x=13.7, y=5.2, width=480, height=270)
    frame = Size(320, 180)
    luma, chroma = affine(view, frame), affine(view, frame, "chroma")
    for column, row in ((0, 0), (40, 31), (159, 89)):
        in_luma = luma @ (2 * column, 2 * row + 0.5, 1)
        in_chroma = chroma @ (column, row, 1)
        assert (2 * in_chroma[0], 2 * in_chroma[1] + 0.5) == pytest.approx(tuple(in_luma))


@given(SOURCES, FRAMES, IMAGES)
def test_the_wanted_size_makes_the_closest_view_one_to_one_and_never_more_than_there_is(
    source: Size, frame: Size, what: Image
) -> None:
    start, end = motion_views(source, frame, what, seed="a", length=200, fps=25)
    wanted = wanted_size(source, frame, start, end)
    assert 1 <= wanted.width <= source.width
    assert 1 <= wanted.height <= source.height
    closest = min(start.width, end.width)
    if closest >= frame.width:
        assert frame.width <= closest * wanted.width / source.width * (1 + 1e-9)
        room = MOVING_ROOM if start != end else 1.0
        assert wanted.width <= room * frame.width / closest * source.width + 1
    else:
        assert wanted == source


def test_views_follow_a_picture_that_was_decoded_smaller() -> None:
    view = View(x=100, y=50, width=1600, height=900)
    assert rescaled(view, Size(4000, 3000), Size(2000, 1500)) == View(
        x=50, y=25, width=800, height=450
    )


def test_a_scan_that_is_too_small_for_its_zoom_is_named_with_the_size_it_should_have() -> None:
    view = rest_view(Size(600, 400), HD, "cover")
    warning = small_scan(Size(600, 400), HD, view, name="carte.jpg")
    assert "carte.jpg is 600 × 400 pixels" in str(warning)
    assert "1920 × 1280" in str(warning)
    assert small_scan(Size(3000, 2000), HD, view_at(view, view, 0), name="a")
    assert not small_scan(Size(3000, 2000), HD, rest_view(Size(3000, 2000), HD, "cover"), name="a")
