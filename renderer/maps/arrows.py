"""Arrows of advance: a ribbon that broadens towards its head, and grows along a curve.

Comes in: a smooth path in pixels, breadth, colours, frames. Goes out: a `Layer`, and the stretch of
the frame its head sweeps, which labels keep clear of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from renderer.frames.pixels import Plane
from renderer.maps.canvas import Colour, MapInk, Stencil, coverage_ink
from renderer.maps.layer import FADE_STEPS, Fade, Zoom
from renderer.maps.strokes import lengths_along, normals, part_of_line, point_at, striping, thinned
from renderer.maps.timing import eased
from renderer.maps.viewport import Pixels, Rect, around
from renderer.storyboard.map_data import Side

# Shape, in breadths of the ribbon where it meets the head: it swells from its tail, as arrows of
# printed maps do, and the head is about as long as it stands out on both sides together.
_TAIL = 0.42
_HEAD_LENGTH = 1.75
"""A longer head leaves a short arrow no ribbon, a shorter one is blunt."""
_HEAD_BREADTH = 2.15
"""A broader head covers more of the map, a narrower one isn't told from the ribbon's end."""
# The least distance across a whole arrow: a shorter one is drawn thinner, else it would be all
# head, and a bent one a blob.
_SLENDER = 4.0
# How far along the head the ribbon reaches into it, so that the two join.
_OVERLAP = 0.3
# Growth is drawn in steps of this many pixels: finer ones are not seen.
_STEP = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """An arrow that grows from `grows[0]` to `grows[1]`."""

    path: Pixels
    """Smooth, in the pixels of the layout."""
    breadth: float
    side: Side
    colour: Colour
    halo: Colour
    halo_px: float
    grows: tuple[int, int]
    fade: Fade
    fineness: float = 1.0
    """How many times more points the path has than the layout's own view needs: a closer view
    needs them."""

    def state(self, frame: int) -> Hashable:
        """How far it reaches, in steps, and how much of it is seen."""
        seen = self.fade.step(frame)
        reach = round(self._share(frame) * self.length / _STEP)
        return (reach, seen) if seen and reach * _STEP > 2 else None

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give its halo, its body and its pattern."""
        path = zoom.place(thinned(self.path, round(self.fineness / zoom.scale)))
        total = float(lengths_along(path)[-1])
        reach = round(self._share(frame) * self.length / _STEP) * _STEP * zoom.scale
        if reach <= 2:
            return ()
        alpha = self.fade.step(frame) / FADE_STEPS
        breadth = self._breadth(path)
        shapes = ribbon(path, total, min(reach, total), breadth, 0.0)
        glow = ribbon(path, total, min(reach, total), breadth, self.halo_px)
        rect = around(np.concatenate(glow), 3).within(zoom.size)
        if rect.width == 0 or rect.height == 0:
            return ()
        drops = [
            coverage_ink(rect, _cover(rect, glow), self.halo, zoom.size, 0.9 * alpha),
            coverage_ink(rect, _cover(rect, shapes), self.colour, zoom.size, 0.96 * alpha),
            *self._pattern(path, total, reach, rect, zoom, alpha),
        ]
        return tuple(drop for drop in drops if drop is not None)

    def _pattern(
        self, path: Pixels, total: float, reach: float, rect: Rect, zoom: Zoom, alpha: float
    ) -> tuple[MapInk | None, ...]:
        """Allies: plain. Axis: striped. Neutral: hollow."""
        if self.side == "allies":
            return ()
        breadth = self._breadth(path)
        cover = _cover(rect, ribbon(path, total, min(reach, total), breadth, -0.11 * breadth))
        if self.side == "axis":
            stripes = striping(rect, breadth * 0.42, breadth * 0.15)
            cover = np.minimum(cover, stripes)
        return (coverage_ink(rect, cover, self.halo, zoom.size, 0.85 * alpha),)

    def _breadth(self, path: Pixels) -> float:
        """Its breadth where a view shows its whole *path* so; a pixel where that is a point."""
        return max(1.0, min(self.breadth, float(np.hypot(*np.ptp(path, axis=0))) / _SLENDER))

    def _share(self, frame: int) -> float:
        # The frame at which it begins already shows it.
        return eased(frame + 1, self.grows[0], max(self.grows[1], self.grows[0] + 1))

    @property
    def length(self) -> float:
        """Pixels along its path, in the layout."""
        return float(lengths_along(self.path)[-1])

    def swept(self, zoom: Zoom | None = None) -> tuple[Pixels, float]:
        """Give points along the path and the radius that the head sweeps around them.

        In the layout, or as another view shows it: one that is a dot in the layout may be broad and
        long in that.
        """
        path = zoom.place(self.path) if zoom else self.path
        breadth, total = self._breadth(path), float(lengths_along(path)[-1])
        count = max(2, round(total / max(4.0, breadth * 0.5)))
        points = point_at(path, np.linspace(0, total, count))
        return points, breadth * _HEAD_BREADTH / 2 + self.halo_px

    def reach_aside(self, zoom: Zoom) -> float:
        """Give how far from its path its ribbon reaches at most, as a view shows it."""
        return self._breadth(zoom.place(self.path)) / 2 + self.halo_px

    def head(self) -> Rect:
        """Give the rectangle of the head where it comes to rest."""
        return around(self.head_shape(self.length), self.halo_px + 1)

    def head_in(self, zoom: Zoom) -> Rect:
        """Give the rectangle of the head at rest as another view shows it: no larger, elsewhere."""
        path = zoom.place(self.path)
        total = float(lengths_along(path)[-1])
        return around(_head(path, total, self._breadth(path), 0.0), self.halo_px + 1)

    def head_shape(self, reach: float) -> Pixels:
        """Give the triangle of the head when the arrow reaches *reach* pixels along its path."""
        return _head(self.path, reach, self._breadth(self.path), 0.0)

    def reach_at(self, frame: int) -> float:
        """Give how far along its path its tip is, in pixels of the layout."""
        return self._reach(frame, self.length)

    def _reach(self, frame: int, total: float) -> float:
        return round(self._share(frame) * total / _STEP) * _STEP

    def passes(self, point: Pixels, scale: float = 1.0) -> int:
        """Give the first frame at which its whole head has passed the point of its path nearest to
        *point* (in the layout); the frame at which it has arrived, where it never does.

        *scale*: times that a view enlarges the layout, in which its head is as large as elsewhere.
        """
        along = lengths_along(self.path)
        total = float(along[-1])
        nearest = float(along[np.argmin(np.hypot(*(self.path - point).T))])
        head = _HEAD_LENGTH * self._breadth(self.path * scale) / scale
        past = min(total, nearest + head)
        frames = range(self.grows[0], self.grows[1])
        return frames.start + bisect_left(frames, past, key=lambda frame: self._reach(frame, total))


