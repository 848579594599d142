"""``schema``: the JSON Schema of storyboards, so that editors complete and check them.

Comes in: parsed arguments. Goes out: the schema on stdout, or in a file.
"""

from __future__ import annotations

import argparse

from renderer.cli.output_files import draft_of
from renderer.storyboard.json_schema import json_schema


def run(arguments: argparse.Namespace) -> int:
    """Print or write the schema; it is JSON with or without ``--json``."""
    text = json_schema()
    if arguments.out is None:
        print(text, end="" if text.endswith("\n") else "\n")
        return 0
    with draft_of(arguments.out) as draft:
        draft.write_text(text, encoding="utf-8")
    print(arguments.out)
    return 0
