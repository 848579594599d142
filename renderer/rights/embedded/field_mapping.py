"""What a file's texts mean: whose picture it is, on what terms, what it shows.

Comes in: texts by vocabulary and field. Goes out: `Embedded`. Knows no bytes.

Fields after the IPTC Photo Metadata Standard 2025.1. Where several vocabularies speak of one thing:
Metadata Working Group, Guidelines for Handling Image Metadata 2.0 (2010), chapter 5: EXIF first;
XMP before IPTC-IIM, unless a program that doesn't know XMP has changed the IIM since (its digest
says so). A PNG's own texts are older than all of them and come last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from renderer.storyboard.board import Rights

Texts = Mapping[str, str]
"""Fields, such as "author", with what one vocabulary says; what says nothing is not in it."""
_LONGEST_TITLE = 120
"""Characters; a description longer than that is no title."""
_CC_ADDRESS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)"
    r"(?:/([a-z]{2,3}))?(?=[/\s#?.,;)\"'>]|$)",
    re.IGNORECASE,
)
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
    iptc_is_newer: bool = False
    """Whether the IIM was changed after the XMP, by a program that doesn't know XMP."""

    def of(self, field: str) -> str:
        """What the file says of *field*."""
        if text := self.exif.get(field):
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
    statement = said.xmp.get("statement", "")
    named = (said.xmp.get("license", ""), statement, terms, holder, said.png.get("license", ""))
    license_ = next(filter(None, map(spdx_of_address, named)), "")
    rights = Rights(
        title=title,
        author=_NOTICE.sub("", author),
        holder=_NOTICE.sub("", holder),
        date=said.of("date"),
        license=license_,
        credit=credit,
        source_url="" if spdx_of_address(statement) else _web_address(statement),
    )
    alt = said.xmp.get("alt") or said.xmp.get("long_alt") or description
    return Embedded(rights=rights, alt=alt, terms="" if license_ else terms)


def spdx_of_address(text: str) -> str:
    """The SPDX identifier of the Creative Commons address in *text*; empty without one."""
    found = _CC_ADDRESS.search(text)
    if not found:
        return ""
    kind, terms, version, country = (part.lower() if part else "" for part in found.groups())
    if kind == "publicdomain":
        return {"zero": f"CC0-{version}", "mark": f"CC-PDM-{version}"}.get(terms, "")
    where = f"-{country.upper()}" if country else ""
    return f"CC-{terms.upper()}-{version}{where}"


def fields_of(rights: Rights) -> Iterator[tuple[str, str]]:
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
