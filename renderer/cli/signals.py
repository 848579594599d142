"""Signals that ask a command to stop: Ctrl-C, and how systems end a process.

Comes in: SIGINT, SIGTERM, SIGHUP; SIGBREAK on Windows. Goes out: `Stopped`, once, in the main
thread; what comes after it doesn't disturb the putting away. Handlers of our own matter most to a
container's first process, for which a signal without one does nothing at all.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from types import FrameType

from renderer.cancellation import Stopped, interrupt

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_LONGEST_SECONDS = 10.0
"""After so long something doesn't end by itself, a disk that is gone perhaps: whoever asks again
gets out at once, and the next run clears away what is left."""


class Signals:
    """Hears them from now on, and knows which came first."""

    def __init__(self, words: str) -> None:
        """*words* are said at the first."""
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        self._words = words.encode(encoding, "backslashreplace")
        self.came = 0
        """Number of the first signal; 0: none."""
        self._since = 0.0
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        # What is ignored (`nohup`, a job of a script) stays ignored.
        self._heard = [one for one in numbers if signal.getsignal(one) != signal.SIG_IGN]
        for number in self._heard:
            signal.signal(number, self._hear)
        # A finalizer that a stop happens to fall into loses it, with a traceback on stderr; it is
        # raised again at the next `stop_point`.
        self._unraisable, sys.unraisablehook = sys.unraisablehook, self._pass_on

    def _pass_on(self, lost: sys.UnraisableHookArgs, /) -> None:
        if not isinstance(lost.exc_value, Stopped):
            self._unraisable(lost)

    def work_is_over(self) -> None:
        """Nothing is left to be stopped: what comes now must not change how the process ends.

        Ignored, since Python, ending, gives back to the system what has a handler.
        """
        for number in self._heard:
            signal.signal(number, signal.SIG_IGN)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        if not self.came:
            self.came, self._since = number, time.monotonic()
            _say(self._words)
            interrupt(number)
        elif time.monotonic() - self._since > _LONGEST_SECONDS:
            os._exit(128 + number)


def _say(words: bytes) -> None:
    # Not by `print`: it may be in the middle of a line itself, and Python's buffers refuse that.
    with suppress(OSError):
        os.write(2, words)
