"""A film of four hours: does a slide cost the same in it as in a tenth of it?

    python -m bench.long [--slides 2000]

Comes in: how many slides. Goes out: a table of a first render, an edit and a render of nothing, of
so many slides and of a tenth. Small still frames, five a second, and the voice that hums: what is
looked at is what grows with a film's length, not the encoder or a voice.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.inputs import Work
from bench.measure import Run
from bench.rows import MEGABYTE
from bench.studio import Studio

_FILM = Work(pictures=12, size=(600, 400), height=144, sentences=2, kind="still")
_WORDS = ("--jobs=2", "--fps=5", "--voice=hum")


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.long", description=__doc__)
    parser.add_argument("--slides", type=int, default=2_000)
    parser.add_argument("--folder", type=Path, help="where to work; 2 GB")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="recit-long-", dir=arguments.folder) as name:
        studio = Studio(folder=Path(name))
        print("| slides | minutes | what | wall s | CPU s | CPU ms a slide | MB | descriptors |")
        print("|---|---|---|---|---|---|---|---|")
        for slides in (max(1, arguments.slides // 10), arguments.slides):
            _measured(studio, slides)


def _measured(studio: Studio, slides: int) -> None:
    work, minutes = replace(_FILM, slides=slides), 0.0
    studio.forget()
    for what, edited in (("first render", False), ("one sentence edited", True), ("again", True)):
        storyboard = studio.write(replace(work, edited=edited))
        made = studio.recit("render", storyboard, *_WORDS, "--json")
        minutes = json.loads(made.out)["films"][0]["frames"] / 5 / 60
        print(_line(slides, minutes, what, made), flush=True)


def _line(slides: int, minutes: float, what: str, made: Run) -> str:
    return (
        f"| {slides:,} | {minutes:.0f} | {what} | {made.wall:.1f} | {made.cpu:.1f}"
        f" | {1000 * made.cpu / slides:.0f} | {made.peak / MEGABYTE:.0f} | {made.descriptors} |"
    )


if __name__ == "__main__":
    main()
