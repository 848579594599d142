"""A map goes to its views when they are spoken of, and rests between."""

from __future__ import annotations

import copy
import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from renderer.frames.pixels import Plane, Rgb, Size
from renderer.maps.arrows import Arrow
from renderer.maps.camera import ViewPath, flight_path
from renderer.maps.ground import all_land
from renderer.maps.label_placement import Course
from renderer.maps.legend_and_scale import Fixed, Sunk
from renderer.maps.prepared_map import PreparedMap, missing_ground, prepare_map
from renderer.maps.projection import fit_projection
from renderer.maps.strokes import lengths_along
from renderer.maps.style import MapStyle
from renderer.maps.viewport import Rect, Viewport, fit_view, flown, viewport_between
from renderer.maps.world_coastlines import find_package
from renderer.storyboard.map_data import MapView, OperationsMap
from renderer.storyboard.map_schema import OperationsMapModel
from renderer.timeline.moment_frames import Beats
from tests.maps.boards import MEDIA

SIZE = Size(320, 180)
GIVEN: dict[str, Any] = {
    "view": {"west": -2.1, "east": -0.4, "south": 49.2, "north": 49.8},
    "places": [{"name": "Cherbourg", "at": [49.639, -1.616]}],
    "clock": {"from": "1944-06-18", "to": "1944-06-27"},
    "views": [
        {"centre": [49.639, -1.616], "km": 30, "at": "cherbourg peut"},
        {"west": -1.4, "east": -0.6, "south": 49.25, "north": 49.55, "at": "sentence 2"},
    ],
}
BEATS = Beats(sentences=(5, 150), words=(("cherbourg peut", 40),))


def chart(**changed: Any) -> OperationsMap:
    given = copy.deepcopy(GIVEN) | changed
    found: OperationsMap = OperationsMapModel.model_validate(given).to_board()
    return found


def prepared(board: OperationsMap, beats: Beats = BEATS) -> PreparedMap:
    return prepare_map(board, MapStyle(), SIZE, beats=beats, length=250, media=MEDIA)


@pytest.fixture(scope="module")
def ready() -> PreparedMap:
    return prepared(chart())


def test_each_view_is_left_at_its_moment_and_the_next_reached_within_three_seconds(
    ready: PreparedMap,
) -> None:
    views = [ready.path.view(frame) for frame in range(250)]
    first, second, third = ready.path.views
    assert views[:41] == [first] * 41
    assert views[41] != first
    assert views[40 + 75 : 151] == [second] * 36
    assert views[151] != second
    assert views[150 + 75 :] == [third] * 25


def test_no_frame_jumps_and_what_rests_keeps_its_state(ready: PreparedMap) -> None:
    assert len({ready.path.share(frame) for frame in range(120, 150)}) == 1
    before = ready.whole(0).astype(int)
    for frame in range(1, 250, 3):
        after = ready.whole(frame).astype(int)
        assert np.abs(after - before).mean() < 14, frame
        before = after


def test_a_view_may_be_tied_to_a_date_of_the_clock() -> None:
    board = chart(views=[GIVEN["views"][0] | {"at": "22 juin"}])
    path = prepared(board).path
    left = next(frame for frame in range(250) if path.view(frame) != path.start)
    assert 80 < left < 160


def test_a_view_spoken_of_before_the_last_was_reached_follows_it() -> None:
    hasty = Beats(sentences=(5, 60), words=(("cherbourg peut", 40),))
    path = prepared(chart(), hasty).path
    shares = [path.share(frame) for frame in range(250)]
    assert shares == sorted(shares)
    assert shares[60] == 1.0
    assert shares[-1] == 2.0


def test_every_view_needs_its_ground() -> None:
    nowhere = {"centre": [10.0, 10.0], "km": 2, "at": "sentence 2"}
    board = chart(views=[nowhere], view={"centre": [10.0, 10.0], "km": 900}, places=[])
    told = missing_ground(board, MapStyle(), SIZE, clear_bottom=0, media=MEDIA)
    assert bool(told) != bool(find_package())


