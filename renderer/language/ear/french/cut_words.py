"""Words cut short, said whole and in agreement: 3 liasses et 21 doss., circ. min., anc. coll.

Comes in: folded text and the place of a word that a point follows. Goes out: `claim_cut`, what is
said there; `CONTRACTED`, the words that are written by their first and last letters.
"""

from __future__ import annotations

import re

from renderer.language.cut_words import full_word
from renderer.language.ear.french.gender import OFFICES, in_feminine, is_feminine, is_of_woman
from renderer.language.ear.rules import Claim, listed_words

_BEFORE = re.compile(r"(?<!\w)([^\W\d_]+)\.? (?:et )?$")
_MANY = re.compile(
    r"(?:(?<!\w)(?:[lLdDcCmMsStT]es|[aA]ux|[nNvV]os|leurs|deux|trois|quatre|plusieurs|quelques)"
    r"|(?<![\w°º.,/])(?:[2-9]|\d[\d ]*\d)) $"
)
"""What stands before several: an article, or a number that isn't that of a shelf."""
_NUMBERED = re.compile(r"\. ?\d")
"""What follows the name of one: "un 75 mod. 1897"."""
_NEXT = re.compile(r"\. ([^\W\d_]+)(\.?)")
_NO_HEAD = listed_words(
    """
    le la les un une de du des à au aux en par pour sur sous dans avec sans ce cette ces et ou ni
    est sont fut que qui il elle on son sa ses leur leurs chez vers entre
    """
)
_RANK = re.compile(r"[IVXLC]+(?:ers?|r?es?|èmes?|è)")
"""A rank stands before its noun, "le IVe trim."."""
_BEFORE_ITS_NOUN = frozenset({"ancien", "dernier", "premier"})
_LOOK_BACK = 32
"""Characters before a word in which the noun or number that it agrees with stands."""

_FEMININES = (
    ("el", "elle"), ("en", "enne"), ("er", "ère"), ("if", "ive"), ("ic", "ique"), ("e", "e"),
)  # fmt: skip


def claim_cut(text: str, start: int, stop: int) -> Claim | None:
    """The word from *start* to *stop* of *text*, if it and the point after it are one cut short."""
    word = text[start:stop]
    if text[stop : stop + 1] != "." or (word.isupper() and len(word) > 1):
        return None
    before = text[max(0, start - _LOOK_BACK) : start]
    head = _BEFORE.search(before)
    noun = head[1] if head and head[1].lower() not in _NO_HEAD else ""
    if _RANK.fullmatch(noun):
        noun = ""
    described = full_word(word, adjective=True)
    named = full_word(word)
    if described in _BEFORE_ITS_NOUN:
        following = _NEXT.match(text, stop)
        noun = following[1] if following else ""
    if described and ((noun and word[0].islower()) or named is None):
        said = _agreeing(described, _SHORT_NOUNS.get(noun) or full_word(noun) or noun)
    elif named:
        said = in_number(
            named, many=_MANY.search(before) is not None and not _NUMBERED.match(text, stop)
        )
        if named in OFFICES and is_of_woman(before):
            said = in_feminine(named)
    else:
        return None
    return Claim(start, stop + 1, said, "abbreviation")


_SHORT_NOUNS = {
    "éd": "édition",
    "coll": "collection",
    "rev": "revue",
    "arr": "arrêté",
    "Tir": "tirailleurs",
    "proc": "procureur",
    "Proc": "procureur",
}


def _agreeing(adjective: str, noun: str) -> str:
    many = noun.endswith(("s", "x")) and not noun.endswith(("ours", "corps"))
    if noun and is_feminine(noun):
        adjective = _feminine(adjective)
    return in_number(adjective, many=many)


def _feminine(adjective: str) -> str:
    for ending, feminine in _FEMININES:
        if adjective.endswith(ending):
            return adjective.removesuffix(ending) + feminine
    return f"{adjective}e"


def in_number(word: str, *, many: bool) -> str:
    """*word* as it is, or in the plural."""
    if not many or word.endswith(("s", "x")):
        return word
    if word.endswith("al"):
        return f"{word[:-1]}ux"
    return f"{word}x" if word.endswith("eau") else f"{word}s"


CONTRACTED = {
    "Régt régt Rég.t": "régiment", "Bie Btie Bttie Btrie": "batterie", "Cies cies": "compagnies",
    "Arrdts arrdts Arrts arrts": "arrondissements", "dvt": "devant", "Ts ts": "tous",
    "Ttes ttes": "toutes", "Tte tte": "toute",
    "Appt appt Appts appts": "appartement",
    "Rd-Pt": "rond-point", "ls": "les", "pdt": "pendant", "qd Qd": "quand", "svt": "suivant",
    "Sdt sdt": "soldat", "Sdts sdts": "soldats", "mvt": "mouvement",
    "Gvt gvt Gouvt": "gouvernement", "jugt Jugt": "jugement", "Regt": "régiment",
    "Pdr pdr": "paounndeur", "Coy": "compagnie", "Btns Bns": "bataillons", "Rgts rgts": "régiments",
    "Fds fds": "fonds", "ppal Ppal": "principal", "Feldmal": "feld-maréchal",
    "Mtée mtée": "montée", "Gpe gpe Grpe": "groupe", "Bds bds": "boulevards",
    "Xbre xbre": "décembre", "Jr": "junior", "tlj Tlj": "tous les jours",
    "Cdn": "canadien", "Abt": "abetaïloungue", "Hptm": "haopetmane", "Oblt": "obèrloïtnante",
}  # fmt: skip
"""By how they are written, with or without a point: régt, arrdts, dvt."""
