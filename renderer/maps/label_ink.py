"""Words as ink: a name with a halo that keeps it legible on any ground.

Comes in: text, its language, a font file, a size in pixels, colours. Goes out: `LetteredWord`,
coverage of the letters and of their halo. Knows nothing of where it will stand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from renderer.errors import PictureError
from renderer.frames.pixels import Plane, Size
from renderer.maps.canvas import Colour, MapInk, coverage_ink
from renderer.maps.texts import drawable_runs
from renderer.maps.viewport import Rect
from renderer.messages import tr


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How a word is set."""

    font: Path
    px: int
    colour: Colour
    halo: Colour
    halo_px: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LetteredWord:
    """A set text, of one line or more."""

    letters: Plane
    """Coverage, shape (height, width)."""
    glow: Plane
    """Coverage of the halo, same shape, letters included."""
    face: Face
    baseline: int
    """Rows from the top to the line that the letters of its first line stand on."""

    @property
    def width(self) -> int:
        """Pixels across, halo included."""
        return int(self.letters.shape[1])

    @property
    def height(self) -> int:
        """Pixels down, halo included."""
        return int(self.letters.shape[0])

    def inks(
        self,
        left: float,
        top: float,
        size: Size,
        alpha: float = 1.0,
        *,
        colour: Colour | None = None,
    ) -> tuple[MapInk, ...]:
        """Give the inks of the word with its top left corner at *left*, *top*.

        Between pixels it is drawn there, a little softer; *colour* in place of its face's.
        """
        column, row = math.floor(left), math.floor(top)
        letters, glow = (
            _shifted(plane, left - column, top - row) for plane in (self.letters, self.glow)
        )
        rect = Rect(column, row, column + letters.shape[1], row + letters.shape[0])
        drops = (
            coverage_ink(rect, glow, self.face.halo, size, alpha * 0.88),
            coverage_ink(rect, letters, colour or self.face.colour, size, alpha),
        )
        return tuple(drop for drop in drops if drop is not None)


def _shifted(plane: Plane, right: float, down: float) -> Plane:
    """*plane* moved by fractions of a pixel, one column and row larger; itself for none.

    Linear: it moves the middle of the letters by exactly what is asked.
    """
    if right < _STILL and down < _STILL:
        return plane
    height, width = plane.shape
    wide = np.zeros((height + 1, width + 1), np.float32)
    for rows, by_row in ((slice(0, height), 1 - down), (slice(1, height + 1), down)):
        for columns, by_column in ((slice(0, width), 1 - right), (slice(1, width + 1), right)):
            wide[rows, columns] += plane * np.float32(by_row * by_column)
    moved: Plane = np.rint(wide).astype(np.uint8)
    return moved


_STILL = 1e-6
"""Pixels by which rounding may miss a whole one."""

# Raised letters, as shares of the size: how tall, and how far above the line. The title faces of
# captions use much the same.
_RAISED_SIZE = 0.64
_RAISED_LIFT = 0.34
"""So that their tops stand as high as capitals' do, 0.64 + 0.34."""


class _Run(NamedTuple):
    text: str
    font: ImageFont.FreeTypeFont
    lift: int
    """Pixels above the line."""


def _runs(line: str, face: Face, language: str) -> list[_Run]:
    plain = _font(face.font, face.px)
    if not language:
        return [_Run(line, plain, 0)]
    small = _font(face.font, max(6, round(face.px * _RAISED_SIZE)))
    lift = round(face.px * _RAISED_LIFT)
    return [
        _Run(run.text, small, lift) if run.raised else _Run(run.text, plain, 0)
        for run in drawable_runs(line, face.font, language)
    ]


