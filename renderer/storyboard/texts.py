"""Which words of a storyboard the public reads or hears, and where they stand in it.

Comes in: a slide, or the whole storyboard, as plain data that may still hold mistakes. Goes out:
`Text`s, which a translation gives under a key of its own, and `Label`s, which it gives by the words
themselves. Knows no language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from renderer.storyboard.tree import Path

_CARD = ("title", "text", "date", "author")
_PICTURES = ("image", "map", "footage", "clip")
_LABELLED = (("areas", "name"), ("arrows", "label"), ("fronts", "label"), ("lines", "name"))
_MODIFIED = (
    ("image", "rights", "modified"),
    ("footage", "rights", "modified"),
    ("music", "rights", "modified"),
)
_NAMED_KIND = re.compile(
    "objective|capital|city|town|landing|port|fort|strongpoint|gate|bridge|battle"
)
"""Kinds of place that bear a proper name; the others are words set on the map."""
_PARTICLE = re.compile(
    "de|du|des|d|la|le|les|l|en|et|sur|sous|lès|lez|au|aux|à|of|the|on|upon|and|in|von|zu|zur|am|an"
    "|der|die|das|den|dem|und|ob|del|della|di|da|dos|do|y|e|el|los|las|van|het"
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that a translation gives under its own key."""

    path: Path
    """Where it stands, from the slide or the storyboard."""
    key: Path
    """Where a translation gives it, from the slide's or the film's own keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words on a picture, which a translation gives under `words:`."""

    path: Path
    text: str
    name: bool = False
    """Whether it is a proper name, which may stay as it is."""


FILM_TEXTS = tuple(Text(path=(key,), key=(key,)) for key in ("title", "subtitle", "description"))


def slide_texts(slide: dict[str, Any]) -> Iterator[Text]:
    """The texts that a slide has."""
    for key in ("chapter", "caption", "narration"):
        if _is_text(slide.get(key)):
            yield Text(path=(key,), key=(key,))
    for key in _PICTURES:
        if isinstance(slide.get(key), dict) and _is_text(slide[key].get("alt")):
            yield Text(path=(key, "alt"), key=("alt",))
    card = slide.get("card")
    if _is_text(card):
        yield Text(path=("card",), key=("card", "text"))
    elif isinstance(card, dict):
        for key in _CARD:
            if _is_text(card.get(key)):
                yield Text(path=("card", key), key=("card", key))


def slide_labels(slide: dict[str, Any]) -> Iterator[Label]:
    """The words on a slide's picture: names, labels, the legend, credits."""
    yield from _map_labels(slide.get("map"))
    image = slide.get("image")
    if isinstance(image, dict):
        callouts = image.get("callouts")
        if isinstance(callouts, dict) and _is_text(callouts.get("text")):
            yield Label(path=("image", "callouts", "text"), text=callouts["text"])
        yield from _items(image, "callouts", "text", ("image",))
    for path in _MODIFIED:
        yield from _at(slide, path)


def film_labels(film: dict[str, Any]) -> Iterator[Label]:
    """What contributors did, and what was changed in the film's music."""
    contributors = film.get("contributors")
    if isinstance(contributors, dict):
        yield from _at(film, ("contributors", "role"))
    yield from _items(film, "contributors", "role", ())
    yield from _at(film, ("music", "rights", "modified"))


def folded(words: str) -> str:
    """*words* as they are compared: whatever the apostrophe, the spaces and the line breaks."""
    return " ".join(words.replace("’", "'").split())


def is_proper_name(text: str) -> bool:
    """Whether every word has its capital, but for the likes of "de" and "sur"."""
    words = _WORD.findall(text)
    return bool(words) and all(word[0].isupper() or _PARTICLE.fullmatch(word) for word in words)


def _map_labels(chart: Any) -> Iterator[Label]:
    if not isinstance(chart, dict):
        return
    for label in _items(chart, "places", "name", ("map",)):
        place = chart["places"][label.path[2]]
        named = is_proper_name(label.text) and _bears_a_name(place.get("kind", "city"))
        yield Label(path=label.path, text=label.text, name=named)
    for key, inner in _LABELLED:
        yield from _items(chart, key, inner, ("map",))
    sides = chart.get("sides")
    for side, text in sides.items() if isinstance(sides, dict) else ():
        if _is_text(text):
            yield Label(path=("map", "sides", side), text=text)
    if _is_text(chart.get("credit")):
        yield Label(path=("map", "credit"), text=chart["credit"])


def _bears_a_name(kind: Any) -> bool:
    return isinstance(kind, str) and bool(_NAMED_KIND.fullmatch(kind.strip()))


def _items(holder: dict[str, Any], key: str, inner: str, path: Path) -> Iterator[Label]:
    items = holder.get(key)
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict) and _is_text(item.get(inner)):
            yield Label(path=(*path, key, number, inner), text=item[inner])


def _at(holder: Any, path: Path) -> Iterator[Label]:
    found = holder
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    if _is_text(found):
        yield Label(path=path, text=found)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
