"""The lexicon that every film of a project reads: named in recit.toml, in `storyboards/lexiques/`.

Comes in: a project's folder, entries as the page asks for them. Goes out: the two files, written
where they aren't there yet. What an entry changed can be taken back, and made again. Knows no film.
"""

from __future__ import annotations

import json
import re
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from renderer.editing.edited_file import EditedFile
from renderer.editing.edits import apply
from renderer.editing.journal import Note
from renderer.files.atomic import drafted
from renderer.messages import tr
from renderer.storyboard.project_config import CONFIG
from renderer.storyboard.pronounce import LEXICONS
from renderer.studio.http import Refusal
from renderer.studio.page_edits import FORGET, entry_edit, entry_of, forgotten_edit

EVERYWHERE = "pronounce-everywhere"
"""What the step is called that changed the lexicon and not the film."""
_LEXICON = "noms.yaml"
"""The lexicon of a project that has none yet."""
_STORYBOARDS = "storyboards"
_LIST = re.compile(r"^pronounce[ \t]*=[ \t]*\[", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)


def keep_everywhere(root: Path, one: Mapping[str, Any]) -> None:
    """Have every film below *root* say a name as *one* asks.

    Raises:
        Refusal: recit.toml can't be read, or names a lexicon outside the project.
        StoryboardError, UsageError: the lexicon can't be edited.
    """
    entry = entry_of(one)
    place = _place(root)
    config = _naming(root, place.relative_to(root).as_posix())
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8") as fresh:
            fresh.write("# " + tr("How names are said, in all films.") + "\n")
    lexicon = EditedFile(place, root)
    there = lexicon.read()
    if any(line.strip() and not line.startswith("#") for line in there.text.splitlines()):
        text = apply(there.text, entry_edit(there.text, place, one), path=place)
    else:
        line = json.dumps(entry, ensure_ascii=False)  # YAML reads it, too
        text = f"{there.text.rstrip()}\n- {line}\n".lstrip()
    lexicon.save(text, based_on=there.digest, note=_note(entry["write"]))
    if config is not None:
        with drafted(root / CONFIG) as draft:
            draft.write_text(config, encoding="utf-8")


def forget_everywhere(root: Path, one: Mapping[str, Any]) -> None:
    """Have no film say a name as the project's lexicon has it any more.

    Raises:
        Refusal: there is no such entry.
        StoryboardError, UsageError: the lexicon can't be edited.
    """
    place = _place(root)
    if not place.is_file():
        raise Refusal(422, "edit-unfit", tr("there is no such edit"))
    lexicon = EditedFile(place, root)
    there = lexicon.read()
    text = apply(there.text, forgotten_edit(there.text, place, one), path=place)
    lexicon.save(text, based_on=there.digest, note=_note(str(one.get("write"))))


def lexicon_name(root: Path) -> str:
    """The project's lexicon as recit.toml names it; empty: it names none."""
    try:
        _, names = _told(root)
        place = _place(root)
    except Refusal:
        return ""
    return next((n for n in names if place in (root / n, root / LEXICONS / n)), "")


def edit_everywhere(root: Path, one: Mapping[str, Any]) -> None:
    """As `keep_everywhere` or `forget_everywhere`, whichever the page asks for."""
    (forget_everywhere if one.get("op") == FORGET else keep_everywhere)(root, one)


def is_everywhere(one: Mapping[str, Any]) -> bool:
    """Whether an edit of the page's is one of the project's lexicon, and not of its film."""
    return one.get("op") in ("pronounce", FORGET) and one.get("scope") == "project"


def step_everywhere(root: Path, kind: Literal["undo", "redo"]) -> None:
    """Take the last entry back, or make it again; nothing, where there is none."""
    place = _place(root)
    if place.is_file():
        lexicon = EditedFile(place, root)
        go = lexicon.undo if kind == "undo" else lexicon.redo
        go(based_on=lexicon.read().digest, note=_note(""))


def _note(label: str) -> Note:
    return Note(at_ms=time.time_ns() // 1_000_000, label=label)


def _told(root: Path) -> tuple[str, list[str]]:
    """recit.toml, and the lexicons that it names."""
    config = root / CONFIG
    try:
        text = config.read_text(encoding="utf-8") if config.is_file() else ""
        named = tomllib.loads(text).get("pronounce", [])
    except (OSError, ValueError) as error:
        why = tr("recit.toml can't be read: mend it first")
        raise Refusal(422, "edit-unfit", why) from error
    listed = named if isinstance(named, list) else [named]
    return text, [each.strip() for each in listed if isinstance(each, str)]


def _place(root: Path) -> Path:
    _, names = _told(root)
    for name in names:
        for place in (root / name, root / LEXICONS / name):
            if place.is_file() and place.resolve().is_relative_to(root.resolve()):
                return place
    if names:
        raise Refusal(422, "path-outside-project", tr("the lexicon lies outside the project"))
    folder = root / _STORYBOARDS
    return (folder if folder.is_dir() else root) / LEXICONS / _LEXICON


def _naming(root: Path, name: str) -> str | None:
    """recit.toml with the lexicon's *name*; None: it names one already."""
    text, names = _told(root)
    if names:
        return None
    first = _TABLE.search(text)
    top, tables = (text[: first.start()], text[first.start() :]) if first else (text, "")
    if _LIST.search(top):
        return _LIST.sub(lambda found: f'{found[0]}"{name}", ', top, count=1) + tables
    gap = "\n" if tables else ""
    return f'{top.rstrip()}\npronounce = ["{name}"]\n'.lstrip() + gap + tables
