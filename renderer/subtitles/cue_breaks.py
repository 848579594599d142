"""A sentence cut into the few lines that can be read at once, where its sense allows.

    written ──break_cues──▶ CuePiece, CuePiece, …

Comes in: one sentence as written. Goes out: its pieces in order, each set in one or two lines of
at most 40 characters, and the written characters it shows. Doesn't know when anything is said.

A break between two words costs the reader from 0 (nothing: a full stop) to 1000 (an article torn
from its noun). Marks weigh alike in every language; between bare words it is the language that
says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from renderer.language.eye.break_scale import HOLDS
from renderer.language.eye.typography import typeset
from renderer.language.language import SentenceRules
from renderer.language.registry import language_of

LINE_WIDTH = 40
"""Characters in a line of a cue, at most: what French web captions allow."""
LINES = 2
"""In a cue, at most: three hide the picture, and the eye loses its place among them."""
CUE_WIDTH = LINES * LINE_WIDTH
_UNBROKEN_SPACE = 500.0
"""What breaking at a no-break space costs: only what fits no line is broken there."""
_INSIDE_WORD = 900.0
"""Dearer than tearing a little word from what it needs (600), cheaper than never (1000)."""
_MANY_TOKENS = 300
"""Tokens that no sentence has; beyond, cues are cut more coarsely."""
_TINY = 8
"""Characters."""

_WORD = re.compile(r"[^ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_TIED = re.compile("[\u00a0\u202f]*[^\u00a0\u202f]+[\u00a0\u202f]*|[\u00a0\u202f]+")
_TIES = re.compile("[\u00a0\u202f]")
_PART = re.compile(r"[^-–—/]*[-–—/]+|[^-–—/]+")
_CLINGING = re.compile("[\u0300-\u036f\u064b-\u065f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f]|[🏻-🏿]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CuePiece:
    """What one cue shows of a sentence."""

    start: int
    """Offset of its first character in the sentence as written."""
    end: int
    """Offset where the next piece starts; half-open."""
    lines: tuple[str, ...]
    """One or two, set for the eye, none of them empty or wider than asked."""


@dataclass(frozen=True, slots=True)
class _Token:
    """What no line break may cut, in the text that is shown."""

    start: int
    end: int
    cost: float
    """What breaking right after it costs, 0 (a full stop) to 1000 (never)."""


def break_cues(
    written: str, language: str = "fr", limit: int = CUE_WIDTH, width: int = LINE_WIDTH
) -> tuple[CuePiece, ...]:
    """Cut *written* into pieces of at most two lines.

    Lines break after punctuation rather than before a conjunction, there rather than before a
    preposition, never after an article or at a no-break space; they are balanced, and no word
    stands alone. A word that is wider than a line is cut.

    Args:
        written: one sentence as written; any text.
        language: BCP 47 tag, for typography.
        limit: characters in a piece, at most; smaller for a slow voice. At least 1.
        width: characters in a line, at most; fewer for a narrow frame. At least 1.

    Returns:
        Pieces in order. Their spans touch, the first starts at 0 and the last ends at
        ``len(written)``; none for a text of white space.
    """
    shown = typeset(written, language)
    tokens = tuple(
        token
        for token in _tokens(shown, min(limit, width), language)
        if not shown[token.start : token.end].isspace()
    )
    if not tokens:
        return ()
    tokens = _glued(tokens) if len(tokens) > _MANY_TOKENS else tokens
    fits_one_line = tokens[-1].end - tokens[0].start <= min(limit, width)
    cuts = [((0, len(tokens)),)] if fits_one_line else _cheapest(tokens, limit, width)
    starts = [0, *_written_offsets(written, shown, [tokens[cue[0][0]].start for cue in cuts[1:]])]
    return tuple(
        CuePiece(
            start=start,
            end=end,
            lines=tuple(_text(shown, tokens, first, last) for first, last in cue),
        )
        for cue, (start, end) in zip(cuts, pairwise([*starts, len(written)]), strict=True)
    )


def break_lines(text: str, language: str = "fr", width: int = LINE_WIDTH) -> tuple[str, ...] | None:
    """*text* in at most two lines, or None when it doesn't fit in one cue."""
    pieces = break_cues(text, language, LINES * width, width)
    return pieces[0].lines if len(pieces) == 1 else None


