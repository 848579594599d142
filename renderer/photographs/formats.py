"""A picture file opened: what its header says, its pixels when they are asked for.

Comes in: a file that somebody else wrote. Goes out: a `OpenPicture`, and later its pixels as
stored; or a `PictureError` that says what the file really is, and the remedy. Knows nothing of
sizes wanted.

Each format's own oddities are in `jpeg`, `png` and `tiff`; the rest is Pillow's.

Of a damaged TIFF, libtiff (4.7) leaves the rest of a strip as it finds its memory when fax codes
make no sense or a JPEG within is smaller than announced, and only says so. Pillow 11.3 lets it
write errors to the process's stderr, silences its warnings and goes on: other pixels at each run.
OpenCV passes all of them on, so it decodes such files a second time.
"""

from __future__ import annotations

import io
import logging
import os
import re
import struct
import sys
import tempfile
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from lzma import LZMAError
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImagePalette, UnidentifiedImageError

from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.messages import tr
from renderer.messages.catalogue import number
from renderer.photographs import jpeg, not_a_picture, png
from renderer.photographs.file import PIXEL_CAP
from renderer.photographs.jpeg import codestream, format_of, read_palette, shrink_on_load
from renderer.photographs.not_a_picture import (
    CAMERA_RAW,
    UNREADABLE_JPEG,
    UNREADABLE_TIFF,
    stranger,
)
from renderer.photographs.tiff import (
    COMPRESSION,
    PACKBITS,
    TiffLayout,
    check_sums,
    is_read_here,
    mode_of,
    read_deep,
    read_layout,
)

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "GIF", "JPEG2000", "BMP", "PPM")
"""The only decoders that are ever tried; the rest of Pillow's is closed to strangers' files."""
HEIF = "HEIF"
"""One more with pillow-heif, which is an extra."""
ORIENTATION = 0x0112
"""EXIF's, which is TIFF's."""
COLOUR_MAP = 320
"""Numbers of TIFF's tags."""
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
    LZMAError,
)
"""All that Pillow's decoders were seen to raise on damaged files."""
PQ = 16
"""H.273's number of the curve of HDR; of HLG, 18, what it shows is right, if a little pale."""
_HEADER = 1 << 16
"""Bytes; what an AVIF or HEIC says of its picture stands before it, in some 500."""
FAX, JPEG = (2, 3, 4), 7
"""TIFF's numbers of compressions."""
DOUBTED = (*FAX, JPEG, PACKBITS)
"""Compressions without a check sum, whose decoders warn of damage and go on."""
_WARNED = re.compile(r"TIFF_(?:Error|Warning) (.*\b(?:Fax|JPEG|PackBits)\w*: .*)")
_UNSUPPORTED = re.compile(
    r"(?i)not (?:configured|supported|implemented)|only supports|\bsorry\b|can ?not handle"
)
_WARNINGS = 3
"""OpenCV's level of messages, whatever OPENCV_LOG_LEVEL says."""
PILLOW = threading.RLock()
"""Pillow's pixel limit and Python's warning filters belong to the process, not to a thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPicture:
    """An open picture: its header is read, its pixels aren't."""

    size: Size
    """As stored, before it is turned upright."""
    format: str
    """One of `FORMATS`, or HEIF."""
    mode: str
    """Pillow's name of its kind of pixels."""
    turn: int
    """Its orientation as Exif counts them, 1 to 8; 1 for what Pillow turns itself (most TIFFs)."""
    profile: bytes | None
    """ICC."""
    has_more: bool
    """Whether frames or pages follow that aren't shown."""
    has_transparency: bool
    image: Image.Image | None
    """As Pillow opened it; None for what it isn't asked for."""
    layout: TiffLayout | None = None
    """Of a TIFF."""
    palette: NDArray[np.uint8] | None = None
    """The colours that a JPEG 2000's numbers stand for, shape (count, channels)."""

    @property
    def deep(self) -> TiffLayout | None:
        """The layout of a TIFF that `tiff` reads."""
        return self.layout if self.image is None else None


@lru_cache(maxsize=1)
def formats() -> tuple[str, ...]:
    """`FORMATS`, and HEIF where pillow-heif is installed: it is registered once, here."""
    try:
        import pillow_heif
    except ImportError:
        return FORMATS
    # More threads would count against a decoding process's address space, and gain little.
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener()
    return (*FORMATS, HEIF)


@contextmanager
def open_image(file: BinaryIO, name: str) -> Iterator[OpenPicture]:
    """The picture in *file*, its header read; every failure within becomes a `PictureError`."""
    with PILLOW, _quiet_pillow():
        theirs, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, PIXEL_CAP
        try:
            yield _open(file, name)
        except PictureError:
            raise
        except Image.DecompressionBombError as error:
            raise PictureError(
                tr(
                    "{file} announces more than {most} pixels: save a smaller copy",
                    file=name,
                    most=number(PIXEL_CAP),
                ),
                code="picture-too-large",
            ) from error
        except UnidentifiedImageError as error:
            file.seek(0)
            raise stranger(file.read(1024), name, reads_heic=HEIF in formats()) from error
        except MemoryError as error:
            raise too_much_memory(name) from error
        except FAILURES as error:
            raise damaged_picture(name, str(error) or type(error).__name__) from error
        finally:
            Image.MAX_IMAGE_PIXELS = theirs


