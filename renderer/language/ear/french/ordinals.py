"""Ordinals in French words: premier, première, seconde, quatre-vingtième.

Comes in: ints of 0 or more. Goes out: words. num2words 0.5.14 says "quatre-vingtsième" and has no
feminine, so only its cardinals are used.
"""

from __future__ import annotations

from renderer.language.ear.french.cardinals import cardinal


def ordinal(number: int, *, feminine: bool = False, plural: bool = False) -> str:
    """*number* as an ordinal: 1 is "premier" or "première", 21 "vingt et unième".

    Raises:
        ValueError: negative, or too large to be named.
    """
    if number < 0:
        raise ValueError(f"{number} has no ordinal")
    if number == 1:
        words = "première" if feminine else "premier"
    else:
        head, gap, last = cardinal(number).rpartition(" ")
        if head == "un" and last in {"million", "milliard", "billion"}:
            head, gap = "", ""
        stem, hyphen, unit = last.rpartition("-")
        words = f"{head}{gap}{stem}{hyphen}{_suffixed(unit)}"
    return f"{words}s" if plural else words


def second(*, feminine: bool = False, plural: bool = False) -> str:
    """The other word for deuxième: "second", "seconde"."""
    return "second" + ("e" if feminine else "") + ("s" if plural else "")


def _suffixed(word: str) -> str:
    if word == "cinq":
        return "cinquième"
    if word == "neuf":
        return "neuvième"
    if word in {"vingts", "cents"} or word.endswith(("lions", "liards")):
        word = word[:-1]
    return f"{word.removesuffix('e')}ième"
