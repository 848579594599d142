"""Drafts: whole or gone, known by their makers; and what a disk must be able to do."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from renderer.errors import PublishError
from renderer.files import atomic
from renderer.files.atomic import PREFIX, draft_folder, draft_name, drafted, sweep, sync
from renderer.files.disk import lacking
from renderer.production.publication.release import check_cache, check_place
from renderer.store import cache_folder
from renderer.store.cache import Cache
from tests.production.projects import ROOT, board_of, card_slide, new_project, run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and locks of POSIX")


def test_a_draft_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with drafted(tmp_path / "a.txt") as draft:
        draft.write_text("whole")
        assert not (tmp_path / "a.txt").exists()
    with pytest.raises(ValueError, match="half"), drafted(tmp_path / "a.txt") as draft:  # noqa: PT012
        draft.write_text("half")
        raise ValueError("half-way")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.txt", "whole")]


def died(folder: Path) -> None:
    """Leave in *folder* what a process leaves that is killed while it writes."""
    code = (
        "import sys, os, signal; from pathlib import Path; from renderer.files.atomic import *\n"
        "with draft_folder(Path(sys.argv[1])) as bench, drafted(Path(sys.argv[1], 'a')) as one:\n"
        "    (bench / 'film').write_bytes(b'half'); one.write_bytes(b'half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list(folder.glob(f"{PREFIX}*"))) == 2


def test_what_a_killed_maker_left_goes_at_once_and_what_is_being_made_stays(tmp_path: Path) -> None:
    died(tmp_path)
    with draft_folder(tmp_path) as bench, drafted(tmp_path / "b") as draft:
        draft.write_bytes(b"being made")
        assert sweep(tmp_path) == 2
        assert bench.is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_maker_of_another_machine_is_given_a_day(tmp_path: Path) -> None:
    strange = tmp_path / f"{PREFIX}00000000-{2**22}-1-aa"
    strange.write_bytes(b"half")
    assert sweep(tmp_path) == 0
    os.utime(strange, (time.time() - 90_000,) * 2)
    assert sweep(tmp_path) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc")
def test_a_number_given_again_is_not_the_maker(tmp_path: Path) -> None:
    mine = draft_name()
    other = mine.replace(f"-{os.getpid()}-{atomic._born(os.getpid())}-", f"-{os.getpid()}-1-")
    assert other != mine
    for name in (mine, other):
        (tmp_path / name).write_bytes(b"half")
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [mine]


def test_the_next_render_clears_away_what_a_killed_one_left(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("un")))
    project.rendered()
    project.write(board_of(card_slide("deux")))
    for folder in (project.root / "out", project.folder, project.cache, project.cache / "segment"):
        died(folder)
    project.rendered()
    assert not list(project.root.rglob(f"{PREFIX}*"))
    died(project.cache / "take")
    assert run("clean", "--cache", project.cache, "--yes").code == 0
    assert not list(project.root.rglob(f"{PREFIX}*"))


# What disks lack


def refusing(code: int) -> object:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return refuse


LACKED = [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL]


@pytest.mark.parametrize("code", LACKED, ids=errno.errorcode.get)
def test_a_disk_without_locks_is_told_before_anything_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    project = new_project(tmp_path)
    monkeypatch.setattr(fcntl, "flock", refusing(code))
    outcome = project.render()
    assert (outcome.code, outcome.out) == (1, "")
    assert "has no locks" in outcome.err
    assert "--out" in outcome.err
    assert not project.cache.exists()
    found = run("doctor", "--offline", "--cache", project.cache, "--out", project.root / "out")
    assert found.code == 1
    assert "✗ output: the disk of" in found.out


@pytest.mark.parametrize("code", [*LACKED[1:], errno.ENOTSUP], ids=errno.errorcode.get)
def test_a_disk_that_cannot_sync_is_published_on_and_told_by_doctor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    project = new_project(tmp_path, board_of(card_slide("un")))
    monkeypatch.setattr(os, "fsync", refusing(code))
    project.rendered()
    assert [lack.fatal for lack in lacking(project.root)] == [False]


def test_a_disk_that_fails_to_sync_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"a")
    monkeypatch.setattr(os, "fsync", refusing(errno.EIO))
    with pytest.raises(OSError, match="Input/output"):
        sync(tmp_path / "a")


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EPERM, errno.EEXIST])
def test_a_disk_that_cannot_replace_is_told_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(Path, "replace", refusing(code))
    with pytest.raises(PublishError, match=r"can't replace a file.*with --out"):
        check_place(tmp_path / "out" / "film")
    with pytest.raises(PublishError, match=r"can't replace a file.*with --cache"):
        check_cache(Cache(tmp_path / "cache"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["film.mp4/", "embed.html/inside/", "captions.fr.vtt/", "media", ".sets"]
)
def test_what_no_set_could_replace_is_told_before_any_work(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "film"
    folder.mkdir()
    place = folder / name
    if name.endswith("/"):
        place.mkdir(parents=True)
    else:
        place.write_bytes(b"a file")
    taken = folder / name.partition("/")[0]
    with pytest.raises(PublishError, match="where a set is published: move it away") as refused:
        check_place(folder)
    assert str(refused.value).startswith(str(taken))
    assert refused.value.code == "folder-expected"


def test_what_somebody_put_beside_a_set_is_in_nobodys_way(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    for name in ("media", ".sets", "publication", "notes", ".git"):
        (folder / name).mkdir(parents=True)
    (folder / "notes.txt").write_bytes(b"a file")
    check_place(folder)


def test_a_folder_of_caches_that_is_no_absolute_path_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As the XDG Base Directory Specification has it; else each folder would get a cache."""
    monkeypatch.delenv("RECIT_CACHE", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", "/chez/moi")
    monkeypatch.setenv("XDG_CACHE_HOME", "caches")
    assert cache_folder() == Path("/chez/moi/.cache/recit")
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert cache_folder() == Path("/caches/recit")
