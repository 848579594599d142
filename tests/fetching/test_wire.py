"""What is asked of the web, of whom, and when it is given up."""

from __future__ import annotations

import gzip
import os
import socket
import threading
import tracemalloc
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from renderer.fetching.connection import FetchLimits, NotFetchedError, Web
from renderer.fetching.request import Download, download
from tests.fetching.stand_in import (
    HOST,
    OTHER_PUBLIC,
    PUBLIC,
    Reply,
    StandIn,
    drips,
    picture,
    redirects,
    running,
    says,
    writes,
)

WHERE = f"{HOST}/photo.jpg"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n"


def refusal(url: str, web: Web) -> str:
    """Why *url* isn't fetched."""
    with pytest.raises(NotFetchedError) as caught:
        download(url, web)
    return str(caught.value)


def test_a_picture_is_fetched_whole(stand_in: StandIn) -> None:
    data = picture()
    came = download(stand_in.show(WHERE, data), stand_in.web())
    assert came == Download(data=data, url=f"https://{WHERE}", address=PUBLIC)


def test_the_checked_address_is_dialled_and_the_name_is_certified(stand_in: StandIn) -> None:
    stand_in.names[HOST] = [[OTHER_PUBLIC]]
    download(stand_in.show(WHERE, picture()), stand_in.web())
    assert stand_in.dialled == [OTHER_PUBLIC]
    assert stand_in.handshakes == [HOST]
    assert stand_in.headers[0]["Host"] == HOST


def test_a_name_server_that_changes_its_mind_is_asked_only_once(stand_in: StandIn) -> None:
    stand_in.names[HOST] = [[PUBLIC], ["127.0.0.1"]]
    download(stand_in.show(WHERE, picture()), stand_in.web())
    assert stand_in.resolved == [HOST]
    assert stand_in.dialled == [PUBLIC]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::a9fe:a9fe"],
        ["fc00::7"],
        [PUBLIC, "10.0.0.1"],
        ["::1", PUBLIC],
    ],
    ids=" ".join,
)
def test_a_name_that_leads_inside_is_not_even_dialled(
    stand_in: StandIn, addresses: list[str]
) -> None:
    stand_in.names[HOST] = [addresses]
    assert "not on the public internet" in refusal(stand_in.show(WHERE, picture()), stand_in.web())
    assert stand_in.dialled == []


def test_a_name_that_nobody_knows_is_said(stand_in: StandIn) -> None:
    def unknown(_: str) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    web = Web(resolve=unknown, dial=stand_in.dial)
    assert refusal(f"https://{WHERE}", web).startswith(f"{HOST} wasn't found")


def test_the_next_address_is_tried_when_one_is_dead(stand_in: StandIn) -> None:
    def half_dead(address: str, seconds: float) -> socket.socket:
        if address == OTHER_PUBLIC:
            raise OSError(101, "Network is unreachable")
        return stand_in.dial(address, seconds)

    url = stand_in.show(WHERE, picture())
    web = Web(
        resolve=lambda _: [OTHER_PUBLIC, PUBLIC], dial=half_dead, authorities=stand_in.authorities
    )
    assert download(url, web).address == PUBLIC
    nowhere = Web(resolve=lambda _: [OTHER_PUBLIC], dial=half_dead)
    assert refusal(url, nowhere) == f"no connection to {HOST} (network is unreachable)"


def test_another_hosts_certificate_is_refused(tmp_path: Path) -> None:
    with running(tmp_path, "ailleurs.example.org") as stand_in:
        said = refusal(stand_in.show(WHERE, picture()), stand_in.web())
        assert f"the certificate of {HOST} is not trusted" in said
        assert stand_in.asked == []


def test_a_certificate_of_an_unknown_authority_is_refused(stand_in: StandIn) -> None:
    web = Web(resolve=stand_in.resolve, dial=stand_in.dial)
    assert "is not trusted" in refusal(stand_in.show(WHERE, picture()), web)
    assert stand_in.asked == []


