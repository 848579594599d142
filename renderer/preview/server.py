"""The web server, on loopback unless a proxy stands before it.

Comes in: a port and an ASGI application. Goes out: a listening socket, and answers from a thread
of their own while a block runs. When the block ends, nothing of it stays.
"""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from starlette.types import ASGIApp

from renderer.errors import UsageError
from renderer.messages import tr
from renderer.messages.os_errors import reason_of
from renderer.preview.access_control import GuardedProtocol

LOOPBACK = "127.0.0.1"
_FAREWELL_SECONDS = 1
"""A player that holds half a film back is not waited for any longer."""


@contextmanager
def listening_socket(port: int, host: str = LOOPBACK) -> Iterator[socket.socket]:
    """A socket that listens on *host*; *port* 0 takes any that is free.

    Raises:
        UsageError: the port is taken, or not ours to take.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            # Elsewhere this would let another program take the same port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            told = tr(
                "port {port} can't be used: {why}; leave --port out for a free one",
                port=port,
                why=_why(error),
            )
            raise UsageError(told, code="port-unavailable") from error
        listener.listen(128)
        yield listener
    finally:
        listener.close()


def _why(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return tr("another program listens there")
    return reason_of(error)


@contextmanager
def answering(app: ASGIApp, listener: socket.socket) -> Iterator[None]:
    """Answer requests on *listener* while the block runs."""
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            loop="asyncio",
            http=GuardedProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_FAREWELL_SECONDS,
        )
    )
    # Signals are heard by the main thread, which is busy making films.
    thread = Thread(
        target=lambda: asyncio.run(_serve(server, listener)), name="preview-server", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


async def _serve(server: uvicorn.Server, listener: socket.socket) -> None:
    await server.serve([listener])
    # uvicorn 0.54 leaves a connection open whose reader has stopped reading: its socket would
    # only be closed by the garbage collector.
    for connection in tuple(server.server_state.connections):
        connection.transport.abort()
    await asyncio.sleep(0)
