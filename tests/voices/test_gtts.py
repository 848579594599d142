"""gTTS against a stand-in on loopback: every way to fail that was seen or reported."""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

import pytest

from renderer.errors import VoiceError
from renderer.language.sentence import Spoken
from renderer.narration.sentence import ScriptSentence
from renderer.narration.speech import speak_all
from renderer.narration.take_plan import plan_takes
from renderer.store.cache import Cache
from renderer.voices import dummy
from renderer.voices.base import VoiceSettings
from renderer.voices.gtts import GttsVoice, open_gtts, open_voice
from renderer.voices.rate_limit import Allowance
from renderer.voices.service_wire import Line
from tests.voices.stand_in import Fault, StandIn, answer, mp3, running

SENTENCE = "Le port de Cherbourg est en ruine."
TOO_MANY = Fault(status=429)
HTML = Fault(body=b"<!doctype html><title>Sorry</title><p>jQ1olc unusual traffic")
NO_AUDIO = Fault(body=b')]}\'\n\n61\n[["wrb.fr","jQ1olc",null,null,null,[3],"generic"]]\n')


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


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as stand_in:
        yield stand_in
    gc.collect()  # a socket that was left open is told of this test, not of one that comes later


@pytest.fixture
def voice(service: StandIn, time: Time, tmp_path: Path) -> GttsVoice:
    return open_at(service.url, time, tmp_path)


def open_at(url: str, time: Time, folder: Path, **line: object) -> GttsVoice:
    return open_gtts(
        VoiceSettings(),
        line=Line(base_url=url, **line),  # type: ignore[arg-type]
        allowance=Allowance(file=folder / "state.json", clock=lambda: time.now, sleep=time.sleep),
        jitter=lambda: 0.0,
    )


def test_a_sentence_is_one_request_and_comes_back_as_speech(
    voice: GttsVoice, service: StandIn
) -> None:
    speech = voice.say(SENTENCE)

    assert service.texts == [SENTENCE]
    assert service.langs == ["fr"]
    assert speech.rate == 24_000
    assert len(speech.samples) / speech.rate == pytest.approx(len(SENTENCE) / 14 + 0.2, abs=0.1)


def test_a_full_stop_after_brest_is_not_taken_for_an_abbreviation(
    voice: GttsVoice, service: StandIn
) -> None:
    text = "Ils entrent dans Brest. Le port brûle; M. Leclerc avance vers l'ouest. Puis, la nuit."

    voice.say(text)

    assert service.texts == [text]


def test_a_long_sentence_is_parted_by_sense_and_no_word_is_lost(
    voice: GttsVoice, service: StandIn
) -> None:
    text = (
        "À l'aube du six juin, la quatrième division débarque sur la plage d'Utah,"
        " à l'est du Cotentin, et marche vers Cherbourg\u00a0dont le port doit nourrir les armées."
    )

    speech = voice.say(text)

    assert " ".join(service.texts) == text.replace("\u00a0", " ")
    assert all(len(piece) <= 100 for piece in service.texts)
    assert service.texts[0].endswith(",")
    tones = sum(len(piece) / 14 for piece in service.texts)
    pauses = len(speech.samples) / speech.rate - tones
    assert 0.15 < pauses < 0.15 + 0.08 * len(service.texts)


def test_too_many_requests_waits_as_long_as_it_was_told(
    voice: GttsVoice, service: StandIn, time: Time
) -> None:
    service.faults = [Fault(status=429, retry_after="17")]

    voice.say(SENTENCE)

    assert len(service.texts) == 2
    assert time.slept == [17.0]


def test_a_retry_after_may_be_a_date(voice: GttsVoice, service: StandIn, time: Time) -> None:
    import time as real

    service.faults = [
        Fault(status=503, retry_after=formatdate(real.time() + 30, usegmt=True)),
        Fault(status=503, retry_after="Tue, 99 nonsense"),
    ]

    voice.say(SENTENCE)

    assert time.slept == [pytest.approx(30, abs=5), 2.0]


def test_too_many_requests_for_ever_ends_and_nobody_asks_again_for_a_while(
    voice: GttsVoice, service: StandIn, time: Time, tmp_path: Path
) -> None:
    service.always = TOO_MANY

    with pytest.raises(
        VoiceError, match=r"429.*too many requests.*5 attempts.*--voice espeak"
    ) as error:
        voice.say(SENTENCE)
    assert error.value.code == "voice-unavailable"
    assert time.slept == [1.0, 2.0, 4.0, 8.0]
    assert len(service.texts) == 5

    # Another render of the same user.
    other = open_at(service.url, time, tmp_path)
    with pytest.raises(VoiceError, match="no more requests for 5 min") as error:
        other.say(SENTENCE)
    assert error.value.code == "voice-unavailable"
    assert len(service.texts) == 5

    service.always = None
    time.now += 301
    other.say(SENTENCE)


