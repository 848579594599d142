"""The film cut into segments: the runs of frames that are rendered, kept and reused apart.

Comes in: stretches (a slide's body, a transition) that touch. Goes out: `Segment`s that touch,
none shorter than `SHORTEST` unless the film is. Pure integers; knows no pixel and no codec.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

SHORTEST = 12
"""Frames. Below about four, joined B-frames break the decoding order; 12 leaves a margin."""
PART_SECONDS = 5
"""A body is split from its beginning on every so many seconds. A slide that lasts longer than it
did keeps what it showed before; parts in which nothing moves are alike and encoded once. Each
begins with a key frame, as every five seconds of a longer one would (`encoding/codec.py`): split
every two seconds, a still takes twice the bytes; every ten, an edit makes whole slides again.
Shots that run on, as a card whose lines come, are one segment as long as they last together no
longer: apart, key frames were nine tenths of a card's bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Frames of one kind: a slide alone, or two slides in a transition."""

    start: int
    end: int
    slides: tuple[int | None, ...]
    """One slide's number; or the leaving and the arriving one of a transition, None for black."""
    transition: str = ""
    """Its kind; empty for a slide alone."""
    shots: tuple[int, ...] = ()
    """Which shot of each slide is seen, where a slide has shots; the last and the first, in a
    transition from one slide to another."""
    runs_on: bool = False
    """Whether it shows what the shot before it does, and something more."""

    @property
    def length(self) -> int:
        """Frames."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of frames encoded apart: the unit of caching and of parallel work."""

    stretches: tuple[Stretch, ...]

    @property
    def start(self) -> int:
        """First frame in the film."""
        return self.stretches[0].start

    @property
    def end(self) -> int:
        """Frame after the last one."""
        return self.stretches[-1].end

    @property
    def length(self) -> int:
        """Frames."""
        return self.end - self.start


def cut_into_segments(stretches: Sequence[Stretch], *, fps: int) -> tuple[Segment, ...]:
    """One segment for each transition and each part of a body, short ones joined to a neighbour.

    Shots of a slide that run on are joined too.

    A last part that would be too short stays with the part before it.

    Args:
        stretches: touching, in order.
        fps: frames a second, for the lengths after which a body is split.
    """
    parts = [part for stretch in stretches for part in _split(stretch, fps)]
    longest = PART_SECONDS * fps
    groups: list[list[Stretch]] = []
    for part in parts:
        if groups and (
            part.length < SHORTEST
            or _length(groups[-1]) < SHORTEST
            or (_run_on(groups[-1][-1], part) and _length([*groups[-1], part]) <= longest)
        ):
            groups[-1].append(part)
        else:
            groups.append([part])
    return tuple(Segment(stretches=tuple(group)) for group in groups)


def _split(stretch: Stretch, fps: int) -> Iterator[Stretch]:
    if stretch.transition:
        yield stretch
        return
    longest = PART_SECONDS * fps
    start = stretch.start
    while stretch.end - start >= longest + SHORTEST:
        yield replace(stretch, start=start, end=start + longest)
        start += longest
    yield replace(stretch, start=start)


def _run_on(one: Stretch, other: Stretch) -> bool:
    return one.runs_on and other.runs_on and {*one.slides} == {*other.slides}


def _length(group: Sequence[Stretch]) -> int:
    return sum(part.length for part in group)
