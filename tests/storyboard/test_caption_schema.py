"""A caption as plain text, or with how long it stays."""

from pathlib import Path
from typing import Any

import pytest

from renderer.errors import StoryboardError
from renderer.storyboard.load import load_storyboard
from tests.production.projects import board_of, card_slide, new_project


def slide_with(tmp_path: Path, caption: Any) -> Any:
    project = new_project(tmp_path, board_of(card_slide("a", caption=caption)))
    return load_storyboard(project.path).slides[0]


@pytest.mark.parametrize(
    ("written", "text", "stay"),
    [
        ("Utah Beach", "Utah Beach", None),
        ({"text": "Utah Beach"}, "Utah Beach", None),
        ({"text": "Utah Beach", "stay": 8}, "Utah Beach", 8.0),
        ({"text": "Utah Beach", "stay": "Always"}, "Utah Beach", "always"),
    ],
)
def test_a_caption_is_text_or_text_and_how_long_it_stays(
    tmp_path: Path, written: Any, text: str, stay: Any
) -> None:
    slide = slide_with(tmp_path, written)
    assert (slide.caption, slide.caption_stay) == (text, stay)


@pytest.mark.parametrize("stay", [0.5, 601, "toujours", "-3"])
def test_a_stay_that_is_none_is_named_with_its_remedy(tmp_path: Path, stay: Any) -> None:
    with pytest.raises(StoryboardError) as caught:
        slide_with(tmp_path, {"text": "Utah Beach", "stay": stay})
    (problem,) = caught.value.problems
    assert problem.code == "value-unfit"
    assert "a number of seconds from 1 to 600, or always" in problem.what
    assert problem.remedy == "for example 8, or always for as long as the picture"


def test_a_translation_gives_the_words_of_either_form(tmp_path: Path) -> None:
    from renderer.production.prepare import load_film

    caption = {"text": "La mer", "stay": 8}
    board = board_of(card_slide("a", card={"title": "Cherbourg"}, caption=caption))
    slide = {"caption": "The sea", "narration": "A sentence.", "card": {"title": "Cherbourg"}}
    words = {"title": "Film", "description": "A film.", "slides": {"a": slide}}
    project = new_project(tmp_path, board | {"languages": {"en": words}})
    film = load_film(project.path)
    told = film.translations[0].slides[0] if film.translations else None
    assert told is not None, film.problems
    assert (told.caption, told.caption_stay) == ("The sea", 8.0)
