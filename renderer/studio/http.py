"""What the page sends and is answered: JSON, whole files, and refusals in the reader's language.

Comes in: requests. Goes out: their bodies, as far as they may be trusted to be what they say and no
longer than they may; and answers. Knows no film.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from renderer.cancellation import Stopped, following
from renderer.errors import PictureError, RecitError, StoryboardError
from renderer.messages import tr
from renderer.messages.catalogue import number, speaking
from renderer.preview.access_control import tongue_of

if TYPE_CHECKING:
    from renderer.errors import Problem
    from renderer.narration.cost import Cost

R = TypeVar("R")
Endpoint = Callable[[Request], Awaitable[Response]]
JSON_BYTES = 24_000_000
"""A storyboard of 10 MB, the longest that is read, with every character escaped, and some more."""
_STALL_SECONDS = 30.0
"""How long nothing may come of a body that was begun."""
_LOOK_SECONDS = 0.2
"""How often it is looked whether whoever asked is still there."""


class Refusal(Exception):
    """An answer that isn't what was asked for."""

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.more = status, code, message, more


def answer_of(refusal: Refusal) -> Response:
    """The answer that tells a refusal."""
    told = {"code": refusal.code, "message": refusal.message, **refusal.more}
    return JSONResponse({"error": told}, status_code=refusal.status)


def refusal_of(error: RecitError) -> Refusal:
    """What is told of something that can't be done."""
    if isinstance(error, StoryboardError) and error.problems:
        first = error.problems[0]
        problems = [page_problem(problem) for problem in error.problems]
        return Refusal(422, first.code, first.what, problems=problems)
    if isinstance(bare := error.__cause__, PictureError):
        # It names its line for who reads a terminal; beside the slide its sentence is enough.
        return Refusal(422, bare.code, bare.what, remedy=bare.remedy, slide=bare.slide)
    return Refusal(422, error.code, str(error))


def page_problem(problem: Problem) -> dict[str, Any]:
    """A mistake or a warning, for the page, which needn't know where the project lies."""
    named = replace(problem, mark=replace(problem.mark, path=Path(problem.mark.path.name)))
    return {
        "code": problem.code,
        "message": str(named),
        "what": problem.what,
        "remedy": problem.remedy,
        "file": problem.mark.path.name,
        "line": problem.mark.line,
        "column": problem.mark.column,
        "width": problem.mark.width,
        "slide": problem.slide,
    }


def cost_json(costs: Sequence[Cost]) -> dict[str, Any] | None:
    """What leaves the machine, to all services together."""
    if not costs:
        return None
    prices = [cost.euros for cost in costs]
    return {
        "to": ", ".join(dict.fromkeys(str(cost.to) for cost in costs)),
        "characters": sum(cost.characters for cost in costs),
        "euros": None if None in prices else sum(filter(None, prices)),
    }


def unknown(what: str) -> Refusal:
    """There is no such thing."""
    return Refusal(404, "not-found", what)


async def json_of(request: Request) -> Mapping[str, Any]:
    """The JSON object that was sent.

    Raises:
        Refusal: it says that it is something else, is too long, or is no object.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refusal(415, "request-unfit", tr("only JSON is taken here"))
    pieces = bytearray()

    def keep(piece: bytes) -> None:
        pieces.extend(piece)

    await _taken(request, JSON_BYTES, keep)
    try:
        found = json.loads(bytes(pieces))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refusal(415, "request-unfit", tr("only JSON is taken here"))
    return found


_OTHER_NAMES = ("x-wav", "wave", "vnd.wave")
"""What browsers call a WAV, too."""


async def file_of(
    request: Request, path: Path, most: int, kinds: tuple[str, ...], instead: str = ""
) -> None:
    """The body, written to *path*; *instead* says what to do with one that is none of *kinds*.

    Raises:
        Refusal: it says that it is none of *kinds*, is empty, or has more than *most* bytes.
    """
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared not in kinds:
        known = [kind.rpartition("/")[2] for kind in kinds]
        names = ", ".join(name.upper() for name in known if name not in _OTHER_NAMES)
        told = tr(
            "this file can't be taken here, it is none of {names}: save or export it as one",
            names=names,
        )
        raise Refusal(415, "upload-unfit", instead or told)
    with path.open("xb") as file:
        await _taken(request, most, lambda piece: file.write(piece) and None)
    if not path.stat().st_size:
        raise Refusal(422, "file-empty", tr("the file is empty"))


async def _taken(request: Request, most: int, keep: Any) -> None:
    declared = request.headers.get("content-length", "0")
    taken = int(declared) if declared.isdecimal() else 0
    if taken > most:
        raise _too_large(most)
    taken = 0
    stream = request.stream().__aiter__()
    while True:
        try:
            piece = await asyncio.wait_for(stream.__anext__(), _STALL_SECONDS)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise Refusal(408, "upload-unfit", tr("the rest of it doesn't come")) from error
        taken += len(piece)
        if taken > most:
            raise _too_large(most)
        keep(piece)


def _too_large(most: int) -> Refusal:
    told = tr("more than {megabytes} MB are not taken", megabytes=number(most // 1_000_000))
    return Refusal(413, "file-too-large", told)


async def in_thread(request: Request, work: Callable[[], R]) -> R:
    """*work* in a thread of its own, in the reader's language."""
    tongue = tongue_of(request.headers.get("accept-language", ""))

    def spoken() -> R:
        with speaking(tongue):
            return work()

    return await run_in_threadpool(spoken)


async def while_connected(request: Request, work: Callable[[], R]) -> R:
    """As `in_thread`; *work* is stopped when whoever asked has left.

    Raises:
        Refusal: it was, which nobody reads.
    """
    gone = Event()

    def followed() -> R:
        try:
            with following(gone):
                return work()
        except Stopped as error:  # a KeyboardInterrupt would end the server
            raise Refusal(503, "superseded", "") from error

    under_way = asyncio.ensure_future(in_thread(request, followed))
    try:
        while not (await asyncio.wait([under_way], timeout=_LOOK_SECONDS))[0]:
            if await request.is_disconnected():
                gone.set()
        return under_way.result()
    finally:
        gone.set()


def refusing(endpoint: Endpoint) -> Endpoint:
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


def answered(found: Any) -> Response:
    """*found* as an answer: with its status, if it has one, and as JSON, unless it is one."""
    if isinstance(found, Response):
        return found
    status, body = found if isinstance(found, tuple) else (200, found)
    return JSONResponse(body, status_code=status)


def reads(work: Callable[[Request], Any]) -> Endpoint:
    """Answers with what *work* finds."""

    async def endpoint(request: Request) -> Response:
        return answered(await in_thread(request, lambda: work(request)))

    return refusing(endpoint)


def writes(work: Callable[[Request, Mapping[str, Any]], Any]) -> Endpoint:
    """Answers with what *work* makes of the JSON that was sent."""

    async def endpoint(request: Request) -> Response:
        sent = await json_of(request)
        return answered(await in_thread(request, lambda: work(request, sent)))

    return refusing(endpoint)
