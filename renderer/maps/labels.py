"""The names on a map: set, seated where nothing clashes, led back to what they name.

Comes in: the author's data, the things laid out, the views of the slide. Goes out: `Name` layers,
and the names that found no room. Where a moving map rests before its last view, and seats of the
two clash, a name is seated for that view too, and gone when the view has moved too far for it or
when it can stand where it will stay. Knows nothing of the ground.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

import numpy as np

from renderer.frames.pixels import Plane, Size
from renderer.maps.arrows import Arrow
from renderer.maps.label_placement import (
    Course,
    LabelRoom,
    Obstacle,
    Seat,
    SeatRequest,
    overlap,
    seat_names,
)
from renderer.maps.label_requests import Wish, front_fade, life_of, wishes_of
from renderer.maps.layer import Fade, Zoom
from renderer.maps.overlays import MapSetting, Things
from renderer.maps.placed_label import Name, has_room, names_through_views, seen_stretches
from renderer.maps.strokes import lengths_along, point_at
from renderer.maps.symbols import EXPLAINED_KINDS, Symbol, radius_of
from renderer.maps.viewport import Pixels, Rect, around
from renderer.storyboard.map_data import OperationsMap

# Mean coverage by land (of 255) under a name that still looks afloat.
_DRY = 12.0
# Cost of the first led seat (label_requests.py) that a name does without while a view opens.
_FAR = 32.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseated:
    """A name as it would stand alone: anywhere round its anchor."""

    name: Name
    """With its whole life in its one fade; its seat is still to be found."""
    request: SeatRequest
    """In the pixels of the layout; its seats are those of the view."""
    afloat: bool
    """Whether it names water, and had better stay on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A view that stays."""

    zoom: Zoom
    start: int
    """First frame at which it is looked at there."""
    end: int
    """The last."""


def resting(zooms: Sequence[tuple[int, Zoom]]) -> list[Rest]:
    """The first view, those at which it rests on its way, and the last."""
    views = [(zoom, [at for at, _ in looks]) for zoom, looks in groupby(zooms, lambda one: one[1])]
    ends = (0, len(views) - 1)
    return [
        Rest(zoom=zoom, start=frames[0], end=frames[-1])
        for number, (zoom, frames) in enumerate(views)
        if number in ends or len(frames) > 1
    ]


def unseated_in(rest: Rest, names: Sequence[Name], wishes: Sequence[Wish]) -> list[Rest]:
    """What is left of a view from where a name loses its seat, as an arrow comes or another name.

    Its life goes on, and its sign stays: there it is given another.
    """
    lives = {(wish.text, wish.request.anchor): wish.fade.end for wish in wishes}
    lost = {
        fade.end
        for name in names
        for fade in name.fades
        if rest.start < fade.end < min(rest.end, lives.get((name.text, name.anchor), 0))
    }
    return [replace(rest, start=frame) for frame in sorted(lost)]


def early_names(
    unseated: Sequence[Unseated],
    names: Sequence[Name],
    things: Things,
    room: LabelRoom,
    zooms: Sequence[tuple[int, Zoom]],
    rest: Rest,
    land: Plane,
) -> list[Name]:
    """Seat for a view those names that are not seen in it.

    Args:
        unseated: names of places and arrows, seen or not.
        names: as they are seated for the last view, with the stretches in which they are seen.
        things: what is on the map, in the pixels of the layout.
        room: the frame, what is taken of it by furniture, the ways in the view.
        zooms: frames at which the moving view is looked at.
        rest: the view.
        land: its coverage by land.
    """
    wanted = [
        one
        for one in unseated
        if one.name.fades[0].start <= rest.end and one.name.fades[0].end > rest.start
        if not _is_seen(one.name, names, rest)
        if room.frame.holds(_point(_moved(one.request, rest)))
    ]
    found: list[Name] = []
    for modest in _MODEST:
        wanted = [one for one in wanted if not _is_seen(one.name, found, rest)]
        requests = [modest(_moved(one.request, rest)) for one in wanted]
        seats = seat_names(
            [
                kept_afloat(request, land) if one.afloat else request
                for one, request in zip(wanted, requests, strict=True)
            ],
            replace(
                room,
                obstacles=(*room.obstacles, *_in_the_way([*names, *found], things, rest.zoom)),
            ),
        )
        for one, seat in zip(wanted, seats, strict=True):
            name = replace(one.name, seat=seat) if seat else None
            others = [*names, *found]
            if name and (fade := _stretch(name, others, room, zooms, things, rest)):
                found.append(replace(name, fades=(fade,)))
    return found


def _is_seen(name: Name, names: Sequence[Name], rest: Rest) -> bool:
    """Whether it is seen in the view from its first moment there on."""
    return any(
        fade.start <= max(name.fades[0].start, rest.start) < fade.end
        for other in names
        if (other.text, other.anchor) == (name.text, name.anchor)
        for fade in other.fades
    )


def _moved(request: SeatRequest, rest: Rest) -> SeatRequest:
    x, y = rest.zoom.place(np.array([request.anchor]))[0]
    life = (max(request.life[0], rest.start), request.life[1])
    return replace(request, anchor=(float(x), float(y)), life=life, anywhere=False)


def _near(request: SeatRequest) -> SeatRequest:
    """A name that will have a better seat need not stand far off in this view, nor on an arrow."""
    near = tuple(seat for seat in request.seats if not seat.led or seat.cost < _FAR)
    return replace(request, seats=near, shy=True)


def _beside(request: SeatRequest) -> SeatRequest:
    return replace(request, shy=True)


_MODEST = (_near, _beside)
"""What is tried in turn: who sees a sign and hears its name looks for that, wherever it stands."""


def _point(request: SeatRequest) -> Rect:
    return around(np.array([request.anchor]))


def kept_afloat(request: SeatRequest, land: Plane) -> SeatRequest:
    """Leave a name only its seats that are off *land*, when it has any."""
    height, width = land.shape
    seats = []
    for seat in request.seats:
        rect = request.rect(seat).within(Size(width, height))
        under = land[rect.top : rect.bottom, rect.left : rect.right]
        if under.size and float(under.mean()) < _DRY:
            seats.append(seat)
    return replace(request, seats=tuple(seats)) if seats else request


def _in_the_way(names: Sequence[Name], things: Things, zoom: Zoom) -> list[Obstacle]:
    """What the first view shows, and when."""
    out = [
        Obstacle(rect=name.rect(zoom), life=(fade.start, fade.end))
        for name in names
        for fade in name.fades
    ]
    for symbol in things.symbols:
        if reach := radius_of(symbol.kind) * symbol.unit:
            life = (symbol.fade.start, symbol.fade.end)
            out.append(Obstacle(rect=around(zoom.place(symbol.at), reach), life=life))
    for arrow in things.arrows:
        life = (arrow.fade.start, arrow.fade.end)
        out.append(Obstacle(rect=arrow.head_in(zoom), life=life))
    return out


def _stretch(
    name: Name,
    others: Sequence[Name],
    room: LabelRoom,
    zooms: Sequence[tuple[int, Zoom]],
    things: Things,
    rest: Rest,
) -> Fade | None:
    """When it is seen, from its first moment in the view on; None: too briefly to be read."""
    fade = name.fades[0]
    own = (name.text, name.anchor)
    seen = []
    for at, zoom in zooms:
        shown = [other for other in others if other.state(at) is not None]
        later = any((other.text, other.anchor) == own for other in shown)
        beside = [other for other in shown if (other.text, other.anchor) != own]
        seen.append(not later and has_room(name, at, zoom, room, beside, things))
    from_here = max(fade.start, rest.start)
    cut_at = seen_stretches(fade, seen, [at for at, _ in zooms])
    whole = [one for one in cut_at if one.end > from_here and one.start <= rest.end]
    if not whole:
        return None
    # It goes before the seat in which it stays takes over.
    takes_over = [
        one.start
        for other in others
        if (other.text, other.anchor) == own
        for one in other.fades
        if one.start > whole[0].start
    ]
    cut = replace(whole[0], end=min([whole[0].end, *takes_over]))
    return cut if cut.end - cut.start >= 2 * max(1, fade.frames) else None


# What a point of a front under a name costs, to one of an arrow: letters across a front are hard
# to read, but what they name often stands right beside it.
_FRONT_WEIGHT = 0.4
# The same of a breakwater, a road, a pipeline: thinner, and many a port stands on one.
_LINE_WEIGHT = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelGround:
    """What names find when they come."""

    frame: Rect
    """The part of the picture for names."""
    taken: Sequence[Obstacle]
    """By the furniture."""
    caption: Obstacle
    """Its rows, while it stands: for views before the last, which it has left."""
    zooms: Sequence[tuple[int, Zoom]]
    """Frames at which a moving view is looked at, and their zooms; empty: it stays."""
    land: Callable[[int], Plane]
    """Coverage by land of the view of a frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Everything named."""

    names: tuple[Name, ...]
    dropped: tuple[str, ...]
    """Texts that found no room."""
    symbols: tuple[Symbol, ...]
    """As they were laid out; one that says nothing without its name comes with it."""


def name_things(
    board: OperationsMap, things: Things, setting: MapSetting, ground: LabelGround
) -> Naming:
    """Name everything.

    Args:
        board: what the author wrote.
        things: the same, laid out.
        setting: what it was laid out by.
        ground: where names may stand.
    """
    wishes, zooms, frame = wishes_of(board, things, setting), ground.zooms, ground.frame
    land = ground.land(zooms[-1][0] if zooms else 0)
    requests = [_afloat(wish, land) for wish in wishes]
    if zooms:
        requests = [replace(one, anywhere=not _inside(frame, one)) for one in requests]
    room = _room(things, ground, setting.unit)
    seats = seat_names(requests, replace(room, obstacles=(*room.obstacles, *_stops(things))))
    names = [
        _seated(wish, seat, _after_heads(wish, seat, things.arrows))
        for wish, seat in zip(wishes, seats, strict=True)
        if seat
    ]
    if zooms:
        room = replace(room, obstacles=(*room.obstacles, ground.caption))
        names = names_through_views(names, room, zooms, things)
        places = wishes[: len(board.places)]
        early = [*places, *(wish for wish in wishes if wish.arrow)]
        rests = resting(zooms)
        for rest in rests[:-1]:
            names += _early(early, names, things, (room, setting.unit), ground, rest)
        for rest in rests:
            for left in unseated_in(rest, names, places):
                names += _early(places, names, things, (room, setting.unit), ground, left)
    shown = {name.text for name in names if name.fades}
    return Naming(
        names=tuple(names),
        dropped=tuple(dict.fromkeys(wish.text for wish in wishes if wish.text not in shown)),
        symbols=tuple(map(partial(_with_its_name, names), wishes, things.symbols)),
    )


def _room(things: Things, ground: LabelGround, unit: float) -> LabelRoom:
    return LabelRoom(
        frame=ground.frame,
        obstacles=tuple(ground.taken),
        courses=_courses(things, unit, Zoom(size=Size(0, 0))),
        gap=max(2, round(4 * unit)),
    )


def _stops(things: Things) -> list[Obstacle]:
    """Symbols, and the heads of arrows where they come to rest."""
    heads = [Obstacle(rect=arrow.head(), life=life_of(arrow.fade)) for arrow in things.arrows]
    return heads + [
        Obstacle(
            rect=around(symbol.at, radius_of(symbol.kind) * symbol.unit), life=life_of(symbol.fade)
        )
        for symbol in things.symbols
        if radius_of(symbol.kind)
    ]


def _seated(wish: Wish, seat: Seat, fade: Fade) -> Name:
    return Name(
        text=wish.text,
        word=wish.word,
        anchor=wish.request.anchor,
        seat=seat,
        clear=wish.clear,
        fades=(fade,),
        turns=wish.turns,
        arrow=wish.arrow,
    )


def _early(
    wishes: Sequence[Wish],
    names: Sequence[Name],
    things: Things,
    measured: tuple[LabelRoom, float],
    ground: LabelGround,
    rest: Rest,
) -> list[Name]:
    """Names of places and arrows for a view that rests before the last one."""
    first, (room, unit) = rest.zoom, measured
    anywhere = Seat(left=0.0, top=0.0, cost=0.0)
    unseated = [
        Unseated(
            name=_seated(wish, anywhere, wish.fade),
            request=replace(wish.request, seats=wish.seats_in(first)),
            afloat=wish.afloat,
        )
        for wish in wishes
    ]
    room = replace(room, courses=_courses(things, unit, first))
    found = early_names(unseated, names, things, room, ground.zooms, rest, ground.land(rest.start))
    passed = []
    for name in found:
        (fade,) = name.fades
        start = max(fade.start, name.passed(first))
        if fade.end - start >= 2 * fade.frames:  # as long as it fades, at the least
            passed.append(replace(name, fades=(replace(fade, start=start),)))
    return passed


def _with_its_name(names: Sequence[Name], wish: Wish, symbol: Symbol) -> Symbol:
    """Let a town's dot wait for the town's name."""
    if symbol.kind in EXPLAINED_KINDS or not radius_of(symbol.kind):
        return symbol
    starts = [
        fade.start
        for name in names
        if (name.text, name.anchor) == (wish.text, wish.request.anchor)
        for fade in name.fades
    ]
    fade = symbol.fade
    start = max(fade.start, min(starts, default=fade.end))
    return replace(symbol, fade=replace(fade, start=start))


def _inside(frame: Rect, request: SeatRequest) -> bool:
    x, y = request.anchor
    return frame.left <= x < frame.right and frame.top <= y < frame.bottom


def _afloat(wish: Wish, land: Plane) -> SeatRequest:
    """Keep the name of a water off the land, when it has any seat there."""
    return kept_afloat(wish.request, land) if wish.afloat else wish.request


def _courses(things: Things, unit: float, zoom: Zoom) -> tuple[Course, ...]:
    """The ways as a view shows them."""
    courses = []
    for arrow in things.arrows:
        points, radius = arrow.swept(zoom)
        courses.append(Course(points=points, radius=radius, life=life_of(arrow.fade), solid=True))
    for front in things.fronts:
        for number, line in enumerate(front.lines):
            life = life_of(front_fade(front, number, stays=False))
            courses.append(
                Course(
                    points=zoom.place(line)[::4], radius=9 * unit, weight=_FRONT_WEIGHT, life=life
                )
            )
    courses += [
        Course(
            points=_edge(zoom.place(area.ring), 28 * unit),
            radius=6 * unit,
            weight=0.1,
            life=life_of(area.fade),
        )
        for area in things.areas
    ]
    courses += [
        Course(
            points=_spread(zoom.place(line.path), 14 * unit),
            radius=10 * unit,
            weight=_LINE_WEIGHT,
            life=life_of(line.fade),
        )
        for line in things.lines
    ]
    return tuple(courses)


def _edge(ring: Pixels, spacing: float) -> Pixels:
    return _spread(np.concatenate([ring, ring[:1]]), spacing)


def _spread(line: Pixels, spacing: float) -> Pixels:
    """Points all along *line*, however few the author needed to draw it."""
    length = float(lengths_along(line)[-1])
    return point_at(line, np.linspace(0, length, max(4, round(length / spacing))))


def _after_heads(wish: Wish, seat: Seat, arrows: Sequence[Arrow]) -> Fade:
    """A name on the way of an arrow waits until its head has gone by; an arrow's own name too."""
    rect = wish.request.rect(seat)
    alone = _seated(wish, seat, wish.fade)
    fade = replace(wish.fade, start=max(wish.fade.start, alone.passed(Zoom(size=Size(0, 0)))))
    for arrow in arrows:
        points, radius = arrow.swept()
        way = Course(points=points, radius=radius)
        growing = (arrow.grows[0], arrow.grows[1] + 1)
        if way.under(rect) and overlap(growing, (fade.start, fade.end)):
            fade = replace(fade, start=max(fade.start, growing[1]))
    return fade
