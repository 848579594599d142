"""By keys alone: nothing lies over what has the focus, parts are near, an undo is seen and said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import PATIENCE_MS, never, until
from tests.studio.test_page import Open, film, go, narration, open_page, project, running, saved

__all__ = ["film", "open_page", "project", "running"]

pytestmark = pytest.mark.browser

SLIDE = "document.querySelector('.slide[aria-current]')?.parentNode.dataset.key"
WHERE = "document.activeElement.closest('.slides, .text, .preview, .foot')?.className"

COVERED = """() => {
    const focus = document.activeElement;
    const hidden = focus.matches(".visually-hidden");
    const box = (hidden ? focus.parentNode : focus).getBoundingClientRect();
    const sticky = ".bar, .unsaved, .switcher, .slides .tools, .stage, .foot";
    const over = [...document.querySelectorAll(sticky)]
        .filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position))
        .filter((one) => !one.contains(focus) && one.checkVisibility())
        .map((one) => [one, one.getBoundingClientRect()])
        .filter(([, { top, bottom, left, right }]) =>
            Math.min(bottom, box.bottom) - Math.max(top, box.top) > 1
            && Math.min(right, box.right) - Math.max(left, box.left) > 1);
    const name = focus.ariaLabel ?? focus.labels?.[0]?.textContent ?? focus.textContent;
    return { name: `${focus.tagName} ${name}`.slice(0, 60), tall: box.height > innerHeight / 3,
        part: focus.closest(".slides, .text, .preview, .foot, .bar")?.className ?? "",
        seen: box.bottom > 0 && box.top < innerHeight,
        over: over.map(([one]) => one.className) };
}"""
"""What has the focus, and what that sticks to an edge lies over any of it."""


def passed_by(window: Any, key: str, part: str, most: int = 150) -> list[dict[str, Any]]:
    """Each control of *part* that *key* comes to; those that are not whole to be seen."""
    wrong, seen = [], 0
    for _ in range(most):
        window.keyboard.press(key)
        told = window.evaluate(COVERED)
        if told["part"].split(" ")[0] != part:
            if seen:
                break
            continue
        seen += 1
        if (told["over"] and not told["tall"]) or not told["seen"]:
            wrong.append(told)
    assert seen > 15, f"{seen} controls of {part}"
    return wrong


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_control_of_a_map_s_form_is_covered_by_what_sticks_to_an_edge(
    open_page: Open, film: Path, width: int, key: str
) -> None:
    window = open_page(viewport={"width": width, "height": 800})
    go(window, film, slide="trois")
    window.locator("[data-key=trois] > .slide[aria-current]").wait_for(state="attached")
    if width < 900:
        window.locator(".switcher").get_by_role("button", name="Picture").click()
    panel = window.locator(".preview")
    panel.locator(".framing").wait_for()
    panel.locator(".stage img[src^=blob]").wait_for()
    for fold in ("details", "details details"):
        panel.locator(fold).evaluate_all("all => all.forEach((one) => { one.open = true; })")
    if key == "Tab":
        panel.locator("h2").first.focus()
    else:
        panel.locator("summary").last.focus()
    wrong = passed_by(window, key, "preview")
    assert not wrong, wrong


def test_a_map_that_would_leave_no_room_under_it_doesn_t_stay_in_sight(
    open_page: Open, film: Path
) -> None:
    window = open_page(viewport={"width": 1280, "height": 800})
    go(window, film, slide="trois")
    stage = window.locator(".preview .stage")
    window.locator(".framing").wait_for()
    position = "node => getComputedStyle(node).position"
    until(window, lambda: stage.evaluate(position) == "sticky", "it stays")
    window.set_viewport_size({"width": 1280, "height": 560})
    until(window, lambda: stage.evaluate(position) == "static", "it goes with the form")
    window.set_viewport_size({"width": 1280, "height": 800})
    until(window, lambda: stage.evaluate(position) == "sticky", "it stays again")


def test_slides_and_texts_are_not_covered_either(open_page: Open, film: Path) -> None:
    more = "".join(
        f"  - {{id: s{n}, card: {{title: Vue {n}}}, narration: Il pleut encore.}}\n"
        for n in range(12)
    )
    film.write_text(film.read_text("utf-8") + more, "utf-8")
    window = open_page(viewport={"width": 360, "height": 640})
    go(window, film, slide="un")
    assert passed_by(window, "Tab", "text", 60) == []
    window.set_viewport_size({"width": 1280, "height": 640})
    window.locator(".slide").last.focus()
    assert passed_by(window, "Shift+Tab", "slides", 30) == []


def test_an_undo_says_what_and_where_and_goes_there(open_page: Open, film: Path) -> None:
    window = open_page(locale="fr-FR")
    go(window, film, slide="deux")
    words = narration(window, "deux")
    words.click()
    window.keyboard.press("Control+End")
    window.keyboard.type(" Enfin.")
    until(window, lambda: "pris. Enfin." in film.read_text("utf-8"), "written")
    saved(window)
    window.reload()
    window.locator("[data-key=trois] > .slide").click()
    narration(window, "trois").click()
    window.keyboard.press("Control+z")
    told = window.locator("#toasts .toast")
    expect(told).to_contain_text("Annulé : ce qui a été tapé, vue 2", timeout=PATIENCE_MS)
    until(window, lambda: "Enfin" not in film.read_text("utf-8"), "undone")
    until(window, lambda: window.evaluate(SLIDE) == "deux", "shown")
    inside = "document.activeElement.closest('.block')?.dataset.key"
    assert window.evaluate(inside) == "deux", "whoever writes goes on there"
    seen = words.bounding_box()
    assert 0 < seen["y"] < 800
    window.keyboard.press("Control+Shift+z")
    expect(told).to_contain_text("Rétabli : ce qui a été tapé, vue 2", timeout=PATIENCE_MS)
    assert told.count() == 1
    window.go_back()
    until(window, lambda: window.evaluate(SLIDE) == "trois", "Back goes where one was")


def test_an_undo_of_slides_goes_to_the_one_that_is_back_and_of_settings_to_none(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, slide="un")
    told = window.locator("#toasts .toast")
    window.locator("[data-key=trois] > .slide").focus()
    window.keyboard.press("Delete")
    window.get_by_role("dialog").get_by_role("button", name="Delete").click()
    window.locator("[data-key=trois]").first.wait_for(state="detached")
    saved(window)
    window.locator("[data-key=un] > .slide").click()
    window.locator("[data-key=un] > .slide").press("Alt+ArrowDown")
    window.get_by_text("Now slide 2").wait_for(state="attached")
    window.locator("[data-key=un] > .slide").click()
    window.get_by_role("button", name="Undo: ").click()
    expect(told).to_contain_text("Undone: a slide moved, slide 2", timeout=PATIENCE_MS)
    until(window, lambda: window.evaluate(SLIDE) == "deux", "one of the two that changed places")
    window.get_by_role("button", name="Undo: ").click()
    expect(told).to_contain_text("Undone: a slide deleted, slide 3", timeout=PATIENCE_MS)
    until(window, lambda: window.evaluate(SLIDE) == "trois", "the one that is back")
    window.get_by_role("button", name="Settings").click()
    window.get_by_role("dialog").get_by_label("Subtitle").fill("Juin")
    until(window, lambda: "subtitle: Juin" in film.read_text("utf-8"), "written")
    saved(window)
    window.keyboard.press("Escape")
    window.get_by_role("button", name="Undo: ").click()
    expect(told).to_contain_text("Undone: what was typed", timeout=PATIENCE_MS)
    expect(told).not_to_contain_text("slide", timeout=PATIENCE_MS)
    assert window.evaluate(SLIDE) == "trois"


def test_one_key_leads_from_a_text_to_its_slide_s_picture_and_on(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, slide="deux")
    narration(window, "deux").click()
    for key, part in (
        ("F6", "preview"), ("F6", "foot"), ("Shift+F6", "preview"), ("Shift+F6", "text"),
        ("Shift+F6", "slides"), ("F6", "text"),
    ):  # fmt: skip
        window.keyboard.press(key)
        until(window, lambda part=part: window.evaluate(WHERE) == part, f"{key}: {part}")
    expect(window.locator(".preview h2").first).to_contain_text("Slide 2", timeout=PATIENCE_MS)


def test_tab_passes_by_texts_and_stays_on_the_slide(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="trois")
    narration(window, "trois").click()
    until(window, lambda: window.evaluate(SLIDE) == "trois", "here")
    inside = "document.activeElement.closest('.block')?.dataset.key"
    for _ in range(40):
        window.keyboard.press("Shift+Tab")
        if window.evaluate(inside) == "un":
            break
    else:
        pytest.fail("never came to the first text")
    narration(window, "un").focus()
    never(window, lambda: window.evaluate(SLIDE) != "trois", "another slide")
    link = window.locator(".skips").get_by_role("button", name="Picture: slide 3")
    link.focus()
    window.keyboard.press("Enter")
    until(window, lambda: window.evaluate(WHERE) == "preview", "its picture")
    expect(window.locator(".preview h2").first).to_contain_text("Slide 3", timeout=PATIENCE_MS)
    # Whoever does something there is there.
    window.keyboard.press("Shift+Tab")
    narration(window, "un").focus()
    window.keyboard.press("F6")
    expect(window.locator(".preview h2").first).to_contain_text("Slide 1", timeout=PATIENCE_MS)


def test_escape_ends_the_adding_of_places(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="trois")
    window.locator(".framing").wait_for()
    adding = window.get_by_role("button", name="Add a place by clicking on the map")
    adding.click()
    window.locator("studio-canvas.adding").wait_for()
    window.keyboard.press("Escape")
    window.locator("studio-canvas.adding").wait_for(state="detached")
    assert adding.get_attribute("aria-pressed") == "false"
    window.locator(".preview .ground").click()
    never(window, lambda: film.read_text("utf-8").count("name:") > 1, "a place")
