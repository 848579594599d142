"""The text of a YAML file, with the reader's tree of it: what stands where, to the character.

    text ──Manuscript.read──▶ Manuscript ──entries──▶ keys and items with the lines that are theirs

Comes in: text that the storyboard's reader can read. Goes out: places in it, which are the
reader's spans and, between these, the commas, dashes, comments and blank lines, which no reader
tells. Changes nothing. Knows no key by name but `id`, by which an item of a list may be called.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath
from typing import NoReturn

from renderer.errors import Problem, StoryboardError
from renderer.messages import tr
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import source_of
from renderer.storyboard.yaml_tree import Path, Span, Step, Tree

BOM = "\ufeff"
_EOL = re.compile(r"\r\n|\n|\r")
_COMMENT_LINE = re.compile(r"(?P<set_in>[ \t]*)#[^\r\n]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class ManuscriptEntry:
    """A key with its value, or an item of a list."""

    start: int
    """Where its key stands, or its dash; of what stands between brackets, its value."""
    stop: int
    """Where its value ends, blank lines after it left out."""
    value: Span
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class ManuscriptBlock:
    """The lines of an entry, with the comments that belong to it, without the last line's end."""

    start: int
    """Where its first line starts; the entry itself, where something else stands before it."""
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """A text that was read. Offsets leave the byte order mark out."""

    text: str
    tree: Tree
    has_bom: bool
    eol: str
    """How most of its lines end."""

    @staticmethod
    @lru_cache(maxsize=2)  # what an edit leaves is what the next one begins with
    def read(whole: str, path: FilePath = FilePath("storyboard.yaml")) -> Manuscript:
        """Read *whole*, the content of *path*.

        Raises:
            StoryboardError: it is no YAML, or holds what no storyboard may: an anchor, a tag, a key
                twice. What an edit would do to it can't be foretold.
        """
        source = source_of(whole.encode("utf-8", errors="surrogatepass"), path)
        tree, problems = read_tree(source)
        if problems:
            raise StoryboardError(problems)
        returns, both = source.text.count("\r"), source.text.count("\r\n")
        eol = "\n"
        if returns:
            lone = source.text.count("\n") - both
            eol = "\r\n" if both >= max(lone, returns - both) else "\r" if not lone else "\n"
        has_bom = whole.startswith(BOM)
        return Manuscript(text=source.text, tree=tree, has_bom=has_bom, eol=eol)

    @property
    def whole(self) -> str:
        """The text as it stands in the file."""
        return BOM + self.text if self.has_bom else self.text

    def resolved(self, path: Path) -> tuple[Step, ...]:
        """*path* with items of lists that it calls by their `id` called by number.

        Raises:
            StoryboardError: there is no such item, or there are two.
        """
        steps: list[Step] = []
        for step in path:
            held = self.tree.at(steps)
            if isinstance(held, list) and isinstance(step, str):
                found = [
                    number
                    for number, item in enumerate(held)
                    if isinstance(item, dict) and str(item.get("id") or "").strip() == step
                ]
                if len(found) != 1:
                    self._refuse_name(steps, step, found)
                step = found[0]
            steps.append(step)
        return tuple(steps)

    def _refuse_name(self, steps: list[Step], name: str, found: list[int]) -> NoReturn:
        if not found:
            what = tr("there is no '{name}' here", name=name)
            self.refuse(steps, what, tr("it was renamed or taken out: look at the file again"))
        what = tr("several are called '{name}'", name=name)
        self.refuse([*steps, found[1]], what, tr("give each an id of its own"))

    def refuse(self, path: Path, what: str, remedy: str) -> NoReturn:
        """Don't edit at *path*."""
        mark = self.tree.mark(path)
        raise StoryboardError([Problem(code="edit-unfit", mark=mark, what=what, remedy=remedy)])

    def span(self, path: Path) -> Span | None:
        """The place of just *path*; None when it was not written."""
        place = self.tree.place
        for step in path:
            inner = place.step(step)
            if inner is None:
                return None
            place = inner
        return place

    # What is at a place.

    def is_flow(self, place: Span) -> bool:
        """Whether it is a mapping or a list between brackets."""
        return place.inner is not None and self.text[place.start : place.start + 1] in ("{", "[")

    def in_flow(self, path: Sequence[Step]) -> bool:
        """Whether what stands at *path* is between brackets, its own left out."""
        return any(
            (place := self.span(path[:count])) is not None and self.is_flow(place)
            for count in range(len(path))
        )

    def content(self, place: Span) -> tuple[int, int]:
        """Its characters, blank lines after it left out."""
        start, stop = place.whole()
        while stop > start and self.text[stop - 1] in " \t\r\n":
            stop -= 1
        return start, stop

    def raw(self, place: Span) -> str:
        """Its characters."""
        start, stop = self.content(place)
        return self.text[start:stop]

    def entries(self, path: Sequence[Step]) -> list[ManuscriptEntry]:
        """The keys or items of the collection at *path*, in the order of the file."""
        place = self.span(path)
        if place is None or place.inner is None:
            return []
        if isinstance(place.inner, dict):
            return [self._pair(key, value) for key, value in place.inner.items()]
        if self.is_flow(place):
            return [self._item(at, value, value.start) for at, value in enumerate(place.inner)]
        column, after = self.column(place.start), place.start
        items: list[ManuscriptEntry] = []
        for number, value in enumerate(place.inner):
            items.append(self._item(number, value, self._dash(after, value.start, column)))
            after = value.whole()[1]
        return items

    def _pair(self, key: str, value: Span) -> ManuscriptEntry:
        start = value.key[0] if value.key else value.start
        stop = max(self.content(value)[1], self.after_colon(value))
        return ManuscriptEntry(start=start, stop=stop, value=value, step=key)

    def _item(self, number: int, value: Span, start: int) -> ManuscriptEntry:
        stop = max(self.content(value)[1], start)
        return ManuscriptEntry(start=start, stop=stop, value=value, step=number)

    def after_colon(self, value: Span) -> int:
        """The offset after the colon of a key; after the key, where it has none."""
        start = value.key[1] if value.key else value.start
        colon = self.find(":", start, max(value.start, start + 1))
        return start if colon < 0 else colon + 1

    def _dash(self, start: int, stop: int, column: int) -> int:
        """The dash at *column* between what stands before an item and the item."""
        found = start
        while (found := self.find("-", found, stop)) >= 0:
            if self.column(found) == column:
                return found
            found += 1
        return stop

    def find(self, sign: str, start: int, stop: int) -> int:
        """The first *sign* between two words, comments passed over; -1: there is none."""
        at = start
        while at < stop:
            character = self.text[at]
            if character == sign:
                return at
            if character == "#" and (at == 0 or self.text[at - 1] in " \t\r\n,[]{}"):
                at = self.line_stop(at)
            else:
                at += 1
        return -1

    # Lines.

    def line_start(self, at: int) -> int:
        """Where the line of *at* starts."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line_stop(self, at: int) -> int:
        """Where the line of *at* ends, its line end left out."""
        found = _EOL.search(self.text, at)
        return found.start() if found else len(self.text)

    def after_line(self, at: int) -> int:
        """Where the line after that of *at* starts."""
        found = _EOL.search(self.text, at)
        return found.end() if found else len(self.text)

    def column(self, at: int) -> int:
        """Characters before it in its line."""
        return at - self.line_start(at)

    def starts_line(self, at: int) -> bool:
        """Whether only blanks stand before it in its line."""
        return not self.text[self.line_start(at) : at].strip()

    def blocks(self, path: Sequence[Step]) -> list[ManuscriptBlock]:
        """The lines of each entry of the collection at *path*, which has no brackets."""
        entries = self.entries(path)
        place = self.span(path)
        floor = place.key[1] if place and place.key else place.start if place else 0
        blocks: list[ManuscriptBlock] = []
        for number, entry in enumerate(entries):
            column = self.column(entry.start)
            start = entry.start
            if self.starts_line(start):
                start = self.line_start(start)
                if path or number:  # what stands above the first key is the file's heading
                    start = self._with_comments_above(start, floor, column)
            stop = self.line_stop(entry.stop)
            after = entries[number + 1].start if number + 1 < len(entries) else len(self.text)
            stop = self._with_comments_below(stop, after, column)
            blocks.append(ManuscriptBlock(start=start, stop=stop))
            floor = stop
        return blocks

    def _with_comments_above(self, line: int, floor: int, column: int) -> int:
        """The first of the comments right above *line*, set in no deeper than the entry."""
        while line > 0:
            above = self.line_start(line - 1 - self.text.startswith("\r\n", line - 2))
            found = _COMMENT_LINE.match(self.text[above : self.line_stop(above)])
            if above <= floor or not found or len(found["set_in"]) > column:
                break
            line = above
        return line

    def _with_comments_below(self, stop: int, after: int, column: int) -> int:
        """Comments set in deeper than the entry, even after blank lines."""
        line = self.after_line(stop)
        while line < after:
            end = self.line_stop(line)
            text = self.text[line:end]
            found = _COMMENT_LINE.match(text)
            if found and len(found["set_in"]) > column:
                stop = end
            elif text.strip():
                break
            if end == len(self.text):
                break
            line = self.after_line(end)
        return stop
