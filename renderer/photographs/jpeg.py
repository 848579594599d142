"""JPEG and JPEG 2000: their oddities as phones and libraries leave them, and both made smaller.

Comes in: a file, an open picture and the size wanted. Goes out: an open picture, or a JPEG's bytes
with their end put back where nothing else is missing; what a JPEG 2000 says of itself that Pillow
doesn't heed (where it begins, its palette, how often it may be halved while it is decoded); which
part of what will be decoded smaller, at a fraction of the time, holds the picture. Knows nothing
of orientation or colour. Boxes and markers: ISO 15444-1, annexes A and I.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from renderer.frames.pixels import Size

START, END = b"\xff\xd8\xff", b"\xff\xd9"
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Markers that start a frame (ITU-T T.81, table B.1); the next byte but two is its bits."""
LAYERED = {0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF}
"""Frames that refine others."""
PADDING = 16
"""So many zeros at the end are a disk's or a mailer's, not the picture's."""
PADDED = 1 << 16
"""How far from the end padding is looked for; mailers and disks pad to 4 KiB at the most."""
FILLERS = (b"", b"\x55\xa3\x1c\x6e" * 64)
"""What is put before the missing end: nothing, and codes that would be drawn where one is missing.
Neither shows where the picture's own codes are complete."""


def open_jpeg(file: BinaryIO) -> JpegImageFile:
    """The picture that *file* begins with.

    Not by `Image.open`: it takes a file with further pictures behind the first (a gain map, a map
    of depths, a preview) for a stereo pair, MPO, and refuses it when their index is odd.

    Raises:
        UnidentifiedImageError: it is too damaged to be told for a JPEG.
    """
    file.seek(0)
    try:
        return JpegImageFile(file)
    except SyntaxError as error:
        raise UnidentifiedImageError from error


def is_common(file: BinaryIO) -> bool:
    """Whether the JPEG in *file* is of 8 bits and not in layers ("hierarchical").

    True, too, where it breaks off before it says so.
    """
    file.seek(2)
    while (head := file.read(4))[:1] == b"\xff" and len(head) == 4:
        marker, length = head[1], int.from_bytes(head[2:], "big")
        if marker in FRAMES:
            return file.read(1) == b"\x08" and marker not in LAYERED
        file.seek(max(0, length - 2), io.SEEK_CUR)
    return True


def is_padded(data: bytes) -> bool:
    """Whether *data* stops, without its end, in zeros: libjpeg draws those for missing codes."""
    shown = data[-PADDED:].rstrip(b"\x00")
    return len(data[-PADDED:]) - len(shown) >= PADDING and not shown.endswith(END)


def with_end(data: bytes, draw: Callable[[bytes], bytes]) -> bytes | None:
    """*data*, a JPEG that stops without its end, with one; None when more is missing than that.

    Args:
        data: the file.
        draw: decodes a file, for comparison.
    """
    shown = data.rstrip(b"\x00")
    if len(data) - len(shown) < PADDING:
        shown = data
    # An end that was cut in two.
    shown = shown.removesuffix(b"\xff")
    plain, filled = (draw(shown + filler + END) for filler in FILLERS)
    return shown + END if plain == filled else None


SIZE, STYLE = b"\xff\x4f\xff\x51", b"\xff\x52"
"""Markers: start of codestream with SIZ, and COD."""
LARGEST = 1 << 20
"""Bytes of a header's box; a palette has 1,024 colours of 16 bits at most."""
PALETTE, MAPPING, DEFINITION = b"pclr", b"cmap", b"cdef"
OPACITY = 1
"""A channel's kind in the box `cdef` (ISO 15444-1, I.5.3.6): 0 is colour, 1 opacity."""


def halvings(data: bytes) -> int:
    """How many times the picture in *data* can be halved: 0 where it doesn't begin at 0, 0.

    Pillow (11.3 to 12) reckons the size of a halved picture from its size alone; OpenJPEG from
    where it begins and ends, and where they differ decoding fails.
    """
    start = data.find(SIZE)
    place = data.find(STYLE, start)
    if start < 0 or place < 0 or place + 10 > len(data):
        return 0
    if any(data[start + 16 : start + 24]):
        return 0
    return min(data[place + 9], 5)


def codestream(data: bytes) -> bytes:
    """What of *data* holds pixels, without the boxes around it."""
    return data[max(0, data.find(SIZE)) :]


