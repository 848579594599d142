"""Everything that can be wrong with a recording is told with its file, line, slide and remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from renderer.cli.output_files import save_wav
from renderer.narration.recordings import fingerprint
from tests.production.projects import Project, board_of, card_slide, new_project, run

SMALL = ("--voice", "hum", "--offline")
NARRATION = "Le port est pris. La ville respire. Les navires arrivent."


def project_of(tmp_path: Path, says: str = "") -> Project:
    recording = {"file": "voix.wav", **({"says": says} if says else {})}
    slide = card_slide("lu", narration=NARRATION, recording=recording)
    return new_project(tmp_path / "projet", board_of(slide))


def silence(path: Path) -> None:
    save_wav(iter([np.zeros(48_000, np.int16)]), path)


def one_word(path: Path) -> None:
    tone = 8_000 * np.sin(np.arange(9_600) / 20)
    save_wav(iter([tone.astype(np.int16)]), path)


def text(path: Path) -> None:
    path.write_bytes(b"rien qui sonne, mais assez long pour un en-tete de fichier")


@pytest.mark.parametrize("make", [silence, one_word, text], ids=lambda make: make.__name__)
@pytest.mark.parametrize("command", ["check", "plan", "say"])
def test_a_recording_that_cannot_be_used_is_told_at_its_line(
    tmp_path: Path, make: object, command: str
) -> None:
    project = project_of(tmp_path)
    assert callable(make)
    make(project.media / "voix.wav")
    words = {"check": (), "plan": SMALL, "say": (*SMALL, "--out", tmp_path / "dit.wav")}[command]

    told = run(command, project.path, *words, "--cache", project.cache)

    lines = project.path.read_text("utf-8").splitlines()
    line = next(n for n, written in enumerate(lines, start=1) if "voix.wav" in written)
    assert told.code in (1, 2)
    assert f"film.yaml:{line}:" in told.err
    assert "(slide 'lu')" in told.err
    assert "    = " in told.err.replace("      = ", "    = "), "its remedy"


@pytest.mark.parametrize("command", ["check", "say"])
def test_a_recording_of_other_words_is_told_at_its_line(tmp_path: Path, command: str) -> None:
    project = project_of(tmp_path, says="00000000")
    pause = np.zeros(24_000, np.int16)
    tone = (8_000 * np.sin(np.arange(60_000) / 20)).astype(np.int16)
    save_wav(iter([tone, pause, tone, pause, tone]), project.media / "voix.wav")
    words = (*SMALL, "--out", tmp_path / "dit.wav") if command == "say" else ()

    told = run(command, project.path, *words, "--cache", project.cache)

    assert "was made of other words" in told.err + told.out
    assert f"says: {fingerprint(NARRATION)}" in told.err + told.out
    assert "film.yaml:" in told.err + told.out
    assert run("explain", "recording-stale").code == 0
