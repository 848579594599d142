"""A run of painted frames becomes one closed segment of H.264 or AV1, verified.

Comes in: something that fills planes frame by frame, and settings. Goes out: an MP4 file with
exactly the frames asked, and its facts. Knows nothing of slides; the codec is libx264 or SVT-AV1
in process, through PyAV.

One thread a segment, always: x264's output depends on the number of threads (decoded frames differ
at 4), and whole segments side by side use the cores better than one segment on many.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from renderer.cancellation import stop_point
from renderer.encoding.codec import AV1, EncoderSettings
from renderer.errors import EncodeError
from renderer.frames.pixels import Planes, Size
from renderer.messages import tr

_BT709 = 1
"""Of colour primaries, transfer and matrix alike (ITU-T H.273)."""
_LIMITED = 1
"""AVCOL_RANGE_MPEG."""


def encode_segment(
    path: Path,
    length: int,
    settings: EncoderSettings,
    state: Callable[[int], Hashable],
    paint: Callable[[int, Planes], None],
) -> dict[str, Any]:
    """Encode frames 0 to *length* - 1 into *path*; each is painted only if its state is new.

    Returns:
        Facts: ``frames`` and ``headers`` (SHA-256 of the decoder configuration).

    Raises:
        EncodeError: the codec failed, or the file doesn't hold the frames asked.
    """
    try:
        _write(path, length, settings, state, paint)
    except av.codec.codec.UnknownCodecError as error:
        raise EncodeError(
            tr(
                "PyAV was built without {encoder}: install its own wheel, or leave the codec"
                " {codec} out",
                encoder=settings.encoder,
                codec=settings.codec,
            ),
            code="encoder-missing",
        ) from error
    except av.error.FFmpegError as error:
        raise failed(
            tr("the encoder failed on {count} frames: {why}", count=length, why=error)
        ) from error
    return verify_segment(path, length, settings)


def _write(
    path: Path,
    length: int,
    settings: EncoderSettings,
    state: Callable[[int], Hashable],
    paint: Callable[[int, Planes], None],
) -> None:
    if settings.codec == AV1:
        os.environ.setdefault("SVT_LOG", "1")  # errors; else it tells its life on stderr
    with av.open(str(path), "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        stream = cast(
            "VideoStream",
            container.add_stream(settings.encoder, rate=settings.fps, options=settings.options()),
        )
        stream.width, stream.height = settings.size
        stream.pix_fmt = "yuv420p"
        with _priorities_kept():
            container.start_encoding()
        frame = VideoFrame(settings.size.width, settings.size.height, "yuv420p")
        frame.color_range = _LIMITED
        frame.colorspace = _BT709
        planes = planes_of(frame)
        shown: Hashable = object()
        for number in range(length):
            stop_point()
            wanted = state(number)
            if wanted != shown:
                paint(number, planes)
                shown = wanted
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@contextmanager
def _priorities_kept() -> Iterator[None]:
    """What an encoder makes of its threads' priorities as it opens is taken back.

    SVT-AV1 4.1, run by root (so in most containers), puts its threads and the one that calls it
    under SCHED_FIFO at 99, above all else on the machine; what is started later inherits it. The
    cores then have 5 % left for others: a suite of twenty minutes was not done after ninety.
    """
    if not hasattr(os, "sched_getscheduler"):
        yield
        return
    policy, parameters = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        for thread in Path("/proc/self/task").glob("*"):
            with suppress(ProcessLookupError):  # one that has just ended
                if os.sched_getscheduler(int(thread.name)) != policy:
                    os.sched_setscheduler(int(thread.name), policy, parameters)


def planes_of(frame: VideoFrame) -> Planes:
    """Views on a yuv420p frame's own memory: what is painted there is what is encoded."""
    arrays = []
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
        arrays.append(rows[:, : plane.width])
    y, u, v = arrays
    return Planes(y=y, u=u, v=v)


def verify_segment(path: Path, length: int, settings: EncoderSettings) -> dict[str, Any]:
    """Read a segment's packets back and return its facts.

    Raises:
        EncodeError: it can't be read, or doesn't hold *length* frames of the right codec and size,
            at a constant rate, starting with a key frame.
    """
    try:
        with av.open(str(path), metadata_errors="replace") as container:
            stream = container.streams.video[0]
            codec = codec_of(stream)
            size = Size(stream.codec_context.width, stream.codec_context.height)
            headers = hashlib.sha256(stream.codec_context.extradata or b"").hexdigest()
            tags = colour_tags(stream)
            packets = [packet for packet in container.demux(stream) if packet.pts is not None]
            ticks = 1 / (stream.time_base * settings.fps) if stream.time_base else 0
    except (av.error.FFmpegError, IndexError) as error:  # IndexError: no pictures in it
        raise failed(tr("a segment can't be read back: {why}", why=error)) from error
    times = sorted(int(packet.pts or 0) for packet in packets)
    if codec != settings.codec:
        raise failed(
            tr("a segment holds {codec} instead of {wanted}", codec=codec, wanted=settings.codec)
        )
    if len(packets) != length or size != settings.size:
        raise failed(
            tr(
                "a segment holds {count} frames of {size} instead of {planned} of {wanted}",
                count=len(packets),
                size=_in_pixels(size),
                planned=length,
                wanted=_in_pixels(settings.size),
            )
        )
    if not packets[0].is_keyframe or times != [round(n * ticks) for n in range(length)]:
        raise failed(tr("a segment doesn't start with a key frame at a constant rate"))
    if tags != TAGS:
        raise failed(
            tr("a segment's colours are tagged {tags} instead of {wanted}", tags=tags, wanted=TAGS)
        )
    return {"frames": length, "headers": headers}


def _in_pixels(size: Size) -> str:
    return f"{size.width}×{size.height}"


def failed(told: str) -> EncodeError:
    """What to raise where a codec failed, or wrote something else than asked, as *told*."""
    return EncodeError(told, code="encoding-failed")


TAGS = ("yuv420p", _BT709, _BT709, _BT709, _LIMITED)
"""Pixels, primaries, transfer, matrix and range that every segment and film must be tagged with."""


def codec_of(stream: VideoStream) -> str:
    """ "h264" or "av1", whichever library decodes it here."""
    return stream.codec_context.codec.canonical_name


def colour_tags(stream: VideoStream) -> tuple[str | None, int, int, int, int]:
    """Pixel format, primaries, transfer, matrix and range of *stream*, as H.273 numbers them."""
    codec = stream.codec_context
    return (
        codec.pix_fmt,
        int(codec.color_primaries),
        int(codec.color_trc),
        int(codec.colorspace),
        int(codec.color_range),
    )
