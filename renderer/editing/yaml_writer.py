"""Plain data as YAML text, in the style that suits it or that stands there already.

Comes in: strings, None, lists and mappings of them, and where they will stand. Goes out: text.
Reads nothing back: whoever asks for a text has the reader look at it in its place, and tries the
next one when it doesn't say what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from renderer.storyboard.fields import number_in
from renderer.storyboard.yaml_tree import Data

WIDTH = 100
"""Columns after which a text that may be broken is: what editors show without scrolling."""
FLOWING = 72
"""Columns that a mapping or a list on one line may take."""
LONGEST_NAME = 40
"""Letters of what counts as a name, to stand with others on one line; the rest is text."""
_STEP = 2
"""Columns by which new lines are set in, as in all our examples."""

_ODD_START = re.compile(r"[?:,\[\]{}#&*!|>'\"%@`]|-(?:\s|$)|---|\.\.\.|<<$")
_ODD_INSIDE = re.compile(r": |:$| #|\t#|\t|\n")
_ODD_IN_FLOW = re.compile(r"[,\[\]{}]|:")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_ONE_BLANK = re.compile(r"(?<![ \t\n]) (?![ \t\n]|$)")

Order = Callable[[tuple[str | int, ...]], tuple[str, ...]]
"""The keys that the mapping at a path may have, in the order in which they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPlace:
    """Where a value will stand."""

    column: int
    """Of the mapping's keys, or of the list's dashes, that it is under."""
    flow: bool = False
    """Whether it stands between brackets."""
    eol: str = "\n"
    path: tuple[str | int, ...] = ()
    quoted: bool = False
    """Whether all text goes between quotes: for what was read otherwise without."""


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether *text* can do without quotes, everywhere and for every reader."""
    if text in _NOTHING or text != text.strip() or _ODD_START.match(text):
        return False
    if _ODD_INSIDE.search(text):
        return False
    return not (flow and _ODD_IN_FLOW.search(text))


def quoted(text: str) -> str:
    """*text* on one line, between the quotes that leave most of it as it is."""
    is_awkward = '"' in text or "\\" in text
    return single(text) if is_awkward and not set("'\n\t") & set(text) else double(text)


def double(text: str) -> str:
    """*text* between double quotes, on one line."""
    return '"' + escaped(text) + '"'


def escaped(text: str) -> str:
    """*text* as it stands between double quotes."""
    return "".join(_ESCAPES.get(character, character) for character in text)


def single(text: str) -> str:
    """*text*, which has one line, between single quotes."""
    return "'" + text.replace("'", "''") + "'"


def inline(value: Data, *, flow: bool, force: bool = False) -> str:
    """A text, or nothing, on one line."""
    if value is None:
        return "null"
    text = str(value)
    return text if not force and is_plain(text, flow=flow) else quoted(text)


def literal(
    text: str, column: int, eol: str, *, parent: int, chomping: str = "", digit: str = ""
) -> str:
    """*text* after a '|', its lines at *column*; the collection it stands in is at *parent*."""
    lines = text.split("\n")
    first = next((line for line in lines if line), "")
    # Blanks at its start would be taken for the indentation of all of it.
    sign = str(column - parent) if first[:1].isspace() else digit
    return f"|{sign}{chomping}" + _set_in(lines, column, eol)


def folded_scalar(
    text: str, column: int, eol: str, *, chomping: str = "-", width: int = WIDTH
) -> str:
    """*text* after a '>', broken into lines at *column*."""
    lines: list[str] = []
    for at, paragraph in enumerate(text.split("\n")):
        if at:
            lines.append("")
        lines += _wrapped(paragraph, max(20, width - column))
    return f">{chomping}" + _set_in(lines, column, eol)


def _set_in(lines: list[str], column: int, eol: str) -> str:
    return "".join(f"{eol}{' ' * column}{line}" if line else eol for line in lines)


def _wrapped(paragraph: str, width: int) -> Iterator[str]:
    line = ""
    for word in _ONE_BLANK.split(paragraph):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield line


def after_key(value: Data, place: TextPlace, order: Order) -> str:
    """What follows the colon of a key at *place*: a blank and the value, or its lines below."""
    if isinstance(value, dict | list) and value:
        if place.flow or _flows(value, place):
            return " " + flowing(value, place, order)
        inner = replace(place, column=place.column + _STEP)
        below = place.eol + " " * inner.column
        return "".join(below + each for each in _lines(value, inner, order))
    return " " + _leaf(value, place)


def after_dash(value: Data, place: TextPlace, order: Order, *, flow: bool = False) -> str:
    """What follows the dash of an item at *place*."""
    if isinstance(value, dict | list) and value:
        if flow or place.flow or _flows(value, place):
            return " " + flowing(value, place, order)
        inner = replace(place, column=place.column + _STEP)
        below = place.eol + " " * inner.column
        return " " + below.join(_lines(value, inner, order))
    return " " + _leaf(value, place)


def flowing(value: Data, place: TextPlace, order: Order) -> str:
    """*value* on one line, between its brackets."""
    if isinstance(value, dict):
        pairs = (
            f"{inline(key, flow=True)}: {flowing(each, _under(place, key), order)}"
            for key, each in ordered(value, order(place.path)).items()
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        items = (flowing(each, _under(place, at), order) for at, each in enumerate(value))
        return "[" + ", ".join(items) + "]"
    return inline(value, flow=True, force=place.quoted)


def fits_line(value: Data) -> bool:
    """Whether it may stand on one line at all: its texts have one line, and are no paragraphs."""
    return not any("\n" in text or len(text) > WIDTH for text in map(str, _leaves(value)))


def ordered(value: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """*value* with its keys in the order of *keys*; others stay behind those they came after."""
    known = {key: number for number, key in enumerate(keys)}
    return dict(sorted(value.items(), key=lambda pair: known.get(pair[0], len(known))))


def _leaf(value: Data, place: TextPlace) -> str:
    if value is None or isinstance(value, dict | list):
        return "null" if value is None else "{}" if isinstance(value, dict) else "[]"
    text = value.rstrip("\n")
    if place.flow or place.quoted or not text.strip():
        return inline(text, flow=place.flow, force=place.quoted)
    column = place.column + _STEP
    if "\n" in text or (place.path[-1:] == ("narration",) and text == text.strip()):
        return literal(text, column, place.eol, parent=place.column)
    if place.column + len(text) > WIDTH:
        return folded_scalar(text, column, place.eol)
    return inline(text, flow=False)


def _lines(value: dict[str, Any] | list[Any], place: TextPlace, order: Order) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in ordered(value, order(place.path)).items():
            yield f"{inline(key, flow=False)}:{after_key(each, _under(place, key), order)}"
    else:
        for number, each in enumerate(value):
            yield f"-{after_dash(each, _under(place, number), order)}"


def _under(place: TextPlace, step: str | int) -> TextPlace:
    return replace(place, path=(*place.path, step))


def _flows(value: dict[str, Any] | list[Any], place: TextPlace) -> bool:
    """Whether it goes on one line: numbers, a list of words, or an item that is a few names.

    What a single text may grow in doesn't: it is typed letter by letter, and stays where it began.
    """
    inner = value.values() if isinstance(value, dict) else value
    if any(isinstance(each, dict) for each in inner) or place.path[:-1] == ("slides",):
        return False
    leaves = [str(each) for each in _leaves(value)]
    if all(number_in(each) is not None for each in leaves):
        return isinstance(value, list) or len(leaves) > 1
    is_item = isinstance(value, dict) and isinstance(next(reversed(place.path), None), int)
    if any(len(each) > LONGEST_NAME or "\n" in each for each in leaves):
        return False
    if isinstance(value, dict) and not (is_item and len(value) > 1):
        return False
    if not is_item and any(" " in each for each in leaves):
        return False
    room = WIDTH if is_item else FLOWING
    return place.column + len(flowing(value, place, lambda _: ())) <= room


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)
    else:
        yield value
