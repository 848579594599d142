"""The sound of a stretch of archive film: 48 kHz mono, as many samples as its frames last.

Comes in: a checked `Footage`, how many samples its slide is seen for, the cache. Goes out: an
entry of the cache holding raw s16le, levelled and faded, silent once the stretch has ended. The
pitch follows the speed, as on an editing table. Knows no timeline and no narration; a stretch of
any length takes the same memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.filter import Graph
from numpy.typing import NDArray

from renderer.cache import Cache, Entry, key_of
from renderer.clips.footage_file import damaged, exact, open_film
from renderer.errors import PictureError
from renderer.stopping import stop_point
from renderer.storyboard.board import Footage
from renderer.timebase import SAMPLE_RATE

KIND = "footage-sound"
"""The cache's name for the sound of footage."""
RECIPE = 1
"""Number of the way it is made; raised whenever the same film gives other samples."""
LOW_DB = -18.0
"""What ``low`` takes away: under a voice, heard as a place and not as words."""
FADE = SAMPLE_RATE // 50
"""Samples (20 ms) of the shortest fade: enough for no click."""
_BEFORE = Fraction(1, 2)
"""Seconds before the stretch to seek to: decoders need a packet or two to settle."""
_GAP = Fraction(1, 20)
"""Seconds that sound may lack before silence takes its place; less is rounding of times."""

Mono = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """For how long a stretch is heard, and how softly it comes and goes."""

    length: int
    """Samples at 48 kHz."""
    fade_in: int
    fade_out: int


def keep_footage_sound(footage: Footage, digest: str, heard: Heard, cache: Cache) -> Entry:
    """The stretch's sound in the cache, found or made now.

    Raises:
        PictureError: the film has no sound, or it can't be decoded.
    """
    key = sound_key(footage, digest, heard)
    return cache.find_or_keep(KIND, key, lambda path: _write(path, footage, heard))


def sound_key(footage: Footage, digest: str, heard: Heard) -> str:
    """Names the samples: equal keys, equal sound."""
    return key_of(
        {
            "kind": KIND,
            "recipe": RECIPE,
            "av": av.__version__,
            "film": digest,
            "start": footage.start_seconds,
            "end": footage.end_seconds,
            "speed": footage.speed,
            "sound": footage.sound,
            "heard": [heard.length, heard.fade_in, heard.fade_out],
        }
    )


def read_footage_sound(entry: Entry) -> NDArray[np.int16]:
    """The samples of an entry, mapped from its file: a slice reads no more than itself."""
    return np.memmap(entry.path, dtype="<i2", mode="r")


def _write(path: Path, footage: Footage, heard: Heard) -> dict[str, int]:
    gain = 10 ** (LOW_DB / 20) if footage.sound == "low" else 1.0
    with path.open("wb") as stream:
        try:
            sounding = min(heard.length, _stretch(footage))
            written = 0
            for block in _resampled(_stretch_blocks(footage, sounding), footage.speed):
                kept = block[: sounding - written]
                _append(stream, kept * gain * _faded(written, len(kept), sounding, heard))
                written += len(kept)
                if written >= sounding:
                    break
        except (av.error.FFmpegError, ValueError) as error:
            raise damaged(footage, exact(footage.start_seconds), error) from error
        stream.truncate(2 * heard.length)
    return {"length": heard.length}


def _append(stream: BinaryIO, block: Mono) -> None:
    pcm = np.clip(np.rint(block * 32768.0), -32768, 32767).astype("<i2")
    stream.write(pcm.tobytes())


def _stretch(footage: Footage) -> int:
    """Samples at 48 kHz that the stretch sounds for at its speed: to its end, or the sound's."""
    with open_film(footage) as container:
        stream = _sound_stream(footage, container)
        ends = [] if footage.end_seconds is None else [exact(footage.end_seconds)]
        if stream.duration:
            stops = ((stream.start_time or 0) + stream.duration) * _tick(stream)
            ends.append(stops - _first_picture(container))
        elif container.duration:
            ends.append(Fraction(container.duration, av.time_base))
    if not ends:
        raise PictureError(
            f"{footage.name} doesn't say how long it lasts: give the footage an 'end'"
        )
    seconds = (min(ends) - exact(footage.start_seconds)) / exact(footage.speed)
    return max(0, round(seconds * SAMPLE_RATE))


