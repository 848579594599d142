"""Where the map looks at each frame, and the ground of that view.

Comes in: the first and the last view, the slide's length. Goes out: a `Viewport` and ground pixels
for a frame. A view that stays is drawn once. A view that moves is drawn at a few stages of its way,
each over everything that the frames around it show; a frame is the blend of its two neighbours,
warped, so that lines keep their breadth and no stage is seen to change.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from renderer.frames.pixels import Plane, Rgb, Size
from renderer.maps.timing import eased
from renderer.maps.viewport import Viewport, between

# Zoom from one stage to the next; linear warping halves detail gracefully up to about this.
_STAGE_RATIO = 1.6
# A stage is never larger than this many frames.
_STAGE_REACH = 0.5
_KEPT_STAGES = 3
# The part of the way from one stage to the next over which the two are blended.
_BLEND = (0.3, 0.7)
# The view rests at both ends of the slide for these shares of it.
_REST = (0.06, 0.86)
LONGEST_MOVE_SECONDS = 7
"""A long slide moves late and then rests: a view that drifts all the time can't be read, and each
frame of a move costs several times one at rest."""

DrawGround = Callable[[Viewport], tuple[Rgb, Plane]]
_Pixels = NDArray[np.uint8]


class ViewPath:
    """The view of every frame of a slide, and its ground."""

    def __init__(
        self, start: Viewport, end: Viewport, length: int, draw: DrawGround, *, fps: int = 25
    ) -> None:
        """Take the first and last view, the slide's frames, and what draws the ground of a view."""
        self.start, self.end, self.length = start, end, length
        self._arrives = max(1, round(_REST[1] * length))
        self._leaves = max(round(_REST[0] * length), self._arrives - LONGEST_MOVE_SECONDS * fps)
        self._draw = draw
        self._stages = self._count()
        self._drawn: OrderedDict[int, tuple[Viewport, Rgb, Plane]] = OrderedDict()

    @property
    def moves(self) -> bool:
        """Whether the view changes at all."""
        return self.start != self.end

    @property
    def nbytes(self) -> int:
        """Memory of the stages at hand."""
        return sum(rgb.nbytes + land.nbytes for _, rgb, land in self._drawn.values())

    def share(self, frame: int) -> float:
        """How far the view has come at *frame*, 0 to 1."""
        if not self.moves:
            return 1.0
        return eased(frame, self._leaves, self._arrives)

    def view(self, frame: int) -> Viewport:
        """Give the view at *frame*."""
        return between(self.start, self.end, self.share(frame))

    def ground(self, frame: int) -> Rgb:
        """Give the ground at *frame*, as large as the frame. Not to be written on."""
        place = self.share(frame) * self._stages
        number = min(int(place), self._stages)
        # Two stages are blended only midway between them: warping is what a frame costs.
        rest = min(1.0, max(0.0, (place - number - _BLEND[0]) / (_BLEND[1] - _BLEND[0])))
        if rest == 1.0:
            number, rest = number + 1, 0.0
        view = self.view(frame)
        stage, pixels, _ = self._stage(number)
        near = _warped(stage, pixels, view)
        if rest == 0:
            return near
        stage, pixels, _ = self._stage(number + 1)
        blended: Rgb = cv2.addWeighted(near, 1 - rest, _warped(stage, pixels, view), rest, 0)
        return blended

    def land(self, frame: int) -> Plane:
        """Give the frame's coverage by land, shape (height, width). Not to be written on."""
        stage, _, land = self._stage(round(self.share(frame) * self._stages))
        return _warped(stage, land, self.view(frame))

    def _count(self) -> int:
        if not self.moves:
            return 0
        ratio = abs(math.log(self.end.metres_a_pixel / self.start.metres_a_pixel))
        coarse = max(self.start.metres_a_pixel, self.end.metres_a_pixel)
        across = math.hypot(self.end.east - self.start.east, self.end.north - self.start.north)
        frames = across / (coarse * min(self.start.size))
        return max(1, math.ceil(ratio / math.log(_STAGE_RATIO)), math.ceil(frames / _STAGE_REACH))

    def _stage(self, number: int) -> tuple[Viewport, Rgb, Plane]:
        if number in self._drawn:
            self._drawn.move_to_end(number)
            return self._drawn[number]
        view = self._stage_view(number)
        self._drawn[number] = (view, *self._draw(view))
        if len(self._drawn) > _KEPT_STAGES:
            self._drawn.popitem(last=False)
        return self._drawn[number]

    def stage_views(self) -> tuple[Viewport, ...]:
        """Give every view that ground is drawn for."""
        return tuple(self._stage_view(number) for number in range(self._stages + 1))

    def _stage_view(self, number: int) -> Viewport:
        """Give a view at this stage's scale of all that its frames show."""
        if not self.moves:
            return self.end
        own = between(self.start, self.end, number / self._stages)
        spans = []
        for step in range(-6, 7):
            share = min(1.0, max(0.0, (number + step / 6) / self._stages))
            view = between(self.start, self.end, share)
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
