"""What word processors leave in YAML: blanks that are no spaces, dashes and dots as bullets.

Comes in: the `SourceText` of a file in which something is wrong. Goes out: a Problem for each line
that was typed so, at its own place: YAML itself complains of another line, and of something else.
The text below a '|' is never looked at: there, all of this is the author's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from renderer.errors import Problem
from renderer.messages import deferred, tr
from renderer.storyboard.yaml_source import SourceText

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
_BLANKS = {
    "\t": deferred("a tab"),
    "\u00a0": deferred("a no-break space"),
    "\u1680": deferred("a blank (ogham space mark)"),
    "\u2000": deferred("a blank (en quad)"),
    "\u2001": deferred("a blank (em quad)"),
    "\u2002": deferred("a blank (en space)"),
    "\u2003": deferred("a blank (em space)"),
    "\u2004": deferred("a blank (three-per-em space)"),
    "\u2005": deferred("a blank (four-per-em space)"),
    "\u2006": deferred("a blank (six-per-em space)"),
    "\u2007": deferred("a blank (figure space)"),
    "\u2008": deferred("a blank (punctuation space)"),
    "\u2009": deferred("a blank (thin space)"),
    "\u200a": deferred("a blank (hair space)"),
    "\u200b": deferred("a blank (zero width space)"),
    "\u202f": deferred("a narrow no-break space"),
    "\u205f": deferred("a blank (medium mathematical space)"),
    "\u2060": deferred("a blank (word joiner)"),
    "\u3000": deferred("a blank (ideographic space)"),
    "\ufeff": deferred("a blank (zero width no-break space)"),
}
"""Each of `_ODD`."""
_TAB_FIRST = deferred("{blank} at the start of a line"), deferred("indent with spaces")
"""So well known that it has words of its own."""
_SPACE_INSTEAD = deferred("type a space in its place")
_WHERE = (
    (
        _INDENT,
        deferred("{blank} where the line is indented"),
        deferred("indent with spaces: delete it and type spaces"),
    ),
    (_AFTER_DASH, deferred("{blank} after '{hyphen}'"), _SPACE_INSTEAD),
    (
        _BEFORE_COLON,
        deferred("{blank} before '{colon}'"),
        deferred("delete it: nothing stands between a key and its colon"),
    ),
    (_AFTER_COLON, deferred("{blank} after '{colon}'"), _SPACE_INSTEAD),
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
        code="typography-unfit",
        mark=source.mark(found.start("odd")),
        what=tr("'{sign}' is no quotation mark to YAML, it is part of the text", sign=found["odd"]),
        remedy=tr("put the text between straight ones: {example}", example='"…"'),
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
            if pattern is _INDENT and odd == "\t":
                mark = source.mark(start + first)
                where, remedy = _TAB_FIRST
            yield Problem(
                code="typography-unfit",
                mark=mark,
                what=tr(where, blank=_name(odd), hyphen="-", colon=":"),
                remedy=tr(remedy),
            )
    found = _BULLET.match(line)
    listed = above.rstrip().endswith(":") or _BULLET.match(above) is not None
    if found and (_IS_KEY.match(found["rest"]) or listed):
        yield Problem(
            code="typography-unfit",
            mark=source.mark(start + found.start("odd")),
            what=tr(
                "'{sign}' ({point}) starts no item of a list",
                sign=found["odd"],
                point=f"U+{ord(found['odd']):04X}",
            ),
            remedy=tr("start it with a hyphen and a space: '{dash}'", dash="- "),
        )


def _name(character: str) -> str:
    name = tr(_BLANKS[character])
    return name if character == "\t" else f"{name} (U+{ord(character):04X})"
