"""How a card is drawn, and which of its words can't be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renderer.clips.drawing import Darkroom, Drawing, Refusals, Setting, paper
from renderer.clips.slide_parameters import Look
from renderer.storyboard.board import Card
from renderer.storyboard.slide_kinds import kind_of
from renderer.themes.theme import Theme

if TYPE_CHECKING:
    from renderer.clips.painter import SlidePainter


def _painter(card: Card, look: Look, theme: Theme, darkroom: Darkroom) -> SlidePainter:
    if look.shots:
        from renderer.clips.painter_factory import painter_for
        from renderer.clips.shots_painter import shots_painter

        return shots_painter(look, lambda shot: painter_for(shot, darkroom))
    from renderer.clips.page_painter import page_painter
    from renderer.pictures.card import draw_card

    return page_painter(
        lambda foot: draw_card(
            card, theme, look.size, look.chapter, language=look.language, foot=foot
        ),
        look,
        theme,
    )


def _refusals(card: Card, setting: Setting) -> Refusals:
    from renderer.pictures.card import compose_card
    from renderer.pictures.card_parts import refusals

    words: Card = kind_of(card).set_words(card, setting.typed)
    chapter = setting.typed(setting.chapter)
    stack = replace(compose_card(words, setting.theme, chapter), language=setting.language)
    for block, error in refusals(stack, setting.theme, setting.size, foot=setting.foot()):
        text = error.characters or (block.text if block else "")
        yield _key(text, words, chapter), error


def _key(text: str, card: Card, chapter: str) -> str:
    """Under which key *text*, or a character of it that no font has, was written."""
    written = (
        ("card.title", card.title),
        ("card.text", card.text),
        *((f"card.lines.{number}.text", line.text) for number, line in enumerate(card.lines)),
        ("card.author", card.author),
        ("card.date", card.date),
        ("chapter", chapter),
    )
    for key, words in written:
        if words and text and (text in words or text in " ".join(words.split())):
            return key
    return next((key for key, words in written if text[:1] and text[0] in words), "card")


DRAWING: Drawing[Card] = Drawing(
    files=lambda *_: (), painter=_painter, ground=paper, refusals=_refusals
)
