"""Files and folders that appear whole or not at all; and what their makers left when they died.

Comes in: a path. Goes out: a name to write to, renamed over the path when all went well and removed
when not. A draft's name says which process makes it, so that what a killed one left is known from
what another is writing at this moment.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from renderer.cancellation import SLICE_SECONDS, Patience, stop_point, unbroken

PREFIX = ".making-"
"""How the name of every draft begins."""
STALE_SECONDS = 86_400.0
"""Age at which a draft is given up whose maker can't be asked after: on another machine, in another
container, or of an earlier version."""
_NOT_SUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""How disks say that they don't know a call."""
_OWNER = re.compile(re.escape(PREFIX) + r"(?P<machine>[0-9a-f]{8})-(?P<pid>\d+)-(?P<born>\d*)-")
_BLOCK_BYTES = 1 << 22
"""Bytes that are copied between two looks at whether to stop."""
_PATIENCE_SECONDS = 10.0
"""Windows: how long a file that somebody has open is waited for; a virus scanner, or a player at
its end, lets go by itself."""


def draft_name(suffix: str = "") -> str:
    """A name that nobody else has, and that says whose it is."""
    pid = os.getpid()
    return f"{PREFIX}{_machine()}-{pid}-{_born(pid)}-{secrets.token_hex(8)}{suffix}"


@contextmanager
def drafted(
    path: Path,
    folder: Path | None = None,
    put: Callable[[Path, Path], None] | None = None,
) -> Iterator[Path]:
    """A name to write to; renamed over *path* if nothing goes wrong, else removed.

    Args:
        path: what appears.
        folder: where the draft is, on the same disk; None: beside *path*.
        put: how it is renamed; None: as `replace` does.
    """
    draft = (folder or path.parent) / draft_name(path.suffix)
    try:
        yield draft
        (put or replace)(draft, path)
    finally:
        with unbroken():
            draft.unlink(missing_ok=True)


@contextmanager
def draft_folder(parent: Path) -> Iterator[Path]:
    """A folder below *parent* for as long as the block lasts."""
    folder = parent / draft_name()
    try:
        folder.mkdir()
        yield folder
    finally:
        with unbroken():
            shutil.rmtree(folder, ignore_errors=True)


def sync(path: Path) -> None:
    """Make what was written to a file, or renamed in a folder, last through a power cut.

    A disk that has no such promise to give (some network and user-space ones) goes without: it is
    told at the start, not when all is done.
    """
    try:
        sync_or_fail(path)
    except OSError as error:
        if error.errno not in _NOT_SUPPORTED:
            raise


def sync_or_fail(path: Path) -> None:
    """As `sync`.

    Raises:
        OSError: the disk is full, or failing, or can't promise it.
    """
    if os.name == "nt" and path.is_dir():
        return  # Windows can't, and need not
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_file(source: Path, target: Path) -> None:
    """The bytes of *source* written to *target*, unless asked to stop half-way."""
    with source.open("rb", buffering=0) as read, target.open("wb", buffering=0) as write:
        while block := read.read(_BLOCK_BYTES):
            stop_point()
            left = memoryview(block)
            while left:
                left = left[write.write(left) :]


def replace(draft: Path, final: Path, seconds: float = _PATIENCE_SECONDS) -> None:
    """Rename over; on Windows a reader that has *final* open makes that fail for a while."""
    patience = Patience(seconds)
    while True:
        try:
            draft.replace(final)
        except PermissionError:
            if os.name != "nt" or patience.is_over():
                raise
            time.sleep(SLICE_SECONDS)
        else:
            return


def open_to_all(path: Path) -> None:
    """Let everybody read a file, or look into a folder, as far as its disk knows who may what.

    A web server is another user, and whoever works under a strict umask means what they write, not
    what they publish. What else was allowed stays.
    """
    with suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = mode | (0o755 if path.is_dir() else 0o644)
        if wanted != mode:
            path.chmod(wanted)


def sweep(folder: Path, *, older_than_seconds: float = STALE_SECONDS) -> int:
    """Remove the drafts in *folder* whose makers are gone, or that are old enough. Counts them."""
    limit = time.time() - older_than_seconds
    gone = 0
    for path in folder.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if not (_is_abandoned(path.name) or path.stat().st_mtime < limit):
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
            gone += 1
    return gone


def _is_abandoned(name: str) -> bool:
    """Whether the process that made a draft of that *name* is known to have ended."""
    found = _OWNER.match(name)
    # Windows: asking after a process by signal 0 would end it there.
    if found is None or os.name == "nt" or found["machine"] != _machine():
        return False
    pid = int(found["pid"])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    born = _born(pid)
    return bool(born and found["born"]) and born != found["born"]


@lru_cache(maxsize=1)
def _machine() -> str:
    """Names where this process's number means something: this boot, and this container."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        place = f"{boot} {Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        place = platform.node()
    return hashlib.sha256(place.encode()).hexdigest()[:8]


def _born(pid: int) -> str:
    """When a process began, in the kernel's ticks, since numbers are given again; "" elsewhere."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]
