"""A file read in bounded pieces, and what was found in it.

Comes in: a file that can seek. Goes out: bytes, never more than a picture's metadata may take.
Knows nothing of formats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

LARGEST = 16 << 20
"""Bytes of one block. Photoshop's XMP with its history of edits takes some MB; rights take none."""
BUDGET = 64 << 20
"""Bytes read of one file in all: every block once, and the tables of its container."""
STEPS = 1_000_000
"""Reads of one file; a PNG of 1 GiB in pieces of 8 KiB has 131,072."""


class NoMoreError(Exception):
    """The file ends here, or has taken all that its metadata may take."""


class Pieces:
    """A file, read at places."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = BUDGET
        self._steps = STEPS
        self.size = file.seek(0, 2)

    def at(self, offset: int, count: int) -> bytes:
        """Exactly *count* bytes from *offset* on.

        Raises:
            NoMoreError: there aren't as many, or they would be too many.
        """
        self._left -= count
        self._steps -= 1
        if min(self._left, self._steps, offset, count) < 0 or offset + count > self.size:
            raise NoMoreError
        self._file.seek(offset)
        data = b""
        while len(data) < count:
            # An unbuffered file may give less at a time.
            piece = self._file.read(count - len(data))
            if not piece:
                raise NoMoreError
            data += piece
        return data

    def number(self, offset: int, count: int) -> int:
        """A big-endian number of *count* bytes at *offset*.

        Raises:
            NoMoreError: as `at`.
        """
        return int.from_bytes(self.at(offset, count), "big")

    def block(self, offset: int, count: int) -> bytes:
        """As `at`; empty when it is larger than any honest block, or not all there."""
        try:
            return self.at(offset, count) if count <= LARGEST else b""
        except NoMoreError:
            return b""


@dataclass(slots=True, kw_only=True)
class Blocks:
    """Every piece of metadata in one file, as it stands there; filled while the file is walked."""

    tags: dict[int, bytes] = field(default_factory=dict)
    """EXIF and TIFF tags."""
    iptc: list[bytes] = field(default_factory=list)
    """IPTC-IIM records."""
    iptc_digest: bytes = b""
    """MD5 of the IPTC record as the last program that knew XMP left it; empty: none says."""
    xmp: list[bytes] = field(default_factory=list)
    """Packets; the first that gives a property counts."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """A PNG's texts by keyword, in small letters."""
