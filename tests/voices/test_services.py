"""The services that an institution buys or hosts, against stand-ins of their wire formats."""

from __future__ import annotations

import io
import json
import logging
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from renderer.errors import UnknownVoiceError, UsageError, VoiceError
from renderer.language.sentence import PhonemeHint
from renderer.voices import azure, google, gradium, mistral, openai_compatible
from renderer.voices.base import Voice, VoiceSettings, characters_of, takes_phonemes, voice_place
from renderer.voices.prices import price_of
from renderer.voices.rate_limit import Allowance
from renderer.voices.service import Connection
from renderer.voices.service_wire import Line
from tests.voices import speech_services
from tests.voices.speech_services import KEY, RATE, SSML, Fault, StandIn, wav

SENTENCE = "Le port d'Utah & de Cherbourg est en ruine."
HINT = PhonemeHint(start=10, end=14, ipa="juta")
ENGINES = ("azure", "google", "mistral", "http", "gradium")
Open = Callable[..., Voice]


@dataclass
class Time:
    """A clock that only moves when somebody sleeps."""

    now: float = 1_800_000_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in (azure.KEY, google.KEY, mistral.KEY, gradium.KEY, openai_compatible.KEY):
        monkeypatch.setenv(name, KEY)
    for name in (azure.REGION, google.REGION, openai_compatible.URL, "RECIT_VOICE_PRICE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def service(engine: str) -> Iterator[StandIn]:
    with speech_services.gradium() if engine == "gradium" else speech_services.running() as one:
        yield one


@pytest.fixture
def opened(
    service: StandIn, engine: str, time: Time, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Open:
    def opening(**settings: Any) -> Voice:
        if engine == "http":
            monkeypatch.setenv(openai_compatible.URL, service.url)
        return open_at(engine, service.url, time, tmp_path, **settings)

    return opening


def open_at(engine: str, url: str, time: Time, folder: Path, **settings: Any) -> Voice:
    if engine in ("mistral", "gradium"):
        settings.setdefault("name", "marie")
    module = {
        "azure": azure.open_voice,
        "google": google.open_voice,
        "mistral": mistral.open_voice,
        "http": openai_compatible.open_voice,
        "gradium": gradium.open_voice,
    }[engine]
    connection = Connection(
        line=Line(base_url=url, read_seconds=5.0),
        allowance=Allowance(file=folder / "state.json", clock=lambda: time.now, sleep=time.sleep),
        jitter=lambda: 0.0,
    )
    return module(VoiceSettings(**settings), connection)


def test_a_sentence_is_one_request_and_comes_back_as_speech(opened: Open, service: StandIn) -> None:
    speech = opened().say(SENTENCE)

    assert [asked.text for asked in service.asked] == [SENTENCE]
    assert speech.rate == RATE
    assert len(speech.samples) / RATE == pytest.approx(len(SENTENCE) / 14, abs=0.1)


def test_a_busy_service_is_asked_again_after_the_time_it_named(
    opened: Open, service: StandIn, time: Time
) -> None:
    service.faults = [Fault(status=429, headers={"Retry-After": "17"})]

    opened().say(SENTENCE)

    assert time.slept == [17.0]


def test_a_service_may_name_a_date_to_ask_again(opened: Open, service: StandIn, time: Time) -> None:
    then = datetime.now(UTC) + timedelta(seconds=30)
    service.faults = [Fault(status=503, headers={"Retry-After": format_datetime(then, True)})]

    opened().say(SENTENCE)

    assert time.slept == [pytest.approx(30, abs=3)]


def test_a_server_that_fails_for_ever_is_given_up_after_five_requests(
    opened: Open, service: StandIn, time: Time
) -> None:
    service.faults = [Fault(status=500)] * 9

    with pytest.raises(VoiceError, match="answered 500; asked 5 times") as failure:
        opened().say(SENTENCE)

    assert failure.value.code == "voice-failed"
    assert time.slept == [1.0, 2.0, 4.0, 8.0]


def test_a_wrong_key_is_told_and_not_shown(
    opened: Open,
    service: StandIn,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
) -> None:
    wrong = "secret-key-that-nobody-reads"
    module = {"azure": azure, "google": google, "mistral": mistral, "http": openai_compatible}.get(
        engine, gradium
    )
    monkeypatch.setenv(module.KEY, wrong)
    caplog.set_level(logging.DEBUG)
    voice = opened()

    with pytest.raises(VoiceError, match=r"refuses the key \(401\)") as failure:
        voice.say(SENTENCE)

    for told in (str(failure.value), caplog.text, repr(voice), json.dumps(dict(voice.identity))):
        assert wrong not in told
        assert "nobody-reads" not in told


def test_without_a_key_nothing_is_sent(
    opened: Open, service: StandIn, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    if engine == "http":
        pytest.skip("a server of one's own may want none")
    module = {"azure": azure, "google": google, "mistral": mistral}.get(engine, gradium)
    monkeypatch.delenv(module.KEY)

    with pytest.raises(VoiceError, match=module.KEY) as failure:
        opened().say(SENTENCE)

    assert failure.value.code == "voice-unavailable"
    assert not service.asked


def test_offline_opens_no_socket(
    opened: Open, service: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = opened(offline=True)
    monkeypatch.setattr(socket, "socket", None)

    with pytest.raises(VoiceError, match="this is offline"):
        voice.say(SENTENCE)


@pytest.mark.parametrize("text", ["", "…", "— ?!"])
def test_text_without_a_letter_is_never_sent(opened: Open, service: StandIn, text: str) -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        opened().say(text)

    assert not service.asked


def test_a_sentence_longer_than_a_service_takes_is_not_sent(opened: Open, service: StandIn) -> None:
    with pytest.raises(VoiceError, match="part it"):
        opened().say("la mer " * 1_000)

    assert not service.asked


def test_silence_is_not_believed(opened: Open, service: StandIn) -> None:
    service.loudness = 0

    with pytest.raises(VoiceError, match="its sound is silence; asked 2 times"):
        opened().say(SENTENCE)


def test_where_text_goes_is_told(opened: Open, engine: str) -> None:
    place = voice_place(opened())

    assert place is not None
    assert (
        str(place)
        == {
            "azure": "Microsoft, francecentral, francecentral.tts.speech.microsoft.com",
            "google": "Google, EU, eu-texttospeech.googleapis.com",
            "mistral": "Mistral AI, EU, api.mistral.ai",
            "http": "127.0.0.1",
            "gradium": "Gradium, EU, eu.api.gradium.ai",
        }[engine]
    )


def test_only_voices_that_can_be_told_take_phonemes(opened: Open, engine: str) -> None:
    assert takes_phonemes(opened()) is (engine in {"azure", "google", "mistral"})


def test_the_pace_is_part_of_what_the_voice_is(opened: Open, engine: str) -> None:
    has_pace = engine in {"azure", "google", "http"}

    assert (opened().identity != opened(rate=0.9).identity) is has_pace


# What each has of its own


@pytest.fixture
def one(time: Time, tmp_path: Path) -> Iterator[tuple[StandIn, Open]]:
    with speech_services.running() as service:
        yield service, lambda engine, **s: open_at(engine, service.url, time, tmp_path, **s)


def test_azure_is_told_phonemes_and_pace_in_ssml(one: tuple[StandIn, Open]) -> None:
    service, opening = one
    voice = opening("azure", rate=0.9)
    assert takes_phonemes(voice)

    voice.say_with(SENTENCE, [HINT])

    root = ElementTree.fromstring(service.asked[0].body)
    [phoneme] = root.iter(f"{SSML}phoneme")
    assert phoneme.attrib == {"alphabet": "ipa", "ph": "juta"}
    assert phoneme.text == "Utah"
    assert root.find(f".//{SSML}prosody").attrib == {"rate": "-10%"}  # type: ignore[union-attr]
    assert service.asked[0].text == SENTENCE
    inside = service.asked[0].body.partition("Neural")[2].partition(">")[2].partition("</voice>")[0]
    assert characters_of(voice, SENTENCE, [HINT]) == len(inside)


def test_google_is_told_phonemes_as_its_voice_takes_them(one: tuple[StandIn, Open]) -> None:
    service, opening = one
    for name in ("fr-FR-Chirp3-HD-Leda", "fr-FR-Neural2-A"):
        voice = opening("google", name=name)
        assert takes_phonemes(voice)
        voice.say_with(SENTENCE, [HINT])

    chirp, neural = (asked.body["input"] for asked in service.asked)
    assert chirp == {
        "text": SENTENCE,
        "customPronunciations": {
            "pronunciations": [
                {
                    "phrase": "Utah",
                    "phoneticEncoding": "PHONETIC_ENCODING_IPA",
                    "pronunciation": "juta",
                }
            ]
        },
    }
    assert neural["ssml"].startswith('<speak>Le port d\'<phoneme alphabet="ipa" ph="juta">Utah<')


def test_mistral_is_told_the_phones_it_knows_word_by_word(one: tuple[StandIn, Open]) -> None:
    service, opening = one
    voice = opening("mistral")
    assert takes_phonemes(voice)

    voice.say_with(
        SENTENCE,
        [
            HINT,
            PhonemeHint(start=20, end=29, ipa="ʃɛʁˈbuːʁ"),
            PhonemeHint(start=0, end=7, ipa="lə pɔʁ"),
        ],
    )

    assert service.asked[0].body["phoneme_hints"] == {
        "Utah": ["j", "u", "t", "a"],
        "Cherbourg": ["ʃ", "ɛ", "ʁ", "b", "u", "ʁ"],
    }
    assert mistral.phones_of("ɡʁɑ̃") == ["g", "ʁ", "ɑ̃"]
    assert mistral.phones_of("ɬ!") == []


def test_gradium_says_when_its_words_sound(time: Time, tmp_path: Path) -> None:
    with speech_services.gradium() as service:
        speech = open_at("gradium", service.url, time, tmp_path).say("La mer, la mer.")

    heard = [(word.start, word.end) for word in speech.words]
    assert heard == [(0, 2), (3, 6), (8, 10), (11, 14)]
    assert [round(word.first / RATE * 14) for word in speech.words] == [0, 3, 8, 11]
    assert all(word.last <= len(speech.samples) for word in speech.words)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b'{"type": "error", "message": "no credits left", "code": 1008}', "no credits left"),
        (b"not JSON", "without sound"),
        (b"", "broke off"),
    ],
)
def test_gradium_that_breaks_off_is_told(
    time: Time, tmp_path: Path, said: bytes, told: str
) -> None:
    with speech_services.gradium() as service:
        service.faults = [Fault(body=said)] * 9
        with pytest.raises(VoiceError, match=told):
            open_at("gradium", service.url, time, tmp_path).say(SENTENCE)


def test_gradium_without_its_package_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "websockets", None)

    with pytest.raises(VoiceError, match="pip install 'websockets") as failure:
        gradium.open_voice(VoiceSettings(name="x"))

    assert failure.value.code == "package-missing"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"audio_data": 3}', b'{"audio_data": "?"}'])
