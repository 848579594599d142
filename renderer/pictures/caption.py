"""Captions: an author's line of text over a picture, readable whatever the picture is.

    text ──draw_caption──▶ Overlay (band and letters)

Comes in: an author's text, a theme, the frame's size. Goes out: an overlay at its
place. Knows nothing of the picture beneath: the band is opaque enough for white or black.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from renderer.frames.contrast import Colour, readable_alpha
from renderer.frames.pixels import Overlay, Size
from renderer.language.eye.typography import lettered
from renderer.themes.margins import caption_bottom, caption_foot
from renderer.themes.theme import Theme, unit
from renderer.typesetting.ink import InkSheet, smooth_step
from renderer.typesetting.shaping import TextStyle
from renderer.typesetting.typeset import Ink, SetText, TextBox, ink, set_text, surely_fits

RATIO = 5.5
"""The contrast the band is made for: the 4.5 of the standard and room for what encoding blurs."""

_LEAST_ALPHA = {"scrim": 178, "panel": 236, "strip": 224}
"""The band's opacity behind the letters, if readability doesn't ask for more."""

# All in percent of the frame's shorter side.
_SIDE = 6.0
_AIR = {"scrim": 5.6, "panel": 1.6, "strip": 1.6}
"""Above the letters. A scrim's gradient reaches far up: under its upper third small letters are
still read, under the rest they are not."""
_RULE = 0.42
"""As thick as a call-out's stroke."""
_RULE_GAP = 1.9
"""Between the rule and the letters: more than their word space, or it reads as a letter."""
_FAR = 0.42
"""The gradient's strength far to the right of a caption that stands left."""
_FLOOR = 0.72
"""The smallest caption, to the size wished for."""
_LEAST_PIXELS = 11.0
"""Of letters, however small the film: fewer aren't read over a picture."""


def draw_caption(
    text: str, theme: Theme, size: Size, language: str = "fr", *, foot: int = 0
) -> Overlay:
    """Draw *text* over its band, at the foot of a frame of *size*.

    Args:
        text: as the author typed it; its typography is done here.
        theme: the look.
        size: the frame's.
        language: BCP 47 tag; decides the typography.
        foot: rows at the frame's foot that something else takes; 0: the usual.

    Raises:
        PictureError: the text can't be drawn, or doesn't fit in the theme's number of lines.
    """
    words, at = _placed(text, theme, size, language, foot=foot)
    return _drawn(words, at, theme, size)


def caption_reach(
    text: str, theme: Theme, size: Size, language: str = "fr", *, foot: int = 0
) -> int:
    """Rows from the frame's foot that a caption takes, with a little air: what else is drawn
    (a map's legend, its scale) keeps clear of them. Without a caption *foot*, as of `draw_caption`.

    Raises:
        PictureError: as `draw_caption`.
    """
    if not text:
        return foot
    _, (_, top) = _placed(text, theme, size, language, foot=foot)
    return round(size.height - top + _AIR[theme.caption.band] * unit(size))


def check_caption(text: str, theme: Theme, size: Size, language: str = "fr") -> None:
    """Whether *text* can be drawn as a caption, without drawing it.

    Raises:
        PictureError: as `draw_caption`.
    """
    style, room = _style(theme), _room(theme, size)
    if not surely_fits(text, style, room):
        set_text(lettered(text, language), style, room, language)


def shade_above(theme: Theme, size: Size) -> int:
    """Rows over a caption's reach that its band still dims, or that air is wanted in."""
    return round((5 if theme.caption.band == "scrim" else 2.5) * unit(size))


def _placed(
    text: str, theme: Theme, size: Size, language: str, *, foot: int
) -> tuple[SetText, tuple[float, float]]:
    """The caption's words, set, and the pixel of their top left corner."""
    look = theme.caption
    ruled, pad = _beside(theme, size)
    words = set_text(lettered(text, language), _style(theme), _room(theme, size), language)
    bottom = size.height - max(foot, caption_bottom(size))
    top = bottom - words.height
    if look.place == "left":
        left = _SIDE * unit(size) + pad + ruled
    else:
        left = (size.width - words.width + ruled) / 2
    return words, (left, top)


def _beside(theme: Theme, size: Size) -> tuple[float, float]:
    """Pixels that the rule takes before the words, and the panel on either side of them."""
    look, one = theme.caption, unit(size)
    ruled = (_RULE + _RULE_GAP) * one if look.rule else 0.0
    return ruled, 2.2 * one if look.band == "panel" else 0.0


