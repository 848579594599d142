"""What the typography of several languages has in common.

Comes in: text. Goes out: text with its three dots as one sign, and its ranges of numbers with an en
dash. Knows no language.
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
