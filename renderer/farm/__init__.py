"""Where tasks run: on local threads, or on a cluster's workers; `concurrent.futures` both.

Comes in: how many tasks may run side by side, or a cluster's address. Goes out: executors. Knows
nothing of what its tasks do.

Threads, not processes: warping, blending and encoding all release the interpreter's lock, so
threads keep every core busy, share decoded pictures and start at once. A process per core took
longer by its own start (0.5 s for the imports) and no frame was faster. One job is one thread, not
a call in line: results come, and a failure stops the rest, while others still wait.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, as_completed
from contextlib import AbstractContextManager, contextmanager
from threading import Condition
from typing import Generic, TypeVar

from renderer.cancellation import SLICE_SECONDS, pool, stop_point

__all__ = ["Room", "Turns", "cluster", "finished", "open_farm", "usable_cores"]

R = TypeVar("R")
T = TypeVar("T")


def usable_cores() -> int:
    """Cores that this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def open_farm(jobs: int) -> AbstractContextManager[Executor]:
    """An executor for *jobs* tasks at a time. Left by an exception, it drops what has not begun and
    stops what has, at its next `stop_point`.
    """
    return pool(jobs, "segment")


def finished(futures: Iterable[Future[R]]) -> Iterator[R]:
    """Results as they come; the first failure is raised and what has not begun is cancelled."""
    waiting = list(futures)
    try:
        for future in as_completed(waiting):
            yield future.result()
    except BaseException:
        for future in waiting:
            future.cancel()
        raise


class Room:
    """Room for *most* heavy tasks at a time, in however many films they are of."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._changed = Condition()

    def turns(self, tasks: Iterable[tuple[T, bool]]) -> Turns[T]:
        """*tasks* to be taken in order, each with whether it is heavy."""
        return Turns(tasks, self)


class Turns(Generic[T]):
    """Tasks taken in order, except that those behind a heavy one go first while it has no room.

    So what a task takes of the memory is taken as often as there is room for, whichever tasks
    happen to be under way, and no thread waits while there is something else to do.
    """

    def __init__(self, tasks: Iterable[tuple[T, bool]], room: Room) -> None:
        self._tasks = list(tasks)
        self._room = room

    @contextmanager
    def next(self) -> Iterator[T]:
        """The next task, to be done in the block; as many blocks as there are tasks.

        Raises:
            Stopped: as `stop_point`, while only heavy ones are left and others are under way.
        """
        room = self._room
        with room._changed:
            while (place := self._first()) is None:
                room._changed.wait(SLICE_SECONDS)
                stop_point()
            task, is_heavy = self._tasks.pop(place)
            room._free -= is_heavy
        try:
            yield task
        finally:
            with room._changed:
                room._free += is_heavy
                room._changed.notify_all()

    def _first(self) -> int | None:
        places = enumerate(self._tasks)
        return next((at for at, (_, heavy) in places if self._room._free or not heavy), None)
