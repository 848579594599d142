"""One storyboard in several shapes and themes: each composed anew, the work between them shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.frames.pixels import SHAPES
from renderer.pictures.card_parts import SEPARATOR, CardBlock, Stack, place_stack
from renderer.production.events import SilentWitness
from renderer.production.options import Options, apply_options, frame_size
from renderer.production.prepare import prepare
from renderer.production.still import laid_out
from renderer.themes.file import load_theme
from tests.production.projects import (
    Project,
    board_of,
    card_slide,
    draw_photo,
    new_project,
    photo_slide,
)

ALL = [word for shape in SHAPES for word in ("--format", shape)]
FILMS = {"film.mp4", "film-9x16.mp4", "film-1x1.mp4"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    board = board_of(card_slide("ouverture"), photo_slide("quai"))
    return new_project(tmp_path, board)


def test_three_shapes_in_one_run_speak_once_and_publish_together(project: Project) -> None:
    told = project.rendered(*ALL)
    assert told["sentences"] == {"made": 3, "reused": 0}
    assert {film["format"] for film in told["films"]} == set(SHAPES)
    assert {path.name for path in project.folder.iterdir()} >= FILMS


def test_one_shape_more_makes_that_shape_alone(project: Project) -> None:
    project.rendered("--format", "16:9")
    told = project.rendered("--format", "16:9", "--format", "1:1")
    made = {film["format"]: film["segments"]["made"] for film in told["films"]}
    assert made["16:9"] == 0
    assert made["1:1"] > 0
    assert told["sentences"]["made"] == 0


def test_every_shape_has_its_own_frame_and_the_same_timeline(project: Project) -> None:
    options = Options(engine="hum", offline=True, height=64, cache=project.cache)
    production = prepare(project.path, options)
    layouts = [laid_out(production, SilentWitness(), shape) for shape in SHAPES]
    assert [layout.settings.size for layout in layouts] == [frame_size(s, 64) for s in SHAPES]
    assert len({layout.timeline for layout in layouts}) == 1
    assert not set(layouts[0].keys) & set(layouts[1].keys)


def test_a_scan_too_small_for_a_shape_is_told_for_that_shape(tmp_path: Path) -> None:
    # Whole in 16:9 at this size, but a portrait frame crops it to a strip.
    board = board_of(photo_slide("quai"))
    board["film"]["size"] = 360
    board["slides"][0]["image"]["fit"] = "cover"
    project = new_project(tmp_path, board)
    draw_photo(project.media / "un.jpg", size=(720, 350))
    wide = project.make("render", "--format", "16:9", "--height", "360", "--out", tmp_path / "a")
    tall = project.make("render", "--format", "9:16", "--height", "360", "--out", tmp_path / "b")
    assert "will look soft" not in wide.err
    assert "un.jpg is 720 × 350 pixels and is enlarged" in tall.err


def test_the_theme_of_the_command_line_beats_the_storyboards(project: Project) -> None:
    options = Options(engine="hum", offline=True, height=64, cache=project.cache, style="archives")
    production = prepare(project.path, options)
    assert production.board.style == "archives"
    assert apply_options(production.board, Options()).style == "archives"
    assert {look.style for look in laid_out(production, SilentWitness()).looks} == {"archives"}


def test_an_unknown_theme_lists_those_there_are(project: Project) -> None:
    outcome = project.make("plan", "--style", "maison")
    assert outcome.code in (1, 2)
    assert "archives, officiel, sobre" in outcome.err


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("style", ["sobre", "archives", "officiel"])
def test_no_line_of_a_card_starts_or_ends_with_the_dot_between_two_words(
    shape: str, style: str
) -> None:
    text = f"La Libération de Paris{SEPARATOR}Août 1944 – avril 1945"
    stack = Stack(parts=(CardBlock(text=text, look="kicker", after=0),), align="left")
    placed = place_stack(stack, load_theme(style), frame_size(shape, 360))[0].text
    assert placed is not None
    lines = [line.text.strip() for line in placed.lines]
    assert not any(line.startswith("·") or line.endswith("·") for line in lines)
    assert len(lines) == (1 if shape == "16:9" else 2)
