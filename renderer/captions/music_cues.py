"""Cues that tell of music: who doesn't hear it reads where it sounds alone.

Comes in: the cues of what is said, and the frames in which music sounds. Goes out: the same cues
with those of music among them. Knows no file and no level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from renderer.captions.cues import SHORTEST_SECONDS, Cue, gap_frames
from renderer.timebase import Timebase

LONGEST_SECONDS = 3.0
"""One word is read at once, and what it covers is free again."""


def with_music(
    cues: Sequence[Cue],
    music: Sequence[tuple[int, int]],
    words: str,
    timebase: Timebase,
    slide_at: Callable[[int], str],
) -> tuple[Cue, ...]:
    """*cues*, and one more for each stretch of music, where it first sounds without a voice.

    Music that nobody has a second to read of, because somebody speaks from its first moment to its
    last, is not told of.

    Args:
        cues: of what is said, in order.
        music: frames in which music sounds without a break, half-open, in order.
        words: what is told, "[musique]".
        timebase: the film's.
        slide_at: the id of the slide that is seen in a frame.
    """
    told = [
        Cue(
            start=start,
            end=end,
            lines=(words,),
            slide_id=slide_at(start),
            sentence=0,
            last_sentence=0,
            sounds="music",
        )
        for first, last in music
        for start, end in _first_free(cues, first, last, timebase)
    ]
    return tuple(sorted((*cues, *told), key=lambda cue: cue.start))


def _first_free(
    cues: Sequence[Cue], first: int, last: int, timebase: Timebase
) -> Iterator[tuple[int, int]]:
    """The first frames between *first* and *last* that no cue takes, if there are enough."""
    gap = gap_frames(timebase)
    near = [cue for cue in cues if cue.end + gap > first and cue.start - gap < last]
    edges = [first, *(at for cue in near for at in (cue.start - gap, cue.end + gap)), last]
    for start, end in list(pairwise(edges))[::2]:
        if end - start >= timebase.frames_in(SHORTEST_SECONDS):
            yield start, min(end, start + timebase.frames_in(LONGEST_SECONDS))
            return