def _style(theme: Theme) -> TextStyle:
    return TextStyle(faces=theme.fonts.stack("text"), leading=1.28)


def _room(theme: Theme, size: Size) -> TextBox:
    look, one = theme.caption, unit(size)
    ruled, pad = _beside(theme, size)
    wished = max(look.size * one, _LEAST_PIXELS)
    return TextBox(
        width=min(size.width - 2 * (_SIDE * one + pad) - ruled, 34 * wished),
        size=wished,
        # Of the frame, not of a letter that can be read: what fits a large frame fits its draft.
        floor=look.size * one * _FLOOR,
        lines=look.lines + (size.height > size.width),
        align="left" if look.place == "left" else "centre",
        what="caption",
    )


def _drawn(words: SetText, at: tuple[float, float], theme: Theme, size: Size) -> Overlay:
    look, one = theme.caption, unit(size)
    letters = ink(words)
    left, top = round(at[0]), round(at[1])
    alpha = max(_LEAST_ALPHA[look.band], readable_alpha(look.text, look.ground, RATIO))
    rule_left = round(left - (_RULE + _RULE_GAP) * one) if look.rule else left
    box = _ink_box(letters, left, top, rule_left, words)
    band, origin = _band(box, alpha, theme, size)
    sheet = InkSheet(look.ground, band)
    if look.rule:
        wide = max(2, round(_RULE * one))
        high = words.height - 0.34 * words.size
        sheet.fill(
            rule_left - origin[0],
            round(top + 0.17 * words.size) - origin[1],
            wide,
            round(high),
            rule_colour(theme),
        )
    sheet.lay(letters, left - origin[0], top - origin[1], look.text)
    return Overlay(left=origin[0], top=origin[1], rgba=sheet.rgba())


def rule_colour(theme: Theme) -> Colour:
    """The accent, as the rule before captions and the frame of call-outs wear it."""
    return theme.colours.accent


def _ink_box(
    letters: Ink, left: int, top: int, rule_left: int, words: SetText
) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of all that must lie on the band, in frame pixels."""
    high, wide = letters.cover.shape
    return (
        min(rule_left, left + letters.left),
        min(top, top + letters.top),
        left + letters.left + wide,
        max(top + letters.top + high, round(top + words.height)),
    )


def _band(
    box: tuple[int, int, int, int], alpha: int, theme: Theme, size: Size
) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """The band's opacity, and the frame pixel of its first corner."""
    one = unit(size)
    left, top, right, bottom = box
    kind = theme.caption.band
    if kind == "panel":
        pad_x, pad_y = round(2.2 * one), round(1.3 * one)
        x, y = max(0, left - pad_x), max(0, top - pad_y)
        wide = min(size.width, right + pad_x) - x
        high = min(size.height, bottom + pad_y) - y
        return np.full((high, wide), alpha, np.uint8), (x, y)
    if kind == "strip":
        pad = round(1.5 * one)
        y = max(0, top - pad)
        return np.full((min(size.height, bottom + pad) - y, size.width), alpha, np.uint8), (0, y)
    return _scrim(box, alpha, theme.caption.place == "left", size)


def _scrim(
    box: tuple[int, int, int, int], alpha: int, to_the_right: bool, size: Size
) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """A soft gradient: full strength behind the letters, thinner beside and above them."""
    one = unit(size)
    _, top, right, bottom = box
    plateau = max(0, top - round(0.9 * one))
    fade = min(plateau, round(max(13 * one, 1.1 * (bottom - top))))
    y = plateau - fade
    down = np.ones(size.height - y)
    down[:fade] = smooth_step(np.linspace(0, 1, fade, endpoint=False))
    below = size.height - bottom
    # It ends above the player's buttons, or the subtitles, not at the foot.
    if size.height > size.width or below > caption_foot(size):
        tail = min(below, round(13 * one))
        start = len(down) - below + min(below - tail, round(4 * one))
        down[start : start + tail] = smooth_step(np.linspace(1, 0, tail))
        down = down[: start + tail]
    across = np.ones(size.width)
    clear = min(size.width, right + round(1.5 * one))
    if to_the_right and clear < size.width:
        away = np.clip(np.arange(size.width - clear) / (45 * one), 0, 1)
        across[clear:] = 1 - (1 - _FAR) * smooth_step(away)
    # Rounded up (255 / 256 and cut off): never less than what readability asks for.
    levels = np.outer((down * alpha).astype(np.float32), across.astype(np.float32))
    levels += np.float32(255 / 256)
    return levels.astype(np.uint8), (0, y)
