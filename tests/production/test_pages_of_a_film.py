"""What the published pages say of a film that was really rendered."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.production.projects import board_of, card_slide, new_project

SQUARE = {"type": "Polygon", "coordinates": [[[-2, 49], [-1, 49], [-1, 50], [-2, 50], [-2, 49]]]}


def test_maps_and_foreign_words_of_the_storyboard_reach_the_page(tmp_path: Path) -> None:
    line = [[49.3, -1.8], [49.5, -1.5]]
    shown = {
        "view": {"west": -1.9, "east": -1.1, "south": 49.2, "north": 49.7},
        "alt": "Carte du Cotentin.",
        "clock": {"from": "1944-06-22", "to": "1944-06-24"},
        "places": [{"name": "Cherbourg", "at": [49.6, -1.6], "kind": "objective"}],
        "fronts": [{"line": line, "label": "Landfront", "date": "1944-06-22"}],
        "ground": {"land": "terre.geojson", "rivers": False},
        "credit": "Carte Récit",
    }
    carte = card_slide("carte", card=None, map=shown, narration="Ils la nomment le Landfront.")
    foreign = {"write": "Landfront", "say": "Landefronte", "language": "de"}
    ours = {"write": "Cherbourg", "say": "Chèrbour", "language": "fr-FR"}
    board = board_of(card_slide("titre"), carte, pronounce=[foreign, ours])
    board["slides"][1] = {key: part for key, part in carte.items() if part is not None}
    project = new_project(tmp_path, board)
    (project.media / "terre.geojson").write_text(json.dumps(SQUARE), encoding="utf-8")
    outcome = project.render()
    assert outcome.code == 0, outcome.err
    page = (project.folder / "page.html").read_text(encoding="utf-8")
    notes = re.findall(r"<dt[^>]*>(.*?)</dt> <dd>(.*?)</dd>", page)
    german = '<span lang="de">Landfront</span>'
    assert notes == [
        ("Dates\xa0: ", "22\xa0juin\xa01944\xa0– 24\xa0juin\xa01944"),
        ("Lieux\xa0: ", "Cherbourg (objectif)"),
        ("Lignes de front\xa0: ", f"{german} (Forces allemandes, 22\xa0juin\xa01944)"),
        ("Légende\xa0: ", "Forces allemandes (ligne de front)"),
        ("Sources de la carte\xa0: ", "Carte Récit"),
    ]
    assert f"Ils la nomment le {german}." in page
    assert 'lang="fr-FR"' not in page
