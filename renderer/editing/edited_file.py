"""A file that is edited: read, saved whole, undone, and never written over somebody else's change.

    EditedFile(path, root).read() ──▶ Reading(text, digest)
    .save(text, based_on=digest, note=Note(at_ms=…)) ──▶ Reading, or Conflict with both texts
    .undo(based_on=…, note=…), .redo(…)  ──▶ Reading, or None;   .history() ──▶ History
    .here(name, who, now_ms) ──▶ names of the others who have it open

Comes in: a path in a project, texts, times. Goes out: a file that appears whole, under the same
name, link and permissions, with its bytes but for what was changed; a journal of the changes and
a word on who has it open, in the project's `.recit/`, which can be deleted at any time. Those who
save through here exclude one another, in other processes too; an editor that knows nothing of it
is seen by the digest, up to the instant before the new text takes the place of the old.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, NoReturn

from filelock import FileLock, Timeout

from renderer.editing.journal import History, Note, Step, text_digest
from renderer.errors import RecitError, UsageError
from renderer.files.atomic import drafted, sync
from renderer.messages import tr
from renderer.messages.os_errors import reason_of
from renderer.storyboard.yaml_source import MAX_BYTES

PRIVATE = ".recit"
"""The folder at a project's root for what only this machine's studio needs."""
JOURNAL_BYTES = 1_000_000
"""A journal longer than that loses its older half. Some 3,500 changes: a day of typing; it is read
at each of them, in 25 ms."""
GONE_MS = 90_000
"""Who wasn't heard of for as long has gone: pages say that they are here every 30 s."""
_PATIENCE_SECONDS = 10.0
"""How long another's saving is waited for, which takes milliseconds."""
_MOST_NAMES = 64
"""Of those who have one file open; more is no team but a fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """A file's text at one moment; it begins with the byte order mark, if the file does."""

    text: str
    digest: str


class Conflict(RecitError):
    """The file isn't what the edit was based on: both texts, for who has to choose."""

    def __init__(self, path: Path, mine: str, theirs: FileReading) -> None:
        told = tr("{path} was changed by somebody else meanwhile: nothing was written", path=path)
        super().__init__(told, code="file-changed")
        self.mine = mine
        self.theirs = theirs


