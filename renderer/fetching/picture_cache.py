"""Fetched pictures in the cache: bytes under their own digest, and a note of where they are from.

Comes in: a web address, and what came from it. Goes out: a `WebPicture` whose file is verified, or
None. Knows no storyboard, and opens no socket.

The bytes lie under kind "source", as all pictures do that a cluster's machines are sent; the note,
under the digest of the address, under kind "fetched".
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.photographs.photograph import probe
from renderer.store.cache import Cache, key_of

if TYPE_CHECKING:
    from renderer.fetching.request import Download

SOURCE = "source"
"""The cache's name for copies of the files that segments show; its key is their SHA-256."""
FETCHED = "fetched"
"""The cache's name for what is known of a web address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPicture:
    """A picture that was fetched."""

    url: str
    """As the storyboard names it."""
    final_url: str
    """Where it came from, after redirects."""
    address: str
    """The network address that was asked."""
    date: str
    """When, in UTC: 2026-06-06T09:30:00Z."""
    sha256: str
    file: Path
    """In the cache."""


def find_kept(cache: Cache, url: str) -> WebPicture | None:
    """The picture fetched from *url* earlier, whole; else None."""
    note = cache.find(FETCHED, _note_key(url))
    if note is None:
        return None
    entry = cache.find(SOURCE, str(note.facts.get("sha256", "")))
    try:
        return WebPicture(file=entry.path, **note.facts) if entry is not None else None
    except TypeError:
        return None  # a note of another version


def keep(cache: Cache, url: str, came: Download) -> WebPicture:
    """Keep what came from *url*, if it is a picture that can be used.

    Raises:
        PictureError: it isn't.
    """
    digest = hashlib.sha256(came.data).hexdigest()

    def write(draft: Path) -> None:
        draft.write_bytes(came.data)
        probe(draft, url)

    picture = cache.find_or_keep(SOURCE, digest, write)
    facts = {
        "url": url,
        "final_url": came.url,
        "address": came.address,
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sha256": digest,
    }
    # Where a team shares its cache, whoever fetched first is right, and so are his bytes.
    note = cache.keep(FETCHED, _note_key(url), _writer(facts))
    theirs = find_kept(cache, url) if note.facts != facts else None
    return theirs or WebPicture(file=picture.path, **facts)


def forget(cache: Cache, url: str) -> None:
    """Let *url* be fetched again. Its bytes stay: they may be another address's too."""
    cache.drop(FETCHED, _note_key(url))


def _note_key(url: str) -> str:
    return key_of({"url": url})


def _writer(facts: Mapping[str, str]) -> Callable[[Path], Mapping[str, Any]]:
    def write(draft: Path) -> Mapping[str, Any]:
        draft.write_text(json.dumps(facts), encoding="utf-8")
        return facts

    return write
