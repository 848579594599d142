"""Pictures that carry rights, made byte by byte: every container, every vocabulary."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Callable, Mapping

from PIL import Image

from tests.pictures import makers

XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
MORE_XMP_HEAD = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP_HEAD = b"Photoshop 3.0\0"
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
NAMESPACES = """xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:cc="http://creativecommons.org/ns#"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/\""""


def xmp(inner: str = "", *, attributes: str = "", head: str = "") -> bytes:
    """A packet with *inner* as the elements and *attributes* as the short form of properties."""
    return (
        f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{head}'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {NAMESPACES}>'
        f'<rdf:Description rdf:about="" {attributes}>{inner}</rdf:Description></rdf:RDF>'
        '</x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def choice(**texts: str) -> str:
    """One text in several languages, as ``rdf:Alt``; underscores for hyphens in their names."""
    items = "".join(
        f'<rdf:li xml:lang="{tag.replace("_", "-")}">{text}</rdf:li>' for tag, text in texts.items()
    )
    return f"<rdf:Alt>{items}</rdf:Alt>"


def iim(*sets: tuple[int, bytes], charset: bytes = b"") -> bytes:
    """An IPTC-IIM record; *charset* is what 1:90 declares."""
    declared = b"\x1c\x01\x5a" + struct.pack(">H", len(charset)) + charset if charset else b""
    return declared + b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(value)) + value
        for number, value in sets
    )


def resource(number: int, body: bytes) -> bytes:
    """One of Photoshop's resources."""
    return (
        b"8BIM"
        + struct.pack(">H", number)
        + b"\0\0"
        + struct.pack(">I", len(body))
        + body
        + b"\0" * (len(body) % 2)
    )


def photoshop(record: bytes, *, digest_of: bytes | None = None) -> bytes:
    """The resources of a file with *record*, whose digest is that of *digest_of*."""
    made = resource(0x03ED, b"\0" * 16) + resource(0x0404, record)
    if digest_of is not None:
        made += resource(0x0425, hashlib.md5(digest_of, usedforsecurity=False).digest())
    return made


def exif(
    tags: Mapping[int, bytes], *, taken: bytes = b"", order: str = ">", big: bool = False
) -> bytes:
    """A TIFF of *tags* and no pixel: an EXIF block."""
    inner = {0x9003: taken + b"\0"} if taken else {}
    mark = b"MM" if order == ">" else b"II"
    if big:
        head = mark + struct.pack(order + "HHHQ", 43, 8, 0, 16)
    else:
        head = mark + struct.pack(order + "HI", 42, 8)
    first = dict(tags)
    if inner:
        first[0x8769] = struct.pack(order + ("Q" if big else "I"), 0)
    size = _directory_size(first, big=big)
    if inner:
        first[0x8769] = struct.pack(order + ("Q" if big else "I"), len(head) + size)
    made = head + _directory(first, len(head), order, big=big)
    return made + (_directory(inner, len(made), order, big=big) if inner else b"")


def _directory_size(tags: Mapping[int, bytes], *, big: bool) -> int:
    room = 8 if big else 4
    return (8 + 20 * len(tags) + 8 if big else 2 + 12 * len(tags) + 4) + sum(
        len(value) for value in tags.values() if len(value) > room
    )


def _directory(tags: Mapping[int, bytes], at: int, order: str, *, big: bool) -> bytes:
    room, width = (8, 20) if big else (4, 12)
    made = struct.pack(order + ("Q" if big else "H"), len(tags))
    after = at + len(made) + width * len(tags) + room
    entries, values = b"", b""
    for tag, value in sorted(tags.items()):
        kind = {0x8769: 16 if big else 4, 700: 1, 33723: 7, 34377: 7}.get(tag, 2)
        kind = 1 if tag >= 0x9C9B and tag <= 0x9C9F else kind
        count = 1 if tag == 0x8769 else len(value)
        entries += struct.pack(order + ("HHQ" if big else "HHI"), tag, kind, count)
        if len(value) <= room:
            entries += value.ljust(room, b"\0")
        else:
            entries += struct.pack(order + ("Q" if big else "I"), after + len(values))
            values += value
    return made + entries + b"\0" * room + values


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    """A JPEG with *segments*, marker and body, before its own."""
    data = makers.photo("JPEG", 16, 8)
    added = b"".join(
        b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body
        for marker, body in segments
    )
    return data[:2] + added + data[2:]


