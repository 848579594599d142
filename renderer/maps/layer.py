"""What every moving thing on a map offers: its state at a frame, and its ink.

Goes out: `Layer`, `Zoom` (how the frame's view differs from the one that shapes were laid out in)
and `Fade`. Knows nothing of any one kind of thing.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from renderer.maps.timing import eased
from renderer.timeline.moment_frames import arrived

if TYPE_CHECKING:
    from renderer.frames.pixels import Plane, Size
    from renderer.maps.canvas import Colour, MapInk
    from renderer.maps.viewport import Pixels, Rect, Viewport

FADE_STEPS = 8
"""Of a fade, each kept once drawn: at 25 frames a second it has ten frames."""
FADE_SECONDS = 0.4
"""What comes is seen to come, and is there before its name has been said."""
DRAWN_SECONDS = 1.0
"""In which a line that comes draws itself from end to end: long enough to be followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoom:
    """Takes pixels of the view in which shapes were laid out to pixels of the frame's view."""

    size: Size
    scale: float = 1.0
    right: float = 0.0
    down: float = 0.0
    land: Plane | None = field(default=None, compare=False, repr=False)
    """Coverage of the frame by land; None: not known, or all of it."""

    def on_land(self, cover: Plane, rect: Rect) -> Plane:
        """Give what of *cover*, of a rectangle inside the frame, stands on land."""
        if self.land is None:
            return cover
        land = self.land[rect.top : rect.bottom, rect.left : rect.right]
        kept: Plane = np.minimum(cover, land)
        return kept

    def place(self, points: Pixels) -> Pixels:
        """Give the frame's pixels of *points*."""
        if self.scale == 1.0 and self.right == 0.0 and self.down == 0.0:
            return points
        moved: Pixels = points * self.scale + np.array([self.right, self.down])
        return moved


def zoom_between(laid_out: Viewport, shown: Viewport, land: Plane | None = None) -> Zoom:
    """Give the zoom from one view to another of the same projection."""
    scale = laid_out.metres_a_pixel / shown.metres_a_pixel
    middle_x = (laid_out.east - shown.east) / shown.metres_a_pixel
    middle_y = (shown.north - laid_out.north) / shown.metres_a_pixel
    half_width, half_height = shown.size.width / 2, shown.size.height / 2
    return Zoom(
        size=shown.size,
        land=land,
        scale=scale,
        right=half_width + middle_x - half_width * scale,
        down=half_height + middle_y - half_height * scale,
    )


class Layer(Protocol):
    """One thing on a map."""

    def state(self, frame: int) -> Hashable:
        """All that its ink depends on at *frame*, the view apart; None: it is not seen."""
        ...

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give its ink at *frame*."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Fade:
    """When something is seen: from `start`, half-open; it comes and goes over `frames` frames."""

    start: int
    end: int
    frames: int
    """0: at once. Something there from frame 0 does not fade in."""

    def step(self, frame: int) -> int:
        """Give how much of it is seen: 0 to `FADE_STEPS`."""
        if not self.start <= frame < self.end:
            return 0
        if self.frames <= 0:
            return FADE_STEPS
        came = 1.0 if self.start <= 0 else arrived((frame - self.start + 1) / self.frames)
        stays = (self.end - frame) / self.frames
        return max(1, min(FADE_STEPS, round(min(came, stays, 1.0) * FADE_STEPS)))

    def drawn(self, frame: int, within: int) -> float:
        """How far, of 1, a line that comes has drawn itself *within* so many frames."""
        if self.start <= 0 or within <= 0:
            return 1.0
        return eased(frame + 1, self.start, self.start + within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A change of hands: from `start` on, over `frames` frames, a colour becomes `colour`."""

    start: int
    frames: int
    colour: Colour
    hollow: bool = False
    """Whether its symbol is hollow afterwards."""

    def step(self, frame: int) -> int:
        """How far it has come at *frame*: 0 to `FADE_STEPS`."""
        came = arrived((frame - self.start + 1) / max(1, self.frames))
        return round(came * FADE_STEPS)


def turned(colour: Colour, turns: Sequence[Turn], frame: int) -> Colour:
    """*colour* after all of *turns* that have come, or are coming, at *frame*."""
    for turn in turns:
        share = turn.step(frame) / FADE_STEPS
        red, green, blue = (
            round(a + (b - a) * share) for a, b in zip(colour, turn.colour, strict=True)
        )
        colour = (red, green, blue)
    return colour
