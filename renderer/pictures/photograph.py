"""Photographs and scans: a file's bytes become upright sRGB pixels, as few as will do.

Comes in: the bytes of a JPEG, PNG, TIFF, WebP, AVIF, GIF or JPEG 2000 (told by content, never by
name) and the size wanted. Goes out: `Decoded`, or a `PictureError` that names the file and the
remedy. Knows nothing of frames or motion. `decode_worker` runs it in a process of its own.
"""

from __future__ import annotations

import io
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from renderer.errors import PictureError
from renderer.pictures.colour import Colour, resamplable, to_srgb, upright_ink
from renderer.pictures.limits import PIXEL_CAP, Limits
from renderer.pictures.picture_file import PictureBytes, open_picture, read_picture
from renderer.pictures.pixels import Rgb, Size
from renderer.pictures.reduction import format_of, shrink_on_load
from renderer.pictures.unreadable import what_it_is

__all__ = ["Decoded", "PictureBytes", "PictureFacts", "decode", "probe", "read_picture"]

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "GIF", "JPEG2000")
"""The only decoders that are ever tried; the rest of Pillow's is closed to strangers' files."""
BLACK: Colour = (0, 0, 0)
GAP = 3.0
"""Pillow's `reducing_gap`: from 3 on, a fast box first gives what Lanczos alone would."""
ORIENTATION = 0x0112
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
FAILURES = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""All that Pillow's decoders were seen to raise on damaged files."""
PILLOW = threading.RLock()
"""Pillow's pixel limit and Python's warning filters belong to the process, not to a thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """What a picture's header says."""

    width: int
    """Pixels of the upright picture."""
    height: int
    format: str
    """One of `FORMATS`."""
    mode: str
    """Pillow's name of its kind of pixels."""
    frames: int
    """1, or 2 for a picture of two or more frames or pages."""

    @property
    def size(self) -> Size:
        """Of the upright picture."""
        return Size(self.width, self.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A picture ready to be painted."""

    rgb: Rgb
    warnings: tuple[str, ...] = ()
    """What had to be assumed or left out; whole sentences that name the file."""


def probe(path: Path, name: str = "") -> PictureFacts:
    """What the header of *path* says; its pixels are not decoded.

    Raises:
        PictureError: it isn't a picture that can be used.
    """
    name = name or path.name
    with open_picture(path, name) as file, _opened(file, name) as image:
        turned = _orientation(image) >= 5
        width, height = image.size[::-1] if turned else image.size
        return PictureFacts(
            width=width,
            height=height,
            format=format_of(image),
            mode=image.mode,
            frames=2 if getattr(image, "is_animated", False) else 1,
        )


def decode(
    data: bytes,
    name: str,
    wanted: Size,
    background: Colour = BLACK,
    memory_bytes: int = Limits().memory_bytes,
) -> Decoded:
    """The upright picture in *data*, in sRGB, over *background* where it is transparent.

    It comes in the smallest size of its own aspect with at least *wanted*'s pixels on both axes,
    or in its full size when that is smaller; it is never enlarged. First frame or page only.

    Raises:
        PictureError: it isn't a picture, is damaged, or needs more than *memory_bytes*.
    """
    with _opened(io.BytesIO(data), name) as image:
        turn = _orientation(image)
        icc, info = image.info.get("icc_profile"), dict(image.info)
        notes = _notes(image)
        raw_wanted = Size(wanted.height, wanted.width) if turn >= 5 else wanted
        target = smallest(Size(*image.size), raw_wanted)
        ceiling = memory_bytes - len(data)
        box = shrink_on_load(image, data, target)
        if box[2] * box[3] * PIXEL_BYTES.get(image.mode, 4) > ceiling * 0.85:
            # Refused before the first pixel: codecs are not all graceful when memory ends.
            raise _too_much_memory(name)
        image.load()
        pixels: Image.Image = image
        if format_of(image) == "JPEG":
            notes += _grey_tail(image)
            pixels = upright_ink(image, info)
        pixels = resamplable(pixels)
        if pixels.size != target:
            held = (0, 0, min(box[2], pixels.width), min(box[3], pixels.height))
            pixels = pixels.resize(target, Image.Resampling.LANCZOS, box=held, reducing_gap=GAP)
        srgb, assumed = to_srgb(pixels, icc, background)
        if turn in UPRIGHT:
            srgb = srgb.transpose(UPRIGHT[turn])
        rgb = np.array(srgb)
    said = tuple(f"{name}: {note}" for note in (*notes, *assumed))
    return Decoded(rgb=rgb, warnings=said)


def smallest(full: Size, wanted: Size) -> Size:
    """The smallest size of *full*'s aspect with at least *wanted*'s pixels; at most *full*."""
    if wanted.width >= full.width or wanted.height >= full.height:
        return full
    if wanted.width * full.height >= wanted.height * full.width:
        return Size(wanted.width, max(1, -(-full.height * wanted.width // full.width)))
    return Size(max(1, -(-full.width * wanted.height // full.height)), wanted.height)


@contextmanager
def _opened(file: BinaryIO, name: str) -> Iterator[Image.Image]:
    """The picture in *file*, its header read; every failure within becomes a `PictureError`."""
    with PILLOW, warnings.catch_warnings():
        # Pillow warns of odd metadata, which this package doesn't use.
        warnings.simplefilter("ignore")
        theirs, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, PIXEL_CAP
        try:
            with Image.open(file, formats=FORMATS) as image:
                _check_pixels(Size(*image.size), name)
                yield image
        except PictureError:
            raise
        except Image.DecompressionBombError as error:
            raise PictureError(
                f"{name} announces more than {PIXEL_CAP:,} pixels: save a smaller copy"
            ) from error
        except UnidentifiedImageError as error:
            file.seek(0)
            raise PictureError(f"{name} {what_it_is(file.read(1024))}") from error
        except MemoryError as error:
            raise _too_much_memory(name) from error
        except FAILURES as error:
            raise PictureError(
                f"{name} is damaged or cut short ({_oneline(error)}): copy it again from its source"
            ) from error
        finally:
            Image.MAX_IMAGE_PIXELS = theirs


def _check_pixels(size: Size, name: str) -> None:
    width, height = size
    if width * height > PIXEL_CAP:
        raise PictureError(
            f"{name} announces {width:,} × {height:,} pixels, more than the {PIXEL_CAP:,} allowed: "
            "save a smaller copy"
        )
    if width < 1 or height < 1:
        raise PictureError(f"{name} has no pixels: export it again")


def _too_much_memory(name: str) -> PictureError:
    return PictureError(
        f"{name} needs more memory than a picture may take: save it smaller, or as a JPEG, "
        "which is decoded reduced"
    )


def _notes(image: Image.Image) -> list[str]:
    if format_of(image) != "JPEG" and getattr(image, "is_animated", False):
        return ["it has several frames or pages; only the first is shown"]
    return []


def _grey_tail(image: Image.Image) -> list[str]:
    """A warning when a JPEG ends in the grey that libjpeg puts where data is missing.

    A file cut short and then closed properly (by a mailer, a repair) is no error to libjpeg.
    """
    grey = ((128, 128),) * 3
    if image.mode not in ("L", "RGB") or image.height < 16:
        return []
    last = image.crop((0, image.height - 1, image.width, image.height)).convert("RGB")
    if last.getextrema() != grey or image.convert("RGB").getextrema() == grey:
        return []
    return ["it ends in plain grey, as files do that were cut short; compare it with its source"]


def _orientation(image: Image.Image) -> int:
    """Its EXIF orientation, 1 to 8; nonsense counts as 1."""
    if image.format == "TIFF":
        # Pillow itself turns TIFFs, and their announced size.
        return 1
    if image.format == "PNG" and "exif" not in image.info:
        # Pillow would decode the whole picture to look for EXIF behind it.
        return 1
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except FAILURES:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _oneline(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