@lru_cache(maxsize=256)
def set_word(text: str, face: Face, language: str = "", lean: float = 0.5) -> LetteredWord:
    """Set *text*, cut to the letters and their halo.

    Args:
        text: as an author types it; one line or more.
        face: how it is set.
        language: whose typography it takes, "fr": VIIe is drawn with its e raised. Empty: none.
        lean: where shorter lines stand: 0 at the left of the longest, 0.5 in the middle, 1 right.

    Raises:
        PictureError: the font file can't be read, or lacks a character.
    """
    font = _font(face.font, face.px)
    lines = [_runs(line, face, language) for line in text.splitlines() or [""]]
    ascent, descent = font.getmetrics()
    leading = round(face.px * 1.12)
    margin = face.halo_px + 2
    widths = [round(sum(run.font.getlength(run.text) for run in line)) for line in lines]
    size = (
        max(1, *widths) + 2 * margin + face.px,
        ascent + descent + leading * (len(lines) - 1) + 2 * margin,
    )
    letters, glow = Image.new("L", size), Image.new("L", size)
    longest = max(widths)
    for number, (line, width) in enumerate(zip(lines, widths, strict=True)):
        left = float((size[0] - longest) // 2 + round((longest - width) * lean))
        base = margin + number * leading + ascent
        for run in line:
            place = (left, base - run.lift)
            ImageDraw.Draw(letters).text(place, run.text, font=run.font, fill=255, anchor="ls")
            ImageDraw.Draw(glow).text(
                place,
                run.text,
                font=run.font,
                fill=255,
                anchor="ls",
                stroke_width=face.halo_px,
                stroke_fill=255,
            )
            left += run.font.getlength(run.text)
    box = glow.getbbox() or (0, 0, 1, 1)
    return LetteredWord(
        letters=np.asarray(letters.crop(box)),
        glow=np.asarray(glow.crop(box)),
        face=face,
        baseline=margin + ascent - box[1],
    )


class LineBox(NamedTuple):
    """The room that a face's letters take over and under their line, whatever is written."""

    above: int
    """Pixels from the line to the top of tall letters, halo included."""
    below: int
    """Pixels from the line to the foot of letters that hang, halo included."""
    capital: int
    """The height of a capital: swatches stand level with half of it."""

    @property
    def height(self) -> int:
        """Of both."""
        return self.above + self.below


def line_box(face: Face) -> LineBox:
    """The room of *face*'s letters: rows set by it stay even, and a date's line where it is.

    By letters and not by the font's own ascent, which leaves room for accents on capitals, and so
    more above than below.
    """
    font = _font(face.font, face.px)
    _, tall, _, hangs = font.getbbox("dp", anchor="ls")
    _, capital, _, _ = font.getbbox("H", anchor="ls")
    return LineBox(
        above=round(-tall) + face.halo_px,
        below=round(hangs) + face.halo_px,
        capital=round(-capital),
    )


_DASH = " – "
"""Between the parts of a line."""
_WIDEST = 0.45
"""Of the room, that a line of parts may take: wider, it meets what stands in the other corner."""


def set_parts(
    parts: Sequence[str], face: Face, language: str, room: int, lean: float = 0.5
) -> LetteredWord:
    """Set *parts* as one line; where it is too wide, break it between parts, else between words.

    Args:
        parts: in order; a dash comes between them.
        face: how they are set.
        language: as for `set_word`.
        room: pixels there are.
        lean: as for `set_word`.
    """
    most = room * _WIDEST
    text = _DASH.join(parts)
    word = set_word(text, face, language)
    if word.width <= most:
        return word
    whole = all(set_word(part, face, language).width <= most for part in parts)
    between = _DASH if whole else " "
    lines, line = [], ""
    for part in text.split(between):
        longer = f"{line}{between}{part}" if line else part
        if line and set_word(longer, face, language).width > most:
            lines.append(line)
            longer = part
        line = longer
    return set_word("\n".join([*lines, line]), face, language, lean)


@lru_cache(maxsize=64)
def _font(path: Path, px: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(str(path), px)
    except OSError as unreadable:
        raise PictureError(
            tr("the font {file} can't be read ({why})", file=path, why=unreadable),
            code="font-unreadable",
        ) from unreadable
