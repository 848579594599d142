"""What is laid over a film, as planes: captions and cues, each drawn by its own kind of look.

Comes in: a `FadedCaption` or a `CueLook`. Goes out: a `PlaneOverlay`. Knows nothing of frames.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from renderer.clips.subtitles import Bitmap, CueDress, CueLook, FadedCaption
from renderer.errors import PictureError
from renderer.frames.pixels import Overlay
from renderer.frames.yuv import PlaneOverlay, prepare_overlay
from renderer.pictures.caption import draw_caption
from renderer.pictures.subtitle import draw_subtitle
from renderer.themes.file import load_theme
from renderer.themes.theme import Theme


def drawn_overlay(look: Bitmap) -> PlaneOverlay:
    """Draw *look*.

    Raises:
        PictureError: a character can't be drawn, or it doesn't fit; names the slide.
    """
    return _cue_overlay(look) if isinstance(look, CueLook) else _caption_overlay(look)


def _caption_overlay(look: FadedCaption) -> PlaneOverlay:
    dress = look.dress
    try:
        drawn = draw_caption(
            look.text, _theme_of(dress), dress.size, dress.language, foot=look.foot
        )
    except PictureError as error:
        error.slide = look.slide
        raise
    rgba = drawn.rgba
    if look.percent < 100:
        rgba = rgba.copy()
        rgba[:, :, 3] = np.rint(rgba[:, :, 3] * (look.percent / 100)).astype(np.uint8)
    return prepare_overlay(Overlay(left=drawn.left, top=drawn.top, rgba=rgba))


def _cue_overlay(look: CueLook) -> PlaneOverlay:
    dress = look.dress
    try:
        drawn = draw_subtitle(
            look.lines, _theme_of(dress), dress.size, lit=look.lit, language=dress.language
        )
    except PictureError as error:
        error.slide = look.slide
        raise
    return prepare_overlay(drawn)


@lru_cache(maxsize=4)
def _theme_of(dress: CueDress) -> Theme:
    """Read once for all cues: the dress names the theme by its bytes."""
    return load_theme(dress.style, dress.themes)
