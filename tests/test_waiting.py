"""Stopping and patience: who is stopped when, what is not left half-done, what time counts; and how
tests wait."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.cancellation import Patience, Stopped, interrupt, pause, pool, stop_point, unbroken

from renderer.cancellation import wait_for, watched  # isort: skip


def in_a_thread(work: Callable[[], object]) -> object:
    """What *work* gives or raises, in a thread of its own: what it is told stays with it."""
    found: Future[object] = Future()

    def run() -> None:
        try:
            found.set_result(work())
        except BaseException as error:
            found.set_exception(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    return found.result()


def block_after_block() -> None:
    while True:
        stop_point()
        time.sleep(0.001)


@pytest.mark.parametrize(
    "work",
    [
        block_after_block,
        lambda: pause(600),
        lambda: wait_for(lambda: threading.Event().wait(600)),
    ],
    ids=["blocks", "pause", "somebody else"],
)
def test_a_pool_left_by_a_failure_stops_what_is_under_way(work: Callable[[], None]) -> None:
    begun = threading.Event()

    def task() -> None:
        begun.set()
        work()

    with pytest.raises(ValueError, match="beside it"), pool(2, "test") as threads:  # noqa: PT012
        future = threads.submit(task)
        waiting = [threads.submit(task) for _ in range(3)]
        assert begun.wait(10)
        raise ValueError("something beside it failed")
    assert isinstance(future.exception(), Stopped)
    assert all(one.cancelled() or isinstance(one.exception(), Stopped) for one in waiting)


def test_tasks_follow_the_pool_of_whoever_asked_for_them() -> None:
    begun = threading.Event()

    def inner() -> None:
        begun.set()
        block_after_block()

    with pool(1, "workshop") as workshop:
        with pytest.raises(ValueError, match="film"), pool(1, "film") as films:  # noqa: PT012
            film = films.submit(lambda: workshop.submit(inner).result())
            assert begun.wait(10)
            raise ValueError("a film failed")
        assert isinstance(film.exception(), Stopped)
        assert workshop.submit(pow, 2, 3).result() == 8, "the workshop goes on"


def test_what_must_not_be_left_half_done_is_done_first() -> None:
    steps: list[str] = []

    def work() -> None:
        with unbroken():
            interrupt(signal.SIGTERM)
            stop_point()
            steps.append("done")
        steps.append("never")

    with pytest.raises(Stopped) as caught:
        in_a_thread(work)
    assert caught.value.signal == signal.SIGTERM
    assert steps == ["done"]


def test_a_stop_that_was_lost_on_its_way_comes_again_but_not_while_putting_away() -> None:
    steps: list[str] = []

    def work() -> None:
        try:
            interrupt(signal.SIGINT)
        except Stopped:
            steps.append("lost")  # as in a finalizer
        try:
            stop_point()
        finally:
            with unbroken():
                stop_point()
                steps.append("put away")

    with pytest.raises(Stopped):
        in_a_thread(work)
    assert steps == ["lost", "put away"]


@given(st.lists(st.sampled_from([0.1, 0.2, 5.0, 90.0, 86_400.0]), max_size=40))
def test_what_was_slept_through_does_not_count(slices: list[float]) -> None:
    now = [0.0]
    patience = Patience(60.0, lambda: now[0])
    counted = 0.0
    for passed in slices:
        now[0] += passed
        counted += min(passed, 0.5)
        assert patience.is_over() == (counted >= 60.0)


def test_time_that_passes_slice_by_slice_counts() -> None:
    now = [0.0]
    patience = Patience(60.0, lambda: now[0])
    looks = 0
    while not patience.is_over():
        now[0] += 0.1
        looks += 1
    assert looks == pytest.approx(600, abs=1)


def test_a_wait_that_only_somebody_else_can_end_is_ended_when_it_takes_too_long() -> None:
    ended = threading.Event()
    with watched(0.2, ended.set) as is_late:
        assert ended.wait(20)
    assert is_late()
    quick = threading.Event()
    with watched(60.0, quick.set) as is_late:
        pass
    assert not is_late()
    assert not quick.is_set()


def test_a_wait_that_only_somebody_else_can_end_is_ended_by_a_stop() -> None:
    begun, ended = threading.Event(), threading.Event()

    def task() -> bool:
        with watched(600.0, ended.set) as is_late:
            begun.set()
            ended.wait(20)
        return is_late()

    with pytest.raises(ValueError, match="stop"), pool(1, "test") as threads:  # noqa: PT012
        future = threads.submit(task)
        assert begun.wait(10)
        raise ValueError("stop")
    assert future.result() is False


def test_no_test_waits_for_a_time_and_then_looks() -> None:
    """A browser is waited for until something is so, or never is (CONTRIBUTING, *Races*)."""
    places = {
        path.name
        for path in Path(__file__).parent.rglob("*.py")
        if ".wait_for_timeout(" in path.read_text(encoding="utf-8") and path != Path(__file__)
    }
    assert places == {"browser.py"}
