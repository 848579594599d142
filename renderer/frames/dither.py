"""Noise that hides the steps of a gradient before it is rounded to whole levels.

Comes in: a stretch of the frame. Goes out: triangular noise of ±1 level, by place alone. What
stands still therefore stays still, and an encoder finds the same noise again in the next frame;
noise that changed with time would cost it every frame anew. Knows no picture.

Triangular and two levels wide: the mean and the spread of what is rounded no longer depend on where
between two levels it lay (Lipshitz, Wannamaker and Vanderkooy, "Quantization and dither", 1992).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

TILE = 256
"""Pixels after which the noise comes again, across and down: far more than the eye compares."""
_SEED = 709


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
