"""Patterns that tell the sides apart without colour: stripes, cross-hatching, dots.

Goes out: coverage for a rectangle, anchored to the frame so that neighbours match.
"""

from __future__ import annotations

import numpy as np

from renderer.frames.pixels import Plane
from renderer.maps.viewport import Rect
from renderer.storyboard.operations import Side


def hatching(side: Side, rect: Rect, period: float, breadth: float) -> Plane:
    """Give the hatching of an area: allies /, axis \\ crossed with /, neutral dots."""
    y, x = np.ogrid[rect.top : rect.bottom, rect.left : rect.right]
    if side == "neutral":
        return _dots(x, y, period, breadth * 1.3)
    rising = _stripes(x + y, period, breadth)
    if side == "allies":
        return rising
    return np.maximum(rising, _stripes(x - y, period, breadth))


def striping(rect: Rect, period: float, breadth: float) -> Plane:
    """Give the stripes that run across an arrow of the axis."""
    y, x = np.ogrid[rect.top : rect.bottom, rect.left : rect.right]
    return _stripes(x - y, period, breadth)


def _stripes(across: np.ndarray, period: float, breadth: float) -> Plane:
    # Along x ± y a pixel measures √2.
    distance = np.abs(np.mod(across / np.sqrt(2), period) - period / 2)
    return _coverage(breadth / 2 - distance)


def _dots(x: np.ndarray, y: np.ndarray, period: float, radius: float) -> Plane:
    row = np.floor(y / period)
    right = np.mod(x + (np.mod(row, 2) * period / 2), period) - period / 2
    down = np.mod(y, period) - period / 2
    return _coverage(radius - np.hypot(right, down))


def _coverage(depth: np.ndarray) -> Plane:
    covered: Plane = np.rint(np.clip(depth + 0.5, 0, 1) * 255).astype(np.uint8)
    return covered
