"""Where keys and items are put, taken out and moved, and how: splices to try, the tidiest first.

Comes in: a manuscript, a path, and what is to be done there. Goes out: splices. New keys stand
where the schema has them, new lines are set in as their neighbours are, comments go with what they
stand above, or are set in under. Whether the reader then reads what was meant is seen by whoever
tries them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from renderer.editing.expected_data import Change
from renderer.editing.scalar_edits import restyled
from renderer.editing.splices import Splice
from renderer.editing.syntax_tree import Manuscript, ManuscriptBlock, ManuscriptEntry
from renderer.editing.yaml_writer import (
    TextPlace,
    after_dash,
    after_key,
    fits_line,
    flowing,
    inline,
    ordered,
)
from renderer.storyboard.model import Model, keys_of, models_at
from renderer.storyboard.yaml_tree import Data, Span, Step


class Ways:
    """The ways of one manuscript."""

    def __init__(self, page: Manuscript, model: type[Model]) -> None:
        self._page = page
        self._model = model

    def of(self, change: Change, path: list[Step], *more: Any) -> Iterator[list[Splice]]:
        """The ways to make *change* at *path*."""
        ways: dict[Change, Callable[..., Iterator[list[Splice]]]] = {
            "changed": self._changed,
            "removed": self._removed,
            "inserted": self._inserted,
            "moved": self._moved,
            "renamed": self._renamed,
            "copied": self._copied,
        }
        return ways[change](path, *more)

    def short_form(self, path: Sequence[Step]) -> str:
        """The key that a text at *path* stands for; empty: none."""
        for model in models_at(self._model, path):
            form = getattr(model, "short_form", None)
            if isinstance(form, str):
                return form
        return ""

    def _order(self, path: tuple[Step, ...]) -> tuple[str, ...]:
        return tuple(key for each in models_at(self._model, path) for key in keys_of(each))

    def _place(self, path: Sequence[Step], column: int, *, careful: bool = False) -> TextPlace:
        return TextPlace(
            column=column,
            flow=self._page.in_flow(path),
            eol=self._page.eol,
            path=tuple(path),
            quoted=careful,
        )

    # A value at its key.

    def _changed(self, path: list[Step], value: Data) -> Iterator[list[Splice]]:
        page, place = self._page, self._page.span(path)
        if place is None:
            for careful in (False, True):
                yield from self._new_key(path, value, careful)
            return
        if not path:
            yield from self._whole(value)
            return
        held = page.tree.at(path)
        if isinstance(value, str) and not isinstance(held, dict | list):
            yield from restyled(page, path, value)
            return
        short = self.short_form(path)
        if isinstance(held, str) and isinstance(value, dict) and value.get(short) == held:
            yield from self._lengthened(path, place, short, value)
        elif isinstance(held, str) and isinstance(value, list) and held in value:
            yield from self._listed(path, place, held, value)
        for careful in (False, True):
            yield from self._rewritten(path, place, value, careful)

    def _whole(self, value: Data) -> Iterator[list[Splice]]:
        """All that a file says, where it says nothing yet, or only `[]` or `{}`."""
        page = self._page
        text = after_key(value, TextPlace(column=-2, eol=page.eol), self._order).lstrip()
        start, stop = page.content(page.tree.place)
        if start < stop:
            yield [Splice(start, stop, text)]
            return
        gap = "" if not page.text or page.text[-1] in "\r\n" else page.eol
        yield [Splice(len(page.text), len(page.text), gap + text + page.eol)]

    def _rewritten(
        self, path: list[Step], place: Span, value: Data, careful: bool
    ) -> Iterator[list[Splice]]:
        """*value* in place of all that stands at *path*."""
        page = self._page
        parent = page.span(path[:-1])
        assert parent is not None
        start, stop = page.content(place)
        target = self._place(path, page.column(parent.start), careful=careful)
        if target.flow:
            gap = " " if start and page.text[start - 1] == ":" else ""
            yield [Splice(start, stop, gap + flowing(value, target, self._order))]
            return
        is_item = isinstance(path[-1], int)
        text = (after_dash if is_item else after_key)(value, target, self._order)
        after = page.after_colon(place) if not is_item else self._after_dash(path)
        line = page.line_stop(after)
        rest = page.text[after : min(line, max(start, after))]
        if page.line_start(after) != page.line_start(start) and rest.strip():
            # A comment behind the key stays there.
            yield [Splice(after, after, text), Splice(line, max(stop, line), "")]
        if page.eol not in text and after < start <= line:
            yield [Splice(start, stop, text.lstrip(" "))]
        yield [Splice(after, max(stop, after), text)]

    def _after_dash(self, path: Sequence[Step]) -> int:
        entries = self._page.entries(path[:-1])
        return entries[int(path[-1])].start + 1

    def _listed(
        self, path: list[Step], place: Span, held: str, value: list[Data]
    ) -> Iterator[list[Splice]]:
        """Brackets, and the other items, around the text that stands there."""
        start, stop = self._page.content(place)
        raw = self._page.text[start:stop]
        if raw[:1] in ("|", ">") or "\n" in raw:
            return
        target = TextPlace(column=0, flow=True, eol=self._page.eol, path=tuple(path))
        at = value.index(held)
        before = "".join(f"{flowing(each, target, self._order)}, " for each in value[:at])
        after = "".join(f", {flowing(each, target, self._order)}" for each in value[at + 1 :])
        yield [Splice(start, start, f"[{before}"), Splice(stop, stop, f"{after}]")]

    def _lengthened(
        self, path: list[Step], place: Span, short: str, value: dict[str, Data]
    ) -> Iterator[list[Splice]]:
        """A key before the text that stands there, and the other keys after it."""
        page = self._page
        start, stop = page.content(place)
        parent = page.span(path[:-1])
        if page.text[start : start + 1] in ("|", ">") or parent is None:
            return
        others = {name: each for name, each in value.items() if name != short}
        if page.in_flow(path):
            rest = flowing(others, TextPlace(column=0, flow=True, path=tuple(path)), self._order)
            after = f", {rest[1:]}" if others else "}"
            yield [Splice(start, start, f"{{{short}: "), Splice(stop, stop, after)]
            return
        is_item = isinstance(path[-1], int)
        column = page.column(start) if is_item else page.column(parent.start) + 2
        below = page.eol + " " * column
        lines = "".join(
            f"{below}{inline(name, flow=False)}:"
            + after_key(each, self._place([*path, name], column), self._order)
            for name, each in ordered(others, self._order(tuple(path))).items()
        )
        line = page.line_stop(stop)
        key = Splice(start, start, f"{short}: ")
        if not is_item:
            after_colon = page.after_colon(place)
            key = Splice(after_colon, after_colon, f"{below}{short}:")
        yield [key, Splice(line, line, lines)]

    # Keys.

    def _new_key(self, path: list[Step], value: Data, careful: bool) -> Iterator[list[Splice]]:
        """A key that its mapping hasn't yet, behind those that the schema has before it."""
        page, above, key = self._page, path[:-1], str(path[-1])
        entries = page.entries(above)
        parent = page.span(above)
        assert parent is not None
        column = page.column(parent.start)
        target = self._place(path, column, careful=careful)
        name = inline(key, flow=target.flow, force=careful)
        order = self._order(tuple(above))
        before = _place_in(order, key, [str(entry.step) for entry in entries])
        text = f"{name}:{after_key(value, target, self._order)}"
        if page.is_flow(parent):
            yield from self._into_flow(parent, entries, before, text)
            return
        blocks = page.blocks(above)
        if before == 0:
            start = entries[0].start
            yield [Splice(start, start, text + page.eol + " " * column)]
            return
        text = " " * column + text
        yield [Splice(blocks[before - 1].stop, blocks[before - 1].stop, page.eol + text)]
        yield from self._at_line(entries[before - 1].value.whole()[1], text)

    def _at_line(self, at: int, text: str) -> Iterator[list[Splice]]:
        """*text*, whole lines, at *at*, where a block text ends, blank lines and all."""
        page = self._page
        if at and page.text[at - 1] in "\r\n":
            yield [Splice(at, at, text + page.eol)]
        else:
            yield [Splice(at, at, page.eol + text)]

    def _renamed(self, path: list[Step], name: str) -> Iterator[list[Splice]]:
        place = self._page.span(path)
        if place is not None and place.key is not None:
            for careful in (False, True):
                yield [
                    Splice(*place.key, inline(name, flow=self._page.in_flow(path), force=careful))
                ]

    # Items.

    def _inserted(self, path: list[Step], value: Data) -> Iterator[list[Splice]]:
        page, above, at = self._page, path[:-1], int(path[-1])
        parent = page.span(above)
        assert parent is not None
        entries = page.entries(above)
        near = entries[max(0, at - 1)].value
        for careful in (False, True):
            target = self._place(path, page.column(parent.start), careful=careful)
            if page.is_flow(parent):
                text = flowing(value, target, self._order)
                yield from self._into_flow(parent, entries, at, text)
            else:
                flow = page.is_flow(near) and fits_line(value)
                text = "-" + after_dash(value, target, self._order, flow=flow)
                text = " " * target.column + text
                yield from self._between_lines(above, at, text)

    def _copied(self, path: list[Step]) -> Iterator[list[Splice]]:
        page, above, at = self._page, path[:-1], int(path[-1])
        parent = page.span(above)
        assert parent is not None
        if page.is_flow(parent):
            entries = page.entries(above)
            entry = entries[at]
            text = page.text[entry.start : entry.stop]
            yield from self._into_flow(parent, entries, at + 1, text)
        else:
            block = page.blocks(above)[at]
            text = page.text[block.start : block.stop]
            if not page.starts_line(block.start):
                text = " " * page.column(block.start) + text
            yield from self._between_lines(above, at + 1, text)

    def _between_lines(self, above: list[Step], at: int, text: str) -> Iterator[list[Splice]]:
        """*text*, an item's lines, before item *at*, as far apart as the others are."""
        page = self._page
        blocks = page.blocks(above)
        apart = page.eol * (1 + self._blank_lines(blocks))
        if at == 0:
            start = blocks[0].start
            if not page.starts_line(start):
                set_in = " " * page.column(start)
                yield [Splice(start, start, text.lstrip(" ") + page.eol + set_in)]
            yield [Splice(start, start, text + apart)]
            return
        stop = blocks[at - 1].stop
        yield [Splice(stop, stop, apart + text)]
        yield from self._at_line(page.entries(above)[at - 1].value.whole()[1], text)

    def _blank_lines(self, blocks: list[ManuscriptBlock]) -> int:
        """How many lines most items stand apart."""
        text = self._page.text
        gaps = [text[a.stop : b.start] for a, b in pairwise(blocks)]
        counts = Counter(len(gap.splitlines()) - 1 for gap in gaps if not gap.strip())
        return max(0, counts.most_common(1)[0][0]) if counts else 0

    def _moved(self, path: list[Step], to: int) -> Iterator[list[Splice]]:
        page, above, at = self._page, path[:-1], int(path[-1])
        parent = page.span(above)
        assert parent is not None
        pieces: Sequence[ManuscriptBlock | ManuscriptEntry] = page.blocks(above)
        if page.is_flow(parent):
            pieces = page.entries(above)
        texts = [page.text[piece.start : piece.stop] for piece in pieces]
        begun = not page.is_flow(parent) and not page.starts_line(pieces[0].start)
        if begun:  # the first stands behind something else, on the line of that
            texts[0] = " " * page.column(pieces[0].start) + texts[0]
        texts.insert(to, texts.pop(at))
        if begun:
            texts[0] = texts[0].lstrip(" ")
        low, high = sorted((at, to))
        yield [
            Splice(piece.start, piece.stop, text)
            for piece, text in zip(pieces[low : high + 1], texts[low : high + 1], strict=True)
        ]

    # Taking out.

    def _removed(self, path: list[Step]) -> Iterator[list[Splice]]:
        page, above = self._page, path[:-1]
        parent = page.span(above)
        assert parent is not None
        entries = page.entries(above)
        at = next(number for number, each in enumerate(entries) if each.step == path[-1])
        if page.is_flow(parent):
            yield from self._out_of_flow(parent, entries, at)
            return
        blocks = page.blocks(above)
        if len(blocks) == 1:
            empty = "{}" if isinstance(parent.inner, dict) else "[]"
            yield [Splice(blocks[0].start, blocks[0].stop, empty)]
            start = parent.start
            yield [Splice(start, max(start, blocks[0].stop), empty)]
        elif at + 1 < len(blocks) and not page.starts_line(blocks[at].start):
            after = blocks[at + 1].start
            after += len(page.text[after:]) - len(page.text[after:].lstrip(" "))
            yield [Splice(blocks[at].start, after, "")]
        else:
            yield [self._lines_out(blocks[at], is_first=at == 0)]
            yield [Splice(blocks[at].start, blocks[at].stop, "")]

    def _lines_out(self, block: ManuscriptBlock, *, is_first: bool) -> Splice:
        """Whole lines, and of the blank lines on both sides those below."""
        page = self._page
        start = page.line_start(block.start)
        stop = page.after_line(block.stop)
        above = page.text[:start].removesuffix("\n").removesuffix("\r")
        if is_first or not above[page.line_start(len(above)) :].strip():
            while stop < len(page.text) and not page.text[stop : page.line_stop(stop)].strip():
                stop = page.after_line(stop)
        if stop == len(page.text) and page.text[-1:] not in "\r\n" and start:
            # The last line had no end, and the one before it is to have none.
            start -= 2 if page.text.startswith("\r\n", start - 2) else 1
        return Splice(start, stop, "")

    # Between brackets.

    def _into_flow(
        self, parent: Span, entries: list[ManuscriptEntry], at: int, text: str
    ) -> Iterator[list[Splice]]:
        page = self._page
        if not entries:
            start, stop = parent.whole()
            yield [Splice(start + 1, start + 1, text)]
            yield [Splice(start + 1, stop - 1, text)]
            return
        comma = ", "
        if len(entries) > 1:
            between = page.text[entries[0].stop : entries[1].start]
            comma = between if between.strip() == "," else comma
        if at < len(entries):
            start = entries[at].start
            yield [Splice(start, start, text + comma)]
            yield [Splice(start, start, text + ", ")]
            return
        stop = entries[-1].stop
        yield [Splice(stop, stop, comma + text)]
        yield [Splice(stop, stop, ", " + text)]

    def _out_of_flow(
        self, parent: Span, entries: list[ManuscriptEntry], at: int
    ) -> Iterator[list[Splice]]:
        page, entry = self._page, entries[at]
        start, stop = parent.whole()
        after = entries[at + 1].start if at + 1 < len(entries) else stop - 1
        between = page.text[entry.stop : after]
        if at + 1 < len(entries):
            if between.strip() == ",":
                yield [Splice(entry.start, after, "")]
        elif at:
            before = page.text[entries[at - 1].stop : entry.start]
            if before.strip() == ",":
                yield [Splice(entries[at - 1].stop, entry.stop, "")]
        comma = page.find(",", entry.stop, after)
        if comma >= 0:
            yield [Splice(entry.start, entry.stop, ""), Splice(comma, comma + 1, "")]
        yield [Splice(entry.start, entry.stop, "")]
        if len(entries) == 1:
            yield [Splice(start + 1, stop - 1, "")]


def _place_in(order: tuple[str, ...], key: str, there: list[str]) -> int:
    """Before which of the keys *there* a new *key* goes."""
    rank = {each: number for number, each in enumerate(order)}
    if key not in rank:
        return len(there)
    earlier = [number for number, each in enumerate(there) if rank.get(each, len(rank)) < rank[key]]
    return earlier[-1] + 1 if earlier else 0
