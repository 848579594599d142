"""How a page of the end credits is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.clips.drawing import Darkroom, Drawing, paper
from renderer.clips.slide_parameters import Look
from renderer.storyboard.board import CreditsPage
from renderer.themes.theme import Theme

if TYPE_CHECKING:
    from renderer.clips.painter import SlidePainter


def _painter(page: CreditsPage, look: Look, theme: Theme, _: Darkroom) -> SlidePainter:
    from renderer.clips.page_painter import page_painter
    from renderer.pictures.end_credits import draw_credits_page

    return page_painter(
        lambda foot: draw_credits_page(page.lines, theme, look.size, look.language, foot=foot),
        look,
        theme,
    )


DRAWING: Drawing[CreditsPage] = Drawing(files=lambda *_: (), painter=_painter, ground=paper)
