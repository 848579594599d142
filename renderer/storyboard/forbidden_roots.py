"""Whether a folder is somebody's home: no project is that large, whatever lies in it.

Comes in: a folder. Goes out: yes or no. Reads the user database, no file.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

_ABOVE = ("home", "Users")
"""Folders at a disk's root that hold homes: Linux; macOS and Windows."""


def is_home(folder: Path) -> bool:
    """Whether *folder* is a home, of whoever runs this or of anybody else, or holds them all."""
    above = (folder, folder.parent)
    if any(one.name in _ABOVE and one.parent == one.parent.parent for one in above):
        return True
    return any(_is(folder, home) for home in (*_own(), *_of_its_owner(folder)))


def _own() -> list[Path]:
    named = [Path(os.environ.get(name, "")) for name in ("HOME", "USERPROFILE")]
    with contextlib.suppress(RuntimeError):  # a container run under a bare number
        named.append(Path.home())
    return [home for home in named if home.is_absolute()]


def _of_its_owner(folder: Path) -> list[Path]:
    """The home of whoever owns *folder*: that of another user, or root's own under `sudo -E`."""
    if sys.platform == "win32":
        return []
    import pwd

    try:
        return [Path(pwd.getpwuid(folder.stat().st_uid).pw_dir)]
    except (KeyError, OSError):
        return []


def _is(folder: Path, home: Path) -> bool:
    try:
        return folder.samefile(home)
    except OSError:
        return False  # a home that isn't there
