"""RGB to the encoder's planes and back, and blending on planes.

Comes in: RGB rasters and overlays. Goes out: `Planes` and `PlaneOverlay`s. Knows no file, no time.
The matrix is BT.709 (ITU-R BT.709-6 §3) in limited range (8 bits: luma 16–235, chroma 16–240);
chroma is sited left, as H.264 decoders assume by default (H.264 Annex E, chroma_sample_loc_type
0).

Noise hides the steps of a gradient before it is rounded to whole levels: triangular, ±1 level, by
place alone. What stands still therefore stays still, and an encoder finds the same noise again in
the next frame; noise that changed with time would cost it every frame anew. Triangular and two
levels wide: the mean and the spread of what is rounded no longer depend on where between two
levels it lay (Lipshitz, Wannamaker and Vanderkooy, "Quantization and dither", 1992).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from renderer.frames.pixels import Overlay, Planes, Rgb, Size

TILE = 256
"""Pixels after which the noise comes again, across and down: far more than the eye compares."""
_SEED = 709
"""Any number would do; it stays, since every key's pixels have its noise."""


@lru_cache(maxsize=4)
def strip(width: int) -> NDArray[np.float32]:
    """The noise of *width* columns and the first `TILE` rows, -1 to 1; not to be written on."""
    dice = np.random.Generator(np.random.PCG64(_SEED))
    tile = dice.random((TILE, TILE), np.float32) - dice.random((TILE, TILE), np.float32)
    noise = np.tile(tile, (1, -(-width // TILE)))[:, :width]
    noise.setflags(write=False)
    return noise


def noise_at(left: int, top: int, width: int, height: int) -> NDArray[np.float32]:
    """The noise of a rectangle of the frame, shape (height, width); its own copy."""
    rows = np.arange(top, top + height) % TILE
    columns = np.arange(left, left + width) % TILE
    return strip(TILE)[np.ix_(rows, columns)]


_T = TypeVar("_T", np.uint8, np.float32)
_KR, _KG, _KB = 0.2126, 0.7152, 0.0722
"""Weights of red, green and blue in luma: ITU-R BT.709, 3.2."""
_LUMA, _CHROMA = 219.0 / 255.0, 224.0 / 255.0
"""Limited range: luma from 16 to 235, chroma from 16 to 240 (BT.709, 4)."""
_TO_YUV = np.array(
    [
        [_LUMA * _KR, _LUMA * _KG, _LUMA * _KB, 16.0],
        [
            -_CHROMA * _KR / (2 * (1 - _KB)),
            -_CHROMA * _KG / (2 * (1 - _KB)),
            _CHROMA / 2,
            128.0,
        ],
        [
            _CHROMA / 2,
            -_CHROMA * _KG / (2 * (1 - _KR)),
            -_CHROMA * _KB / (2 * (1 - _KR)),
            128.0,
        ],
    ]
)
_SMOOTH = np.array([0.25, 0.5, 0.25], np.float32)
_PAIR = np.array([0.5, 0.5], np.float32)
_BAND = 128
"""Rows, even, that are turned into planes at a time: what is between takes 1 MB of the cache, not
14 MB of memory, and a 1080p map half the time (9 ms instead of 18)."""


def empty_planes(size: Size) -> Planes:
    """Planes of *size* with undefined contents."""
    half = (size.height // 2, size.width // 2)
    return Planes(
        y=np.empty((size.height, size.width), np.uint8),
        u=np.empty(half, np.uint8),
        v=np.empty(half, np.uint8),
    )


def to_planes(rgb: Rgb) -> Planes:
    """*rgb* as 4:2:0 planes; an odd last row or column is repeated to make the size even."""
    height, width = rgb.shape[:2]
    if height % 2 or width % 2:
        rgb = cv2.copyMakeBorder(rgb, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    planes = empty_planes(Size(*reversed(rgb.shape[:2])))
    for top in range(0, len(rgb), _BAND):
        y, u, v = cv2.split(cv2.transform(rgb[top : top + _BAND], _TO_YUV))
        planes.y[top : top + _BAND] = y
        half = slice(top // 2, (top + _BAND) // 2)
        planes.u[half], planes.v[half] = _halve(u), _halve(v)
    return planes


def to_rgb(planes: Planes) -> Rgb:
    """Planes as sRGB pixels; chroma is interpolated at its true sites."""
    height, width = planes.y.shape
    siting = np.array([[0.5, 0.0, 0.0], [0.0, 0.5, -0.25]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    u, v = (
        cv2.warpAffine(plane, siting, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        for plane in (planes.u, planes.v)
    )
    inverse = np.linalg.inv(_TO_YUV[:, :3])
    matrix = np.hstack([inverse, -inverse @ _TO_YUV[:, 3:]])
    rgb: Rgb = cv2.transform(cv2.merge([planes.y, u, v]), matrix)
    return rgb


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneOverlay:
    """An overlay ready to be blended: per plane, what is added and how much of the frame stays.

    In fractions of a level, so that only what is shown at last is rounded: rounded apart, the part
    that is kept and the part that is added made bands, and some that ran backwards.
    """

    left: int
    """Even column in the luma plane."""
    top: int
    """Even row in the luma plane."""
    added: tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int16]]
    """Y, U, V already multiplied by alpha, in `_ADDED`ths of a level; Y with its noise."""
    kept: tuple[NDArray[np.uint16], NDArray[np.uint16]]
    """1 minus alpha, for luma and for chroma, in `_KEPT`ths."""

    @property
    def nbytes(self) -> int:
        """Memory of its planes."""
        return sum(plane.nbytes for plane in (*self.added, *self.kept))


_ADDED = 1 << 6
"""In a level: 255 and the noise fit into 16 bits."""
_KEPT = 65535
"""The most that 16 bits hold: with 255 a shallow gradient would have steps."""


def prepare_overlay(overlay: Overlay) -> PlaneOverlay:
    """*overlay* grown to even edges and turned into premultiplied planes."""
    height, width = overlay.rgba.shape[:2]
    left, top = overlay.left // 2 * 2, overlay.top // 2 * 2
    pad_left, pad_top = overlay.left - left, overlay.top - top
    rgba = cv2.copyMakeBorder(
        np.ascontiguousarray(overlay.rgba),
        pad_top,
        (height + pad_top) % 2,
        pad_left,
        (width + pad_left) % 2,
        cv2.BORDER_CONSTANT,
        value=(0, 0, 0, 0),
    )
    alpha = rgba[:, :, 3].astype(np.float32) / 255.0
    yuv = cv2.transform(rgba[:, :, :3].astype(np.float32), _TO_YUV)
    y, u, v = (np.asarray(yuv[:, :, channel] * alpha, np.float32) for channel in range(3))
    y += noise_at(left, top, *alpha.shape[::-1]) * ((alpha > 0.0) & (alpha < 1.0))
    return PlaneOverlay(
        left=left,
        top=top,
        added=(_fixed(y), _fixed(_halve(u)), _fixed(_halve(v))),
        kept=(_share_kept(alpha), _share_kept(_halve(alpha))),
    )


def _fixed(plane: NDArray[np.float32]) -> NDArray[np.int16]:
    fixed: NDArray[np.int16] = np.rint(plane * _ADDED).astype(np.int16)
    return fixed


def _share_kept(alpha: NDArray[np.float32]) -> NDArray[np.uint16]:
    kept: NDArray[np.uint16] = np.rint((1.0 - alpha) * _KEPT).astype(np.uint16)
    return kept


def blend_overlay(planes: Planes, overlay: PlaneOverlay) -> None:
    """Draw *overlay* onto *planes*, in place."""
    for plane, added, kept, step in (
        (planes.y, overlay.added[0], overlay.kept[0], 1),
        (planes.u, overlay.added[1], overlay.kept[1], 2),
        (planes.v, overlay.added[2], overlay.kept[1], 2),
    ):
        top, left = overlay.top // step, overlay.left // step
        region = plane[top : top + added.shape[0], left : left + added.shape[1]]
        dimmed = cv2.multiply(region, kept, scale=1 / _KEPT, dtype=cv2.CV_32F)
        cv2.addWeighted(dimmed, 1.0, added, 1 / _ADDED, 0.0, dst=region, dtype=cv2.CV_8U)


def mix_planes(before: Planes, after: Planes, share: float, into: Planes) -> None:
    """``before * (1 - share) + after * share``, rounded, into *into*, which may be either.

    Luma gets its noise before it is rounded, where it is a mixture at all.
    """
    for a, b, out in ((before.u, after.u, into.u), (before.v, after.v, into.v)):
        cv2.addWeighted(a, 1.0 - share, b, share, 0.0, dst=out)
    if not 0.0 < share < 1.0:
        cv2.addWeighted(before.y, 1.0 - share, after.y, share, 0.0, dst=into.y)
        return
    noise = strip(into.y.shape[1])
    for top in range(0, len(into.y), TILE):
        rows = slice(top, top + TILE)
        a, b = before.y[rows], after.y[rows]
        mixed = cv2.addWeighted(a, 1.0 - share, b, share, 0.0, dtype=cv2.CV_32F)
        is_mixture = cv2.min(cv2.absdiff(a, b), 1.0)
        grain = cv2.multiply(noise[: len(a)], is_mixture, dtype=cv2.CV_32F)
        cv2.add(mixed, grain, dst=into.y[rows], dtype=cv2.CV_8U)


def fill_black(planes: Planes) -> None:
    """Video black (Y 16, chroma 128), in place."""
    planes.y[:] = 16
    planes.u[:] = 128
    planes.v[:] = 128


def copy_planes(source: Planes, into: Planes) -> None:
    """Copy pixels, in place."""
    np.copyto(into.y, source.y)
    np.copyto(into.u, source.u)
    np.copyto(into.v, source.v)


def _halve(plane: NDArray[_T]) -> NDArray[_T]:
    """Half the columns and rows, left-sited: 1-2-1 across even columns, row pairs averaged."""
    smooth = cv2.sepFilter2D(
        plane, -1, _SMOOTH, _PAIR, anchor=(1, 0), borderType=cv2.BORDER_REPLICATE
    )
    return np.ascontiguousarray(smooth[::2, ::2])
