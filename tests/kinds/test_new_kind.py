"""A new kind of slide costs four files: CONTRIBUTING's own is made in a copy, and rendered."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.production.projects import Project, board_of, card_slide, new_project, rgb_frame

ROOT = Path(__file__).absolute().parents[2]
MOST_FILES = 4
_BLOCK = re.compile(r"^```(python|diff)\n# (renderer/\S+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Copy:
    """Récit with the recipe's kind in it, and a film that shows one."""

    root: Path
    project: Project

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "make_video.py", *map(str, words)],
            cwd=self.root,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


def recipe() -> dict[str, tuple[str, str]]:
    """Each file of the recipe: whether it is new ("python") or changed ("diff"), and how."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## Add a kind of slide\n")[2].partition("\n## ")[0]
    return {path: (how, body) for how, path, body in _BLOCK.findall(section)}


def changed(text: str, diff: str) -> str:
    """*text* after *diff*: each run of lines with `-` becomes the run with `+` below it."""
    for before, after in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", diff, re.MULTILINE):
        old, new = (re.sub(r"^.", "", each, flags=re.MULTILINE) for each in (before, after))
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    root = tmp_path_factory.mktemp("copy")
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "renderer", root / "renderer", ignore=without)
    shutil.copy(ROOT / "make_video.py", root)
    for path, (how, body) in recipe().items():
        place = root / path
        assert place.exists() == (how == "diff"), path
        text = body if how == "python" else changed(place.read_text(encoding="utf-8"), body)
        place.write_text(text, encoding="utf-8")
    board = board_of(
        {"id": "repos", "swatch": {"colour": "#204060", "alt": "Un bleu."}, "length": 1},
        card_slide("suite", transition="cut"),
        film={"fps": 10, "lead": 0.1, "hold": 0.1, "credits": False, "transition": "cut"},
    )
    return Copy(root=root, project=new_project(tmp_path_factory.mktemp("film"), board))


def test_it_costs_few_files() -> None:
    assert 0 < len(recipe()) <= MOST_FILES


def test_check_knows_it(copy: Copy) -> None:
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
    assert "give it an image, map, card, footage, clip or swatch" in copy.run("check", wrong).stderr


def test_it_is_rendered_and_the_page_says_what_it_shows(copy: Copy) -> None:
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
