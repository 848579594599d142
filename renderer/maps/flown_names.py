"""Names over a flight from one map to the next: some can be read all the way.

Comes in: what stands on two maps, and the view of either at each frame of the flight. Goes out: for
each name of a place, how much of it is seen at each frame, and where. A name that both maps show
stays, and moves from the one's seat to the other's; one of the first map alone stays until midway,
one of the second comes from there on, each as long as the view leaves it room. Knows no ground.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from renderer.maps.canvas import MapInk
from renderer.maps.layer import FADE_STEPS, Fade, Layer, Turn, Zoom
from renderer.maps.placed_label import Name
from renderer.maps.symbols import Symbol, radius_of
from renderer.maps.timing import eased
from renderer.maps.viewport import Pixels, Rect, Viewport, around

# Shares of the flight. What goes and what comes are both half there midway, when one is crowded
# out by the other they have a moment each.
_GONE, _COMES = 0.56, 0.44
# In which a name fades.
_FADES = 0.25
# By which a name has gone, or from which on one has come, whatever room there is: it was whole in
# the frame before the flight, and mustn't vanish from one frame to the next.
_LEAST = 0.2
# In which one lettering, or one colour, gives way to another.
_MIXED = (0.4, 0.6)
# In which a name goes from its seat on the one map to that on the other: while the furniture of the
# one has gone, and that of the other hasn't come (`flight._GONE`).
_MOVES = (0.1, 0.7)
_FURNISHED = (0.25, 0.65)
"""Shares of the way until which the first map's legend, clock and scale keep names away, and from
which on the second's do: they fade then (`flight._GONE`), so that a name may already lie over the
last of them."""
# Pixels between two names, to the height of one; the less, the more are seen on the way.
_GAP = 0.1
_SAME_METRES = 1.0
"""Metres of the plane between two signs that are one."""
_FINE = 1000
"""Parts of the time are counted in so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesAtRest:
    """One of the two maps, as names see it."""

    layers: Sequence[Layer]
    laid_out: Viewport
    """The view in whose pixels they are."""
    places: frozenset[str]
    """Names of places: what names an arrow or a front goes with that."""
    frames: tuple[int, int]
    """Its own first and last frame of the flight."""
    zooms: Sequence[Zoom]
    """To the view of each frame."""
    taken: tuple[Rect, ...]
    """By its furniture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aloft:
    """One name over the flight."""

    name: Name
    shares: tuple[float, ...]
    """How much is seen of it at each frame."""
    sign: tuple[float, ...]
    """The same of its symbol."""
    nudges: tuple[tuple[float, float], ...] = ()
    """Pixels from its seat at each frame; none: it stays on it."""

    def inks(self, frame: int, own: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give its ink at a frame of the flight, *own* of its map, before its share is taken."""
        name = replace(self.name, nudge=self.nudges[frame]) if self.nudges else self.name
        return name.inks(own, zoom)


