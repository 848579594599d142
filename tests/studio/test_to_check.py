"""What an import left to be checked: a list that the file itself holds, until each is checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from renderer.importing.settled_remarks import NO_ALT
from renderer.messages import tr
from renderer.messages.catalogue import speaking
from tests.importing import offices
from tests.preview.projects import write_project
from tests.studio.client import Page
from tests.studio.conftest import studios

REMARKED = """\
storyboard: 1
slug: {slug}
title: Un essai
language: fr
voice: {{engine: hum}}
slides:
  - id: un
    # to check: no picture in the text: a card stands here until there is one
    # to check: a map is possible instead, if these are the places that are meant
    # map:
    #   view: {{west: '-2', east: '-1', south: '49', north: '50'}}
    #   alt: Cherbourg.
    #   places:
    #     - name: Cherbourg
    #       at: ['49.639', '-1.616']
    #       kind: town
    card: {{title: Un titre}}
    # une note à moi
    # à voir\u00a0: le nom est-il juste
    narration: Bonjour à tous.
  - id: deux
    card: {{title: Deux}}
    narration: Fin.
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[tuple[Page, str, Path]]:
    """A studio, a film with remarks, its file."""
    path = write_project(tmp_path / "projet")
    path.write_text(REMARKED.format(slug="film"), encoding="utf-8")
    with studios(tmp_path / "cache") as opened:
        page = Page(opened(tmp_path / "projet").address)
        [film] = page.read("/api/films")["films"]
        assert film["to_check"] == 3
        yield page, f"/api/films/{film['film']}", path


def edit(room: tuple[Page, str, Path], **edit: Any) -> dict[str, Any]:
    page, film, _ = room
    digest = page.read(f"{film}/text")["digest"]
    told = page.do(f"{film}/edits", {"digest": digest, "edits": [edit]})
    return dict(told)


def whys(told: dict[str, Any]) -> list[str]:
    return [one["why"] for one in told["remarks"]]


def test_remarks_are_told_with_their_slides_and_these_bear_a_badge(
    room: tuple[Page, str, Path],
) -> None:
    page, film, _ = room
    told = page.read(film)
    assert [(one["slide"], one["proposes"]) for one in told["remarks"]] == [
        ("un", ""),
        ("un", "map"),
        ("un", ""),
    ]
    assert "check" in told["slides"]["un"]["badges"]
    assert "check" not in told["slides"]["deux"]["badges"]


def test_what_is_checked_leaves_the_file_and_undo_brings_it_back_byte_for_byte(
    room: tuple[Page, str, Path],
) -> None:
    page, film, path = room
    before = path.read_bytes()
    for left, why in (
        (2, "a map is possible instead, if these are the places that are meant"),
        (1, "le nom est-il juste"),
    ):
        told = edit(room, op="remark-checked", slide="un", why=why)
        assert len(told["remarks"]) == left
        assert why not in path.read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    assert "# map:" not in text, "what it proposed goes with it"
    assert "# une note à moi" in text
    told = edit(room, op="remark-checked", slide="un", why=whys(told)[0])
    assert told["remarks"] == []
    assert "check" not in told["slides"]["un"]["badges"]
    for _ in range(3):
        page.do(f"{film}/undo", {"digest": page.read(f"{film}/text")["digest"]})
    assert path.read_bytes() == before


def test_what_somebody_else_has_checked_already_is_no_mistake(
    room: tuple[Page, str, Path],
) -> None:
    _, _, path = room
    before = path.read_bytes()
    edit(room, op="remark-checked", slide="un", why="of another day")
    assert path.read_bytes() == before


def test_a_map_that_is_proposed_is_shown_in_place_of_the_card(
    room: tuple[Page, str, Path],
) -> None:
    page, film, path = room
    why = whys(page.read(film))[1]
    told = edit(room, op="remark-taken", slide="un", why=why)
    slide = told["slides"]["un"]
    assert slide["kind"] == "map"
    assert slide["fields"]["map"]["places"][0]["name"] == "Cherbourg"
    assert "card" not in slide["fields"]
    assert why not in whys(told)
    assert "# map:" not in path.read_text(encoding="utf-8")
    assert told["problems"] == []


