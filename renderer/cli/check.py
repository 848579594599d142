"""``check``: all that a render would refuse, of every storyboard, named; nothing rendered.

Comes in: parsed arguments. Goes out: mistakes and warnings on stderr, a verdict on stdout.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.errors import Problem
from renderer.storyboard.load import check

if TYPE_CHECKING:
    from renderer.build.checking import Checked


def run(arguments: argparse.Namespace) -> int:
    """2 when there is a mistake in any of them, else 0."""
    reports = [(path, _check(path, arguments)) for path in arguments.storyboards]
    wrong = any(found.mistakes for _, found in reports)
    if arguments.json:
        print(json.dumps({"storyboards": [_as_json(*report) for report in reports]}))
        return 2 if wrong else 0
    for path, found in reports:
        for problem in found.mistakes:
            print(f"{problem}\n", file=sys.stderr)
        for warning in found.warnings:
            print(f"warning: {warning}\n", file=sys.stderr)
        print(f"{path}: {_verdict(found)}")
    return 2 if wrong else 0


def _check(path: Path, arguments: argparse.Namespace) -> Checked:
    report = check(path, allow_fetch=arguments.allow_fetch, about_rights=arguments.draft)
    # Only now: a storyboard that can't be read loads nothing that knows of pictures.
    from renderer.build.checking import Wishes, check_film

    wishes = Wishes(
        cache=arguments.cache,
        opens_files=arguments.pictures,
        publishing=None if arguments.draft else datetime.date.today(),
        rights=arguments.rights,
    )
    return check_film(report, wishes)


def _verdict(found: Checked) -> str:
    """Says only what there is: "1 mistake", "no mistake, 2 to look at"."""
    count = len(found.mistakes)
    said = [f"{count} mistake{'s' if count > 1 else ''}" if count else "no mistake"]
    if found.warnings:
        said.append(f"{len(found.warnings)} to look at")
    if found.unopened:
        said.append(f"{found.unopened} files not opened (--pictures opens them)")
    return ", ".join(said)


def _as_json(path: Path, found: Checked) -> dict[str, object]:
    def told(problem: Problem) -> dict[str, object]:
        return {
            "file": str(problem.mark.path),
            "line": problem.mark.line,
            "column": problem.mark.column,
            "slide": problem.slide,
            "what": problem.what,
            "remedy": problem.remedy,
        }

    report: dict[str, object] = {
        "storyboard": str(path),
        "mistakes": [told(problem) for problem in found.mistakes],
        "warnings": [told(problem) for problem in found.warnings],
    }
    return {**report, "unopened": found.unopened} if found.unopened else report
