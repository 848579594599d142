"""The file beside a picture in which a program keeps what it says of it: Adobe's XMP sidecar.

Comes in: a picture's path. Goes out: the sidecar's path, where it is known whose it is. Opens
nothing. darktable and digiKam write ``plage.jpg.xmp``; Adobe's programs ``plage.xmp`` (XMP
Specification Part 3, 1.1.4), which names no picture where several bear that name.
"""

from __future__ import annotations

import stat
from pathlib import Path

from renderer.rights.embedded.bounded_reader import LARGEST as SIDECAR_BYTES

__all__ = ["SIDECAR_BYTES", "doubtful_sidecar_of", "sidecar_of"]

_ENDINGS = (".xmp", ".XMP")


def sidecar_of(picture: Path) -> Path | None:
    """The sidecar of *picture*, a plain file; None: it has none, or it may be another's."""
    for ending in _ENDINGS:
        if _is_plain(own := picture.with_name(picture.name + ending)):
            return own
    for ending in _ENDINGS:
        if _is_plain(shared := picture.with_suffix(ending)) and shared != picture:
            return None if _namesakes(picture) else shared
    return None


def doubtful_sidecar_of(picture: Path) -> Path | None:
    """The sidecar that may be that of *picture* or of another; None: there is no such doubt."""
    if sidecar_of(picture) is not None:
        return None
    shared = (picture.with_suffix(ending) for ending in _ENDINGS)
    return next((path for path in shared if _is_plain(path) and path != picture), None)


def _namesakes(picture: Path) -> bool:
    """Whether other files than *picture* bear its name but for the ending."""
    try:
        return any(
            path.stem == picture.stem and path.suffix not in _ENDINGS and path.name != picture.name
            for path in picture.parent.iterdir()
        )
    except OSError:
        return True


def _is_plain(path: Path) -> bool:
    """Whether a file with something in it stands there; a link could lead anywhere, and a pipe
    would be waited for.
    """
    try:
        facts = path.lstat()
        return stat.S_ISREG(facts.st_mode) and facts.st_size > 0
    except (OSError, ValueError):
        return False
