"""The preview's few addresses.

    /                        the page around the film, with its state
    /events                  the same state, as a stream of server-sent events
    /show/<set>/<name>       one file of a set on show, with byte ranges

Comes in: a billboard and a showcase. Goes out: an ASGI application, behind the gate. It only
reads: no request renders or writes anything, and nothing but GET and HEAD is answered.

The page around the film needs no script to be read; with its script it follows the event stream.
Every text is escaped by the template or set as text by the script.

Starlette 1.10 refuses with 400 a range that a server has to ignore (another unit) or had better
(of no form), and with 416 a list of which only some can be had: such are mended first, as RFC 9110
wants.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import stat
from collections.abc import AsyncIterator
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from renderer.messages import tr
from renderer.messages.catalogue import language, speaking
from renderer.preview.access_control import Keys, guarded, tongue_of
from renderer.preview.served_files import ServedFiles
from renderer.preview.status import Billboard, News
from renderer.publish.pages import page_policy
from renderer.publish.swap_and_rollback import MEDIA


def new_nonce() -> str:
    """The word that lets one answer's own style and script run."""
    return secrets.token_urlsafe(16)


def wrapper_policy(nonce: str) -> str:
    """The Content-Security-Policy of the page around the film."""
    return "; ".join(
        (
            "default-src 'none'",
            "frame-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            f"style-src 'nonce-{nonce}'",
            f"script-src 'nonce-{nonce}'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def wrapper_page(state: dict[str, Any], nonce: str) -> str:
    """The page around the film, showing *state*."""
    return (
        _environment()
        .get_template("preview.html")
        .render(
            state=state,
            nonce=nonce,
            words=_words(),
            style=_asset("preview.css"),
            script=_asset("preview.js"),
        )
    )


def _words() -> dict[str, str]:
    """What the page itself says, in its reader's language."""
    return {
        "language": language(),
        "title": tr("Récit — preview"),
        "progress": tr("Progress"),
        "shown": tr("What is shown"),
        "embed": tr("The embedded film"),
        "page": tr("The example page"),
        "mistakes": tr("Mistakes"),
        "to_look_at": tr("To look at:"),
        "film": tr("The film and its page"),
        "draft": tr("draft"),
        "full": tr("full quality"),
        "ended": tr("The preview isn't running: start `serve` again"),
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("renderer.preview", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(name: str) -> Markup:
    """Our own style or script, which isn't escaped: no word of a storyboard is in it."""
    source = files("renderer.preview").joinpath("templates", name)
    return Markup(source.read_text(encoding="utf-8"))


KEEP_ALIVE_SECONDS = 15.0
"""A stream with nothing to say says so, which also finds out whether anybody still listens."""
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
"""What a set and the studio's page hold. Written out: the system's own table may lack VTT, or have
been changed; and a page takes no style sheet of another kind."""
_VIEWS = {"embed": "embed.html", "page": "page.html"}


def preview_app(billboard: Billboard, showcase: ServedFiles, keys: Keys) -> ASGIApp:
    """The application, behind the gate."""

    async def front(request: Request) -> Response:
        nonce = new_nonce()
        with speaking(tongue_of(request.headers.get("accept-language", ""))):
            page = wrapper_page(news_json(billboard.news), nonce)
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


def news_json(news: News) -> dict[str, Any]:
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
        state = news_json(news)
    return f"id: {news.number}\ndata: {json.dumps(state)}\n\n"


def file_answer(showcase: ServedFiles, request: Request) -> Response:
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
    kind = KINDS.get(path.suffix, "application/octet-stream")
    headers = {}
    if path.suffix == ".html":
        headers["Content-Security-Policy"] = f"{page_policy()}; frame-ancestors 'self'"
    elif name.startswith(f"{MEDIA}/"):
        # Named by their content, so never out of date; without this, each seek loads them anew.
        headers["Cache-Control"] = "private, max-age=3600"
    return FileResponse(path, headers=headers, media_type=kind, stat_result=found)


_SPAN = re.compile(r"([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18})")
"""First and last byte, or how many at the end. No file has 10¹⁸ bytes: longer numbers are noise."""


def understood(asked: str, size: int) -> str:
    """*asked* of a file of *size* bytes, without what can't be had; empty: to be ignored."""
    unit, _, listed = asked.partition("=")
    spans = [span.strip() for span in listed.split(",") if span.strip()]
    result = [_SPAN.fullmatch(span) for span in spans]
    if unit.strip().lower() != "bytes" or not spans or not all(map(_well_formed, result)):
        return ""
    to_be_had = [match[0] for match in result if match and _satisfiable(match, size)]
    return f"bytes={','.join(to_be_had or spans)}"


def _well_formed(span: re.Match[str] | None) -> bool:
    return span is not None and not (span[1] and span[2] and int(span[2]) < int(span[1]))


def _satisfiable(span: re.Match[str], size: int) -> bool:
    return int(span[1]) < size if span[1] else int(span[3]) > 0 and size > 0
