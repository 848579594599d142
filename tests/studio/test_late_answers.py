"""Answers that come late, or in another order than they were asked for: nothing typed is lost, and
nothing old stays on the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from renderer.studio.session import Session
from tests.browser import never, until
from tests.studio.client import Page
from tests.studio.test_page import (
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

SHORT = """\
storyboard: 1
slug: {slug}
title: Un essai
description: Un film très court.
language: fr
voice: {{engine: hum}}
film: {{size: 96, fps: 25}}
slides:
  - {{id: un, card: {{title: Un titre}}, narration: Bonjour à tous.}}
"""


A_FILM = re.compile("/api/films/[0-9a-f]+$")


class Held:
    """The first answer to *method* of *address*: made at once, given when it is let go."""

    def __init__(self, window: Any, address: str | re.Pattern[str], method: str) -> None:
        self.window, self.method = window, method
        self.kept: list[tuple[Any, Any]] = []
        window.route(address, self._keep)

    def _keep(self, route: Any) -> None:
        if self.kept or route.request.method != self.method:
            route.fallback()
        else:
            self.kept.append((route, route.fetch()))

    def come(self) -> None:
        until(self.window, lambda: self.kept, "asked for")

    def let_go(self) -> None:
        [(route, answer)] = self.kept
        with self.window.expect_response(route.request.url):
            route.fulfill(response=answer)


def written_elsewhere(film: Path) -> None:
    changed = film.read_text("utf-8").replace("le port est pris", "le fort est pris")
    film.write_text(changed, "utf-8")


def type_at_the_end(window: Any, slide: str, words: str) -> None:
    narration(window, slide).click()
    window.keyboard.press("Control+End")
    window.keyboard.type(words)


def test_words_typed_while_the_film_is_read_again_stay(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    read = Held(window, A_FILM, "GET")
    film.write_text(
        film.read_text("utf-8").replace("le port est pris", "le fort est pris"), "utf-8"
    )
    read.come()
    type_at_the_end(window, "un", " Il pleut.")
    never(window, lambda: "Il pleut." in film.read_text("utf-8"), "sent before it is known")
    read.let_go()
    until(window, lambda: "Il pleut." in film.read_text("utf-8"), "written")
    saved(window)
    text = narration(window, "un")
    never(window, lambda: "Il pleut." not in text.inner_text(), "taken back")
    window.keyboard.type(" Encore.")
    until(window, lambda: "Il pleut. Encore." in film.read_text("utf-8"), "typed on")
    assert "le fort est pris" in film.read_text("utf-8")


def test_words_typed_while_a_picture_comes_stay(
    open_page: Open, film: Path, tmp_path: Path
) -> None:
    window = open_page()
    go(window, film, slide="deux")
    answer = Held(window, "**/pictures?*", "POST")
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "tard.png")
    window.locator(".picture .drop input").set_input_files(tmp_path / "tard.png")
    answer.come()
    type_at_the_end(window, "deux", " Il pleut.")
    until(window, lambda: "Il pleut." in film.read_text("utf-8"), "written")
    saved(window)
    answer.let_go()
    window.locator(".filename", has_text="tard").wait_for()
    assert "Il pleut." in narration(window, "deux").inner_text()
    window.keyboard.type(" Encore.")
    until(window, lambda: "Il pleut. Encore." in film.read_text("utf-8"), "typed on")


def test_keys_pressed_while_the_last_ones_are_written_count(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="deux")
    handle = window.locator(".placing .handle.focus")
    handle.focus()
    answer = Held(window, "**/edits", "POST")
    window.keyboard.press("ArrowRight")
    answer.come()
    window.keyboard.press("ArrowRight")
    answer.let_go()
    until(window, lambda: "focus: [0.52, 0.3]" in film.read_text("utf-8"), "both")


def test_a_tab_that_one_leaves_before_it_is_there_doesn_t_come(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    answer = Held(window, "**/edits", "POST")
    type_at_the_end(window, "un", " Il pleut.")
    answer.come()
    go(window, film, tab="words")
    go(window, film, tab="film")
    answer.let_go()
    saved(window)
    never(window, lambda: window.locator(".tab").count(), "a tab")
    assert narration(window, "un").is_visible()


def test_what_is_typed_into_the_file_while_it_is_read_again_stays(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, tab="yaml")
    area = window.get_by_label("The storyboard’s file")
    area.wait_for()
    read = Held(window, "**/text", "GET")
    film.write_text(
        film.read_text("utf-8").replace("le port est pris", "le fort est pris"), "utf-8"
    )
    read.come()
    area.focus()
    window.keyboard.press("Control+End")
    window.keyboard.type("# typed")
    read.let_go()
    # Two versions: the person chooses.
    box = window.get_by_role("dialog")
    box.get_by_role("heading", name="The file was changed elsewhere").wait_for()
    assert area.input_value().endswith("# typed")


def test_what_is_typed_into_the_file_while_it_is_saved_is_no_conflict(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, tab="yaml")
    area = window.get_by_label("The storyboard’s file")
    answer = Held(window, "**/text", "POST")
    area.focus()
    window.keyboard.press("Control+End")
    window.keyboard.type("# un")
    answer.come()
    window.keyboard.type(" deux")
    window.get_by_text("No mistake").wait_for()
    # The second is asked for while the first is on its way.
    never(window, lambda: "# un deux" in film.read_text("utf-8"), "sent before it is known")
    never(window, lambda: False)
    answer.let_go()
    until(window, lambda: film.read_text("utf-8").endswith("# un deux"), "written")
    assert window.get_by_role("dialog").count() == 0


def test_a_list_of_films_that_comes_late_takes_no_newer_one_away(
    open_page: Open, project: Path
) -> None:
    window = open_page()
    late = Held(window, "**/api/films", "GET")
    for slug in ("tard-1", "tard-2"):
        text = SHORT.format(slug=slug).replace("Un essai", f"Film {slug}")
        (project / "storyboards" / f"{slug}.yaml").write_text(text, "utf-8")
        late.come()
    card = window.locator(".card", has_text="Film tard-2")
    card.wait_for()
    late.let_go()
    never(window, lambda: card.count() != 1, "gone")


def test_a_film_that_changes_while_it_is_opened_is_shown_as_it_is(
    open_page: Open, film: Path, running: Session
) -> None:
    window = open_page()
    read = Held(window, A_FILM, "GET")
    films = window.evaluate("fetch('/api/films').then((answer) => answer.json())")["films"]
    [known_as] = [one["film"] for one in films if one["slug"] == film.stem]
    window.evaluate(f"location.hash = 'film={known_as}'")
    read.come()
    with Page(running.address).news() as news:
        written_elsewhere(film)
        assert next(one for one in news if one["kind"] == "film")["film"] == known_as
    never(window, lambda: False)  # the page hears the same
    read.let_go()
    narration(window, "deux").get_by_text("le fort est pris").wait_for()


def test_a_film_that_is_published_before_that_is_answered_is_under_way_no_more(
    open_page: Open, film: Path
) -> None:
    film.write_text(SHORT.format(slug=film.stem), "utf-8")
    window = open_page()
    go(window, film)
    answer = Held(window, "**/publish", "POST")
    window.get_by_role("button", name="Publish…").last.click()
    window.get_by_role("button", name="Publish now").click()
    window.get_by_role("heading", name="The film is ready").wait_for()
    answer.let_go()
    running = window.locator(".running")
    never(window, running.is_visible, "under way")
