"""What cards are drawn on: the theme's ground, darker towards the edges, with a little tooth.

Comes in: a theme, a size. Goes out: an opaque picture. Knows nothing of text.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from renderer.frames.contrast import Colour
from renderer.frames.pixels import Rgb, Size
from renderer.themes.theme import Texture, Theme, unit
from renderer.typesetting.ink import smooth

_TILE = 512

# In percent of the frame's shorter side.
_BAR = 1.5
_INSET = 3.4
_HAIR = 0.2

_TOOTH = {"plain": 0, "grain": 3, "paper": 5}
"""Levels (of 255) between the grain's extremes; it also hides the steps of a dark gradient."""


def draw_paper(theme: Theme, size: Size) -> Rgb:
    """The ground of a card; the caller may draw on it."""
    colours = theme.colours
    picture = _drawn(colours.paper, colours.edge, theme.card.texture, size).copy()
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


@lru_cache(maxsize=4)
def _drawn(paper: Colour, edge: Colour, texture: Texture, size: Size) -> Rgb:
    """One for every card of a film."""
    if texture == "plain":
        return np.full((size.height, size.width, 3), paper, np.uint8)
    across = np.linspace(-1, 1, size.width, dtype=np.float32) ** 2
    down = np.linspace(-1, 1, size.height, dtype=np.float32) ** 2
    # The light falls a little above the middle, as it does on a page under a lamp.
    away = np.clip((down[:, None] * 0.8 + across[None, :] * 0.9) / 1.7, 0, 1)
    far = smooth(away.astype(np.float64)).astype(np.float32)
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
