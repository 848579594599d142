"""Patterns by their place: the same whatever is drawn around them, for next to no memory."""

import math
import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from renderer.frames.pixels import Plane, Size
from renderer.maps.layer import Zoom
from renderer.maps.strokes import hatching, striping
from renderer.maps.terrain import area_inks
from renderer.maps.viewport import Rect
from renderer.storyboard.map_data import Side

PERIOD, BREADTH = 17.0, 2.2
RECTS = (Rect(0, 0, 90, 60), Rect(13, -7, 60, 41), Rect(-50, 20, -49, 90), Rect(5, 5, 40, 6))


def stripe(across: int, period: float, breadth: float) -> float:
    """How much of a pixel is covered where the frame's x + y, or x - y, is *across*."""
    distance = abs(across / math.sqrt(2) % period - period / 2)
    return min(1.0, max(0.0, breadth / 2 - distance + 0.5))


def dot(x: int, y: int) -> float:
    right = (x + math.floor(y / PERIOD) % 2 * PERIOD / 2) % PERIOD - PERIOD / 2
    down = y % PERIOD - PERIOD / 2
    return min(1.0, max(0.0, BREADTH * 1.3 - math.hypot(right, down) + 0.5))


def pixel_by_pixel(rect: Rect, of: Callable[[int, int], float]) -> list[list[int]]:
    rows = range(rect.top, rect.bottom)
    return [[round(of(x, y) * 255) for x in range(rect.left, rect.right)] for y in rows]


@pytest.mark.parametrize("rect", RECTS)
def test_each_pattern_is_where_its_formula_has_it(rect: Rect) -> None:
    def rising(x: int, y: int) -> float:
        return stripe(x + y, PERIOD, BREADTH)

    def falling(x: int, y: int) -> float:
        return stripe(x - y, PERIOD, BREADTH)

    def crossed(x: int, y: int) -> float:
        return max(rising(x, y), falling(x, y))

    ways: dict[Side, Callable[[int, int], float]]
    ways = {"allies": rising, "axis": crossed, "neutral": dot}
    for side, of in ways.items():
        assert hatching(side, rect, PERIOD, BREADTH).tolist() == pixel_by_pixel(rect, of), side
    assert striping(rect, PERIOD, BREADTH).tolist() == pixel_by_pixel(rect, falling)


def taken(draw: Callable[[], object]) -> int:
    """Bytes at the most while *draw* works."""
    tracemalloc.start()
    try:
        draw()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("side", ["allies", "axis", "neutral"])
def test_hatching_takes_no_more_than_what_it_gives(side: Side) -> None:
    rect = Rect(0, 0, 640, 360)
    hatching(side, rect, PERIOD, BREADTH)
    # Twice where two ways are crossed. Worked out for each pixel in floats it took 41 times.
    most = taken(lambda: hatching(side, rect, PERIOD, BREADTH))
    assert most < 2.5 * rect.width * rect.height


def test_an_area_as_large_as_the_frame_takes_a_bounded_share_of_memory() -> None:
    size = Size(640, 360)
    land: Plane = np.full((360, 640), 255, np.uint8)
    ring = np.array([[20.0, 20.0], [620.0, 30.0], [600.0, 340.0], [30.0, 330.0]])

    def draw() -> object:
        return area_inks(ring, "axis", (200, 30, 30), 1.0, Zoom(size=size, land=land), 1.0)

    draw()
    # For each pixel: 5 of either ink's, 4 of a stencil, what it covers. With all at once, 43.
    assert taken(draw) < 16 * size.width * size.height
