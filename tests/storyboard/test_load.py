from __future__ import annotations

import datetime
import errno
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from renderer.errors import StoryboardError, UsageError
from renderer.storyboard.board import (
    Callout,
    Card,
    Contributor,
    Footage,
    Image,
    Motion,
    Music,
    Pictures,
    Recording,
    Slide,
    Source,
    Storyboard,
    SubtitleSettings,
    TeamClip,
    Teaser,
    Transition,
)
from renderer.storyboard.load import check, load_storyboard
from renderer.storyboard.map_data import OperationsMap
from tests.production.projects import board_of, new_project, photo_slide
from tests.storyboard.conftest import Write
from tests.storyboard.corpus import project_for

EVERYTHING = Path(__file__).parent / "good" / "everything.yaml"
HEAD = "storyboard: 1\nslug: film\ntitle: Film\n"


@pytest.fixture
def everything(tmp_path: Path) -> Storyboard:
    return load_storyboard(project_for(tmp_path, EVERYTHING))


def one_slide(write: Write, body: str, head: str = HEAD) -> Slide:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return load_storyboard(write(f"{head}slides:\n  - id: a\n{lines}")).slides[0]


def test_words_that_yaml_would_type_mean_what_they_look_like(everything: Storyboard) -> None:
    assert everything.slides[0].visual == Card(title="no", text="1:30", date="010", author="1.10")


def test_an_image_has_all_its_keys(everything: Storyboard, tmp_path: Path) -> None:
    image = everything.slides[1].visual
    assert isinstance(image, Image)
    assert image.file == (tmp_path / "media" / "carte.jpg").resolve()
    assert image.name == "carte.jpg"
    assert (image.focus, image.fit) == ((0.62, 0.30), "contain")
    assert image.motion == Motion(kind="given", start=(0, 0, 1, 1), end=(0.1, 0.1, 0.5, 0.5))
    assert image.rights is not None
    assert image.rights.expires == datetime.date(2031, 12, 31)
    assert image.callouts[0] == Callout(
        kind="circle", at=(0.5, 0.5), size=(0.1, 0.1), text="Cherbourg", sentence=2
    )
    assert image.callouts[2] == Callout(kind="arrow", at=(0.5, 0.5), start=(0.9, 0.9))


def test_narration_keeps_its_paragraphs(everything: Storyboard) -> None:
    assert everything.slides[1].narration.split("\n\n") == [
        "À l'aube du 6 juin 1944, la 4e division débarque.",
        "Le port est à quarante kilomètres.",
    ]


def test_every_kind_of_picture_becomes_its_own_data(everything: Storyboard) -> None:
    kinds = [type(slide.visual) for slide in everything.slides]
    assert kinds == [Card, Image, Footage, OperationsMap, TeamClip, Pictures, Card]
    footage = everything.slides[2].visual
    assert isinstance(footage, Footage)
    assert (footage.start_seconds, footage.end_seconds, footage.speed) == (62.0, 70.5, 0.5)
    assert everything.slides[4].visual == TeamClip(target="studio.clips:port")


def test_film_voice_music_and_lists_are_read(everything: Storyboard) -> None:
    assert (everything.film.height, everything.film.fps) == (720, 50)
    assert everything.film.formats == ("16:9", "9:16", "1:1")
    assert everything.film.loudness_lufs == -23
    assert everything.voice.sentence_pause_seconds == 0.4
    assert everything.music is not None
    assert everything.music.level_db == -24
    assert everything.related == (
        Source(title="Le port artificiel", url="https://example.org/port"),
    )
    assert everything.tags == ("Cherbourg", "Été 1944")
    assert everything.contributors == (
        Contributor(role="Écriture", name="Service des publics"),
        Contributor(name="Archives départementales de la Manche"),
    )
    assert (everything.film.opening, everything.film.credits) == (True, False)
    assert everything.film.subtitles == SubtitleSettings(burn=("9:16", "1:1"), highlight="word")
    slide = everything.slides[1]
    assert slide.sources[0] == Source(title="Un livre, 1994")
    assert isinstance(slide.recording, Recording)
    assert slide.recording.says == "a1b2"


def test_music_of_a_slide_and_a_minute_of_silence_are_read(tmp_path: Path) -> None:
    case = Path(__file__).parent / "good" / "music_and_silence.yaml"
    first, second, silence, last = load_storyboard(project_for(tmp_path, case)).slides
    assert (first.music, silence.music, last.music) == (None, None, "none")
    assert isinstance(second.music, Music)
    assert (second.music.name, second.music.level_db) == ("plans/cherbourg.png", -12)
    assert (silence.silence_seconds, silence.length_seconds) == (60, 60)
    assert (last.silence_seconds, last.length_seconds) == (None, 4)


