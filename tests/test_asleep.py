"""A machine that sleeps, tried by halting a process with its workers for longer than they get."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.production.projects import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="SIGSTOP, and /proc for children")

SPEAKING = """
import sys
from renderer.voices import espeak, espeak_worker
espeak.TIMEOUT_SECONDS = 5.0
open("slow.py", "w").write("import time; time.sleep(1.0)\\n" + open(espeak_worker.__file__).read())
espeak_worker.__file__ = "slow.py"
print("ready", flush=True)
print(len(espeak.EspeakVoice(name="fr", wpm=120, version="1").say("Le port.").samples) > 0)
"""
DECODING = """
import sys
from pathlib import Path
from PIL import Image
from renderer.decoding import sandbox
from renderer.decoding.limits import DecodeLimits
from renderer.photographs.decoder import open_decoder
from renderer.photographs.file import read_picture
from renderer.frames.pixels import Size
sandbox.START = sandbox.START.replace(
    "main(sys", "import renderer.photographs.sandbox_worker as w, time; real = w.decode_picture; "
    "w.decode_picture = lambda *words: (time.sleep(1.0), real(*words))[1]; main(sys")
Image.new("RGB", (64, 64), "red").save("one.png")
with open_decoder(1, DecodeLimits(wall_seconds=5.0)) as decode:
    picture = read_picture(Path("one.png"))
    decode(picture, Size(8, 8))  # the process is up
    print("ready", flush=True)
    print(decode(picture, Size(8, 8)).rgb.shape == (8, 8, 3))
"""


def family(pid: int) -> list[int]:
    """A process and its children."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, told)]


@pytest.mark.parametrize("code", [SPEAKING, DECODING], ids=["speaking", "decoding"])
def test_time_asleep_is_not_the_workers(tmp_path: Path, code: str) -> None:
    made = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert made.stdout is not None
    assert made.stdout.readline() == "ready\n"
    time.sleep(0.3)
    halted = family(made.pid)
    for pid in halted:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(5.5)  # longer than they get, who need a second, and more on a busy machine
    for pid in reversed(halted):
        os.kill(pid, signal.SIGCONT)
    out, err = made.communicate(timeout=60)
    assert out == "True\n", err
