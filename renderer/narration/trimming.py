"""Speech as an engine gave it → PCM as the film needs it.

Comes in: `Speech` at any rate, a constant gain. Goes out: 48 kHz int16 mono without its silent
ends, word times moved along. The same speech gives the same samples, whatever film it is for.
Knows no voice, no cache.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.errors import VoiceError
from renderer.messages import tr
from renderer.timebase import SAMPLE_RATE
from renderer.voices.base import Speech, WordTime
from renderer.voices.pcm import LOUDEST, SILENCE_DB, resample

with warnings.catch_warnings():
    # pydub 0.25.1 warns that it found no ffmpeg, and about its own regular expressions.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.silence import detect_leading_silence

CHUNK_MS = 5
"""The ends are silent as long as each chunk of them is: espeak's gaps are under -65 dBFS, a
whispered final "s" is over -45."""
KEEP_BEFORE_MS = 10
"""Kept before the first sound: a plosive starts more softly than the threshold."""
KEEP_AFTER_MS = 30
"""Kept after the last sound, for its decay."""
FADE_IN_MS, FADE_OUT_MS = 4, 12
"""No click where a take begins in the middle of a wave; shorter than a plosive, which stays."""


def polish(
    speech: Speech, *, gain_db: float = 0.0
) -> tuple[NDArray[np.int16], tuple[WordTime, ...]]:
    """*speech* at 48 kHz, amplified by *gain_db*, without its silent ends, softly cut.

    Raises:
        VoiceError: there is nothing but silence in it.
    """
    whole = _segment(amplified(resample(speech.samples, speech.rate, SAMPLE_RATE), gain_db))
    start, end = _sounding_ms(whole)
    if start >= end:
        raise VoiceError(tr("it came back silent"), code="voice-failed")
    start, end = max(0, start - KEEP_BEFORE_MS), min(len(whole), end + KEEP_AFTER_MS)
    cut = whole[start:end].fade_in(FADE_IN_MS).fade_out(FADE_OUT_MS)
    pcm = np.frombuffer(cut.raw_data, dtype="<i2").astype(np.int16)
    words = _moved(speech, shift=start * SAMPLE_RATE // 1000, length=len(pcm))
    return pcm, words


def amplified(samples: NDArray[Any], gain_db: float) -> NDArray[np.int16]:
    """*samples* times a constant; what would be louder than int16 holds is held there.

    Floats are rounded once they are amplified, so that a soft recording keeps all its bits.
    """
    unit = 32_768.0 if samples.dtype.kind == "f" else 1.0
    if gain_db == 0.0 and unit == 1.0:
        return samples
    louder = np.rint(samples * (unit * 10.0 ** (gain_db / 20.0)))
    return np.asarray(np.clip(louder, -LOUDEST, LOUDEST), dtype=np.int16)


def _segment(samples: NDArray[np.int16]) -> AudioSegment:
    """*samples* for pydub, which is only ever handed PCM: it decodes through programs it looks
    for in the current directory first (pydub 0.25.1, `utils.which`).
    """
    return AudioSegment(
        data=samples.astype("<i2").tobytes(), sample_width=2, frame_rate=SAMPLE_RATE, channels=1
    )


def _sounding_ms(segment: Any) -> tuple[int, int]:
    """Where the first sound starts and the last one ends, in ms."""
    start = detect_leading_silence(segment, silence_threshold=SILENCE_DB, chunk_size=CHUNK_MS)
    tail = detect_leading_silence(
        segment.reverse(), silence_threshold=SILENCE_DB, chunk_size=CHUNK_MS
    )
    return int(start), len(segment) - int(tail)


def _moved(speech: Speech, *, shift: int, length: int) -> tuple[WordTime, ...]:
    """Word times at 48 kHz, *shift* samples earlier; each inside the take and not empty."""
    moved = []
    for word in speech.words:
        first = max(0, word.first * SAMPLE_RATE // speech.rate - shift)
        last = min(length, word.last * SAMPLE_RATE // speech.rate - shift)
        if first < last:
            moved.append(WordTime(start=word.start, end=word.end, first=first, last=last))
    return tuple(moved)
