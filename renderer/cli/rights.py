"""``rights``: a film's pictures looked at again where they are from; nothing is changed.

Comes in: parsed arguments. Goes out: a line for each picture, or one JSON object.
"""

from __future__ import annotations

import argparse
import datetime
import json
from dataclasses import asdict

from renderer.archives.pick import visitor_of
from renderer.archives.rights_recheck import Finding, look_again
from renderer.errors import UsageError
from renderer.messages import deferred, tr
from renderer.storyboard.load import load_storyboard
from renderer.storyboard.project_config import read_project

_STATES = {
    "same": deferred("as before"),
    "changed": deferred("its licence has changed"),
    "unreachable": deferred("not found again"),
    "unknown": deferred("can't be looked up"),
    "expired": deferred("its right has ended"),
}


def run(arguments: argparse.Namespace) -> int:
    """2 when something has changed, 1 when something isn't found again, else 0."""
    if arguments.offline or read_project(arguments.storyboard)[0].run.offline:
        told = tr("rights asks archives, and nothing is asked with --offline")
        raise UsageError(told, code="fetch-offline")
    board = load_storyboard(arguments.storyboard, allow_fetch=True)
    found = []
    for finding in look_again(board, datetime.date.today(), visitor_of(arguments.storyboard)):
        found.append(finding)
        if not arguments.json:
            _tell(finding)
    if arguments.json:
        print(json.dumps({"pictures": [asdict(each) for each in found]}, ensure_ascii=False))
    states = {each.state for each in found}
    return 2 if states & {"changed", "expired"} else 1 if "unreachable" in states else 0


def _tell(finding: Finding) -> None:
    says = tr(_STATES[finding.state])
    print(f"{finding.slide}  {finding.file}  {finding.license or '–'}  {says}")
    if finding.state == "changed":
        print(f"    {finding.license or '–'} → {finding.now}")
    if finding.told:
        print(f"    {finding.told}")
    for why in finding.stops:
        print("    " + tr("stops publication: {why}", why=why))
