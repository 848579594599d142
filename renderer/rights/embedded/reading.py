"""A picture file's metadata by vocabulary and field, and what it means: whose picture it is.

Comes in: an open file and a language. Goes out: `Embedded`. Which tag means which field: IPTC
Photo Metadata Standard 2025.1, its mapping to XMP, IIM and EXIF. Where several vocabularies speak
of one thing: Metadata Working Group, Guidelines for Handling Image Metadata 2.0 (2010), chapter 5:
EXIF first; XMP before IPTC-IIM, unless a program that doesn't know XMP has changed the IIM since
(its digest says so). A PNG's own texts are older than all of them and come last.

Texts that name nobody are left out: empty notices, and what cameras and programs write by
themselves. A rule, since no list holds every camera: a text says nothing when it is only signs,
years and words of law; when it is the camera's own name; and when, of its words, none is left once
makers, words for devices and numbers of models are taken away.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate
from typing import Any, BinaryIO, TypeVar
from urllib.parse import urlsplit

from renderer.rights.embedded import tiff
from renderer.rights.embedded.bounded_reader import Blocks, NoMoreError, Pieces
from renderer.rights.embedded.containers import walk
from renderer.rights.embedded.iptc import data_sets
from renderer.rights.embedded.text_encoding import cleaned, decode_metadata
from renderer.rights.embedded.xmp import Values, xmp_properties
from renderer.storyboard.board import Rights
from renderer.storyboard.licences import licences_in

Texts = Mapping[str, str]
"""Fields, such as "author", with what one vocabulary says; what says nothing is not in it."""
_LONGEST_TITLE = 120
"""Characters; a description longer than that is no title."""
_NOTICE = re.compile(
    r"^(?:(?:©|\(c\)|copyright\b|copr\.)[\s:,]*)+(?:by\s+)?"
    r"(?:\d{4}(?:\s*[-–,]\s*\d{4})*[,.]?\s+)?(?:by\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """What a picture file says of itself; empty where it says nothing."""

    rights: Rights = field(default_factory=Rights)
    """Dates are ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; licences are SPDX identifiers."""
    alt: str = ""
    """What the picture shows, for those who don't see it, or its description."""
    terms: str = ""
    """Terms of use in words, where they name no licence."""


