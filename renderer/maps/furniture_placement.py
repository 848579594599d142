"""Where the clock, the legend and the source line stand: in corners where they hide least.

Comes in: blocks with the corners each may take, what is on the map at the views of the slide.
Goes out: a rectangle for each block. All combinations are tried together, so that no block
takes the one corner in which another would have hidden nothing. Two may share a corner, one on the
other, where that hides less.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from renderer.frames.pixels import Plane
from renderer.maps.layer import Layer, Zoom
from renderer.maps.overlays import Things
from renderer.maps.viewport import Pixels, Rect

# One over another costs more than whatever a block could hide.
_CLASH = 1e9
# Sharing a corner costs as much as hiding a few points of a way: a stack draws the eye.
_SHARED = 5.0
# Pixels between two that share a corner.
_BETWEEN = 6
# Coverage by land (of 255) below which a point is at sea.
_WET = 128
# A point of a way stands for a stretch of it; a symbol is one point and hidden as a whole.
_SYMBOL_POINTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A block that wants a corner."""

    width: int
    height: int
    corners: tuple[str, ...]
    """"top-left", "bottom-right", …: the earlier wins a draw."""

    def at(self, corner: str, room: Rect) -> Rect:
        """Give its rectangle in a corner of *room*."""
        top = room.top if corner.startswith("top") else room.bottom - self.height
        left = room.left if corner.endswith("left") else room.right - self.width
        return Rect(left, top, left + self.width, top + self.height)


def choose_corners(wanting: Sequence[Standing], room: Rect, busy: Sequence[Pixels]) -> list[Rect]:
    """Give each block the corner where, together, they hide least.

    Args:
        wanting: the blocks.
        room: the part of the frame whose corners they stand in.
        busy: points not to be hidden, at every view of the slide that is looked at.
    """
    hidden = lru_cache(lambda rect: _hidden(rect, busy))

    def cost(choice: tuple[int, ...]) -> tuple[float, int, tuple[int, ...]]:
        rects = _stood(wanting, choice, room)
        clashes = sum(a.meets(b) for a, b in itertools.combinations(rects, 2))
        clashes += sum(not room.holds(rect) for rect in rects)
        shared = len(wanting) - len({corner for corner, _ in _corners(wanting, choice)})
        shown = sum(hidden(rect) for rect in rects)
        return clashes * _CLASH + shared * _SHARED + shown, sum(choice), choice

    best = min(itertools.product(*(range(len(one.corners)) for one in wanting)), key=cost)
    return _stood(wanting, best, room)


def _corners(wanting: Sequence[Standing], choice: Sequence[int]) -> Iterator[tuple[str, Standing]]:
    return ((one.corners[rank], one) for one, rank in zip(wanting, choice, strict=True))


def _stood(wanting: Sequence[Standing], choice: Sequence[int], room: Rect) -> list[Rect]:
    """Stand each block in its corner, those that come later on the earlier ones there."""
    left_over: dict[str, Rect] = {}
    rects = []
    for corner, one in _corners(wanting, choice):
        free = left_over.get(corner, room)
        rect = one.at(corner, free)
        taken = rect.grown(_BETWEEN)
        top, bottom = (
            (taken.bottom, free.bottom) if corner.startswith("top") else (free.top, taken.top)
        )
        left_over[corner] = Rect(free.left, top, free.right, bottom)
        rects.append(rect)
    return rects


def _hidden(rect: Rect, busy: Sequence[Pixels]) -> float:
    """Points that a block hides, and a little for those it comes near to: the mean of all views."""
    near = rect.grown(round(min(rect.width, rect.height) * 0.15))
    counts = [_inside(near, points) + 3 * _inside(rect, points) for points in busy]
    return float(np.mean(counts)) if counts else 0.0


def _inside(rect: Rect, points: Pixels) -> int:
    x, y = points[:, 0], points[:, 1]
    inside = (x >= rect.left) & (x < rect.right) & (y >= rect.top) & (y < rect.bottom)
    return int(np.count_nonzero(inside))


def busy_points(things: Things, looks: Sequence[tuple[int, Zoom]], land: Plane) -> list[Pixels]:
    """Give what furniture should not hide, at each of *looks*: frames of a moving view.

    Without looks the view stays, and everything counts that is ever on it. *land* is the coverage
    by land of the view in which things are laid out: fronts are drawn there alone.
    """
    ways: list[tuple[Layer, Pixels]] = [
        *((symbol, np.repeat(symbol.at, _SYMBOL_POINTS, axis=0)) for symbol in things.symbols),
        *((arrow, arrow.swept()[0]) for arrow in things.arrows),
        *((front, _ashore(line[::2], land)) for front in things.fronts for line in front.lines),
        *((area, area.ring) for area in things.areas),
        *((line, line.path) for line in things.lines),
    ]
    nothing = np.zeros((0, 2))
    if not looks:
        return [np.concatenate([nothing, *(points for _, points in ways)])]
    return [zoom.place(np.concatenate([nothing, *_seen(ways, frame)])) for frame, zoom in looks]


def _ashore(line: Pixels, land: Plane) -> Pixels:
    """Leave out the points of *line* at sea, as far as *land* tells."""
    height, width = land.shape
    column, row = np.rint(line).astype(int).T
    told = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    at_sea = told & (land[row.clip(0, height - 1), column.clip(0, width - 1)] < _WET)
    kept: Pixels = line[~at_sea]
    return kept


def _seen(ways: Sequence[tuple[Layer, Pixels]], frame: int) -> list[Pixels]:
    return [points for thing, points in ways if thing.state(frame) is not None]
