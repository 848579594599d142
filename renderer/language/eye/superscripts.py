"""Which letters of a French text are drawn raised: 1ʳᵉ, XIXᵉ, nᵒ, Mᵐᵉ, as real superscripts.

    text ──raised──▶ Run, Run, …

Comes in: a text as shown, set or not. Goes out: the same letters in runs, those to draw small and
high marked. Doesn't know fonts; never writes Unicode's superscript letters, which voices and
screen readers spell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SP = "[ \u00a0\u202f]"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŒŠŽ]"
_NAMED = rf"{_SP}(?:de{_SP}|d[’']|von{_SP})?{_CAPITAL}"
# Roman numerals in their usual form; alone, only I, V and X: "Le", "De", "Me", "Ce" are words.
_ROMAN = (
    r"(?=[IVX]|[LCDM][IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
    r"(?<=[IVXLCDM])"
)
_RAISED = re.compile(
    rf"""
    (?<![\w.,]) (?: \d+ (?P<number>ers?|ères?|res?|[eè]mes?|es?|(?<=2)(?:nd|d)e?s?) (?!\w)
                  | {_ROMAN} (?P<roman>(?<=I)ers?|(?<=I)res?|[eè]mes?|es?) (?![\w’'])
                  | [Nn](?P<numero>os?)(?={_SP}\d)(?<![Nn]os)
                  | M(?P<lady>mes?|lles?|gr)(?!\w)
                  | [DP](?P<doctor>rs?)(?={_NAMED})
                  | M(?P<counsel>e)(?={_NAMED})
                  | [GM](?P<general>al)(?={_NAMED})
                  | C(?P<commander>dt|ne)(?={_NAMED})
                  | L(?P<lieutenant>t)(?={_NAMED})
                  | C(?P<company>ie)(?!\w) )
    | (?<=\d) {_SP}? (?:[kdchm]?m)(?P<power>[23])(?!\w)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text drawn in one way."""

    text: str
    raised: bool = False
    """Whether it is drawn small and high."""


def raised(text: str, language: str = "fr") -> tuple[Run, ...]:
    """Cut *text* where letters rise and come down again.

    Args:
        text: any text. Joined, the runs give it back unchanged.
        language: BCP 47 tag; only French has raised letters.

    Returns:
        Runs in order, none of them empty; no run for an empty text.
    """
    if not text:
        return ()
    if language.partition("-")[0].lower() != "fr":
        return (Run(text),)
    runs: list[Run] = []
    at = 0
    for found in _RAISED.finditer(text):
        start, end = found.span(found.lastgroup or 0)
        if start > at:
            runs.append(Run(text[at:start]))
        runs.append(Run(text[start:end], raised=True))
        at = end
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs)
