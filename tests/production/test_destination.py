"""What isn't the whole film at publishing quality never touches what is public."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renderer.publish.verify import verify
from tests.production.projects import (
    SLUG,
    TINY,
    Project,
    board_of,
    bytes_under,
    card_slide,
    new_project,
    photo_slide,
    run,
)

Words = tuple[str, ...]
WITHOUT_RIGHTS = {"file": "deux.jpg", "alt": "Un damier."}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, board_of(card_slide("carton"), photo_slide("quai")))


def drafts(project: Project) -> Path:
    return project.root / "out" / ".drafts" / SLUG


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--draft",), "a draft"),
        (("--only", "quai"), "slide 'quai' alone"),
        (("--draft", "--only", "quai"), "a draft"),
        (("--draft", "--teaser"), "a draft"),
        (("--draft", "--height", "720"), "a draft"),
    ],
)
def test_what_is_no_whole_film_goes_to_the_drafts_and_says_so(
    project: Project, words: Words, why: str
) -> None:
    assert project.render().code == 0
    before = bytes_under(project.folder)
    outcome = project.render("--json", *words)
    assert outcome.code == 0, outcome.err
    assert (outcome.json["folder"], outcome.json["published"]) == (str(drafts(project)), False)
    assert outcome.json["why"] == why
    assert f"where     {drafts(project)} (not published: {why})" in outcome.err
    assert "to embed" not in outcome.err
    assert bytes_under(project.folder) == before
    assert run("verify", drafts(project)).out == f"{drafts(project)}: whole, a draft\n"


def test_a_draft_before_anything_is_public_makes_nothing_public(project: Project) -> None:
    assert project.render("--draft").code == 0
    assert [path.name for path in (project.root / "out").iterdir()] == [".drafts"]


def test_after_any_number_of_drafts_a_rollback_brings_back_the_last_published_film(
    project: Project,
) -> None:
    assert project.render().code == 0
    first = project.film.read_bytes()
    project.write(board_of(card_slide("carton", narration="Un autre film.")))
    assert project.render().code == 0
    for words in (("--draft",), ("--only", "carton"), ("--draft",)):
        project.write(board_of(card_slide("carton", narration=f"Essai {words}.")))
        assert project.render(*words).code == 0
    assert project.render("--rollback").code == 0
    assert project.film.read_bytes() == first
    assert verify(project.folder) == ()


def test_a_picture_without_rights_is_never_in_the_public_place(project: Project) -> None:
    assert project.render().code == 0
    before = bytes_under(project.folder)
    project.write(board_of(card_slide("carton"), photo_slide("rade", image=WITHOUT_RIGHTS)))
    assert project.render("--draft").code == 0
    refused = [project.render(*words) for words in ((), ("--only", "rade"), ("--height", "128"))]
    assert [outcome.code for outcome in refused] == [2, 2, 2]
    assert all("has no rights" in outcome.err for outcome in refused)
    assert bytes_under(project.folder) == before


def test_an_unchanged_film_is_not_touched_after_a_draft(project: Project) -> None:
    assert "joining" in project.render().err
    before = bytes_under(project.folder)
    assert project.render("--draft").code == 0
    again = project.render()
    assert "nothing had changed" in again.err
    assert "joining" not in again.err, "the draft is not what the film is compared with"
    assert bytes_under(project.folder) == before


LESS = {"film": {"fps": 24, "size": 96, "formats": ["16:9", "1:1"], "codecs": ["h264", "av1"]}}


@pytest.mark.parametrize(
    ("words", "lost"),
    [
        (("--format", "16:9"), "no 1:1"),
        (("--codec", "h264"), "h264 only"),
        (("--height", "64"), "64 lines in place of 96"),
        (("--fps", "12"), "12 frames a second in place of 24"),
    ],
)
def test_options_never_replace_what_is_public_by_less(
    project: Project, words: Words, lost: str
) -> None:
    project.write(board_of(card_slide("carton"), **LESS))
    assert project.render("--height", "96").code == 0
    before = bytes_under(project.folder)
    outcome = project.render("--json", "--height", "96", *words)
    assert outcome.code == 0, outcome.err
    assert lost in outcome.json["why"]
    assert "write it under 'film:' in the storyboard" in outcome.err
    assert bytes_under(project.folder) == before


def test_what_the_storyboard_no_longer_asks_for_may_go(project: Project) -> None:
    project.write(board_of(card_slide("carton"), **LESS))
    assert project.render("--height", "96").code == 0
    film = {"fps": 12, "size": 64, "formats": ["16:9"]}
    project.write(board_of(card_slide("carton"), film=film))
    told = project.rendered("--height", "64", "--format", "16:9")
    assert told["published"]
    assert not (project.folder / "film-1x1.mp4").exists()


def test_options_that_add_to_what_is_public_are_published(project: Project) -> None:
    assert project.render("--height", "64").code == 0
    told = project.rendered("--height", "96", "--format", "1:1", "--format", "16:9", "--teaser")
    assert told["published"]
    assert verify(project.folder) == ()


def test_a_drafts_pages_do_not_say_that_they_stand_at_the_public_address(
    project: Project,
) -> None:
    (project.root / "recit.toml").write_text('[page]\nbase_url = "https://films.example.org/"\n')
    assert project.render().code == 0
    assert project.render("--draft").code == 0
    assert "films.example.org" in (project.folder / "page.html").read_text("utf-8")
    assert "films.example.org" not in (drafts(project) / "page.html").read_text("utf-8")


def test_the_languages_of_a_draft_link_to_one_another(project: Project) -> None:
    slides = {"carton": {"card": {"title": "A title", "date": "June"}, "narration": "It begins."}}
    english = {"title": "A film", "description": "A harbour.", "slides": slides}
    project.write(board_of(card_slide("carton"), languages={"en": english}))
    assert project.render("--draft").code == 0
    assert f'href="../{SLUG}.en/page.html"' in (drafts(project) / "page.html").read_text("utf-8")
    assert drafts(project).with_name(f"{SLUG}.en").is_dir()


def test_a_batch_says_which_films_are_drafts(project: Project) -> None:
    other = project.path.with_name("autre.yaml")
    other.write_text(json.dumps(board_of(card_slide("carton"), slug="autre")), encoding="utf-8")
    place = ("--cache", project.cache, "--out", project.root / "out")
    outcome = run("render", project.path, other, *TINY, *place, "--draft")
    assert outcome.code == 0, outcome.err
    assert outcome.err.count("(not published: a draft)") == 2
    assert "published in" not in outcome.err


def test_clean_tells_of_drafts_and_takes_them_away_when_asked(project: Project) -> None:
    assert project.render().code == 0
    assert project.render("--draft").code == 0
    before = bytes_under(project.folder)
    words = ("clean", "--cache", project.cache, "--out", project.root / "out")
    assert "1 draft" in run(*words).out
    assert run(*words, "--json").json["drafts"]["sets"] == 1
    assert "would go" in run(*words, "--drafts").out
    assert drafts(project).is_dir()
    kept = run(*words, "--drafts", "--older-than", "1", "--yes")
    assert kept.code == 0
    assert drafts(project).is_dir()
    cached = bytes_under(project.cache)
    assert run(*words, "--drafts", "--yes").code == 0
    assert not drafts(project).parent.exists()
    assert bytes_under(project.cache) == cached
    assert bytes_under(project.folder) == before


def test_doctor_tells_of_drafts(project: Project) -> None:
    words = ("doctor", "--offline", "--cache", project.cache, "--out", project.root / "out")
    assert project.render("--draft").code == 0
    (told,) = [one for one in run(*words, "--json").json if one["what"] == "drafts"]
    assert told["state"] == "ok"
    assert told["found"].startswith(f"{drafts(project).parent}: 1, ")


def test_the_page_of_what_is_not_published_waits_for_no_letters(project: Project) -> None:
    """They are cut out of the theme's fonts: several times the work of a slide's own draft."""
    for words in (("--draft",), ("--only", "quai")):
        assert project.render(*words).code == 0
        assert (drafts(project) / "page.html").is_file()
        assert not list(drafts(project).rglob("*.woff"))
        assert not (project.cache / "font").exists()
    assert project.render().code == 0
    assert list(project.folder.rglob("*.woff"))
