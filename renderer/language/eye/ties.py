"""Which two words must stay on one line.

    words of one line ──ties──▶ for each gap, the space that ties it, or ""

Comes in: the words of one line of French, marks already spaced and quotes already set. Goes out:
one no-break space, or nothing, for every gap between two words. It looks at words only, never at
the space between them, so that setting twice is setting once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from renderer.language.abbreviations import NAMED_BY_LETTER, SENTENCE_STARTERS, word_set
from renderer.language.eye.marks import NARROW, NO_BREAK

MONTHS = word_set(
    """
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    janv fév févr avr juil juill sept oct nov déc
    vendémiaire brumaire frimaire nivôse pluviôse ventôse germinal floréal prairial messidor
    thermidor fructidor
    """
)
_UNITS = word_set(
    """
    km/h m/s km² km2 km hm dam dm cm mm m² m2 m³ m3 m kg mg hg g ha hl dl cl ml l L t q
    h min s ms ° °C °F kW MW W kV V A Hz kHz MHz ch cv mn nm ko Mo Go F FF k€ M€ Md€ Mds€ % ‰ € $ £
    million millions milliard milliards mille centime centimes franc francs euro euros dollar
    dollars livres marks Reichsmark Reichsmarks
    kilomètre kilomètres mètre mètres centimètre centimètres millimètre millimètres milles
    hectare hectares tonne tonnes kilo kilos gramme grammes litre litres degré degrés
    heure heures minute minutes seconde secondes an ans jour jours mois
    """
)
_COUNTED = _UNITS | {"bis", "ter", "quater"}
_GROUPS = 5
"""Pairs of digits of a French telephone number."""
_TITLES = word_set(
    """
    M MM Mr Mrs Mme Mmes Mlle Mlles Melle Mgr Me Mes Dr Drs Pr Prs Gal Gén Mal Cdt Col Cne Cap Capt
    Lt Lt-col Lt-Col Lt-colonel Lt-Colonel S/Lt Slt Lcl Adj Adj-chef Sgt Sgt-chef Sgt-Chef Cpl
    Cpl-chef Asp St Ste Vve Pdt Sr Fr
    gal gén mal cdt cne lt lt-col lieut slt sgt sgt-chef adj adj-chef cpl asp dr vve col cap maj
    """
)
_SMALL_TITLES = word_set("gal gén cdt cne lt slt sgt adj cpl dr vve")
"""Titles in small letters that are no words: they need no point."""
_RANKS = word_set(
    """
    monsieur madame mademoiselle monseigneur maître docteur professeur
    général généraux maréchal colonel amiral vice-amiral contre-amiral commandant capitaine
    lieutenant lieutenant-colonel sergent caporal adjudant préfet président ministre
    roi reine empereur pape prince abbé père sœur frère saint sainte
    """
)
_PARTICLES = word_set("de du des la le von van der den zu zur Le La Du De")
_NUMBERED = word_set(
    """
    n° N° nº Nº nᵒ Nᵒ no No No. n°s § № art. chap. vol. fig. p. pp. t. coll. éd. Mk
    f° fol. ff. ms. n. pl. ill. doc. tabl. al.
    numéro article chapitre volume tome figure page pages annexe livre acte cote convoi bloc block
    Bloc Block Cote Convoi
    """
)
_HOLDING = _RANKS | _NUMBERED | _SMALL_TITLES | {"h", "par"}
"""Words in small letters that may hold on to the next one."""
_AFTER_ROMAN = word_set("Corps corps Reich siècle siècles Army Korps Panzerkorps")
_ALWAYS = frozenset({("p.", "ex."), ("par", "ex."), ("av.", "J.-C."), ("apr.", "J.-C.")})
_NOT_COUNTED = word_set(
    """
    et ou ni à au aux de du des en dans sur par pour le la les a est fut ont sont que qui
    se ne y où mais avec sous vers puis comme
    """
)
"""Words that an ordinal doesn't number: "le 2e et le 3e"."""

_CODES = frozenset({"L.", "R.", "D.", "A."})
"""Parts of a French code: "article L. 123-4"."""
_OPENING = "([{«“‘—–-−+±"
_CLOSING = ".,;:!?…)]}»”’"
_ROMANS = "IVXLCDM"
_ORDINAL = re.compile(r"(?:\d+|[IVXLCDM]+)(?:ers?|[eè]?res?|i?[eè]mes?|es?|è)|2de?s?|2nde?s?")
_LONGEST_SERIES = 3
"""Letters of what a number names one of: roads, arms, boats. Longer ones are bodies."""
_REIGN = re.compile(r"[IVXL]+(?:er)?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,3}")
_MINUTES = re.compile(r"(?:\d+°)?\d+(?:[.,]\d+)?(?:['’′]{1,2}|[\"″])")
_COMPASS = frozenset({"N", "S", "E", "O", "W", "nord", "sud", "est", "ouest"})
_LETTER = re.compile(r"[A-Z][.,;:!?…)\]»”’]*")
_DAYS = frozenset(str(day) for day in range(1, 32)) | {"1er", *(f"0{day}" for day in range(1, 10))}


