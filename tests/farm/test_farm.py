"""Where tasks run, and what stops them."""

import threading
import time
from concurrent.futures import Future

import pytest

from renderer.farm import finished, open_farm, usable_cores


def test_there_is_always_a_core() -> None:
    assert usable_cores() >= 1


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_every_result_arrives_once(jobs: int) -> None:
    with open_farm(jobs) as farm:
        futures = [farm.submit(pow, n, 2) for n in range(50)]
        assert sorted(finished(futures)) == [n * n for n in range(50)]


@pytest.mark.parametrize("jobs", [1, 3])
def test_no_more_run_at_once_than_asked(jobs: int) -> None:
    lock, inside, most = threading.Lock(), [0], [0]
    together = threading.Barrier(jobs)

    def task() -> None:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        together.wait(60)
        with lock:
            inside[0] -= 1

    with open_farm(jobs) as farm:
        list(finished([farm.submit(task) for _ in range(12)]))
    assert most[0] == jobs


def fails() -> None:
    raise ValueError("the third segment failed")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt])
def test_a_failure_drops_what_has_not_begun_and_waits_for_what_has(
    jobs: int, kind: type[BaseException]
) -> None:
    begun, ended, hold = [], [], threading.Event()

    def long(number: int) -> None:
        begun.append(number)
        hold.wait(5)
        ended.append(number)

    def fail() -> None:
        raise kind("stopped")

    futures: list[Future[None]] = []
    with pytest.raises(kind, match="stopped"), open_farm(jobs) as farm:  # noqa: PT012 - the whole life of a farm
        futures.append(farm.submit(fail))
        futures += [farm.submit(long, number) for number in range(20)]
        try:
            list(finished(futures))
        finally:
            hold.set()
    assert sorted(begun) == sorted(ended), "nothing is left running"
    assert len(begun) <= jobs + 1
    assert sum(future.cancelled() for future in futures) >= 20 - len(begun)


def test_an_interrupt_between_tasks_ends_the_farm() -> None:
    hold = threading.Event()
    done = []

    def long(number: int) -> None:
        hold.wait(5)
        done.append(number)

    with pytest.raises(KeyboardInterrupt), open_farm(2) as farm:  # noqa: PT012 - as above
        futures = [farm.submit(long, number) for number in range(20)]
        futures[-1].add_done_callback(lambda _: hold.set())  # once it is dropped
        raise KeyboardInterrupt
    assert len(done) < 20
    assert not [t for t in threading.enumerate() if t.name.startswith("segment")]


def test_the_first_failure_is_the_one_that_is_told() -> None:
    with pytest.raises(ValueError, match="third"), open_farm(1) as farm:  # noqa: PT012 - as above
        futures: list[Future[None]] = [farm.submit(time.sleep, 0), farm.submit(fails)]
        list(finished(futures))
