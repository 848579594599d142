"""Stretches in which nothing changes are told, before and after the film is spoken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from renderer.messages.explanations import explanations
from tests.production.projects import Project, board_of, new_project, photo_slide, run
from tests.production.test_slow_zoom import CHART

LONG = (
    "Voici la ville. Elle regarde la mer depuis toujours, et la mer la regarde. Le port est vide,"
    " les quais sont gris, les grues ne bougent plus. Au matin du 26 juin tout change, et la rade"
    " retrouve ses navires, ses marins et ses drapeaux."
)


def told(project: Project, slide: dict[str, Any]) -> bool:
    project.write(board_of({"id": "long", "narration": LONG, **slide}))
    outcome = run("check", "--json", project.path)
    assert outcome.code == 0, outcome.out
    return "pace-slow" in outcome.out


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path)


def test_a_card_a_map_and_a_still_photograph_that_never_change_are_told(project: Project) -> None:
    still = photo_slide("x")["image"] | {"motion": "none"}
    assert told(project, {"card": {"title": "La ville"}})
    assert told(project, {"map": CHART})
    assert told(project, {"image": still})
    assert "pace-slow" in explanations("fr")


def test_what_moves_or_changes_is_not(project: Project) -> None:
    assert not told(project, {"image": photo_slide("x")["image"]})
    lines = ["La ville", {"text": "Le port", "at": "Le port"}, {"text": "26 juin", "at": "26 juin"}]
    lines.insert(2, {"text": "Les grues", "at": "les grues"})
    assert not told(project, {"card": {"lines": lines}})
    ways = ("Elle regarde", "Le port", "les grues", "tout change")
    views = [{"centre": [49.5, -1.5], "km": 20 + n, "at": at} for n, at in enumerate(ways)]
    assert not told(project, {"map": CHART | {"views": views}})


def test_a_silence_may_stand_still(project: Project) -> None:
    project.write(board_of({"id": "a", "card": {"title": "Aux morts"}, "silence": 30}))
    assert "pace-slow" not in run("check", "--json", project.path).out


def test_the_plan_tells_it_from_the_takes(project: Project) -> None:
    project.write(board_of({"id": "long", "card": {"title": "La ville"}, "narration": LONG}))
    outcome = project.make("plan", "--pace")
    assert "(slide 'long')" in outcome.out
    assert "nothing changes for" in outcome.out
    [found] = project.plan()["unchanged"]
    assert found["slide"] == "long"
    assert found["start"] == 0
    project.write(board_of(photo_slide("quai")))
    assert "something changes at least every 8 s" in project.make("plan", "--pace").out


def test_the_rhythm_is_drawn_with_its_long_stretches_in_red(project: Project) -> None:
    slow = {"id": "lent", "card": {"title": "La ville"}, "narration": LONG}
    reds = []
    for number, slide in enumerate((slow, photo_slide("quai"))):
        project.write(board_of(slide, photo_slide("fin")))
        out = project.root / f"rythme-{number}.png"
        assert project.make("sheet", "--pace", "--out", out).code == 0
        strip = np.asarray(Image.open(out).convert("RGB")).astype(int)
        reds.append(int((np.abs(strip - (206, 120, 96)).max(axis=2) < 3).sum()))
    assert reds[0] > 24 * 8 * 20, "at least eight seconds of it"
    assert reds[1] == 0
