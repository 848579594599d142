"""A translation that lags behind its original keeps its last set, and stops no other language."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from renderer.publish.verify import verify
from tests.production.projects import (
    SLUG,
    TINY,
    Board,
    Project,
    bytes_under,
    copy_of,
    new_project,
    run,
)
from tests.production.test_languages import ENGLISH, bilingual

HREF = re.compile(r'(?:href|src)="(\.\./[^"#?]+)')


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = new_project(tmp_path_factory.mktemp("lagging") / "project", bilingual())
    assert project.render().code == 0
    return project


@pytest.fixture
def published(rendered: Project, tmp_path: Path) -> Project:
    """Both editions, up to date."""
    return copy_of(rendered, tmp_path / "project")


@pytest.fixture
def project(rendered: Project, tmp_path: Path) -> Project:
    """No edition yet."""
    return copy_of(rendered, tmp_path / "project", published=False)


def english(project: Project) -> Path:
    return project.folder.with_name(f"{SLUG}.en")


def links_beside(folder: Path) -> set[str]:
    """Where the page leads to in the folders beside its own."""
    return set(HREF.findall((folder / "page.html").read_text("utf-8")))


def more_french(board: Board) -> None:
    """One sentence more on a slide whose call-out counts them."""
    callouts = [{"kind": "label", "at": [0.5, 0.5], "text": "Fort du Roule", "sentence": 2}]
    board["slides"][2]["image"]["callouts"] = callouts
    board["languages"]["en"]["words"] = {"Fort du Roule": "Fort du Roule"}
    board["slides"][2]["narration"] += " Un navire entre au port."


def a_new_slide(board: Board) -> None:
    board["slides"].append({**copy.deepcopy(board["slides"][0]), "id": "fin"})


def a_slide_gone(board: Board) -> None:
    del board["slides"][0]


def a_caption_more(board: Board) -> None:
    board["slides"][1]["caption"] = "Le quai"


def a_misspelt_key(board: Board) -> None:
    board["languages"]["en"]["slides"]["rade"]["narating"] = "Here."


def a_lost_file(board: Board) -> None:
    board["languages"]["en"] = "perdu.yaml"


def words_that_do_not_fit(board: Board) -> None:
    board["languages"]["en"]["voice"] = {"rate": "vite"}


@pytest.mark.parametrize(
    "edit",
    [
        more_french,
        a_new_slide,
        a_slide_gone,
        a_caption_more,
        a_misspelt_key,
        a_lost_file,
        words_that_do_not_fit,
    ],
)
def test_what_is_behind_in_one_language_keeps_its_set_and_the_others_are_published(
    published: Project, edit: Any
) -> None:
    before, shown = bytes_under(english(published)), published.film.read_bytes()
    board = bilingual()
    board["slides"][2]["narration"] = "Voici la rade, autrement. La mer est calme."
    edit(board)
    published.write(board)

    checked = run("check", published.path)
    assert checked.code == 2
    assert "in en alone: the film can be made without" in checked.out

    outcome = published.render()
    assert outcome.code == 1, outcome.err
    assert outcome.out.split() == [str(published.film)]
    assert "lags      en: " in outcome.err
    assert f"{english(published)} stays as it is" in outcome.err
    assert checked.err.strip() in outcome.err, "the same mistakes, with their lines"
    assert published.film.read_bytes() != shown
    assert bytes_under(english(published)) == before
    assert verify(published.folder) == verify(english(published)) == ()
    assert f"../{SLUG}.en/page.html" in links_beside(published.folder)


def test_every_untranslated_text_is_named_at_its_line(project: Project) -> None:
    board = bilingual()
    a_new_slide(board)
    board["slides"][1]["caption"] = "Le quai"
    project.write(board)
    for outcome in (run("check", project.path), project.render()):
        assert "'narration' is not translated into en (slide 'fin')" in outcome.err
        assert "'caption' is not translated into en (slide 'quai')" in outcome.err
        assert str(project.path) + ":" in outcome.err


def test_an_edition_that_was_never_made_is_linked_to_by_nothing(project: Project) -> None:
    board = bilingual()
    del board["languages"]["en"]["slides"]["rade"]["caption"]
    project.write(board)
    outcome = project.render("--json")
    assert outcome.code == 1
    (lagging,) = outcome.json["lagging"]
    assert (lagging["language"], lagging["folder"]) == ("en", str(english(project)))
    assert lagging["mistakes"][0]["message"] == "'caption' is not translated into en"
    assert "there is no set of it yet" in outcome.err
    assert not english(project).exists()
    assert links_beside(project.folder) == set()
    project.write(bilingual())
    assert project.render().code == 0
    assert links_beside(project.folder) >= {f"../{SLUG}.en/page.html"}
    assert links_beside(english(project)) >= {f"../{SLUG}/page.html"}


def test_two_of_three_languages_are_made_when_one_lags(project: Project) -> None:
    board = bilingual()
    board["languages"]["de"] = copy.deepcopy(ENGLISH)
    del board["languages"]["en"]["title"]
    project.write(board)
    told = project.render("--json")
    assert told.code == 1, told.err
    assert [one["language"] for one in (told.json, *told.json["translations"])] == ["fr", "de"]
    assert links_beside(project.folder.with_name(f"{SLUG}.de")) >= {f"../{SLUG}/page.html"}
    assert not any(".en/" in link for link in links_beside(project.folder))


def test_a_language_that_lags_cannot_be_made_alone(project: Project) -> None:
    board = bilingual()
    del board["languages"]["en"]["title"]
    project.write(board)
    outcome = project.render("--language", "en")
    assert outcome.code == 2
    assert "'title' is not translated into en" in outcome.err
    assert not project.folder.exists()
    assert project.render("--language", "fr").code == 0
    assert run("say", project.path, *TINY, "--language", "en").code == 2


def test_a_mistake_of_the_film_itself_stops_every_language_and_all_are_told(
    project: Project,
) -> None:
    board = bilingual()
    board["slides"][1]["image"]["file"] = "absente.jpg"
    del board["languages"]["en"]["title"]
    project.write(board)
    outcome = project.render()
    assert outcome.code == 2
    assert outcome.err.count("absente.jpg' in media") <= 1
    assert "'title' is not translated into en" in outcome.err
    assert not project.folder.exists()


def test_a_batch_says_which_language_lags_and_ends_with_1(project: Project) -> None:
    board = bilingual()
    del board["languages"]["en"]["title"]
    project.write(board)
    other = project.path.with_name("autre.yaml")
    other.write_text(json.dumps({**bilingual(), "slug": "autre"}), encoding="utf-8")
    place = ("--cache", project.cache, "--out", project.root / "out")
    outcome = run("render", project.path, other, *TINY, *place)
    assert outcome.code == 1, outcome.err
    assert len(outcome.out.split()) == 3
    assert "lags: 1 mistake in its translation; there is no set of it yet" in outcome.err
    assert "2 films, 0 failed, 1 without all of its languages" in outcome.err


def test_check_tells_the_rights_of_a_film_whose_translation_lags(project: Project) -> None:
    board = bilingual()
    del board["languages"]["en"]["title"]
    del board["slides"][1]["image"]["rights"]
    project.write(board)
    outcome = run("check", project.path, "--rights")
    assert "'title' is not translated into en" in outcome.err
    assert "has no rights (slide 'quai')" in outcome.err
    assert "alone" not in outcome.out


def edited(project: Project, french: str, english: str = "") -> None:
    """Other words of the last slide; its English caption is left out where *english* is."""
    board = bilingual()
    board["slides"][2]["narration"] = french
    words = board["languages"]["en"]["slides"]["rade"]
    words["narration"] = english
    if not english:
        del words["narration"]
    project.write(board)


def shown(project: Project) -> tuple[bytes, bytes]:
    return project.film.read_bytes(), (english(project) / "film.mp4").read_bytes()


def test_a_rollback_takes_no_edition_further_back_than_the_last_publication(
    published: Project,
) -> None:
    edited(published, "Voici la rade.", "Here it is.")
    assert published.render().code == 0
    both = shown(published)
    edited(published, "Voici la rade, encore.")
    assert published.render().code == 1
    newest = shown(published)
    assert published.render("--rollback").out.split() == [str(published.folder)]
    assert shown(published) == both
    assert published.render("--rollback").out.split() == [str(published.folder)]
    assert shown(published) == newest


def test_an_edition_that_catches_up_is_taken_back_alone(published: Project) -> None:
    edited(published, "Voici la rade.")
    assert published.render().code == 1
    before = shown(published)
    edited(published, "Voici la rade.", "Here it is.")
    assert published.render().code == 0
    assert published.render("--rollback").out.split() == [str(english(published))]
    assert shown(published) == before


def test_a_rollback_needs_no_storyboard_without_mistakes(published: Project) -> None:
    before = shown(published)
    edited(published, "Voici la rade.", "Here it is.")
    assert published.render().code == 0
    published.write(published.path.read_text("utf-8") + "unknown: [1]\n")
    assert published.render("--rollback").code == 0
    assert shown(published) == before


def test_two_languages_in_other_letters_of_one_name_are_a_mistake(project: Project) -> None:
    board = bilingual()
    board["languages"] = {"pt-BR": copy.deepcopy(ENGLISH), "pt-br": copy.deepcopy(ENGLISH)}
    project.write(board)
    outcome = run("check", project.path)
    assert outcome.code == 2
    assert "'pt-br' is the language 'pt-BR' in other letters" in outcome.err
