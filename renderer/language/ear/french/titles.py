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

from renderer.language.ear.french.capitals import GIVEN_NAMES
from renderer.language.ear.french.cut_words import CONTRACTED, in_number
from renderer.language.ear.french.gender import OFFICES, in_feminine, is_of_woman
from renderer.language.ear.french.shortened_words import (
    BODIES,
    CAPITAL,
    FOLLOWS_NAME,
    FORMS,
    say_body,
    say_side,
)
from renderer.language.ear.french.words_in_place import DEPARTMENTS, IN_PLACE, SIZES
from renderer.language.ear.rules import Rule, listed_words

_WORD = r"(?!\w)"
_TYPE = r"(?=[ -]?\d{2,3}(?!\d))"
_COUPLE = r"(?= (?:et|ou|&) (?:M\.|MM\.|Mr|Mmes?|Mlles?|Melle|[Mm]adame|[Mm]ademoiselle)(?!\w))"
"""Husband and wife, or several persons: "M. et Mme Roy"."""
_REST = (
    r"(?= (?:de (?:brig|div|corps|vaiss|frég|corv|cav|rés|vaisseau"
    r"|frégate|corvette|division|brigade|réserve|gendarmerie|port|bord|navire"
    r"|base|groupe|place|police|escadron|C\.? ?A)|d'(?:armée|active|artillerie|infanterie"
    r"|aviation|administration|état-major|arm\.|inf\.|art\.))(?!\w)"
    r"| \((?:[A-Z0-9]{1,4}|e\.?r\.?|c\.?r\.?|h|jg)\) )"
)
_RANKED = (
    rf"(?:\.?-(?=(?:de-|du-|d'|de-la-)?{CAPITAL}[\w'])"
    rf"|\.?(?:{FOLLOWS_NAME}|{_COUPLE}|{_REST}|(?= [«\"] ?{CAPITAL}[a-zà-ÿ])))"
)
"""What follows a rank: a name, hyphened to it on the sign of a street ("Gal-Leclerc"); a spouse;
the rest of the rank."""
_POINTED = (
    rf"\.(?:{FOLLOWS_NAME}"
    rf"|(?=-{CAPITAL}| d'(?:inf|art|cav|act)|au long cours| \([\w.]{{1,5}}\) {CAPITAL}))"
)

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
    "Me Mtre mtre": "maître",
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
_CHIEF = r"\.?(?:[ /-][cC]h(?:ef(?!\w)|\.)|/[cC](?!\w))"


def _pointed_alone(short: str) -> str:
    """ "mon col., …", "le cap. et": a word of its own, which only its point in mid-sentence tells;
    "le col. « Henri »" has his name from the Resistance."""
    named = rf"(?= [«\"] ?{CAPITAL}[\w '-]{{1,20}} ?[»\"])"
    return (
        rf"(?:(?<=(?:[lL]e|[dD]u|[aA]u|un|ce) {short})|(?<=(?:[mMsS]on) {short}))"
        rf"\.(?:(?=[,;:)!]| (?:[a-zà-ÿ]|!))|{named})|(?<=[mM]on {short})\.(?= »)"
    )


def _alone(short: str) -> str:
    """ "le Cdt et le Cne", "mon lt !": the rank *short* without a name, behind what names one."""
    return (
        rf"(?:(?<=(?:[lL]e|[dD]u|[aA]u|[uU]n|[cC]e) {short})|(?<=(?:[mMsS]on) {short})"
        rf"|(?<=(?:[lLdD]'){short}))\.?(?= [a-zà-ÿ]|[,;:)!?]| [»!?\"]|$)"
    )


_WITHOUT_NAME = (
    "Gal Gén gén Cdt Cmdt cdt cmdt Cne Capt cne capt Lt lt Lieut Lcl lcl Adj Adjt adj adjt "
    "Adc adc Sgt sgt Cpl cpl Mgr Dr dr Pr Pdt pdt Asp asp"
)
"""Ranks that are no words, so that an article is enough to tell them."""


