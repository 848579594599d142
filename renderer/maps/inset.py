"""A small map in a corner that says where a close view lies: in France, else in its region.

Comes in: the view that it places, the media folder, a style. Goes out: a `FurnitureBlock` with the
coasts and the place of the view. It has no letters, so it is the same in every language; what it
says is told in words by `description.py`. Knows nothing of corners and of time.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from renderer.frames.pixels import Size
from renderer.maps.canvas import MapInk, Stencil, coverage_ink
from renderer.maps.ground import land_polygons
from renderer.maps.ground_sources import load_ground, why_missing
from renderer.maps.legend_and_scale_ink import FurnitureBlock, Inks
from renderer.maps.outlines import Box
from renderer.maps.projection import fit_projection
from renderer.maps.style import MapStyle
from renderer.maps.viewport import Pixels, Rect, Viewport, fit_view
from renderer.storyboard.map_data import MapGround, MapView

_FRANCE = MapView(west=-5.4, east=9.8, south=41.2, north=51.4)
_SIDE = 210.0
"""Units of the inset's sides: Paris is told from Lyon, and no corner of a map is filled."""
_WIDE = 0.5
"""Of France: a wider view shows by itself where it is."""
_AROUND = 5.0
"""Degrees of latitude around a view elsewhere, above and below."""
_LEAST = 14.0
"""Units: a view that would be smaller is a ring, which is found at once."""
_COASTS = MapGround(rivers=False)
"""Present-day borders would be wrong for most dates, and a coast tells France well."""


def is_placed(view: MapView) -> bool:
    """Whether an inset says where *view* lies: not where the view itself shows the country."""
    wide, high = _FRANCE.east - _FRANCE.west, _FRANCE.north - _FRANCE.south
    return view.east - view.west < wide * _WIDE and view.north - view.south < high * _WIDE


def lies_in_france(view: MapView) -> bool:
    """Whether the middle of *view* does, as its inset takes it: the country with its seas."""
    east, north = (view.west + view.east) / 2, (view.south + view.north) / 2
    return _FRANCE.west <= east <= _FRANCE.east and _FRANCE.south <= north <= _FRANCE.north


def inset_block(view: Viewport, style: MapStyle, media: Path) -> FurnitureBlock:
    """Make the inset that places *view*.

    Raises:
        PictureError: its coasts can't be had.
    """
    unit, frame = style.unit(view.size), view.size
    around = _around(view, unit)
    outlines = load_ground(around.box(), around.metres_a_pixel, _COASTS, media).outlines
    land = land_polygons(outlines, around)
    marked = _marked(view, around)
    width, height = around.size

    def draw(left: int, top: int) -> Inks:
        rect, corner = Rect(left, top, left + width, top + height), np.array([left, top])
        land_ink, coast = Stencil(rect), Stencil(rect)
        land_ink.unite([[ring + corner for ring in polygon] for polygon in land])
        rings = [ring + corner for polygon in land for ring in polygon]
        coast.stroke(rings, max(1.0, 1.1 * unit), closed=True)
        drops = (
            _filled(rect, style.sea, frame),
            coverage_ink(rect, land_ink.coverage(), style.land, frame),
            coverage_ink(rect, coast.coverage(), style.land_edge, frame, 0.8),
            *_mark(rect, marked + corner, style, frame),
            coverage_ink(rect, _edge(rect, unit), style.land_edge, frame),
        )
        return tuple(drop for drop in drops if drop is not None)

    return FurnitureBlock(width=width, height=height, draw=draw)


def inset_missing(view: Viewport, unit: float, media: Path) -> str:
    """Why `inset_block` would find no coasts, and the remedy; empty: it would.

    Raises:
        PictureError: an extract is damaged.
    """
    around = _around(view, unit)
    return why_missing(around.box(), around.metres_a_pixel, _COASTS, media)


def _around(view: Viewport, unit: float) -> Viewport:
    """France, or the region of *view* where that isn't in France, on the inset's own pixels."""
    side = round(_SIDE * unit)
    size = Size(side, side)
    region = _region(view.box(0.0))
    return fit_view(region, fit_projection([region]), size, Rect(0, 0, side, side))


def _region(box: Box) -> MapView:
    shown = MapView(west=box.west, east=box.east, south=box.south, north=box.north)
    if lies_in_france(shown):
        return _FRANCE
    high = min(85.0, box.north + _AROUND) - max(-85.0, box.south - _AROUND)
    middle = (box.west + box.east) / 2
    wide = high / max(0.2, np.cos(np.radians((box.south + box.north) / 2)))
    return MapView(
        west=max(-180.0, middle - wide / 2),
        east=min(180.0, middle + wide / 2),
        south=max(-85.0, box.south - _AROUND),
        north=min(85.0, box.north + _AROUND),
    )


def _marked(view: Viewport, around: Viewport) -> Pixels:
    """The corners of what *view* shows, in the inset's pixels."""
    width, height = view.size
    x = (np.array([0, width, width, 0]) - width / 2) * view.metres_a_pixel
    y = (np.array([0, 0, height, height]) - height / 2) * view.metres_a_pixel
    return around.to_pixels(*view.projection.inverse(view.east + x, view.north - y))


def _mark(rect: Rect, corners: Pixels, style: MapStyle, frame: Size) -> list[MapInk | None]:
    """A frame around what the view shows, or a ring where that is too small to be seen."""
    unit = style.unit(frame)
    ring = corners
    if np.ptp(corners, axis=0).max() < _LEAST * unit:
        turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
        ring = corners.mean(axis=0) + circle * _LEAST / 2 * unit
    glow, line, inside = Stencil(rect), Stencil(rect), Stencil(rect)
    glow.stroke([ring], 6.5 * unit, closed=True)
    line.stroke([ring], max(1.0, 3.0 * unit), closed=True)
    inside.fill([ring])
    return [
        coverage_ink(rect, inside.coverage(), style.label, frame, 0.2),
        coverage_ink(rect, glow.coverage(), style.halo, frame, 0.9),
        coverage_ink(rect, line.coverage(), style.label, frame),
    ]


def _filled(rect: Rect, colour: tuple[int, int, int], frame: Size) -> MapInk | None:
    return coverage_ink(rect, np.full((rect.height, rect.width), 255, np.uint8), colour, frame)


def _edge(rect: Rect, unit: float) -> np.ndarray:
    """The line around the inset."""
    cover = np.full((rect.height, rect.width), 255, np.uint8)
    thick = max(1, round(1.6 * unit))
    cover[thick:-thick, thick:-thick] = 0
    return cover
