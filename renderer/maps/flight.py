"""From the last view of one map to the first of the next in one continuous move.

    PreparedMap, PreparedMap ──fly──▶ Flight ──picture──▶ Rgb

Comes in: two prepared maps of one projection, the frame of each at which the flight begins. Goes
out: pixels for a frame of it. What stands on the first map fades as the view leaves, what stands on
the second comes as it arrives; places and furniture that both show stay, and names of places give
way to one another on the way (`flown_names`). Knows nothing of planes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np

from renderer.frames.pixels import Rgb
from renderer.maps.camera import ViewPath, flight_path
from renderer.maps.canvas import MapInk, lay_ink
from renderer.maps.flown_names import Aloft, NamesAtRest, names_aloft, signs_aloft
from renderer.maps.layer import FADE_STEPS, Layer, Zoom, zoom_between
from renderer.maps.legend_and_scale import Fixed
from renderer.maps.placed_label import Name
from renderer.maps.prepared_map import PreparedMap
from renderer.maps.symbols import Symbol, radius_of
from renderer.maps.timing import eased

# Shares of its time by which things have gone; others come as long before its end.
_GONE = 0.35
# The same of names of what isn't a place, seated for the view at rest: in a wider one they meet.
_NAMES_GONE = 0.2
# Metres of the plane between two signs that are one.
_SAME_METRES = 1.0
# Parts of its time are counted in so many.
_FINE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One of the two maps."""

    map: PreparedMap
    first: int
    """Its own frame at which the flight begins."""
    staying: frozenset[int]
    """Layers that the other one shows too."""
    path: ViewPath
    """The way of the flight over its own ground."""
    names: Mapping[int, Aloft]
    """Its places' names, by the numbers of their layers."""
    signs: Mapping[int, tuple[float, ...]]
    """How much is seen of those places' symbols at each frame, at the least."""

    def zoom(self, frame: int, *, bare: bool = False) -> Zoom:
        """To the view of the flight's *frame*, with the land where anything seen ends at it.

        *bare*: nothing is seen but what stays, which are signs.
        """
        needed = self.map.needs_land and not bare
        land = self.path.land(frame) if needed else None
        return zoom_between(self.map.path.end, self.path.view(frame), land)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """A flight of `length` frames."""

    before: _Side
    after: _Side
    length: int

    def share(self, frame: int) -> float:
        """How far the view has come at *frame*, of 1."""
        return self.before.path.share(frame)

    def state(self, frame: int) -> Hashable:
        """All that its pixels depend on: no two frames are alike."""
        states = (side.map.state(side.first + frame) for side in (self.before, self.after))
        return (frame, *states)

    def picture(self, frame: int) -> Rgb:
        """Draw *frame*; its own copy."""
        pixels = self._ground(frame)
        for side in (self.before, self.after):
            for drop in self._drops(side, frame):
                lay_ink(pixels, drop)
        return pixels

    def _drops(self, side: _Side, frame: int) -> Iterator[MapInk]:
        """What is seen of one map."""
        own = side.first + frame
        zoom = side.zoom(frame, bare=self._seen(side, frame, _GONE) == 0)
        # What stands in the frame has nothing to do with the land, nor with a ground.
        standing = zoom_between(side.map.path.end, side.map.path.view(own))
        count = len(side.map.layers)
        for number in range(count):
            share = self.share_of(side, number, frame)
            if share == 0:
                continue
            on_map = number < count - side.map.standing
            if number in side.names:
                drops = side.names[number].inks(frame, own, zoom)
            else:
                drops = side.map.drops(number, own, zoom if on_map else standing)
            for drop in drops:
                yield drop if share == 1 else _faded(drop, share)

    def share_of(self, side: _Side, number: int, frame: int) -> float:
        """How much is seen at *frame* of a layer of *side*, by its number."""
        if number in side.staying:
            return 1.0 if side is self.before else 0.0  # the first map's is there
        if number in side.names:
            return side.names[number].shares[frame]
        gone = _NAMES_GONE if isinstance(side.map.layers[number], Name) else _GONE
        share = self._seen(side, frame, gone)
        return max(share, side.signs[number][frame]) if number in side.signs else share

    def _time(self, frame: int) -> int:
        return round(_FINE * (frame + 1) / (self.length + 1))

    def _seen(self, side: _Side, frame: int, gone: float) -> float:
        """How much is seen of what is gone by a share of the time, or comes as long before."""
        time = self._time(frame)
        return 1 - eased(time if side is self.before else _FINE - time, 0, round(gone * _FINE))

    def _ground(self, frame: int) -> Rgb:
        """Draw the first map's ground, the second's, or both: none that isn't seen is kept."""
        near, far = self.before.path, self.after.path
        if near is far:
            return near.ground(frame).copy()
        share = eased(self._time(frame), round(_GONE * _FINE), round((1 - _GONE) * _FINE))
        if share == 0:
            return near.ground(frame).copy()
        if share == 1:
            near.let_go()
            return far.ground(frame).copy()
        far.draw_stages(frame)  # before a picture of the first is held
        mixed: Rgb = cv2.addWeighted(near.ground(frame), 1 - share, far.ground(frame), share, 0)
        return mixed


