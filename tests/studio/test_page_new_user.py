"""What stopped a new user of the studio, who had only the guide, and stays mended."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image
from playwright.sync_api import expect

from tests.browser import until
from tests.importing import offices
from tests.studio.test_page import (
    _DROP_DOCUMENTS,
    Open,
    film,
    go,
    open_page,
    project,
    running,
    saved,
)

__all__ = ["film", "open_page", "project", "running"]

pytestmark = pytest.mark.browser

PASTE = """(input, text) => {
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste" }));
}"""
READ = "([how, ...words]) => import('/page/coordinates.js').then((all) => all[how](...words))"


def slide_of(path: Path, known_as: str) -> dict[str, Any]:
    slides = yaml.safe_load(path.read_text(encoding="utf-8"))["slides"]
    return next(dict(slide) for slide in slides if slide["id"] == known_as)


def places(path: Path) -> list[dict[str, Any]]:
    return list(slide_of(path, "trois")["map"]["places"])


# Where a place is.


PLACES: list[tuple[str, list[float] | None]] = [
    ("49.1803, -0.1846", [49.1803, -0.1846]),
    ("49,1803; -0,1846", [49.1803, -0.1846]),
    ("49,1803, -0,1846", [49.1803, -0.1846]),
    ("(49.1803 \u22120.1846)", [49.1803, -0.1846]),
    ("49°10′49″ N 0°11′5″ O", [49.18028, -0.18472]),
    ("49°10'49.1\"N 0°11'04.6\"W", [49.18031, -0.18461]),
    ("N 49° 10,5', E 2° 30'", [49.175, 2.5]),
    ("0,1846° ouest, 49,1803° nord", [49.1803, -0.1846]),
    ("https://www.openstreetmap.org/#map=14/49.1803/-0.1846", [49.1803, -0.1846]),
    ("https://maps.example.org/maps/@49.1803,-0.1846,14z", [49.1803, -0.1846]),
    ("49°10′49″N,0°11′5″W", [49.18028, -0.18472]),
    ("49.1803", None),
    ("1,7", None),
    ("49°70′ N 0°11′ O", None),
    ("149.1803, -0.1846", None),
    ("49.1 N, 48.2 N", None),
    ("Troarn, 3 km", None),
    ("", None),
]


def test_a_place_is_read_as_map_sites_and_people_write_it(open_page: Open) -> None:
    window = open_page()
    read = {text: window.evaluate(READ, ["coordinates", text]) for text, _ in PLACES}
    assert read == dict(PLACES)


def test_a_place_has_its_latitude_and_longitude_and_takes_both_from_the_clipboard(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, slide="trois")
    rows = window.locator(".fields details", has_text="Places").first
    rows.locator("summary").first.click()
    rows.locator(".row-item summary").first.click()
    latitude, longitude = rows.get_by_label("Latitude"), rows.get_by_label("Longitude")
    expect(latitude).to_have_value("49.639")
    expect(longitude).to_have_value("-1.616")
    text = film.read_text(encoding="utf-8")
    latitude.fill("")
    latitude.evaluate(PASTE, "49°30′ N 1°15′ O")
    until(window, lambda: places(film)[0]["at"] == [49.5, -1.25], "both at once")
    expect(longitude).to_have_value("-1.25")
    saved(window)
    # The map tells it of the place itself, for who doesn't see it too.
    window.get_by_role("button", name="Cherbourg: 49.5° N, 1.25° W").wait_for()
    window.get_by_role("button", name=re.compile("^Undo")).click()
    until(window, lambda: film.read_text(encoding="utf-8") == text, "one step")
    expect(latitude).to_have_value("49.639")  # the page has it, too
    longitude.fill("-1,7")
    longitude.blur()
    until(window, lambda: places(film)[0]["at"] == [49.639, -1.7], "one of them")
    longitude.fill("est")
    longitude.blur()
    rows.get_by_text("Degrees, as in 49.1803, -0.1846").wait_for()
    assert places(film)[0]["at"] == [49.639, -1.7]


def test_the_map_tells_where_the_pointer_is_and_its_middle(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="trois")
    where = window.locator(".where")
    expect(where).to_contain_text(re.compile(r"In the middle: 49\.4\d+° N, 1\.5\d+° W"))
    ground = window.locator("studio-canvas .ground").bounding_box()
    window.mouse.move(ground["x"] + ground["width"] * 0.9, ground["y"] + ground["height"] * 0.1)
    expect(where).to_contain_text(re.compile(r"Under the pointer: 49\.\d+° N, 1\.\d+° W"))
    east = float(where.text_content().rpartition(", ")[2].split("°")[0])
    assert east < 1.4, "what lies to the right lies in the east"
    window.mouse.move(5, 5)
    expect(where).to_contain_text("In the middle")


def test_towns_are_told_where_they_lie_and_a_lone_place_is_framed_with_some(
    open_page: Open, film: Path
) -> None:
    text = film.read_text(encoding="utf-8").replace(
        "Cherbourg, at: [49.639, -1.616]", "Troarn, at: [49.178, -0.182]"
    )
    film.write_text(text, encoding="utf-8")
    window = open_page()
    go(window, film, slide="trois")
    towns = window.locator("studio-canvas .landmarks span")
    expect(towns.filter(has_text="Saint-Lô")).to_have_count(0)
    towns.filter(has_text="Cherbourg").wait_for()
    window.get_by_role("button", name="Fit what is placed").click()
    caen = towns.filter(has_text="Caen")
    caen.wait_for()
    place = window.get_by_role("button", name=re.compile("^Troarn: "))
    place.wait_for()
    until(window, lambda: caen.bounding_box()["x"] < place.bounding_box()["x"] - 20, "to the west")
    assert abs(caen.bounding_box()["y"] - place.bounding_box()["y"]) < 40
    expect(towns.filter(has_text="Troarn")).to_have_count(0)  # the film names it itself


def test_a_place_that_is_known_is_offered_by_name_and_put_where_it_is(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, slide="trois")
    window.get_by_role("button", name=re.compile("^Cherbourg: ")).wait_for()
    rows = window.locator(".fields details", has_text="Places").first
    rows.locator("summary").first.click()
    rows.get_by_role("button", name="Add", exact=True).click()
    until(window, lambda: len(places(film)) == 2, "added")
    view = slide_of(film, "trois")["map"]["view"]
    middle = [(view["south"] + view["north"]) / 2, (view["west"] + view["east"]) / 2]
    assert places(film)[1]["at"] == pytest.approx(middle, abs=0.05), (
        "in the middle of what is shown"
    )
    name = rows.locator(".row-item").nth(1).get_by_label("Name *", exact=True)
    expect(name).to_be_focused()
    window.keyboard.type("Troar")
    offered = rows.locator(".row-item").nth(1).locator("datalist option")
    until(
        window, lambda: "Troarn" in [one.get_attribute("value") for one in offered.all()], "named"
    )
    window.keyboard.type("n")
    name.blur()
    until(window, lambda: places(film)[1]["at"] == [49.178, -0.182], "where it is")
    # It lies beside what is shown, and that is said; what frames it shows it.
    rows.get_by_text("It lies outside what the map shows.").wait_for()
    rows.get_by_role("button", name="Fit what is placed").click()
    until(window, lambda: slide_of(film, "trois")["map"]["view"]["east"] > -0.182, "framed")
    # A place that has its name is moved by nobody's word but the button's.
    name.fill("Caen")
    button = rows.get_by_role(
        "button", name=re.compile("^Put it where Caen is: 49.186° N, 0.359° W")
    )
    button.wait_for()
    name.blur()
    saved(window)
    assert places(film)[1] == {"name": "Caen", "at": [49.178, -0.182]}
    button.click()
    until(window, lambda: places(film)[1]["at"] == [49.186, -0.359], "moved")


# What a slide shows.

DROP = """([selector, name, type, data]) => {
    const target = document.querySelector(selector);
    const files = new DataTransfer();
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    files.items.add(new File([bytes], name, { type }));
    for (const what of ["dragover", "drop"]) {
        const way = { dataTransfer: files, bubbles: true, cancelable: true };
        target.dispatchEvent(new DragEvent(what, way));
    }
}"""
NOTED = """    # ma note : le titre est de moi
    card: {title: Un titre}
