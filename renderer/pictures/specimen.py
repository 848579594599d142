"""The specimen sheet of a theme: its letters, colours, cards and captions on one page.

    Theme ──draw_specimen──▶ Rgb (1920 × 2420)

Comes in: a theme. Goes out: a picture to look at before choosing. Knows nothing of projects.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from renderer.frames.contrast import Colour, contrast, hexadecimal
from renderer.frames.pixels import Overlay, Rgb, Size
from renderer.language.eye.typography import lettered
from renderer.pictures.caption import draw_caption
from renderer.pictures.card import draw_card
from renderer.pictures.credit_line import draw_credit
from renderer.pictures.subtitle import draw_subtitle
from renderer.storyboard.board import Card
from renderer.themes.margins import subtitle_rows
from renderer.themes.theme import Theme
from renderer.typesetting.ink import lay_on, lay_over
from renderer.typesetting.shaping import TextStyle
from renderer.typesetting.typeset import TextBox, ink, set_text

_WIDTH, _HEIGHT = 1920, 2420
"""Pixels: as wide as a film of 1080 lines, as high as its rows need."""
_MARGIN, _GUTTER = 90, 30
"""Round the sheet, and between its cells."""
_CELL = Size(560, 316)
_PARTS: tuple[tuple[Literal["display", "text", "strong", "italic", "label", "small"], str], ...] = (
    ("display", "Le débarquement, 6 juin 1944"),
    ("text", "À l’aube, la 4e division débarque : « Œuvre, cœur, Noël, où ? »"),
    ("strong", "Le port de Cherbourg est libre"),
    ("italic", "Paris outragé, mais Paris libéré !"),
    ("label", "Fort du Roule, Gare maritime"),
    ("small", "Archives départementales de la Manche, 13 Num 4512"),
)
_CARDS = (
    Card(title="La bataille de Cherbourg", text="Juin 1944"),
    Card(
        text="Paris outragé ! Paris brisé ! Paris martyrisé ! Mais Paris libéré !",
        author="Charles de Gaulle",
        date="25 août 1944",
    ),
    Card(date="6 juin 1944"),
)
_CUE = ("La garnison", "a déposé les armes.")
_CAPTION = "26 juin 1944. La garnison du fort du Roule se rend à la 79e division d’infanterie"


def draw_specimen(theme: Theme) -> Rgb:
    """Draw the specimen sheet of *theme*, 1920 × 2420 pixels.

    Raises:
        PictureError: the theme's fonts lack French letters.
    """
    sheet: Rgb = np.full((_HEIGHT, _WIDTH, 3), theme.colours.paper, np.uint8)
    _write(sheet, theme, theme.title, "display", 92, (_MARGIN, 66), theme.colours.ink)
    y = _letters(sheet, theme, 220)
    y = _swatches(sheet, theme, y + 34)
    _pictures(sheet, theme, y + 44)
    return sheet


def _letters(sheet: Rgb, theme: Theme, y: int) -> int:
    for part, sample in _PARTS:
        face = getattr(theme.fonts, part)
        _write(sheet, theme, part, "label", 22, (_MARGIN, y + 20), theme.colours.accent)
        _write(sheet, theme, sample, part, 44, (_MARGIN + 170, y), theme.colours.ink)
        at = (_MARGIN + 1410, y + 20)
        _write(sheet, theme, face.path.stem, "small", 24, at, theme.colours.quiet)
        y += 76
    return y


def _swatches(sheet: Rgb, theme: Theme, y: int) -> int:
    colours, chart = theme.colours, theme.map
    cards = [(name, getattr(colours, name)) for name in ("paper", "edge", "ink", "quiet", "accent")]
    ground = ("sea", "land", "land_edge", "river", "border", "label", "grid")
    maps = [(name, getattr(chart, name)) for name in ground]
    for row in (cards, [*maps, *chart.sides]):
        wide = (_WIDTH - 2 * _MARGIN) // 11
        for index, (name, colour) in enumerate(row):
            x = _MARGIN + index * wide
            sheet[y : y + 72, x : x + wide - 12] = colour
            sheet[y + 70 : y + 72, x : x + wide - 12] = colours.quiet
            _write(sheet, theme, name, "small", 22, (x, y + 78), colours.ink)
            ratio = f"{hexadecimal(colour)}  {contrast(colour, colours.paper):.1f} : 1"
            _write(sheet, theme, ratio, "small", 19, (x, y + 106), colours.quiet)
        y += 160
    return y


def _pictures(sheet: Rgb, theme: Theme, y: int) -> None:
    for column, card in enumerate(_CARDS):
        _hang(sheet, draw_card(card, theme, _CELL), column, y, theme)
    y += _CELL.height + _GUTTER
    for column, level in enumerate((250, 128, 20)):
        picture = _ground(level, _CELL)
        _lay_words(picture, theme, _CELL, subtitled=column == 1)
        _over(picture, draw_credit("National Archives (111-SC-191219)", theme, _CELL))
        _hang(sheet, picture, column, y, theme)
    y += _CELL.height + _GUTTER
    tall, square = Size(316, 560), Size(560, 560)
    upright = _ground(200, tall)
    _lay_words(upright, theme, tall, subtitled=True)
    row = (
        draw_card(_CARDS[0], theme, tall),
        draw_card(_CARDS[1], theme, tall),
        draw_card(_CARDS[1], theme, square),
        upright,
    )
    gap = (_WIDTH - 2 * _MARGIN - sum(picture.shape[1] for picture in row)) // (len(row) - 1)
    left = _MARGIN
    for picture in row:
        _frame(sheet, picture, left, y, theme)
        left += picture.shape[1] + gap


def _lay_words(picture: Rgb, theme: Theme, size: Size, *, subtitled: bool) -> None:
    """A caption, and over some pictures a subtitle, a word of which is lit."""
    foot = subtitle_rows(theme, size).foot if subtitled else 0
    _over(picture, draw_caption(_CAPTION, theme, size, foot=foot))
    if subtitled:
        _over(picture, draw_subtitle(_CUE, theme, size, lit=(1, 2)))


def _ground(level: int, size: Size) -> Rgb:
    """A stand-in for a photograph: a sky that darkens into its ground."""
    rows = np.linspace(level, level * 0.7, size.height)
    return np.broadcast_to(rows[:, None, None], (size.height, size.width, 3)).astype(np.uint8)


def _over(picture: Rgb, overlay: Overlay) -> None:
    lay_over(picture, overlay.rgba, overlay.left, overlay.top)


def _hang(sheet: Rgb, picture: Rgb, column: int, y: int, theme: Theme) -> None:
    _frame(sheet, picture, _MARGIN + column * (_CELL.width + _GUTTER), y, theme)


def _frame(sheet: Rgb, picture: Rgb, x: int, y: int, theme: Theme) -> None:
    high, wide = picture.shape[:2]
    sheet[y - 1 : y + high + 1, x - 1 : x + wide + 1] = theme.colours.quiet
    sheet[y : y + high, x : x + wide] = picture


def _write(
    sheet: Rgb,
    theme: Theme,
    text: str,
    part: Literal["display", "text", "strong", "italic", "label", "small"],
    size: int,
    at: tuple[int, int],
    colour: Colour,
) -> None:
    words = set_text(
        lettered(text),
        TextStyle(faces=theme.fonts.stack(part)),
        TextBox(
            width=min(_WIDTH - at[0] - 20, 1240),
            size=size,
            floor=size * 0.5,
            lines=1,
            what="specimen",
        ),
    )
    lay_on(sheet, ink(words), at[0], at[1], colour)
