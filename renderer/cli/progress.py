"""How a run shows its progress: a live bar on a terminal, plain lines elsewhere.

Comes in: what `build.events.Witness` is told. Goes out: text on stderr. Decides nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from renderer.cli.terminal import printable, terminal
from renderer.messages import tr
from renderer.production.events import Witness

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


SLOW_SECONDS = 10.0
"""A log that says nothing for longer makes one wonder."""


class LineWitness:
    """One line when a stage is half done, one when it is done: for logs and pipes.

    A slow stage tells more, and how long is left.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._name, self._total, self._done = "", 0, 0
        self._clock, self._began, self._told = clock, 0.0, 0.0
        self._said: set[str] = set()

    def stage(self, name: str, total: int) -> None:
        """Begin; a stage with nothing to do is not mentioned."""
        self._name, self._total, self._done = name, total, 0
        self._began = self._told = self._clock()

    def advance(self, steps: int = 1) -> None:
        """Count."""
        before = self._done
        self._done += steps
        tenths = 10 * self._done // max(1, self._total)
        if tenths == 10 * before // max(1, self._total):
            return
        now = self._clock()
        if tenths % 5 == 0 or now - self._told >= SLOW_SECONDS:
            self._told = now
            print(self._line(now - self._began), file=sys.stderr)

    def _line(self, seconds: float) -> str:
        """How far the stage is *seconds* after it began, and of a slow one how much is left."""
        counted = f"{self._done}/{self._total}"
        if seconds < SLOW_SECONDS or self._done >= self._total:
            return tr("{stage}: {counted}", stage=self._name, counted=counted)
        left = seconds * (self._total - self._done) / self._done
        if left < 100:
            return tr(
                "{stage}: {counted}, about {seconds} s left",
                stage=self._name,
                counted=counted,
                seconds=f"{left:.0f}",
            )
        return tr(
            "{stage}: {counted}, about {minutes} min left",
            stage=self._name,
            counted=counted,
            minutes=f"{left / 60:.0f}",
        )

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
