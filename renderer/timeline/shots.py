"""Where the shots of a slide lie: each holds, then dissolves into the next.

    Shot, … + Beats ──lay_shots──▶ ShotSpan, …

Comes in: a slide's shots, when its words are said, the frames in which it is alone. Goes out: whole
frames of the film. Knows no pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from renderer.errors import PictureError
from renderer.storyboard.kinds import is_still
from renderer.storyboard.shots import Shot
from renderer.timebase import Timebase
from renderer.timeline.moments import Beats
from renderer.timeline.segments import Stretch
from renderer.timeline.spans import ShotSpan

DISSOLVE_SECONDS = 0.6
"""Of one shot into the next: seen as a change, not as a cut; shorter where they follow closely."""


def lay_shots(
    shots: Sequence[Shot],
    beats: Beats,
    body: tuple[int, int],
    seen: tuple[int, int],
    base: Timebase,
) -> tuple[ShotSpan, ...]:
    """Place *shots*, each from its moment on.

    One whose words aren't said, as in a teaser that is cut before them, is left out.

    Args:
        shots: in order.
        beats: when sentences and words are said, in frames of the film.
        body: the first frame in which the slide is alone, and the one after the last.
        seen: the first frame in which it is seen at all, and the one after the last.
        base: the film's.
    """
    first, last = body
    coming = [
        (number, at) for number, at in enumerate(_asked(shots, beats, body)) if at is not None
    ]
    asked = [at for _, at in coming]
    dissolve = base.frames_in(DISSOLVE_SECONDS)
    starts: list[tuple[int, int]] = [(seen[0], seen[0])]
    for at, later in pairwise([*asked[1:], last]):
        start = min(max(at, first, starts[-1][1]), last)
        room = max(0, min(later, last) - start)
        starts.append((start, start + min(dissolve, room)))
    ends = [settled for _, settled in starts[1:]] + [seen[1]]
    return tuple(
        ShotSpan(
            shot=number,
            start=start,
            settled=settled,
            end=end,
            origin=start if shots[number].runs_apart else seen[0],
        )
        for (number, _), (start, settled), end in zip(coming, starts, ends, strict=True)
    )


def _asked(shots: Sequence[Shot], beats: Beats, body: tuple[int, int]) -> list[int | None]:
    """The frame at which each shot should begin to come; None: it never does."""
    if all(shot.at is None for shot in shots):  # they share the slide
        first, last = body
        return [first + number * (last - first) // len(shots) for number in range(len(shots))]
    asked: list[int | None] = []
    for number, shot in enumerate(shots):
        if number == 0 or shot.at is None:
            asked.append(asked[-1] if asked else 0)
            continue
        try:
            asked.append(beats.frame_of(shot.at))
        except PictureError:
            asked.append(None)
    return asked


def shot_stretches(
    slide: int, shots: Sequence[Shot], spans: Sequence[ShotSpan], body: tuple[int, int]
) -> list[Stretch]:
    """The frames in which *slide* is alone as holds and dissolves, in order, touching."""
    found: list[Stretch] = []
    for before, span in zip((None, *spans), spans, strict=False):
        if before is not None and span.settled > span.start:
            found.append(
                Stretch(
                    start=span.start,
                    end=span.settled,
                    slides=(slide, slide),
                    shots=(before.shot, span.shot),
                    transition="fade",
                )
            )
        after = next((later.start for later in spans if later.shot > span.shot), body[1])
        start, end = max(span.settled, body[0]), min(after, body[1])
        if end > start:
            still = is_still(shots[span.shot].visual)
            found.append(
                Stretch(start=start, end=end, slides=(slide,), shots=(span.shot,), still=still)
            )
    return found
