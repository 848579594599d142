"""What is to be named on a map, before anything is seated: set words, and seats to choose from.

Comes in: the author's data, the things laid out. Goes out: `Wish`es, those of places first and in
the author's order, each with its `Seat`s: round a symbol, along a line, inside an area, cheapest
what a cartographer tries first. Knows nothing of what is in the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np

from renderer.maps.arrows import Arrow
from renderer.maps.fronts import Front
from renderer.maps.label_ink import LetteredWord, set_word
from renderer.maps.label_placement import Life, Seat, SeatRequest, overlap
from renderer.maps.layer import Fade, Turn, Zoom
from renderer.maps.legend_and_scale_ink import HALO_ON_HATCHING, face
from renderer.maps.overlays import MapSetting, Things
from renderer.maps.strokes import encloses, leftward, lengths_along, point_at
from renderer.maps.symbols import Symbol, radius_of
from renderer.maps.terrain import Area
from renderer.maps.viewport import Pixels, around
from renderer.storyboard.map_data import LabelPlace, MapPlace, OperationsMap

# Compass direction: rightward, downward, and its rank among cartographers (Imhof's order,
# "Positioning names on maps", 1975: right first, below and left last). Level with its symbol comes
# before a little above it: over no more than some seconds, sign and name are read as one line.
_ROUND: dict[LabelPlace, tuple[float, float, float]] = {
    "e": (1.0, 0.0, 0.0),
    "ne": (0.75, -0.75, 1.0),
    "se": (0.75, 0.75, 3.0),
    "n": (0.0, -1.0, 4.0),
    "nw": (-0.75, -0.75, 5.0),
    "w": (-1.0, 0.0, 6.0),
    "sw": (-0.75, 0.75, 7.0),
    "s": (0.0, 1.0, 8.0),
}
# Above and below, a name is tried some share of its breadth to the right and to the left, too, at
# what that costs more: near the frame's edge, or a line, it still stands at its symbol.
_SLID = ((0.3, 0.4), (-0.3, 0.7))
# What the direction opposite the one that an author wants costs, others as they turn from that: a
# name there still stands nearer than at the end of a line.
_AWAY = 40.0
# Farther rings of seats, in heights of the name, with a line back to the symbol.
_LED = (1.2, 2.2, 3.4, 4.8, 6.5)
# Where along its line a name is tried, as shares of it: in the middle first, as atlases have it.
_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)
# How far a name's middle stands from its line, as shares of its own extent; those that turn out
# to touch the line are dear, so a name nestles in a bend where it can.
_OFF = (0.55, 0.75, 1.0, 1.35, 1.9)
# What a seat costs from which a name reads as another arrow's: more than any other beside its own.
_ANOTHERS = 40.0
# Directions of led seats, in turns of 1/16; the upper right first.
_LED_TURNS = (15, 0, 1, 14, 2, 13, 3, 12, 11, 4, 10, 9, 5, 8, 7, 6)


def round_symbol(
    width: int, height: int, radius: float, gap: float, wanted: LabelPlace = "auto"
) -> tuple[Seat, ...]:
    """Give seats round a symbol of *radius*; the wanted direction first, then those beside it."""
    seats = []
    for direction, (right, down, rank) in _ROUND.items():
        cost = rank + _turned_away(right, down, wanted)
        if direction == wanted:
            cost = -20.0
        seat = _toward(width, height, right, down, radius + gap, cost)
        seats.append(seat)
        if right == 0:
            seats += [
                replace(seat, left=seat.left + share * width, cost=cost + more)
                for share, more in _SLID
            ]
    for ring, reach in enumerate(_LED, start=1):
        for rank, turn in enumerate(_LED_TURNS):
            right, down = np.cos(turn * np.pi / 8), np.sin(turn * np.pi / 8)
            cost = 8.0 * ring + 4.0 * ring**2 + rank * 0.5
            cost += _turned_away(float(right), float(down), wanted)
            distance = radius + gap + reach * height
            seat = _toward(width, height, float(right), float(down), distance, cost)
            seats.append(Seat(left=seat.left, top=seat.top, cost=cost, led=True))
    return tuple(seats)


def _turned_away(right: float, down: float, wanted: LabelPlace) -> float:
    """Give what a direction costs that turns so far from the one that the author wants."""
    if wanted == "auto":
        return 0.0
    ways = np.arctan2([down, _ROUND[wanted][1]], [right, _ROUND[wanted][0]])
    turn = abs(float(ways[0] - ways[1]))
    return _AWAY * min(turn, 2 * np.pi - turn) / np.pi


def _toward(
    width: int, height: int, right: float, down: float, distance: float, cost: float
) -> Seat:
    """Seat whose nearest point lies *distance* from the anchor, in a direction."""
    x, y = right * distance, down * distance
    # Beside the symbol the name's middle is level with it; above and below it is centred on it.
    left = x - width / 2 + _side(right) * width / 2
    top = y - height / 2 + _side(down) * height / 2
    if 0.5 < abs(right) < 0.9:  # diagonal: the corner tucks in a little
        top -= np.sign(down) * height * 0.18
    return Seat(left=float(left), top=float(top), cost=cost)


def _side(share: float) -> float:
    return float(np.sign(share)) if abs(share) > 0.3 else share / 0.3


def round_point(width: int, height: int, step: float) -> tuple[Seat, ...]:
    """Give seats for a name that stands on its point (a sea, a region): there, near, or beside it.

    Beside it a broad name has room that stands near the frame's edge.
    """
    seats = [Seat(left=-width / 2, top=-height / 2, cost=0.0)]
    for ring in range(1, 9):
        for turn in range(8):
            right, down = np.cos(turn * np.pi / 4), np.sin(turn * np.pi / 4)
            seats.append(
                Seat(
                    left=-width / 2 + float(right) * ring * step,
                    top=-height / 2 + float(down) * ring * step,
                    cost=5.0 * ring + turn * 0.1,
                )
            )
    for rank, down in enumerate((0, -1, 1)):
        seats += [
            Seat(left=left, top=(down - 0.5) * height, cost=42.0 + rank) for left in (0.0, -width)
        ]
    return tuple(seats)


def along_line(
    line: Pixels, width: int, height: int, clear: float, prefer_left: bool = True
) -> tuple[tuple[float, float], tuple[Seat, ...]]:
    """Give the anchor, and seats on both sides of *line*, the middle first, and behind."""
    total = float(lengths_along(line)[-1])
    anchor = point_at(line, total / 2)
    seats = []
    along = np.array(_ALONG) * total
    points, aheads = point_at(line, along), point_at(line, along + 2) - point_at(line, along - 2)
    for rank, (point, ahead) in enumerate(zip(points, aheads, strict=True)):
        aside = leftward(ahead[None])[0]
        for left_hand in (True, False):
            for ring, off in enumerate(_OFF):
                way = aside if left_hand else -aside
                extent = abs(way[0]) * width / 2 + abs(way[1]) * height / 2
                middle = point + way * (clear + extent * off) - anchor
                cost = 2.0 * rank + 5.0 * ring + (0.0 if left_hand == prefer_left else 1.5)
                seats.append(
                    Seat(
                        left=float(middle[0]) - width / 2,
                        top=float(middle[1]) - height / 2,
                        cost=cost,
                    )
                )
    tail, ahead = point_at(line, np.array([0.0, 2.0]))
    back = (tail - ahead) / max(1e-9, float(np.hypot(*(tail - ahead))))
    left, top = tail + back * clear - anchor - np.array([width, height]) / 2
    side, up = _side(float(back[0])), _side(float(back[1]))
    behind = Seat(left=float(left) + side * width / 2, top=float(top) + up * height / 2, cost=22.0)
    return (float(anchor[0]), float(anchor[1])), (*seats, behind)


def its_own(
    seats: Sequence[Seat], name: SeatRequest, path: Pixels, others: Sequence[Pixels]
) -> tuple[Seat, ...]:
    """Make those *seats* of an arrow's name dear that are nearer to one of *others* than to it.

    Args:
        seats: from the name's anchor.
        name: its extent and anchor.
        path: of its arrow.
        others: paths of other arrows with a name.
    """
    if not others:
        return tuple(seats)
    away = np.concatenate(others)
    return tuple(
        replace(
            seat, cost=seat.cost + _ANOTHERS * (_off(away, name, seat) < _off(path, name, seat))
        )
        for seat in seats
    )


def _off(points: Pixels, name: SeatRequest, seat: Seat) -> float:
    """Pixels from the nearest of *points* to a name on its seat."""
    corner = np.array([name.anchor[0] + seat.left, name.anchor[1] + seat.top])
    far = corner + np.array([name.width, name.height])
    return float(np.hypot(*np.maximum(0.0, np.maximum(corner - points, points - far)).T).min())


def inside_ring(
    ring: Pixels, width: int, height: int
) -> tuple[tuple[float, float], tuple[Seat, ...]]:
    """Give the point of an area farthest from its edge, and seats there, around and outside."""
    rect = around(ring, 2)
    scale = max(1.0, max(rect.width, rect.height) / 400)
    small = np.rint((ring - (rect.left, rect.top)) / scale).astype(np.int32)
    mask = np.zeros((int(rect.height / scale) + 2, int(rect.width / scale) + 2), np.uint8)
    cv2.fillPoly(mask, [small], 1)
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    row, column = np.unravel_index(int(np.argmax(depth)), depth.shape)
    anchor = (rect.left + float(column) * scale, rect.top + float(row) * scale)
    outside = [
        Seat(
            left=(rect.left - anchor[0] + (rect.width - width) / 2)
            + right * (rect.width + width + 16) / 2,
            top=(rect.top - anchor[1] + (rect.height - height) / 2)
            + down * (rect.height + height + 16) / 2,
            cost=45.0 + rank,
        )
        for rank, (right, down) in enumerate(((0, -1), (0, 1), (1, 0), (-1, 0)))
    ]
    return anchor, (*round_point(width, height, height * 0.6), *outside)


_IMPORTANCE = {"objective": 0, "capital": 1, "landing": 1, "water": 6, "region": 6, "note": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A name before it is seated."""

    text: str
    word: LetteredWord
    request: SeatRequest
    fade: Fade
    clear: float = 0.0
    afloat: bool = False
    """Whether it names water, and had better stay on it."""
    turns: tuple[Turn, ...] = ()
    """When what it names changes hands; its word has the colour before."""
    arrow: Arrow | None = None
    """What it names and stands beside, when that is one: it is seen once the head has passed it."""
    gap: float = 0.0
    """Pixels that it keeps from where an arrow's head passes."""
    others: tuple[Arrow, ...] = ()
    """Those with another name that are seen while its own is."""

    def seats_in(self, zoom: Zoom) -> tuple[Seat, ...]:
        """Give its seats in another view: a course is longer there, a symbol no larger."""
        if self.arrow is None:
            return self.request.seats
        clear = self.arrow.swept(zoom)[1] + self.gap
        path = zoom.place(self.arrow.path)
        anchor, seats = along_line(path, self.request.width, self.request.height, clear)
        name = replace(self.request, anchor=anchor)
        return its_own(seats, name, path, [zoom.place(other.path) for other in self.others])


