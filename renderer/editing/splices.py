"""Changes to a text as the characters they replace.

Comes in: a text and splices of it. Goes out: the text with them; and of two texts the one splice
that makes the one from the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Splice(NamedTuple):
    """Characters from *start* to *stop* give way to *text*."""

    start: int
    stop: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """*text* with *splices*, which don't overlap; offsets are those of *text*."""
    pieces: list[str] = []
    after = 0
    for splice in sorted(splices, key=lambda each: (each.start, each.stop)):
        pieces += [text[after : splice.start], splice.text]
        after = max(after, splice.stop)
    return "".join([*pieces, text[after:]])


def splice_between(old: str, new: str) -> Splice:
    """The shortest one splice from *old* to *new*."""
    most = min(len(old), len(new))
    start = _alike(old, new, most)
    tail = _alike(old[::-1], new[::-1], most - start)
    return Splice(start, len(old) - tail, new[start : len(new) - tail])


def _alike(one: str, other: str, most: int) -> int:
    """How many characters at the start of both are the same, *most* at most."""
    low, high = 0, most
    while low < high:  # comparing slices is quicker than looking at each character
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
