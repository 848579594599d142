"""What somebody who means harm would try against a studio, one after the other."""

from __future__ import annotations

import http.client
import io
import json
import shutil
import socket
import threading
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from PIL import Image

from renderer.studio import api, event_stream
from renderer.studio.session import Session
from tests.preview.projects import STORYBOARD, write_project
from tests.preview.visitor import PATIENCE, Visitor
from tests.studio.client import Page
from tests.studio.conftest import studios


def jpeg(size: tuple[int, int] = (40, 30), colour: str = "navy") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "jpeg")
    return out.getvalue()


def an_edit(page: Page, film: str) -> dict[str, object]:
    """A harmless edit, to see whether it would be made."""
    edit = {"op": "set", "slide": None, "path": ["subtitle"], "value": "attaqué"}
    return {"digest": page.read(f"{film}/text")["digest"], "edits": [edit]}


def test_a_page_of_another_site_can_make_nothing_happen(page: Page, film: str, place: Path) -> None:
    """CSRF: whatever a browser lets another site send, the cookie included."""
    before = (place / "storyboards" / "essai.yaml").read_bytes()
    sent = an_edit(page, film)
    forged = [
        {"X_Recit_Token": ""},
        {"X_Recit_Token": "0" * 64},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": f"http://localhost.evil.example:{page.port}"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Cookie": ""},
    ]
    for headers in forged:
        assert page.ask(f"{film}/edits", sent, **headers).status == 403, headers
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        answer = page.post(f"{film}/edits", json.dumps(sent).encode(), Content_Type=kind)
        assert answer.status == 415, kind
    assert page.send("OPTIONS", f"{film}/edits", Origin="https://evil.example").status == 403
    assert (place / "storyboards" / "essai.yaml").read_bytes() == before


def test_the_token_of_one_session_is_of_no_use_in_another(
    page: Page, film: str, session: Session
) -> None:
    assert page.token == session.keys.writing("")
    assert page.token != session.keys.writing("claire")
    assert page.token not in (session.keys.token, session.keys.session)
    assert page.ask(f"{film}/edits", {}, X_Recit_Token=session.keys.token).status == 403


def test_a_foreign_name_that_leads_here_is_refused(page: Page, film: str) -> None:
    """DNS rebinding: the browser believes that evil.example is this machine."""
    host = f"evil.example:{page.port}"
    assert page.get("/api/films", Host=host).status == 403
    sent = an_edit(page, film)
    assert page.ask(f"{film}/edits", sent, Host=host, Origin=f"http://{host}").status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/page/../session.py",
        "/page/..%2fsession.py",
        "/page/%2e%2e/session.py",
        "/page/__init__.py",
        "/page//etc/passwd",
        "/show/../../etc/passwd",
        "/api/films/..%2f..%2fessai/text",
        "/api/films/essai/text",
        "/api/films/storyboards%2fessai.yaml/text",
        "/api/jobs/..%2fupload/film.mp4",
        "/essai.yaml",
    ],
)
def test_no_address_leads_to_a_file_by_its_name(page: Page, film: str, path: str) -> None:
    assert film
    assert page.get(path).status == 404


@pytest.mark.parametrize(
    "name",
    ["../../voleur.jpg", "/etc/voleur.jpg", "..\\..\\voleur.jpg", ".voleur", "\0", "con.jpg"],
)
def test_an_upload_lands_in_media_whatever_it_is_called(
    page: Page, film: str, place: Path, name: str
) -> None:
    """Traversal by the name of a file."""
    from urllib.parse import quote

    answer = page.post(f"{film}/pictures?name={quote(name)}", jpeg(), Content_Type="image/jpeg")
    assert answer.status == 200, answer.text
    file = json.loads(answer.body)["file"]
    assert (place / "media" / file).is_file()
    assert file == Path(file).name
    assert not list(place.parent.glob("voleur*"))


