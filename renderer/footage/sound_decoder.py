"""The sound of a stretch of archive film, decoded: 48 kHz mono floats from its first sample on.

Comes in: a checked `Footage`. Goes out: blocks of samples. The pitch follows the speed, as on an
editing table. Runs where films are decoded; keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from renderer.decoding.downmix import Findings, Mixer, filtered
from renderer.decoding.sound_file import decodable, floats, opposed_warning
from renderer.errors import PictureError, SoundError
from renderer.footage.file import (
    counted_from_start,
    damaged_film,
    exact,
    moving_pictures,
    open_film,
)
from renderer.messages import tr
from renderer.messages.figures import decimal
from renderer.storyboard.board import Footage
from renderer.timebase import SAMPLE_RATE

_BEFORE = Fraction(1, 2)
"""Seconds before the stretch to seek to: decoders need a packet or two to settle."""
_GAP = Fraction(1, 20)
"""Seconds that sound may lack before silence takes its place; less is rounding of times."""
_MISSING = SAMPLE_RATE // 2
"""Samples that a stretch's sound may end early by: encoders count their own padding."""
_HEARD_FRAMES = 480
"""Of a codec, 10 s of AAC, that tell how the channels stand to each other."""

Mono = NDArray[np.float32]


def stretch_sound(footage: Footage, most: int, warnings: list[str]) -> Iterator[tuple[int, Mono]]:
    """How many samples the stretch sounds for, *most* at most, and a block of them, in turn.

    Raises:
        PictureError: the film has no sound, or it can't be decoded.
    """
    try:
        lasts, is_promised = _stretch(footage, warnings)
        sounding = min(most, lasts)
        written = 0
        for block in _resampled(_stretch_blocks(footage, sounding, warnings), footage.speed):
            kept = block[: sounding - written]
            yield sounding, kept
            written += len(kept)
            if written >= sounding:
                return
        if is_promised and written < sounding - _MISSING:
            raise PictureError(
                tr(
                    "the sound of {file} stops {seconds} s before it says it does: copy it again, "
                    "or set 'sound: off'",
                    file=footage.name,
                    seconds=decimal((sounding - written) / SAMPLE_RATE, 1),
                ),
                code="sound-damaged",
            )
    except MemoryError:
        raise
    except (av.error.FFmpegError, ValueError) as error:
        raise damaged_film(footage, exact(footage.start_seconds), error) from error


def _stretch(footage: Footage, warnings: list[str]) -> tuple[int, bool]:
    """Samples at 48 kHz that the stretch sounds for at its speed: to its end, or the sound's.

    And whether the file promises that much of the sound itself.
    """
    with open_film(footage) as container:
        stream = _sound_stream(footage, container, warnings)
        ends = [] if footage.end_seconds is None else [exact(footage.end_seconds)]
        promised = bool(stream.duration)
        if stream.duration:
            stops = ((stream.start_time or 0) + stream.duration) * _tick(stream)
            ends.append(stops - _first_picture(container))
        elif container.duration:
            end = Fraction(container.duration, av.time_base)
            ends.append(counted_from_start(end, container))
    if not ends:
        raise PictureError(
            tr(
                "{file} doesn't say how long it lasts: give the footage an 'end'",
                file=footage.name,
            ),
            code="footage-stretch-unfit",
        )
    seconds = (min(ends) - exact(footage.start_seconds)) / exact(footage.speed)
    return max(0, round(seconds * SAMPLE_RATE)), promised


def _stretch_blocks(footage: Footage, sounding: int, warnings: list[str]) -> Iterator[Mono]:
    """The stretch at 48 kHz, at its own speed, from its first sample on; silence fills gaps."""
    wanted = round(sounding * exact(footage.speed)) + SAMPLE_RATE // 10
    start = exact(footage.start_seconds)
    for leap in (_BEFORE, None):
        with open_film(footage) as container:
            stream = _sound_stream(footage, container, [])
            first = start + _first_picture(container)
            if leap is not None and start > leap:
                container.seek(int((first - leap) / _tick(stream)), stream=stream, backward=True)
            blocks = _placed_blocks(container, stream, first, warnings)
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
    container: InputContainer, stream: AudioStream, first: Fraction, warnings: list[str]
) -> Iterator[tuple[int, Mono]]:
    """Decoded blocks and their first sample, counted at 48 kHz from *first* (seconds)."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    position = 0
    for frame in _mixed(container, stream, warnings):
        if frame.pts is None or frame.time_base is None:
            continue
        position = round((frame.pts * frame.time_base - first) * SAMPLE_RATE)
        for out in resampler.resample(frame):
            yield position, out.to_ndarray()[0]
            position += out.samples
    for out in resampler.resample(None):
        yield position, out.to_ndarray()[0]


def _mixed(
    container: InputContainer, stream: AudioStream, warnings: list[str]
) -> Iterator[AudioFrame]:
    """Decoded frames, their channels mixed to one; those of another form than the first are left
    out, as no resampler takes them.
    """
    frames = (frame for frame in container.decode(stream) if frame.sample_rate)
    head = [frame for _, frame in zip(range(_HEARD_FRAMES), frames, strict=False)]
    if not head:
        return
    form, findings = _form(head[0]), Findings()
    alike = [floats(frame) for frame in head if _form(frame) == form]
    mixer = Mixer(np.concatenate(alike, axis=1), form[1], findings)
    if warning := opposed_warning(findings):
        warnings.append(warning)
    for frame in chain(head, frames):
        if _form(frame) == form:
            mixed = AudioFrame.from_ndarray(mixer.mixed(floats(frame))[None], "flt", "mono")
            mixed.sample_rate, mixed.pts, mixed.time_base = form[0], frame.pts, frame.time_base
            yield mixed


def _form(frame: AudioFrame) -> tuple[int, tuple[str, ...]]:
    return frame.sample_rate, tuple(channel.name for channel in frame.layout.channels)


def _resampled(blocks: Iterator[Mono], speed: float) -> Iterator[Mono]:
    """*blocks* played *speed* times as fast."""
    if speed == 1:
        return blocks
    faster = ("asetrate", f"{round(SAMPLE_RATE * exact(speed))}")
    return filtered(blocks, SAMPLE_RATE, "flt", (faster, ("aresample", f"{SAMPLE_RATE}")))


def _sound_stream(footage: Footage, container: InputContainer, warnings: list[str]) -> AudioStream:
    if not container.streams.audio:
        raise PictureError(
            tr(
                "{file} has no sound, and the storyboard asks for it: set 'sound: off'",
                file=footage.name,
            ),
            code="sound-missing",
        )
    try:
        return decodable(container, warnings)
    except SoundError as failure:
        raise PictureError(
            tr(
                "the sound of {file} can't be used: {why}, or set 'sound: off'",
                file=footage.name,
                why=failure,
            ),
            code=failure.code,
        ) from failure


def _first_picture(container: InputContainer) -> Fraction:
    """When the film's first picture comes, by the file's clock: the stretch is counted from it."""
    stream = next(iter(moving_pictures(container)), None)
    if stream is None:
        return Fraction(0)
    return (stream.start_time or 0) * Fraction(stream.time_base or 0)


def _tick(stream: AudioStream) -> Fraction:
    return Fraction(stream.time_base or Fraction(1, SAMPLE_RATE))
