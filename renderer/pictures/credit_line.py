"""Small words at fixed places of a frame: the picture's credit, and the draft's mark.

Comes in: a text, a theme, the frame's size. Goes out: overlays that keep clear of captions.
Knows nothing of rights, nor of whether a draft is being made.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from renderer.frames.contrast import Colour, luminance, readable_alpha
from renderer.frames.pixels import Overlay, Size
from renderer.pictures.caption import RATIO
from renderer.themes.margins import caption_foot
from renderer.themes.theme import Theme, unit
from renderer.typesetting.ink import InkSheet, smooth_step
from renderer.typesetting.shaping import TextStyle
from renderer.typesetting.typeset import SetText, TextBox, ink, set_text, surely_fits

# In percent of the frame's shorter side.
_SIZE = 1.9
"""Small, as a photograph's credit is in print: it is owed, and isn't the caption."""
_SIDE = 6.0
"""As captions and subtitles: one margin for all that stands at the sides."""
_MARK_SIZE = 3.0
"""As small captions: on its red, nobody takes a draft for the film."""
_MARK_PAD = (0.9, 0.1)
"""Beside and above its letters, in em: it is lower than the room that cards leave free above them
(`card_parts`), and that maps leave under it."""
_MARK_SHARE = 0.62
"""Of the frame's breadth, for its letters: five of them and the stamp around fit any frame."""
_LEAST_PIXELS = 9.0
"""Of letters, in small drafts: they can just be told apart."""
_LEAST_ALPHA = 150
"""Of the band (of 255), where readability asks for no more: it reads as a band, not as a stain."""

_MARK_TEXT: Colour = (255, 255, 255)
"""White."""
_MARK_GROUND: Colour = (158, 27, 27)
"""White on a stamp's red, 7.9:1, whatever the theme: a draft must not look like a film."""


def draw_credit(text: str, theme: Theme, size: Size) -> Overlay:
    """The credit of a picture, in the strip that captions leave free at the foot of the frame.

    Raises:
        PictureError: the text can't be drawn, or is wider than two lines of the frame.
    """
    look, one = theme.caption, unit(size)
    words = _set(text, theme, size)
    foot = caption_foot(size)
    left = round(size.width - _SIDE * one - words.width)
    # Its lines stand in the middle of the strip; two lines still leave captions alone.
    top = round(size.height - foot + max(0.8 * one, min((foot - words.height) / 2, 3.2 * one)))
    # Light on dark whatever the theme: a pale corner would draw the eye to the least of the words.
    dark, light = sorted((look.text, look.ground), key=luminance)
    return _in_corner(words, (left, top), (light, dark), size)


def _set(text: str, theme: Theme, size: Size) -> SetText:
    """The lines of a picture's credit.

    Raises:
        PictureError: as `draw_credit`.
    """
    return set_text(text, _style(theme), _room(size))


def check_credit(text: str, theme: Theme, size: Size) -> None:
    """Whether *text* can be drawn as a credit, without drawing it.

    Raises:
        PictureError: as `draw_credit`.
    """
    if not surely_fits(text, _style(theme), _room(size)):
        _set(text, theme, size)


def _style(theme: Theme) -> TextStyle:
    return TextStyle(faces=theme.fonts.stack("small"), leading=1.2, tracking=0.01)


def _room(size: Size) -> TextBox:
    one = unit(size)
    return TextBox(
        width=size.width - 2 * _SIDE * one,
        size=max(_SIZE * one, _LEAST_PIXELS),
        # Of the frame, not of a letter that can be read: what fits a film fits its draft.
        floor=_SIZE * 0.8 * one,
        lines=2,
        align="right",
        what="credit",
    )


def draw_mark(text: str, theme: Theme, size: Size) -> Overlay:
    """A stamp such as BROUILLON: this is not the film to show.

    In the very corner, where nothing of a slide stands: `maps.legend_and_scale` keeps a draft's
    clear of it.

    Raises:
        PictureError: the text can't be drawn.
    """
    one = unit(size)
    wished = max(_MARK_SIZE * one, 12.0)
    # Letters of a pixel can't be read; the red still says it, and no small frame fails for it.
    box = TextBox(width=size.width * _MARK_SHARE, size=wished, floor=1.0, lines=1, what="mark")
    words = set_text(
        text,
        TextStyle(faces=theme.fonts.stack("label"), leading=1.25, tracking=0.2, capitals=True),
        box,
    )
    letters = ink(words)
    pad_x, pad_y = (round(share * words.size) for share in _MARK_PAD)
    wide = round(words.width) + 2 * pad_x
    high = round(words.height) + 2 * pad_y
    sheet = InkSheet(_MARK_GROUND, np.full((high, wide), 235, np.uint8))
    sheet.lay(letters, pad_x, pad_y, _MARK_TEXT)
    return Overlay(left=0, top=0, rgba=sheet.rgba())


def _in_corner(
    words: SetText, at: tuple[int, int], colours: tuple[Colour, Colour], size: Size
) -> Overlay:
    """Words over a shade that fills the frame's corner and fades towards its middle."""
    letters = ink(words)
    soft = round(4 * words.size)
    left = max(0, at[0] + letters.left - soft)
    # Never above the strip: the shade would dim the last line of a caption.
    top = min(max(size.height - caption_foot(size), 0), at[1] + letters.top)
    top = max(top, at[1] + letters.top - soft)
    foot = min(size.height, at[1] + letters.top + letters.cover.shape[0] + soft)
    across = _rise(size.width - left, at[0] + letters.left - left)
    down = _rise(foot - top, at[1] + letters.top - top)
    if foot < size.height:
        tail = soft
        down[-tail:] = np.minimum(down[-tail:], smooth_step(np.linspace(1, 0, tail)))
    alpha = max(_LEAST_ALPHA, readable_alpha(*colours, RATIO))
    sheet = InkSheet(colours[1], np.ceil(np.outer(down, across) * alpha).astype(np.uint8))
    sheet.lay(letters, at[0] - left, at[1] - top, colours[0])
    return Overlay(left=left, top=top, rgba=sheet.rgba())


def _rise(length: int, soft: int) -> NDArray[np.float64]:
    """*length* values: from 0 softly up over the first *soft*, then 1."""
    values = np.ones(length)
    values[:soft] = smooth_step(np.linspace(0, 1, soft, endpoint=False))
    return values
