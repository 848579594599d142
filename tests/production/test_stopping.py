"""Runs that are killed, interrupted, or made twice at once: the film is the old one or the new."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from renderer.publish.verify import verify
from tests.production.projects import (
    ROOT,
    SLUG,
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
    assert first.communicate(timeout=300)[0]
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
        if made.returncode == 0:
            whole *= 0.7  # the machine is quicker than it was at first
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
    out, err = made.communicate(timeout=300)
    assert made.returncode == 130, err
    assert out == ""
    assert "run again to go on" in err
    assert "Traceback" not in err
    assert gone(made.pid)
    assert seen_and_heard(project.film) == before
    told = project.rendered("--height", "540")
    assert told["sentences"]["made"] == 0, "what was spoken before is kept"
    assert verify(project.folder) == ()


def long_board() -> Board:
    """Half an hour, shown in next to no pixels: its sound alone takes a minute and more."""
    words = " ".join(f"Ici vient la phrase {n}, longue et lente." for n in range(25))
    return board_of(
        *(card_slide(f"carton-{n}", narration=words, length=150) for n in range(12)),
        film={"fps": 1, "lead": 0.2, "hold": 0.3, "credits": False, "transition": "cut"},
    )


def left_behind(project: Project) -> list[Path]:
    """Drafts, anywhere."""
    return list(project.root.rglob(".making-*"))


def stopped(made: subprocess.Popen[str], number: int, times: int = 1) -> str:
    """Stop a render; what it says. It must end by itself, in order, and take everything along."""
    for _ in range(times):
        made.send_signal(number)
    out, err = made.communicate(timeout=300)
    assert made.returncode == 128 + number, err
    assert out == ""
    assert "stopping: what is under way ends" in err
    assert "interrupted: what was finished is kept" in err
    assert "Traceback" not in err
    assert gone(made.pid), "a worker outlived its parent"
    return err


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("times", [1, 3])
def test_every_signal_that_asks_to_stop_leaves_nothing_half_made(
    tmp_path: Path, number: int, times: int
) -> None:
    project = new_project(tmp_path, board_saying(WORDS["un"]))
    made = render(project, "--height", "540")
    wait_until_spoken(made)
    stopped(made, number, times)
    assert left_behind(project) == []
    assert not project.folder.exists()


def test_the_sound_of_half_an_hour_is_not_waited_for(tmp_path: Path) -> None:
    project = new_project(tmp_path, long_board())
    made = render(project)
    drafts = project.cache / "sound"
    while made.poll() is None and not list(drafts.glob(".making-*")):
        time.sleep(0.01)
    stopped(made, signal.SIGTERM)
    assert left_behind(project) == []
    assert not list(drafts.rglob("*.bin")), "it was finished before"


def test_speaking_ends_with_its_workers(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_saying(WORDS["un"] * 20))
    made = render(project, "--voice", "espeak")
    while made.poll() is None and not list(project.cache.rglob(".making-*")):
        time.sleep(0.001)
    stopped(made, signal.SIGTERM)
    assert left_behind(project) == []


@pytest.mark.parametrize("place", ["out/.making-*/film-0.mp4", f"out/{SLUG}/media/film.*.mp4"])
def test_joining_and_storing_leave_the_set_that_is_shown_alone(
    films: tuple[Project, dict[str, Film]], tmp_path: Path, place: str
) -> None:
    project = Project(root=Path(shutil.copytree(films[0].root, tmp_path / "project")))
    before = {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
    known = set(project.root.glob(place))
    project.write(board_saying("Des mots tout neufs."))
    made = render(project)
    while made.poll() is None and set(project.root.glob(place)) == known:
        time.sleep(0.0005)
    made.send_signal(signal.SIGTERM)
    _, err = made.communicate(timeout=300)
    assert made.returncode in (143, 0), err
    assert left_behind(project) == []
    if made.returncode == 143 and "joining: 1/1" not in err:
        after = {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
        assert after == before
    assert verify(project.folder) == ()


def test_a_first_set_that_came_to_nothing_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = new_project(tmp_path, board_of(card_slide("un")))

    def refuse(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("renderer.publish.write.publish", refuse)
        assert project.render().code == 130
    assert list((project.root / "out").iterdir()) == []


def test_two_films_at_once_stop_as_one_does(tmp_path: Path) -> None:
    project = new_project(tmp_path, long_board())
    other = project.path.with_name("autre.yaml")
    other.write_text(project.path.read_text("utf-8").replace(SLUG, "autre-film"), "utf-8")
    place = ("--cache", project.cache, "--out", project.root / "out")
    made = start(ROOT / "make_video.py", "render", project.path, other, *TINY, *place)
    while made.poll() is None and not list((project.cache / "sound").glob(".making-*")):
        time.sleep(0.01)
    stopped(made, signal.SIGINT)
    assert left_behind(project) == []


def test_the_first_process_of_a_container_hears_sigterm(tmp_path: Path) -> None:
    alone = ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc")
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], check=False).returncode:
        pytest.skip("no process namespace may be made here")
    project = new_project(tmp_path, long_board())
    words = [sys.executable, ROOT / "make_video.py", "render", project.path, *TINY]
    words += ["--cache", project.cache, "--out", project.root / "out"]
    # The shell becomes the render, which so is process 1; its number outside is told by /proc.
    made = subprocess.Popen(
        [*alone, *map(str, words)], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while made.poll() is None and not list((project.cache / "sound").glob(".making-*")):
        time.sleep(0.01)
    children = Path(f"/proc/{made.pid}/task/{made.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGTERM)
    _, err = made.communicate(timeout=300)
    assert made.returncode == 143, err
    assert left_behind(project) == []


def test_what_is_ignored_stays_ignored(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_saying(WORDS["un"]))
    code = "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    code += "from renderer.cli import main; sys.argv[0] = 'make_video.py'; sys.exit(main())"
    words = ["render", project.path, *TINY, "--cache", project.cache]
    words += ["--out", project.root / "out"]
    made = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until_spoken(made)
    made.send_signal(signal.SIGHUP)
    _, err = made.communicate(timeout=300)
    assert made.returncode == 0, err


@pytest.mark.parametrize("lost", ["cache", "out"])
def test_a_folder_removed_while_the_film_is_put_together_is_told(
    films: tuple[Project, dict[str, Film]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lost: str,
) -> None:
    import renderer.encoding.assemble

    project = Project(root=Path(shutil.copytree(films[0].root, tmp_path / "project")))
    project.write(board_saying("Des mots tout neufs."))
    join = renderer.encoding.assemble.join

    def late(*words: Any) -> None:
        shutil.rmtree(project.root / lost)
        join(*words)

    with monkeypatch.context() as patch:
        patch.setattr(renderer.encoding.assemble, "join", late)
        outcome = project.render()
    assert outcome.code == 1
    assert re.search(r"was removed (from the cache )?while the film was being put", outcome.err)
    assert "render again" in outcome.err
    project.rendered()
    assert verify(project.folder) == ()


def test_two_renders_of_one_project_at_once_both_succeed(
    films: tuple[Project, dict[str, Film]], tmp_path: Path
) -> None:
    project = new_project(tmp_path, board_saying(WORDS["deux"]))
    both = [render(project), render(project)]
    for made in both:
        out, err = made.communicate(timeout=300)
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


def test_a_stop_that_falls_into_a_finalizer_leaves_no_traceback_and_is_not_lost() -> None:
    code = """
import os, signal, weakref
from renderer.cli.signals import Signals
from renderer.cancellation import Stopped, stop_point
signals = Signals("stopping\\n")
class Thing: ...
thing = Thing()
ear = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.SIGTERM))
del thing
try:
    stop_point()
except Stopped as stopped:
    print(stopped.signal)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert (done.stdout.strip(), done.stderr) == (str(int(signal.SIGTERM)), "stopping\n")
