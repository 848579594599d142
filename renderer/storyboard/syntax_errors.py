"""Why a file isn't YAML, in an author's words.

Comes in: a SourceText and the YAMLError that parsing it raised. Goes out: one Problem, at the line
to mend. libyaml names the place where it gave up, and an open quote runs on to the next one, often
pages later: so the look of the lines before is asked first, for a quote left open or a key out of
line. Knows nothing of storyboards' keys. The wordings on the left are libyaml 0.2.5's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from renderer.errors import Problem
from renderer.messages import deferred, tr
from renderer.storyboard.yaml_source import SourceText

_QUOTE_IT = deferred("put the text between double quotes")
_ALIGN = deferred(
    "the keys of one thing start in the same column; inside {quotes} an apostrophe is written twice"
)
_SPACES = deferred("indent with spaces")
_ITSELF = deferred("write the character itself")


@dataclass(frozen=True, slots=True)
class _Saying:
    """How one of libyaml's complaints is said."""

    pattern: str
    what: str
    remedy: str
    opening: bool = False
    """Whether the mistake is where the construct starts, not where reading stopped."""
    code: str = "yaml-syntax"


STRAY_BRACKET = deferred("a storyboard needs nine at most; look for a stray bracket")
"""For `tr`."""

_SIGNS = {
    "colon": ": ",
    "hyphen": "-",
    "dash": "- ",
    "question": "? ",
    "bar": "|",
    "bars": "---",
    "dots": "...",
    "brace": "{",
    "closing": "}",
    "backslash": "\\",
    "twice": "\\\\",
    "quotes": "'…'",
}
"""Signs of YAML that stand in places of the sayings: typography must not set them."""

_SAYINGS = (
    # libyaml 0.2.6, in PyYAML from 6.0.4 on, looks ahead and stops by itself at 1,000 brackets.
    _Saying(
        "exceeded maximum nesting depth",
        deferred("brackets a thousand levels deep"),
        STRAY_BRACKET,
    ),
    _Saying(
        "mapping values are not allowed",
        deferred("a '{colon}' that can't stand here"),
        deferred(
            "put text that holds '{colon}' between double quotes; or check the indentation of this"
            " line and the one above"
        ),
    ),
    _Saying(
        "found unexpected end of stream",
        deferred("a quotation mark that is never closed"),
        deferred(
            "close it; text with apostrophes goes between double quotes, or after '{bar}' on lines"
            " below"
        ),
        opening=True,
    ),
    _Saying(
        "found unexpected document indicator",
        deferred("a quotation mark that is never closed"),
        deferred("close it before the line of '{bars}' or '{dots}'"),
        opening=True,
    ),
    _Saying(
        "found a tab character",
        deferred("a tab at the start of a line"),
        _SPACES,
        code="typography-unfit",
    ),
    _Saying(
        "could not find expected ':'",
        deferred("a line that is neither 'key: value' nor the rest of a text"),
        deferred("put a colon after the key, or indent the text under its key"),
        opening=True,
    ),
    _Saying(
        "did not find expected key",
        deferred(
            "this line is not a key of the block it stands in, or text goes on after a closing"
            " quote"
        ),
        _ALIGN,
    ),
    _Saying(
        "did not find expected '-' indicator",
        deferred("this line stands in a list but doesn't start with '{hyphen}'"),
        deferred("start it with '{dash}', or indent it as the keys it belongs to"),
    ),
    _Saying(
        "did not find expected ',' or ']'",
        deferred("a '[' list that is not closed here"),
        deferred(
            "close it with ']', separate its items with commas, put text between double quotes"
        ),
        opening=True,
    ),
    _Saying(
        "did not find expected ',' or '}'",
        deferred("a '{brace}' that is not closed here"),
        deferred(
            "close it with '{closing}', separate its keys with commas, put text between double"
            " quotes"
        ),
        opening=True,
    ),
    _Saying(
        "block sequence entries are not allowed",
        deferred("a '{dash}' that can't stand here"),
        deferred(
            "start the list on the line below its key; put text that starts with '{dash}' in quotes"
        ),
    ),
    _Saying(
        "mapping keys are not allowed",
        deferred("a '{question}' that can't stand here"),
        _QUOTE_IT,
    ),
    _Saying(
        "found unknown escape character",
        deferred("a '{backslash}' that means nothing between double quotes"),
        deferred("write '{twice}' for a backslash, or use single quotes"),
    ),
    _Saying(
        "invalid Unicode character escape",
        deferred("a '{backslash}u' that is not a character"),
        _ITSELF,
    ),
    _Saying(
        "did not find expected hexdecimal number",
        deferred("a '{backslash}x' or '{backslash}u' without its hexadecimal digits"),
        deferred("write the character itself, or '{twice}' for a backslash"),
    ),
    _Saying(
        "did not find expected comment or line break",
        deferred("text on the same line as '|' or '>'"),
        deferred("start the text on the next line, indented"),
    ),
    _Saying(
        "did not find expected alphabetic or numeric character",
        deferred("text that starts with '*' or '&'"),
        _QUOTE_IT,
        opening=True,
    ),
    _Saying(
        "did not find expected node content",
        deferred("a bracket or comma with nothing to close"),
        _QUOTE_IT,
    ),
    _Saying(
        "did not find expected <document start>",
        deferred("text after the end of the storyboard, or a '%' line before it"),
        deferred("a file holds one storyboard and no '{dots}' or '%' line"),
    ),
    _Saying("tag", deferred("text that starts with '!'"), _QUOTE_IT, opening=True),
    _Saying(
        "found incompatible YAML document",
        deferred("a '%YAML' line"),
        deferred("delete it; none is needed here"),
    ),
    _Saying(
        "directive",
        deferred("a '%' line"),
        deferred("delete it; text that starts with '%' goes in quotes"),
    ),
)

