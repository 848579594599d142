"""Where the map looks at each frame, and the ground of that view.

Comes in: the views in order, with when each is gone to. Goes out: a `Viewport` and ground pixels
for a frame. A view that stays is drawn once. A view that moves is drawn at a few stages of its way,
each over everything that the frames around it show; a frame is the blend of its two neighbours,
warped, so that lines keep their breadth and no stage is seen to change.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Thread, current_thread
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from numpy.typing import NDArray

from renderer.frames.pixels import Plane, Rgb, Size
from renderer.maps.timing import LONGEST_MOVE_SECONDS, Schedule, eased
from renderer.maps.viewport import Viewport, flown, viewport_between
from renderer.storyboard.map_data import OperationsMap

# Zoom from one stage to the next; linear warping halves detail gracefully up to about this.
_STAGE_RATIO = 1.6
# A stage is never larger than this many frames.
_STAGE_REACH = 0.5
# The part of the way from one stage to the next over which the two are blended.
_BLEND = (0.3, 0.7)
# The view rests at both ends of the slide for these shares of it.
_REST = (0.06, 0.86)
_MOVE_SECONDS = 3
"""A view that is gone to at its moment is there within: slow enough to follow, and it rests while
it is spoken of."""
_SETTLED_SECONDS = 3
"""A view that settles into the rows its caption leaves rests as long as it moved, at the least;
where the next view is gone to sooner, it stays."""

# Steps in which the length of a way is measured.
_STEPS = 32

_QUICK = 1
"""Of zlib's levels."""

Way = Callable[[Viewport, Viewport, float], Viewport]
"""Gives the view a share of the way from one view to another."""
DrawGround = Callable[[Viewport], tuple[Rgb, Plane]]
_Pixels = NDArray[np.uint8]
_Stage = tuple[Viewport, Rgb, bytes]
"""Its view, the ground, and the land: large areas of one value, which packed take a twentieth of
their 5 MB, 16 ms to pack and 7 to unpack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A view that is gone to."""

    view: Viewport
    leaves: int
    """Frame in which the view before it begins to move."""
    arrives: int
    """Frame in which it is there."""


