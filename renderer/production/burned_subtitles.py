"""Cues drawn on the picture: sentences at their place in the film, cut for one shape of it.

Comes in: a storyboard and its timeline. Goes out: the cues as they are drawn, and what the slides
under them keep clear. Draws nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.captions.cues import lay_cues
from renderer.captions.highlight import light
from renderer.clips.dressing import Dressing
from renderer.clips.subtitles import CueDress, ShownCue, shown_cues
from renderer.frames.pixels import Size
from renderer.storyboard.board import Storyboard
from renderer.themes.margins import subtitle_rows, subtitle_width
from renderer.themes.theme import Theme
from renderer.timeline import Timeline

if TYPE_CHECKING:
    pass


def drawn_cues(
    board: Storyboard, timeline: Timeline, size: Size, theme: Theme, folders: tuple[Path, ...]
) -> tuple[ShownCue, ...]:
    """The cues of a film of *size*, their lines as wide as its frame allows."""
    heard, base = timeline.heard, timeline.timebase
    cues = lay_cues(heard, base, subtitle_width(theme, size))
    dress = CueDress(
        size=size,
        language=board.language,
        style=board.style,
        style_digest=theme.subtitle_digest,
        themes=folders,
    )
    return shown_cues(cues, light(cues, heard, base, board.film.subtitles.highlight), dress)


def with_subtitles(
    dressing: Dressing, cues: Sequence[ShownCue], timeline: Timeline, theme: Theme
) -> Dressing:
    """*dressing* for slides that keep clear of the *cues* that are seen over them."""
    seen: set[int] = set()
    first = 0
    for cue in cues:
        while timeline.slides[first].clip_end <= cue.start:
            first += 1
        number = first
        while number < len(timeline.slides) and timeline.slides[number].clip_start < cue.end:
            seen.add(number)
            number += 1
    foot = subtitle_rows(theme, dressing.size).foot
    return replace(dressing, foot=foot, subtitled=frozenset(seen))
