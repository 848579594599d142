"""Sounds at their samples, summed block by block.

Comes in: where each sound starts and how to read it. Goes out: blocks of mono float samples.
Knows no loudness, file or slide.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from renderer.cancellation import stop_point
from renderer.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    from renderer.store.cache import Json

Samples = NDArray[np.float32]
"""Mono, shape (n,), full scale at ±1."""
BLOCK = 10 * SAMPLE_RATE
"""Samples handled at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSound:
    """One take, or another sound, on the track."""

    start: int
    length: int
    read: Callable[[], NDArray[np.int16]]
    """Its PCM, shape (length,)."""
    gain: float = 1.0
    """What each sample is multiplied by."""
    name: str = ""
    """The same for the same PCM, in any film; empty: nobody knows it again."""


class SoundLayer(Protocol):
    """Something that sounds under the takes, of any length, such as music."""

    def add_to(self, block: Samples, start: int) -> None:
        """Sum into *block*, which begins at sample *start* of the film."""
        ...


class NamedLayer(SoundLayer, Protocol):
    """One that is known again."""

    def recipe(self, start: int, end: int) -> Json | None:
        """All that decides what is summed from *start* to *end*, the same wherever in a film it
        is; None: nothing sounds there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """All takes of the film, in order of their starts; and what lies under.

    A slide's last take may last a packet of AAC into the next one's first, where nothing is left
    between them: no take is so short that it lies under two others.
    """

    sounds: Sequence[PlacedSound]
    length: int
    """Samples in the film."""
    beds: Sequence[PlacedSound] = ()
    """What lies under the takes, such as the sound of footage; these may overlap anything."""
    music: Sequence[NamedLayer] = ()
    """Music and ambience, which are longer or shorter than where they sound."""
    room: SoundLayer | None = None
    """What lies under all of it at a level of its own, whatever gain the rest is given; None:
    nothing. `read` leaves it out."""

    def read(self, start: int, end: int) -> Samples:
        """Samples *start* to *end*; silence outside the film."""
        stop_point()
        block = np.zeros(end - start, np.float32)
        # Of the takes that start up to here, none before the last but one reaches into it.
        nearest = bisect_right(self.sounds, start, key=lambda sound: sound.start) - 2
        for sound in self.sounds[max(0, nearest) :]:
            if sound.start >= end:
                break
            _add(sound, block, start)
        for bed in self.beds:
            _add(bed, block, start)
        for layer in self.music:
            layer.add_to(block, start)
        return block

    def recipe(self, start: int, end: int) -> dict[str, Json] | None:
        """All that decides the samples from *start* to *end*, the room's apart: the same for the
        same sound anywhere in any film. None: one of its sounds has no name."""
        heard = [
            [s for s in sounds if s.start < end and start < s.start + s.length]
            for sounds in (self.sounds, self.beds)
        ]
        if not all(sound.name for sounds in heard for sound in sounds):
            return None
        layers = (layer.recipe(start, end) for layer in self.music)
        return {
            "sounds": [[[s.start - start, s.name, s.gain] for s in sounds] for sounds in heard],
            "music": [layer for layer in layers if layer is not None],
        }


def _add(sound: PlacedSound, block: Samples, start: int) -> None:
    """Sum what *sound* says into *block*, which begins at sample *start* of the film."""
    first, last = max(start, sound.start), min(start + len(block), sound.start + sound.length)
    if first < last:
        pcm = sound.read()[first - sound.start : last - sound.start]
        scale = np.float32(sound.gain / 32768.0)
        block[first - start : last - start] += pcm.astype(np.float32) * scale


def raw_blocks(track: Track, start: int = 0, end: int | None = None) -> Iterator[Samples]:
    """The track as it is, or its samples *start* to *end*, block by block."""
    end = track.length if end is None else end
    for at in range(start, end, BLOCK):
        yield track.read(at, min(end, at + BLOCK))
