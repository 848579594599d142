"""The teaser: whole slides and whole sentences, between two fades, in no more than it may last."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.narration.sentence import Utterance
from renderer.production.teaser import Cut, _board_of, _said, choose
from renderer.publish.verify import verify
from renderer.storyboard.board import Card, Image, Slide, Storyboard, Teaser, Transition
from renderer.timebase import SAMPLE_RATE
from renderer.timeline import lay_out
from tests.films import heard
from tests.production.projects import (
    Project,
    board_of,
    card_slide,
    frames_of,
    new_project,
    photo_slide,
    rgb_frame,
    run,
    three_slides,
)
from tests.sound.makers import chords, write_wav
from tests.timeline.boards import said as utterance

LONG = "Les navires entrent dans la rade, l'un après l'autre, et le port reprend vie."


def slide(name: str, **more: Any) -> Slide:
    image = Image(file=Path("un.jpg"), name="un.jpg")
    return Slide(**{"id": name, "visual": image, "narration": "x", "marks": {}, **more})


def said(*seconds: float) -> list[Utterance]:
    return [utterance(round(s * SAMPLE_RATE)) for s in seconds]


def board(*slides: Slide) -> Storyboard:
    return Storyboard(path=Path("f.yaml"), root=Path(), slug="f", title="F", slides=slides)


def chosen(
    film: Storyboard, spoken: Sequence[Sequence[Utterance]], **asked: Any
) -> tuple[list[tuple[str, int]], str]:
    cuts, warning = choose(film, Teaser(**asked), spoken)
    return [(film.slides[cut.slide].id, cut.sentences) for cut in cuts], warning


def test_it_opens_with_the_film_and_goes_on_with_chapters_before_cards() -> None:
    film = board(
        slide("ouverture"),
        slide("titre", visual=Card(title="T"), chapter="Un"),
        slide("suite"),
        slide("rade", chapter="Deux"),
    )
    spoken = [said(2), said(2), said(2), said(3)]
    assert chosen(film, spoken) == ([("ouverture", 1), ("rade", 1)], "")


def test_slides_are_whole_where_they_fit_and_in_the_order_of_the_film() -> None:
    film = board(slide("a"), slide("b"), slide("c", chapter="C"))
    spoken = [said(1, 1), said(1), said(1, 1)]
    assert chosen(film, spoken)[0] == [("a", 2), ("b", 1), ("c", 2)]


def test_where_no_slide_fits_whole_one_ends_with_a_sentence() -> None:
    film = board(slide("a"), slide("b"))
    assert chosen(film, [said(4, 3, 5), said(9, 9)]) == ([("a", 2)], "")


def test_two_beginnings_are_better_than_one_slide_alone() -> None:
    film = board(slide("titre", visual=Card(title="T")), slide("a", chapter="A"), slide("b"))
    spoken = [said(1, 4), said(4, 6), said(9, 9)]
    assert chosen(film, spoken) == ([("titre", 1), ("a", 1)], "")
    assert chosen(film, spoken, length_seconds=14) == ([("titre", 2), ("a", 1)], "")


def test_a_sentence_longer_than_the_teaser_is_said_whole_and_the_author_told() -> None:
    film = board(slide("a"), slide("b"))
    cuts, warning = chosen(film, [said(14, 3), said(12, 9)], length_seconds=5)
    assert cuts == [("b", 1)]
    assert "lasts 13.2 s, not 5" in warning


def test_the_author_chooses_slides_and_their_order() -> None:
    film = board(slide("a"), slide("b"), slide("c"))
    spoken = [said(2), said(2), said(2)]
    assert chosen(film, spoken, slides=("c", "a")) == ([("c", 1), ("a", 1)], "")


def test_an_author_is_told_what_has_no_room() -> None:
    film = board(slide("a"), slide("b"), slide("c"))
    cuts, warning = chosen(film, [said(4), said(4), said(8)], slides=("c", "a", "b"))
    assert cuts == [("c", 1)]
    assert warning == "there is no room in the teaser for a, b"


def test_silences_are_left_out_unless_they_are_asked_for() -> None:
    film = board(slide("a"), slide("minute", narration="", silence_seconds=2.0, length_seconds=2.0))
    assert chosen(film, [said(1), []])[0] == [("a", 1)]
    assert chosen(film, [said(1), []], slides=("minute", "a"))[0] == [("minute", 0), ("a", 1)]


LENGTHS = st.lists(st.floats(0.3, 12), min_size=1, max_size=5)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(LENGTHS, min_size=1, max_size=8),
    st.floats(2, 60),
    st.sampled_from([24, 25, 30, 50]),
    st.sampled_from(["cut", "fade", "black", "wipe"]),
)
def test_whatever_the_film_a_teaser_fits_or_says_that_it_does_not(
    lengths: list[list[float]], room: float, fps: int, kind: Any
) -> None:
    film = board(
        *(slide(f"s{number}", transition=Transition(kind=kind)) for number in range(len(lengths)))
    )
    film = replace(film, film=replace(film.film, fps=fps))
    spoken = [said(*each) for each in lengths]
    cuts, warning = choose(film, Teaser(length_seconds=room), spoken)
    assert cuts
    assert all(1 <= cut.sentences <= len(spoken[cut.slide]) for cut in cuts)
    numbers = [cut.slide for cut in cuts]
    assert numbers == sorted(set(numbers))
    timeline = lay_out(_board_of(film, spoken, cuts), _said(film, spoken, cuts))
    assert (timeline.length <= timeline.timebase.frames_in(room)) == (not warning)
    first, last = timeline.transitions[0], timeline.transitions[-1]
    assert (first.before, first.start) == (None, 0)
    assert (last.after, last.end) == (None, timeline.length)
    # No word is spoken into the last fade but where the slide's own `length` says so.
    assert timeline.sentences[-1].end <= timeline.timebase.samples_at(last.start)


def test_a_choice_is_the_same_each_time() -> None:
    film = board(*(slide(f"s{number}") for number in range(6)))
    spoken = [said(1 + number / 3, 2) for number in range(6)]
    assert len({choose(film, Teaser(), spoken) for _ in range(5)}) == 1
    assert isinstance(choose(film, Teaser(), spoken)[0][0], Cut)


def with_teaser(**teaser: Any) -> Any:
    made = three_slides()
    made["slides"][1]["narration"] = LONG
    made["film"] |= {"hold": 0.6, "teaser": teaser or True}
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Any]:
    project = new_project(tmp_path_factory.mktemp("teaser"), with_teaser(length=6))
    return project, project.rendered()


def frames_in(film: Path) -> int:
    return len(frames_of(film))


def test_a_teaser_stands_in_the_set_with_its_captions(made: tuple[Project, Any]) -> None:
    project, told = made
    teaser = project.folder / "teaser.mp4"
    assert frames_in(teaser) == told["teaser"]["frames"] <= 6 * 24
    manifest = json.loads((project.folder / "manifest.json").read_text(encoding="utf-8"))
    assert {"teaser.mp4", "teaser.fr.vtt"} <= set(manifest["files"])
    assert manifest["teaser"]["slides"] == told["teaser"]["slides"] == ["ouverture", "rade"]
    assert manifest["teaser"]["frames"] == frames_in(teaser)
    captions = (project.folder / "teaser.fr.vtt").read_text(encoding="utf-8")
    assert "Ici commence ouverture" in captions
    assert "navires" not in captions
    assert verify(project.folder) == ()
    assert 'download="petit-film-teaser.mp4"' in (project.folder / "embed.html").read_text("utf-8")
    video = json.loads((project.folder / "video-object.json").read_text(encoding="utf-8"))
    assert video["trailer"]["contentUrl"] == "teaser.mp4"


def test_it_comes_from_black_and_goes_to_black_with_its_sound(made: tuple[Project, Any]) -> None:
    project, told = made
    teaser = project.folder / "teaser.mp4"
    total = told["teaser"]["frames"]
    light = [float(np.mean(rgb_frame(teaser, number))) for number in (0, total // 2, total - 1)]
    assert light[1] > 4 * light[0]
    assert light[1] > 4 * light[2]
    channels = heard(teaser)
    assert np.abs(channels[:, -SAMPLE_RATE // 10 :]).max() < 0.01
    assert abs(told["teaser"]["loudness_lufs"] + 16) <= 0.5
    with av.open(str(teaser)) as container:
        assert container.streams.video[0].codec_context.name == "h264"
        assert not container.chapters()
        assert "Le Photographe" in container.metadata["copyright"]


def test_what_the_film_shows_already_is_not_drawn_again(made: tuple[Project, Any]) -> None:
    project, told = made
    assert told["teaser"]["segments"]["made"] == 1, "the one transition that the film has not"
    film, teaser = set(frames_of(project.film)), frames_of(project.folder / "teaser.mp4")
    assert sum(frame in film for frame in teaser) >= len(teaser) - 12
    assert not project.rendered()["changed"]


def test_an_edit_elsewhere_leaves_the_teaser_alone(tmp_path: Path) -> None:
    project = new_project(tmp_path, with_teaser(length=6))
    project.rendered()
    before = (project.folder / "teaser.mp4").read_bytes()
    edited = with_teaser(length=6)
    edited["slides"][1]["caption"] = "Une autre légende"
    project.write(edited)
    told = project.rendered()
    assert told["changed"]
    assert told["teaser"]["segments"]["made"] == 0
    assert (project.folder / "teaser.mp4").read_bytes() == before
    edited["slides"][2]["caption"] = "Et celle-ci"
    project.write(edited)
    assert project.rendered()["teaser"]["segments"]["made"] > 0
    fresh = project.from_nothing().parent / "teaser.mp4"
    assert frames_of(fresh) == frames_of(project.folder / "teaser.mp4")


def test_the_command_line_asks_for_one_and_a_film_without_drops_it(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    assert "teaser" in {shape["shape"] for shape in project.plan("--teaser")["shapes"]}
    assert project.rendered("--teaser")["teaser"]["slides"]
    assert (project.folder / "teaser.mp4").exists()
    assert project.rendered()["teaser"] is None
    assert not (project.folder / "teaser.mp4").exists()
    assert project.rendered("--teaser", "--only", "quai")["teaser"] is None


def test_a_slide_cut_after_a_sentence_says_that_sentence_whole(tmp_path: Path) -> None:
    board = board_of(
        photo_slide("quai", narration=f"La mer est calme. {LONG} {LONG}"),
        photo_slide("rade", "deux.jpg", narration=f"{LONG} {LONG} {LONG}"),
    )
    board["film"]["teaser"] = 4
    project = new_project(tmp_path, board)
    told = project.rendered()["teaser"]
    assert told["slides"] == ["quai"]
    captions = (project.folder / "teaser.fr.vtt").read_text(encoding="utf-8")
    assert "La mer est calme." in captions
    assert "navires" not in captions


def test_a_slide_that_is_cut_shows_the_frames_of_the_film(tmp_path: Path) -> None:
    board = board_of(
        photo_slide("quai", narration=f"La mer est calme. {LONG}"),
        photo_slide("rade", "deux.jpg", narration=f"{LONG} {LONG}"),
    )
    del board["slides"][0]["caption"]  # it leaves before its slide does, and that is cut
    board["film"]["teaser"] = 4
    project = new_project(tmp_path, board)
    told = project.rendered()["teaser"]
    assert told["slides"] == ["quai"]
    for number in range(15, told["frames"] - 15, 5):
        film = rgb_frame(project.film, number).astype(float)
        teaser = rgb_frame(project.folder / "teaser.mp4", number).astype(float)
        assert np.abs(film - teaser).mean() < 4, number


def test_music_sounds_in_it_from_its_start_and_is_credited(tmp_path: Path) -> None:
    rights = {"title": "Air", "author": "Fanfare", "license": "CC0-1.0"}
    board = board_of(
        card_slide("un", narration=None, length=4),
        card_slide("deux", narration=None, length=30),
        music={"file": "air.wav", "rights": rights},
    )
    board["film"]["teaser"] = 5
    project = new_project(tmp_path, board)
    write_wav(project.media / "air.wav", chords(9.0))
    project.rendered()
    teaser = project.folder / "teaser.mp4"
    channels = heard(teaser)
    second = SAMPLE_RATE
    assert np.abs(channels[:, : second // 50]).max() < np.abs(channels[:, second:]).max() / 3
    assert np.abs(channels[:, second:]).max() > 0.01
    with av.open(str(teaser)) as container:
        assert "Fanfare" in container.metadata["copyright"]


def test_a_teaser_that_names_no_slide_of_the_film_is_a_mistake(tmp_path: Path) -> None:
    project = new_project(tmp_path, with_teaser(slides=["quay"]))
    outcome = run("check", project.path)
    assert outcome.code == 2
    assert "there is no slide 'quay'" in outcome.out + outcome.err
    assert "write quai" in outcome.out + outcome.err
