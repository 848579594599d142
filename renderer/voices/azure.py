"""Azure Speech: Microsoft's neural voices, in a region that one chooses.

Comes in: spoken text, and phonemes where a lexicon gives them. Goes out: speech at 24 kHz without
word times (the service gives them to its own libraries only). One request a sentence: SSML, back
comes a WAV. Key and region are `AZURE_SPEECH_KEY` and `AZURE_SPEECH_REGION`. Knows no slides.
"""

from __future__ import annotations

import os
import re
from xml.sax.saxutils import quoteattr

from renderer.errors import VoiceError
from renderer.messages import tr
from renderer.voices.base import Place, Speech, VoiceSettings
from renderer.voices.service import (
    Connection,
    Hints,
    Service,
    ServiceVoice,
    key_from,
    named_as,
    speech_of,
)
from renderer.voices.service_wire import Line, Request, fetch
from renderer.voices.ssml import marked

KEY, REGION = "AZURE_SPEECH_KEY", "AZURE_SPEECH_REGION"
DEFAULT_REGION = "francecentral"
VOICES = {
    "fr": "fr-FR-DeniseNeural",
    "fr-fr": "fr-FR-DeniseNeural",
    "fr-be": "fr-BE-CharlineNeural",
    "fr-ca": "fr-CA-SylvieNeural",
    "fr-ch": "fr-CH-ArianeNeural",
    "en": "en-GB-SoniaNeural",
    "en-gb": "en-GB-SoniaNeural",
    "en-us": "en-US-JennyNeural",
}
"""A language's own voice; every other is named as the service does."""
FORMAT = "riff-24khz-16bit-mono-pcm"
_NAME = r"[a-z]{2,3}(-[A-Za-z]{4})?-[A-Z]{2}(-[a-z]+)?-[A-Za-z0-9:]+"
RECIPE = 1
"""Number of the way a sentence becomes SSML; another number, other takes."""


def open_voice(settings: VoiceSettings, connection: Connection | None = None) -> ServiceVoice:
    """The voice that *settings* names, or its language's; opens no socket.

    Args:
        settings: as of every engine.
        connection: how it is reached; tests give their own.

    Raises:
        VoiceError: there is no such voice, or the region has no region's name.
    """
    region = os.environ.get(REGION, "").strip() or DEFAULT_REGION
    if not re.fullmatch(r"[a-z0-9]{2,40}", region):
        raise VoiceError(
            tr(
                "{name} is '{region}', which is no region of Azure: write one such as {example}",
                name=REGION,
                region=region,
                example=DEFAULT_REGION,
            ),
            code="voice-unfit",
        )
    service = Service(
        engine="azure",
        title="Azure Speech",
        place=Place(host=f"{region}.tts.speech.microsoft.com", operator="Microsoft", region=region),
        key=key_from(KEY),
        key_name=KEY,
        offline=settings.offline,
        connection=connection or Connection(),
    )
    name = named_as(settings, service.title, VOICES, _NAME, "fr-FR-HenriNeural")

    def ask(text: str, hints: Hints, line: Line) -> Speech:
        return speech_of(fetch(_request(service, name, _marked(text, hints, settings.rate)), line))

    return ServiceVoice(
        service=service,
        title=f"Azure {name}",
        public_name=f"Azure ({name.rpartition('-')[2].partition(':')[0].removesuffix('Neural')})",
        identity={
            "engine": "azure",
            "version": "v1",
            "name": name,
            "rate": settings.rate,
            "format": FORMAT,
            "recipe": RECIPE,
        },
        ask=ask,
        phonemes=True,
        # The service counts all between the tags of the voice, markup too.
        characters=lambda text, hints: len(_marked(text, hints, settings.rate)),
    )


def _marked(text: str, hints: Hints, rate: float) -> str:
    inside = marked(text, hints)
    if rate == 1.0:
        return inside
    return f'<prosody rate="{(rate - 1) * 100:+.0f}%">{inside}</prosody>'


def _request(service: Service, name: str, inside: str) -> Request:
    language = "-".join(name.split("-")[:2])
    ssml = (
        '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis"'
        f' xml:lang="{language}"><voice name={quoteattr(name)}>{inside}</voice></speak>'
    )
    return Request(
        url=f"https://{service.place.host}/cognitiveservices/v1",
        headers={
            "Ocp-Apim-Subscription-Key": service.key,
            "Content-Type": "application/ssml+xml",
            "X-Microsoft-OutputFormat": FORMAT,
            "User-Agent": "recit",  # the service refuses requests without one
        },
        body=ssml.encode(),
        secret=service.key,
    )
