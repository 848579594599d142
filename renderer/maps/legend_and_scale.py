"""What the legend, the clock, the scale and the source line of one map say, and where they stand.

Comes in: `OperationsMap`, what is laid out, the frame's room. Goes out: `Layer`s and the
rectangles they take: the corners where they hide least (corners.py). Drawing is
legend_and_scale_ink.py's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from renderer.frames.pixels import Plane, Size
from renderer.language.dates import shown_date
from renderer.language.registry import language_of
from renderer.maps.camera import ViewPath
from renderer.maps.canvas import MapInk, Sinking, lowered
from renderer.maps.corners import BETWEEN, Busy, Standing, choose_corners, hides, is_at_foot
from renderer.maps.fronts import at_sea
from renderer.maps.inset import inset_block, is_placed
from renderer.maps.label_ink import LetteredWord, line_box, set_parts, set_word
from renderer.maps.label_placement import ALWAYS, Obstacle
from renderer.maps.layer import Layer, Zoom
from renderer.maps.legend_and_scale_ink import (
    FurnitureBlock,
    LegendEntry,
    face,
    legend_block,
    plate,
    scale_block,
    text_block,
)
from renderer.maps.overlays import MapSetting, Things
from renderer.maps.style import MapStyle
from renderer.maps.symbols import EXPLAINED_KINDS
from renderer.maps.timing import Schedule
from renderer.maps.viewport import Pixels, Rect, Viewport
from renderer.storyboard.map_data import OperationsMap, Side

# A point of a way stands for a stretch of it; a symbol is one point and hidden as a whole.
_SYMBOL_POINTS = 12


def busy_points(
    things: Things, looks: Sequence[tuple[int, Zoom]], land: Plane, sinking: Sinking
) -> list[Busy]:
    """Give what furniture should not hide, at each of *looks*: frames of a moving view.

    Without looks the view stays, and everything counts that is ever on it, before furniture goes
    down as *sinking* says and after. *land* is the coverage by land of the view in which things are
    laid out: fronts are drawn there alone.
    """
    ways: list[tuple[Layer, Pixels]] = [
        *((symbol, np.repeat(symbol.at, _SYMBOL_POINTS, axis=0)) for symbol in things.symbols),
        *((arrow, arrow.swept()[0]) for arrow in things.arrows),
        *(
            (front, line[::2][~at_sea(line[::2], land)])
            for front in things.fronts
            for line in front.lines
        ),
        *((area, area.ring) for area in things.areas),
        *((line, line.path) for line in things.lines),
    ]
    nothing = np.zeros((0, 2))
    if not looks:
        points = np.concatenate([nothing, *(points for _, points in ways)])
        return [Busy(points=points, low=low) for low in sorted({0, sinking.rows})]
    return [
        Busy(
            points=zoom.place(np.concatenate([nothing, *_seen(ways, frame)])),
            low=sinking.at(frame),
        )
        for frame, zoom in looks
    ]


def _seen(ways: Sequence[tuple[Layer, Pixels]], frame: int) -> list[Pixels]:
    return [points for thing, points in ways if thing.state(frame) is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A block that does not change."""

    drops: tuple[MapInk, ...]

    def state(self, frame: int) -> Hashable:  # noqa: ARG002 - the same at every frame
        """Always the same."""
        return 0

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:  # noqa: ARG002 - as above
        """Give the block's ink."""
        return self.drops


