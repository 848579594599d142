"""The last pages of a film: its credits, page by page, and its end card.

    lines ──paginate_credits──▶ pages ──draw_credits_page──▶ Rgb

Comes in: lines of credits, a theme, the frame's size. Goes out: pictures.
Knows nothing of rights or of how long a page is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image

from renderer.errors import PictureError
from renderer.pictures.card_parts import (
    Block,
    Look,
    Part,
    Stack,
    fits,
    paint_stack,
    place_stack,
)
from renderer.pictures.inking import lay_over
from renderer.pictures.paper import draw_paper
from renderer.pictures.pixels import Rgb, Size
from renderer.pictures.theme import Theme, unit

LineKind = Literal["heading", "entry", "note"]

_LOOKS: dict[LineKind, Look] = {"heading": "kicker", "entry": "credit", "note": "note"}

_LOGO_HEIGHT = 13.0
_LOGO_WIDTH = 40.0
"""Percent of the frame's shorter side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsLine:
    """One line of the end credits."""

    text: str
    kind: LineKind = "entry"


def paginate_credits(
    lines: Sequence[CreditsLine], theme: Theme, size: Size
) -> tuple[tuple[CreditsLine, ...], ...]:
    """Cut *lines* into pages that fit at full size; a heading never stands last on its page.

    Raises:
        PictureError: a line can't be drawn.
    """
    pages: list[list[CreditsLine]] = [[]]
    for index, line in enumerate(lines):
        held = [*pages[-1], line]
        if line.kind == "heading":  # it needs room for what it announces
            held += [after for after in lines[index + 1 : index + 2] if after.kind != "heading"]
        if pages[-1] and not fits(_stack(held, theme), theme, size):
            pages.append([])
        pages[-1].append(line)
    return tuple(tuple(page) for page in pages if page)


def draw_credits_page(lines: Sequence[CreditsLine], theme: Theme, size: Size) -> Rgb:
    """Draw one page of credits.

    Raises:
        PictureError: the page is empty, or its lines don't fit (see `paginate_credits`).
    """
    if not lines:
        raise PictureError("a page of credits needs at least one line")
    picture = draw_paper(theme, size)
    paint_stack(picture, place_stack(_stack(lines, theme), theme, size))
    return picture


def draw_end_card(theme: Theme, size: Size, title: str = "", language: str = "fr") -> Rgb:
    """Draw the end card: the theme's logo if it has one, its end title or *title*, its notice.

    Raises:
        PictureError: the logo can't be read, or a text doesn't fit.
    """
    picture = draw_paper(theme, size)
    parts: list[Part] = []
    shown = theme.end.title or title
    if shown:
        parts.append(Block(text=shown, look="closing", after=3.4))
    if theme.end.notice:
        if shown and theme.card.rule:
            parts.append(Part(after=3.4))
        parts.append(Block(text=theme.end.notice, look="note", after=0))
    logo = _logo(theme, size)
    room = (logo.height + 6 * unit(size)) if logo else 0.0
    stack = Stack(parts=tuple(parts), align="centre", language=language)
    placed = place_stack(stack, theme, size, above=room) if parts else ()
    paint_stack(picture, placed)
    if logo is not None:
        top = placed[0].top - room if placed else (size.height - logo.height) / 2
        lay_over(
            picture, np.asarray(logo), round((size.width - logo.width) / 2), max(0, round(top))
        )
    return picture


def _stack(lines: Sequence[CreditsLine], theme: Theme) -> Stack:
    parts = []
    for index, line in enumerate(lines):
        following = lines[index + 1].kind if index + 1 < len(lines) else "entry"
        after = 4.0 if following == "heading" else 0.9
        parts.append(Block(text=line.text, look=_LOOKS[line.kind], after=after))
    return Stack(parts=tuple(parts), align=theme.card.align)


def _logo(theme: Theme, size: Size) -> Image.Image | None:
    if theme.logo is None:
        return None
    try:
        with Image.open(theme.logo, formats=("PNG",)) as opened:
            image = opened.convert("RGBA")
    except (OSError, Image.DecompressionBombError) as error:
        raise PictureError(f"the logo {theme.logo.name} can't be read: {error}") from error
    one = unit(size)
    scale = min(_LOGO_HEIGHT * one / image.height, _LOGO_WIDTH * one / image.width)
    fitted = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    fitted_image: Image.Image = image.resize(fitted, Image.Resampling.LANCZOS)
    return fitted_image
