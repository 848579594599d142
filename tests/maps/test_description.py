"""What a map's letters say is told in words: all of it, and in the film's language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from renderer.maps.description import describe
from renderer.maps.ground_sources import SOURCE, ground_source
from renderer.maps.legend_and_scale import credit_parts, legend_entries
from renderer.storyboard.load import load_storyboard
from renderer.storyboard.map_data import OperationsMap
from tests.maps.boards import NAMES, example, read_map

STORYBOARDS = sorted((Path(__file__).parents[2] / "storyboards").glob("*.yaml"))
VIEW = {"west": "-2", "east": "-1", "south": "49.2", "north": "49.7"}


def a_map(**parts: Any) -> OperationsMap:
    line = [["49.3", "-1.8"], ["49.5", "-1.5"], ["49.4", "-1.2"]]
    clock = {"from": "1944-06-22", "to": "1944-07-01"}
    arrow = {"path": line, "label": "VIIe corps", "from": "22 juin 1944", "to": "26 juin 1944"}
    fronts = [
        {"line": line, "name": "nord", "date": "1944-06-22", "label": "Front"},
        {"line": line, "name": "nord", "date": "1944-07-01"},
        {"line": line, "date": "1944-06-25", "side": "allies"},
    ]
    whole = {
        "view": VIEW,
        "clock": clock,
        "places": [
            {"name": "Cherbourg", "at": ["49.64", "-1.62"], "kind": "objective"},
            {"name": "Valognes", "at": ["49.5", "-1.47"], "kind": "town"},
            {"name": "Fort du Roule", "at": ["49.63", "-1.61"], "kind": "fort", "side": "axis"},
        ],
        "arrows": [arrow, {"path": line, "side": "axis"}],
        "fronts": fronts,
        "areas": [{"ring": line, "name": "Garnison", "from": "1944-06-23"}],
        "lines": [{"path": line, "kind": "breakwater", "name": "Digue"}],
        "sides": {"allies": "Forces américaines"},
        "credit": "Carte Récit",
    }
    return read_map({**whole, **parts})


def told(board: OperationsMap, language: str = "fr") -> dict[str, str]:
    return {remark.about: remark.said for remark in describe(board, language)}


def test_places_movements_fronts_legend_and_sources_are_told() -> None:
    assert told(a_map()) == {
        "Dates": "22\xa0juin\xa01944 – 1er\xa0juillet\xa01944",
        "Lieux": "Cherbourg (objectif)\xa0; Valognes\xa0; Fort du Roule (fort, Forces allemandes)",
        "Mouvements": "VIIe corps (Forces américaines, 22\xa0juin\xa01944 – 26\xa0juin\xa01944)"
        "\xa0; flèche (Forces allemandes)",
        "Lignes de front": "Front (Forces allemandes, 22\xa0juin\xa01944 – 1er\xa0juillet\xa01944)"
        "\xa0; ligne de front (Forces américaines, 25\xa0juin\xa01944)",
        "Zones": "Garnison (Forces allemandes, 23\xa0juin\xa01944)",
        "Tracés": "Digue (digue)",
        "Légende": "Forces américaines (flèche, ligne de front)\xa0; "
        "Forces allemandes (flèche, ligne de front)\xa0; Fort (symbole)",
        "Sources de la carte": "Carte Récit\xa0; Fond\xa0: GSHHG, WDBII "
        "(données libres\xa0: côtes, cours d’eau et frontières du monde)",
    }


def test_an_english_map_is_told_in_english() -> None:
    said = told(a_map(sides={}), "en-GB")
    assert list(said)[1:] == [
        *("Places", "Movements", "Front lines", "Areas", "Lines", "Legend", "Sources of the map")
    ]
    assert "Fort du Roule (fort, German forces)" in said["Places"]
    assert said["Legend"].endswith("; Fort (symbol)")
    assert said["Dates"] == "22\xa0June\xa01944 – 1\xa0July\xa01944"


def test_a_map_without_a_legend_or_a_shown_date_tells_neither() -> None:
    said = told(a_map(legend="no", clock={**a_clock(), "show": "nothing"}))
    assert "Légende" not in said
    assert "Dates" not in said
    assert "22\xa0juin\xa01944" in said["Mouvements"]


def a_clock() -> dict[str, str]:
    return {"from": "1944-06-22", "to": "1944-07-01"}


def test_a_ground_of_the_authors_own_has_no_other_source(tmp_path: Path) -> None:
    own = a_map(ground={"land": "a.geojson", "rivers": "no"}, credit="")
    assert "Sources de la carte" not in told(own)
    assert SOURCE in told(a_map(ground={"land": "a.geojson"}))["Sources de la carte"]


def all_maps() -> list[OperationsMap]:
    shown = [slide.visual for path in STORYBOARDS for slide in load_storyboard(path).slides]
    return [*(one for one in shown if isinstance(one, OperationsMap)), *map(example, NAMES)]


@pytest.mark.parametrize("language", ["fr", "en", "pl"])
def test_nothing_that_is_written_on_a_map_is_left_out(language: str) -> None:
    boards = all_maps()
    assert len(boards) > 10
    for board in boards:
        text = "\n".join(remark.said for remark in describe(board, language))
        written = [place.name for place in board.places] + [area.name for area in board.areas]
        written += [arrow.label for arrow in board.arrows] + [line.name for line in board.lines]
        written += [front.label for front in board.fronts]
        written += [entry.text for entry in legend_entries(board, language) if board.legend]
        written += credit_parts(board, ground_source(board.ground), language)
        assert [word for word in written if word not in text] == []