def test_a_block_of_hours_is_told_at_once(voice: GttsVoice, service: StandIn, time: Time) -> None:
    service.always = Fault(status=429, retry_after="7200")

    with pytest.raises(VoiceError, match="429"):
        voice.say(SENTENCE)

    assert time.slept == []
    assert len(service.texts) == 1


def test_forbidden_is_not_asked_again(voice: GttsVoice, service: StandIn, time: Time) -> None:
    service.always = Fault(status=403)

    with pytest.raises(VoiceError, match=r"403.*a newer gTTS may help"):
        voice.say(SENTENCE)

    assert len(service.texts) == 1
    assert time.slept == []


def test_a_redirect_to_the_captcha_page_is_not_followed(voice: GttsVoice, service: StandIn) -> None:
    service.always = Fault(status=302, location=f"{service.url}/sorry/index")

    with pytest.raises(VoiceError, match=r"302.*too many requests"):
        voice.say(SENTENCE)

    assert len(service.texts) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_error_is_asked_again_four_times(
    voice: GttsVoice, service: StandIn, status: int
) -> None:
    service.faults = [Fault(status=status)] * 4
    voice.say(SENTENCE)
    assert len(service.texts) == 5

    service.always = Fault(status=status)
    with pytest.raises(VoiceError, match=rf"{status}.*5 attempts"):
        voice.say(SENTENCE)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        pytest.param(Fault(), "an empty answer", id="empty"),
        pytest.param(HTML, "an answer without sound", id="html"),
        pytest.param(NO_AUDIO, "an answer without sound", id="json"),
        pytest.param(Fault(body=answer(b"")), "without sound", id="no mp3"),
        pytest.param(Fault(body=answer(b"<html>" * 90)), "sound is unusable", id="html as mp3"),
        pytest.param(Fault(body=answer(mp3(2.4, 0))), "its sound is silence", id="silence"),
        pytest.param(Fault(body=answer(mp3(2.4, 20))), "its sound is silence", id="hiss"),
        pytest.param(Fault(body=answer(mp3(0.05))), "can't be right", id="too short"),
        pytest.param(Fault(body=answer(mp3(60.0))), "can't be right", id="too long"),
        pytest.param(Fault(body=b'[["wrb.fr","jQ1olc","[\\"*!\\"]"]]'), "without", id="base64"),
        pytest.param(Fault(body=b'{"jQ1olc": 1}'), "without sound", id="object"),
    ],
)
def test_an_answer_without_this_speech_is_asked_again_once(
    voice: GttsVoice, service: StandIn, fault: Fault, said: str
) -> None:
    service.always = fault
    with pytest.raises(VoiceError, match=said):
        voice.say(SENTENCE)
    assert len(service.texts) == 2

    service.faults, service.always = [fault], None
    voice.say(SENTENCE)


def test_a_connection_cut_in_the_middle_is_asked_again(voice: GttsVoice, service: StandIn) -> None:
    service.faults = [Fault(body=answer(mp3(2.4)), cut=True)]

    voice.say(SENTENCE)

    assert len(service.texts) == 2


def test_a_stalled_answer_is_given_up(service: StandIn, time: Time, tmp_path: Path) -> None:
    service.always = Fault(stall=True)
    voice = open_at(service.url, time, tmp_path, read_seconds=0.05)

    with pytest.raises(VoiceError, match=r"did not answer in time \(5 attempts\)"):
        voice.say(SENTENCE)


def test_an_answer_that_drips_for_ever_is_given_up(
    service: StandIn, time: Time, tmp_path: Path
) -> None:
    ticks = iter(range(0, 10_000, 100))
    voice = open_at(service.url, time, tmp_path, clock=lambda: next(ticks))

    with pytest.raises(VoiceError, match="not whole after 60 s"):
        voice.say(SENTENCE)


