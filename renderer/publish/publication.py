"""Everything a published set is made from, as plain frozen data.

Comes in: nothing; the caller fills it from the timeline, the script and the finished films.
Goes out: `Publication` and its parts. Texts are final: typeset, and free of inline forms.
Knows nothing of HTML, names of files to come, or folders.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.storyboard.board import PLAIN

if TYPE_CHECKING:
    from renderer.frames.contrast import Colour
    from renderer.rights.credit_text import CreditKind
    from renderer.storyboard.board import Pronunciation, Rights, SiteDress, Source
    from renderer.timebase import Timebase


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a picture from the web came from."""

    url: str
    """In the end, after redirects."""
    date: str
    """When, in UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Whose picture, film or music it is, and the line that says so."""

    kind: CreditKind
    name: str
    """The file, or web address, as the storyboard names it; empty for a map."""
    rights: Rights
    line: str
    """As shown on the picture and on the page; see `renderer.rights.credit_text.credit_line`."""
    sha256: str = ""
    """Of the file's bytes."""
    fetched: Fetched | None = None
    """Of a picture from the web: where its bytes came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSentence:
    """One sentence as shown, and the frames in which it is said."""

    written: str
    start: int
    end: int
    paragraph: int = 0
    """0-based number of its paragraph in the slide's narration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapNote:
    """Something that the letters of a map say: its places, its legend, its sources."""

    about: str
    """ "Lieux" """
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSlide:
    """One slide as the page tells it."""

    id: str
    start: int
    end: int
    chapter: str = ""
    """Title of the chapter that starts here; empty: the chapter goes on."""
    alt: str = ""
    """What the picture shows, for who can't see it."""
    shown: tuple[str, ...] = ()
    """Words drawn on the picture: the caption, a card's texts. No line breaks within one."""
    map_notes: tuple[MapNote, ...] = ()
    """All that is written on a map, its sources last; empty: it is none."""
    sentences: tuple[PublishedSentence, ...] = ()
    credit: Credit | None = None
    more_credits: tuple[Credit, ...] = ()
    """Of the other pictures that it shows after the first."""
    music: Credit | None = None
    """Of the music that starts here."""
    sources: tuple[Source, ...] = ()
    picture: str = ""
    """Fingerprint of what is shown, for the manifest: of the file's bytes or the card's texts."""

    @property
    def tells(self) -> bool:
        """Whether a transcript has something to say of it; the end credits stand on the page."""
        return bool(self.sentences or self.alt or self.credit or self.map_notes or any(self.shown))


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedChapter:
    """A named run of slides."""

    title: str
    start: int
    end: int
    slide: str
    """Id of its first slide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmFile:
    """One finished film, somewhere on disk."""

    file: Path
    format: str = "16:9"
    width: int = 1920
    height: int = 1080
    burned: bool = False
    """Whether its picture bears the subtitles."""
    codec: str = "h264"
    """Of its pictures."""
    codecs: str = ""
    """Of pictures and sound, as a page's ``type`` names them; empty: not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeaserFile:
    """A short film of some of the slides."""

    film: FilmFile
    length: int
    """Frames."""
    slides: tuple[str, ...]
    """Ids of the slides it shows."""
    captions_vtt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceUsed:
    """The voice that was heard."""

    title: str
    """For the public: "espeak-ng, français"."""
    engine: str
    version: str = ""
    name: str = ""
    synthetic: bool = True
    fallback: bool = False
    """Whether it stood in for a voice that did not answer."""
    sent_to: str = ""
    """Where it was sent what it says: operator, region, host; empty: nowhere."""
    slides: tuple[str, ...] = ()
    """Ids of the slides that asked for it; empty: it is the film's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundMeasured:
    """What a meter says of the film's sound, decoded; None for silence."""

    loudness_lufs: float | None
    """Integrated, ITU-R BS.1770-5."""
    true_peak_dbtp: float | None
    gain_db: float
    """The one gain that everything was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtitles:
    """The timed texts beside the film, as their files hold them."""

    captions_vtt: str
    captions_srt: str
    chapters_vtt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The same film in one of its languages, this one included."""

    language: str
    folder: str
    """Name of its set's folder, beside this one's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeDress:
    """What a page takes of its film's theme: the colours of its cards, and its letters."""

    paper: Colour
    ink: Colour
    quiet: Colour
    accent: Colour
    fonts: Mapping[str, Path] = field(default_factory=dict)
    """By the theme's part (display, text, small, label): a few letters of it, in WOFF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A finished film and all that is said about it."""

    slug: str
    """Of its set: names the folder, and downloads."""
    storyboard: str = ""
    """What it was made from: a file's path in its project. For the manifest alone."""
    language: str
    title: str
    subtitle: str = ""
    description: str = ""
    invitation: str = ""
    """The heading over the film ("Revivez les combats"); empty: the language's usual one."""
    base_url: str = ""
    """Where the set will be served, with a final slash; empty: links stay relative."""
    publisher: str = ""
    license: str = ""
    """Of the film itself, as the project states it: an SPDX identifier; empty: it states none."""
    dress: SiteDress = PLAIN
    """What the site puts around the film."""
    theme: ThemeDress | None = None
    """None: the page wears its own colours and the reader's letters."""
    timebase: Timebase
    length: int
    """Frames."""
    films: tuple[FilmFile, ...]
    """At least one; the first is the one the page plays."""
    poster: Path
    """A JPEG file."""
    other_posters: Mapping[str, Path] = field(default_factory=dict)
    """The same picture in smaller files, by suffix: webp, avif."""
    thumbnail: Path | None = None
    """The poster as video platforms take it; None: they get the poster."""
    teaser: TeaserFile | None = None
    slides: tuple[PublishedSlide, ...]
    chapters: tuple[PublishedChapter, ...]
    subtitles: Subtitles
    music: Credit | None = None
    sound: SoundMeasured | None = None
    voice: VoiceUsed
    other_voices: tuple[VoiceUsed, ...] = ()
    """Of slides that asked for one."""
    is_recorded: bool = False
    """Whether somebody's own reading is heard in some of its slides."""
    related: tuple[Source, ...] = ()
    tags: tuple[str, ...] = ()
    """By which video platforms find it."""
    team: tuple[str, ...] = ()
    """Those who made it, one line each: "Écriture : …"."""
    editions: tuple[Edition, ...] = ()
    """The languages in which the film can be seen, its own first; empty: in one alone."""
    foreign: tuple[Pronunciation, ...] = ()
    """Words of another language than the film's, wherever they stand."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """What made it: Récit, codec libraries, fonts."""
    date: datetime.date
    """Today. A set that changes nothing keeps the date of the one before."""

    @property
    def film(self) -> FilmFile:
        """The film the page plays."""
        return self.films[0]

    def voice_of(self, slide: str) -> VoiceUsed:
        """The one that is heard in *slide*."""
        return next((each for each in self.other_voices if slide in each.slides), self.voice)

    def credits(self) -> Iterator[tuple[str, Credit]]:
        """Each credit with the id of its slide ("" for the music), in film order."""
        for slide in self.slides:
            if slide.credit is not None:
                yield slide.id, slide.credit
            yield from ((slide.id, credit) for credit in slide.more_credits)
            if slide.music is not None:
                yield slide.id, slide.music
        if self.music is not None:
            yield "", self.music
