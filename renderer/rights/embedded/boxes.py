"""Boxes of ISO files: the metadata of JPEG 2000 (ISO 15444-1) and of HEIF and AVIF (ISO 23008-12).

Comes in: `Pieces` of such a file. Goes out: payloads, each by its kind. Knows no vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator

from renderer.rights.embedded.pieces import NoMoreError, Pieces

Box = tuple[bytes, int, int]
"""Its type, where its content starts, where it ends."""
_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_IPTC_UUID = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
_EXIF_UUIDS = (b"JpgTiffExif->JP2", bytes.fromhex("0537cdab9d0c4431a72afa561f2a113e"))
_MOST_ITEMS = 4096
"""Of one picture; a grid of 12,000 × 9,000 has some hundred."""


def jpeg2000_payloads(pieces: Pieces) -> Iterator[tuple[str, bytes]]:
    """What a JP2's ``uuid`` and ``xml`` boxes hold: "xmp", "iptc" or "exif", and its bytes."""
    for kind, start, end in _boxes(pieces, 0, pieces.size):
        if kind == b"uuid" and end - start > 16:
            name, body = pieces.at(start, 16), (start + 16, end - start - 16)
            if name == _XMP_UUID:
                yield "xmp", pieces.block(*body)
            elif name == _IPTC_UUID:
                yield "iptc", pieces.block(*body)
            elif name in _EXIF_UUIDS:
                yield "exif", pieces.block(*body)
        elif kind == b"xml ":
            yield "xmp", pieces.block(start, end - start)


def heif_payloads(pieces: Pieces) -> Iterator[tuple[str, bytes]]:
    """What the items of a HEIF or AVIF that are metadata hold: "exif" or "xmp", and its bytes."""
    meta = next((box for box in _boxes(pieces, 0, pieces.size) if box[0] == b"meta"), None)
    if meta is None:
        return
    inner = {kind: (start, end) for kind, start, end in _boxes(pieces, meta[1] + 4, meta[2])}
    if b"iinf" not in inner or b"iloc" not in inner:
        return
    kinds = dict(_items(pieces, *inner[b"iinf"]))
    data = inner.get(b"idat", (0, 0))[0]
    for number, in_data, extents in _places(pieces, *inner[b"iloc"]):
        kind = kinds.get(number)
        if kind is None:
            continue
        start = data if in_data else 0
        body = b"".join(pieces.block(start + offset, size) for offset, size in extents)
        if kind == "exif":
            # So many bytes from here to the TIFF header.
            body = body[4 + int.from_bytes(body[:4], "big") :]
        yield kind, body


def _boxes(pieces: Pieces, at: int, end: int) -> Iterator[Box]:
    """Boxes one after another, as far as they are sound."""
    while at + 8 <= end:
        try:
            size, kind, head = pieces.number(at, 4), pieces.at(at + 4, 4), 8
            if size == 1:
                size, head = pieces.number(at + 8, 8), 16
        except NoMoreError:
            return
        size = size or end - at
        if size < head:
            return
        yield kind, at + head, min(at + size, end)
        at += size


def _items(pieces: Pieces, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The items that are metadata, by number."""
    wide = 4 if pieces.number(start, 1) else 2
    for kind, at, limit in _boxes(pieces, start + 4 + wide, end):
        if kind != b"infe":
            continue
        version = pieces.number(at, 1)
        long = 4 if version == 3 else 2
        number, what = pieces.number(at + 4, long), pieces.at(at + 6 + long, 4)
        if what == b"Exif":
            yield number, "exif"
        elif what == b"mime" and b"rdf+xml" in pieces.block(at, limit - at):
            yield number, "xmp"


Place = tuple[int, bool, list[tuple[int, int]]]
"""An item's number, whether it lies in ``idat``, and its extents: offset and size."""


def _places(pieces: Pieces, start: int, end: int) -> Iterator[Place]:
    version = pieces.number(start, 1)
    sizes = pieces.number(start + 4, 2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    wide = 4 if version == 2 else 2
    count, at = pieces.number(start + 6, wide), start + 6 + wide
    for _ in range(min(count, _MOST_ITEMS)):
        if at >= end:
            return
        number, at = pieces.number(at, wide), at + wide
        method = 0
        if version:
            method, at = pieces.number(at, 2) & 15, at + 2
        at += 2
        base, at = pieces.number(at, base_size), at + base_size
        extents: list[tuple[int, int]] = []
        parts, at = pieces.number(at, 2), at + 2
        for _ in range(min(parts, _MOST_ITEMS)):
            at += index_size
            offset, at = pieces.number(at, offset_size), at + offset_size
            size, at = pieces.number(at, length_size), at + length_size
            extents.append((base + offset, size))
        yield number, method == 1, extents
