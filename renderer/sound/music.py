"""Music and ambience under the film: looped or cut, faded, and giving way to the voice.

Comes in: a decoded `MusicFile`, where it sounds, how loud the voice is and where it speaks. Goes
out: a layer of the track. Knows no storyboard; reads a block at a time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from renderer.sound.ducking import Ducking
from renderer.sound.music_file import MusicFile
from renderer.sound.track import Samples
from renderer.storyboard.board import UNDER_SPEECH_DB
from renderer.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    from renderer.store.cache import Json

SHORTEST_FADE = SAMPLE_RATE // 100
"""Samples (10 ms): a faster start or end clicks."""
RISE_DB = 8.0
"""How much louder music is where nobody speaks."""
HIGHEST_DB = -8.0
"""Relative to the voice: music rises no further than this."""
VOICE_LUFS = -23.0
"""What counts as the voice's loudness in a film that has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicSilence:
    """A stretch without music: a minute of recollection."""

    start: int
    end: int
    fade_out: int
    """Samples before it in which the music goes."""
    fade_in: int
    """Samples after it in which the music comes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where one piece sounds in the film. Samples."""

    start: int
    end: int
    fade_in: int
    fade_out: int
    level_db: float
    """Relative to the voice while it speaks."""
    loop: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicBed:
    """A passage with its sound: a layer of the track."""

    passage: Passage
    piece: MusicFile
    gain_db: float
    """What the piece is multiplied by while the voice speaks."""
    rise_db: float
    """What is added where nobody does."""
    ducking: Ducking
    silences: Sequence[MusicSilence] = ()

    def add_to(self, block: Samples, start: int) -> None:
        """Sum into *block*, which begins at sample *start* of the film."""
        first, last = max(start, self.passage.start), min(start + len(block), self._end)
        if first >= last:
            return
        depth = self.ducking.depth(first, last - first)
        gain = 10 ** ((self.gain_db + self.rise_db * (1.0 - depth)) / 20)
        place, length = first - self.passage.start, last - first
        sounding = (self.piece.plain if self._once else self.piece.looped)(place, length)
        faded = sounding * gain * self._fades(first, last)
        block[first - start : last - start] += faded.astype(np.float32)

    def recipe(self, start: int, end: int) -> Json | None:
        """As `SoundLayer.recipe`. Fades, silences and speech count as far as they reach into it, so
        that what happens elsewhere in the film changes nothing."""
        first, last = max(start, self.passage.start), min(end, self._end)
        if first >= last:
            return None
        fades = [
            [self.passage.start - start, self.passage.fade_in]
            if first < self.passage.start + max(SHORTEST_FADE, self.passage.fade_in)
            else [],
            [self._end - start, self.passage.fade_out]
            if last > self._end - max(SHORTEST_FADE, self.passage.fade_out)
            else [],
        ]
        silences = [
            [each.start - start, each.end - start, each.fade_out, each.fade_in]
            for each in self.silences
            if each.start - max(SHORTEST_FADE, each.fade_out) < last
            and first < each.end + max(SHORTEST_FADE, each.fade_in)
        ]
        return {
            # A piece in the cache is named after its key.
            "piece": [self.piece.path.name, self.piece.first, self.piece.last, self.piece.scale],
            "place": [first - start, last - start, first - self.passage.start, self._once],
            "gains": [self.gain_db, self.rise_db],
            "fades": fades,
            "silences": silences,
            "speech": [[s - start, e - start] for s, e in self.ducking.within(first, last)],
        }

    @property
    def _once(self) -> bool:
        """Whether the piece is played once at most."""
        fits = self.passage.end - self.passage.start <= len(self.piece.pcm)
        return fits or not self.passage.loop

    @property
    def _end(self) -> int:
        """Sample after the last one: the piece's own end, if that comes before the passage's."""
        if self._once:
            return min(self.passage.end, self.passage.start + len(self.piece.pcm))
        return self.passage.end

    def _fades(self, first: int, last: int) -> Samples:
        passage = self.passage
        if not any(
            start < last and first < end
            for start, end in (
                (passage.start, passage.start + max(SHORTEST_FADE, passage.fade_in)),
                (self._end - max(SHORTEST_FADE, passage.fade_out), self._end),
                *((s.start - s.fade_out, s.end + s.fade_in) for s in self.silences),
            )
        ):
            return np.ones(1, np.float32)  # most of a long piece: nothing to be faded
        at = np.arange(first, last, dtype=np.float64) + 0.5
        shape = _rising(at, passage.start, passage.fade_in)
        shape *= _falling(at, self._end, passage.fade_out)
        for silence in self.silences:
            if silence.start - silence.fade_out < last and first < silence.end + silence.fade_in:
                before = _falling(at, silence.start, silence.fade_out)
                shape *= np.maximum(before, _rising(at, silence.end, silence.fade_in))
        quarter: Samples = np.sin(np.pi / 2 * shape).astype(np.float32)
        return quarter


def placed_music(
    passage: Passage,
    piece: MusicFile,
    *,
    voice_lufs: float,
    ducking: Ducking,
    silences: Sequence[MusicSilence] = (),
) -> MusicBed:
    """*piece* in its *passage*, at its level under a voice of *voice_lufs*.

    Where nobody speaks in the whole film, the music is the film's sound: it is brought to the
    loudness that a voice would have.

    Args:
        passage: where it sounds.
        piece: what sounds.
        voice_lufs: of the narration, as it is on the track; -inf when there is none.
        ducking: where somebody speaks.
        silences: stretches without music.
    """
    if not ducking.speech:
        gain, rise = VOICE_LUFS - piece.loudness_lufs, 0.0
    else:
        voice = VOICE_LUFS if math.isinf(voice_lufs) else voice_lufs
        gain = min(
            voice + passage.level_db - piece.loudness_lufs,
            voice - UNDER_SPEECH_DB - piece.loudest_lufs,
        )
        level = gain + piece.loudness_lufs - voice
        rise = max(0.0, min(RISE_DB, HIGHEST_DB - level))
    return MusicBed(
        passage=passage,
        piece=piece,
        gain_db=gain,
        rise_db=rise,
        ducking=ducking,
        silences=silences,
    )


def _rising(at: NDArray[np.float64], start: int, length: int) -> NDArray[np.float64]:
    return np.clip((at - start) / max(SHORTEST_FADE, length), 0.0, 1.0)


def _falling(at: NDArray[np.float64], end: int, length: int) -> NDArray[np.float64]:
    return np.clip((end - at) / max(SHORTEST_FADE, length), 0.0, 1.0)
