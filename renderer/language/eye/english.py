"""English for the eye: quotes, apostrophes, dashes, spaces that hold, and where lines break.

    text ──typeset_english──▶ text to show

Comes in: any text without addresses; two words. Goes out: the same letters and digits in the same
order, set as an English printer would; what a line break costs between the two.
"""

from __future__ import annotations

import re

from renderer.language.abbreviations import word_set
from renderer.language.eye.break_scale import ENGLISH_GROUP, HOLDS, NUMBER, PLAIN
from renderer.language.eye.marks import NO_BREAK, dash_ranges, one_sign_for_dots
from renderer.language.eye.quotes import english_quotes

_TIE = re.compile(
    r"(?<=\d) (?=(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|million|billion|km|kg|cm|mm|mph|am|pm|a\.m\.|p\.m\.)\b)"
    r"|(?<=\bNo\.) (?=\d)|(?<=\b(?:Mr|Dr|St)\.) (?=[A-Z])|(?<=\b(?:Mrs|Gen|Col)\.) (?=[A-Z])"
    r"|(?<=\bLt\.) (?=[A-Z])|(?<=\b[IVX]) (?=Corps\b)|(?<=[IVX][IVX]) (?=Corps\b)"
)
"""Spaces at which English doesn't break a line: a day and its month, a title and its name."""
_HOLDING = word_set(
    """
    the a an of to in on at by for with from into and or but his her its their our my your this
    that these those is are was were has have had will not no
    """
)
_OPENING = word_set(
    """
    and or but because that which who when where while if of to in on at by for with from into
    """
)


def typeset_english(text: str) -> str:
    """*text*, free of addresses, as an English printer sets it."""
    text = one_sign_for_dots(text)
    text = english_quotes(text)
    text = re.sub(r"(?<=\w) ?---? ?(?=\w)", "—", text) if "--" in text else text
    text = dash_ranges(text)
    return _TIE.sub(NO_BREAK, text)


def english_break_cost(last: str, first: str, is_first: bool) -> float:  # noqa: ARG001 - French asks
    """What a line that ends with *last* costs before *first*, as `language.BreakCost` says."""
    before, after = last.lower(), first.lower()
    if before in _HOLDING:
        return HOLDS
    if before[:1].isdigit() and after not in _OPENING:
        return NUMBER
    return ENGLISH_GROUP if after in _OPENING else PLAIN
