"""Disks, networks and people that interfere: a clear message, the right code, never half a film."""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import renderer.clips.photograph_painter
import renderer.publish.swap_and_rollback
import renderer.store.cache
from renderer.errors import PictureError
from renderer.publish.verify import verify
from renderer.voices.dummy import HumVoice
from tests.production.projects import (
    SLUG,
    TINY,
    Project,
    board_of,
    card_slide,
    draw_photo,
    new_project,
    photo_slide,
    run,
    seen_and_heard,
    start,
)

Words = tuple[str | Path, ...]
SMALL = ("--height", "64", "--jobs", "2")


def two_slides() -> dict[str, Any]:
    return board_of(card_slide("carton"), photo_slide("quai"))


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = new_project(tmp_path_factory.mktemp("failures"), two_slides())
    assert project.render().code == 0
    return project.root


@pytest.fixture
def project(rendered: Path, tmp_path: Path) -> Project:
    """A published film, and an edit that has not been rendered."""
    project = Project(root=Path(shutil.copytree(rendered, tmp_path / "project")))
    board = two_slides()
    board["slides"][1]["caption"] = "Une autre légende"
    board["slides"][1]["narration"] = "Une autre phrase, plus longue que la première."
    project.write(board)
    return project


# The network


class NoNetwork:
    """Sockets that can't be opened, and a count of who tried."""

    def __init__(self) -> None:
        self.tried = 0

    def __call__(self, *_: object, **__: object) -> Any:
        self.tried += 1
        raise OSError(errno.ENETUNREACH, "Network is unreachable")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> NoNetwork:
    refuse = NoNetwork()
    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return refuse


@pytest.mark.parametrize("voice", [(), ("--voice", "espeak"), ("--voice", "hum")])
def test_offline_opens_no_socket(
    project: Project, no_network: NoNetwork, voice: tuple[str, ...]
) -> None:
    words: Words = (
        *voice,
        "--offline",
        *SMALL,
        "--cache",
        project.cache,
        "--out",
        project.root / "out",
    )
    assert run("render", project.path, *words).code == 0
    for command in ("plan", "say"):
        assert run(command, project.path, *voice, "--offline", "--cache", project.cache).code == 0
    assert run("doctor", "--offline", "--cache", project.cache).code == 0
    assert run("check", project.path).code == 0
    assert no_network.tried == 0


def test_gtts_without_a_network_stops_and_the_film_stays(
    project: Project, no_network: NoNetwork
) -> None:
    before = seen_and_heard(project.film)
    words: Words = (*SMALL, "--cache", project.cache, "--out", project.root / "out")
    outcome = run("render", project.path, "--voice", "gtts", *words)
    assert outcome.code == 1
    assert outcome.out == ""
    assert "gTTS" in outcome.err
    assert "--voice espeak" in outcome.err
    assert "Traceback" not in outcome.err
    assert no_network.tried > 0
    assert seen_and_heard(project.film) == before


def test_auto_without_a_network_speaks_with_espeak_and_says_so_everywhere(
    project: Project, no_network: NoNetwork
) -> None:
    words: Words = (*SMALL, "--cache", project.cache, "--out", project.root / "out", "--json")
    outcome = run("render", project.path, *words)
    assert outcome.code == 0, outcome.err
    assert no_network.tried > 0
    assert outcome.json["voice"].startswith("espeak-ng")
    assert "gTTS" in outcome.json["fell_back"]
    assert "NOT the voice asked for" in outcome.err
    manifest = json.loads((project.folder / "manifest.json").read_text(encoding="utf-8"))
    assert {one["voice"]["engine"] for one in manifest["stretches"]} == {"espeak"}


# The disk


