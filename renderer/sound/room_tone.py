"""The sound of a quiet room under a whole film, so that no pause falls into digital silence.

Comes in: where slides begin. Goes out: a layer of the track. Silence between two sentences sounds
like a fault of the line, and a listener turns up the volume; a room that goes on under all of it
sounds like a pause. It lies under recordings and music too: what comes and goes is what is heard.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from renderer.sound.track import Samples
from renderer.timebase import PACKET, SAMPLE_RATE

LEVEL_DB = -60.0
"""RMS, relative to full scale: 44 dB under speech at -16 LUFS, which is how far the quiet of a good
recording lies under its voice."""
EARLY = 10 * PACKET
"""Samples before a slide from which on the room is its own: more than what is encoded with it of
what comes before, and what limits that, so that a slide sounds alike wherever it is."""
FADE = PACKET // 2
"""Samples (11 ms) in which a slide's room gives way to the next one's; no slide is shorter."""
_LOOP = 1 << 20
"""Samples (21.8 s) after which it begins again; no ear finds the same noise twice so far apart."""
_LOWEST_HZ, _BEND_HZ = 60.0, 1200.0
"""A room's noise falls by 3 dB an octave, by 9 over the bend; what rumbles below isn't wanted."""
_SEED = 1944
"""Any number would do; it stays, since every film's samples have it."""
_STEPS = 2.0**23
"""Full scale in 24 bits: rounded to these, it is the same wherever it is computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTone:
    """The tone, from the film's first sample to its last: a layer of the track."""

    starts: Sequence[int] = (0,)
    """First samples of slides, in order, at least `FADE` apart: the tone begins anew with each, a
    little `EARLY`."""

    def add_to(self, block: Samples, start: int) -> None:
        """Sum into *block*, which begins at sample *start* of the film; negative before it."""
        end = start + len(block)
        number = max(0, bisect_right(self.starts, start + EARLY - FADE) - 1)
        while number < len(self.starts) and (not number or self.starts[number] - EARLY < end):
            rise = self.starts[number] - EARLY if number else start - FADE
            fall = self.starts[number + 1] - EARLY if number + 1 < len(self.starts) else end
            first, last = max(start, rise), min(end, fall + FADE)
            if first < last:
                tone = _tone(first - self.starts[number], last - first)
                risen = tone[: max(0, rise + FADE - first)]
                risen *= _risen(first - rise, len(risen))
                fallen = tone[max(0, fall - first) :]
                fallen *= _risen(fall + FADE - last, len(fallen))[::-1]
                block[first - start : last - start] += tone
            number += 1


def _risen(start: int, count: int) -> Samples:
    """The weights of a rise from its sample *start* on. Two slides' rooms have nothing in common,
    so their powers add up to one room's. Nothing but what is rounded alike on all machines."""
    share = (np.arange(start, start + count) + 0.5) / FADE
    return np.sqrt(share).astype(np.float32)


def _tone(start: int, count: int) -> Samples:
    """*count* samples of the noise from *start* on, again and again."""
    loop = _loop()
    place = start % _LOOP
    runs = [loop[place : place + count]]
    while (left := count - sum(map(len, runs))) > 0:
        runs.append(loop[:left])
    return np.concatenate(runs)


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
