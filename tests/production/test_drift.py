"""Cards and maps at rest come a little closer, words included; unless they are to stand still."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from renderer.production.events import SilentWitness
from renderer.production.still import paint_frames
from tests.production.projects import Project, board_of, card_slide, frames_of, new_project
from tests.production.test_moments import layout_of

CHART: dict[str, Any] = {
    "view": {"west": -2.1, "east": -1.0, "south": 49.25, "north": 49.8},
    "alt": "Le Cotentin.",
    "places": [{"name": "Cherbourg", "at": [49.639, -1.616]}],
}
SOBER = "theme: 1\ntitle: Sans mouvement\nbased_on: sobre\nmotion: none\n"


def slides(motion: str = "") -> list[dict[str, Any]]:
    said = {"motion": motion} if motion else {}
    return [
        {"id": "carton", "card": {"title": "Cherbourg", **said}, "length": 18},
        {"id": "carte", "map": CHART | said, "length": 5, "transition": "cut"},
    ]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, board_of(*slides()))


def painted(project: Project, frames: list[int]) -> list[Any]:
    production, layout = layout_of(project)
    return [f.astype(int) for f in paint_frames(production, layout, frames, SilentWitness())]


def test_no_two_frames_of_a_rest_are_alike_and_none_jumps(project: Project) -> None:
    for first in (40, 480):
        frames = painted(project, list(range(first, first + 40, 4)))
        steps = [np.abs(b - a).mean() for a, b in pairwise(frames)]
        assert min(steps) > 0.005
        assert max(steps) < 2


def test_the_end_is_the_beginning_a_little_closer(project: Project) -> None:
    import cv2

    early, late = painted(project, [434, 550])  # of the map, which is cut to
    height, width = early.shape[:2]
    best = []
    for scale in (1.0, 1.015, 1.027, 1.04):
        matrix = np.array(
            [
                [scale, 0, (1 - scale) * (width - 1) / 2],
                [0, scale, (1 - scale) * (height - 1) / 2],
            ]
        )
        closer = cv2.warpAffine(early.astype(np.float32), matrix, (width, height))
        best.append(np.abs(closer - late)[8:-8, 8:-8].mean())
    assert int(np.argmin(best)) == 2, best


@pytest.mark.parametrize("how", ["motion", "theme"])
def test_what_is_to_stand_still_does_and_its_parts_are_encoded_once(
    project: Project, how: str
) -> None:
    if how == "motion":
        project.write(board_of(*slides("none")))
    else:
        folder = project.path.parent / "themes"
        folder.mkdir()
        (folder / "calme.yaml").write_text(SOBER, encoding="utf-8")
        project.write(board_of(*slides(), style="calme"))
    _, layout = layout_of(project)
    assert layout.looks[0].is_still
    whole = [
        key
        for task, key in zip(layout.tasks, layout.keys, strict=True)
        if task.label.startswith("carton") and task.length == 120
    ]
    assert len(whole) > 1
    assert len(set(whole)) == 1
    for first in (40, 480):
        one, other = painted(project, [first, first + 40])
        assert np.array_equal(one, other)


def test_an_edited_film_is_the_film_made_from_nothing(project: Project) -> None:
    assert project.render().code == 0
    project.write(board_of(*slides(), card_slide("fin")))
    assert project.render().code == 0
    assert frames_of(project.film) == frames_of(project.from_nothing())
