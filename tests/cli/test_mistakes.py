"""What an author can get wrong: told with its place and remedy, exit 2, and nothing is made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renderer.storyboard.load import load_storyboard
from tests.production.projects import (
    Outcome,
    Project,
    board_of,
    card_slide,
    draw_photo,
    new_project,
    photo_slide,
    run,
    seen_and_heard,
)

GOOD = """\
storyboard: 1
slug: petit-film
title: Un petit film
slides:
  - id: quai
    image: {file: un.jpg, rights: {author: IGN, license: etalab-2.0}}
    caption: Vue du quai
    narration: Voici le quai.
  - id: rade
    card: {title: La rade}
    narration: Voici la rade.
"""
PLACE = re.compile(r"^(?P<path>.+):(?P<line>\d+):(?P<column>\d+): (?P<what>.+)$", re.MULTILINE)

MISTAKES = {
    "no version": ("storyboard: 1\n", "", 1, "storyboard"),
    "another version": ("storyboard: 1", "storyboard: 2", 1, "2"),
    "no slug": ("slug: petit-film\n", "", 1, "slug"),
    "slug with accents": ("slug: petit-film", "slug: Été 44", 2, "lower-case"),
    "no title": ("title: Un petit film\n", "", 1, "title"),
    "unknown key": ("caption: Vue", "captoin: Vue", 7, "captoin"),
    "unknown top key": ("title: Un", "titel: Un", 3, "titel"),
    "repeated key": ("caption: Vue du quai", "caption: Vue\n    caption: Autre", 8, "caption"),
    "repeated slide": ("id: rade", "id: quai", 9, "quai"),
    "no id": ("  - id: rade\n    card", "  - card", 9, "id"),
    "two pictures": ("card: {title: La rade}", "card: La rade\n    image: un.jpg", 11, "image"),
    "no picture": ("    card: {title: La rade}\n", "", 9, "card"),
    "empty card": ("card: {title: La rade}", "card: {}", 10, "card"),
    "missing picture": ("un.jpg", "une.jpg", 6, "une.jpg"),
    "picture outside": ("un.jpg", "../un.jpg", 6, "../un.jpg"),
    "absolute picture": ("un.jpg", "/etc/passwd", 6, "/etc/passwd"),
    "picture on the web": ("un.jpg", "https://example.org/un.jpg", 6, "https"),
    "nothing said": ("    narration: Voici la rade.\n", "", 9, "length"),
    "said with blanks alone": ("Voici la rade.", '"  "', 11, "length"),
    "bad duration": ("title: La rade}", "title: La rade}\n    hold: longtemps", 11, "duration"),
    "bad transition": ("title: La rade}", "title: La rade}\n    transition: fondu", 11, "fondu"),
    "bad focus": ("un.jpg,", "un.jpg, focus: [2, 0],", 6, "0 to 1"),
    "bad licence": ("etalab-2.0", "libre de droits", 6, "licence"),
    "unclosed bracket": ("license: etalab-2.0}}", "license: etalab-2.0}", 6, ""),
    "a tab": ("    caption: Vue", "\tcaption: Vue", 7, "tab"),
    "bad indentation": ("    caption: Vue", "     caption: Vue", 7, ""),
    "an unquoted colon": ("caption: Vue du quai", "caption: Vue : du quai", 7, ""),
    "two documents": ("slides:", "---\nslides:", 4, ""),
    "merge conflict": ("    caption", "<<<<<<< HEAD\n    caption", 7, "merge"),
    "unknown engine": ("title: Un", "voice: robot\ntitle: Un", 3, "robot"),
    "unknown voice": ("title: Un", "voice: {engine: espeak, name: klingon}\ntitle: Un", 3, "kling"),
    "too short": ("title: La rade}", "title: La rade}\n    length: 0.5", 11, "length is 0.5 s"),
    "lexicon missing": ("title: Un", "pronounce: [absent.yaml]\ntitle: Un", 3, "absent.yaml"),
    "size is odd": ("title: Un", "film: {size: 1081}\ntitle: Un", 3, "size"),
    "rate that shares no second": ("title: Un", "film: {fps: 23}\ntitle: Un", 3, "fps"),
    "style that is none": ("title: Un", "style: ../gothique\ntitle: Un", 3, "style"),
}


def refused(project: Project, outcome: Outcome) -> list[tuple[int, int]]:
    """The places that a refusal names, in order; checks its form."""
    assert outcome.code == 2, outcome.err
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    places = [(int(found["line"]), int(found["column"])) for found in PLACE.finditer(outcome.err)]
    assert places == sorted(places), "in file order"
    assert len(places) == outcome.err.count(f"{project.path}:")
    lines = outcome.err.splitlines()
    for number, line in enumerate(lines):
        if PLACE.match(line):
            assert re.match(r" +\d+ \| ", lines[number + 1]), "the line itself"
            assert re.fullmatch(r" +\| *\^+", lines[number + 2]), "carets"
    assert not (project.root / "out").exists(), "no half film"
    return places


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line_and_nothing_is_rendered(name: str, tmp_path: Path) -> None:
    old, new, line, said = MISTAKES[name]
    assert old in GOOD
    project = new_project(tmp_path, GOOD.replace(old, new, 1))
    voice = () if "voice:" in new else ("--voice", "hum")
    words = (*voice, "--offline", "--height", "64", "--cache", project.cache)
    outcome = run("render", project.path, *words, "--out", tmp_path / "out")
    places = refused(project, outcome)
    assert line in [place[0] for place in places], outcome.err
    assert said in outcome.err
    assert run("check", project.path).code == 2 or name in (
        "unknown engine",
        "unknown voice",
        "too short",
        "bad licence",
    )


def test_the_storyboard_of_these_cases_is_a_good_one(tmp_path: Path) -> None:
    project = new_project(tmp_path, GOOD)
    assert len(load_storyboard(project.path).slides) == 2
    assert project.render().code == 0


def test_all_mistakes_are_told_in_one_run_in_file_order_with_remedies(tmp_path: Path) -> None:
    text = GOOD
    for name in ("unknown key", "missing picture", "bad duration"):
        old, new, *_ = MISTAKES[name]
        text = text.replace(old, new, 1)
    project = new_project(tmp_path, text)
    outcome = project.render()
    assert [line for line, _ in refused(project, outcome)] == [6, 7, 11]
    for remedy in ("did you mean 'un.jpg'?", "did you mean 'caption'?", "for example 4, 1.5"):
        assert remedy in outcome.err
    assert outcome.err.count("(slide 'quai')") == 2


def test_a_storyboard_that_became_wrong_leaves_the_earlier_film_intact(tmp_path: Path) -> None:
    project = new_project(tmp_path, GOOD)
    assert project.render().code == 0
    before = seen_and_heard(project.film)
    project.write(GOOD.replace("card:", "crad:"))
    assert project.render().code == 2
    assert seen_and_heard(project.film) == before


BROKEN = {
    "empty": (b"", "empty"),
    "a web page": (b"<!DOCTYPE html><html>404", "web page"),
    "rubbish": (b"\x00\x01\x02" * 100, "not a picture"),
    "cut": (None, "un.jpg"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_picture_is_told_with_its_line_and_slide(kind: str, tmp_path: Path) -> None:
    project = new_project(tmp_path, GOOD)
    assert project.render().code == 0
    before = seen_and_heard(project.film)
    data, said = BROKEN[kind]
    picture = draw_photo(project.media / "un.jpg", seed=3, size=(640, 480))
    picture.write_bytes(picture.read_bytes()[:9000] if data is None else data)
    for command in ("render", "still"):
        words = ("--slide", "quai", "--out", tmp_path / "a.png") if command == "still" else ()
        outcome = project.render() if command == "render" else project.make(command, *words)
        assert outcome.code == 1
        assert f"{project.path}:6:19: " in outcome.err
        assert "(slide 'quai')" in outcome.err
        assert "^^^^^^" in outcome.err
        assert said in outcome.err
    assert seen_and_heard(project.film) == before
    assert not (tmp_path / "a.png").exists()
    draw_photo(picture, seed=1)
    assert project.rendered()["changed"] is False


def test_a_caption_that_cannot_be_drawn_is_told_with_its_own_line(tmp_path: Path) -> None:
    project = new_project(tmp_path, GOOD.replace("Vue du quai", "Vue du quai 🛳"))
    outcome = project.render()
    assert outcome.code == 1
    assert f"{project.path}:7:14: the caption needs characters" in outcome.err


def test_a_picture_that_is_a_folder_is_told_with_its_line(tmp_path: Path) -> None:
    project = new_project(tmp_path, GOOD)
    (project.media / "un.jpg").unlink()
    (project.media / "un.jpg").mkdir()
    assert [line for line, _ in refused(project, project.render())] == [6]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--jobs", "zero"], "'zero': wants a number of jobs from 1 to 1,024 (for example 2)"),
        (["--jobs", "0"], "'0': wants a number of jobs from 1 to 1,024"),
        (["--height", "1081"], "'1081': wants an even number of pixels from 64 to 4320"),
        (["--fps", "23"], "'23': wants a whole number of frames a second, at most 120"),
        (["--format", "4:3"], "invalid choice: '4:3'"),
        (["--only", "plage"], "there is no slide 'plage'; the slides are quai, rade"),
        (["--voice", "robot"], "there is no voice engine 'robot'; there are: auto"),
        (["--voice", "espeek"], "did you mean 'espeak'?"),
        (["--voice", "espeak:klingon"], "espeak has no voice 'klingon'"),
        (["--what"], "--what"),
    ],
)
def test_a_wrong_option_is_told_and_nothing_is_made(
    words: list[str], said: str, tmp_path: Path
) -> None:
    project = new_project(tmp_path, GOOD)
    outcome = run("render", project.path, "--offline", "--cache", project.cache, *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert not (tmp_path / "out").exists()
    assert not project.cache.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["still", "--at", "nan", "--out", "a.png"],
        ["still", "--at", "inf", "--out", "a.png"],
        ["still", "--at", "1e300", "--out", "a.png"],
        ["still", "--at", "-1", "--out", "a.png"],
        ["still", "--at", "500", "--out", "a.png"],
        ["still", "--slide", "plage", "--out", "a.png"],
        ["still", "--slide", "quai", "--at", "1", "--out", "a.png"],
        ["still", "--out", "a.png"],
        ["still", "--slide", "quai"],
        ["say", "--slide", "plage"],
    ],
)
def test_a_frame_or_slide_that_there_is_not_is_a_wrong_command_line(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project = new_project(tmp_path, GOOD)
    outcome = project.make(words[0], *words[1:])
    assert (outcome.code, outcome.out) == (2, ""), outcome.err
    assert "Traceback" not in outcome.err
    assert not (tmp_path / "a.png").exists()


@pytest.mark.parametrize("words", [["--older-than", "-1"], ["--older-than", "nan"]])
def test_clean_of_no_sensible_age_removes_nothing(words: list[str], tmp_path: Path) -> None:
    outcome = run("clean", "--cache", tmp_path, "--yes", *words)
    assert outcome.code == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [("absent.yaml", "no such file"), ("", "is not a file"), ("\0.yaml", "can't read")],
)
def test_a_storyboard_that_is_not_there(name: str, said: str, tmp_path: Path) -> None:
    outcome = run("render", f"{tmp_path}/{name}" if name else tmp_path, "--offline")
    assert outcome.code == 2
    assert said in outcome.err


@pytest.mark.parametrize("command", ["still", "say", "sheet", "schema"])
def test_a_folder_is_not_overwritten_by_a_file(command: str, tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("un"), photo_slide("quai")))
    place = tmp_path / "place"
    place.mkdir()
    words = ["--out", str(place)] + (["--slide", "un"] if command == "still" else [])
    outcome = run("schema", *words) if command == "schema" else project.make(command, *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"{place} is a folder" in outcome.err
    assert [path.name for path in tmp_path.glob(".making*")] == []
