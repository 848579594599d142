"""What scripts rely on (docs/installing.md): exit codes, and one JSON object on stdout."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_watch import BOARD
from tests.production.projects import ROOT, TINY, run

FAILED = {"code", "message", "explanation"}
"""What a failure is told with; that of a storyboard is a list of them, `mistakes`."""


@pytest.fixture
def board(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir()
    path = tmp_path / "film.yaml"
    path.write_text(BOARD.format(slug="film"), encoding="utf-8")
    return path


def test_0_and_one_object_of_a_film(board: Path) -> None:
    outcome = run("render", board, *TINY, "--json")
    assert outcome.code == 0
    assert outcome.json.keys() >= {
        *("storyboard", "folder", "film", "published", "changed", "seconds", "films"),
        *("numbers", "cpu_seconds"),
    }
    assert outcome.json["numbers"]["words"] == 3  # Le vieux port.
    assert outcome.json["cpu_seconds"] > 0
    kept = json.loads((Path(outcome.json["folder"]) / "manifest.json").read_text("utf-8"))
    assert kept["numbers"] == outcome.json["numbers"]
    assert "cpu" not in json.dumps(kept)


def test_1_and_the_code_of_what_could_not_be_made(board: Path) -> None:
    picture = board.read_text().replace(
        "card: Port", "image: {file: un.jpg, alt: X., rights: {author: A, license: CC0-1.0}}"
    )
    board.write_text(picture, encoding="utf-8")
    (board.parent / "media" / "un.jpg").write_bytes(b"no picture")
    outcome = run("render", board, *TINY, "--json")
    assert outcome.code == 1
    assert outcome.json["mistakes"][0].keys() >= FAILED


def test_2_for_a_storyboard_or_a_command_line_that_is_wrong(board: Path) -> None:
    assert run("render", board, "--haut", "--json").json.keys() >= FAILED
    assert run("render", board, "--haut").code == 2
    board.write_text("storyboard: 1\n", encoding="utf-8")
    outcome = run("render", board, *TINY, "--json")
    assert outcome.code == 2
    assert outcome.json["mistakes"][0].keys() >= FAILED


def test_the_worst_code_of_several_and_each_in_one_object(board: Path) -> None:
    wrong = board.with_name("faux.yaml")
    wrong.write_text("storyboard: 1\n", encoding="utf-8")
    outcome = run("render", board, wrong, *TINY, "--json")
    assert outcome.code == 2
    first, second = outcome.json["films"]
    assert first["published"]
    assert first["cpu_seconds"] is None  # the films of a batch share the cores
    assert second["mistakes"][0].keys() >= FAILED


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
def test_143_when_a_service_is_stopped(board: Path) -> None:
    words = [sys.executable, "-m", "renderer.cli", "render", board, "--voice", "hum", "--offline"]
    board.write_text(board.read_text().replace("port.}", f"port. {'Encore. ' * 300}}}"), "utf-8")
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, env=env, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr
            assert "narration" in running.stderr.readline()
            running.send_signal(signal.SIGTERM)
            assert running.wait(timeout=60) == 143
        finally:
            running.kill()


def test_codes_are_the_same_in_every_language(board: Path) -> None:
    board.write_text("storyboard: 1\n", encoding="utf-8")
    one, other = (run("render", board, "--json", "--lang", code).out for code in ("en", "fr"))
    assert one != other
    first, second = (json.loads(told)["mistakes"] for told in (one, other))
    assert [each["code"] for each in first] == [each["code"] for each in second]
