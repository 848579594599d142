"""What the typography of several languages has in common.

Comes in: text. Goes out: text with its three dots as one sign, its ranges of numbers with an en
dash, and its straight quotes and apostrophes made typographic by where they stand: « » and “ ”
(French), “ ” and ‘ ’ (English), ’. Spaces inside quotes are not its business.
"""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
"""Word space that doesn't break: before a colon, inside « », between a number and its unit."""
NARROW = "\u202f"
"""Narrow space that doesn't break: before ; ! ?, between thousands."""
THIN = "\u2005\u2006\u2007\u2008\u2009\u200a"
"""Spaces that a typist takes for the narrow no-break one."""
SPACE = f"[ {NO_BREAK}{NARROW}]"
"""Pattern of one space."""

_DOTS = re.compile(r"\.{3,}")
_RANGE = re.compile(
    r"(?<![\w\-–/.,])(\d{1,4})(?:-|" + SPACE + "?–" + SPACE + "?|" + SPACE + "-" + SPACE + ")"
    r"(\d{1,4})(?![\w\-–/]|[.,]\d)"
)


def one_sign_for_dots(text: str) -> str:
    """Three dots and more as "…"."""
    return _DOTS.sub("…", text) if "..." in text else text


def dash_ranges(text: str) -> str:
    """ "1939-1945", "14-18", "1939-45" with an en dash; anything that doesn't grow stays."""
    return _RANGE.sub(_range, text) if "-" in text or "–" in text else text


def _range(found: re.Match[str]) -> str:
    first, last = found[1], found[2]
    same_length = first[-len(last) :] if len(last) < len(first) == 4 else first
    grows = int(same_length) < int(last) and len(same_length) <= len(last)
    return f"{first}–{last}" if grows else found[0]


_ELISION = re.compile(
    r"(?<!\w)([cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'(?=[^\s'])", re.IGNORECASE
)
_INSIDE_WORD = re.compile(r"(?<=[^\W\d_])'(?=\w)")
_SINGLE_QUOTED = re.compile(r"(?<![\w'’])'([^\s'’](?:[^'\n]*[^\s'’])?)'(?![\w'’])")
_LEFT_OVER = re.compile(r"(?<=[^\W\d_])'|(?<![\w'’])'(?=\d\d(?!\d|'))")
_QUOTE = re.compile(r"[\"«»]")
_OPENS_AFTER = " \t\n\u00a0\u202f\u2009([{—–-«“‘’/"
_SPACES = " \t\n\u00a0\u202f\u2009"


def curl_apostrophes(text: str) -> str:
    """Straight apostrophes as ’ and straight single quotes as “ ”; feet and primes are left."""
    text = _ELISION.sub(r"\1’", text)
    text = _INSIDE_WORD.sub("’", text)
    if "'" in text:
        text = _SINGLE_QUOTED.sub(r"“\1”", text)
        text = _LEFT_OVER.sub("’", text)
    return text


def french_quotes(text: str) -> str:
    """Straight double quotes as « », and as “ ” where they stand inside « ».

    A quotation may have begun before *text* or end after it: each mark is judged by its
    neighbours first, by what is open second.
    """
    if "<<" in text and ">>" in text:
        text = text.replace("<<", "«").replace(">>", "»")
    if '"' not in text:
        return text
    first_close, first_open = text.find("»"), text.find("«")
    depth = int(first_close >= 0 and (first_open < 0 or first_close < first_open))
    ours: list[str] = []

    def turn(found: re.Match[str]) -> str:
        nonlocal depth
        mark, at = found[0], found.start()
        if mark != '"':
            depth = depth + 1 if mark == "«" else max(0, depth - 1)
            return mark
        if not ours and at and text[at - 1].isdigit():
            return mark  # seconds of arc, inches
        if _opens(text, at, bool(ours)):
            ours.append("»" if depth == 0 else "”")
            depth += 1
            return "«" if depth == 1 else "“"
        if ours:
            depth -= 1
            return ours.pop()
        closing = "»" if depth <= 1 else "”"
        depth = max(0, depth - 1)
        return closing

    return _QUOTE.sub(turn, text)


def _opens(text: str, at: int, is_one_open: bool) -> bool:
    """Whether the straight quote at *at* opens."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if before in _OPENS_AFTER and after not in _SPACES:
        return before != "’" or (after.isalnum() and not is_one_open)
    if before in ":=" and after not in _SPACES:
        return not is_one_open  # "dit:"Non""
    if before in _SPACES and after in _SPACES:
        return not is_one_open and at + 1 < len(text)
    return False


def english_quotes(text: str) -> str:
    """Straight quotes and apostrophes as English sets them; feet, inches and primes are left."""
    if '"' in text:
        is_open = False

        def turn(found: re.Match[str]) -> str:
            nonlocal is_open
            at = found.start()
            if not is_open and at and text[at - 1].isdigit():
                return found[0]
            is_open = _opens(text, at, is_open)
            return "“" if is_open else "”"

        text = re.sub('"', turn, text)
    if "'" in text:
        text = re.sub(r"(?<![^\s(\[{—–\-“])'(?=\d\ds?\b)", "’", text)
        text = re.sub(r"(?<![^\s(\[{—–\-“])'(?=\S)", "‘", text)
        text = re.sub(r"(?<!\d)'|(?<=\d)'(?=s\b)", "’", text)
    return text
