"""TIFFs that Pillow draws wrong or not at all, and camera files that only look like TIFFs.

Comes in: a file. Goes out: its `TiffLayout` (what the first directory says), whether it is read
here, and its pixels at 8 bits. Knows nothing of sizes wanted, orientation or colour.

Pillow 11.3 to 12 takes 16-bit planes apart for 8-bit ones (noise), reads signed samples and
big-endian compressed floats as others than they are, and refuses 12-bit colour, grey with alpha in
16 bits, spare samples in planes, YCbCr without JPEG, big-endian BigTIFF. So what has more than 8
bits a sample, or planes apart, is read here whole; Pillow only unpacks LZW and PackBits for it.

Numbers of tags and what they mean: TIFF 6.0; BigTIFF; Adobe's DNG 1.7 and TIFF Technical Note 3.
"""

from __future__ import annotations

import io
import lzma
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.frames.pixels import Size
from renderer.messages import tr
from renderer.photographs.not_a_picture import CAMERA_STARTS

SUBFILE, WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 254, 256, 257, 258, 259, 262
"""Tags of the picture."""
STRIPS, ORIENTATION, SAMPLES, ROWS, STRIP_BYTES, MAXIMUM = 273, 274, 277, 278, 279, 281
"""Tags of its strips and samples."""
PLANAR, PREDICTOR, TILE_WIDTH, TILE_HEIGHT, TILES, TILE_BYTES = 284, 317, 322, 323, 324, 325
"""Tags of its planes and tiles."""
SUBDIRECTORIES, EXTRA, KIND, SUBSAMPLING, PROFILE, DNG_VERSION = 330, 338, 339, 530, 34675, 50706
"""Numbers of tags (TIFF 6.0, its supplements and DNG 1.7)."""
NUMBERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
"""How whole numbers are stored, by the type of their field."""
WIDTHS = {**{kind: struct.calcsize(code) for kind, code in NUMBERS.items()}, 2: 1, 7: 1}
MOST_ENTRIES, MOST_VALUES, MOST_SUBDIRECTORIES = 4096, 1 << 10, 16
"""Of a directory, of a tag that isn't a list of places, and of a file. A camera's directory has
about 60 entries; the longest of those tags has a value for each sample of a pixel."""
MOST_PLACES = 1 << 20
"""Strips or tiles: a scan of 30,000 × 30,000 in planes, a strip a row, has 90,000."""
MOST_PROFILE = 1 << 24
"""Bytes: the largest profiles, of printing presses, have a few million."""
PLAIN, LZW, DEFLATE, OLD_DEFLATE, PACKBITS, LZMA = 1, 5, 8, 32946, 32773, 34925
"""TIFF's numbers of compressions."""
WANTED = {
    **dict.fromkeys((SUBFILE, WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC), MOST_VALUES),
    **dict.fromkeys((ORIENTATION, SAMPLES, ROWS, MAXIMUM, PLANAR, PREDICTOR), MOST_VALUES),
    **dict.fromkeys((TILE_WIDTH, TILE_HEIGHT, SUBDIRECTORIES, EXTRA, KIND), MOST_VALUES),
    **dict.fromkeys((SUBSAMPLING, DNG_VERSION), MOST_VALUES),
    **dict.fromkeys((STRIPS, STRIP_BYTES, TILES, TILE_BYTES), MOST_PLACES),
    PROFILE: MOST_PROFILE,
}
"""The tags that are read, and how many values of each at most: headers are read unfenced."""
UNPACKED_HERE = {PLAIN, LZW, DEFLATE, OLD_DEFLATE, PACKBITS, LZMA}
COLOURS = {0: 1, 1: 1, 2: 3, 5: 4, 6: 3, 8: 3}
"""Samples a pixel that are colour, by photometric: white is zero, black is zero, RGB, CMYK, YCbCr,
Lab."""
WHITE_IS_ZERO, YCBCR, LAB, WITH_ALPHA = 0, 6, 8, (0, 1, 2)
"""Photometrics, as TIFF numbers them, and those beside which opacity is known."""
SENSOR = {32803, 34892}
"""Photometrics of what a camera's sensor saw: a mosaic, or linear light."""
UNSIGNED, SIGNED, FLOATING = 1, 2, 3
"""SampleFormat, as TIFF numbers it."""
HALF = 16
"""How samples are stored, by TIFF's SampleFormat; and the bits of the shortest floating number."""
SLICE = 1 << 20
"""Bytes unpacked at a time where only their check sum is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TiffLayout:
    """The first directory of a TIFF: its whole numbers, and what else lies in the file."""

    order: str
    """struct's sign of the byte order."""
    is_big: bool
    """Whether its offsets have 64 bits."""
    tags: Mapping[int, tuple[int, ...]]
    profile: bytes | None
    """ICC."""
    has_more: bool
    """Whether further directories follow: pages, reduced copies."""
    is_camera_raw: bool

    def one(self, tag: int, default: int) -> int:
        """The first value of *tag*."""
        return next(iter(self.tags.get(tag, ())), default)

    @property
    def size(self) -> Size:
        """As stored, before it is turned upright."""
        return Size(self.one(WIDTH, 0), self.one(HEIGHT, 0))

    @property
    def orientation(self) -> int:
        """As Exif's, 1 to 8."""
        value = self.one(ORIENTATION, 1)
        return value if 1 <= value <= 8 else 1

    @property
    def is_thumbnail(self) -> bool:
        """Whether the first directory is only a small copy of another one."""
        return bool(self.one(SUBFILE, 0) & 1) and (self.has_more or SUBDIRECTORIES in self.tags)

    @property
    def bits(self) -> int:
        """Of each sample; 0 where they differ."""
        values = set(self.tags.get(BITS, (1,)))
        return values.pop() if len(values) == 1 else 0

    @property
    def samples(self) -> int:
        """Values a pixel."""
        return self.one(SAMPLES, 1)

    @property
    def kind(self) -> int:
        """Of its samples: whole, signed, floating."""
        return self.one(KIND, UNSIGNED)

    @property
    def subsampling(self) -> tuple[int, int]:
        """Pixels across and down that share their chroma, of YCbCr; 1 × 1 of the rest."""
        if self.one(PHOTOMETRIC, -1) != YCBCR:
            return 1, 1
        across, down = (*self.tags.get(SUBSAMPLING, (2, 2)), 2, 2)[:2]
        return max(1, across), max(1, down)

    @property
    def planes(self) -> int:
        """How many parts each row of blocks is stored in: 1, or one a sample."""
        return self.samples if self.one(PLANAR, 1) == 2 else 1


