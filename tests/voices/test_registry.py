from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from renderer.errors import VoiceError
from renderer.voices import dummy, gtts, registry
from renderer.voices.base import Speech, Voice, VoiceSettings
from renderer.voices.registry import choose_voice, engine_names, open_voice


@dataclass(frozen=True, kw_only=True)
class Preferred:
    """Stands for gTTS: answers, or doesn't."""

    refusal: str = ""
    asked: list[str]
    online = True
    synthetic = True
    title = "preferred"

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        return {"engine": "gtts", "version": 1}

    def say(self, text: str) -> Speech:
        self.asked.append(text)
        if self.refusal:
            raise VoiceError(self.refusal)
        return Speech(samples=np.ones(10, np.int16), rate=24_000)


NO_KOKORO = (
    "Kokoro's model can't be read: absent.onnx: no such file or directory"
    " (it is what RECIT_KOKORO_MODEL names)"
)


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def refusal(request: pytest.FixtureRequest) -> str:
    return getattr(request, "param", "")


@pytest.fixture(autouse=True)
def preferred(monkeypatch: pytest.MonkeyPatch, asked: list[str], refusal: str) -> None:
    monkeypatch.setenv("RECIT_KOKORO_MODEL", "absent.onnx")
    voice = Preferred(refusal=refusal, asked=asked)
    monkeypatch.setattr(gtts, "open_voice", lambda _: voice)


def test_auto_is_gtts_when_it_answers_and_kokoro_is_missing(asked: list[str]) -> None:
    choice = choose_voice("auto", VoiceSettings())

    assert choice.voice.title == "preferred"
    assert [voice.title for voice in choice.fallbacks] == ["espeak-ng fr"]
    assert choice.fell_back == NO_KOKORO
    assert asked == ["oui"]


@pytest.mark.parametrize("refusal", ["gTTS: no connection"], indirect=True)
def test_auto_is_espeak_when_it_does_not(asked: list[str]) -> None:
    choice = choose_voice("auto", VoiceSettings())

    assert choice.voice.title == "espeak-ng fr"
    assert choice.fallbacks == ()
    assert choice.fell_back == f"{NO_KOKORO}; gTTS: no connection"
    assert asked == ["oui"]


def test_auto_offline_asks_nobody(asked: list[str]) -> None:
    choice = choose_voice("auto", VoiceSettings(offline=True))

    assert choice.voice.title == "espeak-ng fr"
    assert "offline" in choice.fell_back
    assert asked == []


def test_a_name_that_only_the_preferred_voice_has_is_no_obstacle() -> None:
    choice = choose_voice("auto", VoiceSettings(name="fr-ca", offline=True))
    assert choice.voice.title == "espeak-ng fr"


@pytest.mark.parametrize("offline", [False, True])
@pytest.mark.parametrize("refusal", ["down"], indirect=True)
def test_a_film_already_spoken_keeps_its_voice_without_asking(
    asked: list[str], offline: bool
) -> None:
    choice = choose_voice(
        "auto", VoiceSettings(offline=offline), already_spoken=lambda voice: voice.online
    )

    assert choice.voice.title == "preferred"
    assert asked == []


@pytest.mark.parametrize("refusal", ["gTTS: 403"], indirect=True)
def test_an_engine_asked_for_by_name_is_that_engine(asked: list[str]) -> None:
    choice = choose_voice("gtts", VoiceSettings())
    assert (choice.voice.title, choice.fallbacks) == ("preferred", ())
    assert asked == []


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        ("espaek", r"no voice engine 'espaek' \(did you mean 'espeak'\?\)"),
        ("xyz", "there are: auto, kokoro, gtts, espeak, piper, hum"),
        ("recording", "a recording is named per slide"),
        ("", "no voice engine ''"),
    ],
)
def test_an_unknown_engine_is_refused_with_the_list(engine: str, said: str) -> None:
    with pytest.raises(VoiceError, match=said) as error:
        open_voice(engine, VoiceSettings())
    assert error.value.code == "voice-unknown"


def register(monkeypatch: pytest.MonkeyPatch, **found: object) -> None:
    """Let another package register voices under the entry-point group."""

    class Installed(EntryPoint):
        def load(self) -> object:
            if isinstance(found[self.name], Exception):
                raise found[self.name]  # type: ignore[misc]
            return found[self.name]

    entries = EntryPoints(Installed(n, f"museum.{n}", "recit.voices") for n in found)
    monkeypatch.setattr(
        "importlib.metadata.entry_points", lambda **wanted: entries.select(**wanted)
    )


def open_studio(settings: VoiceSettings) -> Voice:
    return dummy.HumVoice(letter=round(settings.rate))


def test_another_package_adds_a_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("museum.module")
    module.open_voice = open_studio  # type: ignore[attr-defined]
    register(monkeypatch, studio=open_studio, module=module, espeak=open_studio)

    assert engine_names() == ("auto", *registry.BUILT_IN, "module", "studio")
    assert open_voice("studio", VoiceSettings(rate=7)).identity["letter"] == 7
    assert open_voice("module", VoiceSettings(rate=8)).identity["letter"] == 8
    assert open_voice("espeak", VoiceSettings()).identity["engine"] == "espeak"


def test_the_voice_that_the_documentation_adds_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = Path(registry.__file__).parents[2].joinpath("docs", "voices.md").read_text("utf-8")
    [code] = [part.partition("```")[0] for part in text.split("```python\n")[1:]]
    studio = ModuleType("museum_voices.studio")
    monkeypatch.setitem(sys.modules, studio.__name__, studio)
    vars(studio)["ask_the_server"] = lambda text, name: b"\1\0" * len(text + name)
    exec(compile(code, "docs/voices.md", "exec"), vars(studio))
    register(monkeypatch, studio=studio)

    voice = open_voice("studio", VoiceSettings())
    assert voice.say("La mer.").samples.tolist() == [1] * 9
    assert (voice.identity["name"], voice.online, voice.title) == ("fr", True, "Studio")
    with pytest.raises(VoiceError, match="this is offline") as error:
        open_voice("studio", VoiceSettings(offline=True)).say("La mer.")
    assert error.value.code == "network-forbidden"


def test_a_package_whose_voice_is_broken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, torn=ImportError("No module named 'torch'"), empty=ModuleType("museum"))

    with pytest.raises(
        VoiceError, match=r"'torn' \(museum\.torn\) can't be loaded: No module"
    ) as error:
        open_voice("torn", VoiceSettings())
    assert error.value.code == "voice-unfit"
    with pytest.raises(VoiceError, match=r"'empty' .* has no open_voice") as error:
        open_voice("empty", VoiceSettings())
    assert error.value.code == "voice-unfit"


@pytest.mark.parametrize("engine", sorted({*registry.BUILT_IN} - {"piper"}))
def test_an_identity_names_engine_and_version(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.undo()
    monkeypatch.delenv("RECIT_KOKORO_MODEL", raising=False)
    monkeypatch.setenv("RECIT_SPEECH_URL", "https://voix.musee.example")
    name = "a voice" if engine in {"mistral", "gradium"} else ""
    identity = open_voice(engine, VoiceSettings(name=name, offline=True)).identity
    assert identity["engine"] == engine
    assert identity["version"]
