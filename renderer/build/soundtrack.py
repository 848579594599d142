"""The film's sound track as an entry of the cache: takes placed, levelled, encoded once.

Comes in: takes and the timeline. Goes out: a `Soundtrack`. Knows no picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from renderer.build.footage_bed import sounding_footage
from renderer.build.production import Production
from renderer.build.versions import drawing_fingerprint
from renderer.cache import Entry, key_of
from renderer.narration import Narration, Take, load_pcm
from renderer.timeline import Timeline

SOUND = "sound"
"""The cache's name for encoded sound tracks."""
RECIPE = 1
"""Number of the way takes become a track; raised whenever the same takes give other samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundtrack:
    """A film's sound and what was measured of it."""

    entry: Entry
    made: bool
    """Whether it was encoded now."""

    @property
    def loudness_lufs(self) -> float:
        """Integrated loudness of the track; -inf for silence."""
        return _number(self.entry.facts["loudness_lufs"])

    @property
    def true_peak_dbtp(self) -> float:
        """Highest true peak of the track; -inf for silence."""
        return _number(self.entry.facts["true_peak_dbtp"])

    @property
    def gain_db(self) -> float:
        """The one gain that was applied."""
        return float(self.entry.facts["gain_db"])


def keep_soundtrack(production: Production, narration: Narration, timeline: Timeline) -> Soundtrack:
    """Find the track in the cache, or make it.

    Raises:
        PictureError: the sound of a footage slide is missing or damaged.
        EncodeError: the codec failed.
    """
    placed = placed_takes(production, narration, timeline)
    footage = sounding_footage(production, timeline)
    target = production.board.film.loudness_lufs
    key = key_of(
        {
            "recipe": RECIPE,
            "takes": [[start, take.key, take.length] for start, take in placed],
            "footage": [[each.start, each.key] for each in footage],
            "samples": timeline.samples,
            "loudness": target,
            "av": drawing_fingerprint()["av"],
        }
    )
    if entry := production.cache.find(SOUND, key):
        return Soundtrack(entry=entry, made=False)

    def write(path: Path) -> Mapping[str, Any]:
        from renderer import assemble, sound  # codecs: only when needed

        read = lru_cache(maxsize=4)(load_pcm)
        track = sound.Track(
            sounds=[
                sound.PlacedSound(start=start, length=take.length, read=partial(read, take))
                for start, take in placed
            ],
            length=timeline.samples,
            beds=[
                sound.PlacedSound(start=each.start, length=each.length, read=each.keep(production))
                for each in footage
            ],
        )
        gain, heard = sound.settle_gain(track, target)
        facts = assemble.encode_sound(path, sound.levelled_blocks(track, gain))
        return {
            **facts,
            "gain_db": round(gain, 3),
            "loudness_lufs": _finite(heard.integrated_lufs),
            "true_peak_dbtp": _finite(heard.true_peak_dbtp),
        }

    return Soundtrack(entry=production.cache.keep(SOUND, key, write), made=True)


def placed_takes(
    production: Production, narration: Narration, timeline: Timeline
) -> list[tuple[int, Take]]:
    """Every take that is heard, with its first sample in the film, in order."""
    placed = []
    for sentence in timeline.sentences:
        take = narration.takes[production.script[sentence.slide].slide_id][sentence.index]
        if take is not None:
            placed.append((sentence.start, take))
    return placed


def _finite(decibels: float) -> float | None:
    return None if math.isinf(decibels) else round(decibels, 2)


def _number(noted: float | None) -> float:
    return -math.inf if noted is None else float(noted)
