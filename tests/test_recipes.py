"""What CONTRIBUTING says of adding something is all that has to be done."""

import json
from pathlib import Path

import pytest

from tests.production.projects import board_of, card_slide, new_project
from tests.recipes import copy_with, recipe

QUICK = ("--draft", "--offline", "--height", "64", "--jobs", "1")
MOST_FILES = 2


@pytest.mark.parametrize("what", ["voice", "theme", "command", "check", "output file"])
def test_it_costs_two_files_at_most(what: str) -> None:
    article = "an" if what[0] in "aeiou" else "a"
    assert 0 < len(recipe(f"Add {article} {what}")) <= MOST_FILES


def test_a_voice_that_is_added_speaks_a_film(tmp_path: Path) -> None:
    copy = copy_with("Add a voice", tmp_path / "copy")
    project = new_project(tmp_path / "film", board_of(card_slide("un")))
    words = ("--voice", "metronome", "--cache", project.cache, "--out", project.root / "out")
    done = copy.run("render", project.path, *QUICK, *words, "--json")
    assert done.returncode == 0, done.stderr
    [manifest] = (project.root / "out").rglob("manifest.json")
    assert "metronome" in manifest.read_text(encoding="utf-8")


def test_a_theme_that_is_added_is_listed_and_drawn(tmp_path: Path) -> None:
    copy = copy_with("Add a theme", tmp_path / "copy")
    assert "laiton" in copy.run("theme").stdout
    sheet = tmp_path / "sheet.png"
    assert copy.run("theme", "laiton", "--sheet", sheet).returncode == 0
    assert sheet.stat().st_size > 1_000


def test_a_command_that_is_added_runs_and_is_in_the_help(tmp_path: Path) -> None:
    copy = copy_with("Add a command", tmp_path / "copy")
    project = new_project(tmp_path / "film")
    assert copy.run("titles", project.path).stdout == f"{board_of()['title']}\n"
    assert "the title of every storyboard" in copy.run("--help").stdout


def test_a_check_that_is_added_is_told_at_its_line(tmp_path: Path) -> None:
    copy = copy_with("Add a check", tmp_path / "copy")
    board = board_of(card_slide("un", caption="CHERBOURG"), card_slide("deux", caption="Paris"))
    project = new_project(tmp_path / "film", board)
    told = json.loads(copy.run("check", project.path, "--json").stdout)
    warnings = told["storyboards"][0]["warnings"]
    [warning] = [one for one in warnings if one["code"] == "caption-shouts"]
    assert (warning["slide"], warning["severity"]) == ("un", "warning")


def test_an_output_file_that_is_added_stands_in_the_set_and_its_manifest(tmp_path: Path) -> None:
    copy = copy_with("Add an output file", tmp_path / "copy")
    project = new_project(tmp_path / "film", board_of(card_slide("un")))
    out = project.root / "out"
    words = ("--voice", "hum", "--cache", project.cache, "--out", out)
    assert copy.run("render", project.path, *QUICK, *words).returncode == 0
    [counts] = out.rglob("words.json")
    assert json.loads(counts.read_text(encoding="utf-8"))["un"] > 0
    folder = counts.parent
    assert copy.run("verify", folder).returncode == 0
    counts.write_text("{}", encoding="utf-8")
    assert copy.run("verify", folder).returncode != 0
