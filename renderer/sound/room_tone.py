"""The sound of a quiet room under a whole film, so that no pause falls into digital silence.

Comes in: nothing. Goes out: a layer of the track. Silence between two sentences sounds like a fault
of the line, and a listener turns up the volume; a room that goes on under all of it sounds like a
pause. It lies under recordings and music too: what comes and goes is what is heard. Knows no film.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from renderer.sound.track import Samples
from renderer.timebase import SAMPLE_RATE

LEVEL_DB = -60.0
"""RMS, relative to full scale: 44 dB under speech at -16 LUFS, which is how far the quiet of a good
recording lies under its voice."""
_LOOP = 1 << 20
"""Samples (21.8 s) after which it begins again; no ear finds the same noise twice so far apart."""
_LOWEST_HZ, _BEND_HZ = 60.0, 1200.0
"""A room's noise falls by 3 dB an octave, by 9 over the bend; what rumbles below isn't wanted."""
_SEED = 1944
_STEPS = 2.0**23
"""Full scale in 24 bits: rounded to these, it is the same wherever it is computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTone:
    """The tone, from the film's first sample to its last: a layer of the track."""

    def add_to(self, block: Samples, start: int) -> None:
        """Sum into *block*, which begins at sample *start* of the film; negative before it."""
        loop = _loop()
        at = 0
        while at < len(block):
            place = (start + at) % len(loop)
            count = min(len(loop) - place, len(block) - at)
            block[at : at + count] += loop[place : place + count]
            at += count


@lru_cache(maxsize=1)
def _loop() -> Samples:
    """Noise as a spectrum, so that its end goes over into its beginning."""
    # The generator's bits are the same in every version of NumPy; its distributions needn't be.
    bits = np.random.PCG64(_SEED).random_raw(_LOOP)
    white = (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53 - 0.5
    hertz = np.fft.rfftfreq(_LOOP, 1 / SAMPLE_RATE)
    falling = 1.0 / np.sqrt(np.maximum(hertz, 1.0)) / (1.0 + (hertz / _BEND_HZ) ** 2) ** 0.5
    rising = (hertz / _LOWEST_HZ) ** 2 / (1.0 + (hertz / _LOWEST_HZ) ** 2)
    shaped = np.fft.irfft(np.fft.rfft(white) * falling * rising, _LOOP)
    shaped *= 10 ** (LEVEL_DB / 20) / np.sqrt(np.mean(shaped**2))
    tone: Samples = (np.rint(shaped * _STEPS) / _STEPS).astype(np.float32)
    return tone
