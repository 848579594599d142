"""Seats of names in the views in which a moving map rests before its last.

Comes in: names as they are seated for the last view, what else is on the map, the view. Goes out:
`Name`s for that view of what has no room on its seat there, and what stands so badly on it that
another is worth it. Knows nothing of the ground but its coverage by land.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from renderer.frames.pixels import Plane, Size
from renderer.maps.label_placement import (
    LabelRoom,
    Life,
    Obstacle,
    SeatRequest,
    priced_seats,
    seat_names,
)
from renderer.maps.layer import Fade, Zoom
from renderer.maps.overlays import Things
from renderer.maps.placed_label import Name, has_room, seen_stretches
from renderer.maps.symbols import radius_of
from renderer.maps.viewport import Rect, around

if TYPE_CHECKING:
    from renderer.maps.label_requests import Wish

# Mean coverage by land (of 255) under a name that still looks afloat.
_DRY = 12.0
# Cost of the first led seat (label_requests.py) that a name does without while a view opens.
_FAR = 32.0
# What a name must save to have another seat in an earlier view: to stay where it is reads best, but
# not across a front, nor at the end of a line over half the map.
_WORTH_MOVING = 36.0
# The same of a name that isn't seen in the last view, and so loses nothing.
_WORTH_ANYWAY = 6.0


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


def seen_on_the_way(unseated: Sequence[Unseated], way: Rest, rest: Rest) -> list[Unseated]:
    """What comes after a view is left, from where *way* starts, and goes before *rest* is reached.

    It is seated as for that view, as far as it has room until then.
    """
    lives = [(one.name.fades[0], one) for one in unseated]
    return [one for fade, one in lives if way.start <= fade.start and fade.end <= rest.start]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingView:
    """A view that rests, and what stands there."""

    rest: Rest
    room: LabelRoom
    """The frame, what is taken of it by furniture, the ways in the view."""
    things: Things
    """In the pixels of the layout."""
    land: bytes
    """Its coverage by land, compressed: 2 MB at 1080p, and those of all views are at hand."""
    reached: int
    """The frame at which the last view is reached."""

    def room_beside(self, names: Sequence[Name]) -> LabelRoom:
        """What is left of the frame by *names* and all that they keep off."""
        taken = _in_the_way(names, self.things, self.rest.zoom)
        return replace(self.room, obstacles=(*self.room.obstacles, *taken))

    def request(self, one: Unseated, modest: Callable[[SeatRequest], SeatRequest]) -> SeatRequest:
        """What a name asks for here."""
        wanted = modest(_moved(one.request, self.rest))
        if not one.afloat:
            return wanted
        width, height = self.rest.zoom.size
        land = np.frombuffer(zlib.decompress(self.land, bufsize=width * height), np.uint8)
        return kept_afloat(wanted, land.reshape(height, width))


def early_names(
    unseated: Sequence[Unseated],
    names: Sequence[Name],
    view: RestingView,
    zooms: Sequence[tuple[int, Zoom]],
) -> list[Name]:
    """Seat for a view those names that are not seen in it.

    Args:
        unseated: names of places and arrows, seen or not.
        names: as they are seated for the last view, with the stretches in which they are seen.
        view: the view.
        zooms: frames at which the moving view is looked at.
    """
    rest, room = view.rest, view.room
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
        requests = [view.request(one, modest) for one in wanted]
        seats = seat_names(requests, view.room_beside([*names, *found]))
        for one, seat in zip(wanted, seats, strict=True):
            name = replace(one.name, seat=seat) if seat else None
            others = [*names, *found]
            if name and (fade := _stretch(name, others, room, zooms, view.things, rest)):
                found.append(replace(name, fades=(fade,)))
    return found


def better_seated(
    unseated: Sequence[Unseated], names: Sequence[Name], view: RestingView
) -> Iterator[tuple[Hashable, Life]]:
    """Give what stands so badly in a view, on its seat for the last, that another is worth it.

    Takes the same as `early_names`. Each with the frames in which it had better stand elsewhere.
    """
    rest = view.rest
    for one in unseated:
        here = [other for other in names if other.names == one.name.names]
        if not _is_seen(one.name, here, rest):
            continue
        room = view.room_beside([other for other in names if other.names != one.name.names])
        wanted = view.request(one, _near)
        free = priced_seats(wanted, room)
        seat = here[0].seat
        plain = (
            each for each in one.request.seats if (each.left, each.top) == (seat.left, seat.top)
        )
        stands = replace(_moved(one.request, rest), seats=(next(plain, seat),))
        held = priced_seats(stands, replace(room, gap=0))
        worth = _WORTH_MOVING if one.request.life[1] > view.reached else _WORTH_ANYWAY
        if held and free and free[0].cost + worth < held[0].cost:
            yield one.name.names, wanted.life


def is_seen_at(frame: int, named: Hashable, names: Sequence[Name]) -> bool:
    """Whether one of *names* names that, and is seen at *frame*."""
    return any(
        fade.start <= frame < fade.end
        for name in names
        if name.names == named
        for fade in name.fades
    )


def _is_seen(name: Name, names: Sequence[Name], rest: Rest) -> bool:
    """Whether it is seen in the view from its first moment there on."""
    return is_seen_at(max(name.fades[0].start, rest.start), name.names, names)


def _moved(request: SeatRequest, rest: Rest) -> SeatRequest:
    """As a name asks for a seat in the view: what comes after that doesn't count."""
    x, y = rest.zoom.place(np.array([request.anchor]))[0]
    start = max(request.life[0], rest.start)
    life = (start, min(request.life[1], max(start, rest.end) + 1))
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
    seen = []
    for at, zoom in zooms:
        shown = [other for other in others if other.state(at) is not None]
        later = any(other.names == name.names for other in shown)
        beside = [other for other in shown if other.names != name.names]
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
        if other.names == name.names
        for one in other.fades
        if one.start > whole[0].start
    ]
    cut = replace(whole[0], end=min([whole[0].end, *takes_over]))
    return cut if cut.end - cut.start >= 2 * max(1, fade.frames) else None
