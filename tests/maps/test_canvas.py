"""Coverage and ink: laid band by band, it is what laying it all at once gives."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.frames.pixels import Plane, Size
from renderer.maps.canvas import Stencil, coverage_ink, lay, lay_ink, lay_stencil, lowered
from renderer.maps.viewport import Rect

_FRAME = Size(700, 420)
_COLOUR = (200, 30, 90)


def _speckled(seed: int, height: int, width: int, share: float) -> Plane:
    rng = np.random.default_rng(seed)
    covered = rng.integers(1, 256, (height, width), dtype=np.uint8)
    covered[rng.random((height, width)) >= share] = 0
    return covered


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 1 << 32),
    place=st.tuples(st.integers(-300, 699), st.integers(-300, 419)),
    extent=st.tuples(st.integers(1, 700), st.integers(1, 420)),
    share=st.sampled_from([0.0, 0.0005, 0.3, 1.0]),
)
def test_ink_is_every_covered_pixel_of_the_frame_in_its_order(
    seed: int, place: tuple[int, int], extent: tuple[int, int], share: float
) -> None:
    rect = Rect(*place, place[0] + extent[0], place[1] + extent[1])
    coverage = _speckled(seed, rect.height, rect.width, share)
    whole = np.zeros((_FRAME.height, _FRAME.width), np.uint8)
    seen = rect.within(_FRAME)
    if seen.width and seen.height:
        whole[seen.top : seen.bottom, seen.left : seen.right] = coverage[
            seen.top - rect.top : seen.bottom - rect.top,
            seen.left - rect.left : seen.right - rect.left,
        ]
    drop = coverage_ink(rect, coverage, _COLOUR, _FRAME)
    rows, columns = np.nonzero(whole)
    if drop is None:
        assert not len(rows)
        return
    np.testing.assert_array_equal(drop.where, np.flatnonzero(whole))
    np.testing.assert_array_equal(drop.cover, whole[rows, columns])
    tight = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert drop.rect == Rect(*map(int, tight))


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1 << 32))
def test_colour_is_mixed_alike_however_many_pixels_are_laid(seed: int) -> None:
    rng = np.random.default_rng(seed)
    under = rng.integers(0, 256, (_FRAME.height, _FRAME.width, 3), dtype=np.uint8)
    coverage = _speckled(seed, _FRAME.height, _FRAME.width, 0.9)
    strength = coverage.astype(np.int64)[:, :, None]
    mixed = (under * (255 - strength) + np.array(_COLOUR) * strength + 127) // 255
    frame = Rect(0, 0, _FRAME.width, _FRAME.height)
    at_once, in_bands = under.copy(), under.copy()
    drop = coverage_ink(frame, coverage, _COLOUR, _FRAME)
    assert drop is not None
    lay_ink(at_once, drop)
    lay(in_bands, frame, coverage, _COLOUR)
    np.testing.assert_array_equal(at_once, mixed)
    np.testing.assert_array_equal(in_bands, mixed)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1 << 32), alpha=st.sampled_from([0.3, 1.0]))
def test_a_stencil_laid_in_bands_is_its_coverage_laid_whole(seed: int, alpha: float) -> None:
    rng = np.random.default_rng(seed)
    stencil = Stencil(Rect(-7, -5, _FRAME.width + 3, _FRAME.height + 1))
    stencil.fill([rng.uniform((-40, -40), (740, 460), (12, 2)) for _ in range(4)])
    whole = rng.integers(0, 256, (_FRAME.height, _FRAME.width, 3), dtype=np.uint8)
    in_bands = whole.copy()
    lay(whole, stencil.rect, stencil.coverage(), _COLOUR, alpha)
    lay_stencil(in_bands, stencil, _COLOUR, alpha)
    np.testing.assert_array_equal(in_bands, whole)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1 << 32), depth=st.floats(0.5, 12))
def test_the_inside_of_a_land_is_uncovered_as_if_it_were_eroded_whole(
    seed: int, depth: float
) -> None:
    frame = Rect(0, 0, 180, 160)
    rng = np.random.default_rng(seed)
    land, edge = Stencil(frame), Stencil(frame)
    land.unite([[rng.uniform((-40, -40), (220, 200), (12, 2))] for _ in range(5)])
    edge.fill([np.array([(-5.0, -5.0), (185, -5), (185, 165), (-5, 165)])])
    reach = 2 * round(depth * 2) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    expected = np.where(cv2.erode(land.fine, disc) > 127, 0, edge.fine)
    edge.uncover(land.inside(depth))
    np.testing.assert_array_equal(edge.fine, expected)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1 << 32), rows=st.floats(0, 60))
def test_lowered_ink_is_the_same_ink_that_much_lower(seed: int, rows: float) -> None:
    coverage = _speckled(seed, 40, 60, 0.5)
    drop = coverage_ink(Rect(30, 20, 90, 60), coverage, _COLOUR, _FRAME)
    assert drop is not None
    low = lowered(drop, rows, _FRAME.height)
    assert (np.diff(low.where) > 0).all()
    before, after = (each.cover.astype(float) for each in (drop, low))
    assert after.sum() == pytest.approx(before.sum(), rel=0.01)
    middles = [
        (each.where // _FRAME.width * each.cover.astype(float)).sum() / each.cover.sum(dtype=float)
        for each in (drop, low)
    ]
    assert middles[1] - middles[0] == pytest.approx(rows, abs=0.1)


@pytest.mark.parametrize("rows", [10.0, 25.5, 39.7, 40.0, 300.0])
def test_ink_that_goes_down_below_the_frame_is_gone_there(rows: float) -> None:
    frame = Size(120, 68)
    coverage = np.full((40, 60), 255, np.uint8)
    drop = coverage_ink(Rect(20, 28, 80, 68), coverage, _COLOUR, frame)
    assert drop is not None
    low = lowered(drop, rows, frame.height)
    assert (low.where < frame.width * frame.height).all()
    covered = 60 * max(0, 40 - int(rows))
    assert len(low.where) == covered
    pixels = np.zeros((68, 120, 3), np.uint8)
    lay_ink(pixels, low)
    assert np.count_nonzero(pixels.any(axis=-1)) == covered