@dataclass(frozen=True, slots=True, kw_only=True)
class Sunk:
    """What stands over a caption, and goes down to the frame's edge when that has left."""

    layer: Layer
    sinking: Sinking

    def state(self, frame: int) -> Hashable:
        """Its own, and where it is."""
        return (self.layer.state(frame), self.sinking.at(frame))

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give its ink where it is."""
        down = self.sinking.at(frame)
        drops = self.layer.inks(frame, zoom)
        return tuple(lowered(drop, down, zoom.size.height) for drop in drops) if down else drops


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The date, on its plate."""

    rect: Rect
    """Room for the widest date."""
    right_hand: bool
    """Whether it stands in a right corner, and the plates of shorter dates with it."""
    margin: int
    """Pixels of plate beside the date."""
    words: dict[str, LetteredWord]
    text_at: Callable[[int], str]
    style: MapStyle

    def state(self, frame: int) -> Hashable:
        """The text it shows."""
        return self.text_at(frame)

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give the date, on a plate as wide as it needs, in its corner."""
        word = self.words[self.text_at(frame)]
        width, under = word.width + 2 * self.margin, self.rect
        left = under.right - width if self.right_hand else under.left
        line = line_box(word.face)
        stands = under.top + (under.height - line.height) // 2 + line.above
        fitted = Rect(left, under.top, left + width, under.bottom)
        return (
            *plate(fitted, self.style.halo, zoom.size),
            *word.inks(left + self.margin, stands - word.baseline, zoom.size),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The scale bar of a view that moves."""

    corner: tuple[int, int]
    """Left, or right when `right_hand`; and bottom."""
    right_hand: bool
    path: ViewPath
    style: MapStyle

    def state(self, frame: int) -> Hashable:
        """The view."""
        return self.path.share(frame)

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give the bar at the frame's scale."""
        block = scale_of(self.path.view(frame), self.style, zoom.size)
        left = self.corner[0] - (block.width if self.right_hand else 0)
        return block.draw(left, self.corner[1] - block.height)


def scale_of(view: Viewport, style: MapStyle, size: Size) -> FurnitureBlock:
    """Make the scale bar that is true in the middle of *view*."""
    latitude, longitude = view.projection.inverse(view.east, view.north)
    metres = view.metres_a_pixel / view.projection.scale(float(latitude))
    turned = -view.projection.cone * math.radians(float(longitude) - view.projection.meridian)
    return scale_block(metres, turned, style, size)


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnitureRoom:
    """Where and over what furniture stands."""

    room: Rect
    """The part of the frame for it."""
    path: ViewPath
    looks: Sequence[tuple[int, Zoom]]
    """Frames at which a moving view is looked at, and their zooms; empty: it stays."""
    language: str
    source: str
    """Of the ground."""
    media: Path
    """The project's folder of media, where extracts are looked for."""
    sinking: Sinking
    """Of what stands at its foot."""
    marked: Rect | None
    """What a mark in the top left corner takes."""


def furnish(
    board: OperationsMap, things: Things, setting: MapSetting, place: FurnitureRoom
) -> tuple[tuple[Layer, ...], tuple[Obstacle, ...]]:
    """Give the layers of the furniture, and the rectangles they take."""
    style, size, unit = setting.style, setting.view.size, setting.unit
    language, room = place.language, place.room
    clock = _clock(board, setting, language)
    small = face(style, "small", size)
    parts = credit_parts(board, place.source, language)
    credit = set_parts(parts, small, language, room.width)
    bar = scale_of(place.path.end, style, size)
    between = round(8 * unit)
    wanting = [
        Standing(
            width=max(credit.width, bar.width),
            height=credit.height + between + bar.height,
            corners=("bottom-right", "bottom-left", "top-right"),
        )
    ]
    if clock:
        wanting.append(_standing(clock[0], ("top-left", "top-right", "bottom-left")))
    entries = legend_entries(board, language) if board.legend else ()
    legend = legend_block(entries, style, size, language) if entries else None
    if legend:
        wanting.append(_standing(legend, ("bottom-left", "top-right", "top-left", "bottom-right")))
    placed = board.inset and is_placed(board.to or board.view)
    inset = inset_block(place.path.end, style, place.media) if placed else None
    if inset:
        wanting.append(_standing(inset, ("top-right", "top-left", "bottom-left", "bottom-right")))
    busy = busy_points(things, place.looks, place.path.land(place.path.length - 1), place.sinking)
    rects = choose_corners(wanting, room, busy)
    rects = [_under_mark(place, rect) for rect in rects]
    stands = partial(_standing_in, place)
    layers: list[Layer] = []
    if clock:
        right_hand = _right_hand(rects[1], room)
        layers.append(stands(replace(clock[1], rect=rects[1], right_hand=right_hand), rects[1]))
    line, above = _source_and_scale(rects[0], (credit.width, credit.height), bar, room)
    lean = 1.0 if _right_hand(line, room) else 0.0
    credit = set_parts(parts, small, language, room.width, lean)
    under = [one for one in [_both(line, above, unit)] if hides(one, busy, room)]  # not through
    layers += [stands(Fixed(drops=plate(one, style.halo, size)), rects[0]) for one in under]
    layers.append(stands(Fixed(drops=text_block(credit, size).draw(line.left, line.top)), line))
    layers.append(stands(_scale(bar, above, place, style), above))
    blocks = [block for block in (legend, inset) if block]
    for block, rect in zip(reversed(blocks), reversed(rects), strict=False):
        layers.append(stands(Fixed(drops=block.draw(rect.left, rect.top)), rect))
    taken = (line.grown(round(4 * unit)), above, *under, *rects[1:])
    mark = [Obstacle(rect=place.marked)] if place.marked else []
    return tuple(layers), (*mark, *(each for rect in taken for each in _taken(place, rect)))


