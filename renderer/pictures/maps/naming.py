"""The names on a map: set, seated where nothing clashes, led back to what they name.

Comes in: the author's data, the things laid out, the views of the slide. Goes out: `Name` layers,
and the names that found no room. Knows nothing of the ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from renderer.pictures.maps.arrows import Arrow
from renderer.pictures.maps.fronts import Front
from renderer.pictures.maps.furniture import face
from renderer.pictures.maps.labels import (
    Course,
    Life,
    Obstacle,
    Request,
    Room,
    Seat,
    overlap,
    seat_names,
)
from renderer.pictures.maps.layers import Fade, Zoom
from renderer.pictures.maps.lettering import Word, set_word
from renderer.pictures.maps.names import Name, names_through_views
from renderer.pictures.maps.seats import along_line, inside_ring, round_point, round_symbol
from renderer.pictures.maps.symbols import radius_of
from renderer.pictures.maps.things import Setting, Things
from renderer.pictures.maps.viewport import Rect, around
from renderer.pictures.pixels import Plane, Size
from renderer.storyboard.operations import MapPlace, OperationsMap

_IMPORTANCE = {"objective": 0, "capital": 1, "landing": 1, "water": 6, "region": 6, "note": 4}


# Mean coverage by land (of 255) under a name that still looks afloat.
_DRY = 12.0


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
        names = names_through_views(names, frame, zooms, things)
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
            word = set_word(arrow.label, face(style, "arrow", size, drawn.colour), setting.language)
            anchor, seats = along_line(
                drawn.path, word.width, word.height, drawn.swept()[1] + 3 * unit
            )
            wishes.append(_wish(arrow.label, word, anchor, seats, 2, drawn.fade))
    for part, front, number in things.front_dates:
        if part.label:
            word = set_word(part.label, face(style, "front", size, front.colour), setting.language)
            anchor, seats = along_line(
                front.lines[number], word.width, word.height, 13 * unit, prefer_left=False
            )
            wishes.append(
                _wish(part.label, word, anchor, seats, 3, _front_fade(front, number, part.trace))
            )
    for area, region in zip(board.areas, things.areas, strict=True):
        if area.name:
            word = set_word(area.name, face(style, "arrow", size, region.colour), setting.language)
            anchor, seats = inside_ring(region.ring, word.width, word.height)
            wishes.append(_wish(area.name, word, anchor, seats, 3, region.fade))
    for line, stroke in zip(board.lines, things.lines, strict=True):
        if line.name:
            role = "water" if line.kind == "river" else "legend"
            colour = style.water_label if line.kind == "river" else style.label
            word = set_word(line.name, face(style, role, size, colour), setting.language)
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
        word = set_word(place.name, face(style, role, size, colour), setting.language)
        seats = round_point(word.width, word.height, 14 * unit)
        wish = _wish(place.name, word, anchor, seats, importance, fade)
        return replace(wish, afloat=place.kind == "water")
    role = "objective" if place.kind in ("objective", "capital") else "place"
    colour = style.sides.of(place.side) if place.side else style.label
    word = set_word(place.name, face(style, role, size, colour), setting.language)
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
