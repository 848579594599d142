"""What the legend, the clock, the scale and the source line of one map say, and where they stand.

Comes in: `OperationsMap`, what is laid out, the frame's room. Goes out: `Layer`s and the rectangles
they take. Drawing is furniture.py's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from renderer.pictures.maps.canvas import Ink
from renderer.pictures.maps.dates import shown_date
from renderer.pictures.maps.furniture import (
    Block,
    Entry,
    choose_corner,
    face,
    legend_block,
    plate,
    scale_block,
    text_block,
)
from renderer.pictures.maps.layers import Layer, Zoom
from renderer.pictures.maps.lettering import Word, set_word
from renderer.pictures.maps.moving import ViewPath
from renderer.pictures.maps.style import SIDE_NAMES, MapStyle
from renderer.pictures.maps.things import Setting, Things
from renderer.pictures.maps.timing import Schedule
from renderer.pictures.maps.viewport import Pixels, Rect, Viewport
from renderer.pictures.pixels import Size
from renderer.storyboard.operations import OperationsMap, Side

WORDS = {
    "fr": {
        "strongpoint": "Point d’appui",
        "fort": "Fort",
        "gate": "Porte",
        "landing": "Débarquement",
        "battle": "Combat",
        "wreck": "Destruction, épave",
        "mine": "Mines",
        "border": "Frontières actuelles",
        "ground": "Fond",
        "schematic": "plan schématique",
    },
    "en": {
        "strongpoint": "Strongpoint",
        "fort": "Fort",
        "gate": "Gate",
        "landing": "Landing",
        "battle": "Battle",
        "wreck": "Demolition, wreck",
        "mine": "Mines",
        "border": "Present-day borders",
        "ground": "Base map",
        "schematic": "sketch",
    },
}
_EXPLAINED_KINDS = ("landing", "fort", "strongpoint", "gate", "battle", "wreck", "mine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A block that does not change."""

    drops: tuple[Ink, ...]

    def state(self, frame: int) -> Hashable:  # noqa: ARG002 - the same at every frame
        """Always the same."""
        return 0

    def inks(self, frame: int, zoom: Zoom) -> tuple[Ink, ...]:  # noqa: ARG002 - as above
        """Give the block's ink."""
        return self.drops


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The date, on its plate."""

    rect: Rect
    words: dict[str, Word]
    text_at: Callable[[int], str]
    style: MapStyle

    def state(self, frame: int) -> Hashable:
        """The text it shows."""
        return self.text_at(frame)

    def inks(self, frame: int, zoom: Zoom) -> tuple[Ink, ...]:
        """Give the plate and the date, centred."""
        word = self.words[self.text_at(frame)]
        left = self.rect.left + (self.rect.width - word.width) // 2
        top = self.rect.top + (self.rect.height - word.height) // 2
        return (
            *plate(self.rect, self.style.halo, zoom.size),
            *word.inks(left, top, zoom.size),
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

    def inks(self, frame: int, zoom: Zoom) -> tuple[Ink, ...]:
        """Give the bar at the frame's scale."""
        block = scale_of(self.path.view(frame), self.style, zoom.size)
        left = self.corner[0] - (block.width if self.right_hand else 0)
        return block.draw(left, self.corner[1] - block.height)


def scale_of(view: Viewport, style: MapStyle, size: Size) -> Block:
    """Make the scale bar that is true in the middle of *view*."""
    latitude, longitude = view.projection.inverse(view.east, view.north)
    metres = view.metres_a_pixel / view.projection.scale(float(latitude))
    turned = -view.projection.cone * math.radians(float(longitude) - view.projection.meridian)
    return scale_block(metres, turned, style, size)


def furnish(
    board: OperationsMap, things: Things, setting: Setting, look: tuple[Rect, ViewPath, str, str]
) -> tuple[tuple[Layer, ...], tuple[Rect, ...]]:
    """Give the layers of the furniture, and the rectangles they take.

    Args:
        board: what the author wrote.
        things: the same, laid out.
        setting: what it was laid out by.
        look: the part of the frame for it, the view's path, the language, the ground's source.
    """
    room, path, language, source = look
    style, size = setting.style, setting.view.size
    busy = _busy(things)
    layers: list[Layer] = []
    taken: list[Rect] = []

    def stand(block: Block, corners: Sequence[str]) -> Rect:
        rect = choose_corner((block.width, block.height), room, corners, busy, taken)
        taken.append(rect)
        return rect

    if board.clock and board.clock.shows != "nothing":
        words = _clock_words(setting.schedule, style, size, language)
        block = _clock_block(list(words.values()), setting.unit)
        rect = stand(block, ("top-left", "top-right", "bottom-left"))
        texts = _clock_texts(setting.schedule, language)
        layers.append(
            Clock(rect=rect, words=words, text_at=lambda frame: texts[frame], style=style)
        )
    credit = set_word(_credit(board, source, language), face(style, "small", size), language)
    credit = _fitted(credit, board, source, language, room, (style, size))
    block = text_block(credit, size)
    rect = stand(block, ("bottom-right", "bottom-left", "top-right"))
    layers.append(Fixed(drops=block.draw(rect.left, rect.top)))
    taken[-1] = rect.grown(round(4 * setting.unit))
    bar = scale_of(path.end, style, size)
    above = _above(rect, bar, room, round(8 * setting.unit))
    taken.append(above)
    if path.moves:
        right_hand = rect.left + rect.right > room.left + room.right
        corner = (above.right if right_hand else above.left, above.bottom)
        layers.append(Scale(corner=corner, right_hand=right_hand, path=path, style=style))
    else:
        layers.append(Fixed(drops=bar.draw(above.left, above.top)))
    entries = legend_entries(board, language)
    if board.legend and entries:
        legend = legend_block(entries, style, size, language)
        rect = stand(legend, ("bottom-left", "top-right", "top-left", "bottom-right"))
        layers.append(Fixed(drops=legend.draw(rect.left, rect.top)))
    return tuple(layers), tuple(taken)


