"""A storyboard with a translation's words in place of its own.

    Tree + Translation ──overlaid──▶ Tree

Comes in: the tree of a storyboard and one translation of it. Goes out: a tree that is checked and
built like any other, whose values and places are the translation's wherever it gives one. Which
words the public reads or hears is said by each kind of slide (`slide_texts`). What isn't words is
shared: pictures, places, times, rights. How names are said and recordings are not: they belong to
one language. Finds no mistakes; a text left out stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from renderer.storyboard.labels import Text, is_text, label_at, labels_in
from renderer.storyboard.slide_kinds import AUTHORED
from renderer.storyboard.yaml_tree import Span, Tree

if TYPE_CHECKING:
    from renderer.storyboard.labels import Label
    from renderer.storyboard.translation import Translation
    from renderer.storyboard.yaml_source import SourceText
    from renderer.storyboard.yaml_tree import Path

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


def comparable_words(words: str) -> str:
    """*words* as they are compared: whatever the apostrophe, the spaces and the line breaks."""
    return " ".join(words.replace("’", "'").split())


_OWN = ("pronounce", "recording", "recordings")
"""Keys whose content no other language can use."""
_OF_ENGINE = ("name", "model", "address")
"""Keys of a voice that another engine can't use; the first is of one language besides."""
_IN_PLACE = ("related", "sources", "tags")
"""Keys that a translation may give anew, whole."""
Node = tuple[Any, Span]
"""A value and the place of it."""


def overlaid(base: Tree, translation: Translation) -> Tree:
    """*base* in the language of *translation*."""
    if not isinstance(base.data, dict):
        return base
    words = _Words(translation)
    node: Node = (base.data, base.place)
    node = _without(node, ("languages", *_OWN))
    node = words.texts(node, FILM_TEXTS, ())
    node = words.labels(node, film_labels(base.data), ())
    node = words.whole(node, (*_OWN, *_IN_PLACE), ())
    node = words.voiced(node, ())
    node = _put(node, ("language",), (translation.language, words.place(())))
    slides = base.data.get("slides")
    if isinstance(slides, list):
        node = _put(node, ("slides",), words.slides(slides, base.place.step("slides")))
    return Tree(source=base.source, data=node[0], place=node[1])


class _Words:
    """Takes from one translation what is to be put in place."""

    def __init__(self, translation: Translation) -> None:
        self._words = translation
        tree = translation.tree
        self._source: SourceText = tree.source
        self._film = _by_text(tree.at(("words",)))

    def place(self, path: Path) -> Span:
        """The place of what the translation has at *path*, good in another file's tree."""
        found = self._words.tree.nearest(path)
        return Span(found.start, found.end, found.key, found.inner, found.source or self._source)

    def texts(self, node: Node, texts: Iterable[Text], at: Path) -> Node:
        """*node* with each of *texts* that the translation gives below *at*."""
        for text in texts:
            path = (*at, *text.key)
            if not self._words.given(path) and text.key == ("card", "text"):
                path = (*at, "card")  # the short form
            if found := self._words.given(path):
                node = _put(node, text.path, (found, self.place(path)))
        return node

    def labels(self, node: Node, labels: Iterable[Label], at: Path) -> Node:
        """*node* with its labels in the words that the translation lists, below *at* first."""
        own = _by_text(self._words.tree.at((*at, "words"))) if at else {}
        for label in labels:
            key = comparable_words(label.text)
            written = (*at, "words", own[key]) if key in own else ("words", self._film.get(key, ""))
            if found := self._words.given(written):
                node = _put(node, label.path, (found, self.place(written)))
        return node

    def whole(self, node: Node, keys: Iterable[str], at: Path) -> Node:
        """*node* with whatever the translation gives under *keys*."""
        for key in keys:
            given = self._words.tree.at((*at, key))
            if given is not None:
                node = _put(node, (key,), (given, self.place((*at, key))))
        return node

    def slides(self, slides: list[Any], place: Span | None) -> Node:
        """Every slide in the other language."""
        inner = place.inner if place is not None and isinstance(place.inner, list) else []
        nodes = [
            self._slide(slide, at) if isinstance(slide, dict) else (slide, at)
            for slide, at in zip(slides, inner, strict=False)
        ]
        where = place or Span(0, 0)
        places = [at for _, at in nodes]
        return [data for data, _ in nodes], Span(where.start, where.end, where.key, places)

    def _slide(self, slide: dict[str, Any], place: Span) -> Node:
        at = ("slides", str(slide.get("id") or "").strip())
        node = _without((slide, place), _OWN)
        node = self.texts(node, slide_texts(slide), at)
        node = self.labels(node, slide_labels(slide), at)
        node = self.voiced(node, at)
        return self.whole(node, (*_OWN, "sources"), at)

    def voiced(self, node: Node, at: Path) -> Node:
        """The voice at *node* without its name, and what the translation says of its own."""
        voice, given = node[0].get("voice"), self._words.tree.at((*at, "voice"))
        given = {"engine": given} if isinstance(given, str) else given
        said: dict[str, Any] = given if isinstance(given, dict) else {}
        if isinstance(voice, dict):
            same = said.get("engine") in (None, voice.get("engine"))
            kept = _without((voice, _inner(node[1], "voice")), _OF_ENGINE[: 1 if same else None])
            node = _put(node, ("voice",), kept)
        elif isinstance(voice, str) and said:
            node = _put(node, ("voice",), ({"engine": voice}, _inner(node[1], "voice")))
        for key, value in said.items():
            node = _put(node, ("voice", key), (value, self.place((*at, "voice", key))))
        return node


def _by_text(words: Any) -> dict[str, str]:
    """Folded words → the key they were written as."""
    return {comparable_words(key): key for key in words} if isinstance(words, dict) else {}


def _without(node: Node, keys: Iterable[str]) -> Node:
    data, place = node
    dropped = [key for key in keys if key in data]
    if not dropped:
        return node
    inner = place.inner if isinstance(place.inner, dict) else {}
    kept = {key: where for key, where in inner.items() if key not in dropped}
    return (
        {key: value for key, value in data.items() if key not in dropped},
        Span(place.start, place.end, place.key, kept, place.source),
    )


def _put(node: Node, path: Path, new: Node) -> Node:
    """*node* with *new* at *path*; what held the old value is copied, never changed."""
    if not path:
        return new
    data, place = node
    step, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(step, int):
        items = list(data)
        spots = list(place.inner) if isinstance(place.inner, list) else []
        items[step], spots[step] = _put((items[step], spots[step]), rest, new)
        return items, Span(place.start, place.end, place.key, spots, place.source)
    keyed = dict(data) if isinstance(data, dict) else {}
    named = dict(place.inner) if isinstance(place.inner, dict) else {}
    key = str(step)
    keyed[key], named[key] = _put((keyed.get(key), _inner(place, key)), rest, new)
    return keyed, Span(place.start, place.end, place.key, named, place.source)


def _inner(place: Span, key: str) -> Span:
    return place.step(key) or Span(place.start, place.end, place.key, None, place.source)
