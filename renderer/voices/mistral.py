"""Mistral's Voxtral, a French vendor's voice.

Comes in: spoken text, and phonemes where a lexicon gives them. Goes out: speech without word times.
One request a sentence: JSON, back comes JSON with a WAV in base64. The service has no pace of its
own to set. The key is `MISTRAL_API_KEY`. Knows no slides.
"""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renderer.errors import UnknownVoiceError
from renderer.language.sentence import PhonemeHint
from renderer.messages import tr
from renderer.voices.base import Place, Speech, Voice, VoiceSettings
from renderer.voices.line import Line
from renderer.voices.service import Connection, Service, base64_sound, key_from, sound_of
from renderer.voices.service_wire import Request, fetch
from renderer.voices.ssml import apart

LOG = logging.getLogger(__name__)
KEY = "MISTRAL_API_KEY"
HOST = "api.mistral.ai"
MODEL = "voxtral-mini-tts-2603"
_PHONES = (
    "a,aɪ,aʊ,b,d,dʒ,e,eɪ,f,g,h,i,j,k,l,m,n,o,oʊ,p,s,t,tʃ,u,v,w,z,æ,ð,ŋ,ɑ,ɔ,ɔɪ,ɖ,ə,ɚ,ɛ,ɜ,ɪ,ɱ,ɹ,ɾ"
    ",ʃ,ʈ,ʊ,ʋ,ʌ,ʒ,ʔ,θ,ʁ,r,ɑ̃,ʀ,x,y,ɔ̃,ɐ,œ,ɛ̃,ʝ,ɲ,ts,ɥ,ʏ,ø,β,ɦ,pf,ʎ,ɣ,ɳ,ɔʏ,œ̃,ɟʝ,ɬ,q"
)
PHONES = frozenset(_PHONES.split(","))
"""What a hint may be made of: `IPAPhoneme` of mistralai 3.7. The service refuses a sentence with
any other."""
_LONGEST_PHONE = max(map(len, PHONES))
_LEFT_OUT = "ˈˌːˑ.‿ ͡ ͜/[]"
"""Stress, length and ties, for which the service has no phones."""
_LETTERS = str.maketrans({"ɡ": "g"})
RECIPE = 1
"""Number of the way a sentence becomes a request; another number, other takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MistralVoice:
    """One of the account's voices."""

    name: str
    model: str
    service: Service

    online = True
    synthetic = True

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        """Engine, model, voice, recipe."""
        return {
            "engine": "mistral",
            "version": self.model,
            "name": self.name,
            "recipe": RECIPE,
        }

    @property
    def title(self) -> str:
        """As summaries name it."""
        return f"Mistral {self.name}"

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
            VoiceError: offline, without a key, refused, or no such speech.
        """
        return self.say_with(text, ())

    def say_with(self, text: str, hints: Sequence[PhonemeHint]) -> Speech:
        """Have *text* spoken, the words of *hints* as they say.

        Raises:
            VoiceError: as `say`.
        """
        body: dict[str, Any] = {
            "model": self.model,
            "input": text,
            "voice_id": self.name,
            "response_format": "wav",
        }
        if phones := _phoneme_hints(text, hints):
            body["phoneme_hints"] = phones
        request = Request(
            url=f"https://{self.place.host}/v1/audio/speech",
            headers={
                "Authorization": f"Bearer {self.service.key}",
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
            body=json.dumps(body, ensure_ascii=False).encode(),
            secret=self.service.key,
        )

        def ask(line: Line) -> Speech:
            return sound_of(base64_sound(fetch(request, line), "audio_data"))

        return self.service.speak(text, ask)


def _phoneme_hints(text: str, hints: Sequence[PhonemeHint]) -> dict[str, list[str]]:
    """Word → phones, of the hints that are one word and whose phones the service knows.

    A word has one pronunciation in a request: of one said in two ways, the first holds.
    """
    found: dict[str, list[str]] = {}
    for hint in apart(hints):
        word = text[hint.start : hint.end]
        phones = phones_of(hint.ipa)
        if phones and not any(c.isspace() for c in word):
            found.setdefault(word, phones)
        else:
            LOG.info("Mistral can't be told how %r is said: /%s/", word, hint.ipa)
    return found


def phones_of(ipa: str) -> list[str]:
    """*ipa* in the service's phones, the longest first; empty where it has none for a letter."""
    plain = unicodedata.normalize("NFD", ipa).translate(_LETTERS).replace("c\u0327", "ç")
    plain = "".join(c for c in plain if c not in _LEFT_OUT)
    known = {unicodedata.normalize("NFD", phone): phone for phone in PHONES}
    phones: list[str] = []
    at = 0
    while at < len(plain):
        length = next((n for n in range(_LONGEST_PHONE, 0, -1) if plain[at : at + n] in known), 0)
        if not length:
            return []
        phones.append(known[plain[at : at + length]])
        at += length
    return phones


def open_voice(settings: VoiceSettings) -> Voice:
    """The voice that *settings* names; opens no socket.

    Raises:
        VoiceError: none is named.
    """
    return open_mistral(settings)


def open_mistral(settings: VoiceSettings, connection: Connection | None = None) -> MistralVoice:
    """As `open_voice`; tests give a *connection* of their own."""
    if not settings.name:
        raise UnknownVoiceError(
            tr(
                "{service} has no voice of its own: name one of your account's, as {example}",
                service="Mistral",
                example="voice: {engine: mistral, name: …}",
            ),
            code="voice-unknown",
        )
    if settings.rate != 1.0:
        LOG.warning(
            tr(
                "{service} has no rate {rate}; it speaks at its own pace",
                service="Mistral",
                rate=f"{settings.rate:g}",
            )
        )
    service = Service(
        engine="mistral",
        title="Mistral",
        place=Place(host=HOST, operator="Mistral AI", region="EU"),
        key=key_from(KEY),
        key_name=KEY,
        offline=settings.offline,
        connection=connection or Connection(),
    )
    return MistralVoice(name=settings.name, model=settings.model or MODEL, service=service)
