"""HTTP for those who have the key, and a short wait at the door for all others.

Comes in: a connection. Goes out: its requests, to the ASGI application. Any program and any page
of this machine can open connections; one that sends no request costs nothing to keep open. So a
connection is a stranger until the gate has let one of its requests in, and strangers are few and
are not waited for long: whatever they do, the author's own browser finds room.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_STRANGERS = 32
"""A browser opens six connections to a host before its first request is answered, and there may
be several browsers; nobody's file limit is as low as this."""
STRANGER_SECONDS = 10.0
"""A browser that opens a connection in advance may keep it for a while before it asks; when we
close it first, it opens another."""
_LET_IN = "recit.let_in"


def let_in(scope: Scope) -> None:
    """The connection of this request belongs to someone with the key."""
    known: Callable[[], None] | None = scope.get("state", {}).get(_LET_IN)
    if known is not None:
        known()


class GuardedProtocol(H11Protocol):
    """uvicorn's own, which has no limit of time for a request's head, and whose only limit of
    connections (`limit_concurrency`) turns away whoever comes last, key or no key.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.app_state = {**self.app_state, _LET_IN: self._let_in}
        self._arrived = 0.0
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait, but not for long, and not for too many."""
        super().connection_made(transport)
        self._arrived = self.loop.time()
        self._patience = self.loop.call_later(STRANGER_SECONDS, transport.abort)
        others = (one for one in self.connections if isinstance(one, GuardedProtocol))
        strangers = [one for one in others if one._patience is not None]
        strangers.sort(key=lambda one: one._arrived)
        for oldest in strangers[:-MOST_STRANGERS]:
            oldest.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._let_in()
        super().connection_lost(exc)

    def _let_in(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
