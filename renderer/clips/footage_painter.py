"""A stretch of an archive film as a painter.

Comes in: a checked `Footage` and a look. Goes out: a painter at the film's own rate and size:
each frame shows the archive's nearest earlier picture, so that any rate becomes a constant one
without blending. The film is opened and decoded behind a fence. Knows nothing of captions, nor of
the footage's sound.
"""

from __future__ import annotations

import weakref
from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction

from renderer.clips.slide_parameters import Look
from renderer.decoding.sandbox import Fence
from renderer.errors import PictureError
from renderer.footage.file import exact, file_state, footage_digest
from renderer.footage.sandbox import FILMS, LIMITS, FootageShot, as_request
from renderer.frames.pixels import Planes
from renderer.frames.yuv import copy_planes
from renderer.messages import tr
from renderer.storyboard.board import Footage
from renderer.themes.file import load_theme

_EDGE = Fraction(1, 1000)
"""Seconds before a stretch's end at which its last picture is looked for."""


@dataclass(frozen=True, slots=True, weakref_slot=True, kw_only=True)
class FootagePainter:
    """A stretch of an archive film. Any number of threads may paint at once, in any order."""

    projection: FootageShot
    fence: Fence
    slide: str
    """Id of the slide, for messages."""
    fps: int
    length: int

    @property
    def nbytes(self) -> int:
        """One frame on its way: the films are open in processes of their own."""
        width, height = self.projection.size
        return width * height * 3 // 2

    def state(self, frame: int) -> Hashable:
        """The moment shown; all frames after the stretch's end show its last picture."""
        return self._moment(frame)

    def paint(self, frame: int, into: Planes) -> None:
        """Copy the archive's picture of that moment.

        Raises:
            PictureError: the film can't be decoded there, or was changed meanwhile.
        """
        is_last = frame >= self.length - 1
        try:
            planes = self.projection.planes(self.fence, self._moment(frame), is_last=is_last)
            # What was read a moment ago: another file must not get into this one's segments.
            if file_state(self.projection.footage) != self.projection.state:
                raise _changed(self.projection.footage)
        except PictureError as error:
            error.slide = self.slide
            raise
        copy_planes(planes, into)

    def _moment(self, frame: int) -> Fraction:
        footage = self.projection.footage
        seconds = exact(footage.start_seconds) + Fraction(frame, self.fps) * exact(footage.speed)
        if footage.end_seconds is None:
            return seconds
        return min(seconds, exact(footage.end_seconds) - _EDGE)

    def close(self) -> None:
        """End the processes at hand; painting starts them again."""
        self.fence.rest()


def footage_painter(footage: Footage, look: Look, fence: Fence | None = None) -> FootagePainter:
    """The painter of a footage slide.

    Args:
        footage: the stretch.
        look: its slide.
        fence: where it is decoded; None: in a process of its own, for as long as the painter lasts.

    Raises:
        PictureError: the file is no film, its stretch lies outside it, it changed since it was
            digested, or its first picture can't be decoded.
    """
    state = file_state(footage)
    if look.digests and footage_digest(footage) != look.digests[0]:
        raise _changed(footage)
    own = Fence(FILMS, 1, LIMITS) if fence is None else fence
    try:
        with own.worker() as worker:
            for _ in worker.ask(footage.name, {"do": "check", "footage": as_request(footage)}):
                pass
    except BaseException:
        if fence is None:
            own.close()
        raise
    painter = FootagePainter(
        projection=FootageShot(
            footage=footage,
            state=state,
            size=look.size,
            ground=load_theme(look.style, look.themes).colours.paper,
        ),
        fence=own,
        slide=look.slide,
        fps=look.fps,
        length=look.length,
    )
    if fence is None:
        weakref.finalize(painter, own.close)
    return painter


def _changed(footage: Footage) -> PictureError:
    return PictureError(
        tr("{file} changed while the film was being made: render again", file=footage.name),
        code="file-changed",
    )
