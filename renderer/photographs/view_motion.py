"""How the view moves over a picture, and the warp that draws it.

Comes in: sizes, a slide's `board.Image`, a seed and a length in frames. Goes out: the first and
last `View`, every view between, and the matrices that OpenCV warps planes with.
Pure arithmetic; knows nothing of pixels, files or colours. Coordinates: see `views`.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from renderer.frames.pixels import Size
from renderer.messages import tr
from renderer.messages.figures import decimal
from renderer.photographs.views import (
    ROOM_AROUND,
    SOFT_BEYOND,
    Fitted,
    View,
    fitted,
    focus_point,
    grown,
    inside,
    rest_view,
    shifted,
    stage,
    travel,
)
from renderer.storyboard.board import Image, Point, Rect
from renderer.timebase import steps_around

__all__ = [
    "Showing",
    "TooSmall",
    "View",
    "affine",
    "framed_scan",
    "progress",
    "rescaled",
    "rest_view",
    "showing",
    "small_scan",
    "stage",
    "view_at",
    "wanted_size",
]

SPEED_LIMIT = 0.012
"""Fastest that any point crosses the frame, in frame widths a second: seen, but not noticed."""
ZOOM_RANGE = (0.06, ROOM_AROUND)
"""Least and most that `auto` grows or shrinks a picture over one slide."""
PAN_LIMIT = 0.35
"""Longest pan of `auto`, in views, however long the slide lasts."""
LEAST_PAN = 0.03
"""Below this share of the view a pan looks like a mistake; the picture is zoomed instead."""
RAMP = 0.12
"""Share of the motion spent speeding up, and again slowing down."""
PEAK = 1 / (1 - RAMP)
"""Highest speed of `progress`, as a multiple of its mean speed."""
MARGIN = 0.08
"""Share of the view kept between the focus and the view's sides, where the picture allows it."""
NARROWEST = 1 / 50
"""The smallest view that an author may ask for, as a share of the widest one."""
MOVING_ROOM = 1.02
"""How much larger than 1:1 a picture in motion is decoded. Just over 1 `resampling` finds no whole
pixel to begin at; from here on it nearly always does, at a quarter of the time."""

