"""JPEG and JPEG 2000 decoded smaller than they are, which costs a fraction of the time.

Comes in: an open picture and the size wanted. Goes out: which part of what will be decoded holds
the picture. Decodes nothing.
"""

from __future__ import annotations

from PIL import Image

from renderer.frames.pixels import Size
from renderer.photographs.jp2 import halvings

SPARE = 1.5
"""JPEG and JPEG 2000 are decoded reduced to no less than this many times the size wanted, so that
Lanczos has something to work on; Pillow's own advice for thumbnails is 2."""


def format_of(image: Image.Image) -> str:
    """The format, as `FORMATS` names it."""
    return image.format or ""


def shrink_on_load(
    image: Image.Image, data: bytes, target: Size
) -> tuple[float, float, float, float]:
    """Have JPEG and JPEG 2000 decoded smaller; the part of what comes that holds the picture.

    A picture of 3,001 columns halved has 1,501, the last of which is half empty. (The samples of a
    halved JPEG 2000 sit a quarter of a pixel up and left of a JPEG's: too little to see.)
    """
    width, height = image.size
    if format_of(image) == "JPEG":
        roomy = (int(target.width * SPARE), int(target.height * SPARE))
        drafted = image.draft(None, roomy)
        return drafted[1] if drafted else (0, 0, width, height)
    if image.format == "JPEG2000":
        levels = halvings(data)
        while levels and not _reducible(Size(width, height), target, levels):
            levels -= 1
        if levels:
            image.reduce = levels  # type: ignore[method-assign,assignment]
            return (0, 0, width / 2**levels, height / 2**levels)
    return (0, 0, width, height)


def _reducible(full: Size, target: Size, levels: int) -> bool:
    """Whether a JPEG 2000 halved *levels* times is still large enough, and can be read."""
    power = 2**levels
    if min(full.width / target.width, full.height / target.height) < SPARE * power:
        return False
    # Pillow 11.3 rounds to the nearest where OpenJPEG rounds up; where they differ it fails.
    return all((side + power // 2) // power == -(-side // power) for side in full)
