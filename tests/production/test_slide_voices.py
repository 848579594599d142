"""A quotation read by another voice: only where a slide asks, and told wherever voices are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from renderer.production.options import Options
from renderer.production.prepare import load_film, prepare, prepare_board
from renderer.storyboard.board import VoiceChoice
from renderer.voices.base import VoiceSettings
from renderer.voices.espeak import open_voice
from tests.production.projects import (
    Project,
    board_of,
    card_slide,
    new_project,
    run,
)

OWN = {"engine": "hum", "pause": {"sentence": "0.5"}}
SMALL = ("--offline", "--height", "64", "--jobs", "1")


def project_of(tmp_path: Path, quotation: object, **more: object) -> Project:
    """A film of two slides; the second one quotes."""
    slides = (card_slide("recit"), card_slide("lettre", voice=quotation))
    return new_project(tmp_path / "projet", board_of(*slides, **{"voice": dict(OWN), **more}))


def choice_of(project: Project) -> VoiceChoice | None:
    return load_film(project.path, []).own.slides[1].voice


def test_a_slide_voice_shares_what_it_does_not_say_with_the_films(tmp_path: Path) -> None:
    own = {"engine": "espeak", "name": "fr-be", "rate": "0.9", "pause": {"sentence": "0.5"}}
    slower = project_of(tmp_path / "a", {"rate": "0.8"}, voice=own)
    other = project_of(tmp_path / "b", "hum", voice=own)
    whole = VoiceChoice(engine="espeak", name="fr-be", rate=0.8, sentence_pause_seconds=0.5)
    assert choice_of(slower) == whole
    assert choice_of(other) == VoiceChoice(engine="hum", rate=0.9, sentence_pause_seconds=0.5)


def test_no_other_engine_is_handed_a_model_or_an_address(tmp_path: Path) -> None:
    server = {"engine": "http", "address": "https://voix.example", "model": "tts-1"}
    assert choice_of(project_of(tmp_path, "hum", voice=server)) == VoiceChoice(engine="hum")


@pytest.mark.parametrize(
    ("voice", "film", "told"),
    [
        ({"rate": "0.8"}, "auto", "nobody says which engine speaks it"),
        ("auto", "hum", "nobody says which engine speaks it"),
        ({"engine": "espeak", "name": "tlh"}, "hum", "espeak has no voice 'tlh'"),
        ("esspeak", "hum", "did you mean 'espeak'"),
    ],
)
def test_check_and_render_name_the_line_of_a_slide_voice_that_cannot_speak(
    tmp_path: Path, voice: object, film: str, told: str
) -> None:
    project = project_of(tmp_path, voice, voice=film)
    line = next(
        number
        for number, text in enumerate(project.path.read_text("utf-8").splitlines(), start=1)
        if text.startswith("  voice:")
    )
    for command in ("check", "plan"):
        found = run(command, project.path)
        assert found.code == 2
        assert told in found.out + found.err
        assert f":{line}:" in found.out + found.err or any(
            f":{line + n}:" in found.err for n in (1, 2)
        )


@pytest.mark.parametrize("key", ["recording", "silence"])
def test_a_voice_that_nobody_would_hear_is_a_mistake(tmp_path: Path, key: str) -> None:
    silent = {"narration": None} if key == "silence" else {}
    more = {key: "4" if key == "silence" else "voix.wav", **silent}
    project = new_project(tmp_path / "projet", board_of(card_slide("lettre", voice="hum", **more)))
    assert f"a slide with a 'voice' and a '{key}'" in run("check", project.path).err


def test_a_voice_of_the_command_line_speaks_the_whole_film(tmp_path: Path) -> None:
    project = project_of(tmp_path, "espeak")
    asked = Options(engine="hum", offline=True, cache=project.cache)
    assert prepare(project.path, asked, pictures=False).others == {}
    plain = Options(offline=True, cache=project.cache)
    [voice] = prepare(project.path, plain, pictures=False).others.values()
    assert voice == open_voice(VoiceSettings(language="fr", offline=True))


def test_slides_that_ask_for_the_same_voice_share_it(tmp_path: Path) -> None:
    slides = [card_slide(name, voice="espeak") for name in "ab"]
    project = new_project(tmp_path / "projet", board_of(*slides, voice="hum"))
    others = prepare(project.path, Options(offline=True, cache=project.cache), pictures=False)
    assert others.others["a"] is others.others["b"]


def test_a_translation_shares_the_engine_and_not_the_name(tmp_path: Path) -> None:
    words = {"title": "A small film", "description": "A port."}
    said = {"narration": "Here it is.", "card": {"title": "A title", "date": "June 1944"}}
    for given, wanted in (
        ({}, VoiceChoice(engine="espeak", sentence_pause_seconds=0.5)),
        ({"voice": {"name": "en-us"}}, VoiceChoice(engine="espeak", name="en-us")),
        ({"voice": "hum"}, VoiceChoice(engine="hum")),
    ):
        english = {**words, "slides": {"recit": said, "lettre": {**said, **given}}}
        project = project_of(
            tmp_path / wanted.engine / wanted.name,
            {"engine": "espeak", "name": "fr-be"},
            languages={"en": english},
        )
        [board] = load_film(project.path).translations
        own = board.slides[1].voice
        assert own is not None
        assert (own.engine, own.name) == (wanted.engine, wanted.name)
        assert prepare_board(board, Options(offline=True, cache=project.cache), pictures=False)


def test_every_place_that_names_the_voice_names_both(tmp_path: Path) -> None:
    film = {"fps": 24, "lead": 0.1, "hold": 0.1, "credits": True}
    project = project_of(tmp_path, "espeak", film=film)
    made = run("render", project.path, *SMALL, "--cache", project.cache, "--json")
    assert made.code == 0, made.err
    folder = Path(made.json["folder"])

    assert made.json["other_voices"] == [{"voice": "espeak-ng fr", "slides": ["lettre"]}]
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    engines = [stretch["voice"] and stretch["voice"]["engine"] for stretch in manifest["stretches"]]
    assert engines[:2] == ["hum", "espeak"]
    [other] = manifest["other_voices"]
    assert (other["engine"], other["name"], other["slides"]) == ("espeak", "fr", ["lettre"])
    credits = json.loads((folder / "credits.json").read_text("utf-8"))
    assert credits["voice"]["notice"].count("Voix de synthèse") == 2
    page = (folder / "page.html").read_text("utf-8")
    assert "Voix de synthèse : espeak-ng" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "espeak-ng fr" not in page

    again = run("plan", project.path, *SMALL, "--cache", project.cache)
    assert "voice of 'lettre': espeak-ng fr" in again.out
    assert "0 to speak, 2 reused" in again.out
    edited = yaml.safe_load(project.path.read_text("utf-8"))
    edited["slides"][1]["voice"] = {"engine": "espeak", "name": "fr-be"}
    project.path.write_text(yaml.safe_dump(edited, allow_unicode=True), "utf-8")
    assert "1 to speak, 1 reused" in run("plan", project.path, *SMALL, "--cache", project.cache).out


def test_a_script_without_unknown_names_says_so(tmp_path: Path) -> None:
    slide = card_slide("a", narration="La mer est calme ce matin.")
    project = new_project(tmp_path / "projet", board_of(slide, voice="hum"))
    assert "Nothing is unknown" in run("say", project.path, "--unknown", "--offline").out