def read_layout(file: BinaryIO) -> TiffLayout | None:
    """The layout of the TIFF in *file*; None when it is none, or broken: then Pillow says how."""
    file.seek(0)
    head = file.read(16)
    if head[:2] not in (b"II", b"MM"):
        return None
    order = "<" if head[:2] == b"II" else ">"
    try:
        version = struct.unpack_from(order + "H", head, 2)[0]
        if version not in (42, 43):
            return None
        is_big = version == 43
        start = struct.unpack_from(order + ("Q" if is_big else "I"), head, 8 if is_big else 4)[0]
        tags, profile, following = _directory(file, start, order, is_big)
        subs = [
            _directory(file, place, order, is_big, wanted={PHOTOMETRIC: MOST_VALUES})[0]
            for place in tags.get(SUBDIRECTORIES, ())[:MOST_SUBDIRECTORIES]
        ]
    except (struct.error, OverflowError, ValueError, OSError):
        return None
    photometrics = {one for each in (tags, *subs) for one in each.get(PHOTOMETRIC, ())}
    return TiffLayout(
        order=order,
        is_big=is_big,
        tags=tags,
        profile=profile,
        has_more=bool(following),
        is_camera_raw=bool(photometrics & SENSOR)
        or DNG_VERSION in tags
        or (not is_big and head[8:].startswith(CAMERA_STARTS)),
    )


def is_read_here(layout: TiffLayout) -> bool:
    """Whether `read_deep` reads it, rather than Pillow."""
    photometric = layout.one(PHOTOMETRIC, -1)
    if photometric == YCBCR:
        known = layout.bits == 8 and layout.samples == 3 and layout.one(PREDICTOR, 1) == 1
    else:
        known = photometric in COLOURS and layout.samples >= COLOURS[photometric]
    if layout.planes > 1 and layout.subsampling != (1, 1):
        return False
    known = known and layout.one(COMPRESSION, PLAIN) in UNPACKED_HERE
    deep = layout.bits > 8 or layout.planes > 1 or (layout.is_big and layout.order == ">")
    wanted = deep or photometric == YCBCR
    return wanted and known and _type(layout) is not None and min(layout.size) > 0


