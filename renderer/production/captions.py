"""The cues that are published beside a film: what is said, and where music sounds.

Comes in: a storyboard, its timeline. Goes out: cues, and their WebVTT. Writes nothing.
"""

from __future__ import annotations

from renderer.captions.cues import Cue, lay_cues
from renderer.captions.music_cues import with_music
from renderer.language.registry import language_of
from renderer.sound.score import score_of, sounding_music
from renderer.storyboard.board import Storyboard
from renderer.timeline import Timeline


def published_cues(board: Storyboard, timeline: Timeline) -> tuple[Cue, ...]:
    """The cues of the film that *timeline* is of."""
    base = timeline.timebase
    said = lay_cues(timeline.heard, base)
    per_frame = base.samples_per_frame
    music = [
        (-(-start // per_frame), end // per_frame)
        for start, end in sounding_music(score_of(board, timeline))
    ]
    return with_music(
        said,
        music,
        language_of(board.language).cues.music,
        base,
        lambda frame: timeline.slides[timeline.slide_at(frame)].id,
    )