def _tokens(shown: str, width: int, language: str) -> Iterator[_Token]:
    """The words of *shown*, those that are wider than a line cut up."""
    words = list(_WORD.finditer(shown))
    bonds = _bonds([word[0] for word in words], language)
    for at, word in enumerate(words):
        following = words[at + 1][0] if at + 1 < len(words) else ""
        cost = break_cost(word[0], following, is_first=at == 0, language=language)
        cost = max(cost, bonds[at])
        if len(word[0]) <= width:
            yield _Token(word.start(), word.end(), cost)
            continue
        parts = list(_cut(word[0], width))
        for (start, _), (end, inside) in pairwise([(0, 0.0), *parts]):
            is_last = end == len(word[0])
            yield _Token(word.start() + start, word.start() + end, cost if is_last else inside)


def _bonds(words: Sequence[str], language: str) -> list[float]:
    """The least that a break after each word costs by its language's rules for longer stretches.

    These are given what stands between all spaces, those that hold among them.
    """
    parts = [part for word in words for part in _TIES.split(word)]
    costs = language_of(language).eye.bonds(parts)
    ends = accumulate(len(_TIES.split(word)) for word in words)
    return [costs[end - 1] for end in ends]


def _glued(tokens: Sequence[_Token]) -> tuple[_Token, ...]:
    """*tokens* with the tiniest ones joined, so that a page of lone letters takes no longer."""
    glued: list[_Token] = []
    for token in tokens:
        before = glued[-1] if glued else None
        if before is not None and token.end - before.start <= _TINY:
            glued[-1] = _Token(before.start, token.end, token.cost)
        else:
            glued.append(token)
    return tuple(glued)


def _cut(word: str, width: int) -> Iterator[tuple[int, float]]:
    """Where to cut a word that is too wide, and what each cut costs: spaces, hyphens, letters."""
    for tied in _TIED.finditer(word):
        if len(tied[0].strip("\u00a0\u202f")) <= width:
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


def _cheapest(tokens: Sequence[_Token], limit: int, width: int) -> list[tuple[_Line, ...]]:
    """The cues with the least cost in all; each a tuple of lines, as half-open token ranges.

    From the last token back to the first: the best cue that starts at a token is known once those
    of all later tokens are.
    """
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    count, measure = len(tokens), min(limit, width)
    after = [1.5 * token.cost for token in tokens]
    after[-1] = 0.0
    best = [0.0] * (count + 1)
    choice: list[tuple[_Line, ...]] = [()] * count
    for first in range(count - 1, -1, -1):
        start, least = starts[first], float("inf")
        for middle in range(first + 1, count + 1):
            upper = ends[middle - 1] - start
            if upper > measure and middle > first + 1:
                break
            cost = _fill_cost(upper, limit) + after[middle - 1] + best[middle]
            if cost < least:
                least, choice[first] = cost, ((first, middle),)
            torn = tokens[middle - 1].cost + _orphan_cost(middle - first, upper) + 8.0
            if torn >= least:
                continue
            room = min(measure, limit - upper - 1)
            for end in range(middle + 1, count + 1):
                lower = ends[end - 1] - starts[middle]
                if lower > room:
                    break
                cost = (
                    torn
                    + _fill_cost(upper + lower, limit)
                    + _orphan_cost(end - middle, lower)
                    + 60.0 * ((upper - lower) / width) ** 2
                    + after[end - 1]
                    + best[end]
                )
                if cost < least:
                    least, choice[first] = cost, ((first, middle), (middle, end))
        best[first] = least
    cues: list[tuple[_Line, ...]] = []
    at = 0
    while at < count:
        cues.append(choice[at])
        at = choice[at][-1][1]
    return cues


# The weights below were set by reading the cues of the two films that come with the project; only
# their order of size matters.


def _fill_cost(width: int, limit: int) -> float:
    """What a cue costs: fewer are better, evenly filled, none of a few letters."""
    empty = 1 - width / limit if width < limit else 0.0
    return 50.0 + 40.0 * empty * empty + (60.0 if width < 12 else 0.0)


