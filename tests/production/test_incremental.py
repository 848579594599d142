"""What an edit makes again, and that the film is then the one that a render from nothing gives."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from renderer.errors import VoiceError
from renderer.narration.take_keys import take_key
from renderer.production.events import SilentWitness
from renderer.production.options import Options
from renderer.production.prepare import prepare
from renderer.production.publication.release import _ledger
from renderer.production.render import make_films
from renderer.voices.base import Speech
from renderer.voices.registry import Choice
from tests.production.projects import (
    Board,
    Project,
    board_of,
    bytes_under,
    card_slide,
    draw_photo,
    frames_of,
    new_project,
    photo_slide,
    run,
    seen_and_heard,
    segments_of,
    three_slides,
    to_make,
)

QUAI = {"ouverture → quai", "quai", "quai → rade"}
RADE = {"quai → rade", "rade", "rade → black"}
OUVERTURE = {"black → ouverture", "ouverture", "ouverture → quai"}
ALL = QUAI | RADE | OUVERTURE


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three slides, rendered once; tests work on copies."""
    project = new_project(tmp_path_factory.mktemp("rendered"))
    assert project.render().code == 0
    return project.root


@pytest.fixture
def project(rendered: Path, tmp_path: Path) -> Project:
    """A rendered project to edit: its film stands, its cache is warm."""
    return Project(root=Path(shutil.copytree(rendered, tmp_path / "project")))


def edited(project: Project, change: Callable[[Board], object]) -> None:
    board = yaml.safe_load(project.path.read_text(encoding="utf-8"))
    board["storyboard"] = 1
    change(board)
    project.write(board)


def test_one_sentence_edited_makes_that_sentence_and_its_slides_segments(project: Project) -> None:
    def change(board: Board) -> None:
        board["slides"][1]["narration"] = "Voici quai, vu de très loin. La mer est calme."

    edited(project, change)
    plan = project.plan()
    spoken = [(one["slide"], one["number"]) for one in plan["sentences"] if not one["reused"]]
    assert spoken == [("quai", 1)]
    assert to_make(plan) == QUAI
    told = project.rendered()
    assert told["sentences"] == {"made": 1, "reused": 3}
    # The plan can't know that the new sentence is too little longer to change the slide's pace.
    assert told["films"][0]["segments"] == {"made": 2, "reused": 5}
    assert seen_and_heard(project.film) == seen_and_heard(project.from_nothing())


def test_the_plan_says_why(project: Project) -> None:
    # The reasons are kept by the storyboard's own path, which the copied project hasn't yet.
    project.rendered()

    def change(board: Board) -> None:
        board["slides"][1]["narration"] = "Voici quai, vu de très loin. La mer est calme."
        board["slides"][2]["caption"] = "Une autre légende"

    edited(project, change)
    draw_photo(project.media / "un.jpg", seed=7)
    plan = project.plan()
    why = {one["label"]: one["why"] for one in plan["shapes"][0]["segments"]}
    assert why["rade → black"] == "the caption of 'rade' changed"
    assert why["quai"] == "a sentence of 'quai' is spoken anew"
    assert why["ouverture"] == ""
    [sentence] = [one for one in plan["sentences"] if not one["reused"]]
    assert sentence["why"] == "its words, or the voice, changed"
    project.rendered()
    draw_photo(project.media / "un.jpg", seed=8)
    why = {one["label"]: one["why"] for one in project.plan()["shapes"][0]["segments"]}
    assert why["quai"] == "the picture file of 'quai' changed"


def test_a_plan_changes_nothing(project: Project) -> None:
    edited(project, lambda board: board["slides"][1].update(caption="Autre"))
    before = kept_of(project)
    project.plan()
    assert kept_of(project) == before


def kept_of(project: Project) -> dict[str, bytes]:
    """All files but notes that something was found fit: whoever looks may keep those."""
    found = bytes_under(project.root).items()
    return {name: data for name, (data, _) in found if not name.startswith("cache/fit/")}


def slide(number: int, **more: object) -> Callable[[Board], object]:
    return lambda board: board["slides"][number].update(more)


def image(number: int, **more: object) -> Callable[[Board], object]:
    return lambda board: board["slides"][number]["image"].update(more)


