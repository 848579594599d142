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


class Outlet(io.RawIOBase):
    """A descriptor written to as long as it takes anything; the first refusal is remembered."""

    def __init__(self, descriptor: int, refused: OSError | None = None) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._closed_from_start = refused
        self.refused: OSError | None = None
        """Why something that was written isn't there."""

    def writable(self) -> bool:
        """Always."""
        return True

    def fileno(self) -> int:
        """Of the stream."""
        return self._descriptor

    def isatty(self) -> bool:
        """Whether a person sees it as it comes."""
        return os.isatty(self._descriptor)

    def write(self, data: bytes | memoryview, /) -> int:  # type: ignore[override] # any buffer
        """All of *data*, or as much as can be; never fails."""
        left = memoryview(data).cast("B")
        length = len(left)
        try:
            if self._closed_from_start is not None:
                raise self._closed_from_start
            while left and self.refused is None:
                left = left[os.write(self._descriptor, left) :]
        except OSError as error:
            self.refused = error
        return length


def open_outlets() -> tuple[Outlet, Outlet]:
    """Put outlets in the place of `sys.stdout` and `sys.stderr`; gives both.

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
    out, err = (
        Outlet(n, OSError(errno.EBADF, "it is closed") if n in closed else None) for n in (1, 2)
    )
    sys.stdout, sys.stderr = _text(out, sys.stdout), _text(err, sys.stderr)
    return out, err


def say_anything(stream: TextIO | None) -> None:
    """Where the terminal's own letters lack one of ours, or a file's name holds bytes that are no
    letters, print an escape instead of failing.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def _text(outlet: Outlet, before: TextIO | None) -> TextIO:
    if before is not None and os.name == "nt" and outlet.isatty():
        return before  # Python writes to a Windows console in its own way, letters not bytes
    return io.TextIOWrapper(
        io.BufferedWriter(outlet),  # type: ignore[type-var] # any RawIOBase will do
        encoding=getattr(before, "encoding", None) or "utf-8",
        line_buffering=outlet.isatty() or outlet.fileno() == 2,
    )