def test_authorities_that_cant_be_read_are_said(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nulle/part.pem")
    web = Web(resolve=stand_in.resolve, dial=stand_in.dial)
    assert "REQUESTS_CA_BUNDLE can't be read" in refusal(stand_in.show(WHERE, b""), web)


def test_nothing_of_the_environment_goes_along(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {HOST} login moi password secret\n")
    netrc.chmod(0o600)
    for name, value in {
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "ALL_PROXY": "http://127.0.0.1:9",
        "NETRC": str(netrc),
    }.items():
        monkeypatch.setenv(name, value)
        monkeypatch.setenv(name.lower(), value)
    url = stand_in.show(WHERE, redirects(f"https://{HOST}/ici.jpg"))
    stand_in.show(f"{HOST}/ici.jpg", picture())
    stand_in.pages[WHERE] = says(b"", 302, {"Location": "/ici.jpg", "Set-Cookie": "a=b"})
    download(url, stand_in.web())
    sent = {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert [set(headers) for headers in stand_in.headers] == [sent, sent]


def test_redirects_are_followed_each_checked_anew(stand_in: StandIn) -> None:
    data = picture()
    stand_in.show(WHERE, redirects("https://autre.example.org/b"))
    stand_in.show("autre.example.org/b", redirects("/c", 308))
    stand_in.show("autre.example.org/c", data)
    came = download(f"https://{WHERE}", stand_in.web())
    assert (came.data, came.url) == (data, "https://autre.example.org/c")
    assert stand_in.resolved == [HOST, "autre.example.org", "autre.example.org"]


@pytest.mark.parametrize(
    ("location", "said"),
    [
        (
            "http://archives.example.org/b",
            "a web address that is not https",
        ),
        (
            "ftp://archives.example.org/b",
            "a web address that is not https",
        ),
        ("file:///etc/passwd", "a web address that is not https"),
        ("//127.0.0.1/b", "a web address whose host is a number"),
        ("https://[::1]/b", "a web address whose host is a number"),
        ("https://localhost/b", "'localhost' is not the name"),
        ("https://autre.example.org:8443/b", "a web address at port 8443"),
        (
            "https://a:b@autre.example.org/b",
            "a web address with a user's name",
        ),
        ("https://[/b", "it redirects to an address that can't be read"),
        ("photo.jpg", "it redirects in a circle"),
    ],
)
def test_a_redirect_to_where_nothing_is_fetched_ends_it(
    stand_in: StandIn, location: str, said: str
) -> None:
    url = stand_in.show(WHERE, redirects(location))
    assert refusal(url, stand_in.web()).count(said) == 1
    assert len(stand_in.dialled) == 1


def test_a_redirect_to_a_name_that_leads_inside_is_not_dialled(stand_in: StandIn) -> None:
    stand_in.names["interne.example.org"] = [["192.168.1.1"]]
    url = stand_in.show(WHERE, redirects("https://interne.example.org/admin"))
    assert "interne.example.org leads to 192.168.1.1" in refusal(url, stand_in.web())
    assert stand_in.dialled == [PUBLIC]


def test_three_redirects_are_followed_and_four_are_not(stand_in: StandIn) -> None:
    for number in range(4):
        stand_in.show(f"{HOST}/{number}", redirects(f"/{number + 1}"))
    stand_in.show(f"{HOST}/4", picture())
    assert download(f"https://{HOST}/1", stand_in.web()).data == picture()
    assert refusal(f"https://{HOST}/0", stand_in.web()) == "it redirects more than 3 times"


@pytest.mark.parametrize("status", [204, 206, 300, 302, 304, 401, 404, 429, 500])
def test_only_a_whole_answer_counts(stand_in: StandIn, status: int) -> None:
    url = stand_in.show(WHERE, says(b"", status))
    assert refusal(url, stand_in.web()).startswith(f"{HOST} answered {status}")


def chunked(*parts: bytes, whole: bool = True) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        for part in parts:
            handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n" if whole else b"")

    return reply


@given(strange=st.lists(st.tuples(st.integers(0, 120), st.binary(max_size=3)), max_size=4))
@example(strange=[(47, b"-")])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_server_answers_is_a_picture_or_a_reason(
    stand_in: StandIn, strange: list[tuple[int, bytes]]
) -> None:
    answer = bytearray(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"
    )
    for place, piece in strange:
        answer[place : place + 1] = piece
    url = stand_in.show(WHERE, writes(bytes(answer)))
    with suppress(NotFetchedError):
        download(url, stand_in.web(total_seconds=5))


def test_a_long_reason_is_cut_short(stand_in: StandIn) -> None:
    url = stand_in.show(WHERE, writes(b"HTTP/1.1 404 " + b"y" * 60_000 + b"\r\n\r\n"))
    assert len(refusal(url, stand_in.web())) < 200


LARGE = os.urandom(200_000)


@pytest.mark.parametrize(
    "reply",
    [
        says(LARGE),
        says(b"", length=10**12),
        says(b"", length=int("9" * 400)),
        says(LARGE, length=None),
        chunked(*[LARGE[:1000]] * 200),
        says(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}),
        says(
            gzip.compress(gzip.compress(bytes(50_000_000))),
            headers={"Content-Encoding": "gzip, gzip"},
        ),
        drips(HEAD + b"\r\n", bytes(20_000)),
    ],
    ids=["plain", "announced", "absurd", "no length", "chunks", "gzip", "twice", "endless"],
)
def test_what_is_too_large_is_given_up(stand_in: StandIn, reply: Reply) -> None:
    url = stand_in.show(WHERE, reply)
    said = refusal(url, stand_in.web(largest_bytes=100_000))
    assert said == "it has more than the 100,000 bytes allowed"


def test_a_bomb_is_not_unpacked_to_be_measured(stand_in: StandIn) -> None:

    bomb = gzip.compress(bytes(200_000_000))
    url = stand_in.show(WHERE, says(bomb, headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    try:
        refusal(url, stand_in.web(largest_bytes=100_000))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_what_is_packed_although_we_asked_for_it_plain_is_unpacked(stand_in: StandIn) -> None:
    data = picture()
    packed = says(gzip.compress(data), headers={"Content-Encoding": "gzip"})
    assert download(stand_in.show(WHERE, packed), stand_in.web()).data == data


def test_chunks_and_an_answer_without_a_length_are_read_to_their_end(stand_in: StandIn) -> None:
    data = picture()

    def until_closed(handler: BaseHTTPRequestHandler) -> None:
        says(data, length=None)(handler)
        handler.connection.unwrap()  # type: ignore[attr-defined] # says goodbye, as TLS asks

    for reply in (chunked(data[:100], data[100:]), until_closed):
        assert download(stand_in.show(WHERE, reply), stand_in.web()).data == data


@pytest.mark.parametrize(
    "reply",
    [
        says(picture(), length=len(picture()) + 1),
        chunked(picture(), whole=False),
        says(picture(), length=None),
        lambda handler: handler.wfile.write(b"\x00\x01 no HTTP at all\r\n\r\n"),
        lambda handler: handler.wfile.write(HEAD + b"X: " + bytes(100_000)),
        lambda _: None,
        says(b"\x00" * 50, headers={"Content-Encoding": "gzip"}),
        says(picture(), headers={"Content-Length": "12"}),
        writes(HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n"),
        writes(HEAD + b"Transfer-Encoding: chunked\r\n\r\nx5\r\nabc\r\n0\r\n\r\n"),
        writes(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 70_000),
        writes(HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
        writes(HEAD + b"Transfer-Encoding: gzip\r\n\r\n", picture()),
        writes(HEAD + b"Content-Length: -5\r\n\r\n", picture()),
        writes(HEAD + b"Content-Length: +5\r\n\r\n", picture()),
        writes(HEAD + b"Content-Length: \xb2\r\n\r\n", picture()),
        writes(HEAD + b"X: y\r\n" * 500 + b"\r\n", picture()),
        writes(b"HTTP/1.1 -200 OK\r\n\r\n", picture()),
        writes(b"HTTP/1.1 200\x1b[2J OK\r\n\r\n", picture()),
        writes(b"\r\n\r\n"),
        says(b"x", headers={"Content-Encoding": ",".join(["gzip"] * 300)}),
    ],
    ids=[
        *("cut", "cut chunks", "no end", "no http", "long head", "silent", "no gzip"),
        *("two lengths", "negative chunk", "odd chunk", "endless chunk size", "length and chunks"),
        *("odd form", "negative length", "signed length", "raised length", "many heads"),
        *("negative status", "odd status", "empty head", "packed 300 times"),
    ],
)
def test_an_answer_that_breaks_off_or_is_no_http_is_no_picture(
    stand_in: StandIn, reply: Reply
) -> None:
    url = stand_in.show(WHERE, reply)
    assert f"the conversation with {HOST} broke off" in refusal(url, stand_in.web())


@pytest.mark.parametrize(
    "reply",
    [
        drips(HEAD + b"\r\n", b"\xff"),
        drips(HEAD + b"Content-Length: 9000\r\n\r\n", b"\xff"),
        drips(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        drips(HEAD, b"X: y\r\n"),
        drips(b"HTTP/1.1 200 OK\r\nX: ", b"y"),
        drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "body of a length", "chunks", "heads", "one head", "continue"],
)
def test_an_answer_that_drips_is_given_up(stand_in: StandIn, reply: Reply) -> None:
    url = stand_in.show(WHERE, reply)
    assert refusal(url, stand_in.web(total_seconds=0.6)) == "it was not whole after 0.6 s"
    assert stand_in.hung_up.wait(20)


def test_a_server_that_never_shakes_hands_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        web = Web(
            resolve=lambda _: [PUBLIC],
            dial=lambda _, seconds: socket.create_connection(("127.0.0.1", port), timeout=seconds),
        )

        slow = replace(web, limits=FetchLimits(total_seconds=0.3))
        assert refusal(f"https://{WHERE}", slow) == "it was not whole after 0.3 s"


def test_name_servers_that_never_answer_are_given_up(stand_in: StandIn) -> None:

    end = threading.Event()

    def never(_: str) -> list[str]:
        end.wait(20)
        return []

    try:
        web = replace(stand_in.web(total_seconds=0.2), resolve=never)
        assert refusal(f"https://{WHERE}", web) == "it was not whole after 0.2 s"
    finally:
        end.set()


def test_letters_beyond_ascii_are_sent_as_the_web_writes_them(stand_in: StandIn) -> None:
    data = picture()
    stand_in.show("xn--muse-dpa.example.org/D%C3%A9barquement%20.jpg?taille=%C3%A0", data)
    url = "https://musée.example.org/Débarquement%20.jpg?taille=à#haut"
    assert download(url, stand_in.web()).data == data
    assert stand_in.handshakes == ["xn--muse-dpa.example.org"]


def test_a_host_of_no_form_is_said(stand_in: StandIn) -> None:
    assert refusal("https://a..b.example.org/x.jpg", stand_in.web()).endswith("not a host's name")


@pytest.mark.parametrize("host", ["127.1", "0x7f000001", "2130706433", "0177.0.0.1", "①②⑦.①"])
def test_numbers_lead_inside_even_if_a_resolver_takes_them_for_names(
    stand_in: StandIn, host: str
) -> None:
    real = Web(dial=stand_in.dial)
    assert "127.0.0.1, which is not on the public" in refusal(f"https://{host}/x.jpg", real)
    assert stand_in.dialled == []
