"""The preview's few addresses.

    /                        the page around the film, with its state
    /events                  the same state, as a stream of server-sent events
    /show/<set>/<name>       one file of a set on show, with byte ranges

Comes in: a billboard and a showcase. Goes out: an ASGI application, behind the gate. It only
reads: no request renders or writes anything, and nothing but GET and HEAD is answered.
"""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from renderer.messages.catalogue import speaking
from renderer.preview.gate import Keys, guarded
from renderer.preview.news import Billboard, News
from renderer.preview.page import new_nonce, wrapper_page, wrapper_policy
from renderer.preview.ranges import understood
from renderer.preview.reader import tongue_of
from renderer.preview.showcase import Showcase
from renderer.publish.pages import page_policy
from renderer.publish.swap import MEDIA

KEEP_ALIVE_SECONDS = 15.0
"""A stream with nothing to say says so, which also finds out whether anybody still listens."""
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
"""What a set holds. Written out: the system's own table may lack VTT, or have been changed."""
_VIEWS = {"embed": "embed.html", "page": "page.html"}


def preview_app(billboard: Billboard, showcase: Showcase, keys: Keys) -> ASGIApp:
    """The application, behind the gate."""

    async def front(request: Request) -> Response:
        nonce = new_nonce()
        with speaking(tongue_of(request.headers.get("accept-language", ""))):
            page = wrapper_page(state_of(billboard.news), nonce)
        return HTMLResponse(page, headers={"Content-Security-Policy": wrapper_policy(nonce)})

    async def events(request: Request) -> Response:
        tongue = tongue_of(request.headers.get("accept-language", ""))
        return StreamingResponse(_stream(billboard, tongue), media_type="text/event-stream")

    async def show(request: Request) -> Response:
        return file_answer(showcase, request)

    routes = [
        Route("/", front),
        Route("/events", events),
        Route("/show/{known_as}/{name:path}", show),
    ]
    app = Starlette(routes=routes)
    # A path with or without its last slash is another path: nothing is guessed.
    app.router.redirect_slashes = False
    return guarded(app, keys)


def state_of(news: News) -> dict[str, Any]:
    """The news as the page is given it, in its reader's language: plain JSON, the set on show as
    addresses.
    """
    state = {**asdict(news), "headline": news.said}
    del state["values"]
    known_as = state.pop("shown")
    addresses = {view: f"/show/{known_as}/{name}" for view, name in _VIEWS.items()}
    return {**state, "views": addresses if known_as else {}}


async def _stream(billboard: Billboard, tongue: str) -> AsyncIterator[str]:
    loop, fresh = asyncio.get_running_loop(), asyncio.Event()

    def wake(_: News) -> None:
        loop.call_soon_threadsafe(fresh.set)

    with billboard.listening(wake):
        while not billboard.closed:
            fresh.clear()
            yield _event(billboard.news, tongue)
            while not fresh.is_set():
                try:
                    await asyncio.wait_for(fresh.wait(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"


def _event(news: News, tongue: str) -> str:
    # Not around the stream: what is set there would be read between two of its events.
    with speaking(tongue):
        state = state_of(news)
    return f"id: {news.number}\ndata: {json.dumps(state)}\n\n"


def file_answer(showcase: Showcase, request: Request) -> Response:
    """One file of a set on show, or the part of it that is asked for.

    Raises:
        HTTPException: there is no such set, or no such file in it.
    """
    name = request.path_params["name"]
    path = showcase.find(request.path_params["known_as"], name)
    try:
        found = path.stat() if path is not None else None
    except OSError:
        found = None
    if path is None or found is None or not stat.S_ISREG(found.st_mode):
        raise HTTPException(404)
    asked = MutableHeaders(scope=request.scope)
    # Only of GET may a part be asked (RFC 9110, 14.2).
    wanted = understood(asked.get("range", ""), found.st_size) if request.method == "GET" else ""
    del asked["range"]
    if wanted:
        asked["range"] = wanted
    kind = _KINDS.get(path.suffix, "application/octet-stream")
    headers = {}
    if path.suffix == ".html":
        headers["Content-Security-Policy"] = f"{page_policy()}; frame-ancestors 'self'"
    elif name.startswith(f"{MEDIA}/"):
        # Named by their content, so never out of date; without this, each seek loads them anew.
        headers["Cache-Control"] = "private, max-age=3600"
    return FileResponse(path, headers=headers, media_type=kind, stat_result=found)
