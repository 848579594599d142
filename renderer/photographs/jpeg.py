"""JPEGs as phones and mailers leave them: with other pictures behind them, or without their end.

Comes in: a JPEG file. Goes out: an open picture; or the same bytes with their end put back, where
nothing else is missing. Knows nothing of sizes, orientation or colour.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from PIL import UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

START, END = b"\xff\xd8\xff", b"\xff\xd9"
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
