"""A text too long for one request → pieces, parted where a reader would breathe.

Comes in: spoken text. Goes out: pieces of at most so many characters, in order, nothing lost but
the spaces between them. Knows the small words of French and English, no engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_SPACES = re.compile(r"\s+")  # in Python also no-break and narrow no-break spaces
_JOINING = re.compile(
    r"(?:et|ou|mais|car|puis|donc|qui|dont|où|lorsque|quand|tandis|alors|afin|après|avant|pendant"
    r"|depuis|pour|sans|que|qu['’]\w+|and|or|but|because|which|who|that|when|while|where|then|after"
    r"|before|during|since|for|without)\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"(?:^|\s)(?:le|la|les|un|une|des|de|du|au|aux|à|en|et|ou|ce|cet|cette|ces|son|sa|ses|leur"
    r"|leurs|mon|ma|notre|nos|par|sur|dans|vers|ne|se|si|très|plus|il|elle|on|ils|elles|a|ont|est"
    r"|sont|the|an|of|to|in|on|at|by|his|her|their|its|is|are|was|were)$",
    re.IGNORECASE,
)
PIECE_COST = 6.0
"""A request more costs as much as three bad places to breathe: few pieces first, then good ones."""


def split_by_sense(text: str, limit: int) -> tuple[str, ...]:
    """*text* in as few pieces of at most *limit* characters as can be, parted by sense.

    Best after a full stop, semicolon or colon, then after a comma or a dash, then before a word
    that opens a clause; never after an article if it can be helped; inside a word only when the
    word alone is longer than *limit*.
    """
    text = _SPACES.sub(" ", text).strip()
    if len(text) <= limit:
        return (text,) if text else ()
    cuts = [(0, 0.0), *_places(text, limit), (len(text), 0.0)]
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


def _places(text: str, limit: int) -> Iterator[tuple[int, float]]:
    """Where *text* may be parted, rising, and how badly each place sounds (0 is best)."""
    start = 0
    for space in re.finditer(r" |$", text):
        for inside in range(start + limit, space.start(), limit):
            yield inside, 8.0
        if space.end() < len(text):
            yield space.end(), _badness(text[: space.start()], text[space.end() :])
        start = space.end()


def _badness(before: str, after: str) -> float:
    last = before[-1:]
    if last in ".!?…;:»":
        return 0.0
    if last in ",)—–":
        return 0.5
    if _JOINING.match(after):
        return 1.0
    return 3.0 if _LEANING.search(before[-10:]) else 2.0
