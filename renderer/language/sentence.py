"""The data this room hands out: sentences as written, and what the voice is given for each.

Comes in: nothing. Goes out: `Override`, `Sentence`, `SpokenWord`, `PhonemeHint`, `Spoken`.
Knows no rule.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """An inline ``{shown|said}``: how one stretch of a sentence is said."""

    start: int
    """Offset of the first shown character in `Sentence.written`."""
    end: int
    """Offset after the last shown character."""
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a narration as written, inline forms reduced to what is shown."""

    written: str
    overrides: tuple[Override, ...] = ()
    paragraph: int = 0
    """0-based number of its paragraph in the narration."""
    start: int = 0
    """Offset of the sentence's first character in the narration's raw text, for line numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenWord:
    """One spoken word, and the written characters it came from."""

    start: int
    """Offset in `Spoken.text`."""
    end: int
    written_start: int
    """Offset in `Spoken.written`. Words that one written thing gave ("1944") share its span."""
    written_end: int
    rule: str = ""
    """The rule that made it: "" for a word said as written, "date", "lexicon:…", …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhonemeHint:
    """How one stretch of spoken text is said exactly, for voices that take phonemes."""

    start: int
    """Offset in the spoken text."""
    end: int
    ipa: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A sentence ready for a voice: no digit, no abbreviation, no no-break space."""

    written: str
    text: str
    """Empty when there is nothing to say."""
    words: tuple[SpokenWord, ...] = ()
    """In spoken order; written spans never go backwards."""
    hints: tuple[PhonemeHint, ...] = ()
    """In order, none overlapping another."""
