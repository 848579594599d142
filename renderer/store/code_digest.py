"""A digest of the code that makes something, for its key: mended code makes it again.

Comes in: the modules from which something is made. Goes out: one digest of them and of all that
they reach through imports, so that nobody keeps a list or raises a number by hand. Knows nothing of
what is made.

Each file is read at most once a process, as far as it is reached; what was read of its text is
remembered beside the cache under that text's digest, because a syntax tree costs 40 times as much
as its file. A lost or damaged memory costs half a second.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock

from renderer.errors import RecitError, UsageError
from renderer.files.atomic import drafted
from renderer.messages import tr
from renderer.messages.os_errors import reason_of
from renderer.store import module_imports
from renderer.store.locations import cache_folder
from renderer.store.module_imports import ModuleSource, read_module

OURS = Path(__file__).parent.parent
"""The folder of the package whose modules these are."""
Link = tuple[str, str]
"""A module, and one that it imports; or "*", whoever does, and a package with all that is in it."""

_CARRIERS = ("messages", "errors", "extras", "cancellation", "files", "store")
"""Modules and rooms that are not followed: how work is told, fails, stops and is kept. What they
hand on is whole and verified, or isn't there; they can't change a pixel or a sample of it."""
_MOST_ROWS = 2000
"""Modules remembered, at 300 bytes: five versions of Récit side by side."""


def code_digest(*entries: str, apart: Collection[Link] = frozenset(), root: Path = OURS) -> str:
    """One name for the code of *entries* and of all that they reach.

    Args:
        entries: dotted names of modules.
        apart: imports that aren't followed, because what they give is in the key already, or is
            never used for what is made here.
        root: the package's folder; a test gives another.

    Raises:
        RecitError: a module isn't there, or can't be read.
    """
    return _digest(tuple(sorted(entries)), frozenset(apart), root)


@lru_cache(maxsize=256)
def _digest(entries: tuple[str, ...], apart: frozenset[Link], root: Path) -> str:
    sources = _sources(root)
    with sources.lock:
        digest = hashlib.sha256()
        for name in sorted(sources.reached(entries, apart)):
            digest.update(f"{name} {sources.source(name).digest}\n".encode())
        sources.remember()
        return digest.hexdigest()


def reached(
    *entries: str, apart: Collection[Link] = frozenset(), root: Path = OURS
) -> frozenset[str]:
    """The modules whose code counts: *entries*, and what they reach.

    Raises:
        RecitError: as `code_digest`.
    """
    sources = _sources(root)
    with sources.lock:
        return sources.reached(entries, frozenset(apart))


def imported(name: str, root: Path = OURS) -> frozenset[str]:
    """The modules of ours that *name* imports itself, the packages above them left out.

    Raises:
        RecitError: as `code_digest`.
    """
    sources = _sources(root)
    with sources.lock:
        return sources.imported(name)


@lru_cache(maxsize=4)
def _sources(root: Path) -> Sources:
    return Sources(root)


class Sources:
    """The modules below one folder, each read when it is first reached."""

    def __init__(self, root: Path) -> None:
        self.lock = Lock()
        """Held by who asks: threads of a render want keys at the same time."""
        self._top = root.name
        self._files = dict(_files(str(root), root.name))
        self._read: dict[str, ModuleSource] = {}
        self._imported: dict[str, frozenset[str]] = {}
        self._known = _read_memory()
        self._rows: dict[str, ModuleSource] = {}

    def source(self, name: str) -> ModuleSource:
        """The module called *name*.

        Raises:
            RecitError: it isn't there, or can't be read.
        """
        if name not in self._read:
            self._read[name] = self._fresh(name)
        return self._read[name]

    def imported(self, name: str) -> frozenset[str]:
        """What it imports, each the module that is meant or holds what is meant."""
        if name not in self._imported:
            found = {module for each in self.source(name).imports for module in self._meant(each)}
            self._imported[name] = frozenset(found - {name})
        return self._imported[name]

    def reached(self, entries: Collection[str], apart: frozenset[Link]) -> frozenset[str]:
        """*entries* and all that they import, directly or not, with the packages they lie in."""
        seen: set[str] = set()
        closed = tuple(f"{imported}." for importer, imported in apart if importer == "*")
        waiting = list(entries)
        while waiting:
            name = waiting.pop()
            if name in seen or self._carries(name) or f"{name}.".startswith(closed):
                continue
            seen.add(name)
            waiting += (each for each in self.imported(name) if (name, each) not in apart)
            if above := name.rpartition(".")[0]:
                waiting.append(above)  # importing a module runs its packages first
        return frozenset(seen)

    def remember(self) -> None:
        """Keep what was read anew, where there is a place for it."""
        if all(row in self._known for row in self._rows):
            return
        rows = {**self._known, **self._rows}
        if len(rows) > _MOST_ROWS:
            rows = dict(self._rows)
        _write_memory(rows)
        self._known = rows

    def _fresh(self, name: str) -> ModuleSource:
        if name not in self._files:
            raise _unreadable(tr("there is no module {module}", module=name))
        path = Path(self._files[name])
        try:
            text = path.read_bytes()
        except OSError as error:
            raise _unreadable(reason_of(error)) from error
        row = hashlib.sha256(b"\0".join((name.encode(), text))).hexdigest()
        if row not in self._known:
            is_package = path.name == "__init__.py"
            self._rows[row] = read_module(name, text, is_package=is_package)
        else:
            self._rows[row] = self._known[row]
        return self._rows[row]

    def _meant(self, dotted: str) -> Iterator[str]:
        if not dotted.startswith(f"{self._top}."):
            if dotted == self._top:
                yield dotted
            return
        if "*" in dotted:
            fitting = re.compile(re.escape(dotted).replace(r"\*", r"[^.]+"))
            yield from (name for name in self._files if fitting.fullmatch(name))
            return
        while dotted and dotted not in self._files:  # a class, a function
            dotted = dotted.rpartition(".")[0]
        if dotted:
            yield dotted

    def _carries(self, name: str) -> bool:
        parts = name.split(".")
        return len(parts) > 1 and parts[1] in _CARRIERS


def _unreadable(why: str) -> RecitError:
    told = tr(
        "Récit's own source can't be read, and keys hold what draws: {why};"
        " remedy: install Récit as files, not within a zip",
        why=why,
    )
    return RecitError(told, code="installation-damaged")


def _files(folder: str, package: str) -> Iterator[tuple[str, str]]:
    """Every module below *folder*, by its dotted name: walked by hand, and without `Path`, since
    taking paths apart and putting them together again took twice as long as looking."""
    with os.scandir(folder) as found:
        for each in found:
            if each.name == "__init__.py":
                yield package, each.path
            elif each.name.endswith(".py"):
                yield f"{package}.{each.name[:-3]}", each.path
            elif each.is_dir() and each.name != "__pycache__":
                yield from _files(each.path, f"{package}.{each.name}")


def _memory() -> Path:
    """Where it is remembered what was read; another reader remembers elsewhere.

    Raises:
        UsageError: as `cache_folder`.
    """
    reader = hashlib.sha256(Path(module_imports.__file__).read_bytes()).hexdigest()[:16]
    return cache_folder() / "code" / f"{reader}.txt"


def _read_memory() -> dict[str, ModuleSource]:
    with suppress(OSError, ValueError, KeyError, TypeError, UsageError):
        noted, rows = _memory().read_text(encoding="utf-8").split("\n")
        if noted == _sum(rows):
            return {
                row: ModuleSource(digest=digest, imports=tuple(named))
                for row, (digest, named) in json.loads(rows).items()
            }
    return {}


def _write_memory(known: Mapping[str, ModuleSource]) -> None:
    rows = json.dumps({row: [each.digest, list(each.imports)] for row, each in known.items()})
    with suppress(OSError, UsageError):
        path = _memory()
        path.parent.mkdir(parents=True, exist_ok=True)
        with drafted(path) as draft:
            draft.write_text(f"{_sum(rows)}\n{rows}", encoding="utf-8")


def _sum(rows: str) -> str:
    return hashlib.sha256(rows.encode()).hexdigest()
