"""Takes of different voices brought to one loudness by a constant for each voice.

Comes in: the takes of each voice. Goes out: a gain a voice. A film is spoken by one voice, but a
team's recordings stand beside it, and a listener who has to reach for the volume stops listening.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renderer.sound.meter import measure
from renderer.sound.track import Samples

FARTHEST_DB = 12.0
"""A voice that is farther off isn't moved farther: it may be a whisper, and meant so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceTakes:
    """All that one voice says in the film."""

    voice: str
    length: int
    """Samples in all."""
    reads: Sequence[Callable[[], NDArray[np.int16]]]


def matching_gains(voices: Sequence[VoiceTakes]) -> dict[str, float]:
    """Decibels by voice: 0 for the voice that says most, for the others what matches them to it.

    A voice too short to be measured (under 0.4 s) is left as it is.
    """
    if len(voices) < 2:
        return {each.voice: 0.0 for each in voices}
    heard = {each.voice: measure(_blocks(each), peaks=False).integrated_lufs for each in voices}
    main = max(voices, key=lambda each: (each.length, each.voice)).voice
    return {voice: _difference(heard[main], own) for voice, own in heard.items()}


def _difference(wanted: float, own: float) -> float:
    if math.isinf(wanted) or math.isinf(own):
        return 0.0
    return min(FARTHEST_DB, max(-FARTHEST_DB, wanted - own))


def _blocks(voice: VoiceTakes) -> Iterator[Samples]:
    for read in voice.reads:
        yield read().astype(np.float32) / np.float32(32768.0)