@pytest.mark.parametrize(
    ("change", "made"),
    [
        pytest.param(slide(1, caption="Autre"), QUAI, id="caption"),
        pytest.param(image(1, motion="none"), QUAI, id="no motion"),
        pytest.param(
            image(1, motion={"from": [0, 0, 1, 1], "to": [0, 0, 0.5, 0.5]}), QUAI, id="move"
        ),
        pytest.param(image(1, fit="blur"), QUAI, id="fit"),
        pytest.param(image(1, focus=[0.1, 0.1]), QUAI, id="focus"),
        pytest.param(image(1, file="trois.jpg"), QUAI, id="picture"),
        pytest.param(image(1, rights={"author": "Autre", "license": "CC0-1.0"}), QUAI, id="credit"),
        pytest.param(
            image(1, callouts=[{"kind": "circle", "at": [0.5, 0.5], "size": 0.1, "sentence": 2}]),
            QUAI,
            id="callout",
        ),
        pytest.param(slide(1, hold=0.8), QUAI, id="hold"),
        pytest.param(slide(1, lead=0.8), QUAI, id="lead"),
        pytest.param(slide(1, transition="wipe"), {"ouverture → quai"}, id="transition"),
        pytest.param(slide(1, id="jetee"), {"ouverture → jetee", "jetee", "jetee → rade"}, id="id"),
        pytest.param(slide(0, card={"title": "Autre"}), OUVERTURE, id="card"),
        pytest.param(slide(0, chapter="Autre chapitre"), OUVERTURE, id="chapter of a card"),
        pytest.param(slide(2, chapter="Autre chapitre"), set(), id="chapter of a photograph"),
        pytest.param(image(1, alt="Autre texte."), set(), id="alt"),
        pytest.param(slide(1, sources=["Un livre, 1984"]), set(), id="sources"),
        pytest.param(lambda board: board.update(title="Autre"), set(), id="title"),
        pytest.param(lambda board: board.update(description="Autre"), set(), id="description"),
        pytest.param(lambda board: board.update(style="archives"), ALL, id="style"),
        pytest.param(lambda board: board["film"].update(fps=25), ALL, id="fps"),
        pytest.param(lambda board: board["film"].update(loudness=-20), set(), id="loudness"),
    ],
)
def test_an_edit_makes_again_what_it_shows_and_nothing_else(
    project: Project, change: Callable[[Board], object], made: set[str]
) -> None:
    edited(project, change)
    plan = project.plan()
    assert to_make(plan) == made
    assert all(one["reused"] for one in plan["sentences"])
    if not made:
        told = project.rendered()
        assert told["changed"], "what is published says something else now"
        assert told["films"][0]["segments"]["made"] == 0


def test_the_bytes_of_a_picture_count_and_not_its_name(project: Project) -> None:
    shutil.copyfile(project.media / "un.jpg", project.media / "autre-nom.jpg")
    edited(project, image(1, file="autre-nom.jpg"))
    assert to_make(project.plan()) == set()
    draw_photo(project.media / "autre-nom.jpg", seed=9)
    assert to_make(project.plan()) == QUAI


def test_a_slide_inserted_moves_the_others_without_rendering_them(project: Project) -> None:
    edited(project, lambda board: board["slides"].insert(1, photo_slide("fort", "trois.jpg")))
    assert to_make(project.plan()) == {"ouverture → fort", "fort", "fort → quai"}
    project.rendered()
    assert seen_and_heard(project.film) == seen_and_heard(project.from_nothing())


def test_a_slide_removed_makes_only_the_new_transition(project: Project) -> None:
    edited(project, lambda board: board["slides"].pop(1))
    assert to_make(project.plan()) == {"ouverture → rade"}
    project.rendered()
    assert seen_and_heard(project.film) == seen_and_heard(project.from_nothing())


def test_an_edit_taken_back_finds_everything(project: Project) -> None:
    first = frames_of(project.film)
    text = project.path.read_text(encoding="utf-8")
    edited(project, slide(1, caption="Autre"))
    project.rendered()
    assert frames_of(project.film) != first
    project.path.write_text(text, encoding="utf-8")
    told = project.rendered()
    assert told["films"][0]["segments"]["made"] == 0
    assert told["changed"]
    assert frames_of(project.film) == first