def test_to_and_views_are_one_too_many() -> None:
    with pytest.raises(ValidationError, match="'to' or 'views', not both"):
        chart(to=GIVEN["view"])


def viewed(longitude: float, km: float) -> Viewport:
    view = MapView(west=longitude - km / 146, east=longitude + km / 146, south=49.2, north=49.3)
    return fit_view(view, fit_projection([FAR]), SIZE, Rect(0, 0, *SIZE))


FAR = MapView(west=-5, east=9, south=48, north=51)


@pytest.mark.parametrize(("one", "other"), [(20, 20), (10, 80), (60, 6)])
def test_a_flight_between_far_views_rises_and_what_passes_seems_to_pass_evenly(
    one: float, other: float
) -> None:
    start, end = viewed(-1.6, one), viewed(2.3, other)
    way = [flown(start, end, step / 100) for step in range(101)]
    assert (way[0], way[-1]) == (start, end)
    scales = [view.metres_a_pixel for view in way]
    highest = scales.index(max(scales))
    assert 1.5 * max(scales[0], scales[-1]) < max(scales)
    assert scales[: highest + 1] == sorted(scales[: highest + 1])
    assert scales[highest:] == sorted(scales[highest:], reverse=True)
    # Equal steps, by the measure of van Wijk and Nuij: pans and zooms against the view's own width.
    steps = [
        np.hypot(
            1.4 * (b.east - a.east) / (scale * SIZE.height),
            np.log(b.metres_a_pixel / a.metres_a_pixel) / 1.4,
        )
        for a, b in itertools.pairwise(way)
        for scale in [(a.metres_a_pixel * b.metres_a_pixel) ** 0.5]
    ]
    assert max(steps) < 1.02 * min(steps)


def test_a_flight_between_near_views_goes_straight() -> None:
    start, end = viewed(2.3, 60), viewed(2.4, 20)
    for share in (0.0, 0.3, 0.9, 1.0):
        assert flown(start, end, share) == viewport_between(start, end, share)


class Surveyor:
    """Draws grounds that are blank, and counts them."""

    def __init__(self) -> None:
        self.drawn: list[Viewport] = []

    def __call__(self, view: Viewport) -> tuple[Rgb, Plane]:
        self.drawn.append(view)
        return all_land(view)


@pytest.fixture
def surveyor() -> Surveyor:
    return Surveyor()


def test_a_flight_keeps_the_ground_of_the_frame_at_hand_and_draws_each_once(
    surveyor: Surveyor,
) -> None:
    path = flight_path(viewed(-1.6, 60), viewed(2.3, 6), 50, surveyor)
    stages = path.stage_views()
    two = max(size_of(one) + size_of(other) for one, other in itertools.pairwise(stages))
    assert len(stages) > 5
    for frame in range(50):
        path.ground(frame)
        path.land(frame)
        assert path.nbytes <= two
    assert surveyor.drawn == list(stages)
    path.let_go()
    assert path.nbytes == 0


def test_a_path_that_is_left_keeps_what_the_frame_shows_at_which_one_comes_back(
    surveyor: Surveyor,
) -> None:
    path = flight_path(viewed(-1.6, 60), viewed(2.3, 6), 50, surveyor)
    path.ground(0)
    path.let_go(but=0)
    path.ground(0)
    assert len(surveyor.drawn) == 1
    path.let_go(but=49)
    assert path.nbytes == 0


def test_two_threads_at_either_end_of_a_way_take_no_ground_from_each_other(
    surveyor: Surveyor,
) -> None:
    path = flight_path(viewed(-1.6, 60), viewed(2.3, 6), 50, surveyor)
    with ThreadPoolExecutor(1) as other:
        for frame in range(25):
            path.ground(frame)
            other.submit(path.ground, 25 + frame).result()
    # The stage where they meet is drawn for either.
    assert len(surveyor.drawn) <= len(path.stage_views()) + 1
    del other  # and its thread
    path.ground(0)
    first = size_of(path.stage_views()[0])
    assert 0.99 * first < path.nbytes <= first, "threads that ended want none"


