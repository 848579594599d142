"""Lists in a text: each item a sentence of its own, so that the voice pauses after it.

Comes in: blocks. Goes out: blocks, the items of lists that were typed by hand apart. The studio's
page does the same to what is pasted (`studio/page/lists.js`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from renderer.importing.document import SPOKEN, Block

_SIGNS = "•●○▪▫■□◦‣➢➤✓✔"
"""What begins an item, and nothing else: dots and squares, arrows, ticks."""
_BETWEEN = re.compile(rf"(?:^|\s+)[{_SIGNS}]\s+")
_DASH = re.compile(r"[-*–]\s+(?=\S)")
"""Begins an item where several stand below one another; alone it may be somebody who speaks."""
_AND = re.compile(r"(?:\s*[;,]\s*(?:et|ou|puis|and|or|then)?)?\s*$", re.IGNORECASE)
"""What ties an item to the next one: in a list that is seen, not in one that is heard."""
_ENDS = tuple(".!?…:»")


def ended(item: str) -> str:
    """*item* with a full stop, unless it ends with a pause of its own."""
    bare = _AND.sub("", item)
    return bare if bare.endswith(_ENDS) else f"{bare}."


def with_items(blocks: Iterable[Block]) -> Iterator[Block]:
    """*blocks*, where items that a hand typed into a paragraph, or as one, are items."""
    given = list(blocks)
    for number, block in enumerate(given):
        if block.kind not in SPOKEN:
            yield block
            continue
        first, *items = _BETWEEN.split(block.text)
        if _DASH.match(first) and (items or _is_dashed(given, number)):
            first, items = "", [_DASH.sub("", first, count=1), *items]
        if not items:
            yield block
            continue
        parts = [replace(block, text=first)] if first else []
        parts += [replace(block, kind="item", text=text) for text in items if text]
        # What names the paragraph names its beginning; its notes are told once.
        for at, part in enumerate(parts):
            yield part if not at else replace(part, id="", notes=())


def _is_dashed(blocks: list[Block], number: int) -> bool:
    """Whether it begins with a dash, and so does the paragraph before it or after it."""
    near = (blocks[n] for n in (number - 1, number + 1) if 0 <= n < len(blocks))
    dashed = [bool(each.kind in SPOKEN and _DASH.match(each.text)) for each in near]
    return bool(_DASH.match(blocks[number].text)) and any(dashed)
