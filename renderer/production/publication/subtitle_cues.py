"""The cues that are published beside a film: what is said, where music sounds, and what they avoid.

Comes in: a storyboard and the layout of its film. Goes out: cues. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from renderer.language.registry import language_of
from renderer.pictures.caption import caption_reach
from renderer.sound.music_placement import score_of, sounding_music
from renderer.storyboard.board import Storyboard
from renderer.subtitles.cues import Cue, lay_cues, with_music
from renderer.themes.theme import Theme
from renderer.timeline import Timeline

if TYPE_CHECKING:
    from renderer.production.film_structure import Layout

_ROOM_PERCENT = 15
"""Of the picture's height: two lines of a player's usual subtitles, 5 % each with their leading,
and the air under them."""
_HIGHEST_PERCENT = 5
"""A cue isn't raised over this: whatever stands so high leaves no room above it."""


def timed_cues(board: Storyboard, timeline: Timeline) -> tuple[Cue, ...]:
    """What is said, and where music sounds alone."""
    base = timeline.timebase
    per_frame = base.samples_per_frame
    music = [
        (-(-start // per_frame), end // per_frame)
        for start, end in sounding_music(score_of(board, timeline))
    ]
    return with_music(
        lay_cues(timeline.heard, base),
        music,
        language_of(board.language).cues.music,
        base,
        lambda frame: timeline.slides[timeline.slide_at(frame)].id,
    )


def published_cues(board: Storyboard, layout: Layout, theme: Theme) -> tuple[Cue, ...]:
    """The film's cues, raised over the captions of its picture while these stand."""
    return tuple(_raised(timed_cues(board, layout.timeline), layout, theme))


def _raised(cues: Sequence[Cue], layout: Layout, theme: Theme) -> Iterator[Cue]:
    captions = [
        (span.start, span.end, _top_percent(layout, span.slide, theme)) for span in layout.captions
    ]
    first = 0
    for cue in cues:
        while first < len(captions) and captions[first][1] <= cue.start:
            first += 1
        met = first < len(captions) and captions[first][0] < cue.end
        yield replace(cue, top_percent=captions[first][2]) if met else cue


def _top_percent(layout: Layout, slide: int, theme: Theme) -> int:
    """Where a cue's first line stands so that its last one ends over the slide's caption."""
    look = layout.looks[slide]
    reach = caption_reach(look.caption, theme, look.size, look.language, foot=look.foot)
    free = 100 - -(-100 * reach // look.size.height)
    return max(_HIGHEST_PERCENT, free - _ROOM_PERCENT)
