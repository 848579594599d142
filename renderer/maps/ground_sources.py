"""Where the ground comes from: the project's extracts, the world package, a team's own GeoJSON.

Comes in: the stretch shown, how fine it is drawn, the map's `MapGround`. Goes out: `Outlines` and
the line that says whose data it is. Knows nothing of pixels.

An extract is an .npz (see `coast_extracts.py`): `box` (west, south, east, north), `grain` (metres
to which it is true), and for each layer `<layer>_deltas` (2, points; hundred-thousandths of a
degree, longitude then latitude, each from the point before) and `<layer>_lengths` (points of each
outline).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.errors import PictureError
from renderer.maps.coast_extracts import extract_files, find_package
from renderer.maps.custom_layers import Layers, read_layers
from renderer.maps.outlines import Box, Outline
from renderer.maps.world_coastlines import Outlines, not_at_hand, read_world
from renderer.messages import tr
from renderer.storyboard.map_data import MapGround

UNITS_A_DEGREE = 100_000
"""About a metre, finer than any extract is true to, and four bytes hold all degrees in it."""
SOURCE = "GSHHG, WDBII"
_LAYERS = ("land", "lakes", "islands", "rivers", "borders", "city")
# What numpy and zipfile raise, each flipped byte something else.
_DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    EOFError,
    OverflowError,
    MemoryError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
)
# An extract this much coarser than a pixel still looks drawn, not broken.
_COARSEST_PIXELS = 2.5
# Metres: the source itself is true to about 100 m, so an extract this fine loses nothing.
_AS_GOOD_AS_THE_WORLD = 30.0
# Metres: a place may stand this far off its coast; coarser ground is refused.
_FARTHEST_OFF = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What lies under a map."""

    outlines: Outlines
    source: str
    """Whose data it is; empty when all of it is the author's, whose credit then says so."""


def load_ground(
    box: Box, metres_a_pixel: float, choice: MapGround, media: Path, own: Layers | None = None
) -> Ground:
    """Find the ground of *box*, drawn at *metres_a_pixel*; *own* layers may have been read before.

    Raises:
        PictureError: no extract covers the box and the world package is missing; a GeoJSON is
            missing or wrong.
    """
    own = read_layers(choice, media) if own is None else own
    source = ground_source(choice)
    found = _stored(box, metres_a_pixel, media) if source else Outlines()
    found = replace(
        found,
        rivers=found.rivers if choice.rivers else (),
        borders=found.borders if choice.borders == "today" else (),
    )
    if "land" in own:  # another coast makes the stored lakes and islands strangers
        found = replace(found, lakes=(), islands=())
    outlines = replace(found, **own, united=frozenset(own))
    return Ground(outlines=outlines, source=source)


def ground_source(choice: MapGround) -> str:
    """Say whose ground is needed besides the author's own; empty when none is."""
    own = {layer for layer, _ in choice.files}
    return SOURCE if "land" not in own or (choice.rivers and "rivers" not in own) else ""


def why_missing(box: Box, metres_a_pixel: float, choice: MapGround, media: Path) -> str:
    """Why `load_ground` would find no ground of its own here, and the remedy; empty: it would.

    Raises:
        PictureError: an extract is damaged.
    """
    if not ground_source(choice) or find_package() is not None:
        return ""
    return "" if _extract_for(box, metres_a_pixel, media) else str(not_at_hand(box))


def _stored(box: Box, metres_a_pixel: float, media: Path) -> Outlines:
    extract = _extract_for(box, metres_a_pixel, media)
    return read_extract(extract) if extract else read_world(box)


