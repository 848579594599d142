"""Adobe XMP: the properties that a picture's XML packet holds, read without trusting it.

Comes in: the bytes of a packet. Goes out: each property with its values. A packet that declares a
document type is refused, so no entity can be declared and none expanded.
Knows nothing of what the properties mean. XMP Specification Part 1 (ISO 16684-1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from renderer.language.registry import primary_tag

DEEPEST = 40
"""Levels of elements; properties are about 6 deep."""
_MOST_NODES = 200_000
"""Elements of one packet. Photoshop's longest histories have some ten thousand."""
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# "
_NAMESPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://creativecommons.org/ns#": "cc",
    "http://web.resource.org/cc/": "cc",
}
"""The namespaces read, and their names here, whatever prefix the file gives them."""
_SPACE = " "
"""Between a namespace and a name, as expat hands them over."""
_LANG = "http://www.w3.org/XML/1998/namespace lang"
_STRAY = re.compile("[\udc80-\udcff]+")
_LAST_TAG = re.compile(r"<\?xpacket\s+end[^>]*\?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What one property says."""

    items: tuple[tuple[str, str], ...]
    """Language, where one is given, and text."""
    is_choice: bool = False
    """Whether the items are one text in several languages, rather than several texts."""

    def text(self, language: str) -> str:
        """The values as one text: in *language* where there is a choice, else all of them."""
        texts = [text for _, text in self.items]
        if not self.is_choice:
            return ", ".join(dict.fromkeys(texts))
        by_tag = {tag.lower(): text for tag, text in reversed(self.items)}
        wanted = language.lower()
        near = (tag for tag in by_tag if wanted and primary_tag(tag) == primary_tag(wanted))
        chosen = next(filter(by_tag.get, (wanted, *near, "x-default")), None)
        return by_tag[chosen] if chosen is not None else next(iter(texts), "")


def xmp_properties(packet: bytes) -> dict[str, Values]:
    """Properties such as ``dc:creator`` of *packet*; {} when it isn't one.

    What was read before a packet breaks is kept.
    """
    builder = _Builder()
    parser = expat.ParserCreate("utf-8", _SPACE)
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    try:
        parser.Parse(_xml(packet).encode("utf-8", "ignore"), True)
    except _RefusedError:
        return {}
    except (expat.ExpatError, ValueError):
        pass  # broken in its middle: what came before may still name somebody
    result: dict[str, Values] = {}
    for name, values in _properties(builder.top):
        if values.items:
            result.setdefault(name, values)
    return result


def _xml(packet: bytes) -> str:
    """*packet*'s text from its first tag to the end of its last, in whatever Unicode it is."""
    for mark, charset in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if mark in (packet[:2], packet[2:4]):  # as it is, or behind a byte order mark
            text = packet.decode(charset, "ignore")
            break
    else:
        # A byte that is no UTF-8 is a letter of Windows in the middle of it.
        text = packet.decode("utf-8", "surrogateescape")
        text = _STRAY.sub(lambda found: _windows(found[0]), text)
    text = text[max(text.find("<"), 0) :]
    if end := _LAST_TAG.search(text):
        text = text[: end.end()]
    # An XML declaration names the encoding of the bytes, which this is no more.
    return re.sub(r"^<\?xml\s[^>]*\?>", "", text).rstrip("\0 \t\r\n")


def _windows(stray: str) -> str:
    return stray.encode("utf-8", "surrogateescape").decode("cp1252", "ignore")


class _RefusedError(Exception):
    """The packet isn't one that an honest program writes."""


@dataclass(slots=True)
class _Node:
    """One element, its attributes and what stands in it."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    parts: list[_Node] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text."""
        return "".join(self.words).strip()


class _Builder:
    """What expat tells while it reads, kept as a tree."""

    def __init__(self) -> None:
        self.top = _Node("")
        self._open = [self.top]
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > DEEPEST or self._count > _MOST_NODES:
            raise ValueError("elements without end")
        node = _Node(tag, attributes)
        self._open[-1].parts.append(node)
        self._open.append(node)

    def end(self, _tag: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        self._open[-1].words.append(text)

    def refuse(self, *_: object) -> None:
        raise _RefusedError


def _properties(node: _Node) -> Iterator[tuple[str, Values]]:
    """The properties of every description directly inside an ``rdf:RDF``."""
    for part in node.parts:
        if node.tag == _RDF + "RDF":
            # A typed node stands for a description too: <cc:License>, <cc:Work>.
            for name, text in part.attributes.items():
                if known := _known(name):
                    yield known, Values(items=_one(text))
            for inner in part.parts:
                if known := _known(inner.tag):
                    yield known, _values(inner)
                    yield from _named_within(known, inner)
        else:
            yield from _properties(part)


def _values(node: _Node) -> Values:
    if resource := node.attributes.get(_RDF + "resource"):
        return Values(items=_one(resource))
    for part in node.parts:
        if part.tag == _RDF + "value":
            return Values(items=_one(part.text))
        if part.tag in (_RDF + "Alt", _RDF + "Bag", _RDF + "Seq"):
            items = [(item.attributes.get(_LANG, ""), _item(item)) for item in part.parts]
            filled = tuple(item for item in items if item[1])
            return Values(items=filled, is_choice=part.tag == _RDF + "Alt")
        if part.tag == _RDF + "Description":
            return _values(part)
    return Values(items=_one(node.text))


def _item(node: _Node) -> str:
    """The text of one item, itself or as a qualified value."""
    return node.attributes.get(_RDF + "resource") or next(
        (text for _, text in _values(node).items), ""
    )


def _named_within(name: str, node: _Node) -> Iterator[tuple[str, Values]]:
    """Names inside structures: ``plus:ImageCreatorName`` in each of ``plus:ImageCreator``."""
    wanted = name + "Name"
    result = [text for text in _search(node, wanted) if text]
    if result:
        yield wanted, Values(items=tuple(("", text) for text in result))


def _search(node: _Node, wanted: str) -> Iterator[str]:
    for part in node.parts:
        yield from (text for name, text in part.attributes.items() if _known(name) == wanted)
        if _known(part.tag) == wanted:
            yield _item(part)
        else:
            yield from _search(part, wanted)


def _one(text: str) -> tuple[tuple[str, str], ...]:
    return (("", text.strip()),) if text.strip() else ()


def _known(name: str) -> str:
    space, _, local = name.rpartition(_SPACE)
    prefix = _NAMESPACES.get(space)
    return f"{prefix}:{local}" if prefix else ""
