"""Files of media/ that are used nowhere: listed, set aside as one step, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from renderer.storyboard.board import Permission, Rights
from renderer.storyboard.load import load_storyboard
from renderer.studio import leftovers
from renderer.studio.films import rights_json
from tests.preview.projects import write_project
from tests.studio.client import Page
from tests.studio.conftest import studios
from tests.studio.test_actions import put, tone

FILM = """\
storyboard: 1
slug: essai
title: Un essai
language: fr
voice: {engine: hum}
film: {size: 96, fps: 25}
slides:
  - id: un
    image: {file: quai.png, alt: Un quai.}
    narration: Bonjour.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    page: Page
    film: str
    path: Path

    @property
    def media(self) -> Path:
        return self.path.parents[1] / "media"

    @property
    def names(self) -> list[str]:
        return [one["name"] for one in self.page.read(f"{self.film}/leftovers")["files"]]

    def step(self, kind: str) -> dict[str, Any]:
        digest = self.page.read(f"{self.film}/text")["digest"]
        return dict(self.page.do(f"{self.film}/{kind}", {"digest": digest}))

    def set_aside(self, *names: Any, status: int = 200) -> dict[str, Any]:
        digest = self.page.read(f"{self.film}/text")["digest"]
        sent = {"digest": digest, "names": list(names)}
        return dict(self.page.do(f"{self.film}/set-aside", sent, status))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    path = write_project(tmp_path / "projet", FILM)
    for name in ("quai.png", "rade.png"):
        Image.new("RGB", (40, 30), "navy").save(path.parents[1] / "media" / name)
    with studios(tmp_path / "cache") as opened:
        page = Page(opened(tmp_path / "projet").address)
        [one] = page.read("/api/films")["films"]
        yield Room(page=page, film=f"/api/films/{one['film']}", path=path)


def test_what_was_replaced_is_listed_set_aside_and_back_again(room: Room) -> None:
    before = (room.media / "rade.png").read_bytes()
    assert room.names == ["rade.png"]
    change = room.set_aside("rade.png")
    assert change["lot"].startswith("trash/")
    assert (room.path.parents[1] / change["lot"] / "rade.png").read_bytes() == before
    assert not (room.media / "rade.png").exists()
    assert (room.names, change["slides"]) == ([], {})
    assert room.page.read(room.film)["undo"].startswith("set-aside ")
    room.step("undo")
    assert (room.media / "rade.png").read_bytes() == before
    room.step("redo")
    assert room.names == []
    assert not (room.media / "rade.png").exists()
    room.step("undo")
    assert room.names == ["rade.png"]
    assert room.path.read_text("utf-8") == FILM


def test_a_step_back_to_before_a_picture_was_replaced_finds_it(room: Room) -> None:
    change = put(room.page, room.film, "un", ["image", "file"], "rade.png")
    assert room.names == ["quai.png"]
    room.set_aside("quai.png")
    room.step("undo")
    room.step("undo")
    assert "quai.png" in room.path.read_text("utf-8")
    assert (room.media / "quai.png").is_file()
    put(room.page, room.film, "un", ["image", "file"], "rade.png")
    room.set_aside("quai.png")
    # Another program takes the film back: no journal tells what was set aside.
    (room.path.parents[1] / ".recit").rename(room.path.parents[1] / ".ailleurs")
    put(room.page, room.film, "un", ["caption"], "Le quai de quai.png")
    put(room.page, room.film, "un", ["caption"], "Le quai")
    room.step("undo")
    assert (room.media / "quai.png").is_file()
    assert change["digest"]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("storyboards/autre.yaml", FILM.replace("quai.png", "rade.png")),
        ("storyboards/faux.yaml", FILM.replace("quai.png", "RADE.png") + "    surprise: 1\n"),
        ("storyboards/note.yaml", FILM + "# à la place de rade.png\n"),
        ("autre-dossier/film.yml", FILM.replace("quai.png", '"\\x72ade.png"')),
        ("storyboards/themes/mien.yaml", "logo: rade.png\n"),
        ("recit.toml", '[film]\nposter = "rade.png"\n'),
        ("clips/vue.py", 'NAME = "rade.png"\n'),
    ],
    ids=["film", "mistakes", "comment", "escaped", "theme", "settings", "clip"],
)
def test_what_any_text_of_the_project_names_is_in_use(room: Room, place: str, text: str) -> None:
    assert room.names == ["rade.png"]
    other = room.path.parents[1] / place
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_text(text, encoding="utf-8")
    assert room.names == []
    refused = room.set_aside("rade.png", status=422)
    assert refused["error"]["code"] == "file-in-use"
    assert (room.media / "rade.png").is_file()