def read_palette(file: BinaryIO) -> NDArray[np.uint8] | None:
    """Its colours, shape (count, 1 to 4): L, LA, RGB or RGBA; None when it has no palette.

    Pillow 11.3 puts colours that occur twice into one place, which moves all that follow, ignores
    those of more than 8 bits and what says which column is which channel.
    """
    file.seek(0)
    boxes = dict(_boxes(file, within=b"jp2h"))
    body, mapping = boxes.get(PALETTE, b""), boxes.get(MAPPING, b"")
    if len(body) < 4:
        return None
    count, columns = struct.unpack_from(">HB", body)
    depths = [(depth & 0x7F) + 1 for depth in body[3 : 3 + columns]]
    if not count or not depths or max(depths) > 16 or len(depths) < columns:
        return None
    kinds = [f"f{number}" for number in range(columns)]
    formats = [">u1" if depth <= 8 else ">u2" for depth in depths]
    row = np.dtype({"names": kinds, "formats": formats})
    if len(body) < 3 + columns + count * row.itemsize:
        return None
    stored = np.frombuffer(body, row, count, 3 + columns)
    levels = [
        np.rint(stored[kind] * (255 / ((1 << depth) - 1)))
        for kind, depth in zip(kinds, depths, strict=True)
    ]
    channels = [column for _, _, column in struct.iter_unpack(">HBB", mapping[: 4 * columns])]
    chosen = _in_order(channels or list(range(columns)), boxes.get(DEFINITION, b""))
    if not all(column < columns for column in chosen) or not 1 <= len(chosen) <= 4:
        return None
    return np.stack([levels[column] for column in chosen], axis=-1).astype(np.uint8)


def _in_order(columns: list[int], definition: bytes) -> list[int]:
    """*columns*, one a channel, as red, green, blue and opacity follow each other."""
    if len(definition) < 2:
        return columns
    stated = [
        # Opacity last; colours by what they are associated with, from 1 on.
        (kind == OPACITY, linked, channel)
        for channel, kind, linked in struct.iter_unpack(
            ">HHH", definition[2 : 2 + len(definition[2:]) // 6 * 6]
        )
        if channel < len(columns)
    ]
    return [columns[channel] for *_, channel in sorted(stated)] or columns


def _boxes(file: BinaryIO, within: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
    """The boxes of *file* from here on; those in the box called *within* instead of it."""
    while len(head := file.read(8)) == 8:
        size, kind = struct.unpack(">I4s", head)
        if size == 1:
            size = int.from_bytes(file.read(8), "big") - 8
        length = size - 8
        if kind == b"jp2c" or size < 8:
            return
        if length > LARGEST:
            file.seek(length, io.SEEK_CUR)
            continue
        body = file.read(length)
        if kind == within:
            yield from _boxes(io.BytesIO(body))
        else:
            yield kind, body


SPARE = 1.5
"""JPEG and JPEG 2000 are decoded reduced to no less than this many times the size wanted, so that
Lanczos has something to work on; Pillow's own advice for thumbnails is 2."""


def format_of(image: Image.Image) -> str:
    """The format, as `FORMATS` names it."""
    return image.format or ""


def shrink_on_load(
    image: Image.Image, data: bytes, target: Size
) -> tuple[float, float, float, float]:
    """Have JPEG and JPEG 2000 decoded smaller; the part of what comes that holds the picture.

    A picture of 3,001 columns halved has 1,501, the last of which is half empty. (The samples of a
    halved JPEG 2000 sit a quarter of a pixel up and left of a JPEG's: too little to see.)
    """
    width, height = image.size
    if format_of(image) == "JPEG":
        roomy = (int(target.width * SPARE), int(target.height * SPARE))
        drafted = image.draft(None, roomy)
        return drafted[1] if drafted else (0, 0, width, height)
    if image.format == "JPEG2000":
        levels = halvings(data)
        while levels and not _reducible(Size(width, height), target, levels):
            levels -= 1
        if levels:
            image.reduce = levels  # type: ignore[method-assign,assignment]
            return (0, 0, width / 2**levels, height / 2**levels)
    return (0, 0, width, height)


def _reducible(full: Size, target: Size, levels: int) -> bool:
    """Whether a JPEG 2000 halved *levels* times is still large enough, and can be read."""
    power = 2**levels
    if min(full.width / target.width, full.height / target.height) < SPARE * power:
        return False
    # Pillow 11.3 rounds to the nearest where OpenJPEG rounds up; where they differ it fails.
    return all((side + power // 2) // power == -(-side // power) for side in full)
