"""Titles and ranks; with them, all forms that begin with a shortened word.

    M., Mme, Gal, Cdt, Lt-col., sgt-chef, M. et Mme

Comes in: folded text. Goes out: `word_rules`, by the word that a form starts with. Each entry says
what must follow for the letters to be that abbreviation: "Mal de Lattre" is a marshal, "Mal armés"
is not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from renderer.language.ear.french.cut_words import CONTRACTED
from renderer.language.ear.french.shortened_words import (
    BODIES,
    CAPITAL,
    DEPARTMENTS,
    FOLLOWS_NAME,
    FORMS,
    say_body,
)
from renderer.language.ear.french.words_in_place import IN_PLACE, SIZES
from renderer.language.ear.rules import Rule, listed_words

_WORD = r"(?!\w)"
_TYPE = r"(?=[ -]?\d{2,3}(?!\d))"
_COUPLE = r"(?= (?:et|ou|&) (?:M\.|MM\.|Mr|Mmes?|Mlles?|Melle|[Mm]adame|[Mm]ademoiselle)(?!\w))"
"""Husband and wife, or several persons: "M. et Mme Roy"."""
_REST = (
    r"(?= (?:de (?:brig|div|vaiss|frég|corv|cav|rés|vaisseau"
    r"|frégate|corvette|division|brigade|réserve|gendarmerie|port|bord|navire"
    r"|base|groupe|place|police|escadron|C\.? ?A)|d'(?:armée|active|artillerie|infanterie"
    r"|aviation|administration|état-major|arm\.|inf\.|art\.))(?!\w)| \([A-Z0-9]{2,4}\) | \(jg\) )"
)
_RANKED = (
    rf"(?:\.?-(?=(?:de-|du-|d'|de-la-)?{CAPITAL}[\w'])|\.?(?:{FOLLOWS_NAME}|{_COUPLE}|{_REST}))"
)
"""What follows a rank: a name, hyphened to it on the sign of a street ("Gal-Leclerc"); a spouse;
the rest of the rank."""
_POINTED = rf"\.(?:{FOLLOWS_NAME}|(?=-{CAPITAL}| d'(?:inf|art|cav|act)|au long cours))"

_NO_INITIAL = r"(?<!Mme M)(?<!lle M)(?<!M\. M)"
"""Another title stands before: "Mlle M. Roy" has a given name."""

_RANKS = {
    "Gal Gén Gen gal gén": "général",
    "Gaux gaux Gals gals": "généraux",
    "Cdts cdts": "commandants",
    "Cnes cnes": "capitaines",
    "Lts lts": "lieutenants",
    "Cols Cels": "colonels",
    "Sgts sgts": "sergents",
    "Adjts adjts": "adjudants",
    "Mal": "maréchal",
    "Cdt Cmdt Cdr Ct cdt cmdt": "commandant",
    "Cne Capt Cpt cne capt cpt": "capitaine",
    "Lt Ltt lt ltt Lieut lieut": "lieutenant",
    "Col Cel": "colonel",
    "Lcl lcl": "lieutenant-colonel",
    "Slt slt": "sous-lieutenant",
    "Adj Adjt adj adjt": "adjudant",
    "Adc adc": "adjudant-chef",
    "Sgt sgt Sgtt": "sergent",
    "Sch": "sergent-chef",
    "Cpl cpl": "caporal",
    "Cch": "caporal-chef",
    "MDL MdL Mdl mdl": "maréchal des logis",
    "Brig brig": "brigadier",
    "Amal Alm amal": "amiral",
    "Maj": "major",
    "Pvt pvt": "soldat",
    "Asp asp Aspt aspt": "aspirant",
    "Mgr mgr": "monseigneur",
    "Pr Prof prof": "professeur",
    "Dr dr": "docteur",
    "Dre": "docteure",
    "Drs": "docteurs",
    "Prs": "professeurs",
    "Me Mtre": "maître",
    "Vve vve": "veuve",
    "Pdt pdt Prés": "président",
    "Vte": "vicomte",
    "Vtesse": "vicomtesse",
    "Cte": "comte",
    "Ctesse": "comtesse",
}
"""Said so when a name follows, with or without a point of their own."""

_POINTED_RANKS = {
    "col": "colonel",
    "cap Cap": "capitaine",
    "maj": "major",
    "prés": "président",
    "card Card": "cardinal",
    "sén": "sénateur",
    "préf": "préfet",
    "past": "pasteur",
    "chan": "chanoine",
    "sold Sold": "soldat",
    "serg Serg": "sergent",
    "pr": "professeur",
    "Mar mar": "maréchal",
    "Am am": "amiral",
}
"""Words, or parts of words, of their own: ranks only with their point, and before a name."""

_OFFICER = "CLGAcl"
"""Initials of the ranks that a doctor of the army may have."""
_CHIEF = r"\.?[ /-][cC]h(?:ef(?!\w)|\.)"


def _alone(letters: int) -> str:
    """ "le Cdt et le Cne": a rank of so many letters behind its article, without a name."""
    dots = "." * letters
    return rf"(?<=(?:[lL]e|[dD]u|[aA]u|un) {dots})(?= [a-zà-ÿ]|[,;:)]|$)"


_TITLE_FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    # Compound ranks, before the simple ones.
    "Lt lt Ltt Lieut lieut": (
        (r"(?:\.? |-)Gen\.?", "lieutenant général"),
        (r"\.?[ /-][cC](?:olonel|ol|el|l)(?!\w)\.?", "lieutenant-colonel"),
        (r"\.?-[gG](?:énéral|én|al)(?!\w)\.?", "lieutenant-général"),
    ),
    "Maj Major": ((r"(?:\.? |-)Gen\.", "major général"),),
    "brig": (
        (r"(?<=de brig)\.|(?<=-brig)\.", "brigade"),
        (_CHIEF, "brigadier-chef"),
    ),
    "Méd méd": (
        (
            rf"\.?(?=-[{_OFFICER}]"
            rf"| (?:[cC]ap|[cC]dt|[lL]t|[cC]ol|[gG][aé][ln]|[cC]ne|en chef){_WORD})",
            "médecin",
        ),
    ),
    "Brig": (
        (_CHIEF, "brigadier-chef"),
        (r"(?:\.? |-)Gen\.?", "général de brigade"),
        (r"\.(?= [a-zéèàœ])", "brigade"),
    ),
    "S s Sous sous Ss ss": ((r"\.?[/-] ?[lL](?:t|ieut(?:enant)?)\.?" + _WORD, "sous-lieutenant"),),
    "Cap cap Capt capt Cne cne": (
        (r"\.?-chef" + _WORD, "caporal-chef"),
        (r"\.? de frég\.", "capitaine de frégate"),
        (r"\.? de corv\.", "capitaine de corvette"),
        (r"\.? de vaiss\.", "capitaine de vaisseau"),
    ),
    "Sgt sgt Serg serg": (
        (_CHIEF, "sergent-chef"),
        (r"\.?[ /-][mM]aj(?:or(?!\w)|\.)", "sergent-major"),
    ),
    "Adj Adjt adj adjt": ((_CHIEF, "adjudant-chef"),),
    "Cpl cpl": ((_CHIEF, "caporal-chef"),),
    "MDL MdL Mdl mdl": ((_CHIEF, "maréchal des logis-chef"),),
    "mal": ((rf"(?<=(?:[lL]e|du|au) mal)\.?(?= (?:de Lattre|{CAPITAL}))", "maréchal"),),
    "Cdt cdt": (
        (r"(?= (?:la|le|l'|les|en (?:chef|second)))", "commandant"),
        (_alone(3), "commandant"),
    ),
    "Cne": ((_alone(3), "capitaine"),),
    "Cal": ((rf"(?<=(?:[lL]e|[dD]u|[aA]u) Cal)\.?(?= {CAPITAL})", "caporal"),),
    "Sr": (
        (rf"(?<=(?:[lL]e|[dD]u|[aA]u) Sr)\.?{FOLLOWS_NAME}", "sieur"),
        (rf"\.?{FOLLOWS_NAME}", "sœur"),
    ),
    "Sgt": ((_alone(3), "sergent"),),
    "Lt": ((_alone(2), "lieutenant"),),
    # Civil titles.
    "M": (
        (r"\. ?P\. ?F\.", "mort pour la France"),
        (r"\. ?d\. ?[lL]\.", "maréchal des logis"),
        (
            rf"{_NO_INITIAL}\.(?![A-Z]\.)(?:{FOLLOWS_NAME}|{_COUPLE}|(?= (?:l[ea] |l')))",
            "monsieur",
        ),
    ),
    "MM": (
        (rf"\.?{FOLLOWS_NAME}", "messieurs"),
        (rf"\.(?:{_COUPLE}|(?= (?:les |l[ea] |l')))", "messieurs"),
    ),
    "Mr": ((rf"\.?(?:{FOLLOWS_NAME}|{_COUPLE}|(?= (?:l[ea] |l')))", "monsieur"),),
    "Mrs": ((rf"\.?{FOLLOWS_NAME}", "madame"),),
    "Mme mme": ((rf"\.?{FOLLOWS_NAME}", "madame"), (_WORD, "madame")),
    "Mmes mmes": ((_WORD, "mesdames"),),
    "Mlle mlle": ((rf"\.?{FOLLOWS_NAME}", "mademoiselle"), (_WORD, "mademoiselle")),
    "Melle": ((rf"\.?{FOLLOWS_NAME}", "mademoiselle"),),  # alone, a town of the Deux-Sèvres
    "Mlles": ((_WORD, "mesdemoiselles"),),
    "Mgrs": ((_WORD, "messeigneurs"),),
    "Mgr": ((_WORD, "monseigneur"),),
    "Ch": ((rf"\.{FOLLOWS_NAME}", "Charles"),),
    "Ph": ((rf"\.(?= {CAPITAL}\. )", "photo"), (rf"\.{FOLLOWS_NAME}", "Philippe")),
    **{
        short: ((rf"\.(?= (?:d[eu] )?{CAPITAL})", whole),)
        for short, whole in {
            "Ant": "Antoine",
            "Alex": "Alexandre",
            "Alph": "Alphonse",
            "Aug": "Auguste",
            "Bern": "Bernard",
            "Ern": "Ernest",
            "Eug": "Eugène",
            "Fr": "François",
            "Fréd": "Frédéric",
            "Gust": "Gustave",
            "Jos": "Joseph",
            "Raym": "Raymond",
            "Vict": "Victor",
            "Th": "té-ache",
        }.items()
    },
    "Mis": ((rf"(?= de (?:la |l')?{CAPITAL})(?<=(?:[lL]e|[dD]u|[aA]u) Mis)", "marquis"),),
    "Bon": ((rf"(?= (?:de |d'|{CAPITAL}))(?<=(?:[lL]e|[dD]u|[aA]u) Bon)", "baron"),),
    "q Q": ((r"\.?-m\.", "quartier-maître"),),
    "V": ((rf"\.-A\.(?= {CAPITAL}[a-z])", "vice-amiral"),),
    "C": ((rf"\.-A\.(?= {CAPITAL}[a-z])", "contre-amiral"),),
    # Aircraft: their makers' letters stand before a type number.
    "Me": ((_TYPE, "Messerchmite"),),
    "Bf": ((_TYPE, "bé-èf"),),
    "Fw FW": ((_TYPE, "Foque-Voulfe"),),
    "Ju": ((_TYPE, "Youne-kèrsse"),),
    "He": ((_TYPE, "Aïnkel"),),
    "Do": ((_TYPE, "Dornié"),),
    "Mk MK": ((r"\.?(?=[ .-]?(?:\d|[IVX]+[A-H]?(?!\w)))", "Mark"),),
    "Mes": ((rf"(?= {CAPITAL}\w+ et {CAPITAL})", "maîtres"),),
    "R": ((rf"\. ?P\.(?= ?(?:de |d')?{CAPITAL}[a-zà-ÿ])", "révérend père"),),
}


def _rule(word: str, rest: str, said: str) -> Rule:
    name = "title" if said in _TITLES else "abbreviation"
    return Rule(name=name, pattern=re.compile(f"{re.escape(word)}(?:{rest})"), say=lambda _: said)


_TITLES = frozenset(_RANKS.values()) | listed_words(
    """
    monsieur messieurs madame mesdames mademoiselle mesdemoiselles messeigneurs maîtres
    lieutenant-colonel sous-lieutenant sergent-chef adjudant-chef caporal-chef sergent-major
    lieutenant-général colonel capitaine major président sergent lieutenant professeur
    """
)


_LOUD = {
    "GAL": "général", "CDT": "commandant", "CNE": "capitaine", "LT": "lieutenant",
    "COL": "colonel", "SGT": "sergent", "CPL": "caporal", "BD": "boulevard", "ADJ": "adjudant",
    "DR": "docteur", "MME": "madame", "MLLE": "mademoiselle", "MGR": "monseigneur", "ST": "saint",
    "STE": "sainte",
}  # fmt: skip
"""The same in a text in capitals."""
_LOUD_RANKS = frozenset({"GAL", "CDT", "LT", "SGT", "MME", "MLLE", "MGR", "ADJ"})
"""Those that are no words, whose name may begin with "DE"."""


def _by_first_word() -> dict[str, tuple[tuple[str, str], ...]]:
    forms: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    forms.update({word: [] for word in BODIES})
    for table in (_TITLE_FORMS, SIZES, IN_PLACE, FORMS, DEPARTMENTS):
        for words, listed in table.items():
            for word in words.split():
                forms[word] += listed
    for ranks, tail in ((_RANKS, _RANKED), (_POINTED_RANKS, _POINTED)):
        for words, said in ranks.items():
            for word in words.split():
                forms[word].append((tail, said))
    for words, said in CONTRACTED.items():
        for word in words.split():
            forms[word].append((rf"\.?{_WORD}", said))
    for word, said in _LOUD.items():
        particle = "" if word in _LOUD_RANKS else "(?! DE | DU | DES )"  # LE COL DU ROULE
        forms[word].append((rf"\.?(?=[ -]{CAPITAL}{CAPITAL}){particle}", said))
    return {word: tuple(listed) for word, listed in forms.items()}


WORD_FORMS: Mapping[str, tuple[tuple[str, str], ...]] = _by_first_word()
"""What must follow each word, and how it is then said, in the order to try them."""


def word_rules(word: str) -> tuple[Rule, ...]:
    """The rules of the forms that start with *word*. Compiled only for a word that is met: all of
    them take as long as starting Python ten times over."""
    rules = tuple(_rule(word, rest, said) for rest, said in WORD_FORMS.get(word, ()))
    if word not in BODIES:
        return rules
    return (Rule(name="abbreviation", pattern=re.compile(rf"{word}\."), say=say_body), *rules)
