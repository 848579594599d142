"""A sentence cut into the few lines that can be read at once, where its sense allows.

    written ──break_cues──▶ Piece, Piece, …

Comes in: one sentence as written. Goes out: its pieces in order, each set in one or two lines of
at most 40 characters, and the written characters it shows. Doesn't know when anything is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from renderer.french.break_costs import break_cost
from renderer.french.typography import typeset

LINE_WIDTH = 40
"""Characters in a line of a cue, at most: what French web captions allow."""
LINES = 2
CUE_WIDTH = LINES * LINE_WIDTH
_UNBROKEN_SPACE = 500.0
"""What breaking at a no-break space costs: only what fits no line is broken there."""
_INSIDE_WORD = 900.0

_WORD = re.compile(r"[^ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_TIED = re.compile("[^\u00a0\u202f]+[\u00a0\u202f]*|[\u00a0\u202f]+")
_PART = re.compile(r"[^-–—/]*[-–—/]+|[^-–—/]+")
_CLINGING = re.compile("[\u0300-\u036f\u064b-\u065f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f]|[🏻-🏿]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one cue shows of a sentence."""

    start: int
    """Offset of its first character in the sentence as written."""
    end: int
    """Offset where the next piece starts; half-open."""
    lines: tuple[str, ...]
    """One or two, set for the eye, none of them empty or wider than `LINE_WIDTH`."""


@dataclass(frozen=True, slots=True)
class _Token:
    """What no line break may cut, in the text that is shown."""

    start: int
    end: int
    cost: float
    """What breaking right after it costs, 0 (a full stop) to 1000 (never)."""


def break_cues(written: str, language: str = "fr", limit: int = CUE_WIDTH) -> tuple[Piece, ...]:
    """Cut *written* into pieces of at most two lines.

    Lines break after punctuation rather than before a conjunction, there rather than before a
    preposition, never after an article or at a no-break space; they are balanced, and no word
    stands alone. A word that is wider than a line is cut.

    Args:
        written: one sentence as written; any text.
        language: BCP 47 tag, for typography.
        limit: characters in a piece, at most; smaller for a slow voice. At least 1.

    Returns:
        Pieces in order. Their spans touch, the first starts at 0 and the last ends at
        ``len(written)``; none for a text of white space.
    """
    shown = typeset(written, language)
    tokens = tuple(_tokens(shown, min(limit, LINE_WIDTH), language))
    if not tokens:
        return ()
    cuts = _cheapest(tokens, limit)
    starts = [0, *_written_offsets(written, shown, [tokens[cue[0][0]].start for cue in cuts[1:]])]
    return tuple(
        Piece(
            start=start,
            end=end,
            lines=tuple(_text(shown, tokens, first, last) for first, last in cue),
        )
        for cue, (start, end) in zip(cuts, pairwise([*starts, len(written)]), strict=True)
    )


def break_lines(text: str, language: str = "fr") -> tuple[str, ...] | None:
    """*text* in at most two lines, or None when it doesn't fit in one cue."""
    pieces = break_cues(text, language)
    return pieces[0].lines if len(pieces) == 1 else None


def _tokens(shown: str, width: int, language: str) -> Iterator[_Token]:
    """The words of *shown*, those that are wider than a line cut up."""
    words = list(_WORD.finditer(shown))
    for at, word in enumerate(words):
        following = words[at + 1][0] if at + 1 < len(words) else ""
        cost = break_cost(word[0], following, is_first=at == 0, language=language)
        if len(word[0]) <= width:
            yield _Token(word.start(), word.end(), cost)
            continue
        parts = list(_cut(word[0], width))
        for (start, _), (end, inside) in pairwise([(0, 0.0), *parts]):
            is_last = end == len(word[0])
            yield _Token(word.start() + start, word.start() + end, cost if is_last else inside)


def _cut(word: str, width: int) -> Iterator[tuple[int, float]]:
    """Where to cut a word that is too wide, and what each cut costs: spaces, hyphens, letters."""
    for tied in _TIED.finditer(word):
        if len(tied[0].rstrip("\u00a0\u202f")) <= width:
            yield tied.end(), _UNBROKEN_SPACE
            continue
        for part in _PART.finditer(word, tied.start(), tied.end()):
            at = part.start()
            while part.end() - at > width:
                at = _before_clinging(word, at, at + width)
                yield at, _INSIDE_WORD
            yield part.end(), _UNBROKEN_SPACE


