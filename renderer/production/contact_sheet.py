"""The contact sheet: every slide in small, with its number, times, chapter and words.

Comes in: slides' pictures and the layout. Goes out: one RGB picture. Speaks and encodes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw

from renderer.frames.pixels import Rgb
from renderer.language.registry import language_of
from renderer.production.film_structure import Layout
from renderer.storyboard.slide_kinds import kind_of
from renderer.typesetting.fonts import bundled_face, open_face

_THUMB = 460
"""Width of a landscape thumbnail, pixels; a portrait one is as high as that."""
_GAP = 28
_WORDS = 84
"""Height of the words under a thumbnail."""
_PAPER, _INK, _QUIET = (250, 248, 244), (28, 28, 30), (110, 106, 100)


def draw_sheet(layout: Layout, title: str, pictures: Sequence[Rgb]) -> Rgb:
    """All slides in reading order, as square a sheet as their number allows.

    Args:
        layout: the film's; one picture per slide of it.
        title: written above.
        pictures: full frames, in order.
    """
    size = layout.settings.size
    scale = _THUMB / max(size)
    cell = (round(size.width * scale), round(size.height * scale))
    columns = max(1, min(len(pictures), round(math.sqrt(len(pictures) * 1.6 * cell[1] / cell[0]))))
    rows = -(-len(pictures) // columns)
    columns = -(-len(pictures) // rows)  # as few as fill the rows: none holds a single picture
    head = 2 * _GAP + 40
    sheet = Image.new(
        "RGB",
        (_GAP + columns * (cell[0] + _GAP), head + rows * (cell[1] + _WORDS + _GAP)),
        _PAPER,
    )
    draw = ImageDraw.Draw(sheet)
    draw.text((_GAP, _GAP), title, _INK, open_face(bundled_face("Source Serif Pro Bold"), 34))
    for number, picture in enumerate(pictures):
        left = _GAP + number % columns * (cell[0] + _GAP)
        top = head + number // columns * (cell[1] + _WORDS + _GAP)
        small = cv2.resize(picture, cell, interpolation=cv2.INTER_AREA)
        sheet.paste(Image.fromarray(small), (left, top))
        _write_words(draw, layout, number, (left, top + cell[1] + 8), cell[0])
    return np.asarray(sheet)


def _write_words(
    draw: ImageDraw.ImageDraw, layout: Layout, number: int, at: tuple[int, int], width: int
) -> None:
    span, look = layout.timeline.slides[number], layout.looks[number]
    base = layout.timeline.timebase
    start, end, length = (base.seconds_at(each) for each in (span.start, span.end, span.length))
    times = f"{_clock(start)} – {_clock(end)}   {length:.1f} s"
    times = times.replace(".", language_of(look.language).eye.decimal)
    kind = kind_of(look.visual)
    name = look.slide if kind.is_authored else language_of(look.language).page.credits
    lines = (
        (f"{number + 1}  {name}", "Source Sans Pro Bold", 17, _INK),
        (
            f"{times}   {look.chapter}",
            "Source Sans Pro Regular",
            15,
            _QUIET,
        ),
        (look.caption or " ".join(kind.words(look.visual)), "Source Serif Pro Regular", 17, _INK),
    )
    left, top = at
    for text, face, pixels, colour in lines:
        font = open_face(bundled_face(face), pixels)
        draw.text((left, top), _fitted(text, font.getlength, width), colour, font)
        top += pixels + 8


def _fitted(text: str, measure: Callable[[str], float], width: int) -> str:
    flat = " ".join(text.split())
    if measure(flat) <= width:
        return flat
    while flat and measure(flat + "…") > width:
        flat = flat[:-1]
    return flat.rstrip() + "…"


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"
