"""What names a take: everything that can change a sample of it.

Comes in: a voice's identity and spoken text. Goes out: keys. Loads neither NumPy nor a codec, so
that a plan costs nothing.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any

from renderer.narration.take import KIND
from renderer.store.cache import key_of
from renderer.store.code import code_digest
from renderer.timebase import SAMPLE_RATE
from renderer.voices.base import Voice
from renderer.voices.catalogue import BUILT_IN

_NO_SAMPLES = (
    # When a request may go, never what comes back: mended, it must not ask for every sentence of
    # every film again.
    ("renderer.voices.gtts", "renderer.voices.rate_limit"),
    ("renderer.narration.recordings", "renderer.narration.take_keys"),
    # A language chooses an engine's own voice, which is in the voice's identity, and what it makes
    # of a sentence is in the key as text.
    ("*", "renderer.language"),
)
"""Imports that have no part in a sample."""


def take_key(voice: Voice, text: str) -> str:
    """The key of *text* spoken by *voice*."""
    engine = str(voice.identity["engine"])
    # The engine of another package has its version in its voices' identity.
    ours = (f"renderer.voices.{engine}",) if engine in BUILT_IN else ()
    return key_of(
        {
            "kind": KIND,
            "rate": SAMPLE_RATE,
            "treated": treatment("renderer.narration.trimming", *ours),
            "voice": dict(voice.identity),
            "text": text,
        }
    )


@lru_cache(maxsize=8)
def treatment(*modules: str) -> dict[str, Any]:
    """What speaks, decodes, resamples and trims, from *modules* on: others may round otherwise."""
    return {
        "code": code_digest(*modules, apart=_NO_SAMPLES),
        "av": version("av"),
        "pydub": version("pydub"),
    }
