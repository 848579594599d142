"""A take: one sentence as one voice spoke it, kept in the cache.

Comes in: a key. Goes out: `Take`, found or absent. Loads neither
NumPy nor a codec until samples are asked for, so that a plan costs nothing. Never speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.errors import VoiceError
from renderer.messages import tr
from renderer.messages.os_errors import reason_of
from renderer.voices.base import WordTime

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from renderer.store.cache import Cache, Entry

KIND = "take"
"""The cache's name for takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One sentence, spoken: 48 kHz mono PCM in the cache, its silent ends cut off."""

    key: str
    """Hash of everything that can change a sample of it."""
    path: Path
    """Raw s16le, no header."""
    length: int
    """Samples at 48 kHz, at least 1."""
    words: tuple[WordTime, ...] = ()
    """Offsets in the spoken text, samples at 48 kHz; empty when the voice has no word times."""
    voice: str = ""
    """Title of the voice."""
    pause: int | None = None
    """Samples of silence wanted after it; None: what the storyboard says.

    The takes of a recording have 0: they abut, and their own pauses are in them.
    """


def nothing_to_say(text: str) -> bool:
    """Whether *text* has no letter and no digit: engines fail on it, or say "comma"."""
    return not any(character.isalnum() for character in text)


def find_takes(cache: Cache, keys: Iterable[str], voice: str) -> dict[str, Take]:
    """The takes of *keys* that are there, whole and verified. *voice* is the title they get."""
    entries = cache.find_all(KIND, keys)
    takes = ((key, take_of(entry, voice)) for key, entry in entries.items())
    return {key: take for key, take in takes if take is not None}


def take_of(entry: Entry, voice: str) -> Take | None:
    """*entry* as a take; None when its facts are not those of a take (written by other hands)."""
    try:
        words = tuple(
            WordTime(start=start, end=end, first=first, last=last)
            for start, end, first, last in entry.facts["words"]
        )
        length, pause = int(entry.facts["length"]), entry.facts["pause"]
        whole = length > 0 and entry.path.stat().st_size == 2 * length
    except (KeyError, TypeError, ValueError, OSError):
        return None
    if not whole:
        return None
    return Take(
        key=entry.key, path=entry.path, length=length, words=words, voice=voice, pause=pause
    )


def facts_of(length: int, words: tuple[WordTime, ...], pause: int | None) -> Mapping[str, Any]:
    """What the cache notes about a take; `take_of` reads it back."""
    times = [[word.start, word.end, word.first, word.last] for word in words]
    return {"length": length, "words": times, "pause": pause}


def load_pcm(take: Take) -> NDArray[np.int16]:
    """The take's samples, shape (length,), 48 kHz mono.

    Raises:
        VoiceError: its file went away or shrank since it was found.
    """
    import numpy as np

    try:
        samples = np.fromfile(take.path, dtype="<i2").astype(np.int16, copy=False)
    except OSError as failure:
        raise _changed(reason_of(failure)) from failure
    if len(samples) != take.length:
        raise _changed(
            tr("{left} samples of {whole} are left", left=len(samples), whole=take.length)
        )
    return samples


def lost(cache: Cache) -> VoiceError:
    """What to raise where a take isn't in *cache* that was kept there a moment ago."""
    told = tr(
        "the take just kept in {folder} is gone or changed; is the disk full?", folder=cache.root
    )
    return VoiceError(told, code="take-lost")


def _changed(why: str) -> VoiceError:
    told = tr(
        "a take was changed in the cache during the render; remedy: render again: {why}", why=why
    )
    return VoiceError(told, code="take-lost")
