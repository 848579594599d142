"""Azure Speech: Microsoft's neural voices, in a region that one chooses.

Comes in: spoken text, and phonemes where a lexicon gives them. Goes out: speech at 24 kHz without
word times (the service gives them to its own libraries only). One request a sentence: SSML, back
comes a WAV. Key and region are `AZURE_SPEECH_KEY` and `AZURE_SPEECH_REGION`. Knows no slides.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from renderer.errors import UnknownVoiceError, VoiceError
from renderer.language.sentence import PhonemeHint
from renderer.messages import tr
from renderer.voices.base import Place, Speech, Voice, VoiceSettings
from renderer.voices.line import Line
from renderer.voices.service import Connection, Service, key_from, sound_of
from renderer.voices.service_wire import Request, fetch
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
_NAME = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?-[A-Z]{2}(-[a-z]+)?-[A-Za-z0-9:]+")
RECIPE = 1
"""Number of the way a sentence becomes SSML; another number, other takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureVoice:
    """One of the service's voices."""

    name: str
    rate: float
    service: Service

    online = True
    synthetic = True

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        """Engine, its interface's version, voice, pace, sound, recipe."""
        return {
            "engine": "azure",
            "version": "v1",
            "name": self.name,
            "rate": self.rate,
            "format": FORMAT,
            "recipe": RECIPE,
        }

    @property
    def title(self) -> str:
        """As summaries name it."""
        return f"Azure {self.name}"

    @property
    def place(self) -> Place:
        """Where text goes."""
        return self.service.place

    @property
    def lacks(self) -> str:
        """What is missing before it can speak."""
        return self.service.lacks

    def characters(self, text: str, hints: Sequence[PhonemeHint]) -> int:
        """As the service counts: all between the tags of the voice, markup too."""
        return len(self._marked(text, hints))

    def say(self, text: str) -> Speech:
        """Have *text* spoken.

        Raises:
            VoiceError: offline, without a key, refused, or no such speech.
        """
        return self.say_with(text, ())

    def say_with(self, text: str, hints: Sequence[PhonemeHint]) -> Speech:
        """Have *text* spoken, the stretches of *hints* as they say.

        Raises:
            VoiceError: as `say`.
        """

        def ask(line: Line) -> Speech:
            return sound_of(fetch(self._request(text, hints), line))

        return self.service.speak(text, ask)

    def _marked(self, text: str, hints: Sequence[PhonemeHint]) -> str:
        inside = marked(text, hints)
        if self.rate == 1.0:
            return inside
        return f'<prosody rate="{(self.rate - 1) * 100:+.0f}%">{inside}</prosody>'

    def _request(self, text: str, hints: Sequence[PhonemeHint]) -> Request:
        language = "-".join(self.name.split("-")[:2])
        ssml = (
            '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis"'
            f' xml:lang="{language}"><voice name={quoteattr(self.name)}>'
            f"{self._marked(text, hints)}</voice></speak>"
        )
        return Request(
            url=f"https://{self.place.host}/cognitiveservices/v1",
            headers={
                "Ocp-Apim-Subscription-Key": self.service.key,
                "Content-Type": "application/ssml+xml",
                "X-Microsoft-OutputFormat": FORMAT,
                "User-Agent": "recit",  # the service refuses requests without one
            },
            body=ssml.encode(),
            secret=self.service.key,
        )


def open_voice(settings: VoiceSettings) -> Voice:
    """The voice that *settings* names, or its language's; opens no socket.

    Raises:
        VoiceError: there is no such voice, or the region has no region's name.
    """
    return open_azure(settings)


def open_azure(settings: VoiceSettings, connection: Connection | None = None) -> AzureVoice:
    """As `open_voice`; tests give a *connection* of their own."""
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
    return AzureVoice(name=_name(settings), rate=settings.rate, service=service)


def _name(settings: VoiceSettings) -> str:
    wanted = settings.name or settings.language
    name = VOICES.get(wanted.replace("_", "-").lower(), wanted)
    if not _NAME.fullmatch(name):
        raise UnknownVoiceError(
            tr(
                "{service} has no voice '{name}'; its names are like {example}",
                service="Azure Speech",
                name=wanted,
                example="fr-FR-HenriNeural",
            ),
            code="voice-unknown",
        )
    return name