def test_nothing_edited_touches_no_byte_of_the_set(project: Project) -> None:
    before = bytes_under(project.folder)
    told = project.rendered()
    assert told["changed"] is False
    assert told["sentences"]["made"] == 0
    assert bytes_under(project.folder) == before


def test_one_job_and_two_give_the_same_film(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    films = []
    for jobs in ("1", "2"):
        place = tmp_path / jobs
        made = run(
            *("render", project.path, "--voice", "hum", "--height", "64", "--jobs", jobs),
            *("--cache", place / "cache", "--out", place / "out"),
        )
        assert made.code == 0, made.err
        films.append(seen_and_heard(place / "out" / "petit-film" / "film.mp4"))
    assert films[0] == films[1]


def test_a_still_is_encoded_once_for_all_its_parts(tmp_path: Path) -> None:
    card = {"title": "Titre", "motion": "none"}
    board = board_of(card_slide("carton", card=card, narration=None, length=20), film={"fps": 8})
    project = new_project(tmp_path, board)
    told = project.rendered()
    assert told["films"][0]["segments"]["made"] > 3
    payloads = list((project.cache / "segment").rglob("*.bin"))
    assert len(payloads) <= 4
    assert len(set(frames_of(project.film)[16:-16])) < 40


@pytest.mark.parametrize("kind", ["segment", "sound", "take", "poster"])
def test_damage_in_the_cache_costs_only_time(project: Project, kind: str) -> None:
    whole = seen_and_heard(project.film)
    shutil.rmtree(project.root / "out")
    for path in (project.cache / kind).rglob("*.bin"):
        data = bytearray(path.read_bytes())
        if not data:
            continue  # an entry of facts alone
        data[len(data) // 2] ^= 0x20
        path.write_bytes(data)
    outcome = project.render()
    assert outcome.code == 0, outcome.err
    assert seen_and_heard(project.film) == whole


def test_a_removed_cache_costs_only_time(project: Project) -> None:
    whole = seen_and_heard(project.film)
    shutil.rmtree(project.cache)
    assert project.rendered()["changed"] is False
    assert seen_and_heard(project.film) == whole


def test_segments_of_one_film_serve_another(project: Project) -> None:
    board = three_slides()
    board["slug"] = "autre-film"
    board["slides"] = board["slides"][1:]
    other = project.path.with_name("autre.yaml")
    other.write_text(yaml.safe_dump(board, allow_unicode=True), encoding="utf-8")
    words = ("--voice", "hum", "--height", "64", "--cache", project.cache, "--json")
    outcome = run("plan", other, *words)
    reused = {label for label, reused in segments_of(outcome.json).items() if reused}
    # "quai" is now the first: it has no half of a transition before it, so it moves otherwise.
    assert reused == {"rade", "rade → black"}


def test_a_slide_not_spoken_yet_counts_as_made_though_its_estimate_has_a_kept_length(
    project: Project,
) -> None:
    def length_of(plan: dict[str, Any]) -> int:
        return sum(one["length"] for one in plan["shapes"][0]["segments"])

    known = length_of(project.plan())
    for letters in range(20, 60):
        edited(project, slide(1, narration="M" + "e" * letters + "r."))
        plan = project.plan()
        if length_of(plan) == known:
            break
    else:
        raise AssertionError("no estimate has the length of what is kept")
    assert to_make(plan) == QUAI


@dataclass(frozen=True, kw_only=True)
class _Dumb:
    """A voice that fails once the film is being spoken."""

    title: str = "dumb"
    synthetic: bool = True
    online: bool = False

    @property
    def identity(self) -> dict[str, str | int | float]:
        return {"engine": "dumb", "version": "1"}

    def say(self, text: str) -> Speech:
        raise VoiceError(f"can't say {text}")


def test_what_is_remembered_of_a_sentence_is_the_take_that_was_heard(project: Project) -> None:
    options = Options(engine="hum", offline=True, height=64, cache=project.cache)
    production = prepare(project.path, options)
    heard = production.choice.voice
    failing = replace(production, choice=Choice(voice=_Dumb(), fallbacks=(heard,)))
    making = make_films(failing, SilentWitness())
    assert _ledger(making, making.films[0], {}).sentences == {
        f"{slide}/{sentence.index}": take_key(heard, sentence.text)
        for slide, sentences in production.script.items()
        for sentence in sentences
    }
