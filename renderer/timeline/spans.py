"""What the timeline is made of: sentences, slides, transitions, chapters, at whole frames.

Comes in: nothing. Goes out: frozen data whose invariants are checked when it is made. Passes
sentences on with their takes; knows no file, voice, pixel or codec, and holds no float.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from renderer.storyboard.board import TransitionKind
from renderer.timebase import Timebase
from renderer.timeline.segments import Segment

if TYPE_CHECKING:  # it passes sentences on: who draws from a timeline loads nothing that speaks
    from renderer.narration.sentence import ScriptSentence, Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSentence:
    """One sentence, with its take if it is heard, at its place in the film."""

    utterance: Utterance = field(hash=False)  # its place tells it apart; its words are many
    slide: int
    """0-based number of its slide."""
    start: int
    """First sample."""
    slide_end: int
    """Frame in which its slide is over."""

    @property
    def sentence(self) -> ScriptSentence:
        """What is written and what is said."""
        return self.utterance.sentence

    @property
    def length(self) -> int:
        """Samples; 0 when there is nothing to say."""
        return self.utterance.length

    @property
    def end(self) -> int:
        """Sample after the last one."""
        return self.start + self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionSpan:
    """A stretch of the film in which one slide gives way to the next."""

    kind: TransitionKind
    start: int
    end: int
    before: int | None
    """Number of the slide that leaves; None: black, at the start of the film."""
    after: int | None
    """Number of the slide that arrives; None: black, at the end of the film."""

    @property
    def length(self) -> int:
        """Frames."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotSpan:
    """One shot's place in the film."""

    shot: int
    """0-based number among its slide's."""
    start: int
    """Frame in which it begins to come."""
    settled: int
    """Frame from which it alone is seen."""
    end: int
    """Frame in which the next one is there alone, or the slide is gone."""
    origin: int
    """Frame from which its own frames are counted."""

    @property
    def length(self) -> int:
        """Frames of its own, from its origin on."""
        return self.end - self.origin

    def since(self, start: int) -> ShotSpan:
        """The same, counted from *start*."""
        return replace(
            self,
            start=self.start - start,
            settled=self.settled - start,
            end=self.end - start,
            origin=self.origin - start,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideSpan:
    """One slide's place: its own frames, and those in which it can be seen at all."""

    id: str
    start: int
    """The join with the slide before."""
    end: int
    """The join with the slide after."""
    clip_start: int
    """Start of the transition that brings it."""
    clip_end: int
    """End of the transition that takes it away."""
    shots: tuple[ShotSpan, ...] = ()
    """What it shows one after the other; empty: one thing throughout."""

    @property
    def length(self) -> int:
        """Frames from join to join; all slides' lengths make the film's."""
        return self.end - self.start

    @property
    def clip_length(self) -> int:
        """Frames in which it is seen, transitions included; its motion runs over these."""
        return self.clip_end - self.clip_start


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A named run of slides."""

    title: str
    start: int
    end: int
    slide: int
    """Number of its first slide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The whole film. Slides touch; segments touch; both cover exactly 0 to `length`."""

    timebase: Timebase
    slides: tuple[SlideSpan, ...]
    transitions: tuple[TransitionSpan, ...]
    sentences: tuple[PlacedSentence, ...]
    """All that are written, in film order, those that say nothing among them."""
    chapters: tuple[Chapter, ...]
    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        both: tuple[Sequence[SlideSpan | Segment], ...] = (self.slides, self.segments)
        for spans in both:
            touching = all(a.end == b.start for a, b in pairwise(spans))
            if not spans or spans[0].start != 0 or not touching or spans[-1].end != self.length:
                raise ValueError(f"spans must touch and cover the film: {spans}")
            if any(span.length < 1 for span in spans):
                raise ValueError(f"no span may be empty: {spans}")

    @property
    def length(self) -> int:
        """Frames in the film."""
        return self.slides[-1].end

    @property
    def samples(self) -> int:
        """Samples in the film."""
        return self.timebase.samples_at(self.length)

    @property
    def heard(self) -> tuple[PlacedSentence, ...]:
        """The sentences that sound."""
        return tuple(placed for placed in self.sentences if placed.length)

    def slide_at(self, frame: int) -> int:
        """Number of the slide whose own frames hold *frame*."""
        for number, span in enumerate(self.slides):
            if span.start <= frame < span.end:
                return number
        raise IndexError(f"frame {frame} is outside the film's {self.length} frames")
