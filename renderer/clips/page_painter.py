"""A page of words as a painter: it stands still, and makes room for what is below it.

Comes in: what draws the page above some rows of the frame's foot, and a look. Goes out: a painter.
Knows no kind of page.
"""

from __future__ import annotations

from collections.abc import Callable

from renderer.clips.painter import StillPainter
from renderer.clips.slide_parameters import Look
from renderer.errors import PictureError
from renderer.frames.pixels import Rgb
from renderer.frames.yuv import to_planes
from renderer.pictures.caption import caption_reach, shade_above
from renderer.themes.theme import Theme


def page_painter(draw: Callable[[int], Rgb], look: Look, theme: Theme) -> StillPainter:
    """The page that *draw* gives, clear of the look's subtitles and of a caption over them.

    Raises:
        PictureError: a text can't be drawn or doesn't fit.
    """
    return StillPainter(planes=to_planes(_page(draw, look, theme)), length=look.length)


def _page(draw: Callable[[int], Rgb], look: Look, theme: Theme) -> Rgb:
    if not (look.foot and look.caption):
        return draw(look.foot)
    # Subtitles push the caption up, towards the middle of the page.
    reach = caption_reach(look.caption, theme, look.size, look.language, foot=look.foot)
    try:
        return draw(reach + shade_above(theme, look.size))
    except PictureError:  # a full page may stand in the caption's shade, if that makes it fit
        return draw(reach)
