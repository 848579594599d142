"""Cards: a title, a date, a quotation or a text, composed on the theme's paper.

    board.Card ──draw_card──▶ Rgb

Comes in: what the card says, a theme, the frame's size. Goes out: a picture.
Knows nothing of time. Which fields are filled decides the composition: a text with an author is
a quotation, a title with anything is a title, a lone date stands large, a lone text is a page.
"""

from __future__ import annotations

from dataclasses import replace

from renderer.errors import PictureError
from renderer.frames.pixels import Rgb, Size
from renderer.messages import tr
from renderer.pictures.card_parts import (
    SEPARATOR,
    CardBlock,
    CardPart,
    Look,
    Stack,
    draw_paper,
    paint_stack,
    place_stack,
)
from renderer.storyboard.board import Card
from renderer.themes.theme import Theme

_BETWEEN_LINES = 1.4
"""Below each line that comes by itself, percent of the shorter side: each is read alone."""
_DEDICATION = 130
"""A lone text of at most so many characters is set large, as on a monument."""


def draw_card(
    card: Card, theme: Theme, size: Size, chapter: str = "", *, language: str = "fr", foot: int = 0
) -> Rgb:
    """Draw *card*; *chapter* is the title of the chapter that starts with it, if one does.

    It keeps clear of *foot* rows at the frame's foot.

    Raises:
        PictureError: a text can't be drawn or doesn't fit.
    """
    stack = replace(compose_card(card, theme, chapter), language=language)
    if not any(isinstance(part, CardBlock) and part.text.strip() for part in stack.parts):
        raise PictureError(
            tr("the card is empty: give it a title, a text, a date or an author"), code="card-empty"
        )
    picture = draw_paper(theme, size)
    paint_stack(picture, place_stack(stack, theme, size, foot=foot))
    return picture


def compose_card(card: Card, theme: Theme, chapter: str = "") -> Stack:
    """What stands on the card, from top to bottom."""
    kicker = chapter if chapter and chapter != card.title else ""
    if (card.text or card.lines) and card.author:
        return _quotation(card, kicker)
    if card.title:
        return _title(card, theme, chapter=bool(chapter))
    if card.date and not (card.text or card.lines):
        return _lone_date(card, theme, kicker)
    return _text(card, theme, kicker)


def _title(card: Card, theme: Theme, *, chapter: bool) -> Stack:
    """A title, without its chapter's above it: two titles would compete."""
    above = card.date
    look: Look = "chapter" if chapter else "title"
    if not (above or card.text or card.lines or card.author):
        return _alone(card.title, look, theme)
    parts: list[CardPart] = []
    if above:
        parts.append(CardBlock(text=above, look="kicker", after=3.4))
    parts.append(CardBlock(text=card.title, look=look, after=3.6))
    if theme.card.rule and (card.text or card.lines or card.author):
        parts.append(CardPart(after=3.8))
    parts += _body(card, "subtitle", 2.6)
    if card.author:
        parts.append(CardBlock(text=card.author, look="author", after=0))
    return Stack(parts=tuple(parts), align=theme.card.align)


def _lone_date(card: Card, theme: Theme, kicker: str) -> Stack:
    if not (kicker or card.author):
        return _alone(card.date, "date", theme)
    parts: list[CardPart] = [CardBlock(text=kicker, look="kicker", after=3)] if kicker else []
    parts.append(CardBlock(text=card.date, look="date", after=3.6))
    if card.author:
        parts.append(CardBlock(text=card.author, look="author", after=0))
    return Stack(parts=tuple(parts), align=theme.card.align)


def _alone(text: str, look: Look, theme: Theme) -> Stack:
    """One line of large letters: between two rules on an axis, under one at the left."""
    rules = theme.card.rule
    parts: list[CardPart] = [CardPart(after=4.4)] if rules else []
    parts.append(CardBlock(text=text, look=look, after=5.2))
    if rules and theme.card.align == "centre":
        parts.append(CardPart(after=0))
    return Stack(parts=tuple(parts), align=theme.card.align)


def _quotation(card: Card, kicker: str) -> Stack:
    parts: list[CardPart] = []
    # An author breaks a title for large letters; above a quotation it is small, and one line.
    above = SEPARATOR.join(part for part in (kicker, card.title.replace("\n", " ")) if part)
    if above:
        parts.append(CardBlock(text=above, look="kicker", after=4.2))
    parts += _body(card, "quotation", 4.2)
    parts.append(CardBlock(text=card.author, look="author", after=1.0))
    if card.date:
        parts.append(CardBlock(text=card.date, look="note", after=0))
    first = card.lines[0].text if card.lines else card.text
    quoted = first.lstrip().startswith(("«", "“", '"'))
    return Stack(parts=tuple(parts), align="left", mark=not quoted)


def _body(card: Card, look: Look, after: float) -> list[CardPart]:
    """The card's text, or its lines, of which those that are still to come only have their room."""
    if not card.lines:
        return [CardBlock(text=card.text, look=look, after=after)] if card.text else []
    last = len(card.lines) - 1
    return [
        CardBlock(
            text=line.text,
            look=look,
            after=after if number == last else _BETWEEN_LINES,
            hidden=card.shown is not None and number >= card.shown,
        )
        for number, line in enumerate(card.lines)
    ]


def _text(card: Card, theme: Theme, kicker: str) -> Stack:
    parts: list[CardPart] = []
    above = SEPARATOR.join(part for part in (kicker, card.date) if part)
    if above:
        parts.append(CardBlock(text=above, look="kicker", after=3.4))
    length = len(card.text) + sum(len(line.text) for line in card.lines)
    if not above and not card.author and length <= _DEDICATION:
        return Stack(parts=tuple(_body(card, "dedication", 0)), align=theme.card.align)
    if card.lines:
        parts += _body(card, "text", 2.2)
    paragraphs = [p for p in card.text.split("\n\n") if p.strip()]
    for paragraph in paragraphs:
        parts.append(CardBlock(text=" ".join(paragraph.split("\n")), look="text", after=2.2))
    if card.author:
        parts.append(CardBlock(text=card.author, look="author", after=0))
    return Stack(parts=tuple(parts), align="left" if length > 90 else theme.card.align)
