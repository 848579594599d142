"""Every figure of the design, measured in one go: ``python -m bench [--quick]``.

Comes in: how large the work is and how often it is done. Goes out: tables on stdout and in
``bench/RESULTS.md``. Rounds alternate, so that a machine that is slow for a while is slow for all.
What takes longest for the least, peers far behind and films in three shapes, is run once: all of it
is meant to take less than 20 minutes on two quiet cores.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from pathlib import Path

from bench.inputs import Work
from bench.race import Race, race
from bench.rows import Row, machine, runs_table, table
from bench.scale import scale_rows
from bench.shapes import shape_rows
from bench.start import start_rows
from bench.studio import Studio

RESULTS = Path(__file__).parent / "RESULTS.md"


def main() -> None:
    """Measure, print, write."""
    arguments = _arguments()
    began = time.strftime("%Y-%m-%d")
    with tempfile.TemporaryDirectory(prefix="recit-bench-", dir=arguments.folder) as name:
        studio = Studio(folder=Path(name))
        work = Work(
            slides=arguments.slides,
            pictures=arguments.slides,
            height=arguments.height,
            size=(600, 400) if arguments.quick else Work().size,
        )
        result = race(studio, work, arguments.rounds, arguments.moviepy_slides)
        rows = [*result.rows, *start_rows(studio, work)]
        many, long = arguments.many, arguments.memory
        for more in (
            lambda: scale_rows(studio, work, many, long, arguments.rounds),
            lambda: shape_rows(studio, work, 1, films=not arguments.quick),
        ):
            # An hour's figures are not lost with the last of them.
            _write(_text(result, rows, arguments, began), arguments.results)
            rows += more()
    text = _text(result, rows, arguments, began)
    print(text)
    _write(text, arguments.results)


def _write(text: str, results: Path) -> None:
    """*text* in place of what a run before wrote there; what others measured stays."""
    kept = ""
    if results.exists():
        own = tuple(line for line in text.splitlines() if line.startswith("#"))
        for part in re.split(r"(?m)^(?=##? )", results.read_text(encoding="utf-8")):
            if part.strip() and not part.startswith(own):
                kept += f"\n{part.rstrip()}\n"
    results.write_text(text + kept, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slides", type=int, default=12)
    parser.add_argument("--height", type=int, default=1080)
    parser.add_argument("--moviepy-slides", type=int, default=2)
    parser.add_argument("--many", type=int, default=10_000, help="slides for check and plan")
    parser.add_argument("--memory", type=int, default=1_000, help="slides of the long film")
    parser.add_argument("--folder", type=Path, help="where to work; 10 GB at full size")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--quick", action="store_true", help="a try of the bench itself")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.rounds, arguments.slides, arguments.height = 1, 2, 180
        arguments.many, arguments.memory = min(arguments.many, 200), min(arguments.memory, 24)
        if arguments.results == RESULTS:
            arguments.results = Path(tempfile.gettempdir(), "recit-bench-quick.md")
    return arguments


def _text(result: Race, rows: list[Row], arguments: argparse.Namespace, began: str) -> str:
    facts = result.facts
    return "\n".join(
        [
            "# Results",
            "",
            f"`make bench`, {began}, median of {arguments.rounds} alternating rounds, peers and"
            " shapes once:"
            f" {arguments.slides} photographs in motion, {facts['frames']} frames of"
            f" {facts['width']}×{facts['height']} at {facts['fps']} a second.",
            "",
            machine(),
            "",
            "## Figures to reach",
            "",
            table(rows),
            "",
            "## The same work by others",
            "",
            runs_table(result.runs, result.encoder),
            "",
            "Peak memory is the sum over the process tree; pages that processes share count more"
            " than once. Absolute times hold for this machine; the ratios are the point.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
