"""The values a `map:` is written with: points, moments, dates, yes or no.

Comes in: strings of the YAML. Goes out: annotated types for the pydantic model. Knows no key.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from renderer.storyboard.fields import wants
from renderer.storyboard.operations import BorderChoice, Moment, is_geojson
from renderer.storyboard.operations_dates import read_date, read_moment

_YES_NO: dict[object, bool] = {"yes": True, "true": True, "no": False, "false": False}
MOMENT_TEXT = "A sentence of the narration (sentence 2) or a date of the clock (19 juin)."


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


def _geojson(value: str | bool) -> str | bool:
    if not isinstance(value, str) or value in ("", "none", "today") or is_geojson(value):
        return value
    raise wants(
        f"a .geojson file, not '{value}'",
        "export the layer as GeoJSON in WGS 84 (in QGIS: Export, GeoJSON, EPSG:4326)",
    )


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Position = Annotated[
    tuple[
        Annotated[float, Field(allow_inf_nan=False)], Annotated[float, Field(allow_inf_nan=False)]
    ],
    AfterValidator(_on_earth),
]
Course = Annotated[tuple[Position, ...], Field(min_length=2, max_length=2000)]
Ring = Annotated[tuple[Position, ...], Field(min_length=3, max_length=2000)]
When = Annotated[Moment, BeforeValidator(_moment), WithJsonSchema({"type": "string"})]
Date = Annotated[datetime.datetime, BeforeValidator(_date), WithJsonSchema({"type": "string"})]
LayerFile = Annotated[str, AfterValidator(_geojson)]
BordersOrFile = Annotated[BorderChoice | str, AfterValidator(_geojson)]
YesNoFile = Annotated[
    bool | str,
    BeforeValidator(lambda value: _YES_NO.get(value, value)),
    AfterValidator(_geojson),
]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
