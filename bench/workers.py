"""A model of render time checked against 1, 2 and 4 workers: ``python -m bench.workers``.

Comes in: how many workers to try. Goes out: measured and modelled times, and what 10,000 films a
night would take.

    time = start + frames × cost of a frame ÷ min(workers, cores) + join

Start and join are taken from a run that finds its segments and nothing else, so it speaks, mixes,
joins and publishes; the cost of a frame is what one worker took beyond that.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path

from bench.inputs import Work
from bench.studio import Studio

_NIGHT_SECONDS = 10 * 3600
_FILMS = 10_000
_FILM_SECONDS = 300
"""Of one film: five minutes, a commemorative page's."""


def main() -> None:
    """Measure, compare, extrapolate."""
    parser = argparse.ArgumentParser(prog="python -m bench.workers", description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--slides", type=int, default=12)
    parser.add_argument("--height", type=int, default=1080)
    parser.add_argument("--cluster", action="store_true", help="Dask workers, not threads")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="recit-workers-") as name:
        studio = Studio(folder=Path(name))
        work = Work(slides=arguments.slides, pictures=arguments.slides, height=arguments.height)
        storyboard = studio.write(work)
        studio.recit("render", storyboard, "--jobs=1")  # pictures in the disk's own cache
        measured: dict[int, float] = {}
        fixed, frames = 0.0, 0
        for workers in arguments.workers:
            studio.forget()
            measured[workers], frames = _timed(studio, storyboard, workers, arguments.cluster)
            if not fixed:
                studio.keep_segments_only()
                fixed = studio.recit("render", storyboard, f"--jobs={workers}").wall
    _tell(measured, fixed, frames)


def _timed(studio: Studio, storyboard: Path, workers: int, cluster: bool) -> tuple[float, int]:
    words = [f"--jobs={workers}", "--json"]
    if not cluster:
        made = studio.recit("render", storyboard, *words)
        return made.wall, json.loads(made.out)["films"][0]["frames"]
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address=None, memory_limit=0
    ) as place:
        made = studio.recit("render", storyboard, *words, f"--cluster={place.scheduler_address}")
    return made.wall, json.loads(made.out)["films"][0]["frames"]


def _tell(measured: dict[int, float], fixed: float, frames: int) -> None:
    cores = os.cpu_count() or 1
    first = min(measured)
    cost = (measured[first] - fixed) * first / frames
    print(f"{frames} frames; start and join {fixed:.2f} s; {1000 * cost:.1f} ms a frame and core")
    print("| workers | measured s | modelled s | difference |\n|---|---|---|---|")
    for workers, wall in measured.items():
        modelled = fixed + frames * cost / min(workers, cores)
        print(f"| {workers} | {wall:.1f} | {modelled:.1f} | {100 * (wall / modelled - 1):+.0f} % |")
    each = fixed + 25 * _FILM_SECONDS * cost
    needed = each * _FILMS / _NIGHT_SECONDS
    print(
        f"{_FILMS:,} films of {_FILM_SECONDS // 60} min: {each * _FILMS / 3600:,.0f} core hours,"
        f" {needed:,.0f} cores for a night of {_NIGHT_SECONDS // 3600} h"
    )


if __name__ == "__main__":
    main()
