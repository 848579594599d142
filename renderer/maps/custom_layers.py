"""A team's own layers of a map's ground, in GeoJSON: read, and seen to lie where the map looks.

Comes in: a `MapGround`, the media folder, the boxes that the map shows. Goes out: outlines
(longitude, latitude) by layer, or what is wrong with each: mistakes know the key of the storyboard
that they are about, the file, the feature and the remedy. RFC 7946: positions are longitude,
latitude in WGS 84.
"""

from __future__ import annotations

import json
import math
import reprlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from renderer.errors import PictureError, Problem
from renderer.frames.pixels import Size
from renderer.maps.not_geojson import foreign_layer, layer_swapped, not_geojson
from renderer.maps.outlines import Box, Outline, bounds, signed_area
from renderer.maps.projection import fit_projection
from renderer.maps.viewport import Rect, fit_view
from renderer.messages import tr
from renderer.messages.figures import decimal
from renderer.messages.os_errors import reason_of
from renderer.storyboard.board import Slide, Storyboard
from renderer.storyboard.map_data import MapGround, MapView, OperationsMap
from renderer.storyboard.slide_kinds import maps_of

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
            raise _too_deep(path) from wrong
        except ValueError as wrong:
            raise not_geojson(
                tr(
                    "{file}, {feature}: {why}",
                    file=path.name,
                    feature=_name(feature, number),
                    why=wrong,
                )
            ) from wrong
    if not found:
        if rings:
            told = tr("{file} has no polygon", file=path.name)
        else:
            told = tr("{file} has no line", file=path.name)
        raise PictureError(told, tr("give the layer another file"), code="map-layer-unfit")
    return tuple(found)


def _document(path: Path) -> Any:
    name = path.name
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise PictureError(
                tr("{file} is over 64 MB", file=name),
                tr("simplify it for the map"),
                code="file-too-large",
            )
        raw = path.read_bytes()
    except FileNotFoundError as missing:
        raise PictureError(
            tr("there is no {file}: the map's ground names it", file=path), code="file-missing"
        ) from missing
    except OSError as wrong:
        raise PictureError(
            tr("{file} can't be read: {why}", file=name, why=reason_of(wrong)),
            code="file-unreadable",
        ) from wrong
    if not raw.strip():
        raise PictureError(
            tr("{file} is empty", file=name), tr("export the layer again"), code="map-layer-unfit"
        )
    try:
        return json.loads(raw, object_pairs_hook=_without_twins)
    except RecursionError as wrong:
        raise _too_deep(path) from wrong
    except ValueError as wrong:
        if foreign := foreign_layer(raw, name):
            raise foreign from wrong
        if isinstance(wrong, json.JSONDecodeError):
            raise PictureError(
                tr(
                    "{file} is not JSON: line {line}, column {column}: {why}",
                    file=name,
                    line=wrong.lineno,
                    column=wrong.colno,
                    why=wrong.msg,
                ),
                tr("export the layer again as GeoJSON"),
                code="map-layer-unfit",
            ) from wrong
        # Letters that are no Unicode, a member twice, a number of thousands of digits.
        raise not_geojson(tr("{file} is not GeoJSON: {why}", file=name, why=wrong)) from wrong


def _too_deep(path: Path) -> PictureError:
    return not_geojson(tr("{file} is not GeoJSON: its parts are nested too deeply", file=path.name))


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        for member in _MEMBERS:
            if keys.count(member) > 1:
                raise ValueError(tr("it has '{member}' twice in one object", member=member))
    return made


def _features(whole: Any, name: str) -> list[Any]:
    kind = whole.get("type") if isinstance(whole, dict) else None
    if kind == "FeatureCollection" and isinstance(whole.get("features"), list):
        return list(whole["features"])
    if isinstance(kind, str) and kind in ("Feature", *_DEPTHS, "GeometryCollection"):
        return [whole]
    if kind == "Topology":
        raise not_geojson(
            tr("{file} is TopoJSON (its 'type' is 'Topology'), not GeoJSON", file=name)
        )
    if isinstance(whole, dict) and ("geometryType" in whole or "rings" in whole):
        raise not_geojson(tr("{file} is Esri JSON, not GeoJSON", file=name))
    raise not_geojson(
        tr("{file} is not GeoJSON: its 'type' is {kind}", file=name, kind=reprlib.repr(kind))
    )


