"""What takes its time: drafts and publications, one of each kind at a time, told as they go.

Comes in: work to do, and who asks for it. Goes out: its state, whenever it changes. A job that is
stopped ends between two steps; what was finished stays in the cache. Knows no film.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, Literal

from renderer.errors import RecitError
from renderer.messages import tr
from renderer.messages.catalogue import language, speaking
from renderer.messages.os_errors import reason_of
from renderer.preview.status import Superseded
from renderer.studio.http import refusal_of, unknown

Kind = Literal["draft", "publish"]
State = Literal["waiting", "running", "done", "failed", "stopped"]
_KEPT = 20
"""Jobs that are over and may still be asked after."""
_TELL_SECONDS = 0.25
"""Progress is told no more often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work, as it stands."""

    job: str
    """Its id, which nobody can guess."""
    film: str
    kind: Kind
    by: str
    state: State = "waiting"
    stage: str = ""
    percent: int | None = None
    left_seconds: float | None = None
    """Of this stage, if it goes on as it went."""
    error: Mapping[str, Any] | None = None
    result: Mapping[str, Any] | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed", "stopped")


class Progress:
    """A witness that tells how far a job is, and ends it when it is stopped."""

    def __init__(self, tell: Callable[..., None], stopped: Event) -> None:
        self._change = tell
        self.stopped = stopped
        self.warnings: list[str] = []
        self._name, self._total, self._done = "", 0, 0
        self._began = self._told = 0.0

    def stage(self, name: str, total: int) -> None:
        """A stage begins."""
        self._look()
        self._name, self._total, self._done, self._began = name, total, 0, monotonic()
        self._tell()

    def advance(self, steps: int = 1) -> None:
        """Steps are done."""
        self._look()
        self._done += steps
        if monotonic() - self._told >= _TELL_SECONDS:
            self._tell()

    def warn(self, message: str) -> None:
        """Something that stops nothing."""
        if message not in self.warnings:
            self.warnings.append(message)

    def _look(self) -> None:
        if self.stopped.is_set():
            raise Superseded

    def _tell(self) -> None:
        self._told = monotonic()
        done = min(self._done, self._total)
        left = None
        if done:
            left = round((self._told - self._began) * (self._total - done) / done, 1)
        percent = 100 * done // self._total if self._total else None
        self._change(stage=self._name, percent=percent, left_seconds=left)


Work = Callable[[str, Progress], Mapping[str, Any]]
"""Does a job, whose id it is given, and says what came of it."""


class Jobs:
    """All that is under way in a studio."""

    def __init__(self, tell: Callable[[Job], None]) -> None:
        self._tell = tell
        self._lock = Lock()
        self._jobs: dict[str, Job] = {}
        self._stops: dict[str, Event] = {}
        self._threads: list[Thread] = []
        self._turns: dict[Kind, Lock] = {"draft": Lock(), "publish": Lock()}

    def begin(self, kind: Kind, film: str, by: str, work: Work) -> Job:
        """Have *work* done when its turn comes; drafts that were asked for before are given up."""
        if kind == "draft":
            for other in self.all():
                if other.kind == kind and other.film == film and not other.is_over:
                    self.stop(other.job)
        job = Job(job=secrets.token_hex(12), film=film, kind=kind, by=by)
        stopped = Event()
        tongue = language()
        thread = Thread(
            target=self._do, args=(job, work, stopped, tongue), name=f"studio-{kind}", daemon=True
        )
        with self._lock:
            self._jobs[job.job] = job
            self._stops[job.job] = stopped
            self._threads = [one for one in self._threads if one.is_alive()] + [thread]
            self._forget()
        self._tell(job)
        thread.start()
        return job

    def stop(self, known_as: str) -> None:
        """Have a job end soon."""
        stopped = self._stops.get(known_as)
        if stopped is None:
            raise unknown(tr("there is no such work under way"))
        stopped.set()

    def close(self) -> None:
        """Stop all, and wait for them to end."""
        for stopped in list(self._stops.values()):
            stopped.set()
        for thread in list(self._threads):
            thread.join()

    def all(self) -> list[Job]:
        """Those under way, and the last ones that ended."""
        with self._lock:
            return list(self._jobs.values())

    def _forget(self) -> None:
        over = [job.job for job in self._jobs.values() if job.is_over]
        for known_as in over[:-_KEPT]:
            del self._jobs[known_as], self._stops[known_as]

    def _do(self, job: Job, work: Work, stopped: Event, tongue: str) -> None:
        def change(**news: Any) -> None:
            with self._lock:
                changed = self._jobs[job.job] = replace(self._jobs[job.job], **news)
            self._tell(changed)

        with speaking(tongue), self._turns[job.kind]:
            try:
                if stopped.is_set():
                    raise Superseded
                change(state="running")
                result = work(job.job, Progress(change, stopped))
                change(state="done", percent=100, left_seconds=0.0, result=result)
            except Superseded:
                change(state="stopped", left_seconds=None)
            except RecitError as error:
                refused = refusal_of(error)
                told = {"code": refused.code, "message": refused.message, **refused.more}
                change(state="failed", left_seconds=None, error=told)
            except OSError as error:
                told = {"code": "machine", "message": reason_of(error)}
                change(state="failed", left_seconds=None, error=told)
            except Exception:
                change(state="failed", left_seconds=None, error={"code": "", "message": _BUG})
                raise


_BUG = "Récit: internal error (see the terminal)"
