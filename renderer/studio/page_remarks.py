"""What an import asked to be checked, as the page settles it: checked, or what it proposes taken.

Comes in: a film's sheet, one edit of the page's. Goes out: edits of the text. Another edit takes a
remark away only by doing what it asks for: a comment above a key goes with the key, and what it
says is still to be checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.editing.edits import Edit, Replace, apply
from renderer.editing.syntax_tree import BOM, Manuscript
from renderer.importing.remarks import PROPOSED, Remark, remarked, remarks_in, remarks_of
from renderer.importing.settled_remarks import is_settled
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import source_of

if TYPE_CHECKING:
    from renderer.studio.document import Sheet

CHECKED, TAKEN = "remark-checked", "remark-taken"
"""What the page calls these edits."""


def checked(sheet: Sheet, one: Mapping[str, Any]) -> list[Edit]:
    """The comment goes, with all that it proposes; one that is gone already is no mistake."""
    begins = len(BOM) if sheet.text.startswith(BOM) else 0
    return [
        Replace(start=begins + remark.start, stop=begins + remark.stop, text="")
        for remark in _meant(sheet, one)
    ]


def proposed(sheet: Sheet, one: Mapping[str, Any]) -> Any:
    """What the remark proposes to show; None: nothing."""
    for remark in _meant(sheet, one):
        data = read_tree(source_of(remark.proposal.encode("utf-8"), Path("remark.yaml")))[0].data
        return data.get(PROPOSED) if isinstance(data, dict) else None
    return None


def _meant(sheet: Sheet, one: Mapping[str, Any]) -> list[Remark]:
    """The first remark of that slide, or of the film, that says so."""
    told = [
        remark
        for remark in sheet.remarks
        if _place(sheet.ids, remark) == one.get("slide") and remark.why == one.get("why")
    ]
    return told[:1]


def _place(ids: Sequence[str], remark: Remark) -> str | None:
    return None if remark.slide is None else ids[remark.slide]


def with_remarks(before: Sheet, text: str, edits: Sequence[Mapping[str, Any]], path: Path) -> str:
    """*text*, what *edits* made of *before*, with the remarks that went by the way, and without
    those that ask for what the edits have done.

    A narration that is emptied and written anew, a picture in place of a card: neither says that
    anything else was checked.
    """
    if not before.remarks:
        return text
    if not any(one.get("op") in (CHECKED, TAKEN) for one in edits):
        left = Counter(remark.why for remark in remarks_of(text))
        lost: dict[str, list[str]] = {}
        for remark in before.remarks:
            if left[remark.why]:
                left[remark.why] -= 1
            elif place := _place(before.ids, remark):
                lost.setdefault(place, []).extend(remark.as_written)
        text = remarked(text, lost, path) if lost else text
    return _without_settled(before, text, path)


def _without_settled(before: Sheet, text: str, path: Path) -> str:
    """What was done before these edits, in the file itself, is left to who did it."""
    asked = {
        remark.why
        for remark in before.remarks
        if remark.slide is not None and not is_settled(remark.why, before.written[remark.slide])
    }
    page = Manuscript.read(text, path)
    begins = len(BOM) if page.has_bom else 0
    gone: list[Edit] = []
    for remark in remarks_in(page.tree):
        slide = None if remark.slide is None else page.tree.at(("slides", remark.slide))
        if remark.why in asked and isinstance(slide, dict) and is_settled(remark.why, slide):
            gone.append(Replace(start=begins + remark.start, stop=begins + remark.stop, text=""))
    return apply(text, reversed(gone), path=path) if gone else text
