"""``clean``: what the cache holds, which drafts there are, and removing what isn't wanted.

Comes in: parsed arguments. Goes out: sizes on stdout. Nothing goes without ``--yes``.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter
from typing import Any

from renderer.errors import UsageError
from renderer.fetching.picture_cache import FETCHED
from renderer.messages import deferred, tr, trn
from renderer.messages.figures import decimal
from renderer.production.draft_folders import DRAFTS, Draft, drafts_in, drop_draft
from renderer.store import cache_folder, open_cache
from renderer.store.cache import Cache, StoredFile

_DAY = 86_400.0
"""Seconds."""

_KINDS = {
    "take": deferred("take"),
    "segment": deferred("segment"),
    "sound": deferred("sound"),
    "levels": deferred("loudness"),
    "music": deferred("music"),
    "footage": deferred("footage"),
    "poster": deferred("poster"),
    "font": deferred("font"),
    "rights": deferred("rights"),
    "fetched": deferred("fetched"),
    "source": deferred("source"),
    "fit": deferred("fit"),
}
"""What the cache holds, for `tr`."""


def run(arguments: argparse.Namespace) -> int:
    """Say what the cache holds; with ``--yes``, remove what was asked."""
    if arguments.all and arguments.older_than is not None:
        wrong = tr(
            "clean: {one} and {other} can't both be asked", one="--all", other="--older-than"
        )
        raise UsageError(wrong, code="options-conflict")
    cache = open_cache(arguments.cache or cache_folder(), cache_folder())
    if cache.root.exists() and not cache.root.is_dir():
        wrong = tr("{path} is not a folder: name the cache with --cache", path=cache.root)
        raise UsageError(wrong, code="folder-expected")
    stored = list(cache.stored())
    going = _going(stored, arguments)
    drafts = drafts_in(arguments.out)
    leaving = [draft for draft in drafts if arguments.drafts and draft.made < _limit(arguments)]
    if arguments.yes:
        for entry in going:
            cache.drop(entry.kind, entry.key)
        cache.sweep(older_than_seconds=0.0 if arguments.all else _DAY)
        for draft in leaving:
            drop_draft(draft)
    if arguments.json:
        told = _as_json(cache, stored, going, arguments)
        print(json.dumps({**told, "drafts": _drafts_json(drafts, leaving, arguments)}))
        return 0
    _tell(cache, stored, going, arguments)
    _tell_drafts(drafts, leaving, arguments)
    return 0


def _limit(arguments: argparse.Namespace) -> float:
    """What was last used before this moment is old."""
    days = arguments.older_than
    return math.inf if days is None else time.time() - days * _DAY


def _going(stored: list[StoredFile], arguments: argparse.Namespace) -> list[StoredFile]:
    if arguments.all:
        return stored
    if arguments.older_than is None:
        return []
    return [entry for entry in stored if entry.used < _limit(arguments)]


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
    whole = _megabytes(sum(sizes.values()))
    print(
        trn(
            "{place}: {count} entry, {size}",
            "{place}: {count} entries, {size}",
            len(stored),
            place=cache.place,
            size=whole,
        )
    )
    width = max([9, *(len(tr(_KINDS.get(kind, kind))) for kind in sizes)])
    for kind, size in sizes.most_common():
        title = tr(_KINDS.get(kind, kind))
        print(f"  {title:<{width}} {_megabytes(size)}")
    if going or arguments.all or arguments.older_than is not None:
        print(_told_entries(len(going), _megabytes(gone), is_done=arguments.yes))
    if fetched := sum(entry.kind == FETCHED for entry in going):
        print(
            trn(
                "{count} picture from the web would have to be fetched again: that takes"
                " --allow-fetch and the network",
                "{count} pictures from the web would have to be fetched again: that takes"
                " --allow-fetch and the network",
                fetched,
            )
        )


def _as_json(
    cache: Cache,
    stored: list[StoredFile],
    going: list[StoredFile],
    arguments: argparse.Namespace,
) -> dict[str, Any]:
    sizes: Counter[str] = Counter()
    for entry in stored:
        sizes[entry.kind] += entry.size
    leaving = {"entries": len(going), "bytes": sum(entry.size for entry in going)}
    return {
        "cache": cache.place,
        "bytes": sizes,
        "entries": len(stored),
        _removed(arguments): leaving,
    }


def _drafts_json(
    drafts: list[Draft], leaving: list[Draft], arguments: argparse.Namespace
) -> dict[str, Any]:
    gone = {"sets": len(leaving), "bytes": sum(draft.size for draft in leaving)}
    size = sum(draft.size for draft in drafts)
    return {"sets": len(drafts), "bytes": size, _removed(arguments): gone}


def _removed(arguments: argparse.Namespace) -> str:
    return "removed" if arguments.yes else "would_remove"


def _tell_drafts(drafts: list[Draft], leaving: list[Draft], arguments: argparse.Namespace) -> None:
    if drafts:
        size = _megabytes(sum(draft.size for draft in drafts))
        print(
            trn(
                "{place}: {count} draft, {size}",
                "{place}: {count} drafts, {size}",
                len(drafts),
                place=arguments.out / DRAFTS,
                size=size,
            )
        )
    if leaving:
        size = _megabytes(sum(draft.size for draft in leaving))
        print(_told_drafts(len(leaving), size, is_done=arguments.yes))


def _told_entries(count: int, size: str, *, is_done: bool) -> str:
    if is_done:
        return trn(
            "{count} entry, {size} removed", "{count} entries, {size} removed", count, size=size
        )
    return trn(
        "{count} entry, {size} would go (add --yes)",
        "{count} entries, {size} would go (add --yes)",
        count,
        size=size,
    )


def _told_drafts(count: int, size: str, *, is_done: bool) -> str:
    if is_done:
        return trn(
            "{count} draft, {size} removed", "{count} drafts, {size} removed", count, size=size
        )
    return trn(
        "{count} draft, {size} would go (add --yes)",
        "{count} drafts, {size} would go (add --yes)",
        count,
        size=size,
    )


def _megabytes(size: int) -> str:
    return tr("{size} MB", size=decimal(size / 1e6))
