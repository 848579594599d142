"""From a save to what the browser is told, over a real server, and nothing left behind."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from renderer.errors import UsageError
from renderer.preview.live_preview import open_session
from renderer.production.options import Options
from tests.preview.conftest import Opener
from tests.preview.projects import STORYBOARD, FakeBuilder, edit, write_project
from tests.preview.visitor import PATIENCE, Visitor

State = dict[str, Any]


def until(states: Iterator[State], phase: str, quality: str = "full") -> State:
    return next(s for s in states if s["phase"] == phase and s["quality"] == quality)


def test_a_draft_is_shown_first_then_the_full_film(preview: Opener, storyboard: Path) -> None:
    build = FakeBuilder(hold=threading.Event())
    visitor = Visitor(preview(storyboard, build).address)
    with visitor.events() as states:
        draft = until(states, "full", "draft")
        assert "draft: Un essai" in visitor.get(draft["views"]["embed"]).text
        build.hold.set()
        full = until(states, "done")
    assert "full: Un essai" in visitor.get(full["views"]["embed"]).text
    assert full["views"] != draft["views"]
    assert build.asked == ["draft Un essai", "full Un essai"]


def test_a_save_brings_a_new_film_to_the_browser(preview: Opener, storyboard: Path) -> None:
    visitor = Visitor(preview(storyboard).address)
    with visitor.events() as states:
        before = until(states, "done")
        edit(storyboard, "title: Un essai", "title: Un autre essai")
        after = next(s for s in states if s["phase"] == "done" and s["views"] != before["views"])
    assert "full: Un autre essai" in visitor.get(after["views"]["embed"]).text
    # A browser that is still playing the film before loses nothing of it.
    assert visitor.get(before["views"]["embed"]).status == 200


def test_mistakes_are_told_and_the_last_good_film_stays(preview: Opener, storyboard: Path) -> None:
    visitor = Visitor(preview(storyboard).address)
    with visitor.events() as states:
        before = until(states, "done")
        edit(storyboard, "slug: essai", "<script>alert(1)</script>: essai")
        wrong = until(states, "mistakes")
        assert wrong["views"] == before["views"]
        assert "<script>alert(1)</script>" in "".join(wrong["mistakes"])
        page = visitor.get("/").text
        edit(storyboard, "<script>alert(1)</script>: essai", "slug: essai")
        mended = until(states, "done")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert mended["mistakes"] == []


def test_a_preview_may_begin_with_mistakes(preview: Opener, tmp_path: Path) -> None:
    path = write_project(tmp_path / "p", STORYBOARD.replace("slug: essai\n", ""))
    visitor = Visitor(preview(path).address)
    with visitor.events() as states:
        wrong = until(states, "mistakes", "")
        assert wrong["views"] == {}
        assert "iframe" in visitor.get("/").text
        edit(path, "title: Un essai", "slug: essai\ntitle: Un essai")
        until(states, "done")


def test_a_newer_save_abandons_the_full_film_under_way(preview: Opener, storyboard: Path) -> None:
    build = FakeBuilder(hold=threading.Event())
    visitor = Visitor(preview(storyboard, build).address)
    with visitor.events() as states:
        before = until(states, "full", "draft")
        assert build.holding.wait(PATIENCE)
        edit(storyboard, "title: Un essai", "title: Nouveau")
        told = next(s for s in states if s["views"] != before["views"] and s["phase"] == "full")
        build.hold.set()
        done = until(states, "done")
    assert build.asked == ["draft Un essai", "full Un essai", "draft Nouveau", "full Nouveau"]
    assert "draft: Nouveau" in visitor.get(told["views"]["embed"]).text
    assert "full: Nouveau" in visitor.get(done["views"]["embed"]).text


def test_a_full_film_that_is_refused_leaves_the_draft_and_says_why(
    preview: Opener, storyboard: Path
) -> None:
    build = FakeBuilder(refuse={"full": "the picture 'a.jpg' has no rights"})
    visitor = Visitor(preview(storyboard, build).address)
    with visitor.events() as states:
        told = until(states, "mistakes", "draft")
    assert told["mistakes"] == ["the picture 'a.jpg' has no rights"]
    assert "draft" in told["headline"]
    assert "draft: Un essai" in visitor.get(told["views"]["embed"]).text


def test_a_save_that_changes_nothing_does_not_go_back_to_the_draft(
    preview: Opener, storyboard: Path
) -> None:
    build = FakeBuilder()
    visitor = Visitor(preview(storyboard, build).address)
    with visitor.events() as states:
        before = until(states, "done")
        os.utime(storyboard, ns=(1, 1))
        told = []
        while not told or len(build.asked) < 4 or told[-1]["phase"] != "done":
            told.append(next(states))
    assert {(state["quality"], state["views"]["embed"]) for state in told} == {
        ("full", before["views"]["embed"])
    }


def test_asking_for_a_draft_makes_no_full_film(preview: Opener, storyboard: Path) -> None:
    build = FakeBuilder()
    visitor = Visitor(preview(storyboard, build, Options(draft=True)).address)
    with visitor.events() as states:
        until(states, "done", "draft")
    assert build.asked == ["draft Un essai"]


def test_a_port_that_is_taken_is_named(storyboard: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with (
            pytest.raises(UsageError, match=f"port {port} can't be used.*leave --port out"),
            open_session(storyboard, Options(), port, build=FakeBuilder()),
        ):
            pass


# A request that is cut off leaves closing its file to the garbage collector: anyio 4.16 closes it
# in a thread, and starlette 1.10 has cancelled whatever would wait for one.
@pytest.mark.filterwarnings("ignore:.*FileIO name=.*film:pytest.PytestUnraisableExceptionWarning")
def test_nothing_is_left_when_a_preview_ends(
    storyboard: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(threading.enumerate())
    build = FakeBuilder(film=bytes(20_000_000))
    with open_session(storyboard, Options(offline=True), build=build) as session:
        maker = threading.Thread(target=session.run)
        maker.start()
        visitor = Visitor(session.address)
        with visitor.events() as states:
            done = until(states, "done")
            assert list(tmp_path.glob("recit-preview-*"))
            # A player that asked for a film and doesn't read it holds nothing up.
            stalled = socket.create_connection(("127.0.0.1", visitor.port))
            path = done["views"]["embed"].replace("embed.html", "film.mp4")
            stalled.sendall(
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{visitor.port}\r\n"
                f"Cookie: {visitor.cookie}\r\n\r\n".encode()
            )
            session.end()
            maker.join()
    stalled.close()
    # Those of tests before may end now, and a worker of the server's a moment after it.
    for _ in range(PATIENCE * 20):
        if set(threading.enumerate()) <= before:
            break
        time.sleep(0.05)
    assert set(threading.enumerate()) <= before
    assert not list(tmp_path.glob("recit-preview-*"))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", visitor.port))


def test_a_real_film_is_rendered_shown_and_rendered_again(
    preview: Opener, storyboard: Path, tmp_path: Path
) -> None:
    from renderer.preview.live_preview import build_set

    options = Options(offline=True, height=96, jobs=1, cache=tmp_path / "cache")
    visitor = Visitor(preview(storyboard, build_set, options).address)
    with visitor.events() as states:
        before = until(states, "done")
        assert before["percent"] is None
        page = visitor.get(before["views"]["embed"])
        assert "Bonjour à tous" in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'; img-src")
        edit(storyboard, "Bonjour à tous", "Bonjour à chacun")
        draft = next(s for s in states if s["quality"] == "draft" and s["views"] != before["views"])
        assert "Bonjour à chacun" in visitor.get(draft["views"]["embed"]).text
        full = until(states, "done")
    page = visitor.get(full["views"]["embed"])
    assert "Bonjour à chacun" in page.text
    film = page.text.partition('<source src="')[2].partition('"')[0]
    answer = visitor.get(f"{full['views']['embed'].removesuffix('embed.html')}{film}")
    assert answer.status == 200
    assert answer.body[4:8] == b"ftyp"
    assert not (storyboard.parent.parent / "out").exists()
