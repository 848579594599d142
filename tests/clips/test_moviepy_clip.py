"""Painters as moviepy clips, and moviepy clips as painters."""

import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from renderer.clips.custom import team_painter
from renderer.clips.moviepy_clip import (
    ClipPainter,
    as_clip,
    fit_inside,
    painter_of,
    video_clip_type,
)
from renderer.clips.painter import StillPainter
from renderer.clips.photograph_painter import MovingPainter
from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.frames.yuv import to_rgb
from renderer.photographs.views import View
from renderer.storyboard.board import TeamClip
from tests.clips.looks import SIZE, flat, look, noise, painted

ROOT = Path(__file__).parents[2]


def moving(length: int) -> MovingPainter:
    return MovingPainter(
        source=noise(Size(100, 60)),
        size=SIZE,
        start=View(x=0, y=0, width=96, height=54),
        end=View(x=20, y=4, width=64, height=36),
        length=length,
    )


@pytest.mark.parametrize("fps", [24, 25, 30, 50])
@pytest.mark.parametrize("length", [1, 2, 29, 57, 58, 113, 114, 250])
def test_a_clip_has_exactly_the_frames_of_its_painter(length: int, fps: int) -> None:
    clip = as_clip(StillPainter(planes=flat(90), length=length), SIZE, fps)
    assert sum(1 for _ in clip.iter_frames()) == length
    assert tuple(clip.size) == SIZE


def test_a_clips_frames_are_the_painters_frame_by_frame() -> None:
    painter = moving(58)
    frames = list(as_clip(painter, SIZE, 25).iter_frames())
    assert len(frames) == 58
    for number, frame in enumerate(frames):
        assert (frame == to_rgb(painted(painter, number))).all(), number


def test_our_own_clip_is_its_painter_again() -> None:
    painter = moving(30)
    assert painter_of(as_clip(painter, SIZE, 25), SIZE, 25, 30) is painter


def test_an_effect_on_our_own_clip_is_seen() -> None:
    from moviepy import vfx

    painter = StillPainter(planes=flat(200), length=30)
    clip = as_clip(painter, SIZE, 25).with_effects([vfx.MultiplyColor(0.5)])
    seen = painted(painter_of(clip, SIZE, 25, 30), 3)
    assert seen.y.mean() == pytest.approx(16 + (200 - 16) / 2, abs=1.5)


def test_any_clip_of_moviepy_is_painted() -> None:
    from moviepy import ColorClip

    clip = ColorClip(SIZE, color=(255, 0, 0), duration=1.0)
    painter = painter_of(clip, SIZE, 25, 40)
    assert isinstance(painter, ClipPainter)
    for frame in (0, 24, 25, 39):  # past its end the last picture stays
        seen = painted(painter, frame)
        assert (seen.y == 63).all()
        assert (seen.v == 240).all()
    assert painter.state(1) != painter.state(2)


def numbered(length: int, fps: int) -> Any:
    """A clip that looks its frames up as moviepy's own ImageSequenceClip does."""
    frames = [np.full((SIZE.height, SIZE.width, 3), n * 37 % 256, np.uint8) for n in range(length)]
    clip = video_clip_type()(frame_function=lambda t: frames[int(t * fps)], duration=(length) / fps)
    return clip.with_fps(fps)


@pytest.mark.parametrize("fps", [24, 25, 30, 50])
def test_every_frame_of_a_clip_is_shown_once(fps: int) -> None:
    painter = painter_of(numbered(200, fps), SIZE, fps, 200)
    levels = [int(painted(painter, frame).y[0, 0]) for frame in range(200)]
    assert levels == pytest.approx([16 + 219 * (n * 37 % 256) / 255 for n in range(200)], abs=0.7)
    assert int(painted(painter, 230).y[0, 0]) == levels[-1]


