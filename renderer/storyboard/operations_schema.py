"""What a `map:` may say in a storyboard: the pydantic model behind its check and its JSON Schema.

Comes in: a `map:` node as strings, lists and mappings. Goes out: `OperationsMap`.
Opens no file: whether a GeoJSON exists and is sound is found when the ground is read.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable
from typing import Any, Self

from pydantic import (
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from renderer.storyboard.operations import (
    ClockPin,
    ClockShows,
    GeoPoint,
    MapClock,
    MapGround,
    OperationsMap,
    Side,
)
from renderer.storyboard.operations_dates import read_date, with_year
from renderer.storyboard.operations_fields import (
    BordersOrFile,
    Date,
    LayerFile,
    Text,
    YesNoFile,
)
from renderer.storyboard.operations_parts import (
    AreaModel,
    ArrowModel,
    FrontModel,
    LineModel,
    MapModel,
    PlaceModel,
    ViewModel,
)


class PinModel(MapModel):
    """Holds the clock to the narration."""

    date: Date = Field(description="The clock shows this date …")
    sentence: int = Field(ge=1, le=9999, description="… when this sentence begins.")


class ClockModel(MapModel):
    """The date shown, which runs during the slide."""

    start: Date = Field(alias="from", description="The date as the slide begins.")
    end: Date = Field(alias="to", description="The date as the slide ends.")
    pins: tuple[PinModel, ...] = Field((), description="Dates held to sentences between the two.")
    show: ClockShows = Field("day", description="How much of the date is shown.")

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        pins = sorted(self.pins, key=lambda pin: pin.sentence)
        dates = [self.start, *(pin.date for pin in pins), self.end]
        if self.start > self.end:
            raise PydanticCustomError("clock", "'to' must not be earlier than 'from'")
        if any(a > b for a, b in itertools.pairwise(dates)):
            raise PydanticCustomError("clock", "pins must go forward between 'from' and 'to'")
        if len({pin.sentence for pin in pins}) < len(pins):
            raise PydanticCustomError("clock", "two pins hold the same sentence")
        return self

    def to_board(self) -> MapClock:
        """Give the frozen clock."""
        pins = sorted(self.pins, key=lambda pin: pin.sentence)
        return MapClock(
            start=self.start,
            end=self.end,
            shows=self.show,
            pins=tuple(ClockPin(date=pin.date, sentence=pin.sentence) for pin in pins),
        )


class GroundModel(MapModel):
    """The ground under the operations. Layers may be a team's own GeoJSON, named in media/."""

    borders: BordersOrFile = Field(
        "none", description="none, today (labelled as present-day), or a GeoJSON file."
    )
    rivers: YesNoFile = Field(True, description="yes, no, or a GeoJSON file.")
    land: LayerFile = Field("", description="GeoJSON of the land, for the coast.")
    lakes: LayerFile = Field("", description="GeoJSON of lakes, basins and broad rivers.")
    city: LayerFile = Field("", description="GeoJSON of built-up ground.")
    schematic: bool = Field(False, description="Whether to say that the ground is a sketch.")

    def _files(self) -> Iterable[tuple[str, str]]:
        named = {"land": self.land, "lakes": self.lakes, "city": self.city}
        if isinstance(self.rivers, str):
            named["rivers"] = self.rivers
        if self.borders not in ("none", "today"):
            named["borders"] = self.borders
        return tuple((layer, name) for layer, name in sorted(named.items()) if name)

    def to_board(self) -> MapGround:
        """Give the frozen choice of ground."""
        return MapGround(
            borders="today" if self.borders == "today" else "none",
            rivers=self.rivers is True,
            files=tuple(self._files()),
            schematic=self.schematic,
        )


