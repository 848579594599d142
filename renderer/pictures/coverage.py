"""How much of a picture a slide shows: over its whole motion, around its focus, with its call-outs.

Comes in: views, sizes, call-outs. Goes out: shares, 0 to 1, and which call-outs
the frame cuts. Pure arithmetic; knows nothing of files, colours or slides.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from renderer.frames.pixels import Size
from renderer.photographs.view_motion import progress, view_at
from renderer.photographs.views import View, focus_point, placed
from renderer.pictures.callout import bounds_of
from renderer.storyboard.board import Callout, Point

Corner = tuple[float, float]
_LOOKS = 200
"""Moments of a motion at which its focus is looked for: half a per cent is near enough to tell."""
_SLACK = 0.5
"""Pixels of a mark that may lie beyond the frame: what rounding takes."""


def seen_share(source: Size, start: View, end: View) -> float:
    """The share of the picture that is seen at one moment or another.

    All sides of a view move evenly with one parameter, so that what is swept is the convex hull of
    the first and the last.
    """
    corners = {corner for view in (start, end) for corner in _corners(view, source)}
    return _area(_hull(sorted(corners))) / (source.width * source.height)


def focus_share(source: Size, start: View, end: View, focus: Point | None) -> float:
    """The share of the time in which *focus* is within the view."""
    across, down = focus_point(source, focus)
    slip = 1e-6 * max(source)  # of floats: a focus may lie on the picture's edge

    def holds(view: View) -> bool:
        right, bottom = view.x + view.width, view.y + view.height
        return view.x - slip <= across <= right + slip and view.y - slip <= down <= bottom + slip

    moments = (view_at(start, end, progress(each, _LOOKS)) for each in range(_LOOKS))
    return sum(map(holds, moments)) / _LOOKS


def kept_in(
    callout: Callout, view: View, source: Size, frame: Size
) -> Literal["whole", "cut", "outside"]:
    """Whether the frame holds the lines of *callout*, or a label's anchor, under *view*."""
    place: Callable[[Point], tuple[float, float]] = partial(placed, view, source, frame)
    left, top, right, bottom = bounds_of(callout, place, frame)
    if right < 0 or bottom < 0 or left > frame.width or top > frame.height:
        return "outside"
    inside = (
        min(left, top) >= -_SLACK
        and right <= frame.width + _SLACK
        and bottom <= frame.height + _SLACK
    )
    return "whole" if inside else "cut"


def _corners(view: View, source: Size) -> tuple[Corner, ...]:
    """Of what *view* shows of the picture itself."""
    left, right = max(0.0, view.x), min(float(source.width), view.x + view.width)
    top, bottom = max(0.0, view.y), min(float(source.height), view.y + view.height)
    return (left, top), (right, top), (left, bottom), (right, bottom)


def _hull(corners: list[Corner]) -> list[Corner]:
    """The convex hull of sorted *corners*, in order around it (Andrew's monotone chain)."""

    def half(points: list[Corner]) -> list[Corner]:
        chain: list[Corner] = []
        for point in points:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(corners) + half(corners[::-1])


def _turn(one: Corner, other: Corner, third: Corner) -> float:
    return (other[0] - one[0]) * (third[1] - one[1]) - (other[1] - one[1]) * (third[0] - one[0])


def _area(corners: list[Corner]) -> float:
    following = [*corners[1:], *corners[:1]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, following, strict=True)) / 2
