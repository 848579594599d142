"""Cues drawn on the picture: sentences at their place in the film, cut for one shape of it.

Comes in: a production, how long its sentences last, a timeline. Goes out: timed sentences, the cues
as they are drawn, and what the slides under them keep clear. Draws nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.captions.cues import TimedSentence, lay_cues
from renderer.captions.highlight import light
from renderer.clips.look import Dressing
from renderer.clips.subtitles import CueDress, ShownCue, shown_cues
from renderer.frames.pixels import Size
from renderer.storyboard.board import Storyboard
from renderer.themes.margins import subtitle_rows, subtitle_width
from renderer.themes.theme import Theme
from renderer.timebase import Timebase
from renderer.timeline import SpokenSentence, Timeline
from renderer.voices.base import WordTime

if TYPE_CHECKING:
    from renderer.production.prepare import Production


def timed_sentences(
    production: Production, spoken: Sequence[Sequence[SpokenSentence]], timeline: Timeline
) -> tuple[TimedSentence, ...]:
    """Every sentence that is heard, at its samples in the film."""
    timed = []
    for placed in timeline.sentences:
        heard = spoken[placed.slide][placed.index]
        if not heard.length:
            continue
        slide = production.script[placed.slide]
        sentence = slide.sentences[placed.index]
        timed.append(
            TimedSentence(
                slide_id=slide.slide_id,
                index=placed.index,
                written=sentence.written,
                spoken=sentence.spoken,
                start=placed.start,
                end=placed.end,
                slide_end=timeline.slides[placed.slide].end,
                words=tuple(_in_film(word, placed.start) for word in heard.words),
                language=production.board.language,
            )
        )
    return tuple(timed)


def _in_film(word: WordTime, start: int) -> WordTime:
    return replace(word, first=start + word.first, last=start + word.last)


def drawn_cues(
    board: Storyboard,
    sentences: Sequence[TimedSentence],
    timebase: Timebase,
    size: Size,
    theme: Theme,
    folders: tuple[Path, ...],
) -> tuple[ShownCue, ...]:
    """The cues of a film of *size*, their lines as wide as its frame allows."""
    cues = lay_cues(sentences, timebase, subtitle_width(theme, size))
    dress = CueDress(
        size=size,
        language=board.language,
        style=board.style,
        style_digest=theme.subtitle_digest,
        themes=folders,
    )
    return shown_cues(cues, light(cues, sentences, timebase, board.film.subtitles.highlight), dress)


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
