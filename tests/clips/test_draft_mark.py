"""A draft's mark stands where nothing of the slide does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from renderer.clips.drawing import Darkroom
from renderer.clips.painter import OverlaidPainter
from renderer.clips.painter_factory import painter_for
from renderer.clips.slide_parameters import Look
from renderer.files.digest import file_digest
from renderer.frames.pixels import Plane, Size
from renderer.frames.yuv import empty_planes
from renderer.language.registry import language_of
from renderer.pictures.card import compose_card
from renderer.pictures.card_parts import refusals
from renderer.pictures.credit_line import draw_mark
from renderer.storyboard.board import Card
from renderer.storyboard.map_schema import OperationsMapModel
from renderer.themes.file import load_theme
from tests.clips.looks import look

SHAPES = [Size(960, 540), Size(540, 540), Size(540, 960)]
THEMES = ["officiel", "sobre", "archives"]
FOOT = 100
"""Rows of subtitles, over which a card fills the frame nearly to its head."""
_GRID = 14
"""Levels between a map's land and the lines of its grid, at the most."""


def _none_shown(*_: Any) -> Any:
    pytest.fail("no photograph is shown")


def under_the_mark(seen: Look, frame: int) -> Plane:
    """The luma of what the mark of a draft covers."""
    assert seen.draft
    painter = painter_for(seen, Darkroom(decode=_none_shown, probe=_none_shown))
    assert isinstance(painter, OverlaidPainter)
    planes = empty_planes(seen.size)
    painter.under.paint(frame, planes)
    mark = draw_mark(language_of("fr").draft, load_theme(seen.style), seen.size)
    high, wide = mark.rgba.shape[:2]
    return planes.y[mark.top : mark.top + high, mark.left : mark.left + wide]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SHAPES)
def test_a_map_keeps_clear_of_it(tmp_path: Path, theme: str, size: Size) -> None:
    ring = [[-9.0, 40.0], [-9.0, 55.0], [9.0, 55.0], [9.0, 40.0], [-9.0, 40.0]]
    land = tmp_path / "terre.geojson"
    shape = {"type": "Polygon", "coordinates": [ring]}
    land.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "properties": {}, "geometry": shape}],
            }
        ),
        encoding="utf-8",
    )
    # Names fill the frame but for its top left, where the date has to go, and one stands there too.
    rows = [49.15, 49.3, 49.45, 49.6]
    board: dict[str, Any] = {
        "view": {"west": -2, "east": 0, "south": 49, "north": 50},
        "alt": "Une terre.",
        "ground": {"land": land.name, "rivers": "no"},
        "clock": {"from": "1944-06-01", "to": "1944-06-30"},
        "places": [
            *(
                {"name": f"Lieu {n} {m}", "at": [row, -0.9 + m * 0.5], "kind": "city"}
                for n, row in enumerate(rows)
                for m in range(2)
            ),
            {"name": "Barneville-Carteret", "at": [49.97, -1.9], "kind": "objective"},
        ],
    }
    visual = OperationsMapModel.model_validate(board).to_board()
    seen = look(
        visual=visual,
        digests=(file_digest(land),),
        size=size,
        style=theme,
        draft=True,
        media=tmp_path,
        length=200,
    )
    for frame in (0, 199):
        assert np.ptp(under_the_mark(seen, frame).astype(int)) <= _GRID


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SHAPES)
def test_a_card_that_is_full_keeps_clear_of_it(theme: str, size: Size) -> None:
    theme_of = load_theme(theme)
    words = "Un texte qui remplit sa carte de haut en bas, ligne après ligne. "
    full = next(
        card
        for card in (Card(text=words * count) for count in range(14, 0, -2))
        if not list(refusals(compose_card(card, theme_of), theme_of, size, foot=FOOT))
    )
    shown = (
        look(visual=card, size=size, style=theme, draft=True, foot=FOOT, length=200)
        for card in (full, Card(text="Bref."))
    )
    one, other = ([under_the_mark(each, frame) for frame in (0, 199)] for each in shown)
    assert all(map(np.array_equal, one, other))