def embedded_in(facts: Mapping[str, Any]) -> Embedded:
    """What `dataclasses.asdict` made of an `Embedded`, put together again."""
    return Embedded(**{**facts, "rights": Rights(**facts["rights"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that one file says, by vocabulary."""

    exif: Texts
    iptc: Texts
    xmp: Texts
    png: Texts
    sidecar: Texts = field(default_factory=dict)
    """What stands in a file beside it: somebody wrote it there after the picture was made."""
    iptc_is_newer: bool = False
    """Whether the IIM was changed after the XMP, by a program that doesn't know XMP."""

    def of(self, field: str) -> str:
        """What the file says of *field*."""
        if text := self.sidecar.get(field) or self.exif.get(field):
            return text
        old, new = self.iptc.get(field, ""), self.xmp.get(field, "")
        # An IIM field is short: one that is the beginning of the other was only cut.
        if self.iptc_is_newer and old and not new.startswith(old):
            return old
        return new or old or self.png.get(field, "")


def meant(said: Said) -> Embedded:
    """What *said* comes to."""
    description = said.of("description")
    title = said.of("title") or said.exif.get("windows_title", "")
    if not title and len(description) <= _LONGEST_TITLE:
        title = description
    author, holder, credit = said.of("author"), said.of("holder"), said.of("credit")
    if source := said.of("source"):
        # Who supplies a picture is credited with its author, or alone.
        holder = holder or (source if author and not credit else "")
        credit = credit or (source if not author and not holder else "")
    terms = said.xmp.get("terms", "")
    if _TERMS.fullmatch(holder):  # a notice that says on what terms, and names nobody
        terms, holder = terms or holder, ""
    statement, page = said.xmp.get("statement", ""), said.xmp.get("page", "")
    named = (said.xmp.get("license", ""), statement, terms, holder, said.png.get("license", ""))
    found = {one: text for text in named for one in licences_in(text)}
    # Several that differ may be a choice, or may all bind: a person has to read them.
    license_ = next(iter(found)) if len(found) == 1 else ""
    if len(found) > 1:
        terms = " / ".join(dict.fromkeys(filter(None, (*found.values(), terms))))
    rights = Rights(
        title=title,
        author=_NOTICE.sub("", author),
        holder=_NOTICE.sub("", holder),
        date=said.of("date"),
        license=license_,
        credit=credit,
        source_url="" if licences_in(statement) else _web_address(statement or page),
    )
    alt = said.xmp.get("alt") or said.xmp.get("long_alt") or description
    return Embedded(rights=rights, alt=alt, terms="" if license_ else terms)


def filled_fields(rights: Rights) -> Iterator[tuple[str, str]]:
    """The fields of *rights* that a file can fill and that are filled."""
    for name in ("title", "author", "holder", "date", "license", "credit", "source_url"):
        if text := getattr(rights, name):
            yield name, text


def _web_address(text: str) -> str:
    """*text* if it is an address on the web that can't run anything."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return ""
    sound = parts.scheme in ("http", "https") and host and "@" not in parts.netloc
    return text if sound and not re.search(r"[\s\\<>\"]", text) else ""


_TERMS = re.compile(
    r"[\s©]*(?:(?:in the )?public domain|(?:dans le )?domaine public|cc0(?:[- ]1\.0)?"
    r"|cc[- ]by(?:[- ](?:nc|sa|nd))*(?:[- ]\d\.\d)?|no (?:known )?copyright(?: restrictions)?"
    r"|libre de (?:tous )?droits)[\s.!]*",
    re.IGNORECASE,
)
"""What is written as a copyright notice, says on what terms, and is nobody's name."""
_DATE = re.compile(r"\s*(\d{4})(?:([:./-]?)(\d{2})(?:\2(\d{2}))?)?(?=$|[\sT,;+Z]|\s*\()")
_TIMED = re.compile(r"\s*(\d{4})(\d{2})(\d{2})\d{4,6}")
"""As ``20040226101112``."""
_EXIF = {
    "windows_title": (tiff.XP_TITLE,),
    "author": (tiff.ARTIST, tiff.XP_AUTHOR),
    "holder": (tiff.COPYRIGHT,),
    "date": (tiff.TAKEN,),
    "description": (tiff.DESCRIPTION,),
}
_IPTC = {
    "title": (5, 105),
    "author": (80,),
    "holder": (116,),
    "credit": (110,),
    "source": (115,),
    "date": (55,),
    "description": (120,),
}
_XMP = {
    "title": ("dc:title", "photoshop:Headline"),
    "author": ("dc:creator", "plus:ImageCreatorName", "tiff:Artist", "cc:attributionName"),
    "holder": (
        *("dc:rights", "plus:CopyrightOwnerName", "xmpRights:Owner", "dcterms:rightsHolder"),
        "tiff:Copyright",
    ),
    "credit": ("photoshop:Credit",),
    "source": ("photoshop:Source",),
    "date": ("photoshop:DateCreated", "exif:DateTimeOriginal"),
    "description": ("dc:description",),
    "alt": ("Iptc4xmpCore:AltTextAccessibility",),
    "long_alt": ("Iptc4xmpCore:ExtDescrAccessibility",),
    "terms": ("xmpRights:UsageTerms",),
    "statement": ("xmpRights:WebStatement",),
    "page": ("cc:attributionURL",),
    "license": ("cc:license", "dcterms:license"),
}
_PNG = {
    "title": ("title",),
    "author": ("author", "artist"),
    "holder": ("copyright",),
    "date": ("creation time",),
    "description": ("description",),
    "license": ("license",),
}
Key = TypeVar("Key", int, str)
_UTF16 = (tiff.XP_TITLE, tiff.XP_AUTHOR)


class NotAPictureError(Exception):
    """The file is of no kind that can hold a picture's rights."""


def read_embedded(file: BinaryIO, language: str, sidecar: bytes = b"") -> Embedded:
    """What the picture in *file* says of itself, in *language* where it says it in several.

    Args:
        file: the picture.
        language: a tag.
        sidecar: the XMP that stands beside it, which counts before its own; empty: none does.

    Raises:
        NotAPictureError: it isn't a picture of a kind that can be used.
    """
    try:
        blocks = walk(Pieces(file))
    except NoMoreError:
        blocks = None
    if blocks is None:
        raise NotAPictureError
    devices = [_line(blocks.tags.get(tag, b"")) for tag in (tiff.MAKE, tiff.MODEL, tiff.SOFTWARE)]
    devices.append(" ".join(devices[:2]))
    beside = _known(_xmp_texts([sidecar], language), _XMP, devices)
    return meant(
        Said(
            sidecar=beside,
            exif=_known(_exif_texts(blocks.tags, devices), _EXIF, devices),
            iptc=_known(_iptc_texts(blocks), _IPTC, devices),
            xmp=_known(_xmp_texts(blocks.xmp, language), _XMP, devices) | beside,
            png=_known(
                {word: decode_metadata(text) for word, text in blocks.texts.items()}, _PNG, devices
            ),
            iptc_is_newer=_is_newer(blocks),
        )
    )


def _known(
    texts: Mapping[Key, str], fields: Mapping[str, Iterable[Key]], devices: list[str]
) -> dict[str, str]:
    """The first text of each field that says something."""
    found = {}
    for name, keys in fields.items():
        said = (_telling(name, texts.get(key, ""), devices) for key in keys)
        if text := next(filter(None, said), ""):
            found[name] = text
    return found


def _telling(field: str, text: str, devices: list[str]) -> str:
    """*text* as a line that says something of *field*; empty when it doesn't."""
    line = cleaned(text)
    if field == "date":
        return day_of(line)
    if says_nothing(line, devices):
        return ""
    return "" if field in ("title", "windows_title", "description") and is_numbered(line) else line


def _exif_texts(tags: Mapping[int, bytes], devices: list[str]) -> dict[int, str]:
    texts = {}
    for tag, value in tags.items():
        if tag in _UTF16:
            texts[tag] = value.decode("utf-16-le", "ignore").partition("\0")[0]
        elif tag == tiff.COPYRIGHT:
            # The photographer's notice, NUL, the editor's.
            parts = (cleaned(decode_metadata(part)) for part in value.split(b"\0")[:2])
            telling = [part for part in parts if not says_nothing(part, devices)]
            texts[tag] = " / ".join(dict.fromkeys(telling))
        else:
            texts[tag] = _line(value)
    if ";" in (names := texts.get(tiff.ARTIST, "")):
        # Several names in one field, as the Metadata Working Group asks for.
        texts[tiff.ARTIST] = _joined(name.strip(' "') for name in names.split(";"))
    return texts


def _line(value: bytes) -> str:
    return cleaned(decode_metadata(value.partition(b"\0")[0]))


def _iptc_texts(blocks: Blocks) -> dict[int, str]:
    result: dict[int, str] = {}
    for record in blocks.iptc:
        for number, texts in data_sets(record).items():
            result.setdefault(number, _joined(map(cleaned, texts)))
    return result


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, texts)))


def _xmp_texts(packets: Iterable[bytes], language: str) -> dict[str, str]:
    result: dict[str, Values] = {}
    for packet in packets:
        result = {**xmp_properties(packet), **result}
    return {name: values.text(language) for name, values in result.items()}


def _is_newer(blocks: Blocks) -> bool:
    """Whether the IIM is another than the one that the last program that knew XMP left."""
    if not blocks.iptc_digest or not blocks.iptc:
        return False
    now = hashlib.md5(blocks.iptc[0], usedforsecurity=False).digest()
    return now != blocks.iptc_digest


def day_of(text: str) -> str:
    """The date with which *text* begins: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, or nothing.

    A month or a day of zeros is one that isn't known (IPTC-IIM 4.2, 2:55); any other that the
    calendar hasn't is a mistake, and who mistook the day may have mistaken the year.
    """
    match = _DATE.match(text)
    parts = (match[1], match[3], match[4]) if match else None
    if parts is None and (timed := _TIMED.match(text)):
        parts = timed[1], timed[2], timed[3]
    if parts is None:
        # A PNG's "Creation Time" is to be written after RFC 1123.
        named = parsedate(text) if any(char.isalpha() for char in text) else None
        parts = tuple(f"{part:02}" for part in named[:3]) if named else None  # type: ignore[assignment]
    return _checked(*parts) if parts else ""


def _checked(year: str, month: str | None, day: str | None) -> str:
    if year == "0000":
        return ""
    if month in (None, "00"):
        return year
    if day in (None, "00"):
        return f"{year}-{month}" if 1 <= int(month or 0) <= 12 else ""
    try:
        return datetime.date(int(year), int(month or 0), int(day or 0)).isoformat()
    except ValueError:
        return ""


_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LAW = _words(
    "c copyright copyrights copr copyrighted all rights reserved tous droits réservés reserves alle"
    " rechte vorbehalten by"
)
_NOBODY = _words(
    "none null nil na unknown unbekannt inconnu inconnue undefined default untitled unnamed user"
    " owner"
)
_PHRASES = frozenset(("n a", "no copyright", "your name", "your name here", "not available"))
_MAKERS = _words(
    "agfa agfaphoto asus benq blackberry canon casio contax dji eastman ericsson fuji fujifilm"
    " fujitsu google gopro hasselblad hewlett hp htc huawei jenoptik jvc kenox kodak konica kyocera"
    " leica lg lumix mamiya medion minolta mitsubishi motorola nikon nokia olympus oneplus packard"
    " panasonic pentax polaroid ricoh rollei samsung sanyo sony toshiba umax vivitar xiaomi"
    " yashica"
)
_DEVICE = _words(
    "asahi camera cameras cameraphone co coolpix company compact corp corporation cybershot dcim"
    " digimax digital digitalkamera dsc easyshare electronics electric exif exilim finepix galaxy"
    " gmbh image images imaging inc international iphone ixus jpeg kabushiki kaisha limited ltd"
    " mobile motor optical phone photo picture powershot slr smartphone still techwin technologies"
    " video zoom"
)
_SHORT = 3
"""Letters of a model's name without digits."""
_GENERIC = (frozenset(("digital", "camera")), frozenset(("exif", "jpeg")))
"""What a camera without a maker's name calls itself."""
_PROGRAMS = _words(
    "acdsee adobe applemark corel darktable gimp imagemagick imageready irfanview iphoto lightroom"
    " paintshop photofiltre photoimpact photopaint photoshop picasa snapseed"
)
_OF_PROGRAMS = _words("cc classic cs editor elements macintosh pro studio version windows")
_WRITTEN_BY = re.compile(r"(created|file written|processed|made|generated|edited) (with|by) ")
_NUMBERED = re.compile(r"(?i)(_?[a-z]{1,4}[_-]?\d{3,}|untitled[-_ ]?\d*|dsc|img)(\.[a-z]{3,4})?")
"""Names that cameras, scanners and programs give to files: DSC_0001, IMG-2044, P1010001."""


def says_nothing(text: str, devices: Iterable[str] = ()) -> bool:
    """Whether *text* names nobody. *devices*: make, model and software that the file names."""
    plain = " ".join(_WORD.findall(text.casefold()))
    if not any(char.isalpha() for char in text):
        return True
    if any(plain == " ".join(_WORD.findall(device.casefold())) for device in devices):
        return True
    left = [word for word in plain.split() if word not in _LAW and not word.isdigit()]
    if not left or " ".join(left) in _PHRASES or (len(left) == 1 and left[0] in _NOBODY):
        return True
    return _is_device(left, capitals=text.isupper()) or _is_program(plain)


def is_numbered(text: str) -> bool:
    """Whether *text*, meant as a title, is only a file's number."""
    return _NUMBERED.fullmatch(text) is not None


def _is_device(words: list[str], *, capitals: bool) -> bool:
    """Makers, devices and models; in capitals a short word is a model too: SAMSUNG CSC."""
    named = any(word in _MAKERS for word in words)
    named = named or any(generic <= set(words) for generic in _GENERIC)
    return named and all(
        word in _MAKERS
        or word in _DEVICE
        or any(char.isdigit() for char in word)
        or (capitals and len(word) <= _SHORT)
        for word in words
    )


def _is_program(plain: str) -> bool:
    words = _WRITTEN_BY.sub("", plain, count=1).split()
    return any(word in _PROGRAMS for word in words) and all(
        word in _PROGRAMS or word in _OF_PROGRAMS or any(char.isdigit() for char in word)
        for word in words
    )
