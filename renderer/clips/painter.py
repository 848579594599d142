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


class SeenOverlay(Protocol):
    """What is laid over a slide, in the frames in which it is seen."""

    def state(self, frame: int) -> Hashable:
        """All that it depends on at *frame*; None: it isn't seen."""
        ...

    def at(self, frame: int) -> PlaneOverlay | None:
        """What is laid over *frame*; None: nothing."""
        ...

    @property
    def nbytes(self) -> int:
        """About the memory it takes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedOverlay:
    """An overlay and the frame from which it is seen."""

    overlay: PlaneOverlay
    start: int = 0

    def state(self, frame: int) -> Hashable:
        """Whether its time has come."""
        return True if self.start <= frame else None

    def at(self, frame: int) -> PlaneOverlay | None:
        """Itself, from its frame on."""
        return self.overlay if self.start <= frame else None

    @property
    def nbytes(self) -> int:
        """Its planes'."""
        return self.overlay.nbytes


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class OverlaidPainter:
    """A painter with captions, credits or call-outs over it."""

    under: SlidePainter
    overlays: Sequence[SeenOverlay]

    @property
    def length(self) -> int:
        """As long as what is under."""
        return self.under.length

    @property
    def nbytes(self) -> int:
        """What is under, and every overlay."""
        return self.under.nbytes + sum(seen.nbytes for seen in self.overlays)

    def state(self, frame: int) -> Hashable:
        """What is under, and what is seen of each overlay."""
        return (self.under.state(frame), tuple(seen.state(frame) for seen in self.overlays))

    def paint(self, frame: int, into: Planes) -> None:
        """Paint what is under, then every overlay whose time has come."""
        self.under.paint(frame, into)
        for seen in self.overlays:
            if (overlay := seen.at(frame)) is not None:
                blend_overlay(into, overlay)
