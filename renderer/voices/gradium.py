"""Gradium, a Paris vendor's voice, which says when each word sounds.

Comes in: spoken text. Goes out: speech with word times. A sentence is one WebSocket connection:
a setup, the text, its end; back come pieces of a WAV in base64, and words with their seconds. Needs
the extra [gradium]. The key is `GRADIUM_API_KEY`. Knows no slides.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from renderer.errors import UnknownVoiceError
from renderer.extras import install
from renderer.messages import tr
from renderer.voices.base import Place, Speech, VoiceSettings, WordTime
from renderer.voices.service import (
    Connection,
    Hints,
    Service,
    ServiceVoice,
    key_from,
    named_by_account,
    speech_of,
)
from renderer.voices.service_wire import (
    LARGEST_ANSWER,
    NEVER,
    ONCE_MORE,
    PATIENT,
    Line,
    Refused,
    answer_excerpt,
    answer_refusal,
    trust_failure,
)

KEY = "GRADIUM_API_KEY"
HOST = "eu.api.gradium.ai"
"""The European address; there is one in the United States."""
MODEL = "default"
_SILENT = logging.Logger("gradium", logging.CRITICAL + 1)
"""websockets 17.4 writes the headers of a request, the key among them, at the level DEBUG."""
RECIPE = 1
"""Number of the way a sentence becomes messages; another number, other takes."""


def open_voice(settings: VoiceSettings, connection: Connection | None = None) -> ServiceVoice:
    """The voice that *settings* names; opens no socket.

    Args:
        settings: as of every engine.
        connection: how it is reached; tests give their own.

    Raises:
        VoiceError: the extra is missing, or no voice is named.
    """
    try:
        import websockets  # noqa: F401 - is it here?
    except ImportError as missing:
        raise UnknownVoiceError(
            tr("the Gradium voice isn't installed: {remedy}", remedy=install("gradium")),
            code="package-missing",
        ) from missing
    name = named_by_account(settings, "Gradium", "gradium")
    model = settings.model or MODEL
    service = Service(
        engine="gradium",
        title="Gradium",
        place=Place(host=HOST, operator="Gradium", region="EU"),
        key=key_from(KEY),
        key_name=KEY,
        offline=settings.offline,
        connection=connection or Connection(),
    )
    setup = {"type": "setup", "model_name": model, "voice_id": name, "output_format": "wav"}

    def ask(text: str, _hints: Hints, line: Line) -> Speech:
        said = ({"type": "text", "text": text}, {"type": "end_of_stream"})
        messages = _conversation(service, (setup, *said), line)
        speech = speech_of(b"".join(_sound(message) for message in messages))
        return replace(speech, words=tuple(_words(text, messages, speech)))

    return ServiceVoice(
        service=service,
        title=f"Gradium {name}",
        identity={"engine": "gradium", "version": model, "name": name, "recipe": RECIPE},
        ask=ask,
    )


def _conversation(
    service: Service, told: Sequence[Mapping[str, str]], line: Line
) -> Sequence[Mapping[str, Any]]:
    """What the service answers to what it is *told*, in order.

    Raises:
        Refused: no connection, no leave, or an answer that breaks off.
    """
    from websockets.exceptions import WebSocketException
    from websockets.sync.client import connect

    url = f"{line.base_url or f'wss://{service.place.host}'}/api/speech/tts"
    try:
        with connect(
            url,
            additional_headers={"x-api-key": service.key},
            open_timeout=line.connect_seconds,
            close_timeout=1.0,
            max_size=LARGEST_ANSWER,
            logger=_SILENT,
            ssl=_context(line) if url.startswith("wss:") else None,
        ) as socket:
            for message in told:
                socket.send(json.dumps(message, ensure_ascii=False))
            return list(_messages(socket, service.key, line))
    except (WebSocketException, OSError) as failure:
        raise _no_answer(failure, service) from failure


def _no_answer(failure: Exception, service: Service) -> Refused:
    """*failure* in words, and whether it may pass."""
    from websockets.exceptions import InvalidStatus, WebSocketException

    host = service.place.host
    if isinstance(failure, InvalidStatus):
        answer = failure.response
        told = answer_excerpt(bytes(answer.body or b""), service.key)
        return answer_refusal(answer.status_code, answer.headers.get("Retry-After", ""), told)
    if isinstance(failure, ssl.SSLCertVerificationError):
        return trust_failure(host)
    if isinstance(failure, TimeoutError):
        return Refused(tr("{host} did not answer in time", host=host), retries=PATIENT)
    if isinstance(failure, WebSocketException):
        return Refused(tr("the answer of {host} broke off", host=host), retries=PATIENT)
    return Refused(tr("no connection to {host}", host=host), retries=PATIENT)


def _messages(socket: Any, secret: str, line: Line) -> Iterator[Mapping[str, Any]]:
    """What comes until the service says that this is all.

    Raises:
        Refused: it says that something is wrong, says what is no message, or goes on for ever.
    """
    began = line.clock()
    size = 0
    while True:
        raw = socket.recv(timeout=line.read_seconds)
        size += len(raw)
        if size > LARGEST_ANSWER:
            raise Refused(tr("the answer is far too long to be one sentence"), retries=ONCE_MORE)
        if line.clock() - began > line.total_seconds:
            raise Refused(
                tr("the answer was not whole after {seconds} s", seconds=int(line.total_seconds)),
                retries=PATIENT,
            )
        try:
            message = json.loads(raw)
            kind = message["type"]
        except (ValueError, TypeError, KeyError, RecursionError) as odd:
            raise Refused(
                tr("the service gave an answer without sound"), retries=ONCE_MORE
            ) from odd
        if kind == "error":
            why = answer_excerpt(str(message.get("message", "")).encode(), secret)
            raise Refused(tr("the service can't do this: {why}", why=why), retries=NEVER)
        if kind == "end_of_stream":
            return
        yield message


def _sound(message: Mapping[str, Any]) -> bytes:
    if message["type"] != "audio":
        return b""
    try:
        return base64.b64decode(message["audio"], validate=True)
    except (ValueError, TypeError, KeyError) as odd:
        raise Refused(tr("the service gave an answer without sound"), retries=ONCE_MORE) from odd


def _words(text: str, messages: Sequence[Mapping[str, Any]], speech: Speech) -> Iterator[WordTime]:
    """The words whose times make sense, where they stand in *text*."""
    at, before = 0, 0
    for message in messages:
        word = str(message.get("text", "")).strip() if message["type"] == "text" else ""
        start = text.find(word, at) if word else -1
        if start < 0:
            continue
        try:
            first, last = (
                round(float(message[key]) * speech.rate) for key in ("start_s", "stop_s")
            )
        except (KeyError, TypeError, ValueError, OverflowError):
            continue
        at = start + len(word)
        if before <= first < last <= len(speech.samples):
            yield WordTime(start=start, end=at, first=first, last=last)
            before = last


def _context(line: Line) -> ssl.SSLContext:
    """Who is trusted: as with the other services."""
    import certifi

    named = line.authorities or os.environ.get("REQUESTS_CA_BUNDLE", "") or certifi.where()
    return ssl.create_default_context(cafile=named)