Sampling = Literal["luma", "chroma"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """How a picture is laid into the frame, and its views while it is seen."""

    fitted: Fitted
    room: View
    """What views may roam: `stage`."""
    start: View
    end: View
    length: int
    """Frames from the one to the other; before the slide is over, or after."""


def showing(
    source: Size,
    frame: Size,
    image: Image,
    *,
    seed: str,
    length: int,
    fps: int,
    composed: Size | None = None,
) -> Showing:
    """How a picture is shown for *length* frames, its first and last view, and its pace.

    A way whose end matters (given by the author, or all along a picture) arrives in the last fifth
    of the slide and rests; any other goes on until the slide is gone (`timebase.steps_around`).

    *seed* (the slide's id) chooses between the movements, so that moving a slide within the film
    changes nothing. Both views stay within the room, and so does everything `view_at` puts between
    them; the focus is in both. Under call-outs a picture moves only as its author says: they point
    at something, which is easier to look at while it rests. *composed* is the film's own frame,
    where *frame* is a draft's.
    """
    within, beyond = steps_around(length)
    way = fitted(image, source, composed or frame, length=within, fps=fps)
    room = stage(source, frame, way.fit, way.least_width)
    rest = rest_view(source, frame, way.fit, image.focus, way.least_width)
    motion = image.motion
    dice = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
    seconds = beyond / fps
    if motion.kind == "given":
        views = _given(motion.start, source, rest, room), _given(motion.end, source, rest, room)
    elif motion.kind == "none" or image.callouts:
        views = rest, rest
    elif way.travels:
        views = travel(source, frame, image.focus)
    elif way.fit != "cover":
        views = _settling(rest, frame, dice, seconds)
    else:
        views = _sober(source, frame, rest, image.focus, dice=dice, seconds=seconds)
    arrives = motion.kind == "given" or way.travels
    return Showing(
        fitted=way,
        room=room,
        start=views[0],
        end=views[1],
        length=within if arrives else beyond,
    )


def progress(frame: int, length: int) -> float:
    """How far a motion of *length* frames is at *frame*: 0 at its first, 1 at its last.

    Linear, but for a start and a stop whose speed follows half a cosine over `RAMP` of the time.
    Frames outside the motion stand still at its ends.
    """
    if length <= 1:
        return 0.0
    time = min(max(frame / (length - 1), 0.0), 1.0)
    if time > 0.5:
        return 1.0 - _risen(1.0 - time)
    return _risen(time)


def view_at(start: View, end: View, share: float) -> View:
    """The view at *share* (0 to 1) of the way, its scale changing by equal ratios.

    All four sides follow one parameter, so a zoom keeps its fixed point, and what is inside both
    ends is inside every view between them.
    """
    ratio = math.log(end.width / start.width)
    # Towards no zoom at all, expm1(share·r)/expm1(r) tends to share; below 1e-9 it is share.
    along = share if abs(ratio) < 1e-9 else math.expm1(share * ratio) / math.expm1(ratio)
    return View(
        x=start.x + (end.x - start.x) * along,
        y=start.y + (end.y - start.y) * along,
        width=start.width + (end.width - start.width) * along,
        height=start.height + (end.height - start.height) * along,
    )


def rescaled(view: View, source: Size, decoded: Size, origin: Point = (0.0, 0.0)) -> View:
    """*view*, given in pixels of *source*, in those of the same picture decoded smaller.

    *origin* is subtracted first: pass ``(stage.x, stage.y)`` with the stage's sizes when the
    picture was painted on its stage.
    """
    across, down = decoded.width / source.width, decoded.height / source.height
    return View(
        x=(view.x - origin[0]) * across,
        y=(view.y - origin[1]) * down,
        width=view.width * across,
        height=view.height * down,
    )


def affine(view: View, frame: Size, plane: Sampling = "luma") -> NDArray[np.float64]:
    """The matrix that ``cv2.warpAffine(…, flags=… | WARP_INVERSE_MAP)`` draws *view* with.

    *view* is in pixels of the plane warped (of its luma, for ``chroma``). Shape (2, 3): indices
    (column, row, 1) in the destination to indices in the source, whole numbers being centres.
    Chroma planes are 4:2:0 sited left (MPEG-2) at both ends: sample (column, row) is at luma
    indices (2·column, 2·row + 0.5).
    """
    across, down = view.width / frame.width, view.height / frame.height
    # Index i has its centre at i + 0.5, in the frame as in the source.
    left = view.x + 0.5 * across - 0.5
    top = view.y + 0.5 * down - 0.5
    if plane == "chroma":
        # luma = across·(2c) + left, and c' = luma / 2; luma = down·(2r + ½) + top,
        # and r' = (luma - ½) / 2.
        left, top = left / 2, (0.5 * down + top - 0.5) / 2
    return np.array([[across, 0.0, left], [0.0, down, top]], dtype=np.float64)


def wanted_size(source: Size, frame: Size, *views: View) -> Size:
    """Pixels that the whole source needs for its closest view to be about 1:1 in the frame.

    Exactly that when nothing moves, `MOVING_ROOM` more when the views differ. Never more than the
    source has. At least 1 × 1.
    """
    closest = min(views, key=lambda view: view.width)
    room = MOVING_ROOM if len(set(views)) > 1 else 1.0
    scale = min(1.0, room * frame.width / closest.width)
    return Size(
        max(1, min(source.width, math.ceil(source.width * scale))),
        max(1, min(source.height, math.ceil(source.height * scale))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TooSmall:
    """What a picture with too few pixels will look like, and what would be better."""

    what: str
    remedy: str
    enlarged: float
    """How many times, where it fills the frame."""

    def __str__(self) -> str:
        return tr("{what}; {remedy}", what=self.what, remedy=self.remedy)


def small_scan(source: Size, frame: Size, *views: View, name: str) -> TooSmall | None:
    """A warning when *name* has too few pixels for the closest view; None when it has enough."""
    closest = min(views, key=lambda view: view.width)
    enlarged = frame.width / closest.width
    if enlarged <= SOFT_BEYOND:
        return None
    return TooSmall(
        enlarged=enlarged,
        what=tr(
            "{file} is {width} × {height} pixels and is enlarged {times} times: it will look soft",
            file=name,
            width=source.width,
            height=source.height,
            times=decimal(enlarged, 1),
        ),
        remedy=tr(
            "a scan of {wide} × {high} pixels, a wider view, or 'fit: blur' would be sharp",
            wide=math.ceil(source.width * enlarged),
            high=math.ceil(source.height * enlarged),
        ),
    )


def framed_scan(source: Size, frame: Size, *, name: str) -> TooSmall:
    """What is told of *name*, framed since it has too few pixels for the film's *frame*."""
    enlarged = frame.width / rest_view(source, frame, "cover").width
    return TooSmall(
        enlarged=enlarged,
        what=tr(
            "{file} is {width} × {height} pixels, too few for the frame: it is shown smaller, on"
            " the theme's ground",
            file=name,
            width=source.width,
            height=source.height,
        ),
        remedy=tr(
            "a scan of {wide} × {high} pixels would fill it; 'fit: cover' does, softly",
            wide=math.ceil(source.width * enlarged),
            high=math.ceil(source.height * enlarged),
        ),
    )


def _risen(time: float) -> float:
    """`progress` over its first half, time from 0 to 0.5."""
    if time >= RAMP:
        return (time - RAMP / 2) * PEAK
    return (time - RAMP / math.pi * math.sin(math.pi * time / RAMP)) / 2 * PEAK


def _given(rect: Rect | None, source: Size, rest: View, room: View) -> View:
    """An author's rectangle, grown to the frame's aspect, and kept within *room*."""
    if rect is None:
        return rest
    x, y, width, height = rect
    across, down = width * source.width, height * source.height
    scale = max(across / rest.width, down / rest.height, NARROWEST)
    widest = min(room.width / rest.width, room.height / rest.height)
    scale = min(scale, widest)
    view_width, view_height = rest.width * scale, rest.height * scale
    centred = View(
        x=x * source.width + (across - view_width) / 2,
        y=y * source.height + (down - view_height) / 2,
        width=view_width,
        height=view_height,
    )
    return inside(centred, room)


def _zoom(dice: bytes, seconds: float, reach: float) -> float:
    """How much to grow: from `ZOOM_RANGE`, less when the slide is too short for it.

    *reach* is the distance from the fixed point to the farthest corner, in frame widths.
    """
    least, most = ZOOM_RANGE
    asked = least + (most - least) * dice[1] / 255
    return 1 + min(asked, SPEED_LIMIT * seconds / (PEAK * reach))


def _settling(rest: View, frame: Size, dice: bytes, seconds: float) -> tuple[View, View]:
    """A whole picture coming a little closer, or going: it is whole all the way."""
    wide = grown(rest, _zoom(dice, seconds, math.hypot(0.5, 0.5 * frame.height / frame.width)))
    return (wide, rest) if dice[0] % 2 else (rest, wide)


def _sober(
    source: Size,
    frame: Size,
    rest: View,
    focus: Point | None,
    *,
    dice: bytes,
    seconds: float,
) -> tuple[View, View]:
    """`auto` for a picture that covers the frame."""
    shape = source.width * frame.height / (source.height * frame.width)
    point = focus_point(source, focus)
    room = stage(source, frame, "cover")
    if not 0.74 < shape < 1.35:
        # Far from the frame's shape: only a pan shows what the frame cuts off.
        pan = _pan(rest, room, point, upright=shape < 1, dice=dice, seconds=seconds)
        if pan is not None:
            return pan
    elif dice[0] % 3 == 2:
        width, height = rest.width / (1 + ZOOM_RANGE[0]), rest.height / (1 + ZOOM_RANGE[0])
        x, y = point[0] - width / 2, point[1] - height / 2
        closer = inside(View(x=x, y=y, width=width, height=height), room)
        pan = _pan(closer, room, point, upright=False, dice=dice, seconds=seconds)
        if pan is not None:
            return pan
    left, top = (point[0] - rest.x) / rest.width, (point[1] - rest.y) / rest.height
    reach = math.hypot(max(left, 1 - left), max(top, 1 - top) * frame.height / frame.width)
    factor = _zoom(dice, seconds, reach)
    width, height = rest.width / factor, rest.height / factor
    # Around the focus, which then doesn't move at all.
    x, y = point[0] - left * width, point[1] - top * height
    close = inside(View(x=x, y=y, width=width, height=height), rest)
    return (rest, close) if dice[0] % 2 else (close, rest)


def _pan(
    view: View,
    room: View,
    focus: tuple[float, float],
    *,
    upright: bool,
    dice: bytes,
    seconds: float,
) -> tuple[View, View] | None:
    """*view* gliding past the focus along one side of the picture; None where there is no room."""
    size, space, point, at = (
        (view.height, room.height, focus[1], view.y)
        if upright
        else (view.width, room.width, focus[0], view.x)
    )
    slack = space - size
    first = min(max(0.0, point - size * (1 - MARGIN)), slack)
    last = max(min(slack, point - size * MARGIN), 0.0)
    travel = min(last - first, size * PAN_LIMIT, view.width * SPEED_LIMIT * seconds / PEAK)
    if travel < size * LEAST_PAN * min(1.0, seconds / 4):
        return None
    begin = min(max(at - travel / 2, first), last - travel)
    ends = (begin, begin + travel) if dice[2] % 2 else (begin + travel, begin)
    return shifted(view, ends[0], upright=upright), shifted(view, ends[1], upright=upright)
