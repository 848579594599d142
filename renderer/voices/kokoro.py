"""Kokoro: the neural voice that Récit has by itself; private, offline, the same everywhere.

Comes in: spoken text, and phonemes where a lexicon gives them. Goes out: speech at 24 kHz with
word times. espeak-ng turns text into phonemes (`phonemes`), the model speaks them in a process of
its own (`kokoro_worker`), which ends with `rest`. Knows nothing of slides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from renderer.errors import VoiceError
from renderer.language.sentence import PhonemeHint
from renderer.messages import tr
from renderer.voices import phonemes
from renderer.voices.base import Speech, Voice, VoiceSettings, WordTime
from renderer.voices.kokoro_model import (
    MODEL_DIGEST,
    KokoroStyle,
    find_model,
    find_style,
    refused,
)
from renderer.voices.kokoro_process import KokoroProcess, SpokenLine
from renderer.voices.kokoro_tokens import MOST, TokenLine, token_lines
from renderer.voices.phonemes import read_aloud

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 24_000
"""Samples a second."""
FRAME = 600
"""Samples of a frame, in which the model counts how long its tokens last."""
PACE = 0.85
"""The model's own speed at rate 1.0. Measured over sentences of the two films: by itself it says 19
characters a second, 190 words a minute; so, 16, with which captions keep up (17 is their limit)."""
LINE_TOKENS = 170
"""Spoken at once at the model's own speed: ten seconds. Each second takes 26 MB, over 175 for the
model: what is longer is spoken in two lines, so that the process stays under 450 MB."""
EARLY_FRAMES = 3
"""Sounds come so much before the lengths foretell: 75 ms, as in the model's own time stamps
(kokoro 0.9, `KPipeline.join_timestamps`)."""
EDGE_FRAMES = 2
"""Left of the silence at either end where two lines meet: 50 ms."""
RECIPE = 1
"""Number of the way phonemes become tokens and lines; another number, other takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KokoroVoice:
    """Kokoro-82M with one of its voices."""

    style: KokoroStyle
    speed: float
    """Relative to the model's own pace."""
    runtime: str
    """Version of onnxruntime."""
    reader: str
    """Version of espeakng-loader."""
    process: KokoroProcess = field(repr=False, compare=False)

    online = False
    synthetic = True

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        """Engine, runtime, the bytes of model and voice, how text becomes phonemes, pace, level."""
        return {
            "engine": "kokoro",
            "version": self.runtime,
            "model": MODEL_DIGEST,
            "name": self.style.name,
            "style": self.style.digest,
            "reader": f"espeakng-loader {self.reader}, {phonemes.RECIPE}, {RECIPE}",
            "speed": self.speed,
            "level_db": self.style.level_db,
        }

    @property
    def title(self) -> str:
        """As summaries name it."""
        return f"Kokoro {self.style.name}"

    @property
    def public_name(self) -> str:
        """ "ff_siwis" is language, sex and name."""
        return f"Kokoro ({self.style.name.rpartition('_')[2].capitalize()})"

    def say(self, text: str) -> Speech:
        """Speak *text*; the model is loaded the first time.

        Raises:
            VoiceError: the model can't be loaded or isn't the right one, or nothing can be said.
        """
        return self.say_with(text, ())

    def say_with(self, text: str, hints: Sequence[PhonemeHint]) -> Speech:
        """Speak *text*, the stretches of *hints* exactly as they say.

        Raises:
            VoiceError: as `say`.
        """
        words = read_aloud(text, hints, voice=self.style.espeak)
        most = max(1, min(MOST, int(LINE_TOKENS * self.speed)))
        lines = token_lines(words, self.style.espeak, most)
        if not lines:
            raise VoiceError(
                tr("there is nothing that Kokoro could say in '{text}'", text=text[:40]),
                code="voice-failed",
            )
        return _joined(lines, [self.process.speak(line.tokens, self.speed) for line in lines])

    def rest(self) -> None:
        """End the process."""
        self.process.rest()


def open_voice(settings: VoiceSettings) -> Voice:
    """The voice that *settings* names, or its language's; nothing is loaded yet.

    Raises:
        VoiceError: the runtime or the model is missing, or there is no such voice.
    """
    style = find_style(settings)
    runtime, reader = _version("onnxruntime"), _version("espeakng-loader")
    parts = find_model(settings)
    files = {
        "parts": [str(part) for part in parts],
        "digest": MODEL_DIGEST,
        "refusal": refused(parts),
        "style": str(style.path),
        "style_refusal": tr(
            "{file} was changed, and isn't used; remedy: install Récit again", file=style.path
        ),
        "style_digest": style.digest,
    }
    return KokoroVoice(
        style=style,
        speed=round(PACE * settings.rate, 4),
        runtime=runtime,
        reader=reader,
        process=KokoroProcess(files),
    )


@lru_cache(maxsize=8)
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError as missing:
        raise VoiceError(
            tr(
                "Kokoro can't speak without {package}; remedy: pip install {package}",
                package=package,
            ),
            code="package-missing",
        ) from missing


def _joined(lines: Sequence[TokenLine], spoken: Sequence[SpokenLine]) -> Speech:
    """The lines as one speech; where two meet, only a breath of silence is left."""
    import numpy as np

    pieces: list[NDArray[np.float32]] = []
    words: list[WordTime] = []
    at = 0
    for number, (line, one) in enumerate(zip(lines, spoken, strict=True)):
        samples = np.frombuffer(one.pcm, "<f4").astype(np.float32)
        skipped = FRAME * max(0, one.lengths[0] - EDGE_FRAMES) if number else 0
        end = len(samples)
        if number < len(lines) - 1:
            end -= FRAME * max(0, one.lengths[-1] - EDGE_FRAMES)
        words += _word_times(line, one.lengths, at - skipped)
        pieces.append(samples[skipped:end])
        at += len(pieces[-1])
    return Speech(samples=np.concatenate(pieces), rate=RATE, words=tuple(words))


def _word_times(line: TokenLine, lengths: Sequence[int], shift: int) -> Iterator[WordTime]:
    edges = [-FRAME * EARLY_FRAMES]
    for length in lengths:
        edges.append(edges[-1] + FRAME * length)
    for word in line.words:
        # The pad before the first token has a length of its own.
        first, last = max(0, edges[word.first + 1]) + shift, edges[word.last + 1] + shift
        if first < last:
            yield WordTime(start=word.start, end=word.end, first=first, last=last)
