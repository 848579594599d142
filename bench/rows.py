"""The table: what was to be reached, what was measured, and whether it was.

Comes in: figures. Goes out: Markdown.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.measure import Run
from renderer import __version__

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure to reach."""

    what: str
    target: str
    measured: str
    met: bool | None
    """None: told for comparison, no target."""
    note: str = ""
    """How it was measured; where it isn't met, why and what was tried."""

    def line(self) -> str:
        """A row of the Markdown table."""
        verdict = {True: "yes", False: "**no**", None: "–"}[self.met]
        return f"| {self.what} | {self.target} | {self.measured} | {verdict} | {self.note} |"


def table(rows: Sequence[Row]) -> str:
    """The rows under their heading."""
    head = ["| what | target | measured | met | how, or why not |", "|---|---|---|---|---|"]
    return "\n".join([*head, *(row.line() for row in rows)])


def runs_table(runs: Sequence[tuple[str, Run, int]], unit: Run) -> str:
    """Named runs of so many frames, and their ratio to *unit*."""
    lines = [
        "| program | wall s | CPU s | peak memory MB | frames/s | × encoder alone |",
        "|---|---|---|---|---|---|",
    ]
    for name, one, frames in runs:
        rate = f"{frames / one.wall:.1f}" if frames else "–"
        lines.append(
            f"| {name} | {one.wall:.1f} | {one.cpu:.1f} | {one.peak / MEGABYTE:.0f} | {rate}"
            f" | {one.wall / unit.wall:.2f} |"
        )
    return "\n".join(lines)


def machine() -> str:
    """What it was measured on and with."""
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        processor = names[0].partition(":")[2].strip() if names else processor
    packages = ("av", "opencv-python-headless", "numpy", "pillow", "moviepy", "imageio-ffmpeg")
    told = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{processor}, {os.cpu_count()} cores, {platform.system()} {platform.release()};"
        f" Python {platform.python_version()}, Récit {__version__}, {told}."
    )