def test_loudness_has_words_and_music_can_play_once(tmp_path: Path) -> None:
    case = Path(__file__).parent / "good" / "music_and_silence.yaml"
    read = load_storyboard(project_for(tmp_path, case))
    assert read.film.loudness_lufs == -23
    assert read.music is not None
    assert (read.music.level_db, read.music.loop) == (-18, False)


def test_a_slide_takes_from_the_film_what_it_does_not_say(everything: Storyboard) -> None:
    opening, chart, archive, *_ = everything.slides
    assert opening.transition == Transition(kind="wipe", length_seconds=1)
    assert chart.transition == Transition(kind="fade", length_seconds=1)
    assert archive.transition == Transition(kind="cut", length_seconds=0)
    assert (opening.lead_seconds, opening.hold_seconds) == (0, 1.5)
    assert chart.hold_seconds == 2


def test_a_fade_in_a_film_of_cuts_gets_the_default_length(write: Write) -> None:
    slide = one_slide(
        write, "card: Utah\nlength: 4\ntransition: fade", HEAD + "film: {transition: cut}\n"
    )
    assert slide.transition == Transition(kind="fade", length_seconds=0.5)


def test_pronunciations_say_where_they_come_from(everything: Storyboard) -> None:
    found = {(each.write, each.say): each for each in everything.pronounce}
    assert found["Utah", "iouta"].origin == "lexique.yaml:1"
    assert found["Cherbourg", "chèrbour"].origin == "everything.yaml:11"
    assert not found["Cherbourg", "chèrbour"].case
    assert everything.slides[1].pronounce[0].say == "youta"


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("4", 4), ("1.5", 1.5), ('"1,5"', 1.5), ("1:30", 90), ("1:02:03.5", 3723.5), ("90 s", 90)],
)
def test_durations_are_seconds_or_a_clock(write: Write, written: str, seconds: float) -> None:
    assert one_slide(write, f"card: Utah\nlength: {written}").length_seconds == seconds


@pytest.mark.parametrize(
    "rect",
    ["[0.6, 0, 0.5, 1]", "[0, 0.6, 1, 0.5]", "[0, 0, 0, 1]", "[0, 0, 1, 0]", "[0, 0, 1, -1]"],
)
def test_a_view_stays_inside_its_picture(write: Write, rect: str) -> None:
    motion = f"{{from: [0.1, 0, 0.9, 1], to: {rect}}}"
    with pytest.raises(StoryboardError, match="'to' wants") as caught:
        one_slide(write, f"image: {{file: carte.jpg, motion: {motion}}}\nlength: 4")
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("fps", [0, 7, 23, 29, 29.97, 121, "vingt-cinq"])
def test_a_frame_lasts_whole_samples(write: Write, fps: object) -> None:
    with pytest.raises(StoryboardError, match="'fps' wants a whole number"):
        one_slide(write, "card: Utah\nlength: 4", f"{HEAD}film: {{fps: {fps}}}\n")


def test_marks_find_keys_and_fall_back_to_their_parents(everything: Storyboard) -> None:
    slide = everything.slides[1]
    assert slide.mark("").line == 22
    assert (slide.mark("caption").line, slide.mark("caption").column) == (35, 14)
    assert slide.mark("image.file").excerpt == "      file: carte.jpg"
    assert slide.mark("image.callouts.1.at").line == 32
    assert slide.mark("image.nothing.here") == slide.mark("image")
    assert everything.marks["title"].line == 4


def test_a_slide_can_be_sent_to_another_process(everything: Storyboard) -> None:
    for slide in everything.slides:
        copy = pickle.loads(pickle.dumps(slide))
        assert copy == slide
        assert dict(copy.marks) == dict(slide.marks)


def test_slides_that_moved_are_equal(write: Write) -> None:
    body = "card: Utah\nlength: 4"
    first = one_slide(write, body)
    assert one_slide(write, body, "# a line more\n" + HEAD) == first


def test_names_composed_otherwise_are_the_same_file(write: Write) -> None:
    path = write(HEAD + "slides:\n  - {id: a, image: été.jpg, length: 4}\n")
    (path.parents[1] / "media" / "e\u0301te\u0301.jpg").touch()
    image = load_storyboard(path).slides[0].visual
    assert isinstance(image, Image)
    assert image.file.exists()


@pytest.mark.parametrize("form", ["{url}", "{{file: {url}, alt: Un quai.}}"])
def test_a_picture_on_the_web_is_only_its_address_where_it_may_be_fetched(
    write: Write, form: str
) -> None:
    url = "https://archives.example.org/scans/quai.jpg?taille=2#haut"
    path = write(HEAD + f"slides:\n  - {{id: a, image: {form.format(url=repr(url))}, length: 4}}\n")
    image = load_storyboard(path, allow_fetch=True).slides[0].visual
    assert isinstance(image, Image)
    assert (image.url, image.name, image.awaited) == (url, url, True)
    assert not image.file.exists()
    assert [problem.what for problem in check(path).problems] == [
        "a picture on the web, and nothing is fetched unless it is allowed"
    ]
    assert check(path, allow_fetch=True).problems == ()


