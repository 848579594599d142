"""What is to be named on a map, before anything is seated: set words, and seats to choose from.

Comes in: the author's data, the things laid out. Goes out: `Wish`es, those of places first and in
the author's order. Knows nothing of what is in the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from renderer.maps.arrows import Arrow
from renderer.maps.fronts import Front
from renderer.maps.furniture import HALO_ON_HATCHING, face
from renderer.maps.label_candidates import along_line, inside_ring, round_point, round_symbol
from renderer.maps.label_ink import LetteredWord, set_word
from renderer.maps.label_placement import Life, Request, Seat
from renderer.maps.layer import Fade, Turn, Zoom
from renderer.maps.overlays import Setting, Things
from renderer.maps.strokes import encloses
from renderer.maps.symbols import Symbol, radius_of
from renderer.maps.terrain import Area
from renderer.maps.viewport import Pixels
from renderer.storyboard.operations import MapPlace, OperationsMap

_IMPORTANCE = {"objective": 0, "capital": 1, "landing": 1, "water": 6, "region": 6, "note": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A name before it is seated."""

    text: str
    word: LetteredWord
    request: Request
    fade: Fade
    clear: float = 0.0
    afloat: bool = False
    """Whether it names water, and had better stay on it."""
    turns: tuple[Turn, ...] = ()
    """When what it names changes hands; its word has the colour before."""
    beside: tuple[Pixels, float] | None = None
    """The course that it stands along, and how far from it; None: it names a point or an area."""
    arrow: Arrow | None = None
    """What it names, when that is one: it is seen once the head has passed it."""

    def seats_in(self, zoom: Zoom) -> tuple[Seat, ...]:
        """Give its seats in another view: a course is longer there, a symbol no larger."""
        if self.beside is None:
            return self.request.seats
        course, clear = self.beside
        return along_line(zoom.place(course), self.request.width, self.request.height, clear)[1]


def wishes_of(board: OperationsMap, things: Things, setting: Setting) -> list[Wish]:
    """Give everything that has a name."""
    wishes = [
        _place_wish(place, setting, symbol, things.areas)
        for place, symbol in zip(board.places, things.symbols, strict=True)
    ]
    style, size, unit = setting.style, setting.view.size, setting.unit
    for arrow, drawn in zip(board.arrows, things.arrows, strict=True):
        if arrow.label:
            word = set_word(arrow.label, face(style, "arrow", size, drawn.colour), setting.language)
            clear = drawn.swept()[1] + 3 * unit
            anchor, seats = along_line(drawn.path, word.width, word.height, clear)
            wish = _wish(arrow.label, word, anchor, seats, 2, drawn.fade)
            wishes.append(replace(wish, beside=(drawn.path, clear), arrow=drawn))
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


def _place_wish(place: MapPlace, setting: Setting, symbol: Symbol, areas: Sequence[Area]) -> Wish:
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
    request = Request(
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
