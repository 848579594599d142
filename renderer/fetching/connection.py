"""A connection over TLS to a host's own address, which was checked and is no other.

Comes in: a host's name, a `Web`, and when time is up. Goes out: a connection to one of the host's
addresses, or `NotFetchedError` with the reason. Knows nothing of pictures or redirects.

The name is resolved once; if any of its addresses is not public, none is asked. The socket is
opened to one of those very addresses, while certificate and SNI are checked against the name: a
name server that changes its mind in between changes nothing. No proxy of the environment is used.

Which addresses are public is asked of Python's own ``is_global`` too, but not alone: what it calls
global changed between patch releases (CVE-2024-4032), and it lets through what only wraps another
address, such as 6to4. In doubt, an address isn't.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import urllib3.exceptions
from urllib3.connection import HTTPConnection

from renderer.messages import tr
from renderer.messages.figures import short_figure
from renderer.messages.os_errors import reason_of

HTTPS = 443
"""The port of https, and the only one that is dialled."""
Dialled = tuple[socket.socket, str]
"""A connection, and the address that it leads to."""
_BREAKS = (OSError, urllib3.exceptions.HTTPError, http.client.HTTPException)
"""How a connection fails."""
_STRANGE = (ValueError, ArithmeticError, LookupError)
"""What an answer that is no HTTP raises in http.client and urllib3 2.8, where they don't look: a
chunk of -5 bytes is a ValueError of the socket's file."""


class NotFetchedError(Exception):
    """A picture could not be had, or may not be; the message says why, for people."""

    wait_seconds: int | None = None
    """After how long the host may be asked again, if it said so."""
    missing: bool = False
    """Whether the host answered that there is nothing there (404, 410)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What one picture may take."""

    largest_bytes: int = 100_000_000
    """Of the picture as it is kept, after any decompression."""
    total_seconds: float = 60.0
    """For everything: names, redirects, the last byte."""
    connect_seconds: float = 10.0
    redirects: int = 3


