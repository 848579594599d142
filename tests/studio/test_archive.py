"""Pictures taken from archives in the studio: over a real socket, against archives on loopback."""

from __future__ import annotations

import http.client
import io
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from renderer.production.options import Options
from renderer.studio import archives as module
from renderer.studio.session import Session
from tests.archives.world import (
    ARK,
    LIBRARY,
    MUSEUM,
    PAGE,
    V2,
    V3,
    World,
    archives,
    commons_search,
    extmetadata,
    manifest_v2,
    manifest_v3,
    says_json,
    small_jpeg,
)
from tests.browser import PATIENCE_MS, until
from tests.fetching.stand_in import drips, picture, says
from tests.preview.projects import STORYBOARD, write_project
from tests.preview.visitor import PATIENCE
from tests.studio.client import Page
from tests.studio.conftest import studios
from tests.studio.test_page import AXE, RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A studio that may ask the archives, and its film."""

    world: World
    session: Session
    page: Page
    film: str
    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def slides(self) -> dict[str, Any]:
        return {slide["id"]: slide for slide in yaml.safe_load(self.text)["slides"]}

    def look(self, address: str, status: int = 200) -> Any:
        return self.page.do(f"{self.film}/archive", {"address": address}, status)

    def take(self, listing: str, number: int, status: int = 200, **edit: Any) -> Any:
        edit = {"op": "set", "slide": "deux", "path": ["image"], **edit}
        digest = self.page.read(f"{self.film}/text")["digest"]
        sent = {"listing": listing, "number": number, "edit": edit, "digest": digest}
        return self.page.do(f"{self.film}/archive/take", sent, status)

    def thumb(self, listing: str, number: int) -> Any:
        return self.page.get(f"{self.film}/archive/thumb?listing={listing}&number={number}")


@contextmanager
def opened(folder: Path, world: World, *, offline: bool = False) -> Iterator[Room]:
    path = write_project(folder / "projet")
    options = Options(offline=offline, cache=folder / "cache", jobs=1, height=96)
    with studios(folder / "cache") as open_one:
        session = open_one(folder / "projet", options=options)
        page = Page(session.address)
        [film] = page.read("/api/films")["films"]
        yield Room(
            world=world,
            session=session,
            page=page,
            film=f"/api/films/{film['film']}",
            path=path,
        )


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with archives(tmp_path, monkeypatch) as shown:
        yield shown


@pytest.fixture
def room(tmp_path: Path, world: World) -> Iterator[Room]:
    with opened(tmp_path, world) as one:
        yield one


def test_a_picture_is_looked_at_and_taken_with_its_rights_as_one_step(room: Room) -> None:
    found = room.look(V2)
    assert (found["count"], found["chosen"], found["members"]) == (3, None, [])
    assert [one["label"] for one in found["pictures"]] == ["vue 1", "vue 2", "vue 3"]
    second = found["pictures"][1]
    assert second["holder"] == "Bibliothèque nationale de France"
    assert second["terms"] == ["permission"], "Gallica's conditions are not the public domain"
    assert room.world.given == [], "what there is is told before any picture is fetched"
    small = room.thumb(found["listing"], 2)
    assert (small.status, small.headers["content-type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(small.body)) as came:
        assert max(came.size) <= 260
    before, asked = room.text, len(room.world.web.asked)
    room.thumb(found["listing"], 2)
    assert len(room.world.web.asked) == asked, "once"
    taken = room.take(found["listing"], 2)
    assert (room.path.parents[1] / "media" / taken["file"]).is_file()
    assert (taken["width"], taken["height"]) == (256, 171), "as the film of 96 lines needs it"
    image = room.slides["deux"]["image"]
    assert image["file"] == taken["file"] == "cherbourg-le-port-vue-2.jpg"
    assert image["rights"]["license"] == "LicenseRef-Gallica"
    assert image["rights"]["source_url"] == f"https://{LIBRARY}/{ARK}"
    assert "card" not in room.slides["deux"], "a slide shows one thing"
    assert taken["change"]["undo"] == "archive"
    assert [slide["id"] for slide in yaml.safe_load(room.text)["slides"]] == ["un", "deux", "trois"]
    room.page.do(f"{room.film}/undo", {"digest": taken["change"]["digest"]})
    assert room.text == before
    log = (room.path.parents[1] / ".recit" / "studio.log").read_text(encoding="utf-8")
    assert f'"picture": "{taken["file"]}"' in log


def page_of(room: Room, listing: str, start: int) -> Any:
    return room.page.read(f"{room.film}/archive?listing={listing}&start={start}")


def test_5000_canvases_are_turned_a_page_at_a_time(room: Room) -> None:
    room.world.show(V2, says_json(manifest_v2(5_000)))
    found = room.look(V2)
    assert (found["count"], len(found["pictures"])) == (5_000, module.A_PAGE)
    last = page_of(room, found["listing"], 4_990)
    assert last["pictures"][0]["number"] == last["start"] == 4_969
    assert len(last["pictures"]) == 24
    for number, first in ((24, 1), (25, 25)):
        turned = page_of(room, found["listing"], number)
        assert (turned["start"], turned["pictures"][0]["number"]) == (first, first)
    past = page_of(room, found["listing"], 999_999_999)
    assert past["pictures"][-1]["label"] == "vue 5000"
    assert len(room.world.web.asked) == 1, "turning pages asks nobody"


def test_the_picture_that_an_address_is_of_is_the_one_that_is_shown(room: Room) -> None:
    room.world.show(V2, says_json(manifest_v2(60)))
    found = room.look(f"https://{LIBRARY}/{ARK}/f50.item")
    assert (found["chosen"], found["start"]) == (50, 49)
    free = room.look(PAGE)
    assert (free["chosen"], free["pictures"][0]["terms"]) == (1, ["credit", "share-alike"])
    assert free["pictures"][0]["licence"] == "CC BY-SA 4.0"


def test_a_search_by_words_tells_rights_before_anything_is_taken(room: Room) -> None:
    room.world.found = commons_search({"Quai.jpg": extmetadata(), "Rade.jpg": extmetadata()}, 24)
    asked = {"archive": "commons", "words": "port de Cherbourg 1944"}
    found = room.page.do(f"{room.film}/archive/search", asked)
    assert [one["label"] for one in found["pictures"]] == ["Quai de Cherbourg"] * 2
    assert found["pictures"][0]["terms"] == ["credit", "share-alike"]
    assert (found["search"]["next"], found["search"]["start"]) == (25, 1)
    assert room.world.given == [], "what there is is told before any picture is fetched"
    assert room.thumb(found["listing"], 2).status == 200
    taken = room.take(found["listing"], 2)
    rights = room.slides["deux"]["image"]["rights"]
    assert rights["source_url"] == "https://commons.wikimedia.org/wiki/File:Rade.jpg"
    assert "record" not in rights, "its page, not the search, is where it is found again"
    assert (room.path.parents[1] / "media" / taken["file"]).is_file()


def test_a_document_that_a_search_finds_is_opened_not_taken(room: Room) -> None:
    found = room.page.do(f"{room.film}/archive/search", {"archive": "gallica", "words": "port"})
    [one] = found["pictures"]
    assert (one["terms"], found["search"]["total"]) == (["permission"], 1)
    error = room.take(found["listing"], 1, 422)["error"]
    assert "choose one of its pictures" in error["message"]
    assert room.look(one["opens"])["count"] == 3


@pytest.mark.parametrize(
    "asked",
    [
        {"archive": "louvre", "words": "port"},
        {"archive": "commons", "words": " "},
        {"archive": "commons", "words": "x" * 201},
        {"archive": ["commons"], "words": "port"},
        {"archive": "commons", "words": "port", "start": -3},
        {"archive": "commons", "words": "port", "start": "1&action=edit"},
        {},
    ],
    ids=["archive", "blank", "long", "list", "before", "injected", "nothing"],
)
def test_what_is_no_search_is_refused_and_nobody_is_asked(room: Room, asked: Any) -> None:
    room.page.do(f"{room.film}/archive/search", asked, 422)
    assert room.world.web.asked == []


def test_a_collection_tells_what_it_holds(room: Room) -> None:
    url = f"https://{MUSEUM}/collection"
    members = [{"id": V3, "type": "Manifest", "label": {"fr": ["La digue"]}}]
    room.world.show(url, says_json({"id": url, "type": "Collection", "items": members}))
    found = room.look(url)
    assert (found["count"], found["pictures"], found["chosen"]) == (0, [], None)
    assert found["members"] == [{"title": "La digue", "address": V3}]


def test_a_picture_takes_its_place_among_several(room: Room) -> None:
    text = STORYBOARD.replace(
        "card: {title: La fin}", "pictures: [{file: un.jpg, at: [0, 0, 1, 1]}]"
    )
    room.path.write_text(text, encoding="utf-8")
    (room.path.parents[1] / "media" / "un.jpg").write_bytes(small_jpeg(60, 40))
    listing = room.look(V3)["listing"]
    kept = {"file": "un.jpg", "at": [0, 0, 1, 1]}
    room.take(listing, 1, slide="trois", path=["pictures", 0], value=kept)
    room.take(listing, 1, slide="trois", op="insert", path=["pictures"], index=1)
    first, second = room.slides["trois"]["pictures"]
    assert first["at"] == [0, 0, 1, 1]
    assert first["file"] == second["file"] == "la-digue-vue-davion.jpg"
    stale = {
        "listing": listing,
        "number": 1,
        "digest": "of a text that nobody has",
        "edit": {"op": "insert", "slide": "trois", "path": ["pictures"], "index": 2},
    }
    before = room.text
    refused = room.page.do(f"{room.film}/archive/take", stale, 409)
    assert refused["error"]["code"] == "file-changed"
    assert room.text == before


@pytest.mark.parametrize(
    ("reply", "code", "said"),
    [
        (says(b"<!doctype html><title>Connexion</title>"), "archive-unreadable", "is a web page"),
        (says_json({"hello": 1}), "archive-unreadable", "no IIIF manifest"),
        (says(b"", 404), "fetch-failed", "answered 404"),
        (says(b"", 503, {"Retry-After": "3600"}), "fetch-failed", "asks to wait 3600 s"),
        (says(b"{}", length=500_000_000), "fetch-failed", "more than the 100"),
    ],
    ids=["page", "other", "404", "busy", "500MB"],
)
def test_what_cant_be_used_is_told(room: Room, reply: Any, code: str, said: str) -> None:
    before = room.text
    url = room.world.show(f"https://{MUSEUM}/objet", reply)
    error = room.look(url, 422)["error"]
    assert (error["code"], said in error["message"]) == (code, True), error
    assert room.text == before


def test_a_picture_that_cant_be_had_leaves_everything_as_it_was(room: Room) -> None:
    found, before = room.look(V3), room.text
    room.world.services.clear()
    room.world.show(f"https://{MUSEUM}/image/1/info.json", says(b"", 404))
    small = room.thumb(found["listing"], 1)
    assert (small.status, small.body) == (204, b"")
    assert room.take(found["listing"], 1, 422)["error"]["code"] == "fetch-failed"
    assert room.text == before
    assert list((room.path.parents[1] / "media").iterdir()) == []


def test_an_offline_studio_asks_nobody(tmp_path: Path, world: World) -> None:
    with opened(tmp_path, world, offline=True) as room:
        assert room.page.read("/api/start")["offline"] is True
        error = room.look(V3, 422)["error"]
        assert (error["code"], "works offline" in error["message"]) == ("fetch-offline", True)
        room.take("x", 1, 422)
        room.page.do(f"{room.film}/archive/search", {"archive": "commons", "words": "port"}, 422)
        assert room.thumb("x", 1).status == 422
    assert world.web.asked == []
    assert world.web.resolved == []


def test_one_archive_is_asked_at_a_time(room: Room) -> None:
    under_way: list[int] = []
    most: list[int] = []
    answered = threading.Semaphore(0)

    def slowly(handler: Any) -> None:
        under_way.append(1)
        most.append(len(under_way))
        answered.acquire(timeout=0.2)
        under_way.pop()
        says_json(manifest_v3())(handler)

    room.world.show(V3, slowly)
    with ThreadPoolExecutor(4) as at_once:
        assert len(list(at_once.map(room.look, [V3] * 4))) == 4
    assert most == [1, 1, 1, 1]


def test_who_leaves_is_not_asked_for_any_longer(room: Room) -> None:
    begun = threading.Event()

    def endless(handler: Any) -> None:
        begun.set()
        drips(b"HTTP/1.1 200 OK\r\n\r\n{", b" " * 70_000)(handler)

    url = room.world.show(f"https://{MUSEUM}/sans-fin", endless)
    wire = http.client.HTTPConnection("127.0.0.1", room.page.port, timeout=PATIENCE)
    headers = {
        "Origin": room.page.origin,
        "Cookie": room.page.cookie,
        "X-Recit-Token": room.page.token,
        "Content-Type": "application/json",
    }
    wire.request("POST", f"{room.film}/archive", json.dumps({"address": url}), headers)
    assert begun.wait(PATIENCE)
    wire.close()
    assert room.look(V3)["count"] == 1, "the next one's turn has come"
    assert room.world.web.hung_up.wait(PATIENCE), "and the archive needn't send any more"


# What somebody who means harm would try.


def test_a_page_of_another_site_can_have_nothing_asked(room: Room) -> None:
    for path in ("archive", "archive/search", "archive/take"):
        for headers in (
            {"X_Recit_Token": ""},
            {"X_Recit_Token": "0" * 64},
            {"Origin": "https://evil.example"},
            {"Origin": ""},
            {"Sec_Fetch_Site": "cross-site"},
            {"Cookie": ""},
        ):
            answer = room.page.ask(f"{room.film}/{path}", {"address": V3}, **headers)
            assert answer.status == 403, (path, headers)
        body = json.dumps({"address": V3}).encode()
        for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
            assert room.page.post(f"{room.film}/{path}", body, Content_Type=kind).status == 415
    assert room.page.get(f"{room.film}/archive/take").status == 405
    assert room.page.get(f"{room.film}/archive?address={V3}").status == 422
    assert room.world.web.resolved == []


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/manifest",
        "https://[::1]/manifest",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/manifest",
        "https://interne.example.org/manifest",
        f"http://{MUSEUM}/iiif/42/manifest",
        "https://user:secret@musee.example.org/iiif/42/manifest",
        f"https://{MUSEUM}:8443/iiif/42/manifest",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "",
        "x" * 5_000,
        None,
        ["https://musee.example.org"],
    ],
)
def test_no_address_leads_into_the_house(room: Room, address: Any) -> None:
    room.world.web.names |= {name: [["127.0.0.1"]] for name in ("localhost", "127.0.0.1")}
    room.world.web.names |= {"interne.example.org": [["10.0.0.7"]]}
    error = room.look(address, 422)["error"]
    assert "Traceback" not in json.dumps(error)
    assert room.world.web.dialled == []


def test_what_a_manifest_names_is_checked_as_what_a_person_names(room: Room) -> None:
    room.world.web.names["interne.example.org"] = [["192.168.1.1"]]
    manifest = manifest_v3(4)
    hostile = (
        "https://interne.example.org/small.jpg",
        room.world.show(f"https://{MUSEUM}/page.jpg", says(b"<script>alert(1)</script>")),
        room.world.show(f"https://{MUSEUM}/huge.jpg", says(picture() + bytes(8_000_000))),
        room.world.show(f"https://{MUSEUM}/good.jpg", says(picture() + b"<script>")),
    )
    for canvas, url in zip(manifest["items"], hostile, strict=True):
        canvas["thumbnail"] = [{"id": url, "type": "Image"}]
    room.world.show(V3, says_json(manifest))
    listing = room.look(V3)["listing"]
    dialled = len(room.world.web.dialled)
    assert room.thumb(listing, 1).status == 204
    assert len(room.world.web.dialled) == dialled, "nobody was asked"
    assert [room.thumb(listing, number).status for number in (2, 3)] == [204, 204]
    good = room.thumb(listing, 4)
    assert (good.status, good.headers["x-content-type-options"]) == (200, "nosniff")
    assert b"<script>" not in good.body, "drawn anew"


def test_only_what_was_listed_can_be_asked_for(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = room.look(V3)["listing"]
    for number in (0, 2, 10**8):
        assert room.thumb(listing, number).status == 422
        assert room.take(listing, number, 422)["error"]["code"] == "picture-unknown"
    for unfit in ({"op": "slide-delete", "id": "un"}, {"slide": "absente"}, {"path": []}):
        assert room.take(listing, 1, 404 if unfit.get("slide") else 422, **unfit)
    assert room.page.ask(f"{room.film}/archive/take", {"listing": listing}).status == 422
    assert room.thumb("0" * 24, 1).status == 410
    monkeypatch.setattr(module, "_KEPT", 1)
    room.look(V3)
    gone = json.loads(room.page.get(f"{room.film}/archive?listing={listing}").body)
    assert gone["error"]["code"] == "listing-gone", "the last ones that were looked at are kept"


# In a browser.


@contextmanager
def window_on(browser: Any, room: Room, **more: Any) -> Iterator[Any]:
    """The film's second slide, a photograph that isn't chosen yet; nothing may go wrong in it."""
    empty = room.path.read_text(encoding="utf-8").replace(
        "card: {title: Autre carte}", 'image: {file: ""}'
    )
    room.path.write_text(empty, encoding="utf-8")
    complaints: list[str] = []
    more = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", **more}
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", **more)
    try:
        window = context.new_page()
        window.set_default_timeout(PATIENCE_MS)
        window.on("console", lambda said: complaints.append(said.text))
        window.on("pageerror", lambda error: complaints.append(str(error)))
        window.goto(room.session.address)
        window.get_by_role("heading", level=1).wait_for()
        window.evaluate(f"location.hash = 'film={room.film.rpartition('/')[2]}&slide=deux'")
        window.locator(".picture .from-archive").wait_for(state="attached")
        yield window
    finally:
        context.close()
    assert [said for said in complaints if not said.startswith("Failed to load resource")] == []


def seen_by_axe(window: Any, view: str) -> None:
    """Wide and light, then narrow, dark and with letters twice as large."""
    for width, size, scheme in ((1280, "100%", "light"), (360, "200%", "dark")):
        window.set_viewport_size({"width": width, "height": 800})
        window.emulate_media(color_scheme=scheme)
        window.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        asked = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = window.evaluate("asked => axe.run(asked)", asked)
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], view
        wide = "(box => box.scrollWidth - box.clientWidth)(document.querySelector('dialog'))"
        assert window.evaluate(wide) <= 0, (view, width)
    window.set_viewport_size({"width": 1280, "height": 800})
    window.evaluate("document.documentElement.style.fontSize = ''")


FOCUS = "document.activeElement.textContent"


@pytest.mark.browser
def test_a_picture_is_taken_by_keys_alone_and_axe_finds_nothing(browser: Any, room: Room) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install)")
    room.world.show(V2, says_json(manifest_v2(60)))
    with window_on(browser, room) as window:
        window.evaluate(AXE.read_text(encoding="utf-8"))
        before = room.text
        window.locator(".picture .from-archive").focus()
        window.keyboard.press("Enter")
        box = window.get_by_role("dialog", name="Add from an archive")
        box.wait_for()
        assert window.evaluate("document.activeElement.labels[0].textContent") == "Search by words"
        box.get_by_text("Or by its address").press("Enter")
        box.get_by_label("Address of the picture").focus()
        window.keyboard.type(f"{MUSEUM}/perdu")
        window.keyboard.press("Enter")
        wrong = box.get_by_role("alert")
        wrong.get_by_text("answered 404").wait_for()
        seen_by_axe(window, "refused")
        box.get_by_label("Address of the picture").fill(V2)
        window.keyboard.press("Enter")
        window.locator(".offer img[src]").nth(2).wait_for()
        assert wrong.inner_text() == ""
        assert window.evaluate(FOCUS) == "Cherbourg, le port, juin 1944"
        seen_by_axe(window, "listed")
        box.get_by_role("button", name="Next ones").press("Enter")
        box.get_by_text("25–48 of 60").wait_for()
        box.get_by_label("Number of a picture").fill("2")
        window.keyboard.press("Enter")
        second = window.locator('.offer[data-number="2"]')
        text = second.inner_text()
        assert "Bibliothèque nationale de France" in text
        assert "Needs permission" in text
        second.press("Enter")
        box.get_by_text("Whoever holds it has to agree first.").wait_for()
        assert window.evaluate(FOCUS) == "Cherbourg, le port"
        seen_by_axe(window, "chosen")
        box.get_by_role("button", name="Back to the pictures").press("Enter")
        second.wait_for()
        until(window, lambda: window.evaluate(FOCUS).startswith("vue 2"), "where one was")
        assert room.text == before
        window.keyboard.press("Enter")
        box.get_by_role("button", name="Take this picture").press("Enter")
        box.wait_for(state="detached")
        assert room.slides["deux"]["image"]["rights"]["license"] == "LicenseRef-Gallica"
        window.get_by_text("Look over what the archive says of it").wait_for()
        window.locator(".filename", has_text="cherbourg-le-port-vue-2.jpg").wait_for()
        until(window, lambda: window.evaluate(FOCUS) == "Add from an archive…", "where one was")
        undo = window.get_by_role("button", name="Undo: a picture from an archive")
        undo.click()
        window.locator(".filename", has_text="cherbourg").wait_for(state="detached")
        assert room.text == before


@pytest.mark.browser
def test_pictures_are_searched_by_words_turned_and_taken_by_keys(browser: Any, room: Room) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install)")
    files = {f"Vue {number}.jpg": extmetadata(ObjectName=f"Vue {number}") for number in range(24)}
    room.world.found = commons_search(files, 24)
    with window_on(browser, room) as window:
        window.evaluate(AXE.read_text(encoding="utf-8"))
        window.locator(".picture .from-archive").press("Enter")
        box = window.get_by_role("dialog", name="Add from an archive")
        window.keyboard.press("Enter")
        box.get_by_role("alert").get_by_text("Say first what is looked for.").wait_for()
        box.get_by_label("Search by words").fill("port de Cherbourg 1944")
        window.keyboard.press("Enter")
        window.locator(".offer img[src]").nth(2).wait_for()
        assert window.evaluate(FOCUS) == "port de Cherbourg 1944"
        text = window.locator(".offer").first.inner_text()
        assert ("Free, with credit" in text, "2019-06-06" in text) == (True, True)
        seen_by_axe(window, "found")
        room.world.found = commons_search({"Rade.jpg": extmetadata(ObjectName="Rade")})
        box.get_by_role("button", name="Next ones").press("Enter")
        box.get_by_text("25–25").wait_for()
        window.locator(".offer", has_text="Rade").press("Enter")
        box.get_by_role("button", name="Take this picture").press("Enter")
        box.wait_for(state="detached")
        assert room.slides["deux"]["image"]["rights"]["author"] == "Anne Martin"
        window.locator(".picture .from-archive").click()
        window.locator(".offer", has_text="Rade").wait_for()
        box.get_by_label("Free of rights only").check()
        box.get_by_role("button", name="Search").press("Enter")
        box.get_by_text("Nothing that is free of rights was found here").wait_for()
        box.get_by_label("Archive").select_option(label="Gallica")
        assert box.get_by_label("Free of rights only").is_disabled()
        box.get_by_role("button", name="Search").press("Enter")
        document = window.locator(".offer", has_text="Cherbourg, le port")
        document.get_by_text("Needs permission").wait_for()
        document.press("Enter")
        window.locator(".offer", has_text="vue 2").wait_for()
        box.get_by_role("button", name="Back to what was found").press("Enter")
        document.wait_for()


@pytest.mark.browser
def test_what_is_asked_can_be_stopped_and_the_last_list_is_found_again(
    browser: Any, room: Room
) -> None:
    url = room.world.show(
        f"https://{MUSEUM}/sans-fin", drips(b"HTTP/1.1 200 OK\r\n\r\n{", b" " * 70_000)
    )
    with window_on(browser, room, locale="fr-FR") as window:
        window.locator(".picture .from-archive").click()
        box = window.get_by_role("dialog", name="Ajouter depuis une archive")
        box.get_by_text("Ou par son adresse").click()
        address = box.get_by_label("Adresse de l’image")
        address.fill(url)
        address.press("Enter")
        box.get_by_text(f"{MUSEUM} est interrogé…").wait_for()
        box.get_by_role("button", name="Arrêter").click()
        box.get_by_text("Arrêté.").wait_for()
        assert room.world.web.hung_up.wait(PATIENCE)
        address.fill(V2)
        address.press("Enter")
        window.locator(".offer").nth(2).wait_for()
        window.keyboard.press("Escape")
        asked = len([one for one in room.world.web.asked if one.endswith("manifest.json")])
        window.locator(".picture .from-archive").click()
        window.locator(".offer").nth(2).wait_for()
        again = len([one for one in room.world.web.asked if one.endswith("manifest.json")])
        assert again == asked == 1, "what was listed is at hand"


@pytest.mark.browser
def test_an_offline_studio_says_so_before_anything_is_typed(
    browser: Any, tmp_path: Path, world: World
) -> None:
    with opened(tmp_path, world, offline=True) as room, window_on(browser, room) as window:
        window.locator(".picture .from-archive").click()
        box = window.get_by_role("dialog")
        box.get_by_text("This studio works offline: it asks no archive.").wait_for()
        box.get_by_label("Search by words").fill("port de Cherbourg")
        window.keyboard.press("Enter")
        box.get_by_role("alert").get_by_text("this studio works offline").wait_for()
    assert world.web.asked == []
