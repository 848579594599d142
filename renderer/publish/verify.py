"""Whether a published folder still is what its manifest says.

Comes in: a folder. Goes out: what is wrong with it, as plain sentences. Changes nothing; trusts
nothing it reads: a manifest from elsewhere can't make it look outside the folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renderer.cache import file_digest
from renderer.publish.metadata import digest_of
from renderer.publish.swap import MEDIA, PRIVATE, read_state, unsettled

_LEAF = re.compile(r"[^/\\\0]+")
_LOADED = re.compile(r'\b(?:src|href|poster)="(media/[^"#?]+)')
PAGES = ("embed.html", "page.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One thing that is wrong with a set."""

    file: str
    """Relative to the folder."""
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


def verify(folder: Path) -> tuple[Damage, ...]:
    """Check each file of the set in *folder* against its manifest. Empty: the set is whole."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return (Damage(file="manifest.json", what="is missing; nothing was published here"),)
    except (OSError, ValueError) as error:
        return (Damage(file="manifest.json", what=f"can't be read: {error}"),)
    if not isinstance(manifest, dict) or manifest.get("digest") != digest_of(manifest):
        return (Damage(file="manifest.json", what="was changed after it was published"),)
    return (*_file_damage(folder, manifest), *_page_damage(folder), *_swap_damage(folder))


def _file_damage(folder: Path, manifest: dict[str, Any]) -> Iterator[Damage]:
    for name, noted in sorted(manifest.get("files", {}).items()):
        home = str(noted.get("home", ""))
        place, _, leaf = home.partition("/")
        if not _is_leaf(name) or place not in (MEDIA, PRIVATE) or not _is_leaf(leaf):
            yield Damage(file="manifest.json", what=f"names a file outside the set: {name}")
            continue
        wrong = _wrong(folder / name, noted)
        if wrong:
            yield Damage(file=name, what=wrong)
        # A copy of the set on a web server may leave the private folder behind.
        apart = place == MEDIA and (wrong or not _is_same(folder / name, folder / home))
        if apart and (at_home := _wrong(folder / home, noted)):
            yield Damage(file=home, what=at_home)


def _wrong(path: Path, noted: dict[str, Any]) -> str:
    """What distinguishes *path* from the file that was published; empty: nothing."""
    try:
        size = path.stat().st_size
        if size != noted.get("size"):
            return f"holds {size} bytes, not {noted.get('size')}"
        return "" if file_digest(path) == noted.get("sha256") else "holds other bytes"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"can't be read: {error.strerror}"


def _page_damage(folder: Path) -> Iterator[Damage]:
    for page in PAGES:
        try:
            text = (folder / page).read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue  # reported with the files
        for home in sorted(set(_LOADED.findall(text))):
            if not (folder / home).is_file():
                yield Damage(file=page, what=f"loads {home}, which is missing")


def _swap_damage(folder: Path) -> Iterator[Damage]:
    state = read_state(folder)
    if state is None:
        return
    if late := unsettled(folder, state):
        yield Damage(
            file=min(late),
            what="is not of the current set: publishing was cut short, render again to finish it",
        )


def _is_same(one: Path, other: Path) -> bool:
    """Whether both names lead to one file, which then needs reading only once."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _is_leaf(name: str) -> bool:
    return bool(_LEAF.fullmatch(name)) and name not in (".", "..")
