"""Looks and painters built by hand."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.clips.slide_parameters import Look
from renderer.frames.pixels import Planes, Size
from renderer.frames.yuv import empty_planes
from renderer.storyboard.board import Card
from renderer.timeline.moment_frames import Beats

SIZE = Size(64, 36)


def look(**fields: Any) -> Look:
    given: dict[str, Any] = {
        "slide": "un",
        "visual": Card(title="Cherbourg"),
        "digests": (),
        "caption": "",
        "credit": "",
        "chapter": "",
        "length": 60,
        "beats": Beats(),
        "size": SIZE,
        "fps": 25,
        "language": "fr",
        "style": "sobre",
        "style_digest": "0" * 64,
        "draft": False,
        "media": Path("/media"),
    }
    return Look(**(given | fields))


def flat(level: int, size: Size = SIZE, chroma: int = 128) -> Planes:
    planes = empty_planes(size)
    planes.y[:], planes.u[:], planes.v[:] = level, chroma, chroma
    return planes


def noise(size: Size = SIZE, seed: int = 0) -> Planes:
    dice = np.random.default_rng(seed)
    planes = empty_planes(size)
    for plane in (planes.y, planes.u, planes.v):
        plane[:] = dice.integers(16, 236, plane.shape, dtype=np.uint8)
    return planes


def pixels(planes: Planes) -> NDArray[np.uint8]:
    """All three planes in a row, for comparisons."""
    return np.concatenate([planes.y.ravel(), planes.u.ravel(), planes.v.ravel()])


def painted(painter: Any, frame: int, size: Size = SIZE) -> Planes:
    """A frame on planes full of what must not be seen."""
    planes = flat(255, size, chroma=255)
    painter.paint(frame, planes)
    return planes
