"""Uncompressed scans made smaller band by band: of 100 megapixels never more than a few are held.

Comes in: an open file, the picture that Pillow found in it, the size wanted. Goes out: the very
pixels that Pillow's own `resize` would give, or None for what has to be read whole. Knows nothing
of layouts, orientation or colour.

`resize` (Pillow 11.3 to 12) takes whole blocks together first where the picture is many times too
large, then resamples each row by itself, rounds, and resamples the columns: all but the last can be
done as the rows come.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image, ImageFile

from renderer.frames.pixels import Size

BAND = 256
"""Rows at hand at a time, or a strip where it has more: 12 MB of a scan that is 12,000 broad."""
_MODES = {"L": 1, "RGB": 3}
"""Bytes a pixel of what Pillow reads as it is stored."""


def resized_in_bands(
    image: ImageFile.ImageFile, file: BinaryIO, target: Size, gap: float
) -> Image.Image | None:
    """*image*, not loaded, as ``resize(target, LANCZOS, reducing_gap=gap)`` gives it.

    None: it isn't stored as plain rows from top to bottom, or not whole.
    """
    if not _is_plain(image) or target == image.size:
        return None
    # As Image.resize counts them.
    across, down = (
        int(full / small / gap) or 1 for full, small in zip(image.size, target, strict=True)
    )
    reduced = Size(math.ceil(image.width / across), math.ceil(image.height / down))
    narrow = Image.new(image.mode, (target.width, reduced.height))
    top = 0
    for rows in _bands(image, file, down):
        if rows is None:
            return None
        band = rows.reduce((across, down)) if (across, down) != (1, 1) else rows
        box = (0.0, 0.0, image.width / across, float(band.height))
        narrow.paste(
            band.resize((target.width, band.height), Image.Resampling.LANCZOS, box), (0, top)
        )
        top += band.height
    box = (0.0, 0.0, float(target.width), image.height / down)
    done = narrow.resize(target, Image.Resampling.LANCZOS, box)
    done.info = dict(image.info)
    return done


def _is_plain(image: ImageFile.ImageFile) -> bool:
    """Whether its tiles are whole rows, one strip below the other, stored as Pillow has them."""
    if image.mode not in _MODES or image.has_transparency_data:
        return False
    top = 0
    for codec, extents, _, arguments in image.tile:
        left, first, right, last = extents or (0, 0, 0, 0)
        if codec != "raw" or arguments != (image.mode, 0, 1) or first != top:
            return False
        if (left, right) != (0, image.width) or last <= first:
            return False
        top = last
    return top == image.height


def _bands(
    image: ImageFile.ImageFile, file: BinaryIO, multiple: int
) -> Iterator[Image.Image | None]:
    """Pictures of some rows each, a *multiple* but for the last; None where the file ends early."""
    row = image.width * _MODES[image.mode]
    least = -(-BAND // multiple) * multiple
    held = bytearray()
    for _, extents, offset, _ in image.tile:
        _, first, _, last = extents or (0, 0, 0, 0)
        file.seek(offset)
        strip = file.read((last - first) * row)
        if len(strip) < (last - first) * row:
            yield None
            return
        held += strip
        rows = len(held) // row
        if rows >= least or last == image.height:
            whole = rows if last == image.height else rows // multiple * multiple
            yield Image.frombytes(image.mode, (image.width, whole), bytes(held[: whole * row]))
            del held[: whole * row]
