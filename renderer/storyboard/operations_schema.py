"""What a `map:` may say in a storyboard: the pydantic model behind its check and its JSON Schema.

Comes in: a `map:` node as strings, lists and mappings. Goes out: `OperationsMap`.
Opens no file: whether a GeoJSON exists and is sound is found when the ground is read.
"""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from renderer.storyboard.operations import (
    BorderChoice,
    ClockPin,
    ClockShows,
    GeoPoint,
    LabelPlace,
    LineKind,
    MapArea,
    MapArrow,
    MapClock,
    MapFront,
    MapGround,
    MapLine,
    MapPlace,
    MapView,
    Moment,
    OperationsMap,
    PlaceKind,
    Side,
)
from renderer.storyboard.operations_dates import read_date, read_moment, with_year

# A degree of latitude on the WGS 84 ellipsoid at 45°, in kilometres.
_KM_A_DEGREE = 111.13
# Beyond these a conformal map of a battle makes no sense, and nothing here draws one.
_LATITUDE_LIMIT = 80.0
_YES_NO: dict[object, bool] = {"yes": True, "true": True, "no": False, "false": False}
_MOMENT_TEXT = "A sentence of the narration (sentence 2) or a date of the clock (19 juin)."


def _moment(value: object) -> object:
    return _wanted(read_moment, value)


def _date(value: object) -> object:
    return _wanted(read_date, value)


