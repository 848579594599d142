"""The odd files that museums and the web send, made in code."""

from __future__ import annotations

import io
import struct
import zlib
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, TiffImagePlugin

Array = NDArray[Any]


def gradient(width: int = 96, height: int = 64) -> Array:
    """Smooth colours that differ at the four corners: red right, green down, blue left."""
    across = np.linspace(0, 255, width)[None, :].repeat(height, 0)
    down = np.linspace(0, 255, height)[:, None].repeat(width, 1)
    return np.stack([across, down, 255 - across], axis=-1).round().astype(np.uint8)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """*image* written in format *kind*."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photo(kind: str = "JPEG", width: int = 96, height: int = 64, **options: Any) -> bytes:
    """The gradient in format *kind*."""
    if kind == "JPEG":
        options = {"quality": 95, "subsampling": 0, **options}
    return saved(Image.fromarray(gradient(width, height)), kind, **options)


def turned(orientation: int, kind: str = "JPEG") -> bytes:
    """The gradient as a camera held otherwise stores it: upright only once it is turned back."""
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    image = Image.fromarray(gradient())
    if undo is not None:
        image = image.transpose(undo)
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, Any] = {"quality": 95} if kind in ("JPEG", "WEBP", "AVIF") else {}
    return saved(image, kind, exif=exif, **options)


def deep_png(values: Array) -> bytes:
    """*values*, uint16, grey (height, width) or RGB (height, width, 3), as a 16-bit PNG."""
    height, width = values.shape[:2]
    colour = 0 if values.ndim == 2 else 2
    rows = values.astype(">u2").reshape(height, -1)
    raw = b"".join(b"\x00" + row.tobytes() for row in rows)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, colour, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(raw))
        + _chunk(b"IEND", b"")
    )


def png_header_only(width: int, height: int) -> bytes:
    """A PNG that announces a size and holds almost nothing."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + _chunk(b"IEND", b"")
    )


@lru_cache(maxsize=4)
def png_bomb(width: int, height: int) -> bytes:
    """A whole, valid PNG of black that takes little on disk and much in memory."""
    packer = zlib.compressobj(9)
    row = b"\x00" * (width * 3 + 1)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + _chunk(b"IDAT", body)
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def tiff(
    samples: Array, *, bits: int, photometric: int, order: Literal["<", ">"] = "<", **tags: int
) -> bytes:
    """An uncompressed TIFF of *samples* (height, width[, channels]) in byte order *order*.

    *tags* are more short values: ``t281=4095`` is MaxSampleValue.
    """
    height, width = samples.shape[:2]
    channels = 1 if samples.ndim == 2 else samples.shape[2]
    body = samples.astype(samples.dtype.newbyteorder(order)).tobytes()
    entries = {256: (width,), 257: (height,), 258: (bits,) * channels, 259: (1,)}
    entries |= {262: (photometric,), 273: (0,), 277: (channels,), 278: (height,), 279: (0,)}
    entries |= {int(name[1:]): (value,) for name, value in tags.items()}
    table_size = 2 + 12 * len(entries) + 4
    extra_at = 8 + table_size
    data_at = extra_at + 16
    extra, table = b"", b""
    for tag, values in sorted(entries.items()):
        if tag in (273, 279):
            value = data_at if tag == 273 else len(body)
            table += struct.pack(order + "HHII", tag, 4, 1, value)
            continue
        packed = struct.pack(order + f"{len(values)}H", *values)
        if len(packed) > 4:
            table += struct.pack(order + "HHII", tag, 3, len(values), extra_at + len(extra))
            extra += packed
        else:
            table += struct.pack(order + "HHI", tag, 3, len(values)) + packed.ljust(4, b"\x00")
    head = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(order + "I", 8)
    count = struct.pack(order + "H", len(entries))
    return head + count + table + b"\x00" * 4 + extra.ljust(16, b"\x00") + body


def without_adobe(jpeg: bytes) -> bytes:
    """*jpeg* without its APP14 marker, as scanners that don't follow Adobe write CMYK."""
    at = jpeg.index(b"\xff\xee")
    length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return jpeg[:at] + jpeg[at + 2 + length :]


def swapped_profile() -> bytes:
    """An RGB profile whose red and blue primaries have changed places: can't go unnoticed."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    places = {bytes(profile[at : at + 4]): at + 4 for at in range(132, 132 + 12 * count, 12)}
    red, blue = places[b"rXYZ"], places[b"bXYZ"]
    profile[red : red + 8], profile[blue : blue + 8] = (
        profile[blue : blue + 8],
        profile[red : red + 8],
    )
    return bytes(profile)


def srgb_profile() -> bytes:
    """The profile that most cameras embed."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def grey_profile(gamma: float) -> bytes:
    """A version 2 grey profile of one *gamma*, written by hand: lcms can't be asked for one."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    white = b"XYZ \x00\x00\x00\x00" + fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    curve = b"curv\x00\x00\x00\x00" + struct.pack(">IH", 1, round(gamma * 256)) + b"\x00\x00"
    text = b"desc\x00\x00\x00\x00" + struct.pack(">I", 2) + b"g\x00" + b"\x00" * 78
    text = text.ljust((len(text) + 3) // 4 * 4, b"\x00")
    tags, body, at = b"", b"", 128 + 4 + 12 * 3
    for name, data in ((b"wtpt", white), (b"kTRC", curve), (b"desc", text)):
        tags += name + struct.pack(">II", at + len(body), len(data))
        body += data
    header = bytearray(128)
    header[8:12] = b"\x02\x40\x00\x00"
    header[12:24] = b"mntrGRAYXYZ "
    header[36:40] = b"acsp"
    header[68:80] = fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    profile = bytes(header) + struct.pack(">I", 3) + tags + body
    return struct.pack(">I", len(profile)) + profile[4:]


def two_pages(kind: str) -> bytes:
    """A red frame, then a blue one."""
    first, second = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    return saved(first, kind, save_all=True, append_images=[second])


def tiff_with_tag(image: Image.Image, tag: int, value: Any) -> bytes:
    """*image* as a TIFF with one more tag."""
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[tag] = value
    return saved(image, "TIFF", tiffinfo=info)
