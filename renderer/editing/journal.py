"""What was done to a file, so that it can be undone, after a restart too.

    Step, Step, … ──History.of──▶ what can be undone and redone of the text that is there

Comes in: the lines of a journal, whole or damaged, and the digest of the text that stands in the
file. Goes out: `History`. A line that can't be read is passed over; steps count only as far back as
each began with the text that the one before it left, so a file that somebody else changed meanwhile
is never taken back to before that. Opens nothing, knows no clock.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, Self

from renderer.editing.splices import Splice, splice_between, spliced

TOGETHER_MS = 2_000
"""Steps of one group that follow one another as quickly are one: a word is typed, not letters."""
LONGEST = 400_000
"""Bytes that one line holds at most; a longer step can't be undone, nor any before it."""


def text_digest(text: str) -> str:
    """What names a text: SHA-256 of its bytes."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Who does something, when, and what it is called."""

    at_ms: int
    """Milliseconds of the epoch."""
    who: str = ""
    label: str = ""
    """As the page says what is undone."""
    group: str = ""
    """Steps of one group close in time are undone together, such as letters typed in one field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change of a text."""

    kind: Literal["edit", "undo", "redo"]
    before: str
    """The digest of the text before it."""
    after: str
    start: int
    old: str
    """The characters that gave way."""
    new: str
    at_ms: int
    who: str = ""
    label: str = ""
    group: str = ""

    @classmethod
    def of(cls, kind: Literal["edit", "undo", "redo"], old: str, new: str, note: Note) -> Self:
        """The step from one text to another."""
        splice = splice_between(old, new)
        return cls(
            kind=kind,
            before=text_digest(old),
            after=text_digest(new),
            start=splice.start,
            old=old[splice.start : splice.stop],
            new=splice.text,
            **asdict(note),
        )

    @classmethod
    def read(cls, line: bytes) -> Self | None:
        """A line of the journal; None: it is damaged, or of another version."""
        try:
            check, _, body = line.partition(b" ")
            if int(check, 16) != zlib.crc32(body):
                return None
            return cls(**json.loads(body))
        except (ValueError, TypeError):
            return None

    def line(self) -> bytes:
        """It as a line of the journal; empty: it is too long to keep."""
        body = json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        return b"%08x %s\n" % (zlib.crc32(body), body) if len(body) <= LONGEST else b""

    def undone(self, text: str) -> str:
        """*text*, which it made, without it."""
        return spliced(text, [Splice(self.start, self.start + len(self.new), self.old)])

    def redone(self, text: str) -> str:
        """*text*, which it began with, with it."""
        return spliced(text, [Splice(self.start, self.start + len(self.old), self.new)])


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Steps that can be undone and redone, the next one last; those of a group together."""

    done: tuple[tuple[Step, ...], ...] = ()
    undone: tuple[tuple[Step, ...], ...] = ()

    @classmethod
    def of(cls, lines: Iterable[bytes], digest: str) -> Self:
        """What a journal's *lines* say of the text called *digest*."""
        done: list[list[Step]] = []
        undone: list[list[Step]] = []
        last: Step | None = None
        for step in filter(None, map(Step.read, lines)):
            if last is not None and step.before != last.after:
                done, undone = [], []
            if step.kind == "edit":
                undone = []
                if done and last is not None and last.kind == "edit" and _belongs(step, last):
                    done[-1].append(step)
                else:
                    done.append([step])
            else:
                here, there = (done, undone) if step.kind == "undo" else (undone, done)
                if here:
                    there.append(here.pop())
                else:
                    done, undone = [], []  # what it undid is no longer in the journal
            last = step
        if last is None or last.after != digest:
            return cls()
        return cls(done=tuple(map(tuple, done)), undone=tuple(map(tuple, undone)))

    @property
    def undo_label(self) -> str | None:
        """What the next undo takes back; None: there is nothing."""
        return self.done[-1][0].label if self.done else None

    @property
    def redo_label(self) -> str | None:
        """What the next redo makes again; None: there is nothing."""
        return self.undone[-1][0].label if self.undone else None

    def undo(self, text: str) -> str | None:
        """*text* without the last step; None: there is none, or it isn't of this text."""
        return _checked(self.done, text, backwards=True)

    def redo(self, text: str) -> str | None:
        """*text* with the step that was undone last; None: there is none."""
        return _checked(self.undone, text, backwards=False)


def _belongs(step: Step, last: Step) -> bool:
    return bool(step.group) and step.group == last.group and step.at_ms - last.at_ms <= TOGETHER_MS


def _checked(groups: Sequence[Sequence[Step]], text: str, *, backwards: bool) -> str | None:
    if not groups:
        return None
    for step in reversed(groups[-1]) if backwards else groups[-1]:
        text = step.undone(text) if backwards else step.redone(text)
        if text_digest(text) != (step.before if backwards else step.after):
            return None
    return text
