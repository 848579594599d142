"""Times of day and stretches of hours: 10 h 30, 10h, 0 h 05, 10:30, 6 h-8 h, 24 h/24.

Comes in: folded text. Goes out: `TIME_RULES`, tried where a number starts; `COUNTED_IN_MEN`. Hours
above 24 are a length of time, and left to the units.
"""

from __future__ import annotations

import re

from renderer.language.ear.french.cardinals import cardinal
from renderer.language.ear.rules import DASH, END, Rule

_HOUR = r"(?:2[0-4]|[01]?\d)"
_MINUTE = (
    r"(?:[0-5]\d(?! ?min)(?! \d{3}(?!\d))|[0-5]?\d(?= ?(?:min|mn)(?!\w)))(?!\d)"
    r"(?: ?(?:min(?:utes?)?|mn|m(?= ?[.,;)]))(?!\w))?"
)
_SECOND = r"(?: (?P<{0}>[0-5]?\d) ?(?:s|secondes?)(?!\w))?"


def _clock(hour: str, minute: str, second: str) -> str:
    return (
        rf"(?P<{hour}>{_HOUR}) ?(?:[hH](?![^\W\d])(?:\.(?= ?[0-5]\d(?!\d)))?|heures?(?!\w))"
        rf"(?: ?(?P<{minute}>{_MINUTE}){_SECOND.format(second)})?"
    )


def say_time(hour: int, minute: int = 0, second: int = 0) -> str:
    """A time in words; a zero minute is not said, "une" where hours and minutes end in one."""
    words = [f"{cardinal(hour, feminine=True)} heure{'s' if hour > 1 else ''}"]
    if minute or second:
        words.append(cardinal(minute, feminine=True))
    if second:
        words[-1] += " minute" + ("s" if minute > 1 else "")
        words.append(f"{cardinal(second, feminine=True)} seconde{'s' if second > 1 else ''}")
    return " ".join(words)


def _number(written: str | None) -> int:
    digits = re.match(r"\d+", written or "")
    return int(digits[0]) if digits else 0


COUNTED_IN_MEN = re.compile(
    r"(?<!\w)(?:[éÉ]quipage|[eE]ffectifs?|[gG]arnison|[tT]roupe|[pP]ertes)(?: ?:| d'| de)? $"
)
"""What is counted in men: "Équipage : 5 h."."""
_ARCHIVES = re.compile(r"(?:\b[aA]rch|\bA[DMN]\b|\bSHD\b|\b[cC]ote|\b[sS]érie)\b[^;]{0,40}$")


def _time(match: re.Match[str]) -> str | None:
    if "H" in match[0] and _ARCHIVES.search(
        match.string, max(0, match.start() - 40), match.start()
    ):
        return None  # "Arch. mun. de Brest, 4 H 12", "SHD, 4H45"
    if not match["m"] and COUNTED_IN_MEN.search(
        match.string, max(0, match.start() - 16), match.start()
    ):
        return None
    words = say_time(_number(match["h"]), _number(match["m"]), _number(match["s"]))
    if re.search("min|mn", match["m"] or "") and not match["s"]:
        words += " minute" + ("s" if _number(match["m"]) > 1 else "")
    return words


def _range(match: re.Match[str]) -> str:
    first = say_time(_number(match["h"]), _number(match["m"]), _number(match["s"]))
    last = say_time(_number(match["h2"]), _number(match["m2"]), _number(match["s2"]))
    return f"{first} à {last}"


def _short_range(match: re.Match[str]) -> str | None:
    """ "4-5 h", "15/16 h"."""
    first, last = int(match["first"]), int(match["last"])
    if "/" in match[0] and (first >= last or first == 1 or (first, last) == (3, 4)):
        return None  # a part of an hour
    return f"{cardinal(first, feminine=True)} à {say_time(last)}"


def _round_the(match: re.Match[str]) -> str:
    hours = int(match["hours"])
    return f"{say_time(hours)} sur {cardinal(int(match['out_of']), feminine=True)}"


def _colon(match: re.Match[str]) -> str:
    return say_time(int(match["h"]), int(match["m"]), int(match["s"] or 0))


_PARTS = {"½": "et demie", "¼": "et quart", "¾": "trois quarts"}
_PARTS |= {"1/2": _PARTS["½"], "1/4": _PARTS["¼"], "3/4": _PARTS["¾"]}


def _with_part(match: re.Match[str]) -> str:
    hours = int(match["hours"])
    return (
        f"{cardinal(hours, feminine=True)} heure{'s' if hours > 1 else ''} {_PARTS[match['part']]}"
    )


def _days_of_the_week(match: re.Match[str]) -> str:
    return f"{cardinal(int(match['days']))} jours sur sept"


_TIME = _clock("h", "m", "s")

TIME_RULES = (
    Rule(
        name="time",
        pattern=re.compile(rf"(?P<hours>\d\d) ?h ?/ ?(?P<out_of>\d\d){END}"),
        say=_round_the,
    ),
    Rule(
        name="time",
        pattern=re.compile(r"(?P<days>[2-7]) ?j(?:ours?)? ?/ ?7(?!\w)"),
        say=_days_of_the_week,
    ),
    Rule(
        name="time",
        pattern=re.compile(
            r"(?P<hours>\d{1,3}) ?(?:h\.?|heures?) ?(?:et )?"
            r"(?P<part>½|¼|¾|(?:1/2|1/4|3/4)(?![\d/]))"
        ),
        say=_with_part,
    ),
    Rule(
        name="time",  # as timetables of the day had it, and German papers have it
        pattern=re.compile(rf"(?P<h>{_HOUR})\.(?P<m>[0-5]\d)(?P<s>) ?(?:h|heures)(?!\w)"),
        say=_time,
    ),
    Rule(
        name="time",  # "à 6.30, le feu s'ouvre"
        pattern=re.compile(
            rf"(?:(?<= à )|(?<=^À )|(?<=[vV]ers )|(?<=[dD]ès ))(?P<h>{_HOUR})"
            r"\.(?P<m>[0-5]\d)(?P<s>)(?=[,;)]|\.$|$| (?:du|le|GMT|et|précises))"
        ),
        say=_time,
    ),
    Rule(name="time", pattern=re.compile(rf"{_TIME}{DASH}{_clock('h2', 'm2', 's2')}"), say=_range),
    Rule(
        name="time",
        pattern=re.compile(rf"(?P<first>{_HOUR})(?:{DASH}|/)(?P<last>{_HOUR}) ?h(?![\w/])(?! ?\d)"),
        say=_short_range,
    ),
    Rule(name="time", pattern=re.compile(_TIME), say=_time),
    Rule(
        name="time",
        pattern=re.compile(
            rf"(?P<h>{_HOUR}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\w:]|[ .]\d{{3}})"
        ),
        say=_colon,
    ),
)
