"""A team's own layers of a map's ground: read together, and seen to lie where the map looks.

Comes in: a `MapGround`, the media folder, the boxes that the map shows. Goes out: outlines by
layer, or what is wrong with each. Errors know the key of the storyboard that they are about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from renderer.errors import PictureError, Problem
from renderer.frames.pixels import Size
from renderer.maps.geojson import read_geojson
from renderer.maps.outlines import Box, Outline, bounds
from renderer.maps.projection import fit_projection
from renderer.maps.unreadable import layer_swapped
from renderer.maps.viewport import Rect, fit_view
from renderer.messages import tr
from renderer.messages.figures import decimal
from renderer.storyboard.board import Slide, Storyboard
from renderer.storyboard.kinds import maps_of
from renderer.storyboard.operations import MapGround, MapView, OperationsMap

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
