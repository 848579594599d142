"""One text in place of another, in the style that stands there.

Comes in: a manuscript, the place of a text or of nothing, and the new text. Goes out: splices to
try, the most careful first. What is alike stays word for word, with its lines, quotes and escapes;
whether the reader then reads what was meant is seen by whoever tries them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from renderer.editing.expected_data import bare
from renderer.editing.splices import Splice
from renderer.editing.yaml_writer import (
    WIDTH,
    TextPlace,
    after_key,
    double,
    escaped,
    folded_scalar,
    is_plain,
    literal,
    quoted,
    single,
)

if TYPE_CHECKING:
    from renderer.editing.syntax_tree import Manuscript
    from renderer.storyboard.yaml_tree import Span, Step

_TOKENS = re.compile(r"\S+|\s+")
_WORDS = re.compile(r"\S+")
_EOL = re.compile(r"\r\n|\n|\r")
_HEADER = re.compile(r"[|>](?:(?P<digit>[1-9])?(?P<chomp>[+-])?|(?P<c2>[+-])(?P<d2>[1-9]))(?=\s|$)")


def restyled(page: Manuscript, path: Sequence[Step], new: str) -> Iterator[list[Splice]]:
    """Ways to write *new* in place of the text, or of nothing, at *path*."""
    place = page.span(path)
    assert place is not None
    start, stop = page.content(place)
    raw = page.text[start:stop]
    flow = page.in_flow(path)
    style = raw[:1] if raw[:1] in ("'", '"', "|", ">") else ""
    old = page.tree.at(path)
    if not isinstance(old, str) or not bare(old):
        yield _put(page, start, stop, _fresh(page, path, new, flow))
    else:
        words = _words_changed(page, path, (start, stop), style, old, new)
        if words is not None:
            yield [words]
    for text in _ways(page, path, place, new, style, flow):
        yield _put(page, start, stop, text)


def _put(page: Manuscript, start: int, stop: int, text: str) -> list[Splice]:
    """*text* in place of what stands there; a blank parts it from a colon or dash before it.

    A comment on the line of a block text stays behind its sign.
    """
    gap = "" if start == 0 or page.text[start - 1] in " \t\r\n[{," else " "
    line = page.line_stop(stop)
    sign, eol, lines = text.partition(page.eol)
    if eol and text[:1] in ("|", ">") and page.text[stop:line].strip():
        return [Splice(start, stop, gap + sign), Splice(line, line, eol + lines)]
    return [Splice(start, stop, gap + text)]


def _fresh(page: Manuscript, path: Sequence[Step], new: str, flow: bool) -> str:
    """*new* where nothing stood: in the style that a new key's text has."""
    parent = page.span(path[:-1])
    column = page.column(parent.start) if parent is not None else 0
    place = TextPlace(column=column, flow=flow, eol=page.eol, path=tuple(path))
    return after_key(new, place, lambda _: ()).lstrip(" ")


def _ways(
    page: Manuscript, path: Sequence[Step], place: Span, new: str, style: str, flow: bool
) -> Iterator[str]:
    """*new*, whole, in the same style and then in those that are near."""
    text = new.rstrip("\n")
    several = "\n" in text
    old = page.tree.at(path)
    if several and not flow and "\n" not in str(old):
        yield from _block(page, path, place, text, ">" if style == ">" else "|")
    if style in ("|", ">") and not flow and text.strip():
        yield from _block(page, path, place, text, style)
    if style == "'" and not several:
        yield single(text)
    if style == '"':
        yield double(text)
    if not style and is_plain(text, flow=flow):
        yield text
    if several and not flow and text.strip():
        yield from _block(page, path, place, text, "|")
    yield quoted(text)
    yield double(text)


