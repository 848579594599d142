"""A file that is edited loses nothing: to another editor, a damaged journal, a link elsewhere."""

from __future__ import annotations

import multiprocessing
import os
import random
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.editing.edited_file import (
    GONE_MS,
    PRIVATE,
    Conflict,
    EditedFile,
    FileReading,
)
from renderer.editing.journal import TOGETHER_MS, History, Note, Step, text_digest
from renderer.errors import UsageError


def desk(folder: Path, text: str = "title: Un\n") -> EditedFile:
    path = folder / "film.yaml"
    path.write_bytes(text.encode("utf-8"))
    return EditedFile(path, folder)


def note(at_ms: int = 0, label: str = "", group: str = "") -> Note:
    return Note(at_ms=at_ms, label=label, group=group)


def saved(
    file: EditedFile, text: str, at_ms: int = 0, label: str = "", group: str = ""
) -> FileReading:
    return file.save(text, based_on=file.read().digest, note=note(at_ms, label, group))


@pytest.mark.parametrize("text", ["\ufeffa: é\r\nb: 1", "a: 1\rb: 2", "a: \u2028", ""])
def test_a_file_that_is_read_and_saved_is_the_same_to_the_byte(tmp_path: Path, text: str) -> None:
    file = desk(tmp_path, text)
    before = file.path.stat()
    assert saved(file, file.read().text).text == text
    assert file.path.read_bytes() == text.encode("utf-8")
    assert file.path.stat().st_mtime_ns == before.st_mtime_ns
    assert file.history() == History()


def test_a_file_that_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    file = desk(tmp_path)
    based_on = file.read().digest
    file.path.write_text("title: Deux\n", encoding="utf-8")
    with pytest.raises(Conflict) as refused:
        file.save("title: Trois\n", based_on=based_on, note=note())
    assert refused.value.code == "file-changed"
    assert refused.value.mine == "title: Trois\n"
    assert refused.value.theirs == file.read()
    assert file.path.read_text(encoding="utf-8") == "title: Deux\n"
    with pytest.raises(Conflict):
        file.undo(based_on=based_on, note=note())


def test_a_change_that_comes_while_it_is_written_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = desk(tmp_path)

    def meanwhile(_: Path) -> None:
        file.path.write_text("title: Autre\n", encoding="utf-8")

    monkeypatch.setattr("renderer.editing.edited_file.sync", meanwhile)
    with pytest.raises(Conflict):
        saved(file, "title: Deux\n")
    assert file.path.read_text(encoding="utf-8") == "title: Autre\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [PRIVATE, "film.yaml"]


def test_what_was_done_is_undone_and_done_again_after_a_restart(tmp_path: Path) -> None:
    desk(tmp_path)
    for number, text in enumerate(("title: Deux\n", "title: Deux\nslug: x\n", "slug: x\n")):
        saved(EditedFile(tmp_path / "film.yaml", tmp_path), text, number * 10_000, f"step {number}")
    file = EditedFile(tmp_path / "film.yaml", tmp_path)
    assert file.history().undo_label == "step 2"
    texts = []
    while (undone := file.undo(based_on=file.read().digest, note=note(50_000))) is not None:
        texts.append(undone.text)
        file = EditedFile(tmp_path / "film.yaml", tmp_path)
    assert texts == ["title: Deux\nslug: x\n", "title: Deux\n", "title: Un\n"]
    assert file.history().redo_label == "step 0"
    assert file.redo(based_on=file.read().digest, note=note(60_000)) is not None
    assert file.read().text == "title: Deux\n"
    saved(file, "title: Trois\n", 70_000, "new")
    assert file.history().redo_label is None
    assert file.history().undo_label == "new"


def test_letters_typed_one_after_the_other_are_undone_together(tmp_path: Path) -> None:
    file = desk(tmp_path, "a: \n")
    for number, text in enumerate(("a: m\n", "a: me\n", "a: mer\n")):
        saved(file, text, number * TOGETHER_MS, "typing", "slides/a")
    saved(file, "a: mers\n", 2 * TOGETHER_MS + TOGETHER_MS + 1, "typing", "slides/a")
    saved(file, "a: mers!\n", 2 * TOGETHER_MS + TOGETHER_MS + 2, "typing", "slides/b")
    texts = [file.undo(based_on=file.read().digest, note=note()) for _ in range(4)]
    assert [undone and undone.text for undone in texts] == ["a: mers\n", "a: mer\n", "a: \n", None]


