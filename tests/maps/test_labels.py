from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.frames.pixels import Size
from renderer.maps.arrows import Arrow
from renderer.maps.label_placement import (
    Course,
    LabelRoom,
    Obstacle,
    Seat,
    SeatRequest,
    crosses,
    overlap,
    seat_names,
)
from renderer.maps.label_requests import along_line, inside_ring, round_point, round_symbol
from renderer.maps.terrain import TerrainLine
from renderer.maps.viewport import Rect, around
from renderer.storyboard.map_data import OperationsMap
from tests.maps.boards import NAMES, example, prepared, read_map

FRAME = Rect(0, 0, 1000, 600)


@st.composite
def requests(draw: st.DrawFn) -> SeatRequest:
    width, height = draw(st.integers(20, 260)), draw(st.integers(12, 50))
    start = draw(st.integers(0, 100))
    return SeatRequest(
        width=width,
        height=height,
        anchor=(draw(st.floats(-50, 1050)), draw(st.floats(-50, 650))),
        seats=round_symbol(width, height, 8.0, 6.0),
        importance=draw(st.integers(0, 5)),
        life=(start, start + draw(st.integers(1, 200))),
    )


heads = st.builds(
    lambda x, y, start: Obstacle(rect=Rect(x, y, x + 60, y + 60), life=(start, 400)),
    st.integers(0, 940),
    st.integers(0, 540),
    st.integers(0, 300),
)


@settings(max_examples=60, deadline=None)
@given(wanted=st.lists(requests(), max_size=18), busy=st.lists(heads, max_size=5))
def test_names_never_overlap_leave_the_frame_or_hide_a_head(
    wanted: list[SeatRequest], busy: list[Obstacle]
) -> None:
    seats = seat_names(wanted, LabelRoom(frame=FRAME, obstacles=tuple(busy), gap=3))
    placed = [(r, r.rect(seat)) for r, seat in zip(wanted, seats, strict=True) if seat]
    for request, rect in placed:
        assert FRAME.holds(rect)
        for head in busy:
            assert not (rect.meets(head.rect) and overlap(request.life, head.life))
    for (one, first), (two, second) in itertools.combinations(placed, 2):
        assert not (first.meets(second) and overlap(one.life, two.life))


@settings(max_examples=30, deadline=None)
@given(wanted=st.lists(requests(), max_size=12))
def test_the_same_names_get_the_same_seats(wanted: list[SeatRequest]) -> None:
    room = LabelRoom(frame=FRAME)
    assert seat_names(wanted, room) == seat_names(list(wanted), room)


def test_a_name_alone_takes_the_cartographer_s_first_choice() -> None:
    seats = round_symbol(100, 20, 8.0, 6.0)
    lonely = SeatRequest(width=100, height=20, anchor=(500, 300), seats=seats, importance=0)
    (seat,) = seat_names([lonely], LabelRoom(frame=FRAME))
    assert seat is not None
    assert (seat.cost, seat.led) == (0.0, False)
    assert seat.left > 0 > seat.top


def test_a_name_goes_where_the_author_wants_it() -> None:
    wish = SeatRequest(
        width=100,
        height=20,
        anchor=(500, 300),
        seats=round_symbol(100, 20, 8.0, 6.0, "w"),
        importance=0,
    )
    (seat,) = seat_names([wish], LabelRoom(frame=FRAME))
    assert seat is not None
    assert seat.left + 100 < 0


def test_names_keep_off_the_way_of_an_arrow_where_they_can() -> None:
    way = Course(points=np.array([[520.0 + 10 * i, 280.0] for i in range(20)]), radius=20)
    wish = SeatRequest(
        width=100,
        height=20,
        anchor=(500, 300),
        seats=round_symbol(100, 20, 8.0, 6.0),
        importance=0,
    )
    (seat,) = seat_names([wish], LabelRoom(frame=FRAME, courses=(way,)))
    assert seat is not None
    assert way.under(wish.rect(seat)) == 0


