"""What the process that decodes sounds does: any sound file as blocks of mono floats.

Comes in: requests of `decoding.sandbox_process` that name a file. Goes out: blocks, and at the end
what an author should know. Reads no playlist and no format that names other files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from renderer.decoding.downmix import Channels, ChannelSource, Findings, Mono, mixed_down
from renderer.decoding.limits import DecodeLimits
from renderer.decoding.sandbox_process import Answer, Reply
from renderer.decoding.truncation import (
    frame_bytes,
    has_ogg_end,
    is_streamed_rf64,
    missing_bytes,
    promised_samples,
)
from renderer.errors import SoundError
from renderer.messages import deferred, tr
from renderer.messages.catalogue import number
from renderer.messages.figures import decimal
from renderer.messages.os_errors import reason_of

FORMATS = "mp3,wav,w64,flac,ogg,aiff,aac,mov,matroska"
"""What is tried on a file; never a playlist or a format that names other files."""
READABLE = deferred("WAV, FLAC or MP3")
_SLOWEST, _FASTEST = 2_000, 768_000
"""Hz: slower is no sound but a list of readings, faster a mistake of the header."""
_MOST_CHANNELS = 16
"""A mixing desk's tracks are no mix: an author has to make one."""
_PROMISING = ("flac", "mov")
"""Kinds whose header says how long the sound is, cuts of an edit list included."""
_FRAMES = 48
"""Of a codec that are handed on in one block: a second of AAC."""
_LOST_SECONDS = Fraction(1, 2)
_KEPT = Fraction(99, 100)
"""What a header may promise too much: encoders count their own padding, and round."""
_NOTABLE = 8192
"""Bytes of an MP3 that are no sound before that is told: more than tags and a frame or two."""
_MOSTLY = 0.9
"""Share of an MP3 that may be no sound: the cover in a second tag is larger than a short piece."""
_OPPOSED = {
    0: deferred(
        "its channels are in opposite phase and would cancel each other: only the left one was "
        "taken; a sound editor can invert the other"
    ),
    1: deferred(
        "its channels are in opposite phase and would cancel each other: only the right one was "
        "taken; a sound editor can invert the other"
    ),
}
_ONE_OF_MANY = deferred(
    "its channels are in opposite phase and would cancel each other: only number {channel} was "
    "taken; a sound editor can invert the other"
)


@dataclass(slots=True)
class _Reading:
    """One sound stream, and what was met on the way through it."""

    container: InputContainer
    stream: AudioStream
    skipped: int = 0
    """Bytes of an MP3 that are no sound."""
    ends_early: bool = False
    """Whether its last frame is cut off."""
    samples: Fraction = Fraction(0)
    """Seconds decoded."""


def load() -> Answer:
    """PyAV is here with this module."""
    return answer


def answer(request: dict[str, Any], data: bytes, limits: DecodeLimits) -> Iterator[Reply]:  # noqa: ARG001 - the file is read here
    """Blocks of the file's sound, then its warnings."""
    warnings: list[str] = []
    for rate, block in decoded_sound(Path(request["path"]), request["rate"], warnings):
        yield {"rate": rate}, (block.data,)
    yield {"warnings": warnings}, ()


def decoded_sound(path: Path, rate: int, warnings: list[str]) -> Iterator[tuple[int, Mono]]:
    """The first sound track of *path* that can be decoded, at *rate*, 0 for its own.

    What should be told goes to *warnings*.

    Raises:
        SoundError: it is no sound file, is damaged or cut short; the message doesn't name it.
    """
    try:
        _refuse_cut(path)
        with open_sound(path) as container:
            reading = _Reading(container, decodable(container, warnings))
            findings = Findings()
            for source in _sources(reading):
                rate = rate or source.rate
                for block in mixed_down(source, rate, findings):
                    yield rate, block
            _judge(path, reading, findings, warnings)
    except MemoryError:
        raise
    except OSError as failure:
        # PyAV's own errors are OSErrors too, for the most part.
        told = tr("it can't be read ({why})", why=_reason(failure))
        if isinstance(failure, av.error.FFmpegError):
            raise SoundError(told, code="sound-damaged") from failure
        raise SoundError(told, code="file-unreadable") from failure
    except (av.error.FFmpegError, ValueError) as failure:
        raise SoundError(
            tr(
                "it can't be decoded ({why}): it is damaged; save it anew as {formats}",
                why=failure,
                formats=tr(READABLE),
            ),
            code="sound-damaged",
        ) from failure


