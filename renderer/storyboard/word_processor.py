"""What word processors leave in YAML: blanks that are no spaces, dashes and dots as bullets.

Comes in: the `SourceText` of a file in which something is wrong. Goes out: a Problem for each line
that was typed so, at its own place: YAML itself complains of another line, and of something else.
The text below a '|' is never looked at: there, all of this is the author's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from renderer.errors import Problem
from renderer.storyboard.source import SourceText

_ODD = "\t\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""Blanks that are no space to YAML, in a character class; some are not even seen."""
_BULLETS = "•·▪◦‣●○■–—−‒―"
_KEY = r"""["']?\w+["']?"""
_INDENT = re.compile(rf"(?P<good> *)(?P<odd>[{_ODD}][ {_ODD}]*)(?:-[ {_ODD}]|{_KEY}[ {_ODD}]*:)")
_AFTER_DASH = re.compile(rf" *-(?P<odd>[{_ODD}]+)\S")
_BEFORE_COLON = re.compile(rf"[ -]*{_KEY} *(?P<odd>[{_ODD}][ {_ODD}]*):(?:\s|$)")
_AFTER_COLON = re.compile(rf"[ -]*{_KEY}:(?P<odd>[{_ODD}]+)")
_BULLET = re.compile(rf"[ {_ODD}]*(?P<odd>[{_BULLETS}])[ {_ODD}]*(?P<rest>\S.*)")
_BLOCK = re.compile(r" *(?:- +)*[^#\n]*?:\s+[|>][-+\d]*\s*(?:#.*)?")
_IS_KEY = re.compile(rf"{_KEY} *:(?:\s|$)")
_CURLY = re.compile(r"[ -]*\w+:\s+(?P<odd>[“”„‟‘’‚])")
_NAMES = {"\u00a0": "a no-break space", "\u202f": "a narrow no-break space"}
_WHERE = (
    (_INDENT, "where the line is indented", "indent with spaces: delete it and type spaces"),
    (_AFTER_DASH, "after '-'", "type a space in its place"),
    (_BEFORE_COLON, "before ':'", "delete it: nothing stands between a key and its colon"),
    (_AFTER_COLON, "after ':'", "type a space in its place"),
)


def slips_in(source: SourceText) -> tuple[Problem, ...]:
    """Every line of *source* that a blank or a bullet of a word processor makes wrong."""
    return tuple(_slips(source))


def without_echoes(problems: Sequence[Problem], slips: Sequence[Problem]) -> list[Problem]:
    """*problems* and *slips*, but for those of the same line as a slip, which follow from it."""
    lines = {(slip.mark.path, slip.mark.line) for slip in slips}
    others = [each for each in problems if (each.mark.path, each.mark.line) not in lines]
    return [*slips, *others]


def curly_quotes(source: SourceText, line: int) -> Problem | None:
    """What is wrong with *line* (1-based), if its text stands between curly quotation marks."""
    start = source.start_of(line)
    found = _CURLY.match(source.text, start)
    if found is None:
        return None
    return Problem(
        mark=source.mark(found.start("odd")),
        what=f"'{found['odd']}' is no quotation mark to YAML, it is part of the text",
        remedy='put the text between straight ones: "…"',
    )


def _slips(source: SourceText) -> Iterator[Problem]:
    inside: int | None = None
    above = ""
    for start in source.line_starts():
        end = source.text.find("\n", start)
        line = source.text[start : end if end >= 0 else len(source.text)].rstrip("\r")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if inside is not None and indent > inside:
            continue
        inside = indent if _BLOCK.fullmatch(line) else None
        yield from _slips_of(source, start, line, above)
        above = line


def _slips_of(source: SourceText, start: int, line: str, above: str) -> Iterator[Problem]:
    for pattern, where, remedy in _WHERE:
        if found := pattern.match(line):
            first, last = found.span("odd")
            odd = next(character for character in found["odd"] if character != " ")
            mark = source.mark(start + first, start + last)
            if pattern is _INDENT and odd == "\t":  # so well known that it has words of its own
                mark = source.mark(start + first)
                where, remedy = "at the start of a line", "indent with spaces"
            yield Problem(mark=mark, what=f"{_name(odd)} {where}", remedy=remedy)
    found = _BULLET.match(line)
    listed = above.rstrip().endswith(":") or _BULLET.match(above) is not None
    if found and (_IS_KEY.match(found["rest"]) or listed):
        what = f"'{found['odd']}' (U+{ord(found['odd']):04X}) starts no item of a list"
        mark = source.mark(start + found.start("odd"))
        yield Problem(mark=mark, what=what, remedy="start it with a hyphen and a space: '- '")


def _name(character: str) -> str:
    if character == "\t":
        return "a tab"
    name = _NAMES.get(character, f"a blank ({unicodedata.name(character, 'unnamed').lower()})")
    return f"{name} (U+{ord(character):04X})"
