"""A stand-in for the service behind gTTS, on loopback: it speaks the same wire format, and can be
told to fail in the ways in which the real one and the network do.
"""

from __future__ import annotations

import base64
import io
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import av
import numpy as np
import trustme

RATE = 24_000


@cache
def mp3(seconds: float, loudness: int = 8_000) -> bytes:
    """A tone as the service sends speech: MP3, 24 kHz, mono, silence at both ends."""
    tone = loudness * np.sin(np.arange(int(RATE * seconds)) * (2 * np.pi * 220 / RATE))
    edge = np.zeros(RATE // 10)
    samples = np.concatenate([edge, tone, edge]).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = RATE
    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=RATE)
        stream.layout = "mono"
        shaped = av.AudioResampler(
            format=stream.format.name, layout="mono", rate=RATE, frame_size=stream.frame_size
        )
        for part in [*shaped.resample(frame), *shaped.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return file.getvalue()


def answer(sound: bytes) -> bytes:
    """*sound* wrapped as the service wraps it: a guard line, a length, JSON inside JSON."""
    inner = json.dumps([base64.b64encode(sound).decode()], separators=(",", ":"))
    line = json.dumps([["wrb.fr", "jQ1olc", inner, None, None, None, "generic"]])
    return f')]}}\'\n\n{len(line)}\n{line}\n25\n[["e",4,null,null,131]]\n'.encode()


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is answered instead of speech."""

    status: int = 200
    body: bytes = b""
    retry_after: str = ""
    location: str = ""
    cut: bool = False
    """Whether the connection drops in the middle of the body."""
    stall: bool = False
    """Whether nothing is ever answered."""


@dataclass
class StandIn:
    url: str
    texts: list[str] = field(default_factory=list)
    """What was asked for, in order."""
    langs: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    """Answered first, one each."""
    always: Fault | None = None
    """Answered when `faults` is used up."""


def _handler(stand_in: StandIn, closing: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Quiet."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            [[[rpc, asked, *_]]] = json.loads(parse_qs(body.decode())["f.req"][0])
            text, lang, *_ = json.loads(asked)
            assert rpc == "jQ1olc"
            assert urlsplit(self.path).path == "/_/TranslateWebserverUi/data/batchexecute"
            stand_in.texts.append(text)
            stand_in.langs.append(lang)
            fault = stand_in.faults.pop(0) if stand_in.faults else stand_in.always
            self._reply(fault or Fault(body=answer(mp3(len(text) / 14))))

        def _reply(self, fault: Fault) -> None:
            self.close_connection = True
            if fault.stall:
                closing.wait(20)
                return
            self.send_response(fault.status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(fault.body)))
            if fault.retry_after:
                self.send_header("Retry-After", fault.retry_after)
            if fault.location:
                self.send_header("Location", fault.location)
            self.end_headers()
            half = len(fault.body) // 2
            self.wfile.write(fault.body[:half] if fault.cut else fault.body)

    return Handler


@contextmanager
def running(*, authority: Path | None = None) -> Iterator[StandIn]:
    """The stand-in, listening on a free port of 127.0.0.1.

    With *authority* it speaks TLS: an authority made for the occasion signs its certificate, which
    is right for those who trust the file written there, and wrong for everybody else.
    """
    stand_in = StandIn(url="")
    closing = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stand_in, closing))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients hang up on us
    if authority:
        signer = trustme.CA()
        signer.cert_pem.write_to_path(str(authority))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        signer.issue_cert("127.0.0.1").configure_cert(context)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    stand_in.url = f"http{'s' if authority else ''}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
