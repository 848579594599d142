from __future__ import annotations

from pathlib import Path

import pytest

from renderer.errors import StoryboardError
from renderer.storyboard.load import check, load_storyboard
from renderer.storyboard.project import find_root, read_project
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
cache = "s3://bucket/cache"
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
    assert (project.run.cache, project.run.jobs) == ("s3://bucket/cache", 2)
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
        ("recit.toml", 2, "'fps' wants a whole number of frames a second that divides 48,000"),
        ("recit.toml", 3, "unknown key 'siez'"),
        ("recit.toml", 6, "'jobs' wants a number of jobs from 1 to 1024"),
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
    assert [problem.mark.line for problem in caught.value.problems] == [line]
