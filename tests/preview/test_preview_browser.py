"""The preview in a real browser: it follows saves, and the viewer keeps their place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from renderer.build.options import Options
from renderer.preview.builder import build_set
from tests.preview.conftest import Opener
from tests.preview.projects import edit

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE_MS = 30_000

pytestmark = pytest.mark.browser


@pytest.fixture
def page() -> Iterator[Any]:
    """A page of Debian's Chromium that notes what goes wrong in it."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is not installed (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=str(CHROMIUM), headless=True, args=["--no-sandbox", "--disable-gpu"]
        )
        opened = running.new_page(viewport={"width": 1000, "height": 800})
        opened.set_default_timeout(PATIENCE_MS)
        yield opened
        running.close()


def wait_until(page: Any, expression: str) -> None:
    """Playwright's own wait evaluates text in the page, which the page's policy forbids."""
    for _ in range(PATIENCE_MS // 100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never came true: {expression}")


def test_a_viewer_keeps_their_place_when_a_new_film_comes(
    preview: Opener, storyboard: Path, tmp_path: Path, page: Any
) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    options = Options(offline=True, height=96, jobs=1, cache=tmp_path / "cache")
    page.goto(preview(storyboard, build_set, options).address)
    assert "token" not in page.url
    film = page.frame_locator("#film")
    page.get_by_text("Up to date").wait_for()
    film.get_by_text("Bonjour à tous").first.wait_for()
    film.locator("video").evaluate("v => { v.currentTime = 2.5 }")
    wait_until(page, "JSON.parse(sessionStorage['recit-preview'] || '{}').seconds > 2.4")

    edit(storyboard, "Bonjour à tous", "Bonjour à chacun")
    film.get_by_text("Bonjour à chacun").first.wait_for()
    page.get_by_text("Up to date").wait_for()
    there = "Math.abs(document.getElementById('film').contentDocument"
    there += ".querySelector('video').currentTime - 2.5) < 0.05"
    wait_until(page, there)
    page.reload()
    wait_until(page, there)

    edit(storyboard, "slug: essai", "slug: essai\n<img src=x onerror=alert(1)>: x")
    page.locator("#mistakes pre").first.wait_for()
    assert "<img src=x onerror" in page.locator("#mistakes").inner_text()
    assert page.locator("#mistakes img").count() == 0
    assert re.search("last good film", page.locator("#headline").inner_text())
    if folder := os.environ.get("RECIT_SCREENSHOTS"):
        page.screenshot(path=Path(folder, "preview.png"))
    assert complaints == []
