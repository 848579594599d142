"""Names keep off fronts and other names' arrows in every view, not only in the last."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from renderer.frames.pixels import Size
from renderer.maps.arrows import Arrow
from renderer.maps.fronts import Front
from renderer.maps.label_placement import Course, LabelRoom, Obstacle, SeatRequest, seat_names
from renderer.maps.label_requests import round_symbol
from renderer.maps.placed_label import Name
from renderer.maps.prepared_map import PreparedMap, prepare_map
from renderer.maps.strokes import lengths_along, point_at
from renderer.maps.style import MapStyle
from renderer.maps.viewport import Pixels, Rect, around
from renderer.storyboard.map_data import LabelPlace
from renderer.timeline.moment_frames import Beats
from tests.maps.boards import MEDIA, read_map

WEST_HALF = {"west": 0.0, "east": 2.0, "south": 47.5, "north": 48.7}
NARROW = Size(360, 640)


def ready_of(written: dict[str, Any], size: Size = NARROW, length: int = 300) -> PreparedMap:
    """On land alone, over a caption that stays; a sentence a second and a half."""
    starts = tuple(range(4, length, 38))
    return prepare_map(
        read_map(written), MapStyle(), size, beats=Beats(sentences=starts), length=length,
        media=MEDIA, clear_bottom=size.height // 8 // 2 * 2, bare=True,
    )  # fmt: skip


def named(ready: PreparedMap, text: str, frame: int) -> Name:
    (name,) = (name for name in ready.names if name.text == text and name.state(frame))
    return name


def under(rect: Rect, line: Pixels) -> int:
    """Pixels of *line* under *rect*."""
    dense = point_at(line, np.arange(0.0, float(lengths_along(line)[-1]), 1.0))
    return Course(points=dense, radius=0.0).under(rect)


@pytest.mark.parametrize("wanted", ["ne", "nw", "se", "sw", "e", "w", "n", "s"])
@pytest.mark.parametrize("radius", [1.8, 5.5, 13.0])
def test_the_side_an_author_gives_is_taken_beside_a_symbol_of_any_size(
    wanted: LabelPlace, radius: float
) -> None:
    seats = round_symbol(90, 20, radius, radius / 2, wanted)
    wish = SeatRequest(width=90, height=20, anchor=(300.4, 200.6), seats=seats, importance=0)
    own = Obstacle(rect=around(np.array([wish.anchor]), radius))
    room = LabelRoom(frame=Rect(0, 0, 600, 400), obstacles=(own,), gap=4)
    (seat,) = seat_names([wish], room)
    assert seat is not None
    assert (seat.cost, seat.led) == (-20.0, False)


def test_where_its_side_is_taken_a_name_stands_beside_that_before_it_is_led_away() -> None:
    seats = round_symbol(90, 20, 6.0, 4.0, "e")
    wish = SeatRequest(width=90, height=20, anchor=(300.0, 200.0), seats=seats, importance=0)
    taken = Obstacle(rect=Rect(310, 100, 600, 300))
    (seat,) = seat_names([wish], LabelRoom(frame=Rect(0, 0, 600, 400), obstacles=(taken,)))
    assert seat is not None
    assert not seat.led


@pytest.mark.parametrize("size", [NARROW, Size(360, 360), Size(640, 360)])
@pytest.mark.parametrize("reach", [0.3, 30.0])
def test_a_name_stands_beside_a_front_however_far_that_goes_on(size: Size, reach: float) -> None:
    """It crosses the place's first seats; between the points of a long one there is no gap."""
    front = {"line": [[48.1 + reach, 1.12], [48.1 - reach, 1.12]]}
    place = {"name": "Avranches", "at": [48.1, 1.0], "kind": "town"}
    ready = ready_of({"view": WEST_HALF, "places": [place], "fronts": [front]}, size)
    (line,) = (layer for layer in ready.layers if isinstance(layer, Front))
    assert not under(named(ready, "Avranches", 100).rect(ready.zoom(100)), line.line(100))


