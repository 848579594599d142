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


def test_a_note_that_is_no_fingerprint_is_not_taken_for_other_words(tmp_path: Path) -> None:
    project = project_of(tmp_path, says="nouveau")
    tone = (8_000 * np.sin(np.arange(60_000) / 20)).astype(np.int16)
    pause = np.zeros(24_000, np.int16)
    save_wav(iter([tone, pause, tone, pause, tone]), project.media / "voix.wav")
    told = run("check", project.path, "--cache", project.cache)
    said = told.err + told.out
    assert "other words" not in said
    assert f"if it reads the text as it stands, write says: {fingerprint(NARRATION)}" in said


def one_tone(path: Path) -> None:
    save_wav(iter([(8_000 * np.sin(np.arange(60_000) / 20)).astype(np.int16)]), path)


def with_sentence(tmp_path: Path, *recordings: dict[str, str], **more: object) -> Project:
    slide = card_slide("lu", narration=NARRATION, recordings=list(recordings), **more)
    project = new_project(tmp_path / "projet", board_of(slide))
    one_tone(project.media / "voix.wav")
    return project


def test_a_film_in_which_a_person_reads_one_sentence_is_made_and_says_so(tmp_path: Path) -> None:
    project = with_sentence(tmp_path, {"file": "voix.wav", "sentence": "La ville  respire."})
    checked = run("check", project.path, "--cache", project.cache)
    assert (checked.code, "recording" in checked.err) == (0, False), checked.err
    out = tmp_path / "out"
    made = run("render", project.path, *SMALL, "--cache", project.cache, "--out", out)
    assert made.code == 0, made.err
    page = next(out.rglob("transcript*.html"))
    assert "Voix enregistrée" in page.read_text("utf-8")
    again = run("render", project.path, *SMALL, "--cache", project.cache, "--out", out)
    assert "0 made" in again.err


def test_a_sentence_that_was_recorded_and_changed_is_told_at_its_line(tmp_path: Path) -> None:
    first = {"file": "voix.wav", "sentence": "Le port est pris."}
    project = with_sentence(tmp_path, first, {"file": "voix.wav", "sentence": "Rien de tel."})
    told = run("check", project.path, "--cache", project.cache)
    lines = project.path.read_text("utf-8").splitlines()
    line = next(n for n, written in enumerate(lines, start=1) if "Rien de tel" in written)
    assert f"film.yaml:{line}:" in told.err
    assert "a sentence that the narration doesn't have" in told.err
    assert told.code == 0
    assert told.err.count("voix.wav") == 1, "the other one is right"


def test_a_recording_of_a_sentence_that_is_silent_is_told_at_its_line(tmp_path: Path) -> None:
    fit = {"file": "voix.wav", "sentence": "Le port est pris."}
    project = with_sentence(tmp_path, fit, {"file": "rien.wav", "sentence": "La ville respire."})
    silence(project.media / "rien.wav")
    lines = project.path.read_text("utf-8").splitlines()
    line = next(n for n, written in enumerate(lines, start=1) if "rien.wav" in written)
    for command in ("check", "plan"):
        words = () if command == "check" else SMALL
        told = run(command, project.path, *words, "--cache", project.cache)
        assert told.code in (1, 2)
        assert f"film.yaml:{line}:" in told.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"recording": "voix.wav"}, "a 'recording' of all its words, and 'recordings' of some"),
        ({"silence": 3}, "a slide of 'silence' with a 'recordings'"),
    ],
    ids=["both", "silence"],
)
def test_recordings_that_meet_something_else_are_refused(
    tmp_path: Path, more: dict[str, object], said: str
) -> None:
    one = {"file": "voix.wav", "sentence": "Le port est pris."}
    told = run("check", with_sentence(tmp_path, one, **more).path)
    assert told.code == 2
    assert said in told.err


@pytest.mark.parametrize("again", ["Le port est pris.", "Le port  est\npris."])
def test_two_recordings_of_one_sentence_are_refused(tmp_path: Path, again: str) -> None:
    one = {"file": "voix.wav", "sentence": "Le port est pris."}
    told = run("check", with_sentence(tmp_path, one, {**one, "sentence": again}).path)
    assert told.code == 2
    assert "two recordings of one sentence" in told.err
