"""One constant gain for the whole film and one for each voice, and the limiter at its ceiling.

Comes in: a `Track`, whole or in `Parts`, and the loudness asked; the takes of each voice. Goes out:
the gain, what is heard with it, and blocks of samples; a gain a voice. Gains are steps of a quarter
of a decibel: nobody hears less, and a sentence that is edited then seldom changes what it is for
the rest of the film, whose parts were measured with it before. A film is spoken by one voice, but a
team's recordings stand beside it, and a listener who has to reach for the volume stops listening.
Never dynamic compression: what doesn't pass the ceiling is only multiplied.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from renderer.sound.limiter import CEILING_DBTP, REACH, limiting_gain
from renderer.sound.meter import METER_STEP, METER_WINDOW, gated, windows
from renderer.sound.track import BLOCK, Samples, Track, raw_blocks
from renderer.timebase import PACKET

if TYPE_CHECKING:
    from renderer.store.cache import Json

FARTHEST_DB = 12.0
"""A voice that is farther off isn't moved farther: it may be a whisper, and meant so."""
AAC_HEADROOM_DB = 1.0
"""What is left to AAC at 128 kbit/s, whose errors lift peaks: up to 0.8 dB on limited speech and
on noise shaped like it, measured on decoded films."""
_CORRECTIONS = 4
"""At most; each halves what the limiter takes away or better."""
STEP_DB = 0.25
"""Of every gain, so that the film is within 0.13 LU of what was asked."""
METER_LEAD = METER_WINDOW + METER_STEP
"""Samples that a meter hears before those that count; its filters settle in the first 100 ms."""
_OWN = (-(-METER_LEAD // PACKET) + 1) * PACKET
"""Samples of a part after which nothing that is heard depends on what comes before it: neither for
the meter, nor, a packet more, for a decoder."""
Levels = NDArray[np.float32]
"""LUFS of 400 ms after each 100 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A track measured part by part, so that another film with the same part need not hear it."""

    track: Track
    starts: Sequence[int]
    """First sample of each part, in order; the first is 0."""
    keep: Callable[[Json, Callable[[], Levels]], Levels] = lambda _, hear: hear()
    """Gives what was heard before by that recipe, or hears it and keeps it."""

    def loudness(self, gain_db: float | None = None, headroom_db: float = 0.0) -> float:
        """LUFS of the track with that gain and the limiter, None: as it is; without its room."""
        levels, weights = [np.empty(0, np.float32)], [np.empty(0)]
        for start, end in track_stretches(self.starts, self.track.length):
            levels.append(self._levels(start, end, gain_db, headroom_db))
            weights.append(weights_of(start, end, self.track.length))
        return gated(np.concatenate(levels), np.concatenate(weights))

    def _levels(self, start: int, end: int, gain_db: float | None, headroom_db: float) -> Levels:
        """LUFS of the 400 ms that end at each 100 ms of a part."""
        first = start - METER_LEAD
        last = start - (start - end) // METER_STEP * METER_STEP

        def hear() -> Levels:
            if gain_db is None:
                heard = windows(raw_blocks(self.track, first, last))
            else:
                bare = replace(self.track, room=None)
                heard = windows(
                    levelled_blocks(bare, gain_db, headroom_db=headroom_db, start=first, end=last)
                )
            return heard[(start - first) // METER_STEP :]

        said = self.track.recipe(first - REACH, last + REACH)
        if said is None:
            return hear()
        settings: list[Json] = [end - start, gain_db, headroom_db]
        return self.keep({"heard": said, "settings": settings}, hear)


def track_stretches(starts: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """A track in stretches that are heard apart: where parts meet, and what of a part is heard
    alike whatever stands before it and after it."""
    at = 0
    for start, end in pairwise([*starts, length]):
        own = start + _OWN
        until = own + (end - own) // METER_STEP * METER_STEP
        if own < until:
            yield at, own
            yield own, until
            at = until
    if at < length:
        yield at, length


def weights_of(start: int, end: int, length: int) -> NDArray[np.float64]:
    """How much each 400 ms counts of those that end at each 100 ms of a part, in a film of *length*
    samples: they end within it; the last one ends up to 100 ms later and counts for as much less.
    Those that began before the film don't count."""
    ends = np.arange(METER_STEP, end - start + METER_STEP, METER_STEP)
    weights: NDArray[np.float64] = np.minimum(1.0, 1 - (ends - (end - start)) / METER_STEP)
    reached = start + ends
    weights[(reached < METER_WINDOW) | (reached > length)] = 0.0
    return weights


def settle_gain(
    parts: Parts, target_lufs: float, *, headroom_db: float = AAC_HEADROOM_DB
) -> tuple[float, float]:
    """The gain in dB, in whole steps, that brings the track of *parts* nearest to *target_lufs*
    with the limiter at work; and what is heard then, before any codec.

    The limiter takes a little loudness away with the peaks, so the gain is corrected by what is
    missing; silence is left alone. Material that is all peaks may stay under the target: the
    ceiling wins.
    """
    raw = parts.loudness()
    if math.isinf(raw):
        return 0.0, raw
    gain = stepped(target_lufs - raw)
    heard = parts.loudness(gain, headroom_db)
    for _ in range(_CORRECTIONS):
        missing = stepped(target_lufs - heard)
        if not missing:
            break
        gain += missing
        heard = parts.loudness(gain, headroom_db)
    return gain, heard


def stepped(decibels: float) -> float:
    """Rounded to a whole number of steps."""
    return round(decibels / STEP_DB) * STEP_DB


def levelled_blocks(
    track: Track,
    gain_db: float,
    *,
    headroom_db: float = AAC_HEADROOM_DB,
    start: int = 0,
    end: int | None = None,
) -> Iterator[Samples]:
    """The track with its gain and the limiter, block by block.

    Args:
        track: what sounds.
        gain_db: multiplies every sample.
        headroom_db: how far under `CEILING_DBTP` the limiter stays, for the codec to come.
        start: first sample; may lie before the film, where nothing sounds.
        end: sample after the last; None: the film's end.
    """
    end = track.length if end is None else end
    for at in range(start, end, BLOCK):
        count = min(end - at, BLOCK)
        block = unlimited(track, gain_db, at - REACH, at + count + REACH)
        limited = block * limiting_gain(block, CEILING_DBTP - headroom_db)
        yield limited[REACH : REACH + count]


def unlimited(track: Track, gain_db: float, start: int, end: int) -> Samples:
    """The track with its gain and its room from *start* to *end*: what the limiter is given, which
    then holds the peaks of both."""
    block = track.read(start, end) * np.float32(10 ** (gain_db / 20))
    if track.room:
        track.room.add_to(block, start)
    return block


def as_pcm(block: Samples) -> NDArray[np.int16]:
    """Rounded to 16 bits."""
    pcm: NDArray[np.int16] = np.clip(np.rint(block * 32768.0), -32768, 32767).astype(np.int16)
    return pcm


def matching_gains(voices: Mapping[str, Parts]) -> dict[str, float]:
    """Decibels by voice: 0 for the voice that says most, for the others what matches them to it.

    A voice too short to be measured (under 0.4 s) is left as it is.

    Args:
        voices: all that each of them says, take after take.
    """
    if len(voices) < 2:
        return dict.fromkeys(voices, 0.0)
    heard = {voice: said.loudness() for voice, said in voices.items()}
    main = max(voices, key=lambda voice: (voices[voice].track.length, voice))
    return {voice: stepped(_difference(heard[main], own)) for voice, own in heard.items()}


def _difference(wanted: float, own: float) -> float:
    if math.isinf(wanted) or math.isinf(own):
        return 0.0
    return min(FARTHEST_DB, max(-FARTHEST_DB, wanted - own))
