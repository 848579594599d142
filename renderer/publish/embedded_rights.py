"""The rights that a picture file carries in itself: EXIF, IPTC and XMP.

    Storyboard ──prefilled──▶ the same, its pictures' missing rights filled in, and the differences

Comes in: a checked `Storyboard` whose pictures exist. Goes out: data. What the storyboard says
wins; the file only fills what it leaves out. Where both speak and disagree, that is reported.
Field names: IPTC Photo Metadata Standard 2025.1, "creator", "credit line", "copyright notice".
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from renderer.errors import Problem
from renderer.publish.clean import plain, safe_url
from renderer.storyboard.board import Image, Rights, Slide, Storyboard

_ARTIST, _COPYRIGHT = 0x013B, 0x8298
"""EXIF tags."""
_IPTC = {"title": 5, "date": 55, "author": 80, "credit": 110, "holder": 116}
"""Data sets of IPTC-IIM record 2, by the field of `Rights` they fill."""
_XMP = {
    "title": ("http://purl.org/dc/elements/1.1/", "title"),
    "author": ("http://purl.org/dc/elements/1.1/", "creator"),
    "holder": ("http://purl.org/dc/elements/1.1/", "rights"),
    "credit": ("http://ns.adobe.com/photoshop/1.0/", "Credit"),
    "date": ("http://ns.adobe.com/photoshop/1.0/", "DateCreated"),
    "source_url": ("http://ns.adobe.com/xap/1.0/rights/", "WebStatement"),
}
_CC_LICENCE = "{http://creativecommons.org/ns#}license"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_CC_ADDRESS = re.compile(
    r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)(?:/([a-z]{2,3}))?/?"
)
_NOTICE = re.compile(
    r"^(?:(?:©|\(c\)|copyright)\s*)+(?:\d{4}(?:\s*[-–]\s*\d{4})?[,.]?\s+)?", re.IGNORECASE
)
_LONGEST_XMP = 1_000_000
"""Bytes; editing histories can be huge, rights are not."""


def prefilled(board: Storyboard) -> tuple[Storyboard, tuple[Problem, ...]]:
    """*board* with what its pictures' files say of their rights where it is silent.

    Returns:
        The board, and one problem per picture and field in which file and storyboard differ.
    """
    slides: list[Slide] = []
    differences: list[Problem] = []
    in_file = cache(rights_in)  # a picture may be on many slides
    for slide in board.slides:
        visual = slide.visual
        found = Rights()
        if isinstance(visual, Image) and not visual.awaited:
            found = in_file(visual.file)
        if isinstance(visual, Image) and found != Rights():
            differences += _differences(slide, visual.rights or Rights(), found)
            slides.append(replace(slide, visual=replace(visual, rights=_filled(visual, found))))
        else:
            slides.append(slide)
    return replace(board, slides=tuple(slides)), tuple(differences)


def rights_in(file: Path) -> Rights:
    """What a picture file says of its own rights; all empty when it says nothing, or can't be read.

    Pixels are not decoded. Where the three vocabularies speak of one thing, XMP wins over IPTC,
    and IPTC over EXIF: the newer one is the one that picture desks edit.
    """
    import PIL.Image

    try:
        with warnings.catch_warnings():
            # Pillow warns of huge sizes and odd EXIF; the picture room judges those.
            warnings.simplefilter("ignore")
            with PIL.Image.open(file) as picture:
                found = {**_from_exif(picture), **_from_iptc(picture), **_from_xmp(picture)}
    except (OSError, ValueError, SyntaxError, KeyError, PIL.Image.DecompressionBombError):
        return Rights()
    return replace(Rights(), **_named(found))


def _filled(visual: Image, found: Rights) -> Rights:
    """The storyboard's rights, completed. A credit line of the file's never replaces names that
    the storyboard gives: the line would then speak of someone else."""
    declared = visual.rights or Rights()
    named = declared.author or declared.holder or declared.credit
    missing: dict[str, Any] = {
        key: text
        for key, text in _texts(found)
        if not getattr(declared, key) and not (named and key in ("credit", "author", "holder"))
    }
    return replace(declared, **missing)


def _differences(slide: Slide, declared: Rights, found: Rights) -> Iterator[Problem]:
    for key, text in _texts(found):
        ours = str(getattr(declared, key) or "")
        if ours and ours.casefold() != text.casefold() and key not in ("title", "date"):
            yield Problem(
                mark=slide.mark(f"image.rights.{key}"),
                what=f"the storyboard gives {key} '{ours}', the picture's file '{text}'",
                remedy="the storyboard's is used; correct it if the file is right",
                slide=slide.id,
            )


def _texts(rights: Rights) -> Iterator[tuple[str, str]]:
    for part in fields(rights):
        value = getattr(rights, part.name)
        if isinstance(value, str) and value:
            yield part.name, value


def _from_exif(picture: Any) -> dict[str, str]:
    tags = picture.getexif()
    return _known({"author": tags.get(_ARTIST), "holder": tags.get(_COPYRIGHT)})


def _from_iptc(picture: Any) -> dict[str, str]:
    from PIL import IptcImagePlugin

    sets = IptcImagePlugin.getiptcinfo(picture) or {}
    return _known({key: sets.get((2, number)) for key, number in _IPTC.items()})


def _from_xmp(picture: Any) -> dict[str, str]:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    text = packet.encode("utf-8") if isinstance(packet, str) else bytes(packet)
    # No document type, so no entity to expand: nothing in XMP needs one.
    if not text or len(text) > _LONGEST_XMP or b"<!" in text:
        return {}
    try:
        root = ElementTree.fromstring(text.strip(b"\x00 \t\r\n"))
    except ElementTree.ParseError:
        return {}
    said = {key: _property(root, f"{{{space}}}{name}") for key, (space, name) in _XMP.items()}
    address = next((e.get(_RESOURCE, "") for e in root.iter(_CC_LICENCE)), said["source_url"])
    said["license"] = spdx_of_address(address)
    said["source_url"] = "" if said["license"] else safe_url(said["source_url"])
    return _known(said)


def _named(found: Mapping[str, str]) -> dict[str, Any]:
    """Fields of `Rights`; a copyright notice gives up its sign and year, the line adds its own."""
    return {key: _NOTICE.sub("", text) if key == "holder" else text for key, text in found.items()}


def _property(root: ElementTree.Element, name: str) -> str:
    """A property's text, be it an attribute, an element, or a list of which the items join."""
    for element in root.iter():
        if name in element.attrib:
            return element.attrib[name]
        if element.tag == name:
            parts = [" ".join(text.split()) for text in element.itertext()]
            return ", ".join(dict.fromkeys(part for part in parts if part))
    return ""


def spdx_of_address(address: str) -> str:
    """The SPDX identifier of a Creative Commons address; empty for any other."""
    found = _CC_ADDRESS.fullmatch(address.removesuffix("deed").strip())
    if not found:
        return ""
    kind, terms, version, country = found.groups()
    if kind == "publicdomain":
        return {"zero": f"CC0-{version}", "mark": f"CC-PDM-{version}"}.get(terms, "")
    where = f"-{country.upper()}" if country else ""
    return f"CC-{terms.upper()}-{version}{where}"


def _known(said: Mapping[str, Any]) -> dict[str, str]:
    """Texts of what a file said, the empty and the unreadable left out."""
    texts = {key: _text(value) for key, value in said.items()}
    return {key: text for key, text in texts.items() if text}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            value = value.decode("cp1252", errors="replace")
    return " ".join(plain(str(value)).split()) if value else ""
