"""What a speech rule is, what a language hands over, and pieces of pattern that several share.

Comes in: nothing. Goes out: `Rule`, `Claim`, `Ear`, pattern fragments for numbers as they are
written, and the value of a well-formed Roman numeral. Knows no rule itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from renderer.language.ear.lexicon import Lexicon, LexiconLayer


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """How a language is spoken: what the module that `Language.ear` names holds as its `EAR`."""

    claims: Callable[[str, Lexicon, Sequence[Claim]], list[Claim]]
    """A folded text, the lexicon, the author's inline forms → what is said for every word, in
    order, none overlapping another. Inline forms come first, then the lexicon's entries."""
    reads_respellings: bool
    """Whether what an author wrote to be said is read by the rules in its turn ("le 6")."""
    lexicon: Callable[[], LexiconLayer | None]
    """The names that this package knows how to say; None: none."""
    first_words: frozenset[str]
    """What a sentence begins with, and titles: their capital names nobody."""
    well_known: frozenset[str]
    """Names that every voice of the language reads right."""
    common_words: frozenset[str] = frozenset()
    """Words that names are made of, and that name nobody by themselves."""


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


def listed_words(listed: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(listed.split())


_FORM = re.compile(r"(?=.)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman_value(letters: str) -> int | None:
    """The number that *letters* write, 1 to 3999; None when they are not a well-formed numeral."""
    if len(letters) > 15 or not _FORM.fullmatch(letters):
        return None
    values = [_VALUES[letter] for letter in letters]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )
