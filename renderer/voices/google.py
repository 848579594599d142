"""Google Cloud Text-to-Speech, at its European address.

Comes in: spoken text, and phonemes where a lexicon gives them. Goes out: speech at 24 kHz without
word times. One request a sentence: JSON, back comes JSON with a WAV in base64. Chirp voices get
phonemes as pronunciations of phrases, the others as SSML. The key is `GOOGLE_TTS_KEY`, the
address that of `GOOGLE_TTS_REGION` (eu). Knows no slides.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from renderer.errors import VoiceError
from renderer.messages import tr
from renderer.voices.base import Place, Speech, VoiceSettings
from renderer.voices.service import (
    Connection,
    Hints,
    Service,
    ServiceVoice,
    base64_sound,
    json_request,
    key_from,
    named_as,
    speech_of,
)
from renderer.voices.service_wire import Line, Request, fetch
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
_NAME = r"[a-z]{2,3}-[A-Z]{2}-[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
RECIPE = 1
"""Number of the way a sentence becomes a request; another number, other takes."""


def open_voice(settings: VoiceSettings, connection: Connection | None = None) -> ServiceVoice:
    """The voice that *settings* names, or its language's; opens no socket.

    Args:
        settings: as of every engine.
        connection: how it is reached; tests give their own.

    Raises:
        VoiceError: there is no such voice or region.
    """
    wanted = os.environ.get(REGION, "").strip() or "eu"
    if wanted not in REGIONS:
        raise VoiceError(
            tr(
                "{name} is '{region}'; it can be {regions}",
                name=REGION,
                region=wanted,
                regions=", ".join(REGIONS),
            ),
            code="voice-unfit",
        )
    host, region = REGIONS[wanted]
    service = Service(
        engine="google",
        title="Google Cloud",
        place=Place(host=host, operator="Google", region=region),
        key=key_from(KEY),
        key_name=KEY,
        offline=settings.offline,
        connection=connection or Connection(),
    )
    name = named_as(settings, service.title, VOICES, _NAME, "fr-FR-Chirp3-HD-Charon")

    def ask(text: str, hints: Hints, line: Line) -> Speech:
        request = _request(service, name, settings.rate, _input(name, text, hints))
        return speech_of(base64_sound(fetch(request, line), "audioContent"))

    return ServiceVoice(
        service=service,
        title=f"Google Cloud {name}",
        public_name=f"Google Cloud ({name.rpartition('-')[2]})",
        identity={
            "engine": "google",
            "version": "v1",
            "name": name,
            "rate": settings.rate,
            "recipe": RECIPE,
        },
        ask=ask,
        phonemes=True,
        # The service counts SSML with its marks, and plain text as it is.
        characters=lambda text, hints: len(_input(name, text, hints).get("ssml", text)),
    )


def _input(name: str, text: str, hints: Hints) -> dict[str, Any]:
    if not hints:
        return {"text": text}
    if "-Chirp" not in name:
        return {"ssml": f"<speak>{marked(text, hints)}</speak>"}
    # A phrase has one pronunciation in a request: of one said in two ways, the first holds.
    phrases: dict[str, str] = {}
    for hint in apart(hints):
        phrases.setdefault(text[hint.start : hint.end], hint.ipa.strip())
    said = [
        {"phrase": phrase, "phoneticEncoding": "PHONETIC_ENCODING_IPA", "pronunciation": ipa}
        for phrase, ipa in phrases.items()
    ]
    return {"text": text, "customPronunciations": {"pronunciations": said}}


def _request(service: Service, name: str, rate: float, said: Mapping[str, Any]) -> Request:
    return json_request(
        f"https://{service.place.host}/v1/text:synthesize",
        {
            "input": said,
            "voice": {"languageCode": "-".join(name.split("-")[:2]), "name": name},
            "audioConfig": {
                "audioEncoding": "LINEAR16",
                "sampleRateHertz": RATE,
                "speakingRate": rate,
            },
        },
        # Not in the address, which proxies write down.
        {"X-Goog-Api-Key": service.key},
        service.key,
    )
