"""A team's own reading of a slide: how loud it is, and where its sentences part.

Comes in: the samples of a whole reading and the sentences that were read. Goes out: the places to
cut, found from the pauses. Never hears words: a reader who pauses elsewhere is cut at the pauses
that best fit the sentences' lengths. Knows no storyboard and no cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from renderer.errors import VoiceError
from renderer.voices.base import Speech
from renderer.voices.pcm import decode, level_of_speech, loudness_of_windows

WINDOW_MS = 10
SHORTEST_PAUSE_MS = 120
"""Shorter gaps are the closures of plosives."""
BELOW_SPEECH_DB = 24.0
"""A pause is this much quieter than the speech; room noise of a meeting room is 30 dB under it."""
LEVEL_DB = -22.0
"""`level_of_speech` to which a recording is brought: that of espeak's takes at -23 LUFS."""
PEAK_DB = -1.0
"""No recording is amplified over this peak."""
SHORTEST_SENTENCE_MS = 200
LEAD_MS = 40
"""A sentence starts this long before its first sound, inside the pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pause:
    start: int
    end: int


def read_recording(path: Path) -> tuple[Speech, float]:
    """The whole reading at its own rate, and the constant gain in dB that suits it.

    Raises:
        VoiceError: *path* can't be read or is no sound file.
    """
    try:
        samples, rate = decode(path)
    except OSError as failure:
        raise VoiceError(
            f"the recording {path.name} can't be read: {failure.strerror}"
        ) from failure
    except VoiceError as failure:
        raise VoiceError(
            f"the recording {path.name} can't be used: {failure}; save it as WAV, FLAC or MP3"
        ) from failure
    peak = int(np.max(np.abs(samples.astype(np.int32))))
    if peak == 0:
        raise VoiceError(f"the recording {path.name} is silent")
    headroom = PEAK_DB - 20.0 * float(np.log10(peak / 32_768))
    return Speech(samples=samples, rate=rate), min(
        LEVEL_DB - level_of_speech(samples, rate), headroom
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
        raise VoiceError(f"it is too short for {len(sentences)} sentences")
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
    quiet = loudness_of_windows(samples, rate, WINDOW_MS) < (
        level_of_speech(samples, rate) - BELOW_SPEECH_DB
    )
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
