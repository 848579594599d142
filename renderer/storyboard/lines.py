"""Why a file stops being YAML, by the look of its lines: a quote left open, a key out of line.

Comes in: a SourceText and the place where reading stopped. Goes out: a Problem at the line to mend,
or None where nothing of this kind is seen. libyaml names the place where it gave up: an open quote
runs on to the next one, often pages later. Knows nothing of storyboards' keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from renderer.errors import Problem
from renderer.messages import tr
from renderer.storyboard.source import SourceText

_KEYED = re.compile(
    r"""(?P<indent>\ *)(?P<dashes>(?:-\ +)*)(?P<flow>[\[{]\ *)?
    (?:(?P<key>["']?\w[\w-]*["']?)\ *:(?=\s|$)(?P<value>.*))?""",
    re.VERBOSE,
)
"""A line that starts a key, an item of a list, or both."""
_BLOCK = re.compile(r"\s*[|>][-+\d]*\s*(?:#.*)?")
"""The value of a key whose text stands on the lines below."""


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a key or the dash of an item stands."""

    name: str
    column: int
    line: int


def cause_before(source: SourceText, stopped: int) -> Problem | None:
    """What made the reading of *source* stop at the offset *stopped*, if a quote did."""
    quoted = _quote_before(source.text, stopped)
    if quoted is None:
        return None
    start, end = quoted
    text = source.text
    opening = _KEYED.match(text, text.rfind("\n", 0, start) + 1)
    if opening is not None and (swallowed := _key_within(text, opening, start, end)):
        return Problem(
            code="yaml-syntax",
            mark=source.mark(start),
            what=tr("a quotation mark that is never closed"),
            remedy=tr(
                "close it at the end of its text: '{key}', line {line}, was taken for part of it",
                key=swallowed[0],
                line=source.mark(swallowed[1]).line,
            ),
        )
    if re.match(r"\s*(?:[\n,\]}:#]|$)|\s+[\w-]+:\s", text[end:]):
        return None
    sign = text[end - 1]
    return Problem(
        code="yaml-syntax",
        mark=source.mark(end - 1),
        what=tr("this {sign} ends the text, and more follows on the line", sign=sign),
        remedy=tr(
            "an apostrophe ends a text between {single}: put the text between {double}, or write"
            " the apostrophe twice, {example}",
            single="'…'",
            double='"…"',
            example="'aujourd''hui'",
        )
        if sign == "'"
        else tr(
            "inside {double}, write {escaped} for a quotation mark, or one of print, as {print}",
            double='"…"',
            escaped='\\"',
            print="« »",
        ),
    )


def _quote_before(text: str, stopped: int) -> tuple[int, int] | None:
    """The last text between quotes that ends on the line of *stopped*, and before it."""
    found = None
    line = text.rfind("\n", 0, stopped) + 1
    tokens = yaml.CSafeLoader(text)
    try:
        while (token := tokens.get_token()) is not None and token.start_mark.index < stopped:
            end = token.end_mark.index
            quoted = isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')
            if quoted and line < end <= stopped:
                found = token.start_mark.index, end
    except yaml.YAMLError:
        pass  # that of which the cause is sought
    return found


def _key_within(text: str, opening: re.Match[str], start: int, end: int) -> tuple[str, int] | None:
    """The first line of a quoted text that looks like a key beside the quote's own, or above it."""
    column = opening.end("flow") if opening["flow"] else opening.end("dashes")
    column -= opening.start()
    at = text.find("\n", start, end) + 1
    while at:
        found = _KEYED.match(text, at)
        if found and found["key"] and found.start("key") - at <= column:
            return found["key"], found.start("key")
        at = text.find("\n", at, end) + 1
    return None


def out_of_line(source: SourceText, stopped: int) -> Problem | None:
    """What is wrong with the line of *stopped*, if it starts in a column of its own."""
    line = source.text.rfind("\n", 0, stopped) + 1
    found = _KEYED.match(source.text, line)
    if found is None or not (found["key"] or found["dashes"]):
        return None
    name = "-" if found["dashes"] else found["key"]
    column = found.end("indent") - line
    alike = [each for each in _open_before(source, line) if (each.name == "-") == (name == "-")]
    if not alike or any(each.column == column for each in alike):
        return None
    # The deepest of those that are as near: an author goes on with what was being written.
    near = min(reversed(alike), key=lambda each: abs(each.column - column))
    return Problem(
        code="yaml-syntax",
        mark=source.mark(line + column, found.end("key") if found["key"] else line + column),
        what=tr(
            "'{key}' isn't indented as '{other}' on line {line}: it starts in column {column},"
            " not {wanted}",
            key=name,
            other=near.name,
            line=near.line,
            column=column + 1,
            wanted=near.column + 1,
        ),
        remedy=tr(
            "start both in the same column; text that holds '{colon}' goes between double quotes",
            colon=": ",
        ),
    )


def _open_before(source: SourceText, stop: int) -> list[_Start]:
    """What a line at the offset *stop* may go on with, the outermost first."""
    seen: list[_Start] = []
    block: int | None = None
    for number, at in enumerate(source.line_starts(), start=1):
        if at >= stop:
            break
        found = _KEYED.match(source.text, at)
        if found is None or source.text[found.end() : found.end() + 1] == "#":
            continue
        indent = found.end("indent") - at
        if block is not None and indent > block:
            continue
        block = None
        if not (found["key"] or found["dashes"]):
            continue
        is_item = bool(found["dashes"])
        # A list may stand in the column of its key.
        while seen and (
            seen[-1].column > indent
            or (seen[-1].column == indent and (not is_item or seen[-1].name == "-"))
        ):
            seen.pop()
        if is_item:
            seen.append(_Start("-", indent, number))
        if found["key"] and not found["flow"]:
            seen.append(_Start(found["key"], found.end("dashes") - at, number))
            block = indent if _BLOCK.fullmatch(found["value"]) else None
    return seen
