"""Pages of the web, Markdown and plain text.

Comes in: a file's bytes. Goes out: a `Document`. Of a page only the main text is read: what its own
marks call a menu, a banner or a foot is left out, then what reads like one. No address is asked;
pictures are those that lie beside the page, or in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from renderer.importing.document import (
    LINE_BREAK,
    Block,
    Document,
    DocumentPicture,
    Kind,
    clean,
)
from renderer.importing.readers.boilerplate import left_out, without_chrome
from renderer.importing.readers.package import DocumentError
from renderer.messages import tr
from renderer.rights.embedded import decode_metadata

_ENOUGH = 4096
"""Bytes on both sides of the first letter that isn't ASCII: more accents than doubts need."""
TEXT_BYTES = 24_000_000
"""Of a file of text: ten thousand pages of a book. It is held in memory several times over while it
is read, so what is larger is refused."""
_LEFT_OUT = frozenset(
    re.findall(
        r"\w+",
        "script style noscript template nav form button iframe object embed svg canvas select "
        "input textarea dialog menu video audio aside head link meta",
    )
)
_ROLES = frozenset(
    re.findall(
        r"\w+",
        "navigation banner contentinfo search dialog alert complementary menu",
    )
)
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|breadcrumbs?|fil-?d?-?ariane|cookies?\w*|consent\w*|gdpr|rgpd"
    r"|shar(?:e|ing)\w*|partag\w*|social\w*|related\w*|associes?|newsletter|sidebar|footer|pagination"
    r"|price\w*|prix|panier|cart|basket|toolbar|skip\w*|advert\w*|promo\w*|popup|modal|comments?"
    r"|print\w*|imprimer|outils|tools|toc|mw-editsection|catlinks|tarteaucitron|bandeau\w*|ambox|hatnote|masthead|byline"
    r"|kicker|(?:entry|post)-?meta|tags?|subscribe|widget|replies|ads?|publicite)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "p div section article main li ul ol dl dt dd blockquote figure figcaption table "
        "tbody thead tr td th h1 h2 h3 h4 h5 h6 header footer address pre hr body center "
        "details summary",
    )
)
_HEADING = re.compile(r"h[1-6]")
_NUMBER = re.compile(r"[\[(]?\s*(?:\d{1,3}|[a-z*†‡]|note \d{1,3})\s*[\])]?", re.IGNORECASE)
_CALL = re.compile(r"\[(?:\d{1,3}|réf\.[^\]]*|citation needed)\]")
_SHARE = 0.75
"""Of a page's text, what an element has to hold to be the one that holds the text."""
_MENU = frozenset({"ul", "ol", "td", "div", "p"})
_ENTRY = 30
"""Letters of an entry of a menu, on average; titles of works are longer."""
_TEXT_LETTERS = 60
"""Letters from which on a paragraph counts as text when it is looked for."""


