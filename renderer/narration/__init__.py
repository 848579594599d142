"""Script + one voice ──speak_all──▶ takes: 48 kHz mono PCM in the cache, one per sentence.

Comes in: spoken sentences, an open voice, the cache. Goes out: `Narration` and its `Take`s.
Knows nothing of frames, pictures or where a sentence sits in the film.
"""

from renderer.narration.speech import Narration, Progress, speak_all
from renderer.narration.take import KIND, Take, find_take, load_pcm, nothing_to_say, take_key
from renderer.narration.take_plan import PlannedTake, plan_takes

__all__ = [
    "KIND",
    "Narration",
    "PlannedTake",
    "Progress",
    "Take",
    "find_take",
    "load_pcm",
    "nothing_to_say",
    "plan_takes",
    "speak_all",
    "take_key",
]
