"""The studio's addresses, behind the gate.

Comes in: requests. Goes out: answers. What each does is a function of `actions`; here is only which
address and which method it has, and how what was sent is read. GET changes nothing.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from renderer.messages import tr
from renderer.messages.catalogue import language
from renderer.preview.access_control import WHO, Keys, guarded
from renderer.preview.app import KINDS, file_answer
from renderer.storyboard.film_schema import LOUDNESS
from renderer.storyboard.json_schema import schema
from renderer.storyboard.licences import licence_groups
from renderer.storyboard.slide_kinds import AUTHORED
from renderer.studio.archives import Archives
from renderer.studio.draft_stream import grown_part
from renderer.studio.films import public_folders
from renderer.studio.going_online import keep_address, site_of, zipped
from renderer.studio.http import (
    JSON_BYTES,
    Refusal,
    answered,
    file_of,
    in_thread,
    json_of,
    reads,
    refusing,
    while_connected,
    writes,
)
from renderer.studio.known_places import known_places
from renderer.studio.leftovers import ASIDE, Leftovers
from renderer.studio.slide_preview import StillRequest
from renderer.studio.uploads import (
    FILM_BYTES,
    MUSIC_BYTES,
    PICTURE_BYTES,
    PICTURE_KINDS,
    SOUND_BYTES,
    SOUND_KINDS,
    unfit_picture,
)
from renderer.voices.registry import engine_names

if TYPE_CHECKING:
    from renderer.studio.actions import Actions

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
_KEEP_ALIVE_SECONDS = 15.0
"""Proxies close a connection on which nothing comes for a minute; some for half of that."""
_LOOK_SECONDS = 0.1
"""How often a draft that grows is looked at."""
_MOST_COMING = 8 * PICTURE_BYTES
"""At once, were each file as large as it may be: a team that drops its pictures, or a film."""
_ANY_KIND = ("application/octet-stream",)


def studio_app(actions: Actions, keys: Keys, page: Path) -> ASGIApp:
    """The application, behind the gate; *page* is the folder of the page's own files."""
    api = _Api(actions, keys)
    files = {
        path.relative_to(page).as_posix(): path
        for path in page.rglob("*")
        if path.is_file() and path.suffix in KINDS
    }

    async def front(_: Request) -> Response:
        return FileResponse(
            files["index.html"],
            media_type=KINDS[".html"],
            headers={"Content-Security-Policy": _POLICY},
        )

    async def part(request: Request) -> Response:
        path = files.get(request.path_params["name"])
        if path is None:
            return Response(status_code=404)
        return FileResponse(path, media_type=KINDS[path.suffix])

    async def show(request: Request) -> Response:
        return file_answer(actions.showcase, request)

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

    def __init__(self, actions: Actions, keys: Keys) -> None:
        self.actions = actions
        self.keys = keys
        self.archives = Archives(actions)
        self.leftovers = Leftovers(actions)
        self._archive_turn = asyncio.Lock()
        self._coming = 0

    def routes(self) -> list[Route]:
        """Every address with its methods."""
        film, page, films = "/api/films/{film}", self.archives.page, self.actions.films
        reading: dict[str, Callable[[Request], Any]] = {
            "/api/start": self.start,
            "/api/films": lambda _: {"films": self.actions.films.listed()},
            "/api/site": lambda _: site_of(self.actions.folder),
            "/api/places": lambda r: known_places(self.actions.films, r.query_params),
            "/api/schema": lambda _: schema(),
            "/api/jobs": lambda _: {"jobs": [asdict(job) for job in self.actions.jobs.all()]},
            film: lambda r: self.actions.document(_film(r)),
            f"{film}/text": self.text,
            f"{film}/time": lambda r: self.actions.time(_film(r), _query(r, "shape", "16:9")),
            f"{film}/map": lambda r: self.actions.map_of(_film(r), _wanted(r)),
            f"{film}/names": lambda r: self.actions.names(_film(r)),
            f"{film}/plan": lambda r: self.actions.plan(_film(r)),
            f"{film}/advice": lambda r: self.actions.advice(_film(r), _query(r, "slide")),
            f"{film}/ready": lambda r: self.actions.ready(_film(r), _who(r)),
            f"{film}/versions": lambda r: self.actions.versions(_film(r)),
            f"{film}/review": lambda r: self.actions.review(_film(r), _query(r, "of", "written")),
            f"{film}/rights": lambda r: self.actions.rights(_film(r)),
            f"{film}/leftovers": lambda r: self.leftovers.listed(_film(r)),
            f"{film}/media": self.media,
            f"{film}/still": self.still,
            f"{film}/thumb": self.thumb,
            f"{film}/picture": self.picture,
            f"{film}/poster": self.poster,
            f"{film}/set.zip": self.set_zip,
            f"{film}/archive": lambda r: page(_query(r, "listing"), _number(r, "start")),
        }
        writing: dict[str, Callable[[Request, Mapping[str, Any]], Any]] = {
            "/api/films": self.create,
            "/api/site": lambda _, sent: keep_address(self.actions.folder, sent),
            f"{film}/edits": lambda r, sent: self.actions.edit(_film(r), sent, _who(r)),
            f"{film}/undo": lambda r, sent: self.actions.step(_film(r), "undo", sent, _who(r)),
            f"{film}/redo": lambda r, sent: self.actions.step(_film(r), "redo", sent, _who(r)),
            f"{film}/text": lambda r, sent: self.actions.write(_film(r), sent, _who(r)),
            **{f"{film}/{act}": partial(self.aside, act) for act in ASIDE},
            f"{film}/check": lambda r, s: films.open(_film(r)).checked(str(s.get("text") or "")),
            f"{film}/hear": self.hear,
            f"{film}/draft": lambda r, sent: (202, self.actions.draft(_film(r), sent, _who(r))),
            f"{film}/publish": self.publish,
            f"{film}/rollback": lambda r, _: self.actions.roll_back(_film(r), _who(r)),
            f"{film}/here": self.here,
            "/api/jobs/{job}/stop": self.stop,
        }
        return [
            *self._bodies(film),
            *(Route(path, reads(work), methods=["GET"]) for path, work in reading.items()),
            *(Route(path, writes(work), methods=["POST"]) for path, work in writing.items()),
        ]

    def _bodies(self, film: str) -> list[Route]:
        """The addresses of what comes or goes piece by piece, or is waited for."""
        streams = {
            "/api/events": self.events,
            "/api/jobs/{job}/film.mp4": self.film,
            f"{film}/archive/thumb": self.archive_thumb,
        }
        coming = {
            f"{film}/pictures": self.pictures,
            f"{film}/footage": self.footage,
            f"{film}/music": self.music,
            "/api/imports": self.imports,
            f"{film}/recordings": self.recordings,
            f"{film}/archive": self.archive,
            f"{film}/archive/search": self.archive,
            f"{film}/archive/take": self.archive,
        }
        return [
            *(Route(path, refusing(work), methods=["GET"]) for path, work in streams.items()),
            *(Route(path, refusing(work), methods=["POST"]) for path, work in coming.items()),
        ]

    def start(self, request: Request) -> dict[str, Any]:
        """What a page has to know first."""
        who = _who(request)
        return {
            "token": self.keys.writing(who),
            "tongue": language(),
            "who": who,
            "project": self.actions.folder.name,
            "place": sha256(str(self.actions.folder).encode()).hexdigest()[:12],
            "allow_code": self.actions.options.allow_code,
            "offline": self.actions.options.offline,
            "limits": {
                "picture_bytes": PICTURE_BYTES,
                "sound_bytes": SOUND_BYTES,
                "film_bytes": FILM_BYTES,
                "music_bytes": MUSIC_BYTES,
                "json_bytes": JSON_BYTES,
            },
            "licenses": licence_groups(),
            "loudness": LOUDNESS,
            "voices": engine_names(),
            "kinds": [kind for kind in AUTHORED if kind != "clip"],
        }

    def create(self, _: Request, sent: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """A new film."""
        film, open_film = self.actions.films.create(str(sent.get("title") or ""))
        self.actions.news.tell({"kind": "films"})
        return 201, {"film": film, "file": open_film.path.name}

    def aside(self, act: str, request: Request, sent: Mapping[str, Any]) -> dict[str, Any]:
        """What goes to the trash, or comes back."""
        return ASIDE[act](self.leftovers, _film(request), sent, _who(request))

    def set_zip(self, request: Request) -> Response:
        """What is public, as one file to take."""
        folders = public_folders(self.actions.films.open(_film(request)))
        named = {"Content-Disposition": f'attachment; filename="{folders[0].name}.zip"'}
        return StreamingResponse(zipped(folders), media_type="application/zip", headers=named)

    def text(self, request: Request) -> dict[str, Any]:
        """The file itself."""
        sheet = self.actions.films.open(_film(request)).sheet()
        return {"digest": sheet.digest, "text": sheet.text}

    def hear(self, request: Request, sent: Mapping[str, Any]) -> Response:
        """A sound."""
        wav, reused = self.actions.hear(_film(request), sent)
        return Response(wav, media_type="audio/wav", headers={"X-Recit-Reused": str(int(reused))})

    def publish(self, request: Request, sent: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Begin to publish."""
        job = self.actions.publish(_film(request), sent, _who(request))
        return 202, {"job": job.job}

    def here(self, request: Request, sent: Mapping[str, Any]) -> dict[str, Any]:
        """A page is open, or leaves."""
        film = _film(request)
        page = str(sent.get("page") or _who(request) or "page")[:60]
        leaves, who, news = sent.get("leaves") is True, _who(request), self.actions.news

        def told(leaves: bool) -> list[str]:
            editors, is_news = self.actions.films.open(film).here(page, who, leaves=leaves)
            if is_news:
                news.tell({"kind": "editors", "film": film})
            return editors

        if browser := str(sent.get("browser") or "")[:60]:
            news.page(browser, page, None if leaves else partial(told, True))
        return {"editors": told(leaves)}

    def stop(self, request: Request, _: Mapping[str, Any]) -> dict[str, Any]:
        """End a job."""
        self.actions.jobs.stop(request.path_params["job"])
        return {}

    def still(self, request: Request) -> Response:
        """A slide at a moment."""
        kind = "png" if _query(request, "type", "jpeg") == "png" else "jpeg"
        picture, frame = self.actions.still(_film(request), _wanted(request), kind)  # type: ignore[arg-type]
        return _picture(request, picture, f"image/{kind}", {"X-Recit-Frame": str(frame)})

    def thumb(self, request: Request) -> Response:
        """A slide, small."""
        wanted = StillRequest(slide=_query(request, "slide"), shape="16:9", height=90)
        picture, _ = self.actions.still(_film(request), wanted, "jpeg")
        return _picture(request, picture, "image/jpeg", {})

    def picture(self, request: Request) -> Response:
        """A photograph as it is."""
        slide, path = _query(request, "slide"), _query(request, "path", "image")
        height = _number(request, "height")
        found = self.actions.source(_film(request), slide, path, 720 if height is None else height)
        return _picture(request, found, "image/jpeg", {})

    def media(self, request: Request) -> Response:
        """A picture that lies in media/, small."""
        found = self.leftovers.small(_film(request), _query(request, "name"))
        return _picture(request, found, "image/jpeg", {})

    def poster(self, request: Request) -> Response:
        """Of the public set."""
        path = public_folders(self.actions.films.open(_film(request)))[0] / "poster.jpg"
        if not path.is_file():
            raise Refusal(404, "not-found", tr("nothing is public yet"))
        return FileResponse(path, media_type="image/jpeg")

    async def pictures(self, request: Request) -> Response:
        """A picture comes in."""
        async with self._upload(PICTURE_BYTES) as upload:
            called, slide = _query(request, "name", "image"), _query(request, "slide", "")
            instead = unfit_picture(called[:200])
            await file_of(request, upload, PICTURE_BYTES, PICTURE_KINDS, instead)
            declared = request.headers["content-type"].partition(";")[0].strip().lower()
            told = await in_thread(
                request,
                lambda: self.actions.take_picture(
                    _film(request), upload, called[:200], declared, slide, _who(request)
                ),
            )
        return JSONResponse(told)

    async def imports(self, request: Request) -> Response:
        """A document comes in: a film is made of it, or its changes go into it once agreed to."""
        async with self._upload(PICTURE_BYTES) as upload:
            await file_of(request, upload, PICTURE_BYTES, _ANY_KIND)
            called = _query(request, "name", "document")[:200]
            agreed = "agreed" in request.query_params
            take_in = partial(self.actions.films.import_document, upload, called, agreed=agreed)
            told = await in_thread(request, take_in)
        return JSONResponse(told)

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
            told = await in_thread(
                request,
                lambda: self.actions.take_media(
                    _film(request), kind, upload, called, slide, _who(request)
                ),
            )
        return JSONResponse(told)

    async def recordings(self, request: Request) -> Response:
        """A recording comes in."""
        async with self._upload(SOUND_BYTES) as upload:
            # What the page recorded is a WAV; a file of one's own is what its name and decoder say.
            called = _query(request, "name", "")[:200]
            await file_of(request, upload, SOUND_BYTES, _ANY_KIND if called else SOUND_KINDS)
            slide, sentence = _query(request, "slide"), _query(request, "sentence", "")
            told = await in_thread(
                request,
                lambda: self.actions.take_recording(
                    _film(request), upload, slide, _who(request), called, sentence
                ),
            )
        return JSONResponse(told)

    async def archive(self, request: Request) -> Response:
        """Look at what an archive offers, search it, or take a picture of it."""
        sent, who = await json_of(request), _who(request)
        archives = self.archives
        works: dict[str, Callable[..., Any]] = {"take": archives.take, "search": archives.search}
        does: Callable[..., Any] = works.get(request.url.path.rpartition("/")[2], archives.look)
        async with self._archive_turn:
            return answered(await while_connected(request, lambda: does(_film(request), sent, who)))

    async def archive_thumb(self, request: Request) -> Response:
        """One of its pictures, small."""
        named, number = _query(request, "listing"), _number(request, "number") or 0
        async with self._archive_turn:
            found = await while_connected(request, lambda: self.archives.small(named, number))
        kept = {"Cache-Control": "private, max-age=3600"}
        return Response(found, 200 if found else 204, media_type="image/jpeg", headers=kept)

    @asynccontextmanager
    async def _upload(self, most: int) -> AsyncIterator[Path]:
        """Where a file of *most* bytes is put while it comes in; nothing of it is left there."""
        if self._coming + most > _MOST_COMING:
            raise Refusal(503, "too-many", tr("too many files come in at once: try again"))
        upload = self.actions.rooms / f"upload-{secrets.token_hex(8)}"
        self._coming += most
        try:
            yield upload
        finally:
            self._coming -= most
            upload.unlink(missing_ok=True)

    async def events(self, request: Request) -> Response:
        """Everything that happens."""
        listening = self.actions.news.listening(_query(request, "browser", "")[:60])
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
        path = self.actions.drawn(name)

        def is_over() -> bool:
            return all(job.is_over for job in self.actions.jobs.all() if job.job == name)

        if is_over() and path.is_file():
            return FileResponse(path, media_type="video/mp4")

        async def stream() -> AsyncIterator[bytes]:
            sent = 0
            while True:
                over = is_over()
                piece = await run_in_threadpool(grown_part, path, sent)
                sent += len(piece)
                if piece:
                    yield piece
                elif over:
                    return
                else:
                    await asyncio.sleep(_LOOK_SECONDS)

        return StreamingResponse(stream(), media_type="video/mp4")


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


def _wanted(request: Request) -> StillRequest:
    height = _number(request, "height")
    return StillRequest(
        slide=_query(request, "slide"),
        shape=_query(request, "shape", "16:9"),
        height=360 if height is None else height,
        sentence=_number(request, "sentence"),
        frame=_number(request, "frame"),
    )


def _picture(request: Request, found: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    kept = {"Cache-Control": "private, max-age=3600"} if "v" in request.query_params else {}
    return Response(found, media_type=kind, headers={**headers, **kept})