def test_an_arrow_s_name_is_nearest_to_its_own_arrow() -> None:
    arrows = [
        {"path": [[48.0, west], [48.35, west - 0.02]], "label": f"{number}e division", "width": 0.7}
        for number, west in ((9, 0.75), (79, 0.95), (4, 1.15))
    ]
    ready = ready_of({"view": WEST_HALF, "arrows": arrows}, Size(360, 360))
    drawn = [layer for layer in ready.layers if isinstance(layer, Arrow)]
    seen = [name for name in ready.names if name.state(290)]
    assert len(seen) >= 2
    for name in seen:
        rect = name.rect(ready.zoom(290))
        corners = np.array([[rect.left, rect.top], [rect.right, rect.bottom]])
        off = [
            np.hypot(*np.maximum(0, np.maximum(corners[0] - a.path, a.path - corners[1])).T).min()
            for a in drawn
        ]
        assert drawn[int(np.argmin(off))] is name.arrow


MOVING = {
    "view": WEST_HALF,
    "views": [{"west": -3.0, "east": 5.0, "south": 45.5, "north": 50.5, "at": "sentence 5"}],
}


def test_what_has_gone_before_the_last_view_keeps_no_name_from_its_place_there() -> None:
    town = {"name": "Rambouillet", "at": [48.1, 1.0], "kind": "town"}
    gone = {"path": [[48.1, -3.0], [48.1, 1.6], [48.1, 4.8]], "from": "sentence 1",
            "to": "sentence 2", "until": "sentence 3"}  # fmt: skip
    ready = ready_of(MOVING | {"places": [town], "arrows": [gone]})
    name = named(ready, "Rambouillet", 290)
    assert not name.seat.led
    assert (name.seat.left > 0, abs(name.seat.top + name.word.height / 2) < 2) == (True, True)


def test_a_name_leaves_its_seat_in_an_earlier_view_where_a_front_stands_there() -> None:
    """In the last view the front is gone, and the town's name level with it."""
    town = {"name": "Sarrebourg", "at": [48.1, 1.0], "kind": "town"}
    line = [[48.6, 1.06], [48.1, 1.06], [47.6, 1.06]]
    away = [[48.6, 4.0], [48.1, 4.0], [47.6, 4.0]]
    fronts = [{"name": "f", "at": "sentence 1", "line": line},
              {"name": "f", "at": "sentence 4", "line": line},
              {"name": "f", "at": "sentence 6", "line": away}]  # fmt: skip
    ready = ready_of(MOVING | {"places": [town], "fronts": fronts})
    (front,) = (layer for layer in ready.layers if isinstance(layer, Front))
    zoom = ready.zoom(90)
    early, last = named(ready, "Sarrebourg", 90), named(ready, "Sarrebourg", 290)
    assert not under(early.rect(zoom), zoom.place(front.line(90)))
    assert under(last.rect(zoom), zoom.place(front.line(90)))


def test_a_broad_name_stands_beside_its_point_at_the_frame_s_edge() -> None:
    region = {"name": "Bombardement aérien", "at": [48.1, 1.98], "kind": "region"}
    ready = ready_of({"view": WEST_HALF, "places": [region]})
    assert not ready.dropped
    assert Rect(0, 0, *NARROW).holds(named(ready, "Bombardement aérien", 100).rect(ready.zoom(100)))


def test_what_comes_and_goes_while_the_view_moves_is_named() -> None:
    region = {"name": "La Hague", "at": [48.1, 1.0], "kind": "region", "from": "sentence 5",
              "to": "sentence 6"}  # fmt: skip
    arrow = {"path": [[47.7, 0.6], [48.5, 1.4]], "from": "sentence 1", "to": "sentence 2"}
    ready = ready_of(MOVING | {"places": [region], "arrows": [arrow]})
    assert not ready.dropped


def test_a_front_stands_while_its_date_is_held() -> None:
    pins = [{"date": "1945-02-02", "sentence": 3}]
    fronts = [{"date": "1945-02-02", "line": [[48.6, 0.8], [47.6, 0.8]]},
              {"date": "1945-02-09", "line": [[48.6, 1.6], [47.6, 1.6]]}]  # fmt: skip
    clock = {"from": "1945-01-20", "to": "1945-02-10", "pins": pins}
    ready = ready_of({"view": WEST_HALF, "clock": clock, "fronts": fronts})
    (front,) = (layer for layer in ready.layers if isinstance(layer, Front))
    begins, moves = 4 + 2 * 38, 4 + 3 * 38 - 10
    assert np.array_equal(front.line(begins), front.line(moves))
    assert not np.array_equal(front.line(moves), front.line(moves + 30))
