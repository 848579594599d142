"""When something of a slide happens: at a sentence, at words that are said, or at a date.

Comes in: values that `moment_fields.py` has read. Goes out: `Moment`s. Knows no frame: a date is
one of a map's own clock, words are found in the narration once it is cut into sentences.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something happens. Just one of the three is given."""

    sentence: int | None = None
    """1-based sentence of the slide's narration."""
    words: str = ""
    """Words of the slide's narration, as the author wrote them here; their first is the moment."""
    date: datetime.datetime | None = None
    """Of a map's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedMoment:
    """A moment that a slide names."""

    keys: tuple[str, ...]
    """Under which of these keys, from the slide, it may be written: one of them is."""
    moment: Moment
