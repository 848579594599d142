"""Why the system refused a file, in our own words: its own are in its language, or in English.

Comes in: an OSError, or what Python raises for a name that no file can have. Goes out: the reason,
to stand in a message. Knows no file.
"""

from __future__ import annotations

import errno

from renderer.messages.catalogue import deferred, tr

_REASONS = {
    errno.ENOENT: deferred("no such file or directory"),
    errno.EACCES: deferred("permission denied"),
    errno.EPERM: deferred("operation not permitted"),
    errno.EROFS: deferred("read-only file system"),
    errno.ENOTDIR: deferred("not a directory"),
    errno.EISDIR: deferred("is a directory"),
    errno.EEXIST: deferred("file exists"),
    errno.ENAMETOOLONG: deferred("file name too long"),
    errno.ELOOP: deferred("too many levels of symbolic links"),
    errno.ENOSPC: deferred("no space left on device"),
    errno.EDQUOT: deferred("disk quota exceeded"),
    errno.EIO: deferred("input/output error"),
    errno.EMFILE: deferred("too many open files"),
    errno.EINVAL: deferred("invalid argument"),
}
_NUL = "embedded null"
"""What Python's own refusal of a name with a NUL begins with (CPython 3.11 to 3.14)."""


def reason_of(error: OSError | ValueError) -> str:
    """Why *error* was raised, without a capital and without the file's name."""
    if isinstance(error, OSError):
        known = _REASONS.get(error.errno or 0)
        if known is not None:
            return tr(known)
        return (error.strerror or tr("unknown reason")).lower()
    if str(error).startswith(_NUL):
        return tr("embedded null byte")
    return str(error).lower() or tr("unknown reason")
