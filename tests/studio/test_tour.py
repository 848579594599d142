"""A person's first film, from an empty folder: one command in the terminal, then the browser alone.

With RECIT_TOUR=FOLDER each step leaves a picture there, and the clicks and seconds it took.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser import PATIENCE_MS, until

ROOT = Path(__file__).parents[2]
WORDS = json.loads(
    (ROOT / "renderer" / "studio" / "page" / "messages.fr.json").read_text(encoding="utf-8")
)
"""What the page says in French, by its English."""
_DROP = """([name, data]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const dropped = new DataTransfer();
    dropped.items.add(new File([bytes], name, { type: "image/jpeg" }));
    const place = document.querySelector(".drop");
    for (const kind of ["dragover", "drop"])
        place.dispatchEvent(new DragEvent(kind, { dataTransfer: dropped, bubbles: true }));
}"""

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The studio of an empty folder, started as a person would."""
    (tmp_path / "vide").mkdir()
    words = ["studio", "vide", "--no-browser", "--json", "--offline", "--voice", "hum"]
    words += ["--height", "144", "--jobs", "1", "--cache", "cache"]
    command = [sys.executable, str(ROOT / "make_video.py"), *words]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        try:
            assert running.stdout is not None
            yield json.loads(running.stdout.readline())["address"]
        finally:
            running.terminate()
            assert running.wait(30) in (0, 143, -15)


class Person:
    """Who clicks and types, and is counted."""

    def __init__(self, window: Any, path: Path) -> None:
        self.window, self.path = window, path
        self.clicks, self.began, self.steps = 0, time.monotonic(), list[str]()
        self.pictures = os.environ.get("RECIT_TOUR", "")

    def click(self, what: Any) -> None:
        what.click()
        self.clicks += 1

    def button(self, name: str | re.Pattern[str], within: Any = None) -> None:
        self.click((within or self.window).get_by_role("button", name=name).last)

    def type(self, words: str) -> None:
        self.window.keyboard.type(words)

    def until(self, true: Callable[[str], Any], what: str) -> None:
        until(
            self.window,
            lambda: self.path.is_file() and true(self.path.read_text(encoding="utf-8")),
            what,
        )

    def step(self, name: str) -> None:
        self.steps.append(f"{name}: {self.clicks} clicks, {time.monotonic() - self.began:.1f} s")
        if self.pictures:
            folder = Path(self.pictures)
            folder.mkdir(exist_ok=True)
            self.window.screenshot(path=folder / f"{len(self.steps):02}-{name}.png")
            (folder / "steps.txt").write_text("\n".join(self.steps) + "\n", encoding="utf-8")


@pytest.fixture
def person(browser: Any, address: str, tmp_path: Path) -> Iterator[Person]:
    complaints: list[str] = []
    window = browser.new_page(viewport={"width": 1280, "height": 860}, locale="fr-FR")
    window.set_default_timeout(PATIENCE_MS)
    window.on("console", lambda said: complaints.append(said.text))
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.goto(address)
    yield Person(window, tmp_path / "vide" / "storyboards" / "cherbourg-1944.yaml")
    window.close()
    # A refusal that the page expects is noted by the browser all the same.
    assert [said for said in complaints if "422" not in said] == []


