"""libyaml's complaints in an author's words.

Comes in: a SourceText and the YAMLError that parsing it raised. Goes out: one Problem.
Knows nothing of storyboards. The wordings on the left are libyaml 0.2.5's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from renderer.errors import Problem
from renderer.storyboard.source import SourceText

_QUOTE_IT = "put the text between double quotes"
_ALIGN = "the keys of one thing start in the same column; inside '…' an apostrophe is written twice"


@dataclass(frozen=True, slots=True)
class _Saying:
    """How one of libyaml's complaints is said."""

    pattern: str
    what: str
    remedy: str
    opening: bool = False
    """Whether the mistake is where the construct starts, not where reading stopped."""


STRAY_BRACKET = "a storyboard needs nine at most; look for a stray bracket"

_SAYINGS = (
    # libyaml 0.2.6, in PyYAML from 6.0.4 on, looks ahead and stops by itself at 1,000 brackets.
    _Saying("exceeded maximum nesting depth", "brackets a thousand levels deep", STRAY_BRACKET),
    _Saying(
        "mapping values are not allowed",
        "a ': ' that can't stand here",
        "put text that holds ': ' between double quotes; or check the indentation of this line"
        " and the one above",
    ),
    _Saying(
        "found unexpected end of stream",
        "a quotation mark that is never closed",
        "close it; text with apostrophes goes between double quotes, or after '|' on lines below",
        opening=True,
    ),
    _Saying(
        "found unexpected document indicator",
        "a quotation mark that is never closed",
        "close it before the line of '---' or '...'",
        opening=True,
    ),
    _Saying("found a tab character", "a tab at the start of a line", "indent with spaces"),
    _Saying(
        "could not find expected ':'",
        "a line that is neither 'key: value' nor the rest of a text",
        "put a colon after the key, or indent the text under its key",
        opening=True,
    ),
    _Saying(
        "did not find expected key",
        "this line is not a key of the block it stands in, or text goes on after a closing quote",
        _ALIGN,
    ),
    _Saying(
        "did not find expected '-' indicator",
        "this line stands in a list but doesn't start with '-'",
        "start it with '- ', or indent it as the keys it belongs to",
    ),
    _Saying(
        "did not find expected ',' or ']'",
        "a '[' list that is not closed here",
        "close it with ']', separate its items with commas, put text between double quotes",
        opening=True,
    ),
    _Saying(
        "did not find expected ',' or '}'",
        "a '{' that is not closed here",
        "close it with '}', separate its keys with commas, put text between double quotes",
        opening=True,
    ),
    _Saying(
        "block sequence entries are not allowed",
        "a '- ' that can't stand here",
        "start the list on the line below its key; put text that starts with '- ' in quotes",
    ),
    _Saying(
        "found unknown escape character",
        "a '\\' that means nothing between double quotes",
        "write '\\\\' for a backslash, or use single quotes",
    ),
    _Saying(
        "invalid Unicode character escape",
        "a '\\u' that is not a character",
        "write the character itself",
    ),
    _Saying(
        "did not find expected hexdecimal number",
        "a '\\x' or '\\u' without its hexadecimal digits",
        "write the character itself, or '\\\\' for a backslash",
    ),
    _Saying(
        "did not find expected comment or line break",
        "text on the same line as '|' or '>'",
        "start the text on the next line, indented",
    ),
    _Saying(
        "did not find expected alphabetic or numeric character",
        "text that starts with '*' or '&'",
        _QUOTE_IT,
        opening=True,
    ),
    _Saying(
        "did not find expected node content", "a bracket or comma with nothing to close", _QUOTE_IT
    ),
    _Saying(
        "did not find expected <document start>",
        "text after the end of the storyboard, or a '%' line before it",
        "a file holds one storyboard and no '...' or '%' line",
    ),
    _Saying(
        # From PyYAML 6.0.4 on: the scanner looks for the end of a thousand brackets and gives up.
        "exceeded maximum nesting depth",
        "nested hundreds of levels deep",
        "a storyboard needs nine at most; look for a stray bracket",
    ),
    _Saying("tag", "text that starts with '!'", _QUOTE_IT, opening=True),
    _Saying("found incompatible YAML document", "a '%YAML' line", "delete it; none is needed here"),
    _Saying("directive", "a '%' line", "delete it; text that starts with '%' goes in quotes"),
)


def explain(source: SourceText, error: yaml.YAMLError) -> Problem:
    """The Problem that *error*, raised while *source* was parsed, stands for."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(
            code="yaml-syntax", mark=source.mark(0), what=f"the YAML can't be read: {error}"
        )
    complaint = f"{error.problem or ''} {error.context or ''}"
    stopped = error.problem_mark.index if error.problem_mark else 0
    opened = error.context_mark.index if error.context_mark else stopped
    if "cannot start any token" in complaint:
        return _bad_start(source, stopped)
    for saying in _SAYINGS:
        if saying.pattern in complaint:
            place = opened if saying.opening else stopped
            return Problem(
                code="yaml-syntax", mark=source.mark(place), what=saying.what, remedy=saying.remedy
            )
    return Problem(
        code="yaml-syntax",
        mark=source.mark(stopped),
        what=f"the YAML can't be read: {complaint.strip()}",
    )


def _bad_start(source: SourceText, offset: int) -> Problem:
    character = source.text[offset : offset + 1]
    if character == "\t":
        return Problem(
            code="yaml-syntax",
            mark=source.mark(offset),
            what="a tab where YAML wants spaces",
            remedy="indent with spaces (most editors: Convert indentation to spaces)",
        )
    return Problem(
        code="yaml-syntax",
        mark=source.mark(offset),
        what=f"text can't start with '{character}'",
        remedy=_QUOTE_IT,
    )
