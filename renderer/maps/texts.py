"""Every word that an author writes on a map, and the font that it is drawn with.

Comes in: an `OperationsMap`, the fonts of maps. Goes out: its texts by their keys in the storyboard
("places.0.name"), and the runs of each as they are drawn. Knows neither where they stand nor how
large they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from renderer.language.eye.typography import lettered
from renderer.maps.style import MapFonts
from renderer.storyboard.map_data import OperationsMap, PlaceKind
from renderer.typesetting.drawable import PlainRun, checked_runs
from renderer.typesetting.fonts import FontFace, read_face
from renderer.typesetting.shaping import TextStyle

_UNMARKED: dict[PlaceKind, str] = {"water": "water", "region": "water", "note": "plain"}
"""The font of names that have no symbol."""


def words_on(board: OperationsMap, fonts: MapFonts) -> Iterator[tuple[str, str, Path]]:
    """Key, text and font of each; the fonts are those of `MapFonts.resolved`."""
    for key, text, role in _written(board):
        if text:
            yield key, text, getattr(fonts, role)


def _written(board: OperationsMap) -> Iterator[tuple[str, str, str]]:
    for number, place in enumerate(board.places):
        large = "strong" if place.kind in ("objective", "capital") else "place"
        yield f"places.{number}.name", place.name, _UNMARKED.get(place.kind, large)
    for number, arrow in enumerate(board.arrows):
        yield f"arrows.{number}.label", arrow.label, "strong"
    for number, front in enumerate(board.fronts):
        yield f"fronts.{number}.label", front.label, "strong"
    for number, area in enumerate(board.areas):
        yield f"areas.{number}.name", area.name, "strong"
    for number, line in enumerate(board.lines):
        yield f"lines.{number}.name", line.name, "water" if line.kind == "river" else "plain"
    for side, name in board.side_names:
        yield f"sides.{side}", name, "plain"
    yield "credit", board.credit, "plain"


def drawable_runs(text: str, font: Path, language: str) -> tuple[PlainRun, ...]:
    """*text* as it is drawn on a map with *font*, its typography done.

    Raises:
        PictureError: the font lacks one of its characters, or it can't be drawn as meant.
    """
    style = TextStyle(faces=(_face(font),))
    return checked_runs(lettered(text, language), style, "map's lettering")


@lru_cache(maxsize=16)
def _face(font: Path) -> FontFace:
    return read_face(font)
