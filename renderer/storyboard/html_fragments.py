"""A piece of a site's HTML, a header or a footer, proved to be one that a page of a film can hold.

    SourceText ──read_fragment──▶ Fragment, or every mistake with its line

Comes in: the text of a file of the project. Goes out: the same elements, written anew, so that a
browser reads exactly what was checked here. What isn't known is refused, never dropped in silence.
A page lies in a folder that its author doesn't know (`films/<slug>/page.html`), so an address
starts at the site's root or is whole; and the page's own policy runs no script and applies no style
from within the text, so that neither may seem to be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser

from renderer.errors import Problem
from renderer.messages import tr
from renderer.storyboard.board import Fragment
from renderer.storyboard.yaml_source import SourceText

_VOID = frozenset({"br", "hr", "img"})
_ELEMENTS = _VOID.union(
    ("a", "abbr", "address", "b", "button", "cite", "dd", "div", "dl", "dt", "em", "figcaption"),
    ("figure", "footer", "h2", "h3", "h4", "h5", "h6", "header", "i", "li", "nav", "ol", "p"),
    ("section", "small", "span", "strong", "sub", "sup", "time", "ul"),
)
"""What headers and footers are made of. No h1: the film's title is the page's. No form: a page
sends nothing; no svg, which can hold scripts."""
_EVERYWHERE = frozenset({"class", "dir", "hidden", "id", "lang", "role", "tabindex", "title"})
_OWN = {
    "a": frozenset({"href", "hreflang", "rel", "target"}),
    "button": frozenset({"type"}),
    "img": frozenset({"alt", "height", "loading", "src", "width"}),
    "time": frozenset({"datetime"}),
}
_PREFIXES = ("aria-", "data-fr-")
"""data-fr-: how the State's Design System says what its buttons open."""
_RESERVED = "recit-"
"""How ids of the page's own begin."""
_PATH = r"/(?![/\\])[^\s\\]*"
_LINK = re.compile(
    rf"{_PATH}|\#[^\s\\]*|https://[^\s\\/@?#]+(?:[/?#][^\s\\]*)?|(?:mailto|tel):[^\s\\]+"
)
_PICTURE = re.compile(_PATH)


def is_site_address(url: str) -> bool:
    """Whether *url* means the same wherever the page that links to it lies."""
    return _LINK.fullmatch(url) is not None


def address_remedy() -> str:
    """How such an address is written."""
    return tr(
        "write it from the site's root, {path}, or whole, {whole}",
        path="/mentions-legales",
        whole="https://…",
    )


def read_fragment(source: SourceText, element: str) -> tuple[Fragment, list[Problem]]:
    """The fragment in *source*, which may be one *element* in whole, and its mistakes."""
    reader = _Reader(source)
    reader.feed(source.text)
    reader.close()
    for name, offset in reader.open:
        reader.refuse(
            tr("<{name}> is not closed", name=name), tr("close it: </{name}>", name=name), offset
        )
    made = "".join(reader.made).strip()
    whole = re.fullmatch(rf"<{element}( [^>]*)?>(.*)</{element}>", made, re.DOTALL)
    if whole and reader.outermost == [element]:
        return Fragment(inner=whole[2], attributes=whole[1] or ""), reader.problems
    return Fragment(inner=made), reader.problems


class _Reader(HTMLParser):
    """The standard library's reader; what it tells is checked and written anew."""

    def __init__(self, source: SourceText) -> None:
        super().__init__(convert_charrefs=True)
        self._source = source
        self._starts = tuple(source.line_starts())
        self.made: list[str] = []
        self.open: list[tuple[str, int]] = []
        self.outermost: list[str] = []
        self.problems: list[Problem] = []

    @property
    def _offset(self) -> int:
        line, column = self.getpos()
        return self._starts[min(line, len(self._starts)) - 1] + column

    def refuse(self, what: str, remedy: str, offset: int | None = None) -> None:
        """Note a mistake at *offset*, or where the reader is."""
        at = self._offset if offset is None else offset
        mark = self._source.mark(at)
        self.problems.append(Problem(mark=mark, what=what, remedy=remedy, code="fragment-unfit"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag not in _ELEMENTS:
            self.refuse(tr("<{name}> can't stand here", name=tag), instead_of(tag))
        if not self.open:
            self.outermost.append(tag)
        written = "".join(self._attributes(tag, attrs))
        self.made.append(f"<{tag}{written}>")
        if tag not in _VOID:
            self.open.append((tag, self._offset))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """<br/>; a browser takes <div/> for one that is never closed."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
            self.made.append(f"</{tag}>")
            return
        within = self.open[-1][0] if self.open else ""
        self.refuse(
            tr("</{name}> closes nothing that is open here", name=tag),
            tr("close <{name}> first", name=within) if within else tr("take it out"),
        )

    def handle_data(self, data: str) -> None:
        """Text."""
        if data.strip() and not self.open:
            self.outermost.append("")
        self.made.append(escape(data, quote=False))

    def handle_decl(self, decl: str) -> None:
        """<!doctype>: of a whole page."""
        self.refuse(tr("<!{name}> can't stand here", name=decl.split(" ")[0]), instead_of("html"))

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> Iterator[str]:
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            known = name in _EVERYWHERE | _OWN.get(tag, frozenset())
            if not known and not name.startswith(_PREFIXES):
                what = tr("<{name}> can't have '{attribute}' here", name=tag, attribute=name)
                self.refuse(what, _without(name))
            elif name == "href" and not is_site_address(value):
                what = tr("'{url}' would lead elsewhere from each film's folder", url=value)
                self.refuse(what, address_remedy())
            elif name == "src" and not _PICTURE.fullmatch(value):
                self.refuse(
                    tr("the page can't load the picture '{url}'", url=value),
                    tr(
                        "keep it on the site that serves the films, and write {path}; or name a"
                        " file of the project as logo",
                        path="/images/logo.png",
                    ),
                )
            elif name == "id" and value.startswith(_RESERVED):
                what = tr("ids that begin with '{name}' are the page's own", name=_RESERVED)
                self.refuse(what, tr("give it another"))
            yield f' {name}="{escape(value)}"' if value else f" {name}"
        if tag == "img" and "alt" not in given:
            self.refuse(
                tr("a picture has no text alternative"),
                tr('add alt="…": what it shows, or alt="" if that is said beside it'),
            )


def instead_of(tag: str) -> str:
    """What to write in place of an element that can't stand in a fragment."""
    if tag in ("html", "head", "body", "main", "title", "meta", "link", "h1"):
        return tr("keep what goes at the top or foot of a page alone: this one has its own")
    if tag in ("script", "style"):
        return tr("the page runs no script of others; styles go into {key}", key="page.stylesheet")
    if tag in ("form", "input", "select", "textarea", "iframe", "object", "embed"):
        return tr("link to the page of the site that has it")
    if tag in ("svg", "picture", "video", "audio", "canvas", "math"):
        return tr("use an <img>, or page.logo")
    return tr("use one of {elements}", elements=", ".join(sorted(_ELEMENTS)))


def _without(attribute: str) -> str:
    if attribute == "style":
        return tr("give it a class, and the class its style in {key}", key="page.stylesheet")
    if attribute.startswith("on"):
        return tr("take it out: the page runs no script of others")
    return tr("take it out")
