"""One plane drawn under a view, between pixels: the step that every moving picture takes 25 times
a second.

Comes in: a plane, and the matrix of `view_motion.affine`. Goes out: the plane as seen, bilinear.
Knows no time, no colour, no file.

A view has no rotation, so ``cv2.resize`` can draw it at a quarter of the time of
``cv2.warpAffine`` (OpenCV 5.0, 1080p luma, one core: 0.9 ms against 3.1). resize has no fraction of
a pixel to start from: it begins at a whole one. But its *k*-th pixel lies ``k · scale`` further on,
so a plane drawn a little larger, from a whole pixel further left, has its pixel *k* as near to
where the view begins as one likes. `_anchor` looks for that *k*; what is before it is cut off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

NEAR = 0.02
"""Source pixels that a drawn plane may be off its view: 0.012 RMS, of the 0.05 that a film may."""
REACH = 64
"""Most pixels that are drawn and cut off on the left and on the top."""
_BEYOND = 4
"""Source pixels on the right and the bottom that rounding may ask for."""

Samples: TypeAlias = NDArray[np.uint8] | NDArray[np.int16]
"""A plane, or the difference of two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margined:
    """A plane with its edges repeated around it, ready to be drawn many times."""

    pixels: Samples
    margin: int
    """Rows above the plane and columns left of it."""


def with_margin(plane: Samples, scale: float) -> Margined:
    """*plane* made ready for views of up to *scale* source pixels a pixel."""
    margin = math.ceil(REACH * scale) + 1
    return Margined(
        pixels=cv2.copyMakeBorder(
            plane, margin, _BEYOND, margin, _BEYOND, borderType=cv2.BORDER_REPLICATE
        ),
        margin=margin,
    )


def draw(source: Margined, matrix: NDArray[np.float64], into: Samples) -> None:
    """Fill *into* with what *matrix* sees of *source*.

    Args:
        source: the plane.
        matrix: shape (2, 3), indices in *into* to indices in the plane, without rotation.
        into: shape (height, width), any strides; every pixel is written.
    """
    if not _resized(source, matrix, into):
        cv2.warpAffine(
            source.pixels,
            matrix + source.margin * np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 1.0]]),
            (into.shape[1], into.shape[0]),
            dst=into,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )


def _resized(source: Margined, matrix: NDArray[np.float64], into: Samples) -> bool:
    """Draw with resize; False, and nothing drawn, where it can't be near enough."""
    height, width = into.shape
    across, down = _anchor(matrix[0, 0], matrix[0, 2]), _anchor(matrix[1, 1], matrix[1, 2])
    if across is None or down is None:
        return False
    columns = _stretch(across, width, matrix[0, 0], source.margin, source.pixels.shape[1])
    rows = _stretch(down, height, matrix[1, 1], source.margin, source.pixels.shape[0])
    if columns is None or rows is None:
        return False
    taken = source.pixels[rows, columns]
    # No size is asked: given one, resize would take its scales from that.
    drawn = cv2.resize(
        taken, None, fx=1 / matrix[0, 0], fy=1 / matrix[1, 1], interpolation=cv2.INTER_LINEAR
    )
    if drawn.shape == taken.shape:
        return False  # scales so near to 1 that resize copied (OpenCV 5.0), whatever they are
    np.copyto(into, drawn[down[0] : down[0] + height, across[0] : across[0] + width])
    return True


def _anchor(scale: float, offset: float) -> tuple[int, int] | None:
    """How many pixels to cut off, and the whole source pixel to begin at; None: none is near.

    resize maps index i to ``(i + ½) · scale - ½`` from where it begins: with k cut off, index 0 is
    at ``begin + k · scale + (scale - 1) / 2``, which is to be *offset*; and not left of *begin*,
    as it would be in an enlargement with nothing cut off: resize sees no pixel before the first.
    """
    least = max(0, math.ceil((1 - scale) / (2 * scale)))
    cuts = np.arange(least, REACH + 1)
    begins = offset - (scale - 1) / 2 - cuts * scale
    near = np.flatnonzero(np.abs(begins - np.rint(begins)) <= NEAR)
    if not near.size:
        return None
    return int(cuts[near[0]]), round(float(begins[near[0]]))


def _stretch(
    anchor: tuple[int, int], length: int, scale: float, margin: int, available: int
) -> slice | None:
    """The source pixels to draw from; None when they aren't all there."""
    cut, begin = anchor
    first = begin + margin
    last = first + math.ceil((cut + length) * scale) + 1
    return slice(first, last) if first >= 0 and last <= available else None
