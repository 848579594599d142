"""``new``: a folder that renders at once, and overwrites nothing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from renderer import __version__
from renderer.cli import new
from renderer.language.eye.typography import typeset
from renderer.messages.catalogue import VARIABLE
from tests.production.projects import TINY, run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_new_project_renders_at_once(here: Path, language: str) -> None:
    made = run("new", "ma-ville", "--language", language)
    assert (made.code, made.out) == (0, "ma-ville\n"), made.err
    board = "ma-ville/storyboards/ma-ville.yaml"
    checked = run("check", "--rights", board)
    assert checked.code == 0, checked.err
    assert "no mistake" in checked.out
    assert "to look at" not in checked.out
    outcome = run(board, *TINY, "--json")
    assert outcome.code == 0, outcome.err
    told = outcome.json
    assert told["published"]
    assert told["language"] == language
    assert Path(told["folder"]) == here / "ma-ville" / "out" / "ma-ville"
    assert (here / "ma-ville" / ".cache" / "recit").is_dir(), "as its recit.toml says"


def test_a_new_project_ignores_what_is_made_and_says_what_is_installed(here: Path) -> None:
    run("new", "ma-ville")
    project = here / "ma-ville"
    ignored = (project / ".gitignore").read_text(encoding="utf-8").split()
    assert {"/out/", "/.cache/"} <= set(ignored)
    asked = (project / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert asked[-1] == f"recit=={__version__}"
    assert tomllib.loads((project / "recit.toml").read_text(encoding="utf-8"))["run"]["offline"]
    assert not [each for each in here.iterdir() if each != project], "no draft is left"


def test_both_languages_have_the_same_files_and_words() -> None:
    french, english = (new._texts(language, "Ma ville", "ma-ville") for language in ("fr", "en"))
    assert list(french) == list(english)
    for name, text in french.items():
        assert "{{" not in text.replace("${{", ""), f"a hole is left in {name}"
    forges = (".gitlab-ci.yml", ".github/workflows/films.yml")
    for name in forges:
        both = [_nameless(yaml.safe_load(one[name])) for one in (french, english)]
        assert both[0] == both[1], name


def _nameless(told: object) -> object:
    """A workflow without what is only read by people."""
    if isinstance(told, dict):
        return {key: _nameless(value) for key, value in told.items() if key != "name"}
    if isinstance(told, str):
        return re.sub(r"^\s*# .*\n", "", told, flags=re.MULTILINE)
    return [_nameless(each) for each in told] if isinstance(told, list) else told


def test_what_the_first_film_says_is_set_as_french_is() -> None:
    board = yaml.safe_load(new._texts("fr", "Ma ville", "ma-ville")["storyboards/ma-ville.yaml"])
    for slide in board["slides"]:
        for line in slide["narration"].splitlines():
            assert typeset(line, "fr") == line.replace("'", "’")


@pytest.mark.parametrize(
    ("name", "title", "slug"),
    [
        ("ma-ville", "Ma ville", "ma-ville"),
        ("Été_1944", "Été 1944", "ete-1944"),
        ('L\'île: "le port" #2', 'L\'île: "le port" #2', "l-ile-le-port-2"),
        ("東京", "東京", "film"),
        ("---", "Film", "film"),
    ],
)
def test_a_folders_name_is_the_films_title(here: Path, name: str, title: str, slug: str) -> None:
    outcome = run("new", f"./{name}", "--json")
    assert outcome.code == 0, outcome.err
    path = here / name / "storyboards" / f"{slug}.yaml"
    assert f"storyboards/{slug}.yaml" in outcome.json["files"]
    board = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert (board["title"], board["slug"]) == (title, slug)
    assert board["slides"][0]["card"]["title"] == title


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_folder_that_holds_something_is_left_as_it_is(here: Path, what: str) -> None:
    place = here / "ma-ville"
    if what == "folder":
        place.mkdir()
    held = place / "notes.txt" if what == "folder" else place
    held.write_text("à garder", encoding="utf-8")
    outcome = run("new", "ma-ville", "--json")
    assert outcome.code == 2
    assert outcome.json["code"] == "folder-occupied"
    assert held.read_text(encoding="utf-8") == "à garder"
    assert [each.name for each in here.iterdir()] == ["ma-ville"]


def test_a_fresh_clone_becomes_a_project(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "clone" / ".git").mkdir(parents=True)
    monkeypatch.chdir(here / "clone")
    assert run("new", ".").code == 0
    assert (here / "clone" / "storyboards" / "clone.yaml").is_file()


def test_a_disk_that_fails_leaves_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, count = Path.write_text, iter(range(9))

    def full(self: Path, *words: str, **more: str) -> int:
        if next(count) == 4:
            raise OSError(28, "No space left on device", str(self))
        return write(self, *words, **more)

    monkeypatch.setattr(Path, "write_text", full)
    outcome = run("new", "ma-ville")
    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert list(here.iterdir()) == []


def test_what_to_type_next_is_said_in_the_readers_language(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "fr")
    monkeypatch.setattr("sys.argv", ["recit"])
    told = run("new", "un film").err
    assert "cd 'un film'" in told
    assert "le projet est fait" in told


def test_what_to_type_next_can_be_typed_where_one_stands(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["make_video.py"])
    told = run("new", "ma-ville").err
    assert "cd " not in told, "make_video.py isn't in the project's folder"
    assert "python make_video.py ma-ville/storyboards/ma-ville.yaml" in told
    assert "python make_video.py studio ma-ville" in told
