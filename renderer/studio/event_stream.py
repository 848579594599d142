"""What happens in a studio, told to every page that listens, and seen by it on the disk.

Comes in: news from any thread. Goes out: the same, in order, to each listener; and, of a browser
that listens no more, however it ended, that its pages have left. A listener that doesn't keep up is
let go. Knows no film.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from threading import Lock
from typing import Any

from renderer.messages import tr
from renderer.studio.http import Refusal

News = Mapping[str, Any]
MOST_LISTENERS = 100
"""One browser has one, however many pages it shows: this is a large team, or a fault."""
_MOST_WAITING = 1000
"""News that a listener hasn't taken yet: minutes of typing."""

_MOST_PAGES = 1000
"""That are known; who isn't is forgotten a minute and a half after it was last heard of."""
_REJOIN_SECONDS = 5.0
"""After which a browser is gone: one of its pages takes up listening where another was closed, and
a connection that broke is made anew, within three."""


class Broadcaster:
    """Tells everybody."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listeners: list[
            tuple[asyncio.AbstractEventLoop, asyncio.Queue[News | None], str]
        ] = []
        self._pages: dict[tuple[str, str], Callable[[], object]] = {}
        self._closed = False

    def tell(self, news: News | None) -> None:
        """Tell *news* to all; None: the studio ends."""
        with self._lock:
            self._closed = self._closed or news is None
            for loop, queue, _ in self._listeners:
                loop.call_soon_threadsafe(_put, queue, news)

    @asynccontextmanager
    async def listening(self, browser: str = "") -> AsyncIterator[asyncio.Queue[News | None]]:
        """What is told meanwhile to *browser*, as it calls itself; None ends it.

        Raises:
            Refusal: too many listen.
        """
        queue: asyncio.Queue[News | None] = asyncio.Queue(_MOST_WAITING)
        mine = (asyncio.get_running_loop(), queue, browser)
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
                closed = self._closed
            if browser and not closed:
                mine[0].call_later(_REJOIN_SECONDS, self._look_for, browser, mine[0])

    def page(self, browser: str, page: str, leaves: Callable[[], object] | None) -> None:
        """*page* of *browser* is open: *leaves* is called when that is gone. None: it has left."""
        with self._lock:
            self._pages.pop((browser, page), None)
            if leaves is not None:
                self._pages[browser, page] = leaves
            while len(self._pages) > _MOST_PAGES:
                del self._pages[next(iter(self._pages))]

    def _look_for(self, browser: str, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            if self._closed or any(each == browser for *_, each in self._listeners):
                return
            gone = [key for key in self._pages if key[0] == browser]
            left = [self._pages.pop(key) for key in gone]
        for leaves in left:
            loop.run_in_executor(None, leaves)


def _put(queue: asyncio.Queue[News | None], news: News | None) -> None:
    if (
        queue.full()
    ):  # it doesn't listen any more: its stream ends, and a page that lives asks again
        while not queue.empty():
            queue.get_nowait()
        news = None
    queue.put_nowait(news)
