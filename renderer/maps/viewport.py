"""A view laid on a frame: degrees to pixels, and how many metres a pixel is.

Comes in: `MapView`s, a `Projection`, the frame and the part of it that must hold the view.
Goes out: `Viewport`. Continuous pixel coordinates: pixel i covers [i, i + 1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from renderer.frames.pixels import Size
from renderer.maps.outlines import Box

if TYPE_CHECKING:
    from renderer.maps.outlines import Outline
    from renderer.maps.projection import Projection
    from renderer.storyboard.map_data import GeoPoint, MapView

Pixels = NDArray[np.float64]
"""x, y in the frame, shape (points, 2)."""


class Rect(NamedTuple):
    """Pixels of a frame, half-open."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    def grown(self, by: int) -> Rect:
        """Give the rectangle with *by* more pixels on every side."""
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def within(self, size: Size) -> Rect:
        """Give what of it lies in a frame; empty when nothing does."""
        left, top = min(max(self.left, 0), size.width), min(max(self.top, 0), size.height)
        right, bottom = min(self.right, size.width), min(self.bottom, size.height)
        return Rect(left, top, max(left, right), max(top, bottom))

    def within_rect(self, other: Rect) -> Rect:
        """Give what of it lies in *other*; empty when nothing does."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Rect(left, top, max(left, right), max(top, bottom))

    def meets(self, other: Rect) -> bool:
        """Whether they share a pixel."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Rect) -> bool:
        """Whether *other* lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


def disjoint(rects: Sequence[Rect]) -> tuple[Rect, ...]:
    """Merge rectangles that overlap, until none do."""
    merged: list[Rect] = []
    for rect in rects:
        whole = rect
        meeting = [other for other in merged if other.meets(whole)]
        while meeting:
            merged = [other for other in merged if other not in meeting]
            for other in meeting:
                whole = Rect(
                    min(whole.left, other.left),
                    min(whole.top, other.top),
                    max(whole.right, other.right),
                    max(whole.bottom, other.bottom),
                )
            meeting = [other for other in merged if other.meets(whole)]
        merged.append(whole)
    return tuple(merged)


def around(points: Pixels, margin: float = 0.0) -> Rect:
    """Give the smallest rectangle of whole pixels around *points*."""
    low = np.floor(points.min(axis=0) - margin).astype(int)
    high = np.ceil(points.max(axis=0) + margin).astype(int)
    return Rect(int(low[0]), int(low[1]), int(high[0]), int(high[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewport:
    """Where a map looks."""

    projection: Projection
    east: float
    """Easting of the frame's middle, metres on the plane."""
    north: float
    metres_a_pixel: float
    size: Size

    def to_pixels(self, latitude: ArrayLike, longitude: ArrayLike) -> Pixels:
        """Place degrees on the frame; points off the frame get coordinates off it."""
        east, north = self.projection.forward(latitude, longitude)
        x = self.size.width / 2 + (east - self.east) / self.metres_a_pixel
        y = self.size.height / 2 - (north - self.north) / self.metres_a_pixel
        return np.stack(np.broadcast_arrays(x, y), axis=-1)

    def points(self, path: tuple[GeoPoint, ...]) -> Pixels:
        """Place latitude, longitude pairs on the frame."""
        degrees = np.array(path)
        return self.to_pixels(degrees[:, 0], degrees[:, 1])

    def outline(self, outline: Outline) -> Pixels:
        """Place longitude, latitude pairs on the frame."""
        return self.to_pixels(outline[:, 1], outline[:, 0])

    def box(self, margin: float = 0.03) -> Box:
        """Give the longitudes and latitudes of everything the frame shows, and a little more."""
        across = np.linspace(-0.5 - margin, 0.5 + margin, 33)
        edge = np.full_like(across, 0.5 + margin)
        x = np.concatenate([across, across, -edge, edge]) * self.size.width
        y = np.concatenate([-edge, edge, across, across]) * self.size.height
        latitude, longitude = self.projection.inverse(
            self.east + x * self.metres_a_pixel, self.north + y * self.metres_a_pixel
        )
        return Box(
            max(-180.0, float(longitude.min())),
            max(-85.0, float(latitude.min())),
            min(180.0, float(longitude.max())),
            min(85.0, float(latitude.max())),
        )

    def scaled(self, factor: float) -> Viewport:
        """Give the same view on a frame *factor* times as large."""
        size = Size(round(self.size.width * factor), round(self.size.height * factor))
        return Viewport(
            projection=self.projection,
            east=self.east,
            north=self.north,
            metres_a_pixel=self.metres_a_pixel / factor,
            size=size,
        )