def jpeg_exif(block: bytes) -> bytes:
    return jpeg((0xE1, b"Exif\0\0" + block))


def jpeg_iim(record: bytes) -> bytes:
    return jpeg((0xED, PHOTOSHOP_HEAD + photoshop(record)))


def jpeg_xmp(packet: bytes) -> bytes:
    return jpeg((0xE1, XMP_HEAD + packet))


def png(*chunks: tuple[bytes, bytes], after_pixels: bool = False) -> bytes:
    """A PNG with more *chunks*, before its pixels or behind them."""
    data = makers.photo("PNG", 16, 8)
    at = data.rindex(b"IEND") - 4 if after_pixels else data.index(b"IDAT") - 4
    return data[:at] + b"".join(makers._chunk(*chunk) for chunk in chunks) + data[at:]


def png_xmp(packet: bytes, *, packed: bool = False, after_pixels: bool = False) -> bytes:
    head = b"XML:com.adobe.xmp\0" + (b"\1\0\0\0" if packed else b"\0\0\0\0")
    body = head + (zlib.compress(packet) if packed else packet)
    return png((b"iTXt", body), after_pixels=after_pixels)


def png_profile(name: str, body: bytes) -> bytes:
    """As ImageMagick writes what it doesn't know of PNG."""
    digits = body.hex()
    lines = "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    text = f"\n{name}\n{len(body):8}\n{lines}\n".encode()
    return png((b"zTXt", f"Raw profile type {name}\0\0".encode() + zlib.compress(text)))


def gif_xmp(packet: bytes) -> bytes:
    data = makers.photo("GIF", 16, 8)
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    at = data.rindex(b"\x3b")
    return data[:at] + b"\x21\xff\x0bXMP DataXMP" + packet + trailer + data[at:]


def webp_xmp(packet: bytes) -> bytes:
    return makers.photo("WEBP", 16, 8, xmp=packet)


def avif_xmp(packet: bytes) -> bytes:
    return makers.photo("AVIF", 16, 8, xmp=packet)


def jp2_box(kind: bytes, body: bytes) -> bytes:
    """A JPEG 2000 with one more box at its end."""
    data = makers.photo("JPEG2000", 16, 8)
    at = data.index(b"jp2c") - 4
    return data[:at] + struct.pack(">I", len(body) + 8) + kind + body + data[at:]


def jp2_xmp(packet: bytes) -> bytes:
    return jp2_box(b"uuid", XMP_UUID + packet)


def tiff_xmp(packet: bytes) -> bytes:
    return makers.tiff_with_tag(Image.new("RGB", (8, 8)), 700, packet)


def big_tiff_xmp(packet: bytes) -> bytes:
    return exif({700: packet}, order="<", big=True)


def photoshop_tiff_xmp(packet: bytes) -> bytes:
    return exif({34377: resource(0x0424, packet)})


def extended_xmp(packet: bytes) -> bytes:
    """A JPEG whose XMP is too large for one segment: the first one only says what follows."""
    name = hashlib.md5(packet, usedforsecurity=False).hexdigest().upper().encode()
    first = xmp(attributes=f'xmpNote:HasExtendedXMP="{name.decode()}"')
    half = len(packet) // 2
    parts = [
        MORE_XMP_HEAD + name + struct.pack(">II", len(packet), at) + packet[at : at + half + 1]
        for at in (half + 1, 0)
    ]
    return jpeg((0xE1, XMP_HEAD + first), *((0xE1, part) for part in parts))


CARRIERS: dict[str, Callable[[bytes], bytes]] = {
    "jpeg": jpeg_xmp,
    "jpeg, extended": extended_xmp,
    "png": png_xmp,
    "png, packed": lambda packet: png_xmp(packet, packed=True),
    "png, after the pixels": lambda packet: png_xmp(packet, after_pixels=True),
    "png, raw profile": lambda packet: png_profile("xmp", packet),
    "gif": gif_xmp,
    "webp": webp_xmp,
    "avif": avif_xmp,
    "jpeg 2000": jp2_xmp,
    "tiff": tiff_xmp,
    "big tiff": big_tiff_xmp,
    "tiff of Photoshop": photoshop_tiff_xmp,
}
"""Every container, given an XMP packet."""


def opened(data: bytes) -> io.BytesIO:
    return io.BytesIO(data)
