"""What a film's page takes of its theme: colours, and letters made small once and kept. The page of
a draft, or of one slide, has the reader's own letters.

Comes in: a production. Goes out: a `ThemeDress`, its fonts files of the cache. Knows no page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from renderer.production.library_versions import package_version
from renderer.publish.publication import ThemeDress
from renderer.store.cache import key_of
from renderer.store.code_digest import code_digest
from renderer.themes.file import load_theme

if TYPE_CHECKING:
    from renderer.production.prepare import Production
    from renderer.themes.theme import Part
    from renderer.typesetting.fonts import FontFace

FONT = "font"
"""The cache's name for a page's letters."""
BUDGET = 130_000
"""Bytes of a page's letters, all together: the four faces of a theme of ours take 75 to 92 kB."""
_PARTS: tuple[Part, ...] = ("text", "small", "display", "label")
"""The most read first: what is beyond the budget is left to the reader's own letters."""


def page_theme(production: Production) -> ThemeDress | None:
    """The theme's dress; None where the site asks for another."""
    if production.page.dress.form != "theme":
        return None
    theme = load_theme(production.board.style, production.theme_folders)
    fonts: dict[str, Path] = {}
    left = BUDGET
    # Cut out of their fonts they take seconds of a core, several times a slide's own draft.
    shown = () if production.options.draft or production.options.only else _PARTS
    for part in shown:
        file = _font(production, getattr(theme.fonts, part), f"Recit {part}")
        size = file.stat().st_size
        if 0 < size <= left:
            fonts[part] = file
            left -= size
    colours = theme.colours
    return ThemeDress(
        paper=colours.paper,
        ink=colours.ink,
        quiet=colours.quiet,
        accent=colours.accent,
        fonts=fonts,
    )


def _font(production: Production, face: FontFace, name: str) -> Path:
    from renderer.typesetting.web_fonts import page_font

    key = key_of(
        {
            "face": face.digest,
            "name": name,
            "code": code_digest("renderer.typesetting.web_fonts"),
            "fonttools": package_version("fonttools"),
        }
    )

    def write(path: Path) -> None:
        path.write_bytes(page_font(face, name))

    return production.cache.find_or_keep(FONT, key, write).path