class EditedFile:
    """One file of a project, edited."""

    def __init__(self, path: Path, root: Path) -> None:
        """The file at *path* of the project at *root*; neither is opened yet."""
        self.path = path
        self._root = root.resolve()
        self._private = self._root / PRIVATE

    def read(self) -> FileReading:
        """The text that stands in it now.

        Raises:
            UsageError: it is no file of the project, can't be read, or isn't UTF-8.
        """
        real = self._real()
        try:
            with real.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
            text = data.decode("utf-8")
        except (OSError, ValueError) as error:
            why = reason_of(error) if isinstance(error, OSError) else tr("it is not UTF-8")
            self._refuse(why)
        if len(data) > MAX_BYTES:
            self._refuse(tr("it is longer than {limit} MB", limit=MAX_BYTES // 1_000_000))
        return FileReading(text=text, digest=text_digest(text))

    def save(self, text: str, *, based_on: str, note: Note) -> FileReading:
        """Write *text*, made from the text called *based_on*; the same text again isn't written.

        Raises:
            Conflict: another text stands there now.
            UsageError: it is no file of the project, or can't be written.
        """
        with self._locked():
            return self._write("edit", self._checked(based_on, text), text, note)

    def mark(self, text: str, *, note: Note) -> None:
        """Note a step that changed something beside *text*, and nothing in it."""
        with self._locked():
            self._append(Step.of("edit", text, text, note))

    def undo(self, *, based_on: str, note: Note) -> FileReading | None:
        """Take the last step back; None: there is nothing to undo."""
        return self._step("undo", based_on, note)

    def redo(self, *, based_on: str, note: Note) -> FileReading | None:
        """Make again what was undone last; None: there is nothing."""
        return self._step("redo", based_on, note)

    def history(self) -> History:
        """What can be undone and redone now."""
        return History.of(self._lines(), self.read().digest)

    def _step(self, kind: Literal["undo", "redo"], based_on: str, note: Note) -> FileReading | None:
        with self._locked():
            now = self._checked(based_on, "")
            history = History.of(self._lines(), now.digest)
            text = history.undo(now.text) if kind == "undo" else history.redo(now.text)
            return None if text is None else self._write(kind, now, text, note)

    def _checked(self, based_on: str, mine: str) -> FileReading:
        now = self.read()
        if now.digest != based_on:
            raise Conflict(self.path, mine, now)
        return now

    def _write(
        self, kind: Literal["edit", "undo", "redo"], now: FileReading, text: str, note: Note
    ) -> FileReading:
        if text == now.text:
            if kind != "edit":  # of what was marked: the step is taken all the same
                self._append(Step.of(kind, text, text, note))
            return now
        data = text.encode("utf-8")
        if len(data) > MAX_BYTES:
            self._refuse(tr("it is longer than {limit} MB", limit=MAX_BYTES // 1_000_000))
        real = self._real()
        try:
            with drafted(real) as draft:
                draft.write_bytes(data)
                draft.chmod(stat.S_IMODE(real.stat().st_mode))
                sync(draft)
                self._checked(now.digest, text)  # as late as can be
            sync(real.parent)
        except OSError as error:
            self._refuse(reason_of(error))
        self._append(Step.of(kind, now.text, text, note))
        return FileReading(text=text, digest=text_digest(text))

    # Where it is.

    def _real(self) -> Path:
        """The file behind all links, which lies in the project."""
        try:
            real = Path(os.path.realpath(self.path))
            mode = real.lstat().st_mode if real.is_relative_to(self._root) else 0
        except (OSError, ValueError) as error:
            self._refuse(reason_of(error))
        if not real.is_relative_to(self._root):
            self._refuse(tr("it leads out of the project"))
        if not stat.S_ISREG(mode):
            self._refuse(tr("it is not a file"))
        return real

    def _refuse(self, why: str) -> NoReturn:
        raise UsageError(
            tr("can't edit '{path}': {why}", path=self.path, why=why), code="file-unreadable"
        )

    def _own(self, suffix: str) -> Path:
        """A name in `.recit/` that no other file of the project shares."""
        real = Path(os.path.realpath(self.path))
        name = real.relative_to(self._root).as_posix() if real.is_relative_to(self._root) else ""
        return self._in_private(f"{sha256(name.encode()).hexdigest()[:24]}{suffix}")

    def _in_private(self, name: str) -> Path:
        """A file in `.recit/`, never a link: a project that was cloned may hold one to anywhere."""
        if self._private.is_symlink():
            self._refuse(tr("it leads out of the project"))
        path = self._private / name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            path.unlink()
        return path

    def _make_private(self) -> None:
        ignore = self._in_private(".gitignore")
        self._private.mkdir(exist_ok=True)
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._make_private()
            with FileLock(self._own(".lock"), timeout=_PATIENCE_SECONDS):
                yield
        except Timeout:
            self._refuse(tr("somebody else is writing it"))
        except (OSError, ValueError) as error:
            self._refuse(reason_of(error))

    # The journal.

    def _lines(self) -> list[bytes]:
        try:
            return self._own(".journal").read_bytes().splitlines()
        except OSError:
            return []

    def _append(self, step: Step) -> None:
        """Keep *step*. That it can't be kept doesn't undo what was saved."""
        journal = self._own(".journal")
        with suppress(OSError):
            kept = journal.read_bytes() if journal.exists() else b""
            torn = b"\n" if kept and not kept.endswith(b"\n") else b""
            if len(kept) <= JOURNAL_BYTES:
                with journal.open("ab") as stream:
                    stream.write(torn + step.line())
                return
            half = kept[-JOURNAL_BYTES // 2 :].partition(b"\n")[2]
            with drafted(journal) as draft:
                draft.write_bytes(half + torn + step.line())

    # Who else.

    def here(self, name: str, who: str, now_ms: int, *, leaves: bool = False) -> tuple[str, ...]:
        """Say that the page called *name*, of *who*, has it open, or *leaves*; who else has it."""
        others = {
            each: seen
            for each, seen in self._present().items()
            if each != name and 0 <= now_ms - seen[1] < GONE_MS
        }
        kept = dict(sorted(others.items(), key=lambda item: -item[1][1])[: _MOST_NAMES - 1])
        if not leaves:
            kept[name] = (who, now_ms)
        with suppress(OSError):
            self._make_private()
            with drafted(self._own(".open")) as draft:
                draft.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        return tuple(who for who, _ in others.values())

    def _present(self) -> dict[str, tuple[str, int]]:
        try:
            kept = json.loads(self._own(".open").read_text(encoding="utf-8"))
            return {str(name): (str(who), int(at)) for name, (who, at) in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}
