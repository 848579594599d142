"""A team's own GeoJSON as a layer of the ground.

Comes in: a file and the kind of layer. Goes out: outlines (longitude, latitude). Mistakes name the
file, the feature and the remedy. RFC 7946: positions are longitude, latitude in WGS 84.
"""

from __future__ import annotations

import json
import math
import reprlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from renderer.errors import PictureError
from renderer.maps.outlines import Outline, signed_area
from renderer.maps.unreadable import EXPORT, what_layer_it_is

# A layer of France at 100 m is a tenth of this.
_SIZE_LIMIT = 64 * 1024 * 1024
_MEMBERS = ("type", "features", "geometry", "geometries", "coordinates")
"""Of GeoJSON; written twice, one of the two would be lost without a word."""
# How deep the positions lie, and whether the innermost lists are rings.
_DEPTHS = {
    "Point": (0, False),
    "MultiPoint": (1, False),
    "LineString": (1, False),
    "MultiLineString": (2, False),
    "Polygon": (2, True),
    "MultiPolygon": (3, True),
}


def read_geojson(path: Path, *, rings: bool) -> tuple[Outline, ...]:
    """Read the rings of polygons (``rings``), or every line.

    Each polygon is one ring that runs to the left, then its holes, which run to the right, however
    the file has them (`outlines.polygons` tells them apart again). Lines are read where polygons
    are not wanted; a polygon's edge counts as a line. What crosses the 180th meridian comes out on
    both sides of the world.

    Raises:
        PictureError: the file is missing, is not GeoJSON, or one of its features is wrong; the
            message names the feature by number and name.
    """
    whole = _document(path)
    found: list[Outline] = []
    for number, feature in enumerate(_features(whole, path.name), start=1):
        try:
            for kind, parts in _geometries(feature):
                found.extend(_outlines(kind, parts, rings=rings))
        except RecursionError as wrong:
            raise PictureError(_too_deep(path)) from wrong
        except ValueError as wrong:
            what = f"{path.name}, {_name(feature, number)}: {wrong}"
            raise PictureError(what if EXPORT in what else f"{what}; {EXPORT}") from wrong
    if not found:
        wanted = "polygon" if rings else "line"
        raise PictureError(f"{path.name} has no {wanted}; give the layer another file")
    return tuple(found)


def _document(path: Path) -> Any:
    name = path.name
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise PictureError(f"{name} is over 64 MB; simplify it for the map")
        raw = path.read_bytes()
    except FileNotFoundError as missing:
        raise PictureError(f"there is no {path}: the map's ground names it") from missing
    except OSError as wrong:
        raise PictureError(f"{name} can't be read: {wrong.strerror or wrong}") from wrong
    try:
        return json.loads(raw, object_pairs_hook=_without_twins)
    except RecursionError as wrong:
        raise PictureError(_too_deep(path)) from wrong
    except ValueError as wrong:
        if foreign := what_layer_it_is(raw):
            raise PictureError(f"{name} {foreign}") from wrong
        if isinstance(wrong, json.JSONDecodeError):
            where = f"line {wrong.lineno}, column {wrong.colno}"
            raise PictureError(
                f"{name} is not JSON: {where}: {wrong.msg}; export the layer again as GeoJSON"
            ) from wrong
        # Letters that are no Unicode, a member twice, a number of thousands of digits.
        raise PictureError(f"{name} is not GeoJSON: {wrong}; {EXPORT}") from wrong


def _too_deep(path: Path) -> str:
    return f"{path.name} is not GeoJSON: its parts are nested too deeply; {EXPORT}"


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        for member in _MEMBERS:
            if keys.count(member) > 1:
                raise ValueError(f"it has '{member}' twice in one object")
    return made


def _features(whole: Any, name: str) -> list[Any]:
    kind = whole.get("type") if isinstance(whole, dict) else None
    if kind == "FeatureCollection" and isinstance(whole.get("features"), list):
        return list(whole["features"])
    if isinstance(kind, str) and kind in ("Feature", *_DEPTHS, "GeometryCollection"):
        return [whole]
    if kind == "Topology":
        raise PictureError(f"{name} is TopoJSON (its 'type' is 'Topology'), not GeoJSON; {EXPORT}")
    if isinstance(whole, dict) and ("geometryType" in whole or "rings" in whole):
        raise PictureError(f"{name} is Esri JSON, not GeoJSON; {EXPORT}")
    raise PictureError(f"{name} is not GeoJSON: its 'type' is {reprlib.repr(kind)}; {EXPORT}")


def _name(feature: Any, number: int) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    identity = named or (feature.get("id") if isinstance(feature, dict) else None)
    if not isinstance(identity, str | int) or not identity:
        return f"feature {number}"
    shown = "".join(char if char.isprintable() else " " for char in str(identity))
    return f"feature {number} ('{shown:.60}')"


