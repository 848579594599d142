from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from renderer.errors import VoiceError
from renderer.voices import espeak, espeak_worker
from renderer.voices.base import Speech, VoiceSettings
from renderer.voices.pcm import level_of_speech

TEXT = "À l'aube du six juin, la quatrième division débarque à Saint-Lô. « Les voilà ! »"


def say(text: str, name: str = "fr", rate: float = 1.0) -> Speech:
    return espeak.open_voice(VoiceSettings(name=name, rate=rate)).say(text)


def test_the_same_text_gives_the_same_samples_and_words() -> None:
    one, other = say(TEXT), say(TEXT)

    assert one.rate == 22_050
    assert np.array_equal(one.samples, other.samples)
    assert one.words == other.words


def test_every_written_token_that_sounds_has_its_time_in_order() -> None:
    speech = say(TEXT)

    tokens = [match.group() for match in re.finditer(r"\S+", TEXT)]
    assert [TEXT[word.start : word.end] for word in speech.words] == [
        token for token in tokens if any(map(str.isalnum, token))
    ]
    for word, after in zip(speech.words, speech.words[1:], strict=False):
        assert word.first < word.last <= after.first
    assert speech.words[-1].last <= len(speech.samples)


def test_a_word_sounds_while_it_is_said_and_not_in_the_pause_after_it() -> None:
    speech = say("Cherbourg. Utah.")
    first, second = speech.words

    pause = speech.samples[first.last + 1_100 : second.first - 220]
    assert len(pause) > 2_000
    assert level_of_speech(speech.samples[first.first : first.last], 22_050) > -30
    assert level_of_speech(pause, 22_050) < -60


def test_times_count_characters_whatever_their_bytes() -> None:
    text = unicodedata.normalize("NFD", "Été 🎉 à Thonne-les-Près")
    spans = [text[word.start : word.end] for word in say(text).words]
    assert spans[0] == unicodedata.normalize("NFD", "Été")
    assert spans[-1] == unicodedata.normalize("NFD", "Thonne-les-Près")


def test_the_pace_is_that_of_a_commemorative_speech() -> None:
    text = (
        "Le port de Cherbourg est en ruine et les navires attendent au large depuis des jours"
        " que les plongeurs aient ouvert la rade, mètre après mètre, épave après épave."
    )
    speech = say(text)
    words_a_minute = len(text.split()) / (len(speech.samples) / speech.rate) * 60
    assert 135 < words_a_minute < 170

    slow, fast = (len(say(text, rate=rate).samples) for rate in (0.8, 1.3))
    assert fast < len(speech.samples) < slow


@pytest.mark.parametrize(
    ("name", "language", "found"),
    [
        ("", "fr", "fr"),
        ("fr-fr", "fr", "fr"),
        ("fr-be", "fr", "fr-BE"),
        ("fr_CH", "fr", "fr-CH"),
        ("fr+F4", "fr", "fr+f4"),
        ("", "en-GB", "en"),
        ("", "de-AT", "de"),
        ("", "no", "nb"),
        ("", "zh-CN", "cmn"),
    ],
)
def test_a_voice_is_found_by_name_or_language(name: str, language: str, found: str) -> None:
    voice = espeak.open_voice(VoiceSettings(name=name, language=language))
    assert voice.identity["name"] == found
    assert len(voice.say("Un.").samples) > 1_000


def test_accents_and_variants_sound_different() -> None:
    said = {say("quatre-vingt-dix", name).samples.tobytes() for name in ("fr", "fr+f4", "en")}
    assert len(said) == 3


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fr-bee", r"no voice 'fr-bee' \(did you mean 'fr-be'\?\)"),
        ("fr+annie2", r"no variant 'annie2' \(did you mean 'annie'\?\)"),
        ("../../etc/passwd", "no voice"),
    ],
)
def test_an_unknown_voice_is_refused_when_it_is_opened(name: str, message: str) -> None:
    with pytest.raises(VoiceError, match=message) as error:
        espeak.open_voice(VoiceSettings(name=name))
    assert error.value.code == "voice-unknown"


