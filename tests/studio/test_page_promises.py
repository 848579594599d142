"""What the page promises at its edges: conflicts that are none, names, dialogs, drafts."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from renderer.studio.draft_stream import DraftStream
from tests.browser import PATIENCE_MS, never, until
from tests.studio.test_page import Open, film, go, narration, open_page, project, running, saved

__all__ = ["film", "open_page", "project", "running"]

pytestmark = pytest.mark.browser


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def typed(window: Any, slide: str, text: str) -> None:
    narration(window, slide).click()
    window.keyboard.press("Control+End")
    window.keyboard.type(text)


def changed(path: Path, *pairs: tuple[str, str]) -> None:
    text = text_of(path)
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_words_that_the_file_has_already_are_no_conflict(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    window.context.set_offline(True)
    typed(window, "un", " Ici.")
    window.locator(".save.lost").wait_for()
    changed(film, ("à Schlieben.", "à Schlieben. Ici."), ("caption: Le quai", "caption: La rade"))
    window.context.set_offline(False)
    window.locator(".document").get_by_text("La rade").first.wait_for()
    saved(window)
    never(window, lambda: window.get_by_role("dialog").count(), "nobody has to choose")
    assert window.locator(".unsaved").is_hidden()
    assert text_of(film).count("Ici.") == 1


def test_a_card_without_a_title_is_called_what_it_is(open_page: Open, film: Path) -> None:
    changed(
        film,
        (
            "card: {title: Un titre}\n    narration: Bonjour à tous. Le train va à Schlieben.",
            "card: {title: …}\n    length: 4",
        ),
    )
    window = open_page()
    go(window, film, slide="un")
    name = window.locator('[data-key="un"] > .slide .name')
    expect(name).to_have_text("Title card")
    expect(window.locator(".block[data-key=un] h2")).not_to_contain_text("…")


def test_a_place_without_a_name_is_missing_before_publishing_and_one_is_led_there(
    open_page: Open, film: Path
) -> None:
    changed(film, ("{name: Cherbourg,", "{name: …,"))
    window = open_page()
    go(window, film, slide="un")
    window.get_by_role("button", name="Publish…").last.click()
    box = window.get_by_role("dialog")
    missing = box.locator(".reasons li", has_text="A place on the map has no name yet")
    missing.wait_for()
    assert box.get_by_role("button", name="Publish now").count() == 0
    missing.get_by_role("button", name="Go to slide 3").click()
    box.wait_for(state="detached")
    expect(window.locator(".preview h2")).to_contain_text("Slide 3")
    expect(window.locator('[data-key="trois"] > .slide')).to_have_attribute("aria-current", "true")


def test_nothing_is_undone_behind_a_dialog(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    typed(window, "un", " Ici.")
    until(window, lambda: "Ici." in text_of(film), "written")
    saved(window)
    window.get_by_role("button", name="Settings").click()
    box = window.get_by_role("dialog")
    box.get_by_role("button", name="Close").focus()
    for keys in ("Control+z", "Control+y", "Control+Shift+z"):
        window.keyboard.press(keys)
    never(window, lambda: "Ici." not in text_of(film), "taken back unseen")
    box.get_by_role("button", name="Close").click()
    box.wait_for(state="detached")
    window.locator("h1").focus()
    window.keyboard.press("Control+z")
    until(window, lambda: "Ici." not in text_of(film), "taken back where it is seen")


def test_a_film_keeps_its_title_until_it_has_another(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    window.get_by_role("button", name="Settings").click()
    title = window.get_by_role("dialog").get_by_label("Title *", exact=True).first
    title.fill("")
    never(window, lambda: "title: Un essai" not in text_of(film), "a film without a title")
    expect(window.locator("h1")).to_have_text("Un essai")
    title.fill("Le port")
    until(window, lambda: "title: Le port   # un commentaire" in text_of(film), "another")
    expect(window.locator("h1")).to_have_text("Le port")


def test_the_poster_is_chosen_among_pictures_and_can_be_left_to_the_film(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film)
    window.get_by_role("button", name="Settings").click()
    box = window.get_by_role("dialog")
    box.locator("summary", has_text="Slide whose picture announces the film").click()
    choice = box.locator(".poster-choice", has_text="2 · Le quai")
    picture = choice.locator("img")
    picture.scroll_into_view_if_needed()
    until(window, lambda: picture.evaluate("one => one.naturalWidth") > 0, "looked at")
    choice.click()
    until(window, lambda: "poster: deux" in text_of(film), "chosen")
    box.locator(".poster-choice", has_text="by itself").click()
    until(window, lambda: "poster:" not in text_of(film), "left to the film")


def test_a_draft_that_nobody_looks_at_any_more_stops(
    open_page: Open, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(draft: DraftStream, *_: Any) -> None:
        for _step in range(PATIENCE_MS // 20):
            draft.progress.advance(0)
            time.sleep(0.02)

    monkeypatch.setattr(DraftStream, "write", endless)
    window = open_page()
    go(window, film)
    window.get_by_role("button", name="Watch").click()
    box = window.get_by_role("dialog")
    jobs = (
        "fetch('/api/jobs').then((answer) => answer.json()).then(({ jobs }) => jobs.at(-1)?.state)"
    )
    until(window, lambda: window.evaluate(jobs) == "running", "under way")
    box.get_by_role("button", name="Close").click()
    until(window, lambda: window.evaluate(jobs) == "stopped", "nobody looks")
    window.locator(".foot .running").wait_for(state="hidden")


def test_a_tab_is_headed_by_the_word_it_is_called_by(open_page: Open, film: Path) -> None:
    window = open_page(locale="fr-FR")
    go(window, film)
    strip = window.locator(".tabs a:visible")
    assert strip.all_inner_texts() == ["Film", "Mots", "Droits", "Relecture", "Versions", "YAML"]
    for tab, word in (
        ("words", "Mots"),
        ("rights", "Droits"),
        ("review", "Relecture"),
        ("versions", "Versions"),
    ):
        strip.filter(has_text=word).click()
        expect(window.locator(f".tab-{tab} h2").first).to_have_text(word)
        assert window.locator(".tabs [aria-current=page]").inner_text() == word
