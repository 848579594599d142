"""Subtitles: a cue drawn at the foot of the picture, for who watches without sound.

    lines, and which words are lit ──draw_subtitle──▶ Overlay

Comes in: a cue's lines, a theme, the frame's size. Goes out: an overlay in the rows that are kept
for subtitles, whatever else is drawn (`margins`). Knows nothing of time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from renderer.errors import PictureError
from renderer.frames.contrast import contrast, readable_alpha
from renderer.frames.pixels import Overlay, Size
from renderer.language.eye.typography import lettered
from renderer.pictures.caption import RATIO
from renderer.themes.margins import (
    SUBTITLE_LEADING,
    SUBTITLE_LINES,
    SUBTITLE_PAD,
    subtitle_em,
    subtitle_measure,
    subtitle_rows,
)
from renderer.themes.theme import SubtitleLook, Theme
from renderer.typesetting.ink import InkSheet
from renderer.typesetting.shaping import TextStyle
from renderer.typesetting.typeset import Ink, SetText, TextBox, ink, set_text

_OUTLINE = 0.085
"""Width of an outline, in em."""
_LEAST_ALPHA = 208
"""Of the band (of 255), where readability asks for no more: what moves behind doesn't disturb."""


def draw_subtitle(
    lines: Sequence[str],
    theme: Theme,
    size: Size,
    *,
    lit: tuple[int, int] = (0, 0),
    language: str = "fr",
) -> Overlay:
    """Draw a cue.

    Args:
        lines: as cut for `subtitle_width`; typeset, their words apart by one space.
        theme: the look.
        size: the frame's.
        lit: number of the first word that is lit, and of the one after the last; no-break spaces
            part no words.
        language: BCP 47 tag.

    Raises:
        PictureError: a character can't be drawn, or the words don't fit even when small.
    """
    look = theme.subtitle
    rows = subtitle_rows(theme, size)
    words, letters = _set(tuple(lines), theme, size, language)
    pad_x, pad_y = round(SUBTITLE_PAD[0] * words.size), int(SUBTITLE_PAD[1] * words.size)
    left = round((size.width - words.width) / 2) - pad_x
    wide, high = round(words.width) + 2 * pad_x, round(words.height) + 2 * pad_y
    sheet = InkSheet(look.ground, _band(words, look, (wide, high), (pad_x, pad_y)))
    if look.band == "outline":
        _lay_outline(sheet, letters, (pad_x, pad_y), words.size, look)
    shining = ink(words, lambda number: lit[0] <= number < lit[1])
    sheet.lay(_without(letters, shining), pad_x, pad_y, look.text)
    sheet.lay(shining, pad_x, pad_y, look.highlight)
    return Overlay(left=left, top=rows.bottom - high, rgba=sheet.rgba())


@lru_cache(maxsize=8)
def _set(lines: tuple[str, ...], theme: Theme, size: Size, language: str) -> tuple[SetText, Ink]:
    """The lines as they were cut, and their ink; kept for the next state of the same cue.

    If they are too wide for that, they are broken anew, and smaller.
    """
    em, measure = subtitle_em(theme, size), subtitle_measure(theme, size)
    style = TextStyle(faces=theme.fonts.stack(theme.subtitle.font), leading=SUBTITLE_LEADING)
    wishes = [("\n".join(lines), SUBTITLE_LINES, em)]
    wishes += [(" ".join(lines), count, em * SUBTITLE_LINES / count) for count in (2, 3, 4, 6)]
    for number, (text, count, wished) in enumerate(wishes, start=1):
        room = TextBox(
            width=measure,
            size=wished,
            floor=wished * 0.8,
            lines=count,
            align="centre",
            what="subtitle",
        )
        try:
            words = set_text(lettered(text, language), style, room, language)
        except PictureError:
            if number == len(wishes):
                raise
            continue
        return words, ink(words)
    raise AssertionError("the last wish is granted or raises")


def _without(letters: Ink, others: Ink) -> Ink:
    """*letters* but for *others*, which are some of them: words don't overlap."""
    top, left = others.top - letters.top, others.left - letters.left
    cover = letters.cover.copy()
    high, wide = others.cover.shape
    box = cover[max(0, top) : top + high, max(0, left) : left + wide]
    part = others.cover[max(0, -top) :, max(0, -left) :][: box.shape[0], : box.shape[1]]
    box[part > 0] = 0
    return Ink(left=letters.left, top=letters.top, cover=cover)


def _band(
    words: SetText, look: SubtitleLook, whole: tuple[int, int], pad: tuple[int, int]
) -> NDArray[np.uint8]:
    """The band's opacity: enough for both colours of letters over any picture."""
    wide, high = whole
    band = np.zeros((high, wide), np.uint8)
    if look.band == "outline":
        return band
    alpha = max(
        _LEAST_ALPHA,
        *(
            readable_alpha(colour, look.ground, min(RATIO, contrast(colour, look.ground)))
            for colour in (look.text, look.highlight)
        ),
    )
    if look.band == "box":
        band[:] = alpha
        return band
    edges = [round(pad[1] + n * SUBTITLE_LEADING * words.size) for n in range(len(words.lines) + 1)]
    edges[0], edges[-1] = 0, high
    widths = [line.width for line in words.lines]
    for line, (top, bottom) in zip(words.lines, pairwise(edges), strict=True):
        # Lines of nearly one length share it: a step of a few pixels looks like a slip.
        width = max(each for each in widths if each - line.width < 1.5 * words.size)
        inset = round((words.width - width) / 2)
        band[top:bottom, inset : wide - inset] = alpha
    return band


def _lay_outline(
    sheet: InkSheet, letters: Ink, at: tuple[int, int], size: float, look: SubtitleLook
) -> None:
    reach = max(1, round(_OUTLINE * size))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    cover = np.asarray(cv2.dilate(np.pad(letters.cover, reach), disc), np.uint8)
    sheet.cover(cover, at[0] + letters.left - reach, at[1] + letters.top - reach, look.ground)
