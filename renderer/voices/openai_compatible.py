"""Any server that speaks as `/v1/audio/speech` does: one of one's own, or a vendor's.

Comes in: spoken text. Goes out: speech without word times. One request a sentence: JSON, back comes
a sound file. Where it is stands in the storyboard or recit.toml (`voice: {engine: http, address:
…}`) or in `RECIT_SPEECH_URL`; a key, if it wants one, is `RECIT_SPEECH_KEY`, and goes to the
address of the environment alone: a storyboard from elsewhere can't send it anywhere. Knows no
slides.
"""

from __future__ import annotations

import ipaddress
import os
from urllib.parse import urlsplit

from renderer.errors import UnknownVoiceError
from renderer.messages import tr
from renderer.voices.base import Place, Speech, VoiceSettings
from renderer.voices.service import (
    Connection,
    Hints,
    Service,
    ServiceVoice,
    json_request,
    key_from,
    speech_of,
)
from renderer.voices.service_wire import Line, fetch

URL, KEY = "RECIT_SPEECH_URL", "RECIT_SPEECH_KEY"
PATH = "/v1/audio/speech"
MODEL, NAME = "tts-1", "alloy"
"""What servers of this shape take when they are asked for nothing else."""
RECIPE = 1
"""Number of the way a sentence becomes a request; another number, other takes."""


def open_voice(settings: VoiceSettings, connection: Connection | None = None) -> ServiceVoice:
    """The voice that *settings* names; opens no socket.

    Args:
        settings: as of every engine.
        connection: how it is reached; tests give their own.

    Raises:
        VoiceError: no address, or one that text can't be sent to.
    """
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
    return _voice(service, settings, address)


def _voice(service: Service, settings: VoiceSettings, address: str) -> ServiceVoice:
    name, model, key = settings.name or NAME, settings.model or MODEL, service.key

    def ask(text: str, _hints: Hints, line: Line) -> Speech:
        body = {
            "model": model,
            "input": text,
            "voice": name,
            "response_format": "wav",
            "speed": settings.rate,
        }
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return speech_of(fetch(json_request(address, body, headers, key), line))

    return ServiceVoice(
        service=service,
        title=f"{model} {name}",
        identity={
            "engine": "http",
            "version": model,
            "server": address,
            "name": name,
            "rate": settings.rate,
            "recipe": RECIPE,
        },
        ask=ask,
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
