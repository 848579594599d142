"""Voices for Piper are those that are pinned, from a stand-in of the hub or a file brought."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from renderer.errors import UnknownVoiceError, VoiceError
from renderer.voices import piper_hub
from renderer.voices.piper_hub import REVISION, HubVoice, add_voice

NAME = "fr_FR-essai-medium"
PLACE = f"/{REVISION}/fr/fr_FR/essai/medium/"
MODEL = bytes(range(256)) * 4_000
CONFIG = b'{"audio": {"sample_rate": 22050}}'
CARD = b"# Essai\n* Licence: CC0\x1b[2J\n"


@dataclass
class Hub:
    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and Range of each request."""
    cut: int = 0
    """Bytes of the model after which the connection drops, once."""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    hub = Hub(
        files={
            f"{PLACE}{NAME}.onnx": MODEL,
            f"{PLACE}{NAME}.onnx.json": CONFIG,
            f"{PLACE}MODEL_CARD": CARD,
        }
    )

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Quiet."""

        def do_GET(self) -> None:
            path = self.path.removeprefix("/blob")
            wanted = self.headers.get("Range", "")
            if path == self.path:  # the hub sends on to where its blobs are
                self.send_response(302)
                self.send_header("Location", f"/blob{path}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            hub.asked.append((path, wanted))
            self.close_connection = True
            if path not in hub.files:
                self.send_error(404)
                return
            body = hub.files[path]
            start = int(wanted.removeprefix("bytes=").rstrip("-") or 0)
            if start >= len(body):
                self.send_error(416)
                return
            self.send_response(206 if wanted else 200)
            self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            end = len(body)
            if hub.cut and path.endswith(".onnx"):
                end, hub.cut = hub.cut, 0
            self.wfile.write(body[start:end])

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    pinned = HubVoice(
        path="fr/fr_FR/essai/medium",
        model=hashlib.sha256(MODEL).hexdigest(),
        config=hashlib.sha256(CONFIG).hexdigest(),
        licence="CC0",
    )
    monkeypatch.setitem(piper_hub.VOICES, NAME, pinned)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def silent(_done: int, _total: int) -> None:
    """Tells nobody."""


def test_a_voice_is_two_pinned_files_and_its_card(hub: Hub, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    added = add_voice(NAME, tmp_path, lambda *at: seen.append(at), hub=hub.url)

    assert added.model.read_bytes() == MODEL
    assert added.model.with_name(f"{NAME}.onnx.json").read_bytes() == CONFIG
    assert added.card == "# Essai\n* Licence: CC0[2J"
    assert added.licence == "CC0"
    assert seen[-1] == (len(MODEL), len(MODEL))
    assert all(path.startswith(PLACE) for path, _ in hub.asked)
    assert not list(tmp_path.glob("*.part"))


def test_what_is_there_is_not_asked_for_again(hub: Hub, tmp_path: Path) -> None:
    add_voice(NAME, tmp_path, silent, hub=hub.url)
    hub.asked.clear()

    add_voice(NAME, tmp_path, silent, hub=hub.url)

    assert [path for path, _ in hub.asked] == [f"{PLACE}MODEL_CARD"]


def test_a_download_that_broke_off_is_taken_up_where_it_stopped(hub: Hub, tmp_path: Path) -> None:
    hub.cut = 300_000
    with pytest.raises(VoiceError, match="what came is kept") as failure:
        add_voice(NAME, tmp_path, silent, hub=hub.url)
    assert failure.value.code == "voice-unavailable"
    assert not (tmp_path / f"{NAME}.onnx").exists()

    added = add_voice(NAME, tmp_path, silent, hub=hub.url)

    ranges = [wanted for path, wanted in hub.asked if path.endswith(".onnx")]
    assert ranges == ["", "bytes=262144-"]  # whole pieces are kept
    assert added.model.read_bytes() == MODEL


@pytest.mark.parametrize("file", [f"{NAME}.onnx", f"{NAME}.onnx.json"])
def test_another_file_than_the_pinned_one_is_refused(hub: Hub, tmp_path: Path, file: str) -> None:
    hub.files[PLACE + file] = b"X" + hub.files[PLACE + file][1:]

    with pytest.raises(VoiceError, match="SHA-256 differs") as failure:
        add_voice(NAME, tmp_path, silent, hub=hub.url)

    assert failure.value.code == "voice-unfit"
    assert not (tmp_path / file).exists()
    assert not list(tmp_path.glob("*.part"))


def test_a_part_that_is_too_long_is_begun_anew(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.onnx.part").write_bytes(bytes(len(MODEL) + 1))

    with pytest.raises(VoiceError, match="416"):
        add_voice(NAME, tmp_path, silent, hub=hub.url)

    assert add_voice(NAME, tmp_path, silent, hub=hub.url).model.read_bytes() == MODEL


def test_a_file_that_was_brought_is_checked_too(hub: Hub, tmp_path: Path) -> None:
    brought = tmp_path / "clef" / "voix.onnx"
    brought.parent.mkdir()
    brought.write_bytes(MODEL)
    folder = tmp_path / "models"
    with pytest.raises(VoiceError, match=r"voix\.onnx\.json"):
        add_voice(NAME, folder, silent, brought=brought, hub=hub.url)
    brought.with_name("voix.onnx.json").write_bytes(CONFIG)

    assert add_voice(NAME, folder, silent, brought=brought).model.read_bytes() == MODEL
    assert not hub.asked

    brought.write_bytes(MODEL[::-1])
    (folder / f"{NAME}.onnx").unlink()
    with pytest.raises(VoiceError, match="SHA-256 differs"):
        add_voice(NAME, folder, silent, brought=brought)


def test_a_voice_without_its_card_is_added_all_the_same(hub: Hub, tmp_path: Path) -> None:
    del hub.files[f"{PLACE}MODEL_CARD"]

    assert add_voice(NAME, tmp_path, silent, hub=hub.url).card == ""


def test_a_voice_that_nobody_pinned_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownVoiceError, match="fr_FR-siwis-medium") as failure:
        add_voice("fr_FR-siwi-medium", tmp_path, silent)

    assert failure.value.code == "voice-unknown"


def test_every_pin_is_a_whole_digest() -> None:
    for voice in piper_hub.VOICES.values():
        assert len(bytes.fromhex(voice.model)) == len(bytes.fromhex(voice.config)) == 32
