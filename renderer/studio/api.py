"""The studio's addresses, behind the gate.

Comes in: requests. Goes out: answers. What each does is a function of `house`; here is only which
address and which method it has, and how what was sent is read. GET changes nothing.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from renderer import __version__
from renderer.errors import RecitError
from renderer.messages import tr
from renderer.messages.catalogue import language, speaking
from renderer.preview.app import file_answer
from renderer.preview.gate import WHO, Keys, guarded, tongue_of
from renderer.storyboard.json_schema import schema
from renderer.storyboard.kinds import AUTHORED
from renderer.storyboard.licences import licence_choices
from renderer.studio.answers import JSON_BYTES, Refusal, answer_of, file_of, json_of, refusal_of
from renderer.studio.easel import Wanted
from renderer.studio.films import public_folder
from renderer.studio.uploads import (
    FILM_BYTES,
    MUSIC_BYTES,
    PICTURE_BYTES,
    PICTURE_KINDS,
    SOUND_BYTES,
    SOUND_KINDS,
)
from renderer.voices.catalogue import engine_names

if TYPE_CHECKING:
    from renderer.studio.house import House

R = TypeVar("R")
Endpoint = Callable[[Request], Awaitable[Response]]
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "frame-src 'self'",
        "worker-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
_PAGE_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
}
_KEEP_ALIVE_SECONDS = 15.0
_LOOK_SECONDS = 0.1
"""How often a draft that grows is looked at."""
_PIECE = 1 << 16
_MOST_COMING = 8 * PICTURE_BYTES
"""At once, were each file as large as it may be: a team that drops its pictures, or a film."""
_ANY_KIND = ("application/octet-stream",)


def studio_app(house: House, keys: Keys, page: Path) -> ASGIApp:
    """The application, behind the gate; *page* is the folder of the page's own files."""
    api = _Api(house, keys)
    files = {
        path.relative_to(page).as_posix(): path
        for path in page.rglob("*")
        if path.is_file() and path.suffix in _PAGE_KINDS
    }

    async def front(_: Request) -> Response:
        return FileResponse(
            files["index.html"],
            media_type=_PAGE_KINDS[".html"],
            headers={"Content-Security-Policy": _POLICY},
        )

    async def part(request: Request) -> Response:
        path = files.get(request.path_params["name"])
        if path is None:
            return Response(status_code=404)
        return FileResponse(path, media_type=_PAGE_KINDS[path.suffix])

    async def show(request: Request) -> Response:
        return file_answer(house.showcase, request)

    routes = [
        Route("/", front),
        Route("/page/{name:path}", part),
        Route("/show/{known_as}/{name:path}", show),
        *api.routes(),
    ]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return guarded(app, keys)


