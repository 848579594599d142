"""stdout and stderr that may be closed, full, or read by nobody any more.

Comes in: the process's own streams. Goes out: streams that never fail. A film is not lost because
a log's disk is full; a result that couldn't be printed is told at the end.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import TextIO

from renderer.messages import tr


class Outlet(io.TextIOBase):
    """A descriptor written to as long as it takes anything; the first refusal is remembered.

    Line by line, and without Python's buffers: interrupted by a signal, these would print again
    what had been printed already.
    """

    def __init__(self, descriptor: int, encoding: str, refused: OSError | None = None) -> None:
        super().__init__()
        self._descriptor, self._encoding, self._closed_from_start = descriptor, encoding, refused
        self._line, self._taken = "", False
        self.refused: OSError | None = None
        """Why something that was written isn't there."""
        self.read_enough = False
        """Whether that is because a reader took some of it and left, as ``head`` does."""

    @property
    def encoding(self) -> str:  # type: ignore[override] # read-only in practice
        """Of the terminal, or of the system."""
        return self._encoding

    def writable(self) -> bool:
        """Always."""
        return True

    def fileno(self) -> int:
        """Of the stream."""
        return self._descriptor

    def isatty(self) -> bool:
        """Whether a person sees it as it comes."""
        return os.isatty(self._descriptor)

    def write(self, text: str, /) -> int:
        """Write whole lines, and keep what has no end yet."""
        lines, end, rest = (self._line + text).rpartition("\n")
        self._line = rest
        self._send(lines + end)
        return len(text)

    def flush(self) -> None:
        """Write what has no end yet, too."""
        rest, self._line = self._line, ""
        self._send(rest)

    def _send(self, text: str) -> None:
        # A letter that the terminal's own encoding lacks, or a file's name that holds bytes which
        # are no letters, is printed as an escape instead of failing.
        left = memoryview(text.encode(self._encoding, "backslashreplace"))
        try:
            if left and self._closed_from_start is not None:
                raise self._closed_from_start
            while left and self.refused is None:
                left = left[os.write(self._descriptor, left) :]
                self._taken = True
        except OSError as error:
            self.refused = error
            self.read_enough = error.errno == errno.EPIPE and self._taken


def open_outlets() -> Outlet | None:
    """Put outlets in the place of `sys.stdout` and `sys.stderr`; gives that of stdout, if any.

    A descriptor that was closed is opened on nothing, or the next file would take its number and
    get what libraries print.
    """
    closed = set()
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            closed.add(descriptor)
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # gets the lowest free number, which is this one
    results = _opened(1, sys.stdout, closed=1 in closed)
    sys.stdout = results or sys.stdout
    sys.stderr = _opened(2, sys.stderr, closed=2 in closed) or sys.stderr
    return results


def _opened(descriptor: int, before: TextIO | None, *, closed: bool) -> Outlet | None:
    if before is not None and os.name == "nt" and os.isatty(descriptor):
        return None  # Python writes to a Windows console in its own way, letters not bytes
    refused = OSError(errno.EBADF, tr("it is closed")) if closed else None
    return Outlet(descriptor, getattr(before, "encoding", None) or "utf-8", refused)
