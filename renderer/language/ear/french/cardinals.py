"""Numbers in French words: whole, decimal, and ordinal (premier, seconde, quatre-vingtième).

Comes in: ints, or digits as written. Goes out: words, hyphenated in the traditional way ("vingt et
un", "quatre-vingts", "deux cent mille"). Knows nothing of what is counted, but the caller can ask
for the feminine. Words below a thousand are num2words'; the rest is put together here, because
num2words 0.5.14 has no feminine, says "quatre-vingtsième", loses the last zero of decimals
("35,60" gives "virgule six") and takes 80 µs a number.
"""

from __future__ import annotations

from functools import lru_cache

_SCALES = ("", "mille", "million", "milliard", "billion", "billiard", "trillion", "trilliard")
LONGEST = 3 * len(_SCALES)
"""Digits beyond which a number is read digit by digit."""


@lru_cache(maxsize=1000)
def _below_thousand(number: int) -> str:
    from num2words import num2words  # imports sixty languages: only when a number is spoken

    return str(num2words(number, lang="fr"))


def cardinal(number: int, *, feminine: bool = False) -> str:
    """*number* in words, from 0 to below 10²⁴; negative ones get "moins".

    "mille" never agrees, "cent" and "vingt" take their s only at the end or before a noun such as
    "millions" (règle traditionnelle: deux cents, deux cent un, deux cent mille, deux cents
    millions).

    Raises:
        ValueError: the number is too large to be named.
    """
    if number < 0:
        return f"moins {cardinal(-number, feminine=feminine)}"
    if number >= 10**LONGEST:
        raise ValueError(f"{number} has no name in French here: say it digit by digit")
    words = _named(number) if number >= 1000 else _below_thousand(number)
    ends_in_one = feminine and number % 10 == 1 and number % 100 not in {11, 71, 91}
    return f"{words}e" if ends_in_one else words


def _named(number: int) -> str:
    parts: list[str] = []
    groups = f"{number:,}".split(",")
    for place, digits in zip(range(len(groups) - 1, -1, -1), groups, strict=True):
        group = int(digits)
        if group == 0:
            continue
        if place == 1:
            parts.append("mille" if group == 1 else f"{_before_mille(group)} mille")
        elif place == 0:
            parts.append(_below_thousand(group))
        else:
            parts.append(f"{_below_thousand(group)} {_SCALES[place]}{'s' if group > 1 else ''}")
    return " ".join(parts)


def _before_mille(group: int) -> str:
    words = _below_thousand(group)
    return words[:-1] if words.endswith(("cents", "vingts")) else words


def say_digits(digits: str, *, feminine: bool = False) -> str:
    """A run of the digits 0 to 9 as it is read: leading zeros said, over-long runs one by one."""
    significant = digits.lstrip("0")
    if not significant:
        return " ".join(["zéro"] * len(digits))
    if len(significant) > LONGEST:
        return " ".join(_below_thousand(int(digit)) for digit in digits)
    zeros = ["zéro"] * (len(digits) - len(significant))
    return " ".join([*zeros, cardinal(int(significant), feminine=feminine)])


def say_decimal(
    whole: str, fraction: str, *, feminine: bool = False, point: str = "virgule"
) -> str:
    """A decimal number: "3" and "05" give "trois virgule zéro cinq"; an empty fraction, a cardinal.

    Fractions of more than three significant digits are read digit by digit.
    """
    if not fraction:
        return say_digits(whole or "0", feminine=feminine)
    long = len(fraction.lstrip("0")) > 3
    said = " ".join(map(_digit, fraction)) if long else say_digits(fraction)
    return f"{say_digits(whole or '0')} {point} {said}"


def _digit(digit: str) -> str:
    return _below_thousand(int(digit))


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
