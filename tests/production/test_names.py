"""Names that find no room on their map are told by `check`, with a remedy, and only there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from renderer.messages.explanations import explanations
from tests.production.projects import Project, board_of, new_project, run
from tests.production.test_drift import CHART


def warnings_of(project: Project, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    slide = {"id": "carte", "map": CHART | {"places": places}, "narration": "Voici la carte."}
    project.write(board_of(slide))
    outcome = run("check", "--json", project.path)
    assert outcome.code == 0, outcome.out
    told = json.loads(outcome.out)
    return [each for each in told["warnings"] if each["code"] == "name-without-room"]


def test_a_name_without_room_is_told_at_its_place_and_remembered(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    crowd = [{"name": f"Un lieu-dit {n}", "at": [49.6, -1.6]} for n in range(40)]
    first = warnings_of(project, crowd)
    assert first
    assert all("Un lieu-dit" in each["what"] for each in first)
    assert len({each["line"] for each in first}) == len(first)
    assert "label: e" in first[0]["remedy"]
    assert warnings_of(project, crowd) == first
    assert warnings_of(project, crowd[:1]) == []
    assert "name-without-room" in explanations("fr")