def test_a_stage_kept_takes_no_more_than_its_ground_and_its_land_is_as_it_was_drawn() -> None:
    rng = np.random.default_rng(4)
    lands: list[Plane] = []

    def draw(view: Viewport) -> tuple[Rgb, Plane]:
        rgb, land = all_land(view)
        coast = rng.integers(0, land.shape[1])
        land[:, coast:] = 0
        land[:, coast - 1 : coast] = rng.integers(0, 256, (len(land), 1))
        lands.append(land)
        return rgb, land

    path = ViewPath(viewed(2.3, 6), viewed(2.3, 6), 50, draw)
    assert np.array_equal(path.land(0), lands[0])
    assert path.nbytes < 1.02 * path.ground(0).nbytes
    assert len(lands) == 1


def size_of(view: Viewport) -> int:
    """Of its ground, in RGB; land of one value takes next to nothing."""
    return round(view.size.width * view.size.height * 3 * 1.01)


def test_an_arrows_name_comes_once_its_whole_head_has_passed_it_under_any_view() -> None:
    arrow = {"path": [[49.639, -1.9], [49.639, -1.3]], "label": "4e division"}
    close = GIVEN["views"][0] | {"at": "sentence 2"}
    board = chart(
        places=[],
        views=[close],
        arrows=[arrow | {"from": "sentence 1", "to": "sentence 2"}],
    )
    ready = prepared(board, Beats(sentences=(5, 120)))
    seen = 0
    for name, frame in itertools.product(ready.names, range(120)):  # while the view is wide
        if name.arrow is None or name.state(frame) is None:
            continue
        seen += 1
        zoom = ready.zoom(frame)
        rect, path = name.rect(zoom), zoom.place(name.arrow.path)
        middle = np.array([rect.left + rect.right, rect.top + rect.bottom]) / 2
        along = lengths_along(path)
        beside = along[np.argmin(np.hypot(*(path - middle).T))]
        head = name.arrow.head_in(zoom).width - 2 * name.arrow.halo_px - 2  # it points east
        tip = name.arrow.reach_at(frame) * zoom.scale
        assert tip >= min(beside + 0.8 * head, along[-1]) - 1, frame
    assert seen > 20


def _under_a_caption(views: list[Any], uncovered: tuple[int, int] | None) -> PreparedMap:
    return prepare_map(
        chart(views=views), MapStyle(), SIZE, beats=BEATS, length=250, media=MEDIA,
        clear_bottom=60, uncovered=uncovered,
    )  # fmt: skip


def test_a_view_settles_into_the_rows_that_its_caption_leaves() -> None:
    settled = _under_a_caption([], (70, 0)).path
    start, low = settled.views
    assert {settled.view(frame) for frame in range(71)} == {start}
    assert settled.view(70 + 75) == settled.view(249) == low
    assert low.metres_a_pixel < start.metres_a_pixel
    assert _under_a_caption([], None).path.views == (start,)
    assert _under_a_caption([], (120, 0)).path.views == (start,)  # no time to rest in


def test_a_view_gone_to_after_the_caption_fills_the_frame_and_the_one_before_it_stays() -> None:
    last = GIVEN["views"][1]
    start, low = _under_a_caption([last], (70, 0)).path.views
    assert start == _under_a_caption([last], None).path.views[0]
    whole = prepared(chart(views=[last])).path.views[-1]
    assert low.metres_a_pixel == pytest.approx(whole.metres_a_pixel)


def test_things_run_on_beneath_a_caption_only_once_it_has_left() -> None:
    ready = _under_a_caption([], (70, 0))
    for frame in (0, 60, 80, 100, 249):  # drawn alike whole and in pieces, while the shore sinks
        whole = Rect(0, 0, *SIZE)
        assert np.array_equal(ready.piece(frame, whole), ready.whole(frame)), frame


