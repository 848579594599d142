"""Word's files: .docx.

Comes in: an open package. Goes out: a `Document`. Text as accepted (what was struck out under
tracked changes isn't there), each text box once, fields by what they show; headings by style, by
outline, or because a short paragraph is bold from end to end. Headers and footers aren't the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from renderer.importing.document import LINE_BREAK, Block, Document, DocumentPicture, Kind, clean
from renderer.importing.readers.package import Element, Package, attribute, local
from renderer.messages import tr, trn

MARKER = "Récit"
"""How names of our own styles begin: see `corrections`."""
LONGEST_HEADING = 90
"""Letters of a bold paragraph that may be a heading; a longer one is an emphasis."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALSE = frozenset({"0", "false", "off", "none"})
_ROLES: tuple[tuple[str, Kind], ...] = (
    ("title", "title"),
    ("titre", "title"),
    ("subtitle", "subtitle"),
    ("sous-titre", "subtitle"),
    ("caption", "caption"),
    ("légende", "caption"),
    ("quote", "quote"),
    ("citation", "quote"),
    ("intense quote", "quote"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    name: str = ""
    base: str = ""
    outline: int | None = None
    bold: bool = False


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One file as it is walked through."""

    package: Package
    part: str
    styles: dict[str, _Style]
    links: dict[str, tuple[str, str]]
    notes: dict[str, str]
    struck: int = 0
    added: int = 0
    formulas: int = 0
    boxes: list[Element] = field(default_factory=list)
    pictures: list[DocumentPicture] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    bold: bool = True


def read_word(package: Package) -> Document:
    """The text of a .docx.

    Raises:
        DocumentError: it is damaged.
    """
    part = package.linked("", "officeDocument")
    if not part:
        raise package.damaged()
    root = package.xml(part)
    body = root.find(f"{_W}body")
    if local(root) != "document" or body is None:
        raise package.damaged()
    reading = _Reading(
        package=package,
        part=part,
        styles=_styles(package, part),
        links=package.links(part),
        notes={},
    )
    for kind in ("footnotes", "endnotes"):
        if place := package.linked(part, kind):
            reading.notes |= _notes(package.xml(place), kind, reading)
    blocks = tuple(with_headings(list(_blocks(body, reading))))
    core = _core(package)
    return Document(
        blocks=blocks,
        title=core.get("title", ""),
        language=core.get("language", ""),
        edition=core.get("identifier", ""),
        remarks=tuple(_remarks(reading)),
    )


def _core(package: Package) -> dict[str, str]:
    part = package.linked("", "core-properties")
    if not part:
        return {}
    return {local(each): clean(each.text or "") for each in package.xml(part)}


def _styles(package: Package, part: str) -> dict[str, _Style]:
    place = package.linked(part, "styles")
    if not place:
        return {}
    found = {}
    for each in package.xml(place).iter(f"{_W}style"):
        name, base = each.find(f"{_W}name"), each.find(f"{_W}basedOn")
        outline = each.find(f"{_W}pPr/{_W}outlineLvl")
        found[attribute(each, "styleId")] = _Style(
            name=attribute(name, "val").lower() if name is not None else "",
            base=attribute(base, "val") if base is not None else "",
            outline=_number(outline),
            bold=_is_on(each.find(f"{_W}rPr/{_W}b")),
        )
    return found


def _number(element: Element | None) -> int | None:
    told = attribute(element, "val") if element is not None else ""
    return int(told) if told.isdecimal() and len(told) < 4 else None


def _is_on(element: Element | None) -> bool:
    return element is not None and attribute(element, "val").lower() not in _FALSE


def _notes(root: Element, kind: str, reading: _Reading) -> dict[str, str]:
    found = {}
    for each in root:
        if attribute(each, "type") in ("separator", "continuationSeparator"):
            continue
        text = " ".join(_text(paragraph, reading) for paragraph in each.iter(f"{_W}p"))
        found[f"{kind[:-1]}{attribute(each, 'id')}"] = clean(text)
    return found


def _blocks(parent: Element, reading: _Reading) -> Iterator[Block]:
    for each in parent:
        name = local(each)
        if name == "p":
            yield from _paragraph(each, reading)
        elif name == "tbl":
            yield from _table(each, reading)
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _blocks(each, reading)


def _table(table: Element, reading: _Reading) -> Iterator[Block]:
    rows = [row for row in table if local(row) == "tr"]
    for row in rows:
        cells = [list(_blocks(cell, reading)) for cell in row if local(cell) == "tc"]
        if len(cells) == 1:  # a frame around a text, no table
            yield from cells[0]
            continue
        yield from (block for cell in cells for block in cell if block.picture)
        texts = [" ".join(block.text for block in cell if block.text) for cell in cells]
        if text := " : ".join(filter(None, texts)):
            notes = tuple(note for cell in cells for block in cell for note in block.notes)
            yield Block(kind="row", text=text, id=attribute(row, "paraId"), notes=notes)


def _paragraph(paragraph: Element, reading: _Reading) -> Iterator[Block]:
    outer = reading.boxes, reading.pictures, reading.calls
    reading.boxes, reading.pictures, reading.calls = [], [], []
    reading.bold = True
    text = clean(_text(paragraph, reading))
    bold = reading.bold
    boxes, pictures, calls = reading.boxes, reading.pictures, reading.calls
    reading.boxes, reading.pictures, reading.calls = outer
    for picture in pictures:
        yield Block(kind="picture", picture=picture)
    if text:
        kind, level = _role(paragraph, reading)
        block = Block(
            kind=kind,
            text=text,
            level=level,
            id=attribute(paragraph, "paraId"),
            notes=tuple(reading.notes[call] for call in calls if reading.notes.get(call)),
        )
        if kind == "paragraph" and bold and len(text) <= LONGEST_HEADING and text[-1] not in ".;,…":
            block = replace(block, level=-1)  # perhaps a heading: seen once all is read
        if level < 9:
            yield block
    for box in boxes:
        yield from _blocks(box, reading)


def _role(paragraph: Element, reading: _Reading) -> tuple[Kind, int]:
    """What a paragraph is, and the level of a heading; level 9: it is left out."""
    properties = paragraph.find(f"{_W}pPr")
    style_id = ""
    outline: int | None = None
    is_item = False
    if properties is not None:
        named = properties.find(f"{_W}pStyle")
        style_id = attribute(named, "val") if named is not None else ""
        outline = _number(properties.find(f"{_W}outlineLvl"))
        numbered = properties.find(f"{_W}numPr/{_W}numId")
        is_item = numbered is not None and attribute(numbered, "val") != "0"
    for _ in range(12):  # styles that name one another in a circle
        style = reading.styles.get(style_id)
        if style is None:
            break
        if style.name.startswith(MARKER.lower()):
            return ("slide" if style.name.endswith("slide") else "field"), 0
        if style.name.startswith(("toc", "tm ", "table of")):
            return "paragraph", 9
        for prefix in ("heading ", "titre "):
            level = style.name.removeprefix(prefix)
            if style.name.startswith(prefix) and level.isdecimal():
                return "heading", min(8, int(level))
        for name, kind in _ROLES:
            if style.name == name:
                return kind, 0
        is_item = is_item or style.name.startswith("list")
        outline = style.outline if outline is None else outline
        style_id = style.base
    if outline is not None and outline < 9:
        return "heading", outline + 1
    return ("item" if is_item else "paragraph"), 0


def _text(element: Element, reading: _Reading) -> str:
    return "".join(_pieces(element, reading))


def _pieces(element: Element, reading: _Reading) -> Iterator[str]:
    for each in element:
        name = local(each)
        if name == "r":
            yield from _run(each, reading)
        elif name in ("del", "moveFrom"):
            reading.struck += 1
        elif name in ("ins", "moveTo"):
            reading.added += 1
            yield from _pieces(each, reading)
        elif name in ("oMath", "oMathPara"):
            reading.formulas += 1
        elif name == "AlternateContent":
            yield from _pieces(_choice(each), reading)
        elif name not in ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "instrText"):
            yield from _pieces(each, reading)


def _choice(element: Element) -> Element:
    """One of the forms in which the same stands."""
    return next((each for each in element if local(each) == "Choice"), element)


def _run(run: Element, reading: _Reading) -> Iterator[str]:
    properties = run.find(f"{_W}rPr")
    if properties is not None and _is_on(properties.find(f"{_W}vanish")):
        return
    bold = properties is not None and _is_on(properties.find(f"{_W}b"))
    for each in run:
        yield from _of_run(each, bold, reading)


def _of_run(each: Element, bold: bool, reading: _Reading) -> Iterator[str]:
    name = local(each)
    if name == "t":
        reading.bold = reading.bold and (bold or not (each.text or "").strip())
        yield each.text or ""
    elif name in ("br", "cr"):
        yield LINE_BREAK
    elif name in ("tab", "ptab"):
        yield " "
    elif name == "noBreakHyphen":
        yield "-"
    elif name in ("footnoteReference", "endnoteReference"):
        reading.calls.append(f"{name.removesuffix('Reference')}{attribute(each, 'id')}")
    elif name == "AlternateContent":
        for inner in _choice(each):
            yield from _of_run(inner, bold, reading)
    elif name in ("drawing", "pict", "object"):
        _drawing(each, reading)


def _drawing(drawing: Element, reading: _Reading) -> None:
    for box in drawing.iter(f"{_W}txbxContent"):
        if not _is_boxed(box, drawing):  # those in boxes come with these
            reading.boxes.append(box)
    names = (each for each in drawing.iter() if local(each) in ("docPr", "cNvPr", "shape"))
    named = next(names, None)
    alt = clean(attribute(named, "descr") or attribute(named, "alt")) if named is not None else ""
    for each in drawing.iter():
        if local(each) not in ("blip", "imagedata") or _is_boxed(each, drawing):
            continue
        link = attribute(each, "embed") or attribute(each, "id") or attribute(each, "link")
        _, target = reading.links.get(link, ("", ""))
        if target in reading.package:
            reading.pictures.append(
                DocumentPicture(key=target, name=target.rpartition("/")[2], alt=alt)
            )
        elif target:
            reading.pictures.append(DocumentPicture(address=target, alt=alt))


def _is_boxed(element: Element, drawing: Element) -> bool:
    """Whether it stands in a text box of *drawing*."""
    for above in element.iterancestors():
        if above is drawing:
            return False
        if local(above) == "txbxContent":
            return True
    return False


def with_headings(blocks: list[Block]) -> Iterator[Block]:
    """*blocks*, where bold paragraphs that a text follows are headings."""
    styled = [block.level for block in blocks if block.kind == "heading"]
    level = min(8, max(styled) + 1) if styled else 1
    for number, block in enumerate(blocks):
        if block.level != -1:
            yield block
            continue
        after = next((each for each in blocks[number + 1 :] if each.kind != "picture"), None)
        before_a_text = after is not None and after.kind in ("paragraph", "quote", "item")
        is_heading = before_a_text and after is not None and after.level != -1
        if is_heading:
            yield replace(block, kind="heading", level=level)
        else:
            yield replace(block, level=0)


def _remarks(reading: _Reading) -> Iterator[str]:
    if reading.struck or reading.added:
        yield tr("it has tracked changes: read as if all were accepted")
    if place := reading.package.linked(reading.part, "comments"):
        comments = [
            (attribute(each, "author"), clean("".join(each.itertext())))
            for each in reading.package.xml(place)
        ]
        for author, said in filter(lambda each: each[1], comments):
            yield tr("comment left out, of {author}: {said}", author=author or "?", said=said)
    if reading.formulas:
        yield trn(
            "{count} formula was left out", "{count} formulas were left out", reading.formulas
        )
