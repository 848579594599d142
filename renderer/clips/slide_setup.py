"""The looks of a film's slides: each slide in its place, its size and its theme.

Comes in: a storyboard, its timeline, and what all its slides share. Goes out: `Look`s.
Opens no picture: it only names the digests of its bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.clips.slide_drawings import files_of
from renderer.clips.slide_parameters import FlownView, Look, ShownShot
from renderer.language.eye.typography import typeset
from renderer.rights.credit_text import credit_line
from renderer.storyboard.slide_kinds import at_rest, flown_with, kind_of, shots_of, works_of
from renderer.timebase import steps_around
from renderer.timeline.moment_frames import beats_of

if TYPE_CHECKING:
    from renderer.frames.pixels import Size
    from renderer.storyboard.board import Slide, Storyboard, Visual
    from renderer.storyboard.map_data import OperationsMap
    from renderer.timeline import PlacedSentence, SlideSpan, Timeline, TransitionSpan
    from renderer.timeline.moment_frames import Beats


@dataclass(frozen=True, slots=True, kw_only=True)
class Dressing:
    """What all slides of one film share."""

    size: Size
    composed: Size | None = None
    """The film's own frame, where this is a smaller one; None: it is."""
    style_digest: str
    digests: Mapping[Path, str]
    """SHA-256 of every picture file."""
    draft: bool = False
    themes: tuple[Path, ...] = ()
    foot: int = 0
    """Rows at the frame's foot that subtitles take."""
    subtitled: frozenset[int] = frozenset()
    """Numbers of the slides that subtitles are seen over."""


def looks_of(board: Storyboard, timeline: Timeline, dressing: Dressing) -> tuple[Look, ...]:
    """The look of every slide, in order."""
    chapters = _chapter_titles(board.slides)
    said: dict[int, list[PlacedSentence]] = defaultdict(list)
    for placed in timeline.sentences:
        said[placed.slide].append(placed)
    typed = partial(typeset, language=board.language)
    flights = [each for each in timeline.transitions if each.kind == "fly"]
    looks = []
    for number, slide in enumerate(board.slides):
        span = timeline.slides[number]
        maps = flown_with(board.slides, number)
        # All of them drift, or none: a flight begins as the one map ends.
        rests = any(kind_of(chart).drifts(chart) is False for chart in maps)
        visual = at_rest(slide.visual) if rests else slide.visual
        files = files_of(visual, board.media)
        beats = beats_of(
            (named.moment for named in kind_of(visual).moments(visual)),
            said[number],
            timeline.timebase,
            kind_of(visual).named(visual),
        )
        whole = Look(
            slide=slide.id,
            visual=kind_of(visual).set_words(visual, typed),
            digests=tuple(dressing.digests[file] for file in files),
            caption=typed(slide.caption),
            credit=typed(on_picture_credit(visual, board.language)),
            chapter=typed(chapters[number]),
            length=span.clip_length,
            beats=beats.since(span.clip_start),
            size=dressing.size,
            composed=dressing.composed,
            fps=board.film.fps,
            language=board.language,
            style=board.style,
            style_digest=dressing.style_digest,
            draft=dressing.draft,
            media=board.media,
            themes=dressing.themes,
            foot=dressing.foot if number in dressing.subtitled else 0,
            flown=_flown(visual, maps, span, number, flights),
        )
        looks.append(_with_shots(whole, span, beats, dressing))
    return tuple(looks)


def _flown(
    visual: Visual,
    maps: Sequence[OperationsMap],
    span: SlideSpan,
    number: int,
    flights: Sequence[TransitionSpan],
) -> FlownView | None:
    """What *visual*, of slide *number* and one of *maps*, has of the *flights*; None: nothing."""
    if not maps:
        return None
    ends = (each.end for each in flights if each.after == number)
    starts = (each.start for each in flights if each.before == number)
    leaves = next(starts, span.clip_end) - span.clip_start
    in_steps = kind_of(visual).length_counts(visual) == "in steps"
    return FlownView(
        beside=tuple(dict.fromkeys(view for chart in maps for view in chart.all_views)),
        arrives=next(ends, span.clip_start) - span.clip_start,
        leaves=steps_around(leaves)[0] if in_steps else leaves,
    )


def _with_shots(whole: Look, span: SlideSpan, beats: Beats, dressing: Dressing) -> Look:
    """*whole* with the looks of its shots, each as if it were a slide; *beats* are the film's."""
    shots = shots_of(whole.visual)
    shown = []
    for place in span.shots:
        shot = shots[place.shot]
        files = files_of(shot.visual, whole.media)
        look = replace(
            whole,
            visual=shot.visual,
            shot=shot.name,
            digests=tuple(dressing.digests[file] for file in files),
            credit=typeset(on_picture_credit(shot.visual, whole.language), whole.language),
            beats=beats.since(place.origin),
            length=place.length if shot.runs_apart else whole.length,
        )
        shown.append(ShownShot(look=look, span=place.since(span.clip_start)))
    return replace(whole, shots=tuple(shown)) if shown else whole


def on_picture_credit(visual: Visual, language: str = "fr") -> str:
    """The credit drawn over a photograph or a film; empty without rights."""
    rights = next((work.rights for work in works_of(visual) if work.rights), None)
    return credit_line(rights, language) if rights else ""


def _chapter_titles(slides: Sequence[Slide]) -> list[str]:
    titles, current = [], ""
    for slide in slides:
        current = slide.chapter or current
        titles.append(current)
    return titles
