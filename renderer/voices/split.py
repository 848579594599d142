"""A text too long for one request → pieces, parted where a reader would breathe.

Comes in: spoken text. Goes out: pieces of at most so many characters, in order, nothing lost but
the spaces between them. Knows no engine; small words are the language's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from renderer.language.language import BreathRules
from renderer.language.registry import language_of

_SPACES = re.compile(r"\s+")  # in Python also no-break and narrow no-break spaces
PIECE_COST = 6.0
"""A request more costs as much as three bad places to breathe: few pieces first, then good ones."""


def split_by_sense(text: str, limit: int, language: str = "fr") -> tuple[str, ...]:
    """*text* in as few pieces of at most *limit* characters as can be, parted by sense.

    Best after a full stop, semicolon or colon, then after a comma or a dash, then before a word
    that opens a clause; never after an article if it can be helped; inside a word only when the
    word alone is longer than *limit*.
    """
    text = _SPACES.sub(" ", text).strip()
    if len(text) <= limit:
        return (text,) if text else ()
    cuts = [(0, 0.0), *_places(text, limit, language_of(language).breath), (len(text), 0.0)]
    best = [0.0] + [float("inf")] * (len(cuts) - 1)
    came_from = [0] * len(cuts)
    for here in range(1, len(cuts)):
        at, cost = cuts[here]
        for back in range(here - 1, -1, -1):
            length = at - cuts[back][0]
            if length > limit + 1:  # a piece may end with the space that is dropped
                break
            piece = text[cuts[back][0] : at].strip()
            # A piece of a few letters sounds chopped off.
            short = 2.0 * max(0.0, 1.0 - len(piece) / (limit / 3))
            total = best[back] + PIECE_COST + cost + short
            if piece and len(piece) <= limit and total < best[here]:
                best[here], came_from[here] = total, back
    places = [len(cuts) - 1]
    while places[-1]:
        places.append(came_from[places[-1]])
    ends = [cuts[place][0] for place in reversed(places)]
    return tuple(text[a:b].strip() for a, b in pairwise(ends))


def _places(text: str, limit: int, breath: BreathRules) -> Iterator[tuple[int, float]]:
    """Where *text* may be parted, rising, and how badly each place sounds (0 is best)."""
    start = 0
    for space in re.finditer(r" |$", text):
        for inside in range(start + limit, space.start(), limit):
            yield inside, 8.0
        if space.end() < len(text):
            yield space.end(), _badness(text[: space.start()], text[space.end() :], breath)
        start = space.end()


def _badness(before: str, after: str, breath: BreathRules) -> float:
    last = before[-1:]
    if last in ".!?…;:»":
        return 0.0
    if last in ",)—–":
        return 0.5
    if breath.joining.match(after):
        return 1.0
    return 3.0 if breath.leaning.search(before[-10:]) else 2.0
