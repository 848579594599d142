"""Themes listed, described and drawn."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from renderer.cli import main
from renderer.pictures.specimen import draw_specimen
from renderer.themes.file import load_theme

Said = pytest.CaptureFixture[str]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a theme of its own, and we are in it."""
    path = tmp_path / "storyboards" / "themes" / "maison.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("theme: 1\ntitle: Maison\ncolours: {accent: '#e0b050'}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def test_themes_are_listed_with_the_projects_own(house: Path, capsys: Said) -> None:
    assert main(["theme"]) == 0
    listed = capsys.readouterr().out
    assert "maison         Maison" in listed
    assert "sobre" in listed
    assert main(["theme", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["themes"]["maison"] == "Maison"


def test_a_theme_is_described_by_name_or_by_file(house: Path, capsys: Said) -> None:
    assert main(["theme", "maison"]) == 0
    by_name = capsys.readouterr().out
    assert "accent   #e0b050" in by_name
    assert main(["theme", str(house)]) == 0
    assert capsys.readouterr().out == by_name


def test_the_sheet_is_the_specimen_as_a_picture(house: Path, capsys: Said) -> None:
    assert main(["theme", "--sheet", "sheets/sobre.png"]) == 0
    assert capsys.readouterr().out == "sheets/sobre.png\n"
    with Image.open("sheets/sobre.png") as sheet:
        assert sheet.format == "PNG"
        assert np.array_equal(np.asarray(sheet), draw_specimen(load_theme("sobre")))


def test_an_unknown_theme_is_refused_with_those_there_are(house: Path, capsys: Said) -> None:
    assert main(["theme", "baroque", "--sheet", "b.png"]) == 1
    told = capsys.readouterr().err
    assert "there is no theme 'baroque'" in told
    assert "maison" in told
    assert not Path("b.png").exists()


def test_a_mistake_in_a_theme_is_told_with_its_line(house: Path, capsys: Said) -> None:
    house.write_text("theme: 1\ncolours: {accent: rouge}\n", encoding="utf-8")
    assert main(["theme", "maison"]) == 2
    assert "maison.yaml:2:" in capsys.readouterr().err
