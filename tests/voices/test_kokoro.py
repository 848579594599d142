"""Kokoro really speaks here; only this module lets it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from renderer.errors import VoiceError
from renderer.language.sentence import PhonemeHint
from renderer.narration.speech import speak_all
from renderer.store.cache import Cache
from renderer.voices import kokoro_model
from renderer.voices.base import Speech, VoiceSettings
from renderer.voices.kokoro import LINE_TOKENS, KokoroVoice, open_voice
from renderer.voices.kokoro_model import PACKAGES, STYLES, find_model
from renderer.voices.kokoro_tokens import VOCABULARY, token_lines
from renderer.voices.pcm import level_of_speech
from renderer.voices.phonemes import Reading
from renderer.voices.registry import choose_voice
from tests.narration.test_narration import script

TEXT = "À l'aube, Nancy dort: « Ils arrivent! »"

needs_model = pytest.mark.skipif(
    any(find_spec(name.replace("-", "_")) is None for name in (*PACKAGES, "onnxruntime")),
    reason="Kokoro's model isn't installed: pip install -r requirements.txt",
)


@pytest.fixture(autouse=True)
def _with_kokoro(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RECIT_KOKORO_MODEL", raising=False)


@pytest.fixture(scope="module")
def voice() -> Iterator[KokoroVoice]:
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("RECIT_KOKORO_MODEL", raising=False)
        opened = open_voice(VoiceSettings())
    assert isinstance(opened, KokoroVoice)
    yield opened
    opened.rest()


@pytest.fixture(scope="module")
def speech(voice: KokoroVoice) -> Speech:
    return voice.say(TEXT)


def model() -> bytes:
    return b"".join(part.read_bytes() for part in find_model(VoiceSettings()))


@needs_model
def test_each_word_has_its_time_in_order(speech: Speech) -> None:
    assert [TEXT[word.start : word.end] for word in speech.words] == [
        "À",
        "l'aube",
        "Nancy",
        "dort",
        "Ils",
        "arrivent",
    ]
    for word, after in zip(speech.words, speech.words[1:], strict=False):
        assert word.first < word.last <= after.first
    assert speech.words[-1].last <= len(speech.samples)


@needs_model
def test_a_word_sounds_while_it_is_said_and_not_before(speech: Speech) -> None:
    first = speech.words[0].first
    assert level_of_speech(speech.samples[: first - 3_600], speech.rate) < -45
    for word in speech.words:
        assert level_of_speech(speech.samples[word.first : word.last], speech.rate) > -35


@needs_model
def test_the_same_text_gives_the_same_samples_in_another_process(speech: Speech) -> None:
    other = open_voice(VoiceSettings())
    try:
        again = other.say(TEXT)
    finally:
        assert isinstance(other, KokoroVoice)
        other.rest()
    assert np.array_equal(again.samples, speech.samples)
    assert again.words == speech.words


@needs_model
def test_given_phonemes_are_heard_and_another_word_is_not(voice: KokoroVoice) -> None:
    given = PhonemeHint(start=3, end=7, ipa="ytˈa")
    as_written = voice.say("Là Utah.")
    assert np.array_equal(voice.say_with("Là Utah.", [given]).samples, as_written.samples)
    other = voice.say_with("Là Utah.", [PhonemeHint(start=3, end=7, ipa="mɔ̃mɛdi")])
    assert len(other.samples) != len(as_written.samples)


@needs_model
def test_a_slower_rate_takes_longer(voice: KokoroVoice, speech: Speech) -> None:
    slow = open_voice(VoiceSettings(rate=0.7))
    assert isinstance(slow, KokoroVoice)
    try:
        assert len(slow.say(TEXT).samples) > 1.2 * len(speech.samples)
    finally:
        slow.rest()
    assert slow.identity["speed"] != voice.identity["speed"]


@needs_model
def test_a_long_sentence_is_parted_and_every_word_is_timed(voice: KokoroVoice) -> None:
    clause = "les navires entrent dans le port"
    text = f"{', '.join([clause] * 7)}."
    long = voice.say(text)
    assert len(long.words) == len(text.split())
    times = [at for word in long.words for at in (word.first, word.last)]
    assert times == sorted(times)
    assert long.words[-1].last <= len(long.samples)
    peak = Path(f"/proc/{voice.process.pid}/status")
    if peak.exists():
        [line] = [one for one in peak.read_text().splitlines() if one.startswith("VmHWM")]
        assert int(line.split()[1]) < 450 * 1024, line


@needs_model
@pytest.mark.parametrize("text", ["1944", "½ $ 日本", "A\u0000b", "Œ", "x" * 900, "Oui 🎉 !"])
def test_odd_text_is_spoken(voice: KokoroVoice, text: str) -> None:
    found = voice.say(text)
    assert len(found.samples) > 2_400
    assert all(0 <= word.start < word.end <= len(text) for word in found.words)


@needs_model
@pytest.mark.parametrize("name", ["bf_emma", "af_heart"])
def test_english_is_spoken_by_the_same_model(name: str) -> None:
    opened = open_voice(VoiceSettings(name=name, language="en"))
    assert isinstance(opened, KokoroVoice)
    try:
        found = opened.say("The harbour is free.")
    finally:
        opened.rest()
    assert len(found.words) == 4
    assert level_of_speech(found.samples, found.rate) > -35


@needs_model
def test_a_film_ends_its_process(voice: KokoroVoice, tmp_path: Path) -> None:
    voice.say("Oui.")
    pid = voice.process.pid
    speak_all(script({"a": ["Oui."]}), voice, Cache(tmp_path))
    assert voice.process.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid or 0, 0)


@needs_model
def test_a_process_that_was_killed_is_an_error_and_the_next_sentence_is_spoken() -> None:
    opened = open_voice(VoiceSettings())
    assert isinstance(opened, KokoroVoice)
    try:
        opened.say("Oui.")
        os.kill(opened.process.pid or 0, 9)
        with pytest.raises(VoiceError, match="was stopped by signal 9") as error:
            opened.say("Oui.")
        assert error.value.code == "voice-failed"
        assert len(opened.say("Oui.").samples)
    finally:
        opened.rest()


@needs_model
def test_a_changed_part_is_refused_and_auto_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = bytearray(model())
    changed[len(changed) // 2] ^= 1
    parts = [tmp_path / f"part-{number}.bin" for number in range(2)]
    parts[0].write_bytes(changed[:1000])
    parts[1].write_bytes(changed[1000:])
    monkeypatch.setattr("renderer.voices.kokoro.find_model", lambda _: tuple(parts))
    choice = choose_voice("auto", VoiceSettings(offline=True))
    assert choice.voice.title == "Kokoro ff_siwis"

    film = script({"a": ["Oui."]})
    narration = speak_all(film, choice.voice, Cache(tmp_path), fallbacks=choice.fallbacks)

    assert narration.voice == "espeak-ng fr"
    assert "Kokoro's model was changed or is damaged" in narration.fell_back
    assert "--force-reinstall" in narration.fell_back


@needs_model
def test_a_changed_voice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(STYLES[0].path, tmp_path)
    with (tmp_path / STYLES[0].path.name).open("r+b") as file:
        file.write(b"\0")
    monkeypatch.setattr(kokoro_model, "_STYLES", tmp_path)
    opened = open_voice(VoiceSettings())
    with pytest.raises(VoiceError, match=r"ff_siwis\.bin was changed") as error:
        opened.say("Oui.")
    assert error.value.code == "voice-unfit"


def test_a_model_of_another_size_is_refused_before_anything_is_spoken(tmp_path: Path) -> None:
    (tmp_path / "other.onnx").write_bytes(b"no model")
    with pytest.raises(VoiceError, match=r"other\.onnx is not the model that Récit knows") as error:
        open_voice(VoiceSettings(folder=tmp_path, model="other.onnx"))
    assert error.value.code == "voice-unfit"


@needs_model
def test_a_file_of_ones_own_does_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kokoro.onnx").write_bytes(model())
    assert find_model(VoiceSettings(folder=tmp_path, model="kokoro.onnx")) == (
        tmp_path / "kokoro.onnx",
    )
    monkeypatch.setenv("RECIT_KOKORO_MODEL", str(tmp_path / "kokoro.onnx"))
    opened = open_voice(VoiceSettings())
    assert isinstance(opened, KokoroVoice)
    try:
        assert len(opened.say("Oui.").samples) > 2_400
    finally:
        opened.rest()


def test_without_packages_the_users_cache_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kokoro_model, "PACKAGES", ("kokoro-of-nobody",))
    monkeypatch.setattr(kokoro_model, "user_cache_folder", lambda: tmp_path)
    with pytest.raises(VoiceError, match="isn't on this machine; remedy: pip install") as error:
        find_model(VoiceSettings())
    assert error.value.code == "package-missing"
    kept = tmp_path / "models" / "kokoro-v1.0.int8.onnx"
    kept.parent.mkdir()
    with kept.open("wb") as file:
        file.truncate(kokoro_model.MODEL_BYTES)
    assert find_model(VoiceSettings()) == (kept,)


@pytest.mark.parametrize(
    ("name", "language", "style"),
    [
        ("", "fr", "ff_siwis"),
        ("", "fr-CA", "ff_siwis"),
        ("fr", "en", "ff_siwis"),
        ("", "en", "bf_emma"),
        ("en-US", "fr", "af_heart"),
        ("bf_emma", "fr", "bf_emma"),
    ],
)
def test_a_voice_is_named_by_itself_or_by_a_language(name: str, language: str, style: str) -> None:
    assert kokoro_model.find_style(VoiceSettings(name=name, language=language)).name == style


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("fr-ca", "fr", "no voice 'fr-ca'; there are: ff_siwis, bf_emma, af_heart"),
        ("", "de", "speaks French and English, not 'de'"),
    ],
)
def test_what_it_can_not_speak_is_said(name: str, language: str, said: str) -> None:
    with pytest.raises(VoiceError, match=said) as error:
        open_voice(VoiceSettings(name=name, language=language))
    assert error.value.code == "voice-unknown"


def reading(ipa: str, after: str = "") -> Reading:
    return Reading(start=0, end=1, ipa=ipa, said="", after=after)


def test_a_line_ends_at_its_strongest_mark() -> None:
    words = [reading("aaaa"), reading("bbbb", ","), reading("kkkk"), reading("dddd"), reading("e")]
    lines = token_lines(words, "fr", most=20)
    assert [len(line.words) for line in lines] == [2, 3]
    assert all(len(line.tokens) <= 20 for line in lines)


def test_a_word_longer_than_a_line_is_cut_to_it() -> None:
    [line] = token_lines([reading("a" * 900)], "fr", most=LINE_TOKENS)
    assert len(line.tokens) == LINE_TOKENS


def test_the_letters_are_the_models_own() -> None:
    assert len(VOCABULARY) == 114
    assert [VOCABULARY[letter] for letter in ";aʁˈᵻ"] == [1, 43, 128, 156, 177]


@needs_model
def test_its_process_opens_no_socket(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux can say which files a process holds")
    guard = tmp_path / "sitecustomize.py"
    guard.write_text(
        textwrap.dedent(
            """
            import sys

            def _refuse(event, arguments):
                if event.startswith("socket."):
                    raise OSError("this test opens no socket")

            sys.addaudithook(_refuse)
            """
        ),
        encoding="utf-8",
    )
    code = (
        "from renderer.voices.kokoro import open_voice\n"
        "from renderer.voices.base import VoiceSettings\n"
        "import os\n"
        "voice = open_voice(VoiceSettings(offline=True))\n"
        "voice.say('Oui.')\n"
        "held = [os.readlink(f'/proc/{voice.process.pid}/fd/{n}')"
        " for n in os.listdir(f'/proc/{voice.process.pid}/fd')]\n"
        "print([name for name in held if name.startswith('socket:')])\n"
        "voice.rest()\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{root}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr


@needs_model
def test_it_leaves_nothing_in_the_users_home(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("elsewhere the home isn't where HOME says")
    home = tmp_path / "home"
    home.mkdir()
    code = (
        "from renderer.voices.kokoro import open_voice\n"
        "from renderer.voices.base import VoiceSettings\n"
        "voice = open_voice(VoiceSettings(offline=True))\n"
        "voice.say('Oui.')\n"
        "print('spoken')\n"
        "voice.rest()\n"
    )
    # Whatever the user's own settings say; and each place where such a thing may be kept.
    mine = {"HOME": str(home), "TMPDIR": str(tmp_path), "ORT_DISABLE_TELEMETRY": "0"}
    hidden = {"XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={name: value for name, value in os.environ.items() if name not in hidden} | mine,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "spoken", done.stderr
    assert [path.name for path in home.rglob("*")] == []