"""


def photograph(tmp_path: Path) -> str:
    path = tmp_path / "rade.png"
    Image.new("RGB", (320, 200), (120, 90, 60)).save(path)
    return base64.b64encode(path.read_bytes()).decode()


@pytest.mark.parametrize(
    "target",
    [
        ".preview studio-canvas",
        '.slides [data-key="un"] > .slide',
        '.block[data-key="un"] .narration',
    ],
)
def test_a_photograph_dropped_on_a_card_takes_its_place_and_nothing_else_changes(
    open_page: Open, film: Path, tmp_path: Path, target: str
) -> None:
    text = film.read_text(encoding="utf-8").replace("    card: {title: Un titre}\n", NOTED)
    film.write_text(text, encoding="utf-8")
    window = open_page()
    go(window, film, slide="un")
    window.locator(".preview studio-canvas > img[src]").wait_for()
    drop = [target, "rade.png", "image/png", photograph(tmp_path)]
    window.evaluate(DROP, drop)
    window.get_by_role("button", name="No, leave it").click()
    assert film.read_text(encoding="utf-8") == text
    window.evaluate(DROP, drop)
    window.get_by_role("button", name="Change").click()
    until(window, lambda: "image" in slide_of(film, "un"), "it shows it")
    now = film.read_text(encoding="utf-8")
    name = slide_of(film, "un")["image"]["file"]
    assert now == text.replace("card: {title: Un titre}", f"image:\n      file: {name}")
    window.locator(".preview h2", has_text="Photograph").wait_for()
    window.get_by_role("button", name=re.compile("^Undo")).click()
    until(window, lambda: film.read_text(encoding="utf-8") == text, "in one step")


def test_what_a_slide_shows_is_changed_by_its_kind(open_page: Open, film: Path) -> None:
    window, text = open_page(), film.read_text(encoding="utf-8")
    go(window, film, slide="deux")
    kinds = window.get_by_label("Kind of slide")
    expect(kinds).to_have_value("image")
    kinds.select_option("card")
    window.get_by_role("button", name="Change").click()
    until(window, lambda: "card" in slide_of(film, "deux"), "a card")
    slide = slide_of(film, "deux")
    assert sorted(slide) == ["caption", "card", "id", "narration"]
    window.get_by_role("button", name="Undo: what a slide shows").click()
    until(window, lambda: film.read_text(encoding="utf-8") == text, "in one step")
    go(window, film, slide="un")
    kinds.select_option("map")
    window.get_by_role("button", name="Change").click()
    until(window, lambda: "map" in slide_of(film, "un"), "a map")
    assert slide_of(film, "un")["chapter"] == "Premier"


# Rights.


def test_the_table_of_rights_says_what_is_so_now(open_page: Open, film: Path) -> None:
    told = "alt: Un quai., rights: {author: Inconnu, holder: Archives, license: CC-PDM-1.0}"
    text = film.read_text(encoding="utf-8").replace("alt: Un quai.", told)
    film.write_text(text, encoding="utf-8")
    window = open_page()
    go(window, film, tab="rights")
    author = window.get_by_label("Author, slide 2")
    row = window.locator(".rights tbody tr", has=author)
    expect(author).to_have_value("Inconnu")
    author.fill("")
    until(window, lambda: "author" not in slide_of(film, "deux")["image"]["rights"], "erased")
    saved(window)
    licence = window.get_by_label("Licence, slide 2")
    licence.select_option("")
    expect(row).to_contain_text("has no licence")
    expect(row).not_to_contain_text("has no rights")
    assert author.get_attribute("placeholder") == "", "the file says nothing"
    assert licence.locator("option").first.text_content() == "—"
    licence.select_option("CC-BY-4.0")
    expect(row.locator(".wrong")).to_have_count(0)


# Imports, publishing.


def test_a_text_that_would_change_a_film_says_so_and_asks(
    open_page: Open, project: Path, tmp_path: Path
) -> None:
    window = open_page()
    path = project / "storyboards" / "la-rade.yaml"

    def bring(words: str) -> None:
        offices.paragraphs(tmp_path / "a.docx", [("", "#La rade"), ("", words)])
        data = base64.b64encode((tmp_path / "a.docx").read_bytes()).decode()
        window.evaluate("location.hash = ''")
        window.locator(".library").wait_for()
        window.evaluate(_DROP_DOCUMENTS, [["La rade.docx", data]])

    bring(offices.ASSAULT)
    until(window, path.is_file, "made")
    window.locator(".tabs").wait_for()
    before = path.read_text(encoding="utf-8")
    changed = offices.ASSAULT.replace("quatre jours", "cinq jours")
    bring(changed)
    box = window.get_by_role("dialog")
    expect(box).to_contain_text("Other words (1)")
    expect(box.locator("ins")).to_contain_text("cinq")
    box.get_by_role("button", name="No, leave it").click()
    assert path.read_text(encoding="utf-8") == before
    bring(changed)
    box.get_by_role("button", name="Bring it in").click()
    until(window, lambda: "cinq jours" in path.read_text(encoding="utf-8"), "brought in")
    bring(changed)
    window.get_by_text("has this text already: nothing was changed").wait_for()


def test_the_address_on_the_site_is_asked_before_the_film_is_published(
    open_page: Open, film: Path, project: Path
) -> None:
    text = film.read_text(encoding="utf-8")
    film.write_text(
        text.replace(
            "image: {file: quai.jpg, alt: Un quai., focus: [0.5, 0.3]}", "card: {title: Le quai}"
        ),
        encoding="utf-8",
    )
    window = open_page()
    go(window, film)
    window.get_by_role("button", name="Publish…").last.click()
    box = window.get_by_role("dialog")
    field = box.get_by_label("Address of the films on your site")
    field.wait_for()
    # What is wrong with it is told in the words of the page.
    field.fill("www.example.org")
    field.blur()
    wrong = box.locator(".of-field")
    expect(wrong).to_contain_text("“Address of the films on your site” wants")
    assert "base_url" not in wrong.text_content()
    field.fill("https://www.example.org/films/")
    field.blur()
    config = project / "recit.toml"
    until(
        window,
        lambda: config.is_file() and "example.org/films/" in config.read_text("utf-8"),
        "kept",
    )
    config.unlink()


def test_a_remedy_names_the_field_that_is_on_the_page(open_page: Open, film: Path) -> None:
    text = film.read_text(encoding="utf-8")
    film.write_text(
        text.replace("south: 49.26, north: 49.72", "south: 49.72, north: 49.26"), encoding="utf-8"
    )
    window = open_page()
    go(window, film, slide="trois")
    remedy = window.locator(".preview .problems .remedy").first
    expect(remedy).to_contain_text("It is put right here, under “What the map shows”")
    assert "YAML" not in remedy.text_content()
