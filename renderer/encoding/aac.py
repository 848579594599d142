"""Sound as packets of AAC-LC, 48 kHz, both channels alike; and as an MP4 of sound alone.

Comes in: blocks of mono samples, or packets. Goes out: packets, a file of them, or what is heard
when they are decoded. Packets of several encoders may follow one another where `joins` says so.
Knows no slide or cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.packet import Packet

from renderer.cancellation import stop_point
from renderer.encoding.encode_video import failed
from renderer.messages import tr
from renderer.sound.loudness import as_pcm
from renderer.sound.track import Samples
from renderer.timebase import PACKET, SAMPLE_RATE

BITRATE = 128_000
"""Bits a second, what AAC-LC at 48 kHz is given in stereo: both channels are alike here, so that
speech and music have room to spare. A minute takes 1 MB."""
AAC_OPTIONS = {
    "flags": "+bitexact",
    "aac_coder": "fast",
    "aac_ms": "1",
    "aac_is": "0",
    "aac_pns": "0",
}
"""For two like channels of speech at 128 kbit/s, with FFmpeg 8's encoder.

The quicker of its searches for quantizers takes 0.4 of the time of the default (twoloop) and errs
less. Middle and side save another fifth, and the channels stay alike to the bit; errors are 41 dB
under the voice (twoloop's: 33). Intensity stereo must be off then, or the right channel comes out
26 dB off the left; and so must noise substitution, which puts another noise into each.
"""
_SINGLE, _PAIR = 0, 1
"""Elements that hold one channel, or two (ISO/IEC 14496-3, table 4.85)."""
_HEAD = 3
"""Bytes of a packet that hold what is read of it."""
Window: TypeAlias = tuple[int, int]
"""What an encoder told of a packet's windows, in both channels: their sequence, their shape."""


def encode_sound(path: Path, blocks: Iterable[Samples]) -> dict[str, Any]:
    """Encode *blocks* into an MP4 file of sound alone.

    Raises:
        EncodeError: the codec failed.
    """
    samples = 0

    def counted() -> Iterator[Samples]:
        nonlocal samples
        for block in blocks:
            samples += len(block)
            yield block

    write_sound(path, list(encode_packets(counted())), samples)
    return {"samples": samples}


def encode_packets(blocks: Iterable[Samples]) -> Iterator[bytes]:
    """The packets of *blocks*, one for each `PACKET` samples and one more.

    The first is heard only in what follows it: its samples lie before the first. The n-th after it
    holds `PACKET` samples from the n-th step on, of which half are heard with the packet before.

    Raises:
        EncodeError: the codec failed.
    """
    try:
        encoder = _opened_encoder()
        for frame in audio_frames(blocks):
            yield from map(bytes, encoder.encode(frame))
        yield from map(bytes, encoder.encode(None))
    except av.error.FFmpegError as error:
        raise _failed(error) from error


def write_sound(path: Path, packets: Iterable[bytes], samples: int) -> None:
    """*packets* as an MP4 file of *samples* samples; those that begin later are left out.

    Raises:
        EncodeError: the muxer failed.
    """
    try:
        with av.open(str(path), "w", format="mp4", options={"fflags": "+bitexact"}) as container:
            stream = container.add_stream(
                "aac", rate=SAMPLE_RATE, layout="stereo", options=AAC_OPTIONS
            )
            stream.bit_rate = BITRATE
            container.start_encoding()
            for number, data in enumerate(packets):
                stop_point()
                start = (number - 1) * PACKET  # the first lies before the film
                if start >= samples:
                    break
                packet: Any = Packet(data)
                packet.stream, packet.time_base = stream, Fraction(1, SAMPLE_RATE)
                packet.pts = packet.dts = start
                packet.duration = min(PACKET, samples - start)
                packet.is_keyframe = True
                container.mux(packet)
    except av.error.FFmpegError as error:
        raise _failed(error) from error


def decode_packets(packets: Iterable[bytes]) -> Iterator[Samples]:
    """What is heard of *packets* that follow one another, two channels, a block each. The first's
    is short of what the packet before it would have added.

    Raises:
        EncodeError: they can't be decoded.
    """
    try:
        decoder = av.CodecContext.create("aac", "r")
        decoder.extradata = _configuration()
        for data in packets:
            for frame in decoder.decode(Packet(data)):
                yield frame.to_ndarray().astype(np.float32, copy=False)
    except av.error.FFmpegError as error:
        raise failed(tr("the sound just encoded can't be decoded ({why})", why=error)) from error


def window_of(packet: bytes) -> Window | None:
    """How a packet of ours is windowed; None: in no way that is read here.

    Two channels of the same windows say so once (`common_window`), and ours are alike.
    """
    if len(packet) < _HEAD:
        return None
    head = int.from_bytes(packet[:_HEAD])

    def bits(place: int, count: int) -> int:
        return head >> (8 * _HEAD - place - count) & ((1 << count) - 1)

    element, common = bits(0, 3), bits(7, 1)
    if element == _PAIR and common:
        info = 8
    elif element == _SINGLE:
        info = 15  # after its tag and its gain
    else:
        return None
    return bits(info + 1, 2), bits(info + 3, 1)


def joins(real: Window | None, assumed: Window | None) -> bool:
    """Whether a packet may follow one of another encoder that is windowed as *real*, where its own
    encoder's was as *assumed*.

    Half of a packet's samples are heard summed with half of the one before; what either's
    transform folds over cancels only if one window falls as the other rises, and how it falls is
    all in the earlier packet's sequence and shape.
    """
    return real is not None and real == assumed


def audio_frames(blocks: Iterable[Samples]) -> Iterator[AudioFrame]:
    """A frame a block: PyAV cuts them into AAC's 1,024 samples in a fifth less of the time."""
    position = 0
    for block in blocks:
        stop_point()
        if len(block):
            yield audio_frame(block, position)
        position += len(block)


def audio_frame(block: Samples, position: int) -> AudioFrame:
    """*block* as the encoder takes it, in both channels."""
    # It takes floats: 16-bit rounding first, so that film and takes agree to the bit.
    mono = as_pcm(block).astype(np.float32) / 32768.0
    frame = AudioFrame.from_ndarray(np.stack([mono, mono]), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts = SAMPLE_RATE, position
    frame.time_base = Fraction(1, SAMPLE_RATE)
    return frame


def _opened_encoder() -> Any:
    encoder: Any = av.CodecContext.create("aac", "w")
    encoder.sample_rate, encoder.layout, encoder.format = SAMPLE_RATE, "stereo", "fltp"
    encoder.time_base = Fraction(1, SAMPLE_RATE)
    encoder.bit_rate, encoder.options = BITRATE, AAC_OPTIONS
    encoder.open()
    return encoder


@lru_cache(maxsize=1)
def _configuration() -> bytes:
    """What decoders are told of all our packets."""
    return bytes(_opened_encoder().extradata)


def _failed(error: Exception) -> Exception:
    return failed(tr("the sound encoder failed: {why}", why=error))
