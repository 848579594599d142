"""The parts of a card, one under the other: set, fitted to the frame, placed and painted.

    Stack (what is said, in which look) ──place_stack──▶ texts in place ──paint_stack──▶ pixels

Comes in: blocks of text and a theme. Goes out: ink on a picture. Knows nothing of storyboards.

Cards stand on the theme's ground, darker towards the edges, with a little tooth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from renderer.errors import PictureError
from renderer.frames.contrast import Colour
from renderer.frames.pixels import Rgb, Size
from renderer.language.eye.typography import lettered
from renderer.messages import tr, trn
from renderer.themes.theme import Axis, Texture, Theme, unit
from renderer.typesetting.drawable import excerpt
from renderer.typesetting.ink import lay_on, smooth_step
from renderer.typesetting.shaping import TextStyle
from renderer.typesetting.typeset import Align, SetText, TextBox, ink, set_text, surely_fits

Look = Literal[
    "title",
    "chapter",
    "date",
    "kicker",
    "subtitle",
    "quotation",
    "dedication",
    "text",
    "author",
    "note",
    "credit",
    "closing",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPart:
    """Something on a card; by itself, a short rule."""

    after: float
    """TextBox below it, percent of the frame's shorter side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBlock(CardPart):
    """A text."""

    text: str
    look: Look
    hidden: bool = False
    """Whether only its room is kept, for when it comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The parts of a card from top to bottom."""

    parts: tuple[CardPart, ...]
    align: Axis
    mark: bool = False
    """Whether a large quotation mark stands above the quotation."""
    language: str = "fr"
    """BCP 47 tag; decides the typography."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One part in place."""

    left: float
    top: float
    text: SetText | None
    """None: a rule."""
    colour: Colour
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """How a look is set. Sizes in percent of the frame's shorter side."""

    font: Literal["display", "text", "strong", "italic", "label", "small"]
    size: float
    floor: float
    lines: int
    colour: Literal["ink", "quiet", "accent"]
    leading: float
    tracking: float = 0.0
    capitals: bool = False


_MANNERS: dict[Look, _Manner] = {
    "title": _Manner(
        font="display", size=10.4, floor=5.6, lines=3, colour="ink", leading=1.14, tracking=-0.004
    ),
    "chapter": _Manner(font="display", size=9.2, floor=5.4, lines=3, colour="ink", leading=1.16),
    "date": _Manner(font="display", size=12.5, floor=6, lines=2, colour="ink", leading=1.14),
    "kicker": _Manner(
        font="label",
        size=2.75,
        floor=2.1,
        lines=2,
        colour="accent",
        leading=1.5,
        tracking=0.16,
        capitals=True,
    ),
    "subtitle": _Manner(font="italic", size=4.7, floor=3.4, lines=4, colour="quiet", leading=1.36),
    "quotation": _Manner(font="italic", size=6.6, floor=3.4, lines=9, colour="ink", leading=1.36),
    "dedication": _Manner(font="italic", size=6.6, floor=4, lines=6, colour="ink", leading=1.42),
    "text": _Manner(font="text", size=5.0, floor=3.0, lines=14, colour="ink", leading=1.46),
    "author": _Manner(
        font="label",
        size=2.75,
        floor=2.1,
        lines=2,
        colour="accent",
        leading=1.5,
        tracking=0.12,
        capitals=True,
    ),
    "credit": _Manner(font="text", size=3.8, floor=2.6, lines=3, colour="ink", leading=1.34),
    "closing": _Manner(font="display", size=6.4, floor=4.2, lines=3, colour="ink", leading=1.2),
    "note": _Manner(font="small", size=2.9, floor=2.2, lines=3, colour="quiet", leading=1.4),
}

_CALLED: dict[Look, str] = {
    "chapter": "title",
    "subtitle": "text",
    "kicker": "line of small capitals",
    "dedication": "text",
    "closing": "title",
    "note": "notice",
}
"""What messages call a look that no author knows the name of."""

