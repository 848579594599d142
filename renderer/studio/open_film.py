"""One film that is open: its text as it stands, and every way to change it.

Comes in: edits as the page names them, based on the text that it knows. Goes out: what changed. The
file is the truth: it is read again whenever it isn't what it was, and what others wrote into it is
never lost. Edits of slides that nobody else has touched are made all the same.
"""

from __future__ import annotations

import datetime
import json
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any, Literal

from renderer.editing.edited_file import PRIVATE, Conflict, EditedFile
from renderer.editing.edits import apply
from renderer.editing.journal import History, Note, text_digest
from renderer.errors import RecitError, StoryboardError
from renderer.messages import tr
from renderer.storyboard.board import Storyboard
from renderer.storyboard.project_config import find_root
from renderer.studio.document import Sheet, Views, read_sheet, with_last_good
from renderer.studio.http import Refusal, unknown
from renderer.studio.page_edits import OPERATIONS
from renderer.studio.page_remarks import with_remarks
from renderer.studio.project_lexicon import (
    EVERYWHERE,
    edit_everywhere,
    is_everywhere,
    step_everywhere,
)
from renderer.studio.trash import again, put_back, put_back_named

_TEXTS = 40
"""Texts of a film that a page may still know: half a minute of typing."""
_LOG_BYTES = 8_000_000
"""Then the log begins anew, and the one before is kept: both take 16 MB at most."""
SET_ASIDE = "set-aside"
"""What the step is called that moved files to the trash; the name of their lot comes after it."""


