"""The corners of a map in which its furniture hides least.

Comes in: the sizes of blocks, the part of the frame they may stand in, points not to be hidden.
Goes out: their rectangles. All combinations are tried together, so that no block takes the one
corner in which another would have hidden nothing; two may share a corner, one on the other, where
that hides less. Knows neither what the blocks say nor what the points are of.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from renderer.maps.viewport import Pixels, Rect

# One over another costs more than whatever a block could hide.
_CLASH = 1e9
# Sharing a corner costs as much as hiding a few points of a way: a stack draws the eye.
_SHARED = 5.0

BETWEEN = 6
"""Pixels between two that share a corner."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """What furniture should not hide in one view."""

    points: Pixels
    low: float = 0.0
    """Rows by which what stands at the room's foot has gone down by then."""


def choose_corners(wanting: Sequence[Standing], room: Rect, busy: Sequence[Busy]) -> list[Rect]:
    """Give each block the corner where, together, they hide least.

    Args:
        wanting: the blocks.
        room: the part of the frame whose corners they stand in.
        busy: what not to hide, at every view of the slide that is looked at.
    """
    hidden = lru_cache(lambda rect: _hidden(rect, busy, at_foot=is_at_foot(rect, room)))

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
        taken = rect.grown(BETWEEN)
        top, bottom = (
            (taken.bottom, free.bottom) if corner.startswith("top") else (free.top, taken.top)
        )
        left_over[corner] = Rect(free.left, top, free.right, bottom)
        rects.append(rect)
    return rects


def _hidden(rect: Rect, busy: Sequence[Busy], *, at_foot: bool) -> float:
    """Points that a block hides, and a little for those it comes near to: the mean of all views."""
    near = rect.grown(round(min(rect.width, rect.height) * 0.15))
    counts = []
    for view in busy:
        # A block that has gone down by some rows sees everything as many rows higher.
        points = view.points - (0, view.low) if at_foot else view.points
        counts.append(_inside(near, points) + 3 * _inside(rect, points))
    return float(np.mean(counts)) if counts else 0.0


def hides(rect: Rect, busy: Sequence[Busy], room: Rect) -> bool:
    """Whether a block that stands in *rect* hides anything in any view."""
    foot = is_at_foot(rect, room)
    return any(_inside(rect, each.points - (0, each.low if foot else 0)) for each in busy)


def is_at_foot(rect: Rect, room: Rect) -> bool:
    """Whether *rect* stands nearer to the foot of *room* than to its top."""
    return rect.top - room.top > room.bottom - rect.bottom


def _inside(rect: Rect, points: Pixels) -> int:
    x, y = points[:, 0], points[:, 1]
    inside = (x >= rect.left) & (x < rect.right) & (y >= rect.top) & (y < rect.bottom)
    return int(np.count_nonzero(inside))
