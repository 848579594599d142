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
from contextlib import AbstractContextManager
from typing import TypeVar

from renderer.cancellation import pool

__all__ = ["cluster", "finished", "memory", "open_farm", "room", "usable_cores"]

R = TypeVar("R")


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
