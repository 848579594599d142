"""How far a job is: what it is doing, in counts, and how long all that is left will take.

Comes in: what a run tells its witness, and the work that was reckoned before it began. Goes out:
one number of seconds for the whole job, which begins as that estimate and ends as what was
measured. Knows no film and no page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import Literal

from renderer.messages import deferred, tr
from renderer.preview.status import Superseded
from renderer.production.events import JOINING, NARRATION
from renderer.studio.time_estimates import WorkAhead

DRAFT = deferred("draft")
"""The one stage of a draft, whose steps are slides."""
Doing = Literal["speak", "draw", "join", "draft"]
_ORDER: tuple[Doing, ...] = ("speak", "draw", "join")
"""Of a publication: in every language it is spoken, then drawn, then put together."""
_TELL_SECONDS = 0.25
"""Progress is told no more often."""


@dataclass(slots=True)
class _Part:
    """What was done so far of one kind of work."""

    done: int = 0
    total: int = 0
    turns: int = 0
    """How often something was finished: of what is drawn, segments."""
    began: float | None = None


class Progress:
    """A witness that tells how far a job is, and ends it when it is stopped."""

    def __init__(
        self,
        tell: Callable[..., None],
        stopped: Event,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._change = tell
        self._clock = clock
        self.stopped = stopped
        self.warnings: list[str] = []
        self._ahead: WorkAhead | None = None
        self._parts: dict[Doing, _Part] = {}
        self._now: Doing | None = None
        self._began, self._told, self._percent = clock(), 0.0, 0

    def expect(self, ahead: WorkAhead) -> None:
        """What there is to do, as it was reckoned before."""
        self._ahead, self._began = ahead, self._clock()
        self._tell()

    def stage(self, name: str, total: int) -> None:
        """A stage begins."""
        self._look()
        kinds: dict[str, Doing] = {
            tr(NARRATION): "speak",
            tr(JOINING): "join",
            tr(DRAFT): "draft",
        }
        self._now = kinds.get(name, "draw")
        part = self._parts.setdefault(self._now, _Part())
        part.began = self._clock() if part.began is None else part.began
        part.total += total
        self._tell()

    def advance(self, steps: int = 1) -> None:
        """Steps are done."""
        self._look()
        if self._now is not None:
            self._parts[self._now].done += steps
            self._parts[self._now].turns += 1
        if self._clock() - self._told >= _TELL_SECONDS:
            self._tell()

    def warn(self, message: str) -> None:
        """Something that stops nothing."""
        if message not in self.warnings:
            self.warnings.append(message)

    def _look(self) -> None:
        if self.stopped.is_set():
            raise Superseded

    def _tell(self) -> None:
        self._told = self._clock()
        done, total = self._counts()
        left = self._left()
        if left is not None:
            spent = self._told - self._began
            self._percent = max(self._percent, int(100 * spent / max(spent + left, 0.1)))
        self._change(
            doing=self._now or "",
            done=done,
            total=total,
            percent=None if left is None else self._percent,
            left_seconds=None if left is None else round(left, 1),
        )

    def _counts(self) -> tuple[int, int]:
        """Things that are finished, and how many there are: sentences, segments, slides, films."""
        if self._now is None:
            return 0, 0
        part = self._parts[self._now]
        if self._now == "draw":
            return part.turns, max(self._ahead.segments, part.turns) if self._ahead else 0
        return part.done, self._whole(self._now)

    def _whole(self, doing: Doing) -> int:
        """Steps of one kind of work: those that were reckoned, or more if more have begun."""
        begun = self._parts[doing].total if doing in self._parts else 0
        ahead = self._ahead or WorkAhead()
        return max(begun, {"speak": ahead.sentences, "draw": ahead.frames}.get(doing, 0))

    def _left(self) -> float | None:
        """Seconds until the job is over; None: nothing is known yet."""
        ahead = self._ahead
        wanted: dict[Doing, float] = {}
        if ahead is not None:
            wanted = {"speak": ahead.speaking, "draw": ahead.drawing, "join": ahead.joining}
        if self._now is None:
            return ahead.seconds if ahead is not None else None
        own = self._left_of(self._now, wanted.get(self._now))
        if own is None:
            return None
        later = _ORDER[_ORDER.index(self._now) + 1 :] if self._now in _ORDER else ()
        return own + sum(wanted.get(each, 0.0) for each in later)

    def _left_of(self, doing: Doing, reckoned: float | None) -> float | None:
        """Of the work that is under way: more and more as it went so far, not as was reckoned."""
        part = self._parts[doing]
        spent = self._clock() - (part.began or 0.0)
        share = min(1.0, part.done / max(1, self._whole(doing)))
        if not share:
            return None if reckoned is None else max(reckoned - spent, 0.0)
        measured = spent / share
        if reckoned is None:
            return measured * (1 - share)
        return (1 - share) * (share * measured + (1 - share) * reckoned)
