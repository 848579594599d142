"""Cards and maps at rest come a little closer, words included; unless they are to stand still."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.clips.painter import StillPainter
from renderer.clips.slow_zoom import DriftingPainter, drifting
from renderer.frames.pixels import Planes, Rgb, Size
from renderer.frames.resampling import NEAR
from renderer.frames.yuv import empty_planes, fill_black, to_planes
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


class Changing:
    """Another picture in each frame; it notes what its drift holds while it paints."""

    length, nbytes = 3, 0

    def __init__(self) -> None:
        self.drift = DriftingPainter(
            under=self, size=Size(320, 180), larger=Size(336, 190), length=self.length
        )
        self.held: list[int] = []

    def state(self, frame: int) -> int:
        return frame

    def paint(self, _: int, into: Planes) -> None:
        self.held.append(self.drift.nbytes)
        fill_black(into)


def test_a_picture_that_changes_is_let_go_of_before_the_next_is_painted() -> None:
    under, planes = Changing(), empty_planes(Size(320, 180))
    for frame in range(3):
        under.drift.paint(frame, planes)
        assert under.drift.nbytes > planes.nbytes
    assert under.held == [0, 0, 0]


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


def test_the_paper_of_a_card_rests_while_its_words_come_closer(project: Project) -> None:
    """Its grain, moved by parts of a pixel, would be new to the encoder in every frame."""
    early, late = painted(project, [40, 400])
    differs = (early != late).any(axis=2)
    assert differs.any()
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    height, width = differs.shape
    assert height // 4 < rows[0] < rows[-1] < 3 * height // 4
    assert width // 8 < columns[0] < columns[-1] < 7 * width // 8


@given(
    box=st.tuples(st.integers(0, 200), st.integers(0, 100), st.integers(2, 120), st.integers(2, 80))
)
def test_what_is_written_on_resting_paper_moves_as_if_the_paper_moved_too(
    box: tuple[int, int, int, int],
) -> None:
    """On paper of one tone nobody could tell."""
    size, length = Size(320, 180), 50
    left, top, wide, high = box

    def ground(size: Size) -> Rgb:
        return np.full((size.height, size.width, 3), (30, 40, 60), np.uint8)

    def painter_of(size: Size, _: float) -> StillPainter:
        picture = ground(size)
        picture[top : top + high, left : left + wide] = (240, 200, 90)
        return StillPainter(planes=to_planes(picture), length=length)

    whole, ink = drifting(painter_of, size, length), drifting(painter_of, size, length, ground)
    one, other = empty_planes(size), empty_planes(size)
    for frame in (0, 7, 25, 49):
        whole.paint(frame, one)
        ink.paint(frame, other)
        for a, b in ((one.y, other.y), (one.u, other.u), (one.v, other.v)):
            # Which whole pixel a resampling begins at may differ: by NEAR, of at most 200 levels.
            assert np.abs(a.astype(int) - b).max() <= 2 * NEAR * 200


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
