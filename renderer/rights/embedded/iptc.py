"""IPTC-IIM: the data sets of a record, and the Photoshop resources in which records lie.

Comes in: bytes. Goes out: resources by number; data sets as texts. IPTC-IIM 4.2, Adobe Photoshop
File Formats Specification ("Image Resource Blocks").
"""

from __future__ import annotations

from collections.abc import Iterator

from renderer.rights.embedded.text_encoding import decode_metadata

RECORD, XMP, EXIF, DIGEST = 0x0404, 0x0424, 0x0422, 0x0425
"""Numbers of Photoshop's resources."""
_SIGNATURES = (b"8BIM", b"PHUT", b"AgHg", b"DCSR", b"MeSa")
_MARKER = 0x1C
"""What each data set begins with."""
_CHARSET = (1, 90)
"""Coded Character Set, by record and number."""
_UTF8 = b"\x1b%G"
_PARTS = dict(zip(b"ABCDFGHLMTbf", (1, 2, 3, 4, 7, 6, 8, 5, 9, 11, 15, 16), strict=True))
"""Part of ISO 8859 by the final byte of the escape sequence that designates it (ISO 2022)."""


def resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every resource of a Photoshop block: its number and its bytes."""
    at = 0
    while data[at : at + 4] in _SIGNATURES:
        number = int.from_bytes(data[at + 4 : at + 6], "big")
        named = data[at + 6] if at + 6 < len(data) else 0
        at += 6 + (named + 2) // 2 * 2  # its length byte counted, padded to an even number
        size = int.from_bytes(data[at : at + 4], "big")
        yield number, data[at + 4 : at + 4 + size]
        at += 4 + size + size % 2


def data_sets(record: bytes) -> dict[int, tuple[str, ...]]:
    """The data sets of record 2 by number, each as often as it was written.

    Their letters are those that 1:90 declares; where it declares none, or they are others, those
    that `text_encoding` finds.
    """
    if record[:1] != b"\x1c" and record[3:4] == b"\x1c":
        record = _swapped(record)
    found: dict[int, tuple[str, ...]] = {}
    charset = ""
    for (part, number), value in _values(record):
        if (part, number) == _CHARSET:
            charset = _charset(value)
        elif part == 2:
            found[number] = (*found.get(number, ()), decode_metadata(value, charset))
    return found


def _values(record: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    at = 0
    while at + 5 <= len(record) and record[at] == _MARKER:
        part, number = record[at + 1], record[at + 2]
        size = int.from_bytes(record[at + 3 : at + 5], "big")
        at += 5
        if size & 0x8000:  # the length of the length
            wide = size & 0x7FFF
            if wide > 8:
                return
            size = int.from_bytes(record[at : at + wide], "big")
            at += wide
        yield (part, number), record[at : at + size]
        at += size


def _charset(escape: bytes) -> str:
    if escape.startswith(_UTF8):
        return "utf-8"
    if len(escape) >= 3 and escape[:1] == b"\x1b" and escape[1:2] in b"-./":
        part = _PARTS.get(escape[2])
        return f"iso8859-{part}" if part else ""
    return ""


def _swapped(record: bytes) -> bytes:
    """*record* as it was before a TIFF stored it as numbers of the other byte order."""
    whole = record + b"\0" * (-len(record) % 4)
    return b"".join(whole[at : at + 4][::-1] for at in range(0, len(whole), 4))
