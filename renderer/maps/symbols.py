"""The symbols of places, small shapes told apart without colour; the ring round one that is named.

Comes in: a kind, where it stands, colours; when its name is said. Goes out: `Layer`s, and each
symbol's radius, which labels keep clear of. Knows no words.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from renderer.frames.pixels import Plane
from renderer.maps.canvas import Colour, MapInk, Stencil, coverage_ink
from renderer.maps.layer import FADE_STEPS, Fade, Turn, Zoom, turned
from renderer.maps.viewport import Pixels, Rect, around
from renderer.storyboard.map_data import PlaceKind, Side

# Radius of each symbol, in units; a kind that is not here is a name without a symbol.
_RADII: dict[PlaceKind, float] = {
    "objective": 13.0,
    "capital": 11.0,
    "city": 7.5,
    "town": 5.5,
    "landing": 12.0,
    "port": 11.0,
    "fort": 11.0,
    "strongpoint": 9.5,
    "gate": 11.0,
    "bridge": 9.0,
    "battle": 11.0,
    "wreck": 12.0,
    "mine": 11.0,
}


def radius_of(kind: PlaceKind) -> float:
    """Give a symbol's radius in units; 0: the kind has none."""
    return _RADII.get(kind, 0.0)


EXPLAINED_KINDS: tuple[PlaceKind, ...] = (
    "landing",
    "fort",
    "strongpoint",
    "gate",
    "battle",
    "wreck",
    "mine",
)
"""What the legend explains, in its order. The symbol of any other place says nothing without the
place's name."""


def is_taken(kind: PlaceKind, side: Side | None) -> bool:
    """Whether a work stands in Allied hands: it is drawn hollow, one that is held full."""
    return kind in ("fort", "strongpoint") and side == "allies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """The symbol of one place."""

    kind: PlaceKind
    at: Pixels
    """Shape (1, 2), in the pixels of the layout."""
    colour: Colour
    halo: Colour
    unit: float
    fade: Fade
    hollow: bool = False
    """A work that has been taken: told apart without colour."""
    turns: tuple[Turn, ...] = ()
    """When it changes hands, in order."""

    def state(self, frame: int) -> Hashable:
        """How much of it is seen, and whose it is."""
        seen = self.fade.step(frame)
        return (seen, *(turn.step(frame) for turn in self.turns)) if seen else None

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give its halo and its shape."""
        x, y = (float(value) for value in zoom.place(self.at)[0])
        alpha = self.fade.step(frame) / FADE_STEPS
        colour, hollow = self.shown(frame)
        return symbol_inks(
            self.kind,
            (x, y),
            (colour, self.halo),
            self.unit,
            zoom,
            alpha,
            hollow=hollow,
        )

    def shown(self, frame: int) -> tuple[Colour, float]:
        """Its colour, and how far its middle is open."""
        share = float(self.hollow)
        for turn in self.turns:
            share += (turn.hollow - share) * turn.step(frame) / FADE_STEPS
        return turned(self.colour, self.turns, frame), share


def symbol_inks(
    kind: PlaceKind,
    at: tuple[float, float],
    colours: tuple[Colour, Colour],
    unit: float,
    zoom: Zoom,
    alpha: float,
    *,
    hollow: float = 0.0,
) -> tuple[MapInk, ...]:
    """Draw a symbol: halo below, its shape above, in (shape, halo) *colours*.

    *hollow*: how far its middle is open, 0 to 1.
    """
    radius = radius_of(kind) * unit
    rect = around(np.array([at]), radius + 4 * unit + 2)
    if radius == 0 or not rect.meets(Rect(0, 0, *zoom.size)):
        return ()
    glow, dark, light = Stencil(rect), Stencil(rect), Stencil(rect)
    _draw(kind, at, radius, unit, (glow, dark, light), hollow=hollow)
    colour, halo = colours
    drops = (
        coverage_ink(rect, glow.coverage(), halo, zoom.size, 0.9 * alpha),
        coverage_ink(rect, dark.coverage(), colour, zoom.size, alpha),
        coverage_ink(rect, light.coverage(), halo, zoom.size, alpha),
    )
    return tuple(drop for drop in drops if drop is not None)


