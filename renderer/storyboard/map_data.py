"""A map of operations as plain frozen data.

Comes in: values that `map_schema.py` has validated. Goes out: `OperationsMap` and its parts.
Positions are latitude, longitude in degrees (WGS 84), as a historian writes them; dates are naive.
Knows nothing of projections, pixels or frames.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from renderer.storyboard.moments import Moment, NamedMoment

FURTHEST_LATITUDE = 85.0
"""Degrees from the equator: beyond, a conformal map stretches without end."""
GeoPoint = tuple[float, float]
"""Latitude (within `FURTHEST_LATITUDE`), longitude (-180 to 180), in degrees."""
Side = Literal["allies", "axis", "neutral"]
PlaceKind = Literal[
    "objective",
    "capital",
    "city",
    "town",
    "landing",
    "port",
    "fort",
    "strongpoint",
    "gate",
    "bridge",
    "battle",
    "wreck",
    "mine",
    "water",
    "region",
    "note",
]
LineKind = Literal["road", "railway", "breakwater", "wall", "pipeline", "boundary", "river"]
LabelPlace = Literal["auto", "n", "ne", "e", "se", "s", "sw", "w", "nw"]
BorderChoice = Literal["none", "today"]
ClockShows = Literal["day", "hour", "month", "nothing"]
GROUND_LAYERS = ("land", "lakes", "rivers", "borders", "city")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """What must be seen; in a frame of another shape, more shows around it."""

    west: float
    east: float
    south: float
    north: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapStep:
    """A view that the map goes to while it is shown."""

    view: MapView
    at: Moment
    """When it leaves the view before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPlace:
    """A named place, or a name set on the map (`water`, `region`, `note` have no symbol)."""

    name: str
    at: GeoPoint
    kind: PlaceKind = "city"
    side: Side | None = None
    label: LabelPlace = "auto"
    """Where the name goes, seen from the symbol; `auto` finds room."""
    appears: Moment | None = None
    """None: there from the start."""
    leaves: Moment | None = None
    then: tuple[tuple[Moment, Side | None], ...] = ()
    """Whose it becomes, and when: not written, but found where a place is written once more from
    the moment at which it leaves (`maps/prepared_map.py`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapArrow:
    """An advance, a landing, a retreat: an arrow that grows along its path."""

    path: tuple[GeoPoint, ...]
    """At least two points, from tail to head."""
    side: Side = "allies"
    label: str = ""
    width: float = 1.0
    """1 is the breadth of a corps; 0.6 suits a division or a column."""
    starts: Moment | None = None
    """None: with the slide's first sentence."""
    ends: Moment | None = None
    """None: when the sentence during which it starts ends."""
    leaves: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFront:
    """A front line as it stood at one moment. Lines with the same name are one front that moves."""

    line: tuple[GeoPoint, ...]
    """At least two points. The side that holds the line stands on its right hand."""
    when: Moment | None = None
    name: str = ""
    side: Side = "axis"
    label: str = ""
    trace: bool = False
    """Whether a thin line stays where the front stood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapArea:
    """A region held, fortified or flooded: a hatched ring."""

    ring: tuple[GeoPoint, ...]
    """At least three points; closed by itself."""
    name: str = ""
    side: Side = "axis"
    appears: Moment | None = None
    leaves: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLine:
    """A line of the terrain that the ground does not have: a road, a breakwater, a pipeline."""

    path: tuple[GeoPoint, ...]
    kind: LineKind = "road"
    name: str = ""
    appears: Moment | None = None
    leaves: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPin:
    """The clock shows this date from a moment of the narration to the end of its sentence."""

    date: datetime.datetime
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class MapClock:
    """The date shown, which runs during the slide and which dated things follow."""

    start: datetime.datetime
    end: datetime.datetime
    pins: tuple[ClockPin, ...] = ()
    shows: ClockShows = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapGround:
    """Which ground lies under the operations."""

    borders: BorderChoice = "none"
    """`today`: present-day borders, labelled as such."""
    rivers: bool = True
    files: tuple[tuple[str, str], ...] = ()
    """Layer name (see `GROUND_LAYERS`) and the GeoJSON, relative to media/, that stands for it."""
    schematic: bool = False
    """Whether the map says that its ground is a sketch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationsMap:
    """A `map:` slide."""

    kind: ClassVar[str] = "map"
    view: MapView
    alt: str = ""
    to: MapView | None = None
    """Where the view has moved to by the end of the slide."""
    views: tuple[MapStep, ...] = ()
    """Where it goes to in turn, each at its moment, in place of `to`."""
    places: tuple[MapPlace, ...] = ()
    arrows: tuple[MapArrow, ...] = ()
    fronts: tuple[MapFront, ...] = ()
    areas: tuple[MapArea, ...] = ()
    lines: tuple[MapLine, ...] = ()
    clock: MapClock | None = None
    ground: MapGround = MapGround()
    side_names: tuple[tuple[Side, str], ...] = ()
    """What the legend calls a side, where the default won't do."""
    legend: bool = True
    inset: bool = False
    """Whether a small map in a corner says where the view lies."""
    motion: Literal["auto", "none"] = "auto"
    """Whether all of it comes a little closer while it is seen."""
    credit: str = ""
    """Who made the map and after what; the ground's own source is added."""

    @property
    def all_views(self) -> tuple[MapView, ...]:
        """The first view, and those that it goes to."""
        further = tuple(step.view for step in self.views) or ((self.to,) if self.to else ())
        return (self.view, *further)

    def moments(self) -> Iterator[NamedMoment]:
        """Every moment named on the map, with the keys under which it may stand."""
        for number, pin in enumerate(self.clock.pins if self.clock else ()):
            at = f"map.clock.pins.{number}"
            yield NamedMoment(keys=(f"{at}.sentence", f"{at}.at"), moment=pin.at)
        for number, step in enumerate(self.views):
            yield NamedMoment(keys=(f"map.views.{number}.at",), moment=step.at)
        for number, place in enumerate(self.places):
            yield from _named(f"map.places.{number}", place.appears, None, place.leaves)
        for number, arrow in enumerate(self.arrows):
            yield from _named(f"map.arrows.{number}", arrow.starts, arrow.ends, arrow.leaves)
        for number, front in enumerate(self.fronts):
            yield from _named(f"map.fronts.{number}", front.when, None, None)
        for number, area in enumerate(self.areas):
            yield from _named(f"map.areas.{number}", area.appears, None, area.leaves)
        for number, line in enumerate(self.lines):
            yield from _named(f"map.lines.{number}", line.appears, None, line.leaves)

    @property
    def counts_sentences(self) -> bool:
        """Whether a sentence is named by its number."""
        return any(named.moment.sentence is not None for named in self.moments())


_START, _END = ("from", "at", "date"), ("until", "to")
"""Keys under which a thing on a map may say when it comes, and when it goes."""


def _named(
    at: str, start: Moment | None, arrived: Moment | None, gone: Moment | None
) -> Iterator[NamedMoment]:
    if start:
        yield NamedMoment(keys=tuple(f"{at}.{key}" for key in _START), moment=start)
    if arrived:
        yield NamedMoment(keys=(f"{at}.to",), moment=arrived)
    if gone:
        yield NamedMoment(keys=tuple(f"{at}.{key}" for key in _END), moment=gone)


def is_geojson(name: str) -> bool:
    """Whether a layer's file is called as GeoJSON is."""
    return name.strip().lower().endswith((".geojson", ".json"))
