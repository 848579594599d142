"""Mistral's Voxtral, a French vendor's voice.

Comes in: spoken text, and phonemes where a lexicon gives them. Goes out: speech without word times.
One request a sentence: JSON, back comes JSON with a WAV in base64. The service has no pace of its
own to set. The key is `MISTRAL_API_KEY`. Knows no slides.
"""

from __future__ import annotations

import logging
import unicodedata
from typing import Any

from renderer.voices.base import Place, Speech, VoiceSettings
from renderer.voices.service import (
    Connection,
    Hints,
    Service,
    ServiceVoice,
    base64_sound,
    json_request,
    key_from,
    named_by_account,
    speech_of,
)
from renderer.voices.service_wire import Line, fetch
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


def open_voice(settings: VoiceSettings, connection: Connection | None = None) -> ServiceVoice:
    """The voice that *settings* names; opens no socket.

    Args:
        settings: as of every engine.
        connection: how it is reached; tests give their own.

    Raises:
        VoiceError: none is named.
    """
    name = named_by_account(settings, "Mistral", "mistral")
    model = settings.model or MODEL
    service = Service(
        engine="mistral",
        title="Mistral",
        place=Place(host=HOST, operator="Mistral AI", region="EU"),
        key=key_from(KEY),
        key_name=KEY,
        offline=settings.offline,
        connection=connection or Connection(),
    )

    def ask(text: str, hints: Hints, line: Line) -> Speech:
        body: dict[str, Any] = {
            "model": model,
            "input": text,
            "voice_id": name,
            "response_format": "wav",
        }
        if phones := _phoneme_hints(text, hints):
            body["phoneme_hints"] = phones
        headers = {"Authorization": f"Bearer {service.key}", "Accept": "application/json"}
        request = json_request(f"https://{HOST}/v1/audio/speech", body, headers, service.key)
        return speech_of(base64_sound(fetch(request, line), "audio_data"))

    return ServiceVoice(
        service=service,
        title=f"Mistral {name}",
        identity={"engine": "mistral", "version": model, "name": name, "recipe": RECIPE},
        ask=ask,
        phonemes=True,
    )


def _phoneme_hints(text: str, hints: Hints) -> dict[str, list[str]]:
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
