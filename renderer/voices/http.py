"""Any server that speaks as `/v1/audio/speech` does: one of one's own, or a vendor's.

Comes in: spoken text. Goes out: speech without word times. One request a sentence: JSON, back comes
a sound file. Where it is stands in the storyboard or recit.toml (`voice: {engine: http, address:
…}`) or in `RECIT_SPEECH_URL`; a key, if it wants one, is `RECIT_SPEECH_KEY`, and goes to the
address of the environment alone: a storyboard from elsewhere can't send it anywhere. Knows no
slides.
"""

from __future__ import annotations

import ipaddress
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from renderer.errors import UnknownVoiceError
from renderer.messages import tr
from renderer.voices.base import Place, Speech, Voice, VoiceSettings
from renderer.voices.line import Line
from renderer.voices.service import Connection, Service, key_from, sound_of
from renderer.voices.service_wire import Request, fetch

URL, KEY = "RECIT_SPEECH_URL", "RECIT_SPEECH_KEY"
PATH = "/v1/audio/speech"
MODEL, NAME = "tts-1", "alloy"
"""What servers of this shape take when they are asked for nothing else."""
RECIPE = 1
"""Number of the way a sentence becomes a request; another number, other takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpVoice:
    """One voice of one server."""

    address: str
    """With the path, without a query."""
    name: str
    model: str
    rate: float
    service: Service

    online = True
    synthetic = True

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        """Engine, server, model, voice, pace, recipe."""
        return {
            "engine": "http",
            "version": self.model,
            "server": self.address,
            "name": self.name,
            "rate": self.rate,
            "recipe": RECIPE,
        }

    @property
    def title(self) -> str:
        """As summaries name it."""
        return f"{self.model} {self.name}"

    @property
    def place(self) -> Place:
        """Where text goes."""
        return self.service.place

    @property
    def lacks(self) -> str:
        """What is missing before it can speak."""
        return self.service.lacks

    def say(self, text: str) -> Speech:
        """Have *text* spoken.

        Raises:
            VoiceError: offline, refused, or no such speech.
        """
        headers = {"Content-Type": "application/json"}
        if self.service.key:
            headers["Authorization"] = f"Bearer {self.service.key}"
        body = {
            "model": self.model,
            "input": text,
            "voice": self.name,
            "response_format": "wav",
            "speed": self.rate,
        }
        request = Request(
            url=self.address,
            headers=headers,
            body=json.dumps(body, ensure_ascii=False).encode(),
            secret=self.service.key,
        )

        def ask(line: Line) -> Speech:
            return sound_of(fetch(request, line))

        return self.service.speak(text, ask)


def open_voice(settings: VoiceSettings) -> Voice:
    """The voice that *settings* names; opens no socket.

    Raises:
        VoiceError: no address, or one that text can't be sent to.
    """
    return open_http(settings)


def open_http(settings: VoiceSettings, connection: Connection | None = None) -> HttpVoice:
    """As `open_voice`; tests give a *connection* of their own."""
    environment = os.environ.get(URL, "").strip()
    address = _whole(settings.address or environment)
    is_ours = bool(environment) and _whole(environment) == address
    key = key_from(KEY) if is_ours else ""
    host = urlsplit(address).hostname or ""
    if urlsplit(address).scheme == "http" and not (_is_here(host) if key else _is_near(host)):
        raise UnknownVoiceError(
            tr(
                "{host} would be sent text, and a key if there is one, for all to read: write its"
                " address with https",
                host=host,
            ),
            code="voice-unfit",
        )
    service = Service(
        engine="http",
        title=host,
        place=Place(host=host, operator="", region=""),
        key=key,
        key_name="",
        offline=settings.offline,
        connection=connection or Connection(),
    )
    return HttpVoice(
        address=address,
        name=settings.name or NAME,
        model=settings.model or MODEL,
        rate=settings.rate,
        service=service,
    )


def _whole(address: str) -> str:
    """*address* with the path of the interface.

    Raises:
        UnknownVoiceError: there is none, or it is no address of a server.
    """
    if not address:
        raise UnknownVoiceError(
            tr(
                "the voice '{engine}' wants the address of its server: voice: {{engine: http,"
                " address: https://…}}, or {name} in the environment",
                engine="http",
                name=URL,
            ),
            code="voice-unfit",
        )
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.username or parts.password or parts.query or parts.fragment:
        raise UnknownVoiceError(
            tr(
                "the address of the speech server must be like {example}, without a user, a"
                " password, '?' or '#'",
                example="https://voix.musee.example",
            ),
            code="voice-unfit",
        )
    base = address.rstrip("/")
    if base.endswith(PATH):
        return base
    return f"{base.removesuffix('/v1')}{PATH}"


def _is_here(host: str) -> bool:
    """Whether *host* is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_near(host: str) -> bool:
    """Whether *host* is one's own network's: a private address, or a name no public server has."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal", ".home.arpa"))
