"""stdout and stderr that are closed, full or not read any more, and machines that refuse things."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from renderer.cli.streams import Outlet
from tests.production.projects import (
    ROOT,
    TINY,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    run,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="descriptors and limits of POSIX")
FULL = Path("/dev/full")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, board_of(card_slide("un"), photo_slide("deux")))


def shell(
    project: Project, how: str, limit: Callable[[], None] | None = None
) -> tuple[int, str, str]:
    """A render whose streams are redirected as *how* says; its exit code, stdout and stderr."""
    words = [sys.executable, ROOT / "make_video.py", "render", project.path, *TINY]
    words += ["--cache", project.cache, "--out", project.root / "out"]
    done = subprocess.run(
        ["sh", "-c", f'"$@" {how}', "sh", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=limit,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("how", ["2>&-", "2>/dev/full", "2>&- <&-"])
def test_a_render_whose_log_nobody_can_read_goes_on(project: Project, how: str) -> None:
    if "full" in how and not FULL.exists():
        pytest.skip("no device that is always full")
    code, _, _ = shell(project, how)
    assert code == 0
    assert project.film.is_file()


@pytest.mark.parametrize("how", [">&-", ">/dev/full"])
def test_a_result_that_cannot_be_printed_is_told_when_the_film_is_there(
    project: Project, how: str
) -> None:
    if "full" in how and not FULL.exists():
        pytest.skip("no device that is always full")
    code, out, err = shell(project, how)
    assert (code, out) == (1, "")
    assert "the result can't be printed" in err
    assert "Traceback" not in err
    assert project.film.is_file()


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_reader_that_left_ends_no_render(project: Project, stream: str) -> None:
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, ROOT / "make_video.py", "render", project.path, *TINY]
    words += ["--cache", project.cache, "--out", project.root / "out"]
    with os.fdopen(write, "w") as gone:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: gone}
        done = subprocess.run(words, **streams, text=True, check=False, timeout=120)
    assert project.film.is_file()
    assert done.returncode == (1 if stream == "stdout" else 0)
    if stream == "stdout":
        assert "the result can't be printed: Broken pipe" in done.stderr


def test_a_reader_may_leave_between_two_lines_as_between_two_pieces_of_one() -> None:
    read, write = os.pipe()
    outlet = Outlet(write, "utf-8")
    outlet.write("first\n")
    assert os.read(read, 99) == b"first\n"
    os.close(read)
    outlet.write("second\n")
    os.close(write)
    assert outlet.refused is not None
    assert outlet.read_enough


def test_with_all_streams_closed_no_file_gets_what_libraries_print(project: Project) -> None:
    code, out, err = shell(project, "<&- >&- 2>&-")
    assert (code, out, err) == (1, "", "")
    assert project.rendered()["changed"] is False, "the film is whole"


def limited(kind: int, amount: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(kind, (amount, amount))


@pytest.mark.parametrize(
    ("kind", "amount", "remedy"),
    [
        (resource.RLIMIT_AS, 400_000_000, "ulimit -v"),
        (resource.RLIMIT_AS, 800_000_000, "ulimit -v"),
        (resource.RLIMIT_NOFILE, 8, "ulimit -n"),
        (resource.RLIMIT_FSIZE, 2048, "ulimit -f"),
    ],
    ids=["addresses", "more addresses", "files", "file size"],
)
def test_a_tight_limit_is_told_with_the_command_that_lifts_it(
    project: Project, kind: int, amount: int, remedy: str
) -> None:
    code, out, err = shell(project, "", limited(kind, amount))
    assert (code, out) == (1, ""), err
    assert remedy in err
    assert "Traceback" not in err
    assert not project.film.exists()


def no_thread(*_: object) -> None:
    raise RuntimeError("can't start new thread")


def no_process(*_: object, **__: object) -> None:
    raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")


def no_memory(*_: object, **__: object) -> None:
    raise MemoryError


@pytest.mark.parametrize(
    ("place", "refusal", "told"),
    [
        ((threading.Thread, "start"), no_thread, "ulimit -u"),
        ((subprocess, "Popen"), no_process, "Resource temporarily unavailable"),
    ],
    ids=["threads", "processes"],
)
def test_no_room_for_threads_or_processes_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: tuple[object, str],
    refusal: object,
    told: str,
) -> None:
    project = new_project(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(*place, refusal)
        outcome = project.render()
    assert outcome.code == 1
    assert told in outcome.err
    assert not project.film.exists()


def test_too_little_memory_is_told_and_ends_one_film_of_a_batch(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renderer.production.render.lay_teaser", no_memory)
    monkeypatch.setattr("renderer.production.render.layouts_of", no_memory)
    outcome = project.render()
    assert outcome.code == 1
    assert outcome.err.splitlines()[-1].startswith("there is not enough memory; let it have more")
    other = project.path.with_name("autre.yaml")
    other.write_text(
        project.path.read_text(encoding="utf-8").replace("petit-film", "autre-film"), "utf-8"
    )
    place = ("--cache", project.cache, "--out", project.root / "out")
    both = run("render", project.path, other, *TINY, *place)
    assert both.code == 1
    assert both.err.count("\nthere is not enough memory; let it have more") == 2
    assert "0 films, 2 failed" in both.err
