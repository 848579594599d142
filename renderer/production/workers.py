"""Where the segments of one or more films are made: this machine's threads, or a cluster.

Comes in: how many jobs, and a cluster's place. Goes out: a `Workshop`, for as long as the context
lasts. Films made in one workshop share its threads, decoders and painters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from renderer.farm import open_farm
from renderer.farm.cluster import open_cluster
from renderer.farm.room import Room, room_for

if TYPE_CHECKING:
    from renderer.farm.cluster import Cluster
    from renderer.production.options import Options
    from renderer.production.painter_cache import Shelf


class Workshop:
    """Threads, a shelf made when first asked for, and perhaps a cluster."""

    def __init__(
        self, farm: Executor, cluster: Cluster | None, make: Callable[[], Shelf], room: Room
    ) -> None:
        self.farm = farm
        self.cluster = cluster
        self.room = room
        """The memory that its segments and painters share."""
        self._make = make
        self._shelf: Shelf | None = None
        self._lock = Lock()

    @property
    def shelf(self) -> Shelf:
        """The painters; codecs and OpenCV are loaded by the first to ask."""
        with self._lock:
            if self._shelf is None:
                self._shelf = self._make()
            return self._shelf


@contextmanager
def open_workshop(jobs: int, options: Options, warn: Callable[[str], None]) -> Iterator[Workshop]:
    """A workshop of *jobs* threads, connected to the cluster that *options* name, if any.

    Raises:
        UsageError, ClusterError: the cluster is refused, or can't be reached.
    """
    with ExitStack() as kept:
        cluster = kept.enter_context(open_cluster(options.cluster)) if options.cluster else None

        def make() -> Shelf:
            from renderer.production.decoders import (
                open_shelf,  # OpenCV: only when something is drawn
            )

            allow_code = options.allow_code
            return kept.enter_context(open_shelf(jobs, warn, allow_code=allow_code, room=room))

        room = room_for(jobs)
        # The threads end before what they work with, which `kept` still holds.
        with open_farm(jobs) as farm:
            yield Workshop(farm, cluster, make, room)
