"""What a `map:` may say in a storyboard: the models behind its check and its JSON Schema.

Comes in: a `map:` node as strings, lists and mappings. Goes out: `OperationsMap`, whose dataclasses
alone state the defaults. Opens no file: whether a GeoJSON exists and is sound is found when the
ground is read.
"""

from __future__ import annotations

import datetime
import itertools
import math
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from renderer.messages import deferred, tr
from renderer.storyboard.fields import SentenceNumber, Truth, mistake, number_from, text_to
from renderer.storyboard.map_data import (
    GROUND_LAYERS,
    ClockPin,
    ClockShows,
    LabelPlace,
    LineKind,
    MapArea,
    MapArrow,
    MapClock,
    MapFront,
    MapGround,
    MapLine,
    MapPlace,
    MapStep,
    MapView,
    OperationsMap,
    PlaceKind,
    Side,
    is_geojson,
)
from renderer.storyboard.map_fields import (
    BordersOrFile,
    Course,
    Latitude,
    LayerFile,
    Longitude,
    MapLabel,
    MapName,
    Position,
    Ring,
    YesNoFile,
    check_view,
    looks_swapped,
)
from renderer.storyboard.model import Model
from renderer.storyboard.moment_fields import (
    CUE_TEXT,
    MOMENT_TEXT,
    Cue,
    Date,
    When,
    read_date,
    with_year,
)
from renderer.storyboard.moments import Moment
from renderer.storyboard.wording import MapWording

_KM_A_DEGREE = 111.13
"""Of latitude, on the WGS 84 ellipsoid at 45°."""
_KILOMETRES = deferred("kilometres from {low} to {high}")


class ViewModel(Model):
    """What must be seen: four edges in degrees, or a centre and the kilometres across."""

    becomes: ClassVar[type[Any] | None] = MapView

    west: Longitude | None = Field(None, description="Western edge, degrees of longitude.")
    east: Longitude | None = Field(None, description="Eastern edge, degrees of longitude.")
    south: Latitude | None = Field(None, description="Southern edge, degrees of latitude.")
    north: Latitude | None = Field(None, description="Northern edge, degrees of latitude.")
    centre: Position | None = Field(None, description="[latitude, longitude] of the middle.")
    km: Annotated[float, number_from(0.5, 8000, "40", _KILOMETRES)] | None = Field(
        None, description="Kilometres across, with centre."
    )

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        edges = (self.west, self.east, self.south, self.north)
        whole = all(edge is not None for edge in edges) and self.centre is None and self.km is None
        centred = all(edge is None for edge in edges) and None not in (self.centre, self.km)
        if not (whole or centred):
            raise mistake(
                tr("a view has west, east, south and north, or centre and km"),
                tr("for example {example}", example="{centre: [49.64, -1.62], km: 40}"),
                code="view-unfit",
            )
        check_view(self.to_board())
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


class StepModel(ViewModel):
    """A view that the map goes to, and when."""

    at: When = Field(description=f"When it leaves the view before. {MOMENT_TEXT}")


class PlaceModel(Model):
    """A named place."""

    becomes: ClassVar[type[Any] | None] = MapPlace

    name: MapName = Field(description="The name shown.")
    at: Position = Field(description="[latitude, longitude].")
    kind: PlaceKind | None = Field(
        None, description="Its symbol; water, region and note have none."
    )
    side: Side | None = Field(None, description="Whose it is: colours the symbol.")
    label: LabelPlace | None = Field(None, description="Where the name goes, seen from the symbol.")
    appears: When | None = Field(None, alias="from", description=f"Appears. {MOMENT_TEXT}")
    leaves: When | None = Field(None, alias="to", description=f"Goes. {MOMENT_TEXT}")

    def to_board(self) -> MapPlace:
        """Give the frozen place."""
        return MapPlace(**self.given())


def _begins_once(first: object, second: object, key: str) -> None:
    if first is not None and second is not None:
        raise mistake(
            tr("'at' and '{key}' say the same", key=key),
            tr("keep one of them"),
            code="keys-conflict",
        )


