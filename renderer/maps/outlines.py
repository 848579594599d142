"""Rings and lines of longitude, latitude cut to a box, exactly and all at once.

Comes in: arrays of points and a `Box`. Goes out: the parts inside. Knows no file and no pixel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Outline = NDArray[np.float64]
"""Longitude, latitude in degrees, shape (points, 2). A ring is closed by itself."""


class Box(NamedTuple):
    """A stretch of longitudes and latitudes, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, other: Box) -> bool:
        """Whether *other* lies wholly inside."""
        return (
            self.west <= other.west
            and self.south <= other.south
            and other.east <= self.east
            and other.north <= self.north
        )

    def meets(self, other: Box) -> bool:
        """Whether the two share any point."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )


def bounds(outline: Outline) -> Box:
    """Give the smallest box around *outline*."""
    (west, south), (east, north) = outline.min(axis=0), outline.max(axis=0)
    return Box(float(west), float(south), float(east), float(north))


def signed_area(ring: Outline) -> float:
    """Give the area of *ring* in square degrees, negative when it runs to the right."""
    x, y = (ring - ring[0]).T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2


def polygons(rings: Sequence[Outline]) -> list[list[Outline]]:
    """Put each ring that runs to the left together with the holes that follow, to the right."""
    found: list[list[Outline]] = []
    for ring in rings:
        if not found or signed_area(ring) >= 0:
            found.append([])
        found[-1].append(ring)
    return found


def clip_ring(ring: Outline, box: Box) -> Outline:
    """Cut a ring to *box* (Sutherland and Hodgman); fewer than 3 points: nothing is left.

    Parts that the box separates stay joined along its edge, which is right for filling.
    """
    for axis, limit, sign in (
        (0, box.west, 1.0),
        (0, box.east, -1.0),
        (1, box.south, 1.0),
        (1, box.north, -1.0),
    ):
        if len(ring) < 3:
            return ring[:0]
        ring = _clip_edge(ring, axis, limit, sign)
    return ring if len(ring) >= 3 else ring[:0]


def _clip_edge(ring: Outline, axis: int, limit: float, sign: float) -> Outline:
    depth = ring[:, axis] - limit
    depth *= sign
    inside = depth >= 0
    if inside.all():
        return ring
    if not inside.any():
        return ring[:0]
    crossing = np.flatnonzero(inside != np.roll(inside, -1))
    start, end = ring[crossing], ring[(crossing + 1) % len(ring)]
    share = depth[crossing] / (depth[crossing] - depth[(crossing + 1) % len(ring)])
    del depth
    met = start + (end - start) * share[:, None]
    met[:, axis] = limit
    # What is kept is copied once, run by run: Eurasia's coast has a million points.
    runs, first = [], 0
    for number, last in enumerate(crossing.tolist()):
        if inside[last]:
            runs.append(ring[first : last + 1])
        runs.append(met[number : number + 1])
        first = last + 1
    if inside[-1]:
        runs.append(ring[first:])
    cut: Outline = np.concatenate(runs)
    return cut


def clip_line(line: Outline, box: Box) -> Iterator[Outline]:
    """Yield the runs of *line* whose segments touch *box*; ends may stick out by one point."""
    if len(line) < 2:
        return
    low = np.minimum(line[:-1], line[1:])
    high = np.maximum(line[:-1], line[1:])
    touching = (
        (low[:, 0] <= box.east)
        & (high[:, 0] >= box.west)
        & (low[:, 1] <= box.north)
        & (high[:, 1] >= box.south)
    )
    changes = np.flatnonzero(np.diff(np.concatenate([[False], touching, [False]]).astype(np.int8)))
    for start, end in zip(changes[::2], changes[1::2], strict=True):
        yield line[start : end + 1]


def densify(outline: Outline, degrees: float, *, closed: bool) -> Outline:
    """Put points on segments longer than *degrees*, which a projection bends."""
    whole = np.concatenate([outline, outline[:1]]) if closed else outline
    steps: Outline = np.diff(whole, axis=0)
    pieces = np.maximum(1, np.ceil(np.abs(steps).max(axis=1) / degrees)).astype(np.int64)
    if len(pieces) == 0 or pieces.max() == 1:
        return outline
    starts = np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (np.arange(len(starts)) - starts) / np.repeat(pieces, pieces)
    filled: Outline = (
        np.repeat(whole[:-1], pieces, axis=0) + np.repeat(steps, pieces, axis=0) * share[:, None]
    )
    if closed:
        return filled
    ended: Outline = np.concatenate([filled, whole[-1:]])
    return ended
