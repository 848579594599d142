"""One constant gain for the whole film, and the limiter at its ceiling.

Comes in: a `Track` and the loudness asked. Goes out: the gain, what is heard with it, and blocks
of samples. Never dynamic compression: what doesn't pass the ceiling is only multiplied.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from renderer.sound.limiter import CEILING_DBTP, REACH, limiting_gain
from renderer.sound.meter import Loudness, gain_for, measure
from renderer.sound.track import BLOCK, Samples, Track, raw_blocks

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
