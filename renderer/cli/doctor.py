"""``doctor``: everything that could make a render fail, looked at before it does.

Comes in: parsed arguments. Goes out: one line per finding on stdout; exit 1 when one is fatal.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from renderer.doctor.diagnosis import diagnose
from renderer.store import cache_folder, open_cache

_SIGNS = {"ok": "✓", "warning": "!", "fatal": "✗"}


def run(arguments: argparse.Namespace) -> int:
    """Print the findings."""
    cache = open_cache(arguments.cache or cache_folder(), cache_folder(), offline=arguments.offline)
    findings = diagnose(cache.root, arguments.out, offline=arguments.offline)
    if arguments.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{_SIGNS[finding.state]} {finding.what}: {finding.found}")
            if finding.remedy:
                print(f"    {finding.remedy}")
    return 1 if any(finding.state == "fatal" for finding in findings) else 0