def _wanted(read: Any, value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return read(value)
    except ValueError as wrong:
        raise PydanticCustomError("moment", "{what}", {"what": str(wrong)}) from wrong


def _on_earth(point: tuple[float, float]) -> tuple[float, float]:
    latitude, longitude = point
    if not (abs(latitude) <= 85 and abs(longitude) <= 180):
        raise PydanticCustomError(
            "point", "a point is [latitude, longitude] in degrees, for example [49.639, -1.616]"
        )
    return point


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
_Point = Annotated[
    tuple[
        Annotated[float, Field(allow_inf_nan=False)], Annotated[float, Field(allow_inf_nan=False)]
    ],
    AfterValidator(_on_earth),
]
_Path = Annotated[tuple[_Point, ...], Field(min_length=2, max_length=2000)]
_Ring = Annotated[tuple[_Point, ...], Field(min_length=3, max_length=2000)]
_Moment = Annotated[Moment, BeforeValidator(_moment), WithJsonSchema({"type": "string"})]
_Date = Annotated[datetime.datetime, BeforeValidator(_date), WithJsonSchema({"type": "string"})]
_YesNoFile = Annotated[bool | str, BeforeValidator(lambda value: _YES_NO.get(value, value))]
_Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
_Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ViewModel(_Part):
    """What must be seen: four edges in degrees, or a centre and the kilometres across."""

    west: _Longitude | None = Field(None, description="Western edge, degrees of longitude.")
    east: _Longitude | None = Field(None, description="Eastern edge, degrees of longitude.")
    south: _Latitude | None = Field(None, description="Southern edge, degrees of latitude.")
    north: _Latitude | None = Field(None, description="Northern edge, degrees of latitude.")
    centre: _Point | None = Field(None, description="[latitude, longitude] of the middle.")
    km: float | None = Field(None, ge=0.5, le=8000, description="Kilometres across, with centre.")

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        edges = (self.west, self.east, self.south, self.north)
        whole = all(edge is not None for edge in edges) and self.centre is None and self.km is None
        centred = all(edge is None for edge in edges) and None not in (self.centre, self.km)
        if not (whole or centred):
            raise PydanticCustomError(
                "view", "a view has west, east, south and north, or centre and km"
            )
        _check_view(self.to_board())
        return self

    def to_board(self) -> MapView:
        """Give the four edges, whichever form was written."""
        if self.centre is not None and self.km is not None:
            latitude, longitude = self.centre
            # 16:9 inside `km` across: any frame at least that broad shows exactly `km`.
            tall = self.km / _KM_A_DEGREE * 9 / 16
            wide = self.km / (_KM_A_DEGREE * max(0.05, math.cos(math.radians(latitude))))
            return MapView(
                west=longitude - wide / 2,
                east=longitude + wide / 2,
                south=latitude - tall / 2,
                north=latitude + tall / 2,
            )
        return MapView(
            west=self.west or 0.0,
            east=self.east or 0.0,
            south=self.south or 0.0,
            north=self.north or 0.0,
        )


def _check_view(view: MapView) -> None:
    wrong = ""
    if view.west >= view.east and view.west > 90 and view.east < -90:
        wrong = "a view can't cross the 180th meridian: show one side of it"
    elif not (-180 <= view.west < view.east <= 180):
        wrong = "'west' must be less than 'east', both within -180 and 180"
    elif view.south >= view.north:
        wrong = "'south' must be less than 'north'"
    elif view.south < -_LATITUDE_LIMIT or view.north > _LATITUDE_LIMIT:
        wrong = f"a view can't come nearer the poles than {_LATITUDE_LIMIT:.0f}° of latitude"
    elif view.east - view.west > 120 or view.north - view.south > 60:
        wrong = "a view spans at most 120° of longitude and 60° of latitude"
    elif view.east - view.west < 0.002 or view.north - view.south < 0.002:
        wrong = "a view spans at least 0.002°"
    if wrong:
        raise PydanticCustomError("view", "{what}", {"what": wrong})


class PlaceModel(_Part):
    """A named place."""

    name: _Text = Field(description="The name shown.")
    at: _Point = Field(description="[latitude, longitude].")
    kind: PlaceKind = Field("city", description="Its symbol; water, region and note have none.")
    side: Side | None = Field(None, description="Whose it is: colours the symbol.")
    label: LabelPlace = Field("auto", description="Where the name goes, seen from the symbol.")
    starts: _Moment | None = Field(None, alias="from", description=f"Appears. {_MOMENT_TEXT}")
    ends: _Moment | None = Field(None, alias="to", description=f"Goes. {_MOMENT_TEXT}")

    def to_board(self) -> MapPlace:
        """Give the frozen place."""
        return MapPlace(
            name=self.name,
            at=self.at,
            kind=self.kind,
            side=self.side,
            label=self.label,
            appears=self.starts,
            leaves=self.ends,
        )


class _Timed(_Part):
    starts: _Moment | None = Field(None, alias="from", description=f"Begins. {_MOMENT_TEXT}")
    at: _Moment | None = Field(None, description=f"The same as from. {_MOMENT_TEXT}")

    @model_validator(mode="after")
    def _starts_once(self) -> Self:
        if self.starts is not None and self.at is not None:
            raise PydanticCustomError("moment", "'at' and 'from' say the same: keep one")
        return self

    @property
    def start(self) -> Moment | None:
        return self.starts or self.at


class ArrowModel(_Timed):
    """An advance: an arrow that grows along its path."""

    path: _Path = Field(description="[latitude, longitude] points from tail to head.")
    side: Side = Field("allies", description="Whose advance it is.")
    label: str = Field("", max_length=80, description="Shown beside it: a corps, a division.")
    width: float = Field(1.0, ge=0.3, le=3, description="1 for a corps, 0.6 for a division.")
    ends: _Moment | None = Field(None, alias="to", description=f"Has arrived. {_MOMENT_TEXT}")
    until: _Moment | None = Field(None, description=f"Goes. {_MOMENT_TEXT}")

    def to_board(self) -> MapArrow:
        """Give the frozen arrow."""
        return MapArrow(
            path=self.path,
            side=self.side,
            label=self.label,
            width=self.width,
            starts=self.start,
            ends=self.ends,
            leaves=self.until,
        )


class FrontModel(_Part):
    """A front line as it stood at one moment; lines of one name are one front that moves."""

    line: _Path = Field(description="[latitude, longitude] points; its holder on the right hand.")
    date: _Moment | None = Field(None, description="When it stood there: a date of the clock.")
    at: _Moment | None = Field(None, description="The same as date, for a sentence.")
    name: str = Field("", max_length=80, description="Which front, when there are several.")
    side: Side = Field("axis", description="Who holds it.")
    label: str = Field("", max_length=80, description="Shown beside it.")
    trace: bool = Field(False, description="Whether a thin line stays where it stood.")

    @model_validator(mode="after")
    def _dated_once(self) -> Self:
        if self.date is not None and self.at is not None:
            raise PydanticCustomError("moment", "'at' and 'date' say the same: keep one")
        return self

    def to_board(self) -> MapFront:
        """Give the frozen front."""
        return MapFront(
            line=self.line,
            when=self.date or self.at,
            name=self.name,
            side=self.side,
            label=self.label,
            trace=self.trace,
        )


class AreaModel(_Timed):
    """A region held or fortified, hatched."""

    ring: _Ring = Field(description="[latitude, longitude] points around it.")
    name: str = Field("", max_length=80, description="Shown inside it.")
    side: Side = Field("axis", description="Whose it is: its hatching and colour.")
    ends: _Moment | None = Field(None, alias="to", description=f"Goes. {_MOMENT_TEXT}")

    def to_board(self) -> MapArea:
        """Give the frozen area."""
        return MapArea(
            ring=self.ring, name=self.name, side=self.side, appears=self.start, leaves=self.ends
        )


class LineModel(_Timed):
    """A line of the terrain: a road, a breakwater, a pipeline."""

    path: _Path = Field(description="[latitude, longitude] points along it.")
    kind: LineKind = Field("road", description="How it is drawn.")
    name: str = Field("", max_length=80, description="Shown beside it.")
    ends: _Moment | None = Field(None, alias="to", description=f"Goes. {_MOMENT_TEXT}")

    def to_board(self) -> MapLine:
        """Give the frozen line."""
        return MapLine(
            path=self.path, kind=self.kind, name=self.name, appears=self.start, leaves=self.ends
        )


class PinModel(_Part):
    """Holds the clock to the narration."""

    date: _Date = Field(description="The clock shows this date …")
    sentence: int = Field(ge=1, le=9999, description="… when this sentence begins.")


class ClockModel(_Part):
    """The date shown, which runs during the slide."""

    start: _Date = Field(alias="from", description="The date as the slide begins.")
    end: _Date = Field(alias="to", description="The date as the slide ends.")
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


class GroundModel(_Part):
    """The ground under the operations. Layers may be a team's own GeoJSON, named in media/."""

    borders: BorderChoice | str = Field(
        "none", description="none, today (labelled as present-day), or a GeoJSON file."
    )
    rivers: _YesNoFile = Field(True, description="yes, no, or a GeoJSON file.")
    land: str = Field("", description="GeoJSON of the land, for the coast.")
    lakes: str = Field("", description="GeoJSON of lakes, basins and broad rivers.")
    city: str = Field("", description="GeoJSON of built-up ground.")
    schematic: bool = Field(False, description="Whether to say that the ground is a sketch.")

    @model_validator(mode="after")
    def _names_geojson(self) -> Self:
        for layer, name in self._files():
            if not name.endswith((".geojson", ".json")):
                raise PydanticCustomError(
                    "ground",
                    "'{layer}' wants a .geojson file, not '{name}'",
                    {"layer": layer, "name": name},
                )
        return self

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


class OperationsMapModel(_Part):
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
    sides: dict[Side, _Text] = Field(
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
