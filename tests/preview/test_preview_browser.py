"""The preview in a real browser: it follows saves, and the viewer keeps their place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from renderer.preview.live_preview import PreviewSession, build_set
from renderer.production.options import Options
from tests.browser import PATIENCE_MS, open_browser, until
from tests.preview.conftest import Opener, previews
from tests.preview.projects import edit
from tests.publish.loopback import served

pytestmark = pytest.mark.browser


@pytest.fixture
def page() -> Iterator[Any]:
    """A page of Debian's Chromium that notes what goes wrong in it."""
    with open_browser() as running:
        opened = running.new_context(viewport={"width": 1000, "height": 800}).new_page()
        opened.set_default_timeout(PATIENCE_MS)
        yield opened


@pytest.mark.parametrize("mail", ["localhost", "127.0.0.1"])
def test_the_printed_address_can_be_clicked_in_a_mail(
    preview: Opener, storyboard: Path, tmp_path: Path, page: Any, mail: str
) -> None:
    session = preview(storyboard)
    page_of_mails = f'<!DOCTYPE html><title>Mail</title><a href="{session.address}">Voir</a>'
    (tmp_path / "mail.html").write_text(page_of_mails, encoding="utf-8")
    with served(tmp_path) as address:
        page.goto(f"{address.replace('127.0.0.1', mail)}/mail.html")
        page.get_by_role("link", name="Voir").click()
        page.get_by_text("Up to date").wait_for()
        assert page.url == f"http://127.0.0.1:{session.keys.port}/"
        # Once let in, a bookmark or a note without the token leads here as well.
        page.goto(f"{address.replace('127.0.0.1', mail)}/mail.html")
        page.evaluate(f"document.links[0].href = '{page_address(session)}'")
        page.get_by_role("link", name="Voir").click()
        page.get_by_text("Up to date").wait_for()


def page_address(session: PreviewSession) -> str:
    return session.address.partition("?")[0]


def test_many_pages_of_one_preview_all_follow_it(
    preview: Opener, storyboard: Path, tmp_path: Path, page: Any
) -> None:
    options = Options(offline=True, height=96, jobs=1, cache=tmp_path / "cache")
    session = preview(storyboard, build_set, options)
    page.goto(session.address)
    page.get_by_text("Up to date").wait_for()
    pages = [page, *(page.context.new_page() for _ in range(8))]
    for one in pages[1:]:
        one.goto(page_address(session))
        one.get_by_text("Up to date").wait_for()
    edit(storyboard, "Bonjour à tous", "Bonjour à chacun")
    for one in pages:
        one.frame_locator("#film").get_by_text("Bonjour à chacun").first.wait_for()
        one.get_by_text("Up to date").wait_for()
    # The page that heard the news for all goes; another hears them.
    page.close()
    edit(storyboard, "Bonjour à chacun", "Bonjour à Paris")
    for one in pages[1:]:
        one.frame_locator("#film").get_by_text("Bonjour à Paris").first.wait_for()
    session.end()


def test_every_page_says_that_the_preview_has_ended(
    storyboard: Path, tmp_path: Path, page: Any
) -> None:
    with previews(tmp_path / "cache") as opened:
        session = opened(storyboard)
        page.goto(session.address)
        other = page.context.new_page()
        other.goto(page_address(session))
        for one in (page, other):
            one.get_by_text("Up to date").wait_for()
    for one in (page, other):
        one.get_by_text("start `serve` again").wait_for()


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
    # The draft says the same, and its place isn't kept once the full film is on its way.
    shown = "(film => film?.readyState === 'complete' && film.URL)"
    shown += "(document.getElementById('film').contentDocument)"
    until(page, f"{shown} === document.getElementById('view-embed').href")
    film.locator("video").evaluate("v => { v.currentTime = 2.5 }")
    until(page, "JSON.parse(sessionStorage['recit-preview'] || '{}').seconds > 2.4")

    edit(storyboard, "Bonjour à tous", "Bonjour à chacun")
    film.get_by_text("Bonjour à chacun").first.wait_for()
    page.get_by_text("Up to date").wait_for()
    there = "Math.abs(document.getElementById('film').contentDocument"
    there += "?.querySelector('video')?.currentTime - 2.5) < 0.05"
    until(page, there)
    page.reload()
    until(page, there)

    edit(storyboard, "slug: essai", "slug: essai\n<img src=x onerror=alert(1)>: x")
    page.locator("#mistakes pre").first.wait_for()
    assert "<img src=x onerror" in page.locator("#mistakes").inner_text()
    assert page.locator("#mistakes img").count() == 0
    assert re.search("last good film", page.locator("#headline").inner_text())
    if folder := os.environ.get("RECIT_SCREENSHOTS"):
        page.screenshot(path=Path(folder, "preview.png"))
    assert complaints == []
