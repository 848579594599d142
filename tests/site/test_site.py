"""The site of the documentation, as `make docs` makes it and as a browser shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pytest

from tests.browser import until
from tests.publish.conftest import browser
from tests.publish.loopback import served
from tests.publish.test_browser import AXE, RULES
from tests.site.build import DOCS, build, lay_out

__all__ = ["browser"]  # a fixture, by its name

FRENCH = ("fr/", "fr/prendre-en-main/", "fr/faire-dire-juste/", "fr/reference/")
SOME = ("", "maps/", "voices/", *FRENCH)
"""Pages with tables, code, pictures, long words, in both languages."""
HOST = "http://site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "docs"
    build(folder)
    return folder


def pages(site: Path) -> Iterator[tuple[str, Any]]:
    """Address and tree of each page."""
    for path in sorted(site.rglob("index.html")):
        where = path.parent.relative_to(site).as_posix()
        address = f"{HOST}/{'' if where == '.' else where + '/'}"
        yield address, html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)


def test_every_link_leads_to_a_page_and_to_a_place_in_it(site: Path) -> None:
    trees = dict(pages(site))
    places = {
        address: {one.get("id") for one in tree.iter() if one.get("id")}
        for address, tree in trees.items()
    }
    lost = []
    for address, tree in trees.items():
        for one in tree.iter():
            for name in ("href", "src"):
                whole = urljoin(address, one.get(name, ""))
                if not whole.startswith(f"{HOST}/"):
                    continue
                there, _, place = whole.partition("#")
                path = site / unquote(urlsplit(there).path).lstrip("/")
                path = path / "index.html" if there.endswith("/") else path
                known = places.get(there, set())
                if not path.is_file() or (place and known and unquote(place) not in known):
                    lost.append((address, one.get(name)))
    assert lost == []
    assert len(trees) >= 28


def test_pictures_of_the_documentation_stay_small() -> None:
    assert sum(path.stat().st_size for path in (DOCS / "images").iterdir()) < 1_000_000


def test_a_page_says_in_which_language_it_is(site: Path) -> None:
    for address, tree in pages(site):
        french = address.startswith(f"{HOST}/fr/")
        assert tree.get("lang") == ("fr" if french else "en"), address


def test_every_page_of_the_repository_stands_in_its_menu(site: Path) -> None:
    menus = {"": {f"{HOST}/"}, "fr/": {f"{HOST}/fr/"}}
    for home, found in menus.items():
        tree = html5lib.parse((site / home / "index.html").read_text("utf-8"))
        links = [one.get("href") for one in tree.iter() if one.tag.endswith("}a")]
        found |= {urljoin(f"{HOST}/{home}", link or "").partition("#")[0] for link in links}
    for path in DOCS.glob("*.md"):
        assert f"{HOST}/{'' if path.stem == 'index' else path.stem + '/'}" in menus[""]
    for path in (DOCS / "fr").glob("*.md"):
        assert f"{HOST}/fr/{'' if path.stem == 'index' else path.stem + '/'}" in menus["fr/"]


def test_a_search_finds_one_language(site: Path) -> None:
    english, french = ((site / place / "search.json").read_text("utf-8") for place in ("", "fr"))
    assert json.loads(english)["items"]
    assert "guillemet" in french
    assert "guillemet" not in english
    assert "graticule" not in french


def test_a_page_without_its_neighbour_is_not_built(tmp_path: Path) -> None:
    import subprocess
    import sys

    lay_out("fr", tmp_path)
    (tmp_path / "docs" / "cartes.md").unlink()
    words = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "page does not exist" in done.stderr


@pytest.mark.browser
def test_no_page_asks_anybody_else_for_anything(site: Path, browser: Any) -> None:
    asked: list[str] = []
    with served(site) as address:
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        for name in SOME:
            page.goto(f"{address}/{name}", wait_until="networkidle")
            ours = "f => f.status === 'loaded' && f.family.includes('Source Sans')"
            until(page, f"[...document.fonts].some({ours})")
        page.close()
        assert len(asked) > len(SOME)
        assert [url for url in asked if not url.startswith((f"{address}/", "data:", "blob:"))] == []


@pytest.mark.browser
def test_a_reader_searches_and_changes_the_language(site: Path, browser: Any) -> None:
    with served(site) as address:
        page = browser.new_page()
        page.goto(f"{address}/fr/cartes/", wait_until="networkidle")
        page.keyboard.press("/")
        until(page, "document.activeElement.shadowRoot?.activeElement?.matches('input')")
        page.keyboard.type("lexique")
        page.get_by_text("Faire dire juste").last.wait_for()
        page.keyboard.press("Escape")
        link = page.locator("a[hreflang=en].md-select__link").first
        assert urljoin(page.url, link.get_attribute("href")) == f"{address}/"
        page.close()


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(site: Path, browser: Any, scheme: str, width: int) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install)")
    with served(site) as address:
        page = browser.new_page(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
        page.set_viewport_size({"width": width, "height": 900})
        wrong = []
        for name in SOME:
            page.goto(f"{address}/{name}")
            page.evaluate(AXE.read_text(encoding="utf-8"))
            told = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
            wrong += [
                (
                    name,
                    v["id"],
                    node["html"][:160],
                    (node["any"] or [{"message": ""}])[0]["message"],
                )
                for v in told["violations"]
                for node in v["nodes"][:2]
            ]
        page.close()
    assert wrong == []
