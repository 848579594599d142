"""A map of operations as plain frozen data.

Comes in: values that `operations_schema.py` has validated. Goes out: `OperationsMap` and its parts.
Positions are latitude, longitude in degrees (WGS 84), as a historian writes them; dates are naive.
Knows nothing of projections, pixels or frames.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

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
class Moment:
    """When something happens on a map: at a sentence, or at a date of the clock. One is given."""

    sentence: int | None = None
    """1-based sentence of the slide's narration."""
    date: datetime.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """What must be seen; in a frame of another shape, more shows around it."""

    west: float
    east: float
    south: float
    north: float


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
    the moment at which it leaves (`maps/handovers.py`)."""


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
    """The clock shows this date when that sentence begins."""

    date: datetime.datetime
    sentence: int


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
    credit: str = ""
    """Who made the map and after what; the ground's own source is added."""

    def moments(self) -> Iterator[Moment]:
        """Every moment named on the map."""
        for place in self.places:
            yield from _given(place.appears, place.leaves)
        for arrow in self.arrows:
            yield from _given(arrow.starts, arrow.ends, arrow.leaves)
        for front in self.fronts:
            yield from _given(front.when)
        for area in self.areas:
            yield from _given(area.appears, area.leaves)
        for line in self.lines:
            yield from _given(line.appears, line.leaves)

    @property
    def last_sentence(self) -> int:
        """The highest sentence number named, 0 for none: the narration must have that many."""
        pins = self.clock.pins if self.clock else ()
        numbers = [moment.sentence or 0 for moment in self.moments()]
        return max([0, *numbers, *(pin.sentence for pin in pins)])


def is_geojson(name: str) -> bool:
    """Whether a layer's file is called as GeoJSON is."""
    return name.strip().lower().endswith((".geojson", ".json"))


def _given(*moments: Moment | None) -> Iterator[Moment]:
    return (moment for moment in moments if moment is not None)