@pytest.mark.parametrize(("rate", "wpm"), [(0.5, 80), (1.0, 112), (9.0, 450)])
def test_a_rate_that_espeak_cannot_do_is_the_nearest_and_told(
    rate: float, wpm: int, caplog: pytest.LogCaptureFixture
) -> None:
    assert espeak.open_voice(VoiceSettings(rate=rate)).identity["wpm"] == wpm
    assert (rate == 1.0) == (not caplog.text)


def test_every_setting_is_part_of_the_identity() -> None:
    settings = (
        VoiceSettings(),
        VoiceSettings(name="fr-be"),
        VoiceSettings(name="fr+f4"),
        VoiceSettings(rate=0.9),
        VoiceSettings(language="en"),
    )
    assert len({str(espeak.open_voice(each).identity) for each in settings}) == len(settings)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "NUL\x00 et \x1b échappement",
        "moitié \ud83c de paire",
        "مرحبا بالعالم",
        "<speak><break time='9s'/>",
        "[[rw'A~]]",
        "👨‍👩‍👧‍👦 e\u0301\u0301\u0301\u0301",
        "%s {{ }} --> </script>",
    ],
    ids=["long", "nul", "surrogate", "arabic", "ssml", "mnemonics", "emoji", "markup"],
)
def test_odd_text_is_spoken_and_its_times_stay_inside(text: str) -> None:
    speech = say(text)
    assert len(speech.samples) > 0
    for word in speech.words:
        assert 0 <= word.start < word.end <= len(text)
        assert 0 <= word.first < word.last <= len(speech.samples)


def worker(folder: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put *code* in the worker's place."""
    script = folder / "worker.py"
    script.write_text(code)
    monkeypatch.setattr(espeak_worker, "__file__", str(script))


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "was stopped by signal 9"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "was stopped by signal 11"),
        ("raise SystemExit('no data')", "ended with code 1: no data"),
        ("print('hello')", "answered nonsense"),
        ("", "answered nonsense"),
        ('print(\'{"rate": 22050, "bytes": 10, "words": []}\')', "stopped half-way"),
        ('print(\'{"failure": "no memory"}\')', "failed: no memory"),
        ("import time; time.sleep(60)", "said nothing"),
    ],
    ids=["killed", "crashed", "failed", "nonsense", "nothing", "half", "refused", "hung"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_worker_that_fails_is_an_error_about_that_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, message: str
) -> None:
    worker(tmp_path, code, monkeypatch)
    if "sleep" in code:
        monkeypatch.setattr(espeak, "TIMEOUT_SECONDS", 0.3)

    with pytest.raises(VoiceError, match=f"{message}.*the sentence was “Le port") as caught:
        say("Le port de Cherbourg.")
    assert caught.value.code == "voice-failed"
    assert "Traceback" not in str(caught.value)


def test_a_long_sentence_is_quoted_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker(tmp_path, "raise SystemExit(3)", monkeypatch)
    with pytest.raises(VoiceError, match=r"code 3; the sentence was “a{79}…”$"):
        say("a" * 500)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links want a privilege there")
def test_it_speaks_from_a_folder_deeper_than_its_library_can_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, data = espeak._paths()
    deep = tmp_path / ("deep" * 30) / ("deeper" * 20)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").symlink_to(data, target_is_directory=True)
    assert len(str(deep / "espeak-ng-data")) > 160
    usual = say("Le port.").samples
    monkeypatch.setattr(espeak, "_paths", lambda: (library, deep / "espeak-ng-data"))

    assert np.array_equal(say("Le port.").samples, usual)


def test_missing_data_is_an_error_and_not_an_exit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, data = espeak._paths()
    shutil.copytree(data / "lang" / "roa", tmp_path / "lang" / "roa")
    monkeypatch.setattr(espeak, "_paths", lambda: (library, tmp_path))
    with pytest.raises(VoiceError, match="espeak"):
        say("Le port.")


def test_phonemes_are_those_of_the_voice() -> None:
    leclerc, number = espeak.phonemes(["Leclerc", "deux. Trois."])
    assert leclerc == "ləklˈɛʁ"
    assert number == "dˈø tʁwˈa"


def test_the_worker_imports_next_to_nothing() -> None:
    asked = f"import runpy, sys; runpy.run_path({espeak_worker.__file__!r});"
    asked += "print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", asked], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "ctypes" in loaded
    assert loaded.isdisjoint({"numpy", "renderer", "site", "pathlib", "subprocess", "re2"})
