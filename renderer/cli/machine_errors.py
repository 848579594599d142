"""What machines refuse, in words: disks, limits, memory.

Comes in: an exception that no storyboard is to blame for. Goes out: one line with the remedy, or
nothing for a mistake of ours, which keeps its traceback.
"""

from __future__ import annotations

import errno

from renderer.errors import RecitError

_ROOM = "; make room on the disk (see `clean`), or name another with --cache and --out"
_LARGER = "; let files be larger (ulimit -f unlimited), or name a disk that holds such with --out"
_GONE = "; was it removed, or its disk taken away, while it was in use? run again to go on"
_ALLOWED = "; allow writing there, or name another place with --cache and --out"
_MEMORY = (
    "; let it have more (ulimit -v unlimited, a larger container), end other programs, or render"
    " with --jobs 1 or smaller: --height 720"
)
_REMEDIES = {
    errno.ENOSPC: _ROOM,
    errno.EFBIG: _LARGER,
    errno.EDQUOT: _ROOM,
    errno.EROFS: _ALLOWED,
    errno.EACCES: _ALLOWED,
    errno.EPERM: _ALLOWED,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.ESTALE: _GONE,
    errno.EMFILE: "; let more files be open at once: ulimit -n 1024",
    errno.ENFILE: "; the whole system has too many files open: end other programs",
    errno.EAGAIN: "; let more processes and threads run (ulimit -u)",
    errno.ENOMEM: _MEMORY,
}
"""What to do about what disks and systems refuse."""


_LIMITS = (errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM)


def in_words(error: Exception) -> str:
    """What a disk or the system refused, and the remedy; "" when it is neither's doing."""
    if isinstance(error, OSError):
        named = f"{error.filename}: " if error.filename else ""
        return f"{named}{error.strerror or error}{_REMEDIES.get(error.errno or 0, '')}"
    said = " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return f"there is not enough memory{f' ({said})' if said else ''}{_MEMORY}"
    if isinstance(error, RuntimeError) and "start new thread" in said:
        return f"no thread can be started{_REMEDIES[errno.EAGAIN]}, or more memory (ulimit -v)"
    # The loader's words, where a library's file can't be mapped, or one can't be opened any more.
    if isinstance(error, ImportError) and "failed to map segment" in said:
        return f"there is not enough memory to load a library ({said}){_MEMORY}"
    return ""


def error_told(error: RecitError) -> str:
    """An error's own words, and what lifts the limit that is behind it, if one is."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _LIMITS:
            return f"{error}{_REMEDIES[cause.errno]}"
        cause = cause.__cause__
    return str(error)