@pytest.mark.parametrize(
    "file", ["../storyboards/essai.yaml", "/etc/passwd", "../../cache", "file:///etc/passwd"]
)
def test_a_slide_that_names_a_file_elsewhere_shows_nothing_of_it(
    page: Page, film: str, file: str
) -> None:
    digest = page.read(f"{film}/text")["digest"]
    still = f"{film}/still?slide=trois&height=90"
    edit = {"op": "set", "slide": "trois", "path": ["image"], "value": {"file": file}}
    change = page.do(f"{film}/edits", {"digest": digest, "edits": [edit]})
    try:
        assert [problem["slide"] for problem in change["problems"]] == ["trois"]
        assert page.get(f"{film}/picture?slide=trois").status == 404
        assert page.get(still).status == 200, "as it was before the mistake"
        assert page.read(film)["slides"]["trois"]["stale"]
    finally:
        page.do(f"{film}/undo", {"digest": change["digest"]})


def test_a_film_s_title_names_no_folder(page: Page, film: str, place: Path) -> None:
    assert film
    made = page.do("/api/films", {"title": "../../Évadé\u00a0: <b>"}, status=201)
    path = place / "storyboards" / made["file"]
    try:
        assert made["file"] == "evade-b.yaml"
        assert path.is_file()
    finally:
        path.unlink()
    for title in ("", " ", "a\nb: c\x07", "x" * 300, None):
        page.do("/api/films", {"title": title}, status=422)


def test_a_folder_that_became_a_link_is_not_written_through(tmp_path: Path) -> None:
    """Symlink swap: what was media/ when the studio started leads elsewhere now."""
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    path = write_project(tmp_path / "projet")
    with studios(tmp_path / "cache") as opened:
        page = Page(opened(tmp_path / "projet").address)
        [one] = page.read("/api/films")["films"]
        film = f"/api/films/{one['film']}"
        digest = page.read(f"{film}/text")["digest"]
        shutil.rmtree(tmp_path / "projet" / "media")
        (tmp_path / "projet" / "media").symlink_to(elsewhere)
        answer = page.post(f"{film}/pictures?name=a.jpg", jpeg(), Content_Type="image/jpeg")
        assert answer.status == 422
        assert not list(elsewhere.iterdir())
        secret = tmp_path / "secret.yaml"
        secret.write_text(STORYBOARD.replace("Un essai", "Un secret"), encoding="utf-8")
        path.unlink()
        path.symlink_to(secret)
        for route in ("", "/text", "/names"):
            answer = page.get(f"{film}{route}")
            assert answer.status == 422, route
            assert "Un secret" not in answer.text
        edit = {"op": "set", "slide": None, "path": ["title"], "value": "Écrit au travers"}
        sent = {"digest": digest, "edits": [edit]}
        assert page.ask(f"{film}/edits", sent).status in (409, 422)
        assert "Un secret" in secret.read_text(encoding="utf-8")
        assert page.read("/api/films")["films"] == []


def test_an_upload_that_says_it_is_gigantic_is_refused_before_it_comes(
    page: Page, film: str
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=PATIENCE)
    with closing(connection):
        connection.putrequest("POST", f"{film}/pictures?name=a.jpg")
        for name, value in {
            "Origin": page.origin,
            "Cookie": page.cookie,
            "X-Recit-Token": page.token,
            "Content-Type": "image/jpeg",
            "Content-Length": str(10**15),
        }.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == 413


def test_an_upload_that_never_ends_is_cut_off(
    page: Page, film: str, place: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "PICTURE_BYTES", 50_000)
    before = sorted((place / "media").iterdir())
    chunk = b"2710\r\n" + b"\xff" * 10_000 + b"\r\n"
    head = (
        f"POST {film}/pictures?name=a.jpg HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\n"
        f"Origin: {page.origin}\r\nCookie: {page.cookie}\r\nX-Recit-Token: {page.token}\r\n"
        "Content-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", page.port), timeout=PATIENCE) as wire:
        wire.sendall(head.encode() + chunk * 6)
        assert wire.recv(100).startswith(b"HTTP/1.1 413")
    assert sorted((place / "media").iterdir()) == before
    assert not list(session.actions.rooms.glob("upload-*")), "nothing of it is left"


