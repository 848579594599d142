"""The things a `map:` shows, as a storyboard writes them: view, places, arrows, fronts …

Comes in: parts of a `map:` node. Goes out: the frozen parts of `OperationsMap`. Knows no other key.
"""

from __future__ import annotations

import math
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from renderer.storyboard.operations import (
    LabelPlace,
    LineKind,
    MapArea,
    MapArrow,
    MapFront,
    MapLine,
    MapPlace,
    MapView,
    Moment,
    PlaceKind,
    Side,
)
from renderer.storyboard.operations_fields import (
    MOMENT_TEXT,
    Course,
    Latitude,
    Longitude,
    Position,
    Ring,
    Text,
    When,
)

# A degree of latitude on the WGS 84 ellipsoid at 45°, in kilometres.
_KM_A_DEGREE = 111.13
# Beyond these a conformal map of a battle makes no sense, and nothing here draws one.
_LATITUDE_LIMIT = 80.0


class MapModel(BaseModel):
    """A mapping that takes no other keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ViewModel(MapModel):
    """What must be seen: four edges in degrees, or a centre and the kilometres across."""

    west: Longitude | None = Field(None, description="Western edge, degrees of longitude.")
    east: Longitude | None = Field(None, description="Eastern edge, degrees of longitude.")
    south: Latitude | None = Field(None, description="Southern edge, degrees of latitude.")
    north: Latitude | None = Field(None, description="Northern edge, degrees of latitude.")
    centre: Position | None = Field(None, description="[latitude, longitude] of the middle.")
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


class PlaceModel(MapModel):
    """A named place."""

    name: Text = Field(description="The name shown.")
    at: Position = Field(description="[latitude, longitude].")
    kind: PlaceKind = Field("city", description="Its symbol; water, region and note have none.")
    side: Side | None = Field(None, description="Whose it is: colours the symbol.")
    label: LabelPlace = Field("auto", description="Where the name goes, seen from the symbol.")
    starts: When | None = Field(None, alias="from", description=f"Appears. {MOMENT_TEXT}")
    ends: When | None = Field(None, alias="to", description=f"Goes. {MOMENT_TEXT}")

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


class _Timed(MapModel):
    starts: When | None = Field(None, alias="from", description=f"Begins. {MOMENT_TEXT}")
    at: When | None = Field(None, description=f"The same as from. {MOMENT_TEXT}")

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

    path: Course = Field(description="[latitude, longitude] points from tail to head.")
    side: Side = Field("allies", description="Whose advance it is.")
    label: str = Field("", max_length=80, description="Shown beside it: a corps, a division.")
    width: float = Field(1.0, ge=0.3, le=3, description="1 for a corps, 0.6 for a division.")
    ends: When | None = Field(None, alias="to", description=f"Has arrived. {MOMENT_TEXT}")
    until: When | None = Field(None, description=f"Goes. {MOMENT_TEXT}")

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


class FrontModel(MapModel):
    """A front line as it stood at one moment; lines of one name are one front that moves."""

    line: Course = Field(description="[latitude, longitude] points; its holder on the right hand.")
    date: When | None = Field(None, description="When it stood there: a date of the clock.")
    at: When | None = Field(None, description="The same as date, for a sentence.")
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

    ring: Ring = Field(description="[latitude, longitude] points around it.")
    name: str = Field("", max_length=80, description="Shown inside it.")
    side: Side = Field("axis", description="Whose it is: its hatching and colour.")
    ends: When | None = Field(None, alias="to", description=f"Goes. {MOMENT_TEXT}")

    def to_board(self) -> MapArea:
        """Give the frozen area."""
        return MapArea(
            ring=self.ring, name=self.name, side=self.side, appears=self.start, leaves=self.ends
        )


class LineModel(_Timed):
    """A line of the terrain: a road, a breakwater, a pipeline."""

    path: Course = Field(description="[latitude, longitude] points along it.")
    kind: LineKind = Field("road", description="How it is drawn.")
    name: str = Field("", max_length=80, description="Shown beside it.")
    ends: When | None = Field(None, alias="to", description=f"Goes. {MOMENT_TEXT}")

    def to_board(self) -> MapLine:
        """Give the frozen line."""
        return MapLine(
            path=self.path, kind=self.kind, name=self.name, appears=self.start, leaves=self.ends
        )
