"""A photograph as a painter: decoded, staged, turned into planes; and its call-outs as overlays.

Comes in: a checked `Image`, a look, the theme and a way to decode pictures. Goes out: a painter
and overlays. Knows no caption and no codec.

A picture under a moving view (slow zooms and pans, between pixels) is drawn on all three planes,
so that no RGB frame is ever made. Bilinear: at the small magnifications used here it is as steady
as bicubic (0.004 px RMS against 0.008, measured on a dot's centroid) at a third of the time.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import InitVar, dataclass, field
from functools import partial

import cv2
import numpy as np

from renderer.clips.drawing import Darkroom
from renderer.clips.painter import SeenOverlay, StillPainter, TimedOverlay
from renderer.clips.slide_parameters import Look
from renderer.frames.pixels import Planes, Rgb, Size
from renderer.frames.resampling import Margined, draw, with_margin
from renderer.frames.yuv import PlaneOverlay, empty_planes, noise_at, prepare_overlay, to_planes
from renderer.photographs.file import PictureFile
from renderer.photographs.view_motion import (
    Sampling,
    Showing,
    affine,
    framed_scan,
    progress,
    rescaled,
    showing,
    small_scan,
    view_at,
    wanted_size,
)
from renderer.photographs.views import View, placed
from renderer.pictures.callout import MovingCallout, draw_callout, joined, moving_callout
from renderer.storyboard.board import Callout, Image
from renderer.storyboard.moments import Moment
from renderer.themes.theme import Theme
from renderer.timeline.moment_frames import Beats

_LINE = 0.002
"""Thickness of the line round a framed picture, of the frame's shorter side: two pixels of a film
of 1080 lines, so that a pale picture ends somewhere on a pale ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A photograph ready to be shown: its planes, and the views in the planes' own pixels."""

    rgb: Rgb
    start: View
    end: View
    length: int
    """Frames from the one to the other."""


def photograph_painter(
    image: Image, look: Look, theme: Theme, darkroom: Darkroom
) -> MovingPainter | StillPainter:
    """The painter of a photograph, moving or at rest.

    Raises:
        PictureError: it can't be decoded, or has changed since it was digested.
    """
    shown = _shown(look, image, theme, darkroom)
    moving = MovingPainter(
        source=to_planes(shown.rgb),
        size=look.size,
        start=shown.start,
        end=shown.end,
        length=shown.length,
    )
    if shown.start != shown.end:
        return moving
    planes = empty_planes(look.size)
    moving.paint(0, planes)
    return StillPainter(planes=planes, length=look.length)


def _shown(look: Look, image: Image, theme: Theme, darkroom: Darkroom) -> _Shown:
    picture = PictureFile(name=image.name, path=image.file, digest=look.digests[0])
    source = darkroom.probe(image.file, image.name)
    way = _showing(look, image, source)
    start, end = way.start, way.end
    if way.fitted.is_framed:
        darkroom.warn(str(framed_scan(source, look.composed or look.size, name=image.name)))
    elif small := small_scan(source, look.size, start, end, name=image.name):
        darkroom.warn(str(small))
    # What is transparent is the theme's paper, which `look.style_digest` puts into the key.
    wanted = wanted_size(source, look.size, start, end)
    rgb = darkroom.decode(picture, wanted, theme.colours.paper)
    decoded = Size(rgb.shape[1], rgb.shape[0])
    if way.fitted.fit == "cover":
        return _Shown(
            rgb=rgb,
            start=rescaled(start, source, decoded),
            end=rescaled(end, source, decoded),
            length=way.length,
        )
    room = way.room
    staged = _on_stage(rgb, way, source, look.size, theme)
    whole = Size(round(room.width), round(room.height))
    painted = Size(staged.shape[1], staged.shape[0])
    origin = (room.x, room.y)
    return _Shown(
        rgb=staged,
        start=rescaled(start, whole, painted, origin),
        end=rescaled(end, whole, painted, origin),
        length=way.length,
    )


def _showing(look: Look, image: Image, source: Size) -> Showing:
    return showing(
        source,
        look.size,
        image,
        seed=look.name,
        length=look.length,
        fps=look.fps,
        composed=look.composed,
    )


def _on_stage(rgb: Rgb, way: Showing, source: Size, frame: Size, theme: Theme) -> Rgb:
    """The whole picture on its surround: the theme's ground, or itself, enlarged and blurred."""
    room = way.room
    height, width = rgb.shape[:2]
    scale = width / source.width
    stage_width, stage_height = round(room.width * scale), round(room.height * scale)
    if way.fitted.fit == "blur":
        out = _blurred_ground(rgb, stage_width, stage_height)
    else:
        out = np.empty((stage_height, stage_width, 3), np.uint8)
        out[:] = theme.colours.paper
    left, top = round(-room.x * scale), round(-room.y * scale)
    if way.fitted.is_framed:
        line = max(1, round(_LINE * min(frame) * stage_width / frame.width))
        out[top - line : top + height + line, left - line : left + width + line] = (
            theme.colours.quiet
        )
    out[top : top + height, left : left + width] = rgb[: stage_height - top, : stage_width - left]
    return out


