"""The shots of a slide as one painter: each holds, then dissolves into the next.

Comes in: a look with its shots, and what paints each. Goes out: a painter of the whole slide.
A film paints each hold and each dissolve by itself; this is for who asks for a slide alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import pairwise

from renderer.clips.painter import SlidePainter
from renderer.clips.slide_parameters import Look
from renderer.clips.transition import TransitionPainter, TransitionSide
from renderer.frames.pixels import Planes
from renderer.timeline.spans import ShotSpan


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class ShotsPainter:
    """Shots in their turn."""

    shots: tuple[tuple[ShotSpan, SlidePainter], ...]
    dissolves: tuple[TransitionPainter, ...]
    """Into each shot but the first."""
    length: int

    @property
    def nbytes(self) -> int:
        """All shots'."""
        return sum(painter.nbytes for _, painter in self.shots)

    def state(self, frame: int) -> Hashable:
        """The shot's number and its state, or the dissolve's."""
        number, part, own = self._at(frame)
        return (number, part.state(own))

    def paint(self, frame: int, into: Planes) -> None:
        """Paint the shot whose turn it is, or both in a dissolve."""
        _, part, own = self._at(frame)
        part.paint(own, into)

    def _at(self, frame: int) -> tuple[int, SlidePainter | TransitionPainter, int]:
        number = max(n for n, (span, _) in enumerate(self.shots) if n == 0 or span.start <= frame)
        span, painter = self.shots[number]
        if number and frame < span.settled:
            return -number, self.dissolves[number - 1], frame - span.start
        return number, painter, frame - span.origin


def shots_painter(look: Look, painter_of: Callable[[Look], SlidePainter]) -> ShotsPainter:
    """The painter of a slide that shows *look*'s shots one after the other."""
    shots = tuple((shown.span, painter_of(shown.look)) for shown in look.shots)
    return ShotsPainter(
        shots=shots,
        dissolves=tuple(
            TransitionPainter(
                kind="fade",
                before=TransitionSide(painter=leaving, offset=span.start - left.origin),
                after=TransitionSide(painter=coming, offset=span.start - span.origin),
                length=span.settled - span.start,
                size=look.size,
                said=True,
            )
            for (left, leaving), (span, coming) in pairwise(shots)
        ),
        length=look.length,
    )
