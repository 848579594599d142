"""The painter of one segment: its runs, one after the other, and the cues drawn over them.

Comes in: the runs and cues of a `SegmentTask`, and painters for their looks. Goes out: a painter.
Knows no codec and no cache.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import cast

from renderer.clips.overlay_painter import drawn_overlay
from renderer.clips.painter import Painter
from renderer.clips.segment_keys import SegmentRun
from renderer.clips.slide_drawings import drawing_of
from renderer.clips.slide_parameters import Look
from renderer.clips.subtitles import Bitmap, ShownCue
from renderer.clips.transition import TransitionPainter, TransitionSide
from renderer.frames.pixels import Planes, Size
from renderer.frames.yuv import PlaneOverlay, blend_overlay, to_planes
from renderer.storyboard.board import TransitionKind
from renderer.storyboard.slide_kinds import kind_of
from renderer.themes.file import load_theme

PainterOf = Callable[[Look], Painter]
OverlayOf = Callable[[Bitmap], PlaneOverlay]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentPainter:
    """The runs of one segment, one after the other, under its cues."""

    parts: tuple[tuple[int, TransitionSide | Painter], ...]
    """First frame of each run in the segment, and what paints it."""
    cues: tuple[ShownCue, ...] = ()
    """Captions, and the cues over them, each in order."""
    overlay_of: OverlayOf = drawn_overlay

    def state(self, frame: int) -> Hashable:
        """The state of the run that *frame* is in, and the cue; equal only within one run."""
        start, part = self._at(frame)
        seen = tuple(n for n, cue in enumerate(self.cues) if cue.start <= frame < cue.end)
        return (start, part.state(frame - start), seen)

    def paint(self, frame: int, into: Planes) -> None:
        """Paint *frame* of the segment; a cue is drawn over a transition too."""
        start, part = self._at(frame)
        part.paint(frame - start, into)
        for cue in self.cues:
            if cue.start <= frame < cue.end:
                blend_overlay(into, self.overlay_of(cue.look))

    def _at(self, frame: int) -> tuple[int, TransitionSide | Painter]:
        return next(part for part in reversed(self.parts) if part[0] <= frame)


def segment_painter(
    runs: Sequence[SegmentRun],
    size: Size,
    painter_of: PainterOf,
    *,
    cues: Sequence[ShownCue] = (),
    overlay_of: OverlayOf = drawn_overlay,
) -> SegmentPainter:
    """The painter of a segment's *runs*, with *cues* over them."""
    parts: list[tuple[int, TransitionSide | Painter]] = []
    start = 0
    for run in runs:
        sides = (
            TransitionSide(painter=painter_of(look) if look else None, offset=first)
            for look, first in zip(run.looks, run.firsts, strict=True)
        )
        if run.transition == "fly":
            from renderer.clips.flight_painter import flight_painter  # only films with maps load it

            parts.append((start, flight_painter(sides, run.length, size)))
        elif run.transition:
            kind = cast("TransitionKind", run.transition)
            before, after = sides
            parts.append(
                (
                    start,
                    TransitionPainter(
                        kind=kind,
                        before=before,
                        after=after,
                        length=run.length,
                        size=size,
                        said=_is_of_one_slide(run),
                        paper=_paper_between(run),
                    ),
                )
            )
        else:
            parts.append((start, next(sides)))
        start += run.length
    return SegmentPainter(parts=tuple(parts), cues=tuple(cues), overlay_of=overlay_of)


def _is_of_one_slide(run: SegmentRun) -> bool:
    return len({look.slide if look else None for look in run.looks}) == 1


def _paper_between(run: SegmentRun) -> Planes | None:
    """The bare paper that comes between two slides with words; None: they dissolve."""
    looks = [look for look in run.looks if look and kind_of(look.visual).has_words(look.visual)]
    if run.transition != "fade" or len(looks) < 2 or _is_of_one_slide(run):
        return None
    for look in looks:
        if ground := drawing_of(look.visual).ground:
            return to_planes(ground(load_theme(look.style, look.themes), look.size))
    return None