class OpenFilm:
    """One film of a project, open to be edited."""

    def __init__(self, path: Path, *, allow_fetch: bool) -> None:
        self.path = path
        self.root = find_root(path)
        self.views = Views(allow_fetch=allow_fetch)
        self._allow_fetch = allow_fetch
        self._file = EditedFile(path, self.root)
        self._lock = RLock()
        self.opened = ""  # digest of the first text that anybody was given
        self.written = ""  # digest of the text that this studio wrote last
        self._sheet: Sheet | None = None
        self._good: Sheet | None = None
        self._last: Storyboard | None = None  # each slide as it was before its mistake
        self._given: OrderedDict[str, dict[str, dict[str, Any]]] = OrderedDict()
        self._texts: OrderedDict[str, Sheet] = OrderedDict()
        self._pages: set[str] = set()  # those that have said that they are here

    def sheet(self) -> Sheet:
        """The film as it stands in its file.

        Raises:
            UsageError: the file can't be read, or has left the project.
        """
        with self._lock:
            now = self._file.read()
            if self._sheet is None or self._sheet.digest != now.digest:
                self._read(now.text)
            assert self._sheet is not None
            return self._sheet

    @property
    def is_open(self) -> bool:
        """Whether anybody has looked at it."""
        return self._good is not None

    @property
    def title(self) -> str:
        """What a person calls it: its title, else its file's name."""
        tree = self.shown().tree
        told = tree.at(("title",)) if tree is not None else None
        return str(told or "").strip() or self.path.stem

    def around(self, slide: str) -> Storyboard:
        """A slide and its neighbours.

        Raises:
            Refusal: there is no such slide; or none any more, when no page was wrong to ask.
        """
        with self._lock:
            try:
                return self.shown().around(slide, self._allow_fetch)
            except KeyError:
                told = tr("there is no slide '{slide}'", slide=slide[:80])
                if any(slide in sheet.ids for sheet in self._texts.values()):
                    raise Refusal(410, "slide-gone", told) from None
                raise unknown(told) from None

    def read_again(self) -> str:
        """Something that the film names has changed: a picture, a lexicon. The text's digest."""
        with self._lock:
            if self._sheet is not None:
                self._given.pop(self._sheet.digest, None)
            self._sheet = None
            return self.sheet().digest

    def shown(self) -> Sheet:
        """As `sheet`; where that is no YAML, the last one that was."""
        sheet = self.sheet()
        return sheet if sheet.tree is not None or self._good is None else self._good

    def _read(self, text: str) -> Sheet:
        sheet = self.read(text)
        self.opened = self.opened or sheet.digest
        if sheet.problems and sheet.tree is not None and self._last is not None:
            sheet = with_last_good(sheet, self._last)
        self._last = sheet.board or self._last
        self._sheet = sheet
        if sheet.tree is not None:
            self._good = sheet
        self._texts[sheet.digest] = sheet
        self._texts.move_to_end(sheet.digest)
        while len(self._texts) > _TEXTS:
            self._texts.popitem(last=False)
        return sheet

    # What the page is told.

    def document(self) -> dict[str, Any]:
        """The whole film."""
        with self._lock:
            sheet, shown = self.sheet(), self.shown()
            slides = self._views(shown)
            told = {**self._head(sheet, shown), **self.views.film(shown), "slides": slides}
            return {**told, "file": self.path.name}

    def _views(self, sheet: Sheet) -> dict[str, dict[str, Any]]:
        known = self._given.get(sheet.digest)
        if known is None or sheet is not self._texts.get(sheet.digest):
            known = self._given[sheet.digest] = self.views.slides(sheet)
            while len(self._given) > 4:
                self._given.popitem(last=False)
        return known

    def _head(self, sheet: Sheet, shown: Sheet) -> dict[str, Any]:
        history = self._history()
        return {
            "digest": sheet.digest,
            "readable": sheet.tree is not None,
            "order": list(shown.ids),
            **self.views.problems(sheet),
            "remarks": self.views.remarks(shown),
            "undo": history.undo_label,
            "redo": history.redo_label,
        }

    def _history(self) -> History:
        try:
            return self._file.history()
        except RecitError:
            return History()

    def _change(
        self,
        before: Sheet,
        added: Sequence[str] = (),
        old: Mapping[str, dict[str, Any]] | None = None,
    ) -> dict[str, Any]:
        sheet, shown = self.sheet(), self.shown()
        old, new = self._views(before) if old is None else old, self._views(shown)
        return {
            **self._head(sheet, shown),
            "film": self.views.film(shown),
            "slides": {each: told for each, told in new.items() if old.get(each) != told},
            "added": list(added),
            "gone": [each for each in old if each not in new],
        }

    # Edits.

    def edit(
        self, digest: str, edits: Sequence[Mapping[str, Any]], label: str, who: str
    ) -> dict[str, Any]:
        """Make *edits*, all or none, in the text that the page knows as *digest*.

        Raises:
            Refusal: they make no sense, or somebody else has changed what they are about.
            StoryboardError: the place can't be edited as it is written.
        """
        with self._lock:
            now = self.sheet()
            if now.tree is None:
                raise Refusal(422, "yaml-unfit", tr("mend the text itself first"))
            base = now if digest == now.digest else self._texts.get(digest)
            text, added = now.text, list[str]()
            try:
                self._refuse_touched(base, now, edits)
                for one in edits:
                    text = self._with(text, one, added)
                text = with_remarks(now, text, edits, self.path)
            except Refusal as refused:
                if refused.code == "file-changed":
                    raise self._conflict(base, now, edits) from None
                raise
            everywhere = [one for one in edits if is_everywhere(one)]
            group = label if label == "typing" else ""
            where = [[str(e.get("slide")), e.get("path")] for e in edits]
            note = Note(
                at_ms=_now(),
                who=who,
                label=EVERYWHERE
                if everywhere
                else label or str(edits[0].get("op") if edits else ""),
                group=f"{group} {where}" if group else "",
            )
            old = self._views(base or now) if everywhere else None
            for one in everywhere:
                edit_everywhere(self.root, one)
            self._save(text, now, note)
            if everywhere:
                self._file.mark(self.sheet().text, note=note)
                self.read_again()
            return {**self._change(base or now, added, old), "everywhere": bool(everywhere)}

    def _refuse_touched(
        self, base: Sheet | None, now: Sheet, edits: Sequence[Mapping[str, Any]]
    ) -> None:
        if base is now:
            return
        if base is None or base.tree is None:
            raise Refusal(409, "file-changed", "")
        before = dict(zip(base.ids, base.written, strict=True))
        after = dict(zip(now.ids, now.written, strict=True))
        for one in edits:
            touched = one.get("slide") or one.get("id")
            if touched and before.get(str(touched)) != after.get(str(touched)):
                raise Refusal(409, "file-changed", "")
            if not touched and one.get("op") in ("set", "remove", "insert", "move"):
                key = next(iter(one.get("path") or [""]))
                if base.tree.at((key,)) != (now.tree.at((key,)) if now.tree else None):
                    raise Refusal(409, "file-changed", "")

    def _conflict(
        self, base: Sheet | None, now: Sheet, edits: Sequence[Mapping[str, Any]]
    ) -> Refusal:
        mine: str | None = None
        if base is not None:
            try:
                mine = base.text
                for one in edits:
                    mine = self._with(mine, one, [])
            except (StoryboardError, Refusal):
                mine = None
        return self._refused_as_changed(base, now, mine)

    def _refused_as_changed(self, base: Sheet | None, now: Sheet, mine: str | None) -> Refusal:
        return Refusal(
            409,
            "file-changed",
            tr("this was changed by somebody else meanwhile: nothing was written"),
            base=base.text if base else None,
            theirs=now.text,
            yours=mine,
            digest=now.digest,
        )

    def write(self, digest: str, text: str, who: str) -> dict[str, Any]:
        """Put a whole text in place of the one known as *digest*; it may hold mistakes.

        Raises:
            Refusal: another text stands there by now.
            StoryboardError: it is no text.
        """
        with self._lock:
            now = self.sheet()
            if digest != now.digest:
                raise self._refused_as_changed(self._texts.get(digest), now, text)
            self._save(text, now, Note(at_ms=_now(), who=who, label="yaml", group="yaml"))
            return self._change(now)

    def step(self, kind: Literal["undo", "redo"], digest: str, who: str) -> dict[str, Any]:
        """Take the last step back, or make it again.

        Raises:
            Refusal: there is none, or another text stands there by now.
        """
        with self._lock:
            now = self.sheet()
            go = self._file.undo if kind == "undo" else self._file.redo
            history = self._history()
            label = history.undo_label if kind == "undo" else history.redo_label
            try:
                done = go(based_on=digest, note=Note(at_ms=_now(), who=who))
            except Conflict:
                raise self._refused_as_changed(self._texts.get(digest), now, None) from None
            if done is None:
                raise Refusal(422, "nothing-undone", tr("there is nothing to take back"))
            old = self._views(self._texts.get(digest, now)) if label == EVERYWHERE else None
            if label == EVERYWHERE:
                step_everywhere(self.root, kind)
                self.read_again()
            self.written = done.digest
            self._read(done.text)
            step, _, lot = (label or "").partition(" ")
            if step == SET_ASIDE:
                (put_back if kind == "undo" else again)(self.root, lot)
            put_back_named(self.root, done.text)
            change = self._change(self._texts.get(digest, now), old=old)
            return {**change, "everywhere": label == EVERYWHERE}

    def mark(self, label: str, digest: str, who: str) -> dict[str, Any]:
        """Note a step that changed something beside the text, which the page knows as *digest*."""
        with self._lock:
            now = self.sheet()
            self._file.mark(now.text, note=Note(at_ms=_now(), who=who, label=label))
            return self._change(self._texts.get(digest, now))

    def checked(self, text: str) -> dict[str, Any]:
        """What would be wrong with *text*; nothing is written."""
        return self.views.problems(self.read(text))

    def read(self, text: str) -> Sheet:
        """Any text of the film; nothing is written."""
        return read_sheet(text, self.path, allow_fetch=self._allow_fetch)

    def here(self, page: str, who: str, *, leaves: bool = False) -> tuple[list[str], bool]:
        """Note that a page has the film open, or *leaves* it.

        Who has it open on other pages, which may be the same person; and whether that is news.
        """
        with self._lock:
            others = self._file.here(page, who, _now(), leaves=leaves)
            is_news = (page in self._pages) == leaves
            (self._pages.discard if leaves else self._pages.add)(page)
            return list(others), is_news

    def log(self, who: str, what: Mapping[str, Any]) -> None:
        """Note in the project's log who did what to it; an author's own machine keeps one too."""
        path = self.root / PRIVATE / "studio.log"
        at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        line = json.dumps(
            {"at": at, "who": who, "film": self.path.name, **what}, ensure_ascii=False
        )
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            if path.is_symlink():
                return
            if path.exists() and path.stat().st_size > _LOG_BYTES:
                path.replace(path.with_suffix(".log.1"))
            with path.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")

    def _save(self, text: str, now: Sheet, note: Note) -> None:
        try:
            kept = self._file.save(text, based_on=now.digest, note=note)
            self.written = kept.digest
        except Conflict as conflict:
            raise self._refused_as_changed(now, self._read(conflict.theirs.text), text) from None
        if kept.digest != now.digest:
            self._read(kept.text)

    # What the page calls an edit, in the words of `editing`.

    def _with(self, text: str, one: Mapping[str, Any], added: list[str]) -> str:
        operation = OPERATIONS.get(str(one.get("op")))
        if operation is None:
            raise Refusal(422, "edit-unfit", tr("there is no such edit"))
        if is_everywhere(one):
            return text  # another file's
        sheet = self._texts.get(text_digest(text))
        if sheet is None:
            sheet = self.read(text)
        return apply(text, operation(sheet, one, added), path=self.path)


def _now() -> int:
    return time.time_ns() // 1_000_000