@pytest.mark.parametrize(
    "act",
    [
        {"op": "remove", "slide": "un", "path": ["narration"]},
        {"op": "slide-copy", "id": "un"},
        {"op": "slide-move", "id": "un", "after": "deux"},
        {"op": "slide-rename", "id": "un", "to": "premier"},
    ],
    ids=lambda act: f"{act['op']} {act.get('path', [''])[0]}",
)
def test_no_other_edit_takes_a_remark_away(
    room: tuple[Page, str, Path], act: dict[str, Any]
) -> None:
    page, film, _ = room
    before = whys(page.read(film))
    assert set(whys(edit(room, **act))) == set(before)


def test_what_an_edit_does_is_asked_no_more_and_undo_asks_again(
    room: tuple[Page, str, Path],
) -> None:
    page, film, path = room
    before = path.read_bytes()
    card, *others = whys(page.read(film))
    told = edit(room, op="set", slide="un", path=["image"], value={"file": "a.jpg"})
    assert whys(told) == others
    page.do(f"{film}/undo", {"digest": told["digest"]})
    assert path.read_bytes() == before
    assert card in whys(page.read(film))


ASKED = """\
storyboard: 1
slug: film
title: Un essai
slides:
  - id: un
    image: {{file: quai.jpg{more}}}
    # à voir : quai.jpg n’a pas de texte alternatif : dites ce qu’elle montre
    # to check: whose picture is quai.jpg? its rights are needed
    # to check: the licence of autre.jpg isn't known
    narration: Bonjour.
"""


@pytest.mark.parametrize(
    ("path", "value", "left"),
    [
        (["image", "alt"], "Un quai.", ["whose", "the licence"]),
        (["image", "rights"], {"author": "A", "license": "CC-BY-4.0"}, ["quai", "the licence"]),
        (["image", "rights"], {"author": "A"}, ["quai", "whose", "the licence"]),
        (["image", "rights"], {"license": "CC-BY-4.0"}, ["quai", "whose", "the licence"]),
        (["image", "file"], "neuf.jpg", ["the licence"]),
        (["narration"], "Bonsoir.", ["quai", "whose", "the licence"]),
    ],
)
def test_alternative_text_and_rights_that_are_given_are_asked_for_no_more(
    room: tuple[Page, str, Path], path: list[str], value: Any, left: list[str]
) -> None:
    page, film, file = room
    no_alt = _in_french(NO_ALT, file="quai.jpg")
    text = ASKED.format(more="")
    start = text.index("    # à voir")
    stop = text.index("\n", start)
    file.write_text(f"{text[:start]}    # à voir : {no_alt}{text[stop:]}", encoding="utf-8")
    assert len(page.read(film)["remarks"]) == 3
    told = whys(edit(room, op="set", slide="un", path=path, value=value))
    # Of a picture that isn't there nothing is asked, but by whoever put it so.
    assert [one.startswith(part) for one, part in zip(told, left, strict=True)] == [True] * len(
        left
    )


def _in_french(message: str, **values: str) -> str:
    with speaking("fr"):
        return " ".join(tr(message, **values).split())


def test_with_a_slide_go_its_remarks(room: tuple[Page, str, Path]) -> None:
    assert whys(edit(room, op="slide-delete", id="un")) == []


def test_an_import_again_in_the_studio_says_what_remains(tmp_path: Path) -> None:
    write_project(tmp_path / "projet")
    with studios(tmp_path / "cache") as opened:
        page = Page(opened(tmp_path / "projet").address)
        offices.paragraphs(tmp_path / "a.docx", [("", "#Le port"), ("", offices.ASSAULT)])
        data = (tmp_path / "a.docx").read_bytes()
        told = []
        for _ in range(2):
            kind = "application/octet-stream"
            answer = page.post(f"/api/imports?name={quote('a.docx')}", data, Content_Type=kind)
            told.append(json.loads(answer.body))
        first, again = (one["report"] for one in told)
        remarks = page.read(f"/api/films/{told[0]['film']}")["remarks"]
        assert first["to_check"] == len(remarks) > 0
        assert (again["to_check"], again["still_to_check"]) == (0, len(remarks))
    with studios(tmp_path / "cache") as opened:  # the next day
        page = Page(opened(tmp_path / "projet").address)
        films = {one["file"]: one for one in page.read("/api/films")["films"]}
        assert films["storyboards/a.yaml"]["to_check"] == len(remarks)
