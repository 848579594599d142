"""Captions as they are drawn over the film, as data: when each comes, stands and leaves.

    looks, and how long captions stay ──shown_captions──▶ ShownCue, … in frames of the film

Comes in: the slides' looks and where their transitions lie. Goes out: stretches of frames in which
one bitmap is seen; each frame of a fade is one. A caption comes when the picture has arrived and
leaves when it has been read, at the latest before the next transition, so that two never show
through one another. Draws nothing; can be hashed, pickled and sent to another machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renderer.clips.slide_parameters import Look
from renderer.clips.subtitles import CueDress, FadedCaption, ShownCue
from renderer.storyboard.board import CaptionStay
from renderer.storyboard.map_data import OperationsMap

if TYPE_CHECKING:
    from renderer.timeline import Timeline

SETTLED_SECONDS = 0.2
"""After its transition, before its caption: the eye takes the picture first."""
FADE_SECONDS = 0.24
"""In, and out: six frames of 25, seen as a fade. Twice as long would keep a short caption from
being whole for long; a third would be a jump."""
READ_SECONDS = 5.0
"""How long a caption stays where nothing is said; more where it is longer than is read in that."""
LETTERS_A_SECOND = 12.0
"""As cues at ease: the charter of 2011 for the quality of French subtitles."""
_SHORTEST_SECONDS = 1.5
"""Less, and it comes with the picture instead of after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionSpan:
    """The frames in which a slide's caption is seen, its fades among them. Half-open."""

    slide: int
    """Number of the slide."""
    start: int
    end: int
    fade: int
    """Frames of either fade."""


def caption_spans(
    looks: Sequence[Look], timeline: Timeline, stays: Mapping[str, CaptionStay]
) -> tuple[CaptionSpan, ...]:
    """When each slide's caption is seen.

    Args:
        looks: of every slide, in order.
        timeline: the film's.
        stays: by slide id, how long a caption stays; None or left out: while it is read.
    """
    base = timeline.timebase
    arrived = {each.after: each.end for each in timeline.transitions}
    leaves = {each.before: each.start for each in timeline.transitions}
    found = []
    for number, look in enumerate(looks):
        if not look.caption:
            continue
        first = arrived.get(number, timeline.slides[number].start)
        last = leaves.get(number, timeline.slides[number].end)
        start = first + base.frames_in(SETTLED_SECONDS)
        if last - start < base.frames_in(_SHORTEST_SECONDS):
            start = first
        stay = stays.get(look.slide)
        end = last
        if stay != "always":
            seconds = stay or max(READ_SECONDS, len(look.caption) / LETTERS_A_SECOND)
            end = min(last, start + max(1, base.frames_in(seconds)))
        fade = min(base.frames_in(FADE_SECONDS), (end - start - 1) // 2)
        found.append(CaptionSpan(slide=number, start=start, end=end, fade=fade))
    return tuple(found)


def with_room_after(
    looks: Sequence[Look], spans: Sequence[CaptionSpan], timeline: Timeline
) -> tuple[Look, ...]:
    """*looks*, of which maps know when their caption leaves them its rows."""
    gone = {span.slide: span.end - timeline.slides[span.slide].clip_start for span in spans}
    return tuple(
        replace(look, uncovered=gone[number])
        if isinstance(look.visual, OperationsMap)
        and gone.get(number, look.length) < look.lengths[0]
        else look
        for number, look in enumerate(looks)
    )


def shown_captions(looks: Sequence[Look], spans: Sequence[CaptionSpan]) -> tuple[ShownCue, ...]:
    """The captions of *looks* in their *spans*."""
    return tuple(shown for span in spans for shown in _shown(looks[span.slide], span))


def _shown(look: Look, span: CaptionSpan) -> Iterator[ShownCue]:
    whole = FadedCaption(
        text=look.caption,
        dress=CueDress(
            size=look.size,
            language=look.language,
            style=look.style,
            style_digest=look.style_digest,
            themes=look.themes,
        ),
        slide=look.slide,
        foot=look.foot,
    )
    strengths = (round(100 * (step + 1) / (span.fade + 1)) for step in range(span.fade))
    risen = [replace(whole, percent=percent) for percent in strengths]
    for at, rising in enumerate(risen, start=span.start):
        yield ShownCue(start=at, end=at + 1, look=rising)
    yield ShownCue(start=span.start + span.fade, end=span.end - span.fade, look=whole)
    for at, falling in enumerate(reversed(risen), start=span.end - span.fade):
        yield ShownCue(start=at, end=at + 1, look=falling)
