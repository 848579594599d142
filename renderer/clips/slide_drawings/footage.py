"""How a stretch of film is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.clips.drawing import Darkroom, Drawing
from renderer.clips.slide_parameters import Look
from renderer.storyboard.board import Footage
from renderer.themes.theme import Theme

if TYPE_CHECKING:
    from renderer.clips.painter import SlidePainter


def _painter(footage: Footage, look: Look, _: Theme, darkroom: Darkroom) -> SlidePainter:
    from renderer.clips.footage_painter import footage_painter

    return footage_painter(footage, look, darkroom.films)


DRAWING: Drawing[Footage] = Drawing(files=lambda footage, _: (footage.file,), painter=_painter)