def _extract_for(box: Box, metres_a_pixel: float, media: Path) -> Path | None:
    """The extract that *box* is drawn from; None: only the package of the whole world will do."""
    covering = [extract for extract in _extracts(media) if extract.box.holds(box)]
    if not covering:
        return None
    finest = min(covering, key=lambda extract: (extract.grain, str(extract.path)))
    fine = finest.grain <= max(_AS_GOOD_AS_THE_WORLD, metres_a_pixel * _COARSEST_PIXELS)
    bearable = finest.grain <= _FARTHEST_OFF and find_package() is None
    return finest.path if fine or bearable else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Extract:
    path: Path
    box: Box
    grain: float


def _extracts(media: Path) -> Sequence[_Extract]:
    found = []
    for path in extract_files(media):
        with _reading(path) as stored:
            west, south, east, north = (float(edge) for edge in stored["box"])
            grain = float(stored["grain"])
        found.append(_Extract(path=path, box=Box(west, south, east, north), grain=grain))
    return found


def read_extract(path: Path) -> Outlines:
    """Read every layer of an extract.

    Raises:
        PictureError: the file is damaged.
    """
    with _reading(path) as stored:
        layers: dict[str, Any] = {
            layer: _unpack(stored[f"{layer}_deltas"], stored[f"{layer}_lengths"])
            for layer in _LAYERS
            if f"{layer}_deltas" in stored
        }
    return Outlines(**layers)


def pack(outlines: Sequence[Outline]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give the deltas and lengths that an extract stores for one layer."""
    lengths = np.array([len(outline) for outline in outlines], np.int32)
    if not len(outlines):
        return np.zeros((2, 0), np.int32), lengths
    units = np.rint(np.concatenate(outlines) * UNITS_A_DEGREE).astype(np.int32)
    return np.diff(units, axis=0, prepend=np.zeros((1, 2), np.int32)).T.astype(np.int32), lengths


def _unpack(deltas: NDArray[np.int32], lengths: NDArray[np.int32]) -> tuple[Outline, ...]:
    points = np.cumsum(deltas.T.astype(np.int64), axis=0) / UNITS_A_DEGREE
    ends = np.cumsum(lengths)
    if (lengths < 0).any() or (ends[-1] if len(ends) else 0) != len(points):
        raise ValueError(tr("its outlines don't have as many points as they say"))
    return tuple(points[end - length : end] for end, length in zip(ends, lengths, strict=True))


@contextmanager
def _reading(path: Path) -> Iterator[np.lib.npyio.NpzFile]:
    """An extract's arrays; whatever is wrong with them is told of the file.

    Raises:
        PictureError: it is damaged, or none.
    """
    try:
        # By its bytes: numpy 2.4 leaves a damaged file open when given its path.
        stored = np.load(io.BytesIO(path.read_bytes()), allow_pickle=False)
        if not isinstance(stored, np.lib.npyio.NpzFile):
            raise PictureError(
                tr("{file} is not a map extract: take it out of the folder", file=path),
                code="ground-damaged",
            )
        with stored:
            _check_names(frozenset(stored.files))
            yield stored
    except _DAMAGED as damaged:
        why = tr("it lacks {name}", name=damaged) if isinstance(damaged, KeyError) else str(damaged)
        raise PictureError(
            tr(
                "the map extract {file} is damaged ({why}): restore it from a copy, or install "
                "Récit anew where it is one of its own; taken away, the map is drawn from other "
                "ground",
                file=path,
                why=why,
            ),
            code="ground-damaged",
        ) from damaged


def _check_names(names: frozenset[str]) -> None:
    """A layer whose name was damaged is no layer that isn't there: land would become sea.

    Raises:
        KeyError: names what lacks.
        ValueError: names what nobody knows.
    """
    layers = [layer for layer in _LAYERS if any(name.startswith(f"{layer}_") for name in names)]
    parts = [f"{layer}_{part}" for layer in ("land", *layers) for part in ("deltas", "lengths")]
    wanted = {"box", "grain", *parts}
    if missing := wanted - names:
        raise KeyError(min(missing))
    if strange := names - wanted:
        raise ValueError(tr("nothing is called '{name}'", name=min(strange)))
