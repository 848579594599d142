"""The values a `map:` is written with: points, names, layers.

Comes in: strings of the YAML. Goes out: field types for the models of a map. Knows no key; when
things happen is read by `moment_fields.py`.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any, get_args

from pydantic import Field
from pydantic_core import PydanticCustomError

from renderer.messages import deferred, tr
from renderer.storyboard.fields import (
    TRUTH_SCHEMA,
    Reads,
    number,
    number_from,
    numbers,
    numeric,
    text_to,
    truth,
    wants,
)
from renderer.storyboard.operations import FURTHEST_LATITUDE, BorderChoice, is_geojson


def _position(value: object) -> tuple[float, float]:
    pair = value if isinstance(value, list | tuple) and len(value) == 2 else (None, None)
    latitude, longitude = number(pair[0]), number(pair[1])
    if latitude is None or longitude is None or not _is_on_the_map(latitude, longitude):
        raise wants(
            tr("a point"),
            tr(
                "[latitude, longitude] in degrees, for example {example}",
                example="[49.639, -1.616]",
            ),
            code="value-out-of-range",
        )
    return latitude, longitude


def _is_on_the_map(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= FURTHEST_LATITUDE and abs(longitude) <= 180


def _layer(choices: tuple[str, ...] = (), *, yes_or_no: bool = False) -> Reads:
    """A GeoJSON file; or one of *choices*, or yes or no."""

    def read(value: object) -> str | bool:
        name = value.strip() if isinstance(value, str) else ""
        if yes_or_no:
            with suppress(PydanticCustomError):
                return truth(value)
        if name in choices or is_geojson(name):
            return name
        forms = tr("a {suffix} file", suffix=".geojson")
        if words:
            forms = tr("{words} or a {suffix} file", words=", ".join(words), suffix=".geojson")
        if name:
            forms = tr("{forms}, not '{name}'", forms=forms, name=name)
        raise wants(forms, tr(_EXPORT), code="value-unfit")

    words = ("yes", "no") if yes_or_no else choices
    described: list[dict[str, Any]] = [{"type": "string", "pattern": _GEOJSON}]
    if yes_or_no:
        described.append(TRUTH_SCHEMA)
    if choices:
        described.append({"enum": [*choices]})
    comment = " or ".join((*(f"`{word}`" for word in words), "a GeoJSON file"))
    return Reads(read, {"anyOf": described, "$comment": comment})


_EXPORT = deferred("export the layer as GeoJSON in WGS 84 (in QGIS: Export, GeoJSON, EPSG:4326)")
_GEOJSON = r"\.([gG][eE][oO])?[jJ][sS][oO][nN]\s*$"

MapName = Annotated[str, text_to(120, least=1)]
"""Shown on the map: what is longer is a caption."""
MapLabel = Annotated[str, text_to(80)]
"""Set along a line, which is as long as a line of the map."""
Position = Annotated[
    tuple[float, float],
    Reads(
        _position,
        numbers(
            numeric(minimum=-FURTHEST_LATITUDE, maximum=FURTHEST_LATITUDE),
            numeric(minimum=-180, maximum=180),
            comment="[latitude, longitude]",
        ),
    ),
]
Course = Annotated[tuple[Position, ...], Field(min_length=2, max_length=2000)]
Ring = Annotated[tuple[Position, ...], Field(min_length=3, max_length=2000)]
LayerFile = Annotated[str, _layer()]
BordersOrFile = Annotated[BorderChoice | str, _layer(get_args(BorderChoice))]
YesNoFile = Annotated[bool | str, _layer(yes_or_no=True)]
_DEGREES = deferred("degrees from {low} to {high}")
Latitude = Annotated[float, number_from(-90, 90, "49.6", _DEGREES)]
Longitude = Annotated[float, number_from(-180, 180, "-1.6", _DEGREES)]
