"""The whole film as one moviepy clip, for use in other scripts.

Comes in: a storyboard's path and a few options. Goes out: a `moviepy.VideoClip` with the film's
exact frames, drawn when they are asked for, and its sound. Encodes no picture.
"""

from __future__ import annotations

import weakref
from bisect import bisect_right
from collections.abc import Hashable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from renderer.clips.moviepy_clip import as_clip, video_clip_type
from renderer.clips.segment_painter import SegmentPainter, segment_painter
from renderer.errors import EncodeError
from renderer.frames.pixels import Planes
from renderer.messages import tr
from renderer.production.decoders import open_darkroom
from renderer.production.events import SilentWitness, Witness
from renderer.production.film_sound.soundtrack import keep_soundtrack
from renderer.production.film_structure import Layout, lay_film
from renderer.production.options import Options
from renderer.production.painter_cache import Shelf
from renderer.production.prepare import Production, picture_digests, prepare
from renderer.production.render import speak_missing
from renderer.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    from moviepy import AudioClip, VideoClip

Samples = NDArray[np.int16]


def film(
    storyboard: str | Path,
    *,
    options: Options | None = None,
    shape: str = "",
    language: str = "",
    witness: Witness | None = None,
) -> VideoClip:
    """The film of *storyboard* as a moviepy clip, with its sound as ``.audio``.

    Everything is spoken now, or found in the cache; pictures are drawn as they are asked for. The
    clip has as many frames as the film, and frame n is the film's frame n before encoding. Its
    sound is the film's own track, 48 kHz: give ``audio_fps=48000`` to ``write_videofile``.
    Processes that decode photographs end when the clip, and what was made of it, is let go.

    Args:
        options: as of a render: voice, height, fps, offline, cache, …
        shape: one of the storyboard's formats; empty: its first.
        language: one of the storyboard's languages; empty: its own.
        witness: is told of progress and warnings.

    Raises:
        RecitError: the storyboard is wrong, or something of it can't be made.
    """
    witness = witness or SilentWitness()
    options = options or Options()
    options = replace(options, language=language or options.language)
    production = prepare(Path(storyboard), options)
    layout = lay_film(
        production,
        speak_missing(production, witness).utterances,
        picture_digests(production.board),
        shape or production.board.film.formats[0],
    )
    painter = _film_painter(production, layout, witness)
    clip = as_clip(painter, layout.settings.size, layout.settings.fps)
    track = keep_soundtrack(production, layout.timeline)
    return clip.with_audio(_audio(track.entry.path, layout.timeline.samples, clip.duration))


@dataclass(frozen=True, kw_only=True)
class FilmPainter:
    """Every frame of a film, in any order."""

    layout: Layout
    shelf: Shelf
    starts: list[int] = field(repr=False)
    """First frame of each segment."""

    @property
    def length(self) -> int:
        """Frames in the film."""
        return self.layout.timeline.length

    def state(self, frame: int) -> Hashable:
        """The segment's number and its own state."""
        number, painter, start = self._at(frame)
        return (number, painter.state(frame - start))

    def paint(self, frame: int, into: Planes) -> None:
        """Paint what the encoder would be given.

        Raises:
            PictureError: a picture of it can't be used.
        """
        _, painter, start = self._at(frame)
        painter.paint(frame - start, into)

    def _at(self, frame: int) -> tuple[int, SegmentPainter, int]:
        number = bisect_right(self.starts, frame) - 1
        task = self.layout.tasks[number]
        painter = segment_painter(
            task.runs,
            self.layout.settings.size,
            self.shelf.painter_of,
            cues=task.cues,
            overlay_of=self.shelf.overlay_of,
        )
        return number, painter, self.starts[number]


def _film_painter(production: Production, layout: Layout, witness: Witness) -> FilmPainter:
    """A painter whose decoding processes end with it."""
    stack = ExitStack()
    painter = FilmPainter(
        layout=layout,
        shelf=stack.enter_context(open_darkroom(production, witness)),
        starts=[task.segment.start for task in layout.tasks],
    )
    weakref.finalize(painter, stack.close)
    return painter


def _audio(file: Path, length: int, duration: float) -> AudioClip:
    """The track as a moviepy clip of two like channels, silent beyond its *length* samples."""
    video_clip_type()  # imports moviepy the safe way
    from moviepy import AudioClip

    track = lru_cache(maxsize=1)(partial(_decoded, file, length))

    def heard_at(seconds: Any) -> NDArray[np.float64]:
        mono = _between(track(), np.asarray(seconds, np.float64) * SAMPLE_RATE)
        return np.stack([mono, mono], axis=-1)

    return AudioClip(frame_function=heard_at, duration=duration, fps=SAMPLE_RATE)


def _between(track: Samples, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The track at *places*, in samples; between two of them the line from one to the other."""
    below = np.floor(places + 1e-6)
    share = np.clip(places - below, 0.0, 1.0)
    last = len(track) - 1
    index = below.astype(np.int64)
    one, other = (
        np.where((at < 0) | (at > last), 0, track[np.clip(at, 0, last)]) / 32768.0
        for at in (index, index + 1)
    )
    between: NDArray[np.float64] = one + (other - one) * share
    return between


def _decoded(file: Path, length: int) -> Samples:
    """The encoded track as it is heard: 96 kB of memory a second."""
    track = np.zeros(length, np.int16)
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    try:
        with av.open(str(file), metadata_errors="replace") as container:
            for frame in container.decode(audio=0):
                for part in resampler.resample(frame):
                    _lay(part, track)
    except av.error.FFmpegError as error:
        told = tr("the film's sound can't be read from the cache: {why}", why=error)
        raise EncodeError(told, code="cache-damaged") from error
    return track


def _lay(part: AudioFrame, track: Samples) -> None:
    pcm = part.to_ndarray()[0]
    start = round((part.pts or 0) * (part.time_base or 0) * SAMPLE_RATE)
    first, last = max(0, start), min(len(track), start + len(pcm))
    if first < last:
        track[first:last] = pcm[first - start : last - start]
