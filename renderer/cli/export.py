"""``export``: a storyboard's text as a document to be corrected; `import` takes it back.

Comes in: parsed arguments. Goes out: a file, its path on stdout.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from renderer.cli.files import draft_of
from renderer.importing.corrections import as_docx, as_html, how_to


def run(arguments: argparse.Namespace) -> int:
    """Write one document for each kind that is asked for."""
    written = []
    for kind, make in (("docx", as_docx), ("html", as_html)):
        asked: Path | None = getattr(arguments, kind)
        if asked is None:
            continue
        path = asked if asked.name else Path(f"{arguments.storyboard.stem}.{kind}")
        data = make(arguments.storyboard)
        with draft_of(path) as draft:
            draft.write_bytes(data)
        written.append(path)
    if arguments.json:
        print(json.dumps({"files": [str(path) for path in written]}))
    else:
        print(how_to(), file=sys.stderr)
        for path in written:
            print(path)
    return 0
