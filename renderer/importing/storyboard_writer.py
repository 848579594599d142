"""The text of a storyboard: written for the first time, and given remarks.

Comes in: plain values, texts. Goes out: YAML. What is changed in a storyboard that is there goes
through `editing.edits`, so that everything else stays as it was typed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from renderer.editing.edits import Edit, Put, apply
from renderer.editing.splices import Splice, spliced
from renderer.editing.syntax_tree import Manuscript, ManuscriptEntry
from renderer.messages import tr
from renderer.storyboard.model import Model
from renderer.storyboard.schema import StoryboardModel

WIDTH = 96
"""Columns of a remark: what editors show without scrolling."""
_ABOVE = 1000
"""Letters above a slide among which its remarks may stand already."""
Remarks = Mapping[str, Sequence[str]]
"""By the id of its slide, what a person has to look at."""


def written(top: Mapping[str, Any], slides: Sequence[Mapping[str, Any]], heading: str) -> str:
    """A whole storyboard."""
    edits: list[Edit] = [Put(path=(key,), value=value) for key, value in top.items() if value]
    edits.append(Put(path=("slides",), value=[dict(each) for each in slides]))
    text = apply("storyboard: 1\n", edits)
    page = Manuscript.read(text)
    gaps = [Splice(block.start, block.start, "\n") for block in page.blocks(("slides",))]
    place = page.span(("slides",))
    assert place is not None
    assert place.key is not None
    gaps[0] = Splice(place.key[0], place.key[0], "\n")
    lines = textwrap.wrap(heading, WIDTH, initial_indent="# ", subsequent_indent="# ")
    return "\n".join(lines) + "\n" + spliced(text, gaps)


def remarked(text: str, remarks: Remarks, path: Path, model: type[Model] = StoryboardModel) -> str:
    """*text* with *remarks* as comments in their slides; what stands there already isn't repeated.

    Args:
        text: of a storyboard or of a translation.
        remarks: in words; a line that starts with a blank goes as it is, for YAML.
        path: how a refusal names the file.
        model: of the file.
    """
    page = Manuscript.read(text, path)
    data = page.tree.data
    slides = data.get("slides") if isinstance(data, dict) else None
    steps: Iterable[tuple[str | int, Any]] = ()
    if isinstance(slides, list):
        steps = enumerate(slides)
    elif isinstance(slides, dict):
        steps = slides.items()
    splices = []
    places = {entry.step: entry for entry in page.entries(("slides",))}
    for step, held in steps:
        name = (
            str(held.get("id") or "").strip()
            if model is StoryboardModel and isinstance(held, dict)
            else str(step)
        )
        if remarks.get(name):
            splices += _of_slide(page, places[step], remarks[name])
    told = spliced(page.text, splices)
    return "\ufeff" + told if page.has_bom else told


def _of_slide(page: Manuscript, slide: ManuscriptEntry, remarks: Sequence[str]) -> list[Splice]:
    """Before its narration, where it has one on a line of its own; else before another key."""
    path = ("slides", slide.step)
    entries = page.entries(path)
    spots = [each for each in entries[1:] if page.starts_line(each.start)]
    if page.in_flow((*path, "id")):
        spots = [slide] if page.starts_line(slide.start) and not page.in_flow(path) else []
    if not spots:
        return []
    spot = next((each for each in spots if each.step == "narration"), spots[0])
    start, column = page.line_start(spot.start), page.column(spot.start)
    first = page.line_start(slide.start)
    above = page.text[max(0, first - _ABOVE) : first]
    there = _words((above + page.text[slide.start : slide.stop]).splitlines())
    # A remark as a whole: two of them may end in the same line.
    told = [comment(each, column) for each in remarks]
    fresh = [line for lines in told if _words(lines) not in there for line in lines]
    return [Splice(start, start, "".join(line + page.eol for line in fresh))] if fresh else []


def _words(lines: Sequence[str]) -> str:
    """What comments say, however they are broken into lines."""
    return " ".join(" ".join(line.strip().lstrip("#").split()) for line in lines)


def comment(remark: str, column: int) -> list[str]:
    """The lines of a remark."""
    set_in = " " * column
    if remark.startswith("\n"):  # YAML to be uncommented
        return [f"{set_in}# {line}" for line in remark.strip("\n").splitlines()]
    told = tr("to check: {why}", why=remark)
    return textwrap.wrap(
        told,
        max(40, WIDTH - column),
        initial_indent=f"{set_in}# ",
        subsequent_indent=f"{set_in}#   ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_yaml(key: str, value: Any) -> str:
    """*value* under *key*, as it would be typed at the start of a line."""
    told = apply("storyboard: 1\n", Put(path=(key,), value=value))
    return told.partition("\n")[2]


def with_slides(data: Any) -> dict[str, dict[str, Any]]:
    """The slides of a storyboard's data, by their ids, in order."""
    slides = data.get("slides") if isinstance(data, dict) else None
    found = {}
    for each in slides if isinstance(slides, list) else ():
        if isinstance(each, dict) and isinstance(each.get("id"), str):
            found[each["id"].strip()] = each
    return found