def test_a_json_that_is_too_long_or_too_deep_is_refused(
    page: Page, film: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = b"[" * 100_000
    assert page.post(f"{film}/edits", deep, Content_Type="application/json").status == 415
    monkeypatch.setattr("renderer.studio.http.JSON_BYTES", 1000)
    assert page.ask(f"{film}/edits", {"digest": "x" * 2000}).status == 413


def test_what_isn_t_a_picture_never_gets_into_media(page: Page, film: str, place: Path) -> None:
    before = sorted((place / "media").iterdir())
    html = b"<!DOCTYPE html><script>alert(1)</script>"
    for body in (html, b"GIF89a/*" + html, b"\xff\xd8\xff\xe0" + html, b"%PDF-1.4"):
        answer = page.post(f"{film}/pictures?name=a.jpg", body, Content_Type="image/jpeg")
        assert answer.status == 422, body
    for kind in ("text/html", "image/svg+xml", "application/pdf", ""):
        answer = page.post(f"{film}/pictures?name=a.jpg", jpeg(), Content_Type=kind)
        assert answer.status == 415, kind
    answer = page.post(f"{film}/pictures?name=a.png", jpeg(), Content_Type="image/png")
    assert answer.status == 415, "it is what it is, not what it says"
    assert sorted((place / "media").iterdir()) == before


@pytest.mark.parametrize(("where", "name"), [("footage", "a.mp4"), ("music", "a.wav")])
def test_what_isn_t_a_film_or_a_sound_never_gets_into_media(
    page: Page, film: str, place: Path, where: str, name: str
) -> None:
    before, text = sorted((place / "media").iterdir()), page.read(f"{film}/text")
    html = b"<!DOCTYPE html><script>alert(1)</script>"
    for body in (html, b"RIFF\x24\0\0\0WAVE" + html, b"\0\0\0\x18ftypmp42" + html, jpeg()):
        answer = page.post(
            f"{film}/{where}?name={name}&slide=un", body, Content_Type="application/octet-stream"
        )
        assert answer.status == 422, body
    for called, kind in ((f"{name}.html", "application/octet-stream"), (name, "text/html")):
        answer = page.post(f"{film}/{where}?name={called}&slide=un", html, Content_Type=kind)
        assert answer.status == 415, called
    assert sorted((place / "media").iterdir()) == before
    assert page.read(f"{film}/text") == text


def test_a_picture_that_is_a_page_too_is_only_ever_served_as_a_picture(
    page: Page, film: str
) -> None:
    """Polyglot: its bytes are kept as they came, and none of them is sent to a browser."""
    script = b"<script>alert(document.domain)</script>"
    body = jpeg((64, 48)) + script
    answer = page.post(
        f"{film}/pictures?name=deux.html.jpg&slide=deux", body, Content_Type="image/jpeg"
    )
    told = json.loads(answer.body)
    try:
        assert told["file"] == "deux-html.jpg"
        for route in ("picture?slide=deux", "still?slide=deux&height=90", "thumb?slide=deux"):
            shown = page.get(f"{film}/{route}")
            assert shown.status == 200
            assert shown.headers["content-type"] == "image/jpeg"
            assert shown.headers["x-content-type-options"] == "nosniff"
            assert script not in shown.body
    finally:
        page.do(f"{film}/undo", {"digest": told["change"]["digest"]})


def test_five_hundred_event_streams_leave_room_for_the_author(page: Page, film: str) -> None:
    with ExitStack() as kept:
        statuses = []
        for _ in range(500):
            wire = http.client.HTTPConnection("127.0.0.1", page.port, timeout=PATIENCE)
            kept.callback(wire.close)
            wire.request("GET", "/api/events", headers={"Cookie": page.cookie})
            answer = wire.getresponse()
            statuses.append(answer.status)
            if answer.status != 200:
                answer.read()
                wire.close()
        assert statuses.count(200) <= event_stream.MOST_LISTENERS
        assert set(statuses) == {200, 503}
        assert page.read(f"{film}/text")["digest"]
        assert page.get(f"{film}/still?slide=un&height=90").status == 200


def test_connections_that_never_ask_leave_room_for_the_author(page: Page, film: str) -> None:
    """Half-open connections, and heads that come a byte at a time."""
    with ExitStack() as kept:
        for number in range(150):
            wire = kept.enter_context(
                socket.create_connection(("127.0.0.1", page.port), timeout=PATIENCE)
            )
            wire.sendall(b"" if number % 2 else b"POST /api/films HTTP/1.1\r\nHost: 127")
        assert page.read(f"{film}/text")["digest"]


def test_a_body_that_stops_half_way_doesn_t_hold_the_film(
    page: Page, film: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renderer.studio.http._STALL_SECONDS", 0.3)
    head = (
        f"POST {film}/edits HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nOrigin: {page.origin}\r\n"
        f"Cookie: {page.cookie}\r\nX-Recit-Token: {page.token}\r\n"
        "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    )
    with socket.create_connection(("127.0.0.1", page.port), timeout=PATIENCE) as wire:
        wire.sendall(head.encode())
        assert page.read(f"{film}/text")["digest"], "others are answered meanwhile"
        assert wire.recv(100).startswith(b"HTTP/1.1 408")


def test_a_link_in_a_mail_opens_the_studio_and_nothing_else(session: Session, film: str) -> None:
    stranger = Visitor(session.address, enter=False)
    followed = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
    answer = stranger.get(f"/?token={session.keys.token}", **followed)
    assert answer.status == 303
    assert answer.headers["location"] == "/"
    stranger.cookie = answer.headers["set-cookie"].partition(";")[0]
    for path in ("/api/start", "/api/films", film, f"{film}/text", "/api/events"):
        assert stranger.get(path, **followed).status == 403, path
    for path in (f"{film}/publish", f"{film}/undo", f"{film}/rollback", f"{film}/edits"):
        assert stranger.get(path).status == 405, "following a link changes nothing"


def test_whoever_hasn_t_the_address_learns_nothing(session: Session, film: str) -> None:
    stranger = Visitor(session.address, enter=False)
    for path in ("/", "/api/start", "/api/films", film, "/page/main.js", "/api/events"):
        answer = stranger.get(path)
        assert answer.status == 403, path
        assert "essai" not in answer.text


def test_every_answer_is_strict(page: Page, film: str) -> None:
    for path in ("/", "/page/main.js", film, f"{film}/still?slide=un&height=90", "/nowhere"):
        headers = page.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert "unsafe" not in headers["content-security-policy"], path
        assert "default-src 'none'" in headers["content-security-policy"], path


def test_code_that_came_with_a_storyboard_is_not_loaded(tmp_path: Path) -> None:
    """`clip:` runs nothing, whatever is asked of the page, unless --allow-code was given."""
    ran = tmp_path / "ran"
    text = STORYBOARD + "  - {id: code, clip: mal:film, narration: Rien.}\n"
    path = write_project(tmp_path / "projet", text)
    code = f"import pathlib\npathlib.Path({str(ran)!r}).touch()\ndef film(**_): ...\n"
    for folder in (path.parent, tmp_path / "projet"):
        (folder / "mal.py").write_text(code, encoding="utf-8")
    with studios(tmp_path / "cache") as opened:
        page = Page(opened(tmp_path / "projet").address)
        [one] = page.read("/api/films")["films"]
        film = f"/api/films/{one['film']}"
        digest = page.read(film)["digest"]
        page.get(f"{film}/still?slide=code&height=90")
        page.get(f"{film}/plan")
        job = page.do(f"{film}/draft", {"slide": "code", "height": 90}, status=202)["job"]
        assert page.finished(job)["state"] == "failed"
        answer = page.ask(f"{film}/publish", {"digest": digest})
        assert answer.status == 202
        assert page.finished(json.loads(answer.body)["job"])["state"] == "failed"
        edit = {"op": "slide-add", "kind": "clip", "after": None}
        assert page.ask(f"{film}/edits", {"digest": digest, "edits": [edit]}).status == 422
    assert not ran.exists()
    assert threading.active_count() < 50


def test_files_that_all_come_in_at_once_wait_their_turn(
    page: Page, film: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "_MOST_COMING", 0)
    answer = page.post(f"{film}/pictures?name=a.jpg", jpeg(), Content_Type="image/jpeg")
    assert answer.status == 503
