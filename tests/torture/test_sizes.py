"""The smallest and the oddest films."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from PIL import Image

from renderer.publish.verify import verify
from tests.production.projects import (
    ROOT,
    TINY,
    Project,
    board_of,
    card_slide,
    frames_of,
    new_project,
    photo_slide,
    run,
)

Record = Callable[[str, object], None]
HOURS = 10
DESCRIPTORS = 128
INDEX_PER_HOUR = 35
"""MB. FFmpeg's muxer notes 64 bytes for each of an hour's 168,750 packets of sound and for each
picture, and doubles that while it makes room."""
MEASURED = """
import os, resource, subprocess, sys

noted, descriptors, *words = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_NOFILE, (int(descriptors), int(descriptors)))
made = subprocess.Popen(words)
_, status, used = os.wait4(made.pid, 0)
with open(noted, "w") as out:
    out.write(str(used.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Notes the most memory a program ever had, in kB. In a process of its own: Linux counts what the
parent had when it started a program as the program's, and that of tests is large by then."""


def stream_of(project: Project) -> tuple[int, int, int]:
    """Width, height and frames of the published film, decoded."""
    with av.open(str(project.film)) as film:
        context = film.streams.video[0].codec_context
        return context.width, context.height, len(frames_of(project.film))


@pytest.mark.parametrize("kind", ["card", "photo"])
def test_a_film_of_one_frame_is_a_film(tmp_path: Path, kind: str) -> None:
    make = card_slide if kind == "card" else photo_slide
    slide = make("un", length=0.04)
    slide.pop("narration")
    project = new_project(tmp_path, board_of(slide))
    project.rendered()
    assert stream_of(project) == (114, 64, 1)
    assert verify(project.folder) == ()


@pytest.mark.parametrize("height", [65, 62, 4322, 0, -2])
def test_an_odd_or_senseless_height_is_refused(tmp_path: Path, height: int) -> None:
    project = new_project(tmp_path, board_of(card_slide("un"), film={"size": height}))
    outcome = run("check", project.path)
    assert outcome.code == 2
    assert f"{project.path}:" in outcome.err
    outcome = project.render(f"--height={height}")
    assert (outcome.code, outcome.out) == (2, "")
    assert f"--height: '{height}': wants an even number of pixels" in outcome.err


@pytest.mark.parametrize("size", [(7, 5), (1, 301), (301, 1), (33, 1001)])
def test_a_picture_of_odd_size_fills_its_frame(tmp_path: Path, size: tuple[int, int]) -> None:
    project = new_project(
        tmp_path, board_of(photo_slide("un", "petit.png", narration=None, length=0.5))
    )
    Image.new("RGB", size, (200, 60, 30)).save(project.media / "petit.png")
    project.rendered("--height", "66")
    assert stream_of(project) == (118, 66, 12)


def test_a_film_of_no_slide_is_refused_at_its_line(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of())
    outcome = project.render()
    assert (outcome.code, outcome.out) == (2, "")
    assert f"{project.path}:" in outcome.err


@pytest.mark.parametrize("rate", ["23.976", "29.97", "0", "-1", "1000"])
def test_a_rate_whose_frames_are_no_whole_samples_is_refused(tmp_path: Path, rate: str) -> None:
    project = new_project(tmp_path, board_of(card_slide("un")))
    outcome = project.render("--fps", rate)
    assert (outcome.code, outcome.out) == (2, "")
    assert "Traceback" not in outcome.err


@pytest.mark.slow
def test_a_short_film_in_4k_is_a_film(tmp_path: Path) -> None:
    slide = photo_slide("un", length=0.5)
    slide.pop("narration")
    project = new_project(tmp_path, board_of(slide))
    outcome = project.render("--height", "2160")
    assert outcome.code == 0, outcome.err
    assert stream_of(project) == (3840, 2160, 12)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limits of descriptors")
def test_a_film_of_ten_hours_is_a_film(tmp_path: Path, record_property: Record) -> None:
    """1.7 thousand million samples, 18,000 segments joined: what grows is MP4's index alone."""
    still = card_slide("nuit", narration=None, length=HOURS * 3600)
    quick = {"fps": 8, "lead": 0.2, "hold": 0.3, "credits": False}
    project = new_project(tmp_path, board_of(still, card_slide("fin"), film=quick))
    noted = tmp_path / "peak.txt"
    words = [
        *(sys.executable, ROOT / "make_video.py", project.path, *TINY),
        *("--out", project.root / "out", "--cache", project.cache),
    ]
    made = subprocess.run(
        [sys.executable, "-c", MEASURED, noted, str(DESCRIPTORS), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    peak = int(noted.read_text()) // 1000
    record_property("hours", HOURS)
    record_property("MB at the most", peak)
    assert peak < 150 + INDEX_PER_HOUR * HOURS
    with av.open(str(project.film)) as film:
        seconds = [float(one.duration * one.time_base) for one in film.streams]
    assert all(HOURS * 3600 < each < HOURS * 3600 + 10 for each in seconds)
    assert max(seconds) - min(seconds) <= 1 / 8
    assert verify(project.folder) == ()