class ViewPath:
    """The view of every frame of a slide, and its ground."""

    def __init__(
        self,
        start: Viewport,
        end: Viewport,
        length: int,
        draw: DrawGround,
        *,
        fps: int = 25,
        stops: Sequence[Stop] = (),
        way: Way = viewport_between,
        free: tuple[int, int] | None = None,
    ) -> None:
        """Take the first and last view, the slide's frames, and what draws the ground of a view.

        *stops* are the views that it goes to in turn, the last of them being *end*; without any it
        goes from *start* to *end* as the slide goes by, within the frames *free* to it.
        """
        self.start, self.end, self.length = start, end, length
        if not stops and start != end:
            arrives = max(1, round(_REST[1] * length))
            leaves = max(round(_REST[0] * length), arrives - LONGEST_MOVE_SECONDS * fps)
            first, last = free or (0, length)
            leaves = max(leaves, first)
            arrives = max(leaves + 1, min(arrives, last))
            stops = (Stop(view=end, leaves=leaves, arrives=arrives),)
        self._stops = tuple(stops)
        self.draw = draw
        self._way = way
        self._stages = tuple(map(self._count, range(len(self._stops))))
        self._drawn: dict[tuple[int, int], _Stage] = {}
        self._wanted: WeakKeyDictionary[Thread, set[tuple[int, int]]] = WeakKeyDictionary()
        """By thread, the stages of the frame that it drew last. 16 MB each at 1080p: no others are
        kept, and none that another thread, elsewhere on the way, would have to draw anew."""

    @property
    def moves(self) -> bool:
        """Whether the view changes at all."""
        return bool(self._stops)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """When each view but the first is gone to."""
        return self._stops

    @property
    def views(self) -> tuple[Viewport, ...]:
        """Every view at which it rests, in order."""
        return (self.start, *(stop.view for stop in self._stops)) if self._stops else (self.end,)

    @property
    def nbytes(self) -> int:
        """Memory of the stages at hand."""
        # Asked for by one thread while another draws.
        return sum(rgb.nbytes + len(land) for _, rgb, land in tuple(self._drawn.values()))

    def share(self, frame: int) -> float:
        """How far the view has come at *frame*: a whole number where it rests, from 0 on."""
        if not self.moves:
            return 1.0
        share = 0.0
        for number, stop in enumerate(self._stops):
            if frame <= stop.leaves:
                break
            share = number + eased(frame, stop.leaves, stop.arrives)
        return share

    def view(self, frame: int) -> Viewport:
        """Give the view at *frame*."""
        leg, along = self._leg(frame)
        return self._way(*self._ends(leg), along)

    def _leg(self, frame: int) -> tuple[int, float]:
        """From which view it goes to the next, and how far it has come on that way."""
        share = self.share(frame)
        leg = min(int(share), max(0, len(self._stops) - 1))
        return leg, share - leg

    def _ends(self, leg: int) -> tuple[Viewport, Viewport]:
        views = self.views
        return views[leg], views[min(leg + 1, len(views) - 1)]

    def ground(self, frame: int) -> Rgb:
        """Give the ground at *frame*, as large as the frame. Not to be written on."""
        stages, rest = self.draw_stages(frame)
        view = self.view(frame)
        near, *next_ = (_warped(*stage[:2], view) for stage in stages)
        # In place: what is warped is its own copy, and of a way that leads nowhere both are alike.
        return cv2.addWeighted(near, 1 - rest, next_[0], rest, 0, dst=near) if next_ else near

    def draw_stages(self, frame: int) -> tuple[list[_Stage], float]:
        """Draw what the ground at *frame* is made of, and let go of other stages.

        Drawing one takes as much again as three pictures of the frame: none is held meanwhile.

        Returns:
            One stage or two, and how much is seen of the second.
        """
        keys, rest = self._stages_of(frame)
        self._want(set(keys))
        return [self._stage(*key) for key in keys], rest

    def land(self, frame: int) -> Plane:
        """Give the frame's coverage by land, shape (height, width). Not to be written on."""
        leg, along = self._leg(frame)
        number = round(along * (self._stages[leg] if self._stages else 0))
        if (leg, number) not in self._drawn:
            self._want({(leg, number)})
        stage, _, packed = self._stage(leg, number)
        width, height = stage.size
        land = np.frombuffer(zlib.decompress(packed, bufsize=width * height), np.uint8)
        return _warped(stage, land.reshape(height, width), self.view(frame))

    def let_go(self, but: int | None = None) -> None:
        """Keep nothing that only this thread has drawn, except for what frame *but* shows.

        The thread has gone on to another ground, or comes back at that frame.
        """
        self._want(set() if but is None else set(self._stages_of(but)[0]))

    def _stages_of(self, frame: int) -> tuple[tuple[tuple[int, int], ...], float]:
        """The leg and number of the stages that *frame* shows, and how much of the second."""
        leg, along = self._leg(frame)
        stages = self._stages[leg] if self._stages else 0
        place = along * stages
        number = min(int(place), stages)
        # Two stages are blended only midway between them: warping is what a frame costs.
        rest = min(1.0, max(0.0, (place - number - _BLEND[0]) / (_BLEND[1] - _BLEND[0])))
        if rest == 1.0:
            return ((leg, number + 1),), 0.0
        return ((leg, number), (leg, number + 1)) if rest else ((leg, number),), rest

    def _want(self, keys: set[tuple[int, int]]) -> None:
        """Let go of what no thread's frame needs any more."""
        self._wanted[current_thread()] = keys
        for key in self._drawn.keys() - set().union(*self._wanted.values()):
            del self._drawn[key]

    def _count(self, leg: int) -> int:
        """Stages of a way: as many as its zooms ask for, or what passes on it."""
        ends = self._ends(leg)
        zoomed = passed = 0.0
        for one, next_ in pairwise(self._way(*ends, step / _STEPS) for step in range(_STEPS + 1)):
            zoomed += abs(math.log(next_.metres_a_pixel / one.metres_a_pixel))
            across = math.hypot(next_.east - one.east, next_.north - one.north)
            passed += across / (max(one.metres_a_pixel, next_.metres_a_pixel) * min(one.size))
        stages = max(zoomed / math.log(_STAGE_RATIO), passed / _STAGE_REACH)
        return max(1, math.ceil(stages - 1e-9))

    def _stage(self, leg: int, number: int) -> _Stage:
        key = (leg, number)
        if key not in self._drawn:
            view = self._stage_view(leg, number)
            rgb, land = self.draw(view)
            self._drawn[key] = (view, rgb, zlib.compress(land.data, _QUICK))
        return self._drawn[key]

    def stage_views(self) -> tuple[Viewport, ...]:
        """Give every view that ground is drawn for."""
        if not self.moves:
            return (self.end,)
        return tuple(
            self._stage_view(leg, number)
            for leg, stages in enumerate(self._stages)
            for number in range(stages + 1)
        )

    def _stage_view(self, leg: int, number: int) -> Viewport:
        """Give a view at this stage's scale of all that its frames show."""
        if not self.moves:
            return self.end
        start, end = self._ends(leg)
        stages = self._stages[leg]
        own = self._way(start, end, number / stages)
        spans = []
        for step in range(-6, 7):
            share = min(1.0, max(0.0, (number + step / 6) / stages))
            view = self._way(start, end, share)
            half_width = view.size.width / 2 * view.metres_a_pixel
            half_height = view.size.height / 2 * view.metres_a_pixel
            spans.append(
                (
                    view.east - half_width,
                    view.east + half_width,
                    view.north - half_height,
                    view.north + half_height,
                )
            )
        edges = np.array(spans)
        west, east = edges[:, 0].min(), edges[:, 1].max()
        south, north = edges[:, 2].min(), edges[:, 3].max()
        size = Size(
            math.ceil((east - west) / own.metres_a_pixel),
            math.ceil((north - south) / own.metres_a_pixel),
        )
        return Viewport(
            projection=own.projection,
            east=float(east + west) / 2,
            north=float(north + south) / 2,
            metres_a_pixel=own.metres_a_pixel,
            size=size,
        )


