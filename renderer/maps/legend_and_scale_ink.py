"""What stands on a map besides the map: the clock, the legend, the scale, the sources.

Comes in: what to say, a style. Goes out: `FurnitureBlock`s, each with its size and its ink at a
corner. Knows nothing of time, nor of where they stand (legend_and_scale.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from renderer.frames.pixels import Size
from renderer.maps.arrows import ribbon
from renderer.maps.canvas import Colour, MapInk, Stencil, coverage_ink
from renderer.maps.fronts import front_inks
from renderer.maps.label_ink import Face, LetteredWord, line_box, set_word
from renderer.maps.layer import Zoom
from renderer.maps.strokes import striping
from renderer.maps.style import MapStyle
from renderer.maps.symbols import is_taken, symbol_inks
from renderer.maps.terrain import area_inks
from renderer.maps.viewport import Pixels, Rect
from renderer.storyboard.map_data import PlaceKind, Side

_PLATE = 0.80
"""Opacity of the ground under a block: letters are read on it, and the coast below is seen."""
# The halo round letters, as a share of their size; on hatching it must reach from line to line.
_HALO = 0.1
HALO_ON_HATCHING = 0.24
"""As wide as the gaps between its lines; less, and lines run into the letters."""
Inks = tuple[MapInk, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnitureBlock:
    """Something of a fixed size that stands in a corner."""

    width: int
    height: int
    draw: Callable[[int, int], Inks]
    """Its ink with the top left corner at the given column and row."""


def plate(rect: Rect, colour: Colour, size: Size, alpha: float = _PLATE) -> Inks:
    """Give the pale ground under a block."""
    stencil = Stencil(rect)
    corners = [
        [rect.left, rect.top],
        [rect.right, rect.top],
        [rect.right, rect.bottom],
        [rect.left, rect.bottom],
    ]
    stencil.fill([np.array(corners, float)])
    drop = coverage_ink(rect, stencil.coverage(), colour, size, alpha)
    return (drop,) if drop else ()


def face(
    style: MapStyle, role: str, size: Size, colour: Colour | None = None, *, halo: float = _HALO
) -> Face:
    """Give the face of a role: place, objective, arrow, front, water, clock, legend or small.

    *halo* is its halo's breadth as a share of the letters' size.
    """
    fonts = style.fonts
    font, units = {
        "place": (fonts.place, style.place_size),
        "objective": (fonts.strong, style.objective_size),
        "arrow": (fonts.strong, style.arrow_size),
        "water": (fonts.water, style.water_size),
        "clock": (fonts.date, style.clock_size),
        "front": (fonts.strong, style.legend_size),
        "legend": (fonts.plain, style.legend_size),
        "small": (fonts.plain, style.small_size),
    }[role]
    px = style.letters(units, size)
    if font is None:
        raise ValueError(f"no font for {role}: resolve the style's fonts first")
    return Face(
        font=font,
        px=px,
        colour=colour or style.label,
        halo=style.halo,
        halo_px=max(1, round(px * halo)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """One line of the legend: swatches and words."""

    text: str
    swatches: tuple[tuple[str, Side | None], ...]
    """What is drawn: arrow, front, area or border, or the kind of a place; and whose."""


def legend_block(
    entries: Sequence[LegendEntry], style: MapStyle, size: Size, language: str = "fr"
) -> FurnitureBlock:
    """Make the legend."""
    unit = style.unit(size)
    look = face(style, "legend", size)
    words = [set_word(entry.text, look, language) for entry in entries]
    line = line_box(look)
    row = line.height + round(8 * unit)
    swatch, gap, margin = round(62 * unit), round(10 * unit), round(14 * unit)
    most = max(len(entry.swatches) for entry in entries)
    column = most * (swatch + gap)
    width = margin * 2 + column + max(word.width for word in words)
    height = margin * 2 + row * len(entries)

    def draw(left: int, top: int) -> Inks:
        drops = list(plate(Rect(left, top, left + width, top + height), style.halo, size))
        for number, (entry, word) in enumerate(zip(entries, words, strict=True)):
            stands = top + margin + row * number + round(4 * unit) + line.above
            middle = stands - line.capital / 2
            # Beside their words: a lone swatch leaves the empty column before it, not after it.
            first = most - len(entry.swatches)
            for place, (kind, side) in enumerate(entry.swatches, start=first):
                start = left + margin + place * (swatch + gap)
                drops += _swatch(kind, side, (start, middle), swatch, (style, size))
            drops += word.inks(left + margin + column, stands - word.baseline, size)
        return tuple(drops)

    return FurnitureBlock(width=width, height=height, draw=draw)


def _swatch(
    kind: str,
    side: Side | None,
    at: tuple[float, float],
    width: int,
    look: tuple[MapStyle, Size],
) -> Inks:
    style, size = look
    unit, zoom = style.unit(size), Zoom(size=size)
    colour = style.sides.of(side) if side else style.label
    x, y = at
    line = np.array([[x + 2 * unit, y], [x + width - 2 * unit, y]])
    if kind == "arrow" and side:
        return _arrow_swatch(line, side, colour, style, size)
    if kind == "front" and side:
        dense = np.linspace(line[0] + [0, 4 * unit], line[1] + [0, 4 * unit], 24)
        return front_inks(dense, side, colour, style.halo, unit * 0.8, zoom, 1.0)
    if kind == "area" and side:
        low, high = line[0] + [6 * unit, -10 * unit], line[1] + [-6 * unit, 10 * unit]
        ring = np.array([low, [high[0], low[1]], high, [low[0], high[1]]])
        return area_inks(ring, side, colour, unit * 0.8, zoom, 1.0)
    if kind == "border":
        rect = Rect(round(x), round(y - 4 * unit), round(x + width), round(y + 4 * unit) + 1)
        stencil = Stencil(rect)
        step = (line[1] - line[0]) / 5
        stencil.stroke([line[0] + step * [[i], [i + 0.6]] for i in range(5)], 2.2 * unit)
        drop = coverage_ink(rect, stencil.coverage(), style.border, size)
        return (drop,) if drop else ()
    place: PlaceKind = kind  # type: ignore[assignment]  # the remaining kinds are places'
    middle = (x + width / 2, y)
    colours = (colour, style.halo)
    return symbol_inks(place, middle, colours, unit, zoom, 1.0, hollow=is_taken(place, side))


def _arrow_swatch(line: Pixels, side: Side, colour: Colour, style: MapStyle, size: Size) -> Inks:
    breadth = 12 * style.unit(size)
    dense = np.linspace(line[0], line[1], 16)
    total = float(line[1][0] - line[0][0])
    pad = round(breadth * 1.6)
    rect = Rect(
        round(line[0][0]) - 2,
        round(line[0][1]) - pad,
        round(line[1][0]) + 3,
        round(line[0][1]) + pad,
    )
    body, inner = Stencil(rect), Stencil(rect)
    body.join(ribbon(dense, total, total, breadth, 0.0))
    drops = [coverage_ink(rect, body.coverage(), colour, size)]
    if side != "allies":
        inner.join(ribbon(dense, total, total, breadth, -0.13 * breadth))
        cover = inner.coverage()
        if side == "axis":
            cover = np.minimum(cover, striping(rect, breadth * 0.5, breadth * 0.17))
        drops.append(coverage_ink(rect, cover, style.halo, size, 0.85))
    return tuple(drop for drop in drops if drop is not None)


def scale_block(
    metres_a_pixel: float, turned: float, style: MapStyle, size: Size
) -> FurnitureBlock:
    """Make the scale bar for *metres_a_pixel* on the ground, with north *turned* radians right."""
    unit = style.unit(size)
    metres = nice_length(metres_a_pixel * 190 * unit)
    bar = metres / metres_a_pixel
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    word = set_word(text, face(style, "small", size))
    nought = set_word("0", face(style, "small", size))
    rise = round(34 * unit)
    side = round(30 * unit)
    width = round(side + bar + word.width / 2 + nought.width / 2 + 12 * unit)
    height = max(round(14 * unit) + word.height, rise + round(6 * unit))

    def draw(left: int, top: int) -> Inks:
        start = left + side + nought.width / 2
        base = top + height - round(9 * unit)
        drops = _bar(start, base, bar, style, size)
        stands = base - round(6 * unit) - (word.height - word.baseline)
        for each, at in ((nought, start), (word, start + bar)):
            drops += each.inks(round(at - each.width / 2), stands - each.baseline, size)
        drops += _north((left + side / 2 - 4 * unit, base - rise / 2), turned, style, size)
        return tuple(drops)

    return FurnitureBlock(width=width, height=height, draw=draw)


def nice_length(metres: float) -> float:
    """Give the longest round length (1, 2 or 5 and noughts) up to a fifth above *metres*."""
    power = 10.0 ** math.floor(math.log10(metres))
    return max(step * power for step in (0.5, 1, 2, 5) if step * power <= metres * 1.2)


def _bar(start: float, base: float, length: float, style: MapStyle, size: Size) -> list[MapInk]:
    unit = style.unit(size)
    thick = max(3.0, 6 * unit)
    rect = Rect(
        round(start) - 4, round(base - thick) - 4, round(start + length) + 5, round(base) + 5
    )

    def box(a: float, b: float, grown: float) -> Pixels:
        low, high = base - thick - grown, base + grown
        return np.array([[a - grown, low], [b + grown, low], [b + grown, high], [a - grown, high]])

    halo, dark, light = Stencil(rect), Stencil(rect), Stencil(rect)
    halo.fill([box(start, start + length, 2.0)])
    dark.fill([box(start, start + length, 0)])
    inset = max(1.0, 1.4 * unit)
    light.fill([box(start + length / 2, start + length - inset, 0)])
    cover = light.coverage()
    rows = slice(round(base - thick) - rect.top, round(base) - rect.top)
    trimmed = np.zeros_like(cover)
    edge = max(1, round(inset))
    inner = slice(rows.start + edge, rows.stop - edge)
    trimmed[inner] = cover[inner]
    drops = (
        coverage_ink(rect, halo.coverage(), style.halo, size, 0.9),
        coverage_ink(rect, dark.coverage(), style.label, size),
        coverage_ink(rect, trimmed, style.halo, size),
    )
    return [drop for drop in drops if drop is not None]


def _north(at: tuple[float, float], turned: float, style: MapStyle, size: Size) -> list[MapInk]:
    """Draw a north arrow: half of it dark."""
    unit = style.unit(size)
    cosine, sine = math.cos(turned), math.sin(turned)
    spin = np.array([[cosine, sine], [-sine, cosine]])
    shape = np.array([[0.0, -17.0], [8.0, 13.0], [0.0, 7.0], [-8.0, 13.0]]) * unit
    points = shape @ spin + np.array(at)
    reach = round(24 * unit)
    rect = Rect(
        round(at[0]) - reach, round(at[1]) - reach, round(at[0]) + reach, round(at[1]) + reach
    )
    halo, dark, light = Stencil(rect), Stencil(rect), Stencil(rect)
    halo.stroke([points], 5 * unit, closed=True)
    dark.fill([points])
    dark.stroke([points], 1.5 * unit, closed=True)
    light.fill([points[[0, 1, 2]]])
    drops = (
        coverage_ink(rect, halo.coverage(), style.halo, size, 0.9),
        coverage_ink(rect, dark.coverage(), style.label, size),
        coverage_ink(rect, light.coverage(), style.halo, size),
    )
    return [drop for drop in drops if drop is not None]


def text_block(word: LetteredWord, size: Size) -> FurnitureBlock:
    """Make a block of words alone."""

    def draw(left: int, top: int) -> Inks:
        return word.inks(left, top, size)

    return FurnitureBlock(width=word.width, height=word.height, draw=draw)
