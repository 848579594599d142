"""A day as a language writes it: on a map's clock, in a credit line, for whoever listens.

Comes in: a date, what of it is shown, a language. Goes out: words.
"""

from __future__ import annotations

import datetime

from renderer.language.registry import language_of
from renderer.storyboard.map_data import ClockShows

_NUMBERS: dict[ClockShows, str] = {
    "month": "%Y-%m",
    "day": "%Y-%m-%d",
    "hour": "%Y-%m-%d %H:00",
    "nothing": "",
}


def shown_date(date: datetime.datetime, shows: ClockShows, language: str) -> str:
    """Give *date* as words, a month alone with a capital; numbers, year first, in a language whose
    months aren't known."""
    words = running_date(date, shows, language)
    return words[0].upper() + words[1:] if shows == "month" else words


def running_date(date: datetime.datetime, shows: ClockShows, language: str) -> str:
    """Give *date* as it stands in running text."""
    words = language_of(language).dates
    if not words.months:
        return date.strftime(_NUMBERS[shows])
    if shows == "nothing":
        return ""
    month = words.months[date.month - 1]
    if shows == "month":
        return words.month.format(month=month, year=date.year)
    day = words.first if words.first and date.day == 1 else str(date.day)
    day = words.day.format(day=day, month=month, year=date.year)
    return words.hour.format(date=day, hour=date.hour) if shows == "hour" else day


def spelled(dates: str, language: str) -> str:
    """*dates* without letters that are small and raised of themselves, which screen readers spell
    out."""
    words = language_of(language).dates
    return dates.replace(words.first, words.first_spelled) if words.first else dates
