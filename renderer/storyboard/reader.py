"""YAML events in, a tree of strings out, with the place of every key and value.

Comes in: a `Source`. Goes out: a `Tree` of dict, list, str and None, and the structural mistakes
that were found (repeated keys, anchors, tags, …). The tree is built from libyaml's events, one at
a time: composing nodes is what crashes on deep nesting (PyYAML 6.0.3's C loader, 200,000
brackets: SIGSEGV). Nothing is ever typed here: `no`, `1:30`, `010` stay the text they look like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from renderer.errors import Problem, StoryboardError
from renderer.storyboard.source import Source, character_name, not_text
from renderer.storyboard.syntax import explain
from renderer.storyboard.tree import Data, Place, Tree

MAX_DEPTH = 32
"""No key of a storyboard lies deeper than nine levels."""
MAX_EVENTS = 1_000_000
"""Keys, values and brackets: a hundred for each of 10,000 slides."""
MAX_STRUCTURAL = 50
"""Mistakes of structure after which the rest of the file says nothing new."""

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def read_tree(source: Source) -> tuple[Tree, list[Problem]]:
    """Parse *source*.

    Returns:
        The tree, whose data is None for an empty file, and the mistakes of structure in it.

    Raises:
        StoryboardError: the text is not YAML, or reading on is pointless or dangerous.
    """
    builder = _Builder(source)
    try:
        builder.build(yaml.parse(source.text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise StoryboardError([*builder.problems, explain(source, error)]) from error
    return Tree(source=source, data=builder.data, place=builder.place), builder.problems


@dataclass(slots=True)
class _Open:
    """A mapping or sequence whose end has not come yet."""

    data: dict[str, Any] | list[Any]
    place: Place
    key: str | None = None
    """The mapping's key that waits for its value."""
    key_span: tuple[int, int] | None = None
    dropped: bool = False
    """Whether the value to come belongs to a refused key."""


class _Builder:
    """Turns events into the tree; its state is what is still open."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.data: Data = None
        self.place = Place(0, 0)
        self._open: list[_Open] = []
        self._documents = 0

    def build(self, events: Iterable[yaml.Event]) -> None:
        """Add every event to the tree."""
        takers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for count, event in enumerate(events):
            if count > MAX_EVENTS:
                what = f"more than {MAX_EVENTS:,} keys, values and brackets"
                self._stop(event, what, "split the film into several storyboards")
            taker = takers.get(type(event))
            if taker is not None:
                taker(event)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            self._check(event)
        value: str = event.value
        if event.style == '"' and (character := not_text(value)):
            name = character_name(character)
            self._complain(event, f"{name} is not text", "take its '\\' code out")
            value = ""
        if self._open:
            top = self._open[-1]
            if top.key is None and isinstance(top.data, dict):
                self._key(value, event)
                return
        empty = value in _NOTHING and not event.style
        self._add(None if empty else value, self._place(event))

    def _key(self, value: str, event: yaml.ScalarEvent) -> None:
        top = self._open[-1]
        top.key, top.dropped = value, False
        top.key_span = (_start(event), _end(event))
        if not event.style and value == "<<":
            top.dropped = True
            self._complain(event, "a merge key, '<<'", "write the keys out")
        elif value in top.data and isinstance(top.place.inner, dict):
            top.dropped = True
            first = self.source.mark(*(top.place.inner[value].key or (0, 0)))
            what = f"'{value}' is written twice: here and at {first.line}:{first.column}"
            self._complain(event, what, "keep one of the two")

    def _start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            self._check(event)
        if self._wants_key():
            self._stop(event, "a list or a mapping where a key should be", "a key is one word")
        if len(self._open) >= MAX_DEPTH:
            what = f"nested more than {MAX_DEPTH} levels deep"
            self._stop(event, what, "a storyboard needs nine at most; look for a stray bracket")
        place = self._place(event)
        data: dict[str, Any] | list[Any] = {}
        place.inner = {}
        if isinstance(event, yaml.SequenceStartEvent):
            data, place.inner = [], []
        self._open.append(_Open(data, place))

    def _end(self, _: yaml.CollectionEndEvent) -> None:
        done = self._open.pop()
        self._add(done.data, done.place)

    def _alias(self, event: yaml.AliasEvent) -> None:
        what = f"an alias, '*{event.anchor}'"
        remedy = "write the text out; text that starts with '*' goes between double quotes"
        if self._wants_key():
            self._stop(event, what, remedy)
        self._complain(event, what, remedy)
        self._add(None, self._place(event))

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            remedy = "a file holds one storyboard: delete the '---', or move what follows elsewhere"
            self._stop(event, "a second document starts here", remedy)

    def _add(self, value: Data, place: Place) -> None:
        if not self._open:
            self.data, self.place = value, place
            return
        top = self._open[-1]
        if isinstance(top.data, list) and isinstance(top.place.inner, list):
            top.data.append(value)
            top.place.inner.append(place)
        elif isinstance(top.data, dict) and isinstance(top.place.inner, dict):
            if top.key is not None and not top.dropped:
                top.data[top.key] = value
                top.place.inner[top.key] = place
            top.key = None

    def _place(self, event: yaml.Event) -> Place:
        key = self._open[-1].key_span if self._open else None
        return Place(_start(event), _end(event), key)

    def _wants_key(self) -> bool:
        return (
            bool(self._open)
            and self._open[-1].key is None
            and isinstance(self._open[-1].data, dict)
        )

    def _check(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            remedy = "take it out; text that starts with '&' goes between double quotes"
            self._complain(event, f"an anchor, '&{event.anchor}'", remedy)
        if event.tag is not None:
            remedy = "take it out; text that starts with '!' goes between double quotes"
            self._complain(event, "a tag, '!…'", remedy)

    def _complain(self, event: yaml.Event, what: str, remedy: str) -> None:
        mark = self.source.mark(_start(event), _end(event))
        self.problems.append(Problem(mark=mark, what=what, remedy=remedy))
        if len(self.problems) >= MAX_STRUCTURAL:
            raise StoryboardError(self.problems)

    def _stop(self, event: yaml.Event, what: str, remedy: str) -> NoReturn:
        mark = self.source.mark(_start(event), _end(event))
        raise StoryboardError([*self.problems, Problem(mark=mark, what=what, remedy=remedy)])


def _start(event: yaml.Event) -> int:
    return event.start_mark.index  # type: ignore[union-attr] # the C parser marks every event


def _end(event: yaml.Event) -> int:
    return event.end_mark.index  # type: ignore[union-attr] # as above
