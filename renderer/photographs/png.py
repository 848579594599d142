"""What a PNG says about its pixels beside them: orientation, gamma, primaries, transparent values.

Comes in: a PNG file. Goes out: `PngFacts`. Decodes no pixel: chunks are stepped over, so that
those behind the pixels are found too. Chunks: PNG Specification, third edition (W3C, 2025).

A picture that only states a gamma and primaries gets an ICC profile made of these numbers (ISO
15076-1, version 4: three matrix columns and three parametric curves), so that it goes the way of
all others.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.photographs.tiff import read_layout

SRGB = (0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
"""x and y of white, red, green, blue (IEC 61966-2-1)."""
WIDE = {
    9: (0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046),
    12: (0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
}
"""The same of those primaries that H.273 numbers and that aren't close to sRGB's: BT.2020's and
Display P3's."""
SRGB_GAMMA = 1 / 2.2
"""What writers state for sRGB's own curve, which is none of one exponent."""
NEAR_GAMMA = 0.05
"""Share by which a gamma may differ and be taken for sRGB's: libpng's PNG_GAMMA_THRESHOLD."""
NEAR_PRIMARIES = 0.005
"""Of a chromaticity, 0 to 1: writers round them to two or three digits."""
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""Exponent, slopes, offset and foot of sRGB's curve (IEC 61966-2-1), as ICC's type 3 has them."""
D50 = np.array([0.9642, 1.0, 0.8249])
"""White of every profile (ISO 15076-1, 7.2.16)."""
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
"""How eyes adapt from one white to another (ISO 15076-1, annex E)."""
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneAndPrimaries:
    """What a picture says of its colours."""

    gamma: float = 0.0
    """The exponent it was encoded with, as PNG's gAMA: 0.45455 for most. 0: not said."""
    primaries: tuple[float, ...] = ()
    """As `SRGB`; empty or zeros: not said."""

    def profile(self) -> bytes | None:
        """The ICC profile of these; None where it would be sRGB's, or make no sense."""
        toned = self.gamma > 0 and abs(self.gamma / SRGB_GAMMA - 1) > NEAR_GAMMA
        coloured = any(self.primaries) and bool(
            np.abs(np.subtract(self.primaries, SRGB)).max() > NEAR_PRIMARIES
        )
        if not (toned or coloured):
            return None
        columns = _columns(self.primaries if coloured else SRGB)
        if columns is None or self.gamma > 10:
            return None
        return _packed(columns, (1 / self.gamma,) if toned else SRGB_CURVE)


def _columns(primaries: tuple[float, ...]) -> Matrix | None:
    """Red, green and blue as XYZ under D50, one a column; None when they span no colours."""
    x, y = np.array(primaries, np.float64).reshape(4, 2).T
    if y.min() <= 0:
        return None
    xyz = np.stack([x / y, np.ones(4), (1 - x - y) / y])
    white, mixed = xyz[:, 0], xyz[:, 1:]
    if abs(np.linalg.det(mixed)) < 1e-6:
        return None
    columns = mixed * np.linalg.solve(mixed, white)
    gain = (_BRADFORD @ D50) / (_BRADFORD @ white)
    adapted: Matrix = np.linalg.inv(_BRADFORD) @ np.diag(gain) @ _BRADFORD @ columns
    return adapted


def _packed(columns: Matrix, curve: tuple[float, ...]) -> bytes:
    kind = {1: 0, 5: 3}[len(curve)]  # para: y = x^g, and sRGB's kind with a straight foot
    tone = b"para\0\0\0\0" + struct.pack(">HH", kind, 0) + b"".join(map(_fixed, curve))
    bodies = [_xyz(D50), *(_xyz(column) for column in columns.T), tone]
    names = (b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC")
    places, at = [], 128 + 4 + 12 * len(names)
    for body in bodies:
        places.append(at)
        at += len(body)
    places += places[-1:] * 2  # one curve for all three
    sizes = [*map(len, bodies), *([len(tone)] * 2)]
    table = b"".join(
        name + struct.pack(">II", *where)
        for name, where in zip(names, zip(places, sizes, strict=True), strict=True)
    )
    header = bytearray(128)
    header[:4] = struct.pack(">I", at)
    header[8:24] = b"\x04\x20\0\0mntrRGB XYZ "
    header[36:40] = b"acsp"
    header[68:80] = b"".join(map(_fixed, D50))
    return bytes(header) + struct.pack(">I", len(names)) + table + b"".join(bodies)


def _xyz(values: NDArray[np.float64]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(float(value) * 65536))


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
    transfer: int = 0
    """The curve (H.273) that cICP names; 0: none is."""
    colours: ToneAndPrimaries = field(default_factory=ToneAndPrimaries)
    """As cICP says, or gAMA and cHRM; unsaid where something better does."""


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
    coded = chunks.get(b"cICP", b"")
    if len(coded) == 4:
        known = ToneAndPrimaries(primaries=WIDE.get(coded[0], ()))
    return PngFacts(
        orientation=turn or 1,
        bits=bits[0] if bits else 8,
        transfer=coded[1] if len(coded) == 4 else 0,
        colours=known,
    )


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
    result: dict[bytes, bytes] = {}
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
        result.setdefault(name, body)
        if kind == b"IEND":
            break
    return result


def _whole(body: bytes, count: int) -> tuple[int, ...]:
    return struct.unpack(f">{count}I", body) if len(body) == 4 * count else (0,) * count


def _from_texts(chunks: dict[bytes, bytes]) -> int:
    for keyword in (b"Raw profile type exif", b"Raw profile type APP1"):
        for kind in TEXTS:
            text = _text(kind, chunks.get(kind + keyword, b""))
            if match := _HEX.match(text):
                digits = b"".join(match[1].split())
                if turn := _from_exif(bytes.fromhex(digits[: len(digits) // 2 * 2].decode())):
                    return turn
    for kind in TEXTS:
        match = _XMP_TURN.search(_text(kind, chunks.get(kind + b"XML:com.adobe.xmp", b"")))
        if match:
            return int(match[1])
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
