"""A folder served on loopback with byte ranges, which players need to seek."""

from __future__ import annotations

import functools
import http.server
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RangeHandler(http.server.SimpleHTTPRequestHandler):
    """GET with single byte ranges; says nothing on stderr."""

    extensions_map = {  # noqa: RUF012  the base class has it as a plain dict
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".vtt": "text/vtt; charset=utf-8",
        ".srt": "application/x-subrip",
    }

    def end_headers(self) -> None:
        if isinstance(self.server, _Server) and self.server.for_other_hosts:
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def do_GET(self) -> None:
        # Dates have whole seconds here, and tests publish twice in one.
        del self.headers["If-Modified-Since"]
        path = Path(self.translate_path(self.path))
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not asked or not path.is_file():
            super().do_GET()
            return
        size = path.stat().st_size
        first = int(asked[1])
        last = min(int(asked[2] or size - 1), size - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        with path.open("rb") as stream:
            stream.seek(first)
            self.wfile.write(stream.read(last - first + 1))

    def log_message(self, *_: object) -> None:
        """Silence."""

    def handle(self) -> None:
        # A player hangs up as soon as it has what it wants.
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


class _Server(http.server.ThreadingHTTPServer):
    for_other_hosts = False
    request_queue_size = 64  # a browser opens many connections at once; the default, 5, resets some


@contextmanager
def served(folder: Path, *, for_other_hosts: bool = False) -> Iterator[str]:
    """The address of *folder* while the block runs; with the header that other hosts' pages need,
    if asked (docs/embedding.md).
    """
    handler = functools.partial(RangeHandler, directory=os.fspath(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        server.for_other_hosts = for_other_hosts
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
