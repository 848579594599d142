"""Text → lines → ink: measured, broken, sized to fit, and drawn without losing a stroke.

    text or runs ──set_text──▶ SetText (lines of placed pieces) ──ink──▶ Ink (an alpha raster)

Comes in: text that already has its typography (no-break spaces, curly apostrophes), a style, a
measure. Goes out: where every piece stands, and its ink. Knows nothing of themes or frames.
Widths are kept in em (parts of the font size), so that trying a smaller size costs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from renderer.errors import PictureError
from renderer.messages import tr, trn
from renderer.typesetting.drawable import PlainRun, checked_runs, excerpt, is_right_to_left, named
from renderer.typesetting.fonts import FontFace, code_points, open_face
from renderer.typesetting.line_breaks import Word, break_words
from renderer.typesetting.shaping import (
    NO_BREAK,
    Piece,
    RunLike,
    TextStyle,
    features_for_engine,
    pieces_of_word,
    space_width,
)

Align = Literal["left", "centre", "right"]

_STEP = 0.96
"""Each smaller size tried, to the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBox:
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
class SetLine:
    """One line in place, relative to the top left corner of its text."""

    words: tuple[tuple[float, tuple[Piece, ...]], ...]
    """x in pixels of each word, and its pieces."""
    left: float
    width: float
    baseline: float
    text: str
    numbers: tuple[int, ...]
    """For each word, which word of the text as written it is part of, counted from 0."""


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


def set_text(
    content: str | Sequence[RunLike], style: TextStyle, room: TextBox, language: str = "fr"
) -> SetText:
    """Break *content* into balanced lines at the greatest size that fits *room*, by the
    little words of *language*.

    Raises:
        PictureError: the text can't be drawn (no glyph, orders that turn text round, heaped
            accents), or doesn't fit even at the floor size.
    """
    runs = checked_runs(content, style, room.what)
    paragraphs: list[tuple[list[Word], list[tuple[Piece, ...]]]] = []
    for part in _paragraphs(runs):
        last = paragraphs[-1][0][-1:] if paragraphs else []
        paragraphs.append(_words(part, style, last[0].number + 1 if last else 0))
    size = room.size
    while True:
        width = room.width / size
        broken = [break_words(words, width, room.lines, language) for words, _ in paragraphs]
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


def surely_fits(text: str, style: TextStyle, room: TextBox, size: float = 0.0) -> bool:
    """Whether *text*, as an author typed it, can be drawn in one line of *room*: True only when it
    is certain. Quick: ten thousand captions are looked at in a fraction of a second.

    Typography that is still to be done, kerning and raised letters change a width by little.

    Args:
        text: what is to be drawn.
        style: how.
        room: where.
        size: pixels to the em; 0: the smallest that the room allows.
    """
    if style.capitals:
        text = text.upper()
    try:
        width = sum(map(_plain_widths(style.faces[0]).__getitem__, text))
    except KeyError:
        return False
    width += len(text) * style.tracking
    return (width * 1.06 + 1.0) * (size or room.floor) <= room.width


@lru_cache(maxsize=8)
def _plain_widths(face: FontFace) -> dict[str, float]:
    """Em of each printable character of Latin-1 that *face* has a glyph for."""
    font = open_face(face, 256)
    points = code_points(face)
    plain = (
        chr(point) for point in (*range(0x20, 0x7F), *range(0xA1, 0x100), 0x2019, 0x153, 0x152)
    )
    return {each: font.getlength(each) / 256 for each in plain if ord(each) in points}


def ink(text: SetText, only: Callable[[int], bool] = lambda _: True) -> Ink:
    """Draw *text*, or *only* some of its words; the raster is the ink and a pixel all round."""
    scale = 4 if text.size < 40 else 2
    strokes = [
        (
            (word_x + piece.x * text.size) * scale,
            (line.baseline - piece.rise * text.size) * scale,
            piece,
        )
        for line in text.lines
        for (word_x, pieces), number in zip(line.words, line.numbers, strict=True)
        if only(number)
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
            features=features_for_engine(piece.features),
        )
    return Ink(left=left, top=top, cover=np.asarray(canvas.reduce(scale)))


