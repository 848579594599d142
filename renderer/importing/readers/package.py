"""A document that is a ZIP of XML, opened within limits: Word's, PowerPoint's, OpenDocument's.

Comes in: the path of somebody else's file. Goes out: its parts as trees, its pictures as bytes, one
at a time; or a `DocumentError`. Nothing is unpacked to a disk, no entity is resolved, no address is
asked.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from renderer.errors import RecitError
from renderer.messages import tr

Element = Any
"""lxml has no types of its own."""
MOST_PARTS = 20_000
"""A text of a thousand pictures has 3,000."""
XML_BYTES = 24_000_000
"""Of one part: the text of a book of a thousand pages has 10 MB. A tree takes ten times as much."""
PICTURE_BYTES = 64_000_000
"""Of one picture, unpacked: a scan that anybody puts into a text is smaller."""
_RATIO = 300
"""XML packs to a twentieth; what packs to less than a three-hundredth is a bomb."""
_RATIO_FROM = 1_000_000
"""Bytes below which no ratio harms."""
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)
"""Names of what Word writes as "Strict Open XML Document" (ISO 29500-1), and as everybody does."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class DocumentError(RecitError):
    """A document can't be read."""


class Package:
    """One open file."""

    def __init__(self, path: Path, name: str) -> None:
        """Open the file at *path*, which messages call *name*.

        Raises:
            DocumentError: it is no such package, or one that nobody should open.
        """
        self.name = name
        with path.open("rb") as stream:
            head = stream.read(8)
        if head == _OLE:
            raise DocumentError(
                tr(
                    "{file} is protected by a password, or in a format of before 2007: save it "
                    "without a password, as .docx, .pptx or .odt",
                    file=name,
                ),
                code="document-protected",
            )
        try:
            self._zip = zipfile.ZipFile(path)
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self.damaged() from error
        self._parts = {each.filename: each for each in infos}
        if len(infos) > MOST_PARTS:
            raise self._too_big()
        if any("vbaproject" in each.lower() for each in self._parts):
            raise DocumentError(
                tr("{file} holds macros, which are programs: save it as .docx or .pptx", file=name),
                code="document-macros",
            )

    def __contains__(self, part: str) -> bool:
        """Whether it has that part."""
        return part in self._parts

    def __iter__(self) -> Iterator[str]:
        """Names of its parts."""
        return iter(self._parts)

    def damaged(self) -> DocumentError:
        """What is said of a file that can't be made out."""
        return DocumentError(
            tr("{file} is damaged, or not what its name says: save it anew", file=self.name),
            code="document-damaged",
        )

    def _too_big(self) -> DocumentError:
        return DocumentError(
            tr("{file} unpacks to more than a document should: it may be a trap", file=self.name),
            code="document-too-big",
        )

    def read(self, part: str, most: int = PICTURE_BYTES) -> bytes:
        """The bytes of *part*, at most *most* of them.

        Raises:
            DocumentError: it isn't there, is damaged, protected or too big.
        """
        info = self._parts.get(part)
        if info is None:
            raise self.damaged()
        if info.flag_bits & 1:
            raise DocumentError(
                tr("{file} is protected by a password: save it without one", file=self.name),
                code="document-protected",
            )
        swollen = info.file_size > _RATIO * max(1, info.compress_size)
        if info.file_size > most or (swollen and info.file_size > _RATIO_FROM):
            raise self._too_big()
        try:
            with self._zip.open(info) as stream:
                data = stream.read(most + 1)  # what the directory says may be a lie
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise self.damaged() from error
        if len(data) > most:
            raise self._too_big()
        return data

    def xml(self, part: str) -> Element:
        """The tree of *part*.

        Raises:
            DocumentError: it isn't there, is no XML, or has entities.
        """
        data = self.read(part, XML_BYTES)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return parse_xml(data, self.name)

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """What *part* of an Office file names: id → (kind, target), outside targets as they are."""
        folder, _, file = part.rpartition("/")
        place = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        if place not in self:
            return {}
        found = {}
        for each in self.xml(place).iter("{*}Relationship"):
            target = each.get("Target", "")
            if each.get("TargetMode") != "External":
                joined = posixpath.join("/" + folder, target)
                target = posixpath.normpath(joined).lstrip("/")
            found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], target)
        return found

    def linked(self, part: str, kind: str) -> str:
        """The part that *part* names as its *kind*; empty: none."""
        found = (target for each, target in self.links(part).values() if each == kind)
        return next((target for target in found if target in self), "")


def parse_xml(data: bytes, name: str) -> Element:
    """The tree of XML that isn't ours.

    Raises:
        DocumentError: it is no XML, or brings a DTD, which no office writes.
    """
    if _DTD.search(data) or _DTD.search(data.replace(b"\0", b"")):
        raise DocumentError(
            tr("{file} declares XML entities, which no office program does: refused", file=name),
            code="document-refused",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(
            tr("{file} is damaged, or not what its name says: save it anew", file=name),
            code="document-damaged",
        ) from error


def local(element: Element) -> str:
    """An element's name without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without its namespace; empty: none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
