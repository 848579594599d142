"""The chapter track of a finished MP4: its language and its name, written where they stand.

Comes in: a file that FFmpeg muxed. Goes out: the same file, no byte longer. FFmpeg 8 gives the one
that it makes of chapters the language 0 (English, to QuickTime) and the name "SubtitleHandler", and
takes no others. Box names and places are those of ISO/IEC 14496-12.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from renderer.errors import EncodeError
from renderer.messages import tr


def name_chapters(path: Path, language: str, name: str) -> None:
    """Say of each text track of *path* that it is in *language* (ISO 639-2) and called *name*.

    Raises:
        EncodeError: the file holds no track of chapters.
    """
    with path.open("r+b") as film:
        start, end = _index_of(path)
        film.seek(start)
        index = bytearray(film.read(end - start))
        found = [track for track in _inside(index, 0, len(index), b"trak") if _named(index, track)]
        for track in found:
            _write(index, track, language, name)
        film.seek(start)
        film.write(index)
    if not found:
        raise EncodeError(
            tr("the film's chapters were not written: render again"), code="encoding-failed"
        )


def _index_of(path: Path) -> tuple[int, int]:
    """Where the contents of the `moov` box lie."""
    with path.open("rb") as film:
        place, size = 0, path.stat().st_size
        while place < size:
            film.seek(place)
            head = film.read(16)
            length = int.from_bytes(head[:4])
            if length == 1:
                length = int.from_bytes(head[8:16])
            if head[4:8] == b"moov":
                return place + 8, place + length
            if length < 8:
                break
            place += length
    raise EncodeError(tr("the film has no index: render again"), code="encoding-failed")


def _inside(data: bytearray, start: int, end: int, wanted: bytes) -> Iterator[tuple[int, int]]:
    """Where the contents of each box named *wanted* lie, from *start* to *end*."""
    while start + 8 <= end:
        length = int.from_bytes(data[start : start + 4])
        if length < 8:
            return
        if data[start + 4 : start + 8] == wanted:
            yield start + 8, min(end, start + length)
        start += length


def _named(data: bytearray, track: tuple[int, int]) -> bool:
    """Whether *track* is one of text."""
    handler, _ = _box(data, track, b"mdia", b"hdlr")
    return data[handler + 8 : handler + 12] == b"text"


def _box(data: bytearray, within: tuple[int, int], *path: bytes) -> tuple[int, int]:
    for name in path:
        within = next(_inside(data, *within, name), (0, 0))
    return within


def _write(data: bytearray, track: tuple[int, int], language: str, name: str) -> None:
    header, _ = _box(data, track, b"mdia", b"mdhd")
    at = header + (20 if data[header] == 0 else 32)
    packed = 0
    for letter in language:
        packed = packed << 5 | ord(letter) - 0x60
    data[at : at + 2] = packed.to_bytes(2)
    handler, end = _box(data, track, b"mdia", b"hdlr")
    room = end - handler - 24 - 1
    short = name.encode()[:room].decode(errors="ignore").encode()
    data[handler + 24 : end] = short.ljust(room + 1, b"\0")
