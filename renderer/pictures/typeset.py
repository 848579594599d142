"""Text → lines → ink: measured, broken, sized to fit, and drawn without losing a stroke.

    text or runs ──set_text──▶ SetText (lines of placed pieces) ──ink──▶ Ink (an alpha raster)

Comes in: text that already has its typography (no-break spaces, curly apostrophes), a style, a
measure. Goes out: where every piece stands, and its ink. Knows nothing of themes or frames.
Widths are kept in em (parts of the font size), so that trying a smaller size costs nothing.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from renderer.errors import PictureError
from renderer.pictures.fonts import (
    FontFace,
    can_draw_right_to_left,
    face_for,
    layout_engine,
    missing_glyphs,
    needs_no_glyph,
    open_face,
    superior_letters,
)
from renderer.pictures.linebreak import Word, break_lines

Align = Literal["left", "centre", "right"]

_MEASURED_AT = 256
"""Pixels to the em at which widths are measured; advances scale within 1/50,000 from there."""

_THIN = 0.2
"""Em of a narrow no-break space (U+202F), which most text faces lack."""

_NO_BREAK = {"\u00a0", "\u202f", "\u2007"}
_UNSEEN = {"\u2060", "\ufeff", "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f"}
_LOOK_ALIKES = str.maketrans({"\u2011": "-", "\u2010": "-", "\t": " ", "\v": "\n", "\f": "\n"})
_OVERRIDES = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_MOST_MARKS = 4
"""Combining marks on one letter; Vietnamese and polytonic Greek, the fullest, need 3."""

_MOST_CHARACTERS = 6000

_RAISED_SIZE = 0.62
"""A superior letter made by scaling, where the face has none drawn: 60 % in French practice."""
_RAISED_BY = 0.34

_STEP = 0.96
"""Each smaller size tried, to the one before."""


class RunLike(Protocol):
    """A stretch of text, raised or not (``renderer.french.typography.Run`` is one)."""

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
class Room:
    """What a text has to fit in."""

    width: float
    """Pixels."""
    size: float
    """Pixels to the em wished for."""
    floor: float
    """The smallest size allowed."""
    lines: int
    """The most lines allowed."""
    align: Align = "left"
    what: str = "text"
    """What the text is, for messages: "caption", "title"."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLine:
    """One line in place, relative to the top left corner of its text."""

    words: tuple[tuple[float, tuple[Piece, ...]], ...]
    """x in pixels of each word, and its pieces."""
    left: float
    width: float
    baseline: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetText:
    """Lines in place."""

    lines: tuple[SetLine, ...]
    size: float
    width: float
    """Of the widest line, pixels."""
    height: float
    """Of the line boxes, pixels."""
    style: TextStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Drawn letters: how much of each pixel is covered."""

    left: int
    """Column of the raster relative to the text's top left corner; may be negative."""
    top: int
    cover: NDArray[np.uint8]
    """Shape (height, width); a border of one empty pixel all round."""


def set_text(content: str | Sequence[RunLike], style: TextStyle, room: Room) -> SetText:
    """Break *content* into balanced lines at the greatest size that fits *room*.

    Raises:
        PictureError: the text can't be drawn (no glyph, orders that turn text round, heaped
            accents), or doesn't fit even at the floor size.
    """
    runs = _checked(content, style, room.what)
    paragraphs = [_words(part, style) for part in _paragraphs(runs)]
    size = room.size
    while True:
        broken = [break_lines(words, room.width / size, room.lines) for words, _ in paragraphs]
        total = sum(len(lines) if lines is not None else room.lines + 1 for lines in broken)
        if total <= room.lines:
            break
        if size <= room.floor:
            raise _too_long("".join(run.text for run in runs), room, paragraphs)
        size = max(room.floor, size * _STEP)
    rows = [
        (words[part.start : part.stop], pieces[part.start : part.stop])
        for (words, pieces), lines in zip(paragraphs, broken, strict=True)
        for part in lines or ()
    ]
    return _placed(rows, style, size, room.align)


def ink(text: SetText) -> Ink:
    """Draw *text*. Nothing is cut: the raster is as large as the ink, plus one pixel all round."""
    scale = 4 if text.size < 40 else 2
    strokes = [
        (
            (word_x + piece.x * text.size) * scale,
            (line.baseline - piece.rise * text.size) * scale,
            piece,
        )
        for line in text.lines
        for word_x, pieces in line.words
        for piece in pieces
        if piece.text
    ]
    boxes = [_box(x, y, piece, text.size * scale) for x, y, piece in strokes]
    if not boxes:
        return Ink(left=0, top=0, cover=np.zeros((1, 1), np.uint8))
    left = math.floor(min(box[0] for box in boxes) / scale) - 2
    top = math.floor(min(box[1] for box in boxes) / scale) - 2
    right = math.ceil(max(box[2] for box in boxes) / scale) + 2
    bottom = math.ceil(max(box[3] for box in boxes) / scale) + 2
    canvas = Image.new("L", ((right - left) * scale, (bottom - top) * scale), 0)
    draw = ImageDraw.Draw(canvas)
    for x, y, piece in strokes:
        draw.text(
            (x - left * scale, y - top * scale),
            piece.text,
            fill=255,
            font=open_face(piece.face, round(text.size * scale * piece.scale)),
            anchor="ls",
            features=_for_engine(piece.features),
        )
    return Ink(left=left, top=top, cover=np.asarray(canvas.reduce(scale)))


