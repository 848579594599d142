"""The values a `map:` is written with (points, names, layers), and points that can't be meant.

Comes in: strings of the YAML, a map's own data. Goes out: field types for the models of a map,
mistakes. Knows no key; when things happen is read by `moment_fields.py`.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any, get_args

from pydantic import Field
from pydantic_core import PydanticCustomError

from renderer.messages import deferred, tr
from renderer.messages.figures import decimal
from renderer.storyboard.fields import (
    TRUTH_SCHEMA,
    Reads,
    mistake,
    number_from,
    number_in,
    number_list_schema,
    numeric,
    text_to,
    truth,
    wants,
)
from renderer.storyboard.map_data import (
    FURTHEST_LATITUDE,
    BorderChoice,
    GeoPoint,
    MapView,
    OperationsMap,
    is_geojson,
)


def _position(value: object) -> tuple[float, float]:
    pair = value if isinstance(value, list | tuple) and len(value) == 2 else (None, None)
    latitude, longitude = number_in(pair[0]), number_in(pair[1])
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
        number_list_schema(
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


_LATITUDE_LIMIT = 80.0
"""Of a view: in a tall frame more shows around it, up to `FURTHEST_LATITUDE`."""


def looks_swapped(board: OperationsMap) -> str:
    """What is said of the first point that lies near the view with its numbers swapped.

    Where no point is near the view as written, it may as well be the view that is swapped. Empty:
    none looks so.
    """
    view = board.view
    margin = max(view.east - view.west, view.north - view.south)

    def near(latitude: float, longitude: float) -> bool:
        return (
            view.south - margin <= latitude <= view.north + margin
            and view.west - margin <= longitude <= view.east + margin
        )

    named: list[tuple[str, str, tuple[GeoPoint, ...]]] = [
        *((_OF_A_PLACE, place.name, (place.at,)) for place in board.places),
        *((_OF_AN_ARROW, arrow.label, arrow.path) for arrow in board.arrows),
        *((_OF_A_FRONT, front.name or front.label, front.line) for front in board.fronts),
        *((_OF_AN_AREA, area.name, area.ring) for area in board.areas),
        *((_OF_A_LINE, line.name, line.path) for line in board.lines),
    ]
    suspect, some_near = "", False
    for said, name, points in named:
        for latitude, longitude in points:
            if near(latitude, longitude):
                some_near = True
            elif not suspect and near(longitude, latitude):
                suspect = tr(said, point=f"[{latitude:g}, {longitude:g}]", name=name)
    if not suspect or some_near:
        return suspect and tr(
            "{point} looks swapped: points are [latitude, longitude]", point=suspect
        )
    return tr(
        "{point} looks swapped, or the view does, which looks at latitude {latitude}, longitude"
        " {longitude}: points are [latitude, longitude]",
        point=suspect,
        latitude=decimal((view.south + view.north) / 2, 2),
        longitude=decimal((view.west + view.east) / 2, 2),
    )


_OF_A_PLACE = deferred("{point} of '{name}'")
_OF_AN_ARROW = deferred("{point} of the arrow '{name}'")
_OF_A_FRONT = deferred("{point} of the front '{name}'")
_OF_AN_AREA = deferred("{point} of the area '{name}'")
_OF_A_LINE = deferred("{point} of the line '{name}'")


def check_view(view: MapView) -> None:
    """Refuse a view that no map can show.

    Raises:
        PydanticCustomError: with what is wrong and an example.
    """
    if view.west >= view.east and view.west > 90 and view.east < -90:
        what, remedy = tr("a view can't cross the 180th meridian"), tr("show one side of it")
        raise mistake(what, remedy, code="view-unfit")
    if not (-180 <= view.west < view.east <= 180):
        wrong = tr("'west' must be less than 'east', both within -180 and 180")
    elif view.south >= view.north:
        wrong = tr("'south' must be less than 'north'")
    elif view.south < -_LATITUDE_LIMIT or view.north > _LATITUDE_LIMIT:
        wrong = tr(
            "a view can't come nearer the poles than {limit}° of latitude",
            limit=f"{_LATITUDE_LIMIT:.0f}",
        )
    elif view.east - view.west > 120 or view.north - view.south > 60:
        wrong = tr("a view spans at most 120° of longitude and 60° of latitude")
    elif view.east - view.west < 0.002 or view.north - view.south < 0.002:
        wrong = tr("a view spans at least 0.002°")
    else:
        return
    edges = "{west: -2.1, east: -1.0, south: 49.25, north: 49.8}"
    raise mistake(wrong, tr("for example {example}", example=edges), code="view-unfit")
