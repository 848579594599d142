"""A content-addressed store: an entry is whole and verified, or it is absent.

Comes in: a kind ("take", "segment", …), a key made by `key_of` from everything that can change
the entry, and a function that writes it. Goes out: verified files with a few facts about them.
Knows nothing of what its entries mean. It can be deleted, shared, damaged or raced at any time:
that only costs time.

On disk: ``<root>/<kind>/<ab>/<key>.bin`` and, written last, ``….json``: facts, size, digests.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renderer.errors import RecitError
from renderer.files.atomic import drafted, replace, sweep
from renderer.files.digest import file_digest
from renderer.messages import tr

LOG = logging.getLogger(__name__)
_PATIENCE_SECONDS = 1.0
"""Windows: how long an entry that somebody has open is waited for; the other just wrote the
same."""
_TRIES = 2
"""How often an entry is written again whose folder was removed under it."""
LAYOUT = 1
"""Number of the on-disk layout; part of every key, so that older entries are simply misses."""

Json = str | int | float | bool | None | list[Any] | dict[str, Any]


def key_of(recipe: Mapping[str, Any]) -> str:
    """The key of everything in *recipe*: 64 hexadecimal digits.

    *recipe* holds JSON values only; the order of its keys doesn't count.

    Raises:
        TypeError, ValueError: something in it is no JSON value.
    """
    return _json_digest({"layout": LAYOUT, "recipe": recipe})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A whole, verified file of the cache."""

    key: str
    path: Path
    facts: Mapping[str, Any]
    """What its maker noted: counts, lengths, word times. JSON values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One entry as `clean` sees it, unverified."""

    kind: str
    key: str
    size: int
    """Bytes of payload and facts together."""
    used: float
    """Seconds since the epoch at which it was last used; for ordering only."""


