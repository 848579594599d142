"""What paints a stretch of film: frame number in, planes out.

Comes in: planes to fill and frame numbers counted from the painter's own start. Goes out: pixels.
Knows nothing of the film around it, nor of codecs.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

from renderer.frames.pixels import Planes
from renderer.frames.yuv import PlaneOverlay, blend_overlay, copy_planes


class Painter(Protocol):
    """Paints frames 0 to `length` - 1 of one slide or transition, in any order, always alike."""

    @property
    def length(self) -> int:
        """Frames it can paint."""
        ...

    def state(self, frame: int) -> Hashable:
        """All that *frame*'s pixels depend on: equal states, equal pixels."""
        ...

    def paint(self, frame: int, into: Planes) -> None:
        """Fill *into* with the picture of *frame*; every pixel is written."""
        ...


class SlidePainter(Painter, Protocol):
    """The painter of one slide, which may be kept at hand for its transitions."""

    @property
    def nbytes(self) -> int:
        """About the memory it takes while it is at hand."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class StillPainter:
    """The same planes for as long as asked: cards, and pictures without motion."""

    planes: Planes
    length: int

    @property
    def nbytes(self) -> int:
        """The planes'."""
        return self.planes.nbytes

    def state(self, frame: int) -> Hashable:  # noqa: ARG002 - one state, whatever the frame
        """Always the same."""
        return 0

    def paint(self, frame: int, into: Planes) -> None:  # noqa: ARG002 - as above
        """Copy the still."""
        copy_planes(self.planes, into)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedOverlay:
    """An overlay and the frame from which it is seen."""

    overlay: PlaneOverlay
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class OverlaidPainter:
    """A painter with captions, credits or call-outs over it."""

    under: SlidePainter
    overlays: Sequence[TimedOverlay]

    @property
    def length(self) -> int:
        """As long as what is under."""
        return self.under.length

    @property
    def nbytes(self) -> int:
        """What is under, and every overlay."""
        return self.under.nbytes + sum(timed.overlay.nbytes for timed in self.overlays)

    def state(self, frame: int) -> Hashable:
        """What is under, and how many overlays are seen."""
        return (self.under.state(frame), tuple(o.start <= frame for o in self.overlays))

    def paint(self, frame: int, into: Planes) -> None:
        """Paint what is under, then every overlay whose time has come."""
        self.under.paint(frame, into)
        for timed in self.overlays:
            if timed.start <= frame:
                blend_overlay(into, timed.overlay)
