"""Photographs and scans: a file's bytes become upright sRGB pixels, as few as will do.

Comes in: the bytes of a JPEG, PNG, TIFF, WebP, AVIF, GIF, JPEG 2000, BMP or PPM (told by content,
never by name; HEIC with an extra) and the size wanted. Goes out: `Decoded`, or a `PictureError`
that names the file and the remedy. Knows nothing of frames or motion. `decode_worker` runs it in a
process of its own.
"""

from __future__ import annotations

import io
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
    opened,
    too_much_memory,
)
from renderer.photographs.jpeg import shrink_on_load
from renderer.photographs.tiff_bands import resized_in_bands

__all__ = [
    "BLACK",
    "FAILURES",
    "FORMATS",
    "PILLOW",
    "Decoded",
    "PictureBytes",
    "PictureFacts",
    "decode",
    "probe",
    "read_picture",
]

GAP = 3.0
"""Pillow's `reducing_gap`: from 3 on, a fast box first gives what Lanczos alone would."""
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
    with open_picture(path, name) as file, opened(file, name) as source:
        width, height = source.size[::-1] if source.turn >= 5 else source.size
        return PictureFacts(
            width=width,
            height=height,
            format=source.format,
            mode=source.mode,
            frames=2 if source.has_more else 1,
            has_transparency=source.has_transparency,
        )


def decode(
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
    """`decode` of an open file, whose bytes are *data* too: most formats are read piece by piece.

    Raises:
        PictureError: as `decode`.
    """
    with opened(file, name) as source:
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
