"""Areas and lines that the author lays on the ground: hatched regions, roads, breakwaters.

Comes in: shapes in pixels, colours, frames. Goes out: `Layer`s.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from renderer.maps.canvas import Colour, MapInk, Stencil, coverage_ink
from renderer.maps.layer import FADE_STEPS, Fade, Zoom
from renderer.maps.strokes import dashed, hatching, leftward, lengths_along, part_of_line, point_at
from renderer.maps.style import MapStyle
from renderer.maps.viewport import Pixels, around
from renderer.storyboard.map_data import LineKind, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A hatched ring."""

    ring: Pixels
    side: Side
    colour: Colour
    unit: float
    fade: Fade

    def state(self, frame: int) -> Hashable:
        """How much of it is seen."""
        return self.fade.step(frame) or None

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give its tint, its hatching and its edge."""
        ring = zoom.place(self.ring)
        return area_inks(
            ring, self.side, self.colour, self.unit, zoom, self.fade.step(frame) / FADE_STEPS
        )


def area_inks(
    ring: Pixels, side: Side, colour: Colour, unit: float, zoom: Zoom, alpha: float
) -> tuple[MapInk, ...]:
    """Draw a hatched area."""
    rect = around(ring, 3 * unit + 2).within(zoom.size)
    if rect.width == 0 or rect.height == 0:
        return ()
    stencil = Stencil(rect)
    stencil.fill([ring])
    cover = zoom.on_land(stencil.coverage(), rect)
    tint = coverage_ink(rect, cover, colour, zoom.size, 0.13 * alpha)
    stencil = Stencil(rect)
    stencil.stroke([ring], 3 * unit, closed=True)
    edge = coverage_ink(
        rect, zoom.on_land(stencil.coverage(), rect), colour, zoom.size, 0.8 * alpha
    )
    del stencil  # four times as large as what it covers: one at a time, as all else here
    hatched = hatching(side, rect, max(6.0, 17 * unit), max(1.0, 2.2 * unit))
    np.minimum(cover, hatched, out=hatched)
    drops = (tint, coverage_ink(rect, hatched, colour, zoom.size, 0.5 * alpha), edge)
    return tuple(drop for drop in drops if drop is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TerrainLine:
    """A road, a railway, a breakwater …"""

    path: Pixels
    kind: LineKind
    style: MapStyle
    unit: float
    fade: Fade
    drawn: int = 0
    """Frames in which it draws itself when it comes."""

    def state(self, frame: int) -> Hashable:
        """How much of it is seen, and how far it is drawn."""
        seen = self.fade.step(frame)
        return (seen, self.fade.drawn(frame, self.drawn)) if seen else None

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give its strokes, casing first."""
        path = zoom.place(self.path)
        if (share := self.fade.drawn(frame, self.drawn)) < 1:
            path = part_of_line(path, 0.0, max(1.0, share * float(lengths_along(path)[-1])))
        alpha = self.fade.step(frame) / FADE_STEPS
        rect = around(path, 12 * self.unit + 3).within(zoom.size)
        if rect.width == 0 or rect.height == 0:
            return ()
        drops = []
        for lines, width, colour in _strokes(path, self.kind, self.style, self.unit):
            stencil = Stencil(rect)
            stencil.stroke(lines, max(1.0, width))
            drops.append(coverage_ink(rect, stencil.coverage(), colour, zoom.size, alpha))
        return tuple(drop for drop in drops if drop is not None)


def _strokes(
    path: Pixels, kind: LineKind, style: MapStyle, unit: float
) -> list[tuple[list[Pixels], float, Colour]]:
    """Give what is drawn for a line of *kind*: lines, breadth, colour."""
    if kind == "road":
        return [([path], 6.5 * unit, style.road), ([path], 4.0 * unit, style.halo)]
    if kind == "railway":
        return [
            ([path], 2.4 * unit, style.label),
            (_ticks(path, 20 * unit, 5.5 * unit), 2.2 * unit, style.label),
        ]
    if kind == "breakwater":
        return [([path], 9 * unit, style.halo), ([path], 6 * unit, style.land_edge)]
    if kind == "wall":
        return [([path], 5 * unit, style.land_edge)]
    if kind == "pipeline":
        dashes = list(dashed(path, (16 * unit, 7 * unit, 3 * unit, 7 * unit)))
        return [([path], 7 * unit, style.halo), (dashes, 4 * unit, style.label)]
    if kind == "boundary":
        return [(list(dashed(path, (14 * unit, 8 * unit))), 3 * unit, style.border)]
    return [([path], 3.2 * unit, style.river)]


def _ticks(path: Pixels, spacing: float, half: float) -> list[Pixels]:
    total = float(lengths_along(path)[-1])
    at = np.arange(spacing / 2, total, spacing)
    if len(at) == 0 or len(path) < 2:
        return []
    feet, ahead = point_at(path, at), point_at(path, np.minimum(at + 1, total))
    aside = leftward(ahead - feet) * half
    return list(np.stack([feet - aside, feet + aside], axis=1))
