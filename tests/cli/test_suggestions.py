"""A name that is nearly right is told with the right one, in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.production.projects import run


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("storyboards/bataile.yaml", "storyboards/bataille.yaml"),
        ("storybords/bataille.yaml", "storyboards/bataille.yaml"),
        ("storyboards/bataille.yml", "storyboards/bataille.yaml"),
    ],
)
def test_a_storyboard_that_is_missing_is_told_with_the_one_that_is_there(
    asked: str, there: str, tmp_path: Path
) -> None:
    (tmp_path / "storyboards").mkdir()
    (tmp_path / "storyboards/bataille.yaml").write_text("storyboard: 1", encoding="utf-8")
    outcome = run("check", tmp_path / asked)
    assert outcome.code == 2
    assert f"did you mean '{tmp_path / there}'?" in outcome.err
    outcome = run("check", tmp_path / asked, "--lang", "fr")
    said = outcome.err.replace("\u00a0", " ").replace("\u202f", " ")
    assert f"vouliez-vous dire « {tmp_path / there} »" in said


def test_nothing_is_suggested_where_nothing_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "autre.yaml").write_text("storyboard: 1", encoding="utf-8")
    outcome = run("check", tmp_path / "film-de-guerre.yaml")
    assert outcome.code == 2
    assert "did you mean" not in outcome.err


def test_an_option_that_is_misspelt_is_told_with_the_right_one() -> None:
    outcome = run("render", "film.yaml", "--heigth", "360")
    assert outcome.code == 2
    assert "render has no option --heigth: did you mean --height?" in outcome.err
    assert "did you mean --slide?" in run("still", "film.yaml", "--slyde=port").err
    outcome = run("film.yaml", "--heigth", "360", "--lang", "fr")
    assert "vouliez-vous dire --height" in outcome.err
    assert "unrecognized arguments" in run("check", "film.yaml", "--zzz").err


def test_a_shortened_option_is_still_understood(tmp_path: Path) -> None:
    assert "no option" not in run("check", tmp_path / "film.yaml", "--offl").err
