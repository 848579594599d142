"""Names and acronyms, for a historian to go through: those that no entry settles, and the others.

    sentences + lexicon ──unknown_names──▶ UnknownName, …
    sentences + lexicon ──known_names──▶ KnownName, …

Comes in: sentences as written. Goes out: each name or acronym once, with how the rules would hand
it to the voice, how often it stands there and where. Without a dictionary, a name is a word with a
capital inside a sentence; at the head of a sentence a word counts only if it stands inside one
elsewhere, or begins a name of several words, or whoever asks knows it for a name. Another word at
a head is perhaps one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from renderer.language.ear.lexicon import Lexicon
from renderer.language.ear.rules import Ear
from renderer.language.ear.spoken_text import speak
from renderer.language.folding import fold
from renderer.language.registry import ear_of
from renderer.language.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Where a name stands: the sentence's 0-based number, and its span in what is written."""

    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownName:
    """A name or an acronym without an entry."""

    written: str
    kind: Literal["name", "acronym"]
    said: str
    """What the voice is given for it now."""
    places: tuple[Occurrence, ...]
    """In reading order, at least one."""

    @property
    def count(self) -> int:
        """How many times it stands in the sentences."""
        return len(self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """What an entry says how to say, or a name that every voice of the language reads right."""

    written: str
    said: str
    ipa: str
    origin: str
    """Of its entry; empty for a name that needs none."""
    places: tuple[Occurrence, ...]
    """In reading order, at least one."""


_SMALL = r"[a-zß-öø-ÿœ]"
_CAPITALISED = rf"(?:(?:Mac|Mc|[DL]')?[A-ZÀ-ÖØ-ÞŒ]{_SMALL}[\w]*)"
_JOINED = rf"{_CAPITALISED}(?:-(?:{_SMALL}{{1,4}}-){{0,2}}(?:[dl]')?{_CAPITALISED})*"
_NAME = re.compile(
    rf"(?<!\w)(?:{_JOINED}(?: (?:(?:de|du|des|von|van|der|den|la|le|of) ){{0,2}}(?:d')?{_JOINED})*"
    r"(?: [IVX]+(?!\w))?|[A-ZÀ-ÖØ-ÞŒ]{2,}s?(?!\w))"
)
_SMALL_WORD = re.compile(rf"(?<!\w){_SMALL}+(?!\w)")
_ACRONYM = re.compile(r"[A-Z]{2,}s?")
_ROMAN = re.compile(r"[IVXLCDM]+(?:e|er|re|ème)?")


def unknown_names(
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
    language: str = "fr",
    names: Collection[str] = (),
) -> tuple[UnknownName, ...]:
    """The names and acronyms of *sentences* that *lexicon* has no entry for.

    Most frequent first, then in reading order. What an inline form or an entry covers is settled.

    Args:
        sentences: as written.
        lexicon: of all of them.
        language: BCP 47 tag.
        names: words that are names wherever they stand, at the head of a sentence too.
    """
    found, _ = _open_names(sentences, lexicon, language, names)
    return _listed(found, lexicon, language)


def doubtful_names(
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
    language: str = "fr",
    names: Collection[str] = (),
) -> tuple[UnknownName, ...]:
    """Words that only stand at heads of sentences, and may be names; as `unknown_names`."""
    _, doubtful = _open_names(sentences, lexicon, language, names)
    return _listed(doubtful, lexicon, language)


def known_names(
    sentences: Sequence[Sentence], lexicon: Lexicon, language: str = "fr"
) -> tuple[KnownName, ...]:
    """Every entry that holds in *sentences*, and the names that need none; in reading order."""
    ear = ear_of(language)
    found: dict[tuple[str, str, str, str], list[Occurrence]] = {}
    for number, sentence in enumerate(sentences):
        folded = fold(sentence.written)
        for one in lexicon.find(folded.text):
            key = (one.entry.write, one.entry.say, one.entry.ipa, one.entry.origin)
            start, end = folded.written(one.start, one.end)
            found.setdefault(key, []).append(Occurrence(sentence=number, start=start, end=end))
        for name, (start, end), _ in _names(sentence, lexicon, ear):
            if _is_said_right(name, ear):
                place = Occurrence(sentence=number, start=start, end=end)
                found.setdefault((name, name, "", ""), []).append(place)
    return tuple(
        KnownName(written=written, said=said, ipa=ipa, origin=origin, places=tuple(places))
        for (written, said, ipa, origin), places in found.items()
    )


def surely_names(sentence: Sentence, language: str = "fr") -> frozenset[str]:
    """The names in *sentence* whose capital is no sentence's."""
    return frozenset(n for n, _, sure in _names(sentence, Lexicon(), ear_of(language)) if sure)


def _open_names(
    sentences: Sequence[Sentence], lexicon: Lexicon, language: str, names: Collection[str]
) -> tuple[dict[str, list[Occurrence]], dict[str, list[Occurrence]]]:
    """Where each name stands that nothing settles; and each word that may be one."""
    ear = ear_of(language)
    found: dict[str, list[Occurrence]] = {}
    doubtful: dict[str, list[Occurrence]] = {}
    common = frozenset(word for each in sentences for word in _SMALL_WORD.findall(each.written))
    for number, sentence in enumerate(sentences):
        for name, span, sure in _names(sentence, lexicon, ear):
            if name.lower() in common or _is_well_known(name, ear):
                continue  # the film says it as a word, too: it is read by the same rules
            place = Occurrence(sentence=number, start=span[0], end=span[1])
            (found if sure or name in names else doubtful).setdefault(name, []).append(place)
    for name in found.keys() & doubtful.keys():
        places = [*found[name], *doubtful.pop(name)]
        found[name] = sorted(places, key=lambda p: (p.sentence, p.start))
    return found, doubtful


def _listed(
    found: dict[str, list[Occurrence]], lexicon: Lexicon, language: str
) -> tuple[UnknownName, ...]:
    listed = [_unknown(name, places, lexicon, language) for name, places in found.items()]
    listed.sort(key=lambda one: (-one.count, one.places[0].sentence, one.places[0].start))
    return tuple(listed)


def _unknown(
    name: str, places: Sequence[Occurrence], lexicon: Lexicon, language: str
) -> UnknownName:
    said = speak(Sentence(written=name), lexicon, language).text.rstrip(".")
    kind: Literal["name", "acronym"] = "acronym" if _ACRONYM.fullmatch(name) else "name"
    return UnknownName(written=name, kind=kind, said=said, places=tuple(places))


def _names(
    sentence: Sentence, lexicon: Lexicon, ear: Ear
) -> Iterator[tuple[str, tuple[int, int], bool]]:
    """Each candidate, its written span, and whether its capital is surely a name's."""
    folded = fold(sentence.written)
    text = folded.text
    settled = [(found.start, found.end) for found in lexicon.find(text)]
    settled += [(folded.folded(o.start), folded.folded(o.end)) for o in sentence.overrides]
    for start, end in settled:
        text = f"{text[:start]}{'·' * (end - start)}{text[end:]}"
    first = re.search(r"\w", text)
    for match in _NAME.finditer(text):
        start, name = _without_first_words(match.start(), match[0], ear.first_words)
        if _ROMAN.fullmatch(name) or len(name) < 2:
            continue
        leads = first is not None and start == first.start()
        sure = not leads or " " in name or "-" in name or bool(_ACRONYM.fullmatch(name))
        yield name, folded.written(start, start + len(name)), sure


def _is_well_known(name: str, ear: Ear) -> bool:
    """Whether all words with a capital in *name* are: "Hôtel de Ville"."""
    return name in ear.well_known or all(
        word in ear.well_known or word in ear.common_words for word in _capitals(name)
    )


def _is_said_right(name: str, ear: Ear) -> bool:
    """Whether *name* is well known, and not for its common words alone."""
    named = name in ear.well_known or any(word in ear.well_known for word in _capitals(name))
    return named and _is_well_known(name, ear)


def _capitals(name: str) -> list[str]:
    return [word for word in re.split(r"[ '-]", name) if word[:1].isupper()]


def _without_first_words(start: int, name: str, first_words: frozenset[str]) -> tuple[int, str]:
    """*name* without the "Le", "Puis", "Mme" that it begins with."""
    while True:
        head, gap, rest = name.partition(" ")
        if head not in first_words:
            return start, name
        start, name = start + len(head) + len(gap), rest
        lower = re.match(r"(?:(?:de|du|des|von|van|der|den|la|le|of) |d')+", name)
        if lower:
            start, name = start + lower.end(), name[lower.end() :]