def test_a_clip_is_read_by_one_thread_at_a_time() -> None:
    """moviepy's readers (2.2.1) give one thread's frame to the other."""
    inside = []

    def frame_at(seconds: float) -> Any:
        inside.append(seconds)
        alone = len(inside) == 1
        sum(range(2000))
        inside.remove(seconds)
        return np.full((SIZE.height, SIZE.width, 3), 255 if alone else 0, np.uint8)

    clip = video_clip_type()(frame_function=frame_at, duration=10)
    painter = ClipPainter(clip=clip, size=SIZE, fps=25, length=250)
    with ThreadPoolExecutor(4) as pool:
        levels = pool.map(lambda frame: int(painted(painter, frame).y[0, 0]), range(200))
    assert set(levels) == {235}


@pytest.mark.parametrize(
    ("width", "height", "bars"), [(128, 72, 0), (32, 18, 0), (36, 36, 14), (64, 9, 13)]
)
def test_a_clip_of_another_shape_is_centred_on_black(width: int, height: int, bars: int) -> None:
    fitted = fit_inside(np.full((height, width, 3), 255, np.uint8), SIZE)
    assert fitted.shape == (36, 64, 3)
    black = (fitted == 0).all(axis=2)
    line = black[18] if width * 36 < height * 64 else black[:, 32]
    assert int(np.argmin(line)) == bars
    assert not line[len(line) // 2]


# --- a team's own clip -------------------------------------------------------------------------


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "their_clips.py").write_text(
        textwrap.dedent("""
            from moviepy import ColorClip

            def green(width, height, fps, length):
                return ColorClip((width, height), color=(0, 255, 0), duration=length / fps)
        """)
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "their_clips", raising=False)


def test_a_teams_clip_is_shown_when_code_is_allowed(team: None) -> None:
    painter = team_painter(TeamClip(target="their_clips:green"), look(), allowed=True)
    assert (painted(painter, 10).y == 173).all()


def test_a_teams_clip_is_refused_unless_code_is_allowed(team: None) -> None:
    with pytest.raises(PictureError, match=r"'un' runs code \(their_clips:green\).*--allow-code"):
        team_painter(TeamClip(target="their_clips:green"), look(), allowed=False)
    assert "their_clips" not in sys.modules


@pytest.mark.parametrize("target", ["their_clips:blue", "no_such_module:green", "their_clips"])
def test_a_clip_that_is_not_there_is_named(team: None, target: str) -> None:
    with pytest.raises(PictureError, match=f"'un': {target} can't be found"):
        team_painter(TeamClip(target=target), look(), allowed=True)


# --- the .env trap -----------------------------------------------------------------------------


def run(code: str, folder: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if "FFMPEG" not in k and "DOTENV" not in k}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout + done.stderr


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    sprung = tmp_path / "sprung"
    program = tmp_path / "ffmpeg"
    program.write_text(f"#!/bin/sh\ntouch '{sprung}'\n")
    program.chmod(0o755)
    (tmp_path / ".env").write_text(f"FFMPEG_BINARY={program}\nRECIT_TRAP=set\n")
    return sprung


@pytest.mark.skipif(sys.platform == "win32", reason="the trap is a shell script")
def test_moviepy_alone_runs_what_a_planted_env_file_names(trap: Path) -> None:
    """Else the next test proves nothing."""
    run("import moviepy", trap.parent)
    assert trap.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the trap is a shell script")
def test_a_planted_env_file_is_neither_run_nor_read(trap: Path) -> None:
    code = (
        "from renderer.clips.moviepy_clip import video_clip_type as t; t();"
        "import os, moviepy.config as c; print(os.environ.get('RECIT_TRAP'), c.FFMPEG_BINARY)"
    )
    said = run(code, trap.parent)
    assert not trap.exists()
    assert said.startswith("None ")
    assert str(trap.parent) not in said


def test_nothing_imports_moviepy_until_a_clip_is_asked_for() -> None:
    code = (
        "import sys, renderer.clips.painter_factory, renderer.clips.moviepy_clip;"
        "print('moviepy' in sys.modules)"
    )
    assert run(code, ROOT).strip() == "False"
