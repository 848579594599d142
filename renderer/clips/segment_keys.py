"""Segments as tasks: what each shows, and everything that can change its pixels.

Comes in: the timeline's segments and the slides' looks. Goes out: `SegmentTask`s. Paints nothing
and loads nothing that could.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from renderer.clips.slide_parameters import Look
from renderer.clips.subtitles import ShownCue, within

if TYPE_CHECKING:
    from renderer.timeline import Timeline
    from renderer.timeline.segments import Segment, Stretch


_FLIGHT_BYTES = 48
"""For each pixel of a frame: 75 to 115 MB at 1080p."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRun:
    """Consecutive frames of one slide, or of two in a transition."""

    looks: tuple[Look | None, ...]
    """The slide; or the leaving and the arriving one, None for black."""
    keys: tuple[str, ...]
    """Each look's key, "" for black."""
    firsts: tuple[int, ...]
    """Each look's own frame at which the run starts."""
    length: int
    transition: str = ""

    def recipe(self) -> dict[str, Any]:
        """JSON values of all that can change its pixels; a still's own frame numbers can't."""
        return {
            "transition": self.transition,
            "length": self.length,
            "looks": list(self.keys),
            "firsts": [
                first if look and not look.is_still else 0
                for look, first in zip(self.looks, self.firsts, strict=True)
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentTask:
    """One segment to be rendered, or found."""

    segment: Segment
    runs: tuple[SegmentRun, ...]
    label: str
    """How reports name it: "debarquement 1/2", "debarquement → peninsule"."""
    cues: tuple[ShownCue, ...] = ()
    """Drawn over it, in its own frames: captions, then cues where the film's shape bears them."""

    @property
    def length(self) -> int:
        """Frames."""
        return self.segment.length

    @property
    def extra_bytes(self) -> int:
        """The memory that it takes beyond others, about: a flight's, over up to four grounds."""
        flights = [run for run in self.runs if run.transition == "fly"]
        sizes = [look.size for run in flights for look in run.looks if look]
        return max((width * height * _FLIGHT_BYTES for width, height in sizes), default=0)

    def recipe(self) -> dict[str, Any]:
        """JSON values of all that can change its pixels. Not its place in the film."""
        return segment_recipe(self.runs, self.cues)


def segment_recipe(runs: Sequence[SegmentRun], cues: Sequence[ShownCue]) -> dict[str, Any]:
    """JSON values of all that can change the pixels of *runs* with *cues* over them."""
    recipe: dict[str, Any] = {"runs": [run.recipe() for run in runs]}
    if cues:
        recipe["cues"] = [cue.recipe() for cue in cues]
    return recipe


def tasks_of(
    timeline: Timeline,
    looks: Sequence[Look],
    cues: Sequence[ShownCue] = (),
    captions: Sequence[ShownCue] = (),
) -> tuple[SegmentTask, ...]:
    """One task for each segment, in order.

    Args:
        timeline: the film's.
        looks: of its slides.
        cues: drawn over the film, in its frames, in order, none overlapping another.
        captions: drawn under them; the same holds of them.
    """
    labels = _labels(timeline)
    key_of = _remembered()
    falling = [_falling_into(drawn) for drawn in (captions, cues)]
    return tuple(
        SegmentTask(
            segment=segment,
            runs=tuple(_run(stretch, timeline, looks, key_of) for stretch in segment.stretches),
            label=label,
            cues=tuple(one for into in falling for one in into(segment)),
        )
        for segment, label in zip(timeline.segments, labels, strict=True)
    )


def _falling_into(drawn: Sequence[ShownCue]) -> Callable[[Segment], tuple[ShownCue, ...]]:
    starts, ends = [each.start for each in drawn], [each.end for each in drawn]

    def into(segment: Segment) -> tuple[ShownCue, ...]:
        first, last = bisect_right(ends, segment.start), bisect_left(starts, segment.end)
        return within(drawn[first:last], segment.start, segment.end)

    return into


def _remembered() -> Callable[[Look], str]:
    """What gives a look's key, reckoned once for each."""
    keys: dict[int, str] = {}

    def key_of(look: Look) -> str:
        if id(look) not in keys:
            keys[id(look)] = look.key()
        return keys[id(look)]

    return key_of


def _run(
    stretch: Stretch, timeline: Timeline, looks: Sequence[Look], key_of: Callable[[Look], str]
) -> SegmentRun:
    seen: list[tuple[Look | None, int]] = []
    for number, shot in zip_longest(stretch.slides, stretch.shots, fillvalue=0):
        if number is None:
            seen.append((None, 0))
            continue
        span = timeline.slides[number]
        places = {place.shot: place for place in span.shots}
        origin = places[shot].origin if places else span.clip_start
        seen.append((_shown(looks[number], shot), stretch.start - origin))
    return SegmentRun(
        looks=tuple(look for look, _ in seen),
        keys=tuple(key_of(look) if look else "" for look, _ in seen),
        firsts=tuple(first for _, first in seen),
        length=stretch.length,
        transition=stretch.transition,
    )


def _shown(look: Look, shot: int) -> Look:
    """What is seen of a slide: its shot number *shot*, or all of it where it has none."""
    return next((shown.look for shown in look.shots if shown.span.shot == shot), look)


def _labels(timeline: Timeline) -> list[str]:
    """A segment is named after its longest stretch."""
    main = [max(segment.stretches, key=lambda s: s.length) for segment in timeline.segments]
    # From one shot of a slide to the next, the slide is named once.
    shown = [tuple(dict.fromkeys(stretch.slides)) for stretch in main]
    counts = Counter(shown)
    labels, seen = [], dict.fromkeys(counts, 0)
    for slides in shown:
        seen[slides] += 1
        names = ["black" if number is None else timeline.slides[number].id for number in slides]
        part = f" {seen[slides]}/{counts[slides]}"
        labels.append(" → ".join(names) + (part if counts[slides] > 1 else ""))
    return labels
