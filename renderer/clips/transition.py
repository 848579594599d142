"""One painter giving way to another: fade, fade through black, wipe.

Comes in: two painters and where in each the transition lies. Goes out: a painter. Knows no slide.
Where both bear words and one is a page, its bare paper comes between them: words that show through
one another are neither the one's nor the other's.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from renderer.clips.painter import Painter
from renderer.frames.pixels import Planes, Size
from renderer.frames.yuv import empty_planes, fill_black, mix_planes, noise_at
from renderer.storyboard.board import TransitionKind
from renderer.timeline.moment_frames import arrived

_SOFT_EDGE = 0.06
"""Width of a wipe's soft edge, as a share of the frame's width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionSide:
    """A painter, or black, and the painter's frame at which the transition starts."""

    painter: Painter | None
    offset: int = 0

    def state(self, frame: int) -> Hashable:
        """The painter's state; None for black."""
        return self.painter.state(self.offset + frame) if self.painter else None

    def paint(self, frame: int, into: Planes) -> None:
        """The painter's picture, or black."""
        if self.painter:
            self.painter.paint(self.offset + frame, into)
        else:
            fill_black(into)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionPainter:
    """*before* giving way to *after* over *length* frames."""

    kind: TransitionKind
    before: TransitionSide
    after: TransitionSide
    length: int
    size: Size
    said: bool = False
    """Whether *after* comes with a word of the slide that both are of."""
    paper: Planes | None = None
    """Of a fade, what *before* gives way to and *after* comes from; None: each other."""

    def state(self, frame: int) -> Hashable:
        """Both sides and the share of each: no two frames are alike."""
        return (frame, self.before.state(frame), self.after.state(frame))

    def paint(self, frame: int, into: Planes) -> None:
        """Paint what is needed of both sides and mix them."""
        share = (frame + 1) / (self.length + 1)
        share = arrived(share) if self.said else share
        if self.kind == "black" or self.paper:
            self._by_way_of(self.paper or _black(self.size), frame, share, into)
            return
        under = empty_planes(self.size)
        self.before.paint(frame, under)
        self.after.paint(frame, into)
        if self.kind == "wipe":
            _wipe(under, into, share, into)
        else:
            mix_planes(under, into, share, into)

    def _by_way_of(self, middle: Planes, frame: int, share: float, into: Planes) -> None:
        if share < 0.5:
            self.before.paint(frame, into)
            mix_planes(into, middle, 2 * share, into)
        else:
            self.after.paint(frame, into)
            mix_planes(middle, into, 2 * share - 1, into)


def _black(size: Size) -> Planes:
    black = empty_planes(size)
    fill_black(black)
    return black


def _wipe(before: Planes, after: Planes, share: float, into: Planes) -> None:
    """From left to right, with a soft edge that is off the frame at both ends."""
    height, wide = into.y.shape
    grain = noise_at(0, 0, wide, height)
    for a, b, out in (
        (before.y, after.y, into.y),
        (before.u, after.u, into.u),
        (before.v, after.v, into.v),
    ):
        width = a.shape[1]
        edge = share * (1 + _SOFT_EDGE)
        columns = (np.arange(width) + 0.5) / width
        arrived = np.clip((edge - columns) / _SOFT_EDGE, 0.0, 1.0).astype(np.float32)
        mixed = a + (b.astype(np.float32) - a) * arrived
        if width == wide:  # luma: noise where the edge is soft
            mixed += grain * ((arrived > 0.0) & (arrived < 1.0))
        np.copyto(out, np.rint(np.clip(mixed, 0.0, 255.0)).astype(np.uint8))
