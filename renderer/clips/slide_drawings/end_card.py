"""How the last card, the theme's own, is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.clips.drawing import Darkroom, Drawing, paper
from renderer.clips.slide_parameters import Look
from renderer.storyboard.board import EndCard
from renderer.themes.theme import Theme

if TYPE_CHECKING:
    from renderer.clips.painter import SlidePainter


def _painter(card: EndCard, look: Look, theme: Theme, _: Darkroom) -> SlidePainter:
    from renderer.clips.page_painter import page_painter
    from renderer.pictures.end_credits import draw_end_card

    return page_painter(
        lambda foot: draw_end_card(theme, look.size, card.title, look.language, foot=foot),
        look,
        theme,
    )


DRAWING: Drawing[EndCard] = Drawing(files=lambda *_: (), painter=_painter, ground=paper)
