"""When something of a slide happens: at a sentence, at words that are said, or at a date.

Comes in: values that `moment_fields.py` has read; plain data that may still hold mistakes. Goes
out: `Moment`s; which of what is written are words, and so another language's to say in its own.
Knows no frame: a date is one of a map's own clock, words are found in the narration once it is cut
into sentences.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renderer.storyboard.calendar_days import MONTHS
from renderer.storyboard.labels import labels_in

if TYPE_CHECKING:
    from renderer.storyboard.labels import Label
    from renderer.storyboard.yaml_tree import Path

_HOUR = r"(?:[ T,]+(?P<hour>\d{1,2}) ?(?:h|:) ?(?P<minute>\d{2})?)?"
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})" + _HOUR, re.IGNORECASE)
DATE_IN_WORDS = re.compile(
    r"(?P<day>\d{1,2})(?:er|ᵉʳ)? +(?P<month>[^\W\d]+)(?: +(?P<year>\d{4}))?" + _HOUR, re.IGNORECASE
)
SENTENCE = re.compile(r"(?:sentence|phrase) +(?P<number>\d{1,4})", re.IGNORECASE)


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


def names_words(written: object, *, dated: bool = True) -> bool:
    """Whether *written* is a moment by words of the narration, which other languages say in theirs.

    Good for anything that YAML may hold.
    """
    if not isinstance(written, str):
        return False
    plain = " ".join(written.split())
    if SENTENCE.fullmatch(plain) or not any(map(str.isalnum, plain)):
        return False
    return not (dated and looks_like_a_date(plain))


def words_in(
    holder: dict[str, Any], key: str, inner: tuple[str, ...], path: Path, *, dated: bool = True
) -> Iterator[Label]:
    """The moments by words, under *inner* keys of the list at *key*; *holder* stands at *path*."""
    for each in inner:
        for label in labels_in(holder, key, each, path):
            if names_words(label.text, dated=dated):
                yield label


def looks_like_a_date(plain: str) -> bool:
    """Whether it is written as one; "2 millions" isn't, as no month is called that."""
    if ISO_DATE.fullmatch(plain):
        return True
    match = DATE_IN_WORDS.fullmatch(plain)
    return match is not None and (match["year"] is not None or match["month"].casefold() in MONTHS)
