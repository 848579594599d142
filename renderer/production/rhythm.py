"""The film's rhythm as a strip: what changes, what is said, where nothing does.

Comes in: the layout. Goes out: one RGB picture, a row a minute. Speaks and draws no slide.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from renderer.frames.pixels import Rgb
from renderer.production.film_structure import Layout
from renderer.production.static_stretches import changes_in, unchanged_in
from renderer.typesetting.fonts import bundled_face, open_face

_SECOND = 24
"""Pixels."""
_ROW_SECONDS = 60
_ROW = 86
_GAP, _LABEL = 28, 70
_PAPER, _INK, _QUIET = (250, 248, 244), (28, 28, 30), (110, 106, 100)
_SPEECH, _LONG, _SLIDE = (134, 160, 190), (206, 120, 96), (226, 222, 214)


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
