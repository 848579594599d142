"""How far music gives way to the voice: known exactly from where the takes stand, not followed.

Comes in: where somebody speaks. Goes out: for any sample, from 0 (nobody speaks) to 1. Knows no
music and no level.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from renderer.sound.track import Samples
from renderer.timebase import SAMPLE_RATE

ATTACK = SAMPLE_RATE // 4
"""Samples (250 ms) before the first sound of speech in which music goes down."""
RELEASE = SAMPLE_RATE * 6 // 10
"""Samples (600 ms) after the last one in which it comes up again."""
BRIDGE = 2 * SAMPLE_RATE
"""Shorter silences (2 s) are part of the speech: music that comes up between two sentences or two
slides pumps."""


def bridged(spans: Iterable[tuple[int, int]], gap: int = BRIDGE) -> list[tuple[int, int]]:
    """*spans* (start, end) in order, those less than *gap* apart made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] < gap:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


@dataclass(frozen=True, slots=True)
class Ducking:
    """The whole film's give and take."""

    speech: tuple[tuple[int, int], ...]
    """First sample, sample after the last; in order, at least `BRIDGE` apart: see `bridged`."""
    _turns: NDArray[np.float64] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        corners = [(s - ATTACK, s, e, e + RELEASE) for s, e in self.speech]
        object.__setattr__(self, "_turns", np.array(corners, np.float64).ravel())

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """The speech that decides `depth` from *start* to *end*, as far as it does."""
        return [
            (max(s, min(start, e)), min(e, max(end, s)))
            for s, e in self.speech
            if s - ATTACK < end and start < e + RELEASE
        ]

    def depth(self, start: int, length: int) -> Samples:
        """0 to 1 for *length* samples from *start*: 1 throughout speech, half cosines between."""
        if not self.speech:
            return np.zeros(length, np.float32)
        at = np.arange(start, start + length, dtype=np.float64)
        heights = np.tile([0.0, 1.0, 1.0, 0.0], len(self.speech))
        straight = np.interp(at, self._turns, heights)
        smooth: Samples = (0.5 - 0.5 * np.cos(np.pi * straight)).astype(np.float32)
        return smooth
