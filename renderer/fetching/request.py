"""One picture's bytes from the web, over TLS, from an address that was checked and no other.

Comes in: an https address, a `Web`. Goes out: a `Download`, or `NotFetchedError` with the reason.

A redirect is a new request, checked like the first. No cookie or password is ever sent.
"""

from __future__ import annotations

import math
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz
from http.client import HTTPException
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import idna
from urllib3.response import HTTPResponse

from renderer import __version__
from renderer.cancellation import stop_point
from renderer.fetching.connection import (
    NotFetchedError,
    Web,
    connected,
    public_addresses,
    shortened,
)
from renderer.messages import tr, trn
from renderer.messages.catalogue import number
from renderer.storyboard.file_names import BadNameError
from renderer.storyboard.web_addresses import check_address

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PART = 65_536
"""Bytes read at a time: after each, how much has come is looked at."""
_SAFE = "/%:@!$&'()*+,;=-._~"
"""What stands for itself in a path or query (RFC 3986, 3.3); the rest is escaped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What came."""

    data: bytes
    url: str
    """Where it came from in the end, after redirects."""
    address: str
    """The network address that was asked."""


def download(url: str, web: Web) -> Download:
    """The bytes at *url*.

    Raises:
        NotFetchedError: it leads somewhere it may not, isn't there, is too large or too slow.
    """
    until = time.monotonic() + web.limits.total_seconds
    asked: list[str] = []
    while True:
        answer = _asked(url, web, until)
        if isinstance(answer, Download):
            return answer
        asked.append(url)
        url = answer
        if url in asked:
            raise NotFetchedError(tr("it redirects in a circle"))
        if len(asked) > web.limits.redirects:
            raise NotFetchedError(
                trn(
                    "it redirects more than {count} time",
                    "it redirects more than {count} times",
                    web.limits.redirects,
                )
            )
        try:
            check_address(url)
        except BadNameError as error:
            raise NotFetchedError(tr("its redirect is refused: {why}", why=error.what)) from error


def _asked(url: str, web: Web, until: float) -> Download | str:
    """The picture at *url*, or the address that it redirects to."""
    host = _host_of(url)
    addresses = public_addresses(host, web, until)
    with connected(host, addresses, web, until) as (connection, address):
        connection.request(
            "GET",
            _target_of(url),
            headers={
                "Host": host,
                "User-Agent": _user_agent(web.contact),
                "Accept": web.accept,
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
            preload_content=False,
        )
        response = connection.getresponse()
        try:
            if response.status in _REDIRECTS and response.headers.get("Location"):
                return _redirected(url, response.headers["Location"])
            if response.status != 200:
                said = shortened(f"{response.status} {response.reason or ''}")
                raise _refused(tr("{host} answered {answer}", host=host, answer=said), response)
            data = _body(response, web.limits.largest_bytes)
        finally:
            response.close()
    return Download(data=data, url=url, address=address)


def _user_agent(contact: str) -> str:
    """Who asks (RFC 9110, 10.1.5); of *contact*, what may stand in a comment there."""
    said = re.sub(r"[^ -'*-\[\]-~]", "", contact)
    return f"Recit/{__version__}" + (f" ({said})" if said else "")


def _refused(told: str, response: HTTPResponse) -> NotFetchedError:
    """The error for an answer without content, with when to ask again (RFC 9110, 10.2.3)."""
    error = NotFetchedError(told)
    error.missing = response.status in (404, 410)
    if response.status in (429, 503):
        after = response.headers.get("Retry-After", "").strip()
        if after.isascii() and after.isdigit():
            error.wait_seconds = int(after[:9])
        elif (when := parsedate_tz(after)) is not None:
            with suppress(OverflowError, ValueError):
                error.wait_seconds = max(0, math.ceil(mktime_tz(when) - time.time()))
    return error


def _redirected(url: str, location: str) -> str:
    try:
        # Headers are read as Latin-1; what isn't ASCII in an address is UTF-8.
        said = location.encode("latin-1", "ignore").decode("utf-8", "replace")
        return urldefrag(urljoin(url, said)).url
    except ValueError as error:
        raise NotFetchedError(tr("it redirects to an address that can't be read")) from error


def _host_of(url: str) -> str:
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError as error:
        raise NotFetchedError(tr("'{host}' is not a host's name", host=host)) from error


def _target_of(url: str) -> str:
    parts = urlsplit(url)
    query = f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else ""
    return (quote(parts.path, safe=_SAFE) or "/") + query


def _body(response: HTTPResponse, largest: int) -> bytes:
    announced = _announced(response)
    # An int of thousands of digits is a ValueError; nine are enough to be more than is allowed.
    if announced and int(announced[:20]) > largest:
        raise _too_large(largest)
    body = bytearray()
    for part in response.stream(_PART, decode_content=True):
        stop_point()
        body += part
        if len(body) > largest:
            raise _too_large(largest)
    return bytes(body)


def _announced(response: HTTPResponse) -> str:
    """The length that the answer's head gives; empty: none.

    urllib3 reads an answer of a length that is no length up to its end, as if none were given; RFC
    9112, 6.3 calls it broken, and the picture may be cut short.
    """
    lengths = {said.strip() for said in response.headers.get("Content-Length", "").split(",")}
    lengths.discard("")
    codings = response.headers.get("Transfer-Encoding", "").strip().lower()
    if codings not in ("", "chunked"):
        raise HTTPException(tr("it comes in the form '{coding}'", coding=codings))
    if lengths and (codings or len(lengths) > 1):
        raise HTTPException(tr("it has two lengths"))
    announced = lengths.pop() if lengths else ""
    if announced and not (announced.isascii() and announced.isdigit()):
        raise HTTPException(tr("its length is '{length}'", length=announced))
    return announced


def _too_large(largest: int) -> NotFetchedError:
    return NotFetchedError(tr("it has more than the {most} bytes allowed", most=number(largest)))
