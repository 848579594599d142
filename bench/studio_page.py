"""How quick the studio is for a person, in Chromium: ``python -m bench.studio_page``.

Comes in: how many slides. Goes out: its table, on stdout and in ``bench/RESULTS.md``.
Times are those of the page: from the key, or the click, to what is painted, heard or in the file.
"""

from __future__ import annotations

import argparse
import datetime
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench.inputs import Work, make_project
from bench.rows import Row, machine, table
from renderer.production.options import Options
from renderer.studio.session import open_studio
from tests.browser import CHROMIUM

RESULTS = Path(__file__).parent / "RESULTS.md"
SECTION = "## The studio, for a person"
_PATIENCE_MS = 60_000
_DRAFT = 5
"""The draft begins so many slides after the middle one: nothing of it was made before."""
_KEYS = """() => {
    window.keys = [];
    addEventListener("keydown", () => {
        const began = performance.now();
        requestAnimationFrame(() => setTimeout(() => keys.push(performance.now() - began)));
    }, true);
}"""


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.studio_page", description=__doc__)
    parser.add_argument("--slides", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--neural", default="kokoro", help="its engine; empty: isn't measured")
    parser.add_argument("--results", default=str(RESULTS), help="empty: written nowhere")
    arguments = parser.parse_args()
    if arguments.slides <= max(arguments.rounds, _DRAFT):
        parser.error(f"needs more slides than rounds, and than {_DRAFT}: each is heard once")
    with tempfile.TemporaryDirectory(prefix="recit-studio-bench-") as name:
        folder = Path(name)
        work = Work(slides=arguments.slides, pictures=8, size=(2400, 1600), sentences=2)
        storyboard = make_project(folder, work)
        rows = _visit(folder, storyboard, "espeak", arguments.rounds, _all)
        if arguments.neural:
            rows += _visit(folder, storyboard, arguments.neural, arguments.rounds, _heard)
    today = datetime.datetime.now(datetime.UTC).date()
    about = f"`python -m bench.studio_page`, {today}, {arguments.slides} slides. {machine()}"
    print(f"{about}\n\n{table(rows)}")
    if arguments.results:
        _write(Path(arguments.results), f"{SECTION}\n\n{about}\n\n{table(rows)}\n")


def _write(results: Path, section: str) -> None:
    """Put *section* in place of the one before, or at the end."""
    text = results.read_text("utf-8")
    before, found, after = text.partition(f"{SECTION}\n")
    _, more, rest = after.partition("\n## ") if found else ("", "", "")
    following = f"\n## {rest}" if more else ""
    results.write_text(f"{before.rstrip()}\n\n{section}{following}", "utf-8")


class _Visit:
    """One film open in a browser."""

    def __init__(self, window: Any, storyboard: Path, engine: str, rounds: int) -> None:
        self.window, self.path, self.engine, self.rounds = window, storyboard, engine, rounds
        self.count = int(window.evaluate("document.querySelectorAll('.block').length"))
        self.slide = self.count // 2

    def block(self, further: int = 0) -> Any:
        """A slide in the middle, or so many after it; after the last one comes the first."""
        return self.window.locator(".block").nth((self.slide + further) % self.count)

    def until(self, true: Callable[[], Any]) -> float:
        """Seconds until something comes true; looked at every 5 ms."""
        began = time.perf_counter()
        while not true():
            if time.perf_counter() - began > _PATIENCE_MS / 1000:
                raise SystemExit("it never came")
            time.sleep(0.005)
        return time.perf_counter() - began

    def now(self) -> float:
        """The page's clock."""
        return float(self.window.evaluate("performance.now()"))


def _visit(
    folder: Path,
    storyboard: Path,
    engine: str,
    rounds: int,
    measure: Callable[[_Visit], list[Row]],
) -> list[Row]:
    options = Options(offline=True, cache=folder / "cache", engine=engine)
    with open_studio(folder, options) as session, sync_playwright() as driver:
        watching = threading.Thread(target=session.run)
        watching.start()
        flags = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        try:
            window = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
            window.set_default_timeout(_PATIENCE_MS)
            window.goto(session.address)
            window.locator(".card a").first.click()
            window.locator(".block .narration").first.wait_for()
            window.wait_for_timeout(3000)  # the first thumbnails
            window.evaluate(_KEYS)
            return measure(_Visit(window, storyboard, engine, rounds))
        finally:
            browser.close()
            session.end()
            watching.join()


def _all(visit: _Visit) -> list[Row]:
    return [*_typed(visit), _drawn(visit), *_heard(visit), _draft(visit)]


def _typed(visit: _Visit) -> list[Row]:
    window = visit.window
    visit.block().locator(".narration").click()
    window.keyboard.press("Control+End")
    written = []
    for number in range(visit.rounds):
        window.keyboard.press(" ")
        word = f"{'abcdefghij'[number % 10]}{number}."
        for letter in word:
            window.keyboard.press(letter)
        written.append(1000 * visit.until(lambda word=word: word in visit.path.read_text("utf-8")))  # type: ignore[misc]
        window.wait_for_timeout(400)
    return [
        _row("a key, seen", 50, window.evaluate("window.keys")),
        _row("the last key of a word, in the file", 300, written),
    ]


def _drawn(visit: _Visit) -> Row:
    window, took = visit.window, []
    for number in range(visit.rounds):
        caption = visit.block().locator(".caption")
        caption.click()
        window.keyboard.press("End")
        began = time.perf_counter()
        with window.expect_response(re.compile("/still")) as answer:
            window.keyboard.press("abcdefghij"[number % 10])
        answer.value.finished()
        took.append(1000 * (time.perf_counter() - began))
        window.wait_for_timeout(800)
    return _row("a key in a caption, the slide drawn anew", 400, took)


def _heard(visit: _Visit) -> list[Row]:
    window, limit = visit.window, 500 if visit.engine == "espeak" else 2000
    took = []
    for number in range(1, visit.rounds + 1):
        block = visit.block(number)
        block.scroll_into_view_if_needed()
        began = time.perf_counter()
        with window.expect_response(re.compile("/hear$")) as answer:
            block.locator(".said .hear").first.click()
        answer.value.finished()  # it plays from here on; again, without asking
        took.append(1000 * (time.perf_counter() - began))
    return [_row(f"▶ of a sentence that is new, {visit.engine}", limit, took)]


def _draft(visit: _Visit) -> Row:
    window = visit.window
    visit.block(_DRAFT).locator(".narration").click()
    began = visit.now()
    window.get_by_role("button", name="Watch").click()
    window.locator("video").wait_for()
    visit.until(lambda: window.evaluate("document.querySelector('video').currentTime > 0.04"))
    return _row("the draft plays from the slide at hand", 3000, [visit.now() - began])


def _row(what: str, limit: int, times: list[float]) -> Row:
    known = [each for each in times if each > 0]
    middle = statistics.median(known)
    print(f"{what}: {middle:.0f} ms", file=sys.stderr, flush=True)
    return Row(
        what=what,
        target=f"≤ {limit} ms",
        measured=f"{middle:.0f} ms",
        met=middle <= limit,
        note=f"{min(known):.0f} to {max(known):.0f}, of {len(known)}",
    )


if __name__ == "__main__":
    main()
