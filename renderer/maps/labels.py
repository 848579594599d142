"""The names on a map: set, seated where nothing clashes, led back to what they name.

Comes in: the author's data, the things laid out, the views of the slide. Goes out: `Name` layers,
and the names that found no room. A name is seated for the last view; where a moving map rests
before that and its seat leaves it no room, or far too bad a place, it has another there, and is
gone when the view has moved too far for it or when it can stand where it will stay. Knows nothing
of the ground.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from renderer.frames.pixels import Plane, Size
from renderer.maps.arrows import Arrow
from renderer.maps.fronts import at_sea, between_lines
from renderer.maps.label_placement import (
    Course,
    LabelRoom,
    Life,
    Obstacle,
    Seat,
    SeatRequest,
    overlap,
    seat_names,
)
from renderer.maps.label_requests import Wish, front_fade, life_of, wishes_of
from renderer.maps.layer import Fade, Zoom
from renderer.maps.overlays import MapSetting, Things
from renderer.maps.placed_label import Name, names_through_views
from renderer.maps.seats_in_views import (
    Rest,
    RestingView,
    Unseated,
    better_seated,
    early_names,
    is_seen_at,
    kept_afloat,
    resting,
    seen_on_the_way,
    unseated_in,
)
from renderer.maps.strokes import lengths_along, point_at
from renderer.maps.symbols import EXPLAINED_KINDS, Symbol, radius_of
from renderer.maps.timing import eased
from renderer.maps.viewport import Pixels, Rect, around
from renderer.storyboard.map_data import OperationsMap

# What a point of an arrow's way costs where its head only passes: the rest is of what stays there.
_SWEPT = 0.4
# What a point of a front under a name costs, to one of an arrow: letters across a front are hard
# to read, and seem to belong to either side, but what they name often stands right beside it.
_FRONT_WEIGHT = 0.6
# Units between such points, however far beyond the frame the front goes on: less than a name's
# height, so that none stands between two.
_FRONT_SPACING = 12.0
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
        reached = resting(zooms)[-1].start
        requests = [
            replace(one, anywhere=not _inside(frame, one), life=_life_from(reached, one.life))
            for one in requests
        ]
    room = _room(things, ground, setting.unit, land)
    seats = seat_names(requests, replace(room, obstacles=(*room.obstacles, *_stops(things))))
    names = [
        _seated(wish, seat, _after_heads(wish, seat, things.arrows))
        for wish, seat in zip(wishes, seats, strict=True)
        if seat
    ]
    if zooms:
        room = replace(room, obstacles=(*room.obstacles, ground.caption))
        views = _AllViews(things=things, room=room, unit=setting.unit, ground=ground)
        places = wishes[: len(board.places)]
        named = [*places, *(wish for wish in wishes if wish.arrow)]
        names = views.names(named, places, names)
    shown = {name.text for name in names if name.fades}
    return Naming(
        names=tuple(names),
        dropped=tuple(dict.fromkeys(wish.text for wish in wishes if wish.text not in shown)),
        symbols=tuple(map(partial(_with_its_name, names), wishes, things.symbols)),
    )


def _room(things: Things, ground: LabelGround, unit: float, land: Plane) -> LabelRoom:
    return LabelRoom(
        frame=ground.frame,
        obstacles=tuple(ground.taken),
        courses=_courses(things, unit, Zoom(size=Size(0, 0)), land),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _AllViews:
    """What seats names in views before the last."""

    things: Things
    room: LabelRoom
    """The frame, and what is taken of it."""
    unit: float
    ground: LabelGround

    def names(
        self, wishes: Sequence[Wish], places: Sequence[Wish], seated: Sequence[Name]
    ) -> list[Name]:
        """Give names in all views: where they are *seated* for the last, or apart from that.

        Args:
            wishes: what is named in every view: places, then arrows.
            places: of those, what is given another seat when it loses one.
            seated: everything, as it has room in the last view.
        """
        zooms = self.ground.zooms
        rests = resting(zooms)
        views = [(self._view(rest, rests[-1]), self._unseated(wishes, rest)) for rest in rests]
        held = names_through_views(seated, self.room, zooms, self.things)
        apart = {
            each for view, unseated in views[:-1] for each in better_seated(unseated, held, view)
        }
        while True:
            names = list(held)
            if apart:
                names = names_through_views(seated, self.room, zooms, self.things, apart)
            for view, unseated in views[:-1]:
                names += self._early(unseated, names, view)
            found = {(named, life) for named, life in apart if is_seen_at(life[0], named, names)}
            if found == apart:
                break
            apart = found  # where another has taken the better seat, the first one is kept
        for view, unseated in views:
            for left in unseated_in(view.rest, names, places):
                names += self._early(unseated[: len(places)], names, replace(view, rest=left))
        for before, (view, unseated) in zip(rests, views[1:], strict=False):
            way = replace(view.rest, start=before.end)
            passing = seen_on_the_way(unseated, way, view.rest)
            names += self._early(passing, names, replace(view, rest=way))
        return names

    def _early(
        self, unseated: Sequence[Unseated], names: Sequence[Name], view: RestingView
    ) -> list[Name]:
        """Those not among *names*, for a view that rests before the last one."""
        passed = []
        for name in early_names(unseated, names, view, self.ground.zooms):
            (fade,) = name.fades
            start = max(fade.start, name.passed(view.rest.zoom))
            if fade.end - start >= 2 * fade.frames:  # as long as it fades, at the least
                passed.append(replace(name, fades=(replace(fade, start=start),)))
        return passed

    def _unseated(self, wishes: Sequence[Wish], rest: Rest) -> list[Unseated]:
        anywhere = Seat(left=0.0, top=0.0, cost=0.0)
        return [
            Unseated(
                name=_seated(wish, anywhere, wish.fade),
                request=replace(wish.request, seats=wish.seats_in(rest.zoom)),
                afloat=wish.afloat,
            )
            for wish in wishes
        ]

    def _view(self, rest: Rest, last: Rest) -> RestingView:
        land = self.ground.land(rest.start)
        courses = _courses(self.things, self.unit, rest.zoom, land)
        room = replace(self.room, courses=courses)
        return RestingView(
            rest=rest,
            room=room,
            things=self.things,
            land=zlib.compress(land.tobytes(), 1),
            reached=last.start,
        )


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


def _life_from(reached: int, life: Life) -> Life:
    """*life* from when the last view is reached: what has gone by then keeps no name off there."""
    return (max(life[0], reached), life[1]) if life[1] > reached else life


def _inside(frame: Rect, request: SeatRequest) -> bool:
    x, y = request.anchor
    return frame.left <= x < frame.right and frame.top <= y < frame.bottom


def _afloat(wish: Wish, land: Plane) -> SeatRequest:
    """Keep the name of a water off the land, when it has any seat there."""
    return kept_afloat(wish.request, land) if wish.afloat else wish.request


def _courses(things: Things, unit: float, zoom: Zoom, land: Plane) -> tuple[Course, ...]:
    """The ways as a view shows them, which sees *land*: fronts are drawn there alone."""
    courses = []
    for arrow in things.arrows:
        points, radius = arrow.swept(zoom)
        way = Course(points=points, radius=radius, weight=_SWEPT, life=life_of(arrow.fade))
        body = replace(way, radius=arrow.reach_aside(zoom), weight=1 - _SWEPT, solid=True)
        courses += [way, body]
    for line, weight, life in _front_lines(things):
        points = _spread(zoom.place(line), _FRONT_SPACING * unit)
        ashore = points[~at_sea(points, land)]
        courses.append(Course(points=ashore, radius=9 * unit, weight=weight, life=life))
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


def _front_lines(things: Things) -> Iterator[tuple[Pixels, float, Life]]:
    """Where fronts stand, and where they pass on their way on; what each costs, and when."""
    for part, front, number in things.front_dates:
        line = front.lines[number]
        yield line, _FRONT_WEIGHT, life_of(front_fade(front, number, part.trace))
        if number + 1 == len(front.lines):
            continue
        start, end = front.leaves[number], front.frames[number + 1]
        for quarter in (1, 2, 3):
            first, middle, last = (
                round(start + (end - start) * (quarter + off) / 4) for off in (-0.5, 0.0, 0.5)
            )
            passing = between_lines(line, front.lines[number + 1], eased(middle, start, end))
            yield passing, _FRONT_WEIGHT / 2, (first, last)


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
        under = Course(points=points, radius=radius).within(rect)
        growing = (arrow.grows[0], arrow.grows[1] + 1)
        if len(under) and overlap(growing, (fade.start, fade.end)):
            fade = replace(fade, start=max(fade.start, arrow.passes(under[-1]) + 1))
    return fade
