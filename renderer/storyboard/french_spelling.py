"""French spellings that typists get wrong and no rule of typography may mend: 2ème, Eglise, coeur.

Comes in: a text as an author typed it. Goes out: for each slip, what stands there and what a
printer would set. Letters are the author's, so this is advice. Knows nothing of storyboards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

LANGUAGE = "fr"
"""The first part of the tags of the texts that `misspelt` is for."""

_TITLES = "M|MM|Mr|Dr|Pr|Me|Gal|Gén|Mal|Cdt|Cne|Col|Lt|Sgt|Adj|Mgr|St"
_ACCENTED = (
    "Eglises?|Etats?|Ecoles?|Ecoliers?|Evreux|Epinal|Etretat|Ecosse|Egypte|Epernay|Etampes|Evian"
    "|Etudiants?|Etrangers?|Etoiles?|Eté|Equipes?|Evacuations?|Evasions?|Evêques?|Elysées?|Elèves?"
    "|Epoux|Epouses?|Etang|Editions?|Evénements?|Evadés?|Elections?|Eclaireurs?"
)
"""Common nouns and places only: how a person's name is spelt is that person's."""
_AFTER_A = (
    "l['’]|la|le|les|un|une|ce|cet|cette|ces|son|sa|ses|leurs?|nos|vos|mes|mon|partir|travers|côté"
    "|droite|gauche|peine|midi|minuit|nouveau|bord|pied|cause|force|quoi|qui|chaque|tous|toutes"
    "|jamais|bientôt|demain|\\d+"
)
"""What the preposition is followed by, and the verb hardly ever."""
_OE = (
    "oeuvres? oeil oeufs? oeillets? coeurs? soeurs? voeux? noeuds? boeufs? moeurs choeurs?"
    " manoeuvres? manoeuvrer rancoeurs? désoeuvrés? foetus oedèmes?"
).replace(" ", "|")


_Slip = tuple[tuple[str, ...], re.Pattern[str], Callable[[re.Match[str]], str]]
_SLIPS: tuple[_Slip, ...] = (
    (
        ("ème", "éme", "eme"),
        re.compile(r"(?<![\w.,])(?P<number>\d+|[IVXLC]+)i?[èeé]me(?P<many>s?)(?!\w)"),
        lambda m: f"{m['number']}e{m['many']}",
    ),
    (
        ("ère", "ere"),
        re.compile(r"(?<![\w.,])(?P<number>1|I)[èe]re(?P<many>s?)(?!\w)"),
        lambda m: f"{m['number']}re{m['many']}",
    ),
    (
        ("A ",),
        re.compile(
            rf"(?:^|(?<=[.!?…:«—] ))A (?P<next>{_AFTER_A})(?:(?<=['’])|(?!\w))", re.MULTILINE
        ),
        lambda m: f"À {m['next']}",
    ),
    (
        ("E",),
        re.compile(rf"(?<![\w-])(?:{_ACCENTED})(?!\w)"),
        lambda m: f"É{m[0][1:]}",
    ),
    (
        ("oe", "Oe", "OE"),
        re.compile(rf"(?<!\w)(?:{_OE})(?!\w)", re.IGNORECASE),
        lambda m: m[0].replace("oe", "œ").replace("Oe", "Œ").replace("OE", "Œ"),
    ),
    (
        tuple(f"{title}." for title in _TITLES.split("|")),
        re.compile(rf"(?<!\w)(?P<title>{_TITLES})\.(?P<name>[A-ZÀ-Þ][a-zà-ÿ]+)"),
        lambda m: f"{m['title']}. {m['name']}",
    ),
    (
        (" .", "\u00a0.", "\u202f."),
        re.compile(r"(?P<word>[^\W\d_]+)[ \u00a0\u202f]+\.(?![\w.])"),
        lambda m: f"{m['word']}.",
    ),
)
"""For each slip: what a text that has it holds (most texts need no closer look), its pattern, and
what is set instead."""


def misspelt(text: str) -> Iterator[tuple[str, str]]:
    """What in a French *text* a printer would set otherwise: (as typed, as set), in order, once."""
    found = [
        (match.start(), match[0], mend(match))
        for signs, slip, mend in _SLIPS
        if any(sign in text for sign in signs)
        for match in slip.finditer(text)
    ]
    yield from dict.fromkeys((typed, right) for _, typed, right in sorted(found))