def _reason(failure: OSError) -> str:
    if isinstance(failure, av.error.FFmpegError):
        return str(failure.strerror or failure)
    return reason_of(failure)


def open_sound(path: Path, formats: str = FORMATS) -> InputContainer:
    """*path*, opened as one of *formats*; tags in an encoding of their own are no obstacle.

    Raises:
        SoundError: it is none of them.
    """
    with path.open("rb") as stream:
        streamed = is_streamed_rf64(stream)
        stream.seek(0)
        if stream.read(4) == b"RIFX":  # wavdec (FFmpeg 8) takes its samples the wrong way round
            raise SoundError(
                tr("it is a WAV of the big-endian kind (RIFX): save it as an ordinary WAV"),
                code="sound-format-unfit",
            )
    try:
        # "file:" keeps a colon in the name from being read as a protocol.
        return av.open(
            _AsRiff(path) if streamed else f"file:{path}",
            "r",
            container_options={"protocol_whitelist": "file", "format_whitelist": formats},
            metadata_errors="replace",
        )
    except (av.error.InvalidDataError, av.error.ArgumentError, UnicodeError) as failure:
        raise SoundError(
            tr(
                "it can't be decoded: it is no sound file of a kind that is read here; save it as "
                "{formats}",
                formats=tr(READABLE),
            ),
            code="sound-format-unfit",
        ) from failure


class _AsRiff:
    """An RF64 without its length, read as the WAV that it is: wavdec (FFmpeg 8) finds no sound in
    it else, or no file.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def read(self, count: int) -> bytes:
        place = self._file.tell()
        data = self._file.read(count)
        return (b"RIFF" + data[4:]) if place == 0 and len(data) >= 4 else data

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()


def _refuse_cut(path: Path) -> None:
    with path.open("rb") as stream:
        missing = missing_bytes(stream)
        size = path.stat().st_size
    if missing:
        raise SoundError(
            tr(
                "it was cut short, {missing} of its {size} bytes are missing: copy it again from "
                "its source, or, if that is all there is, save it anew as WAV",
                missing=number(missing),
                size=number(size + missing),
            ),
            code="sound-damaged",
        )


def decodable(container: InputContainer, warnings: list[str]) -> AudioStream:
    """The first sound track that can be decoded here, of those that players play first.

    Raises:
        SoundError: there is none, or none that is sound.
    """
    streams = sorted(
        container.streams.audio, key=lambda stream: not stream.disposition & Disposition.default
    )
    if not streams:
        raise SoundError(tr("it holds no sound"), code="sound-missing")
    for place, stream in enumerate(streams, 1):
        if stream.codec_context is None or not stream.codec_context.rate:
            continue
        if place > 1:
            warnings.append(
                tr(
                    "its first sound track is in a form that can't be decoded here: track {track} "
                    "was taken",
                    track=container.streams.audio.index(stream) + 1,
                )
            )
        _refuse_odd(stream)
        return stream
    raise SoundError(
        tr(
            "its sound is in a form that can't be decoded here: save it as {formats}, or the "
            "film's sound as AAC",
            formats=tr(READABLE),
        ),
        code="sound-format-unfit",
    )


def _refuse_odd(stream: AudioStream) -> None:
    rate, count = stream.codec_context.rate, stream.codec_context.layout.nb_channels
    if not _SLOWEST <= rate <= _FASTEST:
        raise SoundError(
            tr(
                "it says that it has {rate} samples a second, which is no sound: save it anew at "
                "48,000",
                rate=number(rate),
            ),
            code="sound-format-unfit",
        )
    if count > _MOST_CHANNELS:
        raise SoundError(
            tr(
                "it has {count} channels, and {most} are the most that are mixed: save it as mono "
                "or stereo",
                count=count,
                most=_MOST_CHANNELS,
            ),
            code="sound-format-unfit",
        )
    if count < 1:
        raise SoundError(
            tr(
                "it has a number of channels that can't be told, and {most} are the most that are "
                "mixed: save it as mono or stereo",
                most=_MOST_CHANNELS,
            ),
            code="sound-format-unfit",
        )


def _sources(reading: _Reading) -> Iterator[ChannelSource]:
    """Runs of decoded sound of one form each."""

    def form(frame: AudioFrame) -> tuple[int, tuple[str, ...]]:
        return frame.sample_rate, tuple(channel.name for channel in frame.layout.channels)

    for (rate, names), frames in groupby(_frames(reading), key=form):
        yield ChannelSource(rate=rate, names=names, blocks=_blocks(frames))


def _blocks(frames: Iterator[AudioFrame]) -> Iterator[Channels]:
    # A codec's frames are small: what is done with blocks costs as much for these.
    while some := list(islice(frames, _FRAMES)):
        yield np.concatenate([floats(frame) for frame in some], axis=1)


def _frames(reading: _Reading) -> Iterator[AudioFrame]:
    """Decoded frames. Of an MP3, what is no sound between them (tags, rubbish) is passed over."""
    forgiving = reading.container.format.name == "mp3"
    last = b""
    for packet in reading.container.demux(reading.stream):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            if not forgiving:
                raise
            reading.skipped += packet.size
            continue
        if forgiving and packet.size:
            last = bytes(packet)
        for frame in frames:
            if isinstance(frame, AudioFrame) and frame.sample_rate:
                reading.samples += Fraction(frame.samples, frame.sample_rate)
                yield frame
    reading.ends_early = frame_bytes(last) > len(last)


def floats(frame: AudioFrame) -> Channels:
    """The frame's samples, shape (channels, n)."""
    raw = frame.to_ndarray()
    if not frame.format.is_planar:
        raw = raw.reshape(-1, frame.layout.nb_channels).T
    if raw.dtype.kind == "f":
        return np.nan_to_num(raw.astype(np.float32), posinf=0.0, neginf=0.0)
    if raw.dtype == np.uint8:
        return (raw.astype(np.float32) - 128.0) / np.float32(128.0)
    return raw.astype(np.float32) / np.float32(2.0 ** (8 * raw.dtype.itemsize - 1))


