"""Whether a sound or film file has all the bytes that its own headers promise.

Comes in: an open file, or one packet of an MP3. Goes out: how many bytes are missing, by the
container's structure alone; what an MP3 says of its own length. Nothing is decoded. A file written
to a pipe doesn't know its length and promises nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
"""kbit/s of layer III by MPEG version (3: MPEG-1, 2: MPEG-2 and 2.5)."""
_HERTZ = (44_100, 48_000, 32_000)
"""MPEG 1's rates by their number in a frame's header."""
_STREAMED = 0x7FFFF000
"""From here on a 32-bit length is what programs write that don't know it yet: SoX 0x7FFFF000,
arecord 0x80000000, ffmpeg 0xFFFFFFFF."""
_HUGE = 1 << 62
"""No file is that long: the 64-bit way to say that a length isn't known."""
_TRIFLE = 4096
"""Bytes of PCM (a fiftieth of a second) that may be missing: some recorders count wrongly."""
_OGG_TAIL = 1 << 17
"""Two of the largest Ogg pages (65,307 bytes)."""
_MASTERS = {b"WAVE": "little", b"AIFF": "big", b"AIFC": "big"}


def missing_bytes(stream: BinaryIO) -> int:
    """How many bytes are missing at the end of *stream*; 0 where that can't be told."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    head = stream.read(12)
    if head[8:12] in _MASTERS:
        return _of_chunks(stream, size, little=head[8:12] == b"WAVE")
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}:
        return _of_boxes(stream, size)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _of_matroska(stream, size)
    if head.startswith(b"OggS"):
        return _of_ogg(stream, size)
    return 0


def is_streamed_rf64(stream: BinaryIO) -> bool:
    """Whether *stream* is an RF64 whose 64-bit length was never filled in."""
    stream.seek(0)
    head = stream.read(36)
    if head[:4] not in {b"RF64", b"BW64"} or head[12:16] != b"ds64":
        return False
    return not 0 < int.from_bytes(head[28:36], "little") < _HUGE


def has_ogg_end(stream: BinaryIO) -> bool:
    """Whether the last page of an Ogg file says that it is the last; True of other files."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if stream.read(4) != b"OggS":
        return True
    last = _last_page(stream, size)
    return last is not None and bool(last[1][5] & 4)


def _of_chunks(stream: BinaryIO, size: int, *, little: bool) -> int:
    """WAV, RF64 (EBU Tech 3306) and AIFF: of the chunk that holds the samples."""
    place, told = 12, -1
    while place + 8 <= size:
        stream.seek(place)
        name = stream.read(4)
        length = int.from_bytes(stream.read(4), "little" if little else "big")
        if name == b"ds64":
            stream.seek(8, os.SEEK_CUR)
            told = int.from_bytes(stream.read(8), "little")
        if name in {b"data", b"SSND"}:
            if length == 0xFFFFFFFF and 0 < told < _HUGE:
                length = told
            elif length >= _STREAMED:
                return 0
            missing = place + 8 + length - size
            return missing if missing > _TRIFLE else 0
        place += 8 + length + length % 2
    return 0


def _of_boxes(stream: BinaryIO, size: int) -> int:
    """MP4 and MOV (ISO/IEC 14496-12 §4.2): of the last box."""
    place = 0
    while place + 8 <= size:
        stream.seek(place)
        length = int.from_bytes(stream.read(4), "big")
        stream.seek(4, os.SEEK_CUR)
        if length == 1:
            length = int.from_bytes(stream.read(8), "big")
        if length < 8:  # 0: up to the end
            return 0
        place += length
    return max(0, place - size)


def _of_matroska(stream: BinaryIO, size: int) -> int:
    """MKV and WebM (RFC 8794): of the segment."""
    stream.seek(4)
    header = _number(stream)
    if header is None:
        return 0
    stream.seek(header, os.SEEK_CUR)
    if stream.read(4) != b"\x18\x53\x80\x67":
        return 0
    length = _number(stream)
    return 0 if length is None else max(0, stream.tell() + length - size)


def _number(stream: BinaryIO) -> int | None:
    """A length of EBML; None when it says that it isn't known."""
    first = stream.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    bits = 7 * (more + 1)
    value = int.from_bytes(first + stream.read(more), "big") & ((1 << bits) - 1)
    return None if value == (1 << bits) - 1 else value


def _of_ogg(stream: BinaryIO, size: int) -> int:
    last = _last_page(stream, size)
    if last is None:
        return 0
    place, page = last
    segments = page[26] if len(page) > 26 else 0
    if len(page) < 27 + segments:
        return 1
    return max(0, place + 27 + segments + sum(page[27 : 27 + segments]) - size)


def _last_page(stream: BinaryIO, size: int) -> tuple[int, bytes] | None:
    """Where the last page of an Ogg file (RFC 3533) starts, and its bytes as far as they are
    there."""
    start = max(0, size - _OGG_TAIL)
    stream.seek(start)
    tail = stream.read(_OGG_TAIL)
    for place in _backwards(tail, b"OggS\0"):
        if place + 5 < len(tail) and tail[place + 5] < 8:
            return start + place, tail[place:]
    return None


def _backwards(data: bytes, wanted: bytes) -> Iterator[int]:
    place = data.rfind(wanted)
    while place >= 0:
        yield place
        place = data.rfind(wanted, 0, place)


def promised_samples(stream: BinaryIO) -> int | None:
    """What the Xing, Info or VBRI header in the first frame promises; None without one."""
    stream.seek(0)
    head = stream.read(10)
    start = 0
    if head[:3] == b"ID3" and len(head) == 10:
        start = 10 + sum(byte << 7 * (3 - n) for n, byte in enumerate(head[6:10]))
    stream.seek(start)
    frame = stream.read(4096)
    samples = 1152 if len(frame) > 1 and frame[1] >> 3 & 3 == 3 else 576
    for name in (b"Xing", b"Info"):
        at = frame.find(name, 0, 256)
        if at >= 0 and len(frame) >= at + 12 and frame[at + 7] & 1:
            return int.from_bytes(frame[at + 8 : at + 12], "big") * samples
    if frame[36:40] == b"VBRI":
        return int.from_bytes(frame[50:54], "big") * samples
    return None


def frame_bytes(packet: bytes) -> int:
    """How long the frame that starts *packet* should be; 0 when none does."""
    if len(packet) < 4 or packet[0] != 0xFF or packet[1] & 0xE6 != 0xE2:
        return 0
    version, rate = packet[1] >> 3 & 3, packet[2] >> 4
    hertz = packet[2] >> 2 & 3
    if hertz == 3 or version == 1:
        return 0
    first = version == 3
    frequency = _HERTZ[hertz] // {3: 1, 2: 2, 0: 4}[version]
    kilobits = _RATES[3 if first else 2][rate]
    return (144 if first else 72) * 1000 * kilobits // frequency + (packet[2] >> 1 & 1)