def failing(code: int, after: int, call: Callable[..., Any]) -> Callable[..., Any]:
    left = [after]

    def sometimes(*words: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(code, os.strerror(code), str(words[-1]))
        return call(*words, **named)

    return sometimes


@pytest.mark.parametrize(
    ("code", "after"),
    [(errno.ENOSPC, 0), (errno.ENOSPC, 3), (errno.EROFS, 1), (errno.EIO, 5)],
)
def test_a_cache_that_refuses_stops_the_run_and_the_film_stays(
    project: Project, monkeypatch: pytest.MonkeyPatch, code: int, after: int
) -> None:
    before = seen_and_heard(project.film)
    whole = failing(code, after, renderer.store.cache._replace)
    with monkeypatch.context() as patch:
        patch.setattr(renderer.store.cache, "_replace", whole)
        outcome = project.render()
    assert (outcome.code, outcome.out) == (1, "")
    assert os.strerror(code) in outcome.err
    assert "Traceback" not in outcome.err
    if code != errno.EIO:
        assert "--cache" in outcome.err
    assert seen_and_heard(project.film) == before
    assert list(project.root.rglob(".making-*")) == []
    assert project.rendered()["changed"]
    assert seen_and_heard(project.film) == seen_and_heard(project.from_nothing())


@pytest.mark.parametrize("after", [0, 1, 2, 5, 9])
def test_a_disk_that_fills_while_publishing_leaves_one_set_for_each_page(
    project: Project, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    before = seen_and_heard(project.film)
    assert project.render(out=project.root / "other").code == 0
    new = seen_and_heard(project.root / "other" / SLUG / "film.mp4")
    with monkeypatch.context() as patch:
        put = failing(errno.ENOSPC, after, renderer.publish.swap_and_rollback._put)
        patch.setattr(renderer.publish.swap_and_rollback, "_put", put)
        outcome = project.render()
    assert (outcome.code, outcome.out) == (1, "")
    assert "no space left on device" in outcome.err
    assert seen_and_heard(project.film) in (before, new)
    project.rendered()
    assert verify(project.folder) == ()
    assert seen_and_heard(project.film) == new


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from renderer.cli import main
raise SystemExit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no limit on a file's size")
@pytest.mark.parametrize("size", [0, 4_000, 60_000])
def test_files_that_may_not_grow_stop_the_run_and_the_film_stays(
    project: Project, size: int
) -> None:
    before = seen_and_heard(project.film)
    shutil.rmtree(project.cache)
    words = ("render", str(project.path), *TINY, "--cache", str(project.cache))
    made = start("-c", LIMITED, str(size), *words, "--out", str(project.root / "out"))
    out, err = made.communicate(timeout=120)
    assert made.returncode == 1, err
    assert out == ""
    assert "Traceback" not in err
    assert "too large" in err.lower(), err
    assert seen_and_heard(project.film) == before
    assert project.rendered()["changed"]


WITHOUT_PRIVILEGE = """
import ctypes, os, sys
# Root may write anywhere; without CAP_DAC_OVERRIDE (1) it is held to permissions like anybody.
if os.geteuid() == 0:
    ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
MAIN = "import sys; from renderer.cli import main; raise SystemExit(main(sys.argv[1:]))"


def without_privilege(*words: str | Path) -> subprocess.CompletedProcess[str]:
    made = start("-c", WITHOUT_PRIVILEGE, "-c", MAIN, *words)
    out, err = made.communicate(timeout=120)
    return subprocess.CompletedProcess(made.args, made.returncode, out, err)


@pytest.fixture
def read_only(project: Project) -> Project:
    """The project, its cache and its set without a right to write."""
    probe = project.root / "probe"
    probe.mkdir(mode=0o500)
    made = start(
        *("-c", WITHOUT_PRIVILEGE, "-c"),
        *("import sys, pathlib; pathlib.Path(sys.argv[1], 'x').touch()", probe),
    )
    made.communicate(timeout=60)
    if made.returncode == 0:
        pytest.skip("this user may write anywhere")
    return project


def lock(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o500 if path.is_dir() else 0o400)


def unlock(folder: Path) -> None:
    folder.chmod(0o700)
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def test_a_read_only_cache_serves_what_it_has_and_says_what_it_lacks(read_only: Project) -> None:
    project = read_only
    before = seen_and_heard(project.film)
    place = (*TINY, "--cache", project.cache, "--out", project.root / "out")
    lock(project.cache)
    try:
        edited = without_privilege("render", project.path, *place)
        assert (edited.returncode, edited.stdout) == (1, "")
        assert f"{project.cache}" in edited.stderr
        assert "--cache and --out name other places" in edited.stderr
        assert seen_and_heard(project.film) == before
        project.write(two_slides())
        warm = without_privilege("render", project.path, *place)
        assert (warm.returncode, warm.stdout) == (0, f"{project.film}\n"), warm.stderr
        assert seen_and_heard(project.film) == before
    finally:
        unlock(project.cache)


def test_an_output_folder_that_is_read_only_is_told_before_any_work(read_only: Project) -> None:
    project = read_only
    shutil.rmtree(project.cache)
    before = seen_and_heard(project.film)
    lock(project.root / "out")
    try:
        place = ("--cache", project.cache, "--out", project.root / "out")
        made = without_privilege("render", project.path, *TINY, *place)
    finally:
        unlock(project.root / "out")
    assert (made.returncode, made.stdout) == (1, "")
    assert f"{project.folder} can't be written to: name another place with --out" in made.stderr
    assert not project.cache.exists()
    assert seen_and_heard(project.film) == before


def test_places_that_are_files_are_told_before_any_work(project: Project, tmp_path: Path) -> None:
    outcome = project.render(out=project.path)
    assert outcome.code == 1
    assert f"{project.path} is not a folder: name another place with --out" in outcome.err
    outcome = project.render(cache=project.path)
    assert outcome.code == 2
    assert f"{project.path} is not a folder" in outcome.err


def test_without_a_home_the_cache_lies_where_the_run_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    project = new_project(tmp_path, board_of(card_slide("un")))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "home", homeless)
    for name in ("RECIT_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.delenv(name, raising=False)
    assert run("render", project.path, *TINY).code == 0
    assert (tmp_path / ".recit-cache" / "segment").is_dir()
    assert project.film.is_file()


NAMES = (
    "un nom avec des espaces",
    'des "guillemets" et l\'apostrophe',
    "deux\nlignes",
    "émojis 🛳️ et accents é",
    "e\u0301te\u0301 décomposé",
    "-tiret",
    "100 % & $HOME; #1 [a]{b}",
)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_a_folder_will_do(name: str, tmp_path: Path) -> None:
    project = new_project(tmp_path / name, board_of(photo_slide("quai")))
    assert project.rendered()["film"] == str(project.film)
    assert project.render().out == f"{project.film}\n"
    assert verify(project.folder) == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_any_name_that_every_system_allows(name: str, tmp_path: Path) -> None:
    picture = f"{name}.jpg"
    project = new_project(tmp_path, board_of(photo_slide("quai", picture)))
    draw_photo(project.media / picture)
    outcome = project.make("plan")
    if '"' in name or "\n" in name or name.startswith("-"):
        assert outcome.code == 2
        assert "(slide 'quai')" in outcome.err
        assert "rename the file" in outcome.err
    else:
        assert outcome.code == 0, outcome.err


# People


def meddle(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do *act* once, while the film is being made: after its pictures were read for their keys."""
    say = HumVoice.say
    done: list[object] = []

    def meddling(self: HumVoice, text: str) -> Any:
        if not done:
            done.append(act())
        return say(self, text)

    monkeypatch.setattr(HumVoice, "say", meddling)


def test_a_picture_saved_meanwhile_stops_the_run_and_is_in_the_next_film(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen_and_heard(project.film)
    with monkeypatch.context() as patch:
        meddle(patch, lambda: draw_photo(project.media / "un.jpg", seed=5))
        outcome = project.render()
    assert (outcome.code, outcome.out) == (1, "")
    assert "un.jpg changed while the film was being made: render again" in outcome.err
    assert seen_and_heard(project.film) == before
    project.rendered()
    assert seen_and_heard(project.film) == seen_and_heard(project.from_nothing())


def test_a_storyboard_saved_meanwhile_is_for_the_next_film(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = seen_and_heard(project.from_nothing("now"))
    with monkeypatch.context() as patch:
        meddle(patch, lambda: project.write(board_of(card_slide("autre"))))
        assert project.rendered()["changed"]
    assert seen_and_heard(project.film) == expected
    assert project.rendered()["changed"]
    assert seen_and_heard(project.film) == seen_and_heard(project.from_nothing("later"))


def test_a_cache_emptied_meanwhile_costs_a_message_at_most(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen_and_heard(project.film)
    with monkeypatch.context() as patch:
        meddle(patch, lambda: shutil.rmtree(project.cache))
        outcome = project.render()
    assert outcome.code in (0, 1)
    assert "Traceback" not in outcome.err
    if outcome.code == 1:
        assert seen_and_heard(project.film) == before
    project.rendered()
    assert seen_and_heard(project.film) == seen_and_heard(project.from_nothing())


def test_what_was_made_before_a_failure_is_not_made_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Any:
        raise PictureError("un.jpg can't be drawn today")

    with monkeypatch.context() as patch:
        patch.setattr(renderer.clips.photograph_painter, "photograph_painter", refuse)
        assert project.render().code == 1
    told = project.rendered()
    assert told["sentences"]["made"] == 0
    assert told["films"][0]["segments"]["reused"] > 0
