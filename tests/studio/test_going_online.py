"""From a film that is ready to one that the public sees: a site's address, a set to take along."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from renderer.preview.served_files import files_of_set
from renderer.production.options import Options
from renderer.storyboard.project_config import CONFIG
from renderer.studio.going_online import keep_address, site_of
from renderer.studio.http import Refusal
from tests.browser import PATIENCE_MS, until
from tests.preview.projects import write_project
from tests.studio.client import Page
from tests.studio.conftest import studios
from tests.studio.test_page import Open, film, go, open_page, project, running

__all__ = ["film", "open_page", "project", "running"]

OURS = "https://www.memoire.example.org/films/"
OTHER = "https://other.example.org/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f'[page]\nbase_url = "{OURS}"\n'),
        ("# nous\nvoice = 'hum'\n", f"# nous\nvoice = 'hum'\n\n[page]\nbase_url = \"{OURS}\"\n"),
        (
            f'[page] # le site\nbase_url = "{OTHER}"  # ancien\npublisher = "Nous"\n',
            f'[page] # le site\nbase_url = "{OURS}"  # ancien\npublisher = "Nous"\n',
        ),
        (
            '[page]\r\npublisher = "Nous"\r\n\r\n[run]\r\njobs = 1\r\n',
            f'[page]\r\nbase_url = "{OURS}"\r\npublisher = "Nous"\r\n\r\n[run]\r\njobs = 1\r\n',
        ),
        (
            f'[page.more]\nbase_url = "{OTHER}"\n\n[page]',
            f'[page.more]\nbase_url = "{OTHER}"\n\n[page]\nbase_url = "{OURS}"\n',
        ),
    ],
)
def test_only_the_address_changes_in_recit_toml(tmp_path: Path, text: str, expected: str) -> None:
    config = tmp_path / CONFIG
    if text:
        config.write_bytes(text.encode())
    assert keep_address(tmp_path, {"address": OURS}) == {"address": OURS}
    assert config.read_bytes().decode() == expected
    assert site_of(tmp_path) == {"address": OURS}
    keep_address(tmp_path, {"address": ""})
    assert OURS not in config.read_bytes().decode()
    assert "# ancien" in config.read_bytes().decode() or "# ancien" not in text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", "www.memoire.example.org"),
        ("", "http://memoire.example.org/"),
        ("", f"{OURS}?page=1"),
        ("", f'{OURS}"\npublisher = "x'),
        (f'page = {{base_url = "{OTHER}"}}\n', OURS),
        (f'page.base_url = "{OTHER}"\n', OURS),
        ("[page\n", OURS),
    ],
)
def test_what_is_no_address_or_cant_be_edited_is_refused(
    tmp_path: Path, text: str, address: str
) -> None:
    (tmp_path / CONFIG).write_text(text, encoding="utf-8")
    with pytest.raises(Refusal):
        keep_address(tmp_path, {"address": address})
    assert (tmp_path / CONFIG).read_text(encoding="utf-8") == text


def test_another_mistake_in_recit_toml_keeps_no_address_from_being_kept(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text("[run]\njobs = 'many'\n", encoding="utf-8")
    keep_address(tmp_path, {"address": OURS})
    assert site_of(tmp_path) == {"address": OURS}


def check_holds_set(archive: bytes, folder: Path) -> None:
    """What a visitor asks for, byte for byte, and nothing of what was before or is hidden."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        assert found.testzip() is None
        wanted = {f"{folder.name}/{name}": path for name, path in files_of_set(folder).items()}
        assert {"page.html", "embed.html"} <= {name.rpartition("/")[2] for name in wanted}
        assert set(found.namelist()) == set(wanted)
        assert all(found.read(name) == path.read_bytes() for name, path in wanted.items())


def taken_in_a_browser(browser: Any, address: str, folder: Path) -> bytes:
    """By the link of the dialog that publishes, whose words name the folder."""
    window = browser.new_page(locale="en-GB")
    try:
        window.set_default_timeout(PATIENCE_MS)
        window.goto(address)
        window.locator(".films .card a").click()
        window.get_by_role("button", name="Publish…").last.click()
        box = window.get_by_role("dialog")
        assert box.locator("code.path").inner_text() == str(folder)
        with window.expect_download() as coming:
            box.get_by_role("link", name="Download it as one file (.zip)").click()
        assert coming.value.suggested_filename == f"{folder.name}.zip"
        assert box.is_visible(), "the page stays where it is"
        return Path(coming.value.path()).read_bytes()
    finally:
        window.close()


@pytest.mark.browser
def test_a_set_is_taken_as_one_file_and_its_folder_is_named_whole(
    tmp_path: Path, browser: Any
) -> None:
    write_project(tmp_path / "projet")
    options = Options(offline=True, engine="hum", cache=tmp_path / "cache", jobs=1, height=96)
    with studios(tmp_path / "cache") as opened:
        address = opened(tmp_path / "projet", options=options).address
        page = Page(address)
        known_as = f"/api/films/{page.read('/api/films')['films'][0]['film']}"
        assert page.get(f"{known_as}/set.zip").status == 404
        page.do("/api/site", {"address": OURS})
        digest = page.read(f"{known_as}/text")["digest"]
        job = page.finished(page.do(f"{known_as}/publish", {"digest": digest}, 202)["job"])
        assert job["state"] == "done", job
        folder = Path(job["result"]["folder"])
        assert folder.is_absolute()
        assert (folder / "page.html").is_file()
        assert OURS in job["result"]["snippet"]
        answer = page.get(f"{known_as}/set.zip")
        assert answer.status == 200
        assert answer.headers["content-disposition"].endswith(f'"{folder.name}.zip"')
        check_holds_set(answer.body, folder)
        check_holds_set(taken_in_a_browser(browser, address, folder), folder)
        stranger = Page(page.address) if hasattr(page, "address") else page
        stranger.cookie = ""
        assert stranger.get(f"{known_as}/set.zip").status == 403


@pytest.mark.browser
def test_the_address_is_set_in_the_settings(open_page: Open, film: Path, project: Path) -> None:
    window: Any = open_page()
    go(window, film)
    window.get_by_role("button", name="Settings").click()
    field = window.get_by_label("Address of the films on your site")
    field.fill("memoire.example.org")
    field.press("Tab")
    window.get_by_role("alert").filter(has_text=re.compile("whole https address")).wait_for()
    assert not (project / CONFIG).exists()
    field.fill(OURS)
    field.press("Tab")
    until(window, (project / CONFIG).exists, "kept")
    assert OURS in (project / CONFIG).read_text(encoding="utf-8")
    until(window, lambda: field.get_attribute("aria-invalid") is None, "right")
