"""A card's lines come while they are said, at places that never move."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from renderer.production.events import SilentWitness
from renderer.production.still import paint_frames
from renderer.timeline.scheduling import DISSOLVE_SECONDS
from tests.production.projects import Project, board_of, card_slide, frames_of, new_project, run
from tests.production.test_moments import frame_said, layout_of

SAID = "Le général parle. Je veux un port, dit le chef. Et je le veux demain, ajoute-t-il."
DISSOLVE = round(DISSOLVE_SECONDS * 24)


def quoted(**more: Any) -> dict[str, Any]:
    lines = [
        {"text": "Je veux un port.", "at": "Je veux un port"},
        {"text": "Et je le veux demain.", "at": "sentence 3"},
    ]
    card = {"author": "Le chef", "lines": lines, **more}
    return {"id": "mot", "card": card, "narration": SAID}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, board_of(quoted(), card_slide("fin")))


def test_each_line_comes_with_its_words_and_moves_nothing_else(project: Project) -> None:
    production, layout = layout_of(project)
    first = frame_said(layout, "Je veux un port")
    second = frame_said(layout, "Et je le veux demain")
    wanted = [first - 1, first + DISSOLVE, second - 1, second + DISSOLVE]
    frames = [f.astype(int) for f in paint_frames(production, layout, wanted, SilentWitness())]
    bare, one, same, both = frames
    assert np.abs(one - same).mean() < 1
    came, later = (np.abs(b - a).max(axis=2) > 40 for a, b in ((bare, one), (same, both)))
    assert came.any()
    assert later.any()
    upper, lower = (np.flatnonzero(rows.any(axis=1)) for rows in (came, later))
    assert upper.max() <= lower.min() + 1, "the second stands below the first"


def test_the_lines_are_where_they_would_be_if_all_were_there(project: Project) -> None:
    production, layout = layout_of(project)
    end = layout.timeline.slides[0].end - 20
    [gradual] = paint_frames(production, layout, [end], SilentWitness())
    board = board_of(quoted(), card_slide("fin"))
    for line in board["slides"][0]["card"]["lines"]:
        line.pop("at")
    project.write(board)
    production, layout = layout_of(project)
    [whole] = paint_frames(production, layout, [end], SilentWitness())
    assert np.abs(gradual.astype(int) - whole).mean() < 1


def test_a_text_and_lines_are_one_too_many(project: Project) -> None:
    project.write(board_of(quoted(text="Je veux un port.")))
    told = run("check", project.path)
    assert told.code == 2
    assert "a card has a 'text' or 'lines', not both" in told.err


def test_a_line_whose_words_are_gone_is_told(project: Project) -> None:
    board = board_of(quoted())
    board["slides"][0]["card"]["lines"][0]["at"] = "Je voudrais un port"
    project.write(board)
    told = run("check", project.path)
    assert told.code != 0
    assert "these words are gone: 'Je voudrais un port'" in told.err
    assert "'Je veux un port'" in told.err


def test_a_translation_gives_every_line_and_moment(project: Project) -> None:
    english: dict[str, Any] = {
        "title": "A small film",
        "description": "Views.",
        "slides": {
            "mot": {"card": {"author": "The chief"}, "narration": "He speaks. A port. Tomorrow."}
        },
    }
    board = board_of(quoted(), languages={"en": english})
    project.write(board)
    told = run("check", project.path)
    for words in ("Je veux un port.", "Et je le veux demain.", "Je veux un port"):
        assert f"'{words}' is not translated into en" in told.err
    english["words"] = {
        "Je veux un port.": "I want a port.",
        "Et je le veux demain.": "Tomorrow.",
        "Je veux un port": "A port",
    }
    project.write(board | {"languages": {"en": english}})
    assert run("check", project.path).code == 0


def test_an_edited_film_is_the_film_made_from_nothing(project: Project) -> None:
    assert project.render().code == 0
    board = board_of(quoted(), card_slide("fin"))
    board["slides"][0]["card"]["lines"][1] |= {"text": "Et demain.", "at": "je le veux demain"}
    project.write(board)
    assert project.render().code == 0
    assert frames_of(project.film) == frames_of(project.from_nothing())
    page = (project.folder / "transcript.fr.html").read_text(encoding="utf-8")
    assert "Et demain." in page
