"""What is read from a text of any format: blocks, in the order in which they are read.

Comes in: plain values. Goes out: `Document`, frozen, and the same as JSON. Knows no format.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from renderer.storyboard.yaml_source import not_text

Kind = Literal[
    "title",
    "subtitle",
    "heading",
    "paragraph",
    "quote",
    "item",
    "row",
    "caption",
    "picture",
    "aside",
    "slide",
    "field",
]
"""`row`: of a table, or its rows. `aside`: on a slide of a presentation whose notes are the text.
`slide`, `field`: in a text that we wrote ourselves, the slide and the key that what follows is."""
SPOKEN = frozenset({"paragraph", "quote", "item"})
"""Kinds whose words are the narration."""
CHAPTER_LEVEL = 2
"""Headings down to it are chapters; deeper ones stand on cards."""

LINE_BREAK = "\v"
"""What a reader gives for a line that ends within a paragraph, as word processors write it."""
_LISTED = re.compile(rf"\s*{LINE_BREAK}\s*[-*–•](?=\s)")
"""An item of a list that was typed line by line into one paragraph."""
_SPACES = re.compile(r"\s+")
_GONE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufffc\u202a-\u202e\u2066-\u2069]")
"""Soft hyphens, joiners and marks of direction: where a line may break isn't what it says."""
_HYPHEN = re.compile("[\u2010\u2011]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPicture:
    """A picture of a document."""

    key: str = ""
    """By which its bytes are asked for; empty: it isn't in the file."""
    name: str = ""
    """A name for its file."""
    alt: str = ""
    credit: str = ""
    address: str = ""
    """Where on the web it is, when it isn't in the file: nobody goes there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, a heading, a picture…"""

    kind: Kind
    text: str = ""
    id: str = ""
    """What names it in its document for good; empty: nothing does."""
    level: int = 0
    """Of a heading: 1 is the highest."""
    notes: tuple[str, ...] = ()
    """What its footnotes say."""
    picture: DocumentPicture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole text."""

    blocks: tuple[Block, ...]
    title: str = ""
    description: str = ""
    language: str = ""
    """As the file says it; empty: it doesn't."""
    edition: str = ""
    """Of a text that we wrote: which state of which storyboard it was."""
    sources: tuple[str, ...] = ()
    """Works and addresses that it names at its end."""
    remarks: tuple[str, ...] = ()
    """What was left out or read in one of several ways, in words."""

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Document:
        """What `as_json` gave.

        Raises:
            ValueError, TypeError, KeyError: something else.
        """
        blocks = tuple(block_from(each) for each in told["blocks"])
        rest = {**told, "sources": tuple(told["sources"]), "remarks": tuple(told["remarks"])}
        return cls(**{**rest, "blocks": blocks})


def block_from(told: Mapping[str, Any]) -> Block:
    """A block of plain values."""
    if told["kind"] not in get_args(Kind):
        raise ValueError(told["kind"])
    picture = told.get("picture")
    return Block(
        **{
            **told,
            "notes": tuple(told.get("notes", ())),
            "picture": DocumentPicture(**picture) if picture else None,
        }
    )


def clean(text: str) -> str:
    """*text* on one line, as an author would type it: no character that isn't seen, said or set
    by us."""
    text = _HYPHEN.sub("-", _GONE.sub("", text))
    text = _LISTED.sub(" •", text) if LINE_BREAK in text else text
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    while character := not_text(text):
        text = text.replace(character, "")
    return text.strip()