def _geometries(feature: Any) -> Iterator[tuple[str, Any]]:
    """The geometries of *feature* and their coordinates, those of collections one by one."""
    if not isinstance(feature, dict):
        raise ValueError("a feature is an object with 'type' and 'geometry'")
    is_feature = feature.get("type") == "Feature"
    if is_feature and "geometry" not in feature:
        raise ValueError("a feature has a 'geometry', be it null")
    geometry: Any = feature["geometry"] if is_feature else feature
    if geometry is None:
        return
    if not isinstance(geometry, dict):
        raise ValueError("'geometry' is an object with 'type' and 'coordinates'")
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            raise ValueError("'geometries' is a list")
        for part in parts:
            if part is not None:
                yield from _geometries(part)
        return
    if not isinstance(kind, str) or kind not in _DEPTHS:
        raise ValueError(f"geometry of type {reprlib.repr(kind)} is not GeoJSON")
    if "coordinates" not in geometry:
        raise ValueError(f"{kind} has no 'coordinates'")
    yield kind, geometry["coordinates"]


def _outlines(kind: str, coordinates: Any, *, rings: bool) -> Iterator[Outline]:
    depth, closed = _DEPTHS[kind]
    if depth == 0 or kind == "MultiPoint" or (rings and not closed):
        return
    if not closed or not rings:
        for positions in _innermost(coordinates, depth):
            yield from _copies([_unrolled(_points(positions, closed=closed))])
        return
    for polygon in _innermost(coordinates, depth - 1):
        yield from _copies(_wound([_points(ring, closed=True) for ring in _listed(polygon)]))


def _innermost(coordinates: Any, depth: int) -> Iterator[Any]:
    for part in _listed(coordinates) if depth > 1 else ():
        yield from _innermost(part, depth - 1)
    if depth == 1:
        yield _listed(coordinates)


def _listed(coordinates: Any) -> list[Any]:
    if not isinstance(coordinates, list):
        raise ValueError(f"coordinates are lists of positions, not {reprlib.repr(coordinates)}")
    return coordinates


def _points(positions: list[Any], *, closed: bool) -> Outline:
    points: list[tuple[float, float]] = []
    for index, position in enumerate(positions, start=1):
        numbers = position[:2] if isinstance(position, list) else []
        if len(numbers) < 2 or not all(
            isinstance(number, int | float) and not isinstance(number, bool) for number in numbers
        ):
            raise ValueError(
                f"position {index} is [longitude, latitude], not {reprlib.repr(position)}"
            )
        points.append(_degrees(numbers[0], numbers[1], index))
    least = 3 if closed else 2
    if len(points) < least:
        raise ValueError(f"a {'ring' if closed else 'line'} has at least {least} positions")
    return np.array(points)


def _degrees(one: float, other: float, index: int) -> tuple[float, float]:
    try:
        longitude, latitude = float(one), float(other)
    except OverflowError as wrong:
        raise ValueError(
            f"position {index} has a number of hundreds of digits; {EXPORT}"
        ) from wrong
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise ValueError(f"position {index} has {longitude}, {latitude}: no place; {EXPORT}")
    # Some programs count on beyond 180 instead of starting again at -180.
    if abs(longitude) <= 360 and abs(latitude) <= 90:
        return longitude, latitude
    here = f"position {index} ({longitude:.10g}, {latitude:.10g}) is"
    if abs(longitude) <= 90 and abs(latitude) <= 180:
        raise ValueError(f"{here} latitude first; GeoJSON is [longitude, latitude]: {EXPORT}")
    if 0 <= longitude <= 1_400_000 and 6_000_000 <= latitude <= 7_200_000:
        raise ValueError(f"{here} in metres of Lambert-93 (EPSG:2154), not in degrees; {EXPORT}")
    raise ValueError(f"{here} not longitude, latitude in degrees; {EXPORT}")


def _wound(rings: list[Outline]) -> list[Outline]:
    """A polygon's outer ring to the left and its holes, beside it, to the right."""
    if not rings:
        return []
    shell, *holes = map(_unrolled, rings)
    middle = shell[:, 0].mean()
    beside = [_turned(hole, 360 * round((middle - hole[:, 0].mean()) / 360)) for hole in holes]
    left = shell if signed_area(shell) >= 0 else shell[::-1]
    areas = ((hole, signed_area(hole)) for hole in beside)
    return [left, *(hole[::-1] if area > 0 else hole for hole, area in areas if area)]


def _unrolled(outline: Outline) -> Outline:
    """*outline* without leaps from one end of the world to the other.

    A leap of 360° exactly is the edge of a box around the whole world, no crossing; and what goes
    once around a pole can't be unrolled.
    """
    leaps = np.abs(np.diff(outline[:, 0]))
    if not ((leaps > 180) & (leaps < 360)).any():
        return outline
    unrolled = np.stack([np.unwrap(outline[:, 0], period=360), outline[:, 1]], axis=1)
    return outline if np.ptp(unrolled[:, 0]) >= 360 else unrolled


def _copies(rings: list[Outline]) -> Iterator[Outline]:
    """*rings*, as often as they are seen between 180° west and 180° east."""
    for turn in (0, -360, 360) if rings else ():
        west, east = rings[0][:, 0].min() + turn, rings[0][:, 0].max() + turn
        if (west < 180 and east > -180) or (turn == 0 and abs(west) == 180):
            yield from (_turned(ring, turn) for ring in rings)


def _turned(outline: Outline, degrees: int) -> Outline:
    return outline + np.array([degrees, 0.0]) if degrees else outline