def fly(before: PreparedMap, after: PreparedMap, firsts: tuple[int, int], length: int) -> Flight:
    """The flight from *before*, at its frame *firsts[0]*, to *after*, from its *firsts[1]* on."""
    start, end = before.path.view(firsts[0]), after.path.view(firsts[1] + length - 1)
    path = flight_path(start, end, length, before.path.draw)
    same = before.board.ground == after.board.ground
    other = path if same else flight_path(start, end, length, after.path.draw)
    ends = (firsts[0], firsts[1] + length - 1)
    charts, ways = (before, after), (path, other)
    pairs = list(_shared(before, after, ends))
    standing = [_standing(*each) for each in zip(charts, firsts, ways, ends, strict=True)]
    names = names_aloft(*standing)
    sides = [
        _Side(
            map=charts[number],
            first=firsts[number],
            staying=frozenset(pair[number] for pair in pairs),
            path=ways[number],
            names=names[number],
            signs=signs_aloft(standing[number], names[number]),
        )
        for number in range(2)
    ]
    return Flight(before=sides[0], after=sides[1], length=length)


def _standing(chart: PreparedMap, first: int, path: ViewPath, end: int) -> NamesAtRest:
    """What of *chart* names have to do with; its furniture stands as at its frame *end*."""
    laid_out = chart.path.end
    numbers = range(len(chart.layers) - chart.standing, len(chart.layers))
    zoom = zoom_between(laid_out, chart.path.view(end))
    return NamesAtRest(
        layers=chart.layers,
        laid_out=laid_out,
        places=frozenset(place.name for place in chart.board.places),
        frames=(first, first + path.length - 1),
        zooms=[zoom_between(laid_out, path.view(frame)) for frame in range(path.length)],
        taken=tuple(drop.rect for number in numbers for drop in chart.drops(number, end, zoom)),
    )


def _shared(
    before: PreparedMap, after: PreparedMap, frames: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """The layers that both maps show alike at their *frames*, by their numbers in each."""
    seen = {
        mark: number
        for number, layer in enumerate(before.layers)
        if (mark := _mark(before, layer, frames[0])) is not None
    }
    for number, layer in enumerate(after.layers):
        mark = _mark(after, layer, frames[1])
        if mark in seen:
            yield seen.pop(mark), number


def _mark(chart: PreparedMap, layer: Layer, frame: int) -> Hashable:
    """What tells a layer that may stay from others; None: it mayn't."""
    if isinstance(layer, Fixed):
        return tuple(
            (drop.colour, drop.where.tobytes(), drop.cover.tobytes()) for drop in layer.drops
        )
    if not isinstance(layer, Symbol) or not radius_of(layer.kind):
        return None
    if layer.fade.step(frame) < FADE_STEPS:
        return None
    view = chart.path.end
    x, y = (layer.at[0] - np.array(view.size) / 2) * view.metres_a_pixel
    place = (round((view.east + x) / _SAME_METRES), round((view.north - y) / _SAME_METRES))
    return (layer.kind, place, *layer.shown(frame))


def _faded(drop: MapInk, share: float) -> MapInk:
    return replace(drop, cover=np.rint(drop.cover * share).astype(np.uint8))
