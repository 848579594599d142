"""What a JPEG 2000 says of itself that Pillow doesn't heed: where it begins, its palette.

Comes in: a file. Goes out: how often it may be halved while it is decoded, its palette. Decodes
nothing. Boxes and markers: ISO 15444-1, annexes A and I.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

SIZE, STYLE = b"\xff\x4f\xff\x51", b"\xff\x52"
"""Markers: start of codestream with SIZ, and COD."""
LARGEST = 1 << 20
"""Bytes of a header's box; a palette has 1,024 colours of 16 bits at most."""
PALETTE, MAPPING, DEFINITION = b"pclr", b"cmap", b"cdef"
OPACITY = 1


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