def test_a_link_out_of_the_project_is_refused(write: Write, tmp_path: Path) -> None:
    path = write(
        HEAD + "slides:\n  - {id: a, image: a.jpg, length: 4}\n"
        "  - {id: b, image: out/b.jpg, length: 4}\n  - {id: c, image: c.jpg, length: 4}\n"
        "  - {id: d, image: d.jpg, length: 4}\n"
    )
    media = path.parents[1] / "media"
    (tmp_path / "b.jpg").touch()
    (media / "a.jpg").symlink_to(tmp_path / "b.jpg")
    (media / "out").symlink_to(tmp_path)
    (media / "c.jpg").symlink_to("c.jpg")
    (media / "d.jpg").symlink_to("plans/../carte.jpg")
    said = [problem.what for problem in check(path).problems]
    assert said == [
        "'a.jpg' is a link out of the project",
        "'out/b.jpg' is a link out of the project",
        "'c.jpg' is a link to nothing",
    ]


def test_a_pipe_is_no_picture(write: Write) -> None:
    path = write(HEAD + "slides:\n  - {id: a, image: a.jpg, length: 4}\n")
    os.mkfifo(path.parents[1] / "media" / "a.jpg")
    with pytest.raises(StoryboardError, match=r"'a\.jpg' is not a regular file"):
        load_storyboard(path)


@pytest.mark.parametrize("name", ["nothing.yaml", "", "film.yaml/x", "a\0b"])
def test_a_storyboard_that_is_not_there_is_a_wrong_command(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"can't read|is not a file") as caught:
        load_storyboard(tmp_path / name)
    assert caught.value.code == "file-unreadable"


def test_an_empty_storyboard_is_a_mistake(write: Write) -> None:
    with pytest.raises(StoryboardError, match="an empty file"):
        load_storyboard(write("# nothing yet\n"))


def test_a_thousand_mistakes_are_counted_not_listed(write: Write) -> None:
    slides = "".join(f"  - {{id: s{n}, card: A, length: 1, x: 1, y: 1}}\n" for n in range(600))
    problems = check(write(HEAD + "slides:\n" + slides)).problems
    assert len(problems) == 1001
    (more,) = [problem for problem in problems if problem.code == "mistakes-too-many"]
    assert more.what == "and 200 more mistakes"


def test_ten_thousand_slides_are_read(write: Write) -> None:
    slides = "".join(f"  - {{id: s{n}, card: A, length: 1}}\n" for n in range(10_000))
    assert len(load_storyboard(write(HEAD + "slides:\n" + slides)).slides) == 10_000


@pytest.mark.parametrize(
    ("written", "teaser"),
    [
        ("yes", Teaser()),
        ("oui", Teaser()),
        ("no", None),
        ("0", None),
        ("12", Teaser(length_seconds=12.0)),
        ("{slides: photo}", Teaser(slides=("photo",))),
        ("{length: 8, slides: [photo, photo]}", Teaser(length_seconds=8.0, slides=("photo",))),
    ],
)
def test_a_teaser_is_asked_in_a_word_a_number_or_in_full(
    write: Write, written: str, teaser: Teaser | None
) -> None:
    slides = "slides:\n  - {id: photo, card: {title: T}, narration: Un.}\n"
    path = write(f"{HEAD}film: {{teaser: {written}, codecs: av1}}\n{slides}")
    film = load_storyboard(path).film
    assert film.teaser == teaser
    assert film.codecs == ("h264", "av1"), "H.264 is always made"


def test_a_film_may_do_without_the_teaser_of_its_project(write: Write) -> None:
    slides = "slides:\n  - {id: photo, card: {title: T}, narration: Un.}\n"
    path = write(f"{HEAD}film: {{teaser: no}}\n{slides}")
    (path.parent.parent / "recit.toml").write_text("[film]\nteaser = true\n", encoding="utf-8")
    assert load_storyboard(path).film.teaser is None
    path.write_text(f"{HEAD}{slides}", encoding="utf-8")
    assert load_storyboard(path).film.teaser == Teaser()


def test_a_file_in_a_closed_folder_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The superuser, who runs tests, may look into every folder."""
    asked = os.lstat

    def refuse(path: Any, **named: Any) -> os.stat_result:
        if str(path).endswith("un.jpg"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return asked(path, **named)

    project = new_project(tmp_path, board_of(photo_slide("quai")))
    monkeypatch.setattr(os, "lstat", refuse)
    (problem,) = check(project.path).problems
    assert problem.code == "file-unreadable"
    assert problem.what == f"'un.jpg' can't be looked for: {project.media} is closed"
    assert "permissions" in problem.remedy
