"""Where each format keeps its metadata: JPEG, PNG, TIFF, WebP, GIF, JPEG 2000, HEIF, AVIF.

A BMP or a PPM keeps none.

Comes in: `Pieces` of a file. Goes out: `Blocks`. Skips pixels and decodes none. Stops where a file
breaks, with what came before. Knows no vocabulary.

Boxes of JPEG 2000: ISO 15444-1; of HEIF and AVIF: ISO 23008-12.
"""

from __future__ import annotations

import contextlib
import io
import zlib
from collections.abc import Callable, Iterator

from renderer.rights.embedded import iptc, tiff
from renderer.rights.embedded.bounded_reader import LARGEST, Blocks, NoMoreError, Pieces

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


_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_MORE_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_GIF_XMP = b"XMP DataXMP"
_GIF_TRAILER = b"\x01\xff\xfe\xfd"
"""How the 258 bytes begin that let a reader who doesn't know XMP skip it."""
_PNG_XMP = "xml:com.adobe.xmp"


def walk(pieces: Pieces) -> Blocks | None:
    """All metadata of the file; None when it is no picture of a known kind."""
    head = pieces.at(0, min(16, pieces.size))
    read = _reader_of(head)
    if read is None:
        return None
    found = Blocks()
    with contextlib.suppress(NoMoreError):  # cut short: what came before counts
        read(pieces, found)
    return found


def _reader_of(head: bytes) -> Callable[[Pieces, Blocks], None] | None:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp
    if head[4:8] == b"ftyp":
        return _heif
    starts: tuple[tuple[bytes, Callable[[Pieces, Blocks], None]], ...] = (
        (b"\xff\xd8\xff", _jpeg),
        (b"\x89PNG\r\n\x1a\n", _png),
        (b"GIF8", _gif),
        (b"II*\0", _tiff),
        (b"MM\0*", _tiff),
        (b"II+\0", _tiff),
        (b"MM\0+", _tiff),
        (b"\0\0\0\x0cjP  ", _jpeg2000),
        (b"\xff\x4f\xff\x51", _bare_stream),
        (b"BM", _mute),
        *((b"P%d" % kind, _mute) for kind in range(1, 7)),
    )
    return next((read for start, read in starts if head.startswith(start)), None)


def _mute(_pieces: Pieces, _found: Blocks) -> None:
    """A BMP or a PPM: neither has room for words."""


def _jpeg(pieces: Pieces, found: Blocks) -> None:
    photoshop: list[bytes] = []
    more: dict[bytes, list[tuple[int, bytes]]] = {}
    at = 2
    try:
        while True:
            fill, marker = pieces.at(at, 2)
            if fill != 0xFF or marker in (0xD9, 0xDA):
                break
            if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD8:
                at += 1 if marker == 0xFF else 2
                continue
            size = pieces.number(at + 2, 2)
            if marker in (0xE1, 0xED) and size > 2:
                body = pieces.at(at + 4, size - 2)
                if body.startswith(_MORE_XMP):
                    place = len(_MORE_XMP)
                    offset = int.from_bytes(body[place + 36 : place + 40], "big")
                    parts = more.setdefault(body[place : place + 32], [])
                    parts.append((offset, body[place + 40 :]))
                elif body.startswith(_PHOTOSHOP):
                    photoshop.append(body[len(_PHOTOSHOP) :])
                else:
                    _application(body, found)
            at += 2 + size
    finally:
        # A block larger than a segment runs on in the next.
        _photoshop(b"".join(photoshop), found)
        for name, parts in more.items():
            if any(name in packet for packet in found.xmp[:1]):
                found.xmp.append(b"".join(part for _, part in sorted(parts)))


def _application(body: bytes, found: Blocks) -> None:
    if body.startswith(_EXIF[:4]):
        _exif(body[6:], found)
    elif body.startswith(_XMP):
        found.xmp.append(body[len(_XMP) :])


def _png(pieces: Pieces, found: Blocks) -> None:
    at, kind = 8, b""
    while kind != b"IEND":
        size, kind = pieces.number(at, 4), pieces.at(at + 4, 4)
        if kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf"):
            body = pieces.block(at + 8, size)
            if kind == b"eXIf":
                _exif(body.removeprefix(_EXIF), found)
            else:
                _png_text(kind, body, found)
        at += 12 + size


def _png_text(kind: bytes, body: bytes, found: Blocks) -> None:
    word, _, rest = body.partition(b"\0")
    keyword = word.decode("latin-1").strip().lower()
    if kind == b"zTXt":
        rest = _unpacked(rest[1:])
    elif kind == b"iTXt":
        packed, text = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
        rest = _unpacked(text[-1]) if packed else text[-1]
    if keyword == _PNG_XMP:
        found.xmp.append(rest)
    elif keyword.startswith("raw profile type "):
        _profile(rest, found)
    elif rest:
        found.texts.setdefault(keyword, rest)


