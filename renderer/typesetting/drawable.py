"""What can be drawn at all: text cleaned, and refused in words where it can't be drawn as meant.

Comes in: text or runs as an author typed them. Goes out: plain runs, or a PictureError.
Knows nothing of sizes or lines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.errors import PictureError
from renderer.messages import deferred, tr
from renderer.typesetting.fonts import can_draw_right_to_left, missing_glyphs

if TYPE_CHECKING:
    from renderer.typesetting.shaping import RunLike, TextStyle

_UNSEEN = {"\u2060", "\ufeff", "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f"}

_LOOK_ALIKES = str.maketrans({"\u2011": "-", "\u2010": "-", "\t": " ", "\v": "\n", "\f": "\n"})

_OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_MOST_MARKS = 4
"""Combining marks on one letter; Vietnamese and polytonic Greek, the fullest, need 3."""

_MOST_CHARACTERS = 6000
"""Some 1,000 words, more than any frame can show; what is longer is another file's text, and isn't
set before it is refused."""
_NAMED = 12
"""Characters that one message names; a text in another script lacks dozens."""


_CALLED = {
    "author": deferred("the author"),
    "call-out": deferred("the call-out"),
    "caption": deferred("the caption"),
    "credit": deferred("the credit"),
    "date": deferred("the date"),
    "line of small capitals": deferred("the line of small capitals"),
    "map's lettering": deferred("the map's lettering"),
    "mark": deferred("the mark"),
    "notice": deferred("the notice"),
    "quotation": deferred("the quotation"),
    "quotation mark": deferred("the quotation mark"),
    "specimen": deferred("the specimen"),
    "subtitle": deferred("the subtitle"),
    "text": deferred("the text"),
    "title": deferred("the title"),
}
"""How messages call a text, by its name."""


@dataclass(frozen=True, slots=True)
class PlainRun:
    """A stretch of text that can be drawn."""

    text: str
    raised: bool


def named(what: str) -> str:
    """How messages call the text that is named *what*: "the caption"."""
    return tr(_CALLED[what])


def checked_runs(
    content: str | Sequence[RunLike], style: TextStyle, what: str
) -> tuple[PlainRun, ...]:
    """The runs, composed (NFC) and cleaned; refused when they can't be drawn as meant.

    Raises:
        PictureError: which names *what* the text is ("caption"), what stands in the way, and where.
    """
    runs = [PlainRun(content, False)] if isinstance(content, str) else content
    clean = []
    for run in runs:
        text = unicodedata.normalize("NFC", run.text.translate(_LOOK_ALIKES))
        text = "".join(c for c in text.replace("\r\n", "\n") if c not in _UNSEEN)
        clean.append(PlainRun(text.upper() if style.capitals else text, run.raised))
    whole = "".join(run.text for run in clean)
    if len(whole) > _MOST_CHARACTERS:
        raise PictureError(
            tr(
                "{text} has {count} characters; nobody reads more than {most} on one picture",
                text=named(what),
                count=len(whole),
                most=_MOST_CHARACTERS,
            ),
            tr("shorten it"),
            excerpt(whole),
            code="text-too-long",
        )
    for refuse in (_refuse_orders, _refuse_heaps, _refuse_blanks, _refuse_right_to_left):
        refuse(whole, style, what)
    return tuple(clean)


def _refuse_orders(text: str, _style: TextStyle, what: str) -> None:
    for character in text:
        hidden = unicodedata.category(character) in {"Cc", "Cs"} and character != "\n"
        if hidden or character in _OVERRIDES:
            point = f"U+{ord(character):04X}"
            raise PictureError(
                tr(
                    "{text} holds the invisible character {point}, which can't be drawn",
                    text=named(what),
                    point=point,
                ),
                tr("type that passage again"),
                excerpt(text),
                code="character-invisible",
            )


def _refuse_heaps(text: str, _style: TextStyle, what: str) -> None:
    heap = 0
    for character in text:
        heap = heap + 1 if unicodedata.combining(character) else 0
        if heap > _MOST_MARKS:
            raise PictureError(
                tr(
                    "{text} heaps more than {most} accents on one letter",
                    text=named(what),
                    most=_MOST_MARKS,
                ),
                tr("type that word again"),
                excerpt(text),
                code="accents-heaped",
            )


def _refuse_blanks(text: str, style: TextStyle, what: str) -> None:
    missing = missing_glyphs(text, style.faces)
    if missing:
        raise lacking_glyphs(what, missing, text)


def lacking_glyphs(what: str, missing: str, text: str) -> PictureError:
    """What is said of a *text* with characters that no font of the theme has, all of them named."""
    lacking = [
        f"{character} (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"
        for character in missing[:_NAMED]
    ]
    if len(missing) > _NAMED:
        lacking.append(tr("and {others} more", others=len(missing) - _NAMED))
    error = PictureError(
        tr(
            "{text} needs characters that the theme's fonts don't have: {characters}",
            text=named(what),
            characters=", ".join(lacking),
        ),
        tr("write it otherwise, or name a font that has them in the theme"),
        excerpt(text),
        code="glyph-missing",
    )
    error.characters = missing
    return error


def _refuse_right_to_left(text: str, _style: TextStyle, what: str) -> None:
    if is_right_to_left(text) and not can_draw_right_to_left():
        raise PictureError(
            tr(
                "{text} is written from right to left, which needs the system library FriBiDi",
                text=named(what),
            ),
            tr("install it (Debian: libfribidi0)"),
            excerpt(text),
            code="right-to-left-unavailable",
        )


def is_right_to_left(text: str) -> bool:
    """Whether *text* has letters of a script written from right to left."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)


def excerpt(text: str) -> str:
    """The beginning of *text*, quoted for a message, with nothing that a terminal would obey."""
    spaced = "".join(" " if c.isspace() else c for c in text)
    shown = "".join(c if c.isprintable() else "\ufffd" for c in spaced)
    return f"« {shown[:60]}… »" if len(shown) > 60 else f"« {shown} »"
