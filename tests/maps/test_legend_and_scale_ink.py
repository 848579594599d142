"""The clock, the legend, the scale: where they hide least, at every view of a slide."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.frames.pixels import Size
from renderer.maps.arrows import Arrow
from renderer.maps.canvas import Sinking
from renderer.maps.corners import Busy, Standing, choose_corners
from renderer.maps.label_ink import set_word
from renderer.maps.layer import Zoom
from renderer.maps.legend_and_scale import Clock, Fixed, Scale, busy_points
from renderer.maps.legend_and_scale_ink import face
from renderer.maps.overlays import MapSetting, layers_of
from renderer.maps.prepared_map import PreparedMap
from renderer.maps.style import MapFonts, MapStyle
from renderer.maps.symbols import EXPLAINED_KINDS, Symbol, radius_of
from renderer.maps.timing import Schedule
from renderer.maps.viewport import Rect, around
from renderer.pictures.caption import caption_reach, draw_caption
from renderer.storyboard.map_data import OperationsMap
from renderer.themes.file import load_theme
from renderer.timeline.moment_frames import Beats
from tests.maps.boards import NAMES, example, prepared, read_map

SIZES = [Size(640, 360), Size(360, 640), Size(480, 480)]
ROOM = Rect(10, 10, 630, 300)
CORNERS = ("top-left", "top-right", "bottom-left", "bottom-right")


def points_of(*pairs: tuple[float, float], low: float = 0) -> Busy:
    return Busy(points=np.array(pairs, float).reshape(-1, 2), low=low)


def hides(rect: Rect, view: Busy) -> bool:
    points = view.points
    return any(rect.left <= x < rect.right and rect.top <= y < rect.bottom for x, y in points)


standings = st.builds(
    lambda width, height, corners: Standing(width=width, height=height, corners=tuple(corners)),
    st.integers(20, 300),
    st.integers(10, 140),
    st.lists(st.sampled_from(CORNERS), min_size=2, max_size=4, unique=True),
)
views = st.lists(
    st.lists(st.tuples(st.floats(0, 640), st.floats(0, 360)), max_size=12).map(
        lambda pairs: points_of(*pairs)
    ),
    min_size=1,
    max_size=3,
)


@given(wanting=st.lists(standings, min_size=1, max_size=3), busy=views)
def test_where_everything_can_stand_free_it_does(wanting: list[Standing], busy: Any) -> None:
    chosen = choose_corners(wanting, ROOM, busy)

    def free(rects: tuple[Rect, ...]) -> bool:
        apart = not any(a.meets(b) for a, b in itertools.combinations(rects, 2))
        return apart and not any(hides(rect.grown(22), view) for rect in rects for view in busy)

    every = itertools.product(*([one.at(c, ROOM) for c in one.corners] for one in wanting))
    if any(free(rects) for rects in every):
        assert not any(a.meets(b) for a, b in itertools.combinations(chosen, 2))
        assert not any(hides(rect, view) for rect in chosen for view in busy)


def test_a_corner_that_is_free_only_when_the_view_has_moved_is_not_free() -> None:
    legend = Standing(width=100, height=60, corners=("top-right", "bottom-left"))
    at_first, at_last = points_of((600, 30)), points_of((300, 150))
    (rect,) = choose_corners([legend], ROOM, [at_first, at_last])
    assert rect.left == ROOM.left


CROSSED = {
    "view": {"west": 2.0, "east": 6.0, "south": 46.0, "north": 48.0},
    "fronts": [{"name": str(n), "line": [[45.0, n / 4], [49.0, n / 4]]} for n in range(33)],
    "credit": "Carte",
}


@pytest.mark.parametrize(("fronts", "plates"), [(CROSSED["fronts"], 1), ([], 0)])
def test_a_front_that_runs_through_every_corner_runs_under_a_plate(
    fronts: list[Any], plates: int
) -> None:
    ready = prepared(read_map({**CROSSED, "fronts": fronts, "legend": "no"}))
    standing = ready.layers[len(ready.layers) - ready.standing :]
    # The source line, the scale; and before them what they stand on.
    assert len(standing) == 2 + plates
    if plates:
        under, *over = (
            [drop.rect for drop in layer.inks(100, ready.zoom(100))] for layer in standing
        )
        for drops in over:
            assert all(under[0].holds(rect) for rect in drops)


def test_what_goes_down_as_a_caption_leaves_hides_what_is_there_by_then() -> None:
    legend = Standing(width=100, height=60, corners=("bottom-right", "bottom-left"))
    # Where it stands at first nothing is hidden in either corner; 50 rows lower a town is.
    (rect,) = choose_corners([legend], ROOM, [points_of(), points_of((600, 330), low=50)])
    assert rect.left == ROOM.left
    # An arrow that has come meanwhile where it stood at first is no longer under it.
    (rect,) = choose_corners([legend], ROOM, [points_of((600, 245), low=80)])
    assert rect.right == ROOM.right
    at_top = replace(legend, corners=("top-right", "bottom-left"))
    (rect,) = choose_corners([at_top], ROOM, [points_of((600, 60), low=50)])
    assert rect.left == ROOM.left


def test_one_block_leaves_another_the_only_corner_that_suits_it() -> None:
    clock = Standing(width=100, height=40, corners=("top-left", "top-right"))
    legend = Standing(width=100, height=60, corners=("bottom-left", "top-left"))
    busy = points_of((30, 280))
    chosen = choose_corners([clock, legend], ROOM, [busy])
    assert [(rect.left, rect.top) for rect in chosen] == [(530, 10), (10, 10)]


def test_two_share_a_corner_where_every_other_would_hide_a_town() -> None:
    clock = Standing(width=100, height=40, corners=("top-right", "top-left"))
    legend = Standing(width=100, height=60, corners=("bottom-left", "top-left", "top-right"))
    towns = points_of(*[(30, 280), (30, 30)] * 12)
    first, second = choose_corners([clock, legend], ROOM, [towns])
    assert (first.right, first.top) == (ROOM.right, ROOM.top)
    assert second.right == ROOM.right
    assert first.bottom < second.top < first.bottom + 20


def test_each_has_a_corner_of_its_own_where_that_hides_nothing() -> None:
    clock = Standing(width=100, height=40, corners=("top-right", "top-left"))
    legend = Standing(width=100, height=60, corners=("top-right", "bottom-left"))
    first, second = choose_corners([clock, legend], ROOM, [points_of((300, 150))])
    assert {first.left, second.left} == {ROOM.left, ROOM.right - 100}


def test_a_front_s_way_over_the_sea_where_it_is_not_drawn_keeps_no_corner() -> None:
    board = read_map(
        {
            "view": {"west": -1.70, "east": -1.53, "south": 49.597, "north": 49.667},
            "fronts": [{"line": [[49.69, -1.50], [49.63, -1.61], [49.69, -1.72]]}],
        }
    )
    setting = MapSetting(
        view=prepared(board).path.end,
        style=MapStyle(),
        schedule=Schedule(beats=Beats(sentences=()), length=10, fps=25, clock=None),
    )
    things = layers_of(board, setting)
    sea, shore = np.zeros((360, 640), np.uint8), np.full((360, 640), 255, np.uint8)
    [wet], [dry] = (
        [each.points for each in busy_points(things, (), land, Sinking())] for land in (sea, shore)
    )
    inside = (dry >= 0).all(axis=1) & (dry < [640, 360]).all(axis=1)
    assert inside.any()
    assert len(dry) - len(wet) == np.count_nonzero(inside)


def objectif() -> OperationsMap:
    """A view that moves: in its first half arrows start where its second half is empty."""
    return example("cherbourg-vue-mobile")


def furniture(ready: PreparedMap, frame: int) -> list[Rect]:
    return [
        drop.rect
        for layer in ready.layers
        if isinstance(layer, Fixed | Scale)
        for drop in layer.inks(frame, ready.zoom(frame))
    ]


def test_no_arrow_of_a_moving_view_starts_or_ends_under_the_furniture() -> None:
    ready = prepared(objectif(), length=250, sentences=7)
    arrows = [layer for layer in ready.layers if isinstance(layer, Arrow)]
    for frame in range(0, ready.length, 10):
        ends = [ready.zoom(frame).place(a.path[[0, -1]]) for a in arrows if a.state(frame)]
        for rect in furniture(ready, frame):
            assert not any(hides(rect, Busy(points=points)) for points in ends), frame


@pytest.mark.parametrize("right_hand", [False, True])
def test_the_date_s_plate_is_as_wide_as_the_date_and_keeps_its_corner(right_hand: bool) -> None:
    look, size = MapStyle(fonts=MapFonts().resolved()), Size(640, 360)
    texts = ["1er mai 1944", "12 septembre 1944"]
    clock = Clock(
        rect=Rect(10, 10, 310, 50),
        right_hand=right_hand,
        margin=8,
        words={text: set_word(text, face(look, "clock", size), "fr") for text in texts},
        text_at=lambda frame: texts[frame],
        style=look,
    )
    plates = [clock.inks(frame, Zoom(size=size))[0].rect for frame in (0, 1)]
    corner = 310 if right_hand else 10
    assert [(one.right if right_hand else one.left) for one in plates] == [corner, corner]
    widths = [clock.words[text].width + 16 for text in texts]
    assert [one.width for one in plates] == widths


@pytest.mark.parametrize("size", SIZES)
def test_no_name_is_under_the_furniture_while_the_view_moves(size: Size) -> None:
    ready = prepared(objectif(), size, length=250, sentences=7)
    for frame in range(0, ready.length, 10):
        for name in ready.names:
            if name.state(frame) is not None:
                rect = name.rect(ready.zoom(frame))
                assert not any(rect.meets(other) for other in furniture(ready, frame)), name.text


def test_a_name_that_clashes_in_the_first_view_has_another_seat_there() -> None:
    ready = prepared(objectif(), Size(960, 540), length=250, sentences=7)
    names = [name for name in ready.names if name.text == "Sainte-Mère-Église"]
    assert any(name.state(0) is not None for name in names)
    assert len({name.seat for name in names}) == 2
    for frame in range(ready.length):
        assert sum(name.state(frame) is not None for name in names) <= 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_a_town_s_dot_comes_with_its_name(name: str, size: Size) -> None:
    board = example(name)
    ready = prepared(board, size, length=75, sentences=7)
    symbols = [layer for layer in ready.layers if isinstance(layer, Symbol)]
    for symbol, place in zip(symbols, board.places, strict=True):
        if symbol.kind in EXPLAINED_KINDS or not radius_of(symbol.kind):
            continue
        named = [one for one in ready.names if one.anchor == tuple(symbol.at[0])]
        shown = [f for f in range(ready.length) if symbol.state(f) is not None]
        told = [f for f in range(ready.length) for one in named if one.state(f) is not None]
        assert not shown or min(shown) >= min(told), place.name


def test_what_runs_on_beneath_a_caption_ends_above_it() -> None:
    board = read_map(
        {
            "view": {"west": "-2", "east": "-1", "south": "49.3", "north": "49.7"},
            "arrows": [{"path": [["48.9", "-1.5"], ["49.5", "-1.5"]], "from": "sentence 1"}],
            "legend": "no",
        }
    )
    ready = prepared(board)
    picture = ready.whole(ready.length - 1)
    (arrow,) = (layer for layer in ready.layers if isinstance(layer, Arrow))
    assert around(arrow.path).bottom > ready.size.height
    foot = ready.size.height - ready.size.height // 8 // 2 * 2
    np.testing.assert_array_equal(picture[foot:], ready.path.ground(ready.length - 1)[foot:])
    above = slice(foot - 60, foot - 20)
    assert (picture[above] != ready.path.ground(ready.length - 1)[above]).any()


@pytest.mark.parametrize("size", [Size(1920, 1080), Size(1080, 1920), Size(1080, 1080)])
@pytest.mark.parametrize("style", ["sobre", "archives", "officiel"])
def test_a_caption_s_band_does_not_darken_what_keeps_clear_of_it(style: str, size: Size) -> None:
    theme = load_theme(style)
    drawn = draw_caption("La côte normande, 6 juin 1944", theme, size)
    reach = caption_reach("La côte normande, 6 juin 1944", theme, size)
    margin = round(34 * min(size) / 1080)  # maps': painter._MARGIN
    alpha = drawn.rgba[: max(0, size.height - reach - margin - drawn.top), :, 3]
    assert alpha.max(initial=0) <= drawn.rgba[:, :, 3].max() * 0.36
