"""The last pages of a film: its credits, page by page, and its end card.

    lines ──paginate_credits──▶ pages ──draw_credits_page──▶ Rgb

Comes in: lines of credits, a theme, the frame's size. Goes out: pictures.
Knows nothing of rights or of how long a page is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from renderer.errors import PictureError
from renderer.frames.pixels import Rgb, Size
from renderer.messages import tr
from renderer.pictures.card_parts import (
    CardBlock,
    CardPart,
    Look,
    Stack,
    draw_paper,
    fits,
    paint_stack,
    place_stack,
    refusals,
)
from renderer.storyboard.board import CreditsLine, CreditsLineKind
from renderer.themes.theme import Theme, unit
from renderer.typesetting.ink import lay_over

__all__ = [
    "CreditsLine",
    "draw_credits_page",
    "draw_end_card",
    "letters_of",
    "line_refusals",
    "page_fits",
    "paginate_credits",
]

_LOOKS: dict[CreditsLineKind, Look] = {"heading": "kicker", "entry": "credit", "note": "note"}

_LOGO_HEIGHT = 13.0
"""Percent of the frame's shorter side, at most."""
_LOGO_WIDTH = 40.0
"""Percent of the frame's shorter side, at most: upright and wide logos weigh alike."""


def paginate_credits(
    lines: Sequence[CreditsLine], theme: Theme, *sizes: Size, letters: int | None = None
) -> tuple[tuple[CreditsLine, ...], ...]:
    """Cut *lines* into pages that fit at full size; a heading never stands last on its page.

    A page that starts within a part repeats its heading, unless the line has no room under it.

    Args:
        lines: from first to last.
        theme: the look.
        sizes: the frames' sizes; a page fits every one of them.
        letters: the most characters a page may hold; a longer line has a page to itself.

    Raises:
        PictureError: a line can't be drawn.
    """
    pages: list[list[CreditsLine]] = [[]]
    heading: CreditsLine | None = None
    for index, line in enumerate(lines):
        held = [*pages[-1], line]
        if line.kind == "heading":  # it needs room for what it announces
            held += [after for after in lines[index + 1 : index + 2] if after.kind != "heading"]
        alone = len(held) == 1 or (len(held) == 2 and held[0].kind == "heading")
        too_long = letters is not None and not alone and letters_of(held) > letters
        if pages[-1] and (too_long or not page_fits(held, theme, *sizes)):
            again = [heading] if heading is not None and line.kind != "heading" else []
            pages.append(again if page_fits((*again, line), theme, *sizes) else [])
        pages[-1].append(line)
        heading = line if line.kind == "heading" else heading
    return tuple(tuple(page) for page in pages if page)


def page_fits(lines: Sequence[CreditsLine], theme: Theme, *sizes: Size) -> bool:
    """Whether *lines* fit one page at full size in every one of the frames.

    Raises:
        PictureError: a line can't be drawn.
    """
    return all(fits(_stack(lines, theme), theme, size) for size in sizes)


def line_refusals(line: CreditsLine, theme: Theme, size: Size) -> Iterator[PictureError]:
    """What keeps a line from being drawn, even on a page of its own."""
    for _, error in refusals(_stack((line,), theme), theme, size):
        yield error


def letters_of(lines: Sequence[CreditsLine]) -> int:
    """Characters to read on a page."""
    return sum(len(line.text) for line in lines)


def draw_credits_page(
    lines: Sequence[CreditsLine], theme: Theme, size: Size, language: str = "fr", *, foot: int = 0
) -> Rgb:
    """Draw one page of credits, clear of *foot* rows at the frame's foot.

    Raises:
        PictureError: the page is empty, or its lines don't fit (see `paginate_credits`).
    """
    if not lines:
        raise PictureError(tr("a page of credits needs at least one line"), code="card-empty")
    picture = draw_paper(theme, size)
    paint_stack(picture, place_stack(_stack(lines, theme, language), theme, size, foot=foot))
    return picture


def draw_end_card(
    theme: Theme, size: Size, title: str = "", language: str = "fr", *, foot: int = 0
) -> Rgb:
    """Draw the end card: the theme's logo if it has one, its end title or *title*, its notice.

    Its words keep clear of *foot* rows at the frame's foot.

    Raises:
        PictureError: the logo can't be read, or a text doesn't fit.
    """
    picture = draw_paper(theme, size)
    parts: list[CardPart] = []
    shown = theme.end.title or title
    if shown:
        parts.append(CardBlock(text=shown, look="closing", after=3.4))
    if theme.end.notice:
        if shown and theme.card.rule:
            parts.append(CardPart(after=3.4))
        parts.append(CardBlock(text=theme.end.notice, look="note", after=0))
    logo = _logo(theme, size)
    room = (logo.height + 6 * unit(size)) if logo else 0.0
    stack = Stack(parts=tuple(parts), align="centre", language=language)
    placed = place_stack(stack, theme, size, above=room, foot=foot) if parts else ()
    paint_stack(picture, placed)
    if logo is not None:
        top = placed[0].top - room if placed else (size.height - logo.height) / 2
        lay_over(
            picture, np.asarray(logo), round((size.width - logo.width) / 2), max(0, round(top))
        )
    return picture


def _stack(lines: Sequence[CreditsLine], theme: Theme, language: str = "fr") -> Stack:
    parts = []
    for index, line in enumerate(lines):
        following = lines[index + 1].kind if index + 1 < len(lines) else "entry"
        after = 4.4 if following == "heading" else 1.5
        parts.append(CardBlock(text=line.text, look=_LOOKS[line.kind], after=after))
    return Stack(parts=tuple(parts), align=theme.card.align, language=language)


def _logo(theme: Theme, size: Size) -> Image.Image | None:
    if theme.logo is None:
        return None
    try:
        with Image.open(theme.logo, formats=("PNG",)) as opened:
            image = opened.convert("RGBA")
    except (OSError, Image.DecompressionBombError) as error:
        raise PictureError(
            tr("the logo {file} can't be read: {why}", file=theme.logo.name, why=error),
            code="file-unreadable",
        ) from error
    one = unit(size)
    scale = min(_LOGO_HEIGHT * one / image.height, _LOGO_WIDTH * one / image.width)
    fitted = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    fitted_image: Image.Image = image.resize(fitted, Image.Resampling.LANCZOS)
    return fitted_image
