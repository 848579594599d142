"""A transition in which the view flies from one map to the next.

Comes in: the painters of two maps that share a projection, and where in each the transition lies.
Goes out: a painter. Both maps rest, or both drift: then the flight is drawn as large as they are,
and seen through a view that goes from the one's to the other's. Knows no slide.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock

from renderer.clips.map_painter import MapPainter
from renderer.clips.painter import OverlaidPainter, Painter, SeenOverlay
from renderer.clips.slow_zoom import DriftingPainter, resample_view
from renderer.clips.transition import TransitionSide
from renderer.frames.pixels import Planes, Size
from renderer.frames.yuv import blend_overlay, copy_planes, to_planes
from renderer.maps.flight import Flight, fly
from renderer.photographs.view_motion import view_at


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightPainter:
    """A flight on planes. Threads take turns: ground is kept between frames."""

    flight: Flight
    size: Size
    drifts: tuple[tuple[DriftingPainter, int], ...]
    """Either side's, with its own first frame; none where the maps rest."""
    overlays: tuple[SeenOverlay, ...]
    """What is laid over either map, as a draft's mark."""
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def length(self) -> int:
        """Frames."""
        return self.flight.length

    def state(self, frame: int) -> Hashable:
        """The flight's."""
        return self.flight.state(frame)

    def paint(self, frame: int, into: Planes) -> None:
        """Draw the way, and the things that leave and come."""
        with self._lock:
            planes = to_planes(self.flight.picture(frame))
        if self.drifts:
            start, end = (drift.view(first + frame) for drift, first in self.drifts)
            resample_view(planes, view_at(start, end, self.flight.share(frame)), self.size, into)
        else:
            copy_planes(planes, into)
        for seen in self.overlays:
            if (overlay := seen.at(frame)) is not None:
                blend_overlay(into, overlay)


def flight_painter(sides: Iterator[TransitionSide], length: int, size: Size) -> FlightPainter:
    """The flight from one map's painter to the other's over *length* frames.

    *sides* are both, each made as it is taken.
    """
    before = next(sides)
    one, drift, overlays = _unwrapped(before.painter)
    # The film leaves the first map: if another thread is still at its last frames, it draws what
    # rests once more. It goes before the second is made, which takes as much again.
    one.let_go()
    if drift:
        drift.let_go()
    after = next(sides)
    other, other_drift, _ = _unwrapped(after.painter)
    # The ground of its last view was drawn for its legend. The flight is over another one, and what
    # comes after it begins with the first.
    other.prepared.path.let_go(but=after.offset + length)
    firsts = (before.offset, after.offset)
    drifts = zip((drift, other_drift), firsts, strict=True)
    return FlightPainter(
        flight=fly(one.prepared, other.prepared, firsts, length),
        size=size,
        drifts=tuple((each, first) for each, first in drifts if each),
        overlays=tuple(overlays),
    )


def _unwrapped(
    painter: Painter | None,
) -> tuple[MapPainter, DriftingPainter | None, Sequence[SeenOverlay]]:
    """The map itself, what makes it drift, and what is laid over it."""
    overlaid = painter if isinstance(painter, OverlaidPainter) else None
    seen = overlaid.under if overlaid else painter
    drift = seen if isinstance(seen, DriftingPainter) else None
    chart = drift.under if drift else seen
    if not isinstance(chart, MapPainter):
        raise TypeError(f"only maps are flown between, not {type(chart).__name__}")
    return chart, drift, overlaid.overlays if overlaid else ()