class _Api:
    """What is below /api/."""

    def __init__(self, house: House, keys: Keys) -> None:
        self.house = house
        self.keys = keys
        self._coming = 0

    def routes(self) -> list[Route]:
        """Every address with its methods."""
        film = "/api/films/{film}"
        reading: dict[str, Callable[[Request], Any]] = {
            "/api/start": self.start,
            "/api/films": lambda _: {"films": self.house.films.listed()},
            "/api/schema": lambda _: schema(),
            "/api/jobs": lambda _: {"jobs": [asdict(job) for job in self.house.jobs.all()]},
            film: lambda r: self.house.document(_film(r)),
            f"{film}/text": self.text,
            f"{film}/time": lambda r: self.house.time(_film(r), _query(r, "shape", "16:9")),
            f"{film}/map": lambda r: self.house.map_of(_film(r), _wanted(r)),
            f"{film}/names": lambda r: self.house.names(_film(r)),
            f"{film}/plan": lambda r: self.house.plan(_film(r)),
            f"{film}/ready": lambda r: self.house.ready(_film(r)),
            f"{film}/versions": lambda r: self.house.versions(_film(r)),
            f"{film}/review": lambda r: self.house.review(_film(r)),
            f"{film}/rights": lambda r: self.house.rights(_film(r)),
            f"{film}/still": self.still,
            f"{film}/thumb": self.thumb,
            f"{film}/picture": self.picture,
            f"{film}/poster": self.poster,
        }
        writing: dict[str, Callable[[Request, Mapping[str, Any]], Any]] = {
            "/api/films": self.create,
            f"{film}/edits": lambda r, sent: self.house.edit(_film(r), sent, _who(r)),
            f"{film}/undo": lambda r, sent: self.house.step(_film(r), "undo", sent, _who(r)),
            f"{film}/redo": lambda r, sent: self.house.step(_film(r), "redo", sent, _who(r)),
            f"{film}/text": lambda r, sent: self.house.write(_film(r), sent, _who(r)),
            f"{film}/check": self.check,
            f"{film}/hear": self.hear,
            f"{film}/draft": lambda r, sent: (202, self.house.draft(_film(r), sent, _who(r))),
            f"{film}/publish": self.publish,
            f"{film}/rollback": lambda r, _: self.house.roll_back(_film(r), _who(r)),
            f"{film}/here": self.here,
            "/api/jobs/{job}/stop": self.stop,
        }
        return [
            Route("/api/events", _told(self.events)),
            Route("/api/jobs/{job}/film.mp4", _told(self.film)),
            Route(f"{film}/pictures", _told(self.pictures), methods=["POST"]),
            Route(f"{film}/footage", _told(self.footage), methods=["POST"]),
            Route(f"{film}/music", _told(self.music), methods=["POST"]),
            Route("/api/imports", _told(self.imports), methods=["POST"]),
            Route(f"{film}/recordings", _told(self.recordings), methods=["POST"]),
            *(Route(path, _reads(work), methods=["GET"]) for path, work in reading.items()),
            *(Route(path, _writes(work), methods=["POST"]) for path, work in writing.items()),
        ]

    def start(self, request: Request) -> dict[str, Any]:
        """What a page has to know first."""
        who = _who(request)
        return {
            "token": self.keys.writing(who),
            "tongue": language(),
            "who": who,
            "project": self.house.folder.name,
            "version": __version__,
            "allow_code": self.house.options.allow_code,
            "limits": {
                "picture_bytes": PICTURE_BYTES,
                "sound_bytes": SOUND_BYTES,
                "film_bytes": FILM_BYTES,
                "music_bytes": MUSIC_BYTES,
                "json_bytes": JSON_BYTES,
            },
            "picture_kinds": PICTURE_KINDS,
            "licenses": [
                {"id": identifier, "title": title} for identifier, title in licence_choices()
            ],
            "voices": engine_names(),
            "kinds": [kind for kind in AUTHORED if kind != "clip"],
            "transitions": ["cut", "fade", "black", "wipe"],
        }

    def create(self, _: Request, sent: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """A new film."""
        film, desk = self.house.films.create(str(sent.get("title") or ""))
        self.house.news.tell({"kind": "films"})
        return 201, {"film": film, "file": desk.path.name}

    def text(self, request: Request) -> dict[str, Any]:
        """The file itself."""
        sheet = self.house.films.desk(_film(request)).sheet()
        return {"digest": sheet.digest, "text": sheet.text}

    def check(self, request: Request, sent: Mapping[str, Any]) -> dict[str, Any]:
        """What would be wrong with a text."""
        return self.house.films.desk(_film(request)).checked(str(sent.get("text") or ""))

    def hear(self, request: Request, sent: Mapping[str, Any]) -> Response:
        """A sound."""
        wav, reused = self.house.hear(_film(request), sent)
        headers = {"X-Recit-Reused": str(int(reused))}
        return Response(wav, media_type="audio/wav", headers=headers)

    def publish(self, request: Request, sent: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Begin to publish."""
        job = self.house.publish(_film(request), sent, _who(request))
        return 202, {"job": job.job}

    def here(self, request: Request, sent: Mapping[str, Any]) -> dict[str, Any]:
        """A page is open, or leaves."""
        film = _film(request)
        page = str(sent.get("page") or _who(request) or "page")[:60]
        leaves = sent.get("leaves") is True
        editors, is_news = self.house.films.desk(film).here(page, _who(request), leaves=leaves)
        if is_news:
            self.house.news.tell({"kind": "editors", "film": film})
        return {"editors": editors}

    def stop(self, request: Request, _: Mapping[str, Any]) -> dict[str, Any]:
        """End a job."""
        self.house.jobs.stop(request.path_params["job"])
        return {}

    def still(self, request: Request) -> Response:
        """A slide at a moment."""
        kind = "png" if _query(request, "type", "jpeg") == "png" else "jpeg"
        picture, frame = self.house.still(_film(request), _wanted(request), kind)  # type: ignore[arg-type]
        return _picture(request, picture, f"image/{kind}", {"X-Recit-Frame": str(frame)})

    def thumb(self, request: Request) -> Response:
        """A slide, small."""
        wanted = Wanted(slide=_query(request, "slide"), shape="16:9", height=90)
        picture, _ = self.house.still(_film(request), wanted, "jpeg")
        return _picture(request, picture, "image/jpeg", {})

    def picture(self, request: Request) -> Response:
        """A photograph as it is."""
        slide, path = _query(request, "slide"), _query(request, "path", "image")
        height = _number(request, "height")
        found = self.house.source(_film(request), slide, path, 720 if height is None else height)
        return _picture(request, found, "image/jpeg", {})

    def poster(self, request: Request) -> Response:
        """Of the public set."""
        folder = public_folder(self.house.films.desk(_film(request)))
        path = folder / "poster.jpg" if folder else None
        if path is None or not path.is_file():
            raise Refusal(404, "not-found", tr("nothing is public yet"))
        return FileResponse(path, media_type="image/jpeg")

    async def pictures(self, request: Request) -> Response:
        """A picture comes in."""
        async with self._upload(PICTURE_BYTES) as upload:
            await file_of(request, upload, PICTURE_BYTES, PICTURE_KINDS)
            called, slide = _query(request, "name", "image"), _query(request, "slide", "")
            declared = request.headers["content-type"].partition(";")[0].strip().lower()
            told = await _away(
                request,
                lambda: self.house.take_picture(
                    _film(request), upload, called[:200], declared, slide, _who(request)
                ),
            )
        return JSONResponse(told)

    async def imports(self, request: Request) -> Response:
        """A document comes in: a film is made of it, or its changes go into the one it made."""
        async with self._upload(PICTURE_BYTES) as upload:
            await file_of(request, upload, PICTURE_BYTES, _ANY_KIND)
            called = _query(request, "name", "document")[:200]
            film, report = await _away(request, lambda: self.house.films.bring_in(upload, called))
        return JSONResponse({"film": film, "report": asdict(report)})

    async def footage(self, request: Request) -> Response:
        """An archive film comes in, for a slide."""
        return await self._media(request, FILM_BYTES, "footage")

    async def music(self, request: Request) -> Response:
        """A piece of music comes in, for a slide or the film."""
        return await self._media(request, MUSIC_BYTES, "music")

    async def _media(self, request: Request, most: int, kind: str) -> Response:
        """A file whose decoder alone says what it is."""
        async with self._upload(most) as upload:
            await file_of(request, upload, most, _ANY_KIND)
            called, slide = _query(request, "name", "media")[:200], _query(request, "slide", "")
            told = await _away(
                request,
                lambda: self.house.take_media(
                    _film(request), kind, upload, called, slide, _who(request)
                ),
            )
        return JSONResponse(told)

    async def recordings(self, request: Request) -> Response:
        """A recording comes in."""
        async with self._upload(SOUND_BYTES) as upload:
            await file_of(request, upload, SOUND_BYTES, SOUND_KINDS)
            slide = _query(request, "slide")
            told = await _away(
                request,
                lambda: self.house.take_recording(_film(request), upload, slide, _who(request)),
            )
        return JSONResponse(told)

    @asynccontextmanager
    async def _upload(self, most: int) -> AsyncIterator[Path]:
        """Where a file of *most* bytes is put while it comes in; nothing of it is left there."""
        if self._coming + most > _MOST_COMING:
            raise Refusal(503, "too-many", tr("too many files come in at once: try again"))
        upload = self.house.rooms / f"upload-{secrets.token_hex(8)}"
        self._coming += most
        try:
            yield upload
        finally:
            self._coming -= most
            upload.unlink(missing_ok=True)

    async def events(self, _: Request) -> Response:
        """Everything that happens."""
        listening = self.house.news.listening()
        queue = await listening.__aenter__()

        async def stream() -> AsyncIterator[str]:
            try:
                yield ": welcome\n\n"
                while True:
                    try:
                        news = await asyncio.wait_for(queue.get(), _KEEP_ALIVE_SECONDS)
                    except TimeoutError:
                        yield ": still here\n\n"
                        continue
                    yield f"data: {json.dumps(news or {'kind': 'bye'})}\n\n"
                    if news is None:
                        return
            finally:
                await listening.__aexit__(None, None, None)

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def film(self, request: Request) -> Response:
        """A draft; while it is being made, as it grows."""
        name = request.path_params["job"]
        path = self.house.drawn(name)

        def is_over() -> bool:
            return all(job.is_over for job in self.house.jobs.all() if job.job == name)

        if is_over() and path.is_file():
            return FileResponse(path, media_type="video/mp4")

        async def stream() -> AsyncIterator[bytes]:
            sent = 0
            while True:
                over = is_over()
                piece = await run_in_threadpool(_from, path, sent)
                sent += len(piece)
                if piece:
                    yield piece
                elif over:
                    return
                else:
                    await asyncio.sleep(_LOOK_SECONDS)

        return StreamingResponse(stream(), media_type="video/mp4")


def _from(path: Path, start: int) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(start)
            return file.read(_PIECE)
    except OSError:
        return b""  # not begun yet


def _film(request: Request) -> str:
    return str(request.path_params["film"])


def _who(request: Request) -> str:
    return str(request.scope.get(WHO, ""))


def _query(request: Request, key: str, otherwise: str | None = None) -> str:
    value = request.query_params.get(key, otherwise)
    if value is None:
        raise Refusal(422, "request-unfit", tr("the request lacks '{key}'", key=key))
    return value


def _number(request: Request, key: str) -> int | None:
    value = request.query_params.get(key)
    if value is None:
        return None
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        raise Refusal(422, "request-unfit", tr("'{key}' is no number", key=key))
    return int(value)


def _wanted(request: Request) -> Wanted:
    height = _number(request, "height")
    return Wanted(
        slide=_query(request, "slide"),
        shape=_query(request, "shape", "16:9"),
        height=360 if height is None else height,
        sentence=_number(request, "sentence"),
        frame=_number(request, "frame"),
    )


def _picture(request: Request, found: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    kept = {"Cache-Control": "private, max-age=3600"} if "v" in request.query_params else {}
    return Response(found, media_type=kind, headers={**headers, **kept})


async def _away(request: Request, work: Callable[[], R]) -> R:
    """*work* in a thread of its own, in the reader's language."""
    tongue = tongue_of(request.headers.get("accept-language", ""))

    def spoken() -> R:
        with speaking(tongue):
            return work()

    return await run_in_threadpool(spoken)


def _told(endpoint: Endpoint) -> Endpoint:
    """*endpoint*, whose refusals are answers."""

    async def answer(request: Request) -> Response:
        with speaking(tongue_of(request.headers.get("accept-language", ""))):
            try:
                return await endpoint(request)
            except Refusal as refused:
                return answer_of(refused)
            except RecitError as error:
                return answer_of(refusal_of(error))

    return answer


def _answered(found: Any) -> Response:
    if isinstance(found, Response):
        return found
    status, body = found if isinstance(found, tuple) else (200, found)
    return JSONResponse(body, status_code=status)


def _reads(work: Callable[[Request], Any]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return _answered(await _away(request, lambda: work(request)))

    return _told(endpoint)


def _writes(work: Callable[[Request, Mapping[str, Any]], Any]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        sent = await json_of(request)
        return _answered(await _away(request, lambda: work(request, sent)))

    return _told(endpoint)
