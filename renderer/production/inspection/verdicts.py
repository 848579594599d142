"""What was found fit is remembered in the cache, so that it is looked at once.

Comes in: the digest of a file, what it is used for; or a film. Goes out: an entry of the cache
without bytes, whose facts are what an author should know of the file, in no language of people: the
next one who asks may read another. What was found unfit is not remembered: it may have been the
machine's fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.messages.notes import PendingMessage, note_in
from renderer.production.library_versions import library_versions
from renderer.store.cache import Cache, key_of
from renderer.store.code_digest import code_digest
from renderer.themes.theme import parts_digest

if TYPE_CHECKING:
    from renderer.production.inspection.subject import Subject
    from renderer.themes.theme import Theme

FIT = "fit"
"""The cache's name for files that were found to be what a film needs."""


def fit_key(digest: str, *readers: str, **use: Any) -> str:
    """Names that a file of these bytes was found fit for a *use*, by what decodes here.

    Args:
        digest: of the file.
        readers: the modules that opened it.
        use: JSON values of what it is wanted for.
    """
    return key_of(
        {
            "kind": FIT,
            "file": digest,
            "use": use,
            "code": code_digest(*readers),
            "libraries": library_versions(),
        }
    )


def film_key(subject: Subject, theme: Theme, *readers: str) -> str:
    """Names that nothing was found in what *subject* looks at, drawn in *theme*; as `fit_key`."""
    return fit_key(parts_digest(subject.digest, theme), *readers)


def remembered(cache: Cache | None, key: str) -> tuple[PendingMessage, ...] | None:
    """The notes on a file that was found fit; None: it must be looked at."""
    entry = cache.find(FIT, key) if cache is not None else None
    try:
        return tuple(map(note_in, entry.facts["notes"])) if entry else None
    except (KeyError, TypeError, AttributeError):
        return None  # written by somebody else: looking again costs only time


def remember(cache: Cache | None, key: str, notes: tuple[PendingMessage, ...] = ()) -> None:
    """Keep that a file was found fit, where the cache can be written to."""

    def write(path: Path) -> Mapping[str, object]:
        path.write_bytes(b"")
        return {"notes": [each.as_json() for each in notes]}

    if cache is not None:
        with suppress(OSError):  # looking again costs only time
            cache.keep(FIT, key, write)
