"""What is dear begins when there is room for it, and nothing waits for ever."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import pytest

from renderer.farm import finished, open_farm
from renderer.farm.room import Room, room_for

MEGABYTE = 1_000_000
FLIGHT, GROUND = 99_532_800, 54_400_000
"""As large as either becomes at 1080p: clips/segment_keys.py, maps/prepared_map.py."""


def fails() -> None:
    raise ValueError("third")


class Ledger:
    """What tasks hold at once, as they tell it themselves."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.held = self.most = 0

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        with self._lock:
            self.held += size
            self.most = max(self.most, self.held)
        try:
            yield
        finally:
            with self._lock:
                self.held -= size


@pytest.mark.parametrize(("jobs", "most"), [(2, 1), (4, 2), (1, 1)])
def test_heavy_tasks_take_turns_and_others_go_ahead_of_them(jobs: int, most: int) -> None:
    ledger, lock, done = Ledger(), threading.Lock(), list[int]()
    # A film's flights, closer to one another than its other segments are long.
    heavy = {1, 2, 5, 6, 7, 12, 13, 14, 15}
    room = Room(most)
    turns = [room.turns((n, int(n in heavy)) for n in part) for part in (range(10), range(10, 16))]

    def task(place: int) -> int:
        with turns[place].next() as number, ledger.holding(number in heavy):
            time.sleep(0.01 if number in heavy else 0.002)
            with lock:
                done.append(number)
            return number

    with open_farm(jobs) as farm:
        futures = [farm.submit(task, place) for place in [0] * 10 + [1] * 6]
        assert sorted(finished(futures)) == list(range(16))
    assert ledger.most == most
    if jobs == 1:
        assert done == list(range(16)), "nothing to wait for, so the film's own order"


@pytest.mark.parametrize("jobs", [2, 3, 4, 8])
def test_flights_and_grounds_stay_within_the_room_and_none_waits_for_ever(jobs: int) -> None:
    ledger, most = Ledger(), (55 + 50 * jobs) * MEGABYTE
    room = room_for(jobs)
    turns = room.turns((n, FLIGHT if n % 3 else 0) for n in range(30))

    def task() -> None:
        with turns.next() as number, ledger.holding(FLIGHT if number % 3 else 0):
            for _ in range(4):
                with room.briefly(GROUND), ledger.holding(GROUND):
                    time.sleep(0.001)

    with open_farm(jobs) as farm:
        list(finished([farm.submit(task) for _ in range(30)]))
    # Where flights have taken all, one ground is drawn nevertheless: else all would wait for ever.
    assert ledger.most <= max(most, most // FLIGHT * FLIGHT + GROUND)
    assert ledger.held == 0


def test_two_jobs_at_1080p_draw_one_ground_beside_a_flight_and_two_without() -> None:
    ledger, room = Ledger(), room_for(2)
    together = threading.Barrier(2)

    def draw() -> None:
        with room.briefly(GROUND), ledger.holding(GROUND):
            together.wait(10)

    with open_farm(2) as farm:
        list(finished([farm.submit(draw), farm.submit(draw)]))
    assert ledger.most == 2 * GROUND

    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with room.briefly(GROUND):
            entered.set()
            leave.wait(10)

    def follow() -> bool:
        with room.briefly(GROUND):
            return leave.is_set()

    with room.turns([(1, FLIGHT)]).next(), open_farm(2) as farm:
        holding = farm.submit(hold)
        assert entered.wait(10)
        waiting = farm.submit(follow)
        time.sleep(0.02)
        assert not waiting.done()
        leave.set()
        list(finished([holding]))
        assert waiting.result(10), "it waited for the other's end"


def test_what_is_larger_than_the_room_has_it_alone() -> None:
    room, ledger = Room(10), Ledger()
    turns = room.turns((n, size) for n, size in enumerate((25, 3, 40, 3, 25)))
    sizes = (25, 3, 40, 3, 25)

    def task() -> int:
        with turns.next() as number, ledger.holding(sizes[number]):
            time.sleep(0.002)
            return number

    with open_farm(3) as farm:
        futures = [farm.submit(task) for _ in sizes]
        assert sorted(finished(futures)) == [0, 1, 2, 3, 4]
    assert ledger.most == 40

    def large() -> None:
        with room.briefly(25), ledger.holding(25):
            time.sleep(0.002)

    ledger.most = 0
    with open_farm(3) as farm:
        list(finished([farm.submit(large) for _ in range(6)]))
    assert ledger.most == 25


def test_where_frames_are_small_nothing_waits() -> None:
    room, together = room_for(2), threading.Barrier(2)
    turns = room.turns([(1, FLIGHT // 20), (2, FLIGHT // 20)])

    def task() -> int:
        with turns.next() as number, room.briefly(GROUND // 20):
            together.wait(10)
            return number

    with open_farm(2) as farm:
        assert sorted(finished([farm.submit(task), farm.submit(task)])) == [1, 2]


def test_a_heavy_task_that_fails_makes_room() -> None:
    turns = Room(1).turns([(1, 1), (2, 1)])
    with pytest.raises(ValueError, match="third"), turns.next():
        fails()
    with turns.next() as number:
        assert number == 2


def test_what_fails_briefly_makes_room() -> None:
    room = Room(1)
    with pytest.raises(ValueError, match="third"), room.briefly(1):
        fails()
    with room.turns([(1, 1)]).next(), pytest.raises(ValueError, match="third"), room.briefly(1):
        fails()
    with open_farm(1) as farm:
        assert farm.submit(taken, room).result(10)


def taken(room: Room) -> bool:
    with room.briefly(1):
        return True


def by_turns(room: Room) -> Callable[[], None]:
    turns = room.turns([(1, 1)])

    def take() -> None:
        with turns.next():
            raise AssertionError

    return take


def in_between(room: Room) -> Callable[[], None]:
    def take() -> None:
        with room.briefly(1):
            raise AssertionError

    return take


@pytest.mark.parametrize("way", [by_turns, in_between])
def test_waiting_for_room_ends_when_the_work_is_stopped(
    way: Callable[[Room], Callable[[], None]],
) -> None:
    room = Room(1)
    take = way(room)
    waiting: Future[None]
    with room.briefly(1), pytest.raises(KeyboardInterrupt), open_farm(1) as farm:  # noqa: PT012
        waiting = farm.submit(take)
        time.sleep(0.01)
        raise KeyboardInterrupt
    error = waiting.exception(0)
    assert error is not None
    assert not isinstance(error, AssertionError)
    assert taken(room), "what waited had taken nothing"
