"""Written text reduced to the few characters that the speech rules look at, offsets kept.

    written ──fold──▶ Folded(text, starts)

Comes in: any str, lone surrogates and NUL included. Goes out: the same words in composed letters,
ASCII spaces, ASCII apostrophes and hyphens, decimal digits 0 to 9, and for each character left the
offset of the written character it came from. Knows no rule of French.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_ONE_TO_ONE = str.maketrans(
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\uff07", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u201c\u201d\u201e\u2033", '"')
    | {"\u2015": "\u2014"}
    | dict.fromkeys("\u271d\u271e\u271f\u2719\u2720", "\u2020")
    | {"\u2215": "/", "\u2044": "/"}
)
_SETTLED = re.compile(r"(?:[!-~À-ÖØ-öø-ÿŒœŸ–—«»…°º€£²³½¼¾×·•§©]| (?! ))*")
"""What needs no second look once the one-to-one table has been applied."""

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_KEPT = frozenset(SUPERSCRIPTS + FRACTIONS + "…º°·•€£×÷‰′″")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Text made plain, and where each of its characters was written."""

    text: str
    starts: tuple[int, ...] | None
    """Offset in the written text of each character, then the length; None: offsets are equal."""

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The written span, half-open, of the folded span *start* to *end*."""
        if self.starts is None:
            return start, end
        first, last = self.starts[start], self.starts[end]
        if last <= first and end > start:
            last = next((s for s in self.starts[end:] if s > first), self.starts[-1])
        return first, last

    def folded(self, written: int) -> int:
        """The folded offset of the first character written at or after *written*."""
        if self.starts is None:
            return min(max(written, 0), len(self.text))
        return next((i for i, s in enumerate(self.starts) if s >= written), len(self.text))


def fold(written: str) -> Folded:
    """Reduce *written* to plain characters, keeping count of where they were. Never raises."""
    text = written.translate(_ONE_TO_ONE)
    if _SETTLED.fullmatch(text):
        return Folded(text=text, starts=None)
    out: list[str] = []
    starts: list[int] = []
    for start, cluster in _clusters(text):
        for char in _plain(cluster):
            if char == " " and (not out or out[-1] == " "):
                continue
            out.append(char)
            starts.append(start)
    starts.append(len(written))
    return Folded(text="".join(out), starts=tuple(starts))


_MARKED = re.compile(r"(.)([\u0300-\u036f]*)", re.DOTALL)


def _clusters(text: str) -> list[tuple[int, str]]:
    """Each character with the accents that follow it, composed, and its offset."""
    return [
        (m.start(), unicodedata.normalize("NFC", m[0]) if m[2] else m[1])
        for m in _MARKED.finditer(text)
    ]


def _plain(cluster: str) -> str:
    return "".join(map(_plain_char, cluster))


def _plain_char(char: str) -> str:
    if char < "\x7f":
        return char if char >= " " else " "
    if char in _KEPT:
        return char
    category = unicodedata.category(char)
    if category == "Cf":  # joiners, soft hyphens, direction marks: they part no word
        return ""
    if category in {"Cc", "Cs", "Co", "Cn"}:
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(char))
    alike = unicodedata.normalize("NFKC", char)
    if alike != char and not alike.startswith(" "):
        return "".join(map(_plain_char, alike)) if len(alike) > 1 else alike.translate(_ONE_TO_ONE)
    if category in {"No", "Nl"}:
        return _number(unicodedata.numeric(char, None))
    return char


def _number(value: float | None) -> str:
    """The figures of a sign that stands for a number, a fraction apart from what stands before."""
    if value is None:
        return " "
    share = abs(Fraction(value).limit_denominator(1000))
    return f"{share.numerator}" if share.denominator == 1 else f" {share}"
