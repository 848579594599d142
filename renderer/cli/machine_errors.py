"""What machines refuse, in words: disks, limits, memory.

Comes in: an exception that no storyboard is to blame for. Goes out: an error with the remedy and
the code of its kind, or nothing for a mistake of ours, which keeps its traceback.
"""

from __future__ import annotations

import errno
from typing import NamedTuple

from renderer.errors import RecitError
from renderer.messages import deferred, tr


class _Refusal(NamedTuple):
    """What a system refused."""

    code: str
    why: str
    """Our own words, for `tr`: a system's are in its own language, or in English."""
    remedy: str
    """For `tr`."""


_ROOM = deferred("make room on the disk (see `clean`), or name another with --cache and --out")
_LARGER = deferred(
    "let files be larger (ulimit -f unlimited), or name a disk that holds such with --out"
)
_GONE = deferred("was it removed, or its disk taken away, while it was in use? run again to go on")
_ALLOWED = deferred("allow writing there; --cache and --out name other places for a render")
_MEMORY = deferred(
    "let it have more (ulimit -v unlimited, a larger container), end other programs, or render"
    " with --jobs 1 or smaller: --height 720"
)
_FILES = deferred("let more files be open at once: ulimit -n 1024")
_SYSTEM_FILES = deferred("the whole system has too many files open: end other programs")
_PROCESSES = deferred("let more processes and threads run (ulimit -u)")


def _rows(code: str, remedy: str, words: dict[int, str]) -> dict[int, _Refusal]:
    return {number: _Refusal(code, why, remedy) for number, why in words.items()}


_REFUSALS = {
    **_rows(
        code="disk-full",
        remedy=_ROOM,
        words={
            errno.ENOSPC: deferred("No space left on device"),
            errno.EDQUOT: deferred("Disk quota exceeded"),
        },
    ),
    **_rows(
        code="file-size-limited", remedy=_LARGER, words={errno.EFBIG: deferred("File too large")}
    ),
    **_rows(
        code="writing-refused",
        remedy=_ALLOWED,
        words={
            errno.EROFS: deferred("Read-only file system"),
            errno.EACCES: deferred("Permission denied"),
            errno.EPERM: deferred("Operation not permitted"),
        },
    ),
    **_rows(
        code="file-gone",
        remedy=_GONE,
        words={
            errno.ENOENT: deferred("No such file or directory"),
            errno.ENOTDIR: deferred("Not a directory"),
            errno.ESTALE: deferred("Stale file handle"),
        },
    ),
    **_rows(
        code="limit-reached", remedy=_FILES, words={errno.EMFILE: deferred("Too many open files")}
    ),
    **_rows(
        code="limit-reached",
        remedy=_SYSTEM_FILES,
        words={errno.ENFILE: deferred("Too many open files in system")},
    ),
    **_rows(
        code="limit-reached",
        remedy=_PROCESSES,
        words={errno.EAGAIN: deferred("Resource temporarily unavailable")},
    ),
    **_rows(
        code="memory-short",
        remedy=_MEMORY,
        words={errno.ENOMEM: deferred("Cannot allocate memory")},
    ),
}
"""By the number that the system gives."""
_WHY = {
    errno.EIO: deferred("Input/output error"),
    errno.EPIPE: deferred("Broken pipe"),
    errno.EISDIR: deferred("Is a directory"),
    errno.EEXIST: deferred("File exists"),
    errno.ENAMETOOLONG: deferred("File name too long"),
    errno.ELOOP: deferred("Too many levels of symbolic links"),
    errno.EINVAL: deferred("Invalid argument"),
    errno.EADDRINUSE: deferred("Address already in use"),
}
"""Other numbers: there is no remedy that would do for each."""
_LIMITS = (errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM)


def reason(error: OSError) -> str:
    """Why the system refused something, in the reader's language where we have words for it."""
    number = error.errno or 0
    if number in _REFUSALS:
        return tr(_REFUSALS[number].why)
    return tr(_WHY[number]) if number in _WHY else error.strerror or str(error)


def machine_error(error: Exception) -> RecitError | None:
    """What a disk or the system refused, with the remedy; None when it is neither's doing."""
    if isinstance(error, OSError):
        return _system_error(error)
    said = " ".join(str(error).split())
    if isinstance(error, MemoryError):
        lack = tr("there is not enough memory")
        if said:
            lack = tr("there is not enough memory ({why})", why=said)
        return RecitError(_with_remedy(lack, _MEMORY), code="memory-short")
    if isinstance(error, RuntimeError) and "start new thread" in said:
        told = tr(
            "no thread can be started; let more processes and threads run (ulimit -u), or more"
            " memory (ulimit -v)"
        )
        return RecitError(told, code="limit-reached")
    # The loader's words, where a library's file can't be mapped, or one can't be opened any more.
    if isinstance(error, ImportError) and "failed to map segment" in said:
        lack = tr("there is not enough memory to load a library ({why})", why=said)
        return RecitError(_with_remedy(lack, _MEMORY), code="memory-short")
    return None


def _system_error(error: OSError) -> RecitError:
    why = reason(error)
    if error.filename:
        why = tr("{file}: {why}", file=error.filename, why=why)
    known = _REFUSALS.get(error.errno or 0)
    if known is None:
        return RecitError(why, code="system-refused")
    return RecitError(_with_remedy(why, known.remedy), code=known.code)


def _with_remedy(what: str, remedy: str) -> str:
    return tr("{what}; {remedy}", what=what, remedy=tr(remedy))


def error_told(error: RecitError) -> str:
    """An error's own words, and what lifts the limit that is behind it, if one is."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _LIMITS:
            return _with_remedy(str(error), _REFUSALS[cause.errno].remedy)
        cause = cause.__cause__
    return str(error)
