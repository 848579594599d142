"""Titles, chapters and text alternatives say something, or are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.storyboard.load import check
from tests.production.projects import board_of, card_slide, new_project, photo_slide

SIGNS = ["—", "...", "…", "\u200b", "?!", "🙂"]
GROUND = {"west": -2, "east": 0, "south": 49, "north": 50}


@pytest.mark.parametrize("signs", SIGNS)
def test_signs_alone_are_no_words(tmp_path: Path, signs: str) -> None:
    slides = [
        card_slide("un", chapter=signs),
        photo_slide("deux", image={"file": "un.jpg", "alt": signs}),
        {"id": "trois", "map": {"view": GROUND, "alt": signs}, "narration": "Voici la carte."},
    ]
    project = new_project(tmp_path, board_of(*slides, title=signs))
    problems = check(project.path, about_rights=False).problems
    assert [(problem.slide, problem.code) for problem in problems] == [
        ("", "value-empty"),
        ("un", "value-empty"),
        ("deux", "value-empty"),
        ("trois", "value-empty"),
    ]
    assert all("it has signs alone" in problem.remedy for problem in problems)


@pytest.mark.parametrize("title", ["1944", "« 6 juin »", "№ 5", "Où ?", "東京", "С"])
def test_a_letter_or_a_digit_of_any_script_is_enough(tmp_path: Path, title: str) -> None:
    slides = [card_slide("un", chapter=title), photo_slide("deux")]
    project = new_project(tmp_path, board_of(*slides, title=title))
    assert check(project.path, about_rights=False).problems == ()


@pytest.mark.parametrize("title", ["", "  ", "\u00a0"])
def test_a_film_without_a_title_is_told_to_have_one(tmp_path: Path, title: str) -> None:
    project = new_project(tmp_path, board_of(card_slide("un"), title=title))
    (problem,) = check(project.path, about_rights=False).problems
    assert (problem.what, problem.remedy) == (
        "'title' wants words",
        "it is empty: write what the film is called",
    )
    assert problem.mark.line == 3
