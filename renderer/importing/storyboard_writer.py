"""The text of a storyboard, written for the first time.

Comes in: plain values, texts. Goes out: YAML. What is changed in a storyboard that is there goes
through `editing.edits`, so that everything else stays as it was typed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from renderer.editing.edits import Edit, Put, apply
from renderer.editing.splices import Splice, spliced
from renderer.editing.syntax_tree import Manuscript
from renderer.importing.remarks import WIDTH, remark_lines


def written(
    top: Mapping[str, Any],
    slides: Sequence[Mapping[str, Any]],
    heading: str,
    remarks: Iterable[str] = (),
) -> str:
    """A whole storyboard, below *heading* and the *remarks* on all of it."""
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
    lines += [line for each in remarks for line in remark_lines(each, 0)]
    return "\n".join(lines) + "\n" + spliced(text, gaps)


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
