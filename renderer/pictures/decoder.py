"""Decoding out of process: a few long-lived workers, each picture within its limits.

Comes in: `PictureBytes` and the size wanted. Goes out: `Decoded`, or a `PictureError` about that
picture, whatever it did to the process that opened it. Knows nothing of formats.

    with open_decoder(jobs=2) as decode:
        decoded = decode(picture, wanted)
"""

from __future__ import annotations

import contextlib
import importlib
import json
import math
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from renderer.errors import PictureError
from renderer.pictures.colour import Colour
from renderer.pictures.decode_worker import READY
from renderer.pictures.limits import Limits
from renderer.pictures.photograph import BLACK, Decoded
from renderer.pictures.picture_file import PictureBytes
from renderer.pictures.pixels import Size
from renderer.stopping import stop_point, watched

ROOT = Path(__file__).resolve().parents[2]
"""Where the `renderer` package lies; the worker must find the same one."""
START = "import sys; sys.path.insert(0, sys.argv.pop(1)); \
from renderer.pictures.decode_worker import main; main(sys.argv[1:])"
SINGLE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
"""Every thread's stack and heap counts against the address space, used or not."""

PIPE_BYTES = 1 << 20
"""Linux's default ceiling for unprivileged processes (/proc/sys/fs/pipe-max-size)."""


class Decoder:
    """Up to *jobs* decoding processes, started when first needed; safe to call from threads."""

    def __init__(self, jobs: int, limits: Limits) -> None:
        self._limits = limits
        self._places: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._closing = threading.Lock()
        self._closed = False
        for _ in range(max(1, jobs)):
            self._places.put(None)

    def __call__(self, picture: PictureBytes, wanted: Size, background: Colour = BLACK) -> Decoded:
        """`photograph.decode`, elsewhere. Waits for a free worker.

        Raises:
            PictureError: as `photograph.decode`; or the picture crashed the decoder, or took more
                memory or time than `Limits` allows; or the decoder was closed.
        """
        worker = self._places.get()
        try:
            if self._closed:
                raise PictureError(f"{picture.name} was not decoded: the run was stopped")
            if worker is None:
                worker = _Worker(self._limits)
            return worker.decode(picture, wanted, background)
        finally:
            # One that died, or that was interrupted half-way through a reply, isn't used again.
            if worker is not None and not worker.is_ready:
                worker.close()
                worker = None
            self._give_back(worker)

    def _give_back(self, worker: _Worker | None) -> None:
        with self._closing:
            if self._closed and worker is not None:
                worker.close()
                worker = None
            self._places.put(worker)

    def close(self) -> None:
        """End every worker, those at work when they are done; nothing is decoded from now on.

        Whoever asks afterwards, because a failure elsewhere closed the decoder under it, is refused
        and never waits.
        """
        with self._closing:
            self._closed = True
            idle: list[_Worker | None] = []
            while not self._places.empty():
                idle.append(self._places.get_nowait())
            for worker in idle:
                if worker is not None:
                    worker.close()
                self._places.put(None)


@contextlib.contextmanager
def open_decoder(jobs: int = 1, limits: Limits | None = None) -> Iterator[Decoder]:
    """A `Decoder` of *jobs* processes, all ended on leaving."""
    decoder = Decoder(jobs, limits or Limits())
    try:
        yield decoder
    finally:
        decoder.close()


class _Worker:
    """One decoding process and the pipes to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._complaints: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", START, str(ROOT), json.dumps(asdict(limits))],
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

    def decode(self, picture: PictureBytes, wanted: Size, background: Colour) -> Decoded:
        self.is_ready = False
        was_late = False
        try:
            self._wait_until_up()
            with watched(self._limits.wall_seconds, self._process.kill) as is_late:
                try:
                    reply, pixels = self._exchange(picture, wanted, background)
                finally:
                    was_late = is_late()
        except (OSError, EOFError, ValueError) as error:
            stop_point()  # it was ended because of that, not by the picture
            raise PictureError(self._obituary(picture.name, was_late)) from error
        self.is_ready = not was_late
        if "error" in reply:
            raise PictureError(reply["error"])
        return Decoded(rgb=pixels, warnings=tuple(reply["warnings"]))

    def _wait_until_up(self) -> None:
        """Starting is not the picture's time."""
        if self._is_up or self._process.stdout is None:
            return
        with watched(math.inf, self._process.kill):
            if self._process.stdout.readline() != READY:
                raise EOFError("the worker did not start")
        self._is_up = True

    def _exchange(
        self, picture: PictureBytes, wanted: Size, background: Colour
    ) -> tuple[dict[str, Any], np.ndarray[Any, np.dtype[np.uint8]]]:
        requests, replies = self._process.stdin, self._process.stdout
        if requests is None or replies is None:
            raise EOFError("the worker has no pipes")
        request = {
            "name": picture.name,
            "bytes": len(picture.data),
            "wanted": wanted,
            "background": background,
        }
        requests.write(json.dumps(request).encode("ascii") + b"\n")
        requests.write(picture.data)
        requests.flush()
        line = replies.readline()
        if not line.endswith(b"\n"):
            raise EOFError("the worker ended without an answer")
        reply: dict[str, Any] = json.loads(line)
        pixels = np.empty(reply.get("shape", (0, 0, 3)), np.uint8)
        room = pixels.data.cast("B") if pixels.size else memoryview(b"")
        while room:
            count = replies.readinto(room)  # type: ignore[attr-defined] # a BufferedReader
            if not count:
                raise EOFError("the worker ended in the middle of a picture")
            room = room[count:]
        return reply, pixels

    def _obituary(self, name: str, late: bool) -> str:
        """Why the process died over *name*, for its author."""
        self._process.kill()
        code = self._process.wait()
        if late:
            return (
                f"{name} took longer than {self._limits.wall_seconds:g} s to decode: "
                "save it again, smaller or as a JPEG"
            )
        if code == -getattr(signal, "SIGXCPU", 0) and code:
            return (
                f"{name} took more than {self._limits.cpu_seconds} s of processor to decode: "
                "save it again, smaller or as a JPEG"
            )
        self._complaints.seek(0)
        last = self._complaints.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        how = f"exit code {code}{': ' + last if last else ''}"
        if not self._is_up:
            return (
                f"the process that decodes pictures can't start ({how}): "
                "install what requirements.txt lists, or see what 'doctor' says"
            )
        return (
            f"{name} crashed the decoder ({how}): it is damaged or hostile; "
            "save it again with a picture editor"
        )

    def close(self) -> None:
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
