"""PowerPoint's files: .pptx.

Comes in: an open package. Goes out: a `Document`. What is said stands in the notes where there are
any; what is written on the slide is then an aside, else it is the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from renderer.importing.document import Block, Document, DocumentPicture, clean
from renderer.importing.readers.package import Element, Package, attribute, local

TITLE_LEVEL = 3
"""A slide's title parts slides, not chapters."""
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    role: str
    """Of its placeholder; empty: it is in none."""
    texts: tuple[str, ...] = ()
    picture: DocumentPicture | None = None
    place: tuple[int, int] = (0, 0)


def read_presentation(package: Package) -> Document:
    """The text of a .pptx.

    Raises:
        DocumentError: it is damaged.
    """
    part = package.linked("", "officeDocument")
    if not part or local(root := package.xml(part)) != "presentation":
        raise package.damaged()
    links = package.links(part)
    blocks: list[Block] = []
    for each in root.iter("{*}sldId"):
        link = next((value for key, value in each.attrib.items() if "}id" in str(key)), "")
        _, target = links.get(str(link), ("", ""))
        if target in package:
            blocks += _slide(package, target, each.get("id", ""))
    return Document(blocks=tuple(blocks))


def _slide(package: Package, part: str, number: str) -> Iterator[Block]:
    root = package.xml(part)
    if root.get("show") in ("0", "false"):
        return
    shapes = list(_shapes(root, package, part))
    notes: tuple[str, ...] = ()
    if place := package.linked(part, "notesSlide"):
        said = (shape for shape in _shapes(package.xml(place), package, place))
        notes = tuple(text for shape in said if shape.role == "body" for text in shape.texts)
    titles = [text for shape in shapes if shape.role in _TITLES for text in shape.texts]
    centred = any(shape.role == "ctrTitle" for shape in shapes)
    if titles:
        level = 1 if centred else TITLE_LEVEL
        yield Block(kind="heading", text=" ".join(titles), level=level, id=f"{number}-title")
    else:  # what is on a slide of its own stays there
        yield Block(kind="heading", level=TITLE_LEVEL, id=f"{number}-title")
    for shape in shapes:
        if shape.picture is not None:
            yield Block(kind="picture", picture=shape.picture)
    written = [
        (shape.role, text)
        for shape in sorted(shapes, key=lambda shape: shape.place)
        if shape.role not in _TITLES and shape.picture is None
        for text in shape.texts
    ]
    for at, (role, text) in enumerate(written):
        kind = "subtitle" if role == "subTitle" else "aside" if notes else "item"
        yield Block(kind=kind, text=text, id=f"{number}-{at}")  # type: ignore[arg-type]
    for at, text in enumerate(notes):
        yield Block(kind="paragraph", text=text, id=f"{number}-n{at}")


def _shapes(root: Element, package: Package, part: str) -> Iterator[_Shape]:
    links = package.links(part)
    for each in root.iter("{*}sp", "{*}pic", "{*}graphicFrame"):
        placeholder = each.find(".//{*}nvPr/{*}ph")
        role = ""
        if placeholder is not None:
            role = placeholder.get("type", "body")
        if role in _FURNITURE or _hidden(each):
            continue
        place = each.find(".//{*}off")
        at = (0, 0) if place is None else (_integer(place, "y"), _integer(place, "x"))
        if local(each) == "pic":
            if (picture := _picture(each, links, package)) is not None:
                yield _Shape(role=role, picture=picture, place=at)
            continue
        texts = (clean(_text(paragraph)) for paragraph in each.iter("{*}p"))
        yield _Shape(role=role, texts=tuple(filter(None, texts)), place=at)


def _hidden(shape: Element) -> bool:
    named = shape.find(".//{*}cNvPr")
    return named is not None and named.get("hidden") in ("1", "true")


def _integer(element: Element, name: str) -> int:
    told = element.get(name, "0")
    return int(told) if told.lstrip("-").isdecimal() and len(told) < 16 else 0


def _text(paragraph: Element) -> str:
    pieces = (
        each.text or "" if local(each) == "t" else " "
        for each in paragraph.iter("{*}t", "{*}br", "{*}tab")
        if local(each) != "tab"
    )
    return "".join(pieces)


def _picture(
    shape: Element, links: dict[str, tuple[str, str]], package: Package
) -> DocumentPicture | None:
    named, blip = shape.find(".//{*}cNvPr"), shape.find(".//{*}blip")
    if blip is None:
        return None
    alt = clean(named.get("descr", "")) if named is not None else ""
    _, target = links.get(attribute(blip, "embed") or attribute(blip, "link"), ("", ""))
    if target in package:
        return DocumentPicture(key=target, name=target.rpartition("/")[2], alt=alt)
    return DocumentPicture(address=target, alt=alt) if target else None
