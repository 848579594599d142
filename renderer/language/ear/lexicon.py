"""How names are said: entries in layers, the nearest of which wins.

    slide's entries, project's entries, built-in entries ──Lexicon──▶ what is said where

Comes in: entries, as an author or this package wrote them. Goes out: `Lexicon`, which finds them in
folded text. Inside a layer the longest entry wins; a nearer layer wins over a farther one. Knows
nothing of files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renderer.language.folding import fold

if TYPE_CHECKING:
    from renderer.storyboard.board import Pronunciation


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry found in folded text, half-open."""

    start: int
    end: int
    entry: Pronunciation


@dataclass(frozen=True, slots=True, kw_only=True)
class _Needle:
    """An entry ready to be looked for."""

    text: str
    entry: Pronunciation


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconLayer:
    """Entries of one origin, indexed by their first word."""

    exact: Mapping[str, tuple[_Needle, ...]]
    any_case: Mapping[str, tuple[_Needle, ...]]
    """By first word in lower case."""
    anywhere: tuple[_Needle, ...]
    """Entries that may start inside a word, or with something else than a word."""


_WORD = re.compile(r"[^\W_]+")


def layer(entries: Iterable[Pronunciation], origin: str = "") -> LexiconLayer:
    """Index *entries*; those without an origin of their own get *origin*."""
    exact: defaultdict[str, list[_Needle]] = defaultdict(list)
    any_case: defaultdict[str, list[_Needle]] = defaultdict(list)
    anywhere: list[_Needle] = []
    for given in entries:
        text = fold(given.write).text.strip()
        entry = given if given.origin else replace(given, origin=origin)
        first = _WORD.match(text)
        needle = _Needle(text=text if entry.case else text.lower(), entry=entry)
        if not text:
            continue
        if first is None or not entry.whole_word:
            anywhere.append(needle)
        elif entry.case:
            exact[first[0]].append(needle)
        else:
            any_case[first[0].lower()].append(needle)
    return LexiconLayer(exact=_frozen(exact), any_case=_frozen(any_case), anywhere=tuple(anywhere))


def _frozen(index: Mapping[str, list[_Needle]]) -> dict[str, tuple[_Needle, ...]]:
    return {
        word: tuple(sorted(needles, key=lambda n: -len(n.text))) for word, needles in index.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Layers of entries, nearest first."""

    layers: tuple[LexiconLayer, ...] = ()

    def find(self, text: str) -> list[Found]:
        """Every entry that holds in the folded *text*, in order, none overlapping another."""
        taken = bytearray(len(text))
        kept: list[Found] = []
        for entries in self.layers:
            found = _find(entries, text)
            found.sort(key=lambda f: (f.start - f.end, f.start))
            for one in found:
                if not any(taken[one.start : one.end]):
                    taken[one.start : one.end] = b"\1" * (one.end - one.start)
                    kept.append(one)
        kept.sort(key=lambda f: f.start)
        return kept

    def entry(self, word: str) -> Pronunciation | None:
        """The entry that is exactly *word*, from the nearest layer that has one."""
        text = fold(word).text.strip()
        for found in self.find(text):
            if found.start == 0 and found.end == len(text):
                return found.entry
        return None


def _find(entries: LexiconLayer, text: str) -> list[Found]:
    found: list[Found] = []
    words = list(_WORD.finditer(text)) if _may_hold(entries, text) else []
    for word in words:
        for needle in entries.exact.get(word[0], ()):
            if text.startswith(needle.text, word.start()):
                _keep(found, text, word.start(), needle)
        for needle in entries.any_case.get(word[0].lower(), ()):
            if text[word.start() : word.start() + len(needle.text)].lower() == needle.text:
                _keep(found, text, word.start(), needle)
    for needle in entries.anywhere:
        flags = re.NOFLAG if needle.entry.case else re.IGNORECASE
        for match in re.finditer(re.escape(needle.text), text, flags):
            _keep(found, text, match.start(), needle)
    return found


def _may_hold(entries: LexiconLayer, text: str) -> bool:
    """Whether any entry's first word is in *text*: most sentences need no closer look."""
    if not entries.exact.keys().isdisjoint(_WORD.findall(text)):
        return True
    return bool(entries.any_case) and not entries.any_case.keys().isdisjoint(
        _WORD.findall(text.lower())
    )


def _keep(found: list[Found], text: str, start: int, needle: _Needle) -> None:
    end = start + len(needle.text)
    if needle.entry.whole_word and not (_stands_alone(text, start, end)):
        return
    found.append(Found(start=start, end=end, entry=needle.entry))


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start].isalnum() and text[start - 1].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (before or after)
