"""When each cue of a slide comes: with its words, or a little before where that leaves it time.

Comes in: when the words of each cue are said, and how long they take to read at ease. Goes out: a
frame for each. A cue that is said faster than it is read borrows from the one before, if that has
time to spare, or from the silence there. It never comes after its words. Knows no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BORROWED_SECONDS = 0.5
"""How long before its words a cue may come. The Captioning Key of the Described and Captioned Media
Program: half a second borrowed where the rate asks for it is hardly noticed. The charter of 2011
has no figure for films, only that text and voice go together."""
_PERCENT = 100
"""Time that is wanting counts as a share of what a cue needs, in squares: two that want a little
are read, one that wants much is not. A frame before the voice costs as much as one percent: nothing
is moved for nothing."""
_HURRIED = 50
"""What a cue that wants any costs besides, as 7 % do: some hurry little rather than all a trifle.
Of the 143 cues of the two films in French, said by espeak, 60 hurry without, 37 with it, none at
more than 15 characters a second; twice as much would leave 35, but faster ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidCue:
    """What decides when a cue comes, in frames."""

    start: int
    """In which its first word begins."""
    latest: int
    """By which it has gone, if nothing comes before."""
    read: int
    """For which it should stay to be read at ease; at least 1."""


def cue_starts(cues: Sequence[SaidCue], earliest: int, lead: int, gap: int) -> list[int]:
    """The frame in which each of *cues* comes, so that as little as can be is too fast to read.

    All ways are weighed, from the last cue back to the first.

    Args:
        cues: of one slide, in order.
        earliest: the frame before which the first may not come.
        lead: frames that a cue may come before its words.
        gap: frames that stay free between two.
    """
    ways = [_ways(cue, lead) for cue in cues]
    if ways:
        ways[0] = [at for at in ways[0] if at >= earliest] or [cues[0].start]
    after: dict[int, tuple[int, list[int]]] = {}
    for cue, at_once in zip(reversed(cues), reversed(ways), strict=True):
        best = {}
        for start in at_once:
            here = cue.start - start
            if not after:
                best[start] = (here + _wanting(cue, start, cue.latest), [start])
                continue
            costs = [
                (here + cost + _wanting(cue, start, min(cue.latest, then - gap)), then)
                for then, (cost, _) in after.items()
            ]
            cost, then = min(costs, key=lambda each: (each[0], -each[1]))
            best[start] = (cost, [start, *after[then][1]])
        after = best
    return min(after.values(), key=lambda each: (each[0], -each[1][0]))[1] if after else []


def _ways(cue: SaidCue, lead: int) -> list[int]:
    return list(range(max(0, cue.start - lead), cue.start + 1))


def _wanting(cue: SaidCue, start: int, end: int) -> int:
    """What it costs that a cue is seen from *start* to *end*."""
    if end <= start:  # it isn't seen
        return cue.read * _PERCENT**2
    wanting = max(0, cue.read - (end - start))
    return _HURRIED + (-(-wanting * _PERCENT // cue.read)) ** 2 if wanting else 0
