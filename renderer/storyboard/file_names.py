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

from renderer.messages.catalogue import deferred, tr

_URL = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+://|^(?:data|javascript|file|https?):", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")
_DEVICE = re.compile(
    r"^(?:aux|con|nul|prn|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)", re.IGNORECASE
)
_NOT_PORTABLE = re.compile(r'[<>:"|?*\x00-\x1f]')
_INSIDE = deferred("copy it into the project and name it from there")
_RENAME = deferred("rename the file")


class BadNameError(ValueError):
    """A name that no file of the project can have, or that none has."""

    def __init__(self, what: str, remedy: str, *, code: str, is_near: bool = False) -> None:
        """Say what is wrong, and what to do.

        Args:
            what: is wrong.
            remedy: what to do.
            code: the name of its kind.
            is_near: whether the remedy names a file that was probably meant.
        """
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.code = code
        self.is_near = is_near


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
            raise _link_out(name)
        path = f"{folder}{os.sep}{parts[-1]}"
        try:
            kind = os.lstat(path).st_mode
        except PermissionError:
            raise BadNameError(
                tr("'{name}' can't be looked for: {folder} is closed", name=name, folder=folder),
                tr("let its folder be read: change its permissions"),
                code="file-unreadable",
            ) from None
        except OSError:
            spelled = self._listing(folder).get(_folded(parts[-1]))
            if spelled is None or _composed(spelled) != _composed(parts[-1]):
                raise self._missing(name, folder, parts) from None
            path = f"{folder}{os.sep}{spelled}"
            kind = os.lstat(path).st_mode
        if stat.S_ISLNK(kind):
            path, kind = self._followed(name, path)
        if stat.S_ISDIR(kind):
            what, remedy = tr("'{name}' is a folder", name=name), tr("name a file in it")
            raise BadNameError(what, remedy, code="file-kind-unfit")
        if not stat.S_ISREG(kind):
            what = tr("'{name}' is not a regular file", name=name)
            raise BadNameError(what, tr("copy its content into a file"), code="file-kind-unfit")
        return Path(path)

    def _followed(self, name: str, path: str) -> tuple[str, int]:
        try:
            real = os.path.realpath(path, strict=True)
            kind = Path(real).stat().st_mode
        except OSError:
            raise BadNameError(
                tr("'{name}' is a link to nothing", name=name),
                tr("copy the file itself into the project"),
                code="file-missing",
            ) from None
        if not self._stays_inside(os.path.dirname(real)):  # noqa: PTH120 - as above
            raise _link_out(name)
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
        what = tr("no file '{name}' in {folder}", name=name, folder=self.shown)
        listing = self._listing(folder)
        if parts[0] == self.base.name and not listing and len(parts) > 1:
            meant = tr("did you mean '{near}'?", near="/".join(parts[1:]))
            return BadNameError(what, meant, code="file-missing", is_near=True)
        near = difflib.get_close_matches(_folded(parts[-1]), listing, n=1, cutoff=0.6)
        if near:
            spelled = "/".join([*parts[:-1], listing[near[0]]])
            meant = tr("did you mean '{near}'?", near=spelled)
            if spelled != spelled.strip():
                # Never found: blanks around what an author wrote are taken away.
                meant = tr("a blank starts or ends the name of '{file}': rename it", file=spelled)
            return BadNameError(what, meant, code="file-missing", is_near=True)
        remedy = tr("put it there, or correct the name; looked in {folder}", folder=folder)
        if not self.base.is_dir():
            remedy = tr(
                "there is no folder {folder}: make it, and put the file in", folder=self.base
            )
        return BadNameError(what, remedy, code="file-missing")


def _link_out(name: str) -> BadNameError:
    what = tr("'{name}' is a link out of the project", name=name)
    return BadNameError(what, tr(_INSIDE), code="path-outside-project")


def check_shape(name: str) -> None:
    """Refuse what can't name a file of the project on every system.

    Raises:
        BadNameError: with the reason.
    """
    if not name.strip("./"):
        raise BadNameError(
            tr("an empty file name"),
            tr("name a file, for example {example}", example="carte.jpg"),
            code="file-name-unfit",
        )
    if _URL.match(name):
        raise BadNameError(
            tr("a web address where a file should be"),
            tr("download it, keep it in media/ with its rights, and name that file"),
            code="web-address-misplaced",
        )
    if name.startswith(("/", "\\", "~")) or _DRIVE.match(name):
        what = tr("'{name}' is not inside the project", name=name)
        raise BadNameError(what, tr(_INSIDE), code="path-outside-project")
    if "\\" in name:
        what = tr("'{name}' holds a backslash", name=name)
        remedy = tr("separate folders with '{sign}'", sign="/")
        raise BadNameError(what, remedy, code="file-name-unfit")
    parts = name.split("/")
    if ".." in parts:
        what = tr("'{name}' climbs out of its folder with '{sign}'", name=name, sign="..")
        raise BadNameError(what, tr(_INSIDE), code="path-outside-project")
    if (odd := _NOT_PORTABLE.search(name)) is not None:
        what = tr(
            "'{name}' holds '{sign}', which not every system allows",
            name=_shown(name),
            sign=_shown(odd.group()),
        )
        raise BadNameError(what, tr(_RENAME), code="file-name-unfit")
    for part in parts:
        _check_part(name, part)


def _shown(name: str) -> str:
    """*name* on one line, whatever it holds."""
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in name)


def _check_part(name: str, part: str) -> None:
    if part.startswith("-"):
        what = tr("'{name}' starts with '{sign}', like an option", name=name, sign="-")
    elif _DEVICE.match(part):
        what = tr("'{name}' is the name of a device on Windows", name=name)
    elif part not in (".", "..") and part != part.rstrip(". "):
        what = tr("'{name}' ends with a dot or a blank", name=name)
    elif len(part.encode()) > 255:
        what = tr("a file name of more than 255 bytes")
    else:
        return
    raise BadNameError(what, tr(_RENAME), code="file-name-unfit")


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _folded(name: str) -> str:
    return _composed(name).casefold()
