"""The drafts that lie beside the public sets, for who wants to know of them or be rid of them.

Comes in: the folder of finished films. Goes out: what lies in its `.drafts/`. Touches nothing else.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

DRAFTS = ".drafts"
"""The folder beside the public sets. No slug begins with a full stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One set that isn't public."""

    folder: Path
    size: int
    """Bytes. What two names lead to counts once."""
    made: float
    """When it was last changed, in seconds since the epoch; for ordering only."""


def drafts_in(out: Path) -> list[Draft]:
    """Every draft below *out*, by name."""
    place = out / DRAFTS
    if place.is_symlink() or not place.is_dir():
        return []
    return [
        _draft(folder)
        for folder in sorted(place.iterdir())
        if folder.is_dir() and not folder.is_symlink()
    ]


def drop_draft(draft: Draft) -> None:
    """Take a draft away, and the folder of drafts with the last of them."""
    shutil.rmtree(draft.folder)
    with suppress(OSError):
        draft.folder.parent.rmdir()


def _draft(folder: Path) -> Draft:
    files = {}
    for path in folder.rglob("*"):
        with suppress(OSError):
            found = path.lstat()
            files[found.st_dev, found.st_ino] = found.st_size if path.is_file() else 0
    return Draft(folder=folder, size=sum(files.values()), made=folder.stat().st_mtime)
