"""A typeset card. Its words are all that it shows, so it needs no text alternative."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from renderer.storyboard.labels import Label, Text, is_text, labels_in
from renderer.storyboard.moments import NamedMoment, words_in
from renderer.storyboard.slide_kinds.kind import Kind
from renderer.storyboard.visuals import Card, CardLine, Shot

if TYPE_CHECKING:
    from renderer.storyboard.file_names import Folder
    from renderer.storyboard.visuals_schema import CardModel

_KEY = "card"
_PARTS = ("title", "text", "date", "author")


def _build(model: CardModel, _: Folder) -> Card:
    given = model.given()
    given["lines"] = tuple(CardLine(**line.given()) for line in model.lines or ())
    return Card(**given)


def _texts(written: Any) -> Iterator[Text]:
    if is_text(written):
        yield Text(path=(_KEY,), key=(_KEY, "text"))
    elif isinstance(written, dict):
        for part in _PARTS:
            if is_text(written.get(part)):
                yield Text(path=(_KEY, part), key=(_KEY, part))


def _labels(written: Any) -> Iterator[Label]:
    """Its lines, which a translation gives by their words, and the moments at which they come."""
    if not isinstance(written, dict):
        return
    lines = written.get("lines")
    for number, line in enumerate(lines if isinstance(lines, list) else ()):
        if is_text(line):
            yield Label(path=(_KEY, "lines", number), text=line)
    yield from labels_in(written, "lines", "text", (_KEY,))
    yield from words_in(written, "lines", ("at",), (_KEY,), dated=False)


def _words(card: Card) -> tuple[str, ...]:
    return card.title, card.text, *(line.text for line in card.lines), card.date, card.author


def _set_words(card: Card, typed: Callable[[str], str]) -> Card:
    return replace(
        card,
        title=typed(card.title),
        text=typed(card.text),
        date=typed(card.date),
        author=typed(card.author),
        lines=tuple(replace(line, text=typed(line.text)) for line in card.lines),
    )


def _shots(card: Card) -> tuple[Shot, ...]:
    """The card with more and more of its lines; none where all are there from the start."""
    coming = [number for number, line in enumerate(card.lines) if line.at is not None]
    if not coming:
        return ()
    # Their room is the same in all, and when they come is said by the shot.
    bare = replace(card, lines=tuple(CardLine(text=line.text) for line in card.lines))
    first = Shot(
        name="0", key=_KEY, visual=replace(bare, shown=coming[0]), at=None, runs_apart=False
    )
    others = (
        Shot(
            name=str(number),
            key=f"{_KEY}.lines.{number}",
            visual=replace(bare, shown=until),
            at=card.lines[number].at,
            runs_apart=False,
        )
        for number, until in zip(coming, [*coming[1:], len(card.lines)], strict=True)
    )
    return (first, *others)


def _moments(card: Card) -> Iterator[NamedMoment]:
    for number, line in enumerate(card.lines):
        if line.at is not None:
            keys = (f"{_KEY}.lines.{number}.at", f"{_KEY}.lines.at")
            yield NamedMoment(keys=keys, moment=line.at)


KIND: Kind[Card] = Kind(
    key=_KEY,
    build=_build,
    is_still=lambda card: card.motion == "none" and not _shots(card),
    alt=lambda _: None,
    texts=_texts,
    labels=_labels,
    shots=_shots,
    words=_words,
    set_words=_set_words,
    has_words=lambda _: True,
    shows_chapter=True,
    follows_narration=lambda card: bool(_shots(card)),
    counts_sentences=lambda card: any(line.at and line.at.sentence for line in card.lines),
    moments=_moments,
    drifts=lambda card: card.motion == "auto",
    at_rest=lambda card: replace(card, motion="none"),
)