@contextmanager
def _quiet_pillow() -> Iterator[None]:
    """Without Pillow's warnings and logging: of metadata, which isn't used here, and of what it
    then raises, which is told in other words."""
    log = logging.getLogger("PIL")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def load_pixels(source: OpenPicture, data: bytes, target: Size, name: str) -> Image.Image:
    """The pixels of *source*, opened from *data*; a JPEG or JPEG 2000 reduced, as it was asked.

    Raises:
        PictureError: a TIFF is damaged, or of a kind that can't be read; other failures as Pillow
            raises them, for `open_image` to word.
    """
    if source.layout is not None:
        return _tiff_pixels(source, source.layout, data, name)
    image = source.image
    if image is None:
        raise ValueError("only TIFFs are read without Pillow")
    if source.format == "JPEG":
        return _jpeg_pixels(image, data, target)
    tiles = getattr(image, "tile", ()) if source.format == "GIF" else ()
    held = tiles[0][1] if tiles else None
    image.load()
    if held and held != (0, 0, *image.size):
        return _on_nothing(image, held)
    if source.palette is not None:
        numbers = np.minimum(np.asarray(image), len(source.palette) - 1)
        colours = source.palette if source.palette.shape[1] > 1 else source.palette[:, 0]
        return Image.fromarray(colours[numbers])
    return image


def _on_nothing(image: Image.Image, held: tuple[int, int, int, int]) -> Image.Image:
    """*image* with nothing outside of *held*, where Pillow puts the first colour of the palette:
    of a GIF's canvas that its first frame leaves bare, every browser shows what is behind it.
    """
    whole = image.convert("RGBA")
    bare = Image.new("RGBA", whole.size)
    bare.paste(whole.crop(held), held)
    return bare


def damaged_picture(name: str, why: str) -> PictureError:
    """What is said of a file that can't be decoded to its end."""
    reason = " ".join(why.split())[:120]
    return PictureError(
        tr(
            "{file} is damaged or cut short ({why}): copy it again from its source",
            file=name,
            why=reason,
        ),
        code="picture-damaged",
    )


def too_much_memory(name: str) -> PictureError:
    """What is said of a picture that this machine can't hold."""
    return PictureError(
        tr(
            "{file} needs more memory than a picture may take: save it smaller, or as a JPEG, "
            "which is decoded reduced",
            file=name,
        ),
        code="picture-too-large",
    )


def _open(file: BinaryIO, name: str) -> OpenPicture:
    layout = read_layout(file)
    if layout is not None:
        _check_tiff(layout, name)
        if is_read_here(layout):
            return _deep_source(layout, name)
    file.seek(0)
    head = file.read(len(png.START))
    file.seek(0)
    if head.startswith(jpeg.START):
        if not jpeg.is_common(file):
            raise PictureError(tr(UNREADABLE_JPEG, file=name), code="picture-format-unfit")
        image: Image.Image = jpeg.open_jpeg(file)
    else:
        image = _by_pillow(file, layout, name)
    _check_pixels(Size(*image.size), name)
    turn, profile = _orientation(image), image.info.get("icc_profile")
    if image.format in ("AVIF", HEIF):
        primaries, transfer = _coded_colours(file)
        if transfer == PQ:
            raise PictureError(tr(not_a_picture.HDR, file=name), code="picture-format-unfit")
        profile = profile or png.ToneAndPrimaries(primaries=png.WIDE.get(primaries, ())).profile()
    if image.format == "PNG":
        facts = png.read_png(file)
        if facts.transfer == PQ:
            raise PictureError(tr(not_a_picture.HDR, file=name), code="picture-format-unfit")
        turn = facts.orientation
        profile = profile or facts.colours.profile()
        png.scale_transparent(image, facts.bits)
    palette = read_palette(file) if image.format == "JPEG2000" else None
    if palette is not None:
        # Without its boxes it is a grey picture of numbers.
        file.seek(0)
        image = Image.open(io.BytesIO(codestream(file.read())), formats=("JPEG2000",))
    if image.format == "TIFF":
        _widen_palette(image)
    return OpenPicture(
        size=Size(*image.size),
        format=format_of(image),
        mode=image.mode,
        turn=turn,
        profile=profile,
        has_more=bool(getattr(image, "is_animated", False)),
        has_transparency=image.has_transparency_data
        or (palette is not None and palette.shape[1] in (2, 4)),
        image=image,
        layout=layout,
        palette=palette,
    )


def _coded_colours(file: BinaryIO) -> tuple[int, int]:
    """Primaries and curve (H.273) that the box `colr` of an AVIF or HEIC names; 0: none are."""
    file.seek(0)
    head = file.read(_HEADER)
    at = head.find(b"colrnclx")
    if at < 0:
        return 0, 0
    return int.from_bytes(head[at + 8 : at + 10], "big"), int.from_bytes(
        head[at + 10 : at + 12], "big"
    )


