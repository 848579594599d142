"""Which letters of a French text are drawn raised: 1ʳᵉ, XIXᵉ, nᵒ, Mᵐᵉ.

Goes out: one pattern, whose last group is what rises.
"""

from __future__ import annotations

import re

_SP = "[ \u00a0\u202f]"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŒŠŽ]"
_NAMED = rf"{_SP}(?:de{_SP}|d[’']|von{_SP})?{_CAPITAL}"
# Roman numerals in their usual form; alone, only I, V and X: "Le", "De", "Me", "Ce" are words.
_ROMAN = (
    r"(?=[IVX]|[LCDM][IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
    r"(?<=[IVXLCDM])"
)
FRENCH_RAISED = re.compile(
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