def test_what_stands_at_the_foot_goes_down_when_its_caption_leaves_and_glides() -> None:
    ready = _under_a_caption([], (70, 0))
    foot = ready.layers[-ready.standing :]
    sunk = [layer for layer in foot if isinstance(layer, Sunk)]
    assert sunk, "the source line and the scale stand at the foot"
    for layer in sunk:
        rows = [
            np.average(drop.where // SIZE.width, weights=drop.cover)
            for frame in range(250)
            for drop in layer.inks(frame, ready.zoom(frame))[:1]
        ]
        assert rows[70] == pytest.approx(rows[0])
        assert rows[249] - rows[0] == pytest.approx(60, abs=1)
        if isinstance(layer.layer, Fixed):  # the scale bar changes with the view
            assert (np.diff(rows) > -0.01).all()
            assert np.diff(rows).max() < 2.0
    stays = _under_a_caption([], None)
    assert not any(isinstance(layer, Sunk) for layer in stays.layers)


GATES = {
    "view": {"west": -1.9, "east": -1.3, "south": 49.5, "north": 49.75},
    "places": [
        {"name": "Partie", "at": [49.639, -1.600], "to": "sentence 2"},
        {"name": "La porte du milieu", "at": [49.639, -1.616], "to": "sentence 3"},
    ],
    "views": [
        {"centre": [49.639, -1.616], "km": 8, "at": "sentence 2"},
        {"centre": [49.30, -0.80], "km": 60, "at": "sentence 3"},
    ],
}


def test_a_name_that_is_only_seen_in_a_view_between_has_a_seat_there_at_its_word() -> None:
    board = copy.deepcopy(GATES)
    board["places"][1]["from"] = "une porte"  # type: ignore[index]
    beats = Beats(sentences=(5, 20, 180), words=(("une porte", 120),))
    ready = prepared(chart(**board), beats)
    assert ready.dropped == ()
    starts = [
        fade.start
        for name in ready.names
        if name.text == "La porte du milieu"
        for fade in name.fades
    ]
    assert min(starts) == 120


def test_a_place_that_comes_back_has_its_name_again_in_the_same_seat() -> None:
    """The name of its first life, in the one seat that it wants, keeps it from no later one."""
    twice = {"name": "Cherbourg", "at": [49.639, -1.616], "label": "sw"}
    board = {
        "view": {"west": -1.9, "east": -1.3, "south": 49.5, "north": 49.75},
        "views": [{"centre": [49.639, -1.616], "km": 30, "at": "sentence 2"}],
        "places": [{**twice, "to": "sentence 2"}, {**twice, "from": "sentence 3"}],
    }
    ready = prepared(chart(**board), Beats(sentences=(5, 20, 180)))
    for frame, seen in ((15, True), (120, False), (240, True)):
        assert any(name.state(frame) for name in ready.names) == seen


BESIDE_AN_ARROW = {
    "view": {"west": -1.9, "east": -1.3, "south": 49.5, "north": 49.75},
    "views": [{"centre": [49.30, -0.80], "km": 60, "at": "sentence 3"}],
    "places": [{"name": "Une place forte", "at": [49.639, -1.385]}],
    "arrows": [
        {
            "path": [[49.52, -1.42], [49.64, -1.42], [49.73, -1.40]],
            "from": "sentence 1",
            "to": "sentence 2",
        }
    ],
}


def test_a_place_between_an_arrow_and_the_edge_has_its_name_farther_off() -> None:
    ready = prepared(chart(**BESIDE_AN_ARROW), Beats(sentences=(5, 60, 180)))
    assert all(any(name.state(frame) for name in ready.names) for frame in range(10, 170))
    (arrow,) = (layer for layer in ready.layers if isinstance(layer, Arrow))
    points, radius = arrow.swept(ready.zoom(100))
    way = Course(points=points, radius=radius / 2)
    assert not any(way.under(n.rect(ready.zoom(100))) for n in ready.names if n.state(100))


def test_a_name_that_is_never_seen_is_told() -> None:
    wide = {"name": " ".join(["WWWW"] * 23), "at": [49.6, -1.6]}
    ready = prepared(chart(places=[*GIVEN["places"], wide]))
    assert ready.dropped == (wide["name"],)
    seen = {name.text for name in ready.names if name.fades}
    assert seen == {"Cherbourg"}
