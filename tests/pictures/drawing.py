"""What the tests of drawn things share: composing an overlay, and comparing with a kept picture."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from PIL import Image

from renderer.frames.pixels import Overlay, Rgb, Size
from renderer.typesetting.ink import lay_over

GOLDEN = Path(__file__).parent / "golden"
SHAPES = (Size(640, 360), Size(360, 640), Size(480, 480))


def flat(level: int, size: Size) -> Rgb:
    return np.full((size.height, size.width, 3), level, np.uint8)


def checks(size: Size, cell: int) -> Rgb:
    y, x = np.mgrid[: size.height, : size.width] // cell
    return np.repeat((((x + y) % 2) * 255).astype(np.uint8)[..., None], 3, axis=2)


def composed(picture: Rgb, overlay: Overlay) -> Rgb:
    out = picture.copy()
    lay_over(out, overlay.rgba, overlay.left, overlay.top)
    return out


def inside(overlay: Overlay, size: Size) -> bool:
    high, wide = overlay.rgba.shape[:2]
    return (
        overlay.left >= 0
        and overlay.top >= 0
        and overlay.left + wide <= size.width
        and overlay.top + high <= size.height
    )


def same_as_golden(picture: Rgb, name: str) -> None:
    """Compare with tests/pictures/golden/NAME.jpg; RECIT_GOLDENS=write keeps a new one.

    FreeType's versions differ by a level or two along edges, so the mean is compared, and the
    share of pixels that are far off.
    """
    path = GOLDEN / f"{name}.jpg"
    if os.environ.get("RECIT_GOLDENS") == "write":
        Image.fromarray(picture).save(path, quality=86, subsampling=0, optimize=True)
    kept = np.asarray(Image.open(path).convert("RGB")).astype(int)
    off = np.abs(kept - picture.astype(int)).max(axis=2)
    assert kept.shape == picture.shape
    assert off.mean() < 4, f"{name}: mean {off.mean():.2f}"
    assert (off > 48).mean() < 0.004, f"{name}: {(off > 48).mean():.2%} of the pixels changed"