def _by_pillow(file: BinaryIO, layout: TiffLayout | None, name: str) -> Image.Image:
    try:
        return Image.open(file, formats=formats())
    except UnidentifiedImageError as error:
        if layout is None:
            raise
        raise PictureError(tr(UNREADABLE_TIFF, file=name), code="picture-format-unfit") from error


def _deep_source(layout: TiffLayout, name: str) -> OpenPicture:
    _check_pixels(layout.size, name)
    mode = mode_of(layout)
    return OpenPicture(
        size=layout.size,
        format="TIFF",
        mode=mode,
        turn=layout.orientation,
        profile=layout.profile,
        has_more=layout.has_more,
        has_transparency=mode.upper().endswith("A"),
        image=None,
        layout=layout,
    )


def _check_tiff(layout: TiffLayout, name: str) -> None:
    if layout.is_camera_raw:
        raise PictureError(tr(CAMERA_RAW, file=name), code="picture-format-unfit")
    if layout.is_thumbnail:
        raise PictureError(
            tr(
                "{file} begins with a thumbnail of the picture: save the whole picture as a TIFF "
                "of one page",
                file=name,
            ),
            code="picture-format-unfit",
        )


def _check_pixels(size: Size, name: str) -> None:
    width, height = size
    if width * height > PIXEL_CAP:
        raise PictureError(
            tr(
                "{file} announces {width} × {height} pixels, more than the {most} allowed: save a "
                "smaller copy",
                file=name,
                width=number(width),
                height=number(height),
                most=number(PIXEL_CAP),
            ),
            code="picture-too-large",
        )
    if width < 1 or height < 1:
        raise PictureError(
            tr("{file} has no pixels: export it again", file=name), code="picture-damaged"
        )


def _orientation(image: Image.Image) -> int:
    """Its EXIF orientation, 1 to 8; nonsense counts as 1."""
    if image.format in ("TIFF", "PNG"):
        # Pillow itself turns TIFFs, and their announced size; of PNGs it would decode the pixels.
        return 1
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except FAILURES:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _widen_palette(image: Image.Image) -> None:
    """A palette of 0 to 255 where TIFF wants 0 to 65535, as old scanners write it.

    Pillow 11.3 takes the first byte of each: all black. libtiff, too, assumes 8 bits there.
    """
    colours = getattr(image, "tag_v2", {}).get(COLOUR_MAP, ())
    if image.mode == "P" and colours and max(colours) < 256:
        image.palette = ImagePalette.raw("RGB;L", bytes(colours))


def _tiff_pixels(source: OpenPicture, layout: TiffLayout, data: bytes, name: str) -> Image.Image:
    if layout.one(COMPRESSION, 1) in DOUBTED and (complaint := second_opinion(data)):
        raise damaged_picture(name, complaint)
    failure: Exception | None = None
    with overhearing() as heard:
        try:
            if source.image is None:
                pixels = read_deep(data, layout)
            else:
                check_sums(data, layout)
                source.image.load()
                pixels = source.image
        except FAILURES as error:
            failure = error
    complaint = next(iter(heard), "")
    if is_unsupported(complaint):
        raise PictureError(tr(UNREADABLE_TIFF, file=name), code="picture-format-unfit") from failure
    if failure is not None or complaint:
        raise damaged_picture(name, complaint or str(failure)) from failure
    return pixels


def _jpeg_pixels(image: Image.Image, data: bytes, target: Size) -> Image.Image:
    failure: OSError | None = None
    try:
        image.load()
        if not jpeg.is_padded(data):
            return image
    except OSError as error:
        failure = error
    mended = jpeg.with_end(data, lambda file: _reduced(file, target).tobytes())
    if mended is None:
        raise failure or OSError(tr("pixels are missing at its end"))
    return _reduced(mended, target)


def _reduced(data: bytes, target: Size) -> Image.Image:
    image = jpeg.open_jpeg(io.BytesIO(data))
    shrink_on_load(image, data, target)
    image.load()
    return image


@contextmanager
def overhearing() -> Iterator[list[str]]:
    """What is written to the process's stderr, by C code as well; filled on leaving.

    For a process of one thread: everybody's stderr is gone meanwhile.
    """
    heard: list[str] = []
    sys.stderr.flush()
    stderr = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield heard
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            file.seek(0)
            heard += file.read().decode("utf-8", "replace").splitlines()


def second_opinion(data: bytes) -> str:
    """The first complaint that decoding the TIFF in *data* gives rise to; empty when none does."""
    import cv2  # a fifth of a second, that only scans of these kinds need

    level = cv2.utils.logging.setLogLevel(_WARNINGS)
    with overhearing() as heard:
        try:
            cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        except cv2.error:  # a kind that OpenCV can't read, or not in the memory left
            return ""
        finally:
            cv2.utils.logging.setLogLevel(level)
    return next((match[1] for line in heard if (match := _WARNED.search(line))), "")


def is_unsupported(complaint: str) -> bool:
    """Whether libtiff only can't read that kind, so that another copy would be no better."""
    return bool(_UNSUPPORTED.search(complaint))
