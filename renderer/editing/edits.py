"""Edits of a YAML file, as plain data, and `apply`, which makes them.

    text, [Edit, …] ──apply──▶ text

An edit names its place by a path: `("slides", "debarquement", "image", "alt")`. An item of a list
is called by its number or by its `id`. Values are what the reader gives: text, None, lists and
mappings; numbers and truths are taken too and written as text.

- `Put(path, value)` sets a value. It makes the key, and the mappings above it, where the schema has
  them; a short form becomes a long one; of a mapping or a list only what differs is touched,
  unless nothing of it stays.
- `Remove(path)` takes out a key or an item with its comments, and what is left empty by it.
- `Insert(path, value)` puts an item into a list, before the one that the path names by number.
- `Move(path, to)` gives an item another number, with its comments.
- `Duplicate(path)` puts a copy behind an item, with an `id` of its own and without its `chapter`.
- `Rename(path, name)` gives an item another `id`, or a key another name. What calls a slide by its
  id in the same file (its translations, the teaser) follows.
- `Replace(start, stop, text)`: characters for characters, for who types YAML; need not be YAML.

    apply(text, [Put(path=("slides", 0, "caption"), value="6 juin 1944")])

All are made or none. What comes out was read again: it says what was meant, or the edit is refused
with a StoryboardError at the line that hinders it (`edit-unfit`; or the reader's own problems,
where the file holds what no storyboard may). Blanks around a text and at the ends of its lines,
which the schema leaves out, are never written: a caption isn't put between quotes because its next
word has yet to be typed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from renderer.editing.expected_data import CHANGES, Change, bare, same, with_value
from renderer.editing.splices import Splice, spliced
from renderer.editing.structural_edits import Ways
from renderer.editing.syntax_tree import BOM, Manuscript
from renderer.errors import Problem, StoryboardError
from renderer.messages import tr
from renderer.storyboard.model import Model, takes_one
from renderer.storyboard.schema import StoryboardModel
from renderer.storyboard.yaml_reader import MAX_DEPTH
from renderer.storyboard.yaml_source import character_name, not_text
from renderer.storyboard.yaml_tree import Data, Path, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """*value* stands at *path*."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Nothing stands at *path*."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """*value* is an item of a list, at the number that ends *path*; beyond its end, the last."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The item at *path* is the item number *to* of its list."""

    path: Path
    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """The item at *path* is there twice."""

    path: Path
    name: str = ""
    """The copy's `id`; empty: the first that is free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """The item or the key at *path* is called *name*."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """*text* for the characters from *start* to *stop*."""

    start: int
    stop: int
    text: str


Edit = Put | Remove | Insert | Move | Duplicate | Rename | Replace


def apply(
    text: str,
    edits: Edit | Iterable[Edit],
    *,
    model: type[Model] = StoryboardModel,
    path: FilePath = FilePath("storyboard.yaml"),
) -> str:
    """*text* with *edits*, one after the other.

    Args:
        text: the whole file's; may begin with a byte order mark.
        edits: see above.
        model: of the file: its order of keys and its short forms.
        path: how a refusal names the file.

    Raises:
        StoryboardError: one can't be made; at which line, and why.
    """
    draft = _Draft(model, path, text)
    for edit in edits if isinstance(edits, Iterable) else (edits,):
        draft.make(edit)
    return draft.text


_HOPELESS = frozenset({"file-too-large"})
"""What no other way of writing a text would put right."""


class _Draft:
    """A text that is being edited: read once, however many edits look at it."""

    def __init__(self, model: type[Model], path: FilePath, text: str) -> None:
        self.text = text
        self._model = model
        self._path = path
        self._read: Manuscript | None = None
        self._texts: list[tuple[list[Step], str]] = []
        """Texts to put in the place of texts, which are put all at once."""

    @property
    def page(self) -> Manuscript:
        if self._read is None:
            self._read = Manuscript.read(self.text, self._path)
        return self._read

    def make(self, edit: Edit) -> None:
        """Make one edit."""
        if isinstance(edit, Replace):
            self.text = self.text[: edit.start] + edit.text + self.text[edit.stop :]
            self._read = None
        elif isinstance(edit, Put):
            self.put(self.page.resolved(edit.path), self._plain(edit.value, edit.path))
        elif isinstance(edit, Remove):
            self.remove(self.page.resolved(edit.path))
        elif isinstance(edit, Insert):
            path, number = self._item(edit.path)
            self.insert(path, number, self._plain(edit.value, path))
        elif isinstance(edit, Move):
            path, number = self._item(edit.path)
            self.move(path, number, edit.to)
        elif isinstance(edit, Rename):
            self.rename(list(self.page.resolved(edit.path)), str(self._text(edit.name, edit.path)))
        else:
            path, number = self._item(edit.path)
            self.duplicate(path, number, edit.name)
        self._settle_texts()

    def _item(self, path: Path) -> tuple[list[Step], int]:
        """The list that an item's *path* leads to, and the item's number."""
        *above, number = self.page.resolved(path) or ("",)
        if not isinstance(number, int):
            self.page.refuse(above, tr("there are keys here, no list"), tr("name a key"))
        return above, number

    # Each of these knows what the file is to say, and takes the first way that makes it say so.

    def put(self, path: Sequence[Step], value: Data) -> None:
        """Have *value* stand at *path*."""
        path = list(path)
        data = self.page.tree.data
        for count in range(len(path)):
            held = self.page.tree.at(path[:count])
            if held is None and (count or data is None):
                value = _wrapped(value, path[count:])
                path = path[:count]
                break
            if isinstance(held, str):
                self._lengthen(path[:count], held, path[count:], value)
                return
            self._check_step(held, path[: count + 1])
            if isinstance(held, dict) and path[count] not in held:
                value = _wrapped(value, path[count + 1 :])
                path = path[: count + 1]
                break
        self._put(path, value)

    def _put(self, path: list[Step], value: Data) -> None:
        held = self.page.tree.at(path)
        if same(held, value) and self.page.span(path) is not None:
            return
        if isinstance(held, dict) and isinstance(value, dict) and held.keys() & value.keys():
            for key in [key for key in held if key not in value]:
                self._settle("removed", [*path, key])
            for key, each in value.items():
                self._put([*path, key], each)
        elif isinstance(held, list) and isinstance(value, list) and held and value:
            self._put_items(path, held, value)
        elif isinstance(held, str) and isinstance(value, str):
            self._texts.append((path, value))
        else:
            self._settle("changed", path, value)

    def _put_items(self, path: list[Step], held: list[Any], value: list[Any]) -> None:
        """Touch the items that differ, between those at both ends that don't."""
        if len(held) != len(value):
            most = min(len(held), len(value))
            alike = _run(held, value, most)
            tail = _run(held[::-1], value[::-1], most - alike)
            for number in reversed(range(alike, len(held) - tail)):
                if number - alike >= len(value) - tail - alike:
                    self._settle("removed", [*path, number])
            for number in range(len(held) - tail, len(value) - tail):
                self._settle("inserted", [*path, number], value[number])
        for number, each in enumerate(value):
            self._put([*path, number], each)

    def _lengthen(self, path: list[Step], held: str, rest: list[Step], value: Data) -> None:
        """Give a key to what stands at *path* in the short form of a mapping."""
        key = Ways(self.page, self._model).short_form(path)
        if not key:
            what = tr("'{key}' holds a text here, no keys", key=str(path[-1]) if path else "")
            self.page.refuse(path, what, tr("take the text out first"))
        if rest[0] == key:
            self._put(path, _wrapped(value, rest[1:]))
        else:
            self._settle("changed", path, {key: held, str(rest[0]): _wrapped(value, rest[1:])})

    def _check_step(self, held: Data, path: list[Step]) -> None:
        """Refuse an item that a list hasn't, and a number that is to be a key."""
        *above, step = path
        if isinstance(held, list) and not (isinstance(step, int) and 0 <= step < len(held)):
            what = tr("this list has no item {number}", number=step)
            self.page.refuse(above, what, tr("look at the file again"))
        if isinstance(held, dict) and not isinstance(step, str):
            self.page.refuse(above, tr("there are keys here, no list"), tr("name a key"))

    def remove(self, path: Sequence[Step]) -> None:
        """Have nothing stand at *path*, nor what holds nothing else."""
        steps = list(path)
        if self.page.span(steps) is None or not steps:
            return
        while len(steps) > 1:
            held = self.page.tree.at(steps[:-1])
            if len(held or ()) > 1 or isinstance(steps[-2], int) or steps[:-1] == ["slides"]:
                break
            steps.pop()
        self._settle("removed", steps)

    def insert(self, path: list[Step], number: int, value: Data) -> None:
        """Have *value* in the list at *path*."""
        held = self.page.tree.at(path)
        if isinstance(held, list) and held:
            self._settle("inserted", [*path, min(max(number, 0), len(held))], value)
        elif held is None or held == []:
            self.put(path, [value])
        elif not isinstance(held, list) and takes_one(self._model, path):
            self._settle("changed", path, [value, held] if number <= 0 else [held, value])
        else:
            self.page.refuse(path, tr("there are keys here, no list"), tr("name a key"))

    def move(self, path: list[Step], number: int, to: int) -> None:
        """Have an item of the list at *path* elsewhere in it."""
        held = self.page.tree.at(path)
        self._check_step(held, [*path, number])
        last = len(held) - 1 if isinstance(held, list) else 0
        to = min(max(to, 0), last)
        if to != number:
            self._settle("moved", [*path, number], to)

    def duplicate(self, path: list[Step], number: int, name: str) -> None:
        """Have an item of the list at *path* twice."""
        held = self.page.tree.at(path)
        self._check_step(held, [*path, number])
        assert isinstance(held, list)
        if name:
            self._check_name(held, [*path, number], name)
        item = held[number]
        self._settle("copied", [*path, number])
        copy: list[Step] = [*path, number + 1]
        if isinstance(item, dict):
            if "chapter" in item and len(item) > 1:
                self._settle("removed", [*copy, "chapter"])
            if "id" in item:
                self._put([*copy, "id"], name or _free_name(str(item["id"] or ""), held))

    def rename(self, path: list[Step], name: str) -> None:
        """Have the item or the key at *path* called *name*."""
        *above, step = path
        held = self.page.tree.at(above)
        self._check_step(held, path)
        if name not in (step, self.page.tree.at([*path, "id"])):
            self._check_name(held, path, name)
        if isinstance(step, str):
            if isinstance(held, dict) and step in held and name != step:
                self._settle("renamed", path, name)
            return
        old = self.page.tree.at([*path, "id"])
        self._put([*path, "id"], name)
        if above == ["slides"] and isinstance(old, str):
            self._follow(old.strip(), name)

    def _check_name(self, held: Data, path: list[Step], name: str) -> None:
        """Refuse a name that another item or key has."""
        if name in (_names(held) if isinstance(held, list) else held or ()):
            what = tr("several are called '{name}'", name=name)
            self.page.refuse(path, what, tr("give each an id of its own"))

    def _follow(self, old: str, name: str) -> None:
        """Call a slide by its new *name* wherever the file names it."""
        languages = self.page.tree.at(("languages",))
        for code in languages if isinstance(languages, dict) else ():
            words = self.page.tree.at(("languages", code, "slides"))
            if isinstance(words, dict) and old in words and name not in words:
                self._settle("renamed", ["languages", code, "slides", old], name)
        teaser: list[Step] = ["film", "teaser", "slides"]
        shown = self.page.tree.at(teaser)
        if shown == old:
            self._put(teaser, name)
        for number, each in enumerate(shown if isinstance(shown, list) else ()):
            if each == old:
                self._put([*teaser, number], name)

    def _settle(self, change: Change, path: list[Step], *more: Any) -> None:
        """Take the first way after which the file says what *change* makes of its data."""
        page = self.page
        meant = CHANGES[change](page.tree.data, path, *more)
        for splices in Ways(page, self._model).of(change, path, *more):
            after = self._attempt(page, splices)
            if after is not None and same(after.tree.data, meant):
                self._read, self.text = after, after.whole
                return
        what = tr("this place can't be edited as it is written")
        page.refuse(path, what, tr("edit this line by hand, in the text itself"))

    def _settle_texts(self) -> None:
        """Put the texts that are to be put: a front that is dragged has dozens of numbers."""
        texts, self._texts = self._texts, []
        if len(texts) > 1:
            page, meant = self.page, self.page.tree.data
            splices: list[Splice] = []
            for path, value in texts:
                meant = with_value(meant, path, value)
                splices += next(Ways(page, self._model).of("changed", path, value))
            after = self._attempt(page, splices)
            if after is not None and same(after.tree.data, meant):
                self._read, self.text = after, after.whole
                return
        for path, value in texts:
            self._settle("changed", path, value)

    def _attempt(self, page: Manuscript, splices: list[Splice]) -> Manuscript | None:
        text = spliced(page.text, splices)
        try:
            return Manuscript.read(BOM + text if page.has_bom else text, self._path)
        except StoryboardError as error:
            if error.problems[0].code in _HOPELESS:
                raise
            return None

    def _plain(self, value: Any, path: Path, depth: int = 0) -> Data:
        """*value* as the reader would give it.

        Raises:
            StoryboardError: it holds what is no text, or too much in one another.
        """
        if depth + len(path) > MAX_DEPTH:
            what = tr("nested more than {limit} levels deep", limit=MAX_DEPTH)
            self.page.refuse((), what, tr("look at the file again"))
        if isinstance(value, dict):
            return {
                self._text(key, path): self._plain(each, path, depth + 1)
                for key, each in value.items()
            }
        if isinstance(value, list | tuple):
            return [self._plain(each, path, depth + 1) for each in value]
        if value is None:
            return None
        if isinstance(value, bool):
            return "yes" if value else "no"
        return bare(self._text(value, path))

    def _text(self, value: Any, path: Path) -> str:
        text = re.sub(r"\r\n?", "\n", str(value))
        if character := not_text(text):
            raise StoryboardError(
                [
                    Problem(
                        code="character-invisible",
                        mark=self.page.tree.mark(self.page.resolved(path)),
                        what=tr("{character} is not text", character=character_name(character)),
                        remedy=tr("delete it; it can't be seen or said"),
                    )
                ]
            )
        return text


def _wrapped(value: Data, steps: Sequence[Step]) -> Data:
    """*value* with the mappings and lists around it that *steps* lead through."""
    for step in reversed(steps):
        value = {step: value} if isinstance(step, str) else [value]
    return value


def _run(one: list[Any], other: list[Any], most: int) -> int:
    pairs = zip(one[:most], other[:most], strict=True)
    return len(list(itertools.takewhile(lambda pair: same(*pair), pairs)))


def _names(items: list[Any]) -> set[str]:
    return {str(item.get("id") or "").strip() for item in items if isinstance(item, dict)}


def _free_name(name: str, items: list[Any]) -> str:
    """*name* with the first number that no item of *items* has yet."""
    taken = _names(items)
    stem = re.sub(r"-\d+$", "", name.strip()) or "vue"
    names: Iterator[str] = (f"{stem[:58].rstrip('-_')}-{number}" for number in itertools.count(2))
    return next(each for each in names if each not in taken)
