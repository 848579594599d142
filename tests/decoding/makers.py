"""Sound and film files that nobody should have made, written byte by byte."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Floats = NDArray[np.float32]
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def tone(seconds: float, hertz: float = 440, level: float = 0.3, rate: int = RATE) -> Floats:
    t = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hertz * t)).astype(np.float32)


def wav(path: Path, channels: Floats, *, rate: int = RATE, form: str = "f4", **odd: Any) -> Path:
    """Samples, shape (n,) or (channels, n), as floats ("f4"), 16 bits ("i2") or 24 ("i3").

    *odd*: `size` of the data chunk as its header says; `head`, chunks before it; `id` of the file.
    """
    planes = np.atleast_2d(channels)
    if form == "f4":
        data = planes.T.astype("<f4").tobytes()
    elif form == "i2":
        data = np.rint(planes.T * 32767).astype("<i2").tobytes()
    else:
        whole = np.rint(planes.T * 8388607).astype("<i4")
        data = whole.reshape(-1, 1).view(np.uint8)[:, :3].tobytes()
    width = {"f4": 4, "i2": 2, "i3": 3}[form]
    count = len(planes)
    kind = struct.pack(
        "<HHIIHH",
        3 if form == "f4" else 1,
        count,
        rate,
        rate * count * width & 0xFFFFFFFF,
        count * width & 0xFFFF,
        8 * width,
    )
    body = odd.get("head", b"") + b"fmt " + struct.pack("<I", 16) + kind
    body += b"data" + struct.pack("<I", odd.get("size", len(data))) + data
    path.write_bytes(odd.get("id", b"RIFF") + struct.pack("<I", 4 + len(body)) + b"WAVE" + body)
    return path


def encoded(path: Path, samples: Floats, codec: str, *, rate: int = RATE, **options: str) -> Path:
    """*samples* through one of FFmpeg's encoders; the container is told by the name's ending."""
    with av.open(str(path), "w", options=options) as container:
        stream: Any = container.add_stream(codec, rate=rate, layout="mono")
        _feed(container, stream, samples, rate)
    return path


def _feed(container: Any, stream: Any, samples: Floats, rate: int) -> None:
    frame = av.AudioFrame.from_ndarray(samples[None], "fltp", "mono")
    frame.sample_rate = rate
    size = stream.codec_context.frame_size or 1024
    shaped = av.AudioResampler(stream.format, "mono", rate, frame_size=size)
    for part in [*shaped.resample(frame), *shaped.resample(None)]:
        container.mux(stream.encode(part))
    container.mux(stream.encode(None))


def two_tracks(path: Path, first: Floats, second: Floats) -> Path:
    """An MP4 with two tracks of AAC."""
    with av.open(str(path), "w") as container:
        streams: list[Any] = [
            container.add_stream("aac", rate=RATE, layout="mono") for _ in range(2)
        ]
        for stream, samples in zip(streams, (first, second), strict=True):
            _feed(container, stream, samples, RATE)
    return path


def box(kind: bytes, *content: bytes) -> bytes:
    whole = b"".join(content)
    return struct.pack(">I4s", 8 + len(whole), kind) + whole


def _full(kind: bytes, flags: int, *content: bytes) -> bytes:
    return box(kind, struct.pack(">I", flags), *content)


def bomb(*, samples: int, sound: bool = False, tracks: int = 1) -> bytes:
    """A few hundred bytes that claim to hold *samples* samples of one byte each."""
    return _ftyp() + box(b"mdat", bytes(64)) + _moov(samples, sound, tracks)


def compressed_bomb(mebibytes: int) -> bytes:
    """A movie header that is *mebibytes* large once it is unpacked."""
    padded = _moov(100, False, 1, box(b"free", bytes(mebibytes << 20)))
    packed = box(b"cmvd", struct.pack(">I", len(padded)), zlib.compress(padded, 9))
    return (
        _ftyp()
        + box(b"mdat", bytes(64))
        + box(b"moov", box(b"cmov", box(b"dcom", b"zlib"), packed))
    )


def _ftyp() -> bytes:
    return box(b"ftyp", b"isom\0\0\2\0isomavc1")


def _moov(samples: int, sound: bool, tracks: int, more: bytes = b"") -> bytes:
    head = _full(
        b"mvhd",
        0,
        struct.pack(">IIIIIH10x", 0, 0, 1000, 4000, 0x10000, 0x100),
        _MATRIX,
        bytes(24),
        struct.pack(">I", 2),
    )
    return box(b"moov", head, *[_trak(samples, sound)] * tracks, more)


def _trak(samples: int, sound: bool) -> bytes:
    header = _full(
        b"tkhd",
        7,
        struct.pack(">IIIII8xHHHH", 0, 0, 1, 0, 4000, 0, 0, 0, 0),
        _MATRIX,
        struct.pack(">II", 320 << 16, 240 << 16),
    )
    if sound:
        entry = box(
            b"sowt",
            bytes(6),
            struct.pack(">H", 1),
            bytes(8),
            struct.pack(">HHHHI", 1, 16, 0, 0, 48000 << 16),
        )
    else:
        entry = box(
            b"mjpa",
            bytes(6),
            struct.pack(">H", 1),
            bytes(16),
            struct.pack(">HHIIIH", 320, 240, 0x480000, 0x480000, 0, 1),
            bytes(32),
            struct.pack(">Hh", 24, -1),
        )
    table = box(
        b"stbl",
        _full(b"stsd", 0, struct.pack(">I", 1), entry),
        _full(b"stts", 0, struct.pack(">III", 1, samples, 1)),
        _full(b"stsc", 0, struct.pack(">IIII", 1, 1, samples, 1)),
        _full(b"stsz", 0, struct.pack(">II", 1, samples)),
        _full(b"stco", 0, struct.pack(">II", 1, 40)),
    )
    kind = _full(b"smhd", 0, bytes(4)) if sound else _full(b"vmhd", 1, bytes(8))
    link = box(b"dinf", _full(b"dref", 0, struct.pack(">I", 1), _full(b"url ", 1)))
    media = box(
        b"mdia",
        _full(b"mdhd", 0, struct.pack(">IIIIHH", 0, 0, 25, 100, 0x55C4, 0)),
        _full(b"hdlr", 0, bytes(4), b"soun" if sound else b"vide", bytes(12), b"x\0"),
        box(b"minf", kind, link, table),
    )
    return box(b"trak", header, media)
