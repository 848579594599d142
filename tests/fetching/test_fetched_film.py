"""Films whose pictures are web addresses: allowed or not, fetched once, kept, credited."""

from __future__ import annotations

import json
import socket
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from renderer.fetching import fetch
from renderer.files.digest import file_digest
from renderer.store.cache import Cache
from tests.fetching.stand_in import HOST, StandIn, picture, redirects, says, writes
from tests.production.projects import (
    RIGHTS,
    Board,
    Project,
    board_of,
    card_slide,
    frames_of,
    new_project,
    photo_slide,
    run,
)

PHOTO = f"https://{HOST}/photo.jpg"


def of_the_web(*urls: str, **image: Any) -> Board:
    """A storyboard whose slides show *urls*, in the middle of one that shows a file."""
    slides = [
        photo_slide(
            f"vue-{number}", image={"file": url, "alt": "Un quai.", "rights": dict(RIGHTS), **image}
        )
        for number, url in enumerate(urls, start=1)
    ]
    return board_of(card_slide("ouverture"), *slides)


@pytest.fixture
def web(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """The stand-in in place of the web; it shows one picture."""
    monkeypatch.setattr(fetch, "the_web", stand_in.web)
    stand_in.show(f"{HOST}/photo.jpg", picture())
    return stand_in


@pytest.fixture
def project(tmp_path: Path, web: StandIn) -> Project:
    return new_project(tmp_path / "projet", of_the_web(PHOTO))


@pytest.fixture
def no_socket(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Counts what would leave this machine."""
    tried: list[str] = []

    def refuse(*args: Any, **_: Any) -> Any:
        tried.append(str(args))
        raise OSError("no socket here")

    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(fetch, "the_web", refuse)
    return tried


def online(project: Project, *words: str, command: str = "render") -> Any:
    """The command with the network allowed; tests' voices don't use it."""
    options = ("--voice", "hum", "--height", "64", "--cache", project.cache, *words)
    where = ("--out", project.root / "out") if command == "render" else ()
    return run(command, project.path, *options, *where)


def test_a_picture_of_the_web_is_shown_as_if_it_lay_in_media(
    project: Project, web: StandIn
) -> None:
    outcome = online(project, "--allow-fetch")
    assert outcome.code == 0, outcome.err
    assert f"web       1 picture of {HOST}" in outcome.err
    shown = frames_of(project.film)
    (project.media / "photo.jpg").write_bytes(picture())
    project.write(of_the_web("photo.jpg"))
    again = project.rendered()
    assert again["films"][0]["segments"]["made"] == 0, "the key is made of bytes, not of addresses"
    assert frames_of(project.film) == shown


def test_each_address_is_asked_once_however_often_it_is_shown_or_rendered(
    tmp_path: Path, web: StandIn
) -> None:
    project = new_project(tmp_path / "projet", of_the_web(PHOTO, PHOTO))
    for _ in range(2):
        assert online(project, "--allow-fetch").code == 0
    assert online(project, "--allow-fetch", command="plan").code == 0
    assert web.asked == [f"{HOST}/photo.jpg"]


@pytest.mark.parametrize("command", ["render", "plan", "say", "check", "sheet"])
def test_without_leave_an_address_is_a_mistake_at_its_line(
    project: Project, no_socket: list[str], command: str
) -> None:
    words = (command, project.path)
    outcome = run(*words)
    line = 1 + next(
        number
        for number, text in enumerate(project.path.read_text(encoding="utf-8").splitlines())
        if PHOTO in text
    )
    assert outcome.code == 2
    assert f"film.yaml:{line}:" in outcome.err
    assert "a picture on the web, and nothing is fetched unless it is allowed" in outcome.err
    assert "or allow it with --allow-fetch" in outcome.err
    assert no_socket == []


def test_check_and_say_fetch_nothing(project: Project, no_socket: list[str]) -> None:
    checked = run("check", "--rights", "--allow-fetch", project.path)
    assert (checked.code, checked.err) == (0, "")
    said = project.make("say", "--allow-fetch", "--json")
    assert said.code == 0, said.err
    assert no_socket == []


def test_offline_uses_what_was_fetched_and_opens_no_socket(
    project: Project, web: StandIn, request: pytest.FixtureRequest
) -> None:
    assert online(project, "--allow-fetch").code == 0
    shown = frames_of(project.film)
    tried: list[str] = request.getfixturevalue("no_socket")
    outcome = project.render("--allow-fetch", out=project.root / "ailleurs")
    assert outcome.code == 0, outcome.err
    assert frames_of(project.root / "ailleurs" / "petit-film" / "film.mp4") == shown
    assert tried == []


def test_offline_names_every_picture_that_is_missing(
    tmp_path: Path, web: StandIn, no_socket: list[str]
) -> None:
    project = new_project(tmp_path / "projet", of_the_web(PHOTO, f"https://{HOST}/autre.jpg"))
    outcome = project.render("--allow-fetch")
    assert outcome.code == 1
    assert outcome.err.count("has not been fetched yet, and nothing is fetched with --offline") == 2
    assert outcome.err.count("film.yaml:") == 2
    assert "render once without --offline; or download it into media/" in outcome.err
    assert no_socket == []
    assert not project.folder.exists()


def test_only_the_slide_that_is_made_is_fetched(tmp_path: Path, web: StandIn) -> None:
    project = new_project(tmp_path / "projet", of_the_web(PHOTO, f"https://{HOST}/autre.jpg"))
    outcome = online(project, "--allow-fetch", "--only", "vue-1")
    assert outcome.code == 0, outcome.err
    assert web.asked == [f"{HOST}/photo.jpg"]


def test_what_cant_be_had_is_said_once_for_all_with_lines(tmp_path: Path, web: StandIn) -> None:
    web.show(f"{HOST}/page.jpg", says(b"<!doctype html><title>403</title>"))
    web.show(f"{HOST}/svg.jpg", says(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    web.show(f"{HOST}/vide.jpg", says(b""))
    web.show(f"{HOST}/coupe.jpg", says(picture()[:40]))
    web.names["interne.example.org"] = [["10.0.0.1"]]
    urls = [f"https://{HOST}/{name}.jpg" for name in ("absente", "page", "svg", "vide", "coupe")]
    urls.append("https://interne.example.org/x.jpg")
    project = new_project(tmp_path / "projet", of_the_web(PHOTO, *urls))
    outcome = online(project, "--allow-fetch")
    assert outcome.code == 1
    for said in (
        f"{urls[0]} can't be fetched: {HOST} answered 404 Not Found (slide 'vue-2')",
        f"{urls[1]} is a web page: download the file itself",
        f"{urls[2]} is an SVG drawing",
        f"{urls[3]} is empty",
        f"{urls[4]} is ",
        "interne.example.org leads to 10.0.0.1, which is not on the public internet",
    ):
        assert said in outcome.err
    assert outcome.err.count("film.yaml:") == 6
    assert not list(project.cache.rglob(".making-*"))
    cache = Cache(project.cache)
    assert len([one for one in cache.stored() if one.kind in ("source", "fetched")]) == 2


def test_the_cache_remembers_where_bytes_are_from(project: Project, web: StandIn) -> None:
    web.show(f"{HOST}/photo.jpg", redirects("https://autre.example.org/vraie.jpg"))
    web.show("autre.example.org/vraie.jpg", picture(2))
    assert online(project, "--allow-fetch").code == 0
    [note] = project.cache.glob("fetched/??/*.json")
    facts = json.loads(note.read_text(encoding="utf-8"))["facts"]
    [kept] = project.cache.glob("source/??/*.bin")
    assert kept.read_bytes() == picture(2)
    assert facts["sha256"] == file_digest(kept) == kept.stem
    assert facts["url"] == PHOTO
    assert facts["final_url"] == "https://autre.example.org/vraie.jpg"
    assert facts["address"] == "93.184.215.14"
    assert facts["date"].endswith("Z")


def test_manifest_and_credits_name_the_address_as_the_source(
    project: Project, web: StandIn
) -> None:
    told = json.loads(online(project, "--allow-fetch", "--json").out)
    [source] = told["web"]
    assert (source["url"], source["from"]) == (PHOTO, PHOTO)
    credits = json.loads((project.folder / "credits.json").read_text(encoding="utf-8"))
    [item] = credits["items"]
    assert item["file"] == item["source_url"] == item["fetched"]["url"] == PHOTO
    assert item["sha256"] == source["sha256"]
    assert item["fetched"]["date"] == source["date"]
    manifest = json.loads((project.folder / "manifest.json").read_text(encoding="utf-8"))
    shown = manifest["stretches"][1]["picture"]
    assert shown["file"] == PHOTO
    assert shown["fetched"] == item["fetched"]
    page = (project.folder / "page.html").read_text(encoding="utf-8")
    assert f'href="{PHOTO}"' in page


def test_the_source_that_the_author_gives_stays(tmp_path: Path, web: StandIn) -> None:
    rights = {**RIGHTS, "source_url": "https://notice.example.org/1"}
    project = new_project(tmp_path / "projet", of_the_web(PHOTO, rights=rights))
    assert online(project, "--allow-fetch").code == 0
    credits = json.loads((project.folder / "credits.json").read_text(encoding="utf-8"))
    assert credits["items"][0]["source_url"] == "https://notice.example.org/1"


def test_without_rights_it_is_not_published(tmp_path: Path, web: StandIn) -> None:
    project = new_project(tmp_path / "projet", of_the_web(PHOTO, rights=None))
    board = of_the_web(PHOTO)
    del board["slides"][1]["image"]["rights"]
    project.write(board)
    outcome = online(project, "--allow-fetch")
    assert outcome.code != 0
    assert f"the picture '{PHOTO}' has no rights" in outcome.err
    assert not project.folder.exists()


def test_what_changed_on_the_web_is_seen_only_when_it_is_fetched_again(
    project: Project, web: StandIn
) -> None:
    assert online(project, "--allow-fetch").code == 0
    before = frames_of(project.film)
    web.show(f"{HOST}/photo.jpg", picture(9))
    assert online(project, "--allow-fetch").code == 0
    assert frames_of(project.film) == before
    outcome = online(project, "--allow-fetch", "--refetch")
    assert outcome.code == 0, outcome.err
    assert frames_of(project.film) != before
    assert online(project, "--allow-fetch", "--refetch", "--json").out.count('"made": 0') == 2


def test_a_failed_refetch_keeps_what_was_there(project: Project, web: StandIn) -> None:
    assert online(project, "--allow-fetch").code == 0
    web.pages.clear()
    assert online(project, "--allow-fetch", "--refetch").code == 1
    assert online(project, "--allow-fetch").code == 0


@pytest.mark.parametrize("words", [("--refetch",), ("--refetch", "--allow-fetch", "--offline")])
def test_fetching_again_wants_leave_and_the_network(
    project: Project, web: StandIn, words: tuple[str, ...]
) -> None:
    outcome = online(project, *words)
    assert outcome.code == 2
    assert "--refetch goes with --allow-fetch" in outcome.err
    assert web.asked == []


@pytest.mark.parametrize("kind", ["source", "fetched"])
def test_what_is_damaged_or_gone_is_fetched_again(
    project: Project, web: StandIn, kind: str
) -> None:
    assert online(project, "--allow-fetch").code == 0
    before = frames_of(project.film)
    [kept] = project.cache.glob(f"{kind}/??/*.bin")
    kept.write_bytes(b"rubbish")
    assert online(project, "--allow-fetch").code == 0
    assert len(web.asked) == 2
    kept.unlink()
    assert online(project, "--allow-fetch").code == 0
    assert len(web.asked) == 3
    assert frames_of(project.film) == before


def test_clean_says_that_pictures_would_have_to_be_fetched_again(
    project: Project, web: StandIn
) -> None:
    assert online(project, "--allow-fetch").code == 0
    told = run("clean", "--cache", project.cache, "--all")
    assert "1 picture from the web would have to be fetched again" in told.out
    assert run("clean", "--cache", project.cache, "--all", "--yes").code == 0
    assert online(project, "--allow-fetch").code == 0
    assert len(web.asked) == 2


def test_a_project_cant_give_itself_leave(project: Project, web: StandIn) -> None:
    (project.root / "recit.toml").write_text("[run]\nallow_fetch = true\n", encoding="utf-8")
    outcome = online(project)
    assert outcome.code == 2
    assert "unknown key 'allow_fetch'" in outcome.err
    assert web.asked == []


def test_a_preview_fetches_with_leave_alone(
    project: Project, web: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renderer.errors import StoryboardError
    from renderer.preview.live_preview import build_set
    from renderer.production.events import SilentWitness
    from renderer.production.options import Options

    options = Options(engine="hum", height=64, cache=project.cache, out=project.root / "vu")
    with pytest.raises(StoryboardError, match="nothing is fetched unless it is allowed"):
        build_set(project.path, options, SilentWitness())
    from dataclasses import replace

    folder = build_set(project.path, replace(options, allow_fetch=True), SilentWitness())
    assert (folder / "film.mp4").is_file()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 404 \x1b[2Jgone\r\n\r\n",
        b"HTTP/1.1 200\x1b[2J OK\r\n\r\n",
        b"HTTP/1.1 404 \x9b2J\x9d0;title\x9c\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: https://autre.example.org/\x1b[2J\r\n\r\n",
    ],
)
def test_what_a_server_says_is_told_at_the_pictures_line_and_steers_no_terminal(
    project: Project, web: StandIn, answer: bytes
) -> None:
    web.show(f"{HOST}/photo.jpg", writes(answer))
    outcome = online(project, "--allow-fetch")
    assert outcome.code == 1
    assert f"{project.path}:" in outcome.err
    assert f"{PHOTO} can't be fetched" in outcome.err
    assert "download it into media/" in outcome.err
    assert not {c for c in outcome.err if unicodedata.category(c) == "Cc"} - {"\n"}
