"""``check``: every mistake of every storyboard named, nothing rendered.

Comes in: parsed arguments. Goes out: mistakes and warnings on stderr, a verdict on stdout.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path

from renderer.errors import Problem
from renderer.storyboard.board import Image, Storyboard
from renderer.storyboard.load import check
from renderer.storyboard.operations import OperationsMap


def run(arguments: argparse.Namespace) -> int:
    """2 when there is a mistake in any of them, else 0."""
    reports = [_check(path, arguments) for path in arguments.storyboards]
    wrong = [path for path, problems, _ in reports if problems]
    if arguments.json:
        print(json.dumps({"storyboards": [_as_json(*report) for report in reports]}))
        return 2 if wrong else 0
    for path, problems, warnings in reports:
        for problem in problems:
            print(f"{problem}\n", file=sys.stderr)
        for warning in warnings:
            print(f"warning: {warning}\n", file=sys.stderr)
        count = f"{len(problems)} mistake{'s' if len(problems) > 1 else ''}"
        print(f"{path}: {count if problems else 'no mistake'}, {len(warnings)} to look at")
    return 2 if wrong else 0


def _check(path: Path, arguments: argparse.Namespace) -> tuple[Path, list[Problem], list[Problem]]:
    report = check(path, allow_fetch=arguments.allow_fetch)
    problems, warnings = list(report.problems), list(report.warnings)
    if report.storyboard is not None and report.translations:
        from renderer.script import sentence_mistakes  # only a film that has others loads it

        for translation in report.translations:
            problems += sentence_mistakes(report.storyboard, translation)
    if report.storyboard is not None and _has_layers(report.storyboard):
        from renderer.pictures.maps.own_layers import layer_problems

        mistaken, strange = layer_problems(report.storyboard)
        problems += mistaken
        warnings += strange
    if arguments.rights and report.storyboard is not None:
        from renderer.publish.embedded_rights import prefilled
        from renderer.publish.rights import check_rights, rights_warnings

        board, differences = prefilled(report.storyboard)
        warnings += differences
        today = datetime.date.today()
        problems += check_rights(board, today)
        warnings += rights_warnings(board, today)
    elif report.storyboard is not None and _lacks_alt(report.storyboard):
        from renderer.publish.embedded_rights import offered_alts

        warnings += offered_alts(report.storyboard)
    return path, problems, warnings


def _has_layers(board: Storyboard) -> bool:
    """Whether any map has layers of its own: only then what reads them is loaded."""
    return any(
        isinstance(slide.visual, OperationsMap) and slide.visual.ground.files
        for slide in board.slides
    )


def _lacks_alt(board: Storyboard) -> bool:
    return any(isinstance(slide.visual, Image) and not slide.visual.alt for slide in board.slides)


def _as_json(path: Path, problems: list[Problem], warnings: list[Problem]) -> dict[str, object]:
    def told(problem: Problem) -> dict[str, object]:
        return {
            "file": str(problem.mark.path),
            "line": problem.mark.line,
            "column": problem.mark.column,
            "slide": problem.slide,
            "what": problem.what,
            "remedy": problem.remedy,
        }

    return {
        "storyboard": str(path),
        "mistakes": [told(problem) for problem in problems],
        "warnings": [told(problem) for problem in warnings],
    }