def _cover(rect: Rect, shapes: Sequence[Pixels]) -> Plane:
    """Give the coverage by convex *shapes*; the stencil, four times as large, isn't kept."""
    stencil = Stencil(rect)
    stencil.join(shapes)
    return stencil.coverage()


def ribbon(path: Pixels, total: float, reach: float, breadth: float, grown: float) -> list[Pixels]:
    """Give the convex pieces of an arrow that reaches *reach* of *total* pixels along *path*.

    *grown* pixels are added on every side (a halo), or taken off when negative.
    """
    head = _head(path, reach, breadth, grown)
    neck = reach - _head_length(reach, breadth) * (1 - _OVERLAP)
    if neck < 1:
        return [head]
    body = part_of_line(path, 0.0, neck)
    along = lengths_along(body)
    half = breadth / 2 * (_TAIL + (1 - _TAIL) * along / total) + grown
    aside = normals(body) * np.maximum(half, 0.3)[:, None]
    left, right = body + aside, body - aside
    quads = np.stack([left[:-1], left[1:], right[1:], right[:-1]], axis=1)
    if grown > 0:  # the halo goes round the tail too
        back = body[0] - body[1]
        back = back / max(1e-6, float(np.hypot(*back))) * grown
        quads = np.concatenate(
            [np.array([[left[0] + back, left[0], right[0], right[0] + back]]), quads]
        )
    return [*quads, head]


def _head_length(reach: float, breadth: float) -> float:
    return min(breadth * _HEAD_LENGTH, reach)


def _head(path: Pixels, reach: float, breadth: float, grown: float) -> Pixels:
    length = _head_length(reach, breadth)
    tip, base = point_at(path, np.array([reach, reach - length]))
    ahead = tip - base
    measure = float(np.hypot(*ahead))
    ahead = ahead / measure if measure > 1e-6 else np.array([1.0, 0.0])
    aside = np.array([ahead[1], -ahead[0]])
    half = breadth * _HEAD_BREADTH / 2 * length / (breadth * _HEAD_LENGTH)
    # Parallel sides: what the edges move out by, the sharp tip moves out by more.
    slant = np.hypot(half, length) / max(half, 1e-6)
    side = half + grown * (np.hypot(half, length) + half) / max(length, 1e-6)
    return np.array(
        [
            tip + ahead * grown * slant,
            base - ahead * grown + aside * side,
            base - ahead * grown - aside * side,
        ]
    )
