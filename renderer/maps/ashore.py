"""Where a front stands on land: what it leaves on islets is dropped, and its ends reach the coast.

Comes in: a line in the frame's pixels, a `Zoom` that knows the frame's land. Goes out: stretches
along it, or the line made longer. Knows nothing of fronts' dates and looks.
"""

from __future__ import annotations

import math

import numpy as np

from renderer.maps.layer import Zoom
from renderer.maps.strokes import lengths_along, point_at
from renderer.maps.viewport import Pixels

Stretch = tuple[float, float]
"""Distances along a line, from and to."""

_DRY = 128
"""Coverage by land (of 255) from which a point is on it."""
_SAMPLE = 2.0
"""Pixels between two looks at the land: a line is several pixels broad."""
_CRUMB = 40.0
"""Units: a shorter stretch beyond more sea than itself is an islet's, and no part of a front."""
_OVER = 8.0
"""Units that a stretch is drawn out to sea, where the coast cuts it off at its own slant."""
_REACH = 260.0
"""Units, a quarter of the frame, that an end may be led on to reach the sea."""
_AIM = 20.0
"""Units of the line whose direction its end is led on in."""


def stretches_ashore(line: Pixels, zoom: Zoom, unit: float) -> list[Stretch]:
    """Give the stretches of *line* on land, each led a little out to sea; islets are left out.

    Off the frame nothing is known, and all of it counts as land.
    """
    total = float(lengths_along(line)[-1])
    if zoom.land is None or total == 0:
        return [(0.0, total)]
    at = np.linspace(0.0, total, max(2, math.ceil(total / _SAMPLE)))
    dry = ~_at_sea(point_at(line, at), zoom)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], dry, [False]]).astype(np.int8)))
    runs = [(at[first], at[end - 1]) for first, end in zip(edges[::2], edges[1::2], strict=True)]
    over = _OVER * unit
    return [
        (max(0.0, float(start) - over), min(total, float(end) + over))
        for n, (start, end) in enumerate(runs)
        if end - start >= _CRUMB * unit or end - start >= _sea_around(runs, n)
    ]


def _sea_around(runs: list[tuple[float, float]], n: int) -> float:
    """The length of the sea between run *n* and the next one on either side."""
    before = runs[n][0] - runs[n - 1][1] if n else math.inf
    after = runs[n + 1][0] - runs[n][1] if n + 1 < len(runs) else math.inf
    nearest = min(before, after)
    return nearest if nearest < math.inf else 0.0


def ends_at_sea(line: Pixels, zoom: Zoom, unit: float) -> tuple[bool, bool]:
    """Whether *line* leaves the land, or the frame, before its start and before its end."""
    total = float(lengths_along(line)[-1])
    ashore = stretches_ashore(line, zoom, unit)
    start_off, end_off = (not _on_frame(line[[n]], zoom)[0] for n in (0, -1))
    if not ashore:
        return True, True
    return start_off or ashore[0][0] > 0, end_off or ashore[-1][1] < total


def led_to_sea(line: Pixels, zoom: Zoom, unit: float) -> tuple[Pixels, float]:
    """Lead the end of *line* straight on to the sea, where it is near; and by how much."""
    total = float(lengths_along(line)[-1])
    back, end = point_at(line, np.array([max(0.0, total - _AIM * unit), total]))
    way = end - back
    length = float(np.hypot(*way))
    if length == 0 or _at_sea(line[-1:], zoom)[0]:
        return line, 0.0
    steps = np.arange(0.0, _REACH * unit, _SAMPLE)
    ahead = end + way / length * steps[:, None]
    there = np.flatnonzero(_at_sea(ahead, zoom) | ~_on_frame(ahead, zoom))
    if not there.size:
        return line, 0.0
    longer = float(steps[there[0]]) + _OVER * unit
    return np.concatenate([line, [end + way / length * longer]]), longer


def _on_frame(points: Pixels, zoom: Zoom) -> np.ndarray:
    x, y = points.T
    inside: np.ndarray = (x >= 0) & (x < zoom.size.width) & (y >= 0) & (y < zoom.size.height)
    return inside


def _at_sea(points: Pixels, zoom: Zoom) -> np.ndarray:
    told = _on_frame(points, zoom)
    if zoom.land is None:
        return np.zeros(len(points), bool)
    column, row = np.clip(points.astype(int), 0, np.array(zoom.size) - 1).T
    wet: np.ndarray = np.logical_and(told, zoom.land[row, column] < _DRY)
    return wet
