"""What the page says: where it was done, as often as it happens, and to whoever doesn't see it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from renderer.studio.session import Session
from tests.browser import PATIENCE_MS, never, until
from tests.studio.test_page import Open, film, go, open_page, opened_rights, project, running, saved

__all__ = ["film", "open_page", "project", "running"]

pytestmark = pytest.mark.browser
FOCUS = "document.activeElement.textContent"


def refused(name: str = "x.jpg") -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": b"no picture"}


def listen(window: Any, selector: str) -> None:
    """Keep all that comes to stand in a place, as a screen reader would read it."""
    window.locator(selector).first.evaluate(
        """node => {
            window.heard = [];
            new MutationObserver(() => {
                const text = node.textContent;
                if (text && node.ariaLive !== "off") window.heard.push(text);
            }).observe(node, { childList: true, characterData: true, subtree: true });
        }"""
    )


def test_the_same_file_dropped_again_is_refused_again(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="deux")
    drop = window.locator(".picture .drop input")
    said = window.locator(".picture > .status-line")
    listen(window, ".picture > .status-line")
    why = "window.heard.filter((one) => !one.startsWith('Reading') && one.includes('x.jpg')).length"
    for times in (1, 2):
        drop.set_input_files(refused())
        until(window, lambda times=times: window.evaluate(why) >= times, f"said {times} times")
        assert drop.evaluate("input => input.files.length") == 0, "the browser offers it again"
    # It stays while other things go well, until it is put away.
    window.locator(".block[data-key=deux] .narration").click()
    window.keyboard.type(" Bien.")
    until(window, lambda: "Bien." in film.read_text("utf-8"), "written")
    saved(window)
    assert "x.jpg" in said.inner_text()
    said.get_by_role("button", name="Put this message away").click()
    expect(said).to_be_empty(timeout=PATIENCE_MS)


def test_what_one_more_picture_lacks_is_said_where_it_was_dropped(
    open_page: Open, film: Path
) -> None:
    text = film.read_text("utf-8")
    film.write_text(
        text.replace(
            "image: {file: quai.jpg, alt: Un quai., focus: [0.5, 0.3]}",
            "pictures: [{file: quai.jpg, alt: Un quai.}]",
        ),
        "utf-8",
    )
    window = open_page()
    go(window, film, slide="deux")
    drop = window.locator(".drop", has_text="Add a picture").locator("input")
    drop.set_input_files(refused())
    said = window.locator(".drop:has-text('Add a picture') + .status-line")
    expect(said).to_contain_text("x.jpg", timeout=PATIENCE_MS)
    window.locator(".block[data-key=deux] .narration").click()
    window.keyboard.type(" Bien.")
    until(window, lambda: "Bien." in film.read_text("utf-8"), "written")
    saved(window)
    never(window, lambda: "x.jpg" not in said.inner_text(), "it has gone by itself")
    assert window.locator(".toast.wrong").count() == 0


def test_a_place_added_before_the_map_is_drawn_stands_in_its_middle(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    held: list[Any] = []
    free: list[bool] = []

    def hold(route: Any) -> None:
        if free:
            route.continue_()
        else:
            held.append(route)

    window.route(re.compile("/map\\?"), hold)
    go(window, film, slide="trois")
    places = window.locator("details.group", has_text="Places").first
    places.evaluate("fold => { fold.open = true; }")
    until(window, lambda: held, "the map is asked for")
    places.get_by_role("button", name="Add", exact=True).click()
    never(window, lambda: film.read_text("utf-8").count("at: [") > 1, "it is waited for")
    free.append(True)
    for route in held:
        route.continue_()
    until(window, lambda: "…" in film.read_text("utf-8"), "added")
    found = re.findall(r"at: \[\s*([-\d.]+), ([-\d.]+)\s*\]", film.read_text("utf-8"))
    latitude, longitude = map(float, found[-1])
    assert 49.4 < latitude < 49.6
    assert -1.7 < longitude < -1.4


def test_a_place_on_a_map_that_can_t_be_drawn_stands_in_what_it_is_to_show(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    window.route(
        re.compile("/map\\?"),
        lambda route: route.fulfill(
            status=422, json={"error": {"code": "map-unfit", "message": "no"}}
        ),
    )
    go(window, film, slide="trois")
    places = window.locator("details.group", has_text="Places").first
    places.evaluate("fold => { fold.open = true; }")
    places.get_by_role("button", name="Add", exact=True).click()
    until(window, lambda: "[49.49, -1.575]" in film.read_text("utf-8"), "in the middle")


def test_a_map_says_which_one_it_is(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="trois")
    listed = window.get_by_role("button", name="Map: Cherbourg")
    listed.wait_for()
    assert listed.locator("img").get_attribute("alt") == "Map: Cherbourg"
    still = window.locator(".stage studio-canvas > img")
    expect(still).to_have_attribute("alt", "Slide 3 as it will look: Map: Cherbourg")
    assert window.locator('[data-key="deux"] > .slide img').get_attribute("alt") == (
        "Photograph: Un quai."
    )


def test_licences_stand_in_groups_with_what_has_to_be_credited(open_page: Open, film: Path) -> None:
    text = film.read_text("utf-8").replace(
        "alt: Un quai.,", "alt: Un quai., rights: {author: X, license: LicenseRef-fonds-x},"
    )
    film.write_text(text, encoding="utf-8")
    window = open_page()
    go(window, film, slide="deux")
    rights = opened_rights(window)
    licence = rights.get_by_label("Licence")
    assert licence.input_value() == "LicenseRef-fonds-x", "a contract's own name stays"
    assert licence.locator("optgroup").evaluate_all("all => all.map((one) => one.label)") == [
        "Public domain",
        "Creative Commons",
        "Archives and institutions",
        "Permission received",
    ]
    licence.select_option(label="CC BY-SA 4.0")
    rights.get_by_text("The author and the licence have to be named").wait_for()
    until(window, lambda: "license: CC-BY-SA-4.0" in film.read_text("utf-8"), "its code")
    licence.select_option(label="Public domain")
    rights.get_by_text("The author's name is due all the same").wait_for()
    until(window, lambda: "license: CC-PDM-1.0" in film.read_text("utf-8"), "its code")
    licence.select_option(label="Another licence…")
    own = rights.get_by_label("Its address on the web, or its short name")
    own.fill("LicenseRef-fonds-y")
    own.press("Enter")
    until(window, lambda: "license: LicenseRef-fonds-y" in film.read_text("utf-8"), "a contract")
    own.wait_for(state="hidden")
    expect(licence).to_have_value("LicenseRef-fonds-y", timeout=PATIENCE_MS)


def test_the_table_of_rights_shows_all_that_is_written_and_takes_any_licence(
    open_page: Open, film: Path
) -> None:
    page = "https://archives.example.org/5fi129"
    rights = f"rights: {{author: X, license: CC0-1.0, source_url: '{page}'}}"
    text = film.read_text("utf-8").replace("alt: Un quai.,", f"alt: Un quai., {rights},")
    film.write_text(text, encoding="utf-8")
    window = open_page()
    go(window, film, tab="rights")
    row = window.locator(".tab-rights tbody tr", has_text="quai.jpg")
    expect(row.get_by_label("Page on the web, slide 2")).to_have_value(page, timeout=PATIENCE_MS)
    until(window, lambda: row.locator("img").evaluate("one => one.naturalWidth > 0"), "seen small")
    licence = row.get_by_label("Licence, slide 2")
    licence.select_option(label="Another licence…")
    own = row.get_by_label("Its address on the web, or its short name")
    until(window, lambda: own.evaluate("one => one === document.activeElement"), "typed at once")
    window.keyboard.type("LicenseRef-fonds-z")
    window.keyboard.press("Enter")
    until(window, lambda: "license: LicenseRef-fonds-z" in film.read_text("utf-8"), "a contract")
    own.wait_for(state="hidden")
    expect(licence).to_have_value("LicenseRef-fonds-z")
    until(window, lambda: licence.evaluate("one => one === document.activeElement"), "goes on")
    licence.select_option(label="Another licence…")
    own.press("Tab")  # nothing was written: nothing is said that isn't so
    own.wait_for(state="hidden")
    expect(licence).to_have_value("LicenseRef-fonds-z")
    assert "license: LicenseRef-fonds-z" in film.read_text("utf-8")


def test_loudness_is_said_in_words(open_page: Open, film: Path) -> None:
    text = film.read_text("utf-8").replace("fps: 25,", "fps: 25, loudness: -19,")
    film.write_text(text, encoding="utf-8")
    window = open_page()
    go(window, film)
    window.get_by_role("button", name="Settings").click()
    box = window.get_by_role("dialog")
    box.locator("details").evaluate_all("folds => folds.forEach((one) => { one.open = true; })")
    loudness = box.locator(".field", has_text="How loud the whole film is").locator("select")
    assert loudness.locator("option").all_inner_texts() == [
        "As the project has it; else for the web",
        "Usual for the web (-16 LUFS)",
        "Usual for television (-23 LUFS)",
        "Of your own (-19 LUFS)",
    ]
    assert loudness.input_value() == "-19"
    loudness.select_option(label="Usual for television (-23 LUFS)")
    until(window, lambda: "loudness: broadcast" in film.read_text("utf-8"), "a word")
    expect(loudness.locator("option")).to_have_count(3, timeout=PATIENCE_MS)
    loudness.select_option(index=0)
    until(window, lambda: "loudness:" not in film.read_text("utf-8"), "as usual")


def test_what_is_used_nowhere_is_set_aside_and_back_by_keys(open_page: Open, film: Path) -> None:
    media = film.parents[1] / "media"
    for name in ("vieille.png", "autre.png"):
        Image.new("RGB", (60, 40), "teal").save(media / name)
    window = open_page()
    go(window, film, tab="rights")
    unused = window.get_by_role("region", name="Used nowhere")
    old = unused.get_by_label("vieille.png")
    old.wait_for()
    assert unused.get_by_label("quai.jpg").count() == 0, "a film shows it"
    moving = unused.get_by_role("button", name="Move to the trash")
    moving.press("Enter")
    unused.get_by_text("Choose a file first.").wait_for()
    old.press("Space")
    moving.press("Enter")
    unused.get_by_text("1 file is in trash/").wait_for()
    old.wait_for(state="detached")
    assert not (media / "vieille.png").exists()
    assert window.evaluate(FOCUS) == "Used nowhere"
    window.get_by_role("button", name="Undo: files set aside").wait_for()
    unused.get_by_role("button", name="Undo").press("Enter")
    old.wait_for()
    assert (media / "vieille.png").is_file()
    unused.get_by_label("all of them").check()
    moving.click()
    unused.get_by_text("2 files are in trash/").wait_for()
    assert not any((media / name).exists() for name in ("vieille.png", "autre.png"))
    # Another step comes after it: what that button would take back isn't the files any more.
    window.get_by_label("Author, slide 2").fill("Marie Dupont")
    unused.get_by_role("button", name="Undo").wait_for(state="detached")
    for step in ("what was typed", "files set aside"):
        window.get_by_role("button", name=f"Undo: {step}").click()
    old.wait_for()
    for name in ("vieille.png", "autre.png"):
        (media / name).unlink()


def test_what_is_announced_is_heard_in_a_dialog_too(open_page: Open, film: Path) -> None:
    window = open_page()
    late: list[Any] = []
    window.route("**/api/site", lambda route: late.append(route) if not late else route.continue_())
    go(window, film)
    window.get_by_role("button", name="Settings").click()
    box = window.get_by_role("dialog")
    address = box.get_by_label("Address of the films on your site")
    address.fill("https://www.example.org/films/")
    until(window, lambda: late, "asked")
    late[0].continue_()  # what stood there before comes when another address is written already
    never(window, lambda: not address.input_value(), "taken back")
    address.blur()
    # What lies behind a dialog is inert: nobody hears it.
    until(window, lambda: "Kept:" in box.inner_text(), "inside")
    window.keyboard.press("Escape")
    box.wait_for(state="detached")
    assert window.evaluate("document.body.contains(document.getElementById('said'))")


def test_while_one_types_nothing_but_what_is_wrong_is_read_aloud(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film)
    listen(window, ".save")
    window.locator(".block[data-key=un] .narration").click()
    window.keyboard.type(" Il pleut.")
    until(window, lambda: "Il pleut." in film.read_text("utf-8"), "written")
    saved(window)
    assert window.evaluate("window.heard") == []
    assert window.locator(".moment output").get_attribute("aria-live") == "off"
    window.route("**/edits", lambda route: route.abort())
    window.keyboard.type(" Fort.")
    told = "window.heard.some((one) => one.includes('answer'))"
    until(window, lambda: window.evaluate(told), "the studio is away")


def test_rights_are_sorted_where_the_table_is_cards(open_page: Open, film: Path) -> None:
    one, two = "alt: Un quai.,", "alt: Un quai., rights: {author: Zoé},"
    more = "  - id: quatre\n    image: {file: quai.jpg, alt: Encore., rights: {author: Anne}}\n"
    text = film.read_text("utf-8").replace(one, two) + more + "    length: 3\n"
    film.write_text(text, encoding="utf-8")
    window = open_page(viewport={"width": 360, "height": 800})
    go(window, film, tab="rights")
    order = window.get_by_label("Sort by")
    order.select_option(label="Author")
    author = window.locator("table.rights textarea[aria-label^=Author]")
    until(
        window,
        lambda: author.evaluate_all("all => all.map((one) => one.value)") == ["Anne", "Zoé"],
        "in order",
    )
    window.set_viewport_size({"width": 1280, "height": 800})
    assert not order.is_visible(), "the heads of the columns do it"


def test_going_back_to_an_earlier_film_is_seen_in_review_and_at_the_foot(
    open_page: Open, film: Path, running: Session
) -> None:
    window = open_page()
    changes: list[Any] = []
    planned: list[Any] = []

    def told(route: Any) -> None:
        route.fulfill(json={"since_ms": 0, "known": True, "changes": changes})

    def plan(route: Any) -> None:
        planned.append(route)
        route.continue_()

    window.route("**/review", told)
    window.route("**/plan", plan)
    go(window, film, tab="review")
    window.get_by_text("Nothing has changed since").wait_for()
    until(window, lambda: planned, "asked once")
    before = len(planned)
    changes.append({"slide": "un", "what": "changed", "fields": [], "sentences": []})
    running.actions.news.tell({"kind": "films"})  # as it does when an earlier film is shown again
    window.get_by_text("1 slide has changed since").wait_for()
    until(window, lambda: len(planned) > before, "asked again")


def test_a_mark_that_is_added_has_the_keyboard(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="deux")
    window.get_by_role("button", name="+ circle").press("Enter")
    there = "document.activeElement.matches('.handle.mark.circle')"
    until(window, lambda: window.evaluate(there), "the circle")
    window.keyboard.press("ArrowRight")
    until(window, lambda: "0.51" in film.read_text("utf-8"), "moved")
