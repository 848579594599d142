"""The studio's page in a real browser: what a person types, drags, hears and publishes."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from renderer.production.options import Options
from renderer.storyboard.load import load_storyboard
from renderer.studio import event_stream
from renderer.studio.session import Session
from tests.browser import PATIENCE_MS, never, until
from tests.clips.films import counting, make_film
from tests.importing import offices
from tests.studio.conftest import studios
from tests.studio.test_actions import tone

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGE = Path(__file__).parents[2] / "renderer" / "studio" / "page"

pytestmark = pytest.mark.browser

FILM = """\
storyboard: 1
slug: {slug}
title: Un essai   # un commentaire
description: Un film très court.
language: fr
voice: {{engine: hum}}
film: {{size: 96, fps: 25, formats: ["16:9", "9:16"]}}
slides:
  - id: un
    chapter: Premier
    card: {{title: Un titre}}
    narration: Bonjour à tous. Le train va à Schlieben.
  - id: deux
    image: {{file: quai.jpg, alt: Un quai., focus: [0.5, 0.3]}}
    caption: Le quai
    narration: Le 26 juin, le port est pris.
  - id: trois
    chapter: Fin
    map:
      view: {{west: -2.12, east: -1.03, south: 49.26, north: 49.72}}
      alt: Carte du Cotentin.
      places: [{{name: Cherbourg, at: [49.639, -1.616]}}]
    narration: Tout finit à Quettetot.
"""

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("page") / "projet"
    (root / "storyboards").mkdir(parents=True)
    (root / "media").mkdir()
    Image.new("RGB", (320, 220), (90, 100, 110)).save(root / "media" / "quai.jpg")
    return root


@pytest.fixture(scope="module")
def running(project: Path) -> Iterator[Session]:
    options = Options(offline=True, engine="hum", cache=project.parent / "cache", jobs=1, height=96)
    with studios(project.parent / "cache") as opened:
        yield opened(project, options=options)


@pytest.fixture
def open_page(browser: Any, running: Session) -> Iterator[Open]:
    """Opens the studio, let in, in a window of its own; nothing may go wrong in its console."""
    complaints: list[str] = []
    contexts = []

    def opened(**more: Any) -> Any:
        more = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", **more}
        contexts.append(browser.new_context(**more))
        window = contexts[-1].new_page()
        window.set_default_timeout(PATIENCE_MS)
        # What is refused is noted by the browser all the same: of those, `missing` tells.
        window.on("console", lambda said: complaints.append(said.text))
        window.on(
            "response",
            lambda answer: (
                missing(answer)
                and complaints.append(f"{answer.url} {answer.status} {answer.text()}")
            ),
        )
        window.on("pageerror", lambda error: complaints.append(f"{error} {error.stack}"))
        window.goto(running.address)
        window.get_by_role("heading", level=1).wait_for()
        return window

    yield opened
    for context in contexts:
        context.close()
    assert [said for said in complaints if not said.startswith("Failed to load resource")] == []


def missing(answer: Any) -> bool:
    """Whether the page asked for something that isn't there, or that broke."""
    return answer.status in (400, 403, 404, 405, 415, 500)


@pytest.fixture
def film(request: pytest.FixtureRequest, project: Path) -> Path:
    """A storyboard of the test's own, named after it."""
    slug = re.sub("[^a-z0-9]+", "-", request.node.name.lower()).strip("-")[:60].strip("-")
    path = project / "storyboards" / f"{slug}.yaml"
    path.write_text(FILM.format(slug=slug), encoding="utf-8")
    return path


def go(window: Any, path: Path, slide: str = "", tab: str = "") -> None:
    """Open the film of the storyboard *path*."""
    films = window.evaluate("fetch('/api/films').then((answer) => answer.json())")["films"]
    [known_as] = [one["film"] for one in films if one["slug"] == path.stem]
    window.evaluate(f"location.hash = 'film={known_as}&slide={slide}&tab={tab}'")
    window.get_by_role("heading", level=1, name="Un essai").wait_for()


def saved(window: Any) -> None:
    """Wait until the page has taken the answer to what is in the file already."""
    window.locator(".save.saved").wait_for()


def text_width(words: Any) -> float:
    """How far a line of text reaches to the right."""
    script = "p => { const r = document.createRange(); r.selectNodeContents(p);"
    script += " return r.getBoundingClientRect().width; }"
    return float(words.evaluate(script))


def narration(window: Any, slide: str) -> Any:
    return window.locator(f".block[data-key={slide}] .narration")


def test_what_is_typed_is_in_the_file_and_nothing_else_of_it_changes(
    open_page: Open, film: Path
) -> None:
    window, before = open_page(), film.read_text(encoding="utf-8")
    go(window, film)
    narration(window, "un").click()
    window.keyboard.press("Control+End")
    window.keyboard.type(" Il pleut.")
    wanted = before.replace("à Schlieben.", "à Schlieben. Il pleut.")
    until(window, lambda: film.read_text(encoding="utf-8") == wanted, "the file has it")
    window.locator(".block[data-key=un] .said li").nth(2).get_by_text("Il pleut.").wait_for()
    # The caret has stayed where it was.
    window.keyboard.type(" Fort.")
    until(window, lambda: "Il pleut. Fort." in film.read_text(encoding="utf-8"), "typed on")
    # One step where the keys came fast; where a machine is slow, one for each two seconds.
    for _ in range(12):
        if film.read_text(encoding="utf-8") != before:
            shown = film.read_text(encoding="utf-8")
            window.get_by_role("button", name=re.compile("^Undo")).click()
            until(window, lambda shown=shown: film.read_text(encoding="utf-8") != shown, "a step")
    assert film.read_text(encoding="utf-8") == before
    until(window, lambda: "Il pleut" not in narration(window, "un").inner_text(), "seen undone")