def test_a_first_film_from_an_empty_folder_to_its_second_publication(person: Person) -> None:
    window = person.window
    person.button(WORDS["New film"])
    person.type("Cherbourg, 1944")
    person.button(WORDS["Make the film"])
    window.get_by_role("heading", level=1, name="Cherbourg, 1944").wait_for()
    person.step("nouveau-film")

    def add(kind: str, words: str) -> None:
        person.button(WORDS["Add a slide"])
        person.click(window.get_by_role("button", name=kind, exact=True))
        until(person.window, "document.activeElement.matches('.narration')")
        person.type(words)

    add(WORDS["Photograph"], "Le 26 juin, le général von Schlieben se rend.")
    out = io.BytesIO()
    Image.effect_mandelbrot((480, 320), (-2, -1.2, 1, 1.2), 30).convert("RGB").save(out, "jpeg")
    window.evaluate(_DROP, ["fort du Roule.jpg", base64.b64encode(out.getvalue()).decode()])
    person.until(lambda text: "fort-du-roule.jpg" in text, "the photograph")
    window.locator(".filename", has_text="fort-du-roule.jpg").wait_for()
    person.step("photographie-deposee")

    person.button(WORDS["Settings"])
    box = window.get_by_role("dialog")
    box.get_by_label(WORDS["About the film"]).fill("Juin 1944, la prise d'un port.")
    person.until(lambda text: "prise d'un port" in text, "the description")
    person.button(WORDS["Close"], box)
    person.step("reglages")

    window.get_by_label(WORDS["Alternative text"]).fill("Le fort du Roule, sur sa colline.")
    person.button(WORDS["Publish…"])
    box = window.get_by_role("dialog")
    told = "Write who made it, who holds it and on what terms, under “Rights”."
    box.get_by_text(WORDS[told]).first.wait_for()
    there = re.compile(WORDS["Go to slide {number}"].partition("{")[0])
    person.click(box.get_by_role("button", name=there).first)
    person.step("publication-refusee")
    rights = window.locator(".picture > details", has_text=WORDS["Rights"])
    if rights.get_attribute("open") is None:
        person.click(rights.locator("summary").first)
    rights.get_by_label(WORDS["Author"]).fill("Marie Dupont")
    rights.get_by_label(WORDS["Licence"]).select_option("CC-BY-4.0")
    person.until(lambda text: "CC-BY-4.0" in text and "Marie Dupont" in text, "the rights")
    person.step("droits")

    person.button(WORDS["Choose what must stay in view"])
    handle = window.get_by_role("button", name=re.compile(f"^{WORDS['What must stay in view']}"))
    handle.scroll_into_view_if_needed()
    at, plane = handle.bounding_box(), window.locator(".placing studio-canvas").bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    window.mouse.move(x, y)
    window.mouse.down()
    window.mouse.move(x + plane["width"] / 4, y, steps=4)
    window.mouse.up()
    person.clicks += 1
    person.until(lambda text: "focus: [0.7" in text, "the focus")
    person.step("point-d-interet")

    said = window.locator(".block .said").get_by_text("Schlieben", exact=True)
    person.click(said.first)
    box = window.get_by_role("dialog")
    box.get_by_label(WORDS["Is said"]).fill("Chlibeune")
    with window.expect_response(re.compile("/hear$")) as heard:
        person.button(WORDS["Hear it so"], box)
    assert heard.value.headers["content-type"] == "audio/wav"
    person.button(WORDS["Keep"], box)
    person.until(lambda text: "Chlibeune" in text, "how it is said")
    person.step("schlieben-corrige")

    add(WORDS["Title card"], "Le port est pris.")
    window.locator(".fields").get_by_label(WORDS["Title"], exact=True).first.fill("La fin")
    person.until(lambda text: "Le port est pris." in text and "La fin" in text, "the third slide")
    person.step("troisieme-diapositive")
    with window.expect_response(re.compile("/hear$")) as heard:
        person.button(WORDS["Hear the slide"])
    assert heard.value.ok
    person.step("ecoute")

    person.button(WORDS["Watch"])
    until(person.window, "(document.querySelector('video')?.currentTime ?? 0) > 0.2")
    person.step("brouillon-joue")
    person.button(WORDS["Close"], window.get_by_role("dialog"))

    publish(person)
    person.step("publie")
    folder = person.path.parents[1] / "out" / "cherbourg-1944"
    first = (folder / "transcript.fr.txt").read_text(encoding="utf-8")
    assert "Le port est pris." in first

    last = window.locator(".block .narration").last
    person.click(last)
    window.keyboard.press("Control+End")
    person.type(" Enfin.")
    person.until(lambda text: "Enfin." in text, "another word")
    publish(person)
    person.step("publie-encore")
    assert "Enfin." in (folder / "transcript.fr.txt").read_text(encoding="utf-8")
    assert (folder / ".sets" / "state.json").is_file()

    person.click(last)
    window.keyboard.press("Control+End")
    person.type(" Bien.")
    person.until(lambda text: "Enfin. Bien." in text, "one more word")
    person.click(window.get_by_role("link", name=WORDS["Review"]))
    window.locator("ins", has_text="Bien.").first.wait_for()
    person.click(window.get_by_role("link", name=WORDS["Versions"]))
    window.get_by_role("heading", name=WORDS["Shown now"]).wait_for()
    person.step("relecture-et-versions")
    assert len(re.findall("^  - id:", person.path.read_text(encoding="utf-8"), re.M)) == 3


def publish(person: Person) -> None:
    """Publish, and copy what is pasted into a page."""
    window = person.window
    person.button(WORDS["Publish…"])
    box = window.get_by_role("dialog")
    box.get_by_role("button", name=WORDS["Publish now"]).wait_for()
    address = box.get_by_label(WORDS["Address of the films on your site"])
    if address.count():  # it is asked once
        person.click(address)
        person.type("https://www.example.org/films/")
        window.keyboard.press("Tab")
    person.button(WORDS["Publish now"])
    box.get_by_role("heading", name=WORDS["The film is ready"]).wait_for()
    person.button(WORDS["Copy"], box)
    person.button(WORDS["Close"], box)