def _under_mark(place: FurnitureRoom, rect: Rect) -> Rect:
    """*rect* in the corner chosen for the film, pushed from under a draft's mark."""
    room, marked = place.room, place.marked
    if marked is None or is_at_foot(rect, room) or rect.left >= marked.right:
        return rect
    down = max(0, marked.bottom + BETWEEN - room.top)
    return Rect(rect.left, rect.top + down, rect.right, rect.bottom + down)


def _sinks(place: FurnitureRoom, rect: Rect) -> bool:
    """Whether *rect* stands at the foot of the room, over the rows that a caption leaves."""
    return place.sinking.rows > 0 and is_at_foot(rect, place.room)


def _standing_in(place: FurnitureRoom, layer: Layer, rect: Rect) -> Layer:
    return Sunk(layer=layer, sinking=place.sinking) if _sinks(place, rect) else layer


def _taken(place: FurnitureRoom, rect: Rect) -> Iterator[Obstacle]:
    """What is taken by what stands in *rect*, and later perhaps lower."""
    if not _sinks(place, rect):
        yield Obstacle(rect=rect)
        return
    sinking = place.sinking
    low = Rect(rect.left, rect.top + sinking.rows, rect.right, rect.bottom + sinking.rows)
    yield Obstacle(rect=rect, life=(0, sinking.end))
    yield Obstacle(rect=low, life=(sinking.start, ALWAYS[1]))


def _standing(block: FurnitureBlock, corners: tuple[str, ...]) -> Standing:
    return Standing(width=block.width, height=block.height, corners=corners)


def _scale(bar: FurnitureBlock, rect: Rect, place: FurnitureRoom, style: MapStyle) -> Layer:
    if not place.path.moves:
        return Fixed(drops=bar.draw(rect.left, rect.top))
    right_hand = _right_hand(rect, place.room)
    corner = (rect.right if right_hand else rect.left, rect.bottom)
    return Scale(corner=corner, right_hand=right_hand, path=place.path, style=style)


def side_names(board: OperationsMap, language: str) -> dict[Side, str]:
    """Give what each side is called: by the author, else as usual."""
    usual = language_of(language).maps.sides
    names: dict[Side, str] = {
        "allies": usual.allies,
        "axis": usual.axis,
        "neutral": usual.neutral,
    }
    return {**names, **dict(board.side_names)}


