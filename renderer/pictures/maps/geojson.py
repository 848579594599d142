"""A team's own GeoJSON as a layer of the ground.

Comes in: a file and the kind of layer. Goes out: outlines (longitude, latitude). Mistakes name the
feature. RFC 7946: positions are longitude, latitude in WGS 84.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from renderer.errors import PictureError
from renderer.pictures.maps.outlines import Outline

# A layer of France at 100 m is a tenth of this.
_SIZE_LIMIT = 64 * 1024 * 1024


def read_geojson(path: Path, *, rings: bool) -> tuple[Outline, ...]:
    """Read the rings of polygons (``rings``), or every line.

    Holes come out as rings too: the ground is filled even-odd. Lines are read where polygons are
    not wanted; a polygon's edge counts as a line.

    Raises:
        PictureError: the file is missing, is not GeoJSON, or one of its features is wrong; the
            message names the feature by number and name.
    """
    features = _features(path)
    found: list[Outline] = []
    for number, feature in enumerate(features, start=1):
        name = _name(feature, number)
        try:
            found.extend(_shapes(feature, rings))
        except (ValueError, TypeError, KeyError) as wrong:
            raise PictureError(f"{path.name}, {name}: {wrong}") from wrong
    if not found:
        wanted = "polygon" if rings else "line"
        raise PictureError(f"{path.name} has no {wanted}; give the layer another file")
    return tuple(found)


def _features(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise PictureError(f"{path.name} is over 64 MB; simplify it for the map")
        whole = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise PictureError(f"there is no {path}: the map's ground names it") from missing
    except json.JSONDecodeError as wrong:
        raise PictureError(
            f"{path.name} is not JSON: line {wrong.lineno}, column {wrong.colno}: {wrong.msg}"
        ) from wrong
    except (UnicodeDecodeError, RecursionError) as wrong:
        raise PictureError(f"{path.name} is not GeoJSON in UTF-8: {wrong}") from wrong
    kind = whole.get("type") if isinstance(whole, dict) else None
    if kind == "FeatureCollection" and isinstance(whole.get("features"), list):
        return list(whole["features"])
    if kind in ("Feature", *_DEPTHS, "GeometryCollection"):
        return [whole]
    raise PictureError(f"{path.name} is not GeoJSON: its 'type' is {kind!r}")


# How deep the positions lie, and whether the innermost lists are rings.
_DEPTHS = {
    "Point": (0, False),
    "MultiPoint": (1, False),
    "LineString": (1, False),
    "MultiLineString": (2, False),
    "Polygon": (2, True),
    "MultiPolygon": (3, True),
}


def _name(feature: Any, number: int) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    identity = named or (feature.get("id") if isinstance(feature, dict) else None)
    return f"feature {number}" + (f" ('{identity}')" if identity else "")


def _shapes(feature: Any, rings: bool) -> Iterator[Outline]:
    if not isinstance(feature, dict):
        raise ValueError("a feature is an object with 'type' and 'geometry'")
    geometry = feature["geometry"] if feature.get("type") == "Feature" else feature
    if geometry is None:
        return
    if not isinstance(geometry, dict):
        raise ValueError("'geometry' is an object with 'type' and 'coordinates'")
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        for part in geometry.get("geometries", ()):
            yield from _shapes(part, rings)
        return
    if kind not in _DEPTHS:
        raise ValueError(f"geometry of type {kind!r} is not GeoJSON")
    depth, closed = _DEPTHS[kind]
    if depth == 0 or kind == "MultiPoint" or (rings and not closed):
        return
    if "coordinates" not in geometry:
        raise ValueError(f"{kind} has no 'coordinates'")
    for positions in _innermost(geometry["coordinates"], depth):
        yield _outline(positions, closed)


def _innermost(coordinates: Any, depth: int) -> Iterator[Any]:
    if not isinstance(coordinates, list):
        raise ValueError(f"coordinates are lists {depth} deep, not {coordinates!r:.40}")
    if depth == 1:
        yield coordinates
        return
    for part in coordinates:
        yield from _innermost(part, depth - 1)


def _outline(positions: list[Any], closed: bool) -> Outline:
    points: list[tuple[float, float]] = []
    for index, position in enumerate(positions, start=1):
        numbers = position[:2] if isinstance(position, list) else []
        if len(numbers) < 2 or not all(
            isinstance(number, int | float) and not isinstance(number, bool) for number in numbers
        ):
            raise ValueError(f"position {index} is [longitude, latitude], not {position!r:.40}")
        longitude, latitude = float(numbers[0]), float(numbers[1])
        # Written so that NaN fails too.
        if not (abs(longitude) <= 180 and abs(latitude) <= 90):
            raise ValueError(
                f"position {index} ({longitude:g}, {latitude:g}) is not longitude, latitude"
                " in degrees (reproject the file to WGS 84)"
            )
        points.append((longitude, latitude))
    least = 3 if closed else 2
    if len(points) < least:
        raise ValueError(f"a {'ring' if closed else 'line'} has at least {least} positions")
    return np.array(points)
