"""Where names go: none over another, none off the frame, none on a symbol or an arrow head.

Comes in: one `SeatRequest` a name, with the places it would take and what each costs; what must
stay free. Goes out: the chosen `Seat` of each name, or None when there is no room. Pure and
deterministic: greedy by importance, then a name that found no room, or stands far better elsewhere,
may make one other move.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from renderer.maps.viewport import Pixels, Rect

Life = tuple[int, int]
"""The frames, half-open, during which something is seen."""
ALWAYS: Life = (0, 1 << 30)
"""From the first frame to one that no film reaches."""
# What a point of an arrow's or a front's course under a name costs, in units of preference.
_COURSE_COST = 14.0
# What a leading line over a symbol or an arrow's head costs.
_LED_OVER = 80.0
# Pixels between a name's anchor and the middle of its own symbol, whose corners are whole.
_OWN = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One place a name could take, relative to its anchor."""

    left: float
    top: float
    cost: float
    led: bool = False
    """Whether a line leads from the name to its anchor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRequest:
    """A name that wants a seat."""

    width: int
    height: int
    anchor: tuple[float, float]
    seats: tuple[Seat, ...]
    importance: int
    """0 is seated first."""
    life: Life = ALWAYS
    anywhere: bool = False
    """Whether it may lie off the frame: what it names does, while the view is elsewhere."""
    shy: bool = False
    """Whether it had better be left out than stand on an arrow: a sea's name, a region's."""

    def rect(self, seat: Seat) -> Rect:
        """Give the pixels it covers on *seat*."""
        left = round(self.anchor[0] + seat.left)
        top = round(self.anchor[1] + seat.top)
        return Rect(left, top, left + self.width, top + self.height)

    def leader(self, seat: Seat) -> Pixels | None:
        """Give the line from its anchor to the nearest point of its rectangle."""
        if not seat.led:
            return None
        rect = self.rect(seat)
        anchor = np.array(self.anchor)
        near = np.clip(anchor, [rect.left, rect.top], [rect.right, rect.bottom])
        return np.stack([anchor, near])


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Pixels that no name may cover while it is seen."""

    rect: Rect
    life: Life = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Points that names had better leave free: the way of an arrow, a front."""

    points: Pixels
    radius: float
    weight: float = 1.0
    life: Life = ALWAYS
    solid: bool = False
    """Whether a shy name stays away rather than stand on it."""

    def within(self, rect: Rect) -> Pixels:
        """Give its points within reach of *rect*."""
        x, y = self.points[:, 0], self.points[:, 1]
        r = self.radius
        inside = (
            (x > rect.left - r) & (x < rect.right + r) & (y > rect.top - r) & (y < rect.bottom + r)
        )
        reached: Pixels = self.points[inside]
        return reached

    def under(self, rect: Rect) -> int:
        """Count its points within reach of *rect*."""
        return len(self.within(rect))

    def beside(self, line: Pixels) -> int:
        """Count its points that the segment *line* runs over, its first stretch left out."""
        way = line[1] - line[0]
        share = np.clip((self.points - line[0]) @ way / max(1e-9, float(way @ way)), 0.3, 1)
        off = self.points - line[0] - share[:, None] * way
        return int(np.count_nonzero(np.hypot(off[:, 0], off[:, 1]) < self.radius / 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRoom:
    """The frame as names find it."""

    frame: Rect
    """Names stay inside it."""
    obstacles: tuple[Obstacle, ...] = ()
    courses: tuple[Course, ...] = ()
    gap: int = 4
    """Pixels kept between a name and anything else."""


def seat_names(requests: Sequence[SeatRequest], room: LabelRoom) -> list[Seat | None]:
    """Choose a seat for every name; None: it has no room."""
    priced = [priced_seats(request, room) for request in requests]
    order = sorted(range(len(requests)), key=lambda i: (requests[i].importance, i))
    seats: list[Seat | None] = [None] * len(requests)
    for i in order:
        seats[i] = _first_free(i, priced[i], requests, seats, room.gap)
    for i in order:
        if seats[i] is None:
            _make_room(i, priced, requests, seats, room.gap)
    for i in order:
        _come_nearer(i, priced, requests, seats, room.gap)
    for i in order:  # what moved may have left a better seat to others
        if seats[i] is not None:
            seats[i] = _first_free(i, priced[i], requests, seats, room.gap) or seats[i]
    return seats


def overlap(a: Life, b: Life) -> bool:
    """Whether two lives share a frame."""
    return a[0] < b[1] and b[0] < a[1]


def priced_seats(request: SeatRequest, room: LabelRoom) -> list[Seat]:
    """Seats inside the frame and off every obstacle, with all that they cost, cheapest first.

    Its own symbol is no obstacle: its seats stand off it as it is.
    """
    usable: list[tuple[float, int]] = []
    wide = _hull([request.rect(seat) for seat in request.seats], request.anchor).grown(room.gap)
    courses = [one for one in room.courses if overlap(request.life, one.life) and one.under(wide)]
    stops = [
        one.rect
        for one in room.obstacles
        if overlap(request.life, one.life) and not _is_own(one.rect, request.anchor)
    ]
    for number, seat in enumerate(request.seats):
        rect = request.rect(seat).grown(room.gap)
        if not (request.anywhere or room.frame.holds(rect)):
            continue
        if any(rect.meets(other) for other in stops):
            continue
        leader = request.leader(seat)
        led_over = leader is not None and any(
            crosses(leader, other) for other in stops if not _holds(other, request.anchor)
        )
        if request.shy and any(course.solid and course.under(rect) for course in courses):
            continue
        crossed = sum(course.under(rect) * course.weight for course in courses)
        if leader is not None:
            crossed += sum(course.beside(leader) * course.weight for course in courses) / 2
        cost = seat.cost + _COURSE_COST * crossed + (_LED_OVER if led_over else 0.0)
        usable.append((cost, number))
    return [replace(request.seats[number], cost=cost) for cost, number in sorted(usable)]


def _hull(rects: Sequence[Rect], point: tuple[float, float]) -> Rect:
    """Give the smallest rectangle around all of *rects*, and around *point*."""
    return Rect(
        min([round(point[0]), *(rect.left for rect in rects)]),
        min([round(point[1]), *(rect.top for rect in rects)]),
        max([round(point[0]), *(rect.right for rect in rects)]),
        max([round(point[1]), *(rect.bottom for rect in rects)]),
    )


def _is_own(rect: Rect, anchor: tuple[float, float]) -> bool:
    """Whether *rect* is that of the symbol that stands on *anchor*."""
    right, down = (rect.left + rect.right) / 2 - anchor[0], (rect.top + rect.bottom) / 2 - anchor[1]
    return abs(right) <= _OWN and abs(down) <= _OWN


def _blockers(
    i: int, seat: Seat, requests: Sequence[SeatRequest], seats: Sequence[Seat | None], gap: int
) -> Iterable[int]:
    rect = requests[i].rect(seat).grown(gap)
    for j, other in enumerate(seats):
        if j == i or other is None or not overlap(requests[i].life, requests[j].life):
            continue
        if rect.meets(requests[j].rect(other)) or _lines_clash(
            (requests[i], seat), (requests[j], other)
        ):
            yield j


def _lines_clash(one: tuple[SeatRequest, Seat], two: tuple[SeatRequest, Seat]) -> bool:
    """Whether a name's leading line runs over another name, or over its line."""
    first, second = one[0].leader(one[1]), two[0].leader(two[1])
    if first is not None and crosses(first, two[0].rect(two[1])):
        return True
    if second is not None and crosses(second, one[0].rect(one[1])):
        return True
    return first is not None and second is not None and _cross(first, second)


