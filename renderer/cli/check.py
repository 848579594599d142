"""``check``: every mistake of every storyboard named, nothing rendered.

Comes in: parsed arguments. Goes out: mistakes and warnings on stderr, a verdict on stdout.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from renderer.build.needs import missing_needs
from renderer.cli.told import problem_json
from renderer.errors import Problem, in_file_order
from renderer.storyboard.claims import Claim, claim_of, claim_of_board, rivals
from renderer.storyboard.load import Editions, check
from renderer.storyboard.project import read_project


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What there is to say of one storyboard."""

    path: Path
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    claim: Claim | None
    lagging: tuple[str, ...] = ()
    """The languages that alone have mistakes: the others can be made."""


def run(arguments: argparse.Namespace) -> int:
    """2 when there is a mistake in any of them, else 0."""
    reports = [_check(path, arguments) for path in dict.fromkeys(arguments.storyboards)]
    refused = rivals([one.claim for one in reports if one.claim is not None])
    reports = [_with(one, refused.get(one.path)) for one in reports]
    wrong = any(one.problems for one in reports)
    if arguments.json:
        print(json.dumps({"storyboards": [_as_json(one) for one in reports]}))
        return 2 if wrong else 0
    for one in reports:
        for problem in one.problems:
            print(f"{problem}\n", file=sys.stderr)
        for warning in one.warnings:
            print(f"warning: {warning}\n", file=sys.stderr)
        print(f"{one.path}: {_verdict(one)}, {len(one.warnings)} to look at")
    return 2 if wrong else 0


def _verdict(one: _Found) -> str:
    if not one.problems:
        return "no mistake"
    count = f"{len(one.problems)} mistake{'s' if len(one.problems) > 1 else ''}"
    if not one.lagging:
        return count
    return f"{count} in {', '.join(one.lagging)} alone: the film can be made without"


def _with(one: _Found, problem: Problem | None) -> _Found:
    if problem is None:
        return one
    return replace(one, problems=in_file_order([*one.problems, problem]), lagging=())


def _check(path: Path, arguments: argparse.Namespace) -> _Found:
    report = check(path, allow_fetch=arguments.allow_fetch)
    warnings = list(report.warnings)
    film = report.editions
    if film is None:
        claim = claim_of(path)
        return _Found(path=path, problems=report.problems, warnings=report.warnings, claim=claim)
    if film.translations:
        from renderer.script import with_sentences_counted  # only a film that has others loads it

        film = with_sentences_counted(film)
    claim = claim_of_board(film.own)
    project, _ = read_project(path)
    needs = [
        need for board in (film.own, *film.translations) for need in missing_needs(board, project)
    ]
    problems = [*_taken(claim), *dict.fromkeys(needs)]  # what languages share is missing once
    if arguments.rights:
        from renderer.publish.embedded_rights import prefilled
        from renderer.publish.rights import check_rights, rights_warnings

        board, differences = prefilled(film.own)
        warnings += differences
        today = datetime.date.today()
        problems += check_rights(board, today)
        warnings += rights_warnings(board, today)
    return _Found(
        path=path,
        problems=in_file_order([*film.problems, *problems]),
        warnings=tuple(warnings),
        claim=claim,
        lagging=() if problems else _lagging(film),
    )


def _lagging(film: Editions) -> tuple[str, ...]:
    return tuple(one.language for one in film.lagging)


def _taken(claim: Claim) -> list[Problem]:
    """Whether the film of another storyboard stands where this one's would go."""
    folders = [folder for folder in claim.folders() if folder.is_dir()]
    if not folders:
        return []
    from renderer.publish.occupant import occupied  # only a film that was published loads it

    return occupied(claim, folders)


def _as_json(one: _Found) -> dict[str, object]:
    return {
        "storyboard": str(one.path),
        "mistakes": [problem_json(problem) for problem in one.problems],
        "warnings": [problem_json(problem) for problem in one.warnings],
        **({"lagging": list(one.lagging)} if one.lagging else {}),
    }
