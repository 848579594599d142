"""Painters as moviepy clips, and moviepy clips as painters.

Comes in: painters; any `moviepy.VideoClip`. Goes out: the other one. The only module that imports
moviepy: its import loads a `.env` file it finds above itself and runs what that names (moviepy
2.2.1, `moviepy/config.py`), and takes half a second, so it is disarmed first and left until a
clip is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import cv2
import numpy as np

from renderer.clips.painter import Painter
from renderer.frames.pixels import Planes, Rgb, Size
from renderer.frames.yuv import copy_planes, empty_planes, to_planes, to_rgb

if TYPE_CHECKING:
    from moviepy import VideoClip

_INTO_FRAME = 0.01
"""Frames after its start at which a clip's frame is asked for: 29 / 25 * 25 is less than 29, so a
clip that looks frames up by ``int(t * fps)`` would show the one before."""


def video_clip_type() -> type[VideoClip]:
    """`moviepy.VideoClip`, imported without running anybody's `.env`."""
    os.environ["PYTHON_DOTENV_DISABLED"] = "1"
    # For a python-dotenv too old to be disabled: what is set already, a `.env` doesn't change.
    os.environ.setdefault("FFMPEG_BINARY", "ffmpeg-imageio")
    os.environ.setdefault("FFPLAY_BINARY", "auto-detect")
    import moviepy

    kind: type[VideoClip] = moviepy.VideoClip
    return kind


def as_clip(painter: Painter, size: Size, fps: int) -> VideoClip:
    """*painter* as a moviepy clip of `painter.length` frames.

    moviepy asks for a time and counts ``int(duration * fps)`` frames (2.2.1, `Clip.iter_frames`),
    so 57 frames at 25 fps would come out as 56. Half a frame more makes the count exact and is
    never shown.
    """

    def frame_at(seconds: float) -> Rgb:
        planes = empty_planes(size)
        painter.paint(min(round(seconds * fps), painter.length - 1), planes)
        return to_rgb(planes)

    clip = video_clip_type()(frame_function=frame_at, duration=(painter.length + 0.5) / fps)
    clip = clip.with_fps(fps)
    clip.size = tuple(size)
    # On the function, not on the clip: moviepy copies a clip's attributes along with each effect,
    # but gives it another function, and `painter_of` must not take it for the bare painter then.
    clip.frame_function.painter = painter
    return clip


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipPainter:
    """Any moviepy clip, fitted into the frame."""

    clip: VideoClip
    size: Size
    fps: int
    length: int
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)
    """moviepy's readers hold a place in a file: two threads at once get each other's frames."""

    def state(self, frame: int) -> Hashable:
        """Every frame may differ."""
        return frame

    def paint(self, frame: int, into: Planes) -> None:
        """The clip's picture as *frame* begins; its last one once it has ended."""
        seconds = (frame + _INTO_FRAME) / self.fps
        if self.clip.duration:
            seconds = min(seconds, max(0.0, self.clip.duration - 0.5 / self.fps))
        with self._lock:
            picture = self.clip.get_frame(seconds)
        copy_planes(to_planes(fit_inside(np.asarray(picture, np.uint8), self.size)), into)


def fit_inside(rgb: Rgb, size: Size) -> Rgb:
    """*rgb* scaled to fit *size*, centred on black."""
    height, width = rgb.shape[:2]
    scale = min(size.width / width, size.height / height)
    inner = (max(1, round(width * scale)), max(1, round(height * scale)))
    if inner == (width, height) == tuple(size):
        return rgb
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    left, top = (size.width - inner[0]) // 2, (size.height - inner[1]) // 2
    out: Rgb = cv2.copyMakeBorder(
        cv2.resize(rgb, inner, interpolation=method),
        top,
        size.height - inner[1] - top,
        left,
        size.width - inner[0] - left,
        cv2.BORDER_CONSTANT,
        value=(0, 0, 0),
    )
    return out


def painter_of(clip: VideoClip, size: Size, fps: int, length: int) -> Painter:
    """The painter behind *clip*, or one made for it."""
    own: Painter | None = getattr(clip.frame_function, "painter", None)
    return own or ClipPainter(clip=clip, size=size, fps=fps, length=length)
