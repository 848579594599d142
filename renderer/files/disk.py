"""What a disk must be able to do for sets to be published and entries kept on it: tried, not asked.

Comes in: a folder, which need not be there yet. Goes out: what is lacking, in words, with a remedy.
Network and user-space file systems lack locks, replacing or both, and say so only when asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from renderer.files.atomic import draft_folder, replace, sync_or_fail
from renderer.messages import tr
from renderer.messages.os_errors import reason_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that a disk can't do."""

    what: str
    remedy: str
    fatal: bool = True
    """Whether there is no going on without."""


def nearest_folder(place: Path) -> Path:
    """*place*, or the nearest above it that is there."""
    absolute = place.absolute()
    return next(path for path in (absolute, *absolute.parents) if path.exists())


def lacking(place: Path, *, locks: bool = True) -> Iterator[Lack]:
    """What the disk under *place* lacks.

    Args:
        place: a folder, there or yet to be made.
        locks: whether two runs must be kept apart there.

    Raises:
        OSError: nothing can be written there at all.
    """
    nearest = nearest_folder(place)
    with draft_folder(nearest) as bench:
        one, other = bench / "one", bench / "other"
        one.write_bytes(b"old")
        other.write_bytes(b"new")
        try:
            replace(other, one)
            if one.read_bytes() != b"new":
                raise OSError(None, tr("the old file is still there"))
        except OSError as error:
            yield Lack(
                what=tr(
                    "the disk of {folder} can't replace a file by another ({why})",
                    folder=nearest,
                    why=_why(error),
                ),
                remedy=tr("name a folder on a local disk, and copy what is finished from there"),
            )
        if locks and (refused := _lock_refused(bench)):
            yield Lack(
                what=tr(
                    "the disk of {folder} has no locks ({why}): two renders that publish there at"
                    " once would mix their sets",
                    folder=nearest,
                    why=refused,
                ),
                remedy=tr(
                    "mount it with locks (NFS: start lockd, or nfsvers=4), or name a folder on"
                    " another disk"
                ),
            )
        try:
            sync_or_fail(one)
            sync_or_fail(bench)
        except OSError as error:
            yield Lack(
                what=tr(
                    "the disk of {folder} doesn't say when a file is safe ({why}): after a power"
                    " cut, what was published last may have to be rendered again",
                    folder=nearest,
                    why=_why(error),
                ),
                remedy=tr("no matter, unless power cuts are frequent"),
                fatal=False,
            )


def _lock_refused(folder: Path) -> str:
    """Why a lock can't be had; "" when it can."""
    # Loaded only where a disk is tried: with asyncio, a tenth of what a `check` takes.
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "lock", timeout=0, fallback_to_soft=False)
    try:
        lock.acquire()
    except (OSError, NotImplementedError, Timeout) as error:
        return _why(error)
    lock.release()
    return ""


def _why(error: BaseException) -> str:
    # A lock's timeout is an OSError without the system's words.
    return reason_of(error) if isinstance(error, OSError) and error.strerror else str(error)
