"""Every kind of pixel that a scan may hold, made 8-bit sRGB without lying about its tones.

Comes in: a Pillow image of any mode, its ICC profile. Goes out: an image in mode RGB, and what
had to be assumed. Two steps, so that pictures are reduced between them and colours are computed
on few pixels: `resamplable` (any mode to one that can be averaged), `to_srgb` (that to sRGB).
Knows nothing of files, sizes or orientation.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageCms

Colour = tuple[int, int, int]
"""sRGB, 0 to 255."""
BLACK: Colour = (0, 0, 0)
BAND = 256
"""Rows of a deep picture that are converted at a time: bounds the memory they take."""
TIFF_BITS, TIFF_PHOTOMETRIC, TIFF_MAXIMUM = 258, 262, 281
"""TIFF 6.0 tags: BitsPerSample, PhotometricInterpretation, MaxSampleValue."""
SPACES = {"L": "GRAY", "RGB": "RGB ", "CMYK": "CMYK", "LAB": "Lab "}
"""The ICC signature of the data colour space that each mode holds."""


def resamplable(image: Image.Image) -> Image.Image:
    """*image* in mode L, LA, RGB, RGBA, CMYK or LAB, whose pixels can be averaged.

    Deep greys (16 or 32 bits, whole or floating) are scaled to 8 bits, not clipped.
    """
    mode = image.mode
    if mode.startswith("I") or mode == "F":
        return _from_deep(image)
    if mode in ("La", "RGBa"):
        return image.convert({"La": "LA", "RGBa": "RGBA"}[mode])
    if mode in ("LA", "RGBA", "CMYK", "LAB"):
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    if mode in ("L", "RGB"):
        return image
    return image.convert("L" if mode == "1" else "RGB")


def to_srgb(
    image: Image.Image, icc: bytes | None, background: Colour
) -> tuple[Image.Image, list[str]]:
    """*image*, as `resamplable` left it, in sRGB over *background*; and what was assumed."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    opaque = image.convert(image.mode[:-1]) if alpha is not None else image
    warnings: list[str] = []
    coloured = None
    if icc:
        try:
            coloured = _through_profile(opaque, icc)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
            warnings.append(f"its colour profile can't be used ({error}); colours may be off")
    if coloured is None:
        if opaque.mode == "CMYK":
            warnings.append(
                "it is in CMYK without a usable profile: its colours are a guess; "
                "save it as sRGB to be sure"
            )
        coloured = _from_lab(opaque) if opaque.mode == "LAB" else opaque.convert("RGB")
    if alpha is not None:
        coloured = Image.composite(coloured, Image.new("RGB", coloured.size, background), alpha)
    return coloured, warnings


def upright_ink(image: Image.Image, info: Mapping[Any, Any]) -> Image.Image:
    """A CMYK JPEG with its inks the right way round.

    Pillow (11.3 to 13) inverts every CMYK JPEG, as Adobe's writers do. Files without Adobe's
    marker hold plain inks: without this they would come out as negatives.
    """
    if image.mode == "CMYK" and "adobe" not in info:
        return ImageChops.invert(image)
    return image


def _through_profile(image: Image.Image, icc: bytes) -> Image.Image:
    """*image* seen through its own profile."""
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    space = profile.profile.xcolor_space
    if space == SPACES["RGB"] and image.mode == "L":
        image = image.convert("RGB")
    if space != SPACES[image.mode]:
        # lcms reads beyond the pixels when the two differ (CVE-2026-59205), so never try.
        raise ValueError(f"it is for {space.strip()}, the picture is {image.mode}")
    transform = ImageCms.buildTransform(
        profile,
        ImageCms.createProfile("sRGB"),
        image.mode,
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if image.mode == "RGB" and _changes_nothing(transform):
        return image
    return transform.apply(image)


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Whether it is sRGB to sRGB, as nearly every camera's: 70 ms saved on a frame's picture."""
    steps = np.linspace(0, 255, 9).astype(np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(27, 27, 3)
    out = np.asarray(transform.apply(Image.fromarray(cube)))
    return int(np.abs(out.astype(np.int16) - cube).max()) <= 1


def _from_lab(image: Image.Image) -> Image.Image:
    converted = ImageCms.profileToProfile(
        image,
        ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")),
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
    )
    if converted is None:
        raise ValueError("the Lab picture could not be converted")
    return converted


def _from_deep(image: Image.Image) -> Image.Image:
    """A grey of more than 8 bits (I;16, I;16B, I, F) as L: its own white becomes 255."""
    deep = np.asarray(image)
    white = _white(image, deep)
    shallow = np.empty(deep.shape, np.uint8)
    for top in range(0, len(deep), BAND):
        rows = np.nan_to_num(deep[top : top + BAND].astype(np.float32))
        shallow[top : top + BAND] = np.clip(rows * (255 / white) + 0.5, 0, 255)
    tags = getattr(image, "tag_v2", {})
    if image.mode.startswith("I;16") and tags.get(TIFF_PHOTOMETRIC) == 0:
        # Pillow 11.3 reads 16-bit "min is white" as it stands: a negative.
        np.subtract(255, shallow, out=shallow)
    # A transparent grey (PNG's tRNS) in 16 bits: no scanner writes it, and it is shown opaque.
    return Image.fromarray(shallow)


def _white(image: Image.Image, deep: NDArray[Any]) -> float:
    """The value that is white: from the tags where they make sense, from the pixels otherwise."""
    brightest = float(np.nanmax(deep)) if deep.size else 0.0
    if image.mode == "F":
        return next((w for w in (1.0, 255.0, 65535.0) if brightest <= w), brightest)
    tags = getattr(image, "tag_v2", {})
    bits = max(_numbers(tags.get(TIFF_BITS)), default=16)
    stated = max(_numbers(tags.get(TIFF_MAXIMUM)), default=0)
    if stated >= max(brightest, 255) and (stated + 1) & stated == 0:
        # 12 or 14 bits of a camera or scanner kept in 16.
        return float(stated)
    if bits in (10, 12, 14):
        return float((1 << bits) - 1)
    # 32 bits hold anything; most writers only put 16 in them.
    return 65535.0 if brightest <= 65535 else brightest


def _numbers(value: object) -> list[int]:
    values = value if isinstance(value, tuple) else (value,)
    return [number for number in values if isinstance(number, int)]
