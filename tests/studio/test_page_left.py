"""What has been left does nothing more: windows over a film, what was asked of it, what it said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from renderer.studio.session import Session
from tests.browser import PATIENCE_MS, never, until
from tests.studio.test_page import (
    FILM,
    Open,
    film,
    go,
    narration,
    open_page,
    project,
    running,
    saved,
)

__all__ = ["film", "open_page", "project", "running"]

pytestmark = pytest.mark.browser


@pytest.fixture
def other(film: Path) -> Any:
    path = film.with_name("un-autre.yaml")
    text = FILM.format(slug="un-autre").replace("Un essai", "Un autre")
    path.write_text(text, encoding="utf-8")
    yield path
    path.unlink()


def to_the_other(window: Any) -> None:
    """By Back to the list, then to the other film."""
    window.go_back()
    window.get_by_role("heading", level=1, name="Films").wait_for()
    window.get_by_role("link", name="Un autre").click()
    window.get_by_role("heading", level=1, name="Un autre").wait_for()


OPENED = [
    ("Settings", None),
    ("Publish…", "ready"),
    ("Watch", "draft"),
    ("Delete", None),
]


@pytest.mark.parametrize(("button", "answer"), OPENED, ids=[name for name, _ in OPENED])
def test_a_window_is_never_over_another_film(
    open_page: Open, film: Path, other: Path, button: str, answer: str | None
) -> None:
    window = open_page()
    held: list[Any] = []
    if answer:
        window.route(f"**/{answer}", lambda route: held.append(route))
    go(window, film)
    saved(window)
    window.get_by_role("button", name=button).last.click()
    if answer:
        until(window, lambda: held, "asked, and not answered yet")
    else:
        window.get_by_role("dialog").wait_for()
    to_the_other(window)
    for route in held:
        route.continue_()
    never(window, lambda: window.get_by_role("dialog").count(), "a window over another film")
    window.get_by_role("button", name="Settings").click()
    expect(window.get_by_role("dialog").get_by_label("Title", exact=False).first).to_have_value(
        "Un autre", timeout=PATIENCE_MS
    )


def test_what_is_left_of_a_window_does_nothing_to_the_film_it_was_about(
    open_page: Open, film: Path, other: Path, running: Session
) -> None:
    window = open_page()
    asked: list[str] = []
    text = film.read_text("utf-8")
    credited = "alt: Un quai., rights: {author: Untel, license: CC0-1.0},"
    film.write_text(text.replace("alt: Un quai.,", credited), "utf-8")
    window.on("request", lambda one: asked.append(one.url) if one.method == "POST" else None)
    go(window, film)
    saved(window)
    before = [one.read_bytes() for one in (film, other)]
    keep = "document.querySelector('dialog .main, dialog [type=checkbox], dialog textarea')"
    for button in ("Publish…", "Settings"):
        window.get_by_role("button", name=button).last.click()
        window.get_by_role("dialog").wait_for()
        window.evaluate(f"(window.left ??= []).push({keep})")
        window.get_by_role("dialog").get_by_role("button", name="Close").click()
        window.get_by_role("dialog").wait_for(state="detached")
    to_the_other(window)
    asked.clear()
    window.evaluate("window.left[0].click()")
    refused = (
        window.locator("#toasts")
        .get_by_text("isn’t")
        .or_(window.locator("#toasts").get_by_text("isn't the one on the page any more"))
    )
    refused.wait_for()
    window.evaluate("""() => {
        const [, field] = window.left;
        field.value = "Rien";
        for (const name of ["input", "change"]) field.dispatchEvent(new Event(name));
        field.click();
    }""")
    never(window, lambda: [one.read_bytes() for one in (film, other)] != before, "written")
    acts = [one for one in asked if one.rpartition("/")[2] in ("publish", "edits")]
    assert acts == []
    # Nor does it wait in the browser until the film is opened again.
    window.go_back()
    go(window, film)
    saved(window)
    never(window, lambda: film.read_bytes() != before[0], "written later")


def test_what_is_being_typed_in_a_field_is_kept_when_one_goes_back(
    open_page: Open, film: Path, other: Path
) -> None:
    window = open_page()
    go(window, film, slide="trois")
    saved(window)
    window.get_by_role("button", name="Settings").click()
    address = window.get_by_role("dialog").get_by_label("Subtitle")
    address.fill("Juin")
    to_the_other(window)
    until(window, lambda: "subtitle: Juin" in film.read_text("utf-8"), "in the file")
    assert "subtitle" not in other.read_text("utf-8")


def test_a_button_that_leads_to_a_field_leaves_the_keyboard_there(
    open_page: Open, film: Path
) -> None:
    film.write_text(film.read_text("utf-8").replace("alt: Un quai., ", ""), "utf-8")
    window = open_page()
    go(window, film)
    window.get_by_role("button", name="Publish…").last.press("Enter")
    box = window.get_by_role("dialog")
    worth = box.get_by_text("Worth a look before")
    if worth.count():
        worth.click()
    box.get_by_role("button", name="Go to slide 2").first.press("Enter")
    box.wait_for(state="detached")
    where = "document.activeElement.closest('.slides, .text, .preview, .foot')?.className"
    until(window, lambda: window.evaluate(where) == "preview", "at the slide's fields")
    never(window, lambda: window.evaluate(where) != "preview", "back at the foot")


def test_what_was_said_of_a_slide_is_put_away_with_it(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="deux")
    block = window.locator(".block[data-key=deux]")
    data = "new DataTransfer()"
    window.evaluate(f"""() => {{
        const data = {data};
        data.items.add(new File(["a"], "essai.docx", {{ type: "application/msword" }}));
        document.querySelector(".block[data-key=deux] .narration")
            .dispatchEvent(new DragEvent("drop", {{ dataTransfer: data, bubbles: true }}));
    }}""")
    block.locator(".status-line.wrong").get_by_text("is dropped").wait_for()
    narration(window, "trois").click()
    until(window, lambda: not block.locator(".status-line").inner_text(), "put away")


def test_what_was_said_of_a_picture_goes_with_an_undo(
    open_page: Open, film: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "sans-droits.jpg"
    Image.new("RGB", (400, 300), "olive").save(picture)
    window = open_page()
    go(window, film, slide="deux")
    panel = window.locator(".preview")
    panel.locator(".picture .drop input[type=file]").set_input_files(picture)
    said = panel.get_by_text("The file says nothing of its rights")
    said.wait_for()
    rights = panel.locator("details", has=window.get_by_text("Rights", exact=False)).filter(
        has=window.get_by_label("Author")
    )
    assert rights.first.evaluate("node => node.open"), "they are asked for"
    window.locator("h1").focus()
    window.keyboard.press("Control+z")
    said.wait_for(state="detached")
