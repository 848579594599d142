"""A drawn cue as planes, ready to be blended over whatever a segment shows.

Comes in: a `CueLook`. Goes out: a `PlaneOverlay`. Knows nothing of frames.
"""

from __future__ import annotations

from functools import lru_cache

from renderer.clips.subtitles import CueDress, CueLook
from renderer.errors import PictureError
from renderer.frames.yuv import PlaneOverlay, prepare_overlay
from renderer.pictures.subtitle import draw_subtitle
from renderer.themes.file import load_theme
from renderer.themes.theme import Theme


def subtitle_overlay(look: CueLook) -> PlaneOverlay:
    """Draw *look*.

    Raises:
        PictureError: a character can't be drawn, or it doesn't fit; names the slide.
    """
    dress = look.dress
    try:
        drawn = draw_subtitle(
            look.lines,
            theme_of(dress),
            dress.size,
            lit=look.lit,
            language=dress.language,
        )
    except PictureError as error:
        error.slide = look.slide
        raise
    return prepare_overlay(drawn)


@lru_cache(maxsize=4)
def theme_of(dress: CueDress) -> Theme:
    """Read once for all cues: the dress names the theme by its bytes."""
    return load_theme(dress.style, dress.themes)