class OperationsMapModel(MapModel):
    """A map of operations, drawn and moved by Récit."""

    view: ViewModel = Field(description="What must be seen.")
    to: ViewModel | None = Field(None, description="Where the view moves during the slide.")
    alt: str = Field(
        "", max_length=1000, description="What the map shows, for those who don't see."
    )
    places: tuple[PlaceModel, ...] = Field((), max_length=200, description="Named places.")
    arrows: tuple[ArrowModel, ...] = Field((), max_length=60, description="Advances.")
    fronts: tuple[FrontModel, ...] = Field((), max_length=120, description="Front lines, dated.")
    areas: tuple[AreaModel, ...] = Field((), max_length=60, description="Hatched regions.")
    lines: tuple[LineModel, ...] = Field((), max_length=120, description="Roads, breakwaters …")
    clock: ClockModel | None = Field(None, description="The date shown; dated things follow it.")
    ground: GroundModel | None = Field(None, description="Coasts, rivers, borders.")
    sides: dict[Side, Text] = Field(
        default_factory=dict, description="What the legend calls each side."
    )
    legend: bool = Field(True, description="Whether the legend is shown.")
    credit: str = Field("", max_length=200, description="Who drew it, after what.")

    @model_validator(mode="before")
    @classmethod
    def _lend_years(cls, data: Any) -> Any:
        """Dates without a year take the clock's, before each is read where it stands."""
        span = _clock_span(data)
        if span is None or not isinstance(data, dict):
            return data
        dated = dict(data)
        for key in ("places", "arrows", "fronts", "areas", "lines"):
            if isinstance(dated.get(key), list):
                dated[key] = [_dated(item, span) for item in dated[key]]
        clock = dict(dated["clock"])
        if isinstance(clock.get("pins"), list):
            clock["pins"] = [_dated(pin, span) for pin in clock["pins"]]
        dated["clock"] = clock
        return dated

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        board = self.to_board()
        if self.clock is None and any(moment.date for moment in board.moments()):
            raise PydanticCustomError("clock", "a date on a map needs the map's 'clock'")
        swapped = _looks_swapped(board)
        if swapped:
            raise PydanticCustomError(
                "point", "{what} looks swapped: points are [latitude, longitude]", {"what": swapped}
            )
        return self

    def to_board(self) -> OperationsMap:
        """Give the frozen map."""
        return OperationsMap(
            view=self.view.to_board(),
            to=self.to.to_board() if self.to else None,
            alt=self.alt,
            places=tuple(place.to_board() for place in self.places),
            arrows=tuple(arrow.to_board() for arrow in self.arrows),
            fronts=tuple(front.to_board() for front in self.fronts),
            areas=tuple(area.to_board() for area in self.areas),
            lines=tuple(line.to_board() for line in self.lines),
            clock=self.clock.to_board() if self.clock else None,
            ground=self.ground.to_board() if self.ground else MapGround(),
            side_names=tuple(sorted(self.sides.items())),
            legend=self.legend,
            credit=self.credit,
        )


def _clock_span(data: Any) -> tuple[datetime.datetime, datetime.datetime] | None:
    clock = data.get("clock") if isinstance(data, dict) else None
    if not isinstance(clock, dict):
        return None
    try:
        return read_date(str(clock.get("from"))), read_date(str(clock.get("to")))
    except ValueError:
        return None  # the clock's own fields report it


def _dated(item: Any, span: tuple[datetime.datetime, datetime.datetime]) -> Any:
    if not isinstance(item, dict):
        return item
    return {
        key: with_year(value, *span)
        if key in ("from", "to", "at", "date", "until") and isinstance(value, str)
        else value
        for key, value in item.items()
    }


def _looks_swapped(board: OperationsMap) -> str:
    view = board.view
    margin = max(view.east - view.west, view.north - view.south)

    def near(latitude: float, longitude: float) -> bool:
        return (
            view.south - margin <= latitude <= view.north + margin
            and view.west - margin <= longitude <= view.east + margin
        )

    named: list[tuple[str, tuple[GeoPoint, ...]]] = [
        *((f"'{place.name}'", (place.at,)) for place in board.places),
        *((f"the arrow '{arrow.label}'", arrow.path) for arrow in board.arrows),
        *((f"the front '{front.name or front.label}'", front.line) for front in board.fronts),
        *((f"the area '{area.name}'", area.ring) for area in board.areas),
        *((f"the line '{line.name}'", line.path) for line in board.lines),
    ]
    for name, points in named:
        for latitude, longitude in points:
            if not near(latitude, longitude) and near(longitude, latitude):
                return f"[{latitude:g}, {longitude:g}] of {name}"
    return ""