class ArrowModel(Model):
    """An advance: an arrow that grows along its path."""

    becomes: ClassVar[type[Any] | None] = MapArrow

    starts: When | None = Field(None, alias="from", description=f"Begins. {MOMENT_TEXT}")
    at: When | None = Field(None, description=f"The same as from. {MOMENT_TEXT}")
    path: Course = Field(description="[latitude, longitude] points from tail to head.")
    side: Side | None = Field(None, description="Whose advance it is.")
    label: MapLabel | None = Field(None, description="Shown beside it: a corps, a division.")
    width: Annotated[float, number_from(0.3, 3, "0.6")] | None = Field(
        None, description="1 for a corps, 0.6 for a division."
    )
    ends: When | None = Field(None, alias="to", description=f"Has arrived. {MOMENT_TEXT}")
    leaves: When | None = Field(None, alias="until", description=f"Goes. {MOMENT_TEXT}")

    @model_validator(mode="after")
    def _starts_once(self) -> Self:
        _begins_once(self.starts, self.at, "from")
        return self

    def to_board(self) -> MapArrow:
        """Give the frozen arrow."""
        given = self.given()
        if (at := given.pop("at", None)) is not None:
            given["starts"] = at
        return MapArrow(**given)


class FrontModel(Model):
    """A front line as it stood at one moment; lines of one name are one front that moves."""

    becomes: ClassVar[type[Any] | None] = MapFront

    line: Course = Field(description="[latitude, longitude] points; its holder on the right hand.")
    when: When | None = Field(
        None, alias="date", description="When it stood there: a date of the clock."
    )
    at: When | None = Field(None, description="The same as date, for a sentence.")
    name: MapLabel | None = Field(None, description="Which front, when there are several.")
    side: Side | None = Field(None, description="Who holds it.")
    label: MapLabel | None = Field(None, description="Shown beside it.")
    trace: Truth | None = Field(None, description="Whether a thin line stays where it stood.")

    @model_validator(mode="after")
    def _dated_once(self) -> Self:
        _begins_once(self.when, self.at, "date")
        return self

    def to_board(self) -> MapFront:
        """Give the frozen front."""
        given = self.given()
        if (at := given.pop("at", None)) is not None:
            given["when"] = at
        return MapFront(**given)


class _StandingModel(Model):
    """What is there for a while: an area, a line of the terrain."""

    appears: When | None = Field(None, alias="from", description=f"Begins. {MOMENT_TEXT}")
    at: When | None = Field(None, description=f"The same as from. {MOMENT_TEXT}")
    leaves: When | None = Field(None, alias="to", description=f"Goes. {MOMENT_TEXT}")

    @model_validator(mode="after")
    def _appears_once(self) -> Self:
        _begins_once(self.appears, self.at, "from")
        return self

    def given(self) -> dict[str, Any]:
        """As of any model, with one name for when it appears."""
        given = super().given()
        if (at := given.pop("at", None)) is not None:
            given["appears"] = at
        return given


class AreaModel(_StandingModel):
    """A region held or fortified, hatched."""

    becomes: ClassVar[type[Any] | None] = MapArea

    ring: Ring = Field(description="[latitude, longitude] points around it.")
    name: MapLabel | None = Field(None, description="Shown inside it.")
    side: Side | None = Field(None, description="Whose it is: its hatching and colour.")

    def to_board(self) -> MapArea:
        """Give the frozen area."""
        return MapArea(**self.given())


class LineModel(_StandingModel):
    """A line of the terrain: a road, a breakwater, a pipeline."""

    becomes: ClassVar[type[Any] | None] = MapLine

    path: Course = Field(description="[latitude, longitude] points along it.")
    kind: LineKind | None = Field(None, description="How it is drawn.")
    name: MapLabel | None = Field(None, description="Shown beside it.")

    def to_board(self) -> MapLine:
        """Give the frozen line."""
        return MapLine(**self.given())