SEPARATOR = " · "
"""Stands between two short texts on one line."""
_SIDE = 11.0
"""Margin at the sides, percent of the shorter side; twice that where the frame is wide."""
_TALLEST = 0.76
"""Share of the frame's height that a card may fill."""
_HEAD = 0.06
"""Share of it that stays free above a card, whatever stands below."""
_CENTRE = 0.485
"""Where the middle of a composition stands: a little high looks centred."""
_SMALLEST = 0.55
"""To the size wished for: a card whose words don't fit then has too many, and is refused."""
_MARK = 2.6
"""The size of the quotation mark, to that of the quotation."""
_MARK_ROOM = 1.6
"""The height it takes, to the size of the quotation."""


def place_stack(
    stack: Stack, theme: Theme, size: Size, above: float = 0.0, *, foot: int = 0
) -> tuple[Placed, ...]:
    """Set every part, smaller together when they don't fit, and give each its place.

    Args:
        stack: the parts.
        theme: the look.
        size: the frame's.
        above: pixels to leave over the first part, for something that is not text.
        foot: rows at the frame's foot that something else takes.

    Raises:
        PictureError: a text can't be drawn, or it doesn't fit even when small.
    """
    scale = 1.0
    tallest = min(_TALLEST * size.height, (1 - _HEAD) * size.height - foot)
    while True:
        texts = [_set(part, stack, theme, size, scale) for part in stack.parts]
        total = above + _total(stack, texts, size, scale)
        if total <= tallest:
            break
        scale *= 0.94
        if scale < _SMALLEST:
            words = " ".join(part.text for part in stack.parts if isinstance(part, CardBlock))
            error = PictureError(
                trn(
                    "the card holds more text than fits ({count} character)",
                    "the card holds more text than fits ({count} characters)",
                    len(words),
                ),
                tr("shorten it, or make two cards"),
                excerpt(words),
                code="text-too-long",
            )
            error.is_room = True
            raise error
    top = min(size.height * _CENTRE - total / 2, size.height - foot - total) + above
    return _in_place(stack, texts, (top, scale), theme, size)


def refusals(
    stack: Stack, theme: Theme, size: Size, *, foot: int = 0
) -> Iterator[tuple[CardBlock | None, PictureError]]:
    """All that `place_stack` would refuse, each with the text it is about; None: the whole."""
    if not foot and _surely_fits(stack, theme, size):
        return
    refused = False
    for part in stack.parts:
        try:
            _set(part, stack, theme, size, 1.0)
        except PictureError as error:
            refused = True
            yield (part if isinstance(part, CardBlock) else None), error
    if not refused:
        try:
            place_stack(stack, theme, size, foot=foot)
        except PictureError as error:
            yield None, error


def _surely_fits(stack: Stack, theme: Theme, size: Size) -> bool:
    """Whether every text surely stands on one line at full size, and all of them in the frame."""
    total = 0.0
    for part in stack.parts:
        total += part.after * unit(size)
        if isinstance(part, CardBlock):
            style, room = _manner_of(part, stack, theme, size, 1.0)
            if "\n" in part.text or not surely_fits(part.text, style, room, room.size):
                return False
            total += style.leading * room.size
    return not stack.mark and total <= 0.9 * _TALLEST * size.height


def fits(stack: Stack, theme: Theme, size: Size) -> bool:
    """Whether *stack* fits a frame of *size* without being made smaller.

    Raises:
        PictureError: a text can't be drawn.
    """
    texts = [_set(part, stack, theme, size, 1.0) for part in stack.parts]
    return _total(stack, texts, size, 1.0) <= _TALLEST * size.height


def _total(stack: Stack, texts: Sequence[SetText | None], size: Size, scale: float) -> float:
    """Pixels from the top of the first part to the foot of the last."""
    total = sum(_height(text, size) for text in texts)
    total += sum(part.after for part in stack.parts[:-1]) * unit(size) * scale
    for part, text in zip(stack.parts, texts, strict=True):
        if stack.mark and isinstance(part, CardBlock) and part.look == "quotation" and text:
            return total + _MARK_ROOM * text.size  # above its first line alone
    return total


