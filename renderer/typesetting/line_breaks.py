"""Where to break lines: balanced, by sense, never leaving a word alone.

    words with their widths ──break_lines──▶ ranges of words, one per line

Comes in: widths (any unit), gaps, how well each place bears a break. Goes out: index ranges.
Knows nothing of fonts or pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from renderer.language.registry import language_of

# Costs are in hundredths of a line's squared slack: a line that is 30 % short costs 9.
_AFTER_LITTLE_WORD = 9.0
_AFTER_LITTLE_WORD_LARGE = 25.0
"""In a block of up to three lines (titles, captions), where every break is seen."""
_AFTER_HYPHEN = 10.0
"""A name in two is a little worse than a little word left behind."""
_AFTER_CLAUSE = -2.0
"""Sought, where lines are otherwise as even: less than a line that is 15 % short costs (2.25)."""
_STRANDED = 7.0
"""The first word of a clause alone at the end of a line: "… brisé ! Mais"."""
_ALONE = 400.0
"""A last word alone: dearer than all that lines before it can lack (100 each, if empty)."""
_SHORT_END = 60.0
"""Of an orphan, as below: about that of a line that is three quarters empty."""

_SHORTEST_END = 0.34
"""A last line shorter than this part of the widest is an orphan to the eye."""

_CLAUSE_ENDS = tuple(",;:.!?…»)”—–")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Something that is never broken."""

    text: str
    width: float
    gap: float
    """Room before the next word of the same line; 0 where a word breaks after its hyphen."""
    number: int = 0
    """What it is part of in its text: the parts of a hyphenated word have one number."""


def break_words(
    words: Sequence[Word], measure: float, most: int, language: str = "fr"
) -> tuple[range, ...] | None:
    """Break *words* into as few lines as fit in *measure*, all of them about as long; *language*
    says which words are loath to end one.

    Returns:
        A range of word indexes per line; None when more than *most* lines would be needed,
        or when one word is wider than *measure*.
    """
    if not words:
        return ()
    count = _fewest(words, measure)
    if count is None or count > most:
        return None
    starts = _best_starts(words, measure, count, language_of(language).eye.little_words)
    return tuple(range(a, b) for a, b in zip(starts, [*starts[1:], len(words)], strict=True))


def _fewest(words: Sequence[Word], measure: float) -> int | None:
    count, used = 1, 0.0
    for index, word in enumerate(words):
        if word.width > measure:
            return None
        if used and used + words[index - 1].gap + word.width > measure:
            count, used = count + 1, word.width
        else:
            used += word.width + (words[index - 1].gap if used else 0.0)
    return count


def _best_starts(
    words: Sequence[Word], measure: float, count: int, little: frozenset[str]
) -> list[int]:
    """The first word of each of *count* lines, by dynamic programming over the last line."""
    ends = [0.0, *accumulate(word.width + word.gap for word in words)]
    total = len(words)
    infinite = float("inf")
    best = [[infinite] * (total + 1) for _ in range(count + 1)]
    came = [[0] * (total + 1) for _ in range(count + 1)]
    best[0][0] = 0.0
    for line in range(1, count + 1):
        for end in range(line, total + 1):
            for start in range(end - 1, line - 2, -1):
                width = ends[end] - ends[start] - words[end - 1].gap
                if width > measure and start < end - 1:
                    break
                if best[line - 1][start] == infinite:
                    continue
                cost = best[line - 1][start] + _cost(
                    words[start:end], width / measure, little, last=end == total, lines=count
                )
                if cost < best[line][end]:
                    best[line][end], came[line][end] = cost, start
    starts, end = [], total
    for line in range(count, 0, -1):
        end = came[line][end]
        starts.append(end)
    return starts[::-1]


def _cost(
    line: Sequence[Word], filled: float, little: frozenset[str], *, last: bool, lines: int
) -> float:
    """What it costs the reader that these words make a line *filled* (0 to 1) full."""
    slack = 100 * (1 - filled) ** 2
    if not last:
        stranded = len(line) > 1 and _ends_clause(line[-2]) and not _ends_clause(line[-1])
        return slack + _break_cost(line[-1], lines, little) + stranded * _STRANDED
    if lines == 1:
        return 0.0
    if len(line) == 1 and filled < 0.5:
        return slack + _ALONE
    if filled < _SHORTEST_END:
        return slack + _SHORT_END
    # Up to three lines are one balanced block; a paragraph's last line may end where it likes.
    return slack if lines <= 3 else 0.0


def _break_cost(word: Word, lines: int, little: frozenset[str]) -> float:
    if word.gap == 0:
        return _AFTER_HYPHEN
    if _ends_clause(word):
        return _AFTER_CLAUSE
    if word.text.lower() not in little:
        return 0.0
    return _AFTER_LITTLE_WORD_LARGE if lines <= 3 else _AFTER_LITTLE_WORD


def _ends_clause(word: Word) -> bool:
    return word.text.endswith(_CLAUSE_ENDS)
