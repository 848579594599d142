"""A film measured by the bench says what is in it: tiny films of which every answer is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench import film as bench
from bench.loudness import RATE
from renderer.encoding.codec import EncoderSettings
from renderer.encoding.encode_video import encode_segment
from renderer.frames.pixels import Planes, Size
from tests.production.projects import board_of, new_project, run

SIZE = Size(64, 48)


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Twenty frames at rest, in the twentieth a square comes; from the thirtieth on it wanders."""

    def paint(frame: int, into: Planes) -> None:
        into.y[:], into.u[:], into.v[:] = 60, 128, 128
        if frame >= 20:
            left = max(0, frame - 30)
            into.y[16:32, left : left + 16] = 200

    path = tmp_path_factory.mktemp("film") / "film.mp4"
    encode_segment(path, 40, EncoderSettings(size=SIZE, fps=10), lambda frame: frame, paint)
    return bench.luma_steps(path)


def test_frames_that_show_what_the_one_before_showed_are_counted(steps: Any) -> None:
    changed = {20, *range(31, 40)}
    assert {n for n, step in enumerate(steps) if step >= bench.STILL} == changed
    assert bench.without_change(steps) == pytest.approx(1 - len(changed) / 39)


@pytest.mark.parametrize(("said", "delay"), [(20, 0), (18, 2), (12, 8)])
def test_what_comes_late_is_late_by_so_many_frames(steps: Any, said: int, delay: int) -> None:
    assert bench.arrival(steps, said) == delay


def test_what_comes_amid_movement_is_left_out(steps: Any) -> None:
    assert bench.arrival(steps, 36) is None


def test_stretches_lie_between_changes_and_the_film_s_ends() -> None:
    assert bench.stretches([40, 240, 250], 400, 100) == [200, 150]
    assert bench.stretches([], 400, 500) == []


def test_digital_silence_is_zero_and_nothing_else() -> None:
    hiss = np.full(RATE, 1e-4)
    assert bench.silence(np.concatenate([np.zeros(RATE), hiss])) == pytest.approx(0.5)
    assert bench.silence(hiss) == 0.0


def test_bands_are_told_from_an_even_ground(tmp_path: Path) -> None:
    across, down = 480, 270
    banded = np.repeat(np.arange(60, 76), across // 16).astype(np.uint8)
    scores = []
    for name, row in (("banded", banded), ("even", np.full(across, 60, np.uint8))):
        frame = np.broadcast_to(row, (down, across)).tobytes() + b"\x80" * (across * down // 2)
        path = tmp_path / f"{name}.y4m"
        path.write_bytes(b"YUV4MPEG2 W480 H270 F5:1 C420jpeg\n" + (b"FRAME\n" + frame) * 3)
        scores.append(bench.cambi(path, every=1)[0])
    assert scores[0] > 2
    assert scores[1] == 0


def test_a_line_comes_with_its_word_in_a_film_that_was_rendered(tmp_path: Path) -> None:
    slide = {
        "id": "port",
        "card": {
            "title": "Le port",
            "motion": "none",
            "lines": [
                {"text": "Des quais", "at": "des quais"},
                {"text": "Des grues", "at": "des grues"},
            ],
        },
        "narration": "Il nous faut un port : il nous faut d'abord des quais, puis des grues.",
    }
    project = new_project(tmp_path, board_of(slide, film={"fps": 25, "credits": "no"}))
    words = ("--voice", "espeak:fr", "--offline", "--height", "240", "--cache", tmp_path / "cache")
    assert run("render", project.path, *words, "--out", tmp_path / "out").code == 0
    (film,) = (tmp_path / "out").glob("*/film.mp4")
    measured = bench.measure(film, bench.laid(project.path, "espeak:fr", tmp_path / "cache")[1])
    assert len(measured.delays) == 2
    assert max(measured.delays) <= 2
    assert measured.slow == ((0, 0.0), (0, 0.0))
    assert measured.still > 0.5
    assert measured.seconds > 3
    assert "word to picture" in bench.table("port", measured)


def test_a_name_keeps_its_place_while_the_view_moves() -> None:
    assert bench.label_jitter(Size(320, 180)) <= 0.05
