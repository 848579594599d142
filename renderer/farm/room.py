"""Memory that tasks running side by side share: what is dear begins when there is room for it.

Comes in: bytes. Goes out: turns to take, or a wait. What a thing takes is the caller's estimate;
what all tasks take alike isn't counted. Nothing is allocated here, and nothing measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Generic, TypeVar

from renderer.cancellation import SLICE_SECONDS, stop_point

T = TypeVar("T")
_BESIDE = 55_000_000
"""Bytes: one ground at 1080p while it is drawn (54 at the most), beside who flies."""
_A_JOB = 50_000_000
"""Bytes: a flight at 1080p takes 100. Of two jobs one may fly, of eight four. Small frames have
always room; where frames are large, one thing is drawn at a time."""


def room_for(jobs: int) -> Room:
    """The memory that *jobs* side by side share, beyond what each of them takes."""
    return Room(_BESIDE + _A_JOB * jobs)


class Room:
    """Room for *most* bytes, in however many films they are taken.

    What is larger than that gets it as soon as nothing else is taken.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = 0
        self._brief = 0
        """How many have taken some by `briefly`."""
        self._changed = Condition()

    def turns(self, tasks: Iterable[tuple[T, int]]) -> Turns[T]:
        """*tasks* to be taken in order, each with the bytes that it takes beyond any other's."""
        return Turns(tasks, self)

    @contextmanager
    def briefly(self, size: int) -> Iterator[None]:
        """*size* bytes for what the block does, inside a task that may have taken some already.

        The block must not wait for another's: whoever waits here, waits for such blocks to end. So
        with none of them under way it begins, even where tasks have taken all.

        Raises:
            Stopped: as `stop_point`, while it waits.
        """
        with self._changed:
            while self._brief and not self._fits(size):
                self._wait()
            self._taken += size
            self._brief += 1
        try:
            yield
        finally:
            with self._changed:
                self._taken -= size
                self._brief -= 1
                self._changed.notify_all()

    def _fits(self, size: int) -> bool:
        return not size or not self._taken or self._taken + size <= self._most

    def _wait(self) -> None:
        self._changed.wait(SLICE_SECONDS)
        stop_point()


class Turns(Generic[T]):
    """Tasks taken in order, except that those behind one for which there is no room go first.

    So what is taken of the memory depends as little on which tasks happen to meet as it can, and no
    thread waits while there is something else to do.
    """

    def __init__(self, tasks: Iterable[tuple[T, int]], room: Room) -> None:
        self._tasks = list(tasks)
        self._room = room

    @contextmanager
    def next(self) -> Iterator[T]:
        """The next task, to be done in the block; as many blocks as there are tasks.

        Raises:
            Stopped: as `stop_point`, while none of those that are left has room.
        """
        room = self._room
        with room._changed:
            while (place := self._first()) is None:
                room._wait()
            task, size = self._tasks.pop(place)
            room._taken += size
        try:
            yield task
        finally:
            with room._changed:
                room._taken -= size
                room._changed.notify_all()

    def _first(self) -> int | None:
        places = enumerate(self._tasks)
        return next((at for at, (_, size) in places if self._room._fits(size)), None)
