"""``doctor``: everything that could make a render fail, looked at before it does.

Comes in: parsed arguments. Goes out: one line per finding on stdout; exit 1 when one is fatal.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from renderer.doctor.diagnosis import diagnose
from renderer.messages import deferred, tr
from renderer.store import cache_folder, open_cache

_SIGNS = {"ok": "✓", "optional": "·", "warning": "!", "fatal": "✗"}

_TITLES = {
    "packages": deferred("packages"),
    "codecs": deferred("codecs"),
    "pictures": deferred("pictures"),
    "text": deferred("text"),
    "theme": deferred("theme {name}"),
    "voice": deferred("voice {name}"),
    "network": deferred("network"),
    "web pictures": deferred("web pictures"),
    "cache": deferred("cache"),
    "output": deferred("output"),
    "drafts": deferred("drafts"),
    "temporary files": deferred("temporary files"),
    "limits": deferred("limits"),
    "memory": deferred("memory"),
    "clock": deferred("clock"),
    "environment": deferred("environment"),
}
"""What is looked at, for `tr`; a package has its own name."""


def run(arguments: argparse.Namespace) -> int:
    """Print the findings."""
    cache = open_cache(arguments.cache or cache_folder(), cache_folder(), offline=arguments.offline)
    findings = diagnose(cache.root, arguments.out, offline=arguments.offline)
    if arguments.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            told = tr("{what}: {found}", what=_titled(finding.what), found=finding.found)
            print(f"{_SIGNS[finding.state]} {told}")
            if finding.remedy:
                print(f"    {finding.remedy}")
    return 1 if any(finding.state == "fatal" for finding in findings) else 0


def _titled(what: str) -> str:
    kind, _, name = what.partition(" ")
    if what in _TITLES:
        return tr(_TITLES[what])
    return tr(_TITLES[kind], name=name) if name and kind in _TITLES else what
