"""A fence: a few long-lived processes in which files of one trade are decoded, within limits.

Comes in: a `Trade` and requests. Goes out: replies, or an error about that file, whatever it did to
the process that opened it. Knows nothing of formats.

    with open_fence(trade, jobs=2) as fence, fence.worker() as worker:
        for reply, data in worker.ask("scan.tif", {"wanted": [640, 360]}, picture):
            ...
"""

from __future__ import annotations

import contextlib
import importlib
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from renderer.cancellation import SLICE_SECONDS, stop_point, watched
from renderer.decoding.limits import DecodeLimits
from renderer.decoding.sandbox_process import READY
from renderer.errors import RecitError
from renderer.messages import tr
from renderer.messages.catalogue import language
from renderer.messages.figures import short_figure

ROOT = Path(__file__).resolve().parents[2]
"""Where the `renderer` package lies; the worker must find the same one."""
START = "import sys; sys.path.insert(0, sys.argv.pop(1)); \
from renderer.decoding.sandbox_process import main; main(sys.argv[1:])"
SINGLE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
"""Every thread's stack and heap counts against the address space, used or not."""

PIPE_BYTES = 1 << 20
"""Linux's default ceiling for unprivileged processes (/proc/sys/fs/pipe-max-size)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What a fence's processes decode, and how its failures are told."""

    module: str
    """Its `load()`, called before the limits hold, gives an `Answer`."""
    error: type[RecitError]
    wall: str
    """What is said of a {file} that takes longer than {seconds}; this and the following are marked
    by `deferred`."""
    cpu: str
    """What is said of a {file} that takes more than {seconds} of processor."""
    crash: str
    """What is said of a {file} whose decoder ended, and {how}."""
    start: str
    """What is said where the process can't start, and {how}."""


class Fence:
    """Up to *jobs* processes, started when first needed; safe to use from threads."""

    def __init__(self, trade: Trade, jobs: int = 1, limits: DecodeLimits | None = None) -> None:
        self._trade = trade
        self._limits = limits or DecodeLimits()
        self._most = max(1, jobs)
        self._free = threading.Condition()
        self._lent = 0
        self._closed = False
        self.idle: list[FencedWorker] = []
        """Those at nobody's service; the last one was used last."""

    @contextlib.contextmanager
    def worker(
        self, suits: Callable[[FencedWorker], bool] = lambda _: True
    ) -> Iterator[FencedWorker]:
        """A process for one's own: one that *suits*, else a new one, else any. Waits for one.

        Raises:
            RecitError: of the trade's kind; the fence was closed.
        """
        worker = self._taken(suits)
        try:
            yield worker
        finally:
            self._give_back(worker)

    def _taken(self, suits: Callable[[FencedWorker], bool]) -> FencedWorker:
        with self._free:
            while not self._closed and not self.idle and self._lent >= self._most:
                self._free.wait(SLICE_SECONDS)
                stop_point()
            if self._closed:
                raise self._trade.error(tr("the run was stopped"), code="run-stopped")
            worker = next((one for one in reversed(self.idle) if suits(one)), None)
            if worker is None and self._lent + len(self.idle) >= self._most:
                worker = self.idle[-1]
            if worker is None:
                worker = FencedWorker(self._trade, self._limits)
            else:
                self.idle.remove(worker)
            self._lent += 1
            return worker

    def _give_back(self, worker: FencedWorker) -> None:
        with self._free:
            self._lent -= 1
            # One that died, or that was interrupted half-way through a reply, isn't used again.
            if self._closed or not worker.is_ready:
                worker.close()
            else:
                self.idle.append(worker)
            self._free.notify()

    def rest(self) -> None:
        """End the processes that are at nobody's service; others are started when needed."""
        with self._free:
            idle, self.idle = self.idle, []
        for worker in idle:
            worker.close()

    def close(self) -> None:
        """End every process, those at work when they are done; nothing is decoded from now on.

        Whoever asks afterwards, because a failure elsewhere closed the fence under it, is refused
        and never waits.
        """
        with self._free:
            self._closed = True
            self._free.notify_all()
        self.rest()


@contextlib.contextmanager
def open_fence(trade: Trade, jobs: int = 1, limits: DecodeLimits | None = None) -> Iterator[Fence]:
    """A `Fence` of *jobs* processes, all ended on leaving."""
    fence = Fence(trade, jobs, limits)
    try:
        yield fence
    finally:
        fence.close()


