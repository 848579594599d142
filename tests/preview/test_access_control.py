"""Who is let in, and what they may ask for, over a real socket."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
from starlette.requests import Request

from renderer.preview import access_control
from renderer.preview.access_control import MOST_STRANGERS
from renderer.preview.app import file_answer
from renderer.preview.live_preview import PreviewSession
from renderer.preview.served_files import ServedFiles
from tests.preview.conftest import previews
from tests.preview.projects import FILM, write_project
from tests.preview.visitor import PATIENCE, Visitor


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewSession]:
    folder = tmp_path_factory.mktemp("gate")
    with previews(folder / "cache") as opened:
        yield opened(write_project(folder / "project"))


@pytest.fixture(scope="module")
def visitor(session: PreviewSession) -> Visitor:
    return Visitor(session.address)


@pytest.fixture(scope="module")
def show(visitor: Visitor) -> str:
    """Where the finished film is shown: /show/<id>/."""
    with visitor.events() as states:
        done = next(state for state in states if state["phase"] == "done")
    return str(done["views"]["embed"]).removesuffix("embed.html")


def test_without_the_token_nothing_is_shown(session: PreviewSession) -> None:
    stranger = Visitor(session.address, enter=False)
    for path in ("/", "/?token=", "/?token=guess", "/events", "/show/a/embed.html", "/nothing"):
        answer = stranger.get(path)
        assert answer.status == 403, path
        assert "set-cookie" not in answer.headers
        assert "Un essai" not in answer.text


def test_the_token_becomes_a_cookie_and_leaves_the_address(session: PreviewSession) -> None:
    stranger = Visitor(session.address, enter=False)
    answer = stranger.get(f"/?token={session.keys.token}")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie, "a click in a mail is another site's; see test_preview_browser"
    assert session.keys.token not in cookie
    assert Visitor(session.address).get("/").status == 200


def test_a_cookie_with_another_value_or_another_port_is_refused(visitor: Visitor) -> None:
    name, _, value = visitor.cookie.partition("=")
    assert visitor.get("/", Cookie=f"{name}={value[:-1]}").status == 403
    assert visitor.get("/", Cookie=f"{name}={value}é").status == 403
    assert visitor.get("/", Cookie=f"recit-preview-1={value}").status == 403


@pytest.mark.parametrize(
    "host", ["evil.example:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}", "localhost:1", ""]
)
def test_a_foreign_host_is_refused_even_with_the_cookie(visitor: Visitor, host: str) -> None:
    answer = visitor.get("/", Host=host.format(port=visitor.port))
    assert answer.status == 403
    assert "address on this machine" in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "[::1]", "127.0.0.1"])
def test_the_names_of_loopback_are_let_in(visitor: Visitor, host: str) -> None:
    assert visitor.get("/", Host=f"{host}:{visitor.port}").status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}"])
def test_a_foreign_origin_is_refused(visitor: Visitor, origin: str) -> None:
    for path in ("/", "/events"):
        assert visitor.get(path, Origin=origin.format(port=visitor.port)).status == 403, path


def test_our_own_origin_is_let_in(visitor: Visitor) -> None:
    assert visitor.get("/", Origin=f"http://127.0.0.1:{visitor.port}").status == 200


def test_another_site_may_lead_to_the_page_but_embed_nothing(visitor: Visitor, show: str) -> None:
    for path in ("/events", f"{show}embed.html", f"{show}film.mp4"):
        assert visitor.get(path, Sec_Fetch_Site="cross-site").status == 403, path
        assert visitor.get(path, Sec_Fetch_Site="same-site").status == 403, path
    assert visitor.get("/", Sec_Fetch_Site="cross-site").status == 200


def test_nothing_but_reading_is_answered(session: PreviewSession, visitor: Visitor) -> None:
    ours = f"http://127.0.0.1:{visitor.port}"
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert visitor.send(method, "/").status == 403
        assert visitor.send(method, "/", Origin=ours).status == 403
        signed = visitor.send(method, "/", Origin=ours, X_Recit_Token=session.keys.writing(""))
        assert signed.status == 405


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/embed.html",
        "/etc/passwd",
        "media/../embed.html",
        "./embed.html",
        "embed.html/",
        "embed.html%00",
        "media/",
        "media",
        "",
        ".sets/state.json",
        ".sets/lock",
        "..\\..\\windows\\win.ini",
    ],
)
def test_only_the_names_of_a_set_lead_to_files(visitor: Visitor, show: str, name: str) -> None:
    assert visitor.get(f"{show}{name}").status == 404
    assert visitor.get(f"/show/{'0' * 24}/embed.html").status == 404


def test_a_page_is_served_whole_strictly_and_is_not_kept(visitor: Visitor, show: str) -> None:
    answer = visitor.get(f"{show}embed.html")
    assert answer.status == 200
    assert "full: Un essai" in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy


def test_the_page_around_the_film_runs_only_what_bears_its_nonce(visitor: Visitor) -> None:
    first, second = visitor.get("/"), visitor.get("/")
    nonces = [
        set(re.findall(r"nonce-([\w-]+)'", answer.headers["content-security-policy"]))
        for answer in (first, second)
    ]
    assert len(nonces[0]) == len(nonces[1]) == 1
    assert nonces[0] != nonces[1]
    assert set(re.findall(r'nonce="([\w-]+)"', first.text)) == nonces[0]
    assert "frame-ancestors 'none'" in first.headers["content-security-policy"]


def test_media_are_served_by_ranges(visitor: Visitor, show: str) -> None:
    whole = visitor.get(f"{show}film.mp4")
    assert (whole.status, whole.headers["content-type"]) == (200, "video/mp4")
    assert whole.body.startswith(FILM)
    part = visitor.get(f"{show}film.mp4", Range="bytes=1000-1999")
    assert part.status == 206
    assert part.body == whole.body[1000:2000]
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(whole.body)}"
    tail = visitor.get(f"{show}film.mp4", Range="bytes=-5")
    assert (tail.status, tail.body) == (206, whole.body[-5:])
    assert visitor.get(f"{show}film.mp4", Range="bytes=99999999-").status == 416
    head = visitor.send("HEAD", f"{show}film.mp4")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.body))


@pytest.mark.parametrize(
    "asked",
    [
        "items=0-5",
        "seconds=1-2",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=abc",
        "bytes=5-2",
        "bytes=1-2-3",
        "bytes=--5",
        "bytes=0x1-0x2",
        "bytes 0-5",
        "bytes=0-1,oops",
        f"bytes={'9' * 5000}-",
        "bytes=" + ",".join(f"{n * 2}-{n * 2}" for n in range(500)),
    ],
)
def test_a_range_that_says_nothing_is_ignored(visitor: Visitor, show: str, asked: str) -> None:
    answer = visitor.get(f"{show}film.mp4", Range=asked)
    assert answer.status == 200
    assert answer.body.startswith(FILM)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("Bytes=0-1", "bytes 0-1/"),
        ("bytes=5-", "bytes 5-"),
        ("bytes=0-99999999", "bytes 0-"),
        ("bytes=-99999999", "bytes 0-"),
        ("bytes=0-1, 99999999-", "bytes 0-1/"),
        ("bytes=-0,2-3", "bytes 2-3/"),
        ("bytes= 0-1 ,", "bytes 0-1/"),
    ],
)
def test_what_can_be_had_of_a_range_is_given(
    visitor: Visitor, show: str, asked: str, given: str
) -> None:
    answer = visitor.get(f"{show}film.mp4", Range=asked)
    assert answer.status == 206
    assert answer.headers["content-range"].startswith(given)


def test_several_ranges_come_as_parts(visitor: Visitor, show: str) -> None:
    answer = visitor.get(f"{show}film.mp4", Range="bytes=0-1,10-12")
    assert answer.status == 206
    assert answer.headers["content-type"].startswith("multipart/byteranges; boundary=")
    assert b"content-range: bytes 10-12/" in answer.body.lower()


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", "bytes=99999999-,-0"])
def test_a_range_of_which_nothing_can_be_had_is_refused(
    visitor: Visitor, show: str, asked: str
) -> None:
    answer = visitor.get(f"{show}film.mp4", Range=asked)
    assert answer.status == 416
    assert answer.headers["content-range"].startswith("bytes */")


def test_a_part_of_what_has_changed_is_the_whole(visitor: Visitor, show: str) -> None:
    path = f"{show}film.mp4"
    tag = visitor.get(path).headers["etag"]
    for known, status in ((tag, 206), ('"other"', 200), (f"W/{tag}", 200)):
        assert visitor.get(path, Range="bytes=0-1", If_Range=known).status == status


def test_only_of_get_may_a_part_be_asked(visitor: Visitor, show: str) -> None:
    for asked in ("bytes=0-1", "items=0-1", "bytes=99999999-"):
        assert visitor.send("HEAD", f"{show}film.mp4", Range=asked).status == 200


REFUSED = "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"


@pytest.mark.parametrize(
    "beginning",
    [
        "",
        "GET /events HT",
        "GET /events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Slow: ",
        REFUSED,
        REFUSED + "GET /?token=guess HT",
        "POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 1000\r\n\r\nabc",
    ],
    ids=["mute", "half a line", "half a head", "refused", "refused and half", "half a body"],
)
def test_connections_without_the_key_leave_room_for_those_with_it(
    session: PreviewSession, visitor: Visitor, beginning: str
) -> None:
    with ExitStack() as crowd:

        def intrude(times: int) -> None:
            for _ in range(times):
                one = crowd.enter_context(socket.create_connection(("127.0.0.1", visitor.port)))
                one.sendall(beginning.format(port=visitor.port).encode())

        intrude(70)
        assert visitor.get("/").status == 200
        assert Visitor(session.address).get("/").status == 200, "one who comes now has the key, too"
        with visitor.events() as states:
            next(states)
            intrude(70)
            assert visitor.get("/").status == 200


def test_of_many_strangers_the_oldest_are_shown_out(visitor: Visitor) -> None:
    place = ("127.0.0.1", visitor.port)
    with ExitStack() as crowd:
        oldest = crowd.enter_context(socket.create_connection(place, timeout=PATIENCE))
        for _ in range(MOST_STRANGERS):
            crowd.enter_context(socket.create_connection(place))
        with suppress(ConnectionResetError):
            assert oldest.recv(1) == b"", "long before its time is up"


def test_a_connection_with_the_key_outlives_any_crowd(visitor: Visitor) -> None:
    ours = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=PATIENCE)
    with closing(ours), ExitStack() as crowd:
        for _ in range(2):
            ours.request("GET", "/", headers={"Cookie": visitor.cookie})
            assert ours.getresponse().read()
            sock = ours.sock
            for _ in range(MOST_STRANGERS + 8):
                crowd.enter_context(socket.create_connection(("127.0.0.1", visitor.port)))
        assert ours.sock is sock, "it was not made anew"


@pytest.mark.parametrize("beginning", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_a_stranger_is_not_waited_for(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, beginning: bytes
) -> None:
    monkeypatch.setattr(access_control, "STRANGER_SECONDS", 0.2)
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=PATIENCE) as stranger:
        stranger.sendall(beginning)
        with suppress(ConnectionResetError):
            while stranger.recv(4096):
                pass


def test_captions_are_served_as_captions(visitor: Visitor, show: str) -> None:
    assert visitor.get(f"{show}captions.fr.vtt").headers["content-type"].startswith("text/vtt")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("media/theme.0f3a.css", "text/css"),
        ("media/site.0f3a.css", "text/css"),
        ("frame.js", "text/javascript"),
        ("icon.svg", "image/svg+xml"),
        ("media/font-title.0f3a.woff", "font/woff"),
        ("media/logo.0f3a.png", "image/png"),
        ("manifest.iiif.json", "application/json"),
    ],
)
def test_a_file_is_served_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    """Whatever the machine's own table has: a page takes no style sheet of another kind."""
    place = tmp_path / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"x")

    shown = ServedFiles()
    monkeypatch.setattr(shown, "find", lambda *_: place)
    scope = {"type": "http", "method": "GET", "headers": []}
    scope["path_params"] = {"known_as": "shown", "name": name}
    answer = file_answer(shown, Request(scope))
    assert answer.headers["content-type"].partition(";")[0] == kind