def mode_of(layout: TiffLayout) -> str:
    """Pillow's name of what `read_deep` gives."""
    photometric = layout.one(PHOTOMETRIC, -1)
    if photometric in (YCBCR, LAB):
        return "YCbCr" if photometric == YCBCR else "LAB"
    colours = COLOURS[photometric]
    extra = layout.one(EXTRA, 0) if layout.samples > colours else 0
    alpha = {1: "a", 2: "A"}.get(extra, "") if photometric in WITH_ALPHA else ""
    return {1: "L", 3: "RGB", 4: "CMYK"}[colours] + alpha


def check_sums(data: bytes, layout: TiffLayout) -> None:
    """Verify what DEFLATE keeps of each strip or tile: libtiff stops reading just before it.

    Raises:
        zlib.error: it doesn't hold.
    """
    if layout.one(COMPRESSION, PLAIN) not in (DEFLATE, OLD_DEFLATE):
        return
    starts = layout.tags.get(TILES) or layout.tags.get(STRIPS, ())
    lengths = layout.tags.get(TILE_BYTES) or layout.tags.get(STRIP_BYTES, ())
    for start, length in zip(starts, lengths, strict=False):
        unpack, rest = zlib.decompressobj(), data[start : start + length]
        while rest and not unpack.eof:
            unpack.decompress(rest, SLICE)
            rest = unpack.unconsumed_tail


def read_deep(data: bytes, layout: TiffLayout) -> Image.Image:
    """The pixels of the first directory, in the mode of `mode_of`.

    Raises:
        ValueError, zlib.error, lzma.LZMAError, OSError: it is damaged or cut short.
    """
    width, height = layout.size
    photometric, mode = layout.one(PHOTOMETRIC, -1), mode_of(layout)
    kept = Image.getmodebands(mode)
    shallow = _halved if photometric == LAB and layout.bits == HALF else _scaling(data, layout)
    out = np.empty((height, width, kept), np.uint8)
    for top, left, plane, block in _blocks(data, layout):
        rows, columns = min(len(block), height - top), min(block.shape[1], width - left)
        part = block[:rows, :columns]
        if layout.planes == 1:
            out[top : top + rows, left : left + columns] = shallow(part[..., :kept])
        elif plane < kept:
            out[top : top + rows, left : left + columns, plane] = shallow(part[..., 0])
    if photometric == WHITE_IS_ZERO:
        np.subtract(255, out[..., 0], out=out[..., 0])
    # From its raw form: a and b of Lab are signed there and have an offset here.
    return Image.frombuffer(mode, (width, height), out, "raw", mode, 0, 1)


def _directory(
    file: BinaryIO, start: int, order: str, is_big: bool, wanted: Mapping[int, int] = WANTED
) -> tuple[dict[int, tuple[int, ...]], bytes | None, int]:
    """The whole numbers and the profile of the directory at *start*, and where the next one is."""
    count_code, field, room = ("Q", "HHQ8s", 8) if is_big else ("H", "HHI4s", 4)
    file.seek(start)
    (count,) = struct.unpack(order + count_code, file.read(struct.calcsize(order + count_code)))
    if not 0 < count <= MOST_ENTRIES:
        raise ValueError(tr("a directory of so many fields is none"))
    each = struct.calcsize(order + field)
    table = file.read(each * count + room)
    numbers: dict[int, tuple[int, ...]] = {}
    profile = None
    for tag, kind, length, value in struct.iter_unpack(order + field, table[: each * count]):
        if kind not in WIDTHS or tag in numbers or length > wanted.get(tag, -1):
            continue
        size = WIDTHS[kind] * length
        if size > room:
            file.seek(struct.unpack(order + count_code.replace("H", "I"), value)[0])
            value = file.read(size)
        if tag == PROFILE:
            profile = profile or bytes(value[:size])
        elif kind in NUMBERS:
            numbers[tag] = struct.unpack(f"{order}{length}{NUMBERS[kind]}", value[:size])
    following = struct.unpack_from(order + count_code.replace("H", "I"), table, each * count)[0]
    return numbers, profile, following