def test_a_key_touches_only_the_text_it_is_typed_in(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    narration(window, "deux").click()
    held: list[Any] = []
    # What is drawn anew comes with the answer.
    window.route("**/edits", lambda route: held.append(route))
    window.evaluate(
        """() => {
            window.touched = [];
            new MutationObserver((seen) => {
                for (const { target } of seen) {
                    const node = target.closest ? target : target.parentElement;
                    const drawn = node.closest(".text, .slides");
                    if (drawn && !node.closest(".narration")) window.touched.push(node.className);
                }
            }).observe(document.body, { childList: true, characterData: true, subtree: true });
        }"""
    )
    window.keyboard.insert_text("x")
    until(window, lambda: held, "sent")
    assert window.evaluate("window.touched") == []
    held[0].continue_()
    until(window, lambda: window.evaluate("window.touched") != [], "the answer is drawn")


def test_a_word_is_said_otherwise_in_the_whole_film(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    words = window.locator(".block[data-key=un] .words").nth(1)
    marked = words.locator(".word", has_text="Schlieben")
    if marked.count():
        marked.click()
    else:  # a voice that takes every word as it is marks none: the word itself is clicked
        box = words.bounding_box()
        words.click(position={"x": text_width(words) - 25, "y": box["height"] / 2})
    box = window.get_by_role("dialog")
    box.get_by_label("Is said").fill("Chlibène")
    with window.expect_response(re.compile("/hear$")) as heard:
        box.get_by_role("button", name="Hear it so").click()
    assert heard.value.ok
    box.get_by_role("button", name="Keep").last.click()
    until(window, lambda: "say: Chlibène" in film.read_text(encoding="utf-8"), "kept")
    window.locator(".block[data-key=un] .spoken").get_by_text("Chlibène").wait_for()


def test_a_sentence_is_heard_and_the_button_says_so(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    button = window.get_by_role("button", name="Hear sentence 2").first
    # A sentence is over before a slow test looks: what the button has said is kept.
    button.evaluate(
        """button => {
            window.said = [];
            new MutationObserver(() => window.said.push([button.className, button.ariaPressed]))
                .observe(button, { attributes: true });
        }"""
    )
    with window.expect_response(re.compile("/hear$")) as heard:
        button.click()
    assert heard.value.headers["content-type"] == "audio/wav"
    until(window, lambda: ["hear playing", "true"] in window.evaluate("window.said"), "it plays")


def test_a_button_stays_under_the_finger_that_presses_it(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="un")
    block = window.locator(".block[data-key=deux]")
    button = block.get_by_role("button", name="Hear the slide")
    window.locator(".block.here[data-key=un]").wait_for()
    button.hover()
    window.mouse.down()
    with window.expect_response(re.compile("/hear$")) as heard:
        window.mouse.up()
    assert heard.value.ok
    window.locator(".block.here[data-key=deux]").wait_for()


def test_a_mistake_stands_at_its_field_until_it_is_mended(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="deux")
    written = film.read_text(encoding="utf-8")
    length = window.get_by_label("Length in seconds").last
    length.wait_for(state="attached")
    film.write_text(written.replace("    caption: Le quai", "    length: zut"), encoding="utf-8")
    field = window.locator(".field", has=window.get_by_label("Length in seconds")).last
    field.get_by_text("“Length in seconds” wants a duration").wait_for()
    assert length.get_attribute("aria-invalid") == "true"
    length.fill("9")
    field.locator(".of-field").wait_for(state="detached")
    assert length.get_attribute("aria-invalid") is None


def test_what_is_added_can_be_seen_or_filled_in_at_once(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="trois")
    for number, kind in ((4, "Map"), (5, "Several pictures")):
        window.get_by_role("button", name="Add a slide").click()
        window.get_by_role("button", name=kind, exact=True).click()
        window.locator(".preview h2", has_text=f"Slide {number}: {kind}").wait_for()
        if kind == "Map":
            still = "document.querySelector('.stage img').dataset.asked ?? ''"
            until(window, lambda still=still: "slide=map" in window.evaluate(still), "asked for")
            window.locator(".stage studio-canvas:not([aria-busy]) img[src^=blob]").wait_for()
        else:
            window.locator(".preview .drop").first.wait_for()
        high = "document.documentElement.scrollHeight - document.documentElement.clientHeight"
        assert window.evaluate(high) <= 0, "the page stays in its window"
    assert film.read_text(encoding="utf-8").count("-2.12") == 2, "where the film is"
    Image.new("RGB", (40, 30)).save(film.parents[1] / "media" / "une.png")
    window.locator(".drop", has_text="Add a picture").locator("input").set_input_files(
        film.parents[1] / "media" / "une.png"
    )
    until(
        window,
        lambda: "- {file: une" in film.read_text("utf-8").replace("- file: une", "- {file: une"),
    )


def opened_rights(window: Any) -> Any:
    """The fold of a picture's rights, open."""
    rights = window.locator(".picture > details", has_text="Rights")
    rights.evaluate("fold => { fold.open = true; }")
    return rights


def test_a_licence_is_called_by_its_words_and_the_fold_stays_open(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, slide="deux")
    rights = opened_rights(window)
    licence = rights.get_by_label("Licence")
    licence.focus()
    window.keyboard.type("CC0")  # a list is searched by its first letters
    until(window, lambda: "license: CC0-1.0" in film.read_text("utf-8"), "its code")
    saved(window)
    assert window.evaluate("document.activeElement.isConnected && document.activeElement.value")
    assert rights.get_attribute("open") is not None


def test_a_number_is_written_with_the_reader_s_own_comma(open_page: Open, film: Path) -> None:
    window = open_page(locale="fr-FR")
    go(window, film)
    window.get_by_role("button", name="Réglages").click()
    box = window.get_by_role("dialog")
    box.locator("details").evaluate_all("folds => folds.forEach((one) => { one.open = true; })")
    box.get_by_label("Allure").fill("0,9")
    until(window, lambda: "rate: 0.9" in film.read_text("utf-8"), "a number")
    saved(window)
    box.get_by_label("Allure").blur()
    window.keyboard.press("Escape")
    window.get_by_role("button", name="Réglages").click()
    assert window.get_by_role("dialog").get_by_label("Allure").input_value() == "0,9"


def test_a_name_that_is_said_right_is_settled_in_all_films_and_can_be_taken_away(
    open_page: Open, film: Path, project: Path
) -> None:
    window = open_page()
    go(window, film, tab="words")
    tab = window.locator(".tab-words")
    row = tab.locator("tbody tr").first
    name = row.locator("th").inner_text()
    row.get_by_role("button", name="It is right so").click()
    lexicon = project / "storyboards" / "lexiques" / "noms.yaml"
    until(window, lambda: lexicon.is_file() and name in lexicon.read_text("utf-8"), "an entry")
    tab.locator("tbody th", has_text=name).wait_for(state="detached")
    assert window.evaluate("document.activeElement !== document.body")
    tab.get_by_label("Show").select_option(label="all")
    kept = tab.locator("tbody tr", has=window.locator("th", has_text=name))
    kept.get_by_text("in all films of the project").wait_for()
    assert kept.locator("td").nth(1).inner_text() == "1", "it is still counted"
    assert kept.get_by_role("link").count() == 1
    tab.locator("tbody tr", has=window.locator("th", has_text="Cherbourg")).or_(
        tab.locator("tbody tr", has=window.locator("th", has_text="Schlieben"))
    ).get_by_text("known to the voice").first.wait_for()
    kept.get_by_role("button", name=f"Take away {name}").click()
    until(window, lambda: name not in lexicon.read_text("utf-8"), "taken away")
    tab.get_by_text("1 name to settle").wait_for()
    (project / "recit.toml").unlink()
    lexicon.unlink()


def test_the_theme_is_chosen_from_those_there_are(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    window.get_by_role("button", name="Settings").click()
    theme = window.get_by_role("dialog").get_by_label("Theme")
    theme.wait_for()
    assert theme.locator("option").all_inner_texts()[1:] == ["archives", "officiel"]
    theme.select_option("archives")
    until(window, lambda: "style: archives" in film.read_text(encoding="utf-8"), "the theme")


def test_slides_are_moved_copied_and_deleted_by_keys_and_the_focus_stays(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film)

    def order() -> list[str]:
        return re.findall(r"^  - id: (\S+)", film.read_text(encoding="utf-8"), re.M)

    first = window.locator(".slide").first
    first.focus()
    window.keyboard.press("Alt+ArrowDown")
    until(window, lambda: order() == ["deux", "un", "trois"], "moved")
    window.get_by_text("Now slide 2 of 3").wait_for(state="attached")
    assert window.evaluate("document.activeElement.closest('li').dataset.key") == "un"
    window.get_by_role("button", name="Duplicate").click()
    window.get_by_text("Duplicated").wait_for(state="attached")
    assert len(order()) == 4
    window.get_by_role("button", name="Delete").click()
    window.get_by_role("dialog").get_by_role("button", name="Delete").click()
    until(window, lambda: order() == ["deux", "un", "trois"], "deleted")


def test_what_must_stay_in_view_is_moved_by_keys_and_by_dragging(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, slide="deux")
    handle = window.get_by_role("button", name=re.compile("^What must stay in view"))
    handle.focus()
    for _ in range(4):
        window.keyboard.press("ArrowRight")
    until(window, lambda: "focus: [0.54, 0.3]" in film.read_text(encoding="utf-8"), "by keys")
    saved(window)
    handle.scroll_into_view_if_needed()
    at, whole = handle.bounding_box(), window.locator(".placing studio-canvas").bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    window.mouse.move(x, y)
    window.mouse.down()
    window.mouse.move(x + whole["width"] / 4, y, steps=4)
    window.mouse.up()
    focus = lambda: re.search(r"focus: \[(.*?),", film.read_text(encoding="utf-8"))  # noqa: E731
    until(window, lambda: abs(float(focus()[1]) - 0.79) < 0.02, "by dragging")


def test_a_dropped_picture_becomes_the_slide(
    open_page: Open, film: Path, project: Path, tmp_path: Path
) -> None:
    window = open_page()
    go(window, film, slide="deux")
    name = f"plage-{os.getpid()}.jpg"
    Image.new("RGB", (400, 300), (200, 180, 140)).save(tmp_path / name)
    window.locator(".picture .drop input").set_input_files(tmp_path / name)
    until(window, lambda: name in film.read_text(encoding="utf-8"), "named")
    assert (project / "media" / name).exists()
    window.locator(".filename", has_text=name).wait_for()


_DROP_DOCUMENTS = """(files) => {
    const dropped = new DataTransfer();
    for (const [name, data] of files) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        dropped.items.add(new File([bytes], name));
    }
    const told = { dataTransfer: dropped, bubbles: true, cancelable: true };
    for (const kind of ["dragover", "drop"])
        document.elementFromPoint(innerWidth / 2, innerHeight - 20)
            .dispatchEvent(new DragEvent(kind, told));
}"""


def test_a_dropped_document_becomes_a_film_of_the_list(
    open_page: Open, project: Path, tmp_path: Path
) -> None:
    name = f"la prise du port {os.getpid()}"
    place = project / "storyboards" / f"{name.replace(' ', '-')}.yaml"

    def drop(*texts: str) -> None:
        documents = []
        for number, text in enumerate(texts):
            path = tmp_path / f"{name}{' bis' * number}.docx"
            offices.paragraphs(path, [("", "#Le port"), ("", text)], "La prise du port")
            documents.append([path.name, base64.b64encode(path.read_bytes()).decode()])
        window.evaluate(_DROP_DOCUMENTS, documents)

    window = open_page()
    drop(offices.ASSAULT)  # at the foot of the page, beside the list
    window.get_by_role("heading", level=1, name="La prise du port").wait_for()
    shown = window.locator(".slides")
    shown.get_by_text("Le lendemain, l'arsenal se rend", exact=False).first.wait_for(
        state="attached"  # what is to be checked is shown in its place
    )
    assert "Mille avions bombardent" in place.read_text(encoding="utf-8")
    window.evaluate("location.hash = ''")
    card = window.locator(".films .card", has_text="La prise du port")
    card.get_by_text("3 slides").wait_for()
    # Corrected and dropped again, with another beside it: its changes go in, and both are films.
    drop(offices.ASSAULT.replace("Mille avions", "Neuf cents avions"), offices.LANDING)
    window.get_by_role("button", name="Bring it in").click()  # what it changes is shown first
    until(window, lambda: "Neuf cents avions" in place.read_text(encoding="utf-8"), "corrected")
    until(window, place.with_name(f"{place.stem}-bis.yaml").exists, "the other")
    card.nth(1).wait_for()
    # What is no document is refused in words.
    window.evaluate(_DROP_DOCUMENTS, [["film.exe", "TVo="]])
    window.get_by_role("alert").filter(has_text="film.exe").wait_for()


def test_a_place_is_added_by_clicking_on_the_map(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="trois")
    window.get_by_role("button", name=re.compile("^Cherbourg: ")).wait_for()
    window.get_by_role("button", name="Add a place by clicking on the map").click()
    window.locator(".stage studio-canvas").click(position={"x": 200, "y": 120})
    until(window, lambda: "name: …" in film.read_text(encoding="utf-8"), "added")
    name = window.locator(".row-item[open] input").first
    name.fill("Valognes")
    until(window, lambda: "Valognes" in film.read_text(encoding="utf-8"), "named")
    # Where the middle of the map is, its places are: the page reckons as the map is drawn.
    found = re.search(r"Valognes, at: \[(\S+), ([^\]]+)\]", film.read_text(encoding="utf-8"))
    assert found is not None
    assert 49.2 < float(found[1]) < 49.8
    assert -2.2 < float(found[2]) < -0.9


def test_the_voice_of_a_person_is_recorded_and_kept(
    open_page: Open, film: Path, project: Path
) -> None:
    window = open_page()
    go(window, film)
    window.locator(".block[data-key=un]").get_by_role("button", name="Record it myself").click()
    box = window.get_by_role("dialog")
    box.get_by_role("button", name="Record", exact=True).click()
    box.get_by_text("Speak now").wait_for()
    # The meter is told of each piece that is heard; between two tones the device gives silence.
    box.locator("meter").evaluate(
        """meter => new Promise((done) => {
            let pieces = 0;
            new MutationObserver((seen) => {
                pieces += seen.length;
                if (pieces > 10 && meter.value > 0.1) done();
            })
                .observe(meter, { attributes: true });
        })"""
    )
    box.get_by_role("button", name="Stop").click()
    box.get_by_role("button", name="Keep this recording").click()
    until(window, lambda: "recording:" in film.read_text(encoding="utf-8"), "written")
    assert list((project / "media").rglob("*.wav"))
    window.get_by_text("Read by you").wait_for()


def test_one_sentence_is_recorded_heard_and_given_back_to_the_voice(
    open_page: Open, film: Path
) -> None:
    before = film.read_text(encoding="utf-8")
    window = open_page()
    go(window, film)
    block = window.locator(".block[data-key=un]")
    block.locator("h2").click()
    block.get_by_role("button", name="Record sentence 1 myself").click()
    box = window.get_by_role("dialog")
    shown = box.locator("blockquote").inner_text()
    box.get_by_role("button", name="Record", exact=True).click()
    box.get_by_text("Speak now").wait_for()
    meter = box.locator("meter")
    until(window, lambda: meter.evaluate("meter => meter.value") > 0.1, "a voice")
    box.get_by_role("button", name="Stop").click()
    box.get_by_role("button", name="Keep this recording").click()
    until(window, lambda: "recordings:" in film.read_text(encoding="utf-8"), "written")
    written = load_storyboard(film).slides[0]
    assert [one.sentence for one in written.recordings] == [shown.replace("\u00a0", " ")]
    block.get_by_role("button", name="Record sentence 1 again").wait_for()
    block.locator(".said").get_by_text("Read by you").wait_for()
    back = block.get_by_role("button", name="Back to the synthetic voice")
    assert back.count() == 1, "one way back, beside the sentence"
    back.click()
    until(window, lambda: film.read_text(encoding="utf-8") == before, "as it was")
    lost = "    recordings: {file: quai.wav, sentence: Rien de tel.}\n"
    block.get_by_role("button", name="Record sentence 1 myself").wait_for()
    (film.parent.parent / "media" / "quai.wav").write_bytes(tone())
    film.write_text(
        before.replace("    narration: Bonjour", f"{lost}    narration: Bonjour"), "utf-8"
    )
    block.get_by_text("A sentence that you recorded isn't there any more").wait_for()
    block.get_by_role("button", name="Let that recording go").click()
    until(window, lambda: film.read_text(encoding="utf-8") == before, "nothing of it is left")


def test_two_versions_of_one_text_are_shown_and_the_person_chooses(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film)
    text = narration(window, "un")
    text.click()
    window.context.set_offline(True)
    window.keyboard.press("Control+End")
    window.keyboard.type(" Ici.")
    elsewhere = film.read_text(encoding="utf-8").replace("Bonjour à tous", "Bonsoir à tous")
    film.write_text(elsewhere, encoding="utf-8")
    window.get_by_text("kept in this browser").wait_for()
    window.context.set_offline(False)
    box = window.get_by_role("dialog")
    box.get_by_role("heading", name="The file was changed elsewhere").wait_for()
    assert "Bonsoir" in box.locator("section").first.inner_text()
    assert "Ici." in box.locator("section").last.inner_text()
    assert film.read_text(encoding="utf-8") == elsewhere
    box.get_by_role("button", name="Go on with mine").click()
    until(window, lambda: "Bonjour à tous" in film.read_text(encoding="utf-8"), "mine")
    assert "Schlieben. Ici." in film.read_text(encoding="utf-8")


def test_a_second_window_follows_the_first(open_page: Open, film: Path) -> None:
    first = open_page()
    go(first, film)
    second = first.context.new_page()
    second.goto(first.url)
    narration(second, "un").wait_for()
    narration(first, "un").click()
    first.keyboard.press("Control+End")
    first.keyboard.type(" Et voilà.")
    second.get_by_text("Et voilà.").first.wait_for()
    for window in (first, second):
        window.get_by_text("Also open with: another window").wait_for()
    second.close()
    first.locator(".others:empty").wait_for(state="attached")


def test_a_window_that_ends_without_a_word_is_not_said_to_be_open(
    open_page: Open, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "_REJOIN_SECONDS", 0.3)
    first = open_page()
    go(first, film)
    others = first.locator(".others")
    second = first.context.new_page()
    second.goto(first.url)
    others.get_by_text("another window").wait_for()
    with pytest.raises(Exception, match="crash"):
        second.goto("chrome://crash")
    others.filter(has_text="window").wait_for(state="detached")
    elsewhere = open_page()
    go(elsewhere, film)
    others.get_by_text("another window").wait_for()
    elsewhere.context.close()  # as when a machine goes out
    others.filter(has_text="window").wait_for(state="detached")


def test_words_that_are_refused_stay_on_the_page(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    answer = {"error": {"code": "x", "message": "The file can't hold this."}}
    window.route("**/edits", lambda route: route.fulfill(status=422, json=answer))
    narration(window, "un").click()
    window.keyboard.press("Control+End")
    window.keyboard.type(" Reste.")
    window.get_by_text("The file can't hold this.").wait_for()
    window.get_by_text("Not saved").wait_for()
    assert "Reste." in narration(window, "un").inner_text()
    window.unroute("**/edits")
    window.keyboard.type(" Ici.")
    until(window, lambda: "Reste. Ici." in film.read_text(encoding="utf-8"), "sent again")


def test_words_typed_before_the_window_was_closed_are_not_lost(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film)
    narration(window, "un").click()
    window.keyboard.press("Control+End")
    window.keyboard.insert_text(" Dernier mot.")
    window.close(run_before_unload=True)
    other = open_page()
    until(other, lambda: "Dernier mot." in film.read_text(encoding="utf-8"), "sent at the end")


def test_mistakes_of_the_file_stand_at_their_lines_and_keys_are_offered(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, tab="yaml")
    area = window.get_by_label("The storyboard’s file")
    text = area.input_value()
    line = text[: text.index("    caption: Le quai")].count("\n") + 1
    area.fill(text.replace("caption: Le quai", "captoin: Le quai"))
    window.locator(f".gutter span:nth-child({line}).wrong").wait_for()
    at = text.index("    caption: Le quai")
    area.fill(text[:at] + "    capt" + text[at + len("    caption: Le quai") :])
    area.evaluate(f"area => area.setSelectionRange({at + 8}, {at + 8})")
    window.keyboard.press("Control+Space")
    window.get_by_role("option", name="caption").wait_for()
    window.keyboard.press("Enter")
    assert area.input_value()[at : at + 13] == "    caption: "
    window.keyboard.type("Le quai")
    until(window, lambda: film.read_text(encoding="utf-8") == text, "mended")


def test_rights_are_written_in_the_table_and_sorted(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, tab="rights")
    window.get_by_label("Author, slide 2").fill("Marie Dupont")
    until(window, lambda: "author: Marie Dupont" in film.read_text(encoding="utf-8"), "written")
    window.get_by_role("button", name="Author").click()
    window.locator("th[data-key=author][aria-sort=ascending]").wait_for()


def test_no_word_of_a_storyboard_becomes_markup(open_page: Open, film: Path) -> None:
    evil = "<img src=x onerror=alert(1)>"
    text = film.read_text(encoding="utf-8")
    for word in ("Un titre", "Premier", "Bonjour à tous.", "Un quai.", "Le quai", "Carte du"):
        text = text.replace(word, f"'{evil}'" if ":" in word else evil)
    film.write_text(text, encoding="utf-8")
    window = open_page()
    go(window, film)
    window.locator(".block[data-key=un]").get_by_text(evil).first.wait_for()
    for tab in ("words", "rights", "review", "yaml"):
        go(window, film, tab=tab)
        window.locator(f".tab-{tab} h2").first.wait_for()
        assert window.evaluate("document.querySelectorAll('img[src=x], [onerror]').length") == 0


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_axe_finds_nothing_in_any_view(open_page: Open, film: Path) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install)")
    window = open_page(bypass_csp=True, reduced_motion="reduce")
    window.evaluate(AXE.read_text(encoding="utf-8"))
    looks = ((1280, "100%", "light", "none"), (360, "200%", "dark", "none"))

    def look(view: str, looks: Sequence[tuple[int, str, str, str]] = looks) -> None:
        for width, size, scheme, forced in looks:
            window.set_viewport_size({"width": width, "height": 800})
            window.emulate_media(color_scheme=scheme, forced_colors=forced)
            window.evaluate(f"document.documentElement.style.fontSize = '{size}'")
            asked = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
            found = window.evaluate("asked => axe.run(asked)", asked)
            wrong = [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]]
            assert wrong == [], (
                view,
                width,
                size,
                scheme,
                found["violations"][0]["nodes"][0]["any"],
            )
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert window.evaluate(wide) <= 0, (view, width, size)

    look("films")
    for number, slide in enumerate(("un", "deux", "trois"), 1):
        go(window, film, slide=slide)
        heading = window.locator(".preview h2", has_text=f"Slide {number}:")
        heading.wait_for(state="attached")  # on a narrow window it is behind the text
        window.locator(".fields label").first.wait_for(state="attached")
        look(slide)
    look("forced", ((1280, "100%", "dark", "active"),))
    for tab in ("words", "rights", "review", "versions", "yaml"):
        go(window, film, tab=tab)
        window.locator(f".tab-{tab} h2").wait_for()
        look(tab)


def test_everything_the_page_says_is_translated() -> None:
    known = json.loads((PAGE / "messages.fr.json").read_text(encoding="utf-8"))
    literal = re.compile(r'\btrn?\(\s*"((?:[^"\\]|\\.)*)"')
    said = {
        found[1]
        for file in PAGE.glob("*.js")
        for found in literal.finditer(file.read_text("utf-8"))
    }
    assert said
    assert {one for one in said if not known.get(one)} == set()


FOCUS = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"


def test_the_focus_stays_near_what_was_settled_or_undone(open_page: Open, film: Path) -> None:
    one_shape = film.read_text("utf-8").replace(', formats: ["16:9", "9:16"]', "")
    film.write_text(one_shape, encoding="utf-8")
    window = open_page()
    go(window, film)
    window.locator(".block[data-key=un]").get_by_role("button", name="Is said…").click()
    box = window.get_by_role("dialog")
    box.get_by_label("Written").fill("Schlieben")
    box.get_by_label("Is said").fill("Chlibeune")
    box.get_by_role("button", name="Keep").last.click()
    until(window, lambda: "say: Chlibeune" in film.read_text(encoding="utf-8"), "kept")
    box.wait_for(state="detached")
    assert window.evaluate(FOCUS) == "Is said…"
    word = window.locator(".block[data-key=un] .said .word", has_text="Schlieben")
    word.focus()
    window.keyboard.press("Control+z")
    until(window, lambda: "say: Chlibeune" not in film.read_text(encoding="utf-8"), "undone")
    spoken = window.locator(".block[data-key=un] .said")
    until(window, lambda: "Chlibeune" not in spoken.inner_text(), "said as before")
    inside = "document.activeElement.closest('.block')?.dataset.key"
    assert window.evaluate(inside) == "un"
    # A slide that goes takes the focus to the one that is shown then.
    seen = [re.compile(f"/{what}.slide=un-2") for what in ("thumb", "still")]
    with window.expect_response(seen[0]), window.expect_response(seen[1]):
        window.get_by_role("button", name="Duplicate").click()
    window.locator(".slide[aria-current]").focus()
    window.keyboard.press("Control+z")
    window.locator(".slide").nth(3).wait_for(state="detached")
    until(window, lambda: window.evaluate("document.activeElement.matches('.slide')"), "a slide")
    assert window.locator(".slide[aria-current]").count() == 1


def test_kinds_are_chosen_by_arrows_and_parts_are_reached_at_once(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, slide="deux")
    window.get_by_role("button", name="Add a slide").focus()
    # The browser tells that a menu is open, or closed, a moment after the key.
    for key, name in (
        ("Enter", "Photograph"),
        ("ArrowDown", "Several pictures"),
        ("ArrowUp", "Photograph"),
        ("Escape", "Add a slide"),
    ):
        window.keyboard.press(key)
        until(window, lambda name=name: window.evaluate(FOCUS) == name, f"{key}: {name}")
    window.evaluate("document.activeElement.blur()")
    window.keyboard.press("Tab")
    where = "document.activeElement.closest('.slides, .text, .preview, .foot')?.className"
    parts = {"Slides": "slides", "Text": "text", "Picture": "preview", "Publish…": "foot"}
    for name, part in parts.items():
        link = window.locator(".skips").get_by_role("button", name=name)
        link.focus()
        assert link.bounding_box()["width"] > 30, "seen while it has the focus"
        window.keyboard.press("Enter")
        until(window, lambda part=part: window.evaluate(where) == part, name)


def test_a_marked_word_of_the_text_says_how_it_is_said(open_page: Open, film: Path) -> None:
    text = film.read_text(encoding="utf-8").replace(
        "language: fr", "language: fr\npronounce: [{write: Schlieben, say: Chlibène}]"
    )
    film.write_text(text, encoding="utf-8")
    window = open_page()
    go(window, film)
    window.locator(".block[data-key=un] .spoken").get_by_text("Chlibène").wait_for()
    words = narration(window, "un")
    words.click(position={"x": text_width(words) - 40, "y": words.bounding_box()["height"] / 2})
    bubble = window.locator(".bubble")
    bubble.get_by_text("Schlieben").wait_for()
    bubble.click()
    assert window.get_by_role("dialog").get_by_label("Is said").input_value() == "Chlibène"


def test_french_typography_is_shown_where_one_types_and_stays_out_of_the_file(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film)
    text = narration(window, "un")
    text.click()
    window.keyboard.press("Control+End")
    window.keyboard.type(" L'eau monte : qui l'arrête ?")
    shown = "L\u2019eau monte\u00a0: qui l\u2019arrête\u202f?"
    until(window, lambda: shown in text.inner_text(), "as it will be drawn")
    window.keyboard.type(" Nul n'y va.")
    until(window, lambda: "Nul n\u2019y va." in text.inner_text(), "typed on at the same place")
    plain = "L'eau monte : qui l'arrête ? Nul n'y va."
    # What is shown may be typeset of less than what was typed.
    until(window, lambda: plain in film.read_text("utf-8").replace("''", "'"), "as it was typed")
    caption = window.locator(".block[data-key=deux] .line.caption")
    caption.fill("Qu'est-ce ?")
    until(window, lambda: "Qu'est-ce ?" in film.read_text("utf-8").replace("''", "'"), "plain")
    until(window, lambda: caption.inner_text() == "Qu\u2019est-ce\u202f?", "drawn")


def test_after_a_mistake_the_last_good_film_is_shown_and_marked(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    go(window, film, slide="deux")
    window.locator(".stage img[src^=blob]").wait_for()
    good = film.read_text(encoding="utf-8")
    film.write_text(good.replace("size: 96", "size: 96, fps: zut", 1), encoding="utf-8")
    note = window.get_by_text("A setting of the film is wrong")
    note.wait_for()
    assert window.locator(".slide.stale").count() == 3
    window.locator(".block[data-key=un] .spoken, .block[data-key=un] .words").first.wait_for()
    other = window.context.new_page()
    other.goto(window.url)
    other.locator(".stage studio-canvas.old img[src^=blob]").wait_for()  # also for who comes now
    other.get_by_text("Shown as it was before the mistake.").wait_for()
    film.write_text(good, encoding="utf-8")
    note.wait_for(state="hidden")
    window.locator(".slide.stale").first.wait_for(state="detached")


def test_what_went_wrong_leaves_when_something_goes_well(open_page: Open, film: Path) -> None:
    window = open_page()
    go(window, film, slide="deux")
    for what in ("It couldn't be made.", "It couldn't be heard."):
        window.evaluate(
            "what => import('/page/dom.js').then(({ toast }) => { toast(what, { wrong: true }); })",
            what,
        )
        window.locator(".toast.wrong", has_text=what).wait_for()
    assert window.locator(".toast.wrong").count() == 1, "said once"
    foot = window.locator("footer.foot").bounding_box()
    toast = window.locator(".toast.wrong").bounding_box()
    assert (
        toast["x"] + toast["width"] < window.get_by_role("button", name="Watch").bounding_box()["x"]
    )
    assert toast["y"] > foot["y"] - toast["height"], "over the foot, not over fields"
    narration(window, "un").click()
    window.keyboard.type("x")
    window.locator(".toast.wrong").wait_for(state="detached")


def test_an_archive_film_and_music_are_dropped(open_page: Open, film: Path, tmp_path: Path) -> None:
    window = open_page()
    go(window, film, slide="un")
    window.get_by_role("button", name="Add a slide").click()
    window.get_by_role("button", name="Archive film", exact=True).click()
    newsreel = make_film(tmp_path / "Journal.mp4", counting(60))
    drop = window.locator(".preview .drop", has_text="Drop a film here")
    drop.locator("input").set_input_files(newsreel)
    until(window, lambda: "file: journal.mp4" in film.read_text("utf-8"), "named")
    window.get_by_text("It lasts 0:02.").wait_for()
    window.locator(".stage img[src^=blob]").wait_for()
    slider = window.locator(".moment input")
    until(
        window, lambda: float(slider.get_attribute("max") or 0) > 25, "as long as what was dropped"
    )
    slider.fill("25")
    window.get_by_role("button", name="Begin at the moment shown").click()
    until(window, lambda: "start: 1" in film.read_text("utf-8"), "from the moment shown on")
    sound = tmp_path / "Marche.wav"
    sound.write_bytes(tone())
    window.get_by_role("button", name="Settings").click()
    box = window.get_by_role("dialog")
    box.locator("details").evaluate_all("folds => folds.forEach((one) => { one.open = true; })")
    box.locator(".drop", has_text="Drop a piece of music here").locator("input").set_input_files(
        sound
    )
    until(window, lambda: "file: marche.wav" in film.read_text("utf-8"), "the film's")
    box.locator(".filename", has_text="marche.wav").wait_for()


def test_on_a_telephone_everything_is_within_the_edges(open_page: Open, film: Path) -> None:
    window = open_page(viewport={"width": 360, "height": 740}, has_touch=True)
    go(window, film)
    window.locator(".switcher").get_by_role("button", name="Slides").click()
    assert not window.locator("#slides-help").is_visible(), "nobody holds Alt there"
    window.locator(".slide").nth(2).click()
    block = window.locator(".block[data-key=trois]")
    until(window, lambda: block.is_visible() and 0 <= block.bounding_box()["y"] < 400, "slide 3")
    head = window.locator("header.bar")
    assert head.bounding_box()["height"] < 100
    for tab, what in (("words", ".tab-words tbody button"), ("rights", ".tab-rights textarea")):
        go(window, film, tab=tab)
        window.locator(what).first.wait_for()
        reach = window.locator(what).evaluate_all(
            "all => all.map((one) => one.getBoundingClientRect().right)"
        )
        assert max(reach) <= 360, tab
    assert window.get_by_role("row").count() == 1, "a card is still read as a row"


def test_on_a_telephone_long_lines_of_the_file_wrap_beside_their_numbers(
    open_page: Open, film: Path
) -> None:
    window = open_page(viewport={"width": 360, "height": 740}, has_touch=True)
    long = "Le 26 juin, le port est pris. " * 12
    film.write_text(film.read_text("utf-8").replace("Le 26 juin, le port est pris.", long), "utf-8")
    go(window, film, tab="yaml")
    area = window.locator("textarea.code")
    area.wait_for()
    assert area.evaluate("area => area.scrollWidth - area.clientWidth") <= 0
    drift = (
        "area => { const gutter = area.previousSibling; return [area.scrollHeight -"
        " gutter.scrollHeight, gutter.childElementCount, gutter.lastElementChild.offsetHeight]; }"
    )
    count = len(film.read_text("utf-8").split("\n"))
    apart, numbers, last = area.evaluate(drift)
    assert (abs(apart) <= 1, numbers) == (True, count), "each number stands at its line"
    area.evaluate("area => area.setSelectionRange(area.value.length, area.value.length)")
    area.focus()
    window.keyboard.insert_text("# " + "mot " * 60)
    apart, _, grown = area.evaluate(drift)
    assert (abs(apart) <= 1, grown > 3 * last) == (True, True), "also while one types"


def test_two_films_asked_for_at_once_are_one_page(open_page: Open, film: Path) -> None:
    window = open_page()
    films = window.evaluate("fetch('/api/films').then((answer) => answer.json())")["films"]
    [known_as] = [one["film"] for one in films if one["slug"] == film.stem]
    window.evaluate(
        f"location.hash = 'film={known_as}&slide=un';"
        f"setTimeout(() => {{ location.hash = 'film={known_as}&slide=deux'; }}, 5)"
    )
    window.locator(".block.here[data-key=deux]").wait_for()
    never(window, lambda: window.locator(".others").inner_text(), "a second page of it")
