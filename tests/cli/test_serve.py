"""The command that shows a preview, run as a program."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from renderer.cli import main
from renderer.cli.serve import only_storyboard
from renderer.errors import UsageError

ROOT = Path(__file__).parents[2]
STORYBOARD = """\
storyboard: 1
slug: essai
title: Un essai
voice: {engine: hum}
slides:
  - id: un
    card: {title: Un titre}
    narration: Bonjour à tous.
"""


@pytest.fixture
def storyboard(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir()
    path = tmp_path / "storyboards" / "essai.yaml"
    path.parent.mkdir()
    path.write_text(STORYBOARD, encoding="utf-8")
    return path


def _visit(address: str) -> None:
    parts = urlsplit(address)
    assert parts.hostname == "127.0.0.1"
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 0, timeout=20)
    connection.request("GET", f"/?{parts.query}")
    assert connection.getresponse().status == 303
    connection.close()


def _wait_for(words: str, running: subprocess.Popen[str]) -> None:
    assert running.stderr is not None
    said: list[str] = []
    while not said or words not in said[-1]:
        said.append(running.stderr.readline())
        assert said[-1], "".join(said)


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_a_preview_cleanly(
    storyboard: Path, tmp_path: Path, ending: signal.Signals
) -> None:
    words = ["serve", "--json", "--offline", "--draft", "--height", "64", "--jobs", "1"]
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with subprocess.Popen(
        [sys.executable, str(ROOT / "make_video.py"), *words, "--cache", str(tmp_path / "cache")],
        cwd=tmp_path,  # where storyboards/ holds one storyboard: it need not be named
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            _visit(json.loads(running.stdout.readline())["address"])
            _wait_for("Up to date", running)
            running.send_signal(ending)
            rest, complaints = running.communicate(timeout=30)
        finally:
            running.kill()
    assert running.returncode == 0
    assert rest == ""
    assert complaints == "the preview has ended\n"
    assert not list(scratch.glob("recit-preview-*"))


def test_the_only_storyboard_need_not_be_named_and_several_are_listed(storyboard: Path) -> None:
    assert only_storyboard(storyboard.parent) == storyboard
    other = storyboard.with_name("autre.yaml")
    other.write_text(STORYBOARD, encoding="utf-8")
    with pytest.raises(UsageError, match="2 storyboards") as caught:
        only_storyboard(storyboard.parent)
    assert f"make_video.py serve {other}" in str(caught.value)
    with pytest.raises(UsageError, match="no storyboard in"):
        only_storyboard(storyboard.parent / "elsewhere")


def test_a_storyboard_that_is_not_there_is_a_mistake_of_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", str(tmp_path / "absent.yaml")]) == 2
    assert "there is no storyboard" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_refused(
    storyboard: Path, port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", str(storyboard), f"--port={port}"]) == 2
    assert "--port" in capsys.readouterr().err
