"""What a site gives the pages of its films: header, footer, links, logo, stylesheet, form.

Comes in: the checked `[page]` of recit.toml, and the files of the project that it names. Goes out:
a `SiteDress`, contents included, or the mistakes, at their lines. Small files, read as they are.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import Field

from renderer.errors import Problem, StoryboardError
from renderer.messages import tr
from renderer.messages.os_errors import reason_of
from renderer.storyboard.board import DressForm, Fragment, SiteDress, SiteLink, SiteLogo
from renderer.storyboard.fields import EXAMPLE, FileName, Reads, Text, text_schema, wants
from renderer.storyboard.file_names import BadNameError, Folder
from renderer.storyboard.html_fragments import (
    address_remedy,
    instead_of,
    is_site_address,
    read_fragment,
)
from renderer.storyboard.model import Model
from renderer.storyboard.visuals_schema import License
from renderer.storyboard.yaml_source import source_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.storyboard.yaml_tree import Tree

_LOGO_BYTES = 300_000
"""A logo that weighs more than the page's other pictures together is no logo for the web."""
_FRAGMENT_BYTES = 100_000
"""The largest menus of ministries have a third of that."""
_PAGES = (b"<!doctype", b"<html", b"<?xml")
_SHEET_BYTES = 200_000
"""A site's whole framework; what dresses a page of films has some kB."""
_KINDS = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "webp": b"RIFF",
    "svg": b"<",
}
"""How files of each kind begin."""
_ACTIVE = re.compile(
    rb"<script|<foreignobject|<!entity|<iframe|\bon\w+\s*=|javascript:"
    rb"|href\s*=\s*[\"'](?!#|data:image/)",
    re.IGNORECASE,
)
"""What an SVG could run or fetch when somebody opens it by itself."""
_IMPORT = re.compile(r"@import\b", re.IGNORECASE)
_URL = re.compile(r"url\(\s*[\"']?(?!/(?!/)|data:|#)(?P<url>[^\"')\s]*)", re.IGNORECASE)
_DSFR = re.compile(r"/(?!/)[^\s\\;,'\"]*|https://[^\s\\/@;,'\"]+(/[^\s\\;,'\"]*)?")
"""No sign that would end it in the page's policy."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SERVED_AT = r"https://[^\s/?#@<>\"'\\]+(/[^\s?#<>\"'\\]*)?"
"""Browsers fetch frames and pictures of an https page by https alone, so nothing else is taken."""


def _served_at(value: object) -> str:
    """The address under which finished sets are served."""
    written = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(_SERVED_AT, written):
        return written
    meant = "https://" + re.sub(r"(?i)^(https?:)?/*", "", written).rstrip("/") + "/"
    better = meant if re.fullmatch(_SERVED_AT, meant) else "https://www.example.org/films/"
    raise wants(
        tr("a whole https address, without ? and #"),
        tr(EXAMPLE, example=better),
        code="value-unfit",
    )


class SiteLinkModel(Model):
    """A link of the page's foot."""

    title: Text = Field(description="What it says, such as Accessibilité : partiellement conforme.")
    url: Text = Field(description="Where it leads: from the site's root, or whole.")


class SiteLogoModel(Model):
    """The institution's sign, copied beside the page."""

    file: FileName = Field(description="PNG, JPEG, WebP or SVG, from the project's root.")
    alt: Text = Field(description="Its text alternative: the institution's name, as a rule.")
    url: Text | None = Field(None, description="Where it leads, such as the site's first page.")


class PageModel(Model):
    """What the pages of all films say of who publishes them."""

    base_url: (
        Annotated[str, Reads(_served_at, text_schema(_SERVED_AT, comment="where films are served"))]
        | None
    ) = Field(
        None,
        description="Address, https and with a final slash, under which the sets are served;"
        " share links and search engines need it.",
    )
    publisher: Text | None = Field(None, description="Name of the institution.")
    invitation: Text | None = Field(
        None, description="Heading over the film, such as Revivez les combats."
    )
    license: License | None = Field(
        None,
        description="Terms on which the films themselves may be used: an SPDX identifier"
        " (CC-BY-SA-4.0), for search engines and IIIF. Pictures keep their own.",
    )
    dress: DressForm | None = Field(
        None,
        description="theme: the page wears its film's colours and letters; plain: the page's own;"
        " dsfr: markup of the State's Design System, for its sites alone.",
    )
    header: FileName | None = Field(
        None, description="A file of the project: the site's header, a piece of HTML."
    )
    footer: FileName | None = Field(None, description="The same of its footer.")
    links: list[SiteLinkModel] | None = Field(
        None, description="At the page's foot: legal notice, accessibility."
    )
    logo: SiteLogoModel | None = Field(None, description="The institution's sign.")
    stylesheet: FileName | None = Field(
        None, description="A file of the project: CSS after the page's own."
    )
    dsfr: Text | None = Field(
        None, description="Where the site keeps its own copy of the Design System, such as /dsfr/."
    )
    agreement: Text | None = Field(
        None, description="Who agreed, and when, that a site outside .gouv.fr uses that System."
    )


def read_dress(
    root: Path, tree: Tree, page: PageModel, language: str
) -> tuple[SiteDress, list[Problem]]:
    """The dress that *page* names files for, and its mistakes."""
    reader = _Reader(root, tree)
    form: DressForm = page.dress or ("dsfr" if page.dsfr else "theme")
    if form == "dsfr":
        reader.problems += _refusals(tree, page)
    dress = SiteDress(
        form=form,
        header=reader.fragment("header", page.header),
        footer=reader.fragment("footer", page.footer),
        links=tuple(
            SiteLink(title=link.title, url=reader.address(("page", "links", n, "url"), link.url))
            for n, link in enumerate(page.links or ())
        ),
        logo=reader.logo(page),
        stylesheet=reader.stylesheet(page.stylesheet),
        dsfr=(page.dsfr or "").rstrip("/") + "/" if form == "dsfr" else "",
        language=language,
    )
    return dress, reader.problems


