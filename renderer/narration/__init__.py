"""Script + one voice ──speak_all──▶ takes: 48 kHz mono PCM in the cache, one per sentence.

Comes in: spoken sentences, an open voice, the cache. Goes out: `Narration` and its `Take`s.
Knows nothing of frames, pictures or where a sentence sits in the film.
"""

__all__ = [
    "cost",
    "names",
    "recordings",
    "script",
    "sentence",
    "sentence_counts",
    "speech",
    "take",
    "take_keys",
    "take_plan",
    "trimming",
]