def _in_place(
    stack: Stack,
    texts: Sequence[SetText | None],
    fitted: tuple[float, float],
    theme: Theme,
    size: Size,
) -> tuple[Placed, ...]:
    y, scale = fitted
    one = unit(size)
    # Every left-hand card of a film hangs from the same axis.
    left = _margin(size)
    placed = []
    marked = not stack.mark
    for part, text in zip(stack.parts, texts, strict=True):
        if isinstance(part, CardBlock) and text is not None:
            if not marked and part.look == "quotation":
                marked = True
                # The glyph's ink fills the middle of its box; the rest of the box is let overlap.
                mark = _quotation_mark(text, theme, (left, y - 0.26 * _MARK * text.size))
                placed.append(mark)
                y += _MARK_ROOM * text.size
            x = left if stack.align == "left" else (size.width - text.width) / 2
            colour = getattr(theme.colours, _MANNERS[part.look].colour)
            if not part.hidden:
                placed.append(Placed(left=x, top=y, text=text, colour=colour))
        else:
            wide, thick = 9 * one, max(2.0, 0.28 * one)
            x = left if stack.align == "left" else (size.width - wide) / 2
            placed.append(
                Placed(
                    left=x, top=y, text=None, colour=theme.colours.accent, width=wide, height=thick
                )
            )
        y += _height(text, size) + part.after * one * scale
    return tuple(placed)


def _quotation_mark(quotation: SetText, theme: Theme, at: tuple[float, float]) -> Placed:
    """A large « that stands above the quotation."""
    wanted = quotation.size * _MARK
    text = set_text(
        "«",
        TextStyle(faces=theme.fonts.stack("display"), leading=1.0),
        TextBox(width=wanted * 2, size=wanted, floor=wanted, lines=1, what="quotation mark"),
    )
    return Placed(left=at[0], top=at[1], text=text, colour=theme.colours.accent)


def paint_stack(picture: Rgb, placed: Sequence[Placed]) -> None:
    """Draw the parts on *picture*, in place."""
    for part in placed:
        left, top = round(part.left), round(part.top)
        if part.text is None:
            picture[top : top + round(part.height), left : left + round(part.width)] = part.colour
        else:
            lay_on(picture, ink(part.text), left, top, part.colour)


def _set(part: CardPart, stack: Stack, theme: Theme, size: Size, scale: float) -> SetText | None:
    if not isinstance(part, CardBlock):
        return None
    style, room = _manner_of(part, stack, theme, size, scale)
    text = set_text(lettered(part.text, stack.language), style, room, stack.language)
    if len(text.lines) > 1 and SEPARATOR in part.text:
        # A dot that ends up at the end or the start of a line parts nothing: the line break does.
        apart = part.text.replace(SEPARATOR, "\n")
        text = set_text(lettered(apart, stack.language), style, room, stack.language)
    return text


def _manner_of(
    part: CardBlock, stack: Stack, theme: Theme, size: Size, scale: float
) -> tuple[TextStyle, TextBox]:
    manner = _MANNERS[part.look]
    one = unit(size)
    align: Align = "left" if stack.align == "left" else "centre"
    wished = manner.size * one * scale
    # About 58 letters a line is the most that the eye finds its way back from.
    measure = size.width - 2 * _margin(size)
    width = (
        min(measure, 27 * wished) if part.look in {"text", "quotation", "dedication"} else measure
    )
    style = TextStyle(
        faces=theme.fonts.stack(manner.font),
        leading=manner.leading,
        tracking=manner.tracking,
        capitals=manner.capitals,
    )
    room = TextBox(
        width=width,
        size=wished,
        floor=min(wished, manner.floor * one),
        lines=manner.lines + (size.height > size.width) * 2,
        align=align,
        what=_CALLED.get(part.look, part.look),
    )
    return style, room


