"""A page's second style: the colours and letters of its film's theme.

Comes in: a `ThemeDress`, and where its fonts live. Goes out: CSS that follows the page's own. Each
colour that text has is moved towards black or white until it can be read on all that lies behind
it, in a light page and in a dark one: a theme has the colours of one, and the other's are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from renderer.frames.contrast import (
    BLACK,
    READABLE,
    WHITE,
    Colour,
    contrast,
    hexadecimal,
    luminance,
    over,
)
from renderer.publish.escape import url_path

if TYPE_CHECKING:
    from renderer.publish.publication import ThemeDress

_DARK = 0.18
"""Luminance of the paper below which a theme is dark: where black and white read alike on it."""
_OTHERS: Mapping[bool, tuple[Colour, Colour]] = {
    False: ((251, 249, 244), (27, 29, 36)),
    True: ((19, 21, 27), (235, 232, 225)),
}
"""Paper and ink of a light and of a dark page, for themes of the other kind: page.css has them."""
_FAMILIES = {
    "display": ("display", "Recit display", "1 1000"),
    "text": ("serif", "Recit text", "1 1000"),
    # Two faces of one family: the page sets labels in bold.
    "small": ("sans", "Recit sans", "1 500"),
    "label": ("sans", "Recit sans", "501 1000"),
}
"""By the theme's part: the page's variable, the family, and for what weights it stands."""


def font_name(part: str) -> str:
    """Stable name of the file of a theme's part."""
    return f"font-{part}.woff"


def theme_style(theme: ThemeDress, homes: Mapping[str, str]) -> str:
    """Colours and letters of *theme*, in a file that lies beside those of its letters."""
    faces = "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weights}; font-display: swap;'
        f' src: url("{url_path(PurePosixPath(homes[font_name(part)]).name)}") format("woff"); }}'
        for part, (_, family, weights) in _FAMILIES.items()
        if part in theme.fonts
    )
    letters = {
        variable: f'"{family}", var(--{variable}-system)'
        for part, (variable, family, _) in _FAMILIES.items()
        if part in theme.fonts
    }
    # On a screen alone, and not over the system's own colours: paper and high contrast have theirs.
    screen = "@media screen and (forced-colors: none)"
    return "\n".join(
        [
            faces,
            _rule(letters),
            f"{screen} {{ {_rule(palette(theme, dark=False))} }}",
            f"{screen} and (prefers-color-scheme: dark) {{ {_rule(palette(theme, dark=True))} }}",
        ]
    )


def palette(theme: ThemeDress, *, dark: bool) -> dict[str, str]:
    """The page's variables in one scheme."""
    is_dark = luminance(theme.paper) < _DARK
    page = _scheme(theme, dark=dark, own=dark == is_dark)
    # The hall is a dark theme's own in both schemes; a light one would dazzle in a dark page.
    hall = _scheme(theme, dark=True, own=True) if is_dark else page
    colours = {
        **page,
        "night": hall["paper"],
        "on-night": hall["ink"],
        "quiet-night": hall["quiet"],
        "link-night": hall["accent"],
        "line-night": hall["line"],
        "rule": hall["accent"],
    }
    return {name: hexadecimal(colour) for name, colour in colours.items()}


def _scheme(theme: ThemeDress, *, dark: bool, own: bool) -> dict[str, Colour]:
    paper, ink = (theme.paper, theme.ink) if own else _OTHERS[dark]
    panel, line = _mixed(ink, paper, 6), _mixed(ink, paper, 24)
    grounds = (paper, panel)
    accent = readable(theme.accent, grounds)
    return {
        "paper": paper,
        "ink": ink,
        "panel": panel,
        "line": line,
        "quiet": readable(theme.quiet if own else _mixed(ink, paper, 68), grounds),
        "accent": accent,
        "mark": next(
            mark
            for percent in (24, 18, 12, 6, 0)
            if contrast(ink, mark := _mixed(accent, paper, percent)) >= READABLE
        ),
    }


def readable(colour: Colour, grounds: Iterable[Colour]) -> Colour:
    """*colour*, as little nearer to black or white as makes it readable on all of *grounds*."""
    behind = tuple(grounds)
    end = BLACK if all(luminance(ground) >= _DARK for ground in behind) else WHITE
    steps = (_mixed(end, colour, percent) for percent in range(0, 101, 4))
    return next((c for c in steps if min(contrast(c, g) for g in behind) >= READABLE), end)


def _mixed(top: Colour, bottom: Colour, percent: int) -> Colour:
    return over(top, round(255 * percent / 100), bottom)


def _rule(variables: Mapping[str, str]) -> str:
    return ":root { " + " ".join(f"--{name}: {value};" for name, value in variables.items()) + " }"
