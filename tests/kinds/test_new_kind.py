"""A new kind of slide costs four files: CONTRIBUTING's own is made in a copy, and rendered."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.production.projects import Project, board_of, card_slide, new_project, rgb_frame
from tests.recipes import Copy, copy_with, recipe

TITLE = "Add a kind of slide"
MOST_FILES = 4


@dataclass(frozen=True, kw_only=True)
class Film:
    """A film that shows a slide of the new kind, and the copy of Récit that knows it."""

    copy: Copy
    project: Project

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return self.copy.run(*words)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Film:
    board = board_of(
        {"id": "repos", "swatch": {"colour": "#204060", "alt": "Un bleu."}, "length": 1},
        card_slide("suite", transition="cut"),
        film={"fps": 10, "lead": 0.1, "hold": 0.1, "credits": False, "transition": "cut"},
    )
    project = new_project(tmp_path_factory.mktemp("film"), board)
    return Film(copy=copy_with(TITLE, tmp_path_factory.mktemp("copy")), project=project)


def test_it_costs_few_files() -> None:
    assert 0 < len(recipe(TITLE)) <= MOST_FILES


def test_check_knows_it(copy: Film) -> None:
    fine = copy.run("check", copy.project.path)
    assert (fine.returncode, fine.stderr.count("alt")) == (0, 0), fine.stderr
    text = copy.project.path.read_text(encoding="utf-8")
    wrong = copy.project.path.with_name("faux.yaml")
    wrong.write_text(text.replace("'#204060'", "bleu").replace("alt: Un bleu.", ""), "utf-8")
    refused = copy.run("check", wrong)
    assert refused.returncode == 2
    assert "'colour' wants a colour" in refused.stderr
    wrong.write_text(text.replace("alt: Un bleu.", ""), "utf-8")
    assert "no 'alt'" in copy.run("check", wrong).stderr
    empty = re.sub(r"  swatch:\n(    .*\n)+", "", text)
    wrong.write_text(empty, "utf-8")
    told = copy.run("check", wrong).stderr
    assert "give it an image, pictures, map, card, footage, clip or swatch" in told


def test_it_is_rendered_and_the_page_says_what_it_shows(copy: Film) -> None:
    out = copy.project.root / "out"
    words = ("--draft", "--voice", "hum", "--offline", "--height", "64", "--jobs", "1")
    done = copy.run(
        "render", copy.project.path, *words, "--cache", copy.project.cache, "--out", out
    )
    assert done.returncode == 0, done.stderr
    [film] = out.rglob("film.mp4")
    middle = rgb_frame(film, 5)
    assert middle[50, 57].tolist() == pytest.approx([0x20, 0x40, 0x60], abs=6)
    [page] = out.rglob("transcript.fr.html")
    assert "Un bleu." in page.read_text(encoding="utf-8")