def _name(feature: Any, number: int) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    identity = named or (feature.get("id") if isinstance(feature, dict) else None)
    if not isinstance(identity, str | int) or not identity:
        return tr("feature {number}", number=number)
    shown = "".join(char if char.isprintable() else " " for char in str(identity))
    return tr("feature {number} ('{name}')", number=number, name=shown[:60])


def _geometries(feature: Any) -> Iterator[tuple[str, Any]]:
    """The geometries of *feature* and their coordinates, those of collections one by one."""
    if not isinstance(feature, dict):
        raise ValueError(tr("a feature is an object with 'type' and 'geometry'"))
    is_feature = feature.get("type") == "Feature"
    if is_feature and "geometry" not in feature:
        raise ValueError(tr("a feature has a 'geometry', be it null"))
    geometry: Any = feature["geometry"] if is_feature else feature
    if geometry is None:
        return
    if not isinstance(geometry, dict):
        raise ValueError(tr("'geometry' is an object with 'type' and 'coordinates'"))
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            raise ValueError(tr("'geometries' is a list"))
        for part in parts:
            if part is not None:
                yield from _geometries(part)
        return
    if not isinstance(kind, str) or kind not in _DEPTHS:
        raise ValueError(tr("geometry of type {kind} is not GeoJSON", kind=reprlib.repr(kind)))
    if "coordinates" not in geometry:
        raise ValueError(tr("{kind} has no 'coordinates'", kind=kind))
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
        raise ValueError(
            tr("coordinates are lists of positions, not {found}", found=reprlib.repr(coordinates))
        )
    return coordinates


def _points(positions: Any, *, closed: bool) -> Outline:
    points: list[tuple[float, float]] = []
    for index, position in enumerate(_listed(positions), start=1):
        numbers = position[:2] if isinstance(position, list) else []
        if len(numbers) < 2 or not all(
            isinstance(number, int | float) and not isinstance(number, bool) for number in numbers
        ):
            raise ValueError(
                tr(
                    "position {index} is [longitude, latitude], not {found}",
                    index=index,
                    found=reprlib.repr(position),
                )
            )
        points.append(_degrees(numbers[0], numbers[1], index))
    least = 3 if closed else 2
    if len(points) < least:
        if closed:
            raise ValueError(tr("a ring has at least {least} positions", least=least))
        raise ValueError(tr("a line has at least {least} positions", least=least))
    return np.array(points)


def _degrees(one: float, other: float, index: int) -> tuple[float, float]:
    try:
        longitude, latitude = float(one), float(other)
    except OverflowError as wrong:
        raise ValueError(
            tr("position {index} has a number of hundreds of digits", index=index)
        ) from wrong
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise ValueError(
            tr(
                "position {index} has {longitude}, {latitude}: no place",
                index=index,
                longitude=longitude,
                latitude=latitude,
            )
        )
    # Some programs count on beyond 180 instead of starting again at -180.
    if abs(longitude) <= 360 and abs(latitude) <= 90:
        return longitude, latitude
    place = f"{longitude:.10g}, {latitude:.10g}"  # as the file has it
    if abs(longitude) <= 90 and abs(latitude) <= 180:
        told = tr(
            "position {index} ({place}) is latitude first; GeoJSON is [longitude, latitude]",
            index=index,
            place=place,
        )
    elif 0 <= longitude <= 1_400_000 and 6_000_000 <= latitude <= 7_200_000:
        told = tr(
            "position {index} ({place}) is in metres of Lambert-93 (EPSG:2154), not in degrees",
            index=index,
            place=place,
        )
    else:
        told = tr(
            "position {index} ({place}) is not longitude, latitude in degrees",
            index=index,
            place=place,
        )
    raise ValueError(told)


def _wound(rings: list[Outline]) -> list[Outline]:
    """A polygon's outer ring to the left and its holes, beside it, to the right."""
    if not rings:
        return []
    shell, *holes = map(_unrolled, rings)
    if not np.ptp(shell, axis=0).all():
        return []  # a point or a line, which no land is
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


Layers = Mapping[str, tuple[Outline, ...]]
RINGS = frozenset(("land", "lakes", "city"))
"""Layers that are filled; the others are lines."""
_AROUND = 0.25
"""Of the frame's sides: how far around a view its frame may show more, over a caption say."""
_COMMON = 120
"""Pixels of a side of the smallest shape, 1:1; only proportions count here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misplaced:
    """Why a layer isn't seen."""

    error: PictureError
    is_mistake: bool
    """Whether the map would be wrong; else it only lacks what its author thinks it shows."""


