"""Cues that go by too fast to be read, as an author is told of them.

Comes in: a storyboard, the cues of its film. Goes out: one Problem a slide, at its narration. Stops
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from renderer.errors import Problem
from renderer.language.registry import language_of
from renderer.messages import trn
from renderer.storyboard.board import Storyboard
from renderer.subtitles.cues import Cue, cue_warnings
from renderer.timebase import Timebase


def hasty_cues(board: Storyboard, cues: Sequence[Cue], timebase: Timebase) -> Iterator[Problem]:
    """What there is to say of *cues*: the first of each slide, and how many more it has."""
    warnings = cue_warnings(cues, timebase, language_of(board.language).eye.fastest_reading)
    slides = {slide.id: slide for slide in board.slides}
    for slide_id, found in groupby(warnings, key=lambda warning: cues[warning.cue].slide_id):
        first, *more = found
        slide = slides[slide_id]
        yield Problem(
            code="cue-too-fast",
            mark=slide.mark("narration"),
            what=trn(
                "{what}; so does {count} more",
                "{what}; so do {count} more",
                len(more),
                what=first.what,
            )
            if more
            else first.what,
            remedy=first.remedy,
            slide=slide_id,
        )