def _refusals(tree: Tree, page: PageModel) -> Iterator[Problem]:
    """Why the State's dress can't be worn here."""
    host = urlsplit(page.base_url or "").hostname or ""
    if not host.endswith(".gouv.fr") and not page.agreement:
        yield Problem(
            code="dress-unfit",
            mark=tree.mark(("page", "dress" if page.dress else "dsfr")),
            what=tr("the State's Design System is for its own sites, in .gouv.fr, alone"),
            remedy=tr(
                "write {plain}; if the Service d'information du Gouvernement agreed to it for this"
                " site, say so: {agreement}",
                plain='dress = "theme"',
                agreement='agreement = "SIG, 2026-03-12"',
            ),
        )
    if not _DSFR.fullmatch(page.dsfr or ""):
        yield Problem(
            code="dress-unfit",
            mark=tree.mark(("page", "dsfr" if page.dsfr else "dress")),
            what=tr("nothing says where the site keeps its own copy of the Design System"),
            remedy=tr(
                "write the folder of {file} on the site: {example}; Récit never ships it",
                file="dsfr.min.css",
                example='dsfr = "/dsfr/"',
            ),
        )


class _Reader:
    """Files of one project, and what is wrong with them."""

    def __init__(self, root: Path, tree: Tree) -> None:
        self._folder = Folder(base=root, root=root, shown=tr("the project"))
        self._tree = tree
        self.problems: list[Problem] = []

    def fragment(self, key: str, name: str | None) -> Fragment | None:
        """The HTML of the file *name*."""
        file = self._file((key,), name)
        if file is None:
            return None
        content = self._bytes((key,), file, _FRAGMENT_BYTES)
        if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(_PAGES):
            self._refuse((key,), tr("'{name}' is a whole page", name=name), instead_of("html"))
            return None
        try:
            source = source_of(content, file)
        except StoryboardError as error:
            self.problems += error.problems
            return None
        found, problems = read_fragment(source, key)
        self.problems += problems
        return found

    def address(self, where: tuple[str | int, ...], url: str) -> str:
        """*url*, which must lead to the same place from any folder."""
        if url and not is_site_address(url):
            what = tr("'{url}' would lead elsewhere from each film's folder", url=url)
            self._refuse(where[1:], what, address_remedy())
        return url

    def logo(self, page: PageModel) -> SiteLogo | None:
        """The picture, as it is."""
        asked = page.logo
        file = self._file(("logo", "file"), asked.file if asked else None)
        if asked is None or file is None:
            return None
        content = self._bytes(("logo", "file"), file, _LOGO_BYTES)
        suffix = file.suffix.lower().lstrip(".").replace("jpeg", "jpg")
        start = content.lstrip(b"\xef\xbb\xbf \t\r\n") if suffix == "svg" else content
        if content and not start.startswith(_KINDS.get(suffix, b"\0none")):
            self._refuse(
                ("logo", "file"),
                tr("'{name}' is no picture that a page can show", name=asked.file),
                tr("name a PNG, JPEG, WebP or SVG file"),
            )
        elif suffix == "svg" and _ACTIVE.search(content):
            self._refuse(
                ("logo", "file"),
                tr("'{name}' holds a script, or fetches something", name=asked.file),
                tr("export it as a plain SVG, or as a PNG"),
            )
        url = self.address(("page", "logo", "url"), asked.url or "")
        return SiteLogo(content=content, suffix=suffix, alt=asked.alt, url=url)

    def stylesheet(self, name: str | None) -> str:
        """The text of the file *name*."""
        file = self._file(("stylesheet",), name)
        content = self._bytes(("stylesheet",), file, _SHEET_BYTES) if file else b""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            what = tr("'{name}' isn't text in UTF-8", name=name)
            self._refuse(("stylesheet",), what, tr("save it again as UTF-8"))
            return ""
        # Blanked, not cut, so that places stay.
        said = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
        for found in [*_IMPORT.finditer(said), *_URL.finditer(said)]:
            line = said.count("\n", 0, found.start()) + 1
            self._refuse(
                ("stylesheet",),
                tr(
                    "line {line} of '{name}' loads what the page can't: {what}",
                    line=line,
                    name=name,
                    what=found.groupdict().get("url") or found[0],
                ),
                tr(
                    "put it into this file, or name what is on the site that serves the films from"
                    " its root: {example}",
                    example="url(/fonts/…)",
                ),
            )
        return text

    def _file(self, where: tuple[str, ...], name: str | None) -> Path | None:
        if name is None:
            return None
        try:
            return self._folder.find(name)
        except BadNameError as error:
            self._refuse(where, error.what, error.remedy, error.code)
            return None

    def _bytes(self, where: tuple[str, ...], file: Path, most: int) -> bytes:
        try:
            content = file.read_bytes() if file.stat().st_size <= most else None
        except OSError as error:
            what = tr("'{name}' can't be read: {why}", name=file.name, why=reason_of(error))
            self._refuse(where, what, tr("see that it can be opened, and try again"))
            return b""
        if content is None:
            self._refuse(
                where,
                tr("'{name}' is larger than {most} kB", name=file.name, most=most // 1000),
                tr("every visitor loads it: make it smaller"),
            )
        return content or b""

    def _refuse(self, where: tuple[str | int, ...], what: str, remedy: str, code: str = "") -> None:
        mark = self._tree.mark(("page", *where))
        self.problems.append(
            Problem(mark=mark, what=what, remedy=remedy, code=code or "site-file-unfit")
        )