Flown = tuple[Mapping[int, Aloft], Mapping[int, Aloft]]
"""Of either map: by the number of the name's layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """What a name covers at each frame, its symbol included, and whether it may be seen there."""

    text: str
    blocks: tuple[tuple[Rect, ...], ...]
    seen: tuple[bool, ...]


def names_aloft(before: NamesAtRest, after: NamesAtRest) -> Flown:
    """Say how the names of both maps are seen over the flight."""
    length = len(before.zooms)
    times = [round(_FINE * (frame + 1) / (length + 1)) for frame in range(length)]
    leaving, coming = (_named(side, at) for side, at in ((before, 0), (after, 1)))
    pairs = _pairs((before, leaving), (after, coming))
    ways: list[_Way] = []
    gone: dict[int, Aloft] = {}
    come: dict[int, Aloft] = {}
    for one, two in pairs:
        stays = _carried(leaving[one], coming[two], (before, after), times)
        room = _room(stays[0], before, (before, after), ways)
        ways.append(room)
        may = [max(pair) for pair in zip(_until(room.seen), _from(room.seen), strict=True)]
        gone[one], come[two] = (
            replace(aloft, shares=tuple(a * b for a, b in zip(aloft.shares, may, strict=True)))
            for aloft in stays
        )
    ends = [time < _GONE * _FINE for time in times]
    starts = [time > _COMES * _FINE for time in times]
    sides = ((before, leaving, gone, ends), (after, coming, come, starts))
    for side, names, found, allowed in sides:
        for number, name in names.items():
            if number in found:
                continue
            way = _room(Aloft(name=name, shares=(), sign=()), side, (before, after), ways)
            seen = [a and b for a, b in zip(way.seen, allowed, strict=True)]
            shares = tuple(_until(seen) if side is before else _from(seen))
            ways.append(replace(way, seen=tuple(share > 0 for share in shares)))
            found[number] = Aloft(name=name, shares=shares, sign=shares)
    return gone, come


def signs_aloft(side: NamesAtRest, flown: Mapping[int, Aloft]) -> Mapping[int, tuple[float, ...]]:
    """How much is seen of the symbols of named places, by the numbers of their layers."""
    named = {aloft.name.anchor: aloft.sign for aloft in flown.values()}
    return {
        number: named[at]
        for number, layer in enumerate(side.layers)
        if isinstance(layer, Symbol) and (at := _at(layer)) in named
    }


def _named(side: NamesAtRest, end: int) -> dict[int, Name]:
    """The names of places that are whole where the flight begins (0) or ends (1)."""
    found = {}
    for number, layer in enumerate(side.layers):
        if isinstance(layer, Name) and layer.text in side.places and layer.arrow is None:
            state = layer.state(side.frames[end])
            if isinstance(state, tuple) and (end or state[0] == FADE_STEPS):
                found[number] = layer
    return found


def _pairs(
    before: tuple[NamesAtRest, Mapping[int, Name]], after: tuple[NamesAtRest, Mapping[int, Name]]
) -> list[tuple[int, int]]:
    """The names that both maps show at one place, by their numbers in each."""
    (one, leaving), (two, coming) = before, after
    known = {(name.text, _ground(name, one.laid_out)): number for number, name in leaving.items()}
    pairs = []
    for number, name in coming.items():
        at = (name.text, _ground(name, two.laid_out))
        state = name.state(two.frames[1])
        if at in known and isinstance(state, tuple) and state[0] == FADE_STEPS:
            pairs.append((known.pop(at), number))
    return pairs


def _ground(name: Name, view: Viewport) -> tuple[int, int]:
    x, y = (np.array(name.anchor) - np.array(view.size) / 2) * view.metres_a_pixel
    return round((view.east + x) / _SAME_METRES), round((view.north - y) / _SAME_METRES)


def _carried(
    one: Name, two: Name, sides: tuple[NamesAtRest, NamesAtRest], times: Sequence[int]
) -> tuple[Aloft, Aloft]:
    """A name that stays, as either map's: alike, the first's is seen; else it becomes the other."""
    mixed = [eased(time, *_parts(_MIXED)) for time in times]
    alike = replace(one.word.face, colour=two.word.face.colour) == two.word.face
    to = [0.0] * len(times) if alike else mixed
    nudges: tuple[list[tuple[float, float]], ...] = ([], [])
    half = np.array(one.word.letters.shape[::-1]) / 2 + one.clear
    for frame, time in enumerate(times):
        anchor = sides[0].zooms[frame].place(np.array([one.anchor]))[0]
        off = [
            np.array(name.corner(side.zooms[frame])) + np.array(name.word.letters.shape[::-1]) / 2
            - anchor
            for name, side in zip((one, two), sides, strict=True)
        ]  # fmt: skip
        now = half * _between(off[0] / half, off[1] / half, eased(time, *_parts(_MOVES)))
        for number in range(2):
            right, down = now - off[number]
            nudges[number].append((float(right), float(down)))
    always = Fade(start=0, end=1 << 30, frames=0)
    return (
        Aloft(
            name=replace(_turning(one, two, sides, times), fades=(always,)),
            shares=tuple(1 - share for share in to),
            sign=tuple(1 - share for share in mixed),
            nudges=tuple(nudges[0]),
        ),
        Aloft(
            name=replace(two, fades=(always,)),
            shares=tuple(to),
            sign=tuple(mixed),
            nudges=tuple(nudges[1]),
        ),
    )


def _between(one: Pixels, two: Pixels, share: float) -> Pixels:
    """A name's middle on its way round what it names, which reaches to 1 on either axis."""
    far = [float(np.abs(each).max()) for each in (one, two)]
    if min(far) < 1 / 2:  # it stands on the place itself, there is nothing to go round
        straight: Pixels = one + share * (two - one)
        return straight
    begins, ends = (math.atan2(each[1], each[0]) for each in (one, two))
    turned = begins + share * ((ends - begins + math.pi) % (2 * math.pi) - math.pi)
    way = np.array([math.cos(turned), math.sin(turned)])
    around_it: Pixels = way / np.abs(way).max() * (far[0] + share * (far[1] - far[0]))
    return around_it


