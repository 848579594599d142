"""The rights that a picture file carries in itself: XMP, IPTC and EXIF.

Comes in: the file's bytes. Goes out: `board.Rights` with whatever was found, to prefill or to
compare; the storyboard always wins. Reads headers only and never raises: metadata is often
broken, and a picture without any is still a picture.

Fields after the IPTC Photo Metadata Standard 2025.1: Creator, Copyright Notice, Credit Line,
Title, Date Created, Web Statement of Rights. XMP is the newest and wins, then IPTC, then EXIF.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Mapping

from PIL import Image, ImageFile, IptcImagePlugin

from renderer.pictures.limits import PIXEL_CAP
from renderer.pictures.photograph import FAILURES, FORMATS, PILLOW
from renderer.pictures.xmp import xmp_properties
from renderer.storyboard.board import Rights

LONGEST = 500
"""Characters kept of one field: a credit, not an essay."""
Found = dict[str, str]
"""Fields of `Rights` by name; absent ones are not in it."""

IPTC_FIELDS = {
    "title": ((2, 5), (2, 105)),
    "author": ((2, 80),),
    "holder": ((2, 116),),
    "credit": ((2, 110), (2, 115)),
    "reference": ((2, 103),),
    "date": ((2, 55),),
}
"""IPTC-IIM 4.2 datasets; where there are two, the first that is filled."""
IPTC_CHARSET, UTF8_MARK = (1, 90), b"\x1b%G"
EXIF_FIELDS = {"title": 0x010E, "author": 0x013B, "holder": 0x8298}
"""Exif 2.32: ImageDescription, Artist, Copyright."""
EXIF_IFD, EXIF_TAKEN = 0x8769, 0x9003
XMP_FIELDS = {
    "title": ("dc:title", "photoshop:Headline"),
    "author": ("dc:creator",),
    "holder": ("dc:rights",),
    "credit": ("photoshop:Credit", "photoshop:Source"),
    "reference": ("photoshop:TransmissionReference", "dc:identifier"),
    "date": ("photoshop:DateCreated", "xmp:CreateDate"),
    "source_url": ("xmpRights:WebStatement",),
    "license": ("cc:license", "xmpRights:WebStatement"),
}
CREATIVE_COMMONS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)"
)
DATE = re.compile(r"(\d{4})(?:[:-]?(\d{2})(?:[:-]?(\d{2}))?)?")
CAMERA_TITLES = re.compile(r"(?i)^(olympus digital camera|sony dsc|dsc|img|untitled|default)\b")
"""What cameras write as a description of every picture they take."""


def embedded_rights(data: bytes) -> Rights:
    """What the picture in *data* says about its author, holder, licence, title and date.

    Empty fields where it says nothing, or nothing that can be read. Dates come as ``YYYY``,
    ``YYYY-MM`` or ``YYYY-MM-DD``; Creative Commons addresses become SPDX licences.
    """
    found: Found = {}
    with PILLOW, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, PIXEL_CAP
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                for read in (_exif, _iptc):
                    found |= _quietly(read, image)
                packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
        except (*FAILURES, Image.DecompressionBombError):
            # Not a picture: `photograph` says so; here it simply has no rights in it.
            return Rights()
        finally:
            Image.MAX_IMAGE_PIXELS = theirs
    if isinstance(packet, str):
        packet = packet.encode("utf-8", "replace")
    # A packet where Pillow doesn't look for it is found by its first tag.
    found |= _from_xmp(xmp_properties(packet) or xmp_properties(data))
    return Rights(
        title=found.get("title", ""),
        author=found.get("author", ""),
        holder=found.get("holder", ""),
        reference=found.get("reference", ""),
        date=found.get("date", ""),
        license=found.get("license", ""),
        credit=found.get("credit", ""),
        source_url=found.get("source_url", ""),
    )


def _quietly(read: Callable[[ImageFile.ImageFile], Found], image: ImageFile.ImageFile) -> Found:
    try:
        return read(image)
    except FAILURES:
        return {}


def _exif(image: ImageFile.ImageFile) -> Found:
    if image.format == "PNG" and "exif" not in image.info:
        # Pillow would decode all the pixels to look for EXIF behind them.
        return {}
    exif = image.getexif()
    found = {field: _text(exif.get(tag)) for field, tag in EXIF_FIELDS.items()}
    found["date"] = _date(_text(exif.get_ifd(EXIF_IFD).get(EXIF_TAKEN)))
    if CAMERA_TITLES.match(found["title"]):
        found["title"] = ""
    return _filled(found)


def _iptc(image: ImageFile.ImageFile) -> Found:
    records = IptcImagePlugin.getiptcinfo(image) or {}
    is_utf8 = UTF8_MARK in _all_bytes(records.get(IPTC_CHARSET))
    found = {}
    for field, datasets in IPTC_FIELDS.items():
        texts = (
            ", ".join(_text(value, is_utf8) for value in _all_bytes(records.get(dataset)))
            for dataset in datasets
        )
        found[field] = next((text for text in texts if text), "")
    found["date"] = _date(found["date"])
    return _filled(found)


def _from_xmp(properties: Mapping[str, str]) -> Found:
    found = {
        field: next((text for name in names if (text := _text(properties.get(name)))), "")
        for field, names in XMP_FIELDS.items()
    }
    found["date"] = _date(found["date"])
    if not re.match(r"https?://", found["source_url"]):
        found["source_url"] = ""
    licences = (_licence(_text(properties.get(name))) for name in XMP_FIELDS["license"])
    found["license"] = next((licence for licence in licences if licence), "")
    return _filled(found)


def _licence(address: str) -> str:
    """The SPDX identifier of a Creative Commons address; empty for any other."""
    parts = CREATIVE_COMMONS.match(address)
    if not parts:
        return ""
    kind, terms, version = parts.groups()
    if kind == "licenses":
        return f"CC-{terms.upper()}-{version}"
    return {"zero": "CC0-1.0", "mark": "CC-PDM-1.0"}.get(terms, "")


def _all_bytes(value: bytes | list[bytes] | None) -> list[bytes]:
    """Pillow gives a repeated dataset as a list, a single one as it is."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: object, is_utf8: bool = False) -> str:
    """*value* as one clean line. Bytes are UTF-8 where they can be, else Windows-1252."""
    if isinstance(value, str):
        try:
            # Pillow reads EXIF's ASCII as Latin-1; most programs write UTF-8 there.
            text = value.encode("latin-1").decode("utf-8")
        except UnicodeError:
            text = value
    elif isinstance(value, bytes):
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("utf-8" if is_utf8 else "cp1252", "replace")
    else:
        return ""
    # Controls and formats (bidi overrides, zero widths) have no business in a credit.
    plain = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char
        for char in text.partition("\0")[0]
        if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join(plain.split())[:LONGEST].strip()


def _date(text: str) -> str:
    """The day, month or year that *text* begins with; empty when it isn't a date."""
    parts = DATE.match(text)
    if not parts:
        return ""
    year, month, day = parts.groups()
    if year == "0000":
        return ""
    if month is None or not 1 <= int(month) <= 12:
        return str(year)
    if day is None or not 1 <= int(day) <= 31:
        return f"{year}-{month}"
    return f"{year}-{month}-{day}"


def _filled(found: Found) -> Found:
    return {field: text for field, text in found.items() if text}