def _box(x: float, y: float, piece: Piece, size: float) -> tuple[float, float, float, float]:
    font = open_face(piece.face, round(size * piece.scale))
    left, top, right, bottom = font.getbbox(
        piece.text, anchor="ls", features=_for_engine(piece.features)
    )
    return x + left, y + top, x + right, y + bottom


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    raised: bool


def _checked(content: str | Sequence[RunLike], style: TextStyle, what: str) -> tuple[_Run, ...]:
    """The runs, composed (NFC) and cleaned; refused when they can't be drawn as meant."""
    runs = [_Run(content, False)] if isinstance(content, str) else content
    clean = []
    for run in runs:
        text = unicodedata.normalize("NFC", run.text.translate(_LOOK_ALIKES))
        text = "".join(c for c in text.replace("\r\n", "\n") if c not in _UNSEEN)
        clean.append(_Run(text.upper() if style.capitals else text, run.raised))
    whole = "".join(run.text for run in clean)
    if len(whole) > _MOST_CHARACTERS:
        raise PictureError(
            f"the {what} has {len(whole)} characters; nobody reads more than {_MOST_CHARACTERS} "
            f"on one picture: {_excerpt(whole)}"
        )
    for refuse in (_refuse_orders, _refuse_heaps, _refuse_blanks, _refuse_right_to_left):
        refuse(whole, style, what)
    return tuple(clean)


def _refuse_orders(text: str, _style: TextStyle, what: str) -> None:
    for character in text:
        hidden = unicodedata.category(character) in {"Cc", "Cs"} and character != "\n"
        if hidden or character in _OVERRIDES:
            raise PictureError(
                f"the {what} holds the invisible character U+{ord(character):04X}, which can't be "
                f"drawn: type that passage again: {_excerpt(text)}"
            )


def _refuse_heaps(text: str, _style: TextStyle, what: str) -> None:
    heap = 0
    for character in text:
        heap = heap + 1 if unicodedata.combining(character) else 0
        if heap > _MOST_MARKS:
            raise PictureError(
                f"the {what} heaps more than {_MOST_MARKS} accents on one letter: {_excerpt(text)}"
            )


def _refuse_blanks(text: str, style: TextStyle, what: str) -> None:
    missing = missing_glyphs(text, style.faces)
    if missing:
        named = ", ".join(
            f"{character} (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"
            for character in missing[:5]
        )
        raise PictureError(
            f"the {what} needs characters that the theme's fonts don't have: {named}; "
            f"write it otherwise, or name a font that has them in the theme: {_excerpt(text)}"
        )


def _refuse_right_to_left(text: str, _style: TextStyle, what: str) -> None:
    if _is_right_to_left(text) and not can_draw_right_to_left():
        raise PictureError(
            f"the {what} is written from right to left, which needs the system library FriBiDi "
            f"(Debian: libfribidi0): {_excerpt(text)}"
        )


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)


def _too_long(
    text: str, room: Room, paragraphs: Sequence[tuple[list[Word], list[tuple[Piece, ...]]]]
) -> PictureError:
    words = [word for part, _ in paragraphs for word in part]
    widest = max(words, key=lambda word: word.width)
    if widest.width * room.floor > room.width:
        return PictureError(
            f"the {room.what} holds a word wider than the picture even at the smallest size "
            f"({len(widest.text)} characters): {_excerpt(widest.text)}"
        )
    return PictureError(
        f"the {room.what} doesn't fit in {room.lines} line{'s' * (room.lines > 1)} even at the "
        f"smallest size; shorten it ({len(text)} characters): {_excerpt(text)}"
    )


def _excerpt(text: str) -> str:
    spaced = "".join(" " if c.isspace() else c for c in text)
    shown = "".join(c if c.isprintable() else "\ufffd" for c in spaced)
    return f"« {shown[:60]}… »" if len(shown) > 60 else f"« {shown} »"


