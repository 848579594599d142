"""Names and acronyms that no lexicon entry settles, for a historian to go through.

    sentences + lexicon ──unknown_names──▶ UnknownName, …

Comes in: sentences as written. Goes out: each name or acronym once, with how the rules would hand
it to the voice, how often it stands there and where. Without a dictionary, a name is a word with a
capital inside a sentence; at the head of a sentence a word counts only if it stands inside one
elsewhere, or begins a name of several words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from renderer.language.ear.lexicon import Lexicon
from renderer.language.ear.rules import word_set
from renderer.language.ear.speech import speak
from renderer.language.folding import fold
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


_SMALL = r"[a-zß-öø-ÿœ]"
_CAPITALISED = rf"(?:(?:Mac|Mc|[DL]')?[A-ZÀ-ÖØ-ÞŒ]{_SMALL}[\w]*)"
_JOINED = rf"{_CAPITALISED}(?:-(?:{_SMALL}{{1,4}}-){{0,2}}(?:[dl]')?{_CAPITALISED})*"
_NAME = re.compile(
    rf"(?<!\w)(?:{_JOINED}(?: (?:(?:de|du|des|von|van|der|den|la|le|of) ){{0,2}}(?:d')?{_JOINED})*"
    r"(?: [IVX]+(?!\w))?|[A-ZÀ-ÖØ-ÞŒ]{2,}s?(?!\w))"
)
_ACRONYM = re.compile(r"[A-Z]{2,}s?")
_ROMAN = re.compile(r"[IVXLCDM]+(?:e|er|re|ème)?")
_FIRST_WORDS = word_set(
    """
    À A Après Ainsi Alors Au Aucun Aucune Aujourd Aussi Autour Aux Avant Avec C Ce Celle Celui
    Cependant Ces Cet Cette Chaque Comme Contre D Dans De Déjà Depuis Derrière Des Dès Deux Devant
    Dix Du Elle Elles En Enfin Entre Et Eux Face Grâce Hier Il Ils Ici J Jamais Je Jusqu L La Là Le
    Les Leur Leurs Lors Lorsque Mais Malgré Mille Moins N Ni Nos Notre Nous Nul On Or Ou Où Par
    Parce Parmi Partout Pas Pendant Personne Peu Plus Plusieurs Pour Pourquoi Pourtant Près Puis
    Qu Quand Que Quel Quelle Quelques Qui Quoi Rien S Sa Sans Sauf Se Selon Ses Si Sous Son
    Soudain Sur Tandis Tous Tout Toute Toutes Trois Trop Un Une Vers Voici Voilà Vous Y
    M MM Mme Mmes Mlle Mgr Me Dr Pr St Ste Gal Mal Cdt Cne Lt Col
    """
)
"""What a sentence begins with, and titles: their capital names nobody."""
_WELL_KNOWN = word_set(
    """
    France Français Française Françaises Paris Parisiens Allemagne Allemands Allemand Europe
    Normandie Alliés Allié Américains Américain Britanniques Anglais Canadiens Atlantique Manche
    Lyon Marseille Toulon Nice Bordeaux Toulouse Nantes Lille Londres Berlin Moscou Rome Alger
    Alpes Rhin Rhône Seine Loire Marne Alsace Lorraine Provence Bourgogne Bretagne Italie Espagne
    Résistance Libération République État Église Ville Hôtel École Saint Sainte Dieu Afrique
    """
)
"""Names that every French voice reads right."""


def unknown_names(sentences: Sequence[Sentence], lexicon: Lexicon) -> tuple[UnknownName, ...]:
    """The names and acronyms of *sentences* that *lexicon* has no entry for.

    Most frequent first, then in reading order. What an inline form or an entry covers is settled.
    """
    found: dict[str, list[Occurrence]] = {}
    doubtful: dict[str, list[Occurrence]] = {}
    for number, sentence in enumerate(sentences):
        for name, span, sure in _names(sentence, lexicon):
            place = Occurrence(sentence=number, start=span[0], end=span[1])
            (found if sure else doubtful).setdefault(name, []).append(place)
    for name, places in doubtful.items():
        if name in found:
            found[name] = sorted([*found[name], *places], key=lambda p: (p.sentence, p.start))
    listed = [_unknown(name, places, lexicon) for name, places in found.items()]
    listed.sort(key=lambda one: (-one.count, one.places[0].sentence, one.places[0].start))
    return tuple(listed)


def _unknown(name: str, places: Sequence[Occurrence], lexicon: Lexicon) -> UnknownName:
    said = speak(Sentence(written=name), lexicon).text.rstrip(".")
    kind: Literal["name", "acronym"] = "acronym" if _ACRONYM.fullmatch(name) else "name"
    return UnknownName(written=name, kind=kind, said=said, places=tuple(places))


def _names(sentence: Sentence, lexicon: Lexicon) -> list[tuple[str, tuple[int, int], bool]]:
    """Each candidate, its written span, and whether its capital is surely a name's."""
    folded = fold(sentence.written)
    text = folded.text
    settled = [(found.start, found.end) for found in lexicon.find(text)]
    settled += [(folded.folded(o.start), folded.folded(o.end)) for o in sentence.overrides]
    for start, end in settled:
        text = f"{text[:start]}{'·' * (end - start)}{text[end:]}"
    first = re.search(r"\w", text)
    names: list[tuple[str, tuple[int, int], bool]] = []
    for match in _NAME.finditer(text):
        start, name = _without_first_words(match.start(), match[0])
        if not name or name in _WELL_KNOWN or (_ROMAN.fullmatch(name) or len(name) < 2):
            continue
        leads = first is not None and start == first.start()
        sure = not leads or " " in name or "-" in name or bool(_ACRONYM.fullmatch(name))
        names.append((name, folded.written(start, start + len(name)), sure))
    return names


def _without_first_words(start: int, name: str) -> tuple[int, str]:
    """*name* without the "Le", "Puis", "Mme" that it begins with."""
    while True:
        head, gap, rest = name.partition(" ")
        if head not in _FIRST_WORDS:
            return start, name
        start, name = start + len(head) + len(gap), rest
        lower = re.match(r"(?:(?:de|du|des|von|van|der|den|la|le|of) |d')+", name)
        if lower:
            start, name = start + lower.end(), name[lower.end() :]