def _judge(path: Path, reading: _Reading, findings: Findings, warnings: list[str]) -> None:
    """What the whole reading tells: sound that is missing is refused, oddities are told."""
    promised = _promised(path, reading)
    if promised is not None and reading.samples < promised * _KEPT - _LOST_SECONDS:
        raise SoundError(
            tr(
                "it was cut short, it holds {held} s of the {promised} s that it says it lasts: "
                "copy it again from its source, or, if that is all there is, save it anew as WAV",
                held=decimal(float(reading.samples), 1),
                promised=decimal(float(promised), 1),
            ),
            code="sound-damaged",
        )
    if warning := opposed_warning(findings):
        warnings.append(warning)
    size = path.stat().st_size
    if reading.skipped > size * _MOSTLY:
        raise SoundError(
            tr(
                "it can't be decoded, {skipped} of its {size} bytes are no sound: it is damaged; "
                "copy it again from its source, or, if that is all there is, save it anew as WAV",
                skipped=number(reading.skipped),
                size=number(size),
            ),
            code="sound-damaged",
        )
    if reading.skipped > _NOTABLE:
        warnings.append(
            tr(
                "{skipped} of its {size} bytes are no sound and were passed over: listen to it",
                skipped=number(reading.skipped),
                size=number(size),
            )
        )
    with path.open("rb") as stream:
        unmarked = not has_ogg_end(stream)
    if unmarked or reading.ends_early:
        warnings.append(tr("it has no proper end: listen whether it was cut short"))


def opposed_warning(findings: Findings) -> str:
    """What is told of channels that would cancel each other; empty when none do."""
    if not findings.opposed:
        return ""
    taken = findings.opposed[0]
    if taken in _OPPOSED:
        return tr(_OPPOSED[taken])
    return tr(_ONE_OF_MANY, channel=taken + 1)


def _promised(path: Path, reading: _Reading) -> Fraction | None:
    """Seconds that its own header says; None of a kind whose structure was looked at instead."""
    if reading.container.format.name == "mp3":
        with path.open("rb") as stream:
            samples = promised_samples(stream)
        return None if samples is None else Fraction(samples, reading.stream.rate)
    if reading.stream.duration and reading.container.format.name.startswith(_PROMISING):
        return reading.stream.duration * Fraction(reading.stream.time_base or 0)
    return None
