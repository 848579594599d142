"""What a voice is: the protocol every engine's module satisfies, and what it hands back.

Comes in: spoken text (`Spoken.text`). Goes out: `Speech`. Knows no engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeGuard

from renderer.language.sentence import PhonemeHint

if TYPE_CHECKING:  # a plan lists takes without loading NumPy
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTime:
    """When one spoken word sounds."""

    start: int
    """Offset of its first character in the spoken text."""
    end: int
    first: int
    """First sample in which it sounds."""
    last: int
    """Sample after the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One sentence as an engine spoke it, before any trimming."""

    samples: NDArray[np.int16] | NDArray[np.float32]
    """Shape (n,), mono; floats have full scale at ±1, and may pass it."""
    rate: int
    """Samples a second."""
    words: tuple[WordTime, ...] = ()
    """In order; empty when the engine gives no word times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSettings:
    """What an engine's module is opened with."""

    name: str = ""
    """The engine's own name of the voice; empty: its default for `language`."""
    language: str = "fr"
    rate: float = 1.0
    offline: bool = False
    """Never open a socket."""
    folder: Path = Path()
    """What a voice that is a file (Piper's .onnx) is named relative to."""
    model: str = ""
    """A file with an engine's model, instead of the one that was installed; as `folder` has it. Of
    a service: the name of the model that speaks there."""
    address: str = ""
    """Where a service of one's own is, for the engine that speaks with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a voice sends what it is to say."""

    host: str
    """As the socket is opened to it."""
    operator: str
    """Who runs it: "Mistral AI"."""
    region: str
    """Where it is, as far as the operator says: "EU"; empty: it doesn't. Not translated."""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.operator, self.region, self.host)))


class Voice(Protocol):
    """Says one sentence at a time, always the same way."""

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        """All that can change the sound: engine, its version, voice, rate, parameters.

        Part of every take's key: a setting left out here is a stale take waiting to happen.
        "engine" and "version" are always there. "level_db", if there, is the constant gain in dB
        that brings this voice to the level of the others (about -23 LUFS); a take gets it.
        """
        ...

    @property
    def title(self) -> str:
        """How summaries name it: "espeak-ng fr", "Google (gTTS) fr"."""
        ...

    @property
    def synthetic(self) -> bool:
        """Whether it is a machine's voice, so that the page says so."""
        ...

    @property
    def online(self) -> bool:
        """Whether it sends text to another machine."""
        ...

    def say(self, text: str) -> Speech:
        """Speak *text*, ready-made for the ear.

        Raises:
            VoiceError: the engine is missing, refused, or failed. Nothing half-spoken is returned.
        """
        ...


class PhonemeVoice(Voice, Protocol):
    """A voice that takes phonemes where a lexicon gives them; the others get respellings.

    One that has `say_with` and yet heeds no hints says so: `phonemes` is False.
    """

    def say_with(self, text: str, hints: Sequence[PhonemeHint]) -> Speech:
        """As `say`, with the stretches of *hints* said exactly so.

        Raises:
            VoiceError: as `say`.
        """
        ...


def takes_phonemes(voice: Voice) -> TypeGuard[PhonemeVoice]:
    """Whether *voice* can be told how a stretch of text is said."""
    return hasattr(voice, "say_with") and bool(getattr(voice, "phonemes", True))


def public_name(voice: Voice) -> str:
    """How the public is told of *voice*: "Kokoro (Siwis)"; its title where it has no other name."""
    return str(getattr(voice, "public_name", "") or voice.title)


def voice_place(voice: Voice) -> Place | None:
    """Where *voice* sends what it is to say; None: nowhere, or it doesn't tell."""
    place: Place | None = getattr(voice, "place", None)
    return place


def characters_of(voice: Voice, text: str, hints: Sequence[PhonemeHint] = ()) -> int:
    """How many characters *voice*'s service counts for *text*: its marking too, if it says so."""
    count = getattr(voice, "characters", None)
    return len(text) if count is None else int(count(text, hints))


def keeps_process(voice: Voice) -> bool:
    """Whether *voice* keeps a process between two sentences, which `put_to_rest` ends."""
    return hasattr(voice, "rest")


def put_to_rest(voice: Voice) -> None:
    """End the processes that *voice* keeps, if it keeps any: it starts them again when needed."""
    rest = getattr(voice, "rest", None)
    if rest is not None:
        rest()
