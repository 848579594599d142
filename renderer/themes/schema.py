"""What a theme file may say: one model, from which it is validated.

Comes in: the strings that the storyboard's reader gives. Goes out: typed values. Opens no file.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator

from renderer.frames.contrast import Colour
from renderer.storyboard.fields import wants

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def _colour(value: Any) -> Colour:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise wants(
            "a colour",
            'six hexadecimal digits between quotes, such as "#8a2e20" (unquoted, # is a comment)',
        )
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


Ink = Annotated[Colour, PlainValidator(_colour)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fonts(_Part):
    """A bundled family and style ("Source Serif Pro Light"), or a font file beside the theme."""

    display: str
    text: str
    strong: str
    italic: str
    label: str
    small: str


class Colours(_Part):
    """The colours of cards."""

    paper: Ink
    edge: Ink
    ink: Ink
    quiet: Ink
    accent: Ink


class Caption(_Part):
    """Captions on pictures; `size` is in percent of the frame's shorter side."""

    place: Literal["left", "centre"]
    band: Literal["scrim", "panel", "strip"]
    size: float = Field(ge=3, le=9)
    lines: int = Field(ge=1, le=4)
    text: Ink
    ground: Ink
    rule: bool


class Subtitle(_Part):
    """Cues drawn on pictures; `size` is in percent of the frame's shorter side."""

    font: Literal["display", "text", "strong", "italic", "label", "small"]
    band: Literal["box", "lines", "outline"]
    size: float = Field(ge=3, le=8)
    text: Ink
    ground: Ink
    highlight: Ink


class CardStyle(_Part):
    """Title, quotation and text cards."""

    align: Literal["left", "centre"]
    texture: Literal["plain", "grain", "paper"]
    rule: bool
    ornament: Literal["none", "frame", "bar"]


class MapColours(_Part):
    """The colours of maps of operations."""

    sea: Ink
    land: Ink
    land_edge: Ink
    river: Ink
    border: Ink
    label: Ink
    grid: Ink
    sides: dict[str, Ink]


class End(_Part):
    """The end card; an empty title stands for the film's own."""

    title: str | None = None
    notice: str | None = None


class ThemeFile(_Part):
    """A whole theme."""

    theme: Literal["1"]
    title: str
    based_on: str = "sobre"
    """The theme whose values stand for what this one leaves out."""
    fonts: Fonts
    colours: Colours
    caption: Caption
    subtitle: Subtitle
    card: CardStyle
    map: MapColours
    end: End
    logo: str = ""
    """A PNG beside the theme."""
