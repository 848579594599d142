"""Words looked for in a narration, whatever its typography and its capitals.

    "cherbourg peut offrir" + sentences ──passages──▶ Passage, …

Comes in: a few words as someone typed them, sentences as written. Goes out: where they stand. Words
are compared without marks between them, apostrophes and hyphens included, so that a typeset text
finds a typed one. Knows no language and no time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from renderer.language.folding import fold

_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_LEAST_ALIKE = 0.55
"""Share of letters from which other words may be those that were meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenPassage:
    """Where words begin."""

    sentence: int
    """0-based."""
    offset: int
    """Characters, in the sentence as written."""
    end: int
    """Characters to the end of the last word, in the sentence that this one is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    plain: str
    sentence: int
    start: int
    end: int


def passages(words: str, sentences: Sequence[str]) -> tuple[SpokenPassage, ...]:
    """Every place at which *words* stand in *sentences*, which they may span, in order."""
    sought = [word.plain for word in _words(words, 0)]
    if not sought:
        return ()
    said = _said(tuple(sentences))
    plain = _plain(tuple(sentences))
    return tuple(
        SpokenPassage(
            sentence=said[at].sentence, offset=said[at].start, end=said[at + len(sought) - 1].end
        )
        for at in _places(sought[0], plain)
        if plain[at : at + len(sought)] == sought
    )


def _places(word: str, words: Sequence[str]) -> Iterator[int]:
    """Where *word* stands among *words*."""
    at = -1
    with suppress(ValueError):
        while True:
            at = words.index(word, at + 1)
            yield at


def namings(
    names: Iterable[str], sentences: Sequence[str]
) -> tuple[tuple[str, SpokenPassage], ...]:
    """The first place in each sentence at which each of *names* stands, in order.

    A name within another isn't said there: "Cherbourg" in "l'arsenal de Cherbourg", where both are
    names.
    """
    found = [(name, one) for name in names for one in passages(name, sentences)]
    alone = [
        (name, one)
        for name, one in found
        if not any(_within(one, other) for _, other in found if other != one)
    ]
    firsts: dict[tuple[str, int], SpokenPassage] = {}
    for name, one in sorted(alone, key=lambda each: (each[1].sentence, each[1].offset)):
        firsts.setdefault((name, one.sentence), one)
    return tuple((name, one) for (name, _), one in firsts.items())


def _within(one: SpokenPassage, other: SpokenPassage) -> bool:
    return one.sentence == other.sentence and other.offset <= one.offset and one.end <= other.end


def nearest_words(words: str, sentences: Sequence[str]) -> str:
    """The words of *sentences*, as written, that are most like *words*; empty: none are."""
    sought = [word.plain for word in _words(words, 0)]
    said = _said(tuple(sentences))
    text = " ".join(sought)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    for count in (len(sought), len(sought) - 1, len(sought) + 1):  # as many words, if they do
        best, found = _LEAST_ALIKE, ""
        for at in range(len(said) - count + 1 if count > 0 else 0):
            run = said[at : at + count]
            if run[0].sentence != run[-1].sentence:
                continue
            matcher.set_seq1(" ".join(word.plain for word in run))
            if matcher.real_quick_ratio() <= best or matcher.quick_ratio() <= best:
                continue
            if (alike := matcher.ratio()) > best:
                best, found = alike, sentences[run[0].sentence][run[0].start : run[-1].end]
        if found:
            return found
    return ""


@lru_cache(maxsize=8)
def _said(sentences: tuple[str, ...]) -> tuple[_Word, ...]:
    return tuple(
        word for number, sentence in enumerate(sentences) for word in _words(sentence, number)
    )


@lru_cache(maxsize=8)
def _plain(sentences: tuple[str, ...]) -> list[str]:
    return [word.plain for word in _said(sentences)]


@lru_cache(maxsize=1024)
def _words(text: str, sentence: int) -> tuple[_Word, ...]:
    """Of a name that is sought in each slide, and of a sentence that many names are sought in."""
    folded = fold(text)
    return tuple(
        _Word(
            plain=found[0].casefold().translate(_LIGATURES),
            sentence=sentence,
            start=folded.written(found.start(), found.end())[0],
            end=folded.written(found.start(), found.end())[1],
        )
        for found in _WORD.finditer(folded.text)
    )
