"""Lines by their length, and patterns by their place. Pure geometry on pixels.

    resampled, cut, dashed, smoothed, offset · stripes, cross-hatching, dots

Patterns tell the sides apart without colour; they are anchored to the frame, so that neighbours
match.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from renderer.frames.pixels import Plane
from renderer.maps.viewport import Pixels, Rect
from renderer.storyboard.map_data import Side


def hatching(side: Side, rect: Rect, period: float, breadth: float) -> Plane:
    """Give the hatching of an area: allies /, axis \\ crossed with /, neutral dots."""
    if side == "neutral":
        return _dots(rect, period, breadth * 1.3)
    hatched = _rising(rect, period, breadth)
    if side == "axis":
        np.maximum(hatched, striping(rect, period, breadth), out=hatched)
    return hatched


def striping(rect: Rect, period: float, breadth: float) -> Plane:
    """Give the stripes that run across an arrow of the axis."""
    # From the lowest x − y, at the lower left, to the highest.
    stripe = _stripes(rect.left - rect.bottom + 1, rect, period, breadth)
    return sliding_window_view(stripe, rect.width)[::-1].copy()


def _rising(rect: Rect, period: float, breadth: float) -> Plane:
    stripe = _stripes(rect.left + rect.top, rect, period, breadth)
    return sliding_window_view(stripe, rect.width).copy()


def _stripes(first: int, rect: Rect, period: float, breadth: float) -> Plane:
    """Give the coverage for each x + y, or x − y, of *rect*, from *first* on.

    It depends on nothing else: worked out for each pixel it took 80 MB, at each frame of a fade.
    """
    across = np.arange(first, first + rect.width + rect.height - 1)
    # Along x ± y a pixel measures √2.
    distance = np.abs(np.mod(across / np.sqrt(2), period) - period / 2)
    return _coverage(breadth / 2 - distance)


def _dots(rect: Rect, period: float, radius: float) -> Plane:
    x = np.arange(rect.left, rect.right)
    dots = np.empty((rect.height, rect.width), np.uint8)
    for dot, y in zip(dots, range(rect.top, rect.bottom), strict=True):
        right = np.mod(x + (np.mod(np.floor(y / period), 2) * period / 2), period) - period / 2
        dot[:] = _coverage(radius - np.hypot(right, np.mod(y, period) - period / 2))
    return dots


def _coverage(depth: np.ndarray) -> Plane:
    covered: Plane = np.rint(np.clip(depth + 0.5, 0, 1) * 255).astype(np.uint8)
    return covered


Floats = NDArray[np.float64]


def lengths_along(line: Pixels) -> Floats:
    """Give the distance from the start of *line* to each of its points."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])


def point_at(line: Pixels, distance: Floats | float) -> Pixels:
    """Give the points *distance* along *line*; beyond an end, that end."""
    along = lengths_along(line)
    where = np.asarray(distance, float)
    x = np.interp(where, along, line[:, 0])
    y = np.interp(where, along, line[:, 1])
    return np.stack([x, y], axis=-1)


def even_points(line: Pixels, count: int) -> Pixels:
    """Give *count* points spread evenly along *line*, its ends included."""
    return point_at(line, np.linspace(0.0, lengths_along(line)[-1], count))


def thinned(line: Pixels, step: int) -> Pixels:
    """Give every *step*-th point of *line*, and its end."""
    return line if step <= 1 else np.concatenate([line[:-1:step], line[-1:]])


def part_of_line(line: Pixels, start: float, end: float) -> Pixels:
    """Give the part of *line* between two distances along it."""
    along = lengths_along(line)
    inner = line[(along > start) & (along < end)]
    ends = point_at(line, np.array([start, end]))
    return np.concatenate([ends[:1], inner, ends[1:]])


def dashed(line: Pixels, pattern: Sequence[float]) -> Iterator[Pixels]:
    """Yield the drawn stretches of *line*: *pattern* is drawn, skipped, drawn, skipped …"""
    total = float(lengths_along(line)[-1]) if len(line) > 1 else 0.0
    at, turn = 0.0, 0
    while at < total:
        following = at + pattern[turn % len(pattern)]
        if turn % 2 == 0:
            yield part_of_line(line, at, min(following, total))
        at, turn = following, turn + 1


def smooth_curve(points: Pixels, spacing: float) -> Pixels:
    """Give a curve through *points*, with a point every *spacing* or so.

    Centripetal Catmull-Rom (exponent ½), which makes neither loops nor overshoots at sharp turns
    (Yuksel, Schaefer and Keyser, "Parameterization and applications of Catmull-Rom curves", 2011).
    """
    kept = points[np.concatenate([[True], np.hypot(*np.diff(points, axis=0).T) > 1e-6])]
    if len(kept) < 3:
        return kept if len(kept) < 2 else even_points(kept, _count(kept, spacing))
    padded = np.concatenate([[2 * kept[0] - kept[1]], kept, [2 * kept[-1] - kept[-2]]])
    knots = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(padded, axis=0).T) ** 0.5)])
    parts = [
        _catmull_rom(padded[i : i + 4], knots[i : i + 4], _count(kept[i : i + 2], spacing))
        for i in range(len(kept) - 1)
    ]
    return np.concatenate([*parts, kept[-1:]])


def _count(points: Pixels, spacing: float) -> int:
    return max(2, int(np.ceil(lengths_along(points)[-1] / spacing)))


def _catmull_rom(p: Pixels, t: Floats, count: int) -> Pixels:
    """Barry and Goldman's pyramid between p[1] and p[2], the end left out."""
    at = np.linspace(t[1], t[2], count, endpoint=False)[:, None]

    def blend(a: Pixels, b: Pixels, low: float, high: float) -> Pixels:
        return ((high - at) * a + (at - low) * b) / (high - low)

    a1, a2, a3 = (blend(p[i], p[i + 1], t[i], t[i + 1]) for i in range(3))
    b1, b2 = blend(a1, a2, t[0], t[2]), blend(a2, a3, t[1], t[3])
    return blend(b1, b2, t[1], t[2])


def normals(line: Pixels) -> Pixels:
    """Give, at each point, the unit vector to the left hand of one who walks along *line*.

    The frame's y runs down: left of eastward is up, (0, -1).
    """
    return leftward(np.gradient(line, axis=0))


def leftward(ahead: Pixels) -> Pixels:
    """Give the unit vectors to the left hand of the vectors *ahead*."""
    length = np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-9)[:, None]
    left: Pixels = np.stack([ahead[:, 1], -ahead[:, 0]], axis=1) / length
    return left


def rounded(ring: Pixels) -> Pixels:
    """Cut every corner of a closed *ring* at a quarter of its sides (Chaikin, 1974)."""
    following = np.roll(ring, -1, axis=0)
    near, far = ring * 0.75 + following * 0.25, ring * 0.25 + following * 0.75
    return np.stack([near, far], axis=1).reshape(-1, 2)


def encloses(ring: Pixels, point: tuple[float, float]) -> bool:
    """Whether *point* lies inside a closed *ring*: a ray from it crosses the ring oddly often."""
    (x, y), following = point, np.roll(ring, -1, axis=0)
    crossing = (ring[:, 1] > y) != (following[:, 1] > y)
    start, end = ring[crossing], following[crossing]
    meets = start[:, 0] + (y - start[:, 1]) / (end[:, 1] - start[:, 1]) * (end[:, 0] - start[:, 0])
    return bool(np.count_nonzero(meets > x) % 2)
