"""Names that find no room on their map are told by `check`, with a remedy, and only there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from renderer.frames.pixels import Size
from renderer.maps.prepared_map import PreparedMap, prepare_map
from renderer.maps.style import MapStyle
from renderer.maps.viewport import Rect
from renderer.messages.explanations import explanations
from renderer.production.inspection.static_slides import FPS, estimated
from renderer.storyboard.load import load_storyboard
from renderer.storyboard.map_data import OperationsMap
from tests.production.projects import Project, board_of, new_project, run
from tests.production.test_slow_zoom import CHART


def warnings_of(project: Project, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    slide = {"id": "carte", "map": CHART | {"places": places}, "narration": "Voici la carte."}
    project.write(board_of(slide))
    outcome = run("check", "--json", project.path)
    assert outcome.code == 0, outcome.out
    (told,) = json.loads(outcome.out)["storyboards"]
    return [each for each in told["warnings"] if each["code"] == "name-without-room"]


def test_a_name_without_room_is_told_at_its_place_and_remembered(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    town = {"name": "Cherbourg", "at": [49.639, -1.616]}
    wide = {"name": " ".join(["WWWW"] * 23), "at": [49.6, -1.6]}
    (told,) = first = warnings_of(project, [town, wide])
    assert "WWWW WWWW" in told["message"]
    assert "label: e" in told["remedy"]
    assert "WWWW WWWW" in project.path.read_text(encoding="utf-8").splitlines()[told["line"] - 1]
    assert warnings_of(project, [town, wide]) == first
    assert warnings_of(project, [town]) == []
    assert "name-without-room" in explanations("fr")


def of_film(film: str, slide_id: str, size: Size) -> PreparedMap:
    """A film's own map, its narration said as fast as letters go by, on bare ground."""
    board = load_storyboard(Path("storyboards") / film)
    (slide,) = (each for each in board.slides if each.id == slide_id)
    seconds, beats = estimated(slide, board)
    assert isinstance(slide.visual, OperationsMap)
    return prepare_map(
        slide.visual, MapStyle(), size, beats=beats, length=round(seconds * FPS), fps=FPS,
        media=board.media, clear_bottom=size.height // 8 // 2 * 2, bare=True,
    )  # fmt: skip


def unnamed(ready: PreparedMap, text: str) -> int:
    """The most frames in a row in which a place is seen and its name isn't."""
    (place,) = (each for each in ready.board.places if each.name == text)
    names = [name for name in ready.names if name.text == text]
    inside, most, run = Rect(0, 0, *ready.zoom(0).size), 0, 0
    for frame in range(ready.length):
        x, y = ready.path.view(frame).points((place.at,))[0]
        seen = inside.left < x < inside.right and inside.top < y < inside.bottom
        named = any(name.state(frame) is not None for name in names)
        run = 0 if named or not seen else run + 1
        most = max(most, run)
    return most


@pytest.mark.parametrize("size", [Size(360, 640), Size(640, 360)])
def test_a_name_that_an_arrow_takes_the_seat_of_is_given_another(size: Size) -> None:
    """Billotte's column comes over where the town hall's name stood."""
    ready = of_film("liberation-de-paris-et-de-la-france.yaml", "deux-portes", size)
    assert unnamed(ready, "Hôtel de Ville") <= 2.5 * FPS