def wishes_of(board: OperationsMap, things: Things, setting: MapSetting) -> list[Wish]:
    """Give everything that has a name."""
    wishes = [
        _place_wish(place, setting, symbol, things.areas)
        for place, symbol in zip(board.places, things.symbols, strict=True)
    ]
    style, size, unit = setting.style, setting.view.size, setting.unit
    labelled = [arrow.label for arrow in board.arrows]
    for arrow, drawn in zip(board.arrows, things.arrows, strict=True):
        if arrow.label:
            word = set_word(arrow.label, face(style, "arrow", size, drawn.colour), setting.language)
            gap = 3 * unit
            clear = drawn.swept()[1] + gap
            anchor, seats = along_line(drawn.path, word.width, word.height, clear)
            others = tuple(
                other
                for name, other in zip(labelled, things.arrows, strict=True)
                if name not in ("", arrow.label)
                and overlap(life_of(other.fade), life_of(drawn.fade))
            )
            wish = _wish(arrow.label, word, anchor, seats, 2, drawn.fade)
            seats = its_own(seats, wish.request, drawn.path, [other.path for other in others])
            request = replace(wish.request, seats=seats)
            wishes.append(replace(wish, request=request, arrow=drawn, gap=gap, others=others))
    for part, front, number in things.front_dates:
        if part.label:
            word = set_word(part.label, face(style, "front", size, front.colour), setting.language)
            anchor, seats = along_line(
                front.lines[number], word.width, word.height, 13 * unit, prefer_left=False
            )
            replaced = [n for other, its, n in things.front_dates if its is front and other.label]
            fade = front_fade(front, number, part.trace, replaced)
            fade = _once_drawn(fade, front.drawn) if number == 0 else fade
            wishes.append(_wish(part.label, word, anchor, seats, 3, fade))
    for area, region in zip(board.areas, things.areas, strict=True):
        if area.name:
            look = face(style, "arrow", size, region.colour, halo=HALO_ON_HATCHING)
            word = set_word(area.name, look, setting.language)
            anchor, seats = inside_ring(region.ring, word.width, word.height)
            wishes.append(_wish(area.name, word, anchor, seats, 3, region.fade))
    for line, stroke in zip(board.lines, things.lines, strict=True):
        if line.name:
            role = "water" if line.kind == "river" else "legend"
            colour = style.water_label if line.kind == "river" else style.label
            word = set_word(line.name, face(style, role, size, colour), setting.language)
            anchor, seats = along_line(stroke.path, word.width, word.height, 8 * unit)
            fade = _once_drawn(stroke.fade, stroke.drawn)
            wishes.append(_wish(line.name, word, anchor, seats, 5, fade))
    return wishes


