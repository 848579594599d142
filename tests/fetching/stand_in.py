"""A stand-in for the web, on loopback: TLS with certificates made as tests run, any names and
addresses one likes, and servers that misbehave in the ways in which real ones and attackers do.
"""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import trustme
from PIL import Image

from renderer.fetching.connection import FetchLimits, Web

PUBLIC = "93.184.215.14"
OTHER_PUBLIC = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
HOST = "archives.example.org"
Reply = Callable[[BaseHTTPRequestHandler], None]


def picture(seed: int = 1, size: tuple[int, int] = (240, 160)) -> bytes:
    """A JPEG with edges and colours everywhere."""
    width, height = size
    coarse = np.random.default_rng(seed).integers(
        30, 226, (height // 20 + 1, width // 20 + 1, 3), dtype=np.uint8
    )
    out = io.BytesIO()
    rgb = np.kron(coarse, np.ones((20, 20, 1), np.uint8))[:height, :width]
    Image.fromarray(rgb).save(out, "JPEG", quality=92)
    return out.getvalue()


def says(
    body: bytes,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    length: int | None = -1,
) -> Reply:
    """An answer. *length* is what Content-Length claims: -1 the truth, None nothing at all."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        if length is not None:
            handler.send_header("Content-Length", str(len(body) if length < 0 else length))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def redirects(location: str, status: int = 302) -> Reply:
    """An answer that points elsewhere."""
    return says(b"", status, {"Location": location})


def writes(*parts: bytes) -> Reply:
    """These very bytes, and a proper goodbye: that the answer ends is not what is wrong."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"".join(parts))
        handler.connection.unwrap()  # type: ignore[attr-defined] # says goodbye, as TLS asks

    return reply


def drips(first: bytes, drop: bytes, head: bytes = b"") -> Reply:
    """An answer that never ends and never pauses for long."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        handler.wfile.write(first)
        while True:  # until the other side hangs up
            handler.wfile.write(drop)
            handler.wfile.flush()
            time.sleep(0.02)

    return reply


@dataclass
class StandIn:
    """What tests say of it, and what it saw."""

    port: int
    authorities: str
    pages: dict[str, Reply] = field(default_factory=dict)
    """By "host/path"."""
    names: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    """Addresses of a host, one answer for each time it is asked; the last one stays."""
    resolved: list[str] = field(default_factory=list)
    """Hosts whose addresses were asked."""
    dialled: list[str] = field(default_factory=list)
    """Addresses to which a connection was opened."""
    asked: list[str] = field(default_factory=list)
    """Pages that were asked for: "host/path"."""
    headers: list[dict[str, str]] = field(default_factory=list)
    handshakes: list[str | None] = field(default_factory=list)
    """Names that clients said they wanted (SNI)."""
    hung_up: threading.Event = field(default_factory=threading.Event)
    """A client left in the middle of an answer."""

    def show(self, where: str, reply: Reply | bytes) -> str:
        """Answer *where* ("host/path") so; its URL."""
        self.pages[where] = says(reply) if isinstance(reply, bytes) else reply
        return f"https://{where}"

    def resolve(self, host: str) -> Sequence[str]:
        """Stands in for the name servers."""
        self.resolved.append(host)
        answers = self.names.get(host, [[PUBLIC]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def dial(self, address: str, seconds: float) -> socket.socket:
        """Stands in for the internet: every address is this server."""
        self.dialled.append(address)
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def web(self, **limits: float) -> Web:
        """The web as the code under test reaches it."""
        return Web(
            resolve=self.resolve,
            dial=self.dial,
            authorities=self.authorities,
            limits=FetchLimits(**limits),  # type: ignore[arg-type]
        )


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Quiet."""

        def do_GET(self) -> None:
            self.close_connection = True
            where = f"{self.headers['Host']}{self.path}"
            stand_in.asked.append(where)
            stand_in.headers.append(dict(self.headers))
            try:
                stand_in.pages.get(where, says(b"", 404))(self)
            except OSError:
                stand_in.hung_up.set()
                raise

    return Handler


@contextmanager
def running(folder: Path, *names: str) -> Iterator[StandIn]:
    """The stand-in, with a certificate for *names* (default: `HOST` and its neighbours)."""
    signer = trustme.CA()
    authorities = folder / "authority.pem"
    signer.cert_pem.write_to_path(str(authorities))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certified = names or (HOST, "autre.example.org", "xn--muse-dpa.example.org")
    signer.issue_cert(*certified).configure_cert(context)
    stand_in = StandIn(port=0, authorities=str(authorities))

    def noted(_: ssl.SSLSocket, name: str | None, __: ssl.SSLContext) -> None:
        stand_in.handshakes.append(name)

    context.sni_callback = noted  # type: ignore[assignment]
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stand_in))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients hang up on us
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    stand_in.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
