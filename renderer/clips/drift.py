"""What rests comes a little closer while it is looked at: cards and maps, between pixels.

Comes in: what paints a picture of any size, the size asked. Goes out: a painter. Knows no kind.
A picture a little larger than the frame is painted, by whoever paints it, and seen through a view
that slowly narrows: words and signs move by the same parts of a pixel as all else. While what is
under doesn't change, a frame costs three planes resampled.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock

from renderer.clips.painter import SlidePainter
from renderer.frames.pixels import Planes, Size
from renderer.frames.resampling import Margined, draw, with_margin
from renderer.frames.yuv import empty_planes
from renderer.photographs.view_motion import Sampling, affine, progress, view_at
from renderer.photographs.views import View

_LARGER = 1.05
"""The picture painted, to the frame: all of it is seen at first."""
_CLOSEST = 1.022
"""The same at the end: 2.7 % closer. Nearer to 1, `resampling` finds no whole pixel to begin at."""


@dataclass(slots=True, kw_only=True, weakref_slot=True)
class DriftingPainter:
    """A painter of a larger picture, under a view that comes closer over the slide."""

    under: SlidePainter
    size: Size
    larger: Size
    length: int
    _lock: Lock = field(default_factory=Lock, repr=False)
    _seen: tuple[Hashable, tuple[Margined, ...]] | None = field(default=None, repr=False)

    @property
    def nbytes(self) -> int:
        """What is under, and its planes at hand."""
        return self.under.nbytes + 2 * self.larger.width * self.larger.height * 3 // 2

    def state(self, frame: int) -> Hashable:
        """What is under, and the view."""
        return (self.under.state(frame), progress(frame, self.length))

    def paint(self, frame: int, into: Planes) -> None:
        """Paint what is under, if it has changed, and resample it."""
        _draw(self._planes(frame), self.view(frame), self.size, into)

    def view(self, frame: int) -> View:
        """What of the larger picture is seen."""
        ends = (self._centred(_LARGER), self._centred(_CLOSEST))
        return view_at(*ends, progress(frame, self.length))

    def _centred(self, scale: float) -> View:
        width = min(float(self.larger.width), self.size.width * scale)
        height = width * self.size.height / self.size.width
        return View(
            x=(self.larger.width - width) / 2,
            y=(self.larger.height - height) / 2,
            width=width,
            height=height,
        )

    def _planes(self, frame: int) -> tuple[Margined, ...]:
        """The larger picture, ready to be resampled. Threads take turns."""
        state = self.under.state(frame)
        with self._lock:
            if self._seen is None or self._seen[0] != state:
                planes = empty_planes(self.larger)
                self.under.paint(frame, planes)
                self._seen = (state, _ready(planes))
            return self._seen[1]


def resample(larger: Planes, view: View, size: Size, into: Planes) -> None:
    """Draw what *view* sees of a *larger* picture, of a frame's *size*."""
    _draw(_ready(larger), view, size, into)


def _ready(planes: Planes) -> tuple[Margined, ...]:
    return tuple(with_margin(plane, _LARGER) for plane in (planes.y, planes.u, planes.v))


def _draw(ready: tuple[Margined, ...], view: View, size: Size, into: Planes) -> None:
    for plane, out, sampling in zip(ready, (into.y, into.u, into.v), _SAMPLINGS, strict=True):
        draw(plane, affine(view, size, sampling), out)


_SAMPLINGS: tuple[Sampling, ...] = ("luma", "chroma", "chroma")


def drifting(
    painter_of: Callable[[Size, float], SlidePainter], size: Size, length: int
) -> DriftingPainter:
    """The picture that *painter_of* gives, coming closer over *length* frames.

    Args:
        painter_of: given a size and how much larger than *size* it is, what paints that picture.
        size: the frame's.
        length: frames.
    """
    width, height = (round(side * _LARGER / 2) * 2 for side in size)
    larger = Size(width, height)
    return DriftingPainter(
        under=painter_of(larger, width / size.width), size=size, larger=larger, length=length
    )
