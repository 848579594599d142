"""What happens in a studio, told to every page that listens, and seen by it on the disk.

Comes in: news from any thread. Goes out: the same, in order, to each listener; and news of what
others write into the project's files. A listener that doesn't keep up is let go. Knows no browser.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from threading import Lock
from typing import Any

from renderer.messages import tr
from renderer.studio.answers import Refusal

News = Mapping[str, Any]
MOST_LISTENERS = 100
"""One browser has one, however many pages it shows: this is a large team, or a fault."""
_MOST_WAITING = 1000
"""News that a listener hasn't taken yet: minutes of typing."""


class Newsroom:
    """Tells everybody."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listeners: list[tuple[asyncio.AbstractEventLoop, asyncio.Queue[News | None]]] = []
        self._closed = False

    def tell(self, news: News | None) -> None:
        """Tell *news* to all; None: the studio ends."""
        with self._lock:
            self._closed = self._closed or news is None
            for loop, queue in self._listeners:
                loop.call_soon_threadsafe(_put, queue, news)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[asyncio.Queue[News | None]]:
        """What is told meanwhile; None ends it.

        Raises:
            Refusal: too many listen.
        """
        queue: asyncio.Queue[News | None] = asyncio.Queue(_MOST_WAITING)
        mine = (asyncio.get_running_loop(), queue)
        with self._lock:
            if len(self._listeners) >= MOST_LISTENERS:
                raise Refusal(503, "too-many", tr("too many pages listen"))
            self._listeners.append(mine)
            if self._closed:
                queue.put_nowait(None)
        try:
            yield queue
        finally:
            with self._lock:
                self._listeners.remove(mine)


def _put(queue: asyncio.Queue[News | None], news: News | None) -> None:
    if (
        queue.full()
    ):  # it doesn't listen any more: its stream ends, and a page that lives asks again
        while not queue.empty():
            queue.get_nowait()
        news = None
    queue.put_nowait(news)
