"""The engine `hum`, a dummy voice: a tone for each letter, for tests and quick drafts.

Comes in: spoken text. Goes out: speech whose length is its letters' and whose word times are
exact. All in integers, so every machine hums the same samples. Knows no language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.errors import VoiceError
from renderer.messages import tr
from renderer.voices.base import Speech, Voice, VoiceSettings, WordTime

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 24_000
"""Samples a second."""
LETTER_SAMPLES = 1_560
"""Samples of one letter at rate 1.0: 65 ms, so about 15 characters a second like a reader."""
EDGE_SAMPLES = 120
"""A word swells and dies away over 5 ms, or it would click."""
LOUDNESS = 3_800
"""Peak, of 32 767: about as loud as espeak's takes."""
RECIPE = 1
"""Number of this way of humming; another number, other takes."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class HumVoice:
    """A tone per letter; no two different words of a length hum the same."""

    letter: int
    """Samples a letter lasts."""

    online = False
    synthetic = True
    title = "hum (test tone)"

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        """Engine, recipe number and pace."""
        return {"engine": "hum", "version": RECIPE, "letter": self.letter}

    def say(self, text: str) -> Speech:
        """Hum *text*: each letter its tone, each space its silence.

        Raises:
            VoiceError: there is no letter in it.
        """
        import numpy as np

        words = [match.span() for match in _WORD.finditer(text)]
        if not words:
            raise VoiceError(
                tr("there is nothing to hum in '{text}'", text=text[:40]), code="voice-failed"
            )
        pieces: list[NDArray[np.int16]] = []
        times: list[WordTime] = []
        at = 0
        for start, end in words:
            word = self._word(text[start:end])
            times.append(WordTime(start=start, end=end, first=at, last=at + len(word)))
            pieces += [word, np.zeros(self.letter, np.int16)]
            at += len(word) + self.letter
        return Speech(samples=np.concatenate(pieces[:-1]), rate=RATE, words=tuple(times))

    def _word(self, word: str) -> NDArray[np.int16]:
        import numpy as np

        steps = np.repeat([_step(letter) for letter in word], self.letter).astype(np.int64)
        phase = np.cumsum(steps) % RATE
        # Two parabolas a period are a sine within 6 %, in integers.
        half = RATE // 2
        within = phase % half
        wave = 4 * within * (half - within) * LOUDNESS // (half * half)
        wave = np.where(phase < half, wave, -wave)
        edge = min(EDGE_SAMPLES, len(wave) // 2)
        slope = np.arange(edge, dtype=np.int64)
        wave[:edge] = wave[:edge] * slope // max(edge, 1)
        wave[len(wave) - edge :] = wave[len(wave) - edge :] * slope[::-1] // max(edge, 1)
        return wave.astype(np.int16)


def _step(letter: str) -> int:
    """The tone of a letter in Hz, 140 to 637."""
    return 140 + 7 * (ord(letter.lower()) % 72)


def open_voice(settings: VoiceSettings) -> Voice:
    """The humming voice, at the rate of *settings*."""
    return HumVoice(letter=max(2, round(LETTER_SAMPLES / settings.rate)))
