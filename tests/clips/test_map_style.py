"""A map takes its looks from the theme, and stays readable."""

from __future__ import annotations

import pytest

from renderer.clips.map_painter import map_style
from renderer.frames.contrast import READABLE, contrast
from renderer.themes.file import load_theme

in_every_theme = pytest.mark.parametrize("name", ["sobre", "archives", "officiel"])


@in_every_theme
def test_seas_and_rivers_have_names_that_can_be_read_on_every_ground(name: str) -> None:
    style = map_style(load_theme(name))
    for ground in (style.sea, style.land, style.city, style.halo):
        assert contrast(style.water_label, ground) >= READABLE


@in_every_theme
def test_the_sides_names_can_be_read_on_land_and_sea(name: str) -> None:
    style = map_style(load_theme(name))
    for side in (style.sides.allies, style.sides.axis):
        assert min(contrast(side, style.land), contrast(side, style.sea)) >= READABLE


@in_every_theme
def test_the_date_and_the_seas_are_set_in_the_theme_s_faces(name: str) -> None:
    theme = load_theme(name)
    fonts = map_style(theme).fonts
    assert fonts.date == theme.fonts.strong.path
    assert fonts.water == theme.fonts.italic.path
    assert fonts.plain == theme.fonts.small.path