class FencedWorker:
    """One decoding process and the pipes to it."""

    def __init__(self, trade: Trade, limits: DecodeLimits) -> None:
        self._trade = trade
        self._limits = limits
        self._complaints: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        words = [str(ROOT), json.dumps(asdict(limits)), trade.module]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", START, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env={**os.environ, **SINGLE},
            )
        except OSError:
            self._complaints.close()
            raise
        _widen(self._process)
        self._is_up = False
        self.is_ready = True
        self.notes: list[Any] = []
        """Whatever those who ask like to remember of it."""

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone."""
        return self._process.poll() is not None

    def ask(
        self, name: str, request: dict[str, Any], data: bytes = b""
    ) -> Iterator[tuple[dict[str, Any], bytearray]]:
        """What the process says of one file, reply by reply.

        Raises:
            RecitError: of the trade's kind. What the process raised; or *name* crashed it, or took
                more memory or time than the limits allow.
        """
        self.is_ready = False
        said = {"name": name, "bytes": len(data), "tongue": language()}
        head = json.dumps({**request, **said}).encode("ascii")
        refusal, code = "", ""
        with self._watched(name, starting=True):
            self._is_up = self._is_up or self._line() == READY
            if not self._is_up:
                raise EOFError("the worker did not start")
        with self._watched(name):
            self._give(head + b"\n")
            self._give(data)
        while True:
            stop_point()
            with self._watched(name):
                answer: dict[str, Any] = json.loads(self._line())
                payload = self._filled(answer.get("bytes", 0))
            if "reply" not in answer:
                refusal, code = answer.get("error", ""), answer.get("code", "")
                break
            yield answer["reply"], payload
        self.is_ready = True
        if refusal:
            raise self._trade.error(refusal, code=code)

    @contextlib.contextmanager
    def _watched(self, name: str, *, starting: bool = False) -> Iterator[None]:
        """A worker that takes too long meanwhile, or dies, is an error about *name*.

        Starting is not the file's time.
        """
        was_late = False
        limit = math.inf if starting else self._limits.wall_seconds
        try:
            with watched(limit, self._process.kill) as is_late:
                try:
                    yield
                finally:
                    was_late = is_late()
        except (OSError, EOFError, ValueError) as error:
            stop_point()  # it was ended because of that, not by the file
            raise self._obituary(name, was_late) from error
        if was_late:
            raise self._obituary(name, late=True)

    def _give(self, data: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(data)
        self._process.stdin.flush()

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError("the worker ended without an answer")
        return line

    def _filled(self, count: int) -> bytearray:
        assert self._process.stdout is not None
        payload = bytearray(count)
        room = memoryview(payload)
        while room:
            got = self._process.stdout.readinto(room)  # type: ignore[attr-defined] # BufferedReader
            if not got:
                raise EOFError("the worker ended in the middle of an answer")
            room = room[got:]
        return payload

    def _obituary(self, name: str, late: bool) -> RecitError:
        """Why the process died over *name*, for its author."""
        trade, limits = self._trade, self._limits
        self._process.kill()
        code = self._process.wait()
        if late:
            seconds = short_figure(limits.wall_seconds)
            return trade.error(tr(trade.wall, file=name, seconds=seconds), code="decoding-failed")
        if code == -getattr(signal, "SIGXCPU", 0) and code:
            told = tr(trade.cpu, file=name, seconds=limits.cpu_seconds)
            return trade.error(told, code="decoding-failed")
        self._complaints.seek(0)
        last = self._complaints.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        how = tr("exit code {code}", code=code)
        if last:
            how = tr("exit code {code}: {why}", code=code, why=last)
        if not self._is_up:
            return trade.error(tr(trade.start, how=how), code="decoder-unavailable")
        return trade.error(tr(trade.crash, file=name, how=how), code="decoding-failed")

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is None:
                continue
            try:
                pipe.close()
            except OSError:
                # What was not yet sent to a process that is gone.
                continue
        self._complaints.close()


def _widen(process: subprocess.Popen[bytes]) -> None:
    """Give the pipes room where the system lets it (Linux): at 64 KiB large pictures wait."""
    try:
        fcntl = importlib.import_module("fcntl")
    except ImportError:
        return
    command = getattr(fcntl, "F_SETPIPE_SZ", None)
    for pipe in (process.stdin, process.stdout):
        if command is None or pipe is None:
            return
        # Over a container's own ceiling the pipe keeps its size: slower, not wrong.
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe.fileno(), command, PIPE_BYTES)
