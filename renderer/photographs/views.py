"""Views: which rectangle of a picture fills the frame when nothing moves.

Comes in: the sizes of a picture and of the frame, a fit, a focus. Goes out: `View`s.
Pure arithmetic; knows nothing of pixels, files, time or motion.

Coordinates are continuous, in source pixels: pixel i covers [i, i + 1) and its centre is i + 0.5.
A view reaches outside the source only for ``contain`` and ``blur``; it never leaves `stage`.
"""

from __future__ import annotations

from dataclasses import dataclass

from renderer.frames.pixels import Size
from renderer.storyboard.board import Fit, Point

DEFAULT_FOCUS: Point = (0.5, 0.42)
"""Where an upright photograph's subject usually is: a little above the middle."""
ROOM_AROUND = 0.10
"""What ``contain`` and ``blur`` paint beyond the frame, as a share of it: the room to zoom in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The rectangle of the source that fills the frame; it has the frame's aspect."""

    x: float
    y: float
    width: float
    height: float


def stage(source: Size, frame: Size, fit: Fit, least_width: float = 0.0) -> View:
    """The rectangle that views may roam: what must be painted so that no edge ever shows.

    ``cover``: the source itself. ``contain`` and ``blur``: the source with its surround, of the
    frame's aspect, with room for the slow zoom; x and y are then negative or zero.
    """
    if fit == "cover":
        return View(x=0.0, y=0.0, width=float(source.width), height=float(source.height))
    return grown(enclosing(source, frame, least_width), 1 + ROOM_AROUND)


def rest_view(
    source: Size, frame: Size, fit: Fit, focus: Point | None = None, least_width: float = 0.0
) -> View:
    """The view of a picture that doesn't move: the most of it that the fit allows.

    ``cover`` fills the frame and keeps *focus* as near to the middle as the picture allows;
    ``contain`` and ``blur`` show the whole picture, centred, in a view of at least *least_width*.
    """
    if fit != "cover":
        return enclosing(source, frame, least_width)
    scale = min(source.width / frame.width, source.height / frame.height)
    width, height = frame.width * scale, frame.height * scale
    across, down = focus_point(source, focus)
    return inside(
        View(x=across - width / 2, y=down - height / 2, width=width, height=height),
        stage(source, frame, fit),
    )


def focus_point(source: Size, focus: Point | None) -> tuple[float, float]:
    """*focus* (`DEFAULT_FOCUS` when None) in source pixels, never outside the picture."""
    across, down = DEFAULT_FOCUS if focus is None else focus
    return min(max(across, 0.0), 1.0) * source.width, min(max(down, 0.0), 1.0) * source.height


def enclosing(source: Size, frame: Size, least_width: float = 0.0) -> View:
    """The smallest rectangle of the frame's aspect, and of *least_width*, round the source."""
    scale = max(source.width, least_width) / frame.width
    scale = max(scale, source.height / frame.height)
    width, height = frame.width * scale, frame.height * scale
    return View(
        x=(source.width - width) / 2, y=(source.height - height) / 2, width=width, height=height
    )


def grown(view: View, factor: float) -> View:
    """*view* made larger (or smaller) around its centre."""
    return View(
        x=view.x - view.width * (factor - 1) / 2,
        y=view.y - view.height * (factor - 1) / 2,
        width=view.width * factor,
        height=view.height * factor,
    )


def inside(view: View, room: View) -> View:
    """*view* moved, not resized, to lie within *room*, which is at least as large."""
    right = room.x + room.width - view.width
    bottom = room.y + room.height - view.height
    return View(
        x=max(min(view.x, right), room.x),
        y=max(min(view.y, bottom), room.y),
        width=view.width,
        height=view.height,
    )


def shifted(view: View, place: float, *, upright: bool) -> View:
    """*view* moved so that it begins at *place*: down the picture if *upright*, else across."""
    return View(
        x=view.x if upright else place,
        y=place if upright else view.y,
        width=view.width,
        height=view.height,
    )


def placed(view: View, source: Size, frame: Size, at: Point) -> tuple[float, float]:
    """Where *at*, in fractions of the source, falls in the frame that *view* fills: its pixel."""
    return (
        (at[0] * source.width - view.x) / view.width * frame.width,
        (at[1] * source.height - view.y) / view.height * frame.height,
    )
