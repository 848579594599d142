"""Several people on one studio, behind a proxy that asks who they are."""

from __future__ import annotations

import base64
import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from renderer.cli import main
from renderer.preview.access_control import Proxy
from renderer.studio.session import Session
from tests.preview.projects import write_project
from tests.preview.visitor import PATIENCE, Answer
from tests.studio.conftest import studios

PASSWORDS = {"claire": "cherbourg", "yves": "valognes"}
HEADER = "X-Remote-User"


@contextmanager
def proxy_to(port: int) -> Iterator[int]:
    """What nginx does with `auth_basic` and the lines of docs/studio.md; its port."""

    class Nginx(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            known = self.headers.get("Authorization", "").removeprefix("Basic ")
            who, _, said = base64.b64decode(known or "").decode().partition(":")
            if not who or PASSWORDS.get(who) != said:
                self.send_response(401)
                self.send_header("WWW-Authenticate", "Basic")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            sent = {
                name: value
                for name, value in self.headers.items()
                if name.lower() not in (HEADER.lower(), "authorization", "connection")
            }
            wire = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            wire.request(self.command, self.path, body=body, headers={**sent, HEADER: who})
            answer = wire.getresponse()
            found = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            self.wfile.write(found)
            wire.close()

        do_GET = do_POST = _pass

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Nginx)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Member:
    """One of the team, at the proxy's address."""

    def __init__(self, port: int, who: str, password: str = "") -> None:
        self.port = port
        said = f"{who}:{password or PASSWORDS.get(who, '')}"
        self.headers = {"Authorization": f"Basic {base64.b64encode(said.encode()).decode()}"}
        self.token = ""
        if self.get("/api/start").status == 200:
            self.token = json.loads(self.get("/api/start").body)["token"]

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, None, **headers)

    def ask(self, path: str, sent: object, **headers: str) -> Answer:
        signed = {
            "Content_Type": "application/json",
            "Origin": f"http://127.0.0.1:{self.port}",
            "X_Recit_Token": self.token,
        }
        return self.send("POST", path, json.dumps(sent).encode(), **{**signed, **headers})

    def send(self, method: str, path: str, body: bytes | None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            wire.request(method, path, body=body, headers={**self.headers, **named})
            answer = wire.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            wire.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("team") / "projet"


@pytest.fixture(scope="module")
def studio(place: Path) -> Iterator[Session]:
    write_project(place)
    with studios(place.parent / "cache") as opened:
        yield opened(place, proxy=Proxy(address="127.0.0.1", header=HEADER.lower()))


@pytest.fixture(scope="module")
def port(studio: Session) -> Iterator[int]:
    with proxy_to(studio.keys.port) as found:
        yield found


def the_film(member: Member) -> str:
    [one] = json.loads(member.get("/api/films").body)["films"]
    return f"/api/films/{one['film']}"


def test_two_members_edit_and_the_log_says_who(port: int, place: Path) -> None:
    claire, yves = Member(port, "claire"), Member(port, "yves")
    assert json.loads(claire.get("/api/start").body)["who"] == "claire"
    film = the_film(claire)
    for member, slide in ((claire, "un"), (yves, "trois")):
        digest = json.loads(member.get(f"{film}/text").body)["digest"]
        edit = {"op": "set", "slide": slide, "path": ["narration"], "value": f"De {slide}."}
        assert member.ask(f"{film}/edits", {"digest": digest, "edits": [edit]}).status == 200
    lines = (place / ".recit" / "studio.log").read_text(encoding="utf-8").splitlines()
    noted = [json.loads(line) for line in lines]
    assert [(each["who"], each["edits"][0]["slide"]) for each in noted] == [
        ("claire", "un"),
        ("yves", "trois"),
    ]
    assert all(each["film"] == "essai.yaml" and each["at"] for each in noted)


def test_two_edits_of_one_text_both_come_in_unless_they_meet(port: int) -> None:
    claire, yves = Member(port, "claire"), Member(port, "yves")
    film = the_film(claire)
    digest = json.loads(claire.get(f"{film}/text").body)["digest"]

    def edit(member: Member, slide: str, value: str) -> Answer:
        one = {"op": "set", "slide": slide, "path": ["narration"], "value": value}
        return member.ask(f"{film}/edits", {"digest": digest, "edits": [one]})

    assert edit(claire, "un", "Claire écrit ici.").status == 200
    assert edit(yves, "deux", "Yves écrit là.").status == 200, "another slide: nothing is lost"
    met = edit(yves, "un", "Yves écrit ici aussi.")
    assert met.status == 409
    told = json.loads(met.body)["error"]
    assert told["code"] == "file-changed"
    assert "Claire écrit ici." in told["theirs"]
    assert "Yves écrit ici aussi." in told["yours"]
    assert "Yves écrit ici aussi." not in json.loads(claire.get(f"{film}/text").body)["text"]


def test_who_has_the_film_open_is_told(port: int) -> None:
    claire, yves = Member(port, "claire"), Member(port, "yves")
    film = the_film(claire)
    assert claire.ask(f"{film}/here", {"page": "a"}).status == 200
    answer = yves.ask(f"{film}/here", {"page": "b"})
    assert json.loads(answer.body)["editors"] == ["claire"]
    again = claire.ask(f"{film}/here", {"page": "c"})
    assert sorted(json.loads(again.body)["editors"]) == ["claire", "yves"], "her own other window"
    assert yves.ask(f"{film}/here", {"page": "b", "leaves": True}).status == 200
    assert json.loads(claire.ask(f"{film}/here", {"page": "c"}).body)["editors"] == ["claire"]


def test_nobody_is_let_in_whom_the_proxy_doesn_t_name(studio: Session, port: int) -> None:
    assert Member(port, "claire", "faux").get("/api/films").status == 401
    direct = Member(studio.keys.port, "claire")
    assert direct.get("/api/films").status == 403, "no name"
    for name in ("", " ", "x" * 500, "a\tb"):
        assert direct.get("/api/films", X_Remote_User=name).status == 403, name


def test_a_name_that_a_browser_sends_itself_counts_for_nothing(port: int) -> None:
    yves = Member(port, "yves")
    assert json.loads(yves.get("/api/start", X_Remote_User="claire").body)["who"] == "yves"


def test_whoever_comes_from_elsewhere_than_the_proxy_is_refused(
    studio: Session, place: Path
) -> None:
    wire = http.client.HTTPConnection(
        "127.0.0.1", studio.keys.port, timeout=PATIENCE, source_address=("127.0.0.2", 0)
    )
    wire.request("GET", "/api/films", headers={HEADER: "claire"})
    answer = wire.getresponse()
    assert answer.status == 403
    assert "essai" not in answer.read().decode()
    wire.close()


def test_behind_the_proxy_too_other_sites_and_others_tokens_are_refused(port: int) -> None:
    claire, yves = Member(port, "claire"), Member(port, "yves")
    film = the_film(claire)
    sent = {"digest": "", "edits": []}
    assert claire.token != yves.token
    assert yves.ask(f"{film}/edits", sent, X_Recit_Token=claire.token).status == 403
    assert claire.ask(f"{film}/edits", sent, Origin="https://evil.example").status == 403
    assert claire.ask(f"{film}/edits", sent, Sec_Fetch_Site="cross-site").status == 403
    assert claire.get("/api/films", Sec_Fetch_Site="cross-site").status == 403


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--host", "0.0.0.0"], "--trust-header"),
        (["--host", "192.0.2.7"], "--trust-header"),
        (["--trust-header", "X-Remote-User"], "go together"),
        (["--proxy", "127.0.0.1"], "go together"),
        (["--trust-header", "X-Remote-User", "--proxy", "somewhere"], "is an address"),
    ],
)
def test_other_machines_are_not_listened_to_without_a_proxy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    """proxy-missing, options-conflict, option-unfit."""
    write_project(tmp_path)
    assert main(["studio", str(tmp_path), "--no-browser", *words]) == 2
    assert says in capsys.readouterr().err
