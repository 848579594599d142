"""Photographs and scans: a file's bytes become upright sRGB pixels, as few as will do.

Comes in: the bytes of a JPEG, PNG, TIFF, WebP, AVIF, GIF, JPEG 2000, BMP or PPM (told by content,
never by name; HEIC with an extra) and the size wanted. Goes out: `Decoded`, or a `PictureError`
that names the file and the remedy. Knows nothing of frames or motion. `sandbox_worker` runs it in a
process of its own.

Large uncompressed scans are made smaller band by band, to the very pixels that Pillow's own
`resize` would give: of 100 megapixels never more than a few are held. `resize` (Pillow 11.3 to 12)
takes whole blocks together first where the picture is many times too large, then resamples each row
by itself, rounds, and resamples the columns: all but the last can be done as the rows come.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageFile

from renderer.decoding.limits import DecodeLimits
from renderer.frames.pixels import Rgb, Size
from renderer.messages import deferred, tr
from renderer.messages.notes import PendingMessage, note
from renderer.photographs.colour import BLACK, Colour, resamplable, to_srgb, upright_ink
from renderer.photographs.file import PictureBytes, open_picture, read_picture
from renderer.photographs.formats import (
    FAILURES,
    FORMATS,
    PILLOW,
    OpenPicture,
    load_pixels,
    open_image,
    too_much_memory,
)
from renderer.photographs.jpeg import shrink_on_load

__all__ = [
    "BLACK",
    "FAILURES",
    "FORMATS",
    "PILLOW",
    "Decoded",
    "PictureBytes",
    "PictureFacts",
    "decode_picture",
    "probe",
    "read_picture",
]

GAP = 3.0
"""Pillow's `reducing_gap`: from 3 on, a fast box first gives what Lanczos alone would."""
BAND = 256
"""Rows at hand at a time, or a strip where it has more: 12 MB of a scan that is 12,000 broad."""
_MODES = {"L": 1, "RGB": 3}
"""Bytes a pixel of what Pillow reads as it is stored."""
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What puts each EXIF orientation (Exif 2.32, tag 0x0112) upright."""
PIXEL_BYTES = {"1": 2, "L": 1, "P": 5, "I;16": 6, "I;16B": 6, "I": 9, "F": 9}
"""Memory that a pixel of each mode takes here, its conversion included; 4 for the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What a picture's header says."""

    width: int
    """Pixels of the upright picture."""
    height: int
    format: str
    """One of `FORMATS`, or HEIF."""
    mode: str
    """Pillow's name of its kind of pixels."""
    frames: int
    """1, or 2 for a picture of two or more frames or pages."""
    has_transparency: bool = False
    """Whether some of its pixels may be transparent."""

    @property
    def size(self) -> Size:
        """Of the upright picture."""
        return Size(self.width, self.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A picture ready to be painted."""

    rgb: Rgb
    name: str = ""
    """What messages call it."""
    notes: tuple[PendingMessage, ...] = ()
    """What had to be assumed or left out; doesn't name the file."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """The notes as whole sentences that name the file, in the reader's language."""
        return tuple(tr("{file}: {what}", file=self.name, what=each) for each in self.notes)


def probe(path: Path, name: str = "") -> PictureFacts:
    """What the header of *path* says; its pixels are not decoded.

    Raises:
        PictureError: it isn't a picture that can be used.
    """
    name = name or path.name
    with open_picture(path, name) as file, open_image(file, name) as source:
        width, height = source.size[::-1] if source.turn >= 5 else source.size
        return PictureFacts(
            width=width,
            height=height,
            format=source.format,
            mode=source.mode,
            frames=2 if source.has_more else 1,
            has_transparency=source.has_transparency,
        )


def decode_picture(
    data: bytes,
    name: str,
    wanted: Size,
    background: Colour = BLACK,
    memory_bytes: int = DecodeLimits().memory_bytes,
) -> Decoded:
    """The upright picture in *data*, in sRGB, over *background* where it is transparent.

    It comes in the smallest size of its own aspect with at least *wanted*'s pixels on both axes,
    or in its full size when that is smaller; it is never enlarged. First frame or page only.

    Raises:
        PictureError: it isn't a picture, is damaged, or needs more than *memory_bytes*.
    """
    return decode_file(io.BytesIO(data), data, name, wanted, background, memory_bytes)


def decode_file(
    file: BinaryIO,
    data: bytes,
    name: str,
    wanted: Size,
    background: Colour = BLACK,
    memory_bytes: int = DecodeLimits().memory_bytes,
) -> Decoded:
    """`decode_picture` of an open file, whose bytes are *data* too: most formats are read so.

    Raises:
        PictureError: as `decode_picture`.
    """
    with open_image(file, name) as source:
        if source.layout is None:
            data = data[:]  # only of TIFFs, which are the large ones, is little looked at
        raw_wanted = Size(wanted.height, wanted.width) if source.turn >= 5 else wanted
        target = smallest(source.size, raw_wanted)
        box = (0.0, 0.0, *map(float, source.size))
        # A palette's numbers can't be averaged.
        if source.image is not None and source.palette is None:
            box = shrink_on_load(source.image, data, target)
        if box[2] * box[3] * _pixel_bytes(source) > (memory_bytes - len(data)) * 0.85:
            # Refused before the first pixel: codecs are not all graceful when memory ends.
            raise too_much_memory(name)
        pixels = _small_scan(source, file, target) or load_pixels(source, data, target, name)
        notes = _notes(source, pixels)
        if source.format == "JPEG":
            pixels = upright_ink(pixels, pixels.info)
        pixels = resamplable(pixels)
        if pixels.size != target:
            held = (0, 0, min(box[2], pixels.width), min(box[3], pixels.height))
            pixels = pixels.resize(target, Image.Resampling.LANCZOS, box=held, reducing_gap=GAP)
        srgb, assumed = to_srgb(pixels, source.profile, background)
        if source.turn in UPRIGHT:
            srgb = srgb.transpose(UPRIGHT[source.turn])
        rgb = np.array(srgb)
    return Decoded(rgb=rgb, name=name, notes=(*notes, *assumed))


def _small_scan(source: OpenPicture, file: BinaryIO, target: Size) -> Image.Image | None:
    """An uncompressed TIFF at its target size; None: it is another picture, or read whole."""
    image, layout = source.image, source.layout
    if layout is None or layout.orientation != 1 or not isinstance(image, ImageFile.ImageFile):
        return None
    return resized_in_bands(image, file, target, GAP)


def smallest(full: Size, wanted: Size) -> Size:
    """The smallest size of *full*'s aspect with at least *wanted*'s pixels; at most *full*."""
    if wanted.width >= full.width or wanted.height >= full.height:
        return full
    if wanted.width * full.height >= wanted.height * full.width:
        return Size(wanted.width, max(1, -(-full.height * wanted.width // full.width)))
    return Size(max(1, -(-full.width * wanted.height // full.height)), wanted.height)


def _pixel_bytes(source: OpenPicture) -> int:
    # One strip may hold a deep picture whole, packed and unpacked.
    return 8 if source.deep else PIXEL_BYTES.get(source.mode, 4)


_SEVERAL = deferred("it has several frames or pages; only the first is shown")
_GREY_TAIL = deferred(
    "it ends in plain grey, as files do that were cut short; compare it with its source"
)


def _notes(source: OpenPicture, pixels: Image.Image) -> list[PendingMessage]:
    notes = [note(_SEVERAL)] if source.has_more else []
    return notes + (_grey_tail(pixels) if source.format == "JPEG" else [])


def _grey_tail(image: Image.Image) -> list[PendingMessage]:
    """A warning when a JPEG ends in the grey that libjpeg puts where data is missing.

    A file cut short and then closed properly (by a mailer, a repair) is no error to libjpeg.
    """
    grey = ((128, 128),) * 3
    if image.mode not in ("L", "RGB") or image.height < 16:
        return []
    last = image.crop((0, image.height - 1, image.width, image.height)).convert("RGB")
    if last.getextrema() != grey or image.convert("RGB").getextrema() == grey:
        return []
    return [note(_GREY_TAIL)]


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
