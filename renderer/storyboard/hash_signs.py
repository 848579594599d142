"""Texts that a ' #' cuts short: to YAML it begins a comment, to an author it may be "n° #5".

Comes in: the marks of a checked storyboard. Goes out: advice, one Problem for each text that is
followed by a comment on its own line. A comment that is set off as comments are, by two blanks and
a blank after the '#', is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from renderer.errors import Problem
from renderer.messages import tr

if TYPE_CHECKING:
    from renderer.storyboard.yaml_source import SourceText
    from renderer.storyboard.yaml_tree import Marks, Span

_TEXTS = (
    "title|subtitle|description|chapter|caption|narration|card|text|date|author|alt|name|label"
    "|credit|holder|role"
)
_CUT = re.compile(
    rf"""^[ ]*(?:-[ ]+)*(?P<key>{_TEXTS})[ ]*:[ \t]
    (?P<text>(?:[ \t]*(?![\#"'|>\[{{&*!])\S(?:[^\n\#]|(?<![ \t])\#)*?)?)
    (?P<gap>[ \t]*)\#(?P<rest>[^\n]*)""",
    re.MULTILINE | re.VERBOSE,
)


def cut_texts(marks: Marks) -> Iterator[Problem]:
    """Advice on every text of the file that ends at a ' #'."""
    source = marks.source
    found = {cut.start("key"): cut for cut in _cuts(source.text) if _is_odd(cut)}
    if not found:
        return
    # What looks like a key may be a line of a longer text.
    keys = {place.key[0] for place in _places(marks.place) if place.key and not place.source}
    for start, cut in found.items():
        if start in keys:
            yield _advice(source, cut)


def _cuts(text: str) -> Iterator[re.Match[str]]:
    """Every line that has a '#' is looked at, and no other."""
    at = text.find("#")
    while at >= 0:
        if cut := _CUT.match(text, text.rfind("\n", 0, at) + 1):
            yield cut
        line_end = text.find("\n", at)
        at = text.find("#", line_end) if line_end >= 0 else -1


def cut_before(source: SourceText, line: int) -> Problem | None:
    """What is wrong with *line* (1-based) of a file that isn't YAML, if it goes on with a text that
    a ' #' ended on the line before.
    """
    if line < 2:
        return None
    found = _CUT.match(source.text, source.start_of(line - 1))
    return _advice(source, found) if found and _is_odd(found) else None


def _is_odd(cut: re.Match[str]) -> bool:
    """Whether it isn't set off as a comment."""
    rest = cut["rest"]
    if not cut["text"].strip():
        return bool(rest[:1].strip())
    gap = len(cut["gap"])
    return gap > 0 and (gap < 2 or bool(rest[:1].strip()))


def _advice(source: SourceText, cut: re.Match[str]) -> Problem:
    place = cut.end("gap")
    return Problem(
        code="text-cut",
        mark=source.mark(place, cut.end("rest")),
        what=tr("'{key}' ends here: what follows '{sign}' is a comment", key=cut["key"], sign=" #"),
        remedy=tr(
            "put the whole text between double quotes;"
            " set a comment off by two blanks, '{example}'",
            example="  # …",
        ),
    )


def _places(place: Span) -> Iterator[Span]:
    yield place
    inner = place.inner
    for one in inner.values() if isinstance(inner, dict) else inner or ():
        yield from _places(one)
