"""A file that isn't ours, as it was when it was digested: what is read later is that, or an error.

Comes in: paths. Goes out: digests, and reads that hold to them. Knows no format.

A digest names what is made of a file for good. A file saved over between digest and reading would
put wrong content under the old name, so whatever is read by its path is read inside `unchanged`.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from renderer.errors import RecitError
from renderer.files.digest import file_digest
from renderer.messages import tr
from renderer.messages.os_errors import reason_of

_ATTEMPTS = 2
"""A file that is being saved while it is digested gets a second chance, no third."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """What changes when somebody saves over a file, or puts another in its place."""

    inode: int
    size: int
    changed: int
    """Nanoseconds since the epoch."""
    noted: int
    """The same of its inode (Windows: of its making): putting back an old time changes this."""


class ChangedError(OSError):
    """The file is another one than was digested."""


class NotAFileError(OSError):
    """There is something else of that name: a folder, a pipe, a device."""


def state_of(path: Path) -> FileState:
    """The file's state now.

    Raises:
        OSError: it isn't there, or is no regular file.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise NotAFileError(None, tr("it is not a regular file"), str(path))
    return FileState(
        inode=found.st_ino, size=found.st_size, changed=found.st_mtime_ns, noted=found.st_ctime_ns
    )


def digest_of(path: Path) -> str:
    """SHA-256 of the file's bytes; read once for each state of the file.

    Raises:
        OSError: it can't be read, or keeps changing.
    """
    for _ in range(_ATTEMPTS):
        before = state_of(path)
        digest = _digest(path, before)
        if state_of(path) == before:
            return digest
    raise ChangedError


@lru_cache(maxsize=1024)
def _digest(path: Path, state: FileState) -> str:  # noqa: ARG001 - another state, another digest
    return file_digest(path)


@contextmanager
def unchanged(
    files: Iterable[tuple[Path, str]], error: type[RecitError], name: str = ""
) -> Iterator[None]:
    """What is read of *files* (each with the digest it was known by) meanwhile is that.

    Args:
        files: what will be read.
        error: what is raised.
        name: what messages call a file; empty: the last part of its path.

    Raises:
        error: one of them is another file than was digested, or became one meanwhile. What was made
            of it must not be kept.
    """
    held = []
    for path, digest in files:
        try:
            before = state_of(path)
            if _digest(path, before) != digest:
                raise ChangedError
        except OSError as failure:
            raise file_refusal(failure, name or path.name, error) from failure
        held.append((path, before))
    yield
    for path, before in held:
        try:
            if state_of(path) != before:
                raise ChangedError
        except OSError as failure:
            raise file_refusal(failure, name or path.name, error) from failure


def told(failure: OSError, name: str) -> str:
    """*failure* of the file called *name*, in the author's words."""
    return str(file_refusal(failure, name, RecitError))


def file_refusal(failure: OSError, name: str, error: type[RecitError]) -> RecitError:
    """*failure* of the file called *name*, as an *error* in the author's words."""
    if isinstance(failure, ChangedError):
        return error(
            tr("{file} changed while the film was being made: render again", file=name),
            code="file-changed",
        )
    what = tr("{file} can't be read: {why}", file=name, why=why(failure))
    if isinstance(failure, NotAFileError):
        return error(what, code="file-kind-unfit")
    if isinstance(failure, FileNotFoundError):
        return error(what, code="file-missing")
    return error(what, code="file-unreadable")


def why(failure: OSError) -> str:
    """Why a file can't be read, in the reader's language."""
    return str(failure.strerror) if isinstance(failure, NotAFileError) else reason_of(failure)