def fit_view(view: MapView, projection: Projection, size: Size, room: Rect) -> Viewport:
    """Lay *view* on a frame so that all of it stands inside *room*, as large as it can."""
    share = np.linspace(0, 1, 25)
    longitude = view.west + share * (view.east - view.west)
    latitude = view.south + share * (view.north - view.south)
    east, north = projection.forward(
        np.concatenate([np.full(25, view.south), np.full(25, view.north), latitude, latitude]),
        np.concatenate([longitude, longitude, np.full(25, view.west), np.full(25, view.east)]),
    )
    wide, tall = float(np.ptp(east)), float(np.ptp(north))
    metres = max(wide / room.width, tall / room.height)
    # The room's middle need not be the frame's.
    shift_x = (room.left + room.right - size.width) / 2 * metres
    shift_y = (room.top + room.bottom - size.height) / 2 * metres
    return Viewport(
        projection=projection,
        east=float(east.max() + east.min()) / 2 - shift_x,
        north=float(north.max() + north.min()) / 2 + shift_y,
        metres_a_pixel=metres,
        size=size,
    )


_ZOOM_FOR_WAY = 1.4
"""How readily a flight rises to shorten its way: the ρ that viewers chose, on average, in J. J. van
Wijk and W. A. A. Nuij, Smooth and efficient zooming and panning (2003), section 6."""
_RISES = 1.02
"""A way that would rise less over the wider of its views goes to a fixed point instead."""


def flown(start: Viewport, end: Viewport, share: float) -> Viewport:
    """Give the view on a flight: the way on which what passes seems to pass evenly.

    It rises where the views are far apart, by the hyperbolas of van Wijk and Nuij; views near one
    another, or one within the other, are gone between as `viewport_between` goes.
    """
    if share <= 0 or share >= 1:
        return viewport_between(start, end, share)
    first, last = (view.metres_a_pixel * min(view.size) for view in (start, end))
    far = math.hypot(end.east - start.east, end.north - start.north)
    if far < 1e-6 * first:
        return viewport_between(start, end, share)
    square, grown = _ZOOM_FOR_WAY**2, last**2 - first**2
    leaves = math.asinh(-(grown + square**2 * far**2) / (2 * first * square * far))
    arrives = math.asinh(-(grown - square**2 * far**2) / (2 * last * square * far))
    highest = first * math.cosh(leaves)
    if not leaves < 0 < arrives or highest < _RISES * max(first, last):
        return viewport_between(start, end, share)
    at = leaves + (arrives - leaves) * share
    gone = first / square * (math.cosh(leaves) * math.tanh(at) - math.sinh(leaves)) / far
    return Viewport(
        projection=start.projection,
        east=start.east + (end.east - start.east) * gone,
        north=start.north + (end.north - start.north) * gone,
        metres_a_pixel=start.metres_a_pixel * math.cosh(leaves) / math.cosh(at),
        size=start.size,
    )


def viewport_between(start: Viewport, end: Viewport, share: float) -> Viewport:
    """Give the view on the way from *start* (0) to *end* (1): an even zoom to a fixed point."""
    if share <= 0 or start == end:
        return start
    if share >= 1:
        return end
    ratio = end.metres_a_pixel / start.metres_a_pixel
    metres = start.metres_a_pixel * ratio**share
    # While the scale changes evenly, the middle moves in step with it, so that the map
    # seems to grow around one point that stays still.
    moved = share if math.isclose(ratio, 1.0, rel_tol=1e-6) else (1 - ratio**share) / (1 - ratio)
    return Viewport(
        projection=start.projection,
        east=start.east + (end.east - start.east) * moved,
        north=start.north + (end.north - start.north) * moved,
        metres_a_pixel=metres,
        size=start.size,
    )
