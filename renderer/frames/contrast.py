"""How far apart two colours are to the eye, and how opaque the ground of a text must be.

Comes in: sRGB colours. Goes out: WCAG ratios, and opacities that guarantee one over any picture.
Knows nothing of fonts, themes or frames.
"""

from __future__ import annotations

from renderer.errors import PictureError
from renderer.messages import tr
from renderer.messages.figures import decimal, short_figure

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255, sRGB."""

READABLE = 4.5
"""The least ratio of text to what lies behind it: WCAG 2.2, 1.4.3 (AA), and RGAA 4.1, 3.2."""

BLACK: Colour = (0, 0, 0)
"""The darkest that lies behind a text."""
WHITE: Colour = (255, 255, 255)
"""The lightest."""


def luminance(colour: Colour) -> float:
    """The relative luminance of *colour*, 0 (black) to 1 (white).

    Formula: WCAG 2.2, "relative luminance", with the sRGB threshold of IEC 61966-2-1.
    """
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21, whichever is the lighter."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def over(top: Colour, alpha: int, bottom: Colour) -> Colour:
    """What *top* at opacity *alpha* (0 to 255) gives over *bottom*."""
    red, green, blue = (
        round((above * alpha + below * (255 - alpha)) / 255)
        for above, below in zip(top, bottom, strict=True)
    )
    return red, green, blue


def worst_contrast(text: Colour, ground: Colour, alpha: int) -> float:
    """The least ratio of *text* to *ground* at opacity *alpha*, whatever picture lies under it.

    A blend moves each channel the same way as the picture's, so its luminance is bounded by
    what black and white give, and the ratio is least at one of the two, or is 1 in between.
    """
    ends = (over(ground, alpha, BLACK), over(ground, alpha, WHITE))
    low, high = sorted(luminance(end) for end in ends)
    if low <= luminance(text) <= high:
        return 1.0
    return min(contrast(text, end) for end in ends)


def readable_alpha(text: Colour, ground: Colour, ratio: float = READABLE) -> int:
    """The least opacity (0 to 255) at which *ground* keeps *text* readable over any picture.

    Raises:
        PictureError: the two colours are too close even when the ground hides the picture.
    """
    if contrast(text, ground) < ratio:
        raise PictureError(
            tr(
                "text {text} on {ground} has a contrast of {contrast}; it needs {needed}: darken "
                "one or lighten the other",
                text=hexadecimal(text),
                ground=hexadecimal(ground),
                contrast=decimal(contrast(text, ground), 2),
                needed=short_figure(ratio),
            ),
            code="contrast-too-low",
        )
    low, high = 0, 255
    while low < high:
        middle = (low + high) // 2
        if worst_contrast(text, ground, middle) >= ratio:
            high = middle
        else:
            low = middle + 1
    return low


def hexadecimal(colour: Colour) -> str:
    """*colour* as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
