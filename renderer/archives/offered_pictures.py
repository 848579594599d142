"""What an archive offers, however its answer was written: one frozen shape.

Comes in: what the readers of manifests and of Commons found. Goes out: `Listing`s. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, unquote

from renderer.storyboard.board import Rights

_BREAKS = frozenset(
    {"br", "div", "dd", "dt", "h1", "h2", "h3", "hr", "p", "table", "td", "th", "tr"}
)
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_UNSAID = frozenset({"script", "style", "template", "noscript"})
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CONTROLS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]+"
)
LONGEST = 600
"""Characters that are kept of a text: a credit is read in one glance, an essay is on its page."""


class ArchiveError(ValueError):
    """An answer that can't be used; the message says why, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One picture that may be picked."""

    id: str
    """As the archive calls it: a canvas's address, a file's title."""
    label: str
    rights: Rights
    """As they are stated; the licence is an SPDX identifier, or a LicenseRef that says what."""
    width: int = 0
    """Pixels of the whole; 0: not stated."""
    height: int = 0
    image: str = ""
    """The address of the whole picture."""
    service: str = ""
    """Its Image API; empty: it has none."""
    thumbnail: str = ""
    scaled: str = ""
    """An address with {width} in it, which gives the picture that wide."""
    data: bytes = field(default=b"", repr=False)
    """The whole picture, where looking at it was fetching it."""
    alt: str = ""
    """What it shows, as the archive describes it."""
    record: str = ""
    """Where machines find it again, where that isn't the listing: of a search."""
    opens: str = ""
    """Of a document that a search found: the address at which its pictures are listed."""
    remarks: tuple[str, ...] = ()
    """What whoever picks it should know of how its rights were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What there is at an address."""

    address: str
    title: str
    offers: tuple[Offer, ...] = ()
    members: tuple[tuple[str, str], ...] = ()
    """Of a collection: name and address of each thing in it, which can be listed in turn."""
    chosen: str = ""
    """The id of the picture that the address itself was of."""

    @property
    def only(self) -> Offer | None:
        """The one picture that there is to pick, if no choice is left."""
        if self.chosen:
            return next((offer for offer in self.offers if offer.id == self.chosen), None)
        return self.offers[0] if len(self.offers) == 1 else None


def record_of(listing: Listing, offer: Offer) -> str:
    """The address under which machines find *offer* again."""
    if offer.record:
        return offer.record
    address = listing.address.partition("#")[0]
    if offer.id == address or len(listing.offers) < 2:
        return address
    return f"{address}#{quote(offer.id, safe=':/?=&,;@%')}"


def parted_record(address: str) -> tuple[str, str]:
    """An address, and the id of the picture after its #."""
    whole, _, name = address.partition("#")
    return whole, unquote(name)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.parts.append(" ")
        if tag == "li":
            self.parts.append("\0")
        if tag in _VOID:
            return
        style = next((value or "" for name, value in attrs if name == "style"), "")
        self._open.append((tag, tag in _UNSAID or bool(_HIDDEN.search(style))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS or tag in ("li", "ul", "ol"):
            self.parts.append("\1" if tag in ("ul", "ol") else " ")
        for place in reversed(range(len(self._open))):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if not any(hidden for _, hidden in self._open):
            self.parts.append(data.replace("\0", " ").replace("\1", " "))


def plain_line(value: Any) -> str:
    """*value*, a text or HTML, as one line of words: items with commas, nothing hidden."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)
    if "<" in text or "&" in text:
        reader = _Words()
        reader.feed(text[: 100 * LONGEST])
        reader.close()
        text = _listed("".join(reader.parts))
    text = " ".join(_CONTROLS.sub(" ", text).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _listed(text: str) -> str:
    """Items, each of which begins with NUL, parted by commas; SOH ends a list."""
    parts = [" ".join(part.split()) for part in text.replace("\1", " ").split("\0")]
    first, *items = parts
    told = ", ".join(filter(None, items))
    return " ".join(filter(None, (first, told)))


def in_language(value: Any, languages: Sequence[str]) -> str:
    """The text of *value* in the first of *languages* that it has.

    Takes Presentation 3's {language: [texts]}, Presentation 2's texts, lists and
    {"@value", "@language"}, and what is neither: several texts of one language are joined.
    """
    said: dict[str, list[str]] = {}
    for language, text in _said(value):
        if text and text not in said.setdefault(language, []):
            said[language].append(text)
    said = {language: texts for language, texts in said.items() if texts}
    for wanted in (*languages, "none", ""):
        for language, texts in said.items():
            if language == wanted or (wanted and language.startswith(f"{wanted}-")):
                return ", ".join(texts)[:LONGEST]
    return ", ".join(next(iter(said.values()), []))[:LONGEST]


def _said(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for each in value[:100]:
            if not isinstance(each, list):
                yield from _said(each)
    elif isinstance(value, dict):
        if "@value" in value:
            yield str(value.get("@language") or "").lower(), plain_line(value["@value"])
        else:
            for language, texts in list(value.items())[:100]:
                if not str(language).startswith("@"):
                    for text in texts[:100] if isinstance(texts, list) else [texts]:
                        yield str(language).lower(), plain_line(text)
    else:
        yield "", plain_line(value)


def pixels(value: Any) -> int:
    """*value* as a number of pixels; 0 where it is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    if isinstance(value, float) and value == value and abs(value) < 1e9:
        value = int(value)
    return (
        value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9 else 0
    )


def web_address(value: Any) -> str:
    """*value* as an https address; empty where it is none."""
    if not isinstance(value, str):
        return ""
    text = value.strip()
    if text[:7].lower() == "http://":
        text = f"https://{text[7:]}"  # nothing is ever asked for in the clear
    fit = text[:8].lower() == "https://" and not re.search(r"[\s\x00-\x20\x7f<>\"\\^`{|}]", text)
    return text if fit and len(text) <= 2_000 else ""