def _faded(start: int, length: int, whole: int, heard: Heard) -> Mono:
    """Gains of samples *start* to *start* + *length*: quarter sines, equal power when crossed."""
    at = np.arange(start, start + length, dtype=np.float32)
    rising = np.clip((at + 0.5) / max(1, heard.fade_in), 0.0, 1.0)
    falling = np.clip((whole - at - 0.5) / max(1, heard.fade_out), 0.0, 1.0)
    gains: Mono = np.sin(np.pi / 2 * rising) * np.sin(np.pi / 2 * falling)
    return gains.astype(np.float32)


def _stretch_blocks(footage: Footage, sounding: int) -> Iterator[Mono]:
    """The stretch at 48 kHz, at its own speed, from its first sample on; silence fills gaps."""
    wanted = round(sounding * exact(footage.speed)) + SAMPLE_RATE // 10
    start = exact(footage.start_seconds)
    for leap in (_BEFORE, None):
        with open_film(footage) as container:
            stream = _sound_stream(footage, container)
            first = start + _first_picture(container)
            if leap is not None and start > leap:
                container.seek(int((first - leap) / _tick(stream)), stream=stream, backward=True)
            blocks = _placed_blocks(container, stream, first)
            position, block = next(blocks, (0, np.zeros(0, np.float32)))
            if leap is not None and start > leap and position > 0:
                continue  # the seek went too far: read from the start
            yield from _joined(position, block, blocks, wanted)
            return


def _joined(
    position: int, block: Mono, blocks: Iterator[tuple[int, Mono]], wanted: int
) -> Iterator[Mono]:
    """Blocks at their samples as one run that starts at 0."""
    done = 0
    while done < wanted:
        if position > done + (_GAP * SAMPLE_RATE if done else 0):
            silence = min(position, wanted) - done
            yield np.zeros(silence, np.float32)
            done += silence
        kept = block[max(0, done - position) :] if position < done - _GAP * SAMPLE_RATE else block
        if not done and position < 0:
            kept = block[-position:]
        if len(kept):
            yield kept
            done += len(kept)
        following = next(blocks, None)
        if following is None:
            return
        position, block = following


def _placed_blocks(
    container: InputContainer, stream: AudioStream, first: Fraction
) -> Iterator[tuple[int, Mono]]:
    """Decoded blocks and their first sample, counted at 48 kHz from *first* (seconds)."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    position = 0
    for frame in container.decode(stream):
        stop_point()
        if frame.pts is None or frame.time_base is None:
            continue
        position = round((frame.pts * frame.time_base - first) * SAMPLE_RATE)
        for out in resampler.resample(frame):
            yield position, out.to_ndarray()[0]
            position += out.samples
    for out in resampler.resample(None):
        yield position, out.to_ndarray()[0]


def _resampled(blocks: Iterator[Mono], speed: float) -> Iterator[Mono]:
    """*blocks* played *speed* times as fast."""
    if speed == 1:
        yield from blocks
        return
    graph = Graph()
    graph.threads = 1
    source = graph.add_abuffer(sample_rate=SAMPLE_RATE, format="flt", layout="mono")
    last = source
    for name, arguments in (
        ("asetrate", f"{round(SAMPLE_RATE * exact(speed))}"),
        ("aresample", f"{SAMPLE_RATE}"),
        ("aformat", "sample_fmts=flt:channel_layouts=mono"),
        ("abuffersink", None),
    ):
        following = graph.add(name, arguments)
        last.link_to(following)
        last = following
    graph.configure()
    position = 0
    for block in blocks:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block)[None], "flt", "mono")
        frame.sample_rate, frame.pts = SAMPLE_RATE, position
        position += len(block)
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: Graph) -> Iterator[Mono]:
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        if isinstance(frame, AudioFrame):
            yield frame.to_ndarray()[0]


def _sound_stream(footage: Footage, container: InputContainer) -> AudioStream:
    streams = container.streams.audio
    if not streams:
        raise PictureError(
            f"{footage.name} has no sound, and the storyboard asks for it: set 'sound: off'"
        )
    if streams[0].codec_context is None:
        raise PictureError(
            f"the sound of {footage.name} is in a form that can't be decoded here: save it as AAC,"
            " or set 'sound: off'"
        )
    return streams[0]


def _first_picture(container: InputContainer) -> Fraction:
    """When the film's first picture comes, by the file's clock: the stretch is counted from it."""
    if not container.streams.video:
        return Fraction(0)
    stream = container.streams.video[0]
    return (stream.start_time or 0) * Fraction(stream.time_base or 0)


def _tick(stream: AudioStream) -> Fraction:
    return Fraction(stream.time_base or Fraction(1, SAMPLE_RATE))