def _draw(
    kind: PlaceKind,
    at: tuple[float, float],
    radius: float,
    unit: float,
    stencils: tuple[Stencil, Stencil, Stencil],
    *,
    hollow: float,
) -> None:
    """Draw halo, shape and what is cut out of the shape."""
    glow, dark, light = stencils
    ring = 2.6 * unit
    if kind in ("city", "town"):
        glow.disc(at, radius + ring)
        dark.disc(at, radius)
        if kind == "town":
            light.disc(at, radius - 2.2 * unit)
    elif kind in ("objective", "capital"):
        glow.disc(at, radius + ring)
        dark.disc(at, radius)
        light.disc(at, radius - 2.8 * unit)
        dark_core = 0.48 if kind == "objective" else 0.4
        light.disc(at, radius * dark_core, 0)
    else:
        shape = _SHAPES[kind] * radius + np.array(at)
        if kind in ("battle", "bridge", "wreck"):
            pieces = list(shape)
            breadth = (3.2 if kind == "wreck" else 4.2) * unit
            glow.stroke(pieces, breadth + 2 * ring)
            dark.stroke(pieces, breadth)
        else:
            glow.fill([shape])
            glow.stroke([shape], 2 * ring, closed=True)
            dark.fill([shape])
            opened = 1.0 if kind in ("port", "gate") else hollow
            if opened:
                light.fill([(shape - at) * 0.48 + np.array(at)], round(255 * opened))


def _star(points: int, inner: float, turned: float) -> Pixels:
    turn = turned + np.arange(2 * points) * np.pi / points
    reach = np.where(np.arange(2 * points) % 2 == 0, 1.0, inner)
    star: Pixels = np.stack([np.sin(turn), -np.cos(turn)], axis=1) * reach[:, None]
    return star


# Radius 1, y down. A fort has bastions, a strongpoint is square, a gate stands on its corner;
# a wreck is that of sea charts, a mine has horns.
_SHAPES: dict[PlaceKind, Pixels] = {
    "landing": np.array([[-1.0, -0.75], [1.0, -0.75], [0.0, 0.95]]),
    "port": _star(4, 0.92, np.pi / 8),
    "fort": _star(5, 0.52, 0.0),
    "strongpoint": np.array([[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]]),
    "gate": np.array([[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]),
    "bridge": np.array([[[-0.9, -0.45], [0.9, -0.45]], [[-0.9, 0.45], [0.9, 0.45]]]),
    "battle": np.array([[[-0.8, -0.8], [0.8, 0.8]], [[-0.8, 0.8], [0.8, -0.8]]]),
    "wreck": np.array(
        [
            [[-1.0, 0.0], [1.0, 0.0]],
            [[-0.5, -0.45], [-0.5, 0.45]],
            [[0.0, -0.75], [0.0, 0.75]],
            [[0.5, -0.45], [0.5, 0.45]],
        ]
    ),
    "mine": _star(8, 0.62, 0.0),
}


PULSE_SECONDS = 1.2
"""About as long as a name takes to say and to be found: shorter is a flash."""
_REACH = 2.4
"""Radii of its symbol."""
_LEAST_REACH = 46.0
"""How far a ring grows: radii of its symbol, and units at least, so that a small dot's is seen."""
_BREADTHS = (6.0, 2.0)
"""Units, of the ring as it leaves the symbol and as it goes."""
_STRONGEST = 0.85
"""Opacity, where it leaves the symbol: the map below it stays legible."""


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
            coverage_ink(
                rect,
                _ring(rect, (x, y), ring, breadth + 2 * halo),
                self.symbol.halo,
                zoom.size,
                0.5 * seen,
            ),
            coverage_ink(rect, _ring(rect, (x, y), ring, breadth), colour, zoom.size, seen),
        )
        return tuple(drop for drop in drops if drop is not None)


def _ring(rect: Rect, at: tuple[float, float], radius: float, breadth: float) -> Plane:
    stencil = Stencil(rect)
    stencil.disc(at, radius + breadth / 2)
    stencil.disc(at, max(0.0, radius - breadth / 2), 0)
    return stencil.coverage()
