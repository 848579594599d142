"""Names that find no room on their map are told by `check`, with a remedy, and only there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from renderer.messages.explanations import explanations
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
