"""How near a cold render comes to the encoder alone, on the same frames, in one run.

    python bench/encode_bound.py [--rounds 3] [--slides 12]

Alternates: Récit from an empty cache (start-up, voice and sound included), then x264 alone on the
very frames Récit paints, read from a file. Prints wall and CPU times, their medians and the ratio.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.inputs import Work, make_project  # noqa: E402 - the project's root must be on the path first
from renderer.clips.segment_painter import segment_painter  # noqa: E402
from renderer.frames.yuv import empty_planes  # noqa: E402
from renderer.production.decoders import open_darkroom  # noqa: E402
from renderer.production.events import SilentWitness  # noqa: E402
from renderer.production.film_structure import Layout  # noqa: E402
from renderer.production.options import Options  # noqa: E402
from renderer.production.prepare import prepare  # noqa: E402
from renderer.production.still import laid_out  # noqa: E402


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """One process, from start to end."""

    wall: float
    cpu: float


def timed(words: list[str]) -> Timing:
    """Run a program; its output is thrown away unless it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
    wall = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Timing(wall=wall, cpu=cpu)


def write_frames(storyboard: Path, cache: Path, path: Path) -> Layout:
    """Paint the whole film into a raw yuv420p file."""
    production = prepare(storyboard, Options(offline=True, cache=cache))
    layout = laid_out(production, SilentWitness())
    planes = empty_planes(layout.settings.size)
    with open_darkroom(production, SilentWitness()) as shelf, path.open("wb") as out:
        for task in layout.tasks:
            painter = segment_painter(task.runs, layout.settings.size, shelf.painter_of)
            for frame in range(task.length):
                painter.paint(frame, planes)
                for plane in (planes.y, planes.u, planes.v):
                    out.write(plane.tobytes())
    return layout


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slides", type=int, default=12)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="recit-bench-") as name:
        folder = Path(name)
        storyboard = make_project(folder, Work(slides=arguments.slides, pictures=arguments.slides))
        frames = folder / "frames.yuv"
        layout = write_frames(storyboard, folder / "warm", frames)
        size, fps = layout.settings.size, layout.settings.fps
        places = ["--offline", f"--cache={folder / 'cache'}", f"--out={folder / 'out'}"]
        shape = [str(size.width), str(size.height), str(fps), str(folder / "alone.mp4")]
        recit, alone = [], []
        for _ in range(arguments.rounds):
            shutil.rmtree(folder / "cache", ignore_errors=True)
            shutil.rmtree(folder / "out", ignore_errors=True)
            recit.append(timed([sys.executable, "make_video.py", str(storyboard), *places]))
            alone.append(timed([sys.executable, "-m", "bench.encoder_alone", str(frames), *shape]))
            print(f"Récit {recit[-1].wall:6.1f} s   encoder alone {alone[-1].wall:6.1f} s")
    print(f"{layout.timeline.length} frames of {size.width}×{size.height}, {os.cpu_count()} cores")
    wall = statistics.median(r.wall for r in recit), statistics.median(a.wall for a in alone)
    cpu = statistics.median(r.cpu for r in recit), statistics.median(a.cpu for a in alone)
    ratios = sorted(r.wall / a.wall for r, a in zip(recit, alone, strict=True))
    print(f"Récit cold     {wall[0]:6.1f} s wall {cpu[0]:6.1f} s CPU")
    print(f"encoder alone  {wall[1]:6.1f} s wall {cpu[1]:6.1f} s CPU")
    print(f"ratio of medians {wall[0] / wall[1]:.3f}; per round {[round(r, 3) for r in ratios]}")


if __name__ == "__main__":
    main()
