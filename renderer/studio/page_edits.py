"""What the page calls an edit, in the words of `editing`.

Comes in: a film's sheet, one edit of the page's, the names of slides added so far (the new one's is
appended). Goes out: edits of the text. Reads and writes no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from renderer.editing.edits import Duplicate, Edit, Insert, Move, Put, Remove, Rename
from renderer.errors import Problem
from renderer.importing.places import edges_around, places_in
from renderer.importing.remarks import PROPOSED
from renderer.messages import tr
from renderer.storyboard.board import Storyboard
from renderer.storyboard.slide_kinds import AUTHORED, maps_of
from renderer.storyboard.visuals import Card
from renderer.storyboard.yaml_source import without_unseen
from renderer.studio.document import Sheet, free_id, read_sheet
from renderer.studio.http import Refusal, unknown
from renderer.studio.page_remarks import CHECKED, TAKEN, checked, proposed

_UNWRITTEN = "…"
"""On a new card, and a new place: it can be seen at once, and nobody takes it for a text."""
_WITH_LINES = ("narration", "description", "text")
_FRANCE = {"west": "-5.2", "east": "9.6", "south": "41.3", "north": "51.2"}
"""What the first map of a film shows that names no place, until somebody says where it plays."""
_SILENT_SECONDS = 4
"""How long a new slide lasts before it says anything: its title can be read twice."""

FORGET = "pronounce-forget"
"""The edit that takes an entry of a lexicon away."""

Operation = Callable[[Sheet, Mapping[str, Any], list[str]], list[Edit]]


def _step(sheet: Sheet, known_as: object) -> str | int:
    """How `editing` calls a slide."""
    name = str(known_as)
    if name not in sheet.ids:
        raise unknown(tr("there is no slide '{slide}'", slide=name[:80]))
    return sheet.ids.index(name)


def _path(sheet: Sheet, one: Mapping[str, Any]) -> tuple[str | int, ...]:
    path = one.get("path")
    steps = path if isinstance(path, list) else []
    if not steps or not all(isinstance(step, str | int) and step != "" for step in steps):
        raise Refusal(422, "edit-unfit", tr("there is no such edit"))
    slide = one.get("slide")
    return tuple(steps) if slide is None else ("slides", _step(sheet, slide), *steps)


def _value(value: Any, key: object) -> Any:
    """What was typed or pasted, as text: what can't be seen is no reason to refuse the rest.

    Only a narration has lines; elsewhere a line break of a word processor is a space.
    """
    if isinstance(value, dict):
        return {_value(name, key): _value(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_value(each, key) for each in value]
    if not isinstance(value, str):
        return value
    text = without_unseen(value)
    if text == value:
        return value
    return text if key in _WITH_LINES else re.sub(r"\s*\n\s*", " ", text)


def _whole(one: Mapping[str, Any], key: str) -> int:
    number = one.get(key)
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refusal(422, "edit-unfit", tr("there is no such edit"))
    return number


def _set(sheet: Sheet, one: Mapping[str, Any], _: list[str]) -> list[Edit]:
    path = _path(sheet, one)
    edits: list[Edit] = [Put(path=path, value=_value(one.get("value"), path[-1]))]
    if len(path) == 3 and path[0] == "slides" and path[2] == "narration":
        slide = sheet.written[int(path[1])]
        if not str(slide.get("narration") or "").strip() and "length" in slide:
            edits.append(Remove(path=(*path[:2], "length")))  # it lasts as long as is said
    if len(path) == 4 and path[2] == "card" and path[3] != "title" and one.get("value"):
        card = sheet.written[int(path[1])].get("card")
        if isinstance(card, dict) and str(card.get("title")).strip() == _UNWRITTEN:
            edits.append(Remove(path=(*path[:3], "title")))  # a quotation needs none
    if len(path) == 3 and path[0] == "slides" and path[2] in AUTHORED:
        return _shown(sheet, path, edits)
    return edits


def _shown(sheet: Sheet, path: tuple[str | int, ...], edits: list[Edit]) -> list[Edit]:
    """*edits*, by which the slide shows something of the kind that ends *path*, in the place of
    what it showed: what an author noted above that stays there."""
    slide = sheet.written[int(path[1])]
    others = [kind for kind in AUTHORED if kind != path[2] and kind in slide]
    if others and path[2] not in slide:
        edits.insert(0, Rename(path=(*path[:2], others.pop(0)), name=str(path[2])))
    return [*edits, *(Remove(path=(*path[:2], kind)) for kind in others)]


def _remove(sheet: Sheet, one: Mapping[str, Any], _: list[str]) -> list[Edit]:
    return [Remove(path=_path(sheet, one))]


def _insert(sheet: Sheet, one: Mapping[str, Any], _: list[str]) -> list[Edit]:
    path = _path(sheet, one)
    value = _value(one.get("value"), path[-1])
    return [Insert(path=(*path, _whole(one, "index")), value=value)]


def _move(sheet: Sheet, one: Mapping[str, Any], _: list[str]) -> list[Edit]:
    return [Move(path=(*_path(sheet, one), _whole(one, "from")), to=_whole(one, "to"))]


def _after(sheet: Sheet, one: Mapping[str, Any]) -> int:
    after = one.get("after")
    return 0 if after is None else int(_step(sheet, after)) + 1


def _slide_add(sheet: Sheet, one: Mapping[str, Any], added: list[str]) -> list[Edit]:
    kind = str(one.get("kind"))
    if kind not in AUTHORED or kind == "clip":
        raise Refusal(422, "edit-unfit", tr("there is no such kind of slide"))
    fields = one.get("fields")
    fields = _value(fields, "") if isinstance(fields, dict) else {}
    fields.setdefault(kind, _first(sheet, kind))
    if not fields.get("narration"):
        fields.pop("narration", None)
        fields.setdefault("length", _SILENT_SECONDS)
    name = free_id(str(fields.pop("id", "") or kind), [*sheet.ids, *added])
    added.append(name)
    return [Insert(path=("slides", _after(sheet, one)), value={"id": name, **fields})]


def _first(sheet: Sheet, kind: str) -> Any:
    """What a new slide of *kind* begins with: what can be seen, or filled in, at once."""
    if kind == "card":
        return {"title": _UNWRITTEN}
    if kind == "pictures":
        return []
    if kind != "map":
        return {"file": ""}
    maps = [slide["map"] for slide in sheet.written if isinstance(slide.get("map"), dict)]
    views = [known["view"] for known in maps if isinstance(known.get("view"), dict)]
    if views:
        return {"view": dict(views[-1])}
    said = " ".join(str(slide.get("narration") or "") for slide in sheet.written)
    return {
        "view": edges_around([place for place in places_in(said) if place.sure]) or dict(_FRANCE)
    }


def _slide_kind(sheet: Sheet, one: Mapping[str, Any], added: list[str]) -> list[Edit]:
    """Something of another kind is shown, yet to be chosen; all else of the slide stays."""
    kind = str(one.get("kind"))
    if kind not in AUTHORED or kind == "clip":
        raise Refusal(422, "edit-unfit", tr("there is no such kind of slide"))
    shown = {"slide": one.get("id"), "path": [kind], "value": _first(sheet, kind)}
    return _set(sheet, shown, added)


def _slide_move(sheet: Sheet, one: Mapping[str, Any], _: list[str]) -> list[Edit]:
    number, to = int(_step(sheet, one.get("id"))), _after(sheet, one)
    return [Move(path=("slides", number), to=to - (to > number))]


def _slide_copy(sheet: Sheet, one: Mapping[str, Any], added: list[str]) -> list[Edit]:
    name = free_id(str(one.get("id")), [*sheet.ids, *added])
    added.append(name)
    return [Duplicate(path=("slides", _step(sheet, one.get("id"))), name=name)]


def _slide_delete(sheet: Sheet, one: Mapping[str, Any], _: list[str]) -> list[Edit]:
    """The slide, its translations in the same file, and its place in the teaser."""
    number = int(_step(sheet, one.get("id")))
    edits: list[Edit] = [Remove(path=("slides", number))]
    name = str(sheet.written[number].get("id") or "").strip()
    if sheet.tree is None or name != sheet.ids[number]:  # by its number, or called as another is
        return edits
    languages = sheet.tree.at(("languages",))
    for code in languages if isinstance(languages, dict) else ():
        words = sheet.tree.at(("languages", code, "slides"))
        if isinstance(words, dict) and name in words:
            edits.append(Remove(path=("languages", code, "slides", name)))
    teaser: tuple[str | int, ...] = ("film", "teaser", "slides")
    shown = sheet.tree.at(teaser)
    if shown == name:
        edits.append(Remove(path=teaser))
    elif isinstance(shown, list) and name in shown:
        edits.append(Remove(path=(*teaser, shown.index(name))))
    return edits


def _slide_rename(sheet: Sheet, one: Mapping[str, Any], _: list[str]) -> list[Edit]:
    return [Rename(path=("slides", _step(sheet, one.get("id"))), name=str(one.get("to")))]


def _pronounce(sheet: Sheet, one: Mapping[str, Any], _: list[str]) -> list[Edit]:
    above: tuple[str | int, ...] = ("pronounce",)
    if one.get("scope") == "slide":
        above = ("slides", _step(sheet, one.get("slide")), "pronounce")
    held = sheet.tree.at(above) if sheet.tree is not None else None
    return [_kept_entry(held, above, one)]


def _pronounce_forget(sheet: Sheet, one: Mapping[str, Any], _: list[str]) -> list[Edit]:
    above: tuple[str | int, ...] = ("pronounce",)
    if one.get("scope") == "slide":
        above = ("slides", _step(sheet, one.get("slide")), "pronounce")
    held = sheet.tree.at(above) if sheet.tree is not None else None
    return [_forgotten(held, above, one)]


def forgotten_edit(text: str, place: Path, one: Mapping[str, Any]) -> Edit:
    """How the lexicon *text* at *place* loses an entry."""
    tree = read_sheet(text, place, allow_fetch=False).tree
    return _forgotten(tree.data if tree is not None else None, (), one)


def _forgotten(held: Any, above: tuple[str | int, ...], one: Mapping[str, Any]) -> Edit:
    for number, each in enumerate(held if isinstance(held, list) else ()):
        if isinstance(each, dict) and each.get("write") == one.get("write"):
            return Remove(path=above if above and len(held) == 1 else (*above, number))
    raise Refusal(422, "edit-unfit", tr("there is no such edit"))


def entry_edit(text: str, place: Path, one: Mapping[str, Any]) -> Edit:
    """How the lexicon *text* at *place* takes an entry."""
    tree = read_sheet(text, place, allow_fetch=False).tree
    return _kept_entry(tree.data if tree is not None else None, (), one)


def _kept_entry(held: Any, above: tuple[str | int, ...], one: Mapping[str, Any]) -> Edit:
    """The entry in place of that for the same name, or before all others."""
    entry = entry_of(one)
    for number, each in enumerate(held if isinstance(held, list) else ()):
        if isinstance(each, dict) and each.get("write") == entry["write"]:
            return Put(path=(*above, number), value=entry)
    return Insert(path=(*above, 0), value=entry)


def entry_of(one: Mapping[str, Any]) -> dict[str, str]:
    """An entry of a lexicon, as the page asks for it.

    Raises:
        Refusal: it lacks the name, or how that is said.
    """
    entry = {
        key: _value(str(one[key]), key).strip() for key in ("write", "say", "ipa") if one.get(key)
    }
    if "write" not in entry or len(entry) < 2:
        raise Refusal(422, "edit-unfit", tr("say how it is written, and how it is said"))
    if "say" not in entry:
        entry["say"] = entry["write"]
    return entry


def unwritten(board: Storyboard) -> list[Problem]:
    """Titles of cards and names of places that nobody has written yet."""
    found = []
    for slide in board.slides:
        if isinstance(slide.visual, Card) and slide.visual.title.strip() == _UNWRITTEN:
            told = tr("the card's title isn't written yet")
            found.append((slide, "card.title", told, tr("write it, in the slide's fields")))
        found += [
            (
                slide,
                "map.places",
                tr("a place on the map has no name yet"),
                tr("name it, in the list of places"),
            )
            for chart in maps_of(slide.visual)
            if any(place.name.strip() == _UNWRITTEN for place in chart.places)
        ]
    return [
        Problem(code="key-missing", mark=slide.mark(key), what=what, remedy=remedy, slide=slide.id)
        for slide, key, what, remedy in found
    ]


def _remark_checked(sheet: Sheet, one: Mapping[str, Any], _: list[str]) -> list[Edit]:
    return checked(sheet, one)


def _remark_taken(sheet: Sheet, one: Mapping[str, Any], added: list[str]) -> list[Edit]:
    """What a remark proposes is shown, in place of what was."""
    value = proposed(sheet, one)
    if value is None:
        raise Refusal(422, "edit-unfit", tr("there is no such edit"))
    shown = {"slide": one.get("slide"), "path": [PROPOSED], "value": value}
    return [*checked(sheet, one), *_set(sheet, shown, added)]


OPERATIONS: Mapping[str, Operation] = {
    "set": _set,
    "remove": _remove,
    "insert": _insert,
    "move": _move,
    "slide-add": _slide_add,
    "slide-kind": _slide_kind,
    "slide-move": _slide_move,
    "slide-copy": _slide_copy,
    "slide-delete": _slide_delete,
    "slide-rename": _slide_rename,
    "pronounce": _pronounce,
    FORGET: _pronounce_forget,
    CHECKED: _remark_checked,
    TAKEN: _remark_taken,
}
