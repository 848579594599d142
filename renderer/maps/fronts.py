"""Front lines that move from one dated line to the next.

Comes in: lines in pixels with the frames at which they stood, a `Zoom` that knows the frame's
land. Goes out: a `Layer`. Between two dates every point travels straight to the point that lies as
far along the next line, as a share of its length, so that a front neither tears nor folds. What
would stand on islets is dropped, and its ends reach the coast.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from renderer.frames.pixels import Plane
from renderer.maps.canvas import Colour, MapInk, Stencil, coverage_ink
from renderer.maps.layer import FADE_STEPS, Fade, Zoom
from renderer.maps.strokes import (
    dashed,
    even_points,
    leftward,
    lengths_along,
    part_of_line,
    point_at,
)
from renderer.maps.timing import eased
from renderer.maps.viewport import Pixels, around
from renderer.storyboard.map_data import Side

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
    return np.zeros(len(points), bool) if zoom.land is None else at_sea(points, zoom.land)


def at_sea(points: Pixels, land: Plane) -> np.ndarray:
    """Which of *points* a frame shows at sea, by its coverage by *land*; off it, none."""
    height, width = land.shape
    column, row = np.floor(points).astype(int).T
    told = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    under = land[row.clip(0, height - 1), column.clip(0, width - 1)]
    wet: np.ndarray = np.logical_and(told, under < _DRY)
    return wet


_POINTS = 240
"""Of a line across a frame of 1080 lines: one every few pixels, which no bend needs closer."""
_STEP = 0.5
"""Pixels: a line that travels less looks still, and isn't drawn anew."""


def align(lines: Sequence[Pixels], count: int = _POINTS) -> tuple[Pixels, ...]:
    """Resample every line to *count* points by length, all drawn in the first one's direction.

    A line written the other way round is turned when that brings its points nearer.
    """
    aligned: list[Pixels] = []
    for line in lines:
        points = even_points(line, count)
        if aligned:
            kept = float(np.hypot(*(points - aligned[-1]).T).sum())
            turned = float(np.hypot(*(points[::-1] - aligned[-1]).T).sum())
            if turned < kept:
                points = points[::-1]
        aligned.append(points)
    return tuple(aligned)


