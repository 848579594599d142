"""Other machines than this one, to find tests that pass by its pace alone (CONTRIBUTING, *Races*).

Comes in: `RECIT_DISORDER`, kinds and a seed: "answers,pauses,pages:7". Goes out: servers of ours
that answer and tell late, tests that wait between their steps, pages on a slow processor. Without
the variable nothing here is used.
"""

from __future__ import annotations

import asyncio
import functools
import os
import random
import time
from collections.abc import Callable
from typing import Any

LATE_SECONDS = 0.4
"""An answer is late by up to that much: longer than the page waits for anything of its own."""
PAUSE_SECONDS = 0.3
"""Between two steps of a test: longer than the page waits for the hands to rest."""
SLOWER = 5
"""Times that a page's processor is slower: a telephone beside a desk's machine."""

_TOLD = os.environ.get("RECIT_DISORDER", "")
KINDS = frozenset(_TOLD.partition(":")[0].split(",")) - {""}
_RANDOM = random.Random(_TOLD.partition(":")[2])


def _some(most: float) -> float:
    """Often nothing, now and then nearly *most*: both orders of two things come up."""
    return most * max(0.0, _RANDOM.uniform(-0.5, 1.0))


def late_answers() -> None:
    """Have the servers of studio and preview answer each request, and tell each news, late."""
    import uvicorn

    begin: Callable[..., None] = uvicorn.Config.__init__

    def late(app: Any) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            async def sent(message: Any) -> None:
                # Of a film that streams only the beginning is late: it has thousands of pieces.
                if "body" not in message or scope.get("path", "").endswith("/events"):
                    await asyncio.sleep(_some(LATE_SECONDS) / 2)
                await send(message)

            await asyncio.sleep(_some(LATE_SECONDS) / 2)
            await app(scope, receive, sent)

        return answer

    def configured(config: Any, app: Any, *words: Any, **named: Any) -> None:
        begin(config, late(app), *words, **named)

    uvicorn.Config.__init__ = configured  # type: ignore[method-assign]


@functools.cache
def disorder_browser() -> None:
    """Have every step of a test wait before and after it, and pages be slow."""
    from playwright import sync_api
    from playwright._impl._sync_base import SyncBase

    if "pauses" in KINDS:
        step = SyncBase._sync

        def paused(base: Any, awaitable: Any) -> Any:
            time.sleep(_some(PAUSE_SECONDS) / 2)
            try:
                return step(base, awaitable)
            finally:
                time.sleep(_some(PAUSE_SECONDS) / 2)

        SyncBase._sync = paused  # type: ignore[method-assign]
    if "pages" in KINDS:
        for kind in (sync_api.Browser, sync_api.BrowserContext):
            kind.new_page = _slow(kind.new_page)  # type: ignore[method-assign]


def _slow(open_page: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(open_page)
    def opened(*words: Any, **named: Any) -> Any:
        page = open_page(*words, **named)
        wire = page.context.new_cdp_session(page)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return page

    return opened
