"""What names a take: everything that can change a sample of it.

Comes in: a voice's identity and spoken text. Goes out: keys. Loads neither NumPy nor a codec, so
that a plan costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from renderer.narration.take import KIND, nothing_to_say
from renderer.store.cache import key_of
from renderer.store.code_digest import code_digest
from renderer.timebase import SAMPLE_RATE
from renderer.voices.base import takes_phonemes
from renderer.voices.registry import BUILT_IN, module_of

if TYPE_CHECKING:
    from renderer.language.sentence import PhonemeHint
    from renderer.narration.sentence import ScriptSentence
    from renderer.voices.base import Voice

_NO_SAMPLES = (
    # When a request may go, never what comes back: mended, it must not ask for every sentence of
    # every film again.
    ("renderer.voices.gtts", "renderer.voices.rate_limit"),
    ("renderer.voices.kokoro_model", "renderer.voices.rate_limit"),
    ("renderer.voices.service", "renderer.voices.rate_limit"),
    # Where a voice's files come from; their digests are in its identity.
    ("renderer.voices.piper", "renderer.voices.piper_hub"),
    ("renderer.narration.recordings", "renderer.narration.take_keys"),
    # A language chooses an engine's own voice, which is in the voice's identity, and what it makes
    # of a sentence is in the key as text.
    ("*", "renderer.language"),
)
"""Imports that have no part in a sample."""


def sentence_key(voice: Voice, sentence: ScriptSentence) -> str | None:
    """The key of *sentence* spoken by *voice*; None where there is nothing to say."""
    if nothing_to_say(sentence.text):
        return None
    return take_key(voice, sentence.text, sentence.spoken.hints)


def take_key(voice: Voice, text: str, hints: Sequence[PhonemeHint] = ()) -> str:
    """The key of *text* spoken by *voice*, given *hints* if it takes them."""
    engine = str(voice.identity["engine"])
    # The engine of another package has its version in its voices' identity.
    ours = (module_of(engine),) if engine in BUILT_IN else ()
    recipe: dict[str, Any] = {
        "kind": KIND,
        "rate": SAMPLE_RATE,
        "treated": treatment("renderer.narration.trimming", *ours),
        "voice": dict(voice.identity),
        "text": text,
    }
    if hints and takes_phonemes(voice):
        recipe["hints"] = [[hint.start, hint.end, hint.ipa] for hint in hints]
    return key_of(recipe)


@lru_cache(maxsize=8)
def treatment(*modules: str) -> dict[str, Any]:
    """What speaks, decodes, resamples and trims, from *modules* on: others may round otherwise."""
    return {
        "code": code_digest(*modules, apart=_NO_SAMPLES),
        "av": version("av"),
        "pydub": version("pydub"),
    }
