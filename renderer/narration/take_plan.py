"""Which takes a script needs, and which of them are there; nothing is spoken.

Comes in: the script, an open voice, the cache. Goes out: one `PlannedTake` per sentence that will
be heard. Loads neither NumPy nor a codec.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from renderer.language.sentence import Spoken
from renderer.narration.recordings import recorded_keys
from renderer.narration.take import KIND, nothing_to_say, take_key
from renderer.store.cache import Cache
from renderer.storyboard.board import Recording
from renderer.voices.base import Voice


class SentenceToSay(Protocol):
    """One sentence of a script."""

    @property
    def spoken(self) -> Spoken:
        """What the voice is given."""
        ...


class SlideToSay(Protocol):
    """The script of one slide."""

    @property
    def slide_id(self) -> str:
        """Names the slide; unique in the script."""
        ...

    @property
    def sentences(self) -> Sequence[SentenceToSay]:
        """In spoken order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTake:
    """One sentence that will be heard, and whether its take is there."""

    slide_id: str
    sentence: int
    """0-based, in the slide's script."""
    text: str
    """As the voice is given it."""
    key: str
    cached: bool
    """Cheaply looked up, not verified."""


def plan_takes(
    script: Sequence[SlideToSay],
    voice: Voice,
    cache: Cache,
    recordings: Mapping[str, Recording] | None = None,
) -> tuple[PlannedTake, ...]:
    """What `speak_all` would need, in spoken order, without speaking anything.

    Raises:
        VoiceError: a recording's file can't be read.
    """
    planned: list[PlannedTake] = []
    for slide in script:
        texts = [sentence.spoken.text for sentence in slide.sentences]
        recording = (recordings or {}).get(slide.slide_id)
        if recording is not None:
            keys = recorded_keys(recording.file, texts)
        else:
            keys = tuple(
                None
                if nothing_to_say(each.spoken.text)
                else take_key(voice, each.spoken.text, each.spoken.hints)
                for each in slide.sentences
            )
        planned += [
            PlannedTake(
                slide_id=slide.slide_id,
                sentence=number,
                text=text,
                key=key,
                cached=cache.holds(KIND, key),
            )
            for number, (text, key) in enumerate(zip(texts, keys, strict=True))
            if key is not None
        ]
    return tuple(planned)
