"""The values a `map:` is written with: points, layers, and moments as a historian writes them.

    "sentence 2", "phrase 2", "19 juin", "1er août 1944", "1944-08-24 21:00"  ──▶  Moment

Comes in: strings of the YAML. Goes out: field types for the models of a map. Knows no key, and
nothing of the clock but the two years it may lend to a date that has none.
"""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from typing import Annotated, Any, get_args

from pydantic import Field
from pydantic_core import PydanticCustomError

from renderer.messages import deferred, tr
from renderer.storyboard.fields import (
    TRUTH_SCHEMA,
    Reads,
    any_case,
    mistake,
    number,
    number_from,
    numbers,
    numeric,
    text_schema,
    text_to,
    truth,
    wants,
)
from renderer.storyboard.operations import FURTHEST_LATITUDE, BorderChoice, Moment, is_geojson

_MONTHS = {
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
_WANTED = deferred("for example 1944-06-19, 19 juin 1944, or 19 juin 1944 21 h 30")


def read_date(text: str) -> datetime.datetime:
    """Read a date, with or without an hour.

    Raises:
        PydanticCustomError: *text* is no date, or has no year.
    """
    plain = " ".join(text.split())
    match = _ISO.fullmatch(plain) or _WORDS.fullmatch(plain)
    if match is None:
        raise _no_date(tr("'{text}' is not a date", text=text))
    if match["year"] is None:
        raise mistake(
            tr("'{text}' has no year", text=text),
            tr("write it, or give the map a clock"),
            code="date-unfit",
        )
    month = match["month"]
    number_of_month = int(month) if month.isdigit() else _MONTHS.get(month.casefold())
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


def read_moment(text: str) -> Moment:
    """Read "sentence 2" (or "phrase 2") or a date.

    Raises:
        PydanticCustomError: *text* is neither.
    """
    match = _SENTENCE.fullmatch(" ".join(text.split()))
    if match is None:
        try:
            return Moment(date=read_date(text))
        except PydanticCustomError as wrong:
            said = wrong.context or {}
            remedy = tr(
                "{remedy}; or a sentence: {example}", remedy=said["remedy"], example="sentence 2"
            )
            raise mistake(said["what"], remedy, code="date-unfit") from None
    sentence = int(match["number"])
    if sentence == 0:
        raise mistake(
            tr("sentences are counted from 1"),
            tr("for example {example}", example="sentence 2"),
            code="value-out-of-range",
        )
    return Moment(sentence=sentence)


def with_year(text: str, start: datetime.datetime, end: datetime.datetime) -> str:
    """Give a date written without a year the year that puts it nearest the stretch start–end.

    Anything else comes back as it is, for `read_moment` to judge.
    """
    plain = " ".join(text.split())
    match = _WORDS.fullmatch(plain)
    if match is None or match["year"] is not None or match["month"].casefold() not in _MONTHS:
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
        raise wants(
            tr("a moment"),
            tr(
                "a sentence, for example {example}; or a date, {dates}",
                example="sentence 2",
                dates=tr(_WANTED),
            ),
            code="date-unfit",
        )
    return read_moment(value)


def _position(value: object) -> tuple[float, float]:
    pair = value if isinstance(value, list | tuple) and len(value) == 2 else (None, None)
    latitude, longitude = number(pair[0]), number(pair[1])
    if latitude is None or longitude is None or not _is_on_the_map(latitude, longitude):
        raise wants(
            tr("a point"),
            tr(
                "[latitude, longitude] in degrees, for example {example}",
                example="[49.639, -1.616]",
            ),
            code="value-out-of-range",
        )
    return latitude, longitude


def _is_on_the_map(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= FURTHEST_LATITUDE and abs(longitude) <= 180


def _layer(choices: tuple[str, ...] = (), *, yes_or_no: bool = False) -> Reads:
    """A GeoJSON file; or one of *choices*, or yes or no."""

    def read(value: object) -> str | bool:
        name = value.strip() if isinstance(value, str) else ""
        if yes_or_no:
            with suppress(PydanticCustomError):
                return truth(value)
        if name in choices or is_geojson(name):
            return name
        forms = tr("a {suffix} file", suffix=".geojson")
        if words:
            forms = tr("{words} or a {suffix} file", words=", ".join(words), suffix=".geojson")
        if name:
            forms = tr("{forms}, not '{name}'", forms=forms, name=name)
        raise wants(forms, tr(_EXPORT), code="value-unfit")

    words = ("yes", "no") if yes_or_no else choices
    described: list[dict[str, Any]] = [{"type": "string", "pattern": _GEOJSON}]
    if yes_or_no:
        described.append(TRUTH_SCHEMA)
    if choices:
        described.append({"enum": [*choices]})
    comment = " or ".join((*(f"`{word}`" for word in words), "a GeoJSON file"))
    return Reads(read, {"anyOf": described, "$comment": comment})


_EXPORT = deferred("export the layer as GeoJSON in WGS 84 (in QGIS: Export, GeoJSON, EPSG:4326)")
_GEOJSON = r"\.([gG][eE][oO])?[jJ][sS][oO][nN]\s*$"
_DAY_SCHEMA = r"(0?[1-9]|[12][0-9]|3[01])"
_HOUR_SCHEMA = r"([ T,]+([01]?[0-9]|2[0-3]) ?[hH:] ?([0-5][0-9])?)?"
_ISO_SCHEMA = rf"[0-9]{{4}}-(0?[1-9]|1[0-2])-{_DAY_SCHEMA}{_HOUR_SCHEMA}"
_WORDS_SCHEMA = rf"{_DAY_SCHEMA}([eE][rR]|ᵉʳ)? +({any_case(_MONTHS)})( +[0-9]{{4}})?{_HOUR_SCHEMA}"
_SENTENCE_SCHEMA = rf"({any_case(('sentence', 'phrase'))}) +0*[1-9][0-9]{{0,3}}"
_DATE_SCHEMA = rf"{_ISO_SCHEMA}|{_WORDS_SCHEMA}"
MOMENT_TEXT = "A sentence of the narration (sentence 2) or a date of the clock (19 juin)."

MapName = Annotated[str, text_to(120, least=1)]
"""Shown on the map: what is longer is a caption."""
MapLabel = Annotated[str, text_to(80)]
"""Set along a line, which is as long as a line of the map."""
Position = Annotated[
    tuple[float, float],
    Reads(
        _position,
        numbers(
            numeric(minimum=-FURTHEST_LATITUDE, maximum=FURTHEST_LATITUDE),
            numeric(minimum=-180, maximum=180),
            comment="[latitude, longitude]",
        ),
    ),
]
Course = Annotated[tuple[Position, ...], Field(min_length=2, max_length=2000)]
Ring = Annotated[tuple[Position, ...], Field(min_length=3, max_length=2000)]
When = Annotated[
    Moment,
    Reads(_written_moment, text_schema(rf"{_SENTENCE_SCHEMA}|{_DATE_SCHEMA}", comment="a moment")),
]
Date = Annotated[
    datetime.datetime, Reads(_written_date, text_schema(_DATE_SCHEMA, comment="a date"))
]
LayerFile = Annotated[str, _layer()]
BordersOrFile = Annotated[BorderChoice | str, _layer(get_args(BorderChoice))]
YesNoFile = Annotated[bool | str, _layer(yes_or_no=True)]
_DEGREES = deferred("degrees from {low} to {high}")
Latitude = Annotated[float, number_from(-90, 90, "49.6", _DEGREES)]
Longitude = Annotated[float, number_from(-180, 180, "-1.6", _DEGREES)]
