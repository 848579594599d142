"""One constant gain for the whole film and one for each voice, and the limiter at its ceiling.

Comes in: a `Track` and the loudness asked; the takes of each voice. Goes out: the gain, what is
heard with it, and blocks of samples; a gain a voice. A film is spoken by one voice, but a team's
recordings stand beside it, and a listener who has to reach for the volume stops listening. Never
dynamic compression: what doesn't pass the ceiling is only multiplied.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renderer.sound.limiter import CEILING_DBTP, REACH, limiting_gain
from renderer.sound.meter import Loudness, gain_for, measure
from renderer.sound.track import BLOCK, Samples, Track, raw_blocks

FARTHEST_DB = 12.0
"""A voice that is farther off isn't moved farther: it may be a whisper, and meant so."""
AAC_HEADROOM_DB = 1.0
"""What is left to AAC at 128 kbit/s, whose errors lift peaks: up to 0.8 dB on limited speech and
on noise shaped like it, measured on decoded films."""
_CORRECTIONS = 4
"""At most; each halves what the limiter takes away or better, down to `_NEAR_LU`."""
_NEAR_LU = 0.1


def settle_gain(
    track: Track, target_lufs: float, *, headroom_db: float = AAC_HEADROOM_DB
) -> tuple[float, Loudness]:
    """The gain in dB that brings *track* to *target_lufs* with the limiter at work, and what is
    heard then, before any codec; its peaks, which the limiter holds, are not measured.

    The limiter takes a little loudness away with the peaks, so the gain is corrected by what is
    missing; silence is left alone. Material that is all peaks may stay under the target: the
    ceiling wins.
    """
    gain = gain_for(measure(raw_blocks(track), peaks=False), target_lufs)
    heard = measure(levelled_blocks(track, gain, headroom_db=headroom_db), peaks=False)
    for _ in range(_CORRECTIONS):
        missing = gain_for(heard, target_lufs)
        if abs(missing) < _NEAR_LU:
            break
        gain += missing
        heard = measure(levelled_blocks(track, gain, headroom_db=headroom_db), peaks=False)
    return gain, heard


def levelled_blocks(
    track: Track, gain_db: float, *, headroom_db: float = AAC_HEADROOM_DB
) -> Iterator[Samples]:
    """The track with its gain and the limiter, block by block.

    Args:
        track: what sounds.
        gain_db: multiplies every sample.
        headroom_db: how far under `CEILING_DBTP` the limiter stays, for the codec to come.
    """
    gain = np.float32(10 ** (gain_db / 20))
    for start in range(0, track.length, BLOCK):
        end = min(track.length, start + BLOCK)
        block = track.read(start - REACH, end + REACH) * gain
        if track.room:  # before the limiter, which then holds the peaks of both
            track.room.add_to(block, start - REACH)
        limited = block * limiting_gain(block, CEILING_DBTP - headroom_db)
        yield limited[REACH : REACH + end - start]


def as_pcm(block: Samples) -> NDArray[np.int16]:
    """Rounded to 16 bits."""
    pcm: NDArray[np.int16] = np.clip(np.rint(block * 32768.0), -32768, 32767).astype(np.int16)
    return pcm


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
