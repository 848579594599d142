"""LibreOffice's files: .odt and .odp.

Comes in: an open package. Goes out: a `Document`. What was deleted under tracked changes isn't
there, since it stands apart; a frame's title and description are its picture's text alternative.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from renderer.importing.document import LINE_BREAK, Block, Document, DocumentPicture, Kind, clean
from renderer.importing.readers.package import DocumentError, Element, Package, attribute, local
from renderer.importing.readers.presentation import TITLE_LEVEL
from renderer.importing.readers.word import LONGEST_HEADING, with_headings
from renderer.messages import tr

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_LEFT_OUT = frozenset(
    {
        "table-of-content",
        "illustration-index",
        "alphabetical-index",
        "bibliography-configuration",
        "sequence-decls",
        "forms",
        "variable-decls",
        "user-field-decls",
        "settings",
    }
)
_KINDS: dict[str, Kind] = {
    "title": "title",
    "titre": "title",
    "subtitle": "subtitle",
    "sous-titre": "subtitle",
    "caption": "caption",
    "figure": "caption",
    "illustration": "caption",
    "quotations": "quote",
    "quote": "quote",
}


@dataclass(slots=True, kw_only=True)
class _Reading:
    package: Package
    parents: dict[str, str]
    """Style → the one it is made from."""
    bold: frozenset[str]
    notes: list[str] = field(default_factory=list)
    pictures: list[DocumentPicture] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)


def read_opendocument(package: Package) -> Document:
    """The text of a .odt or .odp.

    Raises:
        DocumentError: it is damaged or protected.
    """
    _refuse_protected(package)
    root = package.xml(CONTENT)
    body = root.find("{*}body")
    inner = None if body is None else next(iter(body), None)
    if inner is None or local(inner) not in ("text", "presentation"):
        raise package.damaged()
    styles = [root, *([package.xml("styles.xml")] if "styles.xml" in package else [])]
    named = [style for each in styles for style in each.iter("{*}style")]
    bold = (
        attribute(style, "name")
        for style in named
        if (text := style.find("{*}text-properties")) is not None
        and attribute(text, "font-weight") in ("bold", "700", "800", "900")
    )
    reading = _Reading(
        package=package,
        parents={attribute(s, "name"): attribute(s, "parent-style-name") for s in named},
        bold=frozenset(bold),
    )
    if local(inner) == "text":
        blocks = list(with_headings(list(_blocks(inner, reading))))
    else:
        blocks = [block for page in inner.iter("{*}page") for block in _page(page, reading)]
    remarks = [
        tr("comment left out, of {author}: {said}", author=author or "?", said=said)
        for author, said in reading.comments
    ]
    if inner.find("{*}tracked-changes") is not None:
        remarks.insert(0, tr("it has tracked changes: read as if all were accepted"))
    return Document(blocks=tuple(blocks), remarks=tuple(remarks), **_meta(package))


def _refuse_protected(package: Package) -> None:
    if _MANIFEST in package:
        manifest = package.xml(_MANIFEST)
        if any(local(each) == "encryption-data" for each in manifest.iter()):
            raise DocumentError(
                tr("{file} is protected by a password: save it without one", file=package.name),
                code="document-protected",
            )
    if CONTENT not in package:
        raise package.damaged()


def _meta(package: Package) -> dict[str, Any]:
    if "meta.xml" not in package:
        return {}
    told = {local(each): clean(each.text or "") for each in package.xml("meta.xml").iter()}
    return {"title": told.get("title", ""), "language": told.get("language", "")}


def _blocks(parent: Element, reading: _Reading, *, in_list: bool = False) -> Iterator[Block]:
    for each in parent:
        name = local(each)
        if name in ("p", "h"):
            yield from _paragraph(each, reading, in_list=in_list)
        elif name == "table":
            for row in each.iter("{*}table-row"):
                yield from _row(row, reading)
        elif name == "list":
            yield from _blocks(each, reading, in_list=True)
        elif name == "frame":
            yield from _frame(each, reading)
        elif name not in _LEFT_OUT and name != "tracked-changes":
            yield from _blocks(each, reading, in_list=in_list)


def _row(row: Element, reading: _Reading) -> Iterator[Block]:
    cells = [list(_blocks(cell, reading)) for cell in row.iter("{*}table-cell")]
    if len(cells) == 1:
        yield from cells[0]
        return
    yield from (block for cell in cells for block in cell if block.picture)
    texts = [" ".join(block.text for block in cell if block.text) for cell in cells]
    if text := " : ".join(filter(None, texts)):
        notes = tuple(note for cell in cells for block in cell for note in block.notes)
        yield Block(kind="row", text=text, notes=notes)


def _paragraph(element: Element, reading: _Reading, *, in_list: bool) -> Iterator[Block]:
    outer = reading.notes, reading.pictures, reading.boxes
    reading.notes, reading.pictures, reading.boxes = [], [], []
    text = clean("".join(_pieces(element, reading)))
    notes, pictures, boxes = tuple(reading.notes), reading.pictures, reading.boxes
    reading.notes, reading.pictures, reading.boxes = outer
    yield from (Block(kind="picture", picture=picture) for picture in pictures)
    if text:
        style = attribute(element, "style-name")
        kind, level = _role(element, style, reading, in_list=in_list)
        if kind == "paragraph" and _is_bold(element, style, reading, text):
            level = -1
        yield Block(kind=kind, text=text, level=level, id=attribute(element, "id"), notes=notes)
    for box in boxes:
        yield from _blocks(box, reading)


def _role(element: Element, style: str, reading: _Reading, *, in_list: bool) -> tuple[Kind, int]:
    seen: set[str] = set()
    while style and style not in seen:
        seen.add(style)
        plain = style.replace("_20_", " ").lower()
        if plain in _KINDS:
            return _KINDS[plain], 0
        style = reading.parents.get(style, "")
    if local(element) == "h":
        told = attribute(element, "outline-level")
        return "heading", min(8, int(told)) if told.isdecimal() and len(told) < 3 else 1
    return ("item" if in_list else "paragraph"), 0


def _is_bold(element: Element, style: str, reading: _Reading, text: str) -> bool:
    if len(text) > LONGEST_HEADING or text[-1] in ".;,…":
        return False
    spans = [each for each in element if local(each) == "span"]
    all_in_spans = not (element.text or "").strip() and not any(
        (each.tail or "").strip() for each in element
    )
    in_bold = all(attribute(each, "style-name") in reading.bold for each in spans)
    return style in reading.bold or (bool(spans) and all_in_spans and in_bold)


def _pieces(element: Element, reading: _Reading) -> Iterator[str]:
    yield element.text or ""
    for each in element:
        name = local(each)
        if name == "line-break":
            yield LINE_BREAK
        elif name in ("s", "tab"):
            yield " "
        elif name == "note":
            body = each.find("{*}note-body")
            if body is not None:
                inner = ("".join(_pieces(paragraph, reading)) for paragraph in body)
                reading.notes.append(clean(" ".join(inner)))
        elif name == "annotation":
            author = each.find("{*}creator")
            said = clean(" ".join("".join(p.itertext()) for p in each.iter("{*}p")))
            reading.comments.append((author.text or "" if author is not None else "", said))
        elif name == "frame":
            for block in _frame(each, reading):
                if block.picture is not None:
                    reading.pictures.append(block.picture)
        elif name == "hidden-text":
            pass
        elif isinstance(each.tag, str):
            yield from _pieces(each, reading)
        yield each.tail or ""


def _frame(frame: Element, reading: _Reading) -> Iterator[Block]:
    told = [each.text or "" for tag in ("{*}desc", "{*}title") for each in frame.iter(tag)]
    alt = clean(next((text for text in told if text.strip()), ""))
    for each in frame:
        if local(each) == "image":
            target = attribute(each, "href").removeprefix("./")
            if target in reading.package:
                name = target.rpartition("/")[2]
                yield Block(kind="picture", picture=DocumentPicture(key=target, name=name, alt=alt))
            elif target:
                yield Block(kind="picture", picture=DocumentPicture(address=target, alt=alt))
            return  # the others are the same in other formats
        if local(each) == "text-box":
            yield from _blocks(each, reading)


def _page(page: Element, reading: _Reading) -> Iterator[Block]:
    name = attribute(page, "id") or attribute(page, "name")
    shown: list[Block] = []
    title = ""
    for frame in page:
        role = attribute(frame, "class")
        if local(frame) == "notes" or role in ("date-time", "footer", "page-number", "header"):
            continue
        blocks = (
            list(_frame(frame, reading))
            if local(frame) == "frame"
            else list(_blocks(frame, reading))
        )
        if role == "title":
            title = " ".join(block.text for block in blocks)
        else:
            shown += blocks
    notes = page.find("{*}notes")
    said = list(_blocks(notes, reading)) if notes is not None else []
    said = [block for block in said if block.text]
    yield Block(kind="heading", text=title, level=TITLE_LEVEL, id=f"{name}-title")
    for at, block in enumerate(shown):
        kind: Kind = "picture" if block.picture else "aside" if said else "item"
        yield replace(block, kind=kind, level=0, id="" if block.picture else f"{name}-{at}")
    for at, block in enumerate(said):
        yield replace(block, kind="paragraph", level=0, id=f"{name}-n{at}")
