"""Numbers that are neither dates, times nor quantities: ordinals, ranges, fractions, telephone
numbers, scales, scores, and plain cardinals with their agreement.

Comes in: folded text. Goes out: `NUMBER_RULES`, tried where a number starts, most particular first.
"""

from __future__ import annotations

import re

from renderer.language.ear.french.cardinals import cardinal, say_decimal, say_digits
from renderer.language.ear.french.gender import counts_feminine
from renderer.language.ear.french.ordinals import ordinal, second
from renderer.language.ear.rules import (
    END,
    NUMBER,
    WHOLE,
    Rule,
    split_number,
    whole_digits,
    word_set,
)
from renderer.language.folding import FRACTIONS, SUPERSCRIPTS

_ENGLISH = re.compile(
    r" (?:U\.?S\.? )?(?:Armou?red|Infantry|Airborne|Rangers?|Army|Battalion|Cavalry|Canadian|Field"
    r"|Bomb|Fighter|Tactical|Air|Engineers?|Marines?|Parachute|Medical|Signal|Special)(?!\w)"
)
_FEMININE_BEFORE = re.compile(r"(?:^|\W)(?:la|une|cette|sa|ma|leur) $", re.IGNORECASE)
_FEMININE_SUFFIX = word_set(
    """
    re res ère ères ere eres de des nde ndes
    """
)
_ORDINAL_LIMIT = 9


def _ordinal(match: re.Match[str]) -> str | None:
    digits, suffix = whole_digits(match["number"]), match["suffix"].lower()
    if len(digits) > _ORDINAL_LIMIT:
        return None
    number, plural = int(digits), suffix.endswith("s")
    feminine = suffix in _FEMININE_SUFFIX
    if number == 2 and suffix in {"d", "ds", "de", "des", "nd", "nds", "nde", "ndes"}:
        if not _ENGLISH.match(match.string, match.end()):
            return second(feminine=feminine, plural=plural)
        return ordinal(2)
    if suffix in {"e", "ème", "eme", "st"} and number == 1:
        before = match.string[max(0, match.start() - 8) : match.start()]
        feminine = bool(_FEMININE_BEFORE.search(before)) or counts_feminine(
            match.string, match.end()
        )
    return ordinal(number, feminine=feminine, plural=plural)


def _in_latin(match: re.Match[str]) -> str | None:
    after = match.string[match.end() : match.end() + 2]
    if after[:1] not in {"", " ", ",", ";", ":", ")", "."}:
        return None
    return {"1": "primo", "2": "secundo", "3": "tertio", "4": "quarto"}[match["number"]]


def _telephone(match: re.Match[str]) -> str:
    pairs = re.findall(r"\d+", match["pairs"])
    prefix = "plus " + say_digits(match["country"]) + ", " if match["country"] else ""
    first = match["first"]
    return prefix + ", ".join(map(say_digits, [first, *pairs] if first else pairs))


def _scale(match: re.Match[str]) -> str | None:
    digits = whole_digits(match["below"])
    if len(digits) > _ORDINAL_LIMIT or int(digits) < 2:
        return None
    return _portion(1, int(digits))


_PORTIONS = {2: "demi", 3: "tiers", 4: "quart"}


def _portion(above: int, below: int) -> str:
    name = _PORTIONS.get(below) or ordinal(below)
    return f"{cardinal(above)} {name}{'s' if above > 1 and below != 3 else ''}"


def _fraction(match: re.Match[str]) -> str:
    above, below = match["above"], match["below"]
    small = len(above) < 3 and len(below) < 3 and not below.startswith("0")
    if small and 0 < int(above) < int(below) and (int(above) == 1 or int(below) <= 8):
        return _portion(int(above), int(below))
    if len(above) == 4 and len(below) in {2, 4}:  # 1942/43: two years, not a part
        return f"{say_digits(above)} à {say_digits(below)}"
    return f"{say_digits(above)} sur {say_digits(below)}"


_DRAWN = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
    "⅞": (7, 8),
}  # fmt: skip


def say_drawn_fraction(sign: str) -> str:
    """A fraction drawn as one character, "½"."""
    return _portion(*_DRAWN[sign])


def _mixed(match: re.Match[str]) -> str:
    portion = say_drawn_fraction(match["sign"])
    whole = say_digits(whole_digits(match["number"]))
    return f"{whole} et {'demi' if match['sign'] == '½' else portion}"


