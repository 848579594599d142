"""What a speech rule is, and the pieces of pattern that several of them share.

Comes in: nothing. Goes out: `Rule`, `Claim`, and pattern fragments for numbers as they are
written. Knows no rule itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A written form, matched where it starts, and what is said for it."""

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str | None]
    """Plain words; None when it is not this rule's case after all. The match's `string` is the
    whole folded sentence."""


class Claim(NamedTuple):
    """A stretch of folded text, half-open, and what is said in its place ("" for nothing)."""

    start: int
    end: int
    said: str
    rule: str
    ipa: str = ""
    """Its phonemes, where a lexicon gives them."""


DASH = r"(?: ?[–—] ?|-)"
"""Between the ends of a range; the fold has made hyphens and minus signs "-"."""

WHOLE = r"(?:[1-9]\d{0,2}(?:(?: \d{3})+|(?:\.\d{3})+|(?:'\d{3})+|(?:,\d{3}){2,}|,000)(?!\d)|\d+)"
"""A whole number, with or without separated thousands: space, point, apostrophe, or the commas of
English where they can't be decimals."""

FRACTION = r"(?:[,.]\d+(?![\d]|[.,]\d))"
"""The decimals of a number, with their comma or point."""

NUMBER = rf"{WHOLE}{FRACTION}?"
END = r"(?!\w)"


def whole_digits(written: str) -> str:
    """The digits of a `WHOLE`, without its separators."""
    return re.sub(r"\D", "", written)


def split_number(written: str) -> tuple[str, str]:
    """A `NUMBER` as its digits before and after the decimal comma ("" when it has none)."""
    match = re.fullmatch(rf"({WHOLE})(?:[,.](\d+))?", written)
    if match is None:
        return whole_digits(written), ""
    return whole_digits(match[1]), match[2] or ""


def is_one(whole: str, fraction: str) -> bool:
    """Whether what is counted stays singular: below two in French."""
    return len(whole.lstrip("0")) == 0 or whole.lstrip("0") == "1" or (not whole and bool(fraction))


def word_set(listed: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(listed.split())
