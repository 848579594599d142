"""Views: which rectangle of a picture fills the frame at rest; what `fit: auto` comes to.

Comes in: the sizes of a picture and of the frame, a fit, a focus; a slide's `board.Image` and how
long it is seen. Goes out: `View`s; `Fitted`, by what each way of laying the picture into the frame
would lose, and the two ends of a travel. Pure arithmetic: the same film gives the same answer on
every machine. Knows nothing of pixels, files or themes.

Coordinates are continuous, in source pixels: pixel i covers [i, i + 1) and its centre is i + 0.5.
A view reaches outside the source only for ``contain`` and ``blur``; it never leaves `stage`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from renderer.frames.pixels import Size
from renderer.storyboard.board import Callout, Fit, Image, Point

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


MOST_LOST = 1 / 3
"""Of a picture that covers the frame: a photograph of 4:3 in a wide film loses a quarter, one of
3:2 in a square film a third; a square in a wide film would lose 44 %."""
TRAVEL_SPEED = 0.04
"""Most that a travel moves, in the frame's longer sides a second, on average: half the speed of a
slow tilt of documentaries. A square picture takes eleven seconds of a wide film."""
KEPT = 0.25
"""Share of the view that a travel leaves between a focus and the view's sides: a focus is the
middle of a face, which is seen whole all the way."""
SOFT_BEYOND = 1.5
"""Enlargement from which a scan looks soft on a screen."""
MAT = 1.12
"""Least view of a picture that is framed, in its own widths or heights: one that could be as high
as the frame shows that it is framed by a margin of a seventeenth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """How a picture is laid into the frame."""

    fit: Fit
    travels: bool = False
    """Whether the view goes all along a picture that covers the frame."""
    least_width: float = 0.0
    """Least width of a view of the whole picture, in its own pixels; more than 0: it is framed."""

    @property
    def is_framed(self) -> bool:
        """Whether it sits on the theme's ground, smaller than the frame."""
        return self.least_width > 0


def fitted(image: Image, source: Size, frame: Size, *, length: int, fps: int) -> Fitted:
    """How *image* is laid into *frame*, which is the film's own, never a draft's.

    ``auto`` covers the frame where at most `MOST_LOST` of the picture is lost, and no mark on it;
    else the view travels along it, where its time allows it and a focus stays in view; else it is
    shown whole, on a blur. One that would be enlarged more than `SOFT_BEYOND` times is framed.
    Views that an author gives are of a picture that covers the frame.
    """
    if image.fit != "auto":
        return Fitted(fit=image.fit)
    if image.motion.kind == "given":
        return Fitted(fit="cover")
    covering, whole = rest_view(source, frame, "cover", image.focus), enclosing(source, frame)
    covers_sharply = frame.width <= SOFT_BEYOND * covering.width
    if _loses_little(image, covering, source):
        if covers_sharply:
            return Fitted(fit="cover")
    elif covers_sharply and _has_time(image, source, frame, length / fps):
        return Fitted(fit="cover", travels=True)
    elif frame.width <= SOFT_BEYOND * whole.width:
        return Fitted(fit="blur")
    return Fitted(fit="contain", least_width=max(MAT * whole.width, frame.width / SOFT_BEYOND))


def travel(source: Size, frame: Size, focus: Point | None) -> tuple[View, View]:
    """The first and the last view of a travel along a picture, as far as *focus* stays in view.

    It ends where the subject is likelier: up a tall picture, and towards the focus.
    """
    view = rest_view(source, frame, "cover", focus)
    across, down = focus_point(source, focus)
    upright = source.width * frame.height < source.height * frame.width
    size, space, point = (
        (view.height, source.height, down) if upright else (view.width, source.width, across)
    )
    slack = space - size
    first, last = 0.0, slack
    if focus is not None:
        first = min(max(0.0, point - size * (1 - KEPT)), slack)
        last = max(min(slack, point - size * KEPT), first)
    likelier = point if focus is not None else DEFAULT_FOCUS[1] * space if upright else space
    ends = (first, last) if likelier > space / 2 else (last, first)
    return shifted(view, ends[0], upright=upright), shifted(view, ends[1], upright=upright)


def _loses_little(image: Image, view: View, source: Size) -> bool:
    if not _is_most(view.width, view.height, source):
        return False
    left, top = view.x / source.width, view.y / source.height
    right, bottom = left + view.width / source.width, top + view.height / source.height
    marks = [each for callout in image.callouts for each in _marked(callout)]
    return all(left <= across <= right and top <= down <= bottom for across, down in marks)


def _marked(callout: Callout) -> Iterator[Point]:
    """Places of the picture that a call-out marks."""
    across, down = callout.at
    wide, high = callout.size or (0.0, 0.0)
    yield across + wide, down + high
    yield (across - wide, down - high) if callout.kind == "circle" else callout.at
    if callout.start:
        yield callout.start


def _has_time(image: Image, source: Size, frame: Size, seconds: float) -> bool:
    """Whether a travel shows enough of the picture, in time; under marks a picture rests."""
    if image.motion.kind != "auto" or image.callouts:
        return False
    start, end = travel(source, frame, image.focus)
    across, down = abs(end.x - start.x), abs(end.y - start.y)
    in_time = across + down <= TRAVEL_SPEED * seconds * max(start.width, start.height)
    return in_time and _is_most(start.width + across, start.height + down, source)


def _is_most(width: float, height: float, source: Size) -> bool:
    # A picture of 3:2 loses a third of itself to a square frame, whatever floats make of it.
    return width * height >= (1 - MOST_LOST - 1e-6) * source.width * source.height
