"""What the eye of a map-maker asks: steady names, even rows, fronts that end on the coast."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from renderer.frames.pixels import Rgb, Size
from renderer.maps.arrows import ribbon
from renderer.maps.description import describe
from renderer.maps.fronts import ends_at_sea, led_to_sea, stretches_ashore
from renderer.maps.inset import lies_in_france
from renderer.maps.label_ink import line_box, set_word
from renderer.maps.layer import Zoom
from renderer.maps.legend_and_scale import Clock, Fixed
from renderer.maps.legend_and_scale_ink import LegendEntry, face, legend_block
from renderer.maps.overlays import joined_handovers
from renderer.maps.placed_label import Name
from renderer.maps.prepared_map import PreparedMap
from renderer.maps.style import MapFonts, MapStyle
from renderer.maps.symbols import Symbol
from renderer.maps.viewport import Pixels, around
from renderer.storyboard.map_data import OperationsMap
from tests.maps.boards import SMALL, example, prepared, read_map

HD = Size(1280, 720)
STYLE = replace(MapStyle(), fonts=MapFonts().resolved())
FORT = {"name": "Fort du Roule", "at": [49.629, -1.613], "kind": "fort", "label": "se"}
CHERBOURG = {"west": -1.70, "east": -1.53, "south": 49.597, "north": 49.667}
NORMANDY = {"west": -2.2, "east": -0.2, "south": 49.0, "north": 49.8}


def handed_over(**second: Any) -> OperationsMap:
    first = {**FORT, "side": "axis", "to": "sentence 3"}
    then = {**FORT, "side": "allies", "from": "sentence 3", **second}
    return read_map({"view": CHERBOURG, "places": [first, then]})


# --- a place that changes hands -----------------------------------------------------------------


def test_a_place_that_changes_hands_is_one_place() -> None:
    (place,) = joined_handovers(handed_over()).places
    assert place.side == "axis"
    assert place.leaves is None
    assert [side for _, side in place.then] == ["allies"]


@pytest.mark.parametrize(
    "second", [{"name": "Fort"}, {"at": [49.63, -1.613]}, {"kind": "town"}, {"from": "sentence 4"}]
)
def test_another_place_or_moment_is_no_change_of_hands(second: dict[str, Any]) -> None:
    assert len(joined_handovers(handed_over(**second)).places) == 2


def test_its_colour_goes_over_in_place_and_never_fades_to_the_ground() -> None:
    chart = prepared(handed_over())
    (fort,) = (layer for layer in chart.layers if isinstance(layer, Symbol))
    (turn,) = fort.turns
    column, row = (int(value) for value in fort.at[0])
    # Beside the middle, which opens: a work that is taken is drawn hollow.
    seen = np.array(
        [
            chart.whole(frame)[row - 1, column - 3].astype(int)
            for frame in range(turn.start - 2, turn.start + turn.frames + 3)
        ]
    )
    assert not (seen[0] == seen[-1]).all()
    steps = np.abs(np.diff(seen, axis=0)).max(axis=1)
    assert steps.max() <= np.abs(seen[-1] - seen[0]).max() / 3, "no jump"
    ground = chart.base[row - 1, column - 3].astype(int)
    far = np.abs(seen - ground).sum(axis=1)
    assert far.min() >= min(far[0], far[-1]) - 12, "never nearer to the ground than at its ends"


def test_its_name_stays_where_it_is() -> None:
    chart = prepared(handed_over())
    (name,) = chart.names
    assert [fade.start for fade in name.fades] == [0]
    assert name.turns


# --- rows and dates -----------------------------------------------------------------------------


def test_a_date_s_line_does_not_hop_from_month_to_month() -> None:
    board = read_map(
        {"view": CHERBOURG, "clock": {"from": "1944-08-20", "to": "1944-09-09"}, "legend": "no"}
    )
    chart = prepared(board, HD)
    (clock,) = (layer for layer in chart.layers if isinstance(layer, Clock))
    feet = set()
    for frame in range(chart.length):
        word = clock.words[clock.text_at(frame)]
        letters = clock.inks(frame, Zoom(size=HD))[-1]
        feet.add(letters.rect.top + word.baseline)
    heights = {word.height for word in clock.words.values()}
    assert len(heights) > 1, "septembre hangs below its line, août does not"
    assert max(feet) - min(feet) <= 1


@pytest.mark.parametrize("texts", [("aces", "Épée", "gypse"), ("août", "AOÛT", "ara")])
def test_the_legend_s_lines_are_evenly_spaced_whatever_is_written(texts: tuple[str, ...]) -> None:
    look = face(STYLE, "legend", HD)
    entries = [LegendEntry(text=text, swatches=()) for text in (*texts, *texts)]
    entries = [replace(entry, swatches=(("landing", "allies"),)) for entry in entries]
    drops = legend_block(entries, STYLE, HD).draw(0, 0)
    halos = [drop for drop in drops[1:] if drop.colour == STYLE.halo]
    words = [set_word(entry.text, look, "fr") for entry in entries]
    stands = []
    for entry_word in words:
        drop = next(one for one in halos if one.rect.height == entry_word.height)
        halos.remove(drop)
        stands.append(drop.rect.top + entry_word.baseline)
    assert len(set(np.diff(stands).tolist())) == 1


def test_a_line_s_room_holds_its_letters() -> None:
    look = face(STYLE, "clock", HD)
    box = line_box(look)
    word = set_word("18 septembre", look, "fr")
    assert word.baseline <= box.above
    assert word.height - word.baseline <= box.below


# --- names in moving views ----------------------------------------------------------------------


def test_names_are_steady_in_a_moving_view() -> None:
    chart = prepared(example("strasbourg-approche"), HD, 100)
    judged = 0
    for name in chart.names:
        strays = np.array(list(_strays(chart, name)))
        if len(strays) >= 20:
            judged += 1
            apart = strays - strays.mean(axis=0)
            assert np.sqrt((apart**2).sum(axis=1).mean()) <= 0.05, name.text
    assert judged >= 5


def _strays(chart: PreparedMap, name: Name) -> Any:
    """How far the middle of its letters lies from its anchor, in each frame of the move."""
    for frame in range(7, 86):
        zoom = chart.zoom(frame)
        full = [drop for drop in name.inks(frame, zoom) if drop.colour == name.word.face.colour]
        if name.state(frame) != (8,) or name.seat.led or not full:
            continue
        rect = full[-1].rect
        if rect.left <= 0 or rect.right >= HD.width or rect.top <= 0 or rect.bottom >= HD.height:
            continue
        row, column = np.divmod(full[-1].where, HD.width)
        weight = full[-1].cover.astype(float)
        middle = np.array([(column * weight).sum(), (row * weight).sum()]) / weight.sum()
        yield middle - zoom.place(np.array([name.anchor]))[0]


def test_a_name_at_rest_is_drawn_on_whole_pixels() -> None:
    chart = prepared(example("strasbourg-approche"), HD, 100)
    zoom = chart.zoom(99)
    for name in chart.names:
        if name.state(99):
            letters = name.inks(99, zoom)[-1]
            assert len(letters.cover) == np.count_nonzero(name.word.letters)


# --- arrows -------------------------------------------------------------------------------------


def test_a_short_arrow_keeps_its_shape() -> None:
    """Its tail is never as broad as its head, straight or bent, in whichever view."""
    straight = [[49.63, -1.62], [49.63, -1.60]]
    for bend in (straight, [[49.62, -1.62], [49.64, -1.61], [49.62, -1.60]]):
        board = read_map({"view": NORMANDY, "arrows": [{"path": bend}]})
        (arrow,) = (layer for layer in prepared(board, HD).layers if hasattr(layer, "head_shape"))
        head = arrow.head_shape(arrow.length)
        length = np.hypot(*(head[0] - head[1:].mean(axis=0)))
        assert length <= arrow.length / 2
        assert np.hypot(*(head[1] - head[2])) <= arrow.length / 1.5


def test_a_long_arrow_is_as_broad_as_before() -> None:
    board = read_map({"view": NORMANDY, "arrows": [{"path": [[49.2, -2.0], [49.5, -0.5]]}]})
    (arrow,) = (layer for layer in prepared(board, HD).layers if hasattr(layer, "head_shape"))
    total = arrow.length
    pieces = ribbon(arrow.path, total, total, arrow.breadth, 0.0)
    assert (pieces[-1] == arrow.head_shape(total)).all()


def test_an_arrow_s_name_comes_once_its_head_has_passed_it() -> None:
    path = {"path": [[49.2, -2.0], [49.5, -0.5]], "label": "79e division", "from": "sentence 2"}
    chart = prepared(read_map({"view": NORMANDY, "arrows": [{**path, "to": "sentence 5"}]}), HD)
    (arrow,) = (layer for layer in chart.layers if hasattr(layer, "head_shape"))
    (name,) = chart.names
    first = next(frame for frame in range(chart.length) if name.state(frame))
    assert arrow.grows[0] + 10 < first < arrow.grows[1]
    head = around(arrow.head_shape(arrow.reach_at(first)))
    middle = name.rect(Zoom(size=HD))
    assert head.left >= (middle.left + middle.right) / 2 - 2
    before = around(arrow.head_shape(arrow.reach_at(first - 2)))
    assert before.left < (middle.left + middle.right) / 2 + 2, "and no later"


# --- fronts -------------------------------------------------------------------------------------

LINE = [[49.3, -1.9], [49.3, -0.6]]
LATER = [[49.5, -1.9], [49.5, -0.6]]


@pytest.mark.parametrize(("second", "stays"), [({}, True), ({"label": "Deuxième"}, False)])
def test_a_front_s_label_stays_until_another_replaces_it(
    second: dict[str, str], stays: bool
) -> None:
    fronts = [
        {"at": "sentence 1", "line": LINE, "label": "Première"},
        {"at": "sentence 3", "line": LATER, **second},
    ]
    chart = prepared(read_map({"view": NORMANDY, "fronts": fronts}))
    (first,) = (name for name in chart.names if name.text == "Première")
    assert (first.state(chart.length - 1) is not None) == stays


def coast(*land: tuple[int, int]) -> Zoom:
    """A frame whose land is these stretches of columns."""
    covered = np.zeros((SMALL.height, SMALL.width), np.uint8)
    for left, right in land:
        covered[:, left:right] = 255
    return Zoom(size=SMALL, land=covered)


def across(left: float, right: float) -> Pixels:
    return np.stack([np.linspace(left, right, 60), np.full(60, 100.0)], axis=1)


def test_a_front_leaves_no_crumb_on_an_islet() -> None:
    zoom = coast((100, 300), (330, 338))
    ((start, end),) = stretches_ashore(across(50, 400), zoom, 0.33)
    assert start == pytest.approx(50, abs=5)
    assert end == pytest.approx(250, abs=5)


def test_a_front_goes_on_beyond_a_river_s_mouth() -> None:
    zoom = coast((100, 200), (215, 300))
    assert len(stretches_ashore(across(50, 400), zoom, 0.33)) == 2


def test_along_a_coast_small_pieces_near_one_another_stay() -> None:
    zoom = coast((100, 110), (113, 123), (126, 300))
    assert len(stretches_ashore(across(50, 400), zoom, 0.33)) == 3


def test_an_end_that_went_inland_is_led_to_the_coast() -> None:
    zoom = coast((100, 300))
    line, longer = led_to_sea(across(50, 280), zoom, 0.33)
    assert line[-1][0] == pytest.approx(302, abs=3)
    assert longer == pytest.approx(22, abs=3)
    far = coast((100, 600))
    assert led_to_sea(across(50, 280), far, 0.33)[1] == 0, "too far: it ends where it does"


def test_an_end_on_an_islet_or_off_the_frame_is_at_sea() -> None:
    assert ends_at_sea(across(50, 334), coast((100, 300), (330, 338)), 0.33) == (True, True)
    assert ends_at_sea(across(120, 250), coast((100, 300)), 0.33) == (False, False)
    assert ends_at_sea(across(120, 700), coast((100, 640)), 0.33) == (False, True)


def test_a_front_s_ends_stay_on_the_coast_while_it_moves() -> None:
    """From the Cotentin's east coast to its north coast: between them its end would be inland."""
    fronts = [
        {"at": "sentence 1", "line": [[49.38, -1.85], [49.43, -1.45], [49.52, -1.22]]},
        {"at": "sentence 4", "line": [[49.55, -1.90], [49.60, -1.60], [49.72, -1.45]]},
    ]
    view = {"west": -2.02, "east": -1.1, "south": 49.30, "north": 49.73}
    chart = prepared(read_map({"view": view, "fronts": fronts}), HD)
    (front,) = (layer for layer in chart.layers if hasattr(layer, "lines"))
    for frame in range(front.frames[0] + front.drawn, front.frames[1], 6):
        zoom = chart.zoom(frame)
        body = front.inks(frame, zoom)[-1]
        last = np.argmax(body.where % HD.width)
        row, column = divmod(int(body.where[last]), HD.width)
        assert zoom.land is not None
        beyond = zoom.land[max(0, row - 9) : row + 10, column : column + 14]
        assert beyond.min() < 128, f"at frame {frame} its end floats inland"


