"""The place being named pulses once: a ring leaves its sign and fades."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from renderer.frames.pixels import Size
from renderer.language.phrase_search import namings
from renderer.maps.layer import Zoom
from renderer.maps.symbols import PULSE_SECONDS, Pulse
from tests.production.projects import Project, board_of, frames_of, new_project
from tests.production.test_flights import chart, draw_coast
from tests.production.test_moments import frame_said, layout_of

SAID = "Voici Cherbourg et sa rade. Le port de Cherbourg, oui, Cherbourg, est vide. Rien ne bouge."
SOBER = "theme: 1\ntitle: Sans mouvement\nbased_on: sobre\nmotion: none\n"


def slide(**more: Any) -> dict[str, Any]:
    shown = chart((49.4, -1.6), 40, "Cherbourg", "Valognes", **more)
    return {"id": "carte", "map": shown, "narration": SAID}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = new_project(tmp_path, board_of(slide()))
    draw_coast(project.media)
    return project


def pulses_of(project: Project) -> list[Pulse]:
    from renderer.clips.drawing import Darkroom
    from renderer.clips.slide_drawings.map import DRAWING
    from renderer.themes.file import load_theme

    def nothing(*_: object) -> Any:
        raise AssertionError("a map without layers of its own opens no picture")

    _, layout = layout_of(project)
    look = layout.looks[0]
    darkroom = Darkroom(decode=nothing, probe=nothing)
    painter: Any = DRAWING.painter(look.visual, look, load_theme("sobre"), darkroom)
    return [layer for layer in painter.prepared.layers if isinstance(layer, Pulse)]


def test_it_pulses_in_the_frame_in_which_its_name_is_said_once_a_sentence(
    project: Project,
) -> None:
    _, layout = layout_of(project)
    start = layout.timeline.slides[0].clip_start
    first, second = (frame_said(layout, words) for words in ("Cherbourg et", "Cherbourg, oui"))
    [pulse] = pulses_of(project)
    seen = [frame for frame in range(layout.looks[0].length) if pulse.state(frame) is not None]
    length = round(PULSE_SECONDS * 24)
    wanted = [at - start + age for at in (first, second) for age in range(length)]
    assert seen == sorted(set(wanted))


def test_the_ring_grows_and_fades_without_a_jump(project: Project) -> None:
    [pulse] = pulses_of(project)
    symbol = replace(pulse.symbol, unit=1.0, at=np.array([[160.0, 90.0]]))
    pulse, zoom = replace(pulse, symbol=symbol), Zoom(size=Size(320, 180))
    first = pulse.starts[0]
    widths, strengths = [], []
    for age in range(pulse.frames):
        drops = pulse.inks(first + age, zoom)
        widths.append(drops[-1].rect.width if drops else widths[-1])
        strengths.append(max((int(drop.cover.max()) for drop in drops), default=0))
    assert widths == sorted(widths)
    assert widths[-1] > widths[0] + 30
    strongest = strengths.index(max(strengths))
    assert strengths[0] < 0.6 * max(strengths)
    assert strongest < pulse.frames / 3
    assert strengths[-1] < 0.15 * max(strengths)
    assert max(np.abs(np.diff(strengths[strongest:]))) < 0.2 * max(strengths)


@pytest.mark.parametrize("how", ["motion", "theme"])
def test_a_map_that_rests_points_nothing_out(project: Project, how: str) -> None:
    if how == "motion":
        project.write(board_of(slide(motion="none")))
    else:
        folder = project.path.parent / "themes"
        folder.mkdir()
        (folder / "calme.yaml").write_text(SOBER, encoding="utf-8")
        project.write(board_of(slide(), style="calme"))
    assert pulses_of(project) == []
    _, layout = layout_of(project)
    assert layout.looks[0].beats.names == ()


def test_a_name_that_is_said_elsewhere_makes_another_film(project: Project) -> None:
    assert project.render().code == 0
    said = SAID.replace("Voici Cherbourg et sa rade", "Voici Valognes et sa rade")
    project.write(board_of(slide() | {"narration": said}))
    assert project.render().code == 0
    assert frames_of(project.film) == frames_of(project.from_nothing())


def test_a_name_within_another_is_not_said_there() -> None:
    said = ["L'arsenal de Cherbourg tombe.", "CHERBOURG est libre ; Cherbourg fête."]
    found = namings(["Cherbourg", "arsenal de Cherbourg", "Caen"], said)
    assert [(name, one.sentence, one.offset) for name, one in found] == [
        ("arsenal de Cherbourg", 0, 2),
        ("Cherbourg", 1, 0),
    ]
