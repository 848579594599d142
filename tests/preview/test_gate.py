"""Who is let in, and what they may ask for, over a real socket."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from renderer.preview.session import Session
from tests.preview.conftest import previews
from tests.preview.projects import FILM, write_project
from tests.preview.visitor import Visitor


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("gate")
    with previews(folder / "cache") as opened:
        yield opened(write_project(folder / "project"))


@pytest.fixture(scope="module")
def visitor(session: Session) -> Visitor:
    return Visitor(session.address)


@pytest.fixture(scope="module")
def show(visitor: Visitor) -> str:
    """Where the finished film is shown: /show/<id>/."""
    with visitor.events() as states:
        done = next(state for state in states if state["phase"] == "done")
    return str(done["views"]["embed"]).removesuffix("embed.html")


def test_without_the_token_nothing_is_shown(session: Session) -> None:
    stranger = Visitor(session.address, enter=False)
    for path in ("/", "/?token=", "/?token=guess", "/events", "/show/a/embed.html", "/nothing"):
        answer = stranger.get(path)
        assert answer.status == 403, path
        assert "set-cookie" not in answer.headers
        assert "Un essai" not in answer.text


def test_the_token_becomes_a_strict_cookie_and_leaves_the_address(session: Session) -> None:
    stranger = Visitor(session.address, enter=False)
    answer = stranger.get(f"/?token={session.keys.token}")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
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


def test_nothing_but_reading_is_answered(visitor: Visitor) -> None:
    ours = f"http://127.0.0.1:{visitor.port}"
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert visitor.send(method, "/").status == 403
        assert visitor.send(method, "/", Origin=ours).status == 405


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


def test_captions_are_served_as_captions(visitor: Visitor, show: str) -> None:
    assert visitor.get(f"{show}captions.fr.vtt").headers["content-type"].startswith("text/vtt")