def stops_of(
    board: OperationsMap,
    views: tuple[Sequence[Viewport], Sequence[Viewport]],
    schedule: Schedule,
    free: tuple[int, int],
    uncovered: int,
) -> list[Stop]:
    """When each of the map's further views is gone to; none where the slide's length decides.

    *views* are given over the caption and without it. From frame *uncovered* on the latter are
    gone to, and the view that rests then settles into its own.
    """
    leaving = [schedule.frame_of(step.at) for step in board.views]
    move, rest = _MOVE_SECONDS * schedule.fps, _SETTLED_SECONDS * schedule.fps
    stops: list[Stop] = []
    arrives, low = free[0], False
    for number, until in enumerate((*leaving, free[1] - 1)):
        if number:
            leaves = max(leaving[number - 1], stops[-1].arrives if stops else free[0])
            arrives = max(leaves + 1, min(leaves + move, until))
            low = arrives >= uncovered
            stops.append(Stop(view=views[low][number], leaves=leaves, arrives=arrives))
        starts = max(arrives, uncovered)
        if not low and starts + move + rest <= until and views[0][number] != views[1][number]:
            stops.append(Stop(view=views[1][number], leaves=starts, arrives=starts + move))
    return stops


def flight_path(start: Viewport, end: Viewport, length: int, draw: DrawGround) -> ViewPath:
    """The way of a view that flies for *length* frames, none of which is at either end."""
    stops = (Stop(view=end, leaves=-1, arrives=length),)
    return ViewPath(start, end, length, draw, stops=stops, way=flown)


def _warped(stage: Viewport, pixels: _Pixels, view: Viewport) -> _Pixels:
    if stage == view:
        return pixels
    scale = stage.metres_a_pixel / view.metres_a_pixel
    # From the centre of a stage's pixel to the frame: p' = scale · (p − middle) + shift.
    right = (stage.east - view.east) / view.metres_a_pixel + view.size.width / 2
    down = (view.north - stage.north) / view.metres_a_pixel + view.size.height / 2
    middle_x, middle_y = stage.size.width / 2 - 0.5, stage.size.height / 2 - 0.5
    matrix = np.array(
        [
            [scale, 0, right - 0.5 - scale * middle_x],
            [0, scale, down - 0.5 - scale * middle_y],
        ]
    )
    warped: _Pixels = cv2.warpAffine(
        pixels, matrix, view.size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return warped
