"""Going back: the browser's Back and Forward between films, tabs, slides; nothing typed is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import PATIENCE_MS, never, until
from tests.studio.test_page import FILM, Open, film, go, narration, open_page, project, running
from tests.studio.test_page_to_check import remarked

__all__ = ["film", "open_page", "project", "running"]

pytestmark = pytest.mark.browser

TAB = "document.querySelector('.tabs [aria-current]')?.dataset.tab"
SLIDE = "document.querySelector('.slide[aria-current]')?.parentNode.dataset.key"
FOCUS = "document.activeElement.textContent"
BELOW = """(([block, text]) => block.top - text.top)(
    [".block[data-key=deux]", ".workspace > .text"].map((one) =>
        document.querySelector(one).getBoundingClientRect()))"""


def stands(window: Any, tab: str, slide: str) -> None:
    """Wait until that tab is shown and the cursor is in that slide, in the address too."""
    until(window, lambda: (window.evaluate(TAB), window.evaluate(SLIDE)) == (tab, slide), tab)
    until(window, lambda: f"slide={slide}" in window.url, "in the address")
    assert ("tab=" in window.url) == (tab != "film")
    assert window.locator(".workspace").is_visible() == (tab == "film")
    assert window.locator(f".tab-{tab}").count() == (tab != "film")


def test_tabs_and_chosen_slides_are_steps_of_going_back(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    stands(window, "film", "un")
    window.locator("[data-key=deux] > .slide").click()
    # Where the cursor goes by itself, and where arrows pass, nobody goes back to.
    narration(window, "trois").click()
    stands(window, "film", "trois")
    window.locator("[data-key=trois] > .slide").focus()
    window.keyboard.press("ArrowUp")
    stands(window, "film", "deux")
    for tab in ("Words", "Rights"):
        window.get_by_role("link", name=tab, exact=True).click()
        stands(window, tab.lower(), "deux")
    window.get_by_label("Author, slide 2").wait_for()
    steps = [("words", "deux"), ("film", "deux"), ("film", "un")]
    for tab, slide in steps:
        window.go_back()
        stands(window, tab, slide)
    for tab, slide in [*reversed(steps[:-1]), ("rights", "deux")]:
        window.go_forward()
        stands(window, tab, slide)
    window.get_by_label("Author, slide 2").wait_for()
    window.locator(".tab-rights").get_by_role("link", name="2", exact=True).click()
    stands(window, "film", "deux")
    until(window, lambda: 0 <= window.evaluate(BELOW) < 60, "its text is where one looks")


def test_what_was_just_typed_is_not_lost_on_the_way_between_films(
    open_page: Open, film: Path, project: Path
) -> None:
    other = project / "storyboards" / "un-autre.yaml"
    text = FILM.format(slug="un-autre").replace("Un essai", "Un autre")
    other.write_text(text, encoding="utf-8")
    window = open_page()
    go(window, film, slide="deux")
    film_at = window.url
    window.get_by_role("link", name="Films").click()
    window.get_by_role("heading", level=1, name="Films").wait_for()
    until(window, lambda: window.evaluate(FOCUS) == "Un essai", "at the film that was left")
    window.get_by_role("link", name="Un autre").click()
    window.get_by_role("heading", level=1, name="Un autre").wait_for()
    words = narration(window, "trois")
    words.click()
    window.keyboard.press("Control+End")
    window.keyboard.type(" Bientôt.")
    window.go_back()
    window.get_by_role("heading", level=1, name="Films").wait_for()
    window.go_back()
    window.get_by_role("heading", level=1, name="Un essai").wait_for()
    stands(window, "film", "deux")
    assert window.url == film_at
    until(window, lambda: "Quettetot. Bientôt." in other.read_text("utf-8"), "in the file")
    window.go_forward()
    window.go_forward()
    window.get_by_role("heading", level=1, name="Un autre").wait_for()
    stands(window, "film", "trois")
    expect(narration(window, "trois")).to_contain_text("Bientôt.", timeout=PATIENCE_MS)
    assert "Bientôt" not in film.read_text("utf-8")


def test_going_back_to_a_slide_that_was_deleted_stays_where_one_is(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film)
    window.locator("[data-key=deux] > .slide").click()
    window.locator("[data-key=trois] > .slide").click()
    stands(window, "film", "trois")
    window.locator("[data-key=deux] > .slide").focus()
    window.keyboard.press("Delete")
    window.get_by_role("dialog").get_by_role("button", name="Delete").click()
    window.locator("[data-key=deux] > .slide").wait_for(state="detached")
    now = window.evaluate(SLIDE)
    window.go_back()
    stands(window, "film", now)
    never(window, lambda: window.evaluate(SLIDE) != now, "another slide")
    narration(window, "un").click()
    window.keyboard.type("Ici. ")
    until(window, lambda: "Ici. " in film.read_text("utf-8"), "the page goes on")


def test_one_comes_back_to_the_line_that_led_away_and_reads_on(open_page: Open, film: Path) -> None:
    remarked(film)
    window = open_page()
    go(window, film, slide="deux")
    window.get_by_role("link", name="To check (3)").click()
    link = window.locator(".tab-check").get_by_role("link", name="Go to slide 1").last
    link.focus()
    window.keyboard.press("Enter")
    stands(window, "film", "un")
    until(window, lambda: window.evaluate(FOCUS).startswith("1 · "), "read where one came to")
    window.go_back()
    window.locator(".tab-check .remark").first.wait_for()
    until(window, lambda: window.evaluate(FOCUS) == "Go to slide 1", "the line that led away")
    window.go_back()
    stands(window, "film", "deux")
    window.get_by_role("link", name="Review").click()
    window.go_back()
    stands(window, "film", "deux")
    window.go_forward()
    until(window, lambda: window.evaluate(FOCUS) == "Review", "a tab without such a line: its head")


def test_a_window_over_the_page_goes_with_what_it_is_about(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    window.get_by_role("button", name="Settings").click()
    title = window.get_by_role("dialog").get_by_label("Subtitle")
    title.fill("Juin 1944")
    window.go_back()
    window.get_by_role("heading", level=1, name="Films").wait_for()
    expect(window.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE_MS)
    until(window, lambda: "subtitle: Juin 1944" in film.read_text("utf-8"), "in the file")
    window.get_by_role("button", name="New film").click()  # nothing lies over it
    window.get_by_role("dialog").wait_for()


def test_the_address_that_one_goes_back_to_is_not_written_over(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="deux")
    stands(window, "film", "deux")
    window.get_by_role("link", name="Words", exact=True).click()
    stands(window, "words", "deux")
    # The browser has changed the address, and tells of it only afterwards.
    click = "document.querySelector('[data-key=trois] > .slide').click()"
    window.evaluate(f"addEventListener('popstate', () => {click}, {{ once: true }})")
    window.go_back()
    stands(window, "film", "deux")
