"""The things on a map, from the author's data to layers: areas, lines, fronts, arrows, symbols.

Comes in: `OperationsMap`, the slide's `Schedule`, the view in which shapes are laid out.
Goes out: `Layer`s from the bottom up, and what names need to know of each. Draws nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from renderer.maps.arrows import Arrow
from renderer.maps.fronts import Front, Trace, align
from renderer.maps.layer import DRAWN_SECONDS, FADE_SECONDS, Fade, Layer, Turn
from renderer.maps.strokes import smooth_curve
from renderer.maps.style import MapStyle
from renderer.maps.symbols import Pulse, Symbol, is_taken
from renderer.maps.terrain import Area, TerrainLine
from renderer.maps.timing import Schedule
from renderer.maps.viewport import Viewport
from renderer.storyboard.map_data import (
    MapArrow,
    MapFront,
    MapPlace,
    OperationsMap,
)
from renderer.storyboard.moments import Moment

ARROW_BREADTH = 25.0
"""Units across, of an arrow of width 1 where it meets its head."""
_MOVES_SECONDS = 1
"""What a front at least takes from line to line, though the date of the one be held longer: in less
it would seem to jump."""
# Units between the points of a smoothed course, where the view comes closest.
_SPACING = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSetting:
    """What every thing is laid out by."""

    view: Viewport
    style: MapStyle
    schedule: Schedule
    language: str = "fr"
    """Of the names: how their letters are set."""
    closest: float = 1.0
    """Times that the slide's closest view enlarges what is laid out: curves stay smooth in it."""

    @property
    def unit(self) -> float:
        """Pixels in a unit."""
        return self.style.unit(self.view.size)

    @property
    def spacing(self) -> float:
        """Pixels between the points of a smoothed course."""
        return _SPACING * self.unit / self.closest

    @property
    def drawn(self) -> int:
        """Frames in which a line that comes draws itself."""
        return round(DRAWN_SECONDS * self.schedule.fps)

    def fade(self, appears: Moment | None, leaves: Moment | None) -> Fade:
        """Give when a thing is seen."""
        start = self.schedule.frame_of(appears) if appears else 0
        end = self.schedule.frame_of(leaves) if leaves else self.schedule.length + 1
        frames = round(FADE_SECONDS * self.schedule.fps)
        # What stays to the end of the slide does not fade out before it.
        return Fade(start=start, end=end if leaves else end + frames, frames=frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Everything of a map but its names, in the author's order."""

    areas: tuple[Area, ...]
    lines: tuple[TerrainLine, ...]
    traces: tuple[Trace, ...]
    fronts: tuple[Front, ...]
    front_dates: tuple[tuple[MapFront, Front, int], ...]
    """Every dated line, the front it belongs to, and its number there."""
    arrows: tuple[Arrow, ...]
    symbols: tuple[Symbol, ...]
    """One a place, whether or not its kind has a symbol."""
    pulses: tuple[Pulse, ...] = ()

    def layers(self) -> tuple[Layer, ...]:
        """Give the layers from the bottom up."""
        return (
            *self.areas,
            *self.lines,
            *self.traces,
            *self.fronts,
            *self.arrows,
            *self.pulses,
            *self.symbols,
        )


def layers_of(board: OperationsMap, setting: MapSetting) -> Things:
    """Turn everything on *board* into layers."""
    unit, style, view = setting.unit, setting.style, setting.view
    areas = tuple(
        Area(
            ring=view.points(area.ring),
            side=area.side,
            colour=style.sides.of(area.side),
            unit=unit,
            fade=setting.fade(area.appears, area.leaves),
        )
        for area in board.areas
    )
    lines = tuple(
        TerrainLine(
            path=view.points(line.path),
            kind=line.kind,
            style=style,
            unit=unit,
            fade=setting.fade(line.appears, line.leaves),
            drawn=setting.drawn,
        )
        for line in board.lines
    )
    fronts, traces, dates = _fronts(board, setting)
    return Things(
        areas=areas,
        lines=lines,
        traces=traces,
        fronts=fronts,
        front_dates=dates,
        arrows=tuple(_arrow(arrow, setting) for arrow in board.arrows),
        symbols=tuple(_symbol(place, setting) for place in board.places),
    )


def _arrow(arrow: MapArrow, setting: MapSetting) -> Arrow:
    style, unit = setting.style, setting.unit
    start, end = setting.schedule.stretch(arrow.starts, arrow.ends)
    fade = setting.fade(None, arrow.leaves)
    return Arrow(
        path=smooth_curve(setting.view.points(arrow.path), setting.spacing),
        breadth=ARROW_BREADTH * arrow.width * unit,
        side=arrow.side,
        colour=style.sides.of(arrow.side),
        halo=style.halo,
        halo_px=max(1.2, 3 * unit),
        grows=(start, end),
        # Growing is how it appears.
        fade=Fade(start=start, end=fade.end, frames=fade.frames if arrow.leaves else 0),
        fineness=setting.closest,
    )


def _symbol(place: MapPlace, setting: MapSetting) -> Symbol:
    style = setting.style
    turns = tuple(
        Turn(
            start=setting.schedule.frame_of(moment),
            frames=round(FADE_SECONDS * setting.schedule.fps),
            colour=style.sides.of(side) if side else style.label,
            hollow=is_taken(place.kind, side),
        )
        for moment, side in place.then
    )
    return Symbol(
        kind=place.kind,
        at=setting.view.points((place.at,)),
        colour=style.sides.of(place.side) if place.side else style.label,
        halo=style.halo,
        unit=setting.unit,
        fade=setting.fade(place.appears, place.leaves),
        hollow=is_taken(place.kind, place.side),
        turns=turns,
    )


def _fronts(
    board: OperationsMap, setting: MapSetting
) -> tuple[tuple[Front, ...], tuple[Trace, ...], tuple[tuple[MapFront, Front, int], ...]]:
    named: dict[str, list[MapFront]] = {}
    for number, written in enumerate(board.fronts):
        # Fronts without a name are one front when they have dates, and several when not.
        key = written.name or ("" if written.when else f" {number}")
        named.setdefault(key, []).append(written)
    fronts: list[Front] = []
    traces: list[Trace] = []
    dates: list[tuple[MapFront, Front, int]] = []
    for parts in named.values():
        front = _front(parts, setting)
        ordered = sorted(parts, key=lambda part: _frame(part, setting))
        fronts.append(front)
        dates.extend((part, front, number) for number, part in enumerate(ordered))
        traces.extend(
            Trace(
                line=front.lines[number],
                colour=front.colour,
                unit=setting.unit,
                fade=Fade(start=front.frames[number], end=setting.schedule.length + 99, frames=0),
            )
            for number, part in enumerate(ordered[:-1])
            if part.trace
        )
    return tuple(fronts), tuple(traces), tuple(dates)


def _frame(part: MapFront, setting: MapSetting) -> int:
    return setting.schedule.frame_of(part.when) if part.when else 0


def _held(part: MapFront, frame: int, setting: MapSetting) -> int:
    return max(frame, setting.schedule.shown_until(part.when)) if part.when else frame


def _front(parts: list[MapFront], setting: MapSetting) -> Front:
    ordered = sorted(parts, key=lambda part: _frame(part, setting))
    frames: list[int] = []
    for part in ordered:  # two dates may fall on one frame of a short slide
        frame = _frame(part, setting)
        frames.append(frame if not frames else max(frame, frames[-1] + 1))
    leaves = [_held(part, frame, setting) for part, frame in zip(ordered, frames, strict=True)]
    moves = round(_MOVES_SECONDS * setting.schedule.fps)
    for number, following in enumerate(frames[1:]):
        leaves[number] = max(frames[number], min(leaves[number], following - moves))
    spacing = _SPACING * setting.unit
    lines = align([smooth_curve(setting.view.points(part.line), spacing) for part in ordered])
    appears = ordered[0].when
    return Front(
        lines=lines,
        frames=tuple(frames),
        leaves=tuple(leaves),
        side=ordered[0].side,
        colour=setting.style.sides.of(ordered[0].side),
        halo=setting.style.halo,
        unit=setting.unit,
        fade=setting.fade(appears, None),
        drawn=setting.drawn,
    )


def joined_handovers(board: OperationsMap) -> OperationsMap:
    """*board* with each place that another of its name and kind takes over joined to that one.

    An author writes a place that changes hands twice, the second from the moment at which the first
    leaves. It is laid out and named once, and its colour changes where it stands; the legend and
    the description go on reading what the author wrote.
    """
    places: list[MapPlace] = []
    for place in board.places:
        held = next((n for n, one in enumerate(places) if _hands_over(one, place)), None)
        if held is None or place.appears is None:
            places.append(place)
        else:
            one = places[held]
            then = (*one.then, (place.appears, place.side))
            places[held] = replace(one, leaves=place.leaves, then=then)
    return replace(board, places=tuple(places))


def _hands_over(one: MapPlace, other: MapPlace) -> bool:
    same = (one.name, one.at, one.kind) == (other.name, other.at, other.kind)
    return same and one.leaves is not None and one.leaves == other.appears
