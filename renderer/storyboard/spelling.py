"""French spellings that typists get wrong and no rule of typography may mend: 2ème, Eglise, coeur.

Comes in: a text as an author typed it. Goes out: for each slip, what stands there and what a
printer would set. Letters are the author's, so this is advice. Knows nothing of storyboards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

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


_SLIPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(r"(?<![\w.,])(?P<number>\d+|[IVXLC]+)i?[èeé]me(?P<many>s?)(?!\w)"),
        lambda m: f"{m['number']}e{m['many']}",
    ),
    (
        re.compile(r"(?<![\w.,])(?P<number>1|I)[èe]re(?P<many>s?)(?!\w)"),
        lambda m: f"{m['number']}re{m['many']}",
    ),
    (
        re.compile(
            rf"(?:^|(?<=[.!?…:«—] ))A (?P<next>{_AFTER_A})(?:(?<=['’])|(?!\w))", re.MULTILINE
        ),
        lambda m: f"À {m['next']}",
    ),
    (
        re.compile(rf"(?<![\w-])(?:{_ACCENTED})(?!\w)"),
        lambda m: f"É{m[0][1:]}",
    ),
    (
        re.compile(rf"(?<!\w)(?:{_OE})(?!\w)", re.IGNORECASE),
        lambda m: m[0].replace("oe", "œ").replace("Oe", "Œ").replace("OE", "Œ"),
    ),
    (
        re.compile(rf"(?<!\w)(?P<title>{_TITLES})\.(?P<name>[A-ZÀ-Þ][a-zà-ÿ]+)"),
        lambda m: f"{m['title']}. {m['name']}",
    ),
    (
        re.compile(r"(?P<word>[^\W\d_]+)[ \u00a0\u202f]+\.(?![\w.])"),
        lambda m: f"{m['word']}.",
    ),
)


def misspelt(text: str) -> Iterator[tuple[str, str]]:
    """What in a French *text* a printer would set otherwise: (as typed, as set), in order, once."""
    found = [(m.start(), m[0], mend(m)) for slip, mend in _SLIPS for m in slip.finditer(text)]
    yield from dict.fromkeys((typed, right) for _, typed, right in sorted(found))