def _type(layout: TiffLayout) -> np.dtype[Any] | None:
    """The samples' type once unpacked; None for those that aren't known."""
    bits, kind, predictor = layout.bits, layout.kind, layout.one(PREDICTOR, 1)
    if kind not in (UNSIGNED, SIGNED, FLOATING) and bits in (8, 16):
        kind = UNSIGNED  # "undefined", as some writers say of everything
    letter = {UNSIGNED: "u", SIGNED: "i", FLOATING: "f"}.get(kind, "")
    if kind == FLOATING:
        known = bits in (16, 32, 64) and predictor in (1, 3)
    elif kind == UNSIGNED and 8 < bits < 16:
        return np.dtype(np.uint16) if predictor == 1 else None
    else:
        known = bits in (8, 16, 32) and predictor in (1, 2)
    return np.dtype(f"{layout.order}{letter}{bits // 8}") if known and letter else None


def _blocks(data: bytes, layout: TiffLayout) -> Iterator[tuple[int, int, int, NDArray[Any]]]:
    """Each strip or tile: its top row, its left column, its plane, and its samples unpacked."""
    width, height = layout.size
    tiled = TILES in layout.tags
    across = layout.one(TILE_WIDTH, 0) if tiled else width
    down = layout.one(TILE_HEIGHT, 0) if tiled else min(layout.one(ROWS, height), height)
    starts = layout.tags.get(TILES if tiled else STRIPS, ())
    lengths = layout.tags.get(TILE_BYTES if tiled else STRIP_BYTES, ())
    if across < 1 or down < 1 or across * down > 4 * width * height + (1 << 20):
        raise ValueError(tr("its strips or tiles have no sensible size"))
    places = [
        (plane, top, left)
        for plane in range(layout.planes)
        for top in range(0, height, down)
        for left in range(0, width, across)
    ]
    if len(starts) < len(places):
        raise ValueError(tr("strips or tiles are missing"))
    samples = layout.samples if layout.planes == 1 else 1
    for number, (plane, top, left) in enumerate(places):
        rows = down if tiled else min(down, height - top)
        # Some writers leave a lone strip's length out.
        length = lengths[number] if number < len(lengths) else len(data)
        block = memoryview(data)[starts[number] : starts[number] + length]
        yield top, left, plane, _samples(block, layout, rows, across, samples)


