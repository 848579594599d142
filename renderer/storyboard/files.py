"""File names in a storyboard: inside the project, existing, and what they can't be.

Comes in: a name as written. Goes out: an absolute path, or why not and what to do. Looks at
folders and file types; opens nothing.
"""

from __future__ import annotations

import difflib
import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

_URL = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+://|^(?:data|javascript|file|https?):", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")
_DEVICE = re.compile(
    r"^(?:aux|con|nul|prn|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)", re.IGNORECASE
)
_NOT_PORTABLE = re.compile(r'[<>:"|?*\x00-\x1f]')
_INSIDE = "copy it into the project and name it from there"


class BadNameError(ValueError):
    """A name that no file of the project can have, or that none has."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(slots=True)
class Folder:
    """A folder that names are relative to; remembers what it has looked at."""

    base: Path
    """Absolute, symbolic links resolved."""
    root: Path
    """The project's root, resolved: no name leads out of it."""
    shown: str
    """How messages call it: "media/"."""
    _inside: dict[str, bool] = field(default_factory=dict)
    _listings: dict[str, dict[str, str]] = field(default_factory=dict)
    _found: dict[str, Path] = field(default_factory=dict)

    def find(self, name: str) -> Path:
        """The file called *name*.

        Raises:
            BadNameError: it leaves the project, is no regular file, or is not there.
        """
        known = self._found.get(name)
        if known is None:
            check_shape(name)
            known = self._found[name] = self._existing(name)
        return known

    def _existing(self, name: str) -> Path:
        parts = [part for part in name.split("/") if part not in ("", ".")]
        folder = os.path.join(self.base, *parts[:-1])  # noqa: PTH118 - pathlib costs 10,000 slides 0.3 s
        if not self._stays_inside(folder):
            raise BadNameError(f"'{name}' is a link out of the project", _INSIDE)
        path = f"{folder}{os.sep}{parts[-1]}"
        try:
            kind = os.lstat(path).st_mode
        except OSError:
            spelled = self._listing(folder).get(_folded(parts[-1]))
            if spelled is None or _composed(spelled) != _composed(parts[-1]):
                raise self._missing(name, folder, parts) from None
            path = f"{folder}{os.sep}{spelled}"
            kind = os.lstat(path).st_mode
        if stat.S_ISLNK(kind):
            path, kind = self._followed(name, path)
        if stat.S_ISDIR(kind):
            raise BadNameError(f"'{name}' is a folder", "name a file in it")
        if not stat.S_ISREG(kind):
            raise BadNameError(f"'{name}' is not a regular file", "copy its content into a file")
        return Path(path)

    def _followed(self, name: str, path: str) -> tuple[str, int]:
        try:
            real = os.path.realpath(path, strict=True)
            kind = Path(real).stat().st_mode
        except OSError:
            raise BadNameError(
                f"'{name}' is a link to nothing", "copy the file itself into the project"
            ) from None
        if not self._stays_inside(os.path.dirname(real)):  # noqa: PTH120 - as above
            raise BadNameError(f"'{name}' is a link out of the project", _INSIDE)
        return real, kind

    def _stays_inside(self, folder: str) -> bool:
        known = self._inside.get(folder)
        if known is None:
            known = Path(os.path.realpath(folder)).is_relative_to(self.root)
            self._inside[folder] = known
        return known

    def _listing(self, folder: str) -> dict[str, str]:
        """The names in *folder*, by their folded form."""
        if folder not in self._listings:
            try:
                names = sorted(each.name for each in Path(folder).iterdir())
            except OSError:
                names = []
            self._listings[folder] = {_folded(each): each for each in names}
        return self._listings[folder]

    def _missing(self, name: str, folder: str, parts: list[str]) -> BadNameError:
        what = f"no file '{name}' in {self.shown}"
        listing = self._listing(folder)
        if parts[0] == self.base.name and not listing and len(parts) > 1:
            return BadNameError(what, f"did you mean '{'/'.join(parts[1:])}'?")
        near = difflib.get_close_matches(_folded(parts[-1]), listing, n=1, cutoff=0.6)
        if near:
            spelled = "/".join([*parts[:-1], listing[near[0]]])
            return BadNameError(what, f"did you mean '{spelled}'?")
        if not self.base.is_dir():
            return BadNameError(
                what, f"there is no folder {self.base}: make it, and put the file in"
            )
        return BadNameError(what, f"put it there, or correct the name; looked in {folder}")


def check_shape(name: str) -> None:
    """Refuse what can't name a file of the project on every system.

    Raises:
        BadNameError: with the reason.
    """
    if not name.strip("./"):
        raise BadNameError("an empty file name", "name a file, for example carte.jpg")
    if _URL.match(name):
        raise BadNameError(
            "a web address where a file should be",
            "download it, keep it in media/ with its rights, and name that file",
        )
    if name.startswith(("/", "\\", "~")) or _DRIVE.match(name):
        raise BadNameError(f"'{name}' is not inside the project", _INSIDE)
    if "\\" in name:
        raise BadNameError(f"'{name}' holds a backslash", "separate folders with '/'")
    parts = name.split("/")
    if ".." in parts:
        raise BadNameError(f"'{name}' climbs out of its folder with '..'", _INSIDE)
    if (odd := _NOT_PORTABLE.search(name)) is not None:
        raise BadNameError(
            f"'{name}' holds '{odd.group()}', which not every system allows", "rename the file"
        )
    for part in parts:
        _check_part(name, part)


def _check_part(name: str, part: str) -> None:
    if part.startswith("-"):
        raise BadNameError(f"'{name}' starts with '-', like an option", "rename the file")
    if _DEVICE.match(part):
        raise BadNameError(f"'{name}' is the name of a device on Windows", "rename the file")
    if part not in (".", "..") and part != part.rstrip(". "):
        raise BadNameError(f"'{name}' ends with a dot or a blank", "rename the file")
    if len(part.encode()) > 255:
        raise BadNameError("a file name of more than 255 bytes", "rename the file")


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _folded(name: str) -> str:
    return _composed(name).casefold()
