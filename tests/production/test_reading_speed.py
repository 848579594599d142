"""Cues that nobody can read in time are told of: by a check of recordings, by a render of all."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from renderer.production.reading_speed import hasty_cues
from renderer.storyboard.load import load_storyboard
from renderer.subtitles.cues import lay_cues
from renderer.timebase import Timebase
from tests.production.projects import Project, board_of, card_slide, new_project, run
from tests.subtitles.test_cues import said

RATE = 48_000
HASTY = "Les Alliés débarquent enfin en Normandie, et la mer est grise."


def project_read_in(folder: Path, seconds: float) -> Project:
    """One slide, whose sentence of 62 letters is read in *seconds*."""
    slide = card_slide("hate", narration=HASTY, recording="air.wav")
    project = new_project(folder, board_of(slide, voice={"engine": "hum"}))
    t = np.arange(round(seconds * RATE)) / RATE
    with wave.open(str(project.media / "air.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((8000 * np.sin(2 * np.pi * 220 * t)).astype("<i2").tobytes())
    return project


def test_a_check_names_a_recording_whose_cue_goes_by_too_fast(tmp_path: Path) -> None:
    outcome = run("check", project_read_in(tmp_path, 2.0).path, "--draft", "--cache", tmp_path)
    assert outcome.code == 0, outcome.err
    assert "film.yaml:" in outcome.err
    assert "characters a second (at most 15) (slide 'hate')" in outcome.err
    assert "= shorten the sentence, or slow the voice" in outcome.err
    told = run(
        "check", project_read_in(tmp_path, 2.0).path, "--draft", "--cache", tmp_path, "--json"
    )
    assert "cue-too-fast" in {one["code"] for one in told.json["storyboards"][0]["warnings"]}


def test_a_calm_recording_gives_no_warning(tmp_path: Path) -> None:
    assert (
        "characters a second"
        not in run("check", project_read_in(tmp_path, 5.0).path, "--draft", "--cache", tmp_path).err
    )


def test_a_render_tells_of_hasty_cues_and_makes_the_film(tmp_path: Path) -> None:
    project = project_read_in(tmp_path, 2.0)
    outcome = project.render()
    assert outcome.code == 0, outcome.err
    assert "characters a second (at most 15) (slide 'hate')" in outcome.err
    assert project.film.is_file()
    calm = project_read_in(tmp_path / "calm", 5.0).render()
    assert calm.code == 0, calm.err
    assert "characters a second" not in calm.err


@pytest.mark.parametrize(("language", "told"), [("fr", 1), ("en", 0), ("tlh", 1)])
def test_what_is_too_fast_is_for_the_language_to_say(
    tmp_path: Path, language: str, told: int
) -> None:
    project = new_project(tmp_path, board_of(card_slide("a"), language=language))
    base = Timebase(fps=25)
    sentence = said("They land at last in a grey sea of rain.", 0, 1.65, slide_end_seconds=2.15)
    cues = lay_cues([sentence], base)
    assert len(list(hasty_cues(load_storyboard(project.path), cues, base))) == told


def test_many_hasty_cues_of_one_slide_are_one_warning(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("a")))
    base = Timebase(fps=25)
    sentences = [
        said(
            "Les Alliés débarquent enfin en Normandie.",
            2 * n,
            2 * n + 1,
            index=n,
            slide_end_seconds=6,
        )
        for n in range(3)
    ]
    (problem,) = hasty_cues(load_storyboard(project.path), lay_cues(sentences, base), base)
    assert problem.slide == "a"
    assert problem.what.endswith("; so do 2 more")
