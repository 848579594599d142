"""``clean``: what the cache holds, and removing what is no longer wanted.

Comes in: parsed arguments. Goes out: sizes on stdout. Nothing goes without ``--yes``.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter

from renderer.build.production import cache_folder
from renderer.cache import Cache, StoredFile
from renderer.errors import UsageError, counted
from renderer.fetching.keeping import FETCHED
from renderer.store import open_cache

_DAY = 86_400.0


def run(arguments: argparse.Namespace) -> int:
    """Say what the cache holds; with ``--yes``, remove what was asked."""
    if arguments.all and arguments.older_than is not None:
        raise UsageError("clean: --all and --older-than can't both be asked")
    cache = open_cache(arguments.cache or cache_folder(), cache_folder())
    if cache.root.exists() and not cache.root.is_dir():
        raise UsageError(f"{cache.root} is not a folder: name the cache with --cache")
    stored = list(cache.stored())
    going = _going(stored, arguments)
    if arguments.yes:
        for entry in going:
            cache.drop(entry.kind, entry.key)
        cache.sweep(older_than_seconds=0.0 if arguments.all else _DAY)
    _tell(cache, stored, going, arguments)
    return 0


def _going(stored: list[StoredFile], arguments: argparse.Namespace) -> list[StoredFile]:
    if arguments.all:
        return stored
    if arguments.older_than is None:
        return []
    limit = time.time() - arguments.older_than * _DAY
    return [entry for entry in stored if entry.used < limit]


def _tell(
    cache: Cache,
    stored: list[StoredFile],
    going: list[StoredFile],
    arguments: argparse.Namespace,
) -> None:
    sizes: Counter[str] = Counter()
    for entry in stored:
        sizes[entry.kind] += entry.size
    gone = sum(entry.size for entry in going)
    if arguments.json:
        told = {
            "cache": cache.place,
            "bytes": sizes,
            "entries": len(stored),
            "removed" if arguments.yes else "would_remove": {"entries": len(going), "bytes": gone},
        }
        print(json.dumps(told))
        return
    whole = _megabytes(sum(sizes.values()))
    print(f"{cache.place}: {counted(len(stored), 'entry', 'entries')}, {whole}")
    for kind, size in sizes.most_common():
        print(f"  {kind:<9} {_megabytes(size)}")
    if going or arguments.all or arguments.older_than is not None:
        verb = "removed" if arguments.yes else "would go (add --yes)"
        print(f"{counted(len(going), 'entry', 'entries')}, {_megabytes(gone)} {verb}")
    if fetched := sum(entry.kind == FETCHED for entry in going):
        them = f"{counted(fetched, 'picture')} from the web"
        print(f"{them} would have to be fetched again: that takes --allow-fetch and the network")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
