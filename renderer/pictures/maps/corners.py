"""Where the clock, the legend and the source line stand: in corners where they hide least.

Comes in: blocks with the corners each may take, what is on the map at the views of the slide.
Goes out: a rectangle for each block. All combinations are tried together, so that no block
takes the one corner in which another would have hidden nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from renderer.pictures.maps.layers import Layer, Zoom
from renderer.pictures.maps.things import Things
from renderer.pictures.maps.viewport import Pixels, Rect

# One over another costs more than whatever a block could hide.
_CLASH = 1e9
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
    options = [[one.at(corner, room) for corner in one.corners] for one in wanting]
    hidden = [[_hidden(rect, busy) for rect in rects] for rects in options]

    def cost(choice: tuple[int, ...]) -> tuple[float, int, tuple[int, ...]]:
        rects = [options[number][rank] for number, rank in enumerate(choice)]
        clashes = sum(a.meets(b) for a, b in itertools.combinations(rects, 2))
        shown = sum(hidden[number][rank] for number, rank in enumerate(choice))
        return clashes * _CLASH + shown, sum(choice), choice

    best = min(itertools.product(*(range(len(rects)) for rects in options)), key=cost)
    return [options[number][rank] for number, rank in enumerate(best)]


def _hidden(rect: Rect, busy: Sequence[Pixels]) -> float:
    """Points that a block hides, and a little for those it comes near to: the mean of all views."""
    near = rect.grown(round(min(rect.width, rect.height) * 0.15))
    counts = [_inside(near, points) + 3 * _inside(rect, points) for points in busy]
    return float(np.mean(counts)) if counts else 0.0


def _inside(rect: Rect, points: Pixels) -> int:
    x, y = points[:, 0], points[:, 1]
    inside = (x >= rect.left) & (x < rect.right) & (y >= rect.top) & (y < rect.bottom)
    return int(np.count_nonzero(inside))


def busy_points(things: Things, looks: Sequence[tuple[int, Zoom]]) -> list[Pixels]:
    """Give what furniture should not hide, at each of *looks*: frames of a moving view.

    Without looks the view stays, and everything counts that is ever on it.
    """
    ways: list[tuple[Layer, Pixels]] = [
        *((symbol, np.repeat(symbol.at, _SYMBOL_POINTS, axis=0)) for symbol in things.symbols),
        *((arrow, arrow.swept()[0]) for arrow in things.arrows),
        *((front, line[::6]) for front in things.fronts for line in front.lines),
        *((area, area.ring) for area in things.areas),
        *((line, line.path) for line in things.lines),
    ]
    nothing = np.zeros((0, 2))
    if not looks:
        return [np.concatenate([nothing, *(points for _, points in ways)])]
    return [zoom.place(np.concatenate([nothing, *_seen(ways, frame)])) for frame, zoom in looks]


def _seen(ways: Sequence[tuple[Layer, Pixels]], frame: int) -> list[Pixels]:
    return [points for thing, points in ways if thing.state(frame) is not None]
