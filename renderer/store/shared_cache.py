"""A cache in two tiers: verified files here, the same entries as objects that a team shares.

Comes in: a local folder and a `Bucket`. Goes out: a `Cache`. What comes from the bucket is
verified before it appears here, and what is made here is offered to it. While the bucket is out of
reach the local tier serves alone.

An object is one line of JSON (size, digests, facts) and the payload. The first of two makers
wins: the other takes over what is there, so that all machines work with the same bytes even where
making twice gives two results, as with a voice on the network.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from renderer.cancellation import pool
from renderer.files.atomic import draft_folder
from renderer.files.digest import file_digest
from renderer.messages import tr
from renderer.store.bucket import Bucket, OutOfReach
from renderer.store.cache import Cache, Entry, StoredFile, key_of

R = TypeVar("R")
T = TypeVar("T")
LOG = logging.getLogger(__name__)
RETRY_SECONDS = 60.0
"""How long a bucket that failed is left alone."""
AT_ONCE = 16
"""Requests under way at most: each waits for an answer, which costs a thread and no core."""
_LONGEST_HEAD = 16 * 1024 * 1024
"""Bytes of the line of JSON; word times of a long take are some kilobytes."""


class _Damaged(Exception):
    """An object is not what its head says."""


class SharedCache(Cache):
    """A `Cache` whose entries also go to, and come from, a bucket."""

    def __init__(self, root: Path, bucket: Bucket) -> None:
        super().__init__(root)
        self._bucket = bucket
        self._listed: dict[tuple[str, str], frozenset[str]] = {}
        self._lock = threading.Lock()
        self._away_until = 0.0

    @property
    def place(self) -> str:
        """What another machine opens to share this cache."""
        return self._bucket.url

    @property
    def local(self) -> Cache:
        """The local tier alone."""
        return Cache(self.root)

    def holds(self, kind: str, key: str) -> bool:
        """Whether an entry seems to be there. Every listing of the bucket is read once."""
        return super().holds(kind, key) or key in self._listing((kind, key[:2]))

    def held(self, kind: str, keys: Iterable[str]) -> frozenset[str]:
        """Those of *keys* that seem to be there; listings are read side by side."""
        wanted = frozenset(keys)
        away = wanted - self.local.held(kind, wanted)
        places = {(kind, key[:2]) for key in away}
        self._side_by_side(self._listing, places)
        return wanted - {key for key in away if key not in self._listing((kind, key[:2]))}

    def find_all(self, kind: str, keys: Iterable[str]) -> dict[str, Entry]:
        """The entries of *keys* that are there, brought from the bucket side by side."""
        wanted = tuple(dict.fromkeys(keys))
        here = self.local.find_all(kind, wanted)
        away = tuple(key for key in wanted if key not in here)
        brought = self._side_by_side(lambda key: self._from_bucket(kind, key), away)
        here.update((key, entry) for key, entry in zip(away, brought, strict=True) if entry)
        return here

    def find(self, kind: str, key: str) -> Entry | None:
        """The entry, verified; brought from the bucket when it is not here."""
        return super().find(kind, key) or self._from_bucket(kind, key)

    def keep(self, kind: str, key: str, write: Callable[[Path], Mapping[str, Any] | None]) -> Entry:
        """Make the entry here, then offer it; the one that was there first is taken over."""
        entry = super().keep(kind, key, write)
        return self._reach(lambda: self._offered(kind, entry), entry)

    def stored(self) -> Iterator[StoredFile]:
        """Every entry of the bucket, then those that are only here."""
        empty: list[StoredFile] = []
        seen = set()
        for found in self._reach(lambda: list(self._bucket.objects()), empty):
            seen.add((found.kind, found.key))
            yield found
        for local in super().stored():
            if (local.kind, local.key) not in seen:
                yield local

    def drop(self, kind: str, key: str) -> None:
        """Forget one entry, in both tiers."""
        self._reach(lambda: self._bucket.drop(kind, key), None)
        super().drop(kind, key)

    def _listing(self, place: tuple[str, str]) -> frozenset[str]:
        if place not in self._listed:
            self._listed[place] = self._reach(lambda: self._bucket.keys(*place), frozenset())
        return self._listed[place]

    def _from_bucket(self, kind: str, key: str) -> Entry | None:
        return self._reach(lambda: self._sought(kind, key), None)

    @staticmethod
    def _side_by_side(ask: Callable[[T], R], about: Collection[T]) -> list[R]:
        if len(about) < 2:
            return [ask(one) for one in about]
        with pool(min(len(about), AT_ONCE), "bucket") as threads:
            return [asked.result() for asked in [threads.submit(ask, one) for one in about]]

    def _sought(self, kind: str, key: str) -> Entry | None:
        with self._bench() as bench:
            try:
                return self._brought(kind, key, bench)
            except _Damaged:
                LOG.warning(
                    tr(
                        "cache: a damaged {kind} in {place} is passed over and will be made"
                        " again ({key})",
                        kind=kind,
                        place=self._bucket.url,
                        key=key[:12],
                    )
                )
        return None

    def _offered(self, kind: str, entry: Entry) -> Entry:
        with self._bench() as bench:
            packed = bench / "packed"
            _pack(entry, packed)
            if self._bucket.offer(kind, entry.key, packed):
                return entry
            try:
                return self._brought(kind, entry.key, bench) or entry
            except _Damaged:
                self._bucket.offer(kind, entry.key, packed, replace=True)
        return entry

    def _brought(self, kind: str, key: str, bench: Path) -> Entry | None:
        packed = bench / "fetched"
        if not self._bucket.fetch(kind, key, packed):
            return None
        payload = bench / "payload"
        facts = _unpack(packed, payload)

        def write(draft: Path) -> Mapping[str, Any]:
            shutil.move(payload, draft)
            return facts

        return super().keep(kind, key, write)

    @contextmanager
    def _bench(self) -> Iterator[Path]:
        self.root.mkdir(parents=True, exist_ok=True)
        with draft_folder(self.root) as bench:
            yield bench

    def _reach(self, action: Callable[[], R], otherwise: R) -> R:
        """Do something with the bucket; or nothing, for a while after it failed."""
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return action()
        except OutOfReach as error:
            with self._lock:
                was_told = time.monotonic() < self._away_until
                self._away_until = time.monotonic() + RETRY_SECONDS
            if was_told:  # by another thread, which asked at the same time
                return otherwise
            LOG.warning(
                tr(
                    "cache: {place} is out of reach ({why}): going on with what is here, in"
                    " {folder}",
                    place=self._bucket.url,
                    why=error,
                    folder=self.root,
                )
            )
            return otherwise


def _pack(entry: Entry, into: Path) -> None:
    facts = dict(entry.facts)
    head = {
        "facts": facts,
        "noted": key_of(facts),
        "sha256": file_digest(entry.path),
        "size": entry.path.stat().st_size,
    }
    with into.open("wb") as out, entry.path.open("rb") as payload:
        out.write(json.dumps(head).encode("ascii") + b"\n")
        shutil.copyfileobj(payload, out, 1 << 20)


def _unpack(packed: Path, payload: Path) -> dict[str, Any]:
    """Write an object's payload, verified; returns its facts."""
    try:
        with packed.open("rb") as stream:
            head = json.loads(stream.readline(_LONGEST_HEAD))
            with payload.open("wb") as out:
                shutil.copyfileobj(stream, out, 1 << 20)
        facts: dict[str, Any] = head["facts"]
        sound = (
            head["size"] == payload.stat().st_size
            and head["noted"] == key_of(facts)
            and head["sha256"] == file_digest(payload)
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _Damaged from error
    if not sound:
        raise _Damaged
    return facts
