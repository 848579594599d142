"""Cues of recorded slides that can't be read in time: a recording's pace is known before a render.

Comes in: a `Subject`. Goes out: warnings. What a voice will make of the other slides nobody knows
before it speaks: a render tells of those. Opens no file: the takes are those that `inspect_sounds`
left in the cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from renderer.errors import Problem, StoryboardError, VoiceError
from renderer.production.inspection.subject import Subject, Verdict
from renderer.store.cache import Cache
from renderer.storyboard.board import Recording, Slide, Storyboard


def inspect_cues(subject: Subject) -> Verdict:
    """Every recorded slide whose cues go by too fast."""
    if not subject.opens_files or subject.cache is None:
        return Verdict()
    return Verdict(
        warnings=tuple(
            problem
            for slide in subject.slides
            if slide.recording is not None
            for problem in _hasty(subject.board, slide, slide.recording, subject.cache)
        )
    )


def _hasty(
    board: Storyboard, slide: Slide, recording: Recording, cache: Cache
) -> Iterator[Problem]:
    # Few films have recordings, and these a quarter of all that `check` would load.
    from renderer.narration.recordings import find_recorded
    from renderer.narration.script import write_script
    from renderer.narration.sentence import with_takes
    from renderer.production.reading_speed import hasty_cues
    from renderer.subtitles.cues import lay_cues
    from renderer.timeline import lay_out

    board = replace(board, slides=(slide,))
    sentences = write_script(board)[slide.id]
    try:
        takes = find_recorded(recording.file, [each.text for each in sentences], cache)
        if takes is None:
            return
        timeline = lay_out(board, {slide.id: with_takes(sentences, takes)})
    except (VoiceError, StoryboardError):
        return  # a mistake, told as such
    yield from hasty_cues(board, lay_cues(timeline.heard, timeline.timebase), timeline.timebase)
