"""How a run shows its progress: a live bar on a terminal, plain lines elsewhere.

Comes in: what `build.events.Witness` is told. Goes out: text on stderr. Decides nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from renderer.cli.terminal import printable, terminal
from renderer.messages import tr
from renderer.production.events import Witness

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class LineWitness:
    """One line when a stage begins, one when it is done: for logs and pipes."""

    def __init__(self) -> None:
        self._name, self._total, self._done = "", 0, 0
        self._said: set[str] = set()

    def stage(self, name: str, total: int) -> None:
        """Begin; a stage with nothing to do is not mentioned."""
        self._name, self._total, self._done = name, total, 0

    def advance(self, steps: int = 1) -> None:
        """Count."""
        before = self._done
        self._done += steps
        tenths = 10 * self._done // max(1, self._total)
        if tenths > 10 * before // max(1, self._total) and (tenths % 5 == 0):
            counted = f"{self._done}/{self._total}"
            print(tr("{stage}: {counted}", stage=self._name, counted=counted), file=sys.stderr)

    def warn(self, message: str) -> None:
        """Each warning once."""
        if message not in self._said:
            self._said.add(message)
            print(tr("warning: {message}", message=message), file=sys.stderr)


class BarWitness:
    """A bar for the stage under way."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None
        self._said: set[str] = set()

    def stage(self, name: str, total: int) -> None:
        """A new bar; the one before stays as it ended."""
        self._task = self._progress.add_task(printable(name), total=total) if total else None

    def advance(self, steps: int = 1) -> None:
        """Move the bar."""
        if self._task is not None:
            self._progress.advance(self._task, steps)

    def warn(self, message: str) -> None:
        """Each warning once, above the bars."""
        if message not in self._said:
            self._said.add(message)
            told = printable(tr("warning: {message}", message=message))
            self._progress.console.print(told, style="yellow", markup=False)


@contextmanager
def witness() -> Iterator[Witness]:
    """The display that suits stderr."""
    if not sys.stderr.isatty():
        yield LineWitness()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description:<16}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=terminal(sys.stderr))) as progress:
        yield BarWitness(progress)
