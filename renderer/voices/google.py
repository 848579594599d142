"""Google Cloud Text-to-Speech, at its European address.

Comes in: spoken text, and phonemes where a lexicon gives them. Goes out: speech at 24 kHz without
word times. One request a sentence: JSON, back comes JSON with a WAV in base64. Chirp voices get
phonemes as pronunciations of phrases, the others as SSML. The key is `GOOGLE_TTS_KEY`, the
address that of `GOOGLE_TTS_REGION` (eu). Knows no slides.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renderer.errors import UnknownVoiceError, VoiceError
from renderer.language.sentence import PhonemeHint
from renderer.messages import tr
from renderer.voices.base import Place, Speech, Voice, VoiceSettings
from renderer.voices.line import Line
from renderer.voices.service import Connection, Service, base64_sound, key_from, sound_of
from renderer.voices.service_wire import Request, fetch
from renderer.voices.ssml import apart, marked

KEY, REGION = "GOOGLE_TTS_KEY", "GOOGLE_TTS_REGION"
REGIONS = {
    "eu": ("eu-texttospeech.googleapis.com", "EU"),
    "us": ("us-texttospeech.googleapis.com", "US"),
    "global": ("texttospeech.googleapis.com", ""),
}
"""The addresses that the service documents: what is sent to the first two is treated there."""
VOICES = {
    "fr": "fr-FR-Chirp3-HD-Leda",
    "fr-fr": "fr-FR-Chirp3-HD-Leda",
    "fr-ca": "fr-CA-Chirp3-HD-Leda",
    "en": "en-GB-Chirp3-HD-Leda",
    "en-gb": "en-GB-Chirp3-HD-Leda",
    "en-us": "en-US-Chirp3-HD-Leda",
}
"""A language's own voice; every other is named as the service does."""
RATE = 24_000
"""Samples a second."""
_NAME = re.compile(r"[a-z]{2,3}-[A-Z]{2}-[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
RECIPE = 1
"""Number of the way a sentence becomes a request; another number, other takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleVoice:
    """One of the service's voices."""

    name: str
    rate: float
    service: Service

    online = True
    synthetic = True

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        """Engine, its interface's version, voice, pace, recipe."""
        return {
            "engine": "google",
            "version": "v1",
            "name": self.name,
            "rate": self.rate,
            "recipe": RECIPE,
        }

    @property
    def title(self) -> str:
        """As summaries name it."""
        return f"Google Cloud {self.name}"

    @property
    def place(self) -> Place:
        """Where text goes."""
        return self.service.place

    @property
    def lacks(self) -> str:
        """What is missing before it can speak."""
        return self.service.lacks

    def characters(self, text: str, hints: Sequence[PhonemeHint]) -> int:
        """As the service counts: SSML with its marks, and plain text as it is."""
        said = self._input(text, hints)
        return len(said.get("ssml", text))

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
            return sound_of(base64_sound(fetch(self._request(text, hints), line), "audioContent"))

        return self.service.speak(text, ask)

    def _input(self, text: str, hints: Sequence[PhonemeHint]) -> dict[str, Any]:
        if not hints:
            return {"text": text}
        if "-Chirp" not in self.name:
            return {"ssml": f"<speak>{marked(text, hints)}</speak>"}
        # A phrase has one pronunciation in a request: of one said in two ways, the first holds.
        phrases: dict[str, str] = {}
        for hint in apart(hints):
            phrases.setdefault(text[hint.start : hint.end], hint.ipa.strip())
        said = [
            {
                "phrase": phrase,
                "phoneticEncoding": "PHONETIC_ENCODING_IPA",
                "pronunciation": ipa,
            }
            for phrase, ipa in phrases.items()
        ]
        return {"text": text, "customPronunciations": {"pronunciations": said}}

    def _request(self, text: str, hints: Sequence[PhonemeHint]) -> Request:
        body = {
            "input": self._input(text, hints),
            "voice": {"languageCode": "-".join(self.name.split("-")[:2]), "name": self.name},
            "audioConfig": {
                "audioEncoding": "LINEAR16",
                "sampleRateHertz": RATE,
                "speakingRate": self.rate,
            },
        }
        return Request(
            url=f"https://{self.place.host}/v1/text:synthesize",
            headers={
                # Not in the address, which proxies write down.
                "X-Goog-Api-Key": self.service.key,
                "Content-Type": "application/json; charset=utf-8",
            },
            body=json.dumps(body, ensure_ascii=False).encode(),
            secret=self.service.key,
        )


def open_voice(settings: VoiceSettings) -> Voice:
    """The voice that *settings* names, or its language's; opens no socket.

    Raises:
        VoiceError: there is no such voice or region.
    """
    return open_google(settings)


def open_google(settings: VoiceSettings, connection: Connection | None = None) -> GoogleVoice:
    """As `open_voice`; tests give a *connection* of their own."""
    named = os.environ.get(REGION, "").strip() or "eu"
    if named not in REGIONS:
        raise VoiceError(
            tr(
                "{name} is '{region}'; it can be {regions}",
                name=REGION,
                region=named,
                regions=", ".join(REGIONS),
            ),
            code="voice-unfit",
        )
    host, region = REGIONS[named]
    service = Service(
        engine="google",
        title="Google Cloud",
        place=Place(host=host, operator="Google", region=region),
        key=key_from(KEY),
        key_name=KEY,
        offline=settings.offline,
        connection=connection or Connection(),
    )
    return GoogleVoice(name=_name(settings), rate=settings.rate, service=service)


def _name(settings: VoiceSettings) -> str:
    wanted = settings.name or settings.language
    name = VOICES.get(wanted.replace("_", "-").lower(), wanted)
    if not _NAME.fullmatch(name):
        raise UnknownVoiceError(
            tr(
                "{service} has no voice '{name}'; its names are like {example}",
                service="Google Cloud",
                name=wanted,
                example="fr-FR-Chirp3-HD-Charon",
            ),
            code="voice-unknown",
        )
    return name