def test_what_somebody_else_changed_is_never_taken_back(tmp_path: Path) -> None:
    file = desk(tmp_path)
    saved(file, "title: Deux\n")
    file.path.write_text("title: Deux, bis\n", encoding="utf-8")
    assert file.history() == History()
    assert file.undo(based_on=file.read().digest, note=note()) is None
    saved(file, "title: Trois\n", label="mine")
    file.undo(based_on=file.read().digest, note=note())
    assert file.read().text == "title: Deux, bis\n"
    assert file.history().undo_label is None


def test_the_journal_can_be_lost_or_damaged(tmp_path: Path) -> None:
    file = desk(tmp_path, "0")
    for number in range(1, 30):
        saved(file, str(number), number)
    journal = next((tmp_path / PRIVATE).glob("*.journal"))
    whole = journal.read_bytes()
    dice = random.Random(5)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 3)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        journal.write_bytes(bytes(damaged[: dice.randrange(len(damaged))]))
        history = file.history()
        undone = history.undo(file.read().text)
        assert undone in (None, "28")
        assert len(history.done) < 30
    journal.write_bytes(whole + b"torn")
    saved(file, "30", 30)
    assert len(file.history().done) == 30
    journal.unlink()
    assert file.history() == History()
    saved(file, "31", 31)
    assert file.history().undo(file.read().text) == "30"


def test_the_journal_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("renderer.editing.edited_file.JOURNAL_BYTES", 4_000)
    file = desk(tmp_path, "0")
    for number in range(1, 200):
        saved(file, str(number), number)
    journal = next((tmp_path / PRIVATE).glob("*.journal"))
    assert journal.stat().st_size < 5_000
    assert 5 < len(file.history().done) < 30
    assert file.history().undo("199") == "198"
    saved(file, "x" * 2_000_000, 300)
    assert journal.stat().st_size < 5_000
    assert file.history() == History()


