"""Where tasks run, and what stops them."""

import threading
import time
from concurrent.futures import Future

import pytest

from renderer.farm import Room, finished, open_farm, usable_cores


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


@pytest.mark.parametrize(("jobs", "most"), [(2, 1), (4, 2), (1, 1)])
def test_heavy_tasks_take_turns_and_others_go_ahead_of_them(jobs: int, most: int) -> None:
    lock, inside, peak, done = threading.Lock(), [0], [0], list[int]()
    # A film's flights, closer to one another than its other segments are long.
    heavy = {1, 2, 5, 6, 7, 12, 13, 14, 15}
    room = Room(most)
    turns = [room.turns((n, n in heavy) for n in part) for part in (range(10), range(10, 16))]

    def task(place: int) -> int:
        with turns[place].next() as number:
            with lock:
                inside[0] += number in heavy
                peak[0] = max(peak[0], inside[0])
            time.sleep(0.01 if number in heavy else 0.002)
            with lock:
                inside[0] -= number in heavy
                done.append(number)
            return number

    with open_farm(jobs) as farm:
        futures = [farm.submit(task, place) for place in [0] * 10 + [1] * 6]
        assert sorted(finished(futures)) == list(range(16))
    assert peak[0] == most
    if jobs == 1:
        assert done == list(range(16)), "nothing to wait for, so the film's own order"


def test_a_heavy_task_that_fails_makes_room() -> None:
    turns = Room(1).turns([(1, True), (2, True)])
    with pytest.raises(ValueError, match="third"), turns.next():
        fails()
    with turns.next() as number:
        assert number == 2


def test_waiting_for_room_ends_when_the_work_is_stopped() -> None:
    turns = Room(1).turns([(1, True), (2, True)])
    entered = threading.Event()

    def long() -> None:
        with turns.next():
            entered.set()

    with turns.next(), pytest.raises(KeyboardInterrupt), open_farm(1) as farm:  # noqa: PT012 - as above
        waiting = farm.submit(long)
        time.sleep(0.01)
        raise KeyboardInterrupt
    assert waiting.exception(0) is not None
    assert not entered.is_set()
