"""A browser is spoken to in its own language, whatever the terminal speaks."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.messages.catalogue import LANGUAGES, speaking
from renderer.preview.access_control import tongue_of
from renderer.preview.app import news_json
from renderer.preview.status import MOST_TOLD, Billboard, Telling
from tests.messages.english import english_in
from tests.preview.conftest import Opener
from tests.preview.visitor import Visitor

FRENCH = "fr-FR,fr;q=0.9,en;q=0.8"


@pytest.mark.parametrize(
    ("accepted", "tongue"),
    [
        (FRENCH, "fr"),
        ("en-GB", "en"),
        ("de, fr;q=0.5", "fr"),
        ("en;q=0.1, fr;q=0.5", "fr"),
        ("fr;q=0, en", "en"),
        ("FR-ca", "fr"),
        ("de", "en"),
        ("", "en"),
        ("fr;q=much", "en"),
    ],
)
def test_the_language_that_a_reader_likes_best_is_spoken(accepted: str, tongue: str) -> None:
    assert tongue_of(accepted) == tongue


def test_a_browser_of_no_language_of_ours_is_spoken_to_as_the_terminal_is() -> None:
    with speaking("fr"):
        assert tongue_of("de") == "fr"
        assert tongue_of("en") == "en"


@given(st.text())
def test_whatever_a_browser_sends_is_a_language_of_ours(accepted: str) -> None:
    assert tongue_of(accepted) in LANGUAGES


def test_the_page_around_the_film_is_in_the_browsers_language(
    preview: Opener, storyboard: Path
) -> None:
    visitor = Visitor(preview(storyboard).address)
    french, english = visitor.get("/", Accept_Language=FRENCH), visitor.get("/")
    assert '<html lang="fr">' in french.text
    assert 'data-draft="brouillon"' in french.text
    assert "La page d’exemple" in french.text
    assert '<html lang="en">' in english.text
    assert "The example page" in english.text
    stranger = Visitor(f"http://127.0.0.1:{visitor.port}/", enter=False)
    assert stranger.get("/", Accept_Language=FRENCH).text.startswith("Refusé\u00a0: ouvrez")


def test_headlines_are_told_in_each_readers_language() -> None:
    billboard = Billboard()
    billboard.post("mistakes", "There are {count} mistakes", count=3)
    assert news_json(billboard.news)["headline"] == "There are 3 mistakes"
    with speaking("fr"):
        assert news_json(billboard.news)["headline"] == "Il y a 3 erreurs"
    telling = Telling(quality="draft", billboard=billboard, unwanted=lambda: False, warnings=[])
    telling.stage("narration", 4)
    assert billboard.news.said == "Making a draft: narration"
    with speaking("fr"):
        assert not english_in(billboard.news.said)
    assert json.dumps(news_json(billboard.news)), "plain JSON"


def test_two_readers_at_once_are_each_told_in_their_own_language(
    preview: Opener, storyboard: Path
) -> None:
    visitor = Visitor(preview(storyboard).address)

    async def both() -> list[str]:
        answers = await asyncio.gather(
            *(asyncio.to_thread(visitor.get, "/", Accept_Language=t) for t in ("fr", "en") * 4)
        )
        return [answer.text.partition('lang="')[2][:2] for answer in answers]

    assert asyncio.run(both()) == ["fr", "en"] * 4


def test_a_long_list_of_mistakes_ends_with_how_many_more_there_are() -> None:
    billboard = Billboard()
    with speaking("fr"):
        billboard.post("mistakes", "There is a mistake", mistakes=["x"] * (MOST_TOLD + 2))
    assert billboard.news.mistakes[-1] == "… et 2 autres"