def _box(x: float, y: float, piece: Piece, size: float) -> tuple[float, float, float, float]:
    font = open_face(piece.face, round(size * piece.scale))
    left, top, right, bottom = font.getbbox(
        piece.text, anchor="ls", features=features_for_engine(piece.features)
    )
    return x + left, y + top, x + right, y + bottom


def _too_long(
    text: str, room: TextBox, paragraphs: Sequence[tuple[list[Word], list[tuple[Piece, ...]]]]
) -> PictureError:
    words = [word for part, _ in paragraphs for word in part]
    widest = max(words, key=lambda word: word.width)
    if widest.width * room.floor > room.width:
        error = PictureError(
            trn(
                "{text} holds a word wider than the picture even at the smallest size ({count} "
                "character)",
                "{text} holds a word wider than the picture even at the smallest size ({count} "
                "characters)",
                len(widest.text),
                text=named(room.what),
            ),
            tr("shorten it, or put a blank into it"),
            excerpt(widest.text),
            code="text-too-long",
        )
    else:
        error = PictureError(
            trn(
                "{text} doesn't fit in {count} line even at the smallest size ({characters} "
                "characters)",
                "{text} doesn't fit in {count} lines even at the smallest size ({characters} "
                "characters)",
                room.lines,
                text=named(room.what),
                characters=len(text),
            ),
            tr("shorten it"),
            excerpt(text),
            code="text-too-long",
        )
    error.is_room = True
    return error


def _paragraphs(runs: Sequence[PlainRun]) -> list[list[PlainRun]]:
    """The runs of each line that the author ended; empty lines are dropped."""
    parts: list[list[PlainRun]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        parts[-1].append(PlainRun(first, run.raised))
        parts.extend([PlainRun(other, run.raised)] for other in others)
    return [part for part in parts if any(run.text.strip() for run in part)]


def _words(
    runs: Sequence[PlainRun], style: TextStyle, number: int
) -> tuple[list[Word], list[tuple[Piece, ...]]]:
    """Cut at spaces, counting from *number*, and after hyphens (but right to left); measure."""
    words: list[Word] = []
    drawn: list[tuple[Piece, ...]] = []
    space = space_width(style)
    for letters, spaced in _split(runs):
        pieces = pieces_of_word(letters, style)
        width = pieces[-1].x + pieces[-1].advance if pieces else 0.0
        text = "".join(text for text, _ in letters)
        words.append(Word(text=text, width=width, gap=space if spaced else 0.0, number=number))
        drawn.append(pieces)
        number += spaced
    return words, drawn


def _split(runs: Sequence[PlainRun]) -> Iterable[tuple[list[tuple[str, bool]], bool]]:
    """Words as (character, raised) lists, and whether a space follows."""
    word: list[tuple[str, bool]] = []
    letters = [(character, run.raised) for run in runs for character in run.text]
    for index, (character, raised) in enumerate(letters):
        if character.isspace() and character not in NO_BREAK:
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
        ordered = list(_in_reading_order(words, pieces))
        left = {"left": 0.0, "centre": (block - width) / 2, "right": block - width}[align]
        steps = accumulate(((w.width + w.gap) * size for w, _ in ordered), initial=left)
        text = "".join(w.text + (" " if w.gap else "") for w in words).rstrip(" ")
        # The first baseline stands where the line box centres capitals and descenders alike.
        baseline = (number * style.leading + style.leading / 2 + 0.24) * size
        lines.append(
            SetLine(
                words=tuple((x, drawn) for x, (_, drawn) in zip(steps, ordered, strict=False)),
                left=left,
                width=width,
                baseline=baseline,
                text=text,
                numbers=tuple(word.number for word, _ in ordered),
            )
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
    if not any(is_right_to_left(word.text) for word in words):
        return pairs
    paragraph = is_right_to_left(words[0].text)
    runs: list[list[tuple[Word, tuple[Piece, ...]]]] = []
    before: bool | None = None
    for pair in pairs:
        turned = is_right_to_left(pair[0].text)
        if runs and turned == before:
            runs[-1].append(pair)
        else:
            runs.append([pair])
        before = turned
    ordered = [run[::-1] if is_right_to_left(run[0][0].text) else run for run in runs]
    return [pair for run in (ordered[::-1] if paragraph else ordered) for pair in run]
