"""What a theme file may say, as models.

Comes in: the strings that the storyboard's reader gives, laid over those of the theme that it is
based on, so that nothing is left out. Goes out: typed values. Opens no file.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from renderer.storyboard.fields import Colour, Text, Truth, number_from, whole_from
from renderer.storyboard.model import Model
from renderer.themes.theme import Axis, Backing, Band, Ornament, Part, Texture


class Fonts(Model):
    """A bundled family and style ("Source Serif Pro Light"), or a font file beside the theme."""

    display: Text = Field(description="Titles and dates.")
    text: Text = Field(description="Captions and paragraphs.")
    strong: Text = Field(description="What weighs more within them.")
    italic: Text = Field(description="Quotations and subtitles.")
    label: Text = Field(description="Letterspaced capitals; labels on maps and pictures.")
    small: Text = Field(description="Credits and notes.")


class Colours(Model):
    """The colours of cards."""

    paper: Colour = Field(description="Behind everything, at the middle.")
    edge: Colour = Field(description="The paper towards the frame's edges.")
    ink: Colour = Field(description="Text.")
    quiet: Colour = Field(description="Text of second rank.")
    accent: Colour = Field(description="Rules, ornaments, letterspaced capitals.")


class Caption(Model):
    """Captions on pictures."""

    place: Axis = Field(description="left or centre.")
    band: Band = Field(description="What lies behind: scrim, panel or strip.")
    size: Annotated[float, number_from(3, 9, "4.6")] = Field(
        description="Of its letters, percent of the frame's shorter side."
    )
    lines: Annotated[int, whole_from(1, 4, "2")] = Field(description="At most.")
    text: Colour = Field(description="Its letters.")
    ground: Colour = Field(description="What lies behind them.")
    rule: Truth = Field(description="Whether a short rule in the accent colour stands before it.")


class Subtitle(Model):
    """Cues drawn on pictures."""

    font: Part = Field(description="Which of the theme's fonts.")
    band: Backing = Field(description="What lies behind: box, lines or outline.")
    size: Annotated[float, number_from(3, 8, "5")] = Field(
        description="Of its letters, percent of the frame's shorter side."
    )
    text: Colour = Field(description="Its letters.")
    ground: Colour = Field(description="What lies behind them.")
    highlight: Colour = Field(description="What is being said.")


class CardStyle(Model):
    """Title, quotation and text cards."""

    align: Axis = Field(description="left or centre.")
    texture: Texture = Field(description="Of the paper: plain, grain or paper.")
    rule: Truth = Field(description="Whether short rules in the accent colour set titles off.")
    ornament: Ornament = Field(description="none, frame or bar.")


class MapColours(Model):
    """The colours of maps of operations."""

    sea: Colour = Field(description="Water.")
    land: Colour = Field(description="Ground.")
    land_edge: Colour = Field(description="Coasts.")
    river: Colour = Field(description="Rivers.")
    border: Colour = Field(description="Borders.")
    label: Colour = Field(description="Names.")
    grid: Colour = Field(description="Meridians and parallels.")
    sides: dict[str, Colour] = Field(description="allies, axis, neutral: each side's colour.")


class End(Model):
    """The end card."""

    title: Text | None = Field(None, description="Else the film's own.")
    notice: Text | None = Field(None, description="Below it, small.")


class ThemeFile(Model):
    """A whole theme."""

    theme: Literal["1"] = Field(description="The version of this format: 1.")
    title: Text = Field(description="Its name, for people.")
    based_on: Text | None = Field(
        None, description="The theme whose values stand for what this one leaves out."
    )
    fonts: Fonts = Field(description="Its letters.")
    colours: Colours = Field(description="Of cards.")
    caption: Caption = Field(description="On pictures.")
    subtitle: Subtitle = Field(description="Cues drawn on pictures.")
    card: CardStyle = Field(description="Title, quotation and text cards.")
    map: MapColours = Field(description="Of maps of operations.")
    end: End = Field(description="The end card.")
    logo: Text | None = Field(None, description="A PNG beside the theme.")
    motion: Literal["auto", "none"] | None = Field(
        None, description="none: cards and maps stand still; else they come a little closer."
    )
