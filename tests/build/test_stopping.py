"""Runs that are killed, interrupted, or made twice at once: the film is the old one or the new."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from renderer.publish.verify import verify
from tests.build.projects import (
    ROOT,
    TINY,
    Board,
    Project,
    board_of,
    card_slide,
    left_running,
    new_project,
    photo_slide,
    seen_and_heard,
    start,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the signals are of POSIX")

WORDS = {"un": "Un premier texte, pour le quai.", "deux": "Un second texte : voici la rade."}
STEPS = ("joining", ".sets/state.json", "captions.fr.srt", "film.mp4", "manifest.json")
"""What changes one after the other as a set is put together and swapped in."""
Film = tuple[list[str], str]
Record = Callable[[str, object], None]


def board_saying(words: str) -> Board:
    """Four slides, of which two change with *words*."""
    return board_of(
        card_slide("carton", narration=words),
        photo_slide("quai", narration=words),
        photo_slide("rade", "deux.jpg"),
        photo_slide("fort", "trois.jpg"),
    )


def render(project: Project, *words: str) -> subprocess.Popen[str]:
    place = ("--cache", project.cache, "--out", project.root / "out")
    return start(ROOT / "make_video.py", "render", project.path, *TINY, *place, *words)


def gone(session: int) -> bool:
    """Whether every process of *session* ends, within what a loaded machine needs for that."""
    for _ in range(200):
        if not left_running(session):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, dict[str, Film]]:
    """A published project, and both films that its storyboard can give."""
    project = new_project(tmp_path_factory.mktemp("stopping"), board_saying(WORDS["deux"]))
    known = {"deux": seen_and_heard(project.from_nothing("deux"))}
    project.write(board_saying(WORDS["un"]))
    known["un"] = seen_and_heard(project.from_nothing("un"))
    project.rendered()
    return project, known


def kill_some(
    films: tuple[Project, dict[str, Film]],
    times: int,
    seed: int,
    record: Record,
    *,
    publishing: bool = False,
) -> None:
    """Kill *times* renders: anywhere between start and end, or while the set is put together."""
    project, known = films
    chance = random.Random(seed)
    ended: Counter[str] = Counter()
    shutil.rmtree(project.cache)
    began = time.monotonic()
    first = render(project)
    assert first.communicate(timeout=120)[0]
    whole = time.monotonic() - began
    for number in range(times):
        wanted = "deux" if number % 2 == 0 else "un"
        before = seen_and_heard(project.film)
        project.write(board_saying(WORDS[wanted]))
        if chance.random() < 0.7 and not publishing:
            shutil.rmtree(project.cache, ignore_errors=True)
        made = render(project)
        if publishing:
            wait_until_publishing(project, made, STEPS[number % len(STEPS)])
            time.sleep(chance.uniform(0, 0.1) ** 2)
        else:
            time.sleep(chance.uniform(0.1, 1.0) * whole)
        made.send_signal(signal.SIGKILL)
        made.communicate()
        ended["had ended" if made.returncode == 0 else "killed"] += 1
        after = seen_and_heard(project.film)
        assert after in (before, known[wanted])
        ended["left the old film" if after == before else "left the new film"] += 1
        assert missing_from_pages(project.folder) == []
        assert gone(made.pid), "a worker outlived its parent"
        project.rendered()
        assert seen_and_heard(project.film) == known[wanted]
        assert verify(project.folder) == ()
        assert list(project.folder.rglob(".making-*")) == []
    for what, count in ended.items():
        record(what, count)
    assert ended["killed"] >= times // 2, "most runs ended before they were killed"


def wait_until_publishing(project: Project, made: subprocess.Popen[str], step: str) -> None:
    """Wait until the set has come as far as *step*, or the run ends."""

    def seen() -> object:
        if step == "joining":
            return set((project.root / "out").glob(".making-*"))
        return (project.folder / step).stat().st_mtime_ns

    before = seen()
    while made.poll() is None and seen() == before:
        time.sleep(0.001)


def missing_from_pages(folder: Path) -> list[str]:
    """What the pages load and the folder lacks."""
    pages = [folder / name for name in ("embed.html", "page.html")]
    loaded = [re.findall(r"(media/[\w.-]+)", page.read_text(encoding="utf-8")) for page in pages]
    assert all(loaded)
    return [name for names in loaded for name in names if not (folder / name).is_file()]


def test_a_run_killed_at_any_moment_leaves_the_old_film_or_the_new(
    films: tuple[Project, dict[str, Film]], record_property: Record
) -> None:
    kill_some(films, times=8, seed=1944, record=record_property)


@pytest.mark.slow
def test_a_hundred_runs_killed_leave_the_old_film_or_the_new(
    films: tuple[Project, dict[str, Film]], record_property: Record
) -> None:
    kill_some(films, times=100, seed=1945, record=record_property)


@pytest.mark.slow
def test_a_hundred_runs_killed_while_they_publish_leave_the_old_film_or_the_new(
    films: tuple[Project, dict[str, Film]], record_property: Record
) -> None:
    kill_some(films, times=100, seed=1946, record=record_property, publishing=True)


def wait_until_spoken(made: subprocess.Popen[str]) -> None:
    """Read stderr until every sentence is spoken."""
    assert made.stderr is not None
    line = "nothing yet"
    while not re.fullmatch(r"narration: (\d+)/\1\n", line):
        line = made.stderr.readline()
        assert line, "it ended before"


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_stops_with_130_and_the_run_can_be_taken_up_again(
    films: tuple[Project, dict[str, Film]], tmp_path: Path, times: int
) -> None:
    project = Project(root=Path(shutil.copytree(films[0].root, tmp_path / "project")))
    before = seen_and_heard(project.film)
    project.write(board_saying("Une phrase toute neuve, qui demande du travail."))
    shutil.rmtree(project.cache)
    made = render(project, "--height", "540")
    wait_until_spoken(made)
    for _ in range(times):
        made.send_signal(signal.SIGINT)
        time.sleep(0.05)
    out, err = made.communicate(timeout=120)
    # Pressed again, it may end at once by the signal itself, which shells call 130 too.
    assert made.returncode == 130 or (times == 2 and made.returncode == -signal.SIGINT), err
    assert out == ""
    assert "run again to go on" in err
    assert "Traceback" not in err
    assert gone(made.pid)
    assert seen_and_heard(project.film) == before
    told = project.rendered("--height", "540")
    assert told["sentences"]["made"] == 0, "what was spoken before is kept"
    assert verify(project.folder) == ()


def test_two_renders_of_one_project_at_once_both_succeed(
    films: tuple[Project, dict[str, Film]], tmp_path: Path
) -> None:
    project = new_project(tmp_path, board_saying(WORDS["deux"]))
    both = [render(project), render(project)]
    for made in both:
        out, err = made.communicate(timeout=120)
        assert made.returncode == 0, err
        assert out == f"{project.film}\n"
    assert seen_and_heard(project.film) == films[1]["deux"]
    assert verify(project.folder) == ()
    assert project.rendered()["changed"] is False


def test_what_a_killed_run_left_in_the_output_folder_goes_after_a_day(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("un")))
    left = {}
    for name, age in (("old", 90_000), ("new", 100)):
        left[name] = project.root / "out" / f".making-{name}"
        left[name].mkdir(parents=True)
        (left[name] / "film-0.mp4").write_bytes(b"half")
        os.utime(left[name], (time.time() - age,) * 2)
    project.rendered()
    assert not left["old"].exists()
    assert left["new"].exists(), "another run may be joining its film there"