def test_an_answer_without_sound_is_asked_again_once(
    one: tuple[StandIn, Open], body: bytes
) -> None:
    service, opening = one
    service.faults = [Fault(body=body)]
    opening("mistral").say(SENTENCE)
    service.faults = [Fault(body=body)] * 2

    with pytest.raises(VoiceError, match="without sound; asked 2 times"):
        opening("mistral").say(SENTENCE)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (301, "elsewhere"),
        (402, "nothing left to pay"),
        (404, "can't do this"),
        (422, "can't do this"),
    ],
)
def test_a_refusal_is_not_asked_again(one: tuple[StandIn, Open], status: int, told: str) -> None:
    service, opening = one
    service.faults = [
        Fault(status=status, body=b"no\x1b[2J such\nvoice", headers={"Location": "/"})
    ]

    with pytest.raises(VoiceError, match=told) as failure:
        opening("mistral").say(SENTENCE)

    assert len(service.asked) == 1
    assert str(failure.value).isprintable()


@pytest.mark.parametrize("module", [azure, google])
def test_a_region_that_is_none_is_told(module: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(module.REGION, "evil.example/")

    with pytest.raises(VoiceError, match=module.REGION) as failure:
        module.open_voice(VoiceSettings())

    assert failure.value.code == "voice-unfit"


@pytest.mark.parametrize("module", [azure, google, mistral, gradium])
def test_a_voice_that_is_not_named_as_the_service_does_is_unknown(module: Any) -> None:
    name = "" if module in (mistral, gradium) else "'><break/>"

    with pytest.raises(UnknownVoiceError) as failure:
        module.open_voice(VoiceSettings(name=name))

    assert failure.value.code == "voice-unknown"


# A server of one's own


def test_the_key_goes_to_the_address_of_the_environment_alone(
    monkeypatch: pytest.MonkeyPatch, time: Time, tmp_path: Path
) -> None:
    with speech_services.running(keyless=True) as service:
        monkeypatch.setenv(openai_compatible.URL, "https://voix.musee.example/v1")
        open_at("http", "", time, tmp_path, address=service.url).say(SENTENCE)
        monkeypatch.setenv(openai_compatible.URL, f"{service.url}/v1/")
        open_at("http", "", time, tmp_path, address=service.url).say(SENTENCE)

    without, with_key = (asked.headers.get("authorization") for asked in service.asked)
    assert without is None
    assert with_key == f"Bearer {KEY}"


def test_a_server_is_asked_in_the_shape_that_all_know(time: Time, tmp_path: Path) -> None:
    with speech_services.running(keyless=True) as service:
        voice = open_at(
            "http", "", time, tmp_path, address=service.url, name="siwis", model="piper", rate=0.9
        )
        voice.say(SENTENCE)

    assert service.asked[0].path == "/v1/audio/speech"
    assert service.asked[0].body == {
        "model": "piper",
        "input": SENTENCE,
        "voice": "siwis",
        "response_format": "wav",
        "speed": 0.9,
    }


@pytest.mark.parametrize(
    "address",
    [
        "",
        "voix.musee.example",
        "ftp://voix.musee.example",
        "https://",
        "https://user:word@voix.musee.example",
        "https://voix.musee.example/?key=1",
        "http://voix.musee.example",
        "http://8.8.8.8",
        "https://voix.musee.example:99999",
        "https://[::1",
    ],
)
def test_an_address_that_text_is_not_sent_to(address: str) -> None:
    with pytest.raises(UnknownVoiceError) as failure:
        openai_compatible.open_voice(VoiceSettings(address=address))

    assert failure.value.code == "voice-unfit"


@pytest.mark.parametrize(
    "address",
    [
        "https://voix.musee.example",
        "http://localhost:8880",
        "http://[::1]:8880/v1",
        "http://192.168.1.20:8000",
        "http://voix.lan",
    ],
)
def test_an_address_that_text_is_sent_to(address: str) -> None:
    assert openai_compatible.open_voice(VoiceSettings(address=address)).online


def test_a_key_never_goes_over_a_network_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(openai_compatible.URL, "http://192.168.1.20:8000")

    with pytest.raises(UnknownVoiceError, match="https"):
        openai_compatible.open_voice(VoiceSettings())


# Prices


def test_prices_are_of_the_engine_and_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    chirp = google.open_voice(VoiceSettings())
    neural = google.open_voice(VoiceSettings(name="fr-FR-Neural2-A"))

    prices = [price for voice in (chirp, neural) if (price := price_of(voice))]
    assert [price.euros_per_million for price in prices] == [30.0, 16.0]
    assert price_of(gradium.open_voice(VoiceSettings(name="x"))) is None
    monkeypatch.setenv("RECIT_VOICE_PRICE", "12,5")
    agreed = price_of(chirp)
    assert agreed is not None
    assert (agreed.euros_per_million, bool(agreed.date)) == (12.5, True)
    monkeypatch.setenv("RECIT_VOICE_PRICE", "cheap")
    with pytest.raises(UsageError, match="no price") as failure:
        price_of(chirp)
    assert failure.value.code == "value-unfit"


def test_the_stand_in_speaks_as_long_as_it_should() -> None:
    assert len(wav(1.0)) == 44 + 2 * RATE
    assert io.BytesIO(wav(0.5)).read(4) == b"RIFF"