class Cache:
    """A folder of finished files, shared by any number of renders."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def place(self) -> str:
        """What another machine opens to share this cache: a folder that it mounts too."""
        return str(self.root.resolve())

    @property
    def local(self) -> Cache:
        """The same on this machine alone, for what is sooner made again than brought from afar."""
        return self

    def holds(self, kind: str, key: str) -> bool:
        """Whether an entry seems to be there; cheap and unverified, for plans."""
        # Asked for every sentence and segment of a plan: joined as text, twice as fast as paths.
        stem = os.path.join(self.root, kind, key[:2], key)  # noqa: PTH118
        return os.path.exists(f"{stem}.json") and os.path.exists(f"{stem}.bin")  # noqa: PTH110

    def held(self, kind: str, keys: Iterable[str]) -> frozenset[str]:
        """Those of *keys* whose entries seem to be there, as `holds`."""
        return frozenset(key for key in keys if self.holds(kind, key))

    def find_all(self, kind: str, keys: Iterable[str]) -> dict[str, Entry]:
        """The entries of *keys* that are there, as `find`, each in its turn."""
        found = ((key, self.find(kind, key)) for key in dict.fromkeys(keys))
        return {key: entry for key, entry in found if entry is not None}

    def find(self, kind: str, key: str) -> Entry | None:
        """The entry, verified; None when it is absent or damaged (then it is set aside)."""
        payload, facts_path = self._payload_path(kind, key), self._facts_path(kind, key)
        try:
            noted = json.loads(facts_path.read_text(encoding="utf-8"))
            facts = noted["facts"]
            sound = (
                noted["size"] == payload.stat().st_size
                and noted["noted"] == _json_digest(facts)
                and noted["sha256"] == file_digest(payload)
            )
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            # RecursionError: json's own on deeply nested rubbish (CPython 3.11 to 3.14).
            sound = False
        if not sound:
            self._quarantine(kind, key)
            return None
        _touch(facts_path)
        return Entry(key=key, path=payload, facts=facts)

    def keep(self, kind: str, key: str, write: Callable[[Path], Mapping[str, Any] | None]) -> Entry:
        """Make the entry: *write* is given a path to write to and may return facts.

        The entry appears only when it is whole. A maker that fails or is killed leaves at most a
        file whose name starts with ".making-", which `clean` removes.
        """
        for _ in range(_TRIES):
            try:
                return self._kept(kind, key, write)
            except PermissionError:
                # Windows: an entry that another render has mapped can't be replaced. It is as good.
                if os.name == "nt" and (entry := self.find(kind, key)):
                    return entry
                raise
            except (OSError, RecitError):
                if (self.root / kind / key[:2]).is_dir():
                    raise
                # Somebody removed the cache meanwhile: that costs the time to write it again.
        return self._kept(kind, key, write)

    def _kept(
        self, kind: str, key: str, write: Callable[[Path], Mapping[str, Any] | None]
    ) -> Entry:
        payload, facts_path = self._payload_path(kind, key), self._facts_path(kind, key)
        payload.parent.mkdir(parents=True, exist_ok=True)
        # Drafts lie in the folder of their kind, where few others do: `sweep` is quick.
        with drafted(payload, payload.parents[1], _replace) as draft:
            facts = dict(write(draft) or {})
            digest = file_digest(draft)
            noted = json.dumps(
                {
                    "facts": facts,
                    "noted": _json_digest(facts),
                    "sha256": digest,
                    "size": draft.stat().st_size,
                }
            )
            payload.parent.mkdir(exist_ok=True)
        with drafted(facts_path, facts_path.parents[1], _replace) as note:
            note.write_text(noted, encoding="utf-8")
        return Entry(key=key, path=payload, facts=facts)

    def find_or_keep(
        self, kind: str, key: str, write: Callable[[Path], Mapping[str, Any] | None]
    ) -> Entry:
        """The entry, found or made now."""
        return self.find(kind, key) or self.keep(kind, key, write)

    def stored(self) -> Iterator[StoredFile]:
        """Every entry on disk, in no order; entries that vanish meanwhile are skipped."""
        for facts_path in self.root.glob("*/??/*.json"):
            if facts_path.name.startswith("."):
                continue
            kind, key = facts_path.parts[-3], facts_path.stem
            try:
                noted = facts_path.stat()
                size = noted.st_size + self._payload_path(kind, key).stat().st_size
            except OSError:
                continue
            yield StoredFile(kind=kind, key=key, size=size, used=noted.st_mtime)

    def drop(self, kind: str, key: str) -> None:
        """Forget one entry. The note goes first, so that a reader sees it whole or not at all."""
        self._facts_path(kind, key).unlink(missing_ok=True)
        try:
            self._payload_path(kind, key).unlink(missing_ok=True)
        except PermissionError:
            if os.name != "nt":
                raise
            # Windows: a render has it mapped. Without its note it is nothing, and swept later.

    def sweep(self, *, older_than_seconds: float = 86_400.0) -> int:
        """Remove drafts of killed makers and what was set aside, if old enough. Counts them.

        A payload without a note is a draft too: its maker was killed between the two.
        """
        limit = time.time() - older_than_seconds
        gone = self.sweep_drafts(older_than_seconds=older_than_seconds)
        lone = (p for p in self.root.glob("*/??/*.bin") if not p.with_suffix(".json").exists())
        for path in [*self.root.glob("quarantine/*"), *lone]:
            try:
                if path.stat().st_mtime < limit:
                    path.unlink()
                    gone += 1
            except OSError:
                continue
        return gone

    def sweep_drafts(self, *, older_than_seconds: float = 86_400.0) -> int:
        """Remove drafts whose makers were killed, or that are old enough. Counts them. Quick."""
        kinds = [place for place in self.root.glob("*") if place.is_dir()]
        return sum(
            sweep(place, older_than_seconds=older_than_seconds) for place in (self.root, *kinds)
        )

    def _payload_path(self, kind: str, key: str) -> Path:
        return self.root / kind / key[:2] / f"{key}.bin"

    def _facts_path(self, kind: str, key: str) -> Path:
        return self.root / kind / key[:2] / f"{key}.json"

    def _quarantine(self, kind: str, key: str) -> None:
        LOG.warning(
            tr(
                "cache: a damaged {kind} was set aside and will be made again ({key})",
                kind=kind,
                key=key[:12],
            )
        )
        aside = self.root / "quarantine"
        for path in (self._facts_path(kind, key), self._payload_path(kind, key)):
            try:
                aside.mkdir(parents=True, exist_ok=True)
                path.replace(aside / f"{secrets.token_hex(4)}-{kind}-{path.name}")
            except OSError:
                continue


def _json_digest(value: Any) -> str:
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _replace(draft: Path, final: Path) -> None:
    """Rename over. Not waiting long: on Windows whoever has an entry open has the same one."""
    replace(draft, final, _PATIENCE_SECONDS)


def _touch(path: Path) -> None:
    """Note the use, for `clean`; a read-only cache is used without notes."""
    try:
        os.utime(path)
    except OSError:
        return
