"""A file put into a folder under a name that nothing there has.

Comes in: a file, a folder, a stem and a suffix. Goes out: the name. Knows no content.
"""

from __future__ import annotations

import os
from pathlib import Path

from renderer.files.digest import file_digest

_MOST_ALIKE = 1000
"""Files of one name in a folder: far more than anybody keeps, and an end to the search."""


def keep_fresh(source: Path, folder: Path, stem: str, suffix: str) -> str:
    """*source* under a name in *folder* that is free, or holds the same bytes.

    Neither a link nor a file that somebody else puts there meanwhile is ever written to.

    Raises:
        FileExistsError: a thousand names are taken.
    """
    digest = file_digest(source)
    for number in range(1, _MOST_ALIKE):
        name = f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
        place = folder / name
        if os.path.lexists(place):
            if not place.is_symlink() and place.is_file() and file_digest(place) == digest:
                return name
            continue
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        try:
            handle = os.open(place, flags | getattr(os, "O_BINARY", 0), 0o666)
        except FileExistsError:
            continue
        with os.fdopen(handle, "wb") as out, source.open("rb") as read:
            while piece := read.read(1 << 20):
                out.write(piece)
        return name
    raise FileExistsError(stem)
