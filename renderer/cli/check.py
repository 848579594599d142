"""``check``: all that a render would refuse, of every storyboard, named; nothing rendered.

Comes in: parsed arguments. Goes out: mistakes and warnings on stderr, a verdict on stdout.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.cli.json_problems import problem_json
from renderer.errors import Problem, in_file_order
from renderer.messages import tr, trn
from renderer.storyboard.load import check
from renderer.storyboard.slugs import SlugClaim, claim_of, claim_of_board, rivals

if TYPE_CHECKING:
    from renderer.production.check import Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What there is to say of one storyboard."""

    path: Path
    checked: Checked
    claim: SlugClaim | None


def run(arguments: argparse.Namespace) -> int:
    """2 when there is a mistake in any of them, else 0."""
    reports = [_check(path, arguments) for path in dict.fromkeys(arguments.storyboards)]
    refused = rivals([one.claim for one in reports if one.claim is not None])
    reports = [_with(one, [refused[one.path]]) if one.path in refused else one for one in reports]
    wrong = any(one.checked.mistakes for one in reports)
    if arguments.json:
        print(json.dumps({"storyboards": [_as_json(one.path, one.checked) for one in reports]}))
        return 2 if wrong else 0
    for one in reports:
        for problem in one.checked.mistakes:
            print(f"{problem}\n", file=sys.stderr)
        for warning in one.checked.warnings:
            print(tr("warning: {message}", message=warning), end="\n\n", file=sys.stderr)
        print(tr("{path}: {verdict}", path=one.path, verdict=_verdict(one.checked)))
    return 2 if wrong else 0


def _check(path: Path, arguments: argparse.Namespace) -> _Found:
    report = check(path, allow_fetch=arguments.allow_fetch, about_rights=arguments.draft)
    # Only now: a storyboard that can't be read loads nothing that knows of pictures.
    from renderer.production.check import Wishes, check_film

    wishes = Wishes(
        cache=arguments.cache,
        opens_files=arguments.pictures,
        publishing=None if arguments.draft else datetime.date.today(),
        rights=arguments.rights,
    )
    checked = check_film(report, wishes)
    if report.editions is None:
        return _Found(path=path, checked=checked, claim=claim_of(path))
    claim = claim_of_board(report.editions.own)
    return _with(_Found(path=path, checked=checked, claim=claim), _taken(claim))


def _with(one: _Found, problems: list[Problem]) -> _Found:
    """*one* with mistakes that concern the film in every language."""
    if not problems:
        return one
    mistakes = in_file_order([*one.checked.mistakes, *problems])
    return replace(one, checked=replace(one.checked, mistakes=mistakes, lagging=()))


def _taken(claim: SlugClaim) -> list[Problem]:
    """Whether the film of another storyboard stands where this one's would go."""
    folders = [folder for folder in claim.folders() if folder.is_dir()]
    if not folders:
        return []
    from renderer.publish.verify import occupied  # only a film that was published loads it

    return occupied(claim, folders)


def _verdict(found: Checked) -> str:
    """Says only what there is: "1 mistake", "no mistake, 2 to look at"."""
    said = [_counted(found)]
    if found.warnings:
        said.append(trn("{count} to look at", "{count} to look at", len(found.warnings)))
    if found.unopened:
        said.append(
            trn(
                "{count} file not opened (--no-pictures): a render may refuse it",
                "{count} files not opened (--no-pictures): a render may refuse them",
                found.unopened,
            )
        )
    return ", ".join(said)


def _counted(found: Checked) -> str:
    if not found.mistakes:
        return tr("no mistake")
    if found.lagging:
        return trn(
            "{count} mistake in {languages} alone: the film can be made without",
            "{count} mistakes in {languages} alone: the film can be made without",
            len(found.mistakes),
            languages=", ".join(found.lagging),
        )
    return trn("{count} mistake", "{count} mistakes", len(found.mistakes))


def _as_json(path: Path, found: Checked) -> dict[str, object]:
    return {
        "storyboard": str(path),
        "mistakes": [problem_json(problem) for problem in found.mistakes],
        "warnings": [problem_json(problem, "warning") for problem in found.warnings],
        **({"lagging": list(found.lagging)} if found.lagging else {}),
        **({"unopened": found.unopened} if found.unopened else {}),
    }
