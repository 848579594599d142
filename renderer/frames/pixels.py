"""The shapes in which pictures travel: RGB rasters, overlays with transparency, YUV planes.

Comes in: nothing. Goes out: `Rgb`, `Overlay`, `Planes`, `Size`. Knows nothing of files or fonts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Plane: TypeAlias = NDArray[np.uint8]
    """One channel, shape (height, width)."""
    Rgb: TypeAlias = NDArray[np.uint8]
    """sRGB pixels, shape (height, width, 3)."""
else:
    # A plan needs `Size` and no pixel: NumPy's import would be a third of its start.
    Plane = Rgb = Any


SHAPES = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1)}
"""Those of films, by their name: what is across, and what is down."""


class Size(NamedTuple):
    """Pixels of a frame; both even."""

    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Something drawn over a frame: a caption band, a label, a credit line."""

    left: int
    """Column of its first pixel in the frame."""
    top: int
    rgba: NDArray[np.uint8]
    """Shape (height, width, 4), sRGB, alpha not premultiplied; wholly inside the frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planes:
    """A frame as the encoder takes it: 4:2:0, BT.709, limited range, chroma sited left (MPEG-2)."""

    y: Plane
    """Shape (height, width)."""
    u: Plane
    """Shape (height / 2, width / 2)."""
    v: Plane
    """Shape (height / 2, width / 2)."""

    @property
    def nbytes(self) -> int:
        """Memory of the three."""
        return int(self.y.nbytes + self.u.nbytes + self.v.nbytes)