def _unpacked(data: bytes) -> bytes:
    """As much of *data* as a block may have; what ends too soon counts as far as it goes."""
    try:
        return zlib.decompressobj().decompress(data, LARGEST)
    except zlib.error:
        return b""


def _profile(text: bytes, found: Blocks) -> None:
    """ImageMagick's way: a line with a name, one with a length, then the bytes as digits."""
    _, _, counted = text.strip().partition(b"\n")
    _, _, digits = counted.strip().partition(b"\n")
    try:
        body = bytes.fromhex(digits.decode("ascii", "replace"))
    except ValueError:
        return
    if body.startswith(_XMP):
        found.xmp.append(body[len(_XMP) :])
    elif body.startswith(_EXIF) or body[:2] in (b"II", b"MM"):
        _exif(body.removeprefix(_EXIF), found)
    elif body.startswith(b"\x1c"):
        found.iptc.append(body)
    elif body.lstrip().startswith(b"<"):
        found.xmp.append(body)
    else:
        _photoshop(body.removeprefix(_PHOTOSHOP), found)


def _gif(pieces: Pieces, found: Blocks) -> None:
    flags = pieces.number(10, 1)
    at = 13 + _palette(flags)
    while True:
        kind = pieces.at(at, 1)
        if kind == b"!":
            label = pieces.number(at + 1, 1)
            start, at = at + 2, _after_blocks(pieces, at + 2)
            if label == 0xFF and pieces.at(start, 12)[1:] == _GIF_XMP:
                packet = pieces.block(start + 12, at - start - 12)
                found.xmp.append(packet.partition(_GIF_TRAILER)[0])
        elif kind == b",":
            # A picture: its place, perhaps a palette, the least size of its codes, its blocks.
            at = _after_blocks(pieces, at + 11 + _palette(pieces.number(at + 9, 1)))
        else:
            return


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(pieces: Pieces, at: int) -> int:
    while size := pieces.number(at, 1):
        at += 1 + size
    return at + 1


def _webp(pieces: Pieces, found: Blocks) -> None:
    at = 12
    while True:
        kind, size = pieces.at(at, 4), int.from_bytes(pieces.at(at + 4, 4), "little")
        if kind == b"EXIF":
            _exif(pieces.block(at + 8, size).removeprefix(_EXIF), found)
        elif kind == b"XMP ":
            found.xmp.append(pieces.block(at + 8, size))
        at += 8 + size + size % 2


def _tiff(pieces: Pieces, found: Blocks) -> None:
    tags = tiff.read_tags(pieces)
    photoshop = tags.pop(tiff.PHOTOSHOP, b"")
    _add_tags(tags, found)
    _photoshop(photoshop, found)


def _jpeg2000(pieces: Pieces, found: Blocks) -> None:
    for kind, body in jpeg2000_payloads(pieces):
        _payload(kind, body, found)


def _heif(pieces: Pieces, found: Blocks) -> None:
    for kind, body in heif_payloads(pieces):
        _payload(kind, body, found)


def _bare_stream(_pieces: Pieces, _found: Blocks) -> None:
    """A JPEG 2000 code stream has no boxes, so nowhere to say whose it is."""


def _payload(kind: str, body: bytes, found: Blocks) -> None:
    if kind == "exif":
        _exif(body.removeprefix(_EXIF), found)
    elif kind == "iptc":
        found.iptc.append(body)
    else:
        found.xmp.append(body)


def _exif(body: bytes, found: Blocks) -> None:
    """An EXIF block. Only a whole TIFF may have Photoshop's resources, which hold EXIF again."""
    tags = tiff.read_tags(Pieces(io.BytesIO(body)))
    tags.pop(tiff.PHOTOSHOP, b"")
    _add_tags(tags, found)


def _add_tags(tags: dict[int, bytes], found: Blocks) -> None:
    if packet := tags.pop(tiff.XMP, b""):
        found.xmp.append(packet)
    if record := tags.pop(tiff.IPTC, b""):
        found.iptc.append(record)
    found.tags = {**tags, **found.tags}


def _photoshop(data: bytes, found: Blocks) -> None:
    for number, body in iptc.resources(data):
        if number == iptc.RECORD:
            found.iptc.append(body)
        elif number == iptc.DIGEST:
            found.iptc_digest = body
        elif number == iptc.XMP:
            found.xmp.append(body)
        elif number == iptc.EXIF:
            _exif(body, found)
