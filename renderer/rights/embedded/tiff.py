"""The directories of a TIFF, which EXIF is one of: the few tags that speak of rights.

Comes in: `Pieces` of a TIFF, BigTIFF or EXIF block. Goes out: raw values by tag.
TIFF 6.0, Exif 2.32.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from renderer.rights.embedded.bounded_reader import LARGEST, NoMoreError, Pieces

DESCRIPTION, MAKE, MODEL, SOFTWARE = 0x010E, 0x010F, 0x0110, 0x0131
"""Tags of what a picture is and what made it."""
ARTIST, COPYRIGHT, TAKEN = 0x013B, 0x8298, 0x9003
"""Tags of who made it, and when."""
XMP, IPTC, PHOTOSHOP = 700, 33723, 34377
"""Numbers of tags."""
XP_TITLE, XP_AUTHOR = 0x9C9B, 0x9C9D
"""Windows' own, in UTF-16."""
_EXIF_DIRECTORY = 0x8769
"""Where EXIF's own directory is."""
_WANTED = frozenset(
    (
        *(DESCRIPTION, MAKE, MODEL, SOFTWARE, ARTIST, COPYRIGHT, TAKEN),
        *(XMP, IPTC, PHOTOSHOP, XP_TITLE, XP_AUTHOR, _EXIF_DIRECTORY),
    )
)
_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 13: 4, 16: 8, 18: 8, 129: 1}
"""Bytes of a value by its type; 129 is Exif 3.0's UTF-8."""
_MOST_ENTRIES = 4096
"""Of one directory; a camera's has about 60."""


def read_tags(pieces: Pieces) -> dict[int, bytes]:
    """The wanted tags of the first directory and of its EXIF directory, as far as they go."""
    result: dict[int, bytes] = {}
    try:
        order = {b"II": "<", b"MM": ">"}[pieces.at(0, 2)]
        (version,) = struct.unpack(order + "H", pieces.at(2, 2))
        if version == 43:
            (first,) = struct.unpack(order + "Q", pieces.at(8, 8))
        else:
            (first,) = struct.unpack(order + "I", pieces.at(4, 4))
        for tag, value in _entries(pieces, first, order, big=version == 43):
            result.setdefault(tag, value)
        inner = result.pop(_EXIF_DIRECTORY, b"")
        if len(inner) in (4, 8):
            (second,) = struct.unpack(order + ("I" if len(inner) == 4 else "Q"), inner)
            for tag, value in _entries(pieces, second, order, big=version == 43):
                result.setdefault(tag, value)
    except (NoMoreError, KeyError):
        return result
    return result


def _entries(pieces: Pieces, at: int, order: str, *, big: bool) -> Iterator[tuple[int, bytes]]:
    head, entry, room = (8, "HHQ8s", 8) if big else (2, "HHI4s", 4)
    (count,) = struct.unpack(order + ("Q" if big else "H"), pieces.at(at, head))
    width = struct.calcsize("=" + entry)
    for number in range(min(count, _MOST_ENTRIES)):
        raw = pieces.at(at + head + number * width, width)
        tag, kind, values, place = struct.unpack(order + entry, raw)
        size = values * _WIDTHS.get(kind, 0)
        if tag not in _WANTED or not 0 < size <= LARGEST:
            continue
        if size <= room:
            yield tag, place[:size]
        else:
            (offset,) = struct.unpack(order + ("Q" if big else "I"), place)
            if value := pieces.block(offset, size):
                yield tag, value