def test_while_a_text_can_t_be_read_nothing_is_offered(room: Room) -> None:
    broken = room.path.with_name("casse.yaml")
    broken.write_text('slides: [{file: "ra', encoding="utf-8")
    told = room.page.read(f"{room.film}/leftovers")
    assert (told["files"], "storyboards/casse.yaml" in told["why"]) == ([], True)
    room.set_aside("rade.png", status=422)
    assert (room.media / "rade.png").is_file()


def test_nothing_of_another_s_is_moved_or_written_over(room: Room) -> None:
    outside = room.path.parents[2] / "ailleurs.png"
    Image.new("RGB", (40, 30), "red").save(outside)
    (room.media / "lien.png").symlink_to(outside)
    (room.media / "voix.wav").write_bytes(tone())
    (room.media / "notes.txt").write_text("à moi", encoding="utf-8")
    assert room.names == ["rade.png", "voix.wav"]
    for names in (["lien.png"], ["../ailleurs.png"], ["notes.txt"], ["quai.png"], [3], []):
        room.set_aside(*names, status=422)
    room.set_aside("rade.png")
    Image.new("RGB", (50, 50), "green").save(room.media / "rade.png")
    kept = (room.media / "rade.png").read_bytes()
    room.step("undo")
    assert (room.media / "rade.png").read_bytes() == kept, "another's file has its name by now"
    assert list((room.path.parents[1] / "trash").rglob("rade.png"))
    (room.path.parents[1] / "trash").rename(room.path.parents[1] / "corbeille")
    (room.path.parents[1] / "trash").symlink_to(outside.parent)
    assert room.set_aside("voix.wav", status=422)["error"]["code"] == "path-outside-project"
    assert (room.media / "voix.wav").is_file()


def test_each_is_shown_small_and_nothing_else_is(room: Room) -> None:
    shown = room.page.get(f"{room.film}/media?name=rade.png")
    assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")
    for name in ("absent.png", "../recit.toml", "voix.wav"):
        assert room.page.get(f"{room.film}/media?name={name}").status == 404


def test_rights_are_told_under_keys_that_can_be_written_as_they_are(tmp_path: Path) -> None:
    addresses = {"source_url": "https://a.example.org/1", "record": "https://a.example.org/2"}
    day, permission = date(2031, 5, 8), Permission(giver="X", date=date(2026, 1, 2), document="D")
    told = rights_json(
        Rights(
            **dict.fromkeys(("title", "author", "holder", "reference", "credit"), "mot"),
            **addresses,
            date="1944",
            license="CC-BY-4.0",
            restrictions="aucune",
            modified="recadrée",
            expires=day,
            permission=permission,
        )
    )
    assert {key: told[key] for key in addresses} == addresses
    assert told.keys() == {one.name for one in fields(Rights)} - {"permission"}
    image = f"image: {{file: a.jpg, alt: Un quai., rights: {json.dumps(told)}}}"
    path = write_project(tmp_path, FILM.replace("image: {file: quai.png, alt: Un quai.}", image))
    Image.new("RGB", (320, 180)).save(tmp_path / "media" / "a.jpg")
    [slide, *_] = load_storyboard(path).slides
    assert slide.visual.rights.source_url == addresses["source_url"]


def test_a_file_that_goes_while_the_list_is_made_is_not_listed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    (room.media / "reste.png").write_bytes(b"")
    names = leftovers._unused

    def then_one_goes(root: Path) -> dict[str, Path]:
        return {**names(root), "parti.png": root / "media" / "parti.png"}

    monkeypatch.setattr(leftovers, "_unused", then_one_goes)
    assert "reste.png" in room.names
    assert "parti.png" not in room.names
