"""A team's own reading of a slide: how loud it is, and where its sentences part.

Comes in: the samples of a whole reading and the sentences that were read. Goes out: the places to
cut, found from the pauses. Never hears words: a reader who pauses elsewhere is cut at the pauses
that best fit the sentences' lengths. Knows no storyboard and no cache.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.decoding.sandbox import Fence
from renderer.decoding.sounds import whole_sound
from renderer.errors import SoundError, VoiceError
from renderer.messages import tr
from renderer.voices.base import Speech
from renderer.voices.pcm import (
    LONGEST_SECONDS,
    SILENCE_DB,
    level_of_speech,
    loudness_of_windows,
    noise_floor,
)

LOG = logging.getLogger(__name__)
WINDOW_MS = 10
"""A period of a low voice (100 Hz): shorter ones would follow the wave, not its loudness."""
SHORTEST_PAUSE_MS = 120
"""Shorter gaps are the closures of plosives."""
BELOW_SPEECH_DB = 24.0
"""A pause is this much quieter than the speech; room noise of a meeting room is 30 dB under it."""
LEVEL_DB = -22.0
"""`level_of_speech` to which a recording is brought: that of espeak's takes at -23 LUFS."""
PEAK_DB = -1.0
"""No recording is amplified over this peak."""
SOFTEST = 1e-6
"""-120 dBFS: under this are the last bits of a 24-bit file, and no speech."""
OVER_NOISE_DB = 6.0
"""Noise passes its own mean by less; a hum's quarter waves (5 ms) by 3 dB."""
OVER_PAUSES_DB = 10.0
"""No pause is sought nearer than this under the speech: its own soft syllables are there."""
CLEAR_DB = 15.0
"""A floor that is nearer to the speech may be its own soft syllables: its ends aren't cut off."""
BEFORE, AFTER = 2, 4
"""Windows kept around what is spoken: a plosive starts softly, the last sound decays."""
SHORTEST_SENTENCE_MS = 200
""""Oui." takes as long; what is shorter is a breath or a click."""
LEAD_MS = 40
"""A sentence starts this long before its first sound, inside the pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pause:
    start: int
    end: int


def read_recording(
    path: Path, decoder: Fence | None = None, *, called: str = ""
) -> tuple[Speech, float]:
    """The whole reading at its own rate, and the constant gain in dB that suits it.

    Args:
        path: a sound file.
        decoder: where it is decoded; None: in a process of its own.
        called: what its reader calls it; empty: by its file's name.

    Raises:
        VoiceError: *path* can't be read, is no sound file, is damaged, cut short or silent.
    """

    called = called or path.name

    def warn(what: str) -> None:
        LOG.warning(tr("the recording {file}: {what}", file=called, what=what))

    try:
        samples, rate = whole_sound(path, LONGEST_SECONDS, warn, decoder)
    except SoundError as failure:
        raise VoiceError(
            tr("the recording {file} can't be used: {why}", file=called, why=failure),
            code=failure.code or "recording-unfit",
        ) from failure
    peak = float(np.max(np.abs(samples)))
    if peak < SOFTEST:
        raise VoiceError(
            tr("the recording {file} is silent: record it again", file=called),
            code="recording-unfit",
        )
    headroom = PEAK_DB - 20.0 * float(np.log10(peak))
    return Speech(samples=samples, rate=rate), min(
        LEVEL_DB - level_of_speech(samples, rate), headroom
    )


def without_noisy_ends(speech: Speech, gain_db: float) -> Speech:
    """*speech* without what comes before and after it, where that is only a room or a hum.

    Ends that are silent once amplified by *gain_db* are left: others cut those.
    """
    if noise_floor(speech.samples, speech.rate) + OVER_NOISE_DB + gain_db < SILENCE_DB:
        return speech
    heard = _heard(speech.samples, speech.rate)
    if heard.level - heard.floor < CLEAR_DB:
        return speech
    threshold = min(heard.floor + OVER_NOISE_DB, heard.level - CLEAR_DB)
    spoken = np.flatnonzero(heard.windows > threshold)
    if not len(spoken):
        return speech
    window = speech.rate * WINDOW_MS // 1000
    first, last = max(0, int(spoken[0]) - BEFORE), int(spoken[-1]) + 1 + AFTER
    return replace(speech, samples=speech.samples[first * window : last * window])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """A reading as levels, in the band in which its pauses stand out most. dBFS RMS."""

    windows: NDArray[np.float64]
    level: float
    """Of its speech."""
    floor: float
    """Of what is heard in its pauses."""


def _heard(samples: NDArray[Any], rate: int) -> _Heard:
    """As it is; or, where noise is near the speech, without the low half or the high half of it.

    Differences take a hum away, means of half a millisecond a hiss.
    """
    whole = _levels(samples, rate)
    if whole.level - whole.floor > BELOW_SPEECH_DB:
        return whole
    floats = samples.astype(np.float32) / np.float32(32_768 if samples.dtype.kind == "i" else 1)
    box = max(1, rate // 2000)
    others = (
        np.diff(floats, prepend=floats[:1]),
        np.convolve(floats, np.full(box, 1 / box), "same"),
    )
    return max(
        (whole, *(_levels(other, rate) for other in others)), key=lambda one: one.level - one.floor
    )


def _levels(samples: NDArray[Any], rate: int) -> _Heard:
    return _Heard(
        windows=loudness_of_windows(samples, rate, WINDOW_MS),
        level=level_of_speech(samples, rate),
        floor=noise_floor(samples, rate),
    )


def cut_points(samples: NDArray[np.int16], rate: int, sentences: Sequence[str]) -> tuple[int, ...]:
    """Where each sentence starts after the first, in samples: one fewer than *sentences*, rising.

    Long pauses near the place that the sentences' lengths foretell win; where there are too few
    pauses, the foretold place itself is taken.
    """
    wanted = len(sentences) - 1
    if wanted < 1:
        return ()
    if len(samples) < len(sentences) * rate * SHORTEST_SENTENCE_MS // 1000:
        raise VoiceError(
            tr("it is too short for {count} sentences", count=len(sentences)),
            code="recording-unfit",
        )
    # No sentence counts for fewer than 10 letters, so that no two places coincide.
    letters = np.cumsum([max(10, len(sentence)) for sentence in sentences])
    foretold = [int(len(samples) * int(part) / int(letters[-1])) for part in letters[:-1]]
    lead = rate * LEAD_MS // 1000
    places = dict.fromkeys(foretold, 0.0)
    for pause in _pauses(samples, rate):
        places[max((pause.start + pause.end) // 2, pause.end - lead)] = (
            pause.end - pause.start
        ) / rate
    return _best(sorted(places.items()), foretold, typical=len(samples) / len(sentences))


def _pauses(samples: NDArray[np.int16], rate: int) -> list[_Pause]:
    """Quiet stretches inside *samples*, not at its ends, in order."""
    heard = _heard(samples, rate)
    over_noise = min(heard.floor + OVER_NOISE_DB, heard.level - OVER_PAUSES_DB)
    quiet = heard.windows < max(heard.level - BELOW_SPEECH_DB, over_noise)
    size = rate * WINDOW_MS // 1000
    edges = np.flatnonzero(np.diff(np.concatenate(([False], quiet, [False])).astype(np.int8)))
    return [
        _Pause(start=int(start) * size, end=int(end) * size)
        for start, end in edges.reshape(-1, 2)
        if start > 0 and end < len(quiet) and (end - start) * WINDOW_MS >= SHORTEST_PAUSE_MS
    ]


def _best(
    places: Sequence[tuple[int, float]], foretold: Sequence[int], *, typical: float
) -> tuple[int, ...]:
    """The rising choice of one place per foretold cut with the best sum of worths.

    *places* are (sample, seconds of pause). A second of pause is worth as much as standing one
    typical sentence nearer; pauses over a second are all alike.
    """
    count = len(places)
    at = np.array([place for place, _ in places], dtype=np.float64)
    pause = np.minimum([seconds for _, seconds in places], 1.0)
    score = np.full((len(foretold), count), -np.inf)
    before = np.zeros((len(foretold), count), dtype=np.int64)
    for row, place in enumerate(foretold):
        worth = pause - np.abs(at - place) / typical
        if row == 0:
            score[0] = worth
            continue
        running = np.maximum.accumulate(score[row - 1])
        leader = np.array([int(np.argmax(score[row - 1][: end + 1])) for end in range(count)])
        score[row, 1:] = worth[1:] + running[:-1]
        before[row, 1:] = leader[:-1]
    chosen = [int(np.argmax(score[-1]))]
    for row in range(len(foretold) - 1, 0, -1):
        chosen.append(int(before[row, chosen[-1]]))
    return tuple(int(at[place]) for place in reversed(chosen))
