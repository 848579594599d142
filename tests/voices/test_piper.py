"""Piper's adapter. No model is small enough to be kept here, so `piper` is a stand-in module with
the same names as piper-tts 1.8.0: these tests hold what we hand it and what we make of its answer,
not how it sounds.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from renderer.errors import VoiceError
from renderer.voices import piper
from renderer.voices.base import VoiceSettings


@dataclass
class Chunk:
    audio_int16_array: np.ndarray[Any, np.dtype[np.int16]]
    sample_rate: int = 22_050


class Installed:
    """The stand-in, and what it was asked."""

    def __init__(self) -> None:
        self.loads: list[Path] = []
        self.settings: list[dict[str, Any]] = []
        self.sentences = 2

    def load(self, path: Path) -> Installed:
        self.loads.append(path)
        if path.stat().st_size == 0:
            raise RuntimeError("INVALID_PROTOBUF")
        return self

    def synthesize(self, text: str, settings: dict[str, Any]) -> list[Chunk]:
        self.settings.append(settings)
        return [Chunk(np.full(len(text), 7, np.int16))] * self.sentences


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Installed:
    stand_in = Installed()
    module = ModuleType("piper")
    module.PiperVoice = stand_in  # type: ignore[attr-defined]
    module.SynthesisConfig = dict  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "piper", module)
    monkeypatch.setattr(piper, "version", lambda _: "1.8.0")
    return stand_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "siwis.onnx").write_bytes(b"weights")
    (tmp_path / "siwis.onnx.json").write_text('{"inference": {"length_scale": 1.2}}')
    return tmp_path


def test_a_model_speaks_without_noise_at_its_own_pace(installed: Installed, folder: Path) -> None:
    voice = piper.open_voice(VoiceSettings(name="siwis.onnx", rate=0.8, folder=folder))

    speech = voice.say("Le port.")
    voice.say("La ville.")

    assert speech.rate == 22_050
    assert speech.samples.tolist() == [7] * 16
    assert installed.loads == [folder / "siwis.onnx"]
    assert installed.settings[0] == {
        "speaker_id": None,
        "length_scale": 1.5,
        "noise_scale": 0.0,
        "noise_w_scale": 0.0,
        "normalize_audio": False,
    }


def test_another_model_or_speaker_or_pace_is_another_voice(
    installed: Installed, folder: Path
) -> None:
    def identity(name: str = "siwis.onnx", rate: float = 1.0) -> str:
        return str(piper.open_voice(VoiceSettings(name=name, rate=rate, folder=folder)).identity)

    before = {identity(), identity("siwis.onnx#0"), identity("siwis.onnx#1"), identity(rate=0.9)}
    assert len(before) == 4

    (folder / "siwis.onnx").write_bytes(b"Weights")
    retrained = identity()
    (folder / "siwis.onnx.json").write_text('{"inference": {"length_scale": 1.2} }')
    assert len(before | {retrained, identity()}) == 6


def test_without_the_extra_the_remedy_is_named(folder: Path) -> None:
    with pytest.raises(VoiceError, match=r"pip install 'piper-tts.*'\.\[piper\]'") as error:
        piper.open_voice(VoiceSettings(name="siwis.onnx", folder=folder))
    assert error.value.code == "package-missing"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "wants a model's file"),
        ("missing.onnx", r"there is no .*missing\.onnx"),
        ("siwis.onnx#anna", "'#anna' is no speaker's number"),
    ],
)
def test_a_wrong_name_is_said(installed: Installed, folder: Path, name: str, said: str) -> None:
    with pytest.raises(VoiceError, match=said) as error:
        piper.open_voice(VoiceSettings(name=name, folder=folder))
    assert error.value.code == "voice-unknown"


def test_a_broken_model_or_configuration_is_said(installed: Installed, folder: Path) -> None:
    (folder / "siwis.onnx").write_bytes(b"")
    voice = piper.open_voice(VoiceSettings(name="siwis.onnx", folder=folder))
    with pytest.raises(VoiceError, match="no voice that Piper can load") as error:
        voice.say("Le port.")
    assert error.value.code == "voice-unfit"

    (folder / "siwis.onnx.json").write_text("<html>")
    with pytest.raises(VoiceError, match="no Piper configuration") as error:
        piper.open_voice(VoiceSettings(name="siwis.onnx", folder=folder))
    assert error.value.code == "voice-unfit"


def test_a_model_that_changed_is_not_used(installed: Installed, folder: Path) -> None:
    voice = piper.open_voice(VoiceSettings(name="siwis.onnx", folder=folder))
    (folder / "siwis.onnx").write_bytes(b"another model")
    with pytest.raises(VoiceError, match=r"siwis\.onnx changed while") as error:
        voice.say("Le port.")
    assert error.value.code == "file-changed"


def test_a_model_that_says_nothing_is_an_error(installed: Installed, folder: Path) -> None:
    installed.sentences = 0
    with pytest.raises(VoiceError, match="said nothing") as error:
        piper.open_voice(VoiceSettings(name="siwis.onnx", folder=folder)).say("…")
    assert error.value.code == "voice-failed"