def _orphan_cost(words: int, width: int) -> float:
    """What a line of two costs when a short word stands alone on it."""
    return 60.0 if words == 1 and width < 12 else 0.0


def _text(shown: str, tokens: Sequence[_Token], first: int, last: int) -> str:
    return shown[tokens[first].start : tokens[last - 1].end].strip()


def _written_offsets(written: str, shown: str, offsets: Sequence[int]) -> list[int]:
    """Where each offset of *shown* is in *written*: both hold the same letters in the same order.

    Between two letters the marks are counted off side by side.
    """
    here = [at for at, character in enumerate(shown) if character.isalnum()]
    there = [at for at, character in enumerate(written) if character.isalnum()]
    there.append(len(written))
    result: list[int] = []
    least = 0
    for offset in offsets:
        passed = bisect_left(here, offset)
        at, origin = (there[passed - 1] + 1, here[passed - 1] + 1) if passed else (0, 0)
        at = min(at + offset - origin, there[passed])
        while at < there[passed] and written[at].isspace():
            at += 1
        least = max(least, at)
        result.append(least)
    return result


_EDGE = re.compile(r"^[\W_]+|[^\w’]+$")
_SENTENCE_END = re.compile(r"[.!?…。！？؟][\u00a0\u202f»”’\"')\]]*\Z")
_CLOSERS = "\u00a0\u202f»”’\"')]"
_STRONG_MARK, _COMMA, _ASIDE = 2.0, 6.0, 14.0
"""After a semicolon or a colon, after a comma or a dash, around brackets and quotes: after a full
stop the best places, in that order. Before a conjunction (`break_scale.CLAUSE`) stands between the
last two."""


def break_cost(before: str, after: str, *, is_first: bool = False, language: str = "fr") -> float:
    """What a line break between *before* and *after* costs, 0 to `break_scale.NEVER`.

    Args:
        before: a word with its marks and whatever no-break spaces tie to it.
        after: the next one; "" at the end of the sentence.
        is_first: whether *before* opens the sentence, where a capital says nothing.
        language: BCP 47 tag.
    """
    if not after:
        return 0.0
    known = language_of(language)
    if _SENTENCE_END.search(before):
        if not _is_cut_short(before, after, known.sentences):
            return 0.0
        if _calls_for_more(before, known.sentences):
            return HOLDS
    bare = before.rstrip(_CLOSERS)
    if bare[-1:] in (";", ":", "；", "："):
        return _STRONG_MARK
    if bare[-1:] in (",", "،", "、") or before[-1] in ("—", "–"):
        return _COMMA
    if after[0] in "(«“—–[" or before[-1] in "»”)]":
        return _ASIDE
    last = _EDGE.sub("", re.split("[\u00a0\u202f]", before)[-1])
    first = _EDGE.sub("", re.split("[\u00a0\u202f]", after)[0])
    return known.eye.break_cost(last, first, is_first)


def _is_cut_short(before: str, after: str, rules: SentenceRules) -> bool:
    """Whether the point of *before* is an abbreviation's, and no sentence ends with it."""
    word = _shortened(before)
    if word is None:
        return False
    last = word.lower().rpartition("-")[2]
    if word.lower() in rules.before_a_number:
        return after[:1].isdigit()
    if word.lower() in rules.sometimes_last or last in rules.sometimes_last:
        return not after[:1].isupper()
    return _calls_for_more(before, rules)


def _calls_for_more(before: str, rules: SentenceRules) -> bool:
    """Whether *before* is an initial, or an abbreviation that means nothing alone."""
    word = _shortened(before)
    if not word:
        return False
    small, last = word.lower(), word.lower().rpartition("-")[2]
    if {small, last} & rules.also_words:
        return word[0].isupper()
    is_initial = len(last) == 1 and word[0].isupper()
    return is_initial or bool({small, last} & (rules.always_followed | rules.before_a_number))


def _shortened(before: str) -> str | None:
    """What stands before the one point that *before* ends with; None where it ends otherwise."""
    if before[-1:] != "." or before[-2:-1] in (".", ""):
        return None
    word = re.split("[\u00a0\u202f’]", before[:-1])[-1]
    return word.lstrip("([{«“‘—–") or None
