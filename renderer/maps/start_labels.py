"""Names for the views at which a moving map rests, where their seats for its last view clash.

Comes in: what is to be named, the names seated for the last view, a view before it.
Goes out: more `Name`s, seated for that view and gone when the view has moved too far for
them, or when the name can stand where it will stay. Knows nothing of how either is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from renderer.frames.pixels import Plane, Size
from renderer.maps.label_placement import Course, LabelRoom, Obstacle, Request, seat_names
from renderer.maps.layer import Fade, Zoom
from renderer.maps.overlays import Things
from renderer.maps.placed_label import Name, has_room, stretches
from renderer.maps.symbols import radius_of
from renderer.maps.viewport import Rect, around

# Mean coverage by land (of 255) under a name that still looks afloat.
_DRY = 12.0
# Cost of the first led seat (label_candidates.py) that a name does without while a view opens.
_FAR = 32.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseated:
    """A name as it would stand alone: anywhere round its anchor."""

    name: Name
    """With its whole life in its one fade; its seat is still to be found."""
    request: Request
    """In the pixels of the layout; its seats are those of the view."""
    afloat: bool
    """Whether it names water, and had better stay on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A view that stays, before the last one."""

    zoom: Zoom
    start: int
    """First frame at which it is looked at there."""
    end: int
    """The last."""


def resting(zooms: Sequence[tuple[int, Zoom]]) -> Iterator[Rest]:
    """The first view, and those at which it rests on its way to the last."""
    views = [(zoom, [at for at, _ in looks]) for zoom, looks in groupby(zooms, lambda one: one[1])]
    for number, (zoom, frames) in enumerate(views[:-1]):
        if number == 0 or len(frames) > 1:
            yield Rest(zoom=zoom, start=frames[0], end=frames[-1])


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
    first = rest.zoom
    wanted = [
        (one, request)
        for one in unseated
        if one.name.fades[0].start <= rest.end and one.name.fades[0].end > rest.start
        if not _is_seen(one.name, names, rest)
        if room.frame.holds(_point(request := _moved(one.request, first)))
    ]
    seats = seat_names(
        [kept_afloat(request, land) if one.afloat else request for one, request in wanted],
        replace(room, obstacles=(*room.obstacles, *_in_the_way(names, things, first))),
    )
    found: list[Name] = []
    for (one, _), seat in zip(wanted, seats, strict=True):
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


def _moved(request: Request, zoom: Zoom) -> Request:
    x, y = zoom.place(np.array([request.anchor]))[0]
    # Shy: a name that will have a better seat need not stand on an arrow in this one.
    near = tuple(seat for seat in request.seats if not seat.led or seat.cost < _FAR)
    return replace(request, anchor=(float(x), float(y)), seats=near, anywhere=False, shy=True)


def _point(request: Request) -> Rect:
    return around(np.array([request.anchor]))


def kept_afloat(request: Request, land: Plane) -> Request:
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
    cut_at = stretches(fade, seen, [at for at, _ in zooms])
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


def ways_in(courses: Sequence[Course], zoom: Zoom) -> tuple[Course, ...]:
    """Give the ways as another view shows them."""
    return tuple(replace(course, points=zoom.place(course.points)) for course in courses)
