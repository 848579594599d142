"""A film made in several languages: one set each, published together, sharing what is wordless."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import pytest

import renderer
from renderer.cli.batch import make_one
from renderer.production.events import SilentWitness
from renderer.production.options import Options
from renderer.publish.verify import verify
from tests.production.projects import (
    SLUG,
    Board,
    Project,
    board_of,
    bytes_under,
    card_slide,
    new_project,
    photo_slide,
    run,
    to_make,
)

ENGLISH: Board = {
    "title": "A small film",
    "description": "Three views of a harbour.",
    "slides": {
        "carton": {"card": {"title": "A title", "date": "June 1944"}, "narration": "It begins."},
        "quai": {"alt": "A chequerboard."},
        "rade": {
            "alt": "A chequerboard.",
            "caption": "A view of the harbour",
            "narration": "Here is the harbour. The sea is calm.",
        },
    },
}


def bilingual() -> Board:
    """A card, a silent photograph without words, a photograph with them; in two languages."""
    return board_of(
        card_slide("carton"),
        photo_slide("quai", caption=None, narration=None, length=2, transition="cut"),
        photo_slide("rade", "deux.jpg", transition="cut"),
        languages={"en": json.loads(json.dumps(ENGLISH))},
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, bilingual())


def english(project: Project) -> Path:
    return project.folder.with_name(f"{SLUG}.en")


def test_each_language_has_a_whole_set_of_its_own(project: Project) -> None:
    outcome = project.render()
    assert outcome.code == 0, outcome.err
    assert outcome.out.split() == [str(project.film), str(english(project) / "film.mp4")]
    assert verify(project.folder) == verify(english(project)) == ()
    names = {path.name for path in english(project).iterdir()}
    assert {"captions.en.vtt", "captions.en.srt", "chapters.en.vtt", "transcript.en.html"} <= names
    assert "Here is the harbour." in (english(project) / "captions.en.vtt").read_text("utf-8")
    page = (english(project) / "page.html").read_text("utf-8")
    assert '<html lang="en"' in page
    assert f'hreflang="fr" href="../{SLUG}/page.html"' in page
    assert f'hreflang="en" href="../{SLUG}.en/page.html"' in (
        project.folder / "page.html"
    ).read_text("utf-8")


def test_all_languages_are_spoken_before_anything_is_drawn(project: Project) -> None:
    """A neural voice and what draws would else be in memory together."""
    stages: list[str] = []

    class Listening(SilentWitness):
        def stage(self, name: str, total: int) -> None:  # noqa: ARG002 - a witness's
            stages.append(name.partition(" ")[0])

    options = Options(engine="hum", cache=project.cache, out=project.path.parent / "out")
    make_one(project.path, options, Listening)
    assert [name for name in stages if name in {"narration", "pictures"}] == [
        *["narration"] * 2,
        *["pictures"] * 2,
    ]


def test_the_mp4_says_its_language(project: Project) -> None:
    assert project.render().code == 0
    for film, language in ((project.film, "fra"), (english(project) / "film.mp4", "eng")):
        with av.open(str(film)) as container:
            assert container.streams.audio[0].metadata["language"] == language


def test_what_has_no_words_is_made_once_for_all_languages(project: Project) -> None:
    assert project.rendered("--language", "fr")
    made = to_make(project.plan("--language", "en"))
    assert not any(label.startswith("quai") for label in made)
    assert any(label.startswith("rade") for label in made)


def test_a_language_can_be_made_alone_and_a_page_names_only_sets_that_are_there(
    project: Project,
) -> None:
    told = project.rendered("--language", "fr")
    assert told["language"] == "fr"
    assert not english(project).exists()
    assert "hreflang" not in (project.folder / "page.html").read_text("utf-8")
    told = project.rendered("--language", "en")
    assert (told["language"], told["folder"]) == ("en", str(english(project)))
    assert 'hreflang="fr"' in (english(project) / "page.html").read_text("utf-8")


def test_nothing_edited_changes_no_byte_in_any_language(project: Project) -> None:
    assert project.render().code == 0
    before = bytes_under(project.root / "out")
    told = project.rendered()
    assert [told["changed"], told["translations"][0]["changed"]] == [False, False]
    assert bytes_under(project.root / "out") == before


def test_a_translation_edited_leaves_the_other_languages_film_alone(project: Project) -> None:
    assert project.render().code == 0
    board = bilingual()
    board["languages"]["en"]["slides"]["rade"]["narration"] = "Here is the port."
    project.write(board)
    told = project.rendered()
    assert told["changed"] is False
    assert told["translations"][0]["changed"] is True


def test_a_language_that_cant_be_drawn_keeps_its_set_and_stops_no_other(project: Project) -> None:
    assert project.render().code == 0
    before, shown = bytes_under(english(project)), project.film.read_bytes()
    board = bilingual()
    board["slides"][2]["caption"] = "Autre légende"
    board["languages"]["en"]["slides"]["rade"]["caption"] = "Not drawable: \U000f0000"
    project.write(board)
    outcome = project.render()
    assert outcome.code == 1
    assert "the edition in en lags" in outcome.err
    assert bytes_under(english(project)) == before
    assert project.film.read_bytes() != shown


def test_when_one_language_cant_be_published_the_others_show_their_old_set_again(
    project: Project,
) -> None:
    assert project.render().code == 0
    shown = project.film.read_bytes()
    board = bilingual()
    board["slides"][2]["narration"] = "Voici la rade, autrement."
    board["languages"]["en"]["slides"]["rade"]["narration"] = "Here it is, otherwise."
    project.write(board)
    state = english(project) / ".sets" / "state.json"
    state.unlink()
    state.mkdir()  # nothing can be put in its place
    outcome = project.render()
    assert outcome.code == 1, outcome.err
    assert project.film.read_bytes() == shown
    assert verify(project.folder) == ()


def test_check_counts_sentences_where_something_appears_at_one(project: Project) -> None:
    board = bilingual()
    label = {"kind": "label", "at": [0.5, 0.5], "text": "Fort", "sentence": 2}
    board["slides"][2]["image"]["callouts"] = [label]
    words = board["languages"]["en"]
    words["words"] = {"Fort": "Fort"}
    words["slides"]["rade"]["narration"] = "Here is the harbour and the calm sea."
    project.write(board)
    for outcome, code in ((run("check", project.path), 2), (project.render(), 1)):
        assert outcome.code == code
        assert "1 sentence, where the narration in fr has 2" in outcome.err


def test_every_command_shows_the_language_it_is_asked_for(project: Project) -> None:
    said = project.make("say", "--json", "--language", "en").json
    assert [row["written"] for row in said] == [
        "It begins.",
        "Here is the harbour.",
        "The sea is calm.",
    ]
    assert project.make("say", "--json").json[0]["written"] == "Ici commence carton."
    out = project.root / "still.png"
    assert project.make("still", "--language", "en", "--slide", "rade", "--out", out).code == 0
    outcome = project.make("say", "--language", "de")
    assert outcome.code == 2
    assert "no language 'de'; it has fr, en" in outcome.err


def test_verify_finds_the_set_of_a_language(project: Project) -> None:
    assert project.render().code == 0
    outcome = run("verify", project.folder, "--language", "en")
    assert outcome.out.strip() == f"{english(project)}: whole"


def test_a_rollback_takes_every_language_back(project: Project) -> None:
    assert project.render().code == 0
    shown = [project.film.read_bytes(), (english(project) / "film.mp4").read_bytes()]
    board = bilingual()
    board["slides"][2]["narration"] = "Voici la rade, autrement."
    board["languages"]["en"]["slides"]["rade"]["narration"] = "Here it is, otherwise."
    project.write(board)
    assert project.render().code == 0
    assert project.render("--rollback").code == 0
    assert shown == [project.film.read_bytes(), (english(project) / "film.mp4").read_bytes()]


def test_a_rollback_leaves_a_language_that_has_nothing_to_go_back_to(project: Project) -> None:
    assert project.render("--language", "fr").code == 0
    shown = project.film.read_bytes()
    board = bilingual()
    board["slides"][2]["narration"] = "Voici la rade, autrement."
    project.write(board)
    assert project.render().code == 0
    outcome = project.render("--rollback")
    assert outcome.out.split() == [str(project.folder)]
    assert project.film.read_bytes() == shown
    assert verify(english(project)) == ()


@pytest.mark.parametrize(
    ("words", "french", "english"),
    [
        (["--voice", "espeak:fr-be"], "fr-be", "en"),
        (["--voice", "espeak"], "fr", "en"),
        (["--voice", "espeak:en-us", "--language", "en"], "", "en-us"),
    ],
)
def test_a_voice_named_for_one_language_speaks_no_other(
    project: Project, words: list[str], french: str, english: str
) -> None:
    outcome = run(
        "render", project.path, "--offline", "--height", "64", "--json", "--draft",
        "--cache", project.cache, "--out", project.root / "out", *words,
    )  # fmt: skip
    assert outcome.code == 0, outcome.err
    told: list[Any] = [outcome.json, *outcome.json.get("translations", ())]
    voices = {one["language"]: one["voice"].split()[-1].lower() for one in told}
    assert voices == ({"fr": french, "en": english} if french else {"en": english})


def test_other_scripts_get_the_film_in_the_language_they_name(project: Project) -> None:
    options = Options(engine="hum", offline=True, height=64, cache=project.cache)
    own = renderer.film(project.path, options=options)
    other = renderer.film(project.path, options=options, language="en")
    assert own.duration != other.duration


def test_a_batch_makes_every_language_of_every_film(project: Project) -> None:
    second = board_of(card_slide("carton"), slug="autre-film")
    path = project.path.with_name("autre.yaml")
    Project(root=project.root).write(bilingual())
    path.write_text(json.dumps(second), encoding="utf-8")
    outcome = run(
        "render", project.path, path, "--voice", "hum", "--offline", "--height", "64",
        "--cache", project.cache, "--out", project.root / "out",
    )  # fmt: skip
    assert outcome.code == 0, outcome.err
    assert sorted(Path(line).parent.name for line in outcome.out.split()) == [
        "autre-film",
        SLUG,
        f"{SLUG}.en",
    ]
    assert "film (en)" in outcome.err
