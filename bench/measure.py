"""A program run and measured: wall, CPU and memory of its whole process tree.

Comes in: words of a command. Goes out: a `Run`. Memory is the sum of proportional sizes (PSS) over
the tree, sampled from /proc (Linux): a page that processes share is counted once.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SHARE = 20
"""A look is followed by so many times what it took of a core: 5 % of one for measuring, however
large the tree is. Some ms for a process of 500 MB."""
_SECONDS = (0.05, 0.5)
"""Between two looks, at the least and at the most: peaks of real films last longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One process tree, from start to end."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, of the process and of all children it waited for."""
    peak: int
    """Bytes; 0 where there is no /proc."""
    own: int
    """The part of the peak that is the first process's own."""
    peaked: float
    """Seconds from the start to the peak."""
    descriptors: int
    """Most files open at once in the first process; 0 where there is no /proc."""
    out: str
    """What it wrote to stdout."""


def run(
    words: Sequence[str | Path], *, env: Mapping[str, str] | None = None, fails: bool = False
) -> Run:
    """Run a program to its end.

    Raises:
        SystemExit: it failed and wasn't expected to; with what it wrote to stderr.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
    )
    watch = _Watch(process.pid)
    watch.start()
    out, err = process.communicate()
    wall = time.perf_counter() - began
    watch.ended.set()
    watch.join()
    if process.returncode and not fails:
        raise SystemExit(f"{' '.join(map(str, words))}\n{err}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(
        wall=wall,
        cpu=cpu,
        peak=watch.peak,
        own=watch.own,
        peaked=max(0.0, watch.peaked - began),
        descriptors=watch.descriptors,
        out=out,
    )


def median_of(runs: Sequence[Run]) -> Run:
    """The median of each figure by itself."""
    return Run(
        wall=statistics.median(one.wall for one in runs),
        cpu=statistics.median(one.cpu for one in runs),
        peak=int(statistics.median(one.peak for one in runs)),
        own=int(statistics.median(one.own for one in runs)),
        peaked=statistics.median(one.peaked for one in runs),
        descriptors=max(one.descriptors for one in runs),
        out=runs[-1].out,
    )


class _Watch(threading.Thread):
    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.peak = self.own = self.descriptors = 0
        self.peaked = 0.0
        self._root = root

    def run(self) -> None:
        pause, (least, most) = 0.0, _SECONDS
        while not self.ended.wait(pause):
            began = time.thread_time()
            held = [proportional(pid) for pid in tree_of(self._root)]
            if sum(held) > self.peak:
                self.peak, self.own = sum(held), held[0]
                self.peaked = time.perf_counter()
            self.descriptors = max(self.descriptors, _open_files(self._root))
            pause = min(most, max(least, _SHARE * (time.thread_time() - began)))


def tree_of(root: int) -> list[int]:
    """*root*, first, and all its descendants that are alive (Linux)."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for thread in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):  # it has just ended
                waiting += map(int, thread.read_text().split())
    return found


def proportional(pid: int) -> int:
    """Bytes of memory that a process holds, its share of shared pages; 0 once it is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in text.splitlines() if "Pss:" in line), 0)


def _open_files(pid: int) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return 0
