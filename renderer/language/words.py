"""The words that stand around a film in its language: page, maps, credits, tracks, dates.

Comes in: nothing. Goes out: frozen dataclasses, one field for each thing that is said, so that mypy
names what a language lacks. Knows no language: french.py, english.py and their like fill these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

PluralCategory = Literal["zero", "one", "two", "few", "many", "other"]
"""Unicode's plural categories (CLDR): what a language makes of "1 minute", "3 minutes"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A word that stands behind a number, in the forms that its language has."""

    other: str
    """The form of any number that has none of its own."""
    zero: str = ""
    one: str = ""
    two: str = ""
    few: str = ""
    many: str = ""

    def of(self, category: PluralCategory) -> str:
        """The form for numbers of *category*."""
        forms: dict[PluralCategory, str] = {
            "zero": self.zero,
            "one": self.one,
            "two": self.two,
            "few": self.few,
            "many": self.many,
            "other": self.other,
        }
        return forms[category] or self.other


Plural = Callable[[int], PluralCategory]
"""Which form a number takes. Numbers are 0 or greater."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """What the page says around the film. French ones carry their no-break spaces."""

    film: str
    relive: str
    introduction: str
    chapters: str
    transcript: str
    read_transcript: str
    sources: str
    related: str
    credits: str
    share: str
    share_link: str
    share_mail: str
    downloads: str
    download_film: str
    download_teaser: str
    download_captions: str
    download_transcript: str
    burned: str
    on_picture: str
    on_screen: str
    play_from: str
    synthetic_voice: str
    recorded_voice: str
    stand_in: str
    no_video: str
    music: str
    skip: str
    skip_to_transcript: str
    enlarge: str
    """On a button that shows the transcript over the page."""
    close: str
    other_host: str
    """Beside the figure to paste: what the server that holds the film must send."""
    frame_height: str
    """Beside the frame to paste: of the script that makes it as tall as its content."""
    languages: str
    """What the list of the film's languages is called."""
    duration: str
    minutes: Counted
    seconds: Counted
    licence: str
    colon: str
    """What stands between a label and what it announces, here and on maps and in credits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideWords:
    """What the sides of a map are called, where the author doesn't say."""

    allies: str
    axis: str
    neutral: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendWords:
    """What the legend explains, and what the source line says."""

    landing: str
    fort: str
    strongpoint: str
    gate: str
    battle: str
    wreck: str
    mine: str
    border: str
    ground: str
    data: str
    """What the names of those data say to nobody, where there is room to tell it."""
    schematic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapHeadings:
    """What stands before each part of a map told in words."""

    dates: str
    places: str
    arrows: str
    fronts: str
    areas: str
    lines: str
    legend: str
    inset: str
    sources: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignWords:
    """The signs of a legend, told in words."""

    arrow: str
    front: str
    area: str
    border: str
    symbol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """Kinds of place, told in words. Those that are missing here (a town, a sea) are told by their
    name alone."""

    objective: str
    capital: str
    landing: str
    port: str
    fort: str
    strongpoint: str
    gate: str
    bridge: str
    battle: str
    wreck: str
    mine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """Kinds of line, told in words."""

    road: str
    railway: str
    breakwater: str
    wall: str
    pipeline: str
    boundary: str
    river: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapWords:
    """What maps say, drawn and told."""

    sides: SideWords
    legend: LegendWords
    headings: MapHeadings
    signs: SignWords
    places: PlaceWords
    lines: LineWords
    in_france: str
    """What an inset shows of a view in France."""
    in_region: str
    """The same elsewhere."""
    next: str
    """What stands between two things of one list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceTitles:
    """Licences that have a name in each language; the others are called alike everywhere."""

    public_domain_mark: str
    us_government: str
    etalab: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsWords:
    """What credits say: headings at the film's end, and parts of a credit line."""

    team: str
    pictures: str
    maps: str
    sound: str
    sources: str
    base_maps: str
    public_domain: str
    changed: str
    """Before what was done to a picture."""
    quotes: tuple[str, str]
    """What stands before and after a title, plain: typography makes spaces of it that hold."""
    licences: LicenceTitles


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackWords:
    """What players call a film's tracks."""

    pictures: str
    sound: str
    chapters: str
    """At most 15 bytes of UTF-8: the chapter track's name is a Pascal string of sixteen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWords:
    """What cues say of sounds that are no words."""

    music: str
    """Where music sounds alone; with the brackets that tell it from what is said."""


def listed(text: str) -> tuple[str, ...]:
    """The words of *text*, in order."""
    return tuple(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """How a day is written. No month: numbers, year first."""

    months: tuple[str, ...]
    """Twelve, as in running text; or none."""
    month: str = "{month}\u00a0{year}"
    day: str = "{day}\u00a0{month}\u00a0{year}"
    hour: str = "{date}, {hour}:00"
    first: str = ""
    """What the first day of a month is called where it has a name of its own: "1ᵉʳ"."""
    first_spelled: str = ""
    """The same without letters that are small and raised of themselves: screen readers spell those
    out."""
