"""``import``: a document becomes a storyboard, or its changes go into the one that there is.

Comes in: parsed arguments. Goes out: the storyboard's path on stdout, what was done in words on
stderr.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence

from renderer.importing.imports import import_text
from renderer.importing.merge import MergeLine, Report
from renderer.messages import tr, trn

_LONG = 160
"""Letters of a text that a line shows: the rest is in the file."""


def run(arguments: argparse.Namespace) -> int:
    """Import one document."""
    outcome = import_text(
        arguments.source,
        arguments.into,
        language=arguments.language,
        dry_run=arguments.dry_run,
    )
    report = outcome.report
    if arguments.json:
        parts = ("changed", "new", "gone", "moved", "conflicts", "lacking", "stale")
        told: dict[str, object] = {
            part: [_as_json(line) for line in getattr(report, part)] for part in parts
        }
        told |= {"file": str(outcome.path), "kept": report.kept, "remarks": report.remarks}
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for line in told_of(report, is_new=outcome.is_new):
        print(line, file=sys.stderr)
    if arguments.dry_run:
        print(tr("nothing was written: --dry-run"), file=sys.stderr)
    print(outcome.path)
    return 0


def _as_json(line: MergeLine) -> dict[str, str]:
    return {"slide": line.slide, "was": line.was, "now": line.now}


def told_of(report: Report, *, is_new: bool) -> Iterator[str]:
    """The report, line by line."""
    for remark in report.remarks:
        yield tr("note: {remark}", remark=remark)
    if is_new:
        count = len(report.new)
        yield trn("{count} slide was made", "{count} slides were made", count)
    else:
        count = report.kept
        yield trn("{count} sentence is as it was", "{count} sentences are as they were", count)
        yield from _part(tr("new:"), report.new)
        yield from _part(tr("changed:"), report.changed)
    yield from _part(tr("gone from the text, and left in the storyboard:"), report.gone)
    yield from _part(tr("moved in the text; the order here stays:"), report.moved)
    yield from _part(tr("changed on both sides; yours stands:"), report.conflicts)
    yield from _part(tr("not translated yet:"), report.lacking)
    yield from _part(tr("translated before the original changed:"), report.stale)
    if not is_new and report.says_nothing:
        yield tr("nothing changed")


def _part(heading: str, lines: Sequence[MergeLine]) -> Iterator[str]:
    if lines:
        yield heading
    for line in lines:
        yield f"  {line.slide}"
        if line.was:
            yield f"    - {_short(line.was)}"
        if line.now:
            yield f"    + {_short(line.now)}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