_TITLE_FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    # Compound ranks, before the simple ones.
    "Lt lt Ltt Lieut lieut": (
        (r"(?:\.? |-)Gen\.?", "lieutenant général"),
        (r"\.?[ /-][cC](?:olonel|ol|el|l)(?!\w)\.?", "lieutenant-colonel"),
        (rf"\.?[ -][cC](?:m?dt|m?dr)\.?(?= {CAPITAL})", "lieutenant-commandant"),
        (r"\.?-[gG](?:énéral|én|al)(?!\w)\.?", "lieutenant-général"),
    ),
    "Maj Major": ((r"(?:\.? |-)Gen\.", "major général"),),
    "brig": (
        (r"(?<=de brig)\.|(?<=-brig)\.", "brigade"),
        (_CHIEF, "brigadier-chef"),
    ),
    "Dr": ((r"(?=, )", "docteur"),),
    "Méd méd": (
        (r"\.(?= (?:du (?:maq|bat|rég|camp|bord)|des |de bord|chef|à [A-Z])|,)", "médecin"),
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
    "S s Sous sous Ss ss": (
        (r"\.?[/-] ?[lL](?:ts?|ieut(?:enant)?)\.?" + _WORD, "sous-lieutenant"),
    ),
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
    "Cdt cdt": ((r"(?= (?:la|le|l'|les|en (?:chef|second|2n?d)))", "commandant"),),
    "Cne cne": ((r"(?:(?<=[lL]a .ne)|(?<=, .ne)|(?<=[,(].ne))\.?(?= d[eu'])", "commune"),),
    "Cal cal": (
        (_CHIEF, "caporal-chef"),
        (rf"(?<=(?:[lL]e|[dD]u|[aA]u) .al)\.?(?= {CAPITAL})", "caporal"),
    ),
    "Adm adm": ((rf"\.?(?= (?:Sir )?{CAPITAL}[a-zà-ÿ])", "amiral"),),
    "Pdt pdt": (
        (r"(?<=ice-.dt)\.?", "président"),
        (r"\.?(?= (?:de (?:la |l')|du |d'honneur))", "président"),
    ),
    "Pdte pdte": ((_WORD, "présidente"),),
    "adj Adj adjt Adjt": (
        (r"\.?(?= (?:au maire|aux |à la |spécial|technique|administratif))", "adjoint"),
        (
            r"(?<=\(adj)\.(?=\))|(?<=ire-adj)\.|(?<=M\. l'adj)\.|(?<=\der adj)\.|(?<=\de adj)\.",
            "adjoint",
        ),
    ),
    "gal": (
        (r"(?:(?<=[lL]e gal)|(?<=[dD]u gal)|(?<=[aA]u gal))\.", "général"),
        (r"(?<=[mMsS]on gal)\.?(?!\w)", "général"),
    ),
    "Col": ((_pointed_alone("Col"), "colonel"),),
    "adjte Adjte": ((_WORD, "adjointe"),),
    "Sr": (
        (rf"(?<=(?:[lL]e|[dD]u|[aA]u) Sr)\.?{FOLLOWS_NAME}", "sieur"),
        (rf"\.?{FOLLOWS_NAME}", "sœur"),
    ),
    # Civil titles.
    "M": (
        (r"(?:\. ?/|/)(?= ?Mme)", "monsieur"),
        (rf"[°º](?= ?:? ?{CAPITAL})", "métro"),
        (r"(?<![\s\S]M)\.(?= [a-zà-ÿ])(?! et )", "monsieur"),
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
    "V": ((rf"\.-A(?:dm)?\.(?= {CAPITAL}[a-z])", "vice-amiral"),),
    "C": ((rf"\.-A(?:dm)?\.(?= {CAPITAL}[a-z])", "contre-amiral"),),
    "mat": ((rf"(?<=(?:[lL]e|[dD]u|[aA]u) mat)\.(?= {CAPITAL})", "matelot"),),
    "Vice vice": ((rf"-[aA]dm\.?(?= {CAPITAL})", "vice-amiral"),),
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


_BEHIND_PLURAL = re.compile(r"(?<!\w)(?:[lLdDcCmMsS]es|[aA]ux|[nNvV]os|leurs) $")
_BEHIND_GIVEN_NAME = re.compile(r"(?<![\w-])([^\W\d_]+) $")
_TWO_INITIALS = re.compile(r"(?<!M\. )(?<!me )(?<!lle )(?<!\w)(?!M)[A-Z]\. (?:et|ou|&) $")
_NAMED_BY_INITIAL = re.compile(r"(?<!\w)([^\W\d_]+) [A-Z]\. (?:et|ou|&) $")


def _is_initial(before: str) -> bool:
    """Whether the M. behind *before* is a name's: "Jean M. et Mme D.", "rue P. et M. Curie"."""
    given = _BEHIND_GIVEN_NAME.search(before)
    if given and given[1] in GIVEN_NAMES:
        return True
    named = _NAMED_BY_INITIAL.search(before)
    return bool(_TWO_INITIALS.search(before)) and not (named and named[1] in GIVEN_NAMES)


_UNCOUNTED = listed_words(
    """
    avant après contre sur sous dans sauf vers chez confer idem ibidem saint sainte tout et lundi
    mardi mercredi jeudi vendredi samedi dimanche
    """
)


def _rule(word: str, rest: str, said: str) -> Rule:
    name = "title" if said in _TITLES else "abbreviation"
    parts = said.split("-")
    counted = (
        said.islower()
        and " " not in said
        and (len(parts) == 1 or name == "title" or parts[0] == "sous")
    )
    plural = "-".join(in_number(part, many=part not in _UNCOUNTED) for part in parts)

    def say(match: re.Match[str]) -> str | None:
        before = match.string[max(0, match.start() - 40) : match.start()]
        if said == "monsieur" and match[0][1:2] == "." and _is_initial(before):
            return None
        if said in OFFICES and is_of_woman(before):
            return in_feminine(said)
        return plural if counted and _BEHIND_PLURAL.search(before) else said

    return Rule(name=name, pattern=re.compile(f"{re.escape(word)}(?:{rest})"), say=say)


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
    "STE": "sainte", "AV": "avenue", "RTE": "route", "FG": "faubourg", "CIE": "compagnie",
    "ETS": "établissements", "RGT": "régiment", "VVE": "veuve", "LIEUT": "lieutenant",
    "ADJT": "adjudant", "ASP": "aspirant", "BRIG": "brigadier", "CAPT": "capitaine",
}  # fmt: skip
"""The same in a text in capitals."""
_LOUD_RANKS = frozenset(_LOUD) - {"COL", "ST", "STE", "DR"}
"""Those that are no words, whose name may begin with "DE"."""


def _by_first_word() -> dict[str, tuple[tuple[str, str], ...]]:
    forms: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    forms.update({word: [] for word in BODIES})
    ranks = {word: said for words, said in _RANKS.items() for word in words.split()}
    alone = {word: ((_alone(word), ranks[word]),) for word in _WITHOUT_NAME.split()}
    alone |= {
        word: ((_pointed_alone(word), said),)
        for words, said in _POINTED_RANKS.items()
        for word in words.split()
        if word in {"col", "cap", "Cap", "maj", "sold", "serg"}
    }
    for table in (_TITLE_FORMS, alone, SIZES, IN_PLACE, FORMS, DEPARTMENTS):
        for words, listed in table.items():
            for word in words.split():
                forms[word] += listed
    for named, tail in ((_RANKS, _RANKED), (_POINTED_RANKS, _POINTED)):
        for words, said in named.items():
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
    if word in BODIES:
        return (Rule(name="abbreviation", pattern=re.compile(rf"{word}\."), say=say_body), *rules)
    if word in "NSEO":
        sides = re.compile(rf"{word}\.(?:[ -]?[EO]\.)?(?= |[,;:)]|$)")
        return (Rule(name="abbreviation", pattern=sides, say=say_side), *rules)
    return rules