def _resolved(host: str) -> list[str]:
    found = socket.getaddrinfo(host, HTTPS, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def _dialled(address: str, seconds: float) -> socket.socket:
    return socket.create_connection((address, HTTPS), timeout=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """How the web is reached; the fields are there for tests, the defaults are for films."""

    resolve: Callable[[str], Sequence[str]] = _resolved
    """The addresses of a host."""
    dial: Callable[[str, float], socket.socket] = _dialled
    """A connection to an address, made within so many seconds."""
    authorities: str = ""
    """A file of certificate authorities; empty: REQUESTS_CA_BUNDLE if set, else certifi's."""
    limits: FetchLimits = FetchLimits()
    accept: str = "image/*"
    """Which kinds of content are asked for."""
    contact: str = ""
    """Who asks, for those who look after the host: an address. Archives block who doesn't say."""


def trust(authorities: str = "") -> ssl.SSLContext:
    """What certificates are checked against: always verified, always for the host's name."""
    import certifi

    place = authorities or os.environ.get("REQUESTS_CA_BUNDLE") or certifi.where()
    folder = Path(place).is_dir()
    return ssl.create_default_context(
        cafile=None if folder else place, capath=place if folder else None
    )


def public_addresses(host: str, web: Web, until: float) -> Sequence[str]:
    """Every address of *host*; all of them public, or none."""
    addresses = _within(until, web, lambda: web.resolve(host), host)
    if not addresses:
        raise NotFetchedError(tr("{host} has no address", host=host))
    for address in addresses:
        if not is_public(address):
            raise NotFetchedError(
                tr(
                    "{host} leads to {address}, which is not on the public internet",
                    host=host,
                    address=address,
                )
            )
    return addresses


def _within(
    until: float, web: Web, resolve: Callable[[], Sequence[str]], host: str
) -> Sequence[str]:
    """What *resolve* finds. The system's resolver takes no time limit, so it gets a thread."""
    found: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            found.put(resolve())
        except (OSError, UnicodeError) as error:
            found.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        answer = found.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty:
        raise _too_slow(web) from None
    if isinstance(answer, Exception):
        raise NotFetchedError(
            tr(
                "{host} wasn't found: this computer may not be connected to the internet",
                host=host,
            )
        ) from answer
    return answer


@contextmanager
def connected(
    host: str, addresses: Sequence[str], web: Web, until: float
) -> Iterator[tuple[HTTPConnection, str]]:
    """A connection over TLS to one of *addresses*, for *host*; cut off when time is up."""
    late = threading.Event()
    try:
        raw, address = _dialled_one(host, addresses, web, until)
        with raw, _over_tls(raw, host, web) as secured, _cut_at(until, secured, late):
            secured.do_handshake()
            connection = HTTPConnection(host, HTTPS, timeout=_left(until, web))
            connection.sock = secured
            try:
                yield connection, address
            finally:
                connection.close()
    except (*_BREAKS, *_STRANGE) as failure:
        if late.is_set() or time.monotonic() >= until:
            raise _too_slow(web) from failure
        raise NotFetchedError(_in_words(failure, host)) from failure


def _dialled_one(host: str, addresses: Sequence[str], web: Web, until: float) -> Dialled:
    why = ""
    for address in addresses:
        try:
            return web.dial(address, min(web.limits.connect_seconds, _left(until, web))), address
        except OSError as error:
            why = reason_of(error)
    raise NotFetchedError(tr("no connection to {host} ({why})", host=host, why=why))


def _over_tls(raw: socket.socket, host: str, web: Web) -> ssl.SSLSocket:
    """TLS over *raw*, hands not yet shaken. A conversation that breaks off is an error, even
    between two parts of an answer without a length: the picture may be cut short.
    """
    try:
        context = trust(web.authorities)
    except OSError as error:
        raise NotFetchedError(
            tr(
                "no certificate can be checked, as REQUESTS_CA_BUNDLE can't be read: {why}",
                why=reason_of(error),
            )
        ) from error
    return context.wrap_socket(
        raw, server_hostname=host, do_handshake_on_connect=False, suppress_ragged_eofs=False
    )


@contextmanager
def _cut_at(until: float, connection: socket.socket, late: threading.Event) -> Iterator[None]:
    """While the block runs, end *connection* at *until*, however busily it drips."""

    def cut() -> None:
        late.set()
        with suppress(OSError):
            # Below TLS: its own shutdown would wait for the other side, and isn't for two threads.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)

    guard = threading.Timer(max(0.0, until - time.monotonic()), cut)
    guard.daemon = True
    guard.start()
    try:
        yield
    finally:
        guard.cancel()
        guard.join()


def _left(until: float, web: Web) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise _too_slow(web)
    return left


def _too_slow(web: Web) -> NotFetchedError:
    return NotFetchedError(
        tr("it was not whole after {seconds} s", seconds=short_figure(web.limits.total_seconds))
    )


def _in_words(failure: BaseException, host: str) -> str:
    if isinstance(failure, ssl.SSLCertVerificationError):
        why = failure.verify_message
        return tr("the certificate of {host} is not trusted: {why}", host=host, why=why)
    told = shortened(str(failure)) or type(failure).__name__
    if not isinstance(failure, _BREAKS):
        told = tr("its answer is no HTTP: {why}", why=told)
    return tr("the conversation with {host} broke off ({why})", host=host, why=told)


def shortened(said: str) -> str:
    """What a server *said*, on one line, and no longer than a message can be."""
    return " ".join(said.split())[:120]


_ORDINARY_IPV6 = ipaddress.ip_network("2000::/3")
"""All that is given out to networks of the public internet; every wrapped IPv4 of RFC 4291 and
RFC 6052 (``::ffff:…``, ``64:ff9b::…``), and every private range, lies outside."""
_REFUSED = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # behind a provider's NAT
        "127.0.0.0/8",
        "168.63.129.16/32",  # the platform under every Azure machine
        "169.254.0.0/16",  # link-local; clouds tell secrets at 169.254.169.254
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # Teredo, which wraps IPv4, and other protocols' own
        "2001:db8::/32",
        "2002::/16",  # 6to4, which wraps IPv4
        "3fff::/20",
    )
)


def is_public(address: str) -> bool:
    """Whether *address* is one that anybody on the internet can reach, and nothing else."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False  # also what has a zone, as fe80::1%eth0 has: those never leave a link
    if found.version == 6 and (found not in _ORDINARY_IPV6 or "%" in address):
        return False
    return found.is_global and not any(
        found in network for network in _REFUSED if network.version == found.version
    )
