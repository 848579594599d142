"""A tour of every command, and of every broken storyboard, by somebody who reads French: no English
word is met that isn't a name or a key. With LANG=C, the same is English.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renderer.cli.arguments import COMMANDS
from tests.messages.english import english_in, keys
from tests.production.projects import (
    SLUG,
    TINY,
    Outcome,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    run,
)
from tests.storyboard.corpus import project_for

BAD = sorted((Path(__file__).parents[1] / "storyboard" / "bad").glob("*.yaml"))
HELP = [[], *([command] for command in COMMANDS)]
NAMES = frozenset({*COMMANDS, "test", "tone", "hum", "core", "pillow", "list"})
"""Names: of commands, of the voice that tests hum with, of programs."""
_HTML = re.compile("<[^>]+>")
"""What is copied into a page."""


@pytest.fixture(autouse=True)
def _in_french(monkeypatch: pytest.MonkeyPatch, _in_english: None) -> None:
    """As on a French historian's machine, where nobody set a variable of ours."""
    for name in ("RECIT_LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A card, a photograph that the frame crops, a map and a card that is read fast."""
    board = board_of(
        card_slide("ouverture", chapter="Le port"),
        photo_slide("quai", "un.jpg"),
    )
    return new_project(tmp_path_factory.mktemp("tour"), board)


def steps_of(project: Project, folder: Path) -> dict[str, list[str | Path]]:
    """Commands in the order in which one would run them, by name."""
    film: list[str | Path] = [project.path, "--cache", project.cache, *TINY]
    out: list[str | Path] = ["--out", project.root / "out"]
    return {
        "check": ["check", project.path, "--rights", "--cache", project.cache],
        "plan before": ["plan", *film],
        "render": ["render", *film, *out],
        "render again": ["render", *film, *out],
        "render several": ["render", folder / "absent.yaml", *film, *out],
        "draft": ["render", *film, *out, "--draft", "--burn", "--teaser"],
        "one slide": ["render", *film, *out, "--only", "quai"],
        "smaller": ["render", *film, *out, "--fps", "12"],
        "plan after": ["plan", *film, "--height", "96"],
        "still": ["still", *film, "--slide", "quai", "--out", folder / "a.png"],
        "still too late": ["still", *film, "--at", "900", "--out", folder / "a.png"],
        "sheet": ["sheet", *film, "--out", folder / "planche.png"],
        "say": ["say", *film, "--slide", "ouverture"],
        "say unknown": ["say", *film, "--unknown"],
        "pick offline": ["pick", "https://musee.example.org/iiif/42", "--offline"],
        "pick nowhere": ["pick", "http://musee.example.org/iiif/42"],
        "rights": ["rights", project.path],
        "verify": ["verify", project.root / "out" / SLUG, project.root],
        "rollback": ["render", project.path, *out, "--rollback"],
        "theme": ["theme"],
        "theme of a name": ["theme", "sobre"],
        "theme unknown": ["theme", "sombre"],
        "explain": ["explain"],
        "explain unknown": ["explain", "image"],
        "doctor": ["doctor", "--offline", "--cache", project.cache],
        "clean": ["clean", "--cache", project.cache, *out],
        "clean all": ["clean", "--cache", project.cache, *out, "--all", "--drafts"],
        "clean both": ["clean", "--all", "--older-than", "3"],
        "serve nothing": ["serve", folder / "absent.yaml"],
        "schema into a folder": ["schema", "--out", folder],
        "no command": [],
        "a slip": ["chek", project.path],
        "an option that isn't": ["check", project.path, "--fps", "24"],
        "a value that can't be": ["render", project.path, "--height", "7"],
        "a folder": ["check", folder],
    }


STEPS = tuple(steps_of(Project(root=Path()), Path()))


def english_of(outcome: Outcome) -> list[str]:
    """English words in what a command printed, as a person meets it."""
    said = _HTML.sub("", f"{outcome.out}\n{outcome.err}")
    return english_in(said, NAMES | keys())


@pytest.mark.parametrize("words", HELP, ids=lambda words: " ".join(words) or "recit")
def test_the_help_of_every_command_is_french(words: list[str]) -> None:
    outcome = run(*words, "--help")
    assert outcome.code == 0
    assert english_of(outcome) == []


@pytest.mark.parametrize("step", STEPS)
def test_every_command_speaks_french(project: Project, tmp_path: Path, step: str) -> None:
    outcome = run(*steps_of(project, tmp_path)[step])
    assert outcome.out or outcome.err
    assert english_of(outcome) == []


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.stem)
def test_every_mistake_of_a_broken_storyboard_is_french(case: Path, tmp_path: Path) -> None:
    outcome = run("check", project_for(tmp_path, case))
    assert outcome.code == 2
    # The lines that are shown are the author's own.
    said = "\n".join(line for line in outcome.err.splitlines() if " | " not in line)
    assert english_in(f"{outcome.out}\n{said}", NAMES | keys()) == []


def test_an_english_word_would_be_noticed() -> None:
    assert english_of(Outcome(code=0, out="the film is missing", err="")) != []
    assert english_of(Outcome(code=0, out="le film manque", err="")) == []


def test_without_a_language_of_its_own_the_machine_is_spoken_to_in_english(
    monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    monkeypatch.setenv("LANG", "C")
    assert run("--help").out.startswith("usage: ")
    assert run("check", project.path).out.endswith(": no mistake\n")
    assert "the following arguments are required" in run("check").err


def test_there_are_storyboards_enough() -> None:
    assert len(BAD) >= 50
