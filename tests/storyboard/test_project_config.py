from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from renderer.errors import StoryboardError
from renderer.storyboard.load import check, load_storyboard
from renderer.storyboard.project_config import find_root, is_home, read_project
from tests.storyboard.conftest import Write

FILM = """storyboard: 1
slug: film
title: Film
slides:
  - {id: a, card: Utah, length: 4}
"""


def with_config(write: Write, config: str, film: str = FILM) -> Path:
    path = write(film)
    (path.parents[1] / "recit.toml").write_text(config, encoding="utf-8")
    return path


def test_the_root_is_the_nearest_folder_with_media_or_a_config(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner" / "storyboards"
    inner.mkdir(parents=True)
    (tmp_path / "outer" / "recit.toml").touch()
    assert find_root(inner / "film.yaml") == (tmp_path / "outer").resolve()
    (tmp_path / "outer" / "inner" / "media").mkdir()
    assert find_root(inner / "film.yaml") == (tmp_path / "outer" / "inner").resolve()


@pytest.fixture
def lone(tmp_path: Path) -> Path:
    """A storyboard deep in folders that hold nothing else; nobody's home is near."""
    path = tmp_path / "alice" / "films" / "ete" / "film.yaml"
    path.parent.mkdir(parents=True)
    path.touch()
    return path


def test_a_home_is_never_the_root(
    lone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "alice" / "media").mkdir()
    assert find_root(lone) == tmp_path / "alice"  # nobody lives there
    monkeypatch.setenv("HOME", str(tmp_path / "alice"))
    assert find_root(lone) == lone.parent
    (tmp_path / "recit.toml").touch()  # as /home/media is, the home of a user called media
    assert find_root(lone) == lone.parent


def test_a_home_is_known_through_a_link(
    lone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "alice" / "media").mkdir()
    (tmp_path / "maison").symlink_to(tmp_path / "alice", target_is_directory=True)
    monkeypatch.setenv("HOME", str(tmp_path / "maison"))
    assert find_root(lone) == lone.parent
    assert find_root(tmp_path / "maison" / "films" / "ete" / "film.yaml") == lone.parent


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such database")
def test_another_users_home_is_never_the_root(
    lone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with sudo: HOME is root's, the storyboard is Alice's."""
    import pwd

    (tmp_path / "alice" / "media").mkdir()
    entry = pwd.getpwuid(os.getuid())
    alice = pwd.struct_passwd((*entry[:5], str(tmp_path / "alice"), entry[6]))
    monkeypatch.setattr(pwd, "getpwuid", lambda _number: alice)
    monkeypatch.setenv("HOME", str(tmp_path / "root"))
    assert find_root(lone) == lone.parent


def test_a_folder_that_everybody_writes_to_is_never_the_root(lone: Path, tmp_path: Path) -> None:
    (tmp_path / "alice" / "media").mkdir()
    (tmp_path / "alice").chmod(0o1777)
    assert find_root(lone) == lone.parent
    (tmp_path / "alice").chmod(0o775)
    assert find_root(lone) == tmp_path / "alice"


@pytest.mark.parametrize(
    ("folder", "home"),
    [
        ("/home", True),
        ("/home/alice", True),
        ("/Users/alice", True),
        ("/home/alice/films", False),
        ("/srv/home/films", False),
        ("/srv", False),
    ],
)
def test_homes_are_known_by_their_place(folder: str, home: bool) -> None:
    assert is_home(Path(folder)) is home


def test_in_a_home_itself_the_root_is_the_storyboards_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_root(tmp_path / "film.yaml") == tmp_path.resolve()


@pytest.mark.parametrize("make", ["mkdir", "touch"])
def test_a_repositorys_top_may_be_the_root_and_nothing_above_it(
    lone: Path, tmp_path: Path, make: str
) -> None:
    """In a worktree and in a submodule .git is a file."""
    (tmp_path / "media").mkdir()
    assert find_root(lone) == tmp_path.resolve()
    top = tmp_path / "alice" / "films"
    getattr(top / ".git", make)()
    assert find_root(lone) == lone.parent
    (top / "recit.toml").touch()
    assert find_root(lone) == top


def test_a_disks_root_is_never_the_root(lone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Linux has /media; on Windows it would be C:\\media."""
    monkeypatch.setattr(
        "renderer.storyboard.project_config._EVERYBODYS", 1 << 20
    )  # /tmp stops nothing
    monkeypatch.setattr(Path, "is_dir", lambda path: path in (lone.parent, Path("/media")))
    assert find_root(lone) == lone.parent


def test_another_file_system_is_never_entered(
    lone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "media").mkdir()
    mounted = tmp_path / "alice" / "films"
    found = Path.stat

    def stat(path: Path, **more: bool) -> os.stat_result:
        told = found(path, **more)
        if path != mounted and mounted not in path.parents:
            return told
        return os.stat_result((*told[:2], told.st_dev + 1, *told[3:10]))

    assert find_root(lone) == tmp_path.resolve()
    monkeypatch.setattr(Path, "stat", stat)
    assert find_root(lone) == lone.parent
    (mounted / "media").mkdir()
    assert find_root(lone) == mounted


def test_outside_a_project_nothing_beyond_the_storyboards_folder_is_reached(
    lone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "alice"
    (home / "media").mkdir()
    (home / "media" / "secret.jpg").touch()
    monkeypatch.setenv("HOME", str(home))
    (lone.parent / "media").mkdir()
    (lone.parent / "media" / "lien.jpg").symlink_to(home / "media" / "secret.jpg")
    slide = "{id: a, length: 4, image: {file: %s, alt: Une vue.}}"
    for name, what in (("secret.jpg", "no file"), ("lien.jpg", "link out of the project")):
        lone.write_text(FILM.replace("{id: a, card: Utah, length: 4}", slide % name), "utf-8")
        assert [what in problem.what for problem in check(lone).problems] == [True], name


OUTSIDE = [
    "/srv/films",
    "../films",
    "films/../../films",
    "~/films",
    "~alice/films",
    "C:/films",
    "C:films",
    "D:\\\\films",
    "\\\\\\\\serveur\\\\films",
    "\\\\films",
    "//serveur/films",
    "film\\\\..\\\\..\\\\ailleurs",
]
ADDRESSES = [
    "http://cache.example.org/recit",
    "ftp://127.0.0.1/recit",
    "s3://bucket/recit",
    "file:///srv/recit",
    "memory://recit",
    "simplecache::http://cache.example.org/",
]


@pytest.mark.parametrize("key", ["out", "cache"])
@pytest.mark.parametrize("name", [*OUTSIDE, *ADDRESSES])
def test_recit_toml_names_folders_of_the_project_alone(write: Write, key: str, name: str) -> None:
    path = with_config(write, f'language = "fr"\n[run]\n{key} = "{name}"\n')
    (problem,) = check(path).problems
    assert (problem.mark.path.name, problem.mark.line) == ("recit.toml", 3)
    assert "--cache" in problem.remedy
    assert ("is an address" in problem.what) is (name in ADDRESSES)
    is_one_folder_on_linux = name.startswith("film\\")
    assert problem.code == ("file-name-unfit" if is_one_folder_on_linux else "path-outside-project")


@pytest.mark.parametrize("key", ["out", "cache"])
def test_a_link_out_of_the_project_is_refused_in_recit_toml(
    write: Write, tmp_path_factory: pytest.TempPathFactory, key: str
) -> None:
    path = with_config(write, f'[run]\n{key} = "lien/films"\n')
    link = path.parents[1] / "lien"
    link.symlink_to(tmp_path_factory.mktemp("ailleurs"), target_is_directory=True)
    (problem,) = check(path).problems
    assert (problem.mark.line, problem.what) == (2, f"'{key}' is a link out of the project")
    link.unlink()
    link.symlink_to(path.parents[1] / "storyboards", target_is_directory=True)
    assert not check(path).problems


@pytest.mark.parametrize("name", ["films", "./films", "films/2026", ".cache/recit", "."])
def test_folders_inside_the_project_are_accepted(write: Write, name: str) -> None:
    path = with_config(write, f'[run]\nout = "{name}"\ncache = "{name}"\n')
    project, problems = read_project(path)
    assert not problems
    assert project.run.out == project.run.cache == project.root / name


def test_the_storyboard_beats_the_project_which_beats_the_defaults(write: Write) -> None:
    config = """
language = "en"
style = "archives"
pronounce = ["storyboards/lexiques/lexique.yaml"]
[voice]
engine = "espeak"
name = "fr+m3"
rate = 0.9
pause = { sentence = 0.5 }
[film]
fps = 50
size = 720
transition = { kind = "wipe", length = 1.0 }
[run]
out = "films"
cache = ".cache/recit"
jobs = 2
offline = true
"""
    head = FILM.replace("slides:", "voice: {rate: 1.2}\nfilm: {size: 480}\nstyle: sobre\nslides:")
    path = with_config(write, config, head)
    film = load_storyboard(path)
    assert (film.language, film.style) == ("en", "sobre")
    assert (film.voice.engine, film.voice.name, film.voice.rate) == ("espeak", "fr+m3", 1.2)
    assert (film.voice.sentence_pause_seconds, film.voice.paragraph_pause_seconds) == (0.5, 0.8)
    assert (film.film.fps, film.film.height) == (50, 480)
    assert (film.slides[0].transition.kind, film.slides[0].transition.length_seconds) == ("wipe", 1)
    assert {entry.write for entry in film.pronounce} == {"Utah", "VII Corps"}
    project, problems = read_project(path)
    assert not problems
    assert project.run.out == project.root / "films"
    assert (project.run.cache, project.run.jobs) == (project.root / ".cache/recit", 2)
    assert project.run.offline is True


def test_another_engine_does_not_take_the_projects_voice(write: Write) -> None:
    path = with_config(
        write,
        '[voice]\nengine = "piper"\nname = "siwis"\n',
        FILM.replace("slides:", "voice: espeak\nslides:"),
    )
    assert load_storyboard(path).voice.name == ""


def test_the_films_pronunciation_replaces_the_projects(write: Write) -> None:
    path = with_config(
        write,
        'pronounce = ["storyboards/lexiques/lexique.yaml"]\n',
        FILM.replace("slides:", "pronounce: {write: Utah, say: youta}\nslides:"),
    )
    said = {entry.write: entry.say for entry in load_storyboard(path).pronounce}
    assert said == {"Utah": "youta", "VII Corps": "septième corps"}


def test_mistakes_of_the_config_are_said_at_its_lines(write: Write) -> None:
    config = '[film]\nfps = 23.976\nsiez = 720\n\n[run]\njobs = 0\n[voices]\nengine = "x"\n'
    path = with_config(write, config, FILM.replace("title", "titel"))
    said = [
        (problem.mark.path.name, problem.mark.line, problem.what)
        for problem in check(path).problems
    ]
    assert sorted(said) == [
        ("film.yaml", 3, "unknown key 'titel'"),
        (
            "recit.toml",
            2,
            "'fps' wants a whole number of frames a second, at most 120, that divides 48,000",
        ),
        ("recit.toml", 3, "unknown key 'siez'"),
        ("recit.toml", 6, "'jobs' wants a number of jobs from 1 to 1,024"),
        ("recit.toml", 7, "unknown key 'voices'"),
    ]


@pytest.mark.parametrize(
    ("config", "line"), [("[film\n", 1), ("a = 1\na = 2\n", 2), ("a = \n", 1), ("x = 1\ny\n", 2)]
)
def test_a_config_that_is_not_toml_is_said_at_its_line(
    write: Write, config: str, line: int
) -> None:
    with pytest.raises(StoryboardError, match="not TOML") as caught:
        load_storyboard(with_config(write, config))
    assert [(each.mark.line, each.code) for each in caught.value.problems] == [
        (line, "toml-syntax")
    ]
