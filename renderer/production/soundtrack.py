"""The film's sound track as an entry of the cache: everything placed, levelled, encoded once.

Comes in: footage, music, and the timeline with its takes. Goes out: a `Soundtrack`, measured as a
listener hears it: decoded again. Knows no picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.decoding.pinned_file import digest_of, told
from renderer.errors import EncodeError, SoundError
from renderer.narration import Take
from renderer.production.footage_sound import FootageBed, sounding_footage
from renderer.production.prepare import Production
from renderer.production.versions import drawing_fingerprint
from renderer.sound.score import Score, piece_key, score_of
from renderer.store.cache import Entry, key_of
from renderer.timeline import Timeline

if TYPE_CHECKING:
    from renderer.sound import Track

SOUND = "sound"
"""The cache's name for encoded sound tracks."""
RECIPE = 4
"""Number of the way sounds become a track; raised whenever the same ones give other samples."""
TOLERANCE = 0.5
"""LU that a film may be off the loudness asked."""
_TRIES = 6
"""Encodings at most, each with more left to the codec, until no peak of it passes the ceiling."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredients:
    """All that sounds in a film, and where."""

    takes: Sequence[tuple[int, Take]]
    footage: Sequence[FootageBed]
    score: Score
    music: Mapping[Path, str]
    """SHA-256 of each music file."""
    samples: int

    def recipe(self) -> dict[str, Any]:
        """Everything in it that can change a sample, as JSON values."""
        return {
            "takes": [[start, take.key, take.length, take.voice] for start, take in self.takes],
            "footage": [[bed.start, bed.key, bed.footage.sound] for bed in self.footage],
            "music": [
                {
                    "piece": piece_key(self.music[each.music.file]),
                    "level": each.music.level_db,
                    "loop": each.music.loop,
                    "place": [each.start, each.end, each.fade_in, each.fade_out],
                }
                for each in self.score.passages
            ],
            "silences": [asdict(each) for each in self.score.silences],
            "samples": self.samples,
        }


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
        footage=sounding_footage(production, timeline),
        score=score,
        music={each.music.file: _music_digest(each.music.file) for each in score.passages},
        samples=timeline.samples,
    )
    target = production.board.film.loudness_lufs
    versions = drawing_fingerprint()
    key = key_of(
        {
            "recipe": RECIPE,
            **found.recipe(),
            "loudness": target,
            "av": versions["av"],
            "numpy": versions["numpy"],
        }
    )
    if entry := production.cache.find(SOUND, key):
        return Soundtrack(entry=entry, made=False)

    def write(path: Path) -> Mapping[str, Any]:
        from renderer.production.mix import mix  # codecs: only when needed

        return _encode(path, mix(production, found), target)

    return Soundtrack(entry=production.cache.keep(SOUND, key, write), made=True)


def _encode(path: Path, track: Track, target: float) -> dict[str, Any]:
    """Encode *track* at *target* LUFS, and decode it again to see that nothing is too loud."""
    from renderer import sound
    from renderer.encoding import assemble

    headroom = sound.AAC_HEADROOM_DB
    for attempt in range(_TRIES):
        gain, _ = sound.settle_gain(track, target, headroom_db=headroom)
        blocks = sound.levelled_blocks(track, gain, headroom_db=headroom)
        facts = assemble.encode_sound(path, blocks)
        # Both channels, though they should be alike: a codec may put other errors into each.
        heard = sound.measure_stereo(sound.encoded_blocks(path))
        over = heard.true_peak_dbtp - sound.CEILING_DBTP
        if over <= 0:
            return {
                **facts,
                "gain_db": round(gain, 3),
                "loudness_lufs": _finite(heard.integrated_lufs),
                "true_peak_dbtp": _finite(heard.true_peak_dbtp),
            }
        # Twice as much more each time: a peak may lie far under the ceiling and only AAC lifts it.
        headroom += max(over + 0.1, 0.5 * 2**attempt)
    raise EncodeError(
        f"the sound's peaks stay {over:.1f} dB over {sound.CEILING_DBTP} dBTP once encoded;"
        " remedy: ask for a softer film, 'loudness: -16'"
    )


def placed_takes(timeline: Timeline) -> list[tuple[int, Take]]:
    """Every take that is heard, with its first sample in the film, in order."""
    return [(placed.start, take) for placed in timeline.heard if (take := placed.utterance.take)]


def _music_digest(file: Path) -> str:
    try:
        return digest_of(file)
    except OSError as error:
        raise SoundError(f"the music {told(error, file.name)}") from error


def _finite(decibels: float) -> float | None:
    return None if math.isinf(decibels) else round(decibels, 2)


def _number(noted: float | None) -> float:
    return -math.inf if noted is None else float(noted)