def _height(text: SetText | None, size: Size) -> float:
    return text.height if text is not None else max(2.0, 0.28 * unit(size))


def _margin(size: Size) -> float:
    return _SIDE * unit(size) * (1.7 if size.width > 1.3 * size.height else 1.0)


_TILE = 512
"""Pixels of the grain's tile: too large to be seen repeating, and made in no time."""

# In percent of the frame's shorter side.
_BAR = 1.5
_INSET = 3.4
"""From the frame's edge to the outer rule."""
_HAIR = 0.2
"""The outer rule; the inner one has two fifths of it."""

_TOOTH = {"plain": 0, "grain": 3, "paper": 5}
"""Levels (of 255) between the grain's extremes; it also hides the steps of a dark gradient."""


def draw_paper(theme: Theme, size: Size) -> Rgb:
    """The ground of a card; the caller may draw on it."""
    colours = theme.colours
    picture = _drawn(colours.paper, colours.edge, theme.card.texture, size)
    one = unit(size)
    if theme.card.ornament == "bar":
        picture[:, : max(3, round(_BAR * one))] = colours.accent
    if theme.card.ornament == "frame":
        _hairline(picture, round(_INSET * one), max(1, round(_HAIR * one)), colours.accent)
        inner = round((_INSET + 0.7) * one)
        _hairline(picture, inner, max(1, round(_HAIR * 0.4 * one)), colours.quiet)
    return picture


def _hairline(picture: Rgb, inset: int, thick: int, colour: Colour) -> None:
    """A thin frame, half into the paper, *inset* pixels from the edge."""
    high, wide = picture.shape[:2]
    ink = np.asarray(colour, np.uint16)
    for rows, columns in (
        (slice(inset, inset + thick), slice(inset, wide - inset)),
        (slice(high - inset - thick, high - inset), slice(inset, wide - inset)),
        (slice(inset + thick, high - inset - thick), slice(inset, inset + thick)),
        (slice(inset + thick, high - inset - thick), slice(wide - inset - thick, wide - inset)),
    ):
        box = picture[rows, columns]
        box[...] = (box + ink) // 2


def _drawn(paper: Colour, edge: Colour, texture: Texture, size: Size) -> Rgb:
    """Drawn anew for each card, in a tenth of a second: kept, it would take 13 MB of every peak."""
    if texture == "plain":
        return np.full((size.height, size.width, 3), paper, np.uint8)
    across = np.linspace(-1, 1, size.width, dtype=np.float32) ** 2
    down = np.linspace(-1, 1, size.height, dtype=np.float32) ** 2
    # The light falls a little above the middle, as it does on a page under a lamp.
    away = np.clip((down[:, None] * 0.8 + across[None, :] * 0.9) / 1.7, 0, 1)
    far = smooth_step(away.astype(np.float64)).astype(np.float32)
    tooth = np.tile(_grain(texture), (size.height // _TILE + 1, size.width // _TILE + 1))
    tooth = tooth[: size.height, : size.width]
    picture = np.empty((size.height, size.width, 3), np.uint8)
    for channel in range(3):
        level = paper[channel] + (edge[channel] - paper[channel]) * far
        picture[..., channel] = np.clip(level + tooth + 0.5, 0, 255).astype(np.uint8)
    return picture


def _grain(texture: Texture) -> NDArray[np.float32]:
    """A tile of noise around 0 that meets itself at its edges; always the same."""
    # PCG64 and its uniform doubles are the same in every NumPy (its own compatibility policy).
    noise = np.random.Generator(np.random.PCG64(1944)).random((_TILE, _TILE)) - 0.5
    if texture == "paper":  # fibres: noise drawn out sideways, and some across
        long = sum(np.roll(noise, shift, axis=1) for shift in range(9)) / 3
        short = sum(np.roll(noise, shift, axis=0) for shift in range(4)) / 2
        noise = (np.asarray(long) + np.asarray(short)) / 2
    return (noise * _TOOTH[texture]).astype(np.float32)
