"""Small acts on the page that misled: keys, badges, cards, recordings, previews that are late."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from tests.browser import PATIENCE_MS, never, until
from tests.studio.test_actions import tone
from tests.studio.test_page import Open, film, go, open_page, project, running

__all__ = ["film", "open_page", "project", "running"]


def ids(path: Path) -> list[str]:
    return re.findall(r"^  - id: ([\w-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)


def focused(window: Any, slide: str) -> None:
    """The keyboard stands on a slide of the list, and another one is shown."""
    window.locator(f'[data-key="{slide}"] > .slide').focus()
    key = "document.activeElement.parentNode.dataset.key"
    until(window, lambda: window.evaluate(key) == slide, slide)


def test_keys_act_on_the_slide_that_has_the_focus(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="trois")
    window.locator('[data-key="trois"] > .slide[aria-current]').wait_for()
    focused(window, "un")
    window.keyboard.press("Alt+ArrowDown")
    until(window, lambda: ids(film) == ["deux", "un", "trois"], "the first moved")
    go(window, film, slide="trois")
    window.locator('[data-key="trois"] > .slide[aria-current]').wait_for()
    focused(window, "deux")
    window.keyboard.press("Delete")
    box = window.get_by_role("dialog")
    box.get_by_text("“Le quai”").wait_for()
    box.get_by_role("button", name="Delete").click()
    until(window, lambda: ids(film) == ["un", "trois"], "the one with the focus")


def test_what_can_t_be_drawn_bears_a_badge_and_says_its_sentence(
    open_page: Open, film: Path
) -> None:
    film.write_text(film.read_text("utf-8").replace("title: Un titre", "title: Fête 🎉"), "utf-8")
    window = open_page()
    go(window, film, slide="un")
    window.locator('[data-key="un"] .badge.mistake').wait_for()
    said = window.locator(".stage > p.wrong")
    said.locator(".remedy").wait_for()
    assert ".yaml" not in said.inner_text()
    assert "^" not in said.inner_text()
    film.write_text(film.read_text("utf-8").replace(" 🎉", ""), "utf-8")
    window.locator('[data-key="un"] .badge.mistake').wait_for(state="detached")
    window.locator(".stage img[src^=blob]").wait_for()


def test_a_new_card_s_title_is_written_not_added_to(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="trois")
    window.get_by_role("button", name="Add a slide").click()
    window.get_by_role("button", name="Title card", exact=True).click()
    window.locator(".preview h2", has_text="Title card").wait_for()
    title = window.locator(".preview").get_by_label("Title", exact=False).first
    assert title.input_value() == ""
    window.get_by_role("button", name="Publish…").last.click()
    box = window.get_by_role("dialog")
    box.get_by_text("the card's title isn't written yet").wait_for()
    box.get_by_role("button", name="Close").click()
    title.click()
    window.keyboard.type("La rade")
    until(window, lambda: "title: La rade" in film.read_text("utf-8"), "written")
    assert "…" not in film.read_text("utf-8")


def test_a_film_whose_slides_are_all_deleted_says_to_add_one(open_page: Open, film: Path) -> None:
    text = film.read_text("utf-8")
    film.write_text(text[: text.index("  - id: deux")], "utf-8")
    window = open_page()
    go(window, film, slide="un")
    window.get_by_role("button", name="Delete").click()
    window.get_by_role("dialog").get_by_role("button", name="Delete").click()
    window.get_by_text("The film has no slide: add one.").wait_for()
    assert not window.get_by_role("button", name="Put it right in the YAML tab").is_visible()
    expect(window.locator(".preview h2")).to_have_text("No slide yet")
    window.get_by_role("button", name="Publish…").last.click()
    box = window.get_by_role("dialog")
    box.get_by_text("Add a slide, at the left.").wait_for()
    assert "id: debut" not in box.inner_text()


def test_an_answer_that_comes_after_the_way_back_doesn_t_bring_the_recording_again(
    open_page: Open, film: Path, tmp_path: Path
) -> None:
    window = open_page()
    held: list[tuple[Any, Any]] = []
    window.route("**/recordings*", lambda route: held.append((route, route.fetch())))
    go(window, film, slide="un")
    block = window.locator(".block[data-key=un]")
    sound = tmp_path / "lecture.wav"
    sound.write_bytes(tone())
    block.get_by_label("Use a sound file…").set_input_files(sound)
    until(window, lambda: held, "the answer is held back")
    # The page has heard of it by the events; the text it goes back to is the one of before.
    back = block.get_by_role("button", name="Back to the synthetic voice")
    back.click()
    until(window, lambda: "recording:" not in film.read_text("utf-8"), "synthetic")
    back.wait_for(state="hidden")
    route, answer = held.pop()
    route.fulfill(response=answer)
    never(window, back.is_visible, "an old answer is shown")


def test_a_reading_of_one_s_own_is_chosen_or_dropped_and_the_way_back_is_a_button(
    open_page: Open, film: Path, tmp_path: Path
) -> None:
    window = open_page()
    go(window, film, slide="un")
    block = window.locator(".block[data-key=un]")
    back = block.get_by_role("button", name="Back to the synthetic voice")
    assert not back.is_visible()
    sound = tmp_path / "lecture.wav"
    sound.write_bytes(tone())
    block.get_by_label("Use a sound file…").set_input_files(sound)
    block.get_by_text("Read by you").wait_for()
    assert "recording:" in film.read_text("utf-8")
    back.click()
    until(window, lambda: "recording:" not in film.read_text("utf-8"), "synthetic")
    back.wait_for(state="hidden")
    block.evaluate(
        """(block, bytes) => {
            const given = new DataTransfer();
            const file = new File([new Uint8Array(bytes)], "lu.wav", { type: "audio/wav" });
            given.items.add(file);
            block.dispatchEvent(new DragEvent("drop", { dataTransfer: given, bubbles: true,
              cancelable: true }));
        }""",
        list(tone()),
    )
    until(window, lambda: "recording:" in film.read_text("utf-8"), "dropped")


def test_what_is_wrong_is_said_where_it_was_done_and_not_after_a_success_there(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, slide="deux")
    bring = window.locator(".block[data-key=deux] .choose input")
    for name in ("x.mp3", "y.flac"):
        bring.set_input_files({"name": name, "mimeType": "audio/wav", "buffer": b"no sound"})
        window.locator(".block[data-key=deux] .status-line", has_text=name).wait_for()
    sound = window.locator(".block[data-key=deux] .status-line")
    drop = window.locator(".picture .drop input")
    said = window.locator(".picture > .hint[role=status]")
    for name in ("x.jpg", "y.jpg", "z.jpg"):  # said where they were dropped
        drop.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": b"no picture"})
        expect(said).to_contain_text(name, timeout=PATIENCE_MS)
        expect(said).to_contain_class("wrong", timeout=PATIENCE_MS)
    assert "y.flac" in sound.inner_text(), "the sound is as wrong as before"
    drop.set_input_files(film.parents[1] / "media" / "quai.jpg")
    assert window.locator(".toast.wrong").count() == 0
    expect(said).to_contain_text("The file says nothing of its rights", timeout=PATIENCE_MS)
    expect(said).not_to_contain_class("wrong", timeout=PATIENCE_MS)


def test_while_another_slide_is_drawn_the_picture_before_isn_t_shown(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, slide="un")
    window.locator(".stage img[src^=blob]").wait_for()
    held: list[Any] = []
    free: list[bool] = []

    def hold(route: Any) -> None:
        if free:
            route.continue_()
        else:
            held.append(route)

    window.route(re.compile("/still.*slide=map"), hold)
    window.get_by_role("button", name="Add a slide").click()
    window.get_by_role("button", name="Map", exact=True).click()
    window.locator(".preview h2", has_text="Map").wait_for()
    window.get_by_text("Being drawn…").wait_for()
    assert window.locator(".stage img[src]").count() == 0
    until(window, lambda: held, "asked for")
    free.append(True)
    for route in held:
        route.continue_()
    window.locator(".stage img[src^=blob]").wait_for()
    window.get_by_text("Being drawn…").wait_for(state="hidden")


def test_what_must_stay_in_view_has_the_focus_once_it_is_there(open_page: Open, film: Path) -> None:
    Image.new("RGB", (320, 220), (90, 100, 110)).save(film.parents[1] / "media" / "quai.jpg")
    film.write_text(film.read_text("utf-8").replace(", focus: [0.5, 0.3]", ""), "utf-8")
    window = open_page()
    go(window, film, slide="deux")
    button = window.get_by_role("button", name="Choose what must stay in view")
    button.focus()
    window.keyboard.press("Enter")
    there = "document.activeElement.matches('.handle.focus')"
    until(window, lambda: window.evaluate(there), "the point")
    window.keyboard.press("ArrowUp")
    until(window, lambda: "0.49" in film.read_text("utf-8"), "moved")


def test_all_parts_of_a_film_are_in_the_window_however_high_its_head_is(
    open_page: Open, film: Path
) -> None:
    text = film.read_text("utf-8").replace("title: Un essai ", f"title: Un essai {'et ' * 30}long ")
    film.write_text(text, encoding="utf-8")
    window = open_page(viewport={"width": 1100, "height": 700})
    films = window.evaluate("fetch('/api/films').then((answer) => answer.json())")["films"]
    [known_as] = [one["film"] for one in films if one["slug"] == film.stem]
    window.evaluate(f"location.hash = 'film={known_as}&slide=trois'")
    window.locator(".block.here[data-key=trois]").wait_for()
    until(window, lambda: window.locator("header.bar").bounding_box()["height"] > 80, "two rows")
    adding = window.get_by_role("button", name="Add a slide")
    publishing = window.get_by_role("button", name="Publish…").last
    for control in (adding, publishing):
        expect(control).to_be_in_viewport(ratio=1, timeout=PATIENCE_MS)
    foot = window.locator("footer.foot").bounding_box()
    for part in (".slides", ".text", ".preview"):
        box = window.locator(f".workspace > {part}").bounding_box()
        assert box["y"] + box["height"] <= foot["y"] + 1, part
    beyond = "document.scrollingElement.scrollHeight - innerHeight"
    assert window.evaluate(beyond) <= 0