def _parts(shares: tuple[float, float]) -> tuple[int, int]:
    return round(shares[0] * _FINE), round(shares[1] * _FINE)


def _turning(
    one: Name, two: Name, sides: tuple[NamesAtRest, NamesAtRest], times: Sequence[int]
) -> Name:
    """The first map's name, which takes the colour that the second's has at the end."""
    first, last = sides[0].frames[0], sides[1].frames[1]
    begins, ends = one.colour(first), two.colour(last)
    if begins == ends:
        return one
    starts, done = (sum(time < part for time in times) for part in _parts(_MIXED))
    frames = max(1, done - starts)
    return replace(one, turns=(*one.turns, Turn(start=first + starts, frames=frames, colour=ends)))


def _room(
    aloft: Aloft, side: NamesAtRest, sides: tuple[NamesAtRest, NamesAtRest], others: Sequence[_Way]
) -> _Way:
    """Where a name stands at each frame, and whether it has room beside *others*."""
    name, symbol = aloft.name, _symbol_of(aloft.name, side)
    blocks, seen = [], []
    for frame, zoom in enumerate(side.zooms):
        placed = replace(name, nudge=aloft.nudges[frame]) if aloft.nudges else name
        rect = placed.rect(zoom)
        block: tuple[Rect, ...] = (rect,)
        if symbol:
            block += (around(zoom.place(symbol.at), radius_of(symbol.kind) * symbol.unit),)
        blocks.append(block)
        gap = round(_GAP * rect.height)
        time = (frame + 1) / (len(side.zooms) + 1)
        taken = (*sides[0].taken,) * (time < _FURNISHED[0])
        taken += (*sides[1].taken,) * (time > _FURNISHED[1])
        seen.append(
            Rect(0, 0, *zoom.size).holds(rect)
            and not any(rect.meets(each) for each in taken)
            and not any(
                other.seen[frame]
                and (other.text == name.text or _meet(block, other.blocks[frame], gap))
                for other in others
            )
        )
    return _Way(text=name.text, blocks=tuple(blocks), seen=tuple(seen))


def _meet(one: Sequence[Rect], two: Sequence[Rect], gap: int) -> bool:
    """Whether the name of either stands on the other's, or on its symbol."""
    first = one[0].grown(gap)
    return any(first.meets(each) for each in two) or any(two[0].meets(each) for each in one[1:])


def _symbol_of(name: Name, side: NamesAtRest) -> Symbol | None:
    return next(
        (
            layer
            for layer in side.layers
            if isinstance(layer, Symbol) and radius_of(layer.kind) and _at(layer) == name.anchor
        ),
        None,
    )


def _at(symbol: Symbol) -> tuple[float, float]:
    return float(symbol.at[0, 0]), float(symbol.at[0, 1])


def _until(seen: Sequence[bool]) -> list[float]:
    """Shares of what is seen from the first frame until it first may not be."""
    length = len(seen)
    least = max(1, round(_LEAST * length))
    end = max(least, next((frame for frame, may in enumerate(seen) if not may), 2 * length))
    fades = min(end, max(1, math.ceil(_FADES * length)))
    return [1 - eased(frame + 1, end - fades, end) for frame in range(length)]


def _from(seen: Sequence[bool]) -> list[float]:
    """Shares of what is seen to the last frame, since it last might not be."""
    return _until(seen[::-1])[::-1]
