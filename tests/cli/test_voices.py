"""``voices``: what speaks here, one of them heard, one added."""

from __future__ import annotations

import hashlib
import wave
from pathlib import Path

import pytest

from renderer.voices import piper, piper_hub
from renderer.voices.base import VoiceSettings
from renderer.voices.piper_hub import HubVoice
from renderer.voices.registry import BUILT_IN
from tests.production.projects import run


def test_every_engine_is_listed_with_why_it_does_not_speak(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AZURE_SPEECH_KEY", raising=False)

    told = {one["engine"]: one for one in run("voices", "--json").json}

    assert set(BUILT_IN) <= set(told)
    assert told["hum"]["speaks"]
    assert told["hum"]["sent_to"] == ""
    assert told["gtts"]["sent_to"] == "Google, translate.google.fr"
    assert not told["azure"]["speaks"]
    assert "AZURE_SPEECH_KEY" in told["azure"]["why"]
    monkeypatch.setenv("AZURE_SPEECH_KEY", "x")
    assert {one["engine"]: one["speaks"] for one in run("voices", "--json").json}["azure"]


def test_offline_no_service_speaks() -> None:
    told = {one["engine"]: one for one in run("voices", "--offline", "--json").json}

    assert told["espeak"]["speaks"]
    assert not any(told[name]["speaks"] for name in ("gtts", "azure", "google"))
    assert "offline" in told["gtts"]["why"]


def test_the_table_says_the_same_in_words() -> None:
    lines = run("voices", "--offline").out.splitlines()

    assert any(line.startswith("hum ") and line.endswith("speaks") for line in lines)
    assert any(line.startswith("gtts ") and "doesn't speak: " in line for line in lines)


def test_a_voice_is_heard_in_a_file(tmp_path: Path) -> None:
    out = tmp_path / "essai.wav"

    told = run("voices", "hear", "espeak:fr-be", "--text", "La mer est haute.", "--out", out)

    assert told.code == 0, told.err
    assert told.out == f"{out}\n"
    with wave.open(str(out)) as heard:
        assert heard.getframerate() == 48_000
        assert 0.5 < heard.getnframes() / 48_000 < 4


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("hear",), "which voice?"),
        (("hear", "hum"), "what shall it say?"),
        (("hear", "espaek", "--text", "Oui."), "did you mean 'espeak'?"),
        (("add", "fr_FR-siwis-medium", "--offline"), "--from FILE.onnx"),
        (("add", "fr_FR-nobody"), "no voice 'fr_FR-nobody' can be added"),
    ],
)
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], told: str) -> None:
    refused = run("voices", *words)

    assert refused.code == 2
    assert told in refused.err


def test_an_added_voice_is_found_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    model, config = b"model", b'{"inference": {}}'
    digests = [hashlib.sha256(each).hexdigest() for each in (model, config)]
    pinned = HubVoice(path="fr", model=digests[0], config=digests[1], licence="CC0")
    monkeypatch.setitem(piper_hub.VOICES, "fr_FR-essai", pinned)
    brought = tmp_path / "x.onnx"
    brought.write_bytes(model)
    brought.with_name("x.onnx.json").write_bytes(config)

    told = run("voices", "add", "fr_FR-essai", "--offline", "--from", brought)

    assert told.code == 0, told.err
    assert "licence: CC0" in told.err
    monkeypatch.setattr(piper, "version", lambda _: "1.8")
    voice = piper.open_voice(VoiceSettings(name="fr_FR-essai", folder=tmp_path / "projet"))
    assert f"{voice.path}\n" == told.out  # type: ignore[attr-defined] # it is Piper's
