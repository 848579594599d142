"""A document that is dropped on the studio becomes a film; dropped again, its changes go in."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.importing import offices
from tests.studio.client import Page


def dropped(page: Page, data: bytes, name: str, agreed: str = "") -> tuple[int, dict]:  # type: ignore[type-arg]
    kind = "application/octet-stream"
    answer = page.post(f"/api/imports?name={quote(name)}{agreed}", data, Content_Type=kind)
    return answer.status, json.loads(answer.body)


def test_a_dropped_document_becomes_a_film_and_its_changes_go_in(
    page: Page, place: Path, tmp_path: Path
) -> None:
    offices.paragraphs(tmp_path / "a.docx", [("", "#Le port"), ("", offices.ASSAULT)])
    status, told = dropped(page, (tmp_path / "a.docx").read_bytes(), "../La prise du port.docx")
    assert status == 200, told
    film = page.read(f"/api/films/{told['film']}")
    assert film
    path = place / "storyboards" / "la-prise-du-port.yaml"
    assert "Made from La prise du port.docx" in path.read_text("utf-8")
    changed = offices.ASSAULT.replace("quatre jours", "cinq jours")
    offices.paragraphs(tmp_path / "a.docx", [("", "#Le port"), ("", changed)])
    before = path.read_bytes()
    data = (tmp_path / "a.docx").read_bytes()
    status, told = dropped(page, data, "La prise du port.docx")
    assert status == 200
    assert told["asks"], "a film that is there isn't changed unasked"
    assert told["title"] == "Cherbourg"
    assert "cinq jours" in told["report"]["changed"][0]["now"]
    assert path.read_bytes() == before
    status, told = dropped(page, data, "La prise du port.docx", "&agreed")
    assert status == 200
    assert "cinq jours" in path.read_text("utf-8")
    assert (told["asks"], told["is_changed"]) == (False, True)
    # The same once more: there is nothing to ask.
    before = path.read_bytes()
    _, told = dropped(page, data, "La prise du port.docx")
    assert (told["asks"], told["is_changed"]) == (False, False)
    assert path.read_bytes() == before
    assert not list(place.glob("**/upload-*"))


@pytest.mark.parametrize("name", ["a.docx", "a.exe", "..", "", "a\0b.docx", "é" * 200 + ".docx"])
def test_what_is_no_document_is_refused_in_words(page: Page, place: Path, name: str) -> None:
    before = sorted((place / "storyboards").iterdir())
    status, told = dropped(page, b"\x00nothing", name)
    assert 400 <= status < 500
    assert told["error"]["code"].startswith("document-")
    assert sorted((place / "storyboards").iterdir()) == before


def test_a_picture_of_another_kind_is_told_what_is_taken(page: Page, place: Path) -> None:
    film = page.read("/api/films")["films"][0]["film"]
    slide = next(iter(page.read(f"/api/films/{film}")["slides"]))
    answer = page.post(
        f"/api/films/{film}/pictures?slide={slide}&name=a.bmp", b"x", Content_Type="image/bmp"
    )
    assert answer.status == 415
    told = json.loads(answer.body)["error"]["message"]
    assert "JPEG, PNG, TIFF" in told
    assert "image/bmp" not in told
