"""Cards: a title, a date, a quotation or a text, composed on the theme's paper.

    board.Card ──draw_card──▶ Rgb

Comes in: what the card says (typography done), a theme, the frame's size. Goes out: a picture.
Knows nothing of time. Which fields are filled decides the composition: a text with an author is
a quotation, a title with anything is a title, a lone date stands large, a lone text is a page.
"""

from __future__ import annotations

from collections.abc import Sequence

from renderer.errors import PictureError
from renderer.pictures.card_parts import Block, Part, Stack, paint_stack, place_stack
from renderer.pictures.paper import draw_paper
from renderer.pictures.pixels import Rgb, Size
from renderer.pictures.theme import Theme
from renderer.storyboard.board import Card


def draw_card(card: Card, theme: Theme, size: Size, chapter: str = "") -> Rgb:
    """Draw *card*; *chapter* is the title of the chapter that starts with it, if one does.

    Raises:
        PictureError: a text can't be drawn or doesn't fit.
    """
    stack = compose(card, theme, chapter)
    if not stack.parts:
        raise PictureError("the card is empty: give it a title, a text, a date or an author")
    picture = draw_paper(theme, size)
    paint_stack(picture, place_stack(stack, theme, size), theme)
    return picture


def compose(card: Card, theme: Theme, chapter: str = "") -> Stack:
    """What stands on the card, from top to bottom."""
    kicker = chapter if chapter and chapter != card.title else ""
    if card.text and card.author:
        return _quotation(card, kicker)
    if card.title:
        return _title(card, theme, kicker, chapter=bool(chapter))
    if card.date and not card.text:
        return _lone_date(card, theme, kicker)
    return _text(card, theme, kicker)


def _title(card: Card, theme: Theme, kicker: str, *, chapter: bool) -> Stack:
    above = " · ".join(part for part in (kicker, card.date) if part)
    parts: list[Part] = []
    if above:
        parts.append(Block(text=above, look="kicker", after=3.4))
    parts.append(Block(text=card.title, look="chapter" if chapter else "title", after=3.6))
    if theme.card.rule:
        parts.append(Part(after=3.8))
    if card.text:
        parts.append(Block(text=card.text, look="subtitle", after=2.6))
    if card.author:
        parts.append(Block(text=card.author, look="author", after=0))
    return Stack(parts=tuple(parts), align=theme.card.align)


def _lone_date(card: Card, theme: Theme, kicker: str) -> Stack:
    parts: list[Part] = [Block(text=kicker, look="kicker", after=3)] if kicker else []
    parts.append(Block(text=card.date, look="date", after=3.6))
    if theme.card.rule:
        parts.append(Part(after=3.6))
    if card.author:
        parts.append(Block(text=card.author, look="author", after=0))
    return Stack(parts=tuple(parts), align=theme.card.align)


def _quotation(card: Card, kicker: str) -> Stack:
    parts: list[Part] = []
    above = " · ".join(part for part in (kicker, card.title) if part)
    if above:
        parts.append(Block(text=above, look="kicker", after=4.2))
    parts.append(Block(text=card.text, look="quotation", after=4.2))
    parts.append(Block(text=card.author, look="author", after=1.0))
    if card.date:
        parts.append(Block(text=card.date, look="note", after=0))
    return Stack(parts=tuple(parts), align="left", mark=True)


def _text(card: Card, theme: Theme, kicker: str) -> Stack:
    parts: list[Part] = []
    above = " · ".join(part for part in (kicker, card.date) if part)
    if above:
        parts.append(Block(text=above, look="kicker", after=3.4))
    paragraphs = [p for p in card.text.split("\n\n") if p.strip()]
    for paragraph in paragraphs:
        parts.append(Block(text=" ".join(paragraph.split("\n")), look="text", after=2.2))
    if card.author:
        parts.append(Block(text=card.author, look="author", after=0))
    return Stack(parts=tuple(parts), align="left" if len(card.text) > 90 else theme.card.align)


def lines_of(parts: Sequence[str]) -> str:
    """Several lines as one text."""
    return "\n".join(parts)