def test_nobody_listening_is_said_plainly(time: Time, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    voice = open_at(f"http://127.0.0.1:{port}", time, tmp_path)

    with pytest.raises(VoiceError, match=r"no connection to 127\.0\.0\.1.*--voice espeak"):
        voice.say(SENTENCE)


def test_a_certificate_is_checked(time: Time, tmp_path: Path) -> None:
    authority = tmp_path / "authority.pem"
    with running(authority=authority) as service:
        trusting = open_at(service.url, time, tmp_path, authorities=str(authority))
        trusting.say(SENTENCE)
        assert len(service.texts) == 1

        with pytest.raises(VoiceError, match=r"certificate of 127\.0\.0\.1.* is not trusted"):
            open_at(service.url, time, tmp_path).say(SENTENCE)
        assert len(service.texts) == 1
        assert time.slept == []


def test_the_probe_asks_once_and_never_waits(
    voice: GttsVoice, service: StandIn, time: Time
) -> None:
    voice.answer("oui")
    service.always = TOO_MANY
    with pytest.raises(VoiceError, match="429"):
        voice.answer("oui")
    with pytest.raises(VoiceError, match="no more requests"):
        voice.answer("oui")

    assert len(service.texts) == 2
    assert time.slept == []


def test_offline_opens_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    voice = open_voice(VoiceSettings(offline=True))

    with pytest.raises(VoiceError, match="offline") as error:
        voice.say(SENTENCE)
    assert error.value.code == "network-forbidden"


def test_text_without_a_letter_is_never_sent(voice: GttsVoice, service: StandIn) -> None:
    with pytest.raises(VoiceError, match="nothing to say") as error:
        voice.say("« … ! »")
    assert error.value.code == "voice-failed"
    assert service.texts == []


@pytest.mark.parametrize(
    ("name", "language", "lang", "tld"),
    [
        ("", "fr", "fr", "fr"),
        ("fr-ca", "fr", "fr-CA", "ca"),
        ("fr_FR", "fr", "fr", "fr"),
        ("", "en", "en", "com"),
        ("en-gb", "fr", "en", "co.uk"),
        ("zh-tw", "fr", "zh-TW", "com"),
    ],
)
def test_a_name_is_a_language_and_an_accent(name: str, language: str, lang: str, tld: str) -> None:
    identity = open_voice(VoiceSettings(name=name, language=language)).identity
    assert (identity["lang"], identity["tld"]) == (lang, tld)


def test_an_unknown_name_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(VoiceError, match=r"no voice 'fr-cq' \(did you mean 'fr-c") as error:
        open_voice(VoiceSettings(name="fr-cq"))
    assert error.value.code == "voice-unknown"


def test_the_two_speeds_are_two_voices(caplog: pytest.LogCaptureFixture) -> None:
    normal, slow, fast = (open_voice(VoiceSettings(rate=rate)).identity for rate in (1.0, 0.7, 1.4))
    assert normal == fast != slow
    assert "no rate 1.4" in caplog.text


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(TOO_MANY, id="429"),
        pytest.param(Fault(status=403), id="403"),
        pytest.param(Fault(status=500), id="500"),
        pytest.param(Fault(), id="empty 200"),
        pytest.param(HTML, id="html 200"),
        pytest.param(NO_AUDIO, id="no audio"),
        pytest.param(Fault(body=answer(mp3(2.4)), cut=True), id="cut"),
        pytest.param(Fault(stall=True), id="stall"),
        pytest.param(Fault(body=answer(mp3(2.4, 0))), id="silence"),
    ],
)
def test_a_film_that_gtts_abandons_has_one_voice_or_none(
    service: StandIn, time: Time, tmp_path: Path, fault: Fault
) -> None:
    texts = ("La mer est grise.", "Le port est en ruine.", "La ville résiste.")
    script = {
        slide: (ScriptSentence(slide_id=slide, index=0, spoken=Spoken(written=text, text=text)),)
        for text in texts
        for slide in text.split()[1:2]
    }
    service.faults = [Fault(body=answer(mp3(1.2)))]
    service.always = fault
    voice = open_at(service.url, time, tmp_path, read_seconds=0.1)
    cache = Cache(tmp_path / "cache")
    fallback = dummy.open_voice(VoiceSettings())

    with pytest.raises(
        VoiceError, match=r"slide 'port', sentence 1: gTTS: .*--voice espeak"
    ) as error:
        speak_all(script, voice, cache)
    assert error.value.code == "voice-unavailable"
    assert [take.cached for take in plan_takes(script, voice, cache)] == [True, False, False]

    time.now += 400
    narration = speak_all(script, voice, cache, fallbacks=[fallback])
    assert {u.take.voice for [u] in narration.utterances.values() if u.take} == {fallback.title}
    assert "slide 'port'" in narration.fell_back
    assert [take.cached for take in plan_takes(script, voice, cache)] == [True, False, False]

    time.now += 400
    service.always = None
    narration = speak_all(script, voice, cache, fallbacks=[fallback])
    assert {u.take.voice for [u] in narration.utterances.values() if u.take} == {voice.title}
    assert (narration.made, narration.reused, narration.fell_back) == (2, 1, "")
