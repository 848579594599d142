"""The names on a map: set, seated where nothing clashes, led back to what they name.

Comes in: the author's data, the things laid out, the views of the slide. Goes out: `Name` layers,
and the names that found no room. Knows nothing of the ground.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from renderer.pictures.maps.arrows import Arrow
from renderer.pictures.maps.canvas import Ink, Stencil, ink
from renderer.pictures.maps.fronts import Front
from renderer.pictures.maps.furniture import face
from renderer.pictures.maps.labels import (
    Course,
    Life,
    Obstacle,
    Request,
    Room,
    Seat,
    crosses,
    overlap,
    seat_names,
)
from renderer.pictures.maps.layers import FADE_STEPS, Fade, Zoom
from renderer.pictures.maps.lettering import Word, set_word
from renderer.pictures.maps.seats import along_line, inside_ring, round_point, round_symbol
from renderer.pictures.maps.symbols import radius_of
from renderer.pictures.maps.things import Setting, Things
from renderer.pictures.maps.viewport import Pixels, Rect, around
from renderer.pictures.pixels import Plane, Size
from renderer.storyboard.operations import MapPlace, OperationsMap

_IMPORTANCE = {"objective": 0, "capital": 1, "landing": 1, "water": 6, "region": 6, "note": 4}


# Mean coverage by land (of 255) under a name that still looks afloat.
_DRY = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name on the map."""

    text: str
    word: Word
    anchor: tuple[float, float]
    """In the pixels of the layout."""
    seat: Seat
    clear: float
    """Pixels from the anchor at which its leading line starts."""
    fades: tuple[Fade, ...]
    """When it is seen. Several: the moving view leaves it no room in between."""

    def state(self, frame: int) -> Hashable:
        """How much of it is seen."""
        return self._step(frame) or None

    def rect(self, zoom: Zoom) -> Rect:
        """Give the pixels it covers."""
        x, y = zoom.place(np.array([self.anchor]))[0]
        left, top = round(float(x) + self.seat.left), round(float(y) + self.seat.top)
        return Rect(left, top, left + self.word.width, top + self.word.height)

    def inks(self, frame: int, zoom: Zoom) -> tuple[Ink, ...]:
        """Give its leading line, halo and letters."""
        step = self._step(frame)
        if not step:
            return ()
        rect, alpha = self.rect(zoom), step / FADE_STEPS
        return (
            *self._leader_inks(zoom, alpha),
            *self.word.inks(rect.left, rect.top, zoom.size, alpha),
        )

    def _step(self, frame: int) -> int:
        return max((fade.step(frame) for fade in self.fades), default=0)

    def leader(self, zoom: Zoom) -> Pixels:
        """Give the line from its anchor to the nearest point of its rectangle."""
        rect, anchor = self.rect(zoom), zoom.place(np.array([self.anchor]))[0]
        near: Pixels = np.clip(anchor, [rect.left, rect.top], [rect.right, rect.bottom])
        return np.stack([anchor, near])

    def _leader_inks(self, zoom: Zoom, alpha: float) -> tuple[Ink, ...]:
        if not self.seat.led:
            return ()
        anchor, nearest = self.leader(zoom)
        way = nearest - anchor
        length = float(np.hypot(*way))
        if length <= self.clear + 1:
            return ()
        line = np.stack([anchor + way / length * self.clear, nearest])
        thin = max(1.0, self.word.face.px / 18)
        window = around(line, 4).within(zoom.size)
        if window.width == 0 or window.height == 0:
            return ()
        halo, body = Stencil(window), Stencil(window)
        halo.stroke([line], thin + 2)
        body.stroke([line], thin)
        drops = (
            ink(window, halo.coverage(), self.word.face.halo, zoom.size, 0.8 * alpha),
            ink(window, body.coverage(), self.word.face.colour, zoom.size, alpha),
        )
        return tuple(drop for drop in drops if drop is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """A name before it is seated."""

    text: str
    word: Word
    request: Request
    fade: Fade
    clear: float = 0.0
    afloat: bool = False
    """Whether it names water, and had better stay on it."""


def name_things(
    board: OperationsMap,
    things: Things,
    setting: Setting,
    room: tuple[Rect, Sequence[Rect]],
    zooms: Sequence[tuple[int, Zoom]],
    land: Plane,
) -> tuple[tuple[Name, ...], tuple[str, ...]]:
    """Name everything.

    Args:
        board: what the author wrote.
        things: the same, laid out.
        setting: what it was laid out by.
        room: the part of the frame for names, and the rectangles taken in it.
        zooms: frames at which a moving view is looked at, and their zooms; empty: it stays.
        land: coverage by land of the view in which things are laid out.

    Returns:
        The names, and the texts that found no room.
    """
    wishes = [_afloat(wish, land) for wish in _wishes(board, things, setting)]
    frame, taken = room
    unit = setting.unit
    heads = [Obstacle(rect=arrow.head(), life=_life(arrow.fade)) for arrow in things.arrows]
    symbols = [
        Obstacle(rect=around(symbol.at, radius_of(symbol.kind) * unit), life=_life(symbol.fade))
        for symbol in things.symbols
        if radius_of(symbol.kind)
    ]
    obstacles = (*(Obstacle(rect=rect) for rect in taken), *heads, *symbols)
    seats = seat_names(
        [
            replace(wish.request, anywhere=bool(zooms) and not _inside(frame, wish.request))
            for wish in wishes
        ],
        Room(
            frame=frame,
            obstacles=obstacles,
            courses=_courses(things, unit),
            gap=max(2, round(4 * unit)),
        ),
    )
    names, dropped = [], []
    for wish, seat in zip(wishes, seats, strict=True):
        if seat is None:
            dropped.append(wish.text)
            continue
        fade = _after_heads(wish, seat, things.arrows)
        names.append(
            Name(
                text=wish.text,
                word=wish.word,
                anchor=wish.request.anchor,
                seat=seat,
                clear=wish.clear,
                fades=(fade,),
            )
        )
    if zooms:
        names = _through_views(names, frame, zooms, things)
    return tuple(names), tuple(dropped)


def _inside(frame: Rect, request: Request) -> bool:
    x, y = request.anchor
    return frame.left <= x < frame.right and frame.top <= y < frame.bottom


def _wishes(board: OperationsMap, things: Things, setting: Setting) -> list[_Wish]:
    wishes = [
        _place_wish(place, setting, symbol.fade, (float(symbol.at[0, 0]), float(symbol.at[0, 1])))
        for place, symbol in zip(board.places, things.symbols, strict=True)
    ]
    style, size, unit = setting.style, setting.view.size, setting.unit
    for arrow, drawn in zip(board.arrows, things.arrows, strict=True):
        if arrow.label:
            word = set_word(arrow.label, face(style, "arrow", size, drawn.colour))
            anchor, seats = along_line(
                drawn.path, word.width, word.height, drawn.swept()[1] + 3 * unit
            )
            wishes.append(_wish(arrow.label, word, anchor, seats, 2, drawn.fade))
    for part, front, number in things.front_dates:
        if part.label:
            word = set_word(part.label, face(style, "front", size, front.colour))
            anchor, seats = along_line(
                front.lines[number], word.width, word.height, 13 * unit, prefer_left=False
            )
            wishes.append(
                _wish(part.label, word, anchor, seats, 3, _front_fade(front, number, part.trace))
            )
    for area, region in zip(board.areas, things.areas, strict=True):
        if area.name:
            word = set_word(area.name, face(style, "arrow", size, region.colour))
            anchor, seats = inside_ring(region.ring, word.width, word.height)
            wishes.append(_wish(area.name, word, anchor, seats, 3, region.fade))
    for line, stroke in zip(board.lines, things.lines, strict=True):
        if line.name:
            role = "water" if line.kind == "river" else "legend"
            colour = style.water_label if line.kind == "river" else style.label
            word = set_word(line.name, face(style, role, size, colour))
            anchor, seats = along_line(stroke.path, word.width, word.height, 8 * unit)
            wishes.append(_wish(line.name, word, anchor, seats, 5, stroke.fade))
    return wishes


def _place_wish(
    place: MapPlace, setting: Setting, fade: Fade, anchor: tuple[float, float]
) -> _Wish:
    style, size, unit = setting.style, setting.view.size, setting.unit
    importance = _IMPORTANCE.get(place.kind, 2)
    if place.kind in ("water", "region", "note"):
        role = "legend" if place.kind == "note" else "water"
        colour = style.water_label if place.kind == "water" else style.label
        word = set_word(place.name, face(style, role, size, colour))
        seats = round_point(word.width, word.height, 14 * unit)
        wish = _wish(place.name, word, anchor, seats, importance, fade)
        return replace(wish, afloat=place.kind == "water")
    role = "objective" if place.kind in ("objective", "capital") else "place"
    colour = style.sides.of(place.side) if place.side else style.label
    word = set_word(place.name, face(style, role, size, colour))
    radius = radius_of(place.kind) * unit
    seats = round_symbol(word.width, word.height, radius, 7 * unit, place.label)
    return replace(
        _wish(place.name, word, anchor, seats, importance, fade), clear=radius + 3 * unit
    )


def _wish(
    text: str,
    word: Word,
    anchor: tuple[float, float],
    seats: tuple[Seat, ...],
    importance: int,
    fade: Fade,
) -> _Wish:
    request = Request(
        width=word.width,
        height=word.height,
        anchor=anchor,
        seats=seats,
        importance=importance,
        life=_life(fade),
    )
    return _Wish(text=text, word=word, request=request, fade=fade)


def _afloat(wish: _Wish, land: Plane) -> _Wish:
    """Keep the name of a water off the land, when it has any seat there."""
    if not wish.afloat:
        return wish
    height, width = land.shape
    seats = []
    for seat in wish.request.seats:
        rect = wish.request.rect(seat).within(Size(width, height))
        under = land[rect.top : rect.bottom, rect.left : rect.right]
        if under.size and float(under.mean()) < _DRY:
            seats.append(seat)
    if not seats:
        return wish
    return replace(wish, request=replace(wish.request, seats=tuple(seats)))


def _life(fade: Fade) -> Life:
    return (fade.start, fade.end)


def _front_fade(front: Front, number: int, stays: bool) -> Fade:
    frames, whole = front.frames, front.fade
    last = number + 1 >= len(frames)
    return Fade(
        start=frames[number],
        end=whole.end if last or stays else frames[number + 1],
        frames=whole.frames,
    )


def _courses(things: Things, unit: float) -> tuple[Course, ...]:
    courses = [
        Course(points=points, radius=radius)
        for points, radius in (arrow.swept() for arrow in things.arrows)
    ]
    courses += [
        Course(points=line[::4], radius=9 * unit, weight=0.15)
        for front in things.fronts
        for line in front.lines
    ]
    courses += [Course(points=line.path, radius=6 * unit, weight=0.05) for line in things.lines]
    return tuple(courses)


def _after_heads(wish: _Wish, seat: Seat, arrows: Sequence[Arrow]) -> Fade:
    """A name on the way of an arrow waits until its head has gone by."""
    rect = wish.request.rect(seat)
    fade = wish.fade
    for arrow in arrows:
        points, radius = arrow.swept()
        way = Course(points=points, radius=radius)
        growing = (arrow.grows[0], arrow.grows[1] + 1)
        if way.under(rect) and overlap(growing, (fade.start, fade.end)):
            fade = replace(fade, start=max(fade.start, growing[1]))
    return fade


def _through_views(
    names: Sequence[Name], frame: Rect, zooms: Sequence[tuple[int, Zoom]], things: Things
) -> list[Name]:
    """Show each name only while the moving view leaves it room; the first named goes first."""
    shown: list[list[bool]] = []
    for name in names:
        seen: list[bool] = []
        for step, (at, zoom) in enumerate(zooms):
            rect = name.rect(zoom)
            others = [names[other] for other in range(len(shown)) if shown[other][step]]
            seen.append(
                frame.holds(rect)
                and not any(_names_clash(name, other, zoom) for other in others)
                and not _on_symbol(name, zoom, things)
                and not _on_way(rect, zoom, [a for a in things.arrows if a.state(at) is not None])
            )
        shown.append(seen)
    return [
        replace(name, fades=_stretches(name.fades[0], seen, [at for at, _ in zooms]))
        for name, seen in zip(names, shown, strict=True)
    ]


def _names_clash(one: Name, two: Name, zoom: Zoom) -> bool:
    first, second = one.rect(zoom), two.rect(zoom)
    if first.meets(second.grown(3)):
        return True
    return any(
        name.seat.led and crosses(name.leader(zoom), rect)
        for name, rect in ((one, second), (two, first))
    )


def _on_symbol(name: Name, zoom: Zoom, things: Things) -> bool:
    rect = name.rect(zoom)
    for symbol in things.symbols:
        reach = radius_of(symbol.kind) * symbol.unit
        if reach and around(zoom.place(symbol.at), reach).meets(rect):
            return True
    return False


def _on_way(rect: Rect, zoom: Zoom, arrows: Sequence[Arrow]) -> bool:
    for arrow in arrows:
        points, radius = arrow.swept()
        if Course(points=zoom.place(points)[-3:], radius=radius).under(rect):
            return True
    return False


def _stretches(fade: Fade, seen: Sequence[bool], frames: Sequence[int]) -> tuple[Fade, ...]:
    """Cut a fade to the stretches between looks at both of which the name has room."""
    open_spans: list[list[int]] = []
    for step in range(len(frames) - 1):
        if not (seen[step] and seen[step + 1]):
            continue
        if open_spans and open_spans[-1][1] == frames[step]:
            open_spans[-1][1] = frames[step + 1]
        else:
            open_spans.append([frames[step], frames[step + 1]])
    last = frames[-1]
    cut = []
    for start, end in open_spans:
        begins, ends = max(fade.start, start), fade.end if end >= last else min(fade.end, end)
        if begins < ends:
            cut.append(Fade(start=begins, end=ends, frames=fade.frames))
    return tuple(cut)
