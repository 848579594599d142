"""A ring that grows and fades round a place while its name is said.

Comes in: the symbols of places, when their names are said. Goes out: `Layer`s. Knows no words.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from renderer.frames.pixels import Plane
from renderer.maps.canvas import MapInk, Stencil, ink
from renderer.maps.layer import FADE_STEPS, Zoom
from renderer.maps.symbols import Symbol, radius_of
from renderer.maps.viewport import Rect, around

PULSE_SECONDS = 1.2
"""About as long as a name takes to say and to be found: shorter is a flash."""
_REACH = 2.4
_LEAST_REACH = 46.0
"""How far a ring grows: radii of its symbol, and units at least, so that a small dot's is seen."""
_BREADTHS = (6.0, 2.0)
"""Units, of the ring as it leaves the symbol and as it goes."""
_STRONGEST = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """The rings of one place."""

    symbol: Symbol
    starts: tuple[int, ...]
    """Frames in which its name begins to be said."""
    frames: int
    """Of one ring."""

    def state(self, frame: int) -> Hashable:
        """How far its ring has grown; None: there is none."""
        age = self._age(frame)
        return None if age is None else (age, self.symbol.state(frame))

    def _age(self, frame: int) -> int | None:
        """Frames since its name began to be said."""
        begun = [frame - start for start in self.starts if start <= frame < start + self.frames]
        return min(begun) if begun and self.symbol.fade.step(frame) else None

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give the ring and its halo."""
        age = self._age(frame)
        if age is None:
            return ()
        along = (age + 1) / (self.frames + 1)
        # Quick at first, then ever slower; gone as it comes to rest.
        grown = 1 - (1 - along) ** 3
        unit, radius = self.symbol.unit, radius_of(self.symbol.kind) * self.symbol.unit
        reach = max(_REACH * radius, _LEAST_REACH * unit)
        ring = radius + (reach - radius) * grown
        breadth = unit * (_BREADTHS[0] + (_BREADTHS[1] - _BREADTHS[0]) * grown)
        # It comes within a tenth of its time: nothing appears from one frame to the next.
        seen = _STRONGEST * min(1.0, 10 * along) * math.cos(along * math.pi / 2)
        seen *= self.symbol.fade.step(frame) / FADE_STEPS
        x, y = (float(value) for value in zoom.place(self.symbol.at)[0])
        halo = 2 * unit
        rect = around(np.array([(x, y)]), ring + breadth + halo + 2)
        if not rect.meets(Rect(0, 0, *zoom.size)):
            return ()
        colour, _ = self.symbol.shown(frame)
        drops = (
            ink(
                rect,
                _ring(rect, (x, y), ring, breadth + 2 * halo),
                self.symbol.halo,
                zoom.size,
                0.5 * seen,
            ),
            ink(rect, _ring(rect, (x, y), ring, breadth), colour, zoom.size, seen),
        )
        return tuple(drop for drop in drops if drop is not None)


def _ring(rect: Rect, at: tuple[float, float], radius: float, breadth: float) -> Plane:
    stencil = Stencil(rect)
    stencil.disc(at, radius + breadth / 2)
    stencil.disc(at, max(0.0, radius - breadth / 2), 0)
    return stencil.coverage()
