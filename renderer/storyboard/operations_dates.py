"""Moments as a historian writes them: "sentence 2", "19 juin", "1er août 1944", "1944-08-24 21:00".

Text in, `Moment` or datetime out; ValueError says what is wanted. Knows nothing of the clock but
the two years it may lend to a date that has none.
"""

from __future__ import annotations

import datetime
import re

from renderer.storyboard.operations import Moment

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
_HOUR = r"(?:[ T,]+(?P<hour>\d{1,2}) ?(?:h|:) ?(?P<minute>\d{2})?)?"
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})" + _HOUR, re.IGNORECASE)
_WORDS = re.compile(
    r"(?P<day>\d{1,2})(?:er|ᵉʳ)? +(?P<month>[^\W\d]+)(?: +(?P<year>\d{4}))?" + _HOUR, re.IGNORECASE
)
_SENTENCE = re.compile(r"(?:sentence|phrase) +(?P<number>\d{1,4})", re.IGNORECASE)
_WANTED = "for example 1944-06-19, 19 juin 1944, or 19 juin 1944 21 h 30"


def read_date(text: str) -> datetime.datetime:
    """Read a date, with or without an hour.

    Raises:
        ValueError: *text* is no date, or has no year; the message says what is wanted.
    """
    plain = " ".join(text.split())
    match = _ISO.fullmatch(plain) or _WORDS.fullmatch(plain)
    if match is None:
        raise ValueError(f"'{text}' is not a date: {_WANTED}")
    if match["year"] is None:
        raise ValueError(f"'{text}' has no year: write it, or give the map a clock")
    month = match["month"]
    number = int(month) if month.isdigit() else MONTHS.get(month.casefold())
    if number is None:
        raise ValueError(f"'{text}' has no month of that name: {_WANTED}")
    hour, minute = int(match["hour"] or 0), int(match["minute"] or 0)
    try:
        return datetime.datetime(int(match["year"]), number, int(match["day"]), hour, minute)
    except ValueError as no_such_day:
        raise ValueError(f"'{text}' is not a day of the calendar: {no_such_day}") from no_such_day


def read_moment(text: str) -> Moment:
    """Read "sentence 2" (or "phrase 2") or a date.

    Raises:
        ValueError: *text* is neither.
    """
    match = _SENTENCE.fullmatch(" ".join(text.split()))
    if match is None:
        try:
            return Moment(date=read_date(text))
        except ValueError as wrong:
            raise ValueError(f"{wrong}; or a sentence, for example: sentence 2") from None
    number = int(match["number"])
    if number == 0:
        raise ValueError("sentences are counted from 1")
    return Moment(sentence=number)


def with_year(text: str, start: datetime.datetime, end: datetime.datetime) -> str:
    """Give a date written without a year the year that puts it nearest the stretch start–end.

    Anything else comes back as it is, for `read_moment` to judge.
    """
    plain = " ".join(text.split())
    match = _WORDS.fullmatch(plain)
    if match is None or match["year"] is not None or match["month"].casefold() not in MONTHS:
        return text
    head, tail = plain[: match.end("month")], plain[match.end("month") :]
    dated: list[tuple[float, str]] = []
    for year in range(start.year, min(end.year, start.year + 20) + 1):
        candidate = f"{head} {year}{tail}"
        try:
            date = read_date(candidate)
        except ValueError:
            continue
        outside = max((start - date).total_seconds(), (date - end).total_seconds(), 0.0)
        dated.append((outside, candidate))
    return min(dated)[1] if dated else f"{head} {start.year}{tail}"