def test_a_way_counts_only_while_it_is_seen() -> None:
    gone = Course(
        points=np.array([[520.0 + 10 * i, 280.0] for i in range(20)]), radius=20, life=(0, 50)
    )
    seats = round_symbol(100, 20, 8.0, 6.0)
    wish = SeatRequest(
        width=100, height=20, anchor=(500, 300), seats=seats, importance=0, life=(50, 90)
    )
    (seat,) = seat_names([wish], LabelRoom(frame=FRAME, courses=(gone,)))
    assert seat == seats[0]


def test_a_name_moves_a_little_where_another_would_have_to_stand_far_off() -> None:
    def wish(x: float, importance: int, *seats: Seat) -> SeatRequest:
        return SeatRequest(
            width=100, height=20, anchor=(x, 300.0), seats=seats, importance=importance
        )

    first = wish(400.0, 0, Seat(left=0, top=0, cost=0.0), Seat(left=-110, top=0, cost=5.0))
    second = wish(
        410.0, 1, Seat(left=0, top=0, cost=0.0), Seat(left=300, top=-90, cost=90.0, led=True)
    )
    seats = seat_names([first, second], LabelRoom(frame=FRAME))
    assert [seat and seat.left for seat in seats] == [-110, 0]


def test_names_keep_off_a_breakwater_that_has_only_two_points() -> None:
    board = read_map(
        {
            "view": {"west": -1.70, "east": -1.57, "south": 49.63, "north": 49.69},
            "places": [{"name": "Le fort de la digue", "at": [49.672, -1.635], "kind": "fort"}],
            "lines": [{"kind": "breakwater", "path": [[49.668, -1.645], [49.686, -1.585]]}],
        }
    )
    ready = prepared(board)
    (wall,) = (layer for layer in ready.layers if isinstance(layer, TerrainLine))
    (name,) = ready.names
    assert not crosses(wall.path, name.rect(ready.zoom(100)))


def moving(label: str = "Première armée") -> OperationsMap:
    """An arrow that is long in the first view and short in the second."""
    return read_map(
        {
            "view": {"west": 7.4, "east": 9.0, "south": 48.35, "north": 49.45},
            "to": {"west": -4.6, "east": 9.4, "south": 42.1, "north": 50.2},
            "places": [{"name": "Karlsruhe", "at": [49.0069, 8.4037], "kind": "city"}],
            "arrows": [
                {
                    "path": [[49.18, 8.22], [49.22, 8.37], [49.17, 8.50], [49.05, 8.43]],
                    "label": label,
                    "from": "sentence 1",
                    "to": "sentence 2",
                }
            ],
        }
    )


@pytest.mark.parametrize("size", [Size(640, 360), Size(360, 640), Size(480, 480)])
def test_an_arrow_s_name_stands_beside_it_in_the_first_view_too(size: Size) -> None:
    ready = prepared(moving(), size, length=500)
    (arrow,) = (layer for layer in ready.layers if isinstance(layer, Arrow))
    shown = [name for name in ready.names if name.text == "Première armée" and name.state(150)]
    assert len(shown) == 1
    zoom = ready.zoom(150)
    way = Course(points=zoom.place(arrow.swept()[0]), radius=arrow.breadth / 2)
    assert not way.under(shown[0].rect(zoom))


def test_an_arrow_that_is_a_dot_in_the_last_view_keeps_names_off_where_it_is_broad() -> None:
    ready = prepared(moving("1re Armée"), Size(360, 360), length=500)
    (arrow,) = (layer for layer in ready.layers if isinstance(layer, Arrow))
    far, close = ready.zoom(499), ready.zoom(100)
    assert len(arrow.swept(close)[0]) > 4 * len(arrow.swept(far)[0])
    assert arrow.swept(close)[1] > arrow.swept(far)[1]
    points, radius = arrow.swept(close)
    way = Course(points=points, radius=radius / 2)
    assert not any(way.under(n.rect(close)) for n in ready.names if n.state(100))