def legend_entries(board: OperationsMap, language: str) -> tuple[LegendEntry, ...]:
    """Give what the legend explains: each side by its patterns, some kinds of place, borders."""
    words = language_of(language).maps.legend
    named = side_names(board, language)
    entries = []
    for side in named:
        swatches: list[tuple[str, Side | None]] = []
        if any(arrow.side == side for arrow in board.arrows):
            swatches.append(("arrow", side))
        if any(front.side == side for front in board.fronts):
            swatches.append(("front", side))
        if not swatches and any(area.side == side for area in board.areas):
            swatches.append(("area", side))
        if swatches:
            entries.append(LegendEntry(text=named[side], swatches=tuple(swatches)))
    for kind in EXPLAINED_KINDS:
        text: str = getattr(words, kind)  # a field for each: tests/language hold it
        sides = {place.side for place in board.places if place.kind == kind}
        if len(sides) == 1:
            entries.append(LegendEntry(text=text, swatches=((kind, sides.pop()),)))
        else:  # places of several sides need their colours told apart
            if None in sides:
                entries.append(LegendEntry(text=text, swatches=((kind, None),)))
            entries += [
                LegendEntry(text=f"{text} ({named[side]})", swatches=((kind, side),))
                for side in named
                if side in sides
            ]
    if board.ground.borders == "today":
        entries.append(LegendEntry(text=words.border, swatches=(("border", None),)))
    return tuple(entries)


def credit_parts(board: OperationsMap, source: str, language: str) -> list[str]:
    """Give what the source line says: who made the map, whose ground it is, that it is a sketch."""
    known = language_of(language)
    words, colon = known.maps.legend, known.page.colon
    parts = [board.credit, f"{words.ground}{colon}{source}" if source else ""]
    if board.ground.schematic:
        parts.append(words.schematic)
    return [part for part in parts if part]


def _source_and_scale(
    both: Rect, credit: tuple[int, int], bar: FurnitureBlock, room: Rect
) -> tuple[Rect, Rect]:
    """Stand the scale on the source line, or under it at the top of the frame."""
    right_hand = _right_hand(both, room)
    at_top = both.top == room.top and both.bottom < room.bottom

    def stand(width: int, height: int, low: bool) -> Rect:
        left = both.right - width if right_hand else both.left
        top = both.bottom - height if low else both.top
        return Rect(left, top, left + width, top + height)

    return stand(*credit, low=not at_top), stand(bar.width, bar.height, low=at_top)


def _both(one: Rect, two: Rect, unit: float) -> Rect:
    """Give the plate under two."""
    left, top = min(one.left, two.left), min(one.top, two.top)
    right, bottom = max(one.right, two.right), max(one.bottom, two.bottom)
    return Rect(left, top, right, bottom).grown(round(6 * unit))


def _right_hand(rect: Rect, room: Rect) -> bool:
    return rect.left + rect.right > room.left + room.right


def _clock(
    board: OperationsMap, setting: MapSetting, language: str
) -> tuple[FurnitureBlock, Clock] | None:
    if not board.clock or board.clock.shows == "nothing":
        return None
    words = _clock_words(setting.schedule, setting.style, setting.view.size, language)
    texts = _clock_texts(setting.schedule, language)
    clock = Clock(
        rect=Rect(0, 0, 0, 0),
        right_hand=False,
        margin=round(22 * setting.unit),
        words=words,
        text_at=lambda frame: texts[frame],
        style=setting.style,
    )
    return _clock_block(list(words.values()), clock.margin), clock


def _clock_texts(schedule: Schedule, language: str) -> list[str]:
    shows = schedule.clock.shows if schedule.clock else "nothing"
    return [
        shown_date(schedule.date_at(frame), shows, language) for frame in range(schedule.length)
    ]


def _clock_words(
    schedule: Schedule, style: MapStyle, size: Size, language: str
) -> dict[str, LetteredWord]:
    texts = dict.fromkeys(_clock_texts(schedule, language))
    return {text: set_word(text, face(style, "clock", size), language) for text in texts}


def _clock_block(words: Sequence[LetteredWord], margin: int) -> FurnitureBlock:
    width = max(word.width for word in words) + 2 * margin
    height = line_box(words[0].face).height + margin
    return FurnitureBlock(width=width, height=height, draw=lambda left, top: ())  # noqa: ARG005 - a size only