TEXTS = st.text(alphabet="abé\r\n\ufeff🎬 ", max_size=12)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(doings=st.lists(st.one_of(TEXTS, st.sampled_from([-1, 1])), max_size=14))
def test_undo_and_redo_walk_through_what_there_was(
    doings: list[str | int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = desk(tmp_path_factory.mktemp("undo"), "a")
    texts, at = ["a"], 0
    for number, doing in enumerate(doings):
        based_on = file.read().digest
        if isinstance(doing, str):
            file.save(doing, based_on=based_on, note=note(number))
            if doing != texts[at]:
                texts[at + 1 :] = [doing]
                at += 1
        else:
            go = file.undo if doing < 0 else file.redo
            there = 0 <= at + doing < len(texts)
            assert (go(based_on=based_on, note=note(number)) is not None) == there
            at += doing if there else 0
        assert file.read().text == texts[at]


@given(old=TEXTS, new=TEXTS)
def test_a_step_and_its_line_are_the_same(old: str, new: str) -> None:
    step = Step.of("edit", old, new, Note(at_ms=5, who="Zoé", label="l\n'x", group="g"))
    assert step.redone(old) == new
    assert step.undone(new) == old
    assert step.line().count(b"\n") == 1
    assert Step.read(step.line().rstrip(b"\n")) == step
    assert History.of([step.line().rstrip(b"\n")], text_digest(new)).undo(new) == old


def test_permissions_and_the_link_to_a_file_stay(tmp_path: Path) -> None:
    file = desk(tmp_path)
    file.path.chmod(0o640)
    link = tmp_path / "lien.yaml"
    link.symlink_to("film.yaml")
    saved(EditedFile(link, tmp_path), "title: Deux\n")
    assert link.is_symlink()
    assert file.read().text == "title: Deux\n"
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o640
    assert file.history().undo_label == ""


@pytest.mark.parametrize(
    "kind", ["link", "folder link", "climbing", "folder", "pipe", "nothing", "nul"]
)
def test_nothing_outside_the_project_is_read_or_written(tmp_path: Path, kind: str) -> None:
    root, outside = tmp_path / "project", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    secret = outside / "film.yaml"
    secret.write_text("secret", encoding="utf-8")
    path = root / "film.yaml"
    if kind == "link":
        path.symlink_to(secret)
    elif kind == "folder link":
        (root / "dossier").symlink_to(outside)
        path = root / "dossier" / "film.yaml"
    elif kind == "climbing":
        path = root / ".." / "outside" / "film.yaml"
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "nul":
        path = root / "film\0.yaml"
    file = EditedFile(path, root)
    with pytest.raises(UsageError) as refused:
        file.read()
    assert refused.value.code == "file-unreadable"
    with pytest.raises(UsageError):
        file.save("x", based_on=text_digest("secret"), note=note())
    assert secret.read_text(encoding="utf-8") == "secret"
    assert sorted(each.name for each in outside.iterdir()) == ["film.yaml"]


def test_a_link_put_in_the_place_of_a_file_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "project"
    root.mkdir()
    secret = tmp_path / "secret"
    secret.write_text("title: Un\n", encoding="utf-8")  # even of the very same words
    file = desk(root)
    based_on = file.read().digest

    def swap(draft: Path) -> None:
        if draft.is_file():
            file.path.unlink()
            file.path.symlink_to(secret)

    monkeypatch.setattr("renderer.editing.edited_file.sync", swap)
    with pytest.raises(UsageError):
        file.save("title: Deux\n", based_on=based_on, note=note())
    assert secret.read_text(encoding="utf-8") == "title: Un\n"


def test_links_that_a_cloned_project_brought_lead_nowhere(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    file = desk(root)
    saved(file, "title: Deux\n")
    file.here("page", "Anne", 0)
    names = [each.name for each in (root / PRIVATE).iterdir()]
    assert len(names) == 4
    for name in names:
        (root / PRIVATE / name).unlink()
        (root / PRIVATE / name).symlink_to(secret)
    saved(file, "title: Trois\n")
    file.here("page", "Anne", 0)
    assert file.history().undo("title: Trois\n") == "title: Deux\n"
    assert secret.read_text(encoding="utf-8") == "secret"


def test_a_private_folder_that_is_a_link_is_not_used(tmp_path: Path) -> None:
    root, outside = tmp_path / "project", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / PRIVATE).symlink_to(outside)
    file = desk(root)
    with pytest.raises(UsageError):
        saved(file, "title: Deux\n")
    assert not list(outside.iterdir())


def test_a_giant_text_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    file = desk(tmp_path)
    with pytest.raises(UsageError, match="MB"):
        saved(file, "x" * 20_000_001)
    assert file.read().text == "title: Un\n"
    file.path.write_bytes(b"x" * 20_000_001)
    with pytest.raises(UsageError, match="MB"):
        file.read()
    file.path.write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="UTF-8"):
        file.read()


def test_who_has_it_open_is_told_until_they_leave_or_fall_silent(tmp_path: Path) -> None:
    file = desk(tmp_path)
    assert file.here("one", "Anne", 0) == ()
    assert file.here("two", "Bachir", 1_000) == ("Anne",)
    assert file.here("one", "Anne", 2_000) == ("Bachir",)
    assert file.here("two", "Bachir", 3_000, leaves=True) == ("Anne",)
    assert file.here("one", "Anne", 4_000) == ()
    assert file.here("three", "Chloé", 4_000 + GONE_MS) == ()
    present = next((tmp_path / PRIVATE).glob("*.open"))
    for damaged in (b"", b"[", b"[1]", b'{"a": 1}', b'{"a": ["b", "c"]}', b"\xff"):
        present.write_bytes(damaged)
        assert file.here("one", "Anne", 0) == ()
    for number in range(200):
        file.here(str(number), "x", number)
    assert len(file.here("one", "Anne", 300)) < 100


def test_what_is_private_is_not_committed(tmp_path: Path) -> None:
    saved(desk(tmp_path), "title: Deux\n")
    assert (tmp_path / PRIVATE / ".gitignore").read_text(encoding="utf-8") == "*\n"


def _adds(path: Path, root: Path, letter: str) -> None:
    file = EditedFile(path, root)
    for _ in range(10):
        while True:
            now = file.read()
            try:
                file.save(now.text + letter, based_on=now.digest, note=note())
            except Conflict:
                continue
            break


def test_two_that_write_at_once_lose_nothing_of_one_another(tmp_path: Path) -> None:
    file = desk(tmp_path, "")
    writers = [
        multiprocessing.Process(target=_adds, args=(file.path, tmp_path, each)) for each in "ab"
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    assert sorted(file.read().text) == ["a"] * 10 + ["b"] * 10
    assert len(file.history().done) == 20