def _before_clinging(word: str, start: int, end: int) -> int:
    """*end*, or earlier so that no accent or modifier is torn from its letter."""
    back = end
    while back > start + 1 and _CLINGING.match(word, back):
        back -= 1
    return back if back > start + 1 else end


_Line = tuple[int, int]


def _cheapest(tokens: Sequence[_Token], limit: int) -> list[tuple[_Line, ...]]:
    """The cues with the least cost in all; each a tuple of lines, as half-open token ranges."""
    count = len(tokens)
    best = [0.0] * (count + 1)
    choice: list[tuple[_Line, ...]] = [()] * count
    for first in range(count - 1, -1, -1):
        best[first] = float("inf")
        for cue in _cues_from(tokens, first, limit):
            end = cue[-1][1]
            cost = _cue_cost(tokens, cue, limit, is_last=end == count) + best[end]
            if cost < best[first]:
                best[first], choice[first] = cost, cue
    cues: list[tuple[_Line, ...]] = []
    at = 0
    while at < count:
        cues.append(choice[at])
        at = choice[at][-1][1]
    return cues


def _cues_from(tokens: Sequence[_Token], first: int, limit: int) -> Iterator[tuple[_Line, ...]]:
    """Every cue of one or two lines that can start at token *first*; at least one."""
    width = min(limit, LINE_WIDTH)
    for middle in _line_ends(tokens, first, width):
        yield ((first, middle),)
        room = min(width, limit - (tokens[middle - 1].end - tokens[first].start) - 1)
        for end in _line_ends(tokens, middle, room, at_least_one=False):
            yield ((first, middle), (middle, end))


def _line_ends(
    tokens: Sequence[_Token], first: int, width: int, *, at_least_one: bool = True
) -> Iterator[int]:
    """Ends of the lines that can start at token *first*, shortest first."""
    for end in range(first + 1, len(tokens) + 1):
        fits = tokens[end - 1].end - tokens[first].start <= width
        if not fits and not (at_least_one and end == first + 1):
            return
        yield end


def _cue_cost(
    tokens: Sequence[_Token], cue: tuple[_Line, ...], limit: int, *, is_last: bool
) -> float:
    """What one cue costs: its breaks, its emptiness, the imbalance of its lines, its orphans.

    The weights were set by reading the cues of the two films that come with the project; only
    their order of size matters.
    """
    widths = [tokens[end - 1].end - tokens[start].start for start, end in cue]
    cost = 50.0 + 40.0 * (1 - min(1.0, sum(widths) / limit)) ** 2
    if not is_last:
        cost += 1.5 * tokens[cue[-1][1] - 1].cost
    if sum(widths) < 12:
        cost += 60.0
    if len(cue) == 1:
        return cost
    upper, lower = widths
    cost += 8.0 + tokens[cue[0][1] - 1].cost + 60.0 * ((upper - lower) / LINE_WIDTH) ** 2
    for (start, end), width in zip(cue, widths, strict=True):
        if end - start == 1 and width < 12:
            cost += 60.0
    return cost


def _text(shown: str, tokens: Sequence[_Token], first: int, last: int) -> str:
    return shown[tokens[first].start : tokens[last - 1].end].strip()


def _written_offsets(written: str, shown: str, offsets: Sequence[int]) -> list[int]:
    """Where each offset of *shown* is in *written*: both hold the same letters in the same order.

    Between two letters the marks are counted off side by side.
    """
    here = [at for at, character in enumerate(shown) if character.isalnum()]
    there = [at for at, character in enumerate(written) if character.isalnum()]
    there.append(len(written))
    found: list[int] = []
    least = 0
    for offset in offsets:
        passed = bisect_left(here, offset)
        at, origin = (there[passed - 1] + 1, here[passed - 1] + 1) if passed else (0, 0)
        at = min(at + offset - origin, there[passed])
        while at < there[passed] and written[at].isspace():
            at += 1
        least = max(least, at)
        found.append(least)
    return found
