"""Slides and their takes on one integer grid: `lay_out` gives the `Timeline` all else follows."""

from renderer.timeline.scheduling import lay_out
from renderer.timeline.segments import Segment, Stretch, cut_into_segments
from renderer.timeline.spans import Chapter, PlacedSentence, SlideSpan, Timeline, TransitionSpan

__all__ = [
    "Chapter",
    "PlacedSentence",
    "Segment",
    "SlideSpan",
    "Stretch",
    "Timeline",
    "TransitionSpan",
    "cut_into_segments",
    "lay_out",
    "moment_frames",
    "pauses",
    "scheduling",
    "segments",
    "spans",
    "word_times",
]
