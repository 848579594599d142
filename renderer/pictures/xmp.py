"""Adobe XMP: the properties that a picture's XML packet holds, read without trusting it.

Comes in: the bytes of any picture file. Goes out: property names with their first or default
value. No entity can be declared in what is read, so none can be expanded.
Knows nothing of what the properties mean.
"""

from __future__ import annotations

from xml.parsers import expat

LARGEST = 1 << 20
"""Bytes of a packet; Adobe's own limit for a JPEG's is 65,502, TIFFs have larger ones."""
DEEPEST = 40
"""Levels of elements; properties are about 6 deep."""
PACKETS = ((b"<x:xmpmeta", b"</x:xmpmeta>"), (b"<rdf:RDF", b"</rdf:RDF>"))
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://creativecommons.org/ns#": "cc",
}
"""The namespaces read (XMP Specification Part 1 and 2; IPTC Photo Metadata), and their names here,
whatever prefix the file gives them."""
SPACE = " "
"""Between a namespace and a name, as expat hands them over."""
XML_LANG = "http://www.w3.org/XML/1998/namespace lang"


def xmp_properties(data: bytes) -> dict[str, str]:
    """Properties such as ``dc:creator`` of the XMP packet in *data*; {} when there is none.

    Several creators are joined by commas; of several languages, the default one is taken.
    What was read before a packet breaks is kept.
    """
    packet = _packet(data)
    reader = _Reader()
    parser = expat.ParserCreate("utf-8", SPACE)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(packet, True)
    except (expat.ExpatError, _Refused, ValueError):
        return reader.found
    return reader.found


def _packet(data: bytes) -> bytes:
    """The XML of *data*'s packet, from the outermost element that may declare namespaces.

    Cut from an element on, it can't have a document type: nobody can declare an entity.
    """
    for opening, closing in PACKETS:
        start = data.find(opening)
        end = data.find(closing, start)
        if start >= 0 and 0 <= end - start <= LARGEST:
            return data[start : end + len(closing)]
    return b""


class _Refused(Exception):
    """The packet isn't one that an honest program writes."""


class _Reader:
    """What expat tells while it reads, kept as properties."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._path: list[str] = []
        self._property = ""
        self._items: list[str] = []
        self._default: str | None = None
        self._language = ""
        self._words: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._path) >= DEEPEST:
            raise _Refused
        if self._path and self._path[-1] == f"{RDF}{SPACE}Description":
            self._property, self._items, self._default = _known(tag), [], None
            if resource := attributes.get(f"{RDF}{SPACE}resource"):
                self._items.append(resource)
        if tag == f"{RDF}{SPACE}Description":
            # The short form: properties as attributes.
            for name, value in attributes.items():
                if known := _known(name):
                    self.found.setdefault(known, value)
        self._language = attributes.get(XML_LANG, "")
        self._words = []
        self._path.append(tag)

    def text(self, text: str) -> None:
        if self._property:
            self._words.append(text)

    def end(self, tag: str) -> None:
        self._path.pop()
        if not self._property:
            return
        words = "".join(self._words).strip()
        self._words = []
        if words:
            if self._language == "x-default":
                self._default = words
            self._items.append(words)
        if self._path and self._path[-1] == f"{RDF}{SPACE}Description":
            joined = self._default or self._joined(tag)
            if joined:
                self.found.setdefault(self._property, joined)
            self._property = ""

    def _joined(self, tag: str) -> str:
        if _known(tag) == "dc:creator":
            return ", ".join(self._items)
        return self._items[0] if self._items else ""


def _known(name: str) -> str:
    space, _, local = name.rpartition(SPACE)
    prefix = NAMESPACES.get(space)
    return f"{prefix}:{local}" if prefix else ""