def _block(
    page: Manuscript, path: Sequence[Step], place: Span, text: str, style: str
) -> Iterator[str]:
    parent = page.span(path[:-1])
    column = page.column(parent.start) if parent is not None and path[:-1] else 0
    raw = page.raw(place)
    header = _HEADER.match(raw)
    chomping = ((header["chomp"] or header["c2"]) if header else "") or ""
    digit = ((header["digit"] or header["d2"]) if header else "") or ""
    set_in = _set_in(page, place, column)
    if style == ">":
        yield folded_scalar(text, set_in, page.eol, chomping=digit + chomping, width=_width(raw))
    yield literal(text, set_in, page.eol, parent=column, chomping=chomping, digit=digit)


def _set_in(page: Manuscript, place: Span, parent: int) -> int:
    """The column of a block text's lines."""
    raw = page.raw(place)
    header = _HEADER.match(raw)
    if header is None:
        return parent + 2
    if digit := header["digit"] or header["d2"]:
        return parent + int(digit)
    for line in _EOL.split(raw)[1:]:
        if line.strip():
            return len(line) - len(line.lstrip(" "))
    return parent + 2


def _width(raw: str) -> int:
    """Columns that the lines of a broken text have room for."""
    return max([WIDTH, *(len(line) for line in _EOL.split(raw)[1:])])


def _words_changed(
    page: Manuscript,
    path: Sequence[Step],
    extent: tuple[int, int],
    style: str,
    old: str,
    new: str,
) -> Splice | None:
    """The words that differ, in place of those that stood there; None where words of the value
    aren't those of the file one by one.
    """
    start, stop = extent
    first, last = start, stop
    if style in ("'", '"'):
        first, last = start + 1, stop - 1
    elif style:
        first = page.line_stop(start)
    spots = [found.span() for found in _WORDS.finditer(page.text, first, last)]
    told, meant = _TOKENS.findall(old.strip()), _TOKENS.findall(new.strip())
    if (len(told) + 1) // 2 != len(spots) or not meant:
        return None
    alike = _common(told, meant)
    tail = _common(told[alike:][::-1], meant[alike:][::-1])
    edges = [edge for spot in spots for edge in spot]
    # Token 2n is the n-th word, token 2n + 1 the blanks after it.
    begin, end = edges[alike], edges[len(told) - tail]
    width = _width(page.text[start:stop]) if "\n" in page.text[start:stop] else 0
    written = _tokens(page, path, style, meant[alike : len(meant) - tail], begin, width)
    return None if written is None else Splice(begin, end, written)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    alike = (a == b for a, b in zip(one, other, strict=False))
    return sum(1 for _ in takewhile(bool, alike))


def _tokens(
    page: Manuscript,
    path: Sequence[Step],
    style: str,
    tokens: Sequence[str],
    begin: int,
    width: int,
) -> str | None:
    """*tokens* as they stand in a text of *style*; None where only all of it can be written."""
    spell = {"'": lambda text: text.replace("'", "''"), '"': escaped}.get(style, str)
    place = page.span(path)
    parent = page.span(path[:-1])
    column = page.column(parent.start) if parent is not None and path[:-1] else 0
    set_in = _set_in(page, place, column) if place is not None and style in ("|", ">") else 0
    if not set_in:
        set_in = _second_line(page, begin) or column + 2
    written, at = "", page.column(begin)
    for token in tokens:
        piece = spell(token)
        if token.isspace():
            lines = token.count("\n")
            if lines and style == '"':
                piece = escaped(token)
            elif lines:
                if not width and style not in ("|", ">"):
                    return None  # what stood on one line is not broken into several
                if token.strip("\n") and style != "|":
                    return None
                breaks = lines if style == "|" else lines + 1
                rest = token.rpartition("\n")[2]
                piece = page.eol * breaks + " " * set_in + rest
                at = set_in
        elif style == ">" and width and at + len(piece) > width and written.endswith(" "):
            written = written[:-1] + page.eol + " " * set_in
            at = set_in
        written += piece
        at += len(piece)
    return written


def _second_line(page: Manuscript, at: int) -> int:
    """How far the line of *at* is set in, where it is not the first of its text."""
    start = page.line_start(at)
    text = page.text[start:at]
    return len(text) - len(text.lstrip(" ")) if text and not text.strip() else 0