def read_layers(choice: MapGround, media: Path) -> Layers:
    """Read every layer that *choice* names.

    Raises:
        PictureError: a GeoJSON is missing or wrong.
    """
    return {layer: _read(media / name, layer) for layer, name in choice.files}


def refuse_misplaced(choice: MapGround, layers: Layers, boxes: Sequence[Box]) -> None:
    """See to it that the map isn't all sea for a mistake in its layers.

    Raises:
        PictureError: a layer has latitude first, or the land is somewhere else.
    """
    for layer, name in choice.files:
        found = misplaced(layer, Path(name).name, layers[layer], boxes)
        if found is not None and found.is_mistake:
            raise _about(found.error, layer)


def misplaced(
    layer: str, name: str, outlines: Sequence[Outline], boxes: Sequence[Box]
) -> Misplaced | None:
    """Say why nothing of a layer lies in *boxes*, what the map shows; None: something does."""
    if any(bounds(outline).meets(box) for outline in outlines for box in boxes):
        return None
    if any(bounds(outline[:, ::-1]).meets(box) for outline in outlines for box in boxes):
        return Misplaced(error=layer_swapped(name), is_mistake=True)
    here, there = _around(boxes), _around([bounds(outline) for outline in outlines])
    error = PictureError(
        tr(
            "{file} lies wholly outside the map: it has {there}, the map shows {here}",
            file=name,
            there=_told(there),
            here=_told(here),
        ),
        tr("correct the view, or leave the layer out"),
        code="map-layer-misplaced",
    )
    return Misplaced(error=error, is_mistake=layer == "land")


def boxes_of(board: OperationsMap, size: Size) -> tuple[Box, ...]:
    """What *board* shows in a frame of the proportions of *size*, at its start and at its end."""
    views = [board.view, *([board.to] if board.to else [])]
    projection = fit_projection(views)

    def shown(view: MapView) -> Box:
        return fit_view(view, projection, size, Rect(0, 0, *size)).box(_AROUND)

    return tuple(map(shown, views))


def layer_problems(board: Storyboard) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """All that is wrong with the layers of a film's maps: mistakes, and what to look at.

    What is said here as a mistake stops `render` too, at the slide's turn.
    """
    mistakes: list[Problem] = []
    warnings: list[Problem] = []
    read = cache(_read)  # a layer may lie under many maps
    for slide in board.slides:
        for chart in maps_of(slide.visual):
            sizes = [_size(shape) for shape in board.film.formats]
            boxes = [box for size in sizes for box in boxes_of(chart, size)]
            for layer, error, is_mistake in _problems(chart.ground, board.media, boxes, read):
                (mistakes if is_mistake else warnings).append(_problem(slide, layer, error))
    return tuple(mistakes), tuple(warnings)


def _problems(
    choice: MapGround,
    media: Path,
    boxes: Sequence[Box],
    read: Callable[[Path, str], tuple[Outline, ...]],
) -> Iterator[tuple[str, PictureError, bool]]:
    for layer, name in choice.files:
        try:
            found = misplaced(layer, Path(name).name, read(media / name, layer), boxes)
        except PictureError as error:
            yield layer, error, True
            continue
        if found is not None:
            yield layer, found.error, found.is_mistake


def _problem(slide: Slide, layer: str, error: PictureError) -> Problem:
    mark = slide.mark(_key(layer))
    return Problem(mark=mark, what=error.what, remedy=error.remedy, slide=slide.id, code=error.code)


def _read(path: Path, layer: str) -> tuple[Outline, ...]:
    try:
        return read_geojson(path, rings=layer in RINGS)
    except PictureError as error:
        raise _about(error, layer) from error


def _about(error: PictureError, layer: str) -> PictureError:
    error.key = _key(layer)
    return error


def _key(layer: str) -> str:
    return f"map.ground.{layer}"


def _size(shape: str) -> Size:
    width, height = map(int, shape.split(":"))
    return Size(width * _COMMON, height * _COMMON)


def _around(boxes: Sequence[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return Box(min(west), min(south), max(east), max(north))


def _told(box: Box) -> str:
    return tr(
        "longitude {west} to {east}, latitude {south} to {north}",
        west=decimal(box.west, 2),
        east=decimal(box.east, 2),
        south=decimal(box.south, 2),
        north=decimal(box.north, 2),
    )