class PinModel(Model):
    """Holds the clock to the narration."""

    becomes: ClassVar[type[Any] | None] = ClockPin

    date: Date = Field(description="The clock shows this date …")
    sentence: SentenceNumber | None = Field(None, description="… while this sentence is said.")
    at: Cue | None = Field(
        None, description=f"The same, for words: from them to their sentence's end. {CUE_TEXT}"
    )

    @model_validator(mode="after")
    def _is_held_once(self) -> Self:
        _begins_once(self.sentence, self.at, "'sentence' and 'at'")
        if self.sentence is None and self.at is None:
            raise mistake(
                tr("a pin holds its date to a moment"),
                tr("for example {example}", example="{date: 25 juin, sentence: 3}"),
                code="key-missing",
            )
        return self

    def to_board(self) -> ClockPin:
        """Give the frozen pin."""
        return ClockPin(date=self.date, at=self.at or Moment(sentence=self.sentence))


class ClockModel(Model):
    """The date shown, which runs during the slide."""

    becomes: ClassVar[type[Any] | None] = MapClock

    start: Date = Field(alias="from", description="The date as the slide begins.")
    end: Date = Field(alias="to", description="The date as the slide ends.")
    pins: list[PinModel] | None = Field(
        None, description="Dates held to sentences between the two."
    )
    shows: ClockShows | None = Field(
        None, alias="show", description="How much of the date is shown."
    )

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        pins = self._in_order()
        dates = [self.start, *(pin.date for pin in pins), self.end]
        if self.start > self.end:
            raise mistake(
                tr("'to' must not be earlier than 'from'"),
                tr("write the earlier date first"),
                code="order-reversed",
            )
        if any(a > b for a, b in itertools.pairwise(dates)):
            later = "{date: 25 juin, sentence: 3}"
            raise mistake(
                tr("pins must go forward between 'from' and 'to'"),
                tr("a later sentence has a later date: {example}", example=later),
                code="order-reversed",
            )
        held = [pin.sentence for pin in pins if pin.sentence is not None]
        if len(set(held)) < len(held):
            raise mistake(
                tr("two pins hold the same sentence"), tr("keep one of them"), code="keys-conflict"
            )
        return self

    def _in_order(self) -> list[PinModel]:
        """By their sentences; with words among them, as they are written."""
        pins = self.pins or []
        if any(pin.at is not None for pin in pins):
            return pins
        return sorted(pins, key=lambda pin: pin.sentence or 0)

    def to_board(self) -> MapClock:
        """Give the frozen clock."""
        pins = tuple(pin.to_board() for pin in self._in_order())
        return MapClock(**{**self.given(), "pins": pins})


class GroundModel(Model):
    """The ground under the operations. Layers may be a team's own GeoJSON, named in media/."""

    becomes: ClassVar[type[Any] | None] = MapGround

    borders: BordersOrFile | None = Field(
        None, description="none, today (labelled as present-day), or a GeoJSON file."
    )
    rivers: YesNoFile | None = Field(None, description="yes, no, or a GeoJSON file.")
    land: LayerFile | None = Field(None, description="GeoJSON of the land, for the coast.")
    lakes: LayerFile | None = Field(None, description="GeoJSON of lakes, basins and broad rivers.")
    city: LayerFile | None = Field(None, description="GeoJSON of built-up ground.")
    schematic: Truth | None = Field(None, description="Whether to say that the ground is a sketch.")

    def to_board(self) -> MapGround:
        """Give the frozen choice of ground."""
        given = self.given()
        files = {
            layer: given.pop(layer) for layer in GROUND_LAYERS if is_geojson(str(given.get(layer)))
        }
        if "rivers" in files:  # the file's in place of Récit's own
            given["rivers"] = False
        return MapGround(files=tuple(sorted(files.items())), **given)


