"""Which takes a script needs, and which of them are there; nothing is spoken.

Comes in: the script, an open voice, the cache. Goes out: one `PlannedTake` per sentence. Loads
neither NumPy nor a codec.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from renderer.narration.recordings import recorded_keys
from renderer.narration.sentence import Script, ScriptSentence
from renderer.narration.take import KIND
from renderer.narration.take_keys import sentence_key
from renderer.store.cache import Cache
from renderer.storyboard.board import Recording
from renderer.voices.base import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTake:
    """One sentence and the take it needs."""

    sentence: ScriptSentence
    key: str | None
    """None where there is nothing to say."""
    cached: bool
    """Whether it needn't be spoken; cheaply looked up, not verified."""
    voice: Voice | None = None
    """Who speaks it; None: it is recorded."""


def plan_takes(
    script: Script,
    voice: Voice,
    cache: Cache,
    recordings: Mapping[str, Recording] | None = None,
    others: Mapping[str, Voice] | None = None,
) -> tuple[PlannedTake, ...]:
    """What `speak_all`, whose arguments these are, would need, in spoken order; nothing is spoken.

    Raises:
        VoiceError: a recording's file can't be read.
    """
    planned: list[tuple[ScriptSentence, str | None, Voice | None]] = []
    for slide_id, sentences in script.items():
        texts = [sentence.text for sentence in sentences]
        recording = (recordings or {}).get(slide_id)
        speaker: Voice | None = None
        if recording is not None:
            keys = recorded_keys(recording.file, texts)
        else:
            speaker = (others or {}).get(slide_id, voice)
            keys = tuple(sentence_key(speaker, each) for each in sentences)
        planned += [(each, key, speaker) for each, key in zip(sentences, keys, strict=True)]
    held = cache.held(KIND, (key for _, key, _ in planned if key is not None))
    return tuple(
        PlannedTake(sentence=each, key=key, cached=key is None or key in held, voice=speaker)
        for each, key, speaker in planned
    )
