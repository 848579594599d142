"""How long a film shows the same: stretches in which nothing comes, goes or moves.

Comes in: what a slide shows, when its words are said, its frames. Goes out: stretches. That a card
or a map drifts doesn't count: it is still the same card. Draws nothing, opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from renderer.errors import PictureError
from renderer.maps.timing import LONGEST_MOVE_SECONDS, Schedule
from renderer.storyboard.slide_kinds import at_rest, is_still, kind_of, maps_of, shots_of
from renderer.storyboard.visuals import Visual
from renderer.timeline.moment_frames import Beats

if TYPE_CHECKING:
    from renderer.clips.slide_parameters import Look
    from renderer.timeline import Timeline

LONG_SECONDS = 8.0
"""Documentaries change something every 4 to 8 s; beyond, a viewer looks away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Frames of the film in which a slide shows the same."""

    slide: str
    start: int
    end: int


def unchanged_in(timeline: Timeline, looks: Sequence[Look]) -> tuple[Unchanged, ...]:
    """Every stretch of more than `LONG_SECONDS`, in order."""
    fps = timeline.timebase.fps
    found = []
    for span, look in zip(timeline.slides, looks, strict=True):
        beats = look.beats.since(span.start - span.clip_start)
        for start, end in static_frames(look.visual, beats, span.length, fps):
            found.append(Unchanged(slide=span.id, start=span.start + start, end=span.start + end))
    return tuple(found)


def changes_in(timeline: Timeline, looks: Sequence[Look]) -> tuple[int, ...]:
    """The frames of the film in which a slide comes, or something of it does."""
    fps = timeline.timebase.fps
    found: set[int] = set()
    for span, look in zip(timeline.slides, looks, strict=True):
        beats = look.beats.since(span.start - span.clip_start)
        ats = _changes(look.visual, beats, span.length, fps)
        found |= {span.start, *(span.start + at for at in ats if 0 < at < span.length)}
    return tuple(sorted(found))


def static_frames(visual: Visual, beats: Beats, length: int, fps: int) -> list[tuple[int, int]]:
    """The frames of a slide, counted like *beats*, in which it shows the same for too long."""
    if not rests(visual):
        return []
    changes = _changes(visual, beats, length, fps)
    times = sorted({0, length, *(min(length, max(0, at)) for at in changes)})
    return [(a, b) for a, b in pairwise(times) if b - a > LONG_SECONDS * fps]


def rests(visual: Visual) -> bool:
    """Whether nothing in it moves but what its moments say."""
    shots = shots_of(visual)
    if shots:
        return all(rests(shot.visual) for shot in shots)
    marked = bool(tuple(kind_of(visual).moments(visual)))
    return bool(maps_of(visual)) or marked or is_still(at_rest(visual))


def _changes(visual: Visual, beats: Beats, length: int, fps: int) -> Iterator[int]:
    """The frames in which something comes or goes."""
    clock = next((chart.clock for chart in maps_of(visual) if chart.clock), None)
    schedule = Schedule(beats=beats, length=max(1, length), fps=fps, clock=clock)
    for named in kind_of(visual).moments(visual):
        try:
            yield schedule.frame_of(named.moment)
        except PictureError:
            continue  # a mistake, told as such
    yield from (frame for _, frame in beats.names)  # a place that is pointed out
    for chart in maps_of(visual):
        if chart.to is not None:  # as `maps.camera` moves it: late, and then it rests
            arrives = round(0.86 * length)
            leaves = max(round(0.06 * length), arrives - LONGEST_MOVE_SECONDS * fps)
            yield from (leaves, (leaves + arrives) // 2, arrives)