def test_a_closer_view_shows_an_arrow_s_head_no_larger_and_its_curve_as_smooth() -> None:
    ready = prepared(moving(), length=500)
    (arrow,) = (layer for layer in ready.layers if isinstance(layer, Arrow))
    close, far = ready.zoom(0), ready.zoom(499)
    assert close.scale > 4
    # As its breadth says, in whichever view; where little of it is seen, it is thinner.
    most = 2.8 * arrow.breadth + 2 * arrow.halo_px + 4
    assert arrow.head_in(far).width <= arrow.head_in(close).width <= most
    steps = np.hypot(*np.diff(close.place(arrow.path), axis=0).T)
    assert steps.max() < 7 * 360 / 1080 + 1


def test_a_name_on_hatching_has_a_halo_that_reaches_from_line_to_line() -> None:
    view = {"west": 0.0, "east": 4.0, "south": 47.0, "north": 49.0}
    ring = [[47.5, 0.5], [48.5, 0.5], [48.5, 2.0], [47.5, 2.0]]
    places = [
        {"name": "Inside", "at": [48.0, 1.0], "kind": "town"},
        {"name": "Outside", "at": [48.0, 3.0], "kind": "town"},
    ]
    board = read_map({"view": view, "places": places, "areas": [{"name": "Held", "ring": ring}]})
    ready = prepared(board, Size(1280, 720))
    halo = {name.text: name.word.face.halo_px / name.word.face.px for name in ready.names}
    assert min(halo["Inside"], halo["Held"]) > 1.8 * halo["Outside"]


def test_a_sea_s_name_is_left_out_rather_than_set_on_an_arrow() -> None:
    across = np.array([[float(x), 300.0] for x in range(0, 1000, 10)])
    sea = SeatRequest(
        width=120,
        height=30,
        anchor=(500, 300),
        seats=round_point(120, 30, 1.0),
        importance=6,
        shy=True,
    )
    for solid in (True, False):
        way = Course(points=across, radius=20, solid=solid)
        (seat,) = seat_names([sea], LabelRoom(frame=FRAME, courses=(way,)))
        assert (seat is None) == solid


def test_every_sort_of_name_has_seats_near_what_it_names() -> None:
    line = np.array([[100.0, 100.0], [400.0, 120.0]])
    anchor, seats = along_line(line, 80, 20, 15.0)
    assert anchor == pytest.approx((250, 110), abs=2)
    assert min(abs(seat.top + 10) for seat in seats) < 40
    ring = np.array([[0.0, 0.0], [200.0, 0.0], [200.0, 200.0], [0.0, 200.0]])
    middle, _ = inside_ring(ring, 80, 20)
    assert middle == pytest.approx((100, 100), abs=6)
    assert round_point(80, 20, 10)[0].left == -40


def test_a_segment_crosses_only_what_it_crosses() -> None:
    rect = Rect(10, 10, 20, 20)
    assert crosses(np.array([[0.0, 15.0], [30.0, 15.0]]), rect)
    assert not crosses(np.array([[0.0, 15.0], [9.0, 15.0]]), rect)
    assert not crosses(np.array([[0.0, 0.0], [30.0, 5.0]]), rect)


@pytest.mark.parametrize("size", [Size(640, 360), Size(360, 640), Size(480, 480)])
@pytest.mark.parametrize("name", NAMES)
def test_on_the_example_maps_no_name_is_ever_in_the_way(name: str, size: Size) -> None:
    ready = prepared(example(name), size, length=75)
    frame = Rect(0, 0, *size)
    arrows = [layer for layer in ready.layers if isinstance(layer, Arrow)]
    for at in range(0, ready.length, 3):
        zoom = ready.zoom(at)
        seen = [label for label in ready.names if label.state(at) is not None]
        rects = [label.rect(zoom) for label in seen]
        for label, rect in zip(seen, rects, strict=True):
            assert frame.holds(rect), (name, label.text, at)
            for arrow in arrows:
                if arrow.state(at) is None or ready.path.moves:
                    continue
                head = around(arrow.head_shape(arrow.reach_at(at)))
                assert not rect.meets(head), (name, label.text, at)
        for (one, first), (two, second) in itertools.combinations(zip(seen, rects, strict=True), 2):
            assert not first.meets(second), (name, one.text, two.text, at)
