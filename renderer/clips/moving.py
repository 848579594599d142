"""A picture under a moving view: slow zooms and pans, resampled between pixels.

Comes in: source planes and two views. Goes out: a painter that warps all three planes, so that
no RGB frame is ever made. Knows nothing of slides.

Bilinear: at the small magnifications used here it is as steady as bicubic (0.004 px RMS against
0.008, measured on a dot's centroid) at a third of the time.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import cv2

from renderer.pictures.framing import Sampling, affine, progress, view_at
from renderer.pictures.pixels import Plane, Planes, Size
from renderer.pictures.views import View

_FLAGS = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingPainter:
    """A view that goes from *start* to *end* over *length* frames."""

    source: Planes
    size: Size
    start: View
    end: View
    length: int

    def state(self, frame: int) -> Hashable:
        """The view shown."""
        return view_at(self.start, self.end, progress(frame, self.length))

    def paint(self, frame: int, into: Planes) -> None:
        """Warp each plane straight into its place."""
        view = view_at(self.start, self.end, progress(frame, self.length))
        self._warp(self.source.y, into.y, view, "luma")
        self._warp(self.source.u, into.u, view, "chroma")
        self._warp(self.source.v, into.v, view, "chroma")

    def _warp(self, plane: Plane, out: Plane, view: View, kind: Sampling) -> None:
        height, width = out.shape
        cv2.warpAffine(
            plane,
            affine(view, self.size, kind),
            (width, height),
            dst=out,
            flags=_FLAGS,
            borderMode=cv2.BORDER_REPLICATE,
        )
