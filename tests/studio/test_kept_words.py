"""What is typed is never lost: refused, met by others' words, or typed into what is gone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from renderer.production.options import Options
from tests.browser import PATIENCE_MS, never, until
from tests.preview.projects import write_project
from tests.studio.conftest import studios
from tests.studio.test_page import Open, film, go, narration, open_page, project, running

__all__ = ["film", "open_page", "project", "running"]

BLOCK = ".block[data-key={}] .narration"
DRAWERS = "Object.keys(localStorage).filter((key) => key.startsWith('recit-typed-'))"


def typed(window: Any, slide: str, text: str) -> None:
    narration(window, slide).click()
    window.keyboard.press("Control+End")
    window.keyboard.type(text)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def without(path: Path, slide: str) -> str:
    """The file without *slide*."""
    text = text_of(path)
    return re.sub(rf"  - id: {slide}\n(?:    .*\n)+", "", text)


def test_what_a_word_processor_leaves_is_taken_out_and_the_words_are_saved(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film)
    narration(window, "un").click()
    window.keyboard.press("Control+End")
    window.keyboard.insert_text(" Avant\u000baprès.\u2028Puis\ufeff \u0007ici. RÃ©cit.")
    window.keyboard.type(" Et encore.")
    until(window, lambda: "Et encore." in text_of(film), "saved")
    kept = text_of(film)
    assert not re.search("[\u000b\u2028\ufeff\u0007]", kept)
    assert re.search(r"Avant\s+après\.\s+Puis ici\. RÃ©cit\. Et encore\.", kept)
    window.locator(".save.saved").wait_for(state="attached")
    window.get_by_text("damaged accents").first.wait_for(state="attached")
    caption = window.locator(".block[data-key=deux] .line.caption")
    caption.fill("Le\u000bquai")
    until(window, lambda: "caption: Le quai" in text_of(film), "one line")


def test_refused_words_stay_unsaved_while_others_are_saved_and_after_a_reload(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film)
    answer = {"error": {"code": "x", "message": "The file can't hold this."}}

    def refuse(route: Any) -> None:
        if "Refusé" in (route.request.post_data or ""):
            route.fulfill(status=422, json=answer)
        else:
            route.continue_()

    window.route("**/edits", refuse)
    typed(window, "un", " Refusé.")
    notice = window.locator(".unsaved")
    notice.get_by_text("The file can't hold this.").wait_for()
    typed(window, "deux", " Accepté.")
    until(window, lambda: "Accepté." in text_of(film), "the other is saved")
    window.locator(".save.refused").wait_for()
    assert notice.get_by_text("The file can't hold this.").is_visible()
    assert "Refusé." in narration(window, "un").inner_text()
    asked: list[str] = []
    window.on("dialog", lambda box: (asked.append(box.type), box.accept()))
    window.reload()
    expect(narration(window, "un")).to_contain_text("Refusé.", timeout=PATIENCE_MS)
    assert asked == ["beforeunload"]
    window.locator(".save.refused").wait_for()
    window.unroute("**/edits")
    typed(window, "un", " Plus.")
    until(window, lambda: "Refusé. Plus." in text_of(film), "accepted now")
    notice.wait_for(state="hidden")
    until(window, lambda: window.evaluate(DRAWERS) == [], "nothing waits")


def test_a_slide_that_is_gone_keeps_the_words_and_takes_no_key_elsewhere(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film)
    before = text_of(film)
    typed(window, "deux", " Un mot.")
    until(window, lambda: "Un mot." in text_of(film), "saved")
    window.locator(".save.saved").wait_for(state="attached")
    film.write_text(without(film, "deux"), encoding="utf-8")
    window.locator(".block[data-key=deux]").wait_for(state="detached")
    window.keyboard.type("Perdu ?")
    notice = window.locator(".unsaved")
    notice.get_by_text("was deleted elsewhere").wait_for()
    shown = window.locator(".document")
    never(window, lambda: "Perdu" in text_of(film) + shown.inner_text(), "in another slide")
    notice.get_by_role("button", name="Put the slide back").click()
    until(window, lambda: "Un mot." in text_of(film), "back")
    ids = re.findall(r"- id: (\w+)", text_of(film))
    assert ids == re.findall(r"- id: (\w+)", before)
    assert "focus: [0.5, 0.3]" in text_of(film)
    notice.wait_for(state="hidden")


def test_words_on_their_way_to_a_slide_that_is_gone_are_kept_and_come_back_with_it(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film)
    window.context.set_offline(True)
    typed(window, "trois", " En route.")
    window.locator(".save.lost").wait_for()
    whole = text_of(film)
    film.write_text(without(film, "trois"), encoding="utf-8")
    window.context.set_offline(False)
    notice = window.locator(".unsaved")
    notice.get_by_text("Your words are kept here").wait_for()
    window.locator(".save.refused").wait_for()
    film.write_text(whole, encoding="utf-8")
    until(window, lambda: "En route." in text_of(film), "in the file")
    assert "Tout finit à Quettetot. En route." in text_of(film), "all of the slide is there"
    expect(narration(window, "trois")).to_have_text("Tout finit à Quettetot. En route.")
    notice.wait_for(state="hidden")


def meet(window: Any, film: Path) -> Any:
    """Somebody else changes the sentence in which one writes; the box that asks."""
    window.context.set_offline(True)
    typed(window, "un", " Ici." + " Une phrase assez longue pour une ligne." * 8)
    window.locator(".save.lost").wait_for()
    elsewhere = text_of(film).replace("Bonjour à tous", "Bonsoir à tous")
    elsewhere = elsewhere.replace("caption: Le quai", "caption: Le quai vu de loin")
    film.write_text(elsewhere, encoding="utf-8")
    window.context.set_offline(False)
    box = window.get_by_role("dialog")
    box.get_by_role("heading", name="The file was changed elsewhere").wait_for()
    return box


def test_a_conflict_shows_sentences_and_both_choices_and_escape_decides_nothing(
    open_page: Open, film: Path
) -> None:
    for size in ({"width": 1280, "height": 800}, {"width": 360, "height": 740}):
        window = open_page(viewport=size)
        go(window, film)
        box = meet(window, film)
        assert box.locator("mark").first.inner_text().strip() == "Bonsoir à tous."
        assert "narration:" not in box.inner_text(), "sentences, not the file"
        for name in ("Go on with this one", "Go on with mine"):
            place = box.get_by_role("button", name=name).bounding_box()
            assert 0 <= place["x"] <= size["width"] - place["width"], name
            assert 0 <= place["y"] <= size["height"] - place["height"], name
        assert window.evaluate("document.activeElement.matches('dialog h2')"), "no key decides"
        theirs = text_of(film)
        window.keyboard.press("Escape")
        box.wait_for(state="detached")
        assert "Ici." in narration(window, "un").inner_text()
        typed(window, "un", " Plus.")
        never(window, lambda theirs=theirs: text_of(film) != theirs, "nothing was decided")
        window.locator(".unsaved").get_by_role("button", name="Choose…").click()
        box.get_by_role("button", name="Go on with mine").click()
        until(window, lambda: "Plus." in text_of(film), "mine")
        assert "Le quai vu de loin" in text_of(film), "what else they changed stays"
        window.get_by_role("button", name=re.compile("^Undo")).click()
        until(window, lambda: "Bonsoir" in text_of(film), "theirs, undone")
        window.context.close()
        film.write_text(text_of(film).replace("Bonsoir", "Bonjour"), encoding="utf-8")


def test_the_version_that_is_not_kept_is_one_step_of_undo_away(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    box = meet(window, film)
    theirs = text_of(film)
    box.get_by_role("button", name="Go on with this one").click()
    window.locator(".unsaved").wait_for(state="hidden")
    window.locator(".save.saved").wait_for(state="attached")
    until(window, lambda: text_of(film) == theirs, "theirs, to the letter")
    expect(narration(window, "un")).to_contain_text("Bonsoir à tous.")
    window.get_by_role("button", name=re.compile("^Undo")).click()
    until(window, lambda: "Bonjour à tous. Le train va à Schlieben. Ici." in text_of(film), "mine")


def test_a_window_left_open_goes_on_when_the_studio_is_started_again(
    browser: Any, tmp_path: Path
) -> None:
    place = tmp_path / "projet"
    write_project(place)
    film = place / "storyboards" / "essai.yaml"
    options = Options(offline=True, engine="hum", cache=tmp_path / "cache", jobs=1, height=96)
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    try:
        with studios(tmp_path / "cache") as opened:
            first = opened(place, options=options)
            window = context.new_page()
            window.set_default_timeout(PATIENCE_MS)
            window.goto(first.address)
            [known_as] = [name for name, _ in first.actions.films.all()]
            window.evaluate(f"location.hash = 'film={known_as}'")
            narration(window, "un").wait_for()
        window.get_by_text("The studio isn't running").wait_for()
        typed(window, "un", " Hors ligne.")
        window.locator(".save.lost").wait_for()
        with studios(tmp_path / "cache") as opened:
            again = opened(place, options=options)
            assert again.keys.port == first.keys.port
            window.get_by_text("Open the address that it prints").wait_for()
            assert "Hors ligne." not in text_of(film)
            other = context.new_page()
            other.goto(again.address)
            until(window, lambda: "Hors ligne." in text_of(film), "the words are in the file")
            window.locator(".save.saved").wait_for(state="attached")
            window.locator(".toast.wrong").wait_for(state="detached")
    finally:
        context.close()
