"""What is watched, and that each way of saving is noticed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from renderer.preview import watcher as watching
from renderer.preview.watcher import (
    Watcher,
    Watchlist,
    files_changed,
    only,
    watchlist_after_mistakes,
    watchlist_of,
)
from renderer.storyboard.load import load_storyboard
from tests.preview.projects import STORYBOARD, edit, write_project

PATIENCE = 20

PICTURE = """\
  - id: quatre
    image: {file: plages/carte.png, alt: Une carte}
    narration: Une carte.
    pronounce: [mots.yaml, {write: Utah, say: outa}]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose storyboard names a picture, a lexicon and a theme of its own."""
    path = write_project(tmp_path / "project", f"{STORYBOARD}{PICTURE}style: maison\n")
    root = path.parent.parent
    (root / "media" / "plages").mkdir()
    (root / "media" / "plages" / "carte.png").write_bytes(b"not looked into")
    (path.parent / "lexiques").mkdir()
    (path.parent / "lexiques" / "mots.yaml").write_text("- {write: VII Corps, say: corps}\n")
    (path.parent / "themes").mkdir()
    (path.parent / "themes" / "maison.yaml").write_text("theme: 1\n")
    return path


@contextmanager
def looking(at: Watchlist) -> Iterator[Watcher]:
    watcher = Watcher(at)
    with watcher.looking():
        yield watcher


@pytest.mark.parametrize(
    "name",
    [
        "storyboards/essai.yaml",
        "storyboards/lexiques/mots.yaml",
        "storyboards/themes/maison.yaml",
        "storyboards/themes/logo.png",
        "storyboards/translations/film.en.yaml",
        "media/plages/carte.png",
        "recit.toml",
    ],
)
def test_whatever_a_film_is_made_of_is_watched(project: Path, name: str) -> None:
    wanted = watchlist_of(load_storyboard(project))
    before = wanted.signatures()
    path = project.parent.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(path.read_bytes() + b"\n" if path.exists() else b"")
    assert files_changed(before, wanted.signatures())


@pytest.mark.parametrize(
    "name", ["media/other.png", "storyboards/other.yaml", "out/film.mp4", "storyboards/x.yaml.swp"]
)
def test_what_a_film_is_not_made_of_is_not_watched(project: Path, name: str) -> None:
    wanted = watchlist_of(load_storyboard(project))
    before = wanted.signatures()
    path = project.parent.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    assert not files_changed(before, wanted.signatures())


def test_after_mistakes_a_picture_that_comes_is_noticed(project: Path) -> None:
    wanted = watchlist_after_mistakes(project, only(project))
    before = wanted.signatures()
    (project.parent.parent / "media" / "plages" / "manquante.png").write_bytes(b"")
    assert files_changed(before, wanted.signatures())


def test_a_file_written_in_place_is_noticed(project: Path) -> None:
    with looking(only(project)) as watcher:
        project.write_text("storyboard: 2\n")
        assert watcher.saved.wait(PATIENCE)


def test_a_file_renamed_over_is_noticed_each_time(project: Path) -> None:
    with looking(only(project)) as watcher:
        for old, new in (("Un essai", "Deux"), ("Deux", "Trois"), ("Trois", "Quatre")):
            edit(project, f"title: {old}", f"title: {new}")
            assert watcher.saved.wait(PATIENCE), new
            watcher.saved.clear()


def test_a_file_taken_away_and_put_back_is_noticed(project: Path) -> None:
    with looking(only(project)) as watcher:
        away = project.with_name("away")
        project.rename(away)
        assert watcher.saved.wait(PATIENCE)
        watcher.saved.clear()
        away.rename(project)
        assert watcher.saved.wait(PATIENCE)


def test_a_list_that_grows_is_followed_into_new_folders(project: Path) -> None:
    with looking(only(project)) as watcher:
        watcher.look_at(watchlist_of(load_storyboard(project)))
        (project.parent.parent / "media" / "plages" / "carte.png").write_bytes(b"another")
        assert watcher.saved.wait(PATIENCE)


def test_a_save_while_the_list_changes_is_not_lost(project: Path) -> None:
    watcher = Watcher(only(project))
    edit(project, "Un essai", "Un autre")
    watcher.look_at(watchlist_of(load_storyboard(project)))
    with watcher.looking():
        assert watcher.saved.wait(PATIENCE)


def test_without_notices_from_the_system_saves_are_still_seen(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr(watching, "watch", refuse)
    monkeypatch.setattr(watching, "LOOK_EVERY_MS", 20)
    with looking(only(project)) as watcher:
        edit(project, "Un essai", "Un autre")
        assert watcher.saved.wait(PATIENCE)


def test_a_file_only_looked_at_is_no_save(project: Path) -> None:
    with looking(only(project)) as watcher:
        project.read_bytes()
        os.utime(project, ns=(project.stat().st_atime_ns + 1, project.stat().st_mtime_ns))
        assert not watcher.saved.wait(0.6)
