"""What a PNG says about its pixels beside them: orientation, gamma, primaries, transparent values.

Comes in: a PNG file. Goes out: `PngFacts`. Decodes no pixel: chunks are stepped over, so that those
behind the pixels are found too. Chunks: PNG Specification, third edition (W3C, 2025).
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO

from PIL import Image

from renderer.photographs.primaries import ToneAndPrimaries
from renderer.photographs.tiff import read_layout

START = b"\x89PNG\r\n\x1a\n"
LARGEST = 1 << 20
"""Bytes of a chunk of text, packed and unpacked: profiles of Exif and XMP have 64 KiB."""
MOST = 1 << 16
"""Chunks looked at; pixels come in pieces of 8 KiB and more."""
TEXTS = (b"tEXt", b"zTXt", b"iTXt")
OWN_COLOURS = (b"sRGB", b"iCCP", b"cICP")
"""Chunks that beat gAMA and cHRM."""
_XMP_TURN = re.compile(rb"tiff:Orientation(?:=[\"']|>)\s*([1-8])")
_HEX = re.compile(rb"\s*(?:exif|app1|xmp)\s+\d+\s+([0-9a-fA-F\s]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PngFacts:
    """What was said in chunks."""

    orientation: int = 1
    """As Exif's, 1 to 8: from eXIf; else from what ImageMagick calls "Raw profile type exif"; else
    from XMP."""
    bits: int = 8
    """Of each sample."""
    colours: ToneAndPrimaries = field(default_factory=ToneAndPrimaries)
    """As gAMA and cHRM say; unsaid where something better does."""


def read_png(file: BinaryIO) -> PngFacts:
    """The facts in *file*, a PNG; what is broken is left out."""
    chunks = _chunks(file)
    bits = chunks.get(b"IHDR", b"\0" * 9)[8:9]
    known = ToneAndPrimaries()
    if not any(kind in chunks for kind in OWN_COLOURS):
        known = ToneAndPrimaries(
            gamma=_whole(chunks.get(b"gAMA", b""), 1)[0] / 100_000,
            primaries=tuple(value / 100_000 for value in _whole(chunks.get(b"cHRM", b""), 8)),
        )
    turn = _from_exif(chunks.get(b"eXIf", b"")) or _from_texts(chunks)
    return PngFacts(orientation=turn or 1, bits=bits[0] if bits else 8, colours=known)


def scale_transparent(image: Image.Image, bits: int) -> None:
    """Give *image* its transparent value in the pixels' own scale.

    Pillow 11.3 spreads greys of 1, 2 and 4 bits over 0 to 255 and takes the first 8 bits of colours
    of 16, but leaves the value that is to be transparent as it stands in the file.
    """
    value = image.info.get("transparency")
    if isinstance(value, int) and image.mode in ("1", "L") and bits < 8:
        image.info["transparency"] = value * 255 // ((1 << bits) - 1)
    if isinstance(value, tuple) and image.mode == "RGB" and bits == 16:
        image.info["transparency"] = tuple(part >> 8 for part in value)


def _chunks(file: BinaryIO) -> dict[bytes, bytes]:
    """The first chunk of each kind but pixels; texts under their kind and keyword."""
    found: dict[bytes, bytes] = {}
    file.seek(len(START))
    for _ in range(MOST):
        head = file.read(8)
        if len(head) < 8:
            break
        length, kind = struct.unpack(">I4s", head)
        if kind in (b"IDAT", b"fdAT") or length > LARGEST:
            file.seek(length + 4, io.SEEK_CUR)
            continue
        body = file.read(length)
        file.seek(4, io.SEEK_CUR)
        name = kind + body.partition(b"\0")[0] if kind in TEXTS else kind
        found.setdefault(name, body)
        if kind == b"IEND":
            break
    return found


def _whole(body: bytes, count: int) -> tuple[int, ...]:
    return struct.unpack(f">{count}I", body) if len(body) == 4 * count else (0,) * count


def _from_texts(chunks: dict[bytes, bytes]) -> int:
    for keyword in (b"Raw profile type exif", b"Raw profile type APP1"):
        for kind in TEXTS:
            text = _text(kind, chunks.get(kind + keyword, b""))
            if found := _HEX.match(text):
                digits = b"".join(found[1].split())
                if turn := _from_exif(bytes.fromhex(digits[: len(digits) // 2 * 2].decode())):
                    return turn
    for kind in TEXTS:
        found = _XMP_TURN.search(_text(kind, chunks.get(kind + b"XML:com.adobe.xmp", b"")))
        if found:
            return int(found[1])
    return 0


def _text(kind: bytes, body: bytes) -> bytes:
    """The text of a chunk, unpacked; empty where it can't be."""
    rest = body.partition(b"\0")[2]
    packed = kind == b"zTXt"
    if kind == b"zTXt":
        rest = rest[1:]
    if kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    try:
        return zlib.decompressobj().decompress(rest, LARGEST) if packed else rest
    except zlib.error:
        return b""


def _from_exif(exif: bytes) -> int:
    """The orientation in Exif's own TIFF; 0 when it has none."""
    layout = read_layout(io.BytesIO(exif.removeprefix(b"Exif\0\0")))
    value = layout.one(274, 0) if layout else 0
    return value if 1 <= value <= 8 else 0
