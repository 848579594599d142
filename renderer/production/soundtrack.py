"""The film's sound track as an entry of the cache: everything placed, levelled, encoded once.

Comes in: footage, music, and the timeline with its takes. Goes out: a `Soundtrack`, measured as a
listener hears it: decoded again. Knows no picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.decoding.file_integrity import digest_of, told
from renderer.errors import SoundError
from renderer.messages import tr
from renderer.narration.take import Take
from renderer.production.footage_sound import sounding_footage
from renderer.production.sound_sources import Ingredients
from renderer.production.versions import package_version
from renderer.sound.score import score_of
from renderer.store.cache import Entry, key_of
from renderer.store.code_digest import code_digest
from renderer.timeline import Timeline

if TYPE_CHECKING:
    from renderer.production.prepare import Production

SOUND = "sound"
"""The cache's name for encoded sound tracks."""
_IN_THE_KEY = (
    ("renderer.production.footage_sound", "renderer.footage.file"),
    ("renderer.production.footage_sound", "renderer.footage.sound"),
)
"""Imports whose outcome the key holds already: each film's sound has a key of its own."""
TOLERANCE = 0.5
"""LU that a film may be off the loudness asked."""


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


def keep_soundtrack(production: Production, timeline: Timeline) -> Soundtrack:
    """Find the track in the cache, or make it.

    Raises:
        PictureError: the sound of a footage slide is missing or damaged.
        SoundError: a piece of music can't be used.
        EncodeError: the codec failed.
    """
    score = score_of(production.board, timeline)
    found = Ingredients(
        takes=placed_takes(timeline),
        footage=sounding_footage(production.board, timeline),
        score=score,
        music={each.music.file: _music_digest(each.music.file) for each in score.passages},
        samples=timeline.samples,
        parts=parts_of_film(timeline),
    )
    target = production.board.film.loudness_lufs
    key = key_of(
        {
            **found.recipe(),
            "loudness": target,
            "code": code_digest("renderer.production.mix", apart=_IN_THE_KEY),
            "av": package_version("av"),
            "numpy": package_version("numpy"),
        }
    )
    if entry := production.cache.find(SOUND, key):
        return Soundtrack(entry=entry, made=False)

    def write(path: Path) -> Mapping[str, Any]:
        from renderer.production.mix import encode_track, mix, parts_of  # codecs: only when needed

        track = mix(production.cache, found)
        return encode_track(path, parts_of(production.cache, track, found.parts), target)

    return Soundtrack(entry=production.cache.keep(SOUND, key, write), made=True)


def parts_of_film(timeline: Timeline) -> tuple[int, ...]:
    """The samples at which slides begin: what is measured by itself, and kept."""
    at = timeline.timebase.samples_at
    return tuple(dict.fromkeys([0, *(at(span.start) for span in timeline.slides)]))


def placed_takes(timeline: Timeline) -> list[tuple[int, Take]]:
    """Every take that is heard, with its first sample in the film, in order."""
    return [(placed.start, take) for placed in timeline.heard if (take := placed.utterance.take)]


def _music_digest(file: Path) -> str:
    try:
        return digest_of(file)
    except OSError as error:
        wrong = tr("the music {told}", told=told(error, file.name))
        raise SoundError(wrong, code="file-unreadable") from error


def _number(noted: float | None) -> float:
    return -math.inf if noted is None else float(noted)
