"""libyaml's complaints in an author's words.

Comes in: a SourceText and the YAMLError that parsing it raised. Goes out: one Problem.
Knows nothing of storyboards. The wordings on the left are libyaml 0.2.5's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from renderer.errors import Problem
from renderer.messages import deferred, tr
from renderer.storyboard.lines import cause_before, out_of_line
from renderer.storyboard.source import SourceText

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
