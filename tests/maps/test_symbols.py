"""Symbols of places that change hands."""

from __future__ import annotations

import numpy as np
import pytest

from renderer.frames.pixels import Size
from renderer.maps.layer import Zoom
from renderer.maps.legend_and_scale import legend_entries
from renderer.maps.legend_and_scale_ink import LegendEntry, legend_block
from renderer.maps.style import MapFonts, MapStyle
from renderer.maps.symbols import is_taken, radius_of, symbol_inks
from renderer.storyboard.map_data import MapPlace, MapView, OperationsMap, PlaceKind, Side

COLOURS = ((10, 20, 30), (240, 240, 230))


def middle_of(kind: PlaceKind, *, hollow: bool) -> tuple[int, ...]:
    """The colour of the last ink that covers the symbol's middle."""
    inks = symbol_inks(
        kind, (50.0, 50.0), COLOURS, 2.0, Zoom(size=Size(100, 100)), 1.0, hollow=hollow
    )
    over = [drop.colour for drop in inks if np.any(drop.cover[drop.where == 50 * 100 + 50] > 128)]
    return tuple(int(value) for value in over[-1])


@pytest.mark.parametrize("kind", ["fort", "strongpoint"])
def test_a_taken_work_is_hollow_and_a_held_one_full(kind: PlaceKind) -> None:
    assert middle_of(kind, hollow=False) == COLOURS[0]
    assert middle_of(kind, hollow=True) == COLOURS[1]


def test_only_works_in_allied_hands_are_taken() -> None:
    assert is_taken("fort", "allies")
    assert not is_taken("fort", "axis")
    assert not is_taken("city", "allies")


@pytest.mark.parametrize("kind", ["wreck", "mine"])
def test_wrecks_and_mines_have_a_symbol(kind: PlaceKind) -> None:
    assert radius_of(kind) > 0
    assert middle_of(kind, hollow=False) == COLOURS[0]


def board(*sides: Side | None) -> OperationsMap:
    return OperationsMap(
        view=MapView(west=0, east=1, south=48, north=49),
        places=tuple(
            MapPlace(name="Fort", at=(48.5, 0.5), kind="fort", side=side) for side in sides
        ),
        side_names=(("allies", "Forces américaines"),),
    )


def test_the_legend_tells_whose_a_work_is_once_it_changes_hands() -> None:
    both = [entry.text for entry in legend_entries(board("axis", "allies"), "fr")]
    assert both == ["Fort (Forces américaines)", "Fort (Forces allemandes)"]
    assert [entry.text for entry in legend_entries(board("axis"), "fr")] == ["Fort"]


def test_a_work_of_nobody_in_particular_stays_in_the_legend() -> None:
    texts = [entry.text for entry in legend_entries(board("axis", None), "fr")]
    assert texts == ["Fort", "Fort (Forces allemandes)"]


def test_a_lone_swatch_of_the_legend_stands_beside_its_words() -> None:
    style = MapStyle(fonts=MapFonts().resolved())
    both = LegendEntry(text="Axis", swatches=(("arrow", "axis"), ("front", "axis")))
    lone = LegendEntry(text="Allies", swatches=(("arrow", "allies"),))
    size = Size(1920, 1080)
    inks = legend_block([both, lone], style, size).draw(0, 0)
    (arrow,) = (drop.rect for drop in inks if drop.colour == style.sides.allies)
    words = inks[-1].rect
    assert arrow.top < (words.top + words.bottom) / 2 < arrow.bottom
    assert 0 < words.left - arrow.right < 20
