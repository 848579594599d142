"""The ground of one view: sea, land, lakes, rivers, borders, as pixels.

Comes in: `Outlines`, a `Viewport`, a `MapStyle`. Goes out: pixels of the viewport's size, and
its land. Drawn once per view, at twice the size and reduced. Knows nothing of operations.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from renderer.frames.pixels import Plane, Rgb
from renderer.frames.yuv import noise_at
from renderer.maps.canvas import Packed, Stencil, lay, lay_stencil, shade
from renderer.maps.outlines import Box, Outline, clip_line, clip_ring, densify, polygons
from renderer.maps.strokes import dashed, rounded
from renderer.maps.style import MapStyle
from renderer.maps.viewport import Pixels, Rect, Viewport
from renderer.maps.world_coastlines import Outlines

# Water lining, as engravers do it: distance from the coast, and strength, of each fine line.
_LINING = ((5.0, 0.42), (11.0, 0.28), (18.5, 0.17), (27.5, 0.09))
# Of each fine line, and how far the shallows reach beyond the last, so that none ends on its edge.
_LINING_BREADTH = 1.1
_SHALLOWS_REACH = 46.0
"""Units from the land: past the last of the fine lines, at which the sea has its own colour."""
# Rows and columns of sea that are measured and shaded at a time: a large view whole took 250 MB,
# all of its columns 20 MB beside the stencil and the pixels. Tiles take 7, and less time.
_BAND, _TILE = 128, 1024
# Islands smaller than this are a speck of coast line and no land.
_LEAST_ISLAND_PX = 2.5
# Metres a pixel: below, the 100 m steps of the coast's survey would show as stairs.
_SMOOTH_BELOW = 20.0
# Metres a pixel from which a map shows a country.
_COUNTRY = 400.0
# Degrees between meridians, those that an atlas has.
_GRID_STEPS = (10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1)


def draw_ground(
    outlines: Outlines, view: Viewport, style: MapStyle, unit: float | None = None
) -> tuple[Rgb, Plane]:
    """Draw the ground that *view* shows; *unit* when the view's size is not the frame's.

    Returns:
        The pixels, and the coverage by land (lakes included).
    """
    size = view.size
    frame = Rect(0, 0, size.width, size.height)
    unit = style.unit(size) if unit is None else unit
    box = view.box(0.05)
    land = _polygons(outlines, "land", view, box)
    stencil = Stencil(frame)
    stencil.unite(land)
    pixels = _sea(stencil, style, unit)
    covered = stencil.coverage()
    inland = _inside(land, stencil, coast := 1.5 * unit)
    del stencil  # four times as large as the ground's coverage: one at a time
    lay(pixels, frame, covered, style.land)
    _fill(pixels, _polygons(outlines, "city", view, box), style.city)
    _graticule(pixels, view, box, style, unit)
    lakes = _polygons(outlines, "lakes", view, box)
    islands = _polygons(outlines, "islands", view, box)
    within = _fill(pixels, lakes, style.sea, shore := 1.3 * unit)
    _fill(pixels, islands, style.land)
    # A country's rivers, at full strength, would be a net over everything else.
    strength = 0.85 if view.metres_a_pixel < _COUNTRY else 0.6
    _lines(pixels, _runs(outlines.rivers, view, box), 1.9 * unit, style.river, strength)
    _edges(pixels, (*lakes, *islands), shore, style.river, 1.0, within)
    _edges(pixels, land, coast, style.land_edge, 0.9, inland)
    dashes = [
        dash
        for line in _runs(outlines.borders, view, box)
        for dash in dashed(line, (9 * unit, 5 * unit, 2 * unit, 5 * unit))
    ]
    _lines(pixels, dashes, 2.0 * unit, style.border, 0.9)
    return pixels, covered


def all_land(view: Viewport) -> tuple[Rgb, Plane]:
    """Give a ground without a coast, undrawn, for who asks only where things stand."""
    shape = (view.size.height, view.size.width)
    return np.zeros((*shape, 3), np.uint8), np.full(shape, 255, np.uint8)


def _sea(land: Stencil, style: MapStyle, unit: float) -> Rgb:
    """Sea with shallows and water lining, from the distance to the land."""
    height, width = land.rect.height, land.rect.width
    pixels = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, _BAND):
        for left in range(0, width, _TILE):
            tile = Rect(left, top, min(left + _TILE, width), min(top + _BAND, height))
            distance = _from_land(land, tile, unit)
            noise = noise_at(left, top, tile.width, tile.height)
            seen = pixels[top : tile.bottom, left : tile.right]
            seen[:] = _lined(distance, noise, style, unit)
    return pixels


def _from_land(land: Stencil, tile: Rect, unit: float) -> NDArray[np.float32]:
    """How far each pixel of *tile* is from the land (units)."""
    # No land that is farther away than the shallows reach changes a pixel of a tile.
    halo = math.ceil(2 * _SHALLOWS_REACH * unit) + 2
    top, left = max(0, 2 * tile.top - halo), max(0, 2 * tile.left - halo)
    fine = land.fine[top : 2 * tile.bottom + halo, left : 2 * tile.right + halo]
    water: Plane = np.where(fine < 128, np.uint8(1), np.uint8(0))
    # Mask 5 is within 2 % of the true distance, and several times as fast as the precise one.
    far = cv2.distanceTransform(water, cv2.DIST_L2, cv2.DIST_MASK_5)
    seen = far[2 * tile.top - top :, 2 * tile.left - left :][: 2 * tile.height, : 2 * tile.width]
    size = (tile.width, tile.height)
    distance: NDArray[np.float32] = cv2.resize(seen, size, interpolation=cv2.INTER_AREA)
    return distance / np.float32(2 * unit)


def _lined(
    distance: NDArray[np.float32], noise: NDArray[np.float32], style: MapStyle, unit: float
) -> Rgb:
    """The sea of some rows, from how far each pixel is from the land (units).

    *noise* of ±1 hides the steps between the dozen levels of the shallows.
    """
    near = 255 * np.clip(1 - distance / _SHALLOWS_REACH, 0, 1) ** 1.5
    levels = max(abs(deep - low) for deep, low in zip(style.sea, style.shallows, strict=True))
    near += noise * (255 / max(1, levels)) * ((near > 0) & (near < 255))
    pixels = shade(np.rint(np.clip(near, 0, 255)).astype(np.uint8), style.sea, style.shallows)
    lining = np.zeros_like(distance)
    for reach, strength in _LINING:
        # At small sizes a line is at least a pixel broad and as much fainter.
        breadth = max(_LINING_BREADTH, 0.8 / unit)
        line = np.clip(1 - np.abs(distance - reach) / breadth, 0, 1)
        lining = np.maximum(lining, line * strength * min(1.0, _LINING_BREADTH / breadth + 0.2))
    rows, columns = distance.shape
    strength_of = np.rint(lining * 255).astype(np.uint8)
    lay(pixels, Rect(0, 0, columns, rows), strength_of, style.land_edge)
    return pixels


def _graticule(pixels: Rgb, view: Viewport, box: Box, style: MapStyle, unit: float) -> None:
    """Draw fine meridians and parallels; none on a city plan, where they would mean nothing."""
    span = max(box.east - box.west, box.north - box.south)
    if span < 0.8:
        return
    step = min(_GRID_STEPS, key=lambda wanted: abs(span / wanted - 5))
    lines: list[Pixels] = []
    along_lat = np.linspace(box.south, box.north, 40)
    along_lon = np.linspace(box.west, box.east, 40)
    for longitude in np.arange(np.ceil(box.west / step), box.east / step) * step:
        lines.append(view.to_pixels(along_lat, np.full(40, longitude)))
    for latitude in np.arange(np.ceil(box.south / step), box.north / step) * step:
        lines.append(view.to_pixels(np.full(40, latitude), along_lon))
    _lines(pixels, lines, 1.0 * unit, style.grid, 0.35)


def _polygons(outlines: Outlines, layer: str, view: Viewport, box: Box) -> list[list[Pixels]]:
    """The polygons of *layer* on the frame; one of many rings where they are filled all at once."""
    rings: tuple[Outline, ...] = getattr(outlines, layer)
    groups = polygons(rings) if layer in outlines.united else [rings]
    placed = (_rings(group, view, box) for group in groups)
    return [polygon for polygon in placed if polygon]


def land_polygons(outlines: Outlines, view: Viewport) -> list[list[Pixels]]:
    """The land of *view* on its frame: polygons of one ring or more, filled even-odd."""
    return _polygons(outlines, "land", view, view.box(0.05))


def _rings(outlines: Sequence[Outline], view: Viewport, box: Box) -> list[Pixels]:
    """Rings cut to what is seen, on the frame, without points too close to tell apart."""
    placed = []
    for outline in outlines:
        cut = clip_ring(outline, box)
        if len(cut) < 3:
            continue
        ring = _thinned(view.outline(densify(cut, (box.east - box.west) / 40, closed=True)))
        if view.metres_a_pixel < _SMOOTH_BELOW and len(ring) > 4:
            ring = rounded(rounded(ring))
        if len(ring) >= 3 and np.ptp(ring, axis=0).max() >= _LEAST_ISLAND_PX:
            placed.append(ring)
    return placed


def _runs(outlines: Sequence[Outline], view: Viewport, box: Box) -> list[Pixels]:
    placed = [
        _thinned(view.outline(run)) for outline in outlines for run in clip_line(outline, box)
    ]
    return [line for line in placed if len(line) > 1]


def _thinned(points: Pixels, least: float = 0.4) -> Pixels:
    """Drop points that fall on the same fraction of a pixel as the one before."""
    cells = np.floor(points / least)
    keep = np.ones(len(points), bool)
    keep[1:] = (np.diff(cells, axis=0) != 0).any(axis=1)
    keep[-1] = True
    return points[keep]


def _fill(
    pixels: Rgb, shapes: list[list[Pixels]], colour: tuple[int, int, int], edge: float = 0
) -> Packed | None:
    """Fill *shapes*; returns what `_inside` says of them, where they get an *edge*."""
    if not shapes:
        return None
    stencil = Stencil(Rect(0, 0, pixels.shape[1], pixels.shape[0]))
    stencil.unite(shapes)
    lay_stencil(pixels, stencil, colour)
    return _inside(shapes, stencil, edge) if edge else None


def _inside(shapes: Sequence[object], stencil: Stencil, width: float) -> Packed | None:
    """Where an edge *width* broad would run inside the union of several *shapes*; None: nowhere."""
    if len(shapes) < 2:
        return None
    # An edge lies half its breadth inside; OpenCV 4 smooths it over a pixel and a half more.
    return stencil.inside(_breadth(width) / 2 + 1.5)


def _edges(
    pixels: Rgb,
    shapes: Sequence[Sequence[Pixels]],
    width: float,
    colour: tuple[int, int, int],
    alpha: float,
    inside: Packed | None,
) -> None:
    """Draw the edges of *shapes*, but none *inside*, where several meet or overlap."""
    rings = [ring for shape in shapes for ring in shape]
    _lines(pixels, rings, width, colour, alpha, closed=True, inside=inside)


def _lines(
    pixels: Rgb,
    lines: Sequence[Pixels],
    width: float,
    colour: tuple[int, int, int],
    alpha: float,
    *,
    closed: bool = False,
    inside: Packed | None = None,
) -> None:
    """Draw *lines*, but none *inside*."""
    if not lines:
        return
    stencil = Stencil(Rect(0, 0, pixels.shape[1], pixels.shape[0]))
    stencil.stroke(lines, _breadth(width), closed=closed)
    if inside is not None:
        stencil.uncover(inside)
    strength = alpha * min(1.0, max(0.55, width))
    lay_stencil(pixels, stencil, colour, strength)


def _breadth(width: float) -> float:
    """Below a pixel a line grows fainter, not thinner."""
    return max(1.0, width)