def _blurred_ground(rgb: Rgb, width: int, height: int) -> Rgb:
    """*rgb* covering the stage, far out of focus and darkened, so that it never competes."""
    small_width = 160
    small_height = max(1, round(small_width * height / width))
    scale = max(small_width / rgb.shape[1], small_height / rgb.shape[0])
    small = cv2.resize(
        rgb,
        (
            max(small_width, round(rgb.shape[1] * scale)),
            max(small_height, round(rgb.shape[0] * scale)),
        ),
        interpolation=cv2.INTER_AREA,
    )
    left, top = (small.shape[1] - small_width) // 2, (small.shape[0] - small_height) // 2
    small = small[top : top + small_height, left : left + small_width]
    soft = cv2.GaussianBlur(small.astype(np.float32), (0, 0), 6.0) * np.float32(0.55)
    ground = np.empty((height, width, 3), np.uint8)
    noise = noise_at(0, 0, width, height)  # the same in all three: grey, not coloured
    for channel in range(3):  # one at a time: as floats a large stage takes 100 MB
        wide = cv2.resize(soft[..., channel], (width, height), interpolation=cv2.INTER_CUBIC)
        ground[..., channel] = cv2.add(wide, noise, dtype=cv2.CV_8U)
    return ground


def _appears(callout: Callout, beats: Beats) -> int:
    if callout.when is not None and callout.when != Moment(sentence=1):
        return beats.frame_of(callout.when)
    if callout.sentence > 1 and beats.sentences:
        return beats.sentences[min(callout.sentence, len(beats.sentences)) - 1]
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _MovingMark:
    """A call-out that goes with the picture under it."""

    mark: MovingCallout
    start: int
    views: tuple[View, View]
    source: Size
    length: int

    def state(self, frame: int) -> Hashable:
        """The frame, once its time has come: the picture's own state holds the view."""
        return True if self.start <= frame else None

    def at(self, frame: int) -> PlaneOverlay | None:
        """Its lines and words where the view of *frame* has them."""
        if frame < self.start:
            return None
        view = view_at(*self.views, progress(frame, self.length))
        drawn = joined(self.mark.overlays(partial(placed, view, self.source, self.mark.size)))
        return prepare_overlay(drawn) if drawn else None

    @property
    def nbytes(self) -> int:
        """Its words'."""
        return self.mark.drawn.rgba.nbytes if self.mark.drawn else 0


def callouts(image: Image, look: Look, theme: Theme, darkroom: Darkroom) -> list[SeenOverlay]:
    """Call-outs, each from its moment on; they move with the picture under them.

    Raises:
        PictureError: one can't be drawn.
    """
    source = darkroom.probe(image.file, image.name)
    way = _showing(look, image, source)
    views = way.start, way.end
    place = partial(placed, views[0], source, look.size)
    timed: list[SeenOverlay] = []
    for callout in image.callouts:
        start = _appears(callout, look.beats)
        if views[0] != views[1]:
            mark = moving_callout(
                callout,
                theme,
                look.size,
                (place, partial(placed, views[1], source, look.size)),
                language=look.language,
                foot=look.foot,
            )
            moving = _MovingMark(
                mark=mark, start=start, views=views, source=source, length=way.length
            )
            timed.append(moving)
            continue
        drawn = draw_callout(
            callout, theme, look.size, place, language=look.language, foot=look.foot
        )
        if drawn is None:
            continue
        timed.append(TimedOverlay(overlay=prepare_overlay(drawn), start=start))
    return timed


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class MovingPainter:
    """A view that goes from *start* to *end* over *length* frames."""

    source: InitVar[Planes]
    size: Size
    start: View
    end: View
    length: int
    _planes: tuple[tuple[Margined, Sampling], ...] = field(init=False, repr=False)
    """Luma, then both chromas."""

    def __post_init__(self, source: Planes) -> None:
        widest = max(
            max(view.width / self.size.width, view.height / self.size.height)
            for view in (self.start, self.end)
        )
        planes = (
            (with_margin(source.y, widest), "luma"),
            (with_margin(source.u, widest), "chroma"),
            (with_margin(source.v, widest), "chroma"),
        )
        object.__setattr__(self, "_planes", planes)

    @property
    def nbytes(self) -> int:
        """The planes', margins included."""
        return sum(plane.pixels.nbytes for plane, _ in self._planes)

    def state(self, frame: int) -> Hashable:
        """The view shown."""
        return view_at(self.start, self.end, progress(frame, self.length))

    def paint(self, frame: int, into: Planes) -> None:
        """Draw each plane straight into its place."""
        view = view_at(self.start, self.end, progress(frame, self.length))
        for (plane, kind), out in zip(self._planes, (into.y, into.u, into.v), strict=True):
            draw(plane, affine(view, self.size, kind), out)
