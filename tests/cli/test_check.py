"""`check`, `plan` and `render` name all that can't be shown, written or played, in one run."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from renderer.errors import counted
from tests.clips.films import counting, make_film
from tests.pictures.makers import png_bomb
from tests.production.projects import (
    RIGHTS,
    TINY,
    Board,
    Outcome,
    Project,
    board_of,
    card_slide,
    draw_photo,
    new_project,
    photo_slide,
    run,
)
from tests.sound.makers import chords, write_wav

HEAD = re.compile(r"^.+\.yaml:(?P<line>\d+):\d+: (?P<what>.+)$", re.MULTILINE)
GROUND = {"view": {"west": -2, "east": 0, "south": 49, "north": 50}, "alt": "Une carte."}


def check(project: Project, *words: str | Path) -> Outcome:
    return run("check", project.path, "--cache", project.cache, *words)


def told(outcome: Outcome) -> list[str]:
    """The first line of each mistake, with its place."""
    mistakes = [part for part in outcome.err.split("\n\n") if "warning: " not in part]
    return [found.group() for part in mistakes for found in HEAD.finditer(part)]


def same_everywhere(project: Project, *words: str) -> list[str]:
    """What `check`, `plan` and `render` say, which must be the same, at lines and with remedies;
    nothing is spoken meanwhile.
    """
    checked = check(project)
    assert checked.code == 2, checked.err
    found = told(checked)
    for outcome in (project.make("plan", *words), project.render(*words)):
        assert (outcome.code, outcome.out) == (1, ""), outcome.err
        assert told(outcome) == found
    assert checked.err.count("\n") - checked.err.count("warning") >= 4 * len(found)
    assert all("     = " in part or "  = " in part for part in checked.err.split("\n\n") if part)
    assert not (project.cache / "take").exists(), "refused before anything is spoken"
    assert not (project.root / "out").exists()
    return found


def line_of(project: Project, text: str) -> int:
    lines = project.path.read_text(encoding="utf-8").splitlines()
    [number] = [n for n, line in enumerate(lines, start=1) if text in line]
    return number


def damaged(path: Path) -> bytes:
    whole = draw_photo(path, seed=4, size=(640, 480)).read_bytes()
    return whole[: len(whole) // 2]


# Pictures

BAD = {
    "heic.jpg": (lambda _: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 99, " HEIC"),
    "photoshop.jpg": (lambda _: b"8BPS\0\1" + b"\0" * 99, "is a Photoshop document"),
    "film.jpg": (lambda _: b"RIFF\0\1\0\0AVI LIST" + b"\0" * 99, "is not a picture"),
    "coupe.jpg": (damaged, "is damaged or cut short"),
    "vide.jpg": (lambda _: b"", "is empty (0 bytes)"),
    "bombe.png": (lambda _: png_bomb(40_000, 30_000), "pixels"),
    "dessin.png": (lambda _: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is an SVG drawing"),
    "page.jpg": (lambda _: b"<!doctype html><html></html>", "is a web page"),
}


@pytest.fixture
def album(tmp_path: Path) -> Project:
    """A picture of every bad kind between two good ones."""
    slides = [photo_slide(f"s{n}", name) for n, name in enumerate(BAD)]
    board = board_of(photo_slide("un"), *slides, photo_slide("deux", "deux.jpg"))
    project = new_project(tmp_path, board)
    for name, (make, _) in BAD.items():
        (project.media / name).write_bytes(make(project.media / name))
    return project


def test_every_bad_picture_is_named_in_one_run_at_its_line(album: Project) -> None:
    found = same_everywhere(album)
    assert len(found) == len(BAD)
    for number, ((name, (_, said)), line) in enumerate(zip(BAD.items(), found, strict=True)):
        assert f":{line_of(album, name)}:" in line
        assert f"{name} {said}" in line or (name in line and said in line)
        assert f"(slide 's{number}')" in line


def test_a_still_looks_at_its_own_slide_alone(album: Project) -> None:
    out = album.root / "un.png"
    assert album.make("still", "--slide", "un", "--out", out).code == 0
    assert out.is_file()
    outcome = album.make("still", "--slide", "s2", "--out", album.root / "s2.png")
    assert outcome.code == 1
    assert len(told(outcome)) == 1
    assert "film.jpg" in told(outcome)[0]
    assert album.make("still", "--at", "0.5", "--out", out).code == 0


def test_one_slide_alone_is_rendered_whatever_the_others_show(album: Project) -> None:
    assert album.render("--only", "un", "--draft").code == 0
    assert album.render("--only", "s0", "--draft").code == 1


def test_one_file_on_many_slides_is_named_once(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(*(photo_slide(f"s{n}") for n in range(5))))
    (project.media / "un.jpg").write_bytes(b"8BPS")
    assert len(same_everywhere(project)) == 1


def test_what_was_found_fit_is_not_decoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = new_project(tmp_path, board_of(photo_slide("quai"), photo_slide("rade", "deux.jpg")))
    assert check(project).code == 0

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("decoded again")

    with monkeypatch.context() as patch:
        patch.setattr("renderer.photographs.decoder.Decoder.__call__", refuse)
        assert check(project).code == 0
    whole = (project.media / "un.jpg").read_bytes()
    (project.media / "un.jpg").write_bytes(whole[:-500])
    assert check(project).code == 2
    (project.media / "un.jpg").write_bytes(whole)
    assert check(project).code == 0


def test_what_should_be_known_of_a_picture_is_told_the_first_time_and_the_second(
    tmp_path: Path,
) -> None:
    project = new_project(tmp_path, board_of(photo_slide("quai", "pages.tif")))
    pages = [Image.new("RGB", (96, 64), colour) for colour in ("red", "blue")]
    pages[0].save(project.media / "pages.tif", save_all=True, append_images=pages[1:])
    for _ in range(2):
        outcome = check(project)
        assert outcome.code == 0
        assert "pages.tif: it has several frames or pages; only the first is shown" in outcome.err
        assert outcome.out.endswith("no mistake, 1 to look at\n")


def test_however_many_pictures_there_are_each_is_opened_unless_it_is_told_not_to(
    tmp_path: Path,
) -> None:
    slides = [photo_slide(f"s{n}", f"p{n}.jpg") for n in range(60)]
    project = new_project(tmp_path, board_of(*slides))
    for number in range(60):
        draw_photo(project.media / f"p{number}.jpg", seed=number, size=(32, 24))
    (project.media / "p57.jpg").write_bytes(b"8BPS")
    outcome = check(project)
    assert outcome.code == 2
    assert "p57.jpg is a Photoshop document" in outcome.err
    assert "not opened" not in outcome.out
    unlooked = check(project, "--no-pictures")
    assert unlooked.code == 0
    said = "no mistake, 60 files not opened (--no-pictures): a render may refuse them"
    assert unlooked.out == f"{project.path}: {said}\n"
    assert check(project, "--no-pictures", "--json").json["storyboards"][0]["unopened"] == 60


# The voice


@pytest.mark.parametrize("code", ["yes", "on", "qqq"])
def test_a_language_that_no_voice_speaks_is_told_at_its_line(tmp_path: Path, code: str) -> None:
    """What YAML 1.1 takes for a truth is a word here, and the code of no language."""
    project = new_project(tmp_path, board_of(card_slide("un"), language="fr"))
    text = project.path.read_text(encoding="utf-8").replace("language: fr", f"language: {code}")
    project.write(text)
    outcome = check(project)
    assert outcome.code == 2
    assert f":{line_of(project, 'language:')}:11: no voice here speaks '{code}'" in outcome.err
    assert "is a code such as fr, en or de" in outcome.err
    project.write(text.replace(f"language: {code}", "language: no"))
    assert check(project).code == 0, "Norwegian"


def test_a_cache_that_can_not_be_written_to_stops_no_check(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    project.cache.write_text("no folder", encoding="utf-8")
    assert check(project).code == 0


# Letters

STRANGE = {"✠": "MALTESE CROSS", "★": "BLACK STAR", "漢": "CJK UNIFIED", "🛳": "PASSENGER SHIP"}


def lettered() -> Board:
    """Something that no font has wherever something can be written."""
    return board_of(
        card_slide("a", card={"title": "Étoile ★ là", "text": "Le 漢", "author": "Par ✠"}),
        card_slide("b", chapter="Le ★ port"),
        photo_slide("c", caption="Croix ✠ ici", sources=[{"title": "Le ★ livre"}]),
        photo_slide(
            "d",
            image={
                "file": "un.jpg",
                "alt": "x",
                "rights": RIGHTS | {"author": "🛳 Studio", "holder": "Musée"},
                "callouts": [{"kind": "label", "at": [0.5, 0.5], "text": "ici ★"}],
            },
        ),
        {
            "id": "e",
            "map": GROUND
            | {
                "places": [
                    {"name": "Ville ✠", "at": [49.5, -1]},
                    {"name": "Mer ★", "at": [49.6, -1.5], "kind": "water"},
                ],
                "arrows": [{"path": [[49.2, -1], [49.4, -1]], "label": "漢 corps"}],
                "sides": {"allies": "Alliés ★"},
                "credit": "D'après 漢",
            },
            "narration": "Voici la carte.",
        },
        card_slide("f", narration="Première ligne.\nUn mot 漢.\n\nUn autre ★.\n"),
        title="Le film ★",
        contributors=[{"name": "Anne", "role": "Texte ✠"}, {"name": "Zoé ★"}],
        film={
            "fps": 24,
            "formats": ["16:9", "9:16"],
            "subtitles": {"burn": True},
            "opening": True,
        },
    )


def test_every_character_that_no_font_has_is_named_in_one_run_at_its_line(tmp_path: Path) -> None:
    project = new_project(tmp_path, lettered())
    found = same_everywhere(project)
    wanted = (
        ("title: Le film ★", "★", ""),
        ("title: Étoile ★ là", "★", "a"),
        ("text: Le 漢", "漢", "a"),
        ("author: Par ✠", "✠", "a"),
        ("caption: Croix ✠ ici", "✠", "c"),
        ("title: Le ★ livre", "★", "c"),
        ("author: 🛳 Studio", "🛳", "d"),
        ("text: ici ★", "★", "d"),
        ("name: Ville ✠", "✠", "e"),
        ("name: Mer ★", "★", "e"),
        ("label: 漢 corps", "漢", "e"),
        ("allies: Alliés ★", "★", "e"),
        ("credit: D'après 漢", "漢", "e"),
        ("role: Texte ✠", "✠", ""),
        ("name: Zoé ★", "★", ""),
    )
    for text, character, slide in wanted:
        place = f"film.yaml:{line_of(project, text)}:"
        named = f"{character} (U+{ord(character):04X} {STRANGE[character]}"
        about = f"(slide '{slide}')" if slide else ""
        assert [line for line in found if place in line and named in line and about in line], text
    subtitles = [line for line in found if "the subtitle" in line]
    assert [character for line in subtitles for character in STRANGE if character in line] == [
        "漢",
        "★",
    ]
    assert len(found) == len(wanted) + len(subtitles)


def test_a_narration_is_drawn_only_where_subtitles_are_burned(tmp_path: Path) -> None:
    text = "Première ligne, bien longue.\n\nUn mot 漢 dit ici.\n"
    project = new_project(tmp_path, board_of(card_slide("un")))
    board = project.path.read_text(encoding="utf-8").replace(
        "narration: Ici commence un.", "narration: |\n" + re.sub(r"(?m)^(?=.)", "    ", text)
    )
    project.write(board)
    assert check(project).code == 0
    outcome = project.make("plan", "--burn=yes")
    assert outcome.code == 1
    [line] = told(outcome)
    assert f":{line_of(project, 'Un mot 漢')}:12: the subtitle needs characters" in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("شارع", "ARABIC"),
        ("e" + "\u0301" * 6, "accents on one letter"),
        ("नदी", "DEVANAGARI"),
        ("☃" * 3, "SNOWMAN"),
        ("a\u202eb", "U+202E"),
    ],
)
def test_other_scripts_and_heaps_of_accents_are_named_too(
    text: str, said: str, tmp_path: Path
) -> None:
    project = new_project(tmp_path, board_of(card_slide("un", caption=f"Un {text} ici")))
    [line] = same_everywhere(project)
    assert said in line


def test_letters_that_are_made_of_two_characters_are_drawn(tmp_path: Path) -> None:
    place = {"name": "Orle\u0301ans", "at": [49.5, -1]}
    chart = {"id": "m", "map": GROUND | {"places": [place]}, "narration": "Voici."}
    project = new_project(tmp_path, board_of(card_slide("un", caption="E\u0301te\u0301"), chart))
    assert check(project).code == 0, check(project).err


def test_a_theme_that_there_is_not_is_named_at_its_line(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("un"), style="gothique"))
    [line] = same_everywhere(project)
    assert f":{line_of(project, 'style: gothique')}:" in line


# Maps


def test_a_moment_that_the_narration_does_not_have_is_named_at_its_line(tmp_path: Path) -> None:
    chart = GROUND | {
        "places": [
            {"name": "Caen", "at": [49.2, -0.4], "from": "sentence 2"},
            {"name": "Bayeux", "at": [49.3, -0.7], "from": "sentence 3"},
            {"name": "Carentan", "at": [49.3, -1.2], "to": "sentence 4"},
        ],
        "arrows": [
            {
                "path": [[49.2, -1], [49.4, -1]],
                "from": "sentence 1",
                "to": "sentence 5",
                "until": "sentence 6",
            }
        ],
        "fronts": [{"line": [[49.2, -1], [49.4, -1]], "at": "sentence 7"}],
    }
    board = board_of({"id": "m", "map": chart, "narration": "Voici. C'est la carte."})
    project = new_project(tmp_path, board)
    found = same_everywhere(project)
    for number, line in zip((3, 4, 5, 6, 7), found, strict=True):
        assert f":{line_of(project, f'sentence {number}')}:" in line
        assert f"names sentence {number}, but the slide's narration has 2" in line


# Lengths

LONG = "mot " * 100


def test_every_text_that_is_too_long_for_a_shape_names_the_shape(tmp_path: Path) -> None:
    board = board_of(
        photo_slide("a", caption="Une légende assez longue pour deux lignes. " * 4),
        photo_slide("b", caption=LONG),
        card_slide("c", card={"title": LONG}),
        card_slide("d", card={"text": "Un texte de carte, long. " * 60}),
        photo_slide(
            "e",
            image={
                "file": "un.jpg",
                "rights": {"credit": "Archives, " * 40, "license": "CC0-1.0"},
                "alt": "x",
            },
        ),
        film={"fps": 24, "formats": ["16:9", "9:16", "1:1"]},
        contributors=["Un remerciement sans fin, " * 30],
    )
    project = new_project(tmp_path, board)
    found = same_everywhere(project)
    assert all(re.search(r", in (16:9|9:16|1:1)( and|\b)", line) for line in found), found
    for slide in "abcde":
        assert [line for line in found if f"(slide '{slide}')" in line], slide
    thanks = [line for line in found if "(slide" not in line]
    assert thanks
    assert all(f":{line_of(project, 'contributors') + 1}:" in line for line in thanks)


def test_a_caption_may_fit_one_shape_and_not_another(tmp_path: Path) -> None:
    board = board_of(photo_slide("a", caption="Une légende assez longue. " * 7))
    board["film"]["formats"] = ["16:9", "9:16"]
    project = new_project(tmp_path, board)
    [line] = same_everywhere(project)
    assert "in 9:16" in line
    assert "16:9" not in line
    assert project.render("--format", "16:9").code == 0


@pytest.mark.parametrize("height", ["64", "180"])
def test_what_fits_the_film_fits_its_smallest_draft(height: str, tmp_path: Path) -> None:
    caption = "Une légende assez longue pour remplir ses deux lignes à la plus petite taille, "
    label = {"kind": "label", "at": [0.5, 0.5], "text": "Une légende de trois lignes, ici et là, "}
    image = {"file": "un.jpg", "alt": "x", "rights": RIGHTS | {"credit": "Archives, " * 15}}
    for more in range(2, 60, 4):
        words = ("mot " * more).strip()
        board = board_of(
            photo_slide("a", caption=caption + words, image=image),
            photo_slide("b", image=image | {"callouts": [label | {"text": label["text"] + words}]}),
        )
        project = new_project(tmp_path, board)
        if check(project).code == 2:
            break
        longest = board
    assert more > 2
    project.write(longest)
    outcome = project.render("--draft", "--height", height)
    assert outcome.code == 0, outcome.err


# Sounds


def test_every_sound_that_can_not_be_used_is_named_in_one_run(tmp_path: Path) -> None:
    board = board_of(
        card_slide("a", recording="memo.amr"),
        card_slide("b", recording="voix.wma"),
        card_slide("c", recording="silence.wav"),
        card_slide("d", recording="note.wav"),
        card_slide("e", music={"file": "air.mid", "rights": RIGHTS}),
        {"id": "f", "footage": {"file": "film.mp4", "alt": "x", "end": 2, "rights": RIGHTS}},
        {
            "id": "g",
            "footage": {
                "file": "muet.mp4",
                "alt": "x",
                "end": 0.2,
                "sound": "keep",
                "rights": RIGHTS,
            },
        },
        {
            "id": "h",
            "footage": {"file": "court.mp4", "alt": "x", "end": 90, "rights": RIGHTS},
        },
        music={"file": "air.wma", "rights": RIGHTS},
    )
    project = new_project(tmp_path, board)
    wma = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + b"\0" * 200
    for name, data in (
        ("memo.amr", b"#!AMR\n" + b"\0" * 200),
        ("voix.wma", wma),
        ("air.wma", wma),
        ("air.mid", b"MThd\0\0\0\6"),
        ("note.wav", b"une note"),
        ("film.mp4", b"pas un film"),
    ):
        (project.media / name).write_bytes(data)
    write_wav(project.media / "silence.wav", np.zeros(48_000, np.float32))
    for name in ("muet.mp4", "court.mp4"):
        make_film(project.media / name, counting(20))
    found = same_everywhere(project)
    said = (
        ("recording: memo.amr", "AMR"),
        ("recording: voix.wma", "Windows Media"),
        ("recording: silence.wav", "is silent"),
        ("recording: note.wav", "note.wav"),
        ("file: air.mid", "MIDI"),
        ("file: film.mp4", "is no film"),
        ("file: muet.mp4", "has no sound"),
        ("file: court.mp4", "lasts"),
        ("file: air.wma", "Windows Media"),
    )
    for (text, words), line in zip(said, found, strict=True):
        assert f":{line_of(project, text)}:" in line, (text, line)
        assert words in line
    assert not [line for line in found if "returned" in line or "Errno" in line]
    assert "save it as WAV or MP3" in check(project).err


def write_adts(path: Path) -> None:
    """Half a second of AAC in its bare stream, as recorders of radio stations write it."""
    sound = (chords(3.0) * 0.5).astype(np.float32)
    with av.open(str(path), "w", format="adts") as container:
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(sound[None], "fltp", "mono")
        frame.sample_rate = 48_000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)


def test_bare_aac_is_music_and_a_voice(tmp_path: Path) -> None:
    board = board_of(
        card_slide("a", recording="air.aac"), music={"file": "air.aac", "rights": RIGHTS}
    )
    project = new_project(tmp_path, board)
    write_adts(project.media / "air.aac")
    assert check(project).code == 0, check(project).err
    assert project.render().code == 0


# What is said of all of it


def test_a_voice_that_there_is_not_is_named_at_its_line(tmp_path: Path) -> None:
    for voice, said in (("robot", "no voice engine 'robot'"), ("espeak", "no voice 'klingon'")):
        chosen = {"engine": voice, "name": "klingon"} if voice == "espeak" else voice
        project = new_project(tmp_path, board_of(card_slide("un"), voice=chosen))
        outcome = check(project)
        assert outcome.code == 2
        assert said in outcome.err
        words = ("--offline", "--height", "64", "--cache", project.cache)
        assert told(run("render", project.path, *words)) == told(outcome)


def test_mistakes_of_every_kind_and_language_come_in_file_order(tmp_path: Path) -> None:
    board = board_of(photo_slide("quai", image={"file": "un.jpg", "alt": "x"}, caption="Croix ✠"))
    board["languages"] = {
        "en": {
            "title": "A film",
            "description": "Views.",
            "slides": {
                "quai": {"alt": "x", "caption": "A star ★", "narration": "Here. It is calm."}
            },
        }
    }
    project = new_project(tmp_path, board)
    (project.media / "un.jpg").write_bytes(b"8BPS")
    outcome = check(project)
    lines = [int(found["line"]) for found in HEAD.finditer(outcome.err)]
    assert lines == sorted(lines)
    for said in ("MALTESE CROSS", "BLACK STAR", "Photoshop", "has no rights"):
        assert outcome.err.count(said) == 1, said
    refused = project.render()
    assert refused.code == 2
    assert told(refused) == told(outcome)


def test_rights_are_asked_unless_a_draft_is_meant(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(photo_slide("quai", image="un.jpg")))
    asked = check(project)
    assert asked.code == 2
    assert asked.out.startswith(f"{project.path}: 1 mistake, 1 to look at")
    assert asked.err.count("has no rights") == 1
    assert told(project.render()) == told(asked)
    draft = check(project, "--draft")
    assert draft.code == 0
    assert "warning: " in draft.err
    assert project.render("--draft").code == 0


def test_rights_in_the_files_count_when_files_are_many_too(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(photo_slide("quai", image="un.jpg")))
    exif = Image.Exif()
    exif[0x013B] = "Robert Capa"
    Image.open(project.media / "un.jpg").save(project.media / "un.jpg", exif=exif.tobytes())
    for words in ((), ("--no-pictures",)):
        outcome = check(project, *words)
        assert "has no licence" in outcome.err
        assert "names nobody" not in outcome.err


def test_code_of_a_teams_own_is_pointed_at(tmp_path: Path) -> None:
    clip = {"id": "c", "clip": {"target": "effets:vue", "alt": "x"}, "length": 1}
    project = new_project(tmp_path, board_of(card_slide("un"), clip))
    outcome = check(project)
    assert outcome.code == 0
    assert "--allow-code" in outcome.err


def test_a_picture_that_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = new_project(tmp_path, board_of(photo_slide("quai")))
    opened = os.open

    def refuse(path: Any, *words: Any, **named: Any) -> int:
        if str(path).endswith("un.jpg"):  # the superuser, who runs tests, may read everything
            raise PermissionError(13, "Permission denied")
        return opened(path, *words, **named)

    monkeypatch.setattr(os, "open", refuse)
    [line] = same_everywhere(project)
    assert "may not be read" in line


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 films"), (1, "1 film"), (2, "2 films"), (2000, "2,000 films")]
)
def test_what_is_counted_is_said_in_the_right_number(count: int, said: str) -> None:
    assert counted(count, "film") == said
    assert counted(count, "entry", "entries").endswith("entry" if count == 1 else "entries")


def test_one_film_of_a_batch_is_one_film(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("un")))
    other = project.path.with_name("autre.yaml")
    other.write_text("storyboard: 1\n", encoding="utf-8")
    words = (*TINY, "--cache", project.cache, "--out", tmp_path / "out")
    assert "\n1 film, 1 failed" in run("render", project.path, other, *words).err
