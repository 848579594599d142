"""Who is let in: this machine's user, from the page that the preview or the studio itself gave out.

Comes in: an ASGI application. Goes out: the same one behind five checks, with headers that keep
browsers strict. Any page on the web can make a browser send requests to 127.0.0.1, so being on
loopback protects nothing by itself:

- Host must be a loopback name with our port: a foreign name made to point here (DNS rebinding) is
  refused;
- Origin, where a browser sends one, must be ours, and must be there for anything but GET and HEAD;
- Sec-Fetch-Site must not say that another site asks, but for the first visit;
- the token of the printed address is exchanged for a cookie that scripts can't read and that other
  sites' requests carry only where they lead the whole window here; without it nothing is shown;
- what is to change something also bears a token in a header, which no other site can read or send.

For a team, a proxy that has asked who they are stands in place of the printed address: then only
the proxy is answered, and only for somebody whom it names.

Any program and any page of this machine can open connections; one that sends no request costs
nothing to keep open. So a connection is a stranger until the gate has let one of its requests in,
and strangers are few and are not waited for long: whatever they do, the author's own browser finds
room. Browsers are answered in the language that they like best.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from renderer.messages import deferred, tr
from renderer.messages.catalogue import LANGUAGES, language, speaking

NAMES = ("127.0.0.1", "localhost", "[::1]")
_READING = ("GET", "HEAD")
_LONGEST_NAME = 200
"""Characters of a name that a proxy gives; directories' names are shorter."""
_FROM_HERE = ("same-origin", "none")
_STRICT = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
_UNLESS_SAID = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'",
}


WRITING = "x-recit-token"
"""The header that bears the token of those who write."""
WHO = "recit.who"
"""Where a request's scope tells who asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """The one that asks a team's members who they are."""

    address: str
    """It connects from here, and nobody else is listened to."""
    header: str
    """In which it says who they are; it must take away whatever a browser sends under that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What lets a browser in."""

    port: int
    proxy: Proxy | None = None
    """None: this machine's user alone."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    """In the printed address."""
    session: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    """In the cookie; another one, so that the address left in a history isn't the cookie."""

    @property
    def cookie(self) -> str:
        """The cookie's name: browsers share cookies between the ports of one host."""
        return f"recit-preview-{self.port}"

    @property
    def address(self) -> str:
        """What to open."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def writing(self, who: str) -> str:
        """What requests of *who* bear that change something."""
        return hmac.new(self.session.encode(), who.encode(), "sha256").hexdigest()

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers that name us."""
        bare = set(NAMES) if self.port == 80 else set()
        return frozenset(bare | {f"{name}:{self.port}" for name in NAMES})


def guarded(app: ASGIApp, keys: Keys) -> ASGIApp:
    """*app*, for those who have the keys."""

    async def gate(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # no websocket is spoken here, and nothing is done at start or end

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                _harden(MutableHeaders(scope=message))
            await send(message)

        enter = _welcome if keys.proxy is None else _announced
        answer = _refusal(scope, keys) or enter(scope, keys) or _unsigned(scope, keys) or app
        await answer(scope, receive, send_strictly)

    return gate


def _refusal(scope: Scope, keys: Keys) -> Response | None:
    headers, method = Headers(scope=scope), scope["method"]
    named = headers.get("host", "").lower()
    hosts = keys.hosts if keys.proxy is None else frozenset({named})
    if headers.getlist("host")[1:] or not named or named not in hosts:
        return _no(headers, deferred("this preview answers only to its address on this machine"))
    origins = headers.getlist("origin")
    ours = {f"http://{host}" for host in hosts}
    if keys.proxy is not None:
        ours |= {f"https://{host}" for host in hosts}
    if not ours.issuperset(origins) or (method not in _READING and not origins):
        return _no(headers, deferred("another site asked"))
    first_visit = scope["path"] == "/"
    if not first_visit and headers.get("sec-fetch-site", "none") not in _FROM_HERE:
        return _no(headers, deferred("another site asked"))
    return None


def _welcome(scope: Scope, keys: Keys) -> Response | None:
    """A cookie for the token, a refusal for want of both, or nothing: let it pass."""
    request = Request(scope)
    token = request.query_params.get("token")
    if scope["path"] == "/" and token is not None and _same(token, keys.token):
        let_in(scope)
        answer = RedirectResponse("/", status_code=303)
        # Not Strict: the address clicked in a mail is another site's visit, its redirect too, and
        # a browser would not send the cookie it has just been given. What else another site may
        # make a browser ask for with a Lax cookie, `_refusal` turns away.
        answer.set_cookie(keys.cookie, keys.session, httponly=True, samesite="lax", path="/")
        return answer
    if not _same(request.cookies.get(keys.cookie, ""), keys.session):
        return _no(request.headers, deferred("open the address that was printed, with its token"))
    let_in(scope)
    return None


def _announced(scope: Scope, keys: Keys) -> Response | None:
    """A refusal of whoever doesn't come through the proxy, or whom it doesn't name."""
    headers, proxy = Headers(scope=scope), keys.proxy
    whence = (scope.get("client") or ("", 0))[0]
    named = headers.getlist(proxy.header) if proxy is not None else []
    if proxy is None or whence != proxy.address:
        return _no(headers, deferred("this studio is reached through its proxy alone"))
    who = named[0].strip() if len(named) == 1 else ""
    if not 0 < len(who) <= _LONGEST_NAME or not who.isprintable():
        return _no(headers, deferred("the proxy doesn't say who you are"))
    scope[WHO] = who
    let_in(scope)
    return None


def _unsigned(scope: Scope, keys: Keys) -> Response | None:
    """A refusal of what would change something and doesn't bear the token of who asks."""
    headers = Headers(scope=scope)
    if scope["method"] in _READING:
        return None
    if _same(headers.get(WRITING, ""), keys.writing(scope.get(WHO, ""))):
        return None
    return _no(headers, deferred("the page is of an earlier session: load it again"))


def _harden(headers: MutableHeaders) -> None:
    for name, value in _STRICT.items():
        headers[name] = value
    for name, value in _UNLESS_SAID.items():
        headers.setdefault(name, value)


def _no(headers: Headers, why: str) -> Response:
    """A refusal; *why* is for `tr`."""
    with speaking(tongue_of(headers.get("accept-language", ""))):
        told = tr("Refused: {why}.", why=tr(why))
    return PlainTextResponse(f"{told}\n", status_code=403)


def _same(given: str, wanted: str) -> bool:
    """Compared in a time that tells nothing about *wanted*."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


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


def tongue_of(accepted: str) -> str:
    """The language that the reader likes best of ours; of none, what the preview itself speaks."""
    liked = sorted(_wishes(accepted), key=lambda wish: -wish[1])
    known = (tag for tag, weight in liked if tag in LANGUAGES and weight > 0)
    return next(known, language())


def _wishes(accepted: str) -> list[tuple[str, float]]:
    """(primary language, weight), in the order of *accepted* (RFC 9110, 12.5.4)."""
    wishes = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";")
        try:
            liked = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            liked = 0.0
        wishes.append((tag.strip().lower().partition("-")[0], liked))
    return wishes
