"""The swap is killed for real: a child process ends at its n-th file operation, for every n."""

import errno
import os
import shutil
import stat
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from filelock import FileLock

from renderer.errors import PublishError
from renderer.publish import swap_and_rollback
from renderer.publish.swap_and_rollback import (
    Member,
    last_published,
    moment_after,
    publish,
    publishing,
    read_state,
    roll_back,
    store,
)

OLD = {"film.mp4": b"old film", "captions.fr.vtt": b"old words", "embed.html": b"old page"}
NEW = {"film.mp4": b"new film", "captions.fr.vtt": b"new words", "embed.html": b"new page"}


def put(folder: Path, contents: dict[str, bytes]) -> bool:
    with publishing(folder):
        members: dict[str, Member] = {
            name: store(folder, name, content, loaded_by_pages=not name.endswith(".html"))
            for name, content in contents.items()
        }
        return publish(folder, members)


def shown(folder: Path, names: dict[str, bytes]) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names}


def test_a_first_set_shows_every_name(tmp_path: Path) -> None:
    assert put(tmp_path, OLD)
    assert shown(tmp_path, OLD) == OLD


def test_a_second_set_replaces_the_first_and_keeps_it_for_rollback(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    assert put(tmp_path, NEW)
    assert shown(tmp_path, NEW) == NEW
    roll_back(tmp_path)
    assert shown(tmp_path, OLD) == OLD
    roll_back(tmp_path)
    assert shown(tmp_path, NEW) == NEW


def test_what_a_rollback_shows_is_never_older_than_what_it_replaces(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    os.utime(tmp_path / "embed.html", (1_000_000_000, 1_000_000_000))
    put(tmp_path, NEW)
    shown_since = (tmp_path / "embed.html").stat().st_mtime
    roll_back(tmp_path)
    assert (tmp_path / "embed.html").stat().st_mtime >= shown_since


def test_a_third_set_lets_the_first_go(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    put(tmp_path, NEW)
    put(tmp_path, {**NEW, "film.mp4": b"newer film"})
    kept = [path.read_bytes() for path in (tmp_path / "media").iterdir()]
    assert sorted(kept) == [b"new film", b"new words", b"newer film"]


def test_publishing_the_same_set_again_moves_nothing_and_keeps_the_way_back(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    put(tmp_path, NEW)
    before = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in tmp_path.rglob("*.*")}
    assert not put(tmp_path, NEW)
    assert before == {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in tmp_path.rglob("*.*")}
    roll_back(tmp_path)
    assert shown(tmp_path, OLD) == OLD


def test_a_name_the_new_set_lacks_disappears_and_comes_back_with_a_rollback(tmp_path: Path) -> None:
    put(tmp_path, {**OLD, "film-9x16.mp4": b"tall"})
    put(tmp_path, OLD)
    assert not (tmp_path / "film-9x16.mp4").exists()
    roll_back(tmp_path)
    assert (tmp_path / "film-9x16.mp4").read_bytes() == b"tall"


def test_files_that_others_put_beside_the_set_stay(tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_text("mine")
    put(tmp_path, OLD)
    put(tmp_path, NEW)
    assert (tmp_path / "robots.txt").read_text() == "mine"


def test_a_damaged_file_is_made_good_by_publishing_again(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    (tmp_path / "film.mp4").write_bytes(b"overwritten in place")
    put(tmp_path, OLD)
    assert shown(tmp_path, OLD) == OLD
    assert next((tmp_path / "media").glob("film.*")).read_bytes() == b"old film"


def test_without_hard_links_the_set_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    put(tmp_path, OLD)
    put(tmp_path, NEW)
    assert shown(tmp_path, NEW) == NEW


def test_rolling_back_without_an_earlier_set_says_so(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="no earlier set") as error:
        roll_back(tmp_path)
    assert error.value.code == "earlier-set-missing"
    put(tmp_path, OLD)
    with pytest.raises(PublishError, match="no earlier set"):
        roll_back(tmp_path)


def test_rolling_back_to_a_set_with_a_lost_file_changes_nothing(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    put(tmp_path, NEW)
    state = read_state(tmp_path)
    assert state is not None
    assert state.previous is not None
    (tmp_path / state.previous["film.mp4"]).unlink()
    with pytest.raises(PublishError, match=r"film\.[0-9a-f]+\.mp4 is gone"):
        roll_back(tmp_path)
    assert shown(tmp_path, NEW) == NEW


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3])


def rewritten(path: Path) -> None:
    path.write_bytes(bytes(reversed(path.read_bytes())))


def made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def made_a_link(path: Path) -> None:
    elsewhere = path.parent.parent.with_name("elsewhere")
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


@pytest.mark.parametrize("name", sorted(OLD))
@pytest.mark.parametrize("harm", [truncated, rewritten, made_a_folder, made_a_link, Path.unlink])
def test_a_set_that_is_no_longer_as_it_was_published_is_never_shown_again(
    tmp_path: Path, harm: Callable[[Path], None], name: str
) -> None:
    folder = tmp_path / "set"
    put(folder, OLD)
    put(folder, NEW)
    state = read_state(folder)
    assert state is not None
    assert state.previous is not None
    home = state.previous[name]
    harm(folder / home)
    with pytest.raises(PublishError, match=f"is not whole: {home}") as error:
        roll_back(folder)
    assert error.value.code == "set-damaged"
    assert shown(folder, NEW) == NEW
    assert read_state(folder) == state


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"current": {"a.mp4": "../../etc/passwd"}, "previous": {}}',
        '{"current": {"../a.mp4": "media/a.mp4"}, "previous": {}}',
        '{"current": {"a.mp4": "media/.."}, "previous": {}}',
        '{"current": {"a\\\\b": "media/a.mp4"}, "previous": {}}',
    ],
)
def test_a_state_that_is_damaged_or_leaves_the_folder_counts_as_none(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / ".sets").mkdir()
    (tmp_path / ".sets" / "state.json").write_text(text)
    assert read_state(tmp_path) is None
    put(tmp_path, OLD)
    assert shown(tmp_path, OLD) == OLD


def test_two_renders_do_not_publish_into_one_folder_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, OLD)
    monkeypatch.setattr(swap_and_rollback, "LOCK_SECONDS", 0.05)
    with (
        FileLock(tmp_path / ".sets" / "lock"),
        pytest.raises(PublishError, match="another render is publishing") as error,
    ):
        put(tmp_path, NEW)
    assert error.value.code == "folder-busy"
    assert shown(tmp_path, OLD) == OLD


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(PublishError, match=r"can't write into .*out.*untouched") as error:
        put(tmp_path / "out", OLD)
    assert error.value.code == "writing-refused"


