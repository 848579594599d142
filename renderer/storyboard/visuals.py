"""What a slide can show, as plain frozen data: pictures, cards, films, maps, pages of credits.

Comes in: values that `visuals_schema.py` has validated. Goes out: `Visual`s, through `board.py`,
and the `Shot`s that kinds make of those that show several things one after the other. Each names
its kind, whose row in `kinds/` says what is to be known of it. Opens no file, knows no frame.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import Field, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

if TYPE_CHECKING:
    from renderer.storyboard.moments import Moment

Rect = tuple[float, float, float, float]
"""x, y, width, height as fractions (0 to 1) of the picture's width and height."""
Point = tuple[float, float]
"""x, y as fractions (0 to 1) of the picture's width and height."""
Fit = Literal["cover", "contain", "blur"]
PictureFit = Literal["auto", "cover", "contain", "blur"]
"""Of a photograph; `photographs.views` says what ``auto`` comes to."""
FootageSound = Literal["off", "low", "keep"]
CalloutKind = Literal["rectangle", "circle", "arrow", "label"]
CreditsLineKind = Literal["heading", "entry", "note"]

RestMotion = Literal["auto", "none"]
"""Of what rests: it comes a little closer, or it stands still."""

NOWHERE = Path("\0")
"""In place of the file of a picture that has not been fetched: no file can have this name."""
_WEB = re.compile(r"^https?:", re.IGNORECASE)


def is_web_address(name: str) -> bool:
    """Whether *name* is meant as an address on the web rather than as a file."""
    return _WEB.match(name) is not None


class Visual(Protocol):
    """What a slide shows: a frozen dataclass that names its kind."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    kind: ClassVar[str]
    """Its row in `kinds.KINDS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What allows a work to be shown that no licence allows."""

    giver: str
    """Whose word it is."""
    date: datetime.date
    document: str
    """The letter or contract, so that somebody else finds it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Whose picture, film or music it is, and on what terms it may be shown."""

    title: str = ""
    author: str = ""
    holder: str = ""
    reference: str = ""
    date: str = ""
    license: str = ""
    """SPDX identifier, or LicenseRef-… ; empty: unknown."""
    credit: str = ""
    """The line to show as the holder wants it; empty: made from the other fields."""
    source_url: str = ""
    record: str = ""
    """Where machines read it, a picture's id after its #; empty: at `source_url`."""
    expires: datetime.date | None = None
    permission: Permission | None = None
    restrictions: str = ""
    """What limits its use beside its licence, in its holder's words."""
    modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """How the view moves over a picture during its slide."""

    kind: Literal["auto", "none", "given"] = "auto"
    start: Rect | None = None
    """The first view, for ``given``."""
    end: Rect | None = None
    """The last view, for ``given``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """A mark drawn over a picture from a sentence on."""

    kind: CalloutKind
    at: Point
    """Top left of a rectangle, centre of a circle, head of an arrow, anchor of a label."""
    size: Point | None = None
    """Width and height of a rectangle; (radius, radius) of a circle."""
    start: Point | None = None
    """Tail of an arrow."""
    text: str = ""
    sentence: int = 1
    """1-based sentence of the slide's narration at which it appears; the last one, if it has fewer.
    """
    when: Moment | None = None
    """When it appears, in place of `sentence`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A photograph or drawing file."""

    kind: ClassVar[str] = "image"
    file: Path
    """Absolute, existing: inside the project's media folder, or fetched into the cache."""
    name: str
    """As written in the storyboard: relative to media/, or a web address."""
    url: str = ""
    """The address of a picture on the web; empty: it lies in media/."""
    alt: str = ""
    focus: Point | None = None
    fit: PictureFit = "auto"
    motion: Motion = Motion()
    rights: Rights | None = None
    callouts: tuple[Callout, ...] = ()

    @property
    def awaited(self) -> bool:
        """Whether it is on the web still, so that `file` is none."""
        return self.file == NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedImage:
    """One of several photographs of a slide."""

    image: Image
    at: Moment | None = None
    """When it begins to come; None: with the slide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Photographs and drawings that dissolve into one another."""

    kind: ClassVar[str] = "pictures"
    shown: tuple[TimedImage, ...]
    """At least one, in the order in which they come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """One line, or sentence, of a card."""

    text: str
    at: Moment | None = None
    """When it comes; None: with the one before it, or with the slide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A typeset card: a title, a text or quotation, a date, its author. At least one is filled."""

    kind: ClassVar[str] = "card"
    title: str = ""
    text: str = ""
    date: str = ""
    author: str = ""
    lines: tuple[CardLine, ...] = ()
    """In place of `text`: lines that come while they are said."""
    shown: int | None = None
    """How many of them have come; None: all."""
    motion: RestMotion = "auto"
    """Whether it comes a little closer while it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """A stretch of an archive film."""

    kind: ClassVar[str] = "footage"
    file: Path
    name: str
    alt: str = ""
    start_seconds: float = 0.0
    end_seconds: float | None = None
    """None: to the end of the file."""
    speed: float = 1.0
    sound: FootageSound = "off"
    fit: Fit = "contain"
    rights: Rights | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamClip:
    """A team's own moviepy clip, named ``module:function``; needs ``--allow-code``."""

    kind: ClassVar[str] = "clip"
    target: str
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsLine:
    """One line of the end credits."""

    text: str
    kind: CreditsLineKind = "entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsPage:
    """One page of the end credits. No author writes one: it is made from the film's own data."""

    kind: ClassVar[str] = "credits_page"
    lines: tuple[CreditsLine, ...]
    motion: RestMotion = "auto"
    """Whether it comes a little closer while it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCard:
    """The last picture: the theme's logo and its words. No author writes one."""

    kind: ClassVar[str] = "end_card"
    title: str = ""
    notice: str = ""
    motion: RestMotion = "auto"
    """Whether it comes a little closer while it is seen."""


Work = Image | Footage
"""What someone else made, whose file is opened and whose rights are owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One of several that a slide shows."""

    name: str
    """Names it within its slide, wherever it comes there; it seeds its motion."""
    key: str
    """Of the slide, under which it was written."""
    visual: Visual
    at: Moment | None
    """When it begins to come; None: with the slide, or with the shot before it. Where none says
    it, they share the slide."""
    runs_apart: bool = True
    """Whether its motion begins when it comes; else it goes on from the slide's beginning."""