class OperationsMapModel(Model):
    """A map of operations, drawn and moved by Récit."""

    becomes: ClassVar[type[Any] | None] = OperationsMap

    view: ViewModel = Field(description="What must be seen.")
    to: ViewModel | None = Field(None, description="Where the view moves during the slide.")
    views: Annotated[list[StepModel], Field(max_length=20)] | None = Field(
        None, description="Views that it goes to in turn, each at its moment, in place of to."
    )
    alt: MapWording | None = Field(None, description="What the map shows, for those who don't see.")
    # Limits of the lists: what is drawn in a frame's time, and more than anybody makes out.
    places: Annotated[list[PlaceModel], Field(max_length=200)] | None = Field(
        None, description="Named places."
    )
    arrows: Annotated[list[ArrowModel], Field(max_length=60)] | None = Field(
        None, description="Advances."
    )
    fronts: Annotated[list[FrontModel], Field(max_length=120)] | None = Field(
        None, description="Front lines, dated."
    )
    areas: Annotated[list[AreaModel], Field(max_length=60)] | None = Field(
        None, description="Hatched regions."
    )
    lines: Annotated[list[LineModel], Field(max_length=120)] | None = Field(
        None, description="Roads, breakwaters …"
    )
    clock: ClockModel | None = Field(None, description="The date shown; dated things follow it.")
    ground: GroundModel | None = Field(None, description="Coasts, rivers, borders.")
    side_names: dict[Side, MapName] | None = Field(
        None, alias="sides", description="What the legend calls each side."
    )
    legend: Truth | None = Field(None, description="Whether the legend is shown.")
    inset: Truth | None = Field(
        None, description="Whether a small map in a corner says where in France the view lies."
    )
    motion: Literal["auto", "none"] | None = Field(
        None, description="auto (it comes a little closer while it is seen) or none."
    )
    credit: Annotated[str, text_to(200)] | None = Field(
        None, description="Who drew it, after what."
    )

    @model_validator(mode="before")
    @classmethod
    def _lend_years(cls, data: Any) -> Any:
        """Dates without a year take the clock's, before each is read where it stands."""
        span = _clock_span(data)
        if span is None or not isinstance(data, dict):
            return data
        dated = dict(data)
        for key in (*_DRAWN, "views"):
            if isinstance(dated.get(key), list):
                dated[key] = [_dated(item, span) for item in dated[key]]
        clock = dict(dated["clock"])
        if isinstance(clock.get("pins"), list):
            clock["pins"] = [_dated(pin, span) for pin in clock["pins"]]
        dated["clock"] = clock
        return dated

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.to is not None and self.views:
            raise mistake(
                tr("a map has 'to' or 'views', not both"),
                tr("write 'to' as the last of the views"),
                code="keys-conflict",
            )
        board = self.to_board()
        if self.clock is None and any(named.moment.date for named in board.moments()):
            clock = "clock: {from: 18 juin 1944, to: 27 juin 1944}"
            raise mistake(
                tr("a date on a map needs the map's 'clock'"),
                tr("for example {example}", example=clock),
                code="key-missing",
            )
        swapped = looks_swapped(board)
        if swapped:
            raise mistake(
                swapped,
                tr("for example {example} for Cherbourg", example="[49.639, -1.616]"),
                code="coordinates-swapped",
            )
        return self

    def to_board(self) -> OperationsMap:
        """Give the frozen map."""
        given = self.given()
        for name in ("view", "to", "clock", "ground"):
            if name in given:
                given[name] = given[name].to_board()
        given["views"] = tuple(
            MapStep(view=each.to_board(), at=each.at) for each in self.views or ()
        )
        for name in _DRAWN:
            given[name] = tuple(each.to_board() for each in given.get(name, ()))
        if "side_names" in given:
            given["side_names"] = tuple(sorted(given["side_names"].items()))
        return OperationsMap(**given)


_DRAWN = ("places", "arrows", "fronts", "areas", "lines")


def _clock_span(data: Any) -> tuple[datetime.datetime, datetime.datetime] | None:
    clock = data.get("clock") if isinstance(data, dict) else None
    if not isinstance(clock, dict):
        return None
    try:
        return read_date(str(clock.get("from"))), read_date(str(clock.get("to")))
    except PydanticCustomError:
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