def _samples(
    block: memoryview, layout: TiffLayout, rows: int, columns: int, samples: int
) -> NDArray[Any]:
    """A strip's or tile's samples, shape (rows, columns, samples)."""
    across, down = layout.subsampling
    if (across, down) != (1, 1) and samples > 1:
        units = -(-rows // down), -(-columns // across)
        raw = _unpacked(block, layout, units[0], units[1] * (across * down + 2))
        return _from_units(raw.reshape(*units, -1), across, down)[:rows, :columns]
    raw = _unpacked(block, layout, rows, -(-columns * samples * layout.bits // 8))
    kind, predictor = _type(layout), layout.one(PREDICTOR, 1)
    if kind is None:
        raise ValueError(tr("its samples are of no known kind"))
    if layout.bits % 8:
        return _from_bits(raw, layout.bits, columns * samples).reshape(rows, columns, samples)
    if predictor == 3:
        raw = np.cumsum(raw.reshape(rows, -1, samples), axis=1, dtype=np.uint8)
        parts = raw.reshape(rows, kind.itemsize, columns * samples).transpose(0, 2, 1)
        # The bytes of all numbers' first bytes, then of their second…: as a big endian has them.
        floats = np.ascontiguousarray(parts).view(kind.newbyteorder(">"))
        return floats.reshape(rows, columns, samples)
    values = raw.view(kind).reshape(rows, columns, samples)
    if predictor == 2:
        return np.cumsum(values, axis=1, dtype=kind.newbyteorder("="))
    return values


def _unpacked(block: memoryview, layout: TiffLayout, rows: int, row: int) -> NDArray[np.uint8]:
    """*block* decompressed, *rows* of *row* bytes, its check sum verified.

    Raises:
        ValueError, zlib.error, lzma.LZMAError, OSError: it is damaged, or cut short.
    """
    wanted, compression = rows * row, layout.one(COMPRESSION, PLAIN)
    unpacked: bytes | memoryview = block
    if compression in (DEFLATE, OLD_DEFLATE):
        deflated = zlib.decompressobj()
        unpacked = deflated.decompress(block, wanted)
        # The check sum stands behind the last byte.
        deflated.decompress(deflated.unconsumed_tail, 64)
    elif compression == LZMA:
        unpacked = lzma.LZMADecompressor().decompress(block, wanted)
    elif compression != PLAIN:
        unpacked = _by_libtiff(block, compression, rows, row)
    if len(unpacked) < wanted:
        raise ValueError(tr("a strip or tile is cut short"))
    return np.frombuffer(unpacked, np.uint8, wanted).reshape(rows, row)


def _by_libtiff(block: memoryview, compression: int, rows: int, row: int) -> bytes:
    """*block* as the grey picture of *row* columns that its bytes would make."""
    fields = {WIDTH: row, HEIGHT: rows, BITS: 8, COMPRESSION: compression, PHOTOMETRIC: 1}
    fields |= {STRIPS: 0, SAMPLES: 1, ROWS: rows, STRIP_BYTES: len(block)}
    fields[STRIPS] = 8 + 2 + 12 * len(fields) + 4
    table = b"".join(struct.pack("<HHII", tag, 4, 1, fields[tag]) for tag in sorted(fields))
    head = b"II*\x00" + struct.pack("<IH", 8, len(fields)) + table + b"\x00" * 4
    with Image.open(io.BytesIO(head + bytes(block)), formats=("TIFF",)) as image:
        return bytes(image.tobytes())


def _from_units(units: NDArray[np.uint8], across: int, down: int) -> NDArray[np.uint8]:
    """YCbCr as TIFF packs it: *across* times *down* lumas, then the two chromas that they share."""
    high, wide = units.shape[:2]
    luma = units[..., :-2].reshape(high, wide, down, across).swapaxes(1, 2)
    chroma = units[..., -2:].repeat(down, 0).repeat(across, 1)
    return np.dstack([luma.reshape(high * down, wide * across), chroma])


def _from_bits(raw: NDArray[np.uint8], bits: int, count: int) -> NDArray[np.uint16]:
    """*count* numbers a row, of *bits* bits each, packed without gaps (each row begins a byte)."""
    out = np.empty((len(raw), count), np.uint16)
    weights = (1 << np.arange(bits - 1, -1, -1)).astype(np.uint16)
    for number, row in enumerate(raw):
        parts = np.unpackbits(row)[: count * bits].reshape(count, bits)
        out[number] = parts @ weights
    return out


def _scaling(data: bytes, layout: TiffLayout) -> Callable[[NDArray[Any]], NDArray[np.uint8]]:
    """What takes samples to 8 bits."""
    black, white = _range(data, layout)

    def scaled(values: NDArray[Any]) -> NDArray[np.uint8]:
        if values.dtype == np.uint8:
            return values
        out = np.empty(values.shape, np.uint8)
        for number, row in enumerate(values):
            # Row by row: floats of a whole scan would take four times its memory.
            levels = (np.nan_to_num(row.astype(np.float32)) - black) * (255 / (white - black))
            out[number] = np.clip(levels + 0.5, 0, 255)
        return out

    return scaled


def _halved(values: NDArray[Any]) -> NDArray[np.uint8]:
    """The first byte of each number: a and b of Lab are signed, which scaling would spoil."""
    return (values >> 8).astype(np.uint8)


def _range(data: bytes, layout: TiffLayout) -> tuple[float, float]:
    """The values that are black and white: from the tags where they make sense, else the pixels."""
    bits, kind = layout.bits, layout.kind
    stated = max(layout.tags.get(MAXIMUM, (0,)))
    if kind == UNSIGNED and (bits < 16 or (bits == 16 and not 255 <= stated < 65535)):
        return 0.0, float((1 << bits) - 1)
    lows, highs = [0.0], [0.0]
    for _, _, _, block in _blocks(data, layout):
        lows.append(float(np.nanmin(block, initial=0)))
        highs.append(float(np.nanmax(block, initial=0)))
    low, high = min(lows), max(highs)
    if kind == FLOATING:
        return 0.0, next((white for white in (1.0, 255.0, 65535.0) if high <= white), high)
    if kind == SIGNED:
        # Half of the range is below zero; where nothing is, zero is black.
        limit = float(1 << (bits - 1))
        return (-limit, limit - 1) if low < 0 else (0.0, limit - 1)
    if stated >= high and (stated + 1) & stated == 0:
        return 0.0, float(stated)  # 12 or 14 bits of a camera or scanner kept in 16
    # 32 bits hold anything; most writers only put 16 in them.
    return 0.0, 65535.0 if high <= 65535 else high
