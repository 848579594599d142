"""``verify``: whether published folders still are what was published.

Comes in: parsed arguments. Goes out: what is wrong with each folder, or "whole", on stdout.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from renderer.errors import UsageError
from renderer.messages import tr
from renderer.production.draft_folders import DRAFTS
from renderer.publish.verify import verify


def run(arguments: argparse.Namespace) -> int:
    """1 when something is wrong with any of them, else 0."""
    ending = f".{arguments.language}" if arguments.language else ""
    folders = [folder.with_name(folder.name + ending) for folder in arguments.folders]
    for folder in folders:
        if folder.is_file():
            wrong = tr("verify: {file} is a file: name the set's folder, as out/SLUG", file=folder)
            raise UsageError(wrong, code="folder-expected")
    found = [(folder, verify(folder)) for folder in folders]
    if arguments.json:
        told = [
            {
                "folder": str(folder),
                "whole": not damages,
                "problems": [asdict(damage) for damage in damages],
            }
            for folder, damages in found
        ]
        print(json.dumps({"folders": told}, ensure_ascii=False))
    else:
        for folder, damages in found:
            for damage in damages:
                print(tr("{folder}: {damage}", folder=folder, damage=damage))
            if not damages:
                print(_whole(folder))
    return 1 if any(damages for _, damages in found) else 0


def _whole(folder: Path) -> str:
    if folder.parent.name == DRAFTS:
        return tr("{folder}: whole, a draft", folder=folder)
    return tr("{folder}: whole", folder=folder)
