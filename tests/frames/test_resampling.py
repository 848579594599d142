"""Planes drawn under a view: as warpAffine would, only sooner."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import renderer.frames.resampling as resampling
from renderer.frames.resampling import NEAR, draw, with_margin
from renderer.photographs.view_motion import MOVING_ROOM as ROOM

HEIGHT, WIDTH = 90, 160


def soft_noise(height: int, width: int) -> Any:
    """A picture with no detail finer than a few pixels: half a level a hundredth of a pixel."""
    noise = np.random.default_rng(6).normal(0, 1, (height, width)).astype(np.float32)
    blurred = cv2.GaussianBlur(noise, (0, 0), 2.0)
    return np.clip(blurred / blurred.std() * 40 + 128, 0, 255).astype(np.uint8)


SOURCE = soft_noise(240, 400)


def ideal(across: float, down: float, left: float, top: float) -> Any:
    """The same in floating point, pixel by pixel."""
    columns = np.tile((np.arange(WIDTH) * across + left).astype(np.float32), (HEIGHT, 1))
    rows = np.tile((np.arange(HEIGHT) * down + top).astype(np.float32)[:, None], (1, WIDTH))
    return cv2.remap(
        SOURCE.astype(np.float32),
        columns,
        rows,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )


@settings(max_examples=300, deadline=None)
@given(
    scale=st.floats(0.3, 2.2),
    at=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
@example(scale=1.0, at=(0.5, 0.5))
@example(scale=1.0, at=(0.123, 0.877))
@example(scale=ROOM, at=(0.0, 0.0))
@example(scale=ROOM, at=(1.0, 1.0))
@example(scale=2.2, at=(1.0, 0.0))
def test_any_view_inside_a_picture_is_drawn_to_the_pixel(
    scale: float, at: tuple[float, float]
) -> None:
    # The view's sides are inside the picture's; its first index lies half a step further in.
    left = at[0] * (SOURCE.shape[1] - WIDTH * scale) + (scale - 1) / 2
    top = at[1] * (SOURCE.shape[0] - HEIGHT * scale) + (scale - 1) / 2
    into = np.zeros((HEIGHT, WIDTH), np.uint8)
    draw(with_margin(SOURCE, scale), np.array([[scale, 0, left], [0, scale, top]]), into)
    off = into.astype(np.float64) - ideal(scale, scale, left, top)
    # Rounding alone is 0.29 RMS; a hundredth of a pixel adds some tenths of a level.
    assert np.sqrt(np.mean(off**2)) < 0.6
    assert np.abs(off).max() < 3


@settings(max_examples=200, deadline=None)
@given(scale=st.floats(ROOM, 1.3), offset=st.floats(0, 50))
def test_what_is_begun_at_a_whole_pixel_is_near_its_view(scale: float, offset: float) -> None:
    anchor = resampling._anchor(scale, offset)
    if anchor is not None:
        cut, begin = anchor
        assert abs(begin + cut * scale + (scale - 1) / 2 - offset) <= NEAR + 1e-9


def test_in_a_usual_zoom_hardly_a_frame_is_warped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where scales come near a simple fraction there are few places to begin."""
    warped, warp = [], cv2.warpAffine

    def counted(*given: Any, **named: Any) -> Any:
        warped.append(1)
        return warp(*given, **named)

    monkeypatch.setattr(cv2, "warpAffine", counted)
    source = with_margin(SOURCE, 1.1)
    into = np.zeros((HEIGHT, WIDTH), np.uint8)
    for step in range(400):
        scale = ROOM + 0.08 * step / 400
        draw(source, np.array([[scale, 0, step * 0.037], [0, scale, step * 0.021]]), into)
    assert len(warped) <= 40


def test_a_view_that_leaves_the_picture_sees_its_edge_repeated() -> None:
    into = np.zeros((HEIGHT, WIDTH), np.uint8)
    draw(with_margin(SOURCE, 1.1), np.array([[1.1, 0, 350.0], [0, 1.1, -200.0]]), into)
    off = into.astype(np.float64) - ideal(1.1, 1.1, 350.0, -200.0)
    assert np.abs(off).max() <= 1


def test_a_view_may_be_drawn_into_part_of_a_larger_memory() -> None:
    memory = np.zeros((HEIGHT, WIDTH + 32), np.uint8)
    matrix = np.array([[1.05, 0, 3.3], [0, 1.05, 4.4]])
    draw(with_margin(SOURCE, 1.05), matrix, memory[:, :WIDTH])
    whole = np.zeros((HEIGHT, WIDTH), np.uint8)
    draw(with_margin(SOURCE, 1.05), matrix, whole)
    assert (memory[:, :WIDTH] == whole).all()
    assert not memory[:, WIDTH:].any()
