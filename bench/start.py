"""What commands take before they do anything: CPU of `--help`, `check`, a render of nothing new.

Comes in: a studio and the work. Goes out: rows. The best of several runs, since CPU of so short a
process only grows by what others do; each is run once before, so that modules are compiled and what
was found fit is remembered.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.inputs import Work
from bench.measure import ROOT, run
from bench.rows import Row
from bench.studio import Studio

_RUNS = 5
_FILM = ROOT / "storyboards" / "bataille-de-cherbourg.yaml"


def start_rows(studio: Studio, work: Work) -> list[Row]:
    """One row a command."""
    photographs = studio.write(work)
    cache = f"--cache={studio.folder / 'start'}"
    out = f"--out={studio.folder / 'out'}"
    commands: tuple[tuple[str, float, tuple[str | Path, ...]], ...] = (
        ("`--help`", 0.2, ("--help",)),
        ("`check` of Cherbourg", 0.35, ("check", _FILM, cache)),
        (f"`check` of {work.slides} photographs", 0.35, ("check", photographs, cache)),
        (
            f"`render` of {work.slides} photographs, nothing edited",
            0.5,
            ("render", photographs, "--offline", f"--cache={studio.folder / 'cache'}", out),
        ),
    )
    return [_row(what, limit, words) for what, limit, words in commands]


def _row(what: str, limit: float, words: tuple[str | Path, ...]) -> Row:
    seconds = [_cpu(words) for _ in range(_RUNS + 1)][1:]
    return Row(
        what=f"CPU of {what}",
        target=f"≤ {limit:g} s",
        measured=f"{min(seconds):.2f} s",
        met=min(seconds) <= limit,
        note=f"best of {_RUNS}; the longest {max(seconds):.2f} s",
    )


def _cpu(words: tuple[str | Path, ...]) -> float:
    # Empty is unset: modules are compiled once, as they are for whoever installs Récit.
    kept = {"PYTHONDONTWRITEBYTECODE": ""}
    return run([sys.executable, "make_video.py", *words], env=kept).cpu