# --- the inset ----------------------------------------------------------------------------------


def shown(board: OperationsMap, size: Size = HD) -> Rgb:
    return prepared(board, size).whole(100)


def test_an_inset_marks_where_a_close_view_lies() -> None:
    plain = {"view": CHERBOURG, "legend": "no"}
    changed = (
        shown(read_map(plain)).astype(int) != shown(read_map({**plain, "inset": "yes"}))
    ).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert columns.max() - columns.min() == pytest.approx(140, abs=8)
    assert rows.max() - rows.min() == pytest.approx(140, abs=8)
    inset = shown(read_map({**plain, "inset": "yes"}))[
        rows.min() : rows.max(), columns.min() : columns.max()
    ]
    ink = np.argwhere((inset == STYLE.label).all(axis=2))
    down, right = ink.mean(axis=0) / inset.shape[:2]
    # Cherbourg: in the north-west quarter of France.
    assert (right, down) == pytest.approx((0.30, 0.20), abs=0.08)


def test_no_name_stands_on_the_inset() -> None:
    """With towns everywhere, some would."""
    everywhere = [
        {"name": f"Ville {n}", "at": [49.61 + 0.008 * (n % 8), -1.74 + 0.031 * (n // 8)]}
        for n in range(64)
    ]
    board = read_map({"view": CHERBOURG, "inset": "yes", "places": everywhere, "legend": "no"})
    chart = prepared(board, HD)
    fixed = [layer.drops[0] for layer in chart.layers if isinstance(layer, Fixed)]
    (inset,) = (drop.rect for drop in fixed if drop.colour == STYLE.sea)
    assert inset.width == inset.height == 140
    zoom = Zoom(size=HD)
    assert len(chart.names) > 20
    assert not any(name.rect(zoom).meets(inset) for name in chart.names)


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (CHERBOURG, "petite carte de France"),
        ({"west": 10.0, "east": 10.3, "south": 36.7, "north": 36.9}, "petite carte de la région"),
        ({"west": -5.0, "east": 9.0, "south": 42.0, "north": 51.0}, ""),
    ],
)
def test_whoever_cannot_see_the_inset_is_told_of_it(view: dict[str, float], told: str) -> None:
    board = read_map({"view": view, "inset": "yes"})
    remarks = {one.about: one.said for one in describe(board, "fr")}
    assert remarks.get("Carton", "").startswith(told)
    assert ("Carton" in remarks) == bool(told)
    assert "Carton" not in {one.about for one in describe(read_map({"view": view}), "fr")}


@pytest.mark.parametrize(
    "view",
    [
        {"west": 10.0, "east": 10.3, "south": 36.7, "north": 36.9},
        {"west": 24.5, "east": 25.5, "south": 69.9, "north": 70.6},
        {"west": -0.2, "east": 0.2, "south": -10.4, "north": -10.0},
    ],
)
def test_a_view_anywhere_can_have_an_inset(view: dict[str, float]) -> None:
    board = read_map({"view": view, "inset": "yes", "ground": {"rivers": "no"}})
    assert not lies_in_france(board.view)
    prepared(board)