def _once_drawn(fade: Fade, within: int) -> Fade:
    """When the name of a line that draws itself is seen: once half is there, by which it stands."""
    start = fade.start + within // 2 if fade.start > 0 else fade.start
    return replace(fade, start=min(start, fade.end - 1))


def _place_wish(
    place: MapPlace, setting: MapSetting, symbol: Symbol, areas: Sequence[Area]
) -> Wish:
    style, size, unit = setting.style, setting.view.size, setting.unit
    importance, fade = _IMPORTANCE.get(place.kind, 2), symbol.fade
    anchor = (float(symbol.at[0, 0]), float(symbol.at[0, 1]))
    hatched = any(encloses(area.ring, anchor) for area in areas)
    look = partial(face, style, halo=HALO_ON_HATCHING) if hatched else partial(face, style)
    if place.kind in ("water", "region", "note"):
        role = "legend" if place.kind == "note" else "water"
        colour = style.water_label if place.kind == "water" else style.label
        word = set_word(place.name, look(role, size, colour), setting.language)
        seats = round_point(word.width, word.height, 14 * unit)
        wish = _wish(place.name, word, anchor, seats, importance, fade)
        shy = place.kind != "note"
        return replace(wish, afloat=place.kind == "water", request=replace(wish.request, shy=shy))
    role = "objective" if place.kind in ("objective", "capital") else "place"
    colour = style.sides.of(place.side) if place.side else style.label
    word = set_word(place.name, look(role, size, colour), setting.language)
    radius = radius_of(place.kind) * unit
    seats = round_symbol(word.width, word.height, radius, 7 * unit, place.label)
    wish = _wish(place.name, word, anchor, seats, importance, fade)
    return replace(wish, clear=radius + 3 * unit, turns=symbol.turns)


def _wish(
    text: str,
    word: LetteredWord,
    anchor: tuple[float, float],
    seats: tuple[Seat, ...],
    importance: int,
    fade: Fade,
) -> Wish:
    request = SeatRequest(
        width=word.width,
        height=word.height,
        anchor=anchor,
        seats=seats,
        importance=importance,
        life=life_of(fade),
    )
    return Wish(text=text, word=word, request=request, fade=fade)


def life_of(fade: Fade) -> Life:
    """Give the frames in which a thing is seen."""
    return (fade.start, fade.end)


def front_fade(
    front: Front, number: int, stays: bool, replaced: Sequence[int] | None = None
) -> Fade:
    """Give when one dated line of a front is seen, or its label.

    Args:
        front: the front.
        number: of the line.
        stays: whether its trace does, to the end.
        replaced: numbers of the lines that take its place; None: each takes that of the one before.
    """
    frames, whole = front.frames, front.fade
    others = range(len(frames)) if replaced is None else replaced
    following = min((frames[other] for other in others if other > number), default=whole.end)
    return Fade(start=frames[number], end=whole.end if stays else following, frames=whole.frames)
