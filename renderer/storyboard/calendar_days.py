"""Days that no calendar has, such as 31 June: in a date's figures, in the words of a text.

Comes in: a text in French or English. Goes out: each such day as it is written, and how many its
month has. A day of a year that isn't written may be of a leap year. Knows nothing of storyboards.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "january"),
            ("février", "fevrier", "february"),
            ("mars", "march"),
            ("avril", "april"),
            ("mai", "may"),
            ("juin", "june"),
            ("juillet", "july"),
            ("août", "aout", "august"),
            ("septembre", "september"),
            ("octobre", "october"),
            ("novembre", "november"),
            ("décembre", "decembre", "december"),
        ),
        start=1,
    )
    for name in names
}
"""French and English, as they are typed."""
_SPELT = {
    r"trente[- ]et[- ]un": 31,
    "trente": 30,
    "vingt[- ]neuf": 29,
    "thirty[- ]first": 31,
    "thirtieth": 30,
    "twenty[- ]ninth": 29,
}
"""The days that only some months have, in words."""
_MONTH = "|".join(MONTHS)
_ENGLISH = "February|April|June|September|November"
"""In capitals, as their language has them, and with fewer than 31 days: of the others no day up to
31 is wrong."""
_IN_WORDS = (
    re.compile(
        rf"(?<![\w.,:/-])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?|(?P<spelt>{'|'.join(_SPELT)}))"
        rf"\s+(?:of\s+)?(?P<month>{_MONTH})(?!\w)(?:,?\s+(?P<year>\d{{4}})(?!\w))?",
        re.IGNORECASE,
    ),
    # "In June 31 men fell" counts men: here something ends with the day, or a year follows.
    re.compile(
        rf"(?<!\w)(?P<month>{_ENGLISH})\s+(?P<day>\d{{2}})"
        r"(?:(?:st|nd|rd|th)(?!\w)(?:,?\s+(?P<year>\d{4})(?!\w))?"
        r"|,?\s+(?P<full>\d{4})(?!\w)|(?=[.,;:!?)…]?\s*$|[.;:!?)…]\s))",
        re.MULTILINE,
    ),
)
_FIGURES = re.compile(r"\d[-/.]\d")
_IN_FIGURES = (
    re.compile(r"(?<![\w-])(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?![\w-])"),
    re.compile(r"(?<![\w/.])(?P<day>\d{1,2})[/.](?P<number>\d{1,2})[/.](?P<year>\d{4})(?![\w/])"),
)


def impossible_days(text: str) -> tuple[tuple[str, int], ...]:
    """Every day in *text* that doesn't exist, as written, and the days its month has."""
    return tuple(dict.fromkeys(found for _, found in sorted(_impossible(text))))


def _impossible(text: str) -> Iterator[tuple[int, tuple[str, int]]]:
    for pattern in _fitting(text):
        for found in pattern.finditer(text):
            parts = found.groupdict()
            month = int(parts.get("number") or MONTHS.get((parts.get("month") or "").casefold(), 0))
            # Without a year the month may be that of a leap year.
            year = int(parts.get("year") or parts.get("full") or 0) or 2000
            day = int(parts["day"]) if parts["day"] else _spelt(parts["spelt"])
            days = _days_in(year, month)
            # "31 may have died" is a verb; 06/31/1944 has the American order.
            is_verb = parts.get("month") in ("may", "march") and not parts.get("year")
            if not days and parts.get("number"):
                day, days = month, _days_in(year, day)
            if days and not is_verb and not 0 < day <= days:
                yield found.start(), (found[0], days)


def _fitting(text: str) -> Iterator[re.Pattern[str]]:
    """The patterns that *text* may have a day of: most texts need no closer look."""
    if any(map(text.casefold().__contains__, MONTHS)):
        yield from _IN_WORDS
    if _FIGURES.search(text):
        yield from _IN_FIGURES


def _days_in(year: int, month: int) -> int:
    """How many days; 0 for what is no month, or no year."""
    return calendar.monthrange(year, month)[1] if 1 <= month <= 12 and 1 <= year <= 9999 else 0


def _spelt(words: str) -> int:
    return next(day for spelt, day in _SPELT.items() if re.fullmatch(spelt, words, re.IGNORECASE))