def _power(match: re.Match[str]) -> str:
    exponent = "".join(str(SUPERSCRIPTS.index(sign)) for sign in match["power"])
    base = say_digits(whole_digits(match["number"]))
    return f"{base} puissance {say_digits(exponent)}"


_WARS = frozenset({("14", "18"), ("39", "45"), ("39", "40"), ("40", "44"), ("40", "45")})


def _range(match: re.Match[str]) -> str:
    ends = re.split(r" ?[-–—] ?", match[0])
    if len(ends) == 2 and ((ends[0], ends[1]) in _WARS or ends[0] == ends[1]):
        return f"{_say(ends[0])} {_say(ends[1])}"
    said = [_ranking(_say(end)) if _is_year(end) else _say(end) for end in ends[:-1]]
    feminine = not _is_year(ends[-1]) and counts_feminine(match.string, match.end())
    last = _say(ends[-1], feminine=feminine)
    last = _ranking(last) if _is_year(ends[-1]) else last
    return f"{said[0]} à {last}" if len(said) == 1 else ", ".join([*said, last])


def _is_year(written: str) -> bool:
    return re.fullmatch(r"1[1-9]\d\d|20\d\d", written) is not None


def _say(written: str, *, feminine: bool = False) -> str:
    whole, fraction = split_number(written)
    point = "point" if fraction and "." in written and "," not in written else "virgule"
    return say_decimal(whole, fraction, feminine=feminine, point=point)


_NUMBERED = re.compile(
    r"(?:page|numéro|chapitre|article|années?|an|ligne|en|depuis|dès|été|hiver|printemps|automne"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) $"
    r"|n[°o] ?$",
    re.IGNORECASE,
)


def _cardinal(match: re.Match[str]) -> str:
    written = match[0]
    year = _is_year(written)
    feminine = not year and counts_feminine(match.string, match.end())
    words = _say(written, feminine=feminine)
    before = match.string[max(0, match.start() - 12) : match.start()]
    return _ranking(words) if _NUMBERED.search(before) else words


def _ranking(words: str) -> str:
    """Without the s of a count: page quatre-vingt, mille neuf cent."""
    return words[:-1] if words.endswith(("vingts", "cents")) else words


def _signed(match: re.Match[str]) -> str:
    return "moins" if match[0] == "-" else "plus"


SIGN = Rule(name="number", pattern=re.compile(r"[-+](?=\d)"), say=_signed)
"""A sign before a number, itself before nothing else: the lexer sees to that."""

TELEPHONE = Rule(
    name="telephone",
    pattern=re.compile(
        r"(?:\+(?P<country>\d{1,3}) ?(?:\(0\) ?)?(?P<first>\d)|(?=0\d[ .]))"
        r"(?P<pairs>(?:[ .]?\d\d){4,5})(?!\w|[ .]\d)"
    ),
    say=_telephone,
)

NUMBER_RULES = (
    TELEPHONE,
    Rule(name="number", pattern=re.compile(rf"1[/:](?P<below>{WHOLE})(?<=000){END}"), say=_scale),
    Rule(
        name="number",
        pattern=re.compile(r"(?P<above>\d{1,6})/(?P<below>\d{1,6})(?![\w/])"),
        say=_fraction,
    ),
    Rule(
        name="number",
        pattern=re.compile(rf"(?P<number>{WHOLE}) ?(?P<sign>[{FRACTIONS}])"),
        say=_mixed,
    ),
    Rule(
        name="number",
        pattern=re.compile(rf"(?P<number>{WHOLE})(?P<power>[{SUPERSCRIPTS}]+)"),
        say=_power,
    ),
    Rule(
        name="ordinal",
        pattern=re.compile(
            rf"(?P<number>{WHOLE})(?P<suffix>(?:ère|ere|ième|ieme|ème|eme|er|re|è|e|nde|nd|de|d|st|rd"
            rf"|th)s?){END}(?!')"
        ),
        say=_ordinal,
    ),
    Rule(name="ordinal", pattern=re.compile(r"(?P<number>[1-4])[º°]"), say=_in_latin),
    Rule(
        name="range",
        pattern=re.compile(
            rf"[12]\d{{3}} ?[-–—] ?[12]\d{{3}}(?![\w-])|{NUMBER}(?:[-–—]{NUMBER})+{END}"
        ),
        say=_range,
    ),
    Rule(name="number", pattern=re.compile(NUMBER), say=_cardinal),
)
