"""What rests comes a little closer while it is looked at: cards and maps, between pixels.

Comes in: what paints a picture of any size, the size asked. Goes out: a painter. Knows no kind.
A picture a little larger than the frame is painted, by whoever paints it, and seen through a view
that slowly narrows: words and signs move by the same parts of a pixel as all else. While what is
under doesn't change, a frame costs three planes resampled.

Paper rests: only what is written on it drifts. Its grain, moved by parts of a pixel, was new to the
encoder in every frame and nine tenths of a card's bytes (bench/RESULTS.md); nobody saw it move.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from threading import Lock

import cv2
import numpy as np
from numpy.typing import NDArray

from renderer.clips.painter import SlidePainter, StillPainter
from renderer.frames.pixels import Planes, Rgb, Size
from renderer.frames.resampling import Margined, draw, with_margin
from renderer.frames.yuv import copy_planes, empty_planes, to_planes
from renderer.photographs.view_motion import Sampling, affine, progress, view_at
from renderer.photographs.views import View

_LARGER = 1.05
"""The picture painted, to the frame: all of it is seen at first."""
_CLOSEST = 1.022
"""The same at the end: 2.7 % closer. Nearer to 1, `resampling` finds no whole pixel to begin at."""
EDGE_SHARE = (_LARGER - _CLOSEST) / 2 / _LARGER
"""Of the picture painted, what is lost at each edge by the end."""


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
        seen = self._seen
        return self.under.nbytes + sum(plane.pixels.nbytes for plane in (seen[1] if seen else ()))

    def state(self, frame: int) -> Hashable:
        """What is under, and the view."""
        return (self.under.state(frame), progress(frame, self.length))

    def paint(self, frame: int, into: Planes) -> None:
        """Paint what is under, if it has changed, and resample it."""
        _draw(self._planes(frame), self.view(frame), self.size, into)

    def let_go(self) -> None:
        """Keep no planes: none of its frames is painted for now."""
        with self._lock:
            self._seen = None

    def view(self, frame: int) -> View:
        """What of the larger picture is seen."""
        return _view(self.size, self.larger, progress(frame, self.length))

    def _planes(self, frame: int) -> tuple[Margined, ...]:
        """The larger picture, ready to be resampled. Threads take turns."""
        state = self.under.state(frame)
        with self._lock:
            if self._seen is None or self._seen[0] != state:
                self._seen = None  # as large as what takes its place
                planes = empty_planes(self.larger)
                self.under.paint(frame, planes)
                self._seen = (state, _ready(planes))
            return self._seen[1]


def resample_view(larger: Planes, view: View, size: Size, into: Planes) -> None:
    """Draw what *view* sees of a *larger* picture, of a frame's *size*."""
    _draw(_ready(larger), view, size, into)


def _ready(planes: Planes) -> tuple[Margined, ...]:
    return tuple(with_margin(plane, _LARGER) for plane in (planes.y, planes.u, planes.v))


def _draw(ready: tuple[Margined, ...], view: View, size: Size, into: Planes) -> None:
    for plane, out, sampling in zip(ready, (into.y, into.u, into.v), _SAMPLINGS, strict=True):
        draw(plane, affine(view, size, sampling), out)


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class DriftingInk:
    """What is written on a ground, under a view that comes closer; the ground rests."""

    ground: Planes
    size: Size
    larger: Size
    length: int
    ink: tuple[Margined, ...]
    """What the larger picture adds to its ground, from `source` on: Y, U, V."""
    source: tuple[int, int]
    """Even column and row in the larger picture."""
    region: tuple[slice, slice]
    """Rows and columns of the frame, even, in which any of it is ever seen."""

    @property
    def nbytes(self) -> int:
        """The ground, and the ink."""
        return self.ground.nbytes + sum(int(plane.pixels.nbytes) for plane in self.ink)

    def state(self, frame: int) -> Hashable:
        """The view."""
        return progress(frame, self.length)

    def paint(self, frame: int, into: Planes) -> None:
        """Copy the ground, and add what is written, resampled."""
        copy_planes(self.ground, into)
        view = _view(self.size, self.larger, progress(frame, self.length))
        rows, columns = self.region
        planes = zip(self.ink, (into.y, into.u, into.v), _SAMPLINGS, strict=True)
        for plane, out, sampling in planes:
            step = 1 if sampling == "luma" else 2
            seen = out[
                rows.start // step : rows.stop // step, columns.start // step : columns.stop // step
            ]
            matrix = affine(view, self.size, sampling)
            starts = np.array([columns.start, rows.start]) / step
            matrix[:, 2] += matrix[:, :2] @ starts - np.array(self.source) / step
            added = np.empty(seen.shape, np.int16)
            draw(plane, matrix, added)
            cv2.add(seen, added, dst=seen, dtype=cv2.CV_8U)


