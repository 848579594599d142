"""``watch``: the films of a folder, made again when what they show changes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from renderer.cli import watch
from renderer.production.options import Options
from tests.production.projects import ROOT, TINY, draw_photo, run

BOARD = """\
storyboard: 1
slug: {slug}
title: Un film
description: Un film.
film: {{credits: false}}
slides:
  - {{id: port, card: Port, narration: Le vieux port.}}
"""
PICTURE = "image: {file: un.jpg, alt: Un damier., rights: {author: A, license: CC-BY-4.0}}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two films; `autre` shows a picture."""
    monkeypatch.chdir(tmp_path)
    for slug in ("port", "autre"):
        path = tmp_path / "storyboards" / f"{slug}.yaml"
        path.parent.mkdir(exist_ok=True)
        text = BOARD.format(slug=slug)
        path.write_text(text if slug == "port" else text.replace("card: Port", PICTURE), "utf-8")
    draw_photo(tmp_path / "media" / "un.jpg")
    return tmp_path / "storyboards"


def watched(folder: Path) -> watch._Films:
    options = Options(engine="hum", offline=True, height=64, fps=10)
    return watch._Films(folder=folder, options=options, as_json=False)


def test_once_makes_all_and_ends(folder: Path, tmp_path: Path) -> None:
    outcome = run("watch", "--once", *TINY, "--out", tmp_path / "films")
    assert outcome.code == 0, outcome.err
    made = {Path(line) for line in outcome.out.split()}
    assert made == {tmp_path / "films" / slug / "film.mp4" for slug in ("port", "autre")}
    (folder / "port.yaml").write_text("storyboard: 1\n", encoding="utf-8")
    again = run("watch", folder, "--once", *TINY, "--out", tmp_path / "films", "--json")
    assert again.code == 2, "as a render of that storyboard"
    told = {Path(one["storyboard"]).stem: one for one in map(json.loads, again.out.splitlines())}
    assert told["autre"]["published"]
    assert not told["autre"]["changed"]
    assert told["port"]["mistakes"]


def test_only_what_changed_is_made_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    films = watched(folder)

    def made() -> list[str]:
        films.make_due()
        return sorted(Path(line).parent.name for line in capsys.readouterr().out.split())

    assert made() == ["autre", "port"]
    assert made() == []
    draw_photo(folder.parent / "media" / "un.jpg", seed=2)
    assert made() == ["autre"]
    (folder / "port.yaml").write_text(BOARD.format(slug="port").replace("vieux", "petit"), "utf-8")
    assert made() == ["port"]
    (folder.parent / "recit.toml").write_text('style = "archives"\n', encoding="utf-8")
    assert made() == ["autre", "port"]
    (folder / "trois.yaml").write_text(BOARD.format(slug="trois"), encoding="utf-8")
    assert made() == ["trois"]
    (folder / "trois.yaml").unlink()
    assert made() == []
    assert len(films.seen) == 2


def test_a_mistake_is_told_once_and_what_is_published_stays(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    films = watched(folder)
    films.make_due()
    film = folder.parent / "out" / "port" / "film.mp4"
    before = film.read_bytes()
    (folder / "port.yaml").write_text("storyboard: 1\nslug: port\n", encoding="utf-8")
    capsys.readouterr()
    assert films.make_due() == 2
    assert "title" in capsys.readouterr().err
    assert films.make_due() == 0
    assert capsys.readouterr().err == ""
    assert film.read_bytes() == before


def test_what_the_machine_failed_is_tried_again_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    films = watched(folder)
    (folder.parent / "media" / "un.jpg").write_bytes(b"no picture")
    assert films.make_due() == 1
    assert films.make_due() == 0, "not at once"
    clock = watch.time.monotonic() + watch._RETRY_SECONDS + 1
    monkeypatch.setattr(watch.time, "monotonic", lambda: clock)
    assert films.make_due() == 1


def test_a_folder_that_is_not_there_is_refused() -> None:
    outcome = run("watch", "nulle-part", "--json")
    assert (outcome.code, outcome.json["code"]) == (2, "folder-expected")


@contextmanager
def watching(folder: Path) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "renderer.cli", "watch", *TINY]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        words, cwd=folder.parent, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            yield running
        finally:
            running.kill()  # leaving the block waits for its end, without a limit


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
def test_a_server_watches_until_it_is_stopped(folder: Path) -> None:
    (folder / "autre.yaml").unlink()
    with watching(folder) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline().endswith("film.mp4\n")
        while "watching 1 film" not in running.stderr.readline():
            assert running.poll() is None
        (folder / "trois.yaml").write_text(BOARD.format(slug="trois"), encoding="utf-8")
        assert Path(running.stdout.readline()).parent.name == "trois"
        while "watching 2 films" not in running.stderr.readline():
            assert running.poll() is None
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=60) == 0
        assert "the watch has ended" in running.stderr.read()
