"""A theme, as data: how a film looks, checked, with the digests of its fonts.

Comes in: nothing; `themes.file` makes it. Goes out: fonts, colours and sizes. Knows no file, and
nothing of frames: every size is a part of the frame's shorter side (`unit`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from renderer.frames.contrast import Colour
    from renderer.frames.pixels import Size
    from renderer.typesetting.fonts import FontFace

Band = Literal["scrim", "panel", "strip"]
Texture = Literal["plain", "grain", "paper"]
Axis = Literal["left", "centre"]
Backing = Literal["box", "lines", "outline"]
Part = Literal["display", "text", "strong", "italic", "label", "small"]
Ornament = Literal["none", "frame", "bar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFonts:
    """The theme's faces, by their part."""

    display: FontFace
    """Titles and dates."""
    text: FontFace
    """Captions and paragraphs."""
    strong: FontFace
    italic: FontFace
    """Quotations and subtitles."""
    label: FontFace
    """Letterspaced capitals; labels on maps and pictures."""
    small: FontFace
    """Credits and notes."""
    fallback: tuple[FontFace, ...]
    """Tried in turn for a character that the part's own face lacks."""

    def stack(self, part: Part) -> tuple[FontFace, ...]:
        """The part's face and what stands in for it, best first."""
        first: FontFace = getattr(self, part)
        return (first, *(face for face in self.fallback if face != first))


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeColours:
    """The colours of cards."""

    paper: Colour
    """Behind everything, at the middle."""
    edge: Colour
    """The paper towards the frame's edges."""
    ink: Colour
    quiet: Colour
    """Text of second rank."""
    accent: Colour
    """Rules, ornaments, letterspaced capitals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionLook:
    """Captions drawn on pictures."""

    place: Axis
    band: Band
    """What lies behind: a soft gradient, a panel as wide as the text, a strip across the frame."""
    size: float
    """Font size, percent of the frame's shorter side."""
    lines: int
    text: Colour
    ground: Colour
    rule: bool
    """Whether a short upright rule in the accent colour stands before the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtitleLook:
    """Cues drawn on the picture."""

    font: Part
    band: Backing
    """What lies behind: a box round all lines, one behind each line, an outline of the letters."""
    size: float
    """Font size, percent of the frame's shorter side."""
    text: Colour
    ground: Colour
    highlight: Colour
    """Of what is being said, where that is lit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLook:
    """Title, quotation and text cards."""

    align: Axis
    texture: Texture
    rule: bool
    """Whether short rules in the accent colour set titles off."""
    ornament: Ornament
    """A hairline frame round the card, or a bar of the accent colour down its left edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPalette:
    """The colours of maps of operations."""

    sea: Colour
    land: Colour
    land_edge: Colour
    river: Colour
    border: Colour
    label: Colour
    grid: Colour
    sides: tuple[tuple[str, Colour], ...]
    """Name of a side (allies, axis, neutral, …) and its colour."""

    def side(self, name: str) -> Colour:
        """The colour of the side called *name*; of ``neutral`` for a side the theme lacks."""
        known = dict(self.sides)
        return known.get(name, known["neutral"])


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLook:
    """The last card of the film."""

    title: str
    """Empty: the film's own title."""
    notice: str
    """A legal notice in small letters; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """How a film looks."""

    name: str
    title: str
    fonts: ThemeFonts
    colours: ThemeColours
    caption: CaptionLook
    subtitle: SubtitleLook
    card: CardLook
    map: MapPalette
    end: EndLook
    logo: Path | None
    drifts: bool
    """Whether cards and maps come a little closer while they are seen."""
    digest: str
    """Names everything above but the subtitles, font and logo bytes included; for keys of what is
    drawn."""
    subtitle_digest: str
    """Names how subtitles look, font bytes included."""


def unit(size: Size) -> float:
    """Pixels of one percent of the frame's shorter side: what a theme's sizes count in."""
    return min(size) / 100


def parts_digest(*parts: object) -> str:
    """One hexadecimal name for *parts*, by their ``repr``."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()
