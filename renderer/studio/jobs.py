"""What takes its time: drafts and publications, one of each kind at a time, told as they go.

Comes in: work to do, and who asks for it. Goes out: its state, whenever it changes. A job that is
stopped ends between two steps; what was finished stays in the cache. Knows no film.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread
from typing import Any, Literal

from renderer.errors import RecitError
from renderer.messages import tr
from renderer.messages.catalogue import language, speaking
from renderer.messages.os_errors import reason_of
from renderer.preview.status import Superseded
from renderer.studio.http import refusal_of, unknown
from renderer.studio.progress import Progress

Kind = Literal["draft", "publish"]
State = Literal["waiting", "running", "done", "failed", "stopped"]
_KEPT = 20
"""Jobs that are over and may still be asked after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work, as it stands."""

    job: str
    """Its id, which nobody can guess."""
    film: str
    kind: Kind
    by: str
    title: str = ""
    """The film's."""
    state: State = "waiting"
    waits_for: Mapping[str, str] | None = None
    """The work that has the turn: whose `film` it is, its `title`, `by` whom it was begun."""
    doing: str = ""
    """Sentences are spoken ("speak"), segments drawn ("draw"), films joined ("join"), or a draft's
    slides made ("draft"); empty: it gets ready."""
    done: int = 0
    total: int = 0
    percent: int | None = None
    left_seconds: float | None = None
    """Of all that is left; the one estimate that there is (`progress`)."""
    error: Mapping[str, Any] | None = None
    result: Mapping[str, Any] | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed", "stopped")


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

    def begin(self, kind: Kind, film: str, by: str, work: Work, title: str = "") -> Job:
        """Have *work* done when its turn comes; drafts that were asked for before are given up."""
        if kind == "draft":
            for other in self.all():
                if other.kind == kind and other.film == film and not other.is_over:
                    self.stop(other.job)
        job = Job(job=secrets.token_hex(12), film=film, kind=kind, by=by, title=title)
        stopped = Event()
        tongue = language()
        thread = Thread(
            target=self._do, args=(job, work, stopped, tongue), name=f"studio-{kind}", daemon=True
        )
        with self._lock:
            ahead = [one for one in self._jobs.values() if one.kind == kind and not one.is_over]
            running = [one for one in ahead if one.state == "running"]
            job = replace(job, waits_for=_turn([*running, *ahead][0]) if ahead else None)
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

    def _take_turn(self, job: Job) -> None:
        """*job* is the one that others of its kind wait for from now on."""
        with self._lock:
            waiting = [
                replace(one, waits_for=_turn(job))
                for one in self._jobs.values()
                if one.kind == job.kind and one.state == "waiting" and one.job != job.job
            ]
            self._jobs |= {one.job: one for one in waiting}
        for one in waiting:
            self._tell(one)

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
                change(state="running", waits_for=None)
                self._take_turn(job)
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


def _turn(job: Job) -> Mapping[str, str]:
    return {"film": job.film, "title": job.title, "by": job.by}


_BUG = "Récit: internal error (see the terminal)"
