"""Being asked to stop, and being patient: what every loop of blocks and every wait looks at.

Comes in: a signal, by way of `interrupt`, or a `pool` left by an exception. Goes out: `Stopped`,
raised in the thread that a signal reaches, and in each task at its next `stop_point`. Knows nothing
of what is stopped.

What a thread follows is kept with the thread, so that a loop deep inside a codec needn't be handed
a flag through every function above it.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

R = TypeVar("R")
SLICE_SECONDS = 0.1
"""How long a wait goes without a look at whether to stop."""
_LONGEST_SLICE = 5 * SLICE_SECONDS
"""What a slice counts for at most: a longer one was slept through, by the machine or by a process
that was halted (SIGSTOP), or belongs to a machine so busy that everybody deserves patience."""


class Stopped(KeyboardInterrupt):
    """The work was stopped: by Ctrl-C, by another signal, or because something beside it failed."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.signal = number


class _Thread(threading.local):
    """What one thread follows."""

    flags: tuple[threading.Event, ...] = ()
    shields: int = 0
    """How many `unbroken` blocks it is in."""
    came: int = 0
    """Number of the signal that came; 0: none."""


_HERE = _Thread()


def stop_point() -> None:
    """Stop here if that was asked of this thread's work; for loops, and at most a second apart.

    Raises:
        Stopped: it was.
    """
    if not _HERE.shields and (_HERE.came or any(flag.is_set() for flag in _HERE.flags)):
        raise Stopped(_HERE.came or signal.SIGINT)


def interrupt(number: int) -> None:
    """Stop this thread: now, or at the end of what must not be left half-done.

    Raised out of nowhere, an exception may be lost: Python drops those of a finalizer, and PyAV
    (18.1) those of what FFmpeg calls back. So it is remembered, and raised again at the next
    `stop_point`.

    Raises:
        Stopped: now.
    """
    _HERE.came = number
    if not _HERE.shields:
        raise Stopped(number)


@contextmanager
def following(flag: threading.Event) -> Iterator[None]:
    """What the block does, in this thread, is stopped by *flag* too."""
    before = _HERE.flags
    _HERE.flags = (*before, flag)
    try:
        yield
    finally:
        _HERE.flags = before


@contextmanager
def unbroken() -> Iterator[None]:
    """For what must not be left half-done, such as putting away drafts: a stop waits for its end.

    Raises:
        Stopped: at its end, when a signal came meanwhile.
    """
    before = _HERE.came
    _HERE.shields += 1
    try:
        yield
    finally:
        _HERE.shields -= 1
        if not _HERE.shields and _HERE.came != before:
            raise Stopped(_HERE.came)


class _Pool(ThreadPoolExecutor):
    """Threads whose tasks follow the pool's own flag, and the flags of whoever asked for them."""

    def __init__(self, jobs: int, name: str) -> None:
        super().__init__(jobs, thread_name_prefix=name)
        self.flag = threading.Event()

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        flags = (self.flag, *_HERE.flags)
        return super().submit(_following, flags, fn, args, kwargs)


def _following(
    flags: tuple[threading.Event, ...],
    task: Callable[..., R],
    words: tuple[Any, ...],
    named: dict[str, Any],
) -> R:
    _HERE.flags = flags
    stop_point()
    return task(*words, **named)


@contextmanager
def pool(jobs: int, name: str) -> Iterator[Executor]:
    """*jobs* threads. Left by an exception, it drops what has not begun and stops what has."""
    threads = _Pool(jobs, name)
    try:
        yield threads
        threads.shutdown()
    except BaseException:
        threads.flag.set()
        threads.shutdown(wait=True, cancel_futures=True)
        raise


def wait_for(call: Callable[[], R]) -> R:
    """What *call* gives. A stop doesn't wait for it: resolvers and sockets can't be told to end.

    Raises:
        Stopped: as `stop_point`; *call* is left to end by itself, at its own next `stop_point`.
    """
    found: Future[R] = Future()
    threading.Thread(target=_call, args=(call, found, _HERE.flags), daemon=True).start()
    try:
        while not wait([found], timeout=SLICE_SECONDS).done:
            stop_point()
        return found.result()
    finally:
        del found  # as in `_call`


def _call(call: Callable[[], R], found: Future[R], flags: tuple[threading.Event, ...]) -> None:
    _HERE.flags = flags
    try:
        found.set_result(call())
    except BaseException as error:  # whatever it is, it is the asker's
        found.set_exception(error)
    finally:
        # An error's frames would hold what holds the error, and with it a socket, until Python's
        # collector came by.
        del found


def pause(seconds: float) -> None:
    """Wait, as `time.sleep`, but not when asked to stop.

    Raises:
        Stopped: as `stop_point`.
    """
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        stop_point()
        time.sleep(min(left, SLICE_SECONDS))


@contextmanager
def watched(seconds: float, end: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Should the block take too long, or its work be asked to stop, call *end* from another thread.

    For a wait that only somebody else can end, such as that for a worker's answer, by ending it.
    Yields what tells whether it took too long.
    """
    done, late, flags = threading.Event(), threading.Event(), _HERE.flags
    patience = Patience(seconds)

    def watch() -> None:
        while not done.wait(SLICE_SECONDS):
            if patience.is_over():
                late.set()
            if late.is_set() or any(flag.is_set() for flag in flags):
                end()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield late.is_set
    finally:
        done.set()
        watcher.join()


class Patience:
    """Seconds to wait for somebody, of which only those count that this process was awake for.

    A machine that sleeps, or a process that is halted, takes its workers with it: what passes
    meanwhile says nothing about them. Ask `is_over` every `SLICE_SECONDS`.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._left, self._clock, self._last = seconds, clock, clock()

    def is_over(self) -> bool:
        """Whether they have passed."""
        now = self._clock()
        self._left -= min(now - self._last, _LONGEST_SLICE)
        self._last = now
        return self._left <= 0
