"""Which words of a storyboard the public reads or hears, and where they stand in it.

Comes in: a slide, or the whole storyboard, as plain data that may still hold mistakes. Goes out:
`Text`s and `Label`s; those of what a slide shows are said by its kind. Knows no language.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from renderer.storyboard.kinds import AUTHORED
from renderer.storyboard.labels import Label, Text, is_text, label_at, labels_in

FILM_TEXTS = tuple(Text(path=(key,), key=(key,)) for key in ("title", "subtitle", "description"))


def slide_texts(slide: dict[str, Any]) -> Iterator[Text]:
    """The texts that a slide has."""
    for key in ("chapter", "caption", "narration"):
        if is_text(slide.get(key)):
            yield Text(path=(key,), key=(key,))
    caption = slide.get("caption")
    if isinstance(caption, dict) and is_text(caption.get("text")):
        yield Text(path=("caption", "text"), key=("caption",))
    for key, kind in AUTHORED.items():
        yield from kind.texts(slide.get(key))


def slide_labels(slide: dict[str, Any]) -> Iterator[Label]:
    """The words on a slide's picture (names, labels, the legend, credits), and its music's."""
    for key, kind in AUTHORED.items():
        yield from kind.labels(slide.get(key))
    yield from label_at(slide, ("music", "rights", "modified"))


def film_labels(film: dict[str, Any]) -> Iterator[Label]:
    """What contributors did, and what was changed in the film's music."""
    contributors = film.get("contributors")
    if isinstance(contributors, dict):
        yield from label_at(film, ("contributors", "role"))
    yield from labels_in(film, "contributors", "role", ())
    yield from label_at(film, ("music", "rights", "modified"))


def folded(words: str) -> str:
    """*words* as they are compared: whatever the apostrophe, the spaces and the line breaks."""
    return " ".join(words.replace("’", "'").split())
