"""Names, file systems and clocks met elsewhere: the same film, or a clear refusal."""

from __future__ import annotations

import os
import shutil
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import renderer.store.cache
from renderer.publish.verify import verify
from renderer.store.locations import open_cache
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

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    board = board_of(card_slide("carton"), photo_slide("quai"))
    project = new_project(tmp_path_factory.mktemp("places"), board)
    assert project.render().code == 0
    return project.root


@pytest.fixture
def project(rendered: Path, tmp_path: Path) -> Project:
    return Project(root=Path(shutil.copytree(rendered, tmp_path / "project")))


@pytest.mark.parametrize(("written", "on_disk"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_picture_named_in_the_other_composition_is_found_and_shown(
    tmp_path: Path, written: str, on_disk: str
) -> None:
    name = "plage à l'été.jpg"
    board = board_of(photo_slide("quai", unicodedata.normalize(written, name)))  # type: ignore[arg-type]
    project = new_project(tmp_path, board)
    draw_photo(project.media / unicodedata.normalize(on_disk, name))  # type: ignore[arg-type]
    assert project.rendered()["changed"]
    assert verify(project.folder) == ()


def test_names_as_long_as_a_file_system_holds_render(tmp_path: Path) -> None:
    picture = "é" * 125 + "p.jpg"
    assert len(picture.encode()) == 255
    board = board_of(photo_slide("q" * 64, picture, caption="Le quai"), slug="s" * 64)
    project = new_project(tmp_path / ("d" * 255), board)
    draw_photo(project.media / picture)
    outcome = project.render("--json")
    assert outcome.code == 0, outcome.err
    assert verify(project.root / "out" / ("s" * 64)) == ()


def test_a_name_longer_than_any_file_system_holds_is_a_mistake_with_its_line(
    tmp_path: Path,
) -> None:
    project = new_project(tmp_path, board_of(photo_slide("quai", "x" * 300 + ".jpg")))
    outcome = project.render()
    assert (outcome.code, outcome.out) == (2, "")
    assert f"{project.path}:" in outcome.err
    assert "Traceback" not in outcome.err


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system."""
    if not MEMORY.is_dir() or MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("this machine has one file system only")
    folder = MEMORY / f"recit-tests-{os.getpid()}-{tmp_path.name}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("what", ["cache", "out"])
def test_cache_and_output_on_two_file_systems_give_the_same_film(
    project: Project, elsewhere: Path, what: str
) -> None:
    places = {"cache": project.root / "new" / "cache", "out": project.root / "new" / "out"}
    places[what] = elsewhere / what
    for _ in ("made", "reused"):
        outcome = project.render(**places)
        assert outcome.code == 0, outcome.err
    film = places["out"] / SLUG / "film.mp4"
    assert seen_and_heard(film) == seen_and_heard(project.film)
    assert verify(film.parent) == ()


def test_a_clock_that_jumps_back_a_day_in_the_middle_costs_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen_and_heard(project.film)
    shutil.rmtree(project.cache)
    now, calls = time.time, [0]

    def jumping() -> float:
        calls[0] += 1
        return now() - (86_400 if calls[0] % 2 else 0)

    with monkeypatch.context() as patch:
        patch.setattr(time, "time", jumping)
        assert project.render().code == 0
    assert seen_and_heard(project.film) == before
    assert project.rendered()["changed"] is False
    assert verify(project.folder) == ()


@pytest.mark.parametrize("date", [0, 2**31], ids=["1970", "2038"])
def test_files_dated_in_1970_or_2038_are_used_like_any(project: Project, date: int) -> None:
    for path in [*project.cache.rglob("*"), *project.media.rglob("*"), project.path]:
        os.utime(path, (date, date))
    told = project.rendered()
    assert told["sentences"]["made"] == 0
    assert told["films"][0]["segments"]["made"] == 0
    assert run("clean", "--cache", project.cache, "--older-than", "30").code == 0
    assert verify(project.folder) == ()


def test_no_two_names_differ_only_in_case(project: Project) -> None:
    """So a cache or a set copied to Windows, to macOS or to a USB stick stays whole."""
    for folder in (project.cache, project.folder):
        names = [path.relative_to(folder).as_posix() for path in folder.rglob("*")]
        assert names
        assert len({name.casefold() for name in names}) == len(names)


def test_an_entry_dropped_between_being_found_and_being_read_costs_a_message_at_most(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen_and_heard(project.film)
    shutil.rmtree(project.root / "out")
    find = renderer.store.cache.Cache.find
    dropped: list[str] = []

    def find_and_lose(
        self: renderer.store.cache.Cache, kind: str, key: str
    ) -> renderer.store.cache.Entry | None:
        entry = find(self, kind, key)
        if entry is not None and kind == "segment" and not dropped:
            dropped.append(key)
            self.drop(kind, key)
        return entry

    with monkeypatch.context() as patch:
        patch.setattr(renderer.store.cache.Cache, "find", find_and_lose)
        outcome = project.render()
    assert dropped
    assert outcome.code in (0, 1)
    assert "Traceback" not in outcome.err
    assert project.film.exists() == (outcome.code == 0)
    project.rendered()
    assert seen_and_heard(project.film) == before


def test_entries_of_another_layout_are_never_read(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen_and_heard(project.film)
    monkeypatch.setattr(renderer.store.cache, "LAYOUT", renderer.store.cache.LAYOUT + 1)
    told = project.rendered()
    assert told["sentences"]["reused"] == 0
    assert told["films"][0]["segments"]["reused"] == 0
    assert seen_and_heard(project.film) == before


LOCKED_OUT = """
import ctypes, os, sys
# Root may read anything; without CAP_DAC_OVERRIDE (1) and CAP_DAC_READ_SEARCH (2) it may not.
if os.geteuid() == 0:
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
MAIN = "import sys; from renderer.cli import main; raise SystemExit(main(sys.argv[1:]))"


@pytest.mark.skipif(sys.platform != "linux", reason="drops a capability of Linux")
@pytest.mark.parametrize("what", ["picture", "folder", "storyboard"])
def test_what_may_not_be_read_is_named(project: Project, what: str) -> None:
    victim = {
        "picture": project.media / "un.jpg",
        "folder": project.media,
        "storyboard": project.path,
    }[what]
    before = seen_and_heard(project.film)
    mode = victim.stat().st_mode
    victim.chmod(0)
    try:
        place = ("--cache", project.cache, "--out", project.root / "out")
        made = start("-c", LOCKED_OUT, "-c", MAIN, "render", project.path, *TINY, *place)
        out, err = made.communicate(timeout=120)
        if os.access(victim, os.R_OK) and os.geteuid() != 0:
            pytest.skip("this user may read anything")
    finally:
        victim.chmod(mode)
    assert made.returncode in (1, 2), err
    assert out == ""
    assert "Traceback" not in err
    name = "un.jpg" if what != "storyboard" else str(project.path)
    assert name in err
    assert seen_and_heard(project.film) == before


def test_a_cache_is_opened_by_its_own_folder_only(project: Project) -> None:
    """Guards the fixture: what these tests date, drop and forget is what a render reads."""
    assert any(open_cache(str(project.cache), project.cache).stored())
