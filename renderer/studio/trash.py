"""Files of media/ that are set aside, in the project's `trash/`, and put back. None is deleted.

    set_aside(root, names) ──▶ trash/2026-11-28-141011/<names>
    put_back(root, lot), again(root, lot), put_back_named(root, text)

Comes in: a project's folder, names of files in media/. Goes out: files moved, none of them over
another. Each lot has a folder of its own, with a list of what it held, by which a step that was
undone is made again. Knows no film, nor who needs what.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from renderer.messages import tr
from renderer.storyboard.project_config import MEDIA
from renderer.studio.http import Refusal

TRASH = "trash"
"""At the project's root, where a person finds it; unlike `.recit/` it holds what can't be made."""
_HELD = ".held.json"
"""In a lot: the names of what it held, whether or not it was put back."""
_LOT = re.compile(r"\d{4}-\d{2}-\d{2}-\d{6}(?:-\d{1,3})?")
_MOST_A_SECOND = 1000
"""Lots: nobody sets aside as many, and an end to the search for a free name."""


def set_aside(root: Path, names: Iterable[str]) -> str:
    """Move files of media/ to a new lot; its name.

    Raises:
        Refusal: a folder leads out of the project.
    """
    place = _new_lot(root)
    held = sorted(names)
    (place / _HELD).write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    _move(_folder(root, MEDIA), place, held)
    return place.name


def _new_lot(root: Path) -> Path:
    trash = _folder(root, TRASH)
    trash.mkdir(exist_ok=True)
    stamp = time.strftime("%Y-%m-%d-%H%M%S")
    for number in range(1, _MOST_A_SECOND):
        place = trash / (stamp if number == 1 else f"{stamp}-{number}")
        with suppress(FileExistsError):
            place.mkdir()
            break
    return place


def set_film_aside(root: Path, film: Path) -> str:
    """Move the text of a film to a new lot; its name. What only media/ is put back from isn't told.

    Raises:
        Refusal: a folder leads out of the project.
    """
    place = _new_lot(root)
    _move(film.parent, place, [film.name])
    return place.name


def put_film_back(root: Path, lot: str, film: Path) -> None:
    """Move the text of a film back to where it was, unless another stands there by now."""
    if place := _lot(root, lot):
        _move(place, film.parent, [film.name])


def put_back(root: Path, lot: str) -> None:
    """Move a lot back to where it was; what has found another's file in its place stays."""
    if place := _lot(root, lot):
        _move(place, _folder(root, MEDIA), _held(place))


def again(root: Path, lot: str) -> None:
    """Set aside once more what was put back."""
    if place := _lot(root, lot):
        _move(_folder(root, MEDIA), place, _held(place))


def put_back_named(root: Path, text: str) -> None:
    """Move back what *text* names and media/ lacks: a film may be taken back to before."""
    trash = root / TRASH
    if not trash.is_dir() or trash.is_symlink():
        return
    media = _folder(root, MEDIA)
    for place in sorted(trash.iterdir(), reverse=True):  # the last of several is the newest
        if _lot(root, place.name):
            missing = [name for name in _held(place) if not os.path.lexists(media / name)]
            _move(place, media, (name for name in missing if _names(text, name)))


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w./-]){re.escape(name)}(?![\w-])", text) is not None


def _folder(root: Path, name: str) -> Path:
    folder = root / name
    if folder.is_symlink() or not folder.resolve().is_relative_to(root.resolve()):
        raise Refusal(422, "path-outside-project", tr("a folder leads out of the project"))
    return folder


def _lot(root: Path, lot: str) -> Path | None:
    """The folder of a lot, whose name comes out of a journal that anybody may have written."""
    place = _folder(root, TRASH) / lot
    fit = _LOT.fullmatch(lot) and place.is_dir() and not place.is_symlink()
    return place if fit else None


def _held(place: Path) -> list[str]:
    try:
        held = json.loads((place / _HELD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [name for name in held if isinstance(name, str)] if isinstance(held, list) else []


def _move(source: Path, target: Path, names: Iterable[str]) -> None:
    """Each of *names* that is there, and whose place is free."""
    for name in names:
        one, to = source / name, target / name
        inside = one.resolve().is_relative_to(source.resolve()) and ".." not in Path(name).parts
        if not inside or one.is_symlink() or not one.is_file() or os.path.lexists(to):
            continue
        to.parent.mkdir(parents=True, exist_ok=True)
        if to.parent.resolve().is_relative_to(target.resolve()):
            one.rename(to)
