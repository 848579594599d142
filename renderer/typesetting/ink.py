"""Colour on a sheet: ink laid over a ground, with or without transparency.

Comes in: `Ink` and colours. Goes out: RGBA or RGB rasters. Knows nothing of fonts or themes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from renderer.frames.contrast import Colour
from renderer.frames.pixels import Rgb

if TYPE_CHECKING:
    from renderer.typesetting.typeset import Ink


def smooth_step(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 0 to 1 with no corner at either end (3x² − 2x³)."""
    return x * x * (3 - 2 * x)


class InkSheet:
    """A transparent raster that ink is laid on, from the bottom up. Alpha is not premultiplied."""

    def __init__(self, ground: Colour, alpha: NDArray[np.uint8]) -> None:
        """A ground of one colour; *alpha* has shape (height, width)."""
        # Whole pixels at a time: four times as fast as filling channel after channel.
        pixels = np.left_shift(alpha, 24, dtype="<u4", casting="unsafe")
        pixels |= np.uint32(int.from_bytes(bytes(ground), "little"))
        self._rgba = pixels.view(np.uint8).reshape(*alpha.shape, 4)

    def fill(self, left: int, top: int, width: int, height: int, colour: Colour) -> None:
        """An opaque rectangle; what falls outside the sheet is left out."""
        box = self._rgba[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)]
        box[...] = (*colour, 255)

    def lay(self, ink: Ink, left: int, top: int, colour: Colour) -> None:
        """Letters whose text's corner stands at *left*, *top*; what falls outside is left out."""
        self.cover(ink.cover, left + ink.left, top + ink.top, colour)

    def cover(self, cover: NDArray[np.uint8], left: int, top: int, colour: Colour) -> None:
        """*colour* where *cover* (0 to 255) says, its first pixel at *left*, *top*."""
        high, wide = self._rgba.shape[:2]
        part = cover[max(0, -top) : high - top, max(0, -left) : wide - left]
        if not part.size:
            return
        y, x = max(0, top), max(0, left)
        box = self._rgba[y : y + part.shape[0], x : x + part.shape[1]]
        inked = part > 0
        above = part[inked].astype(np.float32) / 255
        under = box[inked].astype(np.float32)
        below = under[:, 3] / 255 * (1 - above)
        alpha = above + below
        mixed = np.asarray(colour, np.float32) * above[:, None] + under[:, :3] * below[:, None]
        box[inked] = np.rint(np.column_stack([mixed / alpha[:, None], alpha * 255])).astype(
            np.uint8
        )

    def rgba(self) -> NDArray[np.uint8]:
        """What has been laid so far, shape (height, width, 4)."""
        return self._rgba


def lay_on(picture: Rgb, ink: Ink, left: int, top: int, colour: Colour) -> None:
    """Lay letters on an opaque *picture*, in place; what falls outside is left out."""
    high, wide = picture.shape[:2]
    y, x = top + ink.top, left + ink.left
    part = ink.cover[max(0, -y) : max(0, high - y), max(0, -x) : max(0, wide - x)]
    if not part.size:
        return
    y, x = max(0, y), max(0, x)
    box = picture[y : y + part.shape[0], x : x + part.shape[1]]
    above = part.astype(np.uint16)[..., None]
    mixed = above * np.asarray(colour, np.uint16) + (255 - above) * box
    box[...] = (mixed + 127) // 255


def lay_over(picture: Rgb, rgba: NDArray[np.uint8], left: int, top: int) -> None:
    """Lay a transparent raster (alpha not premultiplied), wholly inside *picture*, in place."""
    high, wide = rgba.shape[:2]
    box = picture[top : top + high, left : left + wide]
    above = rgba.astype(np.uint16)
    box[...] = (above[..., :3] * above[..., 3:] + (255 - above[..., 3:]) * box + 127) // 255
