"""Words cut into pieces, each drawn in one go with one face, and measured.

Comes in: the letters of a word, a style. Goes out: `Piece`s with their advances in em. Knows
nothing of lines: widths in em are the same at every size.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PIL import ImageFont

from renderer.typesetting.fonts import (
    FontFace,
    face_for,
    layout_engine,
    needs_no_glyph,
    open_face,
    superior_letters,
)

_MEASURED_AT = 256
"""Pixels to the em at which widths are measured; from 17 to 1,000 pixels a line of 35 letters
measured the same to 1 part in 7,000 (FreeType 2.13.3)."""

_THIN = 0.2
"""Em of a narrow no-break space (U+202F), which most text faces lack."""

NO_BREAK = {"\u00a0", "\u202f", "\u2007"}

_RAISED_SIZE = 0.62
"""A superior letter made by scaling, where the face has none drawn: 60 % in French practice."""

_RAISED_BY = 0.34
"""Em: at `_RAISED_SIZE`, a small letter then ends within 0.04 em of the capitals' height (Source
Serif: 0.635 and 0.670; Source Sans: 0.641 and 0.660)."""


class RunLike(Protocol):
    """A stretch of text, raised or not (``renderer.language.eye.typography.Run`` is one)."""

    @property
    def text(self) -> str:
        """What is written."""

    @property
    def raised(self) -> bool:
        """Whether it is drawn small and high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStyle:
    """How letters are drawn."""

    faces: tuple[FontFace, ...]
    """The first that has a character draws it."""
    leading: float = 1.3
    """From one baseline to the next, in em."""
    tracking: float = 0.0
    """Added between letters, in em."""
    capitals: bool = False
    features: tuple[str, ...] = ()
    """OpenType features, as Raqm takes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch drawn in one go with one face."""

    text: str
    face: FontFace
    scale: float
    """Its size to the text's size: below 1 for a scaled superior letter."""
    rise: float
    """Em above the baseline."""
    features: tuple[str, ...]
    advance: float
    """Em."""
    x: float = 0.0
    """Em from the start of its word."""


def pieces_of_word(letters: Sequence[tuple[str, bool]], style: TextStyle) -> tuple[Piece, ...]:
    """The pieces of one word, one after the other: a new one where face or height changes."""
    pieces: list[Piece] = []
    x = 0.0
    for text, raised, face in _itemised(letters, style.faces):
        for piece in _pieces_of(text, raised, face, style):
            pieces.append(
                Piece(
                    text=piece.text,
                    face=piece.face,
                    scale=piece.scale,
                    rise=piece.rise,
                    features=piece.features,
                    advance=piece.advance,
                    x=x,
                )
            )
            x += piece.advance
    return tuple(pieces)


def _itemised(
    letters: Sequence[tuple[str, bool]], faces: Sequence[FontFace]
) -> list[tuple[str, bool, FontFace]]:
    items: list[tuple[str, bool, FontFace]] = []
    for character, raised in letters:
        apart = character in NO_BREAK
        previous = items[-1] if items else None
        if (
            previous
            and (unicodedata.combining(character) or needs_no_glyph(character))
            and not apart
        ):
            face = previous[2]
        else:
            face = face_for(character, faces) or faces[0]
        joins = previous and not apart and previous[0][-1] not in NO_BREAK
        if previous and joins and previous[1] == raised and previous[2] == face:
            items[-1] = (previous[0] + character, raised, face)
        else:
            items.append((character, raised, face))
    return items


def _pieces_of(text: str, raised: bool, face: FontFace, style: TextStyle) -> list[Piece]:
    if text in NO_BREAK:
        width = _THIN if text == "\u202f" else space_width(style)
        return [_piece("", face, style.features, width + style.tracking)]
    if raised:
        if set(text) <= superior_letters(face):
            features = (*style.features, "sups")
            return [_piece(text, face, features, _advance(text, face, features))]
        advance = _advance(text, face, style.features) * _RAISED_SIZE
        return [_piece(text, face, style.features, advance, scale=_RAISED_SIZE, rise=_RAISED_BY)]
    if not style.tracking:
        return [_piece(text, face, style.features, _advance(text, face, style.features))]
    return _tracked(text, face, style)


def _tracked(text: str, face: FontFace, style: TextStyle) -> list[Piece]:
    """Letter by letter with room between, keeping the kerning of each pair."""
    # A ligature can't be spaced out.
    features = (*style.features, "-liga")
    letters: list[str] = []
    for character in text:
        if letters and unicodedata.combining(character):
            letters[-1] += character
        else:
            letters.append(character)
    starts = [_advance("".join(letters[:n]), face, features) for n in range(len(letters) + 1)]
    return [
        _piece(letter, face, features, starts[n + 1] - starts[n] + style.tracking)
        for n, letter in enumerate(letters)
    ]


def _piece(
    text: str,
    face: FontFace,
    features: tuple[str, ...],
    advance: float,
    *,
    scale: float = 1.0,
    rise: float = 0.0,
) -> Piece:
    return Piece(text=text, face=face, scale=scale, rise=rise, features=features, advance=advance)


def space_width(style: TextStyle) -> float:
    """Em between two words."""
    return _advance(" ", style.faces[0], style.features) + style.tracking


def features_for_engine(features: tuple[str, ...]) -> list[str] | None:
    """Pillow's basic layout engine refuses any feature with an error; it goes without."""
    raqm = layout_engine() is ImageFont.Layout.RAQM
    return list(features) if features and raqm else None


@lru_cache(maxsize=4096)
def _advance(text: str, face: FontFace, features: tuple[str, ...]) -> float:
    """Em from the start of *text* to where the next letter would stand."""
    font = open_face(face, _MEASURED_AT)
    return float(font.getlength(text, features=features_for_engine(features))) / _MEASURED_AT
