"""Pictures of an archive film by time: sought to the frame, one after the other, deinterlaced.

Comes in: a checked `Footage` and a time in its file. Goes out: the decoded picture on screen at
that time, whatever was asked before: the same time gives the same picture. Knows neither the
film being made nor its frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
from av.container import InputContainer
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from renderer.cancellation import stop_point
from renderer.decoding.file_integrity import FileState
from renderer.decoding.truncation import missing_bytes
from renderer.errors import PictureError
from renderer.footage.file import (
    damaged_film,
    file_state,
    length_of,
    open_film,
    picture_stream,
)
from renderer.footage.sandbox import STROLL
from renderer.messages import tr
from renderer.messages.catalogue import number
from renderer.messages.figures import decimal
from renderer.storyboard.board import Footage

_LEAPS = (Fraction(1, 8), Fraction(2), Fraction(12))
"""Seconds before the wanted time to seek to, one after the other, until a key picture lies there.
The first leaves room for the picture that a deinterlacer looks back at."""
_ROUNDING = Fraction(1, 2000)
"""Most that a container may have rounded a time by (Matroska counts milliseconds)."""
_MISSING = Fraction(1)
"""Seconds that may be missing at a file's end before it counts as cut short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmPicture:
    """One decoded picture and when it comes on screen."""

    frame: VideoFrame
    start: Fraction
    """Seconds from the film's first picture."""
    length: Fraction
    """Seconds it stays, as far as the file says; 0 when it doesn't."""


class FilmReader:
    """One open film. For one thread at a time."""

    def __init__(self, footage: Footage, state: FileState) -> None:
        self.footage = footage
        self._state = state
        self._container: InputContainer | None = None
        self._shown: FilmPicture | None = None
        self._ahead: FilmPicture | None = None

    def __del__(self) -> None:
        # A PyAV container and its streams hold each other (18.1): without this the file would
        # stay open until Python's collector came by.
        self.close()

    @property
    def aspect(self) -> Fraction | None:
        """Width over height of one stored pixel, once a picture was read; None: not said."""
        ratio = self._stream.sample_aspect_ratio
        return Fraction(ratio) if ratio else None

    @property
    def position(self) -> Fraction | None:
        """Start of the picture at hand; None before the first one."""
        return self._shown.start if self._shown else None

    def at(self, seconds: Fraction) -> FilmPicture:
        """The picture on screen at *seconds*: the first one before it, the last one after it.

        Raises:
            PictureError: the film is damaged, cut short, or was changed meanwhile.
        """
        try:
            if not self._is_near(seconds):
                self._seek(seconds)
            return self._stroll(seconds)
        except MemoryError:
            self.close()
            raise
        except (av.error.FFmpegError, OSError, ValueError) as error:
            # libavcodec may be in any state: the next call opens the film anew.
            self.close()
            raise damaged_film(self.footage, seconds, error) from error

    def close(self) -> None:
        """Give the file back; asked again, it is opened again."""
        self._shown = self._ahead = None
        self._pictures: Iterator[FilmPicture] = iter(())
        if self._container is not None:
            self._container.close()
            self._container = None

    def _is_near(self, seconds: Fraction) -> bool:
        if self._container is None or self._shown is None:
            return False
        return self._shown.start <= seconds + self._slack < self._shown.start + STROLL

    def _stroll(self, seconds: Fraction) -> FilmPicture:
        while self._ahead is not None and self._ahead.start <= seconds + self._slack:
            self._shown, self._ahead = self._ahead, next(self._pictures, None)
        if self._shown is None:
            raise PictureError(
                tr(
                    "{file} holds no picture that can be shown: save it anew with a film editor",
                    file=self.footage.name,
                ),
                code="footage-damaged",
            )
        if self._ahead is None:
            self._check_end(self._shown, seconds)
        return self._shown

    def _check_end(self, last: FilmPicture, seconds: Fraction) -> None:
        """A film that stops before it says it does was not copied whole."""
        stops = last.start + last.length
        if seconds < stops + _MISSING:
            return
        if self._said is not None and self._said >= stops + _MISSING:
            raise PictureError(
                tr(
                    "{file} stops after {seconds} s although it says it lasts {promised} s: copy "
                    "it again",
                    file=self.footage.name,
                    seconds=decimal(float(stops), 2),
                    promised=decimal(float(self._said), 2),
                ),
                code="footage-damaged",
            )
        with self.footage.file.open("rb") as stream:
            missing = missing_bytes(stream)
        if missing:
            raise PictureError(
                tr(
                    "{file} stops after {seconds} s, and {missing} bytes of it are missing: copy "
                    "it again",
                    file=self.footage.name,
                    seconds=decimal(float(stops), 2),
                    missing=number(missing),
                ),
                code="footage-damaged",
            )

    def _open(self) -> InputContainer:
        self.close()
        if file_state(self.footage) != self._state:
            raise PictureError(
                tr(
                    "{file} changed while the film was being made: render again",
                    file=self.footage.name,
                ),
                code="file-changed",
            )
        container = open_film(self.footage)
        self._container = container
        self._stream: VideoStream = picture_stream(self.footage, container)
        self._tick = Fraction(self._stream.time_base or Fraction(1, av.time_base))
        self._first = (self._stream.start_time or 0) * self._tick
        self._said = length_of(container, self._stream)
        # A coarser clock than this is the film's own frame rate, and exact.
        self._slack = min(self._tick / 2, _ROUNDING)
        return container

    def _seek(self, seconds: Fraction) -> None:
        """Take a run of pictures that starts at or before *seconds*."""
        for leap in _LEAPS:
            target = seconds - leap
            if target <= 0:
                break
            if self._seek_to(target):
                return
        container = self._open()
        self._take(_run(container, self._stream, self._first, from_key=False))

    def _seek_to(self, target: Fraction) -> bool:
        container = self._container or self._open()
        try:
            ticks = int((self._first + target) / self._tick)
            container.seek(ticks, stream=self._stream, backward=True)
            self._take(_run(container, self._stream, self._first, from_key=True))
        except MemoryError:
            raise
        except av.error.FFmpegError:
            # Some films can't be sought in, or not here: they are read from further back.
            self.close()
            return False
        return self._shown is not None and self._shown.start <= target + self._slack

    def _take(self, pictures: Iterator[FilmPicture]) -> None:
        self._pictures = pictures
        self._shown = next(pictures, None)
        self._ahead = next(pictures, None)