def legend_entries(board: OperationsMap, language: str) -> tuple[Entry, ...]:
    """Give what the legend explains: each side by its patterns, some kinds of place, borders."""
    words = WORDS.get(language[:2], WORDS["en"])
    named: dict[Side, str] = dict(SIDE_NAMES.get(language[:2], SIDE_NAMES["en"]))
    named.update(dict(board.side_names))
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
            entries.append(Entry(text=named[side], swatches=tuple(swatches)))
    for kind in _EXPLAINED_KINDS:
        sides = {place.side for place in board.places if place.kind == kind}
        if len(sides) == 1:
            entries.append(Entry(text=words[kind], swatches=((kind, sides.pop()),)))
        else:  # places of several sides need their colours told apart
            if None in sides:
                entries.append(Entry(text=words[kind], swatches=((kind, None),)))
            entries += [
                Entry(text=f"{words[kind]} ({named[side]})", swatches=((kind, side),))
                for side in named
                if side in sides
            ]
    if board.ground.borders == "today":
        entries.append(Entry(text=words["border"], swatches=(("border", None),)))
    return tuple(entries)


_DASH = " – "
"""Between the parts of the source line."""


def _credit(board: OperationsMap, source: str, language: str) -> str:
    words = WORDS.get(language[:2], WORDS["en"])
    colon = "\N{NO-BREAK SPACE}: " if language[:2] == "fr" else ": "
    parts = [board.credit, f"{words['ground']}{colon}{source}" if source else ""]
    if board.ground.schematic:
        parts.append(words["schematic"])
    return _DASH.join(part for part in parts if part)


def _fitted(
    word: Word,
    board: OperationsMap,
    source: str,
    language: str,
    room: Rect,
    look: tuple[MapStyle, Size],
) -> Word:
    """Break the source line for a narrow frame: between its parts, else between words."""
    most = room.width * 0.62
    if word.width <= most:
        return word
    style, size = look
    font = face(style, "small", size)
    text = _credit(board, source, language)
    parts = text.split(_DASH)
    whole = all(set_word(part, font, language).width <= most for part in parts)
    between = _DASH if whole else " "
    lines, line = [], ""
    for part in text.split(between):
        longer = f"{line}{between}{part}" if line else part
        if line and set_word(longer, font, language).width > most:
            lines.append(line)
            longer = part
        line = longer
    return set_word("\n".join([*lines, line]), font, language)


def _above(rect: Rect, bar: Block, room: Rect, gap: int) -> Rect:
    """Stand the scale on the source line, or under it at the top of the frame."""
    right_hand = rect.left + rect.right > room.left + room.right
    left = max(room.left, rect.right - bar.width if right_hand else rect.left)
    top = rect.top - gap - bar.height
    if top < room.top:
        top = rect.bottom + gap
    return Rect(left, top, left + bar.width, top + bar.height)


def _clock_texts(schedule: Schedule, language: str) -> list[str]:
    shows = schedule.clock.shows if schedule.clock else "nothing"
    return [
        shown_date(schedule.date_at(frame), shows, language) for frame in range(schedule.length)
    ]


def _clock_words(schedule: Schedule, style: MapStyle, size: Size, language: str) -> dict[str, Word]:
    texts = dict.fromkeys(_clock_texts(schedule, language))
    return {text: set_word(text, face(style, "clock", size), language) for text in texts}


def _clock_block(words: Sequence[Word], unit: float) -> Block:
    width = max(word.width for word in words) + round(44 * unit)
    height = max(word.height for word in words) + round(22 * unit)
    return Block(width=width, height=height, draw=lambda left, top: ())  # noqa: ARG005 - a size only


def _busy(things: Things) -> Pixels:
    """Points that the furniture should not hide."""
    points: list[Pixels] = [np.zeros((0, 2))]
    points += [np.repeat(symbol.at, 12, axis=0) for symbol in things.symbols]
    points += [arrow.swept()[0] for arrow in things.arrows]
    points += [line[::6] for front in things.fronts for line in front.lines]
    points += [area.ring for area in things.areas]
    points += [line.path for line in things.lines]
    return np.concatenate(points)