def test_a_full_disk_is_told_from_one_that_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, code in ((errno.ENOSPC, "disk-full"), (errno.EACCES, "writing-refused")):
        refusal = OSError(number, "in the system's own words")
        monkeypatch.setattr(swap_and_rollback, "_put", Mock(side_effect=refusal))
        with pytest.raises(PublishError, match=r"can't write .*untouched") as error:
            put(tmp_path, OLD)
        assert error.value.code == code
        assert "own words" not in str(error.value)


class Step:
    """Counts the swap's file operations, and does something before the n-th."""

    def __init__(self, at: int, act: Callable[[], None]) -> None:
        self.count, self.at, self.act = 0, at, act

    def wrap(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            if self.count == self.at:
                self.act()
            return real(*args, **kwargs)

        return counted


def interrupt(patch: pytest.MonkeyPatch, at: int, act: Callable[[], None]) -> Step:
    step = Step(at, act)
    for name in ("replace", "unlink", "write_bytes", "mkdir"):
        patch.setattr(Path, name, step.wrap(getattr(Path, name)))
    for name in ("link", "fsync", "utime"):
        patch.setattr(os, name, step.wrap(getattr(os, name)))
    patch.setattr(shutil, "copyfile", step.wrap(shutil.copyfile))
    return step


def count_steps(folder: Path, doing: Callable[[], Any]) -> int:
    with pytest.MonkeyPatch.context() as patch:
        step = interrupt(patch, -1, lambda: None)
        doing()
    return step.count


def killed_at(step: int, doing: Callable[[], Any]) -> None:
    """Run *doing* in a child that ends without clean-up before its file operation *step*."""
    child = os.fork()
    if child == 0:
        with pytest.MonkeyPatch.context() as patch:
            interrupt(patch, step, lambda: os._exit(9))
            doing()
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 9


def error_of(doing: Callable[[], Any]) -> str:
    """What *doing* says went wrong; empty when a step failed that it could do without."""
    try:
        doing()
    except PublishError as error:
        return str(error)
    return ""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # other tests leave threads
def test_killed_before_any_step_the_folder_shows_one_whole_set(tmp_path: Path) -> None:
    rehearsal = tmp_path / "rehearsal"
    put(rehearsal, OLD)
    steps = count_steps(rehearsal, lambda: put(rehearsal, NEW))
    assert steps > 20
    for step in range(1, steps + 1):
        folder = tmp_path / str(step)
        put(folder, OLD)
        killed_at(step, partial(put, folder, NEW))
        page = (folder / "embed.html").read_bytes()
        assert page in (OLD["embed.html"], NEW["embed.html"])
        homes = {path.read_bytes() for path in (folder / "media").glob("[!.]*")}
        wanted = OLD if page == OLD["embed.html"] else NEW
        assert {wanted["film.mp4"], wanted["captions.fr.vtt"]} <= homes
        if page == NEW["embed.html"]:
            assert shown(folder, NEW) == NEW
        put(folder, NEW)
        assert shown(folder, NEW) == NEW
        roll_back(folder)
        assert shown(folder, OLD) == OLD
        assert not list(folder.rglob(".making-*"))


def test_a_disk_that_fails_at_any_step_leaves_one_whole_set_and_a_clear_error(
    tmp_path: Path,
) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    rehearsal = tmp_path / "rehearsal"
    put(rehearsal, OLD)
    steps = count_steps(rehearsal, lambda: put(rehearsal, NEW))
    for step in range(1, steps + 1):
        folder = tmp_path / str(step)
        put(folder, OLD)
        with pytest.MonkeyPatch.context() as patch:
            interrupt(patch, step, fail)
            error = error_of(partial(put, folder, NEW))
        page = (folder / "embed.html").read_bytes()
        assert page in (OLD["embed.html"], NEW["embed.html"])
        assert "no space left on device" in error or shown(folder, NEW) == NEW
        put(folder, NEW)
        assert shown(folder, NEW) == NEW


def modes_under(folder: Path) -> dict[str, int]:
    """What may be done with all that pages and links lead to, by its path."""
    seen = [folder, *(path for path in folder.rglob("*") if ".sets" not in path.parts)]
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in seen}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize(("umask", "more"), [(0o077, 0), (0o027, 0), (0o002, 0o020)])
def test_what_is_shown_can_be_read_by_a_web_server_whatever_the_umask(
    tmp_path: Path, umask: int, more: int
) -> None:
    folder = tmp_path / "set"
    before = os.umask(umask)
    try:
        put(folder, OLD)
        put(folder, {**NEW, "publication/youtube.txt": b"new text"})
        modes = modes_under(folder)
        roll_back(folder)
        # As versions left it that knew no better.
        for name in (".", "media", "film.mp4"):
            (folder / name).chmod(0o700)
        put(folder, OLD)
    finally:
        os.umask(before)
    assert {name for name in modes if "." not in name} == {"media", "publication"}
    for name, mode in modes.items():
        place = name == "." or "." not in name
        assert mode == (0o755 | more if place else 0o644 | more), name
    mended = modes_under(folder)
    assert [mended[name] for name in (".", "media", "film.mp4")] == [0o755, 0o755, 0o744]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_disk_without_modes_stops_no_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "chmod", Mock(side_effect=PermissionError(errno.EPERM, "no")))
    before = os.umask(0o077)
    try:
        assert put(tmp_path / "set", OLD)
    finally:
        os.umask(before)
    assert shown(tmp_path / "set", OLD) == OLD


def test_a_clock_that_was_set_back_hides_no_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which edition came last, and whether a server's copy is old, are told by moments."""
    french, english = tmp_path / "film", tmp_path / "film.en"

    def put_at(folder: Path, contents: dict[str, bytes]) -> None:
        with publishing(folder):
            members = {n: store(folder, n, c, loaded_by_pages=True) for n, c in contents.items()}
            publish(folder, members, moment_after((french, english)))

    for folder in (french, english):
        put_at(folder, OLD)
    put_at(english, NEW)
    dated = (french / "film.mp4").stat().st_mtime
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000_000_000_000)
    put_at(french, NEW)
    assert last_published([french, english]) == [french]
    assert (french / "film.mp4").stat().st_mtime >= dated + 1
    roll_back(french, moment_after((french, english)))
    assert shown(french, OLD) == OLD
    assert (french / "film.mp4").stat().st_mtime >= dated + 2
    assert last_published([french, english]) == [french]
