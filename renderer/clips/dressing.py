"""The looks of a film's slides: each slide in its place, its size and its theme.

Comes in: a storyboard, its timeline, and what all its slides share. Goes out: `Look`s.
Opens no picture: it only names the digests of its bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from renderer.clips.kinds import files_of
from renderer.clips.look import Look
from renderer.frames.pixels import Size
from renderer.language.eye.typography import typeset
from renderer.rights.credits import credit_line
from renderer.storyboard.board import Slide, Storyboard, Visual
from renderer.storyboard.kinds import kind_of, works_of
from renderer.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Dressing:
    """What all slides of one film share."""

    size: Size
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
    starts: dict[int, list[int]] = defaultdict(list)
    for placed in timeline.sentences:
        starts[placed.slide].append(placed.start // timeline.timebase.samples_per_frame)
    typed = partial(typeset, language=board.language)
    looks = []
    for number, slide in enumerate(board.slides):
        span = timeline.slides[number]
        visual = slide.visual
        files = files_of(visual, board.media)
        looks.append(
            Look(
                slide=slide.id,
                visual=kind_of(visual).set_words(visual, typed),
                digests=tuple(dressing.digests[file] for file in files),
                caption=typed(slide.caption),
                credit=typed(on_picture_credit(visual, board.language)),
                chapter=typed(chapters[number]),
                length=span.clip_length,
                sentences=tuple(start - span.clip_start for start in starts[number]),
                size=dressing.size,
                fps=board.film.fps,
                language=board.language,
                style=board.style,
                style_digest=dressing.style_digest,
                draft=dressing.draft,
                media=board.media,
                themes=dressing.themes,
                foot=dressing.foot if number in dressing.subtitled else 0,
            )
        )
    return tuple(looks)


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
