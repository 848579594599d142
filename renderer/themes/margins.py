"""Which rows of a frame are whose: the credit line's, the subtitles', the caption's.

Comes in: a theme and a frame's size. Goes out: rows and widths in pixels. Draws nothing and loads
nothing that could, so that a plan can ask.

From the foot up: a strip for the credit line (`caption_foot`), the subtitles where the film bears
any (`subtitle_rows`), then the caption.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from renderer.frames.pixels import Size
from renderer.themes.theme import Theme, unit

SUBTITLE_LINES = 2
"""As many as a cue has (`subtitles.cue_breaks.LINES`)."""
SUBTITLE_LEADING = 1.28
"""From line to line, in em: accents of capitals clear the letters above."""
SUBTITLE_PAD = (0.5, 0.18)
"""Of the band beside and above the letters, in em."""

# In percent of the frame's shorter side.
_BOTTOM = 8.2
_CAPTION_BOTTOM = 12.0
"""Of a caption, which stands over a browser's controls. Measured in Chromium 156, by the boxes of
its controls: in films of 320, 360, 480, 640, 854 and 1280 CSS pixels across they take 72 pixels,
48 of buttons over 24 of timeline; of 1920, 88 (64 over 24). So this clears them from 600 pixels of
height on."""
_BOTTOM_UPRIGHT = 30.0
"""Upright films are watched in players that lay their buttons over the lowest sixth."""
_SUBTITLE_SIDE = 6.0
"""Units that stay free at each side: with less a line touches the frame, with more it breaks into
two."""
_SUBTITLE_SIDE_UPRIGHT = 10.0
"""Those players lay buttons down the right edge too."""
_SUBTITLE_FOOT_UPRIGHT = 36.0
"""Above those players' titles too, which stand over their buttons."""
_GAP = 0.6
"""Between what stands one over the other: less would read as one block."""
_AIR = 3.4
"""Between subtitles and what stands over them, whose band reaches down towards them."""

_UPRIGHT = 1.16
"""How much larger subtitles are on an upright frame, which is watched on a telephone."""
_LETTER = 0.48
"""Width of a letter of running French with its share of spaces, in em, rounded up."""
_FEWEST, _MOST = 12, 40
"""Letters in a line of subtitles."""
_LEAST_PIXELS = 6.0
"""Of a subtitle's letters in the smallest drafts, where they only show that something is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtitleRows:
    """The rows of a frame that are kept for subtitles."""

    top: int
    bottom: int
    foot: int
    """Rows from the frame's foot that all else keeps clear of."""


def caption_foot(size: Size) -> int:
    """Pixels at the foot of a frame in which nothing but the credit line stands."""
    return round((_BOTTOM_UPRIGHT if _is_upright(size) else _BOTTOM) * unit(size))


def caption_bottom(size: Size) -> int:
    """Pixels between the foot of a frame and a caption that stands over no subtitles."""
    return round((_BOTTOM_UPRIGHT if _is_upright(size) else _CAPTION_BOTTOM) * unit(size))


def subtitle_rows(theme: Theme, size: Size) -> SubtitleRows:
    """Where subtitles stand: over the credit line, above what players lay over upright films."""
    one = unit(size)
    below = caption_foot(size) + _GAP * one
    if _is_upright(size):
        below = max(below, _SUBTITLE_FOOT_UPRIGHT * one)
    bottom = size.height - round(below)
    high = (SUBTITLE_LINES * SUBTITLE_LEADING + 2 * SUBTITLE_PAD[1]) * subtitle_em(theme, size)
    top = bottom - math.ceil(high) - 1
    return SubtitleRows(top=top, bottom=bottom, foot=size.height - top + round(_AIR * one))


def subtitle_em(theme: Theme, size: Size) -> float:
    """Pixels to the em of subtitles."""
    larger = _UPRIGHT if _is_upright(size) else 1.0
    return max(theme.subtitle.size * larger * unit(size), _LEAST_PIXELS)


def subtitle_measure(theme: Theme, size: Size) -> float:
    """Pixels that a line of subtitles may be wide, without its band."""
    side = _SUBTITLE_SIDE_UPRIGHT if _is_upright(size) else _SUBTITLE_SIDE
    return size.width - 2 * side * unit(size) - 2 * SUBTITLE_PAD[0] * subtitle_em(theme, size)


def subtitle_width(theme: Theme, size: Size) -> int:
    """Characters that a line of subtitles may have."""
    fitting = int(subtitle_measure(theme, size) / (_LETTER * subtitle_em(theme, size)))
    return min(max(fitting, _FEWEST), _MOST)


def _is_upright(size: Size) -> bool:
    return size.height > size.width
