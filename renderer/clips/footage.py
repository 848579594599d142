"""A stretch of an archive film as a painter, and as a moviepy clip.

Comes in: a checked `Footage` and a look. Goes out: a painter at the film's own rate and size:
each frame shows the archive's nearest earlier picture, so that any rate becomes a constant one
without blending. Knows nothing of captions, nor of the footage's sound.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from threading import Lock
from typing import TYPE_CHECKING

import av

from renderer.clips.footage_file import (
    FileState,
    check_stretch,
    damaged,
    digest_of,
    exact,
    file_state,
    length_of,
    open_film,
    picture_stream,
)
from renderer.clips.footage_frame import Fitter, shape_of
from renderer.clips.footage_reader import FilmReader
from renderer.clips.look import Look
from renderer.clips.moviepy_clip import as_clip
from renderer.errors import PictureError
from renderer.pictures.pixels import Planes, Size
from renderer.pictures.theme import load_theme
from renderer.pictures.yuv import copy_planes
from renderer.storyboard.board import Footage

if TYPE_CHECKING:
    from moviepy import VideoClip

_IDLE = 2
"""Open films kept by one painter: a slide's body and its transition are often painted at once."""
_EDGE = Fraction(1, 1000)
"""Seconds before a stretch's end at which its last picture is looked for."""


@dataclass(slots=True, kw_only=True)
class _Bench:
    """A reader, the fitter of its pictures, and the last one fitted."""

    reader: FilmReader
    fitter: Fitter
    fitted: tuple[Fraction, Planes] | None = None

    def planes_at(self, seconds: Fraction) -> Planes:
        picture = self.reader.at(seconds)
        if self.fitted is None or self.fitted[0] != picture.start:
            name = self.reader.footage.name
            shape = shape_of(picture.frame, self.reader.aspect, name)
            try:
                planes = self.fitter.fitted(picture.frame, shape)
            except av.error.FFmpegError as error:
                raise damaged(self.reader.footage, seconds, error) from error
            self.fitted = (picture.start, planes)
        return self.fitted[1]


@dataclass(slots=True, kw_only=True, weakref_slot=True)
class FootagePainter:
    """A stretch of an archive film. Any number of threads may paint at once, in any order."""

    footage: Footage
    slide: str
    """Id of the slide, for messages."""
    size: Size
    fps: int
    length: int
    ground: tuple[int, int, int]
    """sRGB colour around a picture that doesn't fill the frame."""
    state_of_file: FileState
    _idle: list[_Bench] = field(default_factory=list, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def nbytes(self) -> int:
        """Its readers': a few decoded pictures and the decoder's own, in this frame's size."""
        # FFmpeg's H.264 decoder holds up to 16 reference pictures; two are ours.
        return len(self._idle) * 18 * self.size.width * self.size.height * 3 // 2

    def state(self, frame: int) -> Hashable:
        """The moment shown; all frames after the stretch's end show its last picture."""
        return self._moment(frame)

    def paint(self, frame: int, into: Planes) -> None:
        """Copy the archive's picture of that moment.

        Raises:
            PictureError: the film can't be decoded there, or was changed meanwhile.
        """
        seconds = self._moment(frame)
        bench = self._taken(seconds)
        try:
            copy_planes(bench.planes_at(seconds), into)
        except BaseException as error:
            bench.reader.close()
            if isinstance(error, PictureError):
                error.slide = self.slide
            raise
        self._put_back(bench, is_done=frame >= self.length - 1)

    def close(self) -> None:
        """Close the files at hand; painting opens them again."""
        with self._lock:
            benches, self._idle = self._idle, []
        for bench in benches:
            bench.reader.close()

    def _moment(self, frame: int) -> Fraction:
        seconds = exact(self.footage.start_seconds) + Fraction(frame, self.fps) * exact(
            self.footage.speed
        )
        if self.footage.end_seconds is None:
            return seconds
        return min(seconds, exact(self.footage.end_seconds) - _EDGE)

    def _taken(self, seconds: Fraction) -> _Bench:
        """The idle bench that is nearest before *seconds*; any other one; or a new one."""
        with self._lock:
            if self._idle:
                return self._idle.pop(_nearest(self._idle, seconds))
        return _new_bench(self)

    def _put_back(self, bench: _Bench, *, is_done: bool) -> None:
        with self._lock:
            if not is_done and len(self._idle) < _IDLE:
                self._idle.append(bench)
                return
        bench.reader.close()


def _nearest(benches: list[_Bench], seconds: Fraction) -> int:
    def distance(number: int) -> tuple[bool, Fraction]:
        position = benches[number].reader.position
        if position is None or position > seconds:
            return (True, Fraction(0))
        return (False, seconds - position)

    return min(range(len(benches)), key=distance)


def _new_bench(painter: FootagePainter) -> _Bench:
    return _Bench(
        reader=FilmReader(painter.footage, painter.state_of_file),
        fitter=Fitter(painter.size, painter.footage.fit, painter.ground),
    )


def footage_painter(footage: Footage, look: Look) -> FootagePainter:
    """The painter of a footage slide.

    Raises:
        PictureError: the file is no film, its stretch lies outside it, it changed since it was
            digested, or its first picture can't be decoded.
    """
    state = file_state(footage)
    with open_film(footage) as container:
        check_stretch(footage, length_of(container, picture_stream(footage, container)))
    if look.digests and digest_of(footage) != look.digests[0]:
        raise PictureError(f"{footage.name} changed while the film was being made: render again")
    return FootagePainter(
        footage=footage,
        slide=look.slide,
        size=look.size,
        fps=look.fps,
        length=look.length,
        ground=load_theme(look.style, look.themes).colours.paper,
        state_of_file=state,
    )


def footage_clip(footage: Footage, look: Look) -> VideoClip:
    """The same stretch as a moviepy clip, for scripts; without its sound.

    Raises:
        PictureError: as `footage_painter`.
    """
    return as_clip(footage_painter(footage, look), look.size, look.fps)
