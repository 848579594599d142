"""The progress of many films at once: one bar for all of them, one for each under way.

Comes in: what each film's `Witness` is told, from its own thread. Goes out: text on stderr.
Decides nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from renderer.cli.progress import LineWitness
from renderer.cli.terminal import printable, terminal
from renderer.messages import tr
from renderer.production.events import Witness

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


def _of(film: str, said: str) -> str:
    """What is *said*, of one film among several."""
    return tr("{film}: {said}", film=film, said=said)


class FilmsDisplay(Protocol):
    """Shows a batch."""

    def film(self, name: str) -> Witness:
        """The witness of one film, about to begin."""
        ...

    def done(self, name: str, verdict: str) -> None:
        """One film has ended, well or not."""
        ...

    def warn(self, message: str) -> None:
        """Something about no film in particular."""
        ...


class FilmLines:
    """Lines that begin with the film's name, for logs and pipes."""

    def __init__(self, total: int) -> None:
        self._total, self._count = total, 0
        self._lock = Lock()

    def film(self, name: str) -> Witness:
        """Lines under *name*."""
        return _NamedLines(name)

    def done(self, name: str, verdict: str) -> None:
        """Say how far the batch is."""
        with self._lock:
            self._count += 1
            print(f"[{self._count}/{self._total}] {_of(name, verdict)}", file=sys.stderr)

    def warn(self, message: str) -> None:
        """At once."""
        print(tr("warning: {message}", message=message), file=sys.stderr)


class _NamedLines(LineWitness):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._film = name

    def stage(self, name: str, total: int) -> None:
        super().stage(_of(self._film, name), total)

    def warn(self, message: str) -> None:
        super().warn(_of(self._film, message))


class FilmBars:
    """A bar for the batch, and under it one for each film under way."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._all = progress.add_task(tr("films"), total=total)
        self._bars: dict[str, _FilmBar] = {}

    def film(self, name: str) -> Witness:
        """A bar that lives as long as the film is under way."""
        bar = self._bars[name] = _FilmBar(self._progress, name)
        return bar

    def done(self, name: str, verdict: str) -> None:
        """Take the film's bar away and say what became of it."""
        if bar := self._bars.pop(name, None):
            self._progress.remove_task(bar.task)
        self._progress.console.print(printable(_of(name, verdict)), markup=False)
        self._progress.advance(self._all)

    def warn(self, message: str) -> None:
        """Above the bars."""
        told = printable(tr("warning: {message}", message=message))
        self._progress.console.print(told, style="yellow", markup=False)


class _FilmBar:
    def __init__(self, progress: Progress, name: str) -> None:
        self._progress, self._name = progress, name
        self.task: TaskID = progress.add_task(printable(name), total=None)
        self._said: set[str] = set()

    def stage(self, name: str, total: int) -> None:
        self._progress.reset(
            self.task, description=printable(f"{self._name} {name}"), total=max(1, total)
        )

    def advance(self, steps: int = 1) -> None:
        self._progress.advance(self.task, steps)

    def warn(self, message: str) -> None:
        if message not in self._said:
            self._said.add(message)
            told = printable(tr("warning: {message}", message=_of(self._name, message)))
            self._progress.console.print(told, style="yellow", markup=False)


@contextmanager
def films_display(total: int) -> Iterator[FilmsDisplay]:
    """The display that suits stderr, for *total* films."""
    if not sys.stderr.isatty():
        yield FilmLines(total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description:<28}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
    )
    with Progress(*columns, console=Console(file=terminal(sys.stderr))) as progress:
        yield FilmBars(progress, total)