def decode_document(data: bytes, name: str) -> str:
    """The text of a file in one of the encodings that texts have.

    Raises:
        DocumentError: it is longer than a text, or none.
    """
    if len(data) > TEXT_BYTES:
        raise DocumentError(
            tr("{file} is longer than a text should be: it may be a trap", file=name),
            code="document-too-big",
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    head = data[:4096].decode("latin-1")
    named = re.search(r"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,40})", head, re.IGNORECASE)
    for encoding in ("utf-8-sig", *([named[1]] if named else [])):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    if b"\0" in data:
        raise DocumentError(
            tr("{file} is damaged, or not what its name says: save it anew", file=name),
            code="document-damaged",
        )
    return data.decode(_old_letters(data), "replace")


def _old_letters(data: bytes) -> str:
    """Windows-1252 or MacRoman: what *data*, which is neither ASCII nor Unicode, reads like."""
    first = next(at for at, byte in enumerate(data) if byte > 0x7F)
    some = data[max(0, first - _ENOUGH) : first + _ENOUGH]
    return "mac_roman" if decode_metadata(some) == some.decode("mac_roman") else "cp1252"


def read_page(data: bytes, name: str) -> Document:
    """The main text of a page.

    Raises:
        DocumentError: it can't be made out.
    """
    return _read_html(decode_document(data, name), name, is_page=True)


def read_markdown(data: bytes, name: str) -> Document:
    """The text of Markdown."""
    from markdown_it import MarkdownIt

    text = decode_document(data, name)
    title = ""
    if front := re.match(r"---\r?\n(.*?)\r?\n---\r?\n", text, re.DOTALL):
        text = text[front.end() :]
        titled = re.search(r"^title:\s*(.+)$", front[1], re.MULTILINE)
        title = clean(titled[1].strip("\"' \r")) if titled else ""
    text, notes = _markdown_notes(text)
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    document = _read_html(f"<body>{reader.render(text)}{notes}</body>", name, is_page=False)
    return Document(blocks=document.blocks, title=title or document.title, remarks=document.remarks)


def _markdown_notes(text: str) -> tuple[str, str]:
    """*text* with its calls to footnotes as links, and the notes as HTML."""
    notes = dict(re.findall(r"^\[\^([\w-]{1,40})\]:[ \t]*(.+)$", text, re.MULTILINE))
    text = re.sub(r"^\[\^[\w-]{1,40}\]:.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[\^([\w-]{1,40})\]", r"[\\[1\\]](#fn-\1)", text)
    items = "".join(f'<p id="fn-{key}">{escape(said)}</p>' for key, said in notes.items())
    return text, items


def read_plain(data: bytes, name: str) -> Document:
    """The text of a plain file, typed, or copied from a page."""
    text = (
        decode_document(data, name).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    )
    kept, around = without_chrome(_plain_blocks(text))
    if kept and kept[0].kind == "heading":
        kept[0] = Block(kind="title", text=kept[0].text)
    return Document(blocks=tuple(kept), remarks=tuple(left_out(around)))


def _plain_blocks(text: str) -> Iterator[Block]:
    groups = [_paragraphs(each.split("\n")) for each in re.split(r"\n[ \t\u00a0]*\n", text)]
    alone = [(line, len(group) == 1) for group in groups for line in group]
    longs = any(len(line) > 120 for line, _ in alone)
    for number, (line, is_alone) in enumerate(alone):
        follows = alone[number + 1][0] if number + 1 < len(alone) else ""
        looks = len(line) <= 110 and line[-1] not in ".;,!…" and not line.endswith(":")
        if looks and line[0].isupper() and longs and (is_alone or len(follows) > 150):
            yield Block(kind="heading", text=line, level=1)
        elif re.match(r"[-•*–]\s+\S", line):
            yield Block(kind="item", text=re.sub(r"^[-•*–]\s+", "", line))
        else:
            yield Block(kind="paragraph", text=line)


def _paragraphs(lines: list[str]) -> list[str]:
    """The paragraphs of lines that no blank line parts: one each, or one that was broken."""
    result = [each for each in map(clean, lines) if each]
    widths = [len(each) for each in result]
    if len(result) > 1 and 45 <= max(widths) <= 100 and min(widths[:-1]) >= 0.6 * max(widths):
        return [" ".join(result)]
    return result


@dataclass(slots=True, kw_only=True)
class _Page:
    """A page as it is walked through."""

    notes: dict[str, str]
    buffer: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    kind: Kind = "paragraph"
    level: int = 0
    id: str = ""

    def flush(self) -> None:
        """End the block that is being read."""
        text = clean(_CALL.sub("", "".join(self.buffer)))
        if text:
            self.blocks.append(
                Block(
                    kind=self.kind,
                    text=text,
                    level=self.level,
                    id=self.id,
                    notes=tuple(self.notes[call] for call in self.calls if self.notes.get(call)),
                )
            )
        self.buffer.clear()
        self.calls.clear()


def _read_html(text: str, name: str, *, is_page: bool) -> Document:
    encoded = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", "")).encode("utf-8", "replace")
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(encoded or b"<p></p>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(
            tr("{file} is damaged, or not what its name says: save it anew", file=name),
            code="document-damaged",
        ) from error
    metas = {
        each.get("name", each.get("property", "")): each.get("content", "")
        for each in root.iter("meta")
    }
    language, page_title = root.get("lang", ""), clean(root.findtext(".//title") or "")
    body = root if root.tag == "body" else root.find(".//body")
    if body is None:
        return Document(blocks=())
    ours = metas.get("recit", "")
    top = next((clean(each.text_content()) for each in body.iter("h1")), "")
    page = _Page(notes=_notes(body))
    if is_page and not ours:
        _take_out(body)
        body = _main(body)
        for each in _lead(body):
            _element(each, page)
    _walk(body, page)
    page.flush()
    blocks, around = (page.blocks, []) if ours or not is_page else without_chrome(page.blocks)
    blocks = [
        Block(kind="title", text=each.text, id=each.id)
        if each.kind == "heading" and each.text == top and top
        else each
        for each in blocks
    ]
    return Document(
        blocks=tuple(blocks),
        title=top or clean(re.split(r"\s[|–—-]\s", page_title)[0]),
        description=clean(metas.get("description", "")),
        language=language,
        edition=ours,
        remarks=tuple(left_out(around)),
    )


def _take_out(body: Any) -> None:
    """Take what its own marks call something else than text out of the page."""
    for each in list(body.iter()):
        if not isinstance(each.tag, str) or each.getparent() is None or each is body:
            continue
        marks = f"{each.get('class', '')} {each.get('id', '')}"
        in_article = any(above.tag in ("article", "main") for above in each.iterancestors())
        out = (
            each.tag in _LEFT_OUT
            or each.get("role", "") in _ROLES
            or each.get("hidden") is not None
            or each.get("aria-hidden") == "true"
            or "display:none" in each.get("style", "").replace(" ", "").lower()
            or (each.tag in ("header", "footer") and not in_article)
        )
        out = out or (each.tag in _MENU and _is_menu(each))
        named = bool(_NAMES.search(marks)) and each.tag not in ("body", "main", "article", "html")
        if out or (named and len(each.text_content()) * 2 < len(body.text_content())):
            each.drop_tree()


def _is_menu(element: Any) -> bool:
    """Whether it holds links and nothing else, as short as those of a menu."""
    links = [clean(link.text_content()) for link in element.iter("a")]
    told = clean(element.text_content())
    in_links = sum(map(len, links))
    return (
        len(links) > 1
        and in_links <= _ENTRY * len(links)
        and sum(map(str.isalnum, told)) <= sum(map(str.isalnum, "".join(links)))
        and not re.search(r"[.!?…]", told)
        and not all(map(_NUMBER.fullmatch, links))  # calls of notes, one after the other
    )


def _main(body: Any) -> Any:
    """The innermost element that holds most of the text."""
    weights: dict[Any, int] = {}
    for each in body.iter("p", "li", "td", "div", "blockquote", "dd"):
        own = clean(" ".join([each.text or "", *(inner.tail or "" for inner in each)]))
        whole = len(clean(each.text_content())) if each.tag == "p" else len(own)
        links = sum(len(link.text_content()) for link in each.iter("a"))
        if whole < _TEXT_LETTERS or links * 2 > whole:
            continue
        for above in (each, *each.iterancestors()):
            weights[above] = weights.get(above, 0) + whole
    held = body
    while True:
        inner = max(held, key=lambda each: weights.get(each, 0), default=None)
        if inner is None or weights.get(inner, 0) < _SHARE * max(1, weights.get(body, 0)):
            return held
        if inner.tag in ("p", "td", "li", "blockquote", "ul", "ol"):
            return inner if inner.tag == "td" else held
        held = inner


def _lead(main: Any) -> list[Any]:
    """What stands from the page's heading down to its text: an article may begin there."""
    if next(main.iter("h1"), None) is not None:
        return []
    for each in (main, *main.iterancestors()):
        between: list[Any] = []
        for before in each.itersiblings(preceding=True):
            between[:0] = [before] if isinstance(before.tag, str) else []
            if between and next(between[0].iter("h1"), None) is not None:
                return between
    return []


def _notes(body: Any) -> dict[str, str]:
    """What links to notes lead to, by their address; these are taken out of the page."""
    found: dict[str, str] = {}
    targets = {each.get("id"): each for each in body.iter() if each.get("id")}
    for link in body.iter("a"):
        address = unquote(link.get("href", "").removeprefix("#"))
        target = targets.get(address) if link.get("href", "").startswith("#") else None
        if target is None or not _NUMBER.fullmatch(clean(link.text_content())):
            continue
        if any(above is target for above in link.iterancestors()):
            continue
        text = clean(target.text_content())
        if target.tag in ("a", "span", "sup") and target.getparent() is not None:
            target = target.getparent()
            text = clean(target.text_content())
        found[address] = re.sub(r"^(?:[\[(]?\d{1,3}[\])]?\.?|\^|↑)\s*|\s*↩.?$", "", text)
    for address in found:
        target = targets[address]
        if target.tag in ("a", "span", "sup"):
            target = target.getparent()
        if target is not None and target.getparent() is not None and target.tag != "body":
            target.drop_tree()
    return found


def _walk(element: Any, page: _Page) -> None:
    page.buffer.append(element.text or "")
    broken = False
    for each in element:
        if isinstance(each.tag, str):
            if each.tag == "br":
                if broken and not (each.getprevious().tail or "").strip():
                    page.flush()
                broken = True
                page.buffer.append(LINE_BREAK)
            else:
                broken = False
                _element(each, page)
        page.buffer.append(each.tail or "")


def _element(each: Any, page: _Page) -> None:
    tag = each.tag
    if tag in _LEFT_OUT:
        return
    if tag == "img":
        _picture(each, page)
        return
    if tag == "a" and each.get("href", "").startswith("#"):
        address = unquote(each.get("href")[1:])
        if address in page.notes:
            page.calls.append(address)
            return
    if tag not in _BLOCKS:
        _walk(each, page)
        return
    page.flush()
    outer = page.kind, page.level, page.id
    page.kind, page.level = _kind(each, page)
    page.id = each.get("id", "") or (
        page.id if tag in ("p", "div") and page.kind != "paragraph" else ""
    )
    if tag == "tr" and sum(inner.tag in ("td", "th") for inner in each) > 1:
        _row(each, page)
    else:
        _walk(each, page)
    page.flush()
    page.kind, page.level, page.id = outer


def _kind(each: Any, page: _Page) -> tuple[Kind, int]:
    tag = each.tag
    if each.get("data-recit") in ("slide", "field"):
        return each.get("data-recit"), 0
    if _HEADING.fullmatch(tag):
        return "heading", int(tag[1])
    kinds: dict[str, Kind] = {
        "li": "item",
        "blockquote": "quote",
        "figcaption": "caption",
        "caption": "caption",
        "dd": "item",
    }
    return kinds.get(
        tag, page.kind if page.kind in ("item", "quote", "caption") else "paragraph"
    ), 0


def _row(row: Any, page: _Page) -> None:
    cells = [clean(_CALL.sub("", cell.text_content())) for cell in row if cell.tag in ("td", "th")]
    for image in row.iter("img"):
        _picture(image, page)
    if any(len(cell) > 300 for cell in cells):  # a layout of the last century
        for cell in row:
            _walk(cell, page)
            page.flush()
    elif text := " : ".join(filter(None, cells)):
        page.blocks.append(Block(kind="row", text=text, id=row.get("id", "")))


def _picture(image: Any, page: _Page) -> None:
    source = image.get("src", "").strip()
    width = image.get("width", "")
    if not source or (width.isdecimal() and int(width) < 100):
        return  # a mark, an icon
    alt = clean(image.get("alt", ""))
    credit = clean(image.get("data-credit", ""))
    if re.match(r"(?:https?:)?//", source):
        picture = DocumentPicture(address=source, alt=alt, credit=credit)
    else:
        name = "image" if source.startswith("data:") else unquote(source).rpartition("/")[2]
        picture = DocumentPicture(key=source, name=name, alt=alt, credit=credit)
    text = page.buffer[:]
    page.buffer.clear()
    page.blocks.append(Block(kind="picture", picture=picture))
    page.buffer.extend(text)