_BY_COLUMN = (
    "mapping values are not allowed",
    "did not find expected key",
    "did not find expected '-' indicator",
    "did not find expected <document start>",
)
"""Complaints of a line that may stand in no column of those above it."""


def explain(source: SourceText, error: yaml.YAMLError) -> Problem:
    """The Problem that *error*, raised while *source* was parsed, stands for."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(
            code="yaml-syntax",
            mark=source.mark(0),
            what=tr("the YAML can't be read: {why}", why=error),
        )
    complaint = f"{error.problem or ''} {error.context or ''}"
    stopped = error.problem_mark.index if error.problem_mark else 0
    opened = error.context_mark.index if error.context_mark else stopped
    unended = "end of stream" in complaint
    if cause := cause_before(source, opened if unended else stopped):
        return cause
    if complaint.startswith(_BY_COLUMN) and (odd := out_of_line(source, stopped)):
        return odd
    if "cannot start any token" in complaint:
        return _bad_start(source, stopped)
    for saying in _SAYINGS:
        if saying.pattern in complaint:
            place = opened if saying.opening else stopped
            return Problem(
                code=saying.code,
                mark=source.mark(place),
                what=tr(saying.what, **_SIGNS),
                remedy=tr(saying.remedy, **_SIGNS),
            )
    return Problem(
        code="yaml-syntax",
        mark=source.mark(stopped),
        what=tr("the YAML can't be read: {why}", why=complaint.strip()),
    )


def _bad_start(source: SourceText, offset: int) -> Problem:
    character = source.text[offset : offset + 1]
    if character == "\t":
        return Problem(
            code="typography-unfit",
            mark=source.mark(offset),
            what=tr("a tab where YAML wants spaces"),
            remedy=tr("indent with spaces (most editors: Convert indentation to spaces)"),
        )
    return Problem(
        code="yaml-syntax",
        mark=source.mark(offset),
        what=tr("text can't start with '{character}'", character=character),
        remedy=tr(_QUOTE_IT),
    )


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
