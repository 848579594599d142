"""Processes that a render starts, ended under it: an error about what they were given."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from renderer.publish.verify import verify
from renderer.voices import espeak_worker
from tests.production.projects import board_of, card_slide, new_project, seen_and_heard

MEANWHILE = """
import json, os, signal, subprocess, sys
asked = sys.stdin.buffer.readline()
if "rade" in json.loads(asked)["texts"][0]:
    {harm}
sys.exit(subprocess.run([sys.executable, "-I", "-S", {worker!r}], input=asked).returncode)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals and limits")
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "was stopped by signal 9"),
        (
            "import resource; resource.setrlimit(resource.RLIMIT_AS, (10**8, 10**8));"
            " bytearray(10**9)",
            "ended with code 1: MemoryError",
        ),
    ],
    ids=["killed", "out of memory"],
)
def test_a_voice_that_dies_in_the_middle_of_a_film_is_an_error_about_its_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str, said: str
) -> None:
    project = new_project(tmp_path, board_of(card_slide("port")))
    espeak = ("--voice", "espeak")
    project.rendered(*espeak)
    before = seen_and_heard(project.film)
    project.write(board_of(card_slide("port"), card_slide("rade"), card_slide("fort")))
    script = tmp_path / "worker.py"
    script.write_text(MEANWHILE.format(harm=harm, worker=espeak_worker.__file__))
    with monkeypatch.context() as patched:
        patched.setattr(espeak_worker, "__file__", str(script))
        outcome = project.render(*espeak)
    assert outcome.code == 1
    assert outcome.out == ""
    assert said in outcome.err, outcome.err
    assert "Ici commence rade." in outcome.err
    assert "Traceback" not in outcome.err
    assert seen_and_heard(project.film) == before
    told = project.rendered(*espeak)
    assert told["sentences"]["made"] >= 1
    assert verify(project.folder) == ()
