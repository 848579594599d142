"""Dates as files write them: a day, a month or a year of the calendar, or none.

Comes in: a text. Goes out: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, or nothing. A month or a day of
zeros is one that isn't known (IPTC-IIM 4.2, 2:55); any other that the calendar hasn't is a mistake,
and who mistook the day may have mistaken the year.
"""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate

_DATE = re.compile(r"\s*(\d{4})(?:([:./-]?)(\d{2})(?:\2(\d{2}))?)?(?=$|[\sT,;+Z]|\s*\()")
_TIMED = re.compile(r"\s*(\d{4})(\d{2})(\d{2})\d{4,6}")
"""As ``20040226101112``."""


def day_of(text: str) -> str:
    """The date with which *text* begins."""
    found = _DATE.match(text)
    parts = (found[1], found[3], found[4]) if found else None
    if parts is None and (timed := _TIMED.match(text)):
        parts = timed[1], timed[2], timed[3]
    if parts is None:
        # A PNG's "Creation Time" is to be written after RFC 1123.
        named = parsedate(text) if any(char.isalpha() for char in text) else None
        parts = tuple(f"{part:02}" for part in named[:3]) if named else None  # type: ignore[assignment]
    return _checked(*parts) if parts else ""


def _checked(year: str, month: str | None, day: str | None) -> str:
    if year == "0000":
        return ""
    if month in (None, "00"):
        return year
    if day in (None, "00"):
        return f"{year}-{month}" if 1 <= int(month or 0) <= 12 else ""
    try:
        return datetime.date(int(year), int(month or 0), int(day or 0)).isoformat()
    except ValueError:
        return ""
