"""Stand-ins for the services that speak, on loopback: each answers in its own wire format, refuses
what the real one refuses, and can be told to fail.

`running` speaks HTTP as Azure, Google, Mistral and every server of `/v1/audio/speech` do, told by
the path; `gradium` speaks WebSocket.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import re
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.etree import ElementTree

import numpy as np
from websockets.sync.server import ServerConnection, serve

SILENT = logging.Logger("stand-in", logging.CRITICAL + 1)
KEY = "sesame-0123456789"
RATE = 24_000
SSML = "{http://www.w3.org/2001/10/synthesis}"


def wav(seconds: float, loudness: int = 8_000) -> bytes:
    """A tone as a service sends speech: RIFF, 24 kHz, 16 bits, mono."""
    tone = loudness * np.sin(np.arange(int(RATE * seconds)) * (2 * np.pi * 220 / RATE))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(tone.astype("<i2").tobytes())
    return file.getvalue()


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is answered instead of speech."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: Any
    """JSON's value, or the text of SSML."""
    text: str
    """What is to be said, without any mark."""


@dataclass
class StandIn:
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    """Answered first, one each."""
    loudness: int = 8_000

    def sound(self, text: str) -> bytes:
        return wav(max(0.3, len(text) / 14), self.loudness)


def _azure(headers: dict[str, str], body: bytes) -> tuple[Any, str, bool]:
    assert headers["x-microsoft-outputformat"] == "riff-24khz-16bit-mono-pcm"
    assert headers["content-type"] == "application/ssml+xml"
    assert headers["user-agent"]
    root = ElementTree.fromstring(body)
    assert root.tag == f"{SSML}speak"
    assert root.attrib["version"] == "1.0"
    [voice] = root
    assert voice.attrib["name"]
    return body.decode(), "".join(voice.itertext()), headers["ocp-apim-subscription-key"] == KEY


def _google(headers: dict[str, str], body: bytes) -> tuple[Any, str, bool]:
    asked = json.loads(body)
    assert set(asked) == {"input", "voice", "audioConfig"}
    assert asked["voice"]["name"].startswith(asked["voice"]["languageCode"])
    assert asked["audioConfig"]["audioEncoding"] == "LINEAR16"
    [(_, text)] = [(k, v) for k, v in asked["input"].items() if k in ("text", "ssml")]
    if "ssml" in asked["input"]:
        text = "".join(ElementTree.fromstring(text).itertext())
    return asked, text, headers["x-goog-api-key"] == KEY


def _speech(headers: dict[str, str], body: bytes) -> tuple[Any, str, bool]:
    asked = json.loads(body)
    return asked, asked["input"], headers.get("authorization", "") == f"Bearer {KEY}"


READ = {
    "/cognitiveservices/v1": _azure,
    "/v1/text:synthesize": _google,
    "/v1/audio/speech": _speech,
}


def _packed(path: str, asked: Any, sound: bytes) -> bytes:
    """*sound* wrapped as the service of *path* wraps it."""
    coded = base64.b64encode(sound).decode()
    if path == "/v1/text:synthesize":
        return json.dumps({"audioContent": coded}).encode()
    if path == "/v1/audio/speech" and "voice_id" in asked:
        return json.dumps({"audio_data": coded}).encode()
    return sound


def _handler(stand_in: StandIn, *, keyless: bool) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Quiet."""

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body, text, known = READ[self.path](headers, raw)
            stand_in.asked.append(Asked(path=self.path, headers=headers, body=body, text=text))
            if stand_in.faults:
                fault = stand_in.faults.pop(0)
            elif not known and not keyless:
                fault = Fault(status=401, body=f"wrong key {headers}".encode())
            else:
                fault = Fault(body=_packed(self.path, body, stand_in.sound(text)))
            self.close_connection = True
            self.send_response(fault.status)
            for name, value in fault.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(fault.body)))
            self.end_headers()
            self.wfile.write(fault.body)

    return Handler


@contextmanager
def running(*, keyless: bool = False) -> Iterator[StandIn]:
    """The HTTP services, on a free port of 127.0.0.1; *keyless*: whoever asks is answered."""
    stand_in = StandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stand_in, keyless=keyless))
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _spoken(stand_in: StandIn, socket: ServerConnection) -> None:
    """One conversation as Gradium's: setup, ready, text, its end; sound in pieces, words, end."""
    setup = json.loads(socket.recv())
    assert setup["type"] == "setup"
    assert setup["output_format"] == "wav"
    socket.send(json.dumps({"type": "ready", "request_id": "1", "sample_rate": RATE}))
    said = json.loads(socket.recv())
    assert said["type"] == "text"
    assert json.loads(socket.recv()) == {"type": "end_of_stream"}
    headers = {name.lower(): value for name, value in socket.request.headers.items()}  # type: ignore[union-attr] # it has one by now
    text = said["text"]
    stand_in.asked.append(
        Asked(path=socket.request.path, headers=headers, body=setup, text=text)  # type: ignore[union-attr]
    )
    if stand_in.faults:
        fault = stand_in.faults.pop(0)
        if fault.body:
            socket.send(fault.body.decode())
        return
    sound = stand_in.sound(text)
    for start in range(0, len(sound), 20_000):
        piece = base64.b64encode(sound[start : start + 20_000]).decode()
        socket.send(json.dumps({"type": "audio", "audio": piece}))
    for word in re.finditer(r"\w+", text):
        times = {"start_s": word.start() / 14, "stop_s": word.end() / 14}
        socket.send(json.dumps({"type": "text", "text": word[0], **times}))
    socket.send(json.dumps({"type": "end_of_stream"}))


@contextmanager
def gradium() -> Iterator[StandIn]:
    """The WebSocket service, on a free port of 127.0.0.1."""
    stand_in = StandIn()

    def gate(socket: ServerConnection, request: Any) -> Any:
        if request.path != "/api/speech/tts":
            return socket.respond(404, "no such place")
        if stand_in.faults and stand_in.faults[0].status != 200:
            fault = stand_in.faults.pop(0)
            answer = socket.respond(fault.status, fault.body.decode())
            for name, value in fault.headers.items():
                answer.headers[name] = value
            return answer
        if request.headers.get("x-api-key") != KEY:
            return socket.respond(401, f"wrong key {request.headers.get('x-api-key')}")
        return None

    def speak(socket: ServerConnection) -> None:
        _spoken(stand_in, socket)

    with serve(speak, "127.0.0.1", 0, process_request=gate, logger=SILENT) as server:
        stand_in.url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield stand_in
        finally:
            server.shutdown()
            thread.join()
