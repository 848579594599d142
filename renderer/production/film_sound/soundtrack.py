"""The film's sound track as an entry of the cache: everything placed, levelled, encoded once.

Comes in: footage, music, and the timeline with its takes. Goes out: a `Soundtrack`, measured as a
listener hears it: decoded again. Knows no picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.decoding.file_integrity import digest_of, told
from renderer.errors import SoundError
from renderer.messages import tr
from renderer.narration.take import Take
from renderer.production.film_sound.footage_sound import sounding_footage
from renderer.production.film_sound.sound_sources import Ingredients
from renderer.production.library_versions import package_version
from renderer.sound.music_placement import score_of
from renderer.store.cache import Entry, key_of
from renderer.store.code_digest import code_digest
from renderer.timebase import PACKET
from renderer.timeline import Timeline

if TYPE_CHECKING:
    from renderer.production.prepare import Production
    from renderer.storyboard.board import Storyboard

SOUND = "sound"
"""The cache's name for encoded sound tracks."""
_MADE_BY = ("renderer.production.film_sound.mix", "renderer.production.film_sound.encoded_sound")
_IN_THE_KEY = (
    ("renderer.production.film_sound.footage_sound", "renderer.footage.file"),
    ("renderer.production.film_sound.footage_sound", "renderer.footage.sound"),
)
"""Imports whose outcome the key holds already: each film's sound has a key of its own."""
_TAIL = 13
"""Packets at the end of a slide in which the next one's room is heard (`room_tone.EARLY`), or which
are encoded with what comes before and limit its peaks: 280 ms, within its hold as a rule."""
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
    found = _ingredients(production.board, timeline)
    target = production.board.film.loudness_lufs
    key = key_of(
        {
            **found.recipe(),
            "loudness": target,
            "code": code_digest(*_MADE_BY, apart=_IN_THE_KEY),
            "av": package_version("av"),
            "numpy": package_version("numpy"),
        }
    )
    if entry := production.cache.find(SOUND, key):
        return Soundtrack(entry=entry, made=False)

    def write(path: Path) -> Mapping[str, Any]:
        from renderer.production.film_sound.encoded_sound import (
            encode_track,  # codecs: only when needed
        )
        from renderer.production.film_sound.mix import mix, track_parts

        cache = production.cache
        return encode_track(cache, path, track_parts(cache, mix(cache, found), found.parts), target)

    return Soundtrack(entry=production.cache.keep(SOUND, key, write), made=True)


def _ingredients(board: Storyboard, timeline: Timeline) -> Ingredients:
    """All that sounds, each slide's from the whole packet on that is nearest to its picture, 10.7
    ms off at most: so it sounds alike to the sample wherever the slide is, and what was measured
    and encoded of it holds. Music, which goes on over slides, ends with the film."""
    length, exactly = timeline.samples, timeline.timebase.samples_at
    begins = {s.start: round(exactly(s.start) / PACKET) * PACKET for s in timeline.slides}
    later = [begins[span.start] - exactly(span.start) for span in timeline.slides]
    slides = tuple(dict.fromkeys(start for start in begins.values() if start < length))
    score = score_of(board, timeline, lambda frame: begins.get(frame, exactly(frame)))
    return Ingredients(
        takes=[
            # The last word of a film isn't cut off for it.
            (min(placed.start + later[placed.slide], length - take.length), take)
            for placed in timeline.heard
            if (take := placed.utterance.take)
        ],
        footage=[
            replace(bed, start=bed.start + later[bed.slide])
            for bed in sounding_footage(board, timeline)
        ],
        score=score,
        music={each.music.file: _music_digest(each.music.file) for each in score.passages},
        samples=length,
        parts=tuple(sorted({*slides, *_tails(timeline, begins)})),
        slides=slides,
    )


def _tails(timeline: Timeline, begins: Mapping[int, int]) -> Iterator[int]:
    """Where a slide's sound is cut: what comes before lasts as long wherever the slide is, while
    the next slide begins a packet sooner or later."""
    for span in timeline.slides:
        packets = timeline.timebase.samples_at(span.length) // PACKET
        if packets > 2 * _TAIL:
            yield begins[span.start] + (packets - _TAIL) * PACKET


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
