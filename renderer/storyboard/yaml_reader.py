"""YAML events in, a tree of strings out, with the place of every key and value.

Comes in: a `SourceText`. Goes out: a `Tree` of dict, list, str and None, and the structural
mistakes that were found (repeated keys, anchors, tags, …). The tree is built from libyaml's events,
one at a time: composing nodes is what crashes on deep nesting (PyYAML 6.0.3's C loader, 200,000
brackets: SIGSEGV). Nothing is ever typed here: `no`, `1:30`, `010` stay the text they look like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

import yaml

from renderer.errors import Problem, StoryboardError
from renderer.messages import tr
from renderer.messages.catalogue import number
from renderer.storyboard.yaml_source import SourceText, character_name, not_text
from renderer.storyboard.yaml_tree import Data, Inner, Span, Tree

MAX_DEPTH = 32
"""No key of a storyboard lies deeper than nine levels."""
MAX_EVENTS = 1_000_000
"""Keys, values and brackets: a hundred for each of 10,000 slides."""
MAX_IN_ONE = 100_000
"""Keys of one mapping, or items of one list: ten times the slides of the longest film."""
MAX_STRUCTURAL = 50
"""Mistakes of structure after which the rest of the file says nothing new."""

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def read_tree(source: SourceText) -> tuple[Tree, list[Problem]]:
    """Parse *source*.

    Returns:
        The tree, whose data is None for an empty file, and the mistakes of structure in it.

    Raises:
        StoryboardError: the text is not YAML, or reading on is pointless or dangerous.
    """
    builder = _Builder(source)
    try:
        builder.build(_events(source.text))
    except yaml.YAMLError as error:
        from renderer.storyboard.syntax_errors import explain

        raise StoryboardError(_told(source, builder.problems, explain(source, error))) from error
    return builder.tree(), builder.problems


def _told(source: SourceText, found: list[Problem], stopped: Problem) -> list[Problem]:
    """What is said of a file that stops being YAML: the cause, where it is a known one."""
    from renderer.storyboard.hash_signs import cut_before
    from renderer.storyboard.pasted_characters import curly_quotes, slips_in, without_echoes

    before = [slip for slip in slips_in(source) if slip.mark.line <= stopped.mark.line]
    if before:
        return without_echoes(found, slips_in(source))
    if cut := cut_before(source, stopped.mark.line):
        return [*found, cut]
    for line in (stopped.mark.line, stopped.mark.line - 1):
        if line and (quoted := curly_quotes(source, line)):
            return [*found, quoted]
    return [*found, stopped]


@dataclass(slots=True)
class _List:
    """A list whose end has not come yet."""

    start: int
    end: int
    data: list[Any]
    inner: list[Span]
    waits: Literal[False] = False
    last: int = 0
    """Where the newest of what it holds ends."""

    def add(self, value: Data, start: int, end: int, inner: Inner = None, stop: int = 0) -> None:
        self.last = stop or end
        self.data.append(value)
        self.inner.append(Span(start, end, None, inner, None, stop))


@dataclass(slots=True)
class _Mapping:
    """A mapping whose end has not come yet."""

    start: int
    end: int
    data: dict[str, Any]
    inner: dict[str, Span]
    waits: bool = True
    """Whether a key comes next."""
    key: str = ""
    """The key whose value comes next."""
    span: tuple[int, int] = (0, 0)
    """Where that key stands."""
    dropped: bool = False
    """Whether that key was refused, and its value is to be dropped."""
    last: int = 0
    """Where the newest of what it holds ends."""

    def add(self, value: Data, start: int, end: int, inner: Inner = None, stop: int = 0) -> None:
        self.waits = True
        self.last = stop or end
        if not self.dropped:
            self.data[self.key] = value
            self.inner[self.key] = Span(start, end, self.span, inner, None, stop)


class _Builder:
    """Turns events into the tree; its state is what is still open."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._file = _List(0, 0, [], [])
        self._open: list[_List | _Mapping] = [self._file]
        self._documents = 0

    def tree(self) -> Tree:
        """What was built; an empty file is None."""
        if not self._file.data:
            return Tree(source=self.source, data=None, place=Span(0, 0))
        return Tree(source=self.source, data=self._file.data[0], place=self._file.inner[0])

    def build(self, events: Iterable[yaml.Event]) -> None:
        """Add every event to the tree."""
        takers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._begin,
            yaml.SequenceStartEvent: self._begin,
            yaml.MappingEndEvent: self._finish,
            yaml.SequenceEndEvent: self._finish,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for count, event in enumerate(events):
            if count > MAX_EVENTS:
                self._stop(
                    event,
                    tr("more than {limit} keys, values and brackets", limit=number(MAX_EVENTS)),
                    tr("split the film into several storyboards"),
                    code="file-too-large",
                )
            taker = takers.get(type(event))
            if taker is not None:
                taker(event)
            if len(self._open[-1].data) > MAX_IN_ONE:
                self._stop(
                    event,
                    tr("more than {limit} keys or items in one place", limit=number(MAX_IN_ONE)),
                    tr("split the film into several storyboards"),
                    code="file-too-large",
                )

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        value: str = event.value
        if event.anchor is not None or event.tag is not None:
            self._check(event)
        if event.style == '"' and (character := not_text(event.value)):
            name = character_name(character)
            self._complain(
                event,
                tr("{character} is not text", character=name),
                tr("take its '{sign}' code out", sign="\\"),
                code="character-invisible",
            )
            value = "\ufffd"
        top = self._open[-1]
        start, end = _start(event), _end(event)
        if top.waits:
            top.key, top.span = value, (start, end)
            top.waits = top.dropped = False
            if value in top.data or value == "<<":
                self._suspect_key(top, event)
            return
        nothing = value in _NOTHING and not event.style
        top.add(None if nothing else value, start, end)

    def _suspect_key(self, top: _Mapping, event: yaml.ScalarEvent) -> None:
        if event.value in top.data:
            top.dropped = True
            first = self.source.mark(*(top.inner[event.value].key or top.span))
            self._complain(
                event,
                tr(
                    "'{key}' is written twice: here and at {place}",
                    key=event.value,
                    place=f"{first.line}:{first.column}",
                ),
                tr("keep one of the two"),
                code="key-repeated",
            )
        elif not event.style:
            top.dropped = True
            self._complain(
                event,
                tr("a merge key, '{sign}'", sign="<<"),
                tr("write the keys out"),
                code="yaml-unsupported",
            )

    def _begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            self._check(event)
        if self._open[-1].waits:
            self._stop(
                event,
                tr("a list or a mapping where a key should be"),
                tr("a key is one word"),
                code="yaml-syntax",
            )
        if len(self._open) > MAX_DEPTH:
            from renderer.storyboard.syntax_errors import STRAY_BRACKET

            what = tr("nested more than {limit} levels deep", limit=MAX_DEPTH)
            self._stop(event, what, tr(STRAY_BRACKET), code="yaml-syntax")
        start, end = _start(event), _end(event)
        if isinstance(event, yaml.MappingStartEvent):
            self._open.append(_Mapping(start, end, {}, {}))
        else:
            self._open.append(_List(start, end, [], []))

    def _finish(self, event: yaml.CollectionEndEvent) -> None:
        done = self._open.pop()
        # What no bracket ends goes on, for libyaml, to the next word: past blanks and comments.
        end = _end(event)
        stop = end if _start(event) < end else done.last
        self._open[-1].add(done.data, done.start, done.end, done.inner, stop)

    def _alias(self, event: yaml.AliasEvent) -> None:
        what = tr("an alias, '{alias}'", alias=f"*{event.anchor}")
        remedy = tr(
            "write the text out; text that starts with '{sign}' goes between double quotes",
            sign="*",
        )
        if self._open[-1].waits:
            self._stop(event, what, remedy, code="yaml-unsupported")
        self._complain(event, what, remedy, code="yaml-unsupported")
        self._open[-1].add(None, _start(event), _end(event))

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            remedy = tr(
                "a file holds one storyboard: delete the '{sign}', or move what follows elsewhere",
                sign="---",
            )
            what = tr("a second document starts here")
            self._stop(event, what, remedy, code="yaml-unsupported")

    def _check(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            what = tr("an anchor, '{anchor}'", anchor=f"&{event.anchor}")
            self._complain(event, what, _taken_out("&"), code="yaml-unsupported")
        if event.tag is not None:
            what = tr("a tag, '{tag}'", tag="!…")
            self._complain(event, what, _taken_out("!"), code="yaml-unsupported")

    def _complain(self, event: yaml.Event, what: str, remedy: str, *, code: str) -> None:
        mark = self.source.mark(_start(event), _end(event))
        self.problems.append(Problem(code=code, mark=mark, what=what, remedy=remedy))
        if len(self.problems) >= MAX_STRUCTURAL:
            raise StoryboardError(self.problems)

    def _stop(self, event: yaml.Event, what: str, remedy: str, *, code: str) -> NoReturn:
        mark = self.source.mark(_start(event), _end(event))
        stopped = Problem(code=code, mark=mark, what=what, remedy=remedy)
        raise StoryboardError([*self.problems, stopped])


def _taken_out(sign: str) -> str:
    return tr("take it out; text that starts with '{sign}' goes between double quotes", sign=sign)


def _events(text: str) -> Iterator[yaml.Event]:
    """The events of *text*; `yaml.parse` without its look at each event before it is taken."""
    take = yaml.CSafeLoader(text).get_event
    while (event := take()) is not None:
        yield event


def _start(event: yaml.Event) -> int:
    return event.start_mark.index  # type: ignore[union-attr] # the C parser marks every event


def _end(event: yaml.Event) -> int:
    return event.end_mark.index  # type: ignore[union-attr] # as above
