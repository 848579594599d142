"""The contact sheet: every slide in small, with its number, times, chapter and words; and the strip
of the film's rhythm: what changes, what is said, where nothing does.

Comes in: slides' pictures and the layout. Goes out: an RGB picture of either. Speaks and encodes
nothing.
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
from renderer.production.static_stretches import changes_in, unchanged_in
from renderer.storyboard.slide_kinds import kind_of
from renderer.typesetting.fonts import bundled_face, open_face

_THUMB = 460
"""Width of a landscape thumbnail, pixels; a portrait one is as high as that."""
_GAP = 28
"""Pixels round the sheet and between its cells."""
_WORDS = 84
"""Height of the words under a thumbnail."""
_PAPER, _INK, _QUIET = (250, 248, 244), (28, 28, 30), (110, 106, 100)
"""A warm white, a soft black and, for what is said beside it, a grey."""


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


_SECOND = 24
"""Pixels."""
_ROW_SECONDS = 60
"""A row is a minute, so that its number is its time."""
_ROW = 86
"""Pixels: the name, the blocks, the speech under them, and the way to the next."""
_LABEL = 70
"""Pixels at the left, for the minute."""
_SPEECH, _LONG, _SLIDE = (134, 160, 190), (206, 120, 96), (226, 222, 214)
"""Blue for speech, red for what stands too long, grey for slides."""


def draw_rhythm(layout: Layout) -> Rgb:
    """A row a minute: slides as blocks, speech as bars under them, changes as ticks.

    Stretches in which nothing changes for too long are red.
    """
    timeline = layout.timeline
    fps = timeline.timebase.fps
    rows = -(-timeline.length // (_ROW_SECONDS * fps))
    size = (2 * _GAP + _LABEL + _ROW_SECONDS * _SECOND, 2 * _GAP + rows * _ROW)
    strip = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(strip)
    font = open_face(bundled_face("Source Sans Pro Regular"), 15)
    for row in range(rows):
        draw.text((_GAP, _GAP + row * _ROW + 8), f"{row}:00", _QUIET, font)
    long = [(each.start, each.end) for each in unchanged_in(timeline, layout.looks)]
    for number, span in enumerate(timeline.slides):
        tone = _SLIDE if number % 2 else (238, 234, 226)
        for box in _boxes(span.start, span.end, fps, (0, 34)):
            draw.rectangle(box, tone)
    for start, end in long:
        for box in _boxes(start, end, fps, (0, 34)):
            draw.rectangle(box, _LONG)
    per_frame = timeline.timebase.samples_per_frame
    for placed in timeline.heard:
        for box in _boxes(placed.start // per_frame, -(-placed.end // per_frame), fps, (38, 52)):
            draw.rectangle(box, _SPEECH)
    for frame in changes_in(timeline, layout.looks):
        for box in _boxes(frame, frame + 1, fps, (0, 34)):
            draw.rectangle((box[0], box[1], box[0] + 2, box[3]), _INK)
    for span in timeline.slides:
        left, top, _, _ = _boxes(span.start, span.start + 1, fps, (54, 70))[0]
        draw.text((left + 2, top), span.id[:18], _QUIET, font)
    return np.asarray(strip)


def _boxes(
    start: int, end: int, fps: int, rows: tuple[int, int]
) -> list[tuple[float, float, float, float]]:
    """Where *start* to *end* lies, one box for each minute that it reaches into."""
    boxes: list[tuple[float, float, float, float]] = []
    length = _ROW_SECONDS * fps
    for minute in range(start // length, max(start, end - 1) // length + 1):
        first, last = max(start, minute * length), min(end, (minute + 1) * length)
        left = _GAP + _LABEL + (first - minute * length) * _SECOND / fps
        right = _GAP + _LABEL + (last - minute * length) * _SECOND / fps
        top = _GAP + minute * _ROW
        boxes.append((left, top + rows[0], max(left, right - 1), top + rows[1]))
    return boxes
