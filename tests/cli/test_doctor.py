"""`doctor` finds what would make a render fail: each thing is broken here, once."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from renderer.doctor import diagnosis, system
from renderer.errors import PictureError
from renderer.photographs.decoder import Decoder
from tests.production.projects import ROOT, run


def found(tmp_path: Path, *words: str | Path) -> dict[str, Any]:
    """Every finding by its name, of a run that never leaves the machine."""
    outcome = run("doctor", "--offline", "--cache", tmp_path / "cache", "--json", *words)
    findings = {one["what"]: one for one in outcome.json}
    fatal = any(one["state"] == "fatal" for one in findings.values())
    assert outcome.code == (1 if fatal else 0)
    assert all(one["remedy"] for one in outcome.json if one["what"] in TOLD and not fit(one))
    return findings


TOLD = ("packages", "codecs", "pictures", "cache", "output", "temporary files", "limits", "clock")


def fit(one: dict[str, Any]) -> bool:
    return bool(one["state"] == "ok")


def test_on_this_machine_everything_is_looked_at(tmp_path: Path) -> None:
    findings = found(tmp_path)
    for what in ("packages", "codecs", "pictures", "cache", "output", "temporary files", "clock"):
        assert fit(findings[what]), findings[what]
    # A voice that is bought, or added, is nobody's fault.
    assert findings["voice mistral"]["state"] == "optional"


@pytest.mark.parametrize("voice", ["gtts", "azure", "google"])
def test_a_voice_that_could_not_speak_now_is_not_ticked(
    tmp_path: Path, voice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AZURE_SPEECH_KEY", "GOOGLE_TTS_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert found(tmp_path)[f"voice {voice}"]["state"] != "ok"


def test_an_output_folder_that_is_a_file_is_fatal(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    assert found(tmp_path, "--out", tmp_path / "out")["output"]["state"] == "fatal"


def test_no_room_is_told_before_it_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "_LEAST_FREE", 10**18)
    assert found(tmp_path)["output"]["state"] == "warning"


def test_no_folder_for_temporary_files_is_fatal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(system.tempfile, "gettempdir", none)
    [scratch] = [
        one for one in system.cache_and_output(tmp_path, tmp_path) if one.what == "temporary files"
    ]
    assert scratch.state == "fatal"
    assert "TMPDIR" in scratch.remedy


@pytest.mark.skipif(sys.platform == "win32", reason="ulimit")
@pytest.mark.parametrize(
    ("limit", "said", "code"),
    [
        ("-n 100", "100 open files are allowed", 1),
        ("-v 2000000", "bytes of memory are allowed", 1),
        ("-f 1000", "bytes in a file are allowed", 0),
        ("-t 600", "600 seconds of processor are allowed", 0),
    ],
)
def test_limits_of_the_shell_are_told_with_their_remedy(
    tmp_path: Path, limit: str, said: str, code: int
) -> None:
    looked = subprocess.run(
        [
            *("sh", "-c", f'ulimit -S {limit}; exec "$@"', "sh", sys.executable),
            *(ROOT / "make_video.py", "doctor", "--offline", "--cache", tmp_path / "cache"),
        ],
        env={**os.environ, "PYTHONUTF8": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said in looked.stdout, looked.stdout + looked.stderr
    assert f"ulimit {limit[:2]}" in looked.stdout
    assert looked.returncode == code, looked.stdout


def test_a_container_with_little_memory_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "_CGROUP", tmp_path)
    (tmp_path / "memory.max").write_text("512000000\n", encoding="ascii")
    [memory] = system.memory()
    assert (memory.state, memory.found) == ("warning", "0.5 GB")
    assert "--jobs 1" in memory.remedy
    monkeypatch.setattr(system, "_PROC", tmp_path)
    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")
    (tmp_path / "meminfo").write_text("MemTotal:  8000000 kB\n", encoding="ascii")
    [memory] = system.memory()
    assert (memory.state, memory.found) == ("ok", "8.2 GB")


@pytest.mark.parametrize("year", [1970, 2024, 2075])
def test_a_clock_that_is_far_off_is_told(year: int) -> None:
    [clock] = system.check_clock(datetime.date(year, 1, 1))
    assert clock.state == "warning"
    assert f"{year}-01-01" in clock.found


def test_a_planted_env_is_told_and_a_program_it_could_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("FFMPEG_BINARY=/bin/evil\n", encoding="utf-8")
    origin = str(tmp_path / "lib" / "moviepy" / "__init__.py")
    monkeypatch.setattr(system, "find_spec", lambda _: type("Spec", (), {"origin": origin}))
    monkeypatch.setenv("FFMPEG_BINARY", "/bin/evil")
    said = [(one.state, one.found) for one in system.environment()]
    assert said[0] == ("warning", "FFMPEG_BINARY name a program that moviepy would run")
    assert said[1][0] == "ok"
    assert str(tmp_path / ".env") in said[1][1]


@pytest.mark.parametrize("installed", ["2.1", "1", "not installed"])
def test_a_package_that_is_too_old_or_missing_is_fatal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: str
) -> None:
    known = diagnosis.version

    def version(name: str) -> str:
        if name != "pydantic":
            return known(name)
        if installed == "not installed":
            raise diagnosis.PackageNotFoundError(name)
        return installed

    monkeypatch.setattr(diagnosis, "version", version)
    findings = found(tmp_path)
    assert (findings["pydantic"]["state"], findings["pydantic"]["found"]) == ("fatal", installed)
    assert "pydantic>=2.10" in findings["pydantic"]["remedy"]
    assert "packages" not in findings


def test_versions_are_compared_as_numbers() -> None:
    assert diagnosis._numbers("2.10.0rc1") == (2, 10, 0)
    assert diagnosis._numbers("10.4") > diagnosis._numbers("4.55")


def test_the_least_versions_are_those_of_the_requirements() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    least = {}
    for line in lines:
        written = line.partition("#")[0].strip()
        if written and "python_version" not in written:
            one = Requirement(written)
            least["gTTS" if one.name == "gtts" else one.name] = re.findall(
                r"[>=]=([\d.]+)", str(one.specifier)
            )[0]
    assert least == diagnosis._FLOORS


def test_a_codec_that_is_missing_and_one_that_fails_are_fatal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise diagnosis.RecitError("the encoder refused")

    monkeypatch.setattr(diagnosis, "_encode_a_second", fail)
    codecs = found(tmp_path)["codecs"]
    assert codecs["state"] == "fatal"
    assert "the encoder refused" in codecs["found"]
    monkeypatch.setattr(diagnosis, "_CODECS", ("libx264", "no-such-codec"))
    assert "without no-such-codec" in found(tmp_path)["codecs"]["found"]


def test_a_decoder_that_dies_is_fatal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def __call__(self: Decoder, *_: object) -> None:
        raise PictureError("the decoder was stopped by signal 9")

    monkeypatch.setattr(Decoder, "__call__", __call__)
    pictures = found(tmp_path)["pictures"]
    assert pictures["state"] == "fatal"
    assert "stopped by signal 9" in pictures["found"]