def _run(
    container: InputContainer, stream: VideoStream, first: Fraction, *, from_key: bool
) -> Iterator[FilmPicture]:
    """Pictures from where *container* stands, each later than the one before it.

    No method of the reader's: held by what it holds, the reader would outlive its last user.
    """
    before = Fraction(-1)
    for frame in _deinterlaced(_whole_frames(container, stream, from_key=from_key)):
        if frame.pts is None or frame.time_base is None:
            continue
        start = frame.pts * frame.time_base - first
        if start > before:
            before = start
            length = (frame.duration or 0) * frame.time_base
            yield FilmPicture(frame=frame, start=start, length=length)


def _whole_frames(
    container: InputContainer, stream: VideoStream, *, from_key: bool
) -> Iterator[VideoFrame]:
    """Decoded frames, without those that lack what they were predicted from.

    After a seek, pictures shown before the first key picture may refer to what wasn't read.
    """
    waiting = from_key
    for frame in container.decode(stream):
        stop_point()
        waiting = waiting and not frame.key_frame
        if not waiting and not frame.is_corrupt:
            yield frame


def _deinterlaced(frames: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
    """*frames*, those flagged interlaced turned into whole pictures, the others as they are.

    bwdif looks one frame back and one ahead. It takes planar YUV; no other form is interlaced.
    """
    graph: Graph | None = None
    form: tuple[object, ...] = ()
    for frame in frames:
        if (shape := _form(frame)) != form:
            if graph is not None:
                yield from _pushed(graph, None)
            graph, form = _deinterlacer(frame), shape
        if graph is None:
            yield frame
        else:
            yield from _pushed(graph, frame)
    if graph is not None:
        yield from _pushed(graph, None)


def _form(frame: VideoFrame) -> tuple[object, ...]:
    return (frame.format.name, frame.width, frame.height, frame.colorspace, frame.color_range)


def _deinterlacer(frame: VideoFrame) -> Graph | None:
    if not frame.format.name.startswith("yuv"):
        return None
    graph = Graph()
    graph.threads = 1
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
    )
    filtered = graph.add("bwdif", "mode=send_frame:parity=auto:deint=interlaced")
    source.link_to(filtered)
    filtered.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def _pushed(graph: Graph, frame: VideoFrame | None) -> Iterator[VideoFrame]:
    graph.push(frame)
    while True:
        try:
            pulled = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        if isinstance(pulled, VideoFrame):
            yield pulled
