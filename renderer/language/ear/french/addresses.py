"""Web and mail addresses, said as one says them to somebody who writes them down.

Comes in: folded text. Goes out: one claim for each address. Only the host is said: nobody can
remember a path.
"""

from __future__ import annotations

import re

from renderer.language.ear.french.acronyms import spell
from renderer.language.ear.french.cardinals import say_digits
from renderer.language.ear.rules import Claim

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?"
_HINT = re.compile(
    r"://|www\.|\w@\w|\w\.(?:fr|com|org|net|eu|info|edu|museum|int|bzh|paris|mil)(?!\w)"
)
_ADDRESS = re.compile(
    rf"(?:(?P<box>[\w.+-]{{1,64}})@(?P<domain>{_LABEL}(?:\.{_LABEL})+)"
    rf"|(?:[a-z]{{2,8}}://|www\.)(?:[^\s/@«»\"]{{1,64}}@)?(?P<site>{_LABEL}(?:\.{_LABEL})*)"
    r"(?::\d+)?(?:[/?#][^\s«»\"<>]*)?"
    rf"|(?<![\w.@-])(?P<bare>(?:{_LABEL}\.)+(?:fr|com|org|net|eu|info|edu|museum|int|bzh|paris|mil))"
    r"(?![\w@-])(?:/[^\s«»\"<>]*)?)"
)
_TRAILING = ".,;:!?)…'"
_PART = re.compile(r"\d+|[^\W\d_]+|[.@+_-]")
_SPELLED = frozenset({"fr", "eu", "uk", "de", "be", "ch", "us"})
"""Countries, that no voice should take for words."""
_NAMES = {".": "point", "@": "arobase", "-": "tiret", "_": "tiret bas", "+": "plus"}


def find_addresses(text: str) -> list[Claim]:
    """The addresses of *text*, in order."""
    if not _HINT.search(text):
        return []
    return [_claim(match) for match in _ADDRESS.finditer(text)]


def _claim(match: re.Match[str]) -> Claim:
    written = match[0].rstrip(_TRAILING)
    host = match["domain"] or match["site"] or match["bare"]
    if match["box"]:
        host = f"{match['box']}@{host}"
    *labels, last = _PART.findall(host.removeprefix("www."))
    said = " ".join([*map(_say, labels), spell(last.upper()) if last in _SPELLED else _say(last)])
    return Claim(match.start(), match.start() + len(written), said, "address")


def _say(part: str) -> str:
    if part.isdigit():
        return say_digits(part)
    return _NAMES.get(part, part.lower())
