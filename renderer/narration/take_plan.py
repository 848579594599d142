"""Which takes a script needs, and which of them are there; nothing is spoken.

Comes in: the script, an open voice, the cache. Goes out: one `PlannedTake` per sentence. Loads
neither NumPy nor a codec.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from renderer.narration.recordings import recorded_keys, recorded_sentences, unread
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
    recordings: Mapping[str, Sequence[Recording]] | None = None,
    others: Mapping[str, Voice] | None = None,
) -> tuple[PlannedTake, ...]:
    """What `speak_all`, whose arguments these are, would need, in spoken order; nothing is spoken.

    Raises:
        VoiceError: a recording's file can't be read.
    """
    planned: list[tuple[ScriptSentence, str | None, Voice | None]] = []
    for slide_id, sentences in script.items():
        given = (recordings or {}).get(slide_id, ())
        speaker = (others or {}).get(slide_id, voice)
        found = [(each, sentence_key(speaker, each), speaker) for each in unread(given, sentences)]
        of_slide: list[tuple[ScriptSentence, str | None, Voice | None]] = [*found]
        for reading in recorded_sentences(given, sentences):
            keys = recorded_keys(reading.recording.file, reading.texts)
            of_slide += [(s, key, None) for s, key in zip(reading.sentences, keys, strict=True)]
        planned += sorted(of_slide, key=lambda each: each[0].index)
    held = cache.held(KIND, (key for _, key, _ in planned if key is not None))
    return tuple(
        PlannedTake(sentence=each, key=key, cached=key is None or key in held, voice=speaker)
        for each, key, speaker in planned
    )
