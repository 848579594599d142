"""One estimate of a job, from before it begins until it ends; and whom a job waits for."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from renderer.messages import tr
from renderer.production.events import JOINING, NARRATION
from renderer.studio.jobs import Job, Jobs
from renderer.studio.progress import DRAFT, Progress
from renderer.studio.time_estimates import WorkAhead

AHEAD = WorkAhead(sentences=4, segments=3, frames=200, speaking=4.0, drawing=20.0, joining=1.0)


class Run:
    """A job under a clock that stands until it is moved on."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.told: dict[str, Any] = {}
        self.progress = Progress(self.tell, Event(), lambda: self.seconds)

    def tell(self, **news: Any) -> None:
        self.told = news

    def advance(self, steps: int, seconds: float) -> dict[str, Any]:
        self.seconds += seconds
        self.progress.advance(steps)
        return self.told


def test_what_is_left_begins_as_it_was_reckoned_and_goes_on_as_it_is_measured() -> None:
    run = Run()
    run.progress.expect(AHEAD)
    assert run.told["left_seconds"] == AHEAD.seconds == 25.0
    run.progress.stage(tr(NARRATION), 4)
    assert (run.told["doing"], run.told["done"], run.told["total"]) == ("speak", 0, 4)
    assert run.told["left_seconds"] == 25.0, "the same estimate, not another one"
    # Speaking goes as reckoned.
    told = run.advance(2, 2.0)
    assert (told["done"], told["left_seconds"]) == (2, 23.0)
    run.advance(2, 2.0)
    run.progress.stage("images 16:9", 150)
    assert run.told["left_seconds"] == 21.0
    # Drawing takes twice as long as reckoned: half of it in 20 s, 20 s more are likely at the end.
    told = run.advance(100, 20.0)
    assert (told["doing"], told["done"], told["total"]) == ("draw", 1, 3)
    assert told["left_seconds"] == pytest.approx(16.0)  # between 10 reckoned and 20 measured
    run.advance(50, 10.0)
    # Another shape goes on with the same count.
    run.progress.stage("images 9:16", 50)
    told = run.advance(50, 10.0)
    assert (told["done"], told["total"]) == (3, 3)
    run.progress.stage(tr(JOINING), 2)
    assert run.told["doing"] == "join"
    assert run.told["left_seconds"] <= 1.0


def test_the_bar_never_goes_back() -> None:
    run = Run()
    run.progress.expect(AHEAD)
    run.progress.stage(tr(NARRATION), 4)
    seen = [run.advance(1, seconds)["percent"] for seconds in (0.3, 0.3, 30.0, 30.0)]
    run.progress.stage("images", 200)
    seen += [run.advance(20, seconds)["percent"] for seconds in (1.0, 60.0, 1.0)]
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] <= 100


def test_a_draft_says_nothing_of_the_time_before_it_knows_it() -> None:
    run = Run()
    run.progress.stage(tr(DRAFT), 10)
    assert (run.told["left_seconds"], run.told["percent"], run.told["total"]) == (None, None, 10)
    told = run.advance(2, 3.0)
    assert (told["doing"], told["done"], told["left_seconds"]) == ("draft", 2, 12.0)


def test_a_job_that_waits_says_for_what_and_for_whom() -> None:
    news: list[Job] = []
    begun, over, go = Event(), Event(), [Event(), Event()]

    def tell(job: Job) -> None:
        news.append(job)
        if len({one.job for one in news if one.is_over}) == 4:
            over.set()

    jobs = Jobs(tell)

    def work(number: int) -> Any:
        def does(_: str, __: Progress) -> dict[str, Any]:
            begun.set()
            assert go[number].wait(60)
            return {}

        return does

    first = jobs.begin("publish", "a", "Anne", work(0), title="Le port")
    assert begun.wait(60)
    second = jobs.begin("publish", "b", "Bruno", work(1), title="La rade")
    third = jobs.begin("publish", "c", "", lambda _, __: {}, title="Le fort")
    drafted = jobs.begin("draft", "b", "", lambda _, __: {}, title="La rade")
    turn = {"film": "a", "title": "Le port", "by": "Anne"}
    assert first.waits_for is None
    assert second.waits_for == third.waits_for == turn
    assert drafted.waits_for is None, "a draft waits for no publication"
    go[0].set()
    go[1].set()
    assert over.wait(60)
    jobs.close()
    # Whichever of the others came next, the last one was told that it waits for that one.
    after = [job.waits_for["film"] for job in news if job.waits_for and job.state == "waiting"]
    assert set(after) == {"a", after[-1]}
    assert {job.state for job in jobs.all()} == {"done"}
    assert all(job.waits_for is None for job in jobs.all())
