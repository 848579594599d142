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
from PIL import Image, ImageChops, ImageCms

from renderer.frames.contrast import BLACK, Colour, hexadecimal, luminance
from renderer.messages import deferred
from renderer.messages.notes import PendingMessage, note

__all__ = ["BLACK", "Colour", "resamplable", "to_srgb", "upright_ink"]

BAND = 256
"""Rows of a deep picture that are converted at a time: bounds the memory they take."""
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
LIGHT = np.array([luminance((level, level, level)) for level in range(256)])
"""Of red, green and blue alike, for each level."""
TELLING = 1.5
"""Contrast from which a drawing is seen at all; WCAG asks for 3 where it must be read."""
LEAST_TELLING = 0.5
"""Share of what is drawn that must stand out: black lines between a few colours are lost, too."""
LEAST_CLEAR = 0.05
"""Share of transparency from which a picture is a drawing on a ground, not one with soft edges."""
LOOKED_AT = 1000
"""Columns and rows that are looked at, at the most."""
SPACES = {"L": "GRAY", "RGB": "RGB ", "CMYK": "CMYK", "LAB": "Lab "}
"""The ICC signature of the data colour space that each mode holds."""


_BAD_PROFILE = deferred("its colour profile can't be used ({why}); colours may be off")
_FOREIGN_SPACE = deferred(
    "its colour profile can't be used (it is for {space}, the picture is {mode}); colours may be "
    "off"
)
_GUESSED = deferred(
    "it is in CMYK without a usable profile: its colours are a guess; save it as sRGB to be sure"
)
_TRANSPARENT = deferred("it is transparent all over: nothing of it is seen")
_FAINT = deferred(
    "most of what is drawn on its transparent ground can hardly be told from the theme's paper, "
    "{colour}, on which it is laid; give it an opaque ground, such as white behind black lines, or "
    "choose another theme"
)


class _ForeignSpaceError(ValueError):
    """A profile is for colours of another kind than the picture's."""

    def __init__(self, space: str) -> None:
        super().__init__(space)
        self.space = space


def resamplable(image: Image.Image) -> Image.Image:
    """*image* in mode L, LA, RGB, RGBA, CMYK or LAB, whose pixels can be averaged.

    Greys of 16 bits are scaled to 8, not clipped.
    """
    mode = image.mode
    if mode.startswith("I"):
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
) -> tuple[Image.Image, list[PendingMessage]]:
    """*image*, as `resamplable` left it, in sRGB over *background*; and what was assumed."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    opaque = image.convert(image.mode[:-1]) if alpha is not None else image
    notes: list[PendingMessage] = []
    coloured = None
    if icc:
        try:
            coloured = _through_profile(opaque, icc)
        except _ForeignSpaceError as error:
            notes.append(note(_FOREIGN_SPACE, space=error.space, mode=opaque.mode))
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
            notes.append(note(_BAD_PROFILE, why=str(error)))
    if coloured is None:
        if opaque.mode == "CMYK":
            notes.append(note(_GUESSED))
        coloured = _from_lab(opaque) if opaque.mode == "LAB" else opaque.convert("RGB")
    if alpha is not None:
        if faint := _faint(coloured, alpha, background):
            notes.append(faint)
        coloured = Image.composite(coloured, Image.new("RGB", coloured.size, background), alpha)
    return coloured, notes


def _faint(ink: Image.Image, alpha: Image.Image, ground: Colour) -> PendingMessage | None:
    """A note when what is drawn can hardly be told from the ground it is laid on."""
    step = 1 + max(ink.size) // LOOKED_AT
    weights = np.asarray(alpha)[::step, ::step].astype(np.float64)
    if 1 - weights.mean() / 255 < LEAST_CLEAR:
        return None
    if not weights.any():
        return note(_TRANSPARENT)
    light = LIGHT[np.asarray(ink)[::step, ::step]] @ LUMINANCE
    ratios = (np.maximum(light, luminance(ground)) + 0.05) / (
        np.minimum(light, luminance(ground)) + 0.05
    )
    if weights[ratios >= TELLING].sum() >= LEAST_TELLING * weights.sum():
        return None
    return note(_FAINT, colour=hexadecimal(ground))


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
        raise _ForeignSpaceError(space.strip())
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
    """A grey of 16 bits, of PNG or JPEG 2000, as L; LA where one of its values is transparent."""
    deep, key = np.asarray(image), image.info.get("transparency")
    shallow = np.empty(deep.shape, np.uint8)
    for top in range(0, len(deep), BAND):
        rows = deep[top : top + BAND].astype(np.float32)
        shallow[top : top + BAND] = np.clip(rows * (255 / 65535) + 0.5, 0, 255)
    if not isinstance(key, int):
        return Image.fromarray(shallow)
    return Image.fromarray(np.dstack([shallow, np.where(deep == key, 0, 255).astype(np.uint8)]))