def _paragraphs(runs: Sequence[_Run]) -> list[list[_Run]]:
    """The runs of each line that the author ended; empty lines are dropped."""
    parts: list[list[_Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        parts[-1].append(_Run(first, run.raised))
        parts.extend([_Run(other, run.raised)] for other in others)
    return [part for part in parts if any(run.text.strip() for run in part)]


def _words(runs: Sequence[_Run], style: TextStyle) -> tuple[list[Word], list[tuple[Piece, ...]]]:
    """Cut at spaces and after hyphens; measure each word. Right-to-left text stays whole words."""
    words: list[Word] = []
    drawn: list[tuple[Piece, ...]] = []
    space = _space(style)
    for letters, spaced in _split(runs):
        pieces = _placed_pieces(letters, style)
        width = pieces[-1].x + pieces[-1].advance if pieces else 0.0
        text = "".join(text for text, _ in letters)
        words.append(Word(text=text, width=width, gap=space if spaced else 0.0))
        drawn.append(pieces)
    return words, drawn


def _split(runs: Sequence[_Run]) -> Iterable[tuple[list[tuple[str, bool]], bool]]:
    """Words as (character, raised) lists, and whether a space follows."""
    word: list[tuple[str, bool]] = []
    letters = [(character, run.raised) for run in runs for character in run.text]
    for index, (character, raised) in enumerate(letters):
        if character.isspace() and character not in _NO_BREAK:
            if word:
                yield word, True
            word = []
            continue
        word.append((character, raised))
        following = letters[index + 1][0] if index + 1 < len(letters) else " "
        if character in "-/" and len(word) > 2 and following.isalpha():
            yield word, False
            word = []
    if word:
        yield word, True


def _placed_pieces(letters: Sequence[tuple[str, bool]], style: TextStyle) -> tuple[Piece, ...]:
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
        apart = character in _NO_BREAK
        previous = items[-1] if items else None
        if (
            previous
            and (unicodedata.combining(character) or needs_no_glyph(character))
            and not apart
        ):
            face = previous[2]
        else:
            face = face_for(character, faces) or faces[0]
        joins = previous and not apart and previous[0][-1] not in _NO_BREAK
        if previous and joins and previous[1] == raised and previous[2] == face:
            items[-1] = (previous[0] + character, raised, face)
        else:
            items.append((character, raised, face))
    return items


def _pieces_of(text: str, raised: bool, face: FontFace, style: TextStyle) -> list[Piece]:
    if text in _NO_BREAK:
        width = _THIN if text == "\u202f" else _space(style)
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


def _space(style: TextStyle) -> float:
    return _advance(" ", style.faces[0], style.features) + style.tracking


def _for_engine(features: tuple[str, ...]) -> list[str] | None:
    """Pillow's basic layout engine refuses any feature with an error; it goes without."""
    raqm = layout_engine() is ImageFont.Layout.RAQM
    return list(features) if features and raqm else None


@lru_cache(maxsize=4096)
def _advance(text: str, face: FontFace, features: tuple[str, ...]) -> float:
    """Em from the start of *text* to where the next letter would stand."""
    font = open_face(face, _MEASURED_AT)
    return float(font.getlength(text, features=_for_engine(features))) / _MEASURED_AT


def _placed(
    rows: Sequence[tuple[Sequence[Word], Sequence[tuple[Piece, ...]]]],
    style: TextStyle,
    size: float,
    align: Align,
) -> SetText:
    """Give every word its x and every line its baseline."""
    widths = [_row_width(words, style) * size for words, _ in rows]
    block = max(widths, default=0.0)
    lines = []
    for number, ((words, pieces), width) in enumerate(zip(rows, widths, strict=True)):
        left = {"left": 0.0, "centre": (block - width) / 2, "right": block - width}[align]
        x, placed = left, []
        for word, drawn in _in_reading_order(words, pieces):
            placed.append((x, drawn))
            x += (word.width + word.gap) * size
        text = "".join(w.text + (" " if w.gap else "") for w in words).rstrip(" ")
        # The first baseline stands where the line box centres capitals and descenders alike.
        baseline = (number * style.leading + style.leading / 2 + 0.24) * size
        lines.append(
            SetLine(words=tuple(placed), left=left, width=width, baseline=baseline, text=text)
        )
    return SetText(
        lines=tuple(lines),
        size=size,
        width=block,
        height=len(rows) * style.leading * size,
        style=style,
    )


def _row_width(words: Sequence[Word], style: TextStyle) -> float:
    if not words:
        return 0.0
    return sum(word.width + word.gap for word in words) - words[-1].gap - style.tracking


def _in_reading_order(
    words: Sequence[Word], pieces: Sequence[tuple[Piece, ...]]
) -> Iterable[tuple[Word, tuple[Piece, ...]]]:
    """Words from left to right: a line of right-to-left words is laid from its end.

    Raqm orders the letters within a word; between words, runs of one direction are turned round
    here (rule L2 of the Unicode bidirectional algorithm, at the grain of words).
    """
    pairs = list(zip(words, pieces, strict=True))
    if not any(_is_right_to_left(word.text) for word in words):
        return pairs
    paragraph = _is_right_to_left(words[0].text)
    runs: list[list[tuple[Word, tuple[Piece, ...]]]] = []
    before: bool | None = None
    for pair in pairs:
        turned = _is_right_to_left(pair[0].text)
        if runs and turned == before:
            runs[-1].append(pair)
        else:
            runs.append([pair])
        before = turned
    ordered = [run[::-1] if _is_right_to_left(run[0][0].text) else run for run in runs]
    return [pair for run in (ordered[::-1] if paragraph else ordered) for pair in run]
