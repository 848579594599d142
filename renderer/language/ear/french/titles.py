"""Titles, ranks and the other shortened words: M., Mme, Gal, Cdt, Lt-col., St-Lô, p. ex., av. J.-C.

Comes in: folded text. Goes out: `WORD_RULES`, by the word that a form starts with. Each entry says
what must follow for the letters to be that abbreviation: "Mal de Lattre" is a marshal, "Mal armés"
is not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from renderer.language.ear.rules import Rule, word_set

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
_PARTICLE = r"(?:de |du |des |de la |de l'|d'|von |van |le |la )?"
_NAME = rf"(?= ?{_PARTICLE}{_CAPITAL})"
"""A name follows, with or without its particle."""
_PLACE = rf"(?= (?:du |de |des |de la |de l'|d')?{_CAPITAL})"
_DIGIT = r"(?= ?\d)"
_ROMAN_OR_DIGIT = r"(?= ?(?:\d|[IVXL]+(?!\w)))"
_WORD = r"(?!\w)"
_TYPE = r"(?=[ -]?\d{2,3}(?!\d))"
_COMMON = r"(?= [a-zéèàœ])"

_RANKS = {
    "Gal Gén Gen": "général",
    "Gaux": "généraux",
    "Mal": "maréchal",
    "Cdt Cmdt Cdr": "commandant",
    "Cne Capt Cpt": "capitaine",
    "Lt Ltt": "lieutenant",
    "Col Cel": "colonel",
    "Lcl": "lieutenant-colonel",
    "Slt": "sous-lieutenant",
    "Adj Adjt": "adjudant",
    "Adc": "adjudant-chef",
    "Sgt": "sergent",
    "Sch": "sergent-chef",
    "Cpl": "caporal",
    "Brig": "brigadier",
    "Amal Alm": "amiral",
    "Maj": "major",
    "Pvt": "soldat",
    "Asp": "aspirant",
    "Mgr": "monseigneur",
    "Pr": "professeur",
    "Dr": "docteur",
    "Drs": "docteurs",
    "Me": "maître",
    "Vve": "veuve",
    "Pdt Prés": "président",
    "Cte": "comte",
    "Ctesse": "comtesse",
}
"""Said so when a name follows, with or without a point of their own."""

_FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    # Compound ranks, before the simple ones.
    "Lt": (
        (r"(?:\.? |-)Gen\.?", "lieutenant général"),
        (r"\.?[ -][cC](?:ol|l)\b\.?", "lieutenant-colonel"),
    ),
    "Maj Major": ((r"(?:\.? |-)Gen\.", "major général"),),
    "Brig": (
        (r"(?:\.? |-)Gen\.?", "général de brigade"),
        (rf"\.{_COMMON}", "brigade"),
    ),
    "S Sous": ((r"[-/][lL]t\.?" + _WORD, "sous-lieutenant"),),
    "Sgt": ((r"\.?[ -][cC]h(?:ef\b|\.)", "sergent-chef"),),
    "Adj Adjt": ((r"\.?[ -][cC]h(?:ef\b|\.)", "adjudant-chef"),),
    "Cpl": ((r"\.?[ -][cC]h(?:ef\b|\.)", "caporal-chef"),),
    # Civil titles.
    "M": ((rf"\.(?:{_NAME}|(?= l[ea] ))", "monsieur"),),
    "MM": ((rf"\.?{_NAME}", "messieurs"), (r"\.(?= les )", "messieurs")),
    "Mr": ((rf"\.?{_NAME}", "monsieur"),),
    "Mrs": ((rf"\.?{_NAME}", "madame"),),
    "Mme": ((rf"\.?{_NAME}", "madame"), (_WORD, "madame")),
    "Mmes": ((_WORD, "mesdames"),),
    "Mlle": ((rf"\.?{_NAME}", "mademoiselle"), (_WORD, "mademoiselle")),
    "Mlles": ((_WORD, "mesdemoiselles"),),
    "Mgrs": ((_WORD, "messeigneurs"),),
    "Mgr": ((_WORD, "monseigneur"),),
    "Ch": ((rf"\.{_NAME}", "Charles"),),
    "Ph": ((rf"\.{_NAME}", "Philippe"),),
    # Aircraft: their makers' letters stand before a type number.
    "Me": ((_TYPE, "Messerchmite"),),
    "Bf": ((_TYPE, "bé-èf"),),
    "Fw FW": ((_TYPE, "Foque-Voulfe"),),
    "Ju": ((_TYPE, "Younkeurs"),),
    "He": ((_TYPE, "Aïnkel"),),
    "Do": ((_TYPE, "Dornié"),),
    "Mes": ((rf"(?= {_CAPITAL}\w+ et {_CAPITAL})", "maîtres"),),
    "R": ((rf"\. ?P\.{_NAME}", "révérend père"),),
    # Saints, companies, streets.
    "St": ((rf"\.?(?=[- ]{_CAPITAL})", "Saint"),),
    "Ste": ((rf"\.?(?=[- ]{_CAPITAL})", "Sainte"),),
    "Sts": ((rf"(?=[- ]{_CAPITAL})", "Saints"),),
    "Stes": ((rf"(?=[- ]{_CAPITAL})", "Saintes"),),
    "N": (
        (r"\.-D\.", "Notre-Dame"),
        (rf"-D(?=[- ](?:de|du|des|{_CAPITAL}))", "Notre-Dame"),
        (r"(?:[°º]|o)s ?" + _DIGIT, "numéros"),
        (r"(?:[°º]|o\.?) ?" + _DIGIT, "numéro"),
    ),
    "n": (
        (r"\. ?d\. ?l\. ?r\.", "note de la rédaction"),
        (r"(?:[°º]|o)s ?" + _DIGIT, "numéros"),
        (r"(?:[°º]|o\.?) ?" + _DIGIT, "numéro"),
    ),
    "No no": ((r"\.? ?" + _DIGIT, "numéro"),),
    "nº nºs Nº Nºs": ((r" ?" + _DIGIT, "numéro"),),
    "Cie cie": ((_WORD, "compagnie"),),
    "Sté": ((_WORD, "société"),),
    "Ets Éts": ((_WORD, "établissements"),),
    "Bd bd Bld Bvd Blvd blvd": ((rf"\.?{_PLACE}", "boulevard"),),
    "Fg fg Fbg fbg": ((rf"\.?{_PLACE}", "faubourg"),),
    "Av": ((rf"\.{_PLACE}", "avenue"),),
    "av": (
        (r"\. J\.?-C\.?", "avant Jésus-Christ"),
        (rf"\.{_PLACE}", "avenue"),
    ),
    "apr ap": ((r"\. J\.?-C\.?", "après Jésus-Christ"),),
    "J": ((r"\.-C\.", "Jésus-Christ"),),
    "P": ((r"\.-S\.", "post-scriptum"),),
    "Pl pl": ((rf"\.{_PLACE}", "place"),),
    # Books.
    "p": (
        (r"\. ?ex\.", "par exemple"),
        (rf"\.{_DIGIT}", "page"),
    ),
    "pp": ((rf"\.{_DIGIT}", "pages"),),
    "par": ((r" ex\.", "par exemple"),),
    "vol": ((rf"\.{_ROMAN_OR_DIGIT}", "volume"),),
    "t": ((rf"\.{_ROMAN_OR_DIGIT}", "tome"),),
    "chap Chap": ((rf"\.{_ROMAN_OR_DIGIT}", "chapitre"),),
    "art Art": ((rf"\.{_ROMAN_OR_DIGIT}", "article"),),
    "fig Fig": ((rf"\.{_ROMAN_OR_DIGIT}", "figure"),),
    "ill": ((rf"\.{_ROMAN_OR_DIGIT}", "illustration"),),
    "éd": ((r"\.", "édition"),),
    "coll": ((r"\.", "collection"),),
    "cf Cf": ((r"\.", "confer"),),
    "ibid Ibid": ((r"\.", "ibidem"),),
    "op": ((r"\. cit\.", "opere citato"),),
    # Everyday words.
    "etc": ((r"(?:\.\.\.|…|\.)?" + _WORD, "et cétéra"),),
    "c": ((r"\.-?à-?d\.", "c'est-à-dire"), (r"\. à d\.", "c'est-à-dire")),
    "env": ((r"\.", "environ"),),
    "hab": ((r"\.", "habitants"),),
    "ca": ((r"\.?(?= \d{4})", "vers"),),
    "v": ((r"\.(?= \d{4})", "vers"),),
    "dép dépt": ((r"\.", "département"),),
    "s": ((r"\.(?=$|[ ,;:!?)])", "siècle"),),
    "div Div": ((rf"\.(?:{_COMMON}|(?=[,;:)]|$))", "division"),),
    "rég régt": ((r"\.", "régiment"),),
    "rgt Rgt": ((r"\.?" + _WORD, "régiment"),),
    "bat Bat": ((rf"\.{_COMMON}", "bataillon"),),
    "btn Btn": ((r"\.?" + _WORD, "bataillon"),),
    "vs": ((r"\.?" + _WORD, "contre"),),
    "lun Lun": ((rf"\.{_DIGIT}", "lundi"),),
    "mar Mar": ((rf"\.{_DIGIT}", "mardi"),),
    "mer Mer": ((rf"\.{_DIGIT}", "mercredi"),),
    "jeu Jeu": ((rf"\.{_DIGIT}", "jeudi"),),
    "ven Ven": ((rf"\.{_DIGIT}", "vendredi"),),
    "sam Sam": ((rf"\.{_DIGIT}", "samedi"),),
    "dim Dim": ((rf"\.{_DIGIT}", "dimanche"),),
}


def _rule(word: str, rest: str, said: str) -> Rule:
    name = "title" if said in _TITLES else "abbreviation"
    return Rule(name=name, pattern=re.compile(re.escape(word) + rest), say=lambda _: said)


_TITLES = frozenset(_RANKS.values()) | word_set(
    """
    monsieur messieurs madame mesdames mademoiselle mesdemoiselles messeigneurs maîtres
    lieutenant-colonel sous-lieutenant sergent-chef adjudant-chef caporal-chef
    """
)


def _by_first_word() -> dict[str, tuple[Rule, ...]]:
    rules: defaultdict[str, list[Rule]] = defaultdict(list)
    for words, forms in _FORMS.items():
        for word in words.split():
            rules[word] += [_rule(word, rest, said) for rest, said in forms]
    for words, said in _RANKS.items():
        for word in words.split():
            rules[word].append(_rule(word, rf"\.?{_NAME}", said))
    return {word: tuple(listed) for word, listed in rules.items()}


WORD_RULES: Mapping[str, tuple[Rule, ...]] = _by_first_word()
"""Rules by the word they start with, in the order to try them."""
