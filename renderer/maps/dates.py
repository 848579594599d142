"""A date as the clock shows it, in the storyboard's language."""

from __future__ import annotations

import datetime

from renderer.storyboard.operations import ClockShows

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
NO_BREAK = "\N{NO-BREAK SPACE}"


def shown_date(date: datetime.datetime, shows: ClockShows, language: str) -> str:
    """Give *date* as words; numbers, year first, in a language that has no table here."""
    known = _MONTHS.get(language[:2])
    if known is None:
        form = {"month": "%Y-%m", "day": "%Y-%m-%d", "hour": "%Y-%m-%d %H:00"}
        return date.strftime(form.get(shows, ""))
    month = f"{known.split()[date.month - 1]}{NO_BREAK}{date.year}"
    if shows == "month":
        return month[0].upper() + month[1:]
    day = f"{_day(date.day, language[:2])}{NO_BREAK}{month}"
    if shows == "day":
        return day
    hour = f"{date.hour}{NO_BREAK}h" if language[:2] == "fr" else f"{date.hour}:00"
    return f"{day}, {hour}" if shows == "hour" else ""


def _day(day: int, language: str) -> str:
    if language == "fr" and day == 1:
        return "1ᵉʳ"
    return f"{day}." if language == "de" else str(day)