def crosses(line: Pixels, rect: Rect) -> bool:
    """Whether the segment *line* runs over *rect* (Liang and Barsky's clipping)."""
    (x, y), (dx, dy) = line[0], line[1] - line[0]
    low, high = 0.0, 1.0
    for step, room in (
        (-dx, x - rect.left),
        (dx, rect.right - x),
        (-dy, y - rect.top),
        (dy, rect.bottom - y),
    ):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            low = max(low, room / step)
        else:
            high = min(high, room / step)
    return bool(low <= high)


def _cross(one: Pixels, two: Pixels) -> bool:
    def turn(a: Pixels, b: Pixels, c: Pixels) -> float:
        return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

    return (
        turn(one[0], one[1], two[0]) * turn(one[0], one[1], two[1]) < 0
        and turn(two[0], two[1], one[0]) * turn(two[0], two[1], one[1]) < 0
    )


def _holds(rect: Rect, point: tuple[float, float]) -> bool:
    return rect.left <= point[0] <= rect.right and rect.top <= point[1] <= rect.bottom


def _first_free(
    i: int,
    candidates: Sequence[Seat],
    requests: Sequence[SeatRequest],
    seats: Sequence[Seat | None],
    gap: int,
) -> Seat | None:
    for seat in candidates:
        if next(iter(_blockers(i, seat, requests, seats, gap)), None) is None:
            return seat
    return None


def _make_room(
    i: int,
    priced: Sequence[Sequence[Seat]],
    requests: Sequence[SeatRequest],
    seats: list[Seat | None],
    gap: int,
) -> None:
    """Seat name *i* by moving one other name, when one move is enough."""
    for seat, j, moved in _exchanges(i, priced[i], priced, requests, seats, gap):
        seats[i], seats[j] = seat, moved
        return


def _come_nearer(
    i: int,
    priced: Sequence[Sequence[Seat]],
    requests: Sequence[SeatRequest],
    seats: list[Seat | None],
    gap: int,
) -> None:
    """Give name *i* a better seat by moving one other, when both together stand better."""
    held = seats[i]
    if held is None:
        return
    best, chosen = -1e-9, None
    cheaper = [seat for seat in priced[i] if seat.cost < held.cost + best]
    for seat, j, moved in _exchanges(i, cheaper, priced, requests, seats, gap):
        if seat.cost >= held.cost + best:
            break
        other = seats[j]
        assert other is not None  # it stands in the way
        change = seat.cost - held.cost + moved.cost - other.cost
        if change < best:
            best, chosen = change, (seat, j, moved)
    if chosen:
        seats[i], seats[chosen[1]] = chosen[0], chosen[2]


def _exchanges(
    i: int,
    candidates: Sequence[Seat],
    priced: Sequence[Sequence[Seat]],
    requests: Sequence[SeatRequest],
    seats: list[Seat | None],
    gap: int,
) -> Iterator[tuple[Seat, int, Seat]]:
    """Each of *candidates* that name *i* can take when one other moves: which, and where to.

    *seats* is as it was whenever one is given.
    """
    held = seats[i]
    for seat in candidates:
        blocking = list(_blockers(i, seat, requests, seats, gap))
        if len(blocking) != 1:
            continue
        j = blocking[0]
        other = seats[j]
        seats[i], seats[j] = seat, None
        moved = _first_free(j, priced[j], requests, seats, gap)
        seats[i], seats[j] = held, other
        if moved is not None:
            yield seat, j, moved
