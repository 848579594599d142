"""The parts of a card, one under the other: set, fitted to the frame, placed and painted.

    Stack (what is said, in which look) ──place_stack──▶ texts in place ──paint_stack──▶ pixels

Comes in: blocks of text and a theme. Goes out: ink on a picture. Knows nothing of storyboards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from renderer.errors import PictureError
from renderer.pictures.contrast import Colour
from renderer.pictures.inking import lay_on
from renderer.pictures.pixels import Rgb, Size
from renderer.pictures.raised import runs_of
from renderer.pictures.theme import Axis, Theme, unit
from renderer.pictures.typeset import Align, Room, SetText, TextStyle, ink, set_text

Look = Literal[
    "title", "chapter", "date", "kicker", "subtitle", "quotation", "text", "author", "note"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something on a card; by itself, a short rule."""

    after: float
    """Room below it, percent of the frame's shorter side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Part):
    """A text."""

    text: str
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The parts of a card from top to bottom."""

    parts: tuple[Part, ...]
    align: Axis
    mark: bool = False
    """Whether a large quotation mark hangs before the quotation."""


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
    "note": _Manner(font="small", size=2.9, floor=2.2, lines=3, colour="quiet", leading=1.4),
}

_SIDE = 11.0
"""Margin at the sides, percent of the shorter side; twice that where the frame is wide."""
_TALLEST = 0.76
"""Share of the frame's height that a card may fill."""
_CENTRE = 0.485
"""Where the middle of a composition stands: a little high looks centred."""
_SMALLEST = 0.55


def place_stack(stack: Stack, theme: Theme, size: Size) -> tuple[Placed, ...]:
    """Set every part, smaller together when they don't fit, and give each its place.

    Raises:
        PictureError: a text can't be drawn, or it doesn't fit even when small.
    """
    scale = 1.0
    while True:
        measure = _measure(stack, size)
        texts = [_set(part, stack, theme, size, measure, scale) for part in stack.parts]
        heights = [_height(text, size) for text in texts]
        gaps = [part.after * unit(size) * scale for part in stack.parts[:-1]]
        total = sum(heights) + sum(gaps)
        if total <= _TALLEST * size.height:
            break
        scale *= 0.94
        if scale < _SMALLEST:
            words = " ".join(part.text for part in stack.parts if isinstance(part, Block))
            raise PictureError(
                f"the card holds more text than fits ({len(words)} characters); shorten it or "
                f"make two cards: « {words[:60]}… »"
            )
    return _in_place(stack, texts, (measure, total, scale), theme, size)


def _in_place(
    stack: Stack,
    texts: Sequence[SetText | None],
    fitted: tuple[float, float, float],
    theme: Theme,
    size: Size,
) -> tuple[Placed, ...]:
    measure, total, scale = fitted
    one = unit(size)
    widest = max((text.width for text in texts if text is not None), default=measure)
    # A left-hand composition stands as one block in the middle of the frame, not at its edge.
    left = (size.width - (widest if stack.align == "left" else measure)) / 2
    if stack.align == "left":
        left = min(left, max(_margin(size), left * 0.82))
    y = size.height * _CENTRE - total / 2
    placed = []
    for part, text in zip(stack.parts, texts, strict=True):
        if isinstance(part, Block) and text is not None:
            x = left if stack.align == "left" else (size.width - text.width) / 2
            colour = getattr(theme.colours, _MANNERS[part.look].colour)
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
    if stack.mark:
        placed.extend(_quotation_mark(stack, placed, theme, size))
    return tuple(placed)


def _quotation_mark(
    stack: Stack, placed: Sequence[Placed], theme: Theme, size: Size
) -> tuple[Placed, ...]:
    """A large « above the quotation's first line, in the margin where there is room."""
    index = next(
        n
        for n, part in enumerate(stack.parts)
        if isinstance(part, Block) and part.look == "quotation"
    )
    first = placed[index]
    if first.text is None:
        return ()
    style = TextStyle(faces=theme.fonts.stack("display"), leading=1.0)
    wanted = first.text.size * 2.6
    text = set_text(
        "«",
        style,
        Room(width=size.width, size=wanted, floor=wanted, lines=1, what="quotation mark"),
    )
    gap = 0.28 * wanted
    left = first.left - text.width - gap
    top = first.top + 0.62 * first.text.size - 0.5 * wanted
    if left < 0.4 * _margin(size):
        left, top = first.left, first.top - 0.92 * wanted
    return (Placed(left=left, top=top, text=text, colour=theme.colours.accent),)


def paint_stack(picture: Rgb, placed: Sequence[Placed], theme: Theme) -> None:
    """Draw the parts on *picture*, in place."""
    for part in placed:
        left, top = round(part.left), round(part.top)
        if part.text is None:
            picture[top : top + round(part.height), left : left + round(part.width)] = part.colour
        else:
            lay_on(picture, ink(part.text), left, top, part.colour)


def _set(
    part: Part, stack: Stack, theme: Theme, size: Size, measure: float, scale: float
) -> SetText | None:
    if not isinstance(part, Block):
        return None
    manner = _MANNERS[part.look]
    one = unit(size)
    align: Align = "left" if stack.align == "left" else "centre"
    wished = manner.size * one * scale
    # About 58 letters a line is the most that the eye finds its way back from.
    width = min(measure, 27 * wished) if part.look in {"text", "quotation"} else measure
    return set_text(
        runs_of(part.text),
        TextStyle(
            faces=theme.fonts.stack(manner.font),
            leading=manner.leading,
            tracking=manner.tracking,
            capitals=manner.capitals,
        ),
        Room(
            width=width,
            size=wished,
            floor=min(wished, manner.floor * one),
            lines=manner.lines + (size.height > size.width) * 2,
            align=align,
            what=part.look,
        ),
    )


def _height(text: SetText | None, size: Size) -> float:
    return text.height if text is not None else max(2.0, 0.28 * unit(size))


def _margin(size: Size) -> float:
    return _SIDE * unit(size) * (1.7 if size.width > 1.3 * size.height else 1.0)


def _measure(stack: Stack, size: Size) -> float:
    """The widest a line may be."""
    hanging = 5 * unit(size) if stack.mark and size.width > size.height else 0
    return size.width - 2 * _margin(size) - hanging