def ties(words: Sequence[str]) -> list[str]:
    """The space that ties each word to the next one; "" where the line may break.

    Args:
        words: what stood between the spaces of one line; empty words are allowed.

    Returns:
        ``len(words) - 1`` items (none for no word).
    """
    tied = [""] * max(0, len(words) - 1)
    for at, (before, after) in enumerate(pairwise(words)):
        is_word = before.isalpha()
        if is_word and before.islower() and before not in _HOLDING:
            if before in NAMED_BY_LETTER and _LETTER.fullmatch(after):
                tied[at] = NO_BREAK
            continue  # most words: not worth a closer look
        if tied[at] or not after or before[-1:] == ",":
            continue
        core = before if is_word else _core(before)
        closing = core.rpartition("–")[2]  # "h–18" of "10 h–18 h"
        core = closing if closing.isdigit() else core
        if not core:
            continue
        if core[0] == "0" and (groups := _telephone(words, at)):
            tied[at : at + groups] = [NO_BREAK] * groups
            continue
        if core[0].isdigit():
            tied[at] = _after_number(core, after)
        elif core in NAMED_BY_LETTER and _LETTER.fullmatch(after):
            tied[at] = NO_BREAK
        elif core.lower() in _RANKS or core.rstrip(".") in _TITLES:
            last = _name_end(words, at + 1)
            tied[at:last] = [NO_BREAK] * (last - at)
        elif _after_word(words, at, core, after):
            tied[at] = NO_BREAK
    return tied


def _telephone(words: Sequence[str], at: int) -> int:
    """How many gaps the telephone number that starts at *at* has: "02 31 06 06 45"; 0: none."""
    groups = [word.rstrip(_CLOSING) for word in words[at : at + _GROUPS]]
    pairs = len(groups) == _GROUPS and all(len(g) == 2 and g.isdigit() for g in groups)
    return _GROUPS - 1 if pairs else 0


def _core(word: str) -> str:
    """*word* without an elided article or opening marks before it."""
    return word[word.rfind("’") + 1 :].lstrip(_OPENING)


def _after_number(core: str, after: str) -> str:
    """The tie after a word that starts with a digit."""
    group = core.rpartition(":")[2]  # of a scale: "1:25 000"
    if group.isdigit() and len(group) <= 3 and after[:3].isdigit() and len(after[:3]) == 3:
        return "" if after[3:4].isdigit() else NARROW
    bare = after if after in _UNITS else after.rstrip(_CLOSING)
    unit, _, last = bare.partition("–")
    counted = bare in _COUNTED or after == "×" or (unit == "h" and last.isdigit())
    if core[-1].isdigit() and counted:
        return NO_BREAK
    if core[-1] in "°'’′\"″" and (bare in _COMPASS or (core[-1] != '"' and after[0].isdigit())):
        return NO_BREAK if core[-1] == "°" or _MINUTES.fullmatch(core) else ""
    if bare in MONTHS and core.rpartition("–")[2] in _DAYS:
        return NO_BREAK
    return NO_BREAK if _ORDINAL.fullmatch(core) and _is_counted(after) else ""


def _after_word(words: Sequence[str], at: int, core: str, after: str) -> bool:
    """Whether a word that is no number, title or rank holds on to the next one."""
    first = after[0]
    if (core, after) in _ALWAYS or (core, after.rstrip(_CLOSING) + ".") in _ALWAYS:
        return True
    if first.isdigit() and len(core) <= _LONGEST_SERIES and core.isalpha() and core.isupper():
        return after.rstrip(_CLOSING).replace("/", "").isdigit()  # RN 13, FM 24/29; not CC BY 4.0
    if core in _NUMBERED:
        return first.isdigit() or after.rstrip(_CLOSING).strip(_ROMANS) == ""
    if core[-1] == ".":
        if first.isdigit() and core in _CODES:
            return True
        is_initials = core[0].isupper() and _INITIALS.fullmatch(core) is not None
        return is_initials and first.isupper() and after.lower() not in SENTENCE_STARTERS
    if core[0] in _ROMANS and core[-1] in "IVXLCDMres":
        if core.strip(_ROMANS) == "" and after.rstrip(_CLOSING) in _AFTER_ROMAN:
            return True
        if _is_roman_ordinal(core):
            return _is_counted(after)
    if first in "IVXL" and core[0].isupper() and len(core) > 2 and core.isalpha():
        return _REIGN.fullmatch(after.rstrip(_CLOSING)) is not None and "’" not in after
    if first.isdigit() and at and core in ("h", "×"):
        return words[at - 1][-1:].isdigit()
    return False


def _is_roman_ordinal(core: str) -> bool:
    """ "XIXe", "Ier", "Ve"; not "Le", "De" or "Me", whose capital happens to be a numeral."""
    return _ORDINAL.fullmatch(core) is not None and (core[0] in "IVX" or core[1] in _ROMANS)


def _is_counted(after: str) -> bool:
    """Whether an ordinal numbers the word that follows it."""
    if not after[0].isalpha() or after.rstrip(_CLOSING) in _NOT_COUNTED:
        return False
    return after[1:2] != "’" and after[:3] != "qu’"


def _name_end(words: Sequence[str], at: int) -> int:
    """Index of the capitalised word that a title at ``at - 1`` belongs to; ``at - 1`` if none."""
    for here in range(at, min(at + 3, len(words))):
        word = words[here]
        pointed = here == at and words[at - 1].islower() and words[at - 1].endswith(".")
        if pointed and word.lower() in SENTENCE_STARTERS:
            break  # "Ils passent le col. Les hommes"
        name = word[2:] if word[:2] in ("d’", "l’") else word
        if name[:1].isupper() and word not in _PARTICLES:
            return here
        if word not in _PARTICLES:
            break
    return at - 1
