"""When something of a slide happens, as a historian writes it.

    "sentence 2", "phrase 2", "19 juin", "1944-08-24 21:00", "Cherbourg peut offrir"  ──▶  Moment

Comes in: strings of the YAML. Goes out: field types for models. Knows no key, and nothing of a
clock but the two years it may lend to a date that has none. Whether the narration
has such a sentence, or such words, is seen where it is cut (`production/inspection/moments.py`).
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic_core import PydanticCustomError

from renderer.messages import deferred, tr
from renderer.storyboard.calendar_days import MONTHS
from renderer.storyboard.fields import Reads, any_case, mistake, text_schema, wants
from renderer.storyboard.moments import DATE_IN_WORDS, ISO_DATE, SENTENCE, Moment, looks_like_a_date

_QUOTED = re.compile(r"[«“\"]\s*(?P<words>.*?)\s*[»”\"]", re.DOTALL)
"""Words for certain: a date of a map's clock may be said, too."""
_MOST_WORDS = 200
"""Characters: a few words are enough to find a place."""
_WANTED = deferred("for example 1944-06-19, 19 juin 1944, or 19 juin 1944 21 h 30")


def read_date(text: str) -> datetime.datetime:
    """Read a date, with or without an hour.

    Raises:
        PydanticCustomError: *text* is no date, or has no year.
    """
    plain = " ".join(text.split())
    match = ISO_DATE.fullmatch(plain) or DATE_IN_WORDS.fullmatch(plain)
    if match is None:
        raise _no_date(tr("'{text}' is not a date", text=text))
    if match["year"] is None:
        raise mistake(
            tr("'{text}' has no year", text=text),
            tr("write it, or give the map a clock"),
            code="date-unfit",
        )
    month = match["month"]
    number_of_month = int(month) if month.isdigit() else MONTHS.get(month.casefold())
    if number_of_month is None:
        raise _no_date(tr("'{text}' has no month of that name", text=text))
    hour, minute = int(match["hour"] or 0), int(match["minute"] or 0)
    try:
        return datetime.datetime(
            int(match["year"]), number_of_month, int(match["day"]), hour, minute
        )
    except ValueError as no_such_day:
        raise _no_date(tr("'{text}' is not a day of the calendar", text=text)) from no_such_day


def _no_date(what: str) -> PydanticCustomError:
    return mistake(what, tr(_WANTED), code="date-unfit")


def read_moment(text: str, *, dated: bool = True) -> Moment:
    """Read "sentence 2" (or "phrase 2"), a date, or words of the narration.

    Args:
        text: as written.
        dated: whether there is a clock that dates may be of; else they are words like any other.

    Raises:
        PydanticCustomError: *text* is none of them.
    """
    plain = " ".join(text.split())
    if match := SENTENCE.fullmatch(plain):
        if (sentence := int(match["number"])) == 0:
            raise mistake(
                tr("sentences are counted from 1"),
                tr("for example {example}", example="sentence 2"),
                code="value-out-of-range",
            )
        return Moment(sentence=sentence)
    if dated and looks_like_a_date(plain):
        return Moment(date=_read_date_of_moment(text))
    words = quoted["words"] if (quoted := _QUOTED.fullmatch(plain)) else plain
    if not any(map(str.isalnum, words)):
        raise mistake(tr("this is no moment"), _moments(dated=dated), code="moment-unfit")
    if len(words) > _MOST_WORDS:
        raise mistake(
            tr("too many words for a moment: {count} characters", count=len(words)),
            tr("a few words are enough to find the place: the first three or four"),
            code="moment-unfit",
        )
    return Moment(words=words)


def _read_date_of_moment(text: str) -> datetime.datetime:
    try:
        return read_date(text)
    except PydanticCustomError as wrong:
        said = wrong.context or {}
        remedy = tr(
            "{remedy}; or a sentence: {example}", remedy=said["remedy"], example="sentence 2"
        )
        raise mistake(said["what"], remedy, code="date-unfit") from None


def _moments(*, dated: bool) -> str:
    if dated:
        return tr(
            "a sentence, for example {example}; words of the narration; or a date, {dates}",
            example="sentence 2",
            dates=tr(_WANTED),
        )
    return tr("a sentence, for example {example}; or words of the narration", example="sentence 2")


def with_year(text: str, start: datetime.datetime, end: datetime.datetime) -> str:
    """Give a date written without a year the year that puts it nearest the stretch start–end.

    Anything else comes back as it is, for `read_moment` to judge.
    """
    plain = " ".join(text.split())
    match = DATE_IN_WORDS.fullmatch(plain)
    if match is None or match["year"] is not None or match["month"].casefold() not in MONTHS:
        return text
    head, tail = plain[: match.end("month")], plain[match.end("month") :]
    dated: list[tuple[float, str]] = []
    for year in range(start.year, min(end.year, start.year + 20) + 1):
        candidate = f"{head} {year}{tail}"
        try:
            date = read_date(candidate)
        except PydanticCustomError:
            continue
        outside = max((start - date).total_seconds(), (date - end).total_seconds(), 0.0)
        dated.append((outside, candidate))
    return min(dated)[1] if dated else f"{head} {start.year}{tail}"


def _written_date(value: object) -> datetime.datetime:
    if not isinstance(value, str):
        raise wants(tr("a date"), tr(_WANTED), code="date-unfit")
    return read_date(value)


def _written_moment(value: object) -> Moment:
    if not isinstance(value, str):
        raise mistake(tr("this is no moment"), _moments(dated=True), code="moment-unfit")
    return read_moment(value)


def _written_cue(value: object) -> Moment:
    if not isinstance(value, str):
        raise mistake(tr("this is no moment"), _moments(dated=False), code="moment-unfit")
    return read_moment(value, dated=False)


_DAY_SCHEMA = r"(0?[1-9]|[12][0-9]|3[01])"
_HOUR_SCHEMA = r"([ T,]+([01]?[0-9]|2[0-3]) ?[hH:] ?([0-5][0-9])?)?"
_ISO_SCHEMA = rf"[0-9]{{4}}-(0?[1-9]|1[0-2])-{_DAY_SCHEMA}{_HOUR_SCHEMA}"
_WORDS_SCHEMA = rf"{_DAY_SCHEMA}([eE][rR]|ᵉʳ)? +({any_case(MONTHS)})( +[0-9]{{4}})?{_HOUR_SCHEMA}"
_NO_SENTENCE_SCHEMA = rf"^\s*({any_case(('sentence', 'phrase'))}) +0+\s*$"
_MOMENT_SCHEMA: dict[str, Any] = {
    "type": ["string", "number", "boolean"],  # a word of the narration may look like any of them
    "pattern": "[0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u1fff]",
    "maxLength": _MOST_WORDS,
    "not": {"type": "string", "pattern": _NO_SENTENCE_SCHEMA},
    "$comment": "a moment",
}
_DATE_SCHEMA = rf"{_ISO_SCHEMA}|{_WORDS_SCHEMA}"
MOMENT_TEXT = (
    "A sentence of the narration (sentence 2), some of its words, or a date of the clock (19 juin)."
)
CUE_TEXT = "A sentence of the narration (sentence 2), or some of its words."

When = Annotated[Moment, Reads(_written_moment, _MOMENT_SCHEMA)]
"""On a map: with dates of its clock."""
Cue = Annotated[Moment, Reads(_written_cue, _MOMENT_SCHEMA)]
"""Elsewhere: "19 juin" is words that are said."""
Date = Annotated[
    datetime.datetime, Reads(_written_date, text_schema(_DATE_SCHEMA, comment="a date"))
]
