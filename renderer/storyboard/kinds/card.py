"""A typeset card. Its words are all that it shows, so it needs no text alternative."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from renderer.storyboard.files import Folder
from renderer.storyboard.kinds.kind import Kind
from renderer.storyboard.labels import Text, is_text
from renderer.storyboard.visuals import Card
from renderer.storyboard.visuals_schema import CardModel

_KEY = "card"
_PARTS = ("title", "text", "date", "author")


def _build(model: CardModel, _: Folder) -> Card:
    return Card(**model.given())


def _texts(written: Any) -> Iterator[Text]:
    if is_text(written):
        yield Text(path=(_KEY,), key=(_KEY, "text"))
    elif isinstance(written, dict):
        for part in _PARTS:
            if is_text(written.get(part)):
                yield Text(path=(_KEY, part), key=(_KEY, part))


def _words(card: Card) -> tuple[str, ...]:
    return card.title, card.text, card.date, card.author


def _set_words(card: Card, typed: Callable[[str], str]) -> Card:
    title, text, date, author = map(typed, _words(card))
    return Card(title=title, text=text, date=date, author=author)


KIND: Kind[Card] = Kind(
    key=_KEY,
    build=_build,
    is_still=lambda _: True,
    alt=lambda _: None,
    texts=_texts,
    words=_words,
    set_words=_set_words,
    has_words=lambda _: True,
    shows_chapter=True,
)