def between_lines(before: Pixels, after: Pixels, share: float) -> Pixels:
    """Give the line *share* (0 to 1) of the way from one aligned line to another."""
    moved: Pixels = before + (after - before) * share
    return moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """A front through all its dates."""

    lines: tuple[Pixels, ...]
    """Aligned, in the pixels of the layout."""
    frames: tuple[int, ...]
    """When each line stood; strictly increasing."""
    leaves: tuple[int, ...]
    """Until when: its date may be held."""
    side: Side
    colour: Colour
    halo: Colour
    unit: float
    fade: Fade
    drawn: int = 0
    """Frames in which it draws itself when it comes."""

    def state(self, frame: int) -> Hashable:
        """Between which lines it is, how far in steps, and how much of it is seen."""
        seen = self.fade.step(frame)
        if not seen:
            return None
        number, share = self._where(frame)
        drawn = self.fade.drawn(frame, self.drawn)
        return (number, round(share * self._travel(number) / _STEP), seen, drawn)

    def line(self, frame: int) -> Pixels:
        """Give the line at *frame*, in the pixels of the layout."""
        number, share = self._where(frame)
        if share == 0:
            return self.lines[number]
        travel = self._travel(number)
        steps = round(share * travel / _STEP) * _STEP / travel if travel else 0.0
        return between_lines(self.lines[number], self.lines[number + 1], steps)

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give its halo and its line, toothed towards the enemy."""
        line = zoom.place(self.line(frame))
        alpha = self.fade.step(frame) / FADE_STEPS
        led = (0.0, 0.0)
        number, share = self._where(frame)
        if share > 0 and zoom.land is not None:
            line, led = self._led_to_sea(line, number, zoom)
        drawn = self.fade.drawn(frame, self.drawn)
        look = (self.side, self.colour, self.halo, self.unit)
        return front_inks(line, *look, zoom, alpha, led, drawn=drawn)

    def _led_to_sea(
        self, line: Pixels, number: int, zoom: Zoom
    ) -> tuple[Pixels, tuple[float, float]]:
        """Keep its ends on the coast while it moves, where both of its dated lines reach it.

        Each point travels straight, so between two places of a bent coast an end goes inland.
        """
        before, after = (
            ends_at_sea(zoom.place(self.lines[one]), zoom, self.unit)
            for one in (number, number + 1)
        )
        led = [0.0, 0.0]
        if before[1] and after[1]:
            line, led[1] = led_to_sea(line, zoom, self.unit)
        if before[0] and after[0]:
            back, led[0] = led_to_sea(line[::-1], zoom, self.unit)
            line = back[::-1]
        return line, (led[0], led[1])

    def _where(self, frame: int) -> tuple[int, float]:
        number = sum(1 for start in self.frames if start <= frame) - 1
        if number < 0:
            return 0, 0.0
        if number == len(self.frames) - 1:
            return number, 0.0
        return number, eased(frame, self.leaves[number], self.frames[number + 1])

    def _travel(self, number: int) -> float:
        if number + 1 >= len(self.lines):
            return 0.0
        return float(np.hypot(*(self.lines[number + 1] - self.lines[number]).T).max())


def front_inks(
    line: Pixels,
    side: Side,
    colour: Colour,
    halo: Colour,
    unit: float,
    zoom: Zoom,
    alpha: float,
    led: tuple[float, float] = (0.0, 0.0),
    *,
    drawn: float = 1.0,
) -> tuple[MapInk, ...]:
    """Draw a front: axis with teeth, allies with half-rounds, neutral dashed.

    *led*: how much of *line* at its start and at its end only leads it on to the coast; *drawn*:
    how much of it, of 1, is there yet.
    """
    ashore = stretches_ashore(line, zoom, unit)
    if drawn < 1:
        reach = drawn * float(lengths_along(line)[-1])
        ashore = [(start, min(end, reach)) for start, end in ashore if start + 1 < reach]
    runs = [part_of_line(line, start, end) for start, end in ashore]
    teeth = _teeth(line, side, unit, ashore, led)
    if not runs:
        return ()
    rect = around(np.concatenate([*runs, *teeth]), 8 * unit + 3).within(zoom.size)
    if rect.width == 0 or rect.height == 0:
        return ()
    stencil = Stencil(rect)
    stencil.stroke(runs, 10 * unit)
    stencil.stroke(teeth, 5 * unit, closed=True)
    glow = coverage_ink(rect, zoom.on_land(stencil.coverage(), rect), halo, zoom.size, 0.85 * alpha)
    del stencil  # four times as large as what it covers: one at a time
    if side == "neutral":
        runs = list(_dashes(line, (16 * unit, 10 * unit), ashore))
    stencil = Stencil(rect)
    stencil.stroke(runs, 5 * unit)
    stencil.join(teeth)
    body = coverage_ink(rect, zoom.on_land(stencil.coverage(), rect), colour, zoom.size, alpha)
    drops = (glow, body)
    return tuple(drop for drop in drops if drop is not None)


def _dashes(
    line: Pixels, pattern: tuple[float, float], ashore: Sequence[Stretch]
) -> Iterator[Pixels]:
    """Yield those dashes of *line* whose middle is *ashore*."""
    at = 0.0
    for dash in dashed(line, pattern):
        if _within(at + pattern[0] / 2, ashore):
            yield dash
        at += sum(pattern)


def _within(at: float, stretches: Sequence[Stretch]) -> bool:
    return any(start <= at <= end for start, end in stretches)


def _teeth(
    line: Pixels, side: Side, unit: float, ashore: Sequence[Stretch], led: tuple[float, float]
) -> list[Pixels]:
    """Give the teeth *ashore*: even, about the middle of the line without what leads it on."""
    if side == "neutral":
        return []
    spacing, half, height = 30 * unit, 8 * unit, 13 * unit
    total = float(lengths_along(line)[-1])
    own = total - sum(led)
    count = int((own - 2 * half) // spacing)
    if count < 1:
        return []
    start = led[0] + (own - (count - 1) * spacing) / 2
    first, last = -int((start - half) // spacing), int((total - half - start) // spacing)
    wanted = start + np.arange(first, last + 1) * spacing
    middles = np.array([middle for middle in wanted if _within(middle, ashore)])
    if not len(middles):
        return []
    feet = point_at(line, np.asarray(middles - half))
    ahead = point_at(line, np.asarray(middles + half))
    # The enemy stands on the left hand of one who walks along the line.
    aside = leftward(ahead - feet)
    if side == "axis":
        tips = (feet + ahead) / 2 + aside * height
        return list(np.stack([feet, tips, ahead], axis=1))
    turn = np.linspace(0, np.pi, 9)[None, :, None]
    middle, along = (feet + ahead)[:, None] / 2, (ahead - feet)[:, None] / 2
    rounds = middle - along * np.cos(turn) + aside[:, None] * half * 1.15 * np.sin(turn)
    return list(rounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The thin line that stays where a front stood."""

    line: Pixels
    colour: Colour
    unit: float
    fade: Fade

    def state(self, frame: int) -> Hashable:
        """How much of it is seen."""
        return self.fade.step(frame) or None

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give its dashes."""
        line = zoom.place(self.line)
        rect = around(line, 4 * self.unit + 2).within(zoom.size)
        if rect.width == 0 or rect.height == 0:
            return ()
        stencil = Stencil(rect)
        ashore = stretches_ashore(line, zoom, self.unit)
        dashes = list(_dashes(line, (9 * self.unit, 6 * self.unit), ashore))
        stencil.stroke(dashes, 2.6 * self.unit)
        alpha = 0.65 * self.fade.step(frame) / FADE_STEPS
        cover = zoom.on_land(stencil.coverage(), rect)
        drop = coverage_ink(rect, cover, self.colour, zoom.size, alpha)
        return (drop,) if drop else ()