_SAMPLINGS: tuple[Sampling, ...] = ("luma", "chroma", "chroma")


def drifting(
    painter_of: Callable[[Size, float], SlidePainter],
    size: Size,
    length: int,
    ground: Callable[[Size], Rgb] | None = None,
) -> SlidePainter:
    """The picture that *painter_of* gives, coming closer over *length* frames.

    Args:
        painter_of: given a size and how much larger than *size* it is, what paints that picture.
        size: the frame's.
        length: frames.
        ground: what a still picture of a size is drawn on, to the pixel; None: all of it drifts.
    """
    width, height = (round(side * _LARGER / 2) * 2 for side in size)
    larger = Size(width, height)
    under = painter_of(larger, width / size.width)
    if ground is None:
        return DriftingPainter(under=under, size=size, larger=larger, length=length)
    return _drifting_ink(under, ground, size, larger, length)


def _drifting_ink(
    under: SlidePainter, ground: Callable[[Size], Rgb], size: Size, larger: Size, length: int
) -> SlidePainter:
    written, bare = empty_planes(larger), to_planes(ground(larger))
    under.paint(0, written)
    ink = [
        cv2.subtract(one, other, dtype=cv2.CV_16S)
        for one, other in zip(
            (written.y, written.u, written.v), (bare.y, bare.u, bare.v), strict=True
        )
    ]
    rests = to_planes(ground(size))
    corners = _corners(ink)
    if corners is None:
        return StillPainter(planes=rests, length=length)
    views = [_view(size, larger, share) for share in (0.0, 1.0)]
    scales = [view.width / size.width for view in views]
    origins = [np.array([view.x, view.y]) for view in views]
    # In the frame, what shows the ink at either end; in the picture, what that shows at either end.
    seen = _even([(corners - at) / scale for at, scale in zip(origins, scales, strict=True)], size)
    shown = _even([at + seen * scale for at, scale in zip(origins, scales, strict=True)], larger)
    (left, top), (right, bottom) = shown.tolist()
    return DriftingInk(
        ground=rests,
        size=size,
        larger=larger,
        length=length,
        ink=tuple(
            with_margin(plane[top // k : bottom // k, left // k : right // k], _LARGER)
            for plane, k in zip(ink, (1, 2, 2), strict=True)
        ),
        source=(left, top),
        region=(slice(*seen[:, 1].tolist()), slice(*seen[:, 0].tolist())),
    )


def _corners(ink: Sequence[NDArray[np.int16]]) -> NDArray[np.int64] | None:
    """Left and top, right and bottom of what isn't 0, in luma pixels; None: nothing is."""
    found = []
    for plane, step in zip(ink, (1, 2, 2), strict=True):
        rows, columns = (np.flatnonzero(plane.any(axis=axis)) * step for axis in (1, 0))
        if rows.size:
            found += [(columns[0], rows[0]), (columns[-1] + step, rows[-1] + step)]
    return np.array([np.min(found, axis=0), np.max(found, axis=0)]) if found else None


def _even(corners: Sequence[NDArray[np.float64]], within: Size) -> NDArray[np.int64]:
    """What holds all *corners* and two pixels around, from even to even pixels of *within*."""
    first = np.min([one[0] for one in corners], axis=0)
    last = np.max([one[1] for one in corners], axis=0)
    edges = np.array([np.floor(first / 2 - 1), np.ceil(last / 2 + 1)]).astype(np.int64) * 2
    held: NDArray[np.int64] = np.clip(edges, 0, np.array(within))
    return held


def _view(size: Size, larger: Size, share: float) -> View:
    return view_at(_centred(size, larger, _LARGER), _centred(size, larger, _CLOSEST), share)


def _centred(size: Size, larger: Size, scale: float) -> View:
    width = min(float(larger.width), size.width * scale)
    height = width * size.height / size.width
    return View(
        x=(larger.width - width) / 2, y=(larger.height - height) / 2, width=width, height=height
    )
