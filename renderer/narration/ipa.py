"""The script in phonemes, for review: what voices that take them are given.

Comes in: spoken sentences or names, and their language. Goes out: IPA. Speaks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from renderer.language.sentence import Spoken
from renderer.voices.phonemes import Reading, read_aloud, reader_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NameInIpa:
    """How a name is heard."""

    ipa: str
    foreign: str
    """The language that espeak would take it for, left to itself; empty: the film's own."""


def read_sentences(sentences: Sequence[Spoken], language: str) -> tuple[str, ...]:
    """Each of *sentences* in IPA, marks and all.

    Raises:
        VoiceError: espeak, which reads, is missing or fails.
    """
    voice = reader_of(language)
    return tuple(
        " ".join(_marked(word) for word in read_aloud(spoken.text, spoken.hints, voice=voice))
        for spoken in sentences
    )


def _marked(word: Reading) -> str:
    return f"{word.before}{word.ipa}{word.after}"


def read_names(names: Sequence[str], language: str) -> tuple[NameInIpa, ...]:
    """Each of *names* in IPA.

    Raises:
        VoiceError: as `read_sentences`.
    """
    voice = reader_of(language)
    found = []
    # A clause each: no liaison joins two names. All at once: a process is started for them.
    text = ". ".join(name.replace(".", " ") for name in names)
    words = list(read_aloud(text, voice=voice)) if text.strip() else []
    at = 0
    for name in names:
        own = [word for word in words if at <= word.start < at + len(name)]
        at += len(name) + 2
        found.append(
            NameInIpa(
                ipa=" ".join(word.ipa for word in own),
                foreign=next((word.foreign for word in own if word.foreign), ""),
            )
        )
    return tuple(found)
