"""A checked storyboard as plain frozen data: what every later room receives.

Comes in: values that `schema.py` has validated. Goes out: `Storyboard` and its parts.
Knows nothing of YAML, pictures, voices or frames. Seconds appear here and nowhere further right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from renderer.errors import in_file_order
from renderer.storyboard.visuals import (
    Callout,
    CalloutKind,
    Card,
    CardLine,
    CreditsLine,
    CreditsLineKind,
    CreditsPage,
    EndCard,
    Fit,
    Footage,
    FootageSound,
    Image,
    Motion,
    Permission,
    PictureFit,
    Pictures,
    Point,
    Rect,
    RestMotion,
    Rights,
    TeamClip,
    TimedImage,
    Visual,
    Work,
)

if TYPE_CHECKING:
    from renderer.errors import Mark, Problem

__all__ = [
    "PLAIN",
    "SHAPES",
    "THEMED",
    "UNDER_SPEECH_DB",
    "Callout",
    "CalloutKind",
    "CaptionStay",
    "Card",
    "CardLine",
    "Contributor",
    "CreditsLine",
    "CreditsLineKind",
    "CreditsPage",
    "DressForm",
    "EndCard",
    "FilmSettings",
    "Fit",
    "Footage",
    "FootageSound",
    "Fragment",
    "Highlight",
    "Image",
    "Motion",
    "Music",
    "Permission",
    "PictureFit",
    "Pictures",
    "Point",
    "Pronunciation",
    "Recording",
    "Rect",
    "RestMotion",
    "Rights",
    "Shape",
    "SiteDress",
    "SiteLink",
    "SiteLogo",
    "Slide",
    "Source",
    "Storyboard",
    "SubtitleSettings",
    "TeamClip",
    "Teaser",
    "TimedImage",
    "Transition",
    "TransitionKind",
    "Visual",
    "VoiceChoice",
    "Work",
]

TransitionKind = Literal["cut", "fade", "black", "wipe", "fly"]
FLIGHT_SECONDS = 2.0
"""How long a view flies from one map to the next where nothing is said of it: at half a second, a
way that ends elsewhere is a jerk."""
Highlight = Literal["none", "phrase", "word"]
CaptionStay = float | Literal["always"] | None
DressForm = Literal["theme", "plain", "dsfr"]
"""In what a film's page is dressed."""
Shape = Literal["16:9", "9:16", "1:1"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
UNDER_SPEECH_DB = 12.0
"""Music is at least this far under the voice while it speaks, or words are lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """How one slide gives way to the next. On a slide: how that slide arrives."""

    kind: TransitionKind = "fade"
    length_seconds: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronunciation:
    """One lexicon entry: how something written is said.

    Spaces and apostrophes of any kind match one another.
    """

    write: str
    say: str
    ipa: str = ""
    case: bool = True
    """Whether capitals must match."""
    whole_word: bool = True
    """Whether it must stand alone: "Ain" is not in "Aincourt"."""
    language: str = ""
    """Of the words themselves, where it isn't the film's: screen readers change their voice."""
    origin: str = ""
    """Where the entry comes from, for reports: a file name and line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A team's own reading of a slide's narration, or of one sentence of it."""

    file: Path
    name: str
    sentence: str = ""
    """The sentence that it reads, as it is written; empty: the whole narration."""
    says: str = ""
    """Fingerprint of the narration that was read; another one means the recording is stale."""
    key: str = "recording"
    """Of the slide, under which it is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact comes from; or a related article."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """Someone to thank by name, and for what."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceChoice:
    """Which voice speaks, and how."""

    engine: str = "auto"
    name: str = ""
    """The engine's own name of the voice; empty: the engine's default for the language."""
    model: str = ""
    """A file with the engine's model, for sites that bring their own; empty: the installed one.
    Of a service: the name of its model."""
    address: str = ""
    """Of the server that the engine "http" asks; empty: the environment's."""
    rate: float = 1.0
    sentence_pause_seconds: float = 0.35
    paragraph_pause_seconds: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """A short film of some of the slides, to be shown where the whole one can't."""

    length_seconds: float = 10.0
    """At most."""
    slides: tuple[str, ...] = ()
    """Ids of those it shows, in their order; empty: chosen (`production/teaser.py`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtitleSettings:
    """Whether the cues are drawn on the picture, for who watches without sound."""

    burn: tuple[str, ...] = ()
    """The shapes whose picture bears them."""
    highlight: Highlight = "none"
    """What is lit while it is said: nothing, the line, or the word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmSettings:
    """Size, rate and rhythm of the film."""

    height: int = 1080
    """The shorter side's pixels, even."""
    composed_height: int | None = None
    """What it was before a draft, or `--height`, asked for less: pictures are composed for it, so
    that a small film shows what the large one does. None: `height`."""
    fps: int = 25
    formats: tuple[str, ...] = ("16:9",)
    codecs: tuple[str, ...] = ("h264",)
    """H.264 first: it is always made."""
    teaser: Teaser | None = None
    """None: there is none."""
    poster: str = ""
    """Id of the slide shown before the film plays; empty: `production.publication` chooses one."""
    transition: Transition = Transition()
    lead_seconds: float = 0.4
    hold_seconds: float = 0.8
    loudness_lufs: float = -16.0
    opening: bool = False
    """Whether a card with the film's title comes before the first slide."""
    credits: bool = True
    """Whether the film ends with its credits, when there is anything to credit."""
    subtitles: SubtitleSettings = SubtitleSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    """Music or an ambience under the film, or under some of its slides."""

    file: Path
    name: str
    level_db: float = -20.0
    """Of its loudness, relative to the voice while it speaks."""
    loop: bool = True
    """Whether it starts again when it ends before it should."""
    fade_in_seconds: float = 2.0
    fade_out_seconds: float = 4.0
    rights: Rights | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One paragraph of history: a picture held on screen while its narration is spoken."""

    id: str
    """Names the slide in reports, chapters and links. Unique in its storyboard."""
    visual: Visual
    chapter: str = ""
    """Title of the chapter that starts here; empty: the chapter goes on."""
    caption: str = ""
    caption_stay: CaptionStay = None
    """Seconds that it stays; None: while it is read."""
    narration: str = ""
    """What is said, as written. Empty: a silent slide, which then has `length_seconds`."""
    transition: Transition = Transition()
    lead_seconds: float = 0.4
    hold_seconds: float = 0.8
    length_seconds: float | None = None
    music: Music | Literal["none"] | None = None
    """What sounds from this slide on; "none": nothing any more; None: whatever sounded before."""
    silence_seconds: float | None = None
    """How long it lasts as a time of silence, without music; `length_seconds` says so too."""
    voice: VoiceChoice | None = None
    """Whole, what it shares with the film's included; None: the film's own."""
    recordings: tuple[Recording, ...] = ()
    """Of the whole narration, one; or of some of its sentences. The voice reads the others."""
    pronounce: tuple[Pronunciation, ...] = ()
    sources: tuple[Source, ...] = ()
    marks: Mapping[str, Mark] = field(repr=False, compare=False)
    """Where each key of the slide was written ("caption", "narration", "image.file", …).

    "" is the slide itself. Moving a slide doesn't make it another slide, so marks don't compare.
    """

    @property
    def recording(self) -> Recording | None:
        """Of the whole narration: no voice is heard."""
        return next((each for each in self.recordings if not each.sentence), None)

    def mark(self, key: str) -> Mark:
        """Where *key* was written; a key that was not written is marked at its nearest parent."""
        while key and key not in self.marks:
            key = key.rpartition(".")[0]
        return self.marks[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Storyboard:
    """A whole film, as written and checked."""

    path: Path
    root: Path
    """The project's root."""
    slug: str
    title: str
    slides: tuple[Slide, ...]
    subtitle: str = ""
    description: str = ""
    language: str = "fr"
    voice: VoiceChoice = VoiceChoice()
    pronounce: tuple[Pronunciation, ...] = ()
    style: str = "sobre"
    film: FilmSettings = FilmSettings()
    music: Music | None = None
    related: tuple[Source, ...] = ()
    tags: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    languages: tuple[str, ...] = ()
    """Every language the film is told in, its own first; empty: in that one alone."""
    marks: Mapping[str, Mark] = field(repr=False, compare=False, default_factory=dict)
    """Where the top-level keys were written."""

    def voice_of(self, slide: Slide) -> VoiceChoice:
        """What speaks *slide*: its own voice, or else the film's."""
        return slide.voice or self.voice

    @property
    def is_translation(self) -> bool:
        """Whether it is told in another language than the storyboard's own."""
        return bool(self.languages) and self.language != self.languages[0]

    @property
    def set_name(self) -> str:
        """The folder of its finished set: the slug, and in another language that after it."""
        return self.name_in(self.language)

    def name_in(self, language: str) -> str:
        """As `set_name`, of the same film in *language*. No slug holds a full stop."""
        is_own = not self.languages or language == self.languages[0]
        return self.slug if is_own else f"{self.slug}.{language}"

    @property
    def pieces(self) -> tuple[tuple[str, Music], ...]:
        """All music, the film's first, then the slides' in order, with the slide's id or ""."""
        own = [(slide.id, slide.music) for slide in self.slides if isinstance(slide.music, Music)]
        return (*((("", self.music),) if self.music is not None else ()), *own)

    @property
    def is_recorded(self) -> bool:
        """Whether somebody's own reading is heard in some of its slides."""
        return any(s.recordings and s.narration.strip() for s in self.slides)

    @property
    def media(self) -> Path:
        """The folder that pictures, music and recordings are named relative to."""
        return self.root / "media"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lagging:
    """An edition of a film that can't be made before its translation is put right."""

    board: Storyboard
    """The film in its own language."""
    language: str
    problems: tuple[Problem, ...]

    @property
    def set_name(self) -> str:
        """The folder of the set it had, if it ever had one."""
        return self.board.name_in(self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """A film in its languages: its own, which is right, and the others, some of which may lag."""

    own: Storyboard
    translations: tuple[Storyboard, ...]
    lagging: tuple[Lagging, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The mistakes of all that lag."""
        return in_file_order(problem for one in self.lagging for problem in one.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """Checked HTML, apart from the one element that holds it all."""

    inner: str
    attributes: str = ""
    """Of that element, written as in a tag; empty: there is none, the page makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLink:
    """A link of the page's foot."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLogo:
    """The institution's sign."""

    content: bytes
    suffix: str
    """png, jpg, webp or svg."""
    alt: str
    url: str = ""
    """Where it leads; empty: nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDress:
    """What stands around a film on its page."""

    form: DressForm = "theme"
    """theme: in its film's colours and letters; plain: in the page's own; dsfr: markup of the
    State's Design System."""
    header: Fragment | None = None
    footer: Fragment | None = None
    links: tuple[SiteLink, ...] = ()
    logo: SiteLogo | None = None
    stylesheet: str = ""
    """Its text."""
    dsfr: str = ""
    """Where the site keeps its own copy of the Design System, with a final slash."""
    language: str = ""
    """Of the header, footer and links; empty: not stated, the film's."""


THEMED = SiteDress()
"""Of a project that says nothing of it."""
PLAIN = SiteDress(form="plain")
