"""Between two maps the view flies: one continuous move, made anew with either map, checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations, groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.film import legible, read_at
from renderer.clips.painter import Painter
from renderer.clips.segment_painter import segment_painter
from renderer.clips.slide_parameters import Look
from renderer.frames.pixels import Size
from renderer.frames.yuv import empty_planes
from renderer.maps.flight import Flight, fly
from renderer.maps.layer import zoom_between
from renderer.maps.placed_label import Name
from renderer.maps.prepared_map import PreparedMap, prepare_map
from renderer.maps.style import MapStyle
from renderer.messages.explanations import explanations
from renderer.production.decoders import open_shelf
from renderer.production.events import SilentWitness
from renderer.production.still import paint_frames
from renderer.storyboard.map_schema import OperationsMapModel
from renderer.timeline.moment_frames import Beats
from tests.production.projects import (
    Project,
    board_of,
    card_slide,
    frames_of,
    new_project,
    run,
    segments_of,
)
from tests.production.test_moments import layout_of

COAST = "cote.geojson"


def draw_coast(media: Path) -> None:
    """A land of steps, so that every move of it is seen; no other ground is needed."""
    shores = [[-2.0 + step * 0.25, 49.3 + 0.2 * (step % 2)] for step in range(25)]
    ring = [[-2.5, 47.5], [-2.5, 49.4], *shores, [5.0, 49.4], [5.0, 47.5], [-2.5, 47.5]]
    land = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {}, "geometry": land}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (media / COAST).write_text(text, encoding="utf-8")


def chart(centre: tuple[float, float], km: float, *places: str, **more: Any) -> dict[str, Any]:
    """A map on ground of its own, with *places* in a row."""
    latitude, longitude = centre
    named = [
        {"name": name, "at": [latitude, longitude + 0.02 * number], "kind": "port"}
        for number, name in enumerate(places)
    ]
    return {
        "view": {"centre": [latitude, longitude], "km": km},
        "alt": "Une côte.",
        "ground": {"land": COAST, "rivers": "no"},
        "places": named,
        "credit": "Fond du projet",
        **more,
    }


def slides(**second: Any) -> list[dict[str, Any]]:
    ways = {"transition": {"kind": "fly", "length": 1}, **second}
    return [
        {"id": "ouest", "map": chart((49.4, -1.6), 40, "Cherbourg"), "length": 2.5},
        {"id": "est", "map": chart((49.4, 2.3), 60, "Paris"), "length": 2.5, **ways},
        {"id": "fin", "card": {"title": "Fin", "motion": "none"}, "length": 1},
    ]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = new_project(tmp_path, board_of(*slides()))
    draw_coast(project.media)
    return project


def painted(project: Project) -> tuple[list[Any], int, int]:
    """The frames around the flight, and which of them it is."""
    production, layout = layout_of(project)
    [flight] = (each for each in layout.timeline.transitions if each.kind == "fly")
    frames = list(range(flight.start - 4, flight.end + 4))
    shown = paint_frames(production, layout, frames, SilentWitness())
    return [frame.astype(int) for frame in shown], 4, 4 + flight.length


@pytest.mark.parametrize("motion", ["auto", "none"])
def test_a_flight_begins_and_ends_gently_where_the_maps_are(project: Project, motion: str) -> None:
    given = slides()
    for each in given[:2]:
        each["map"]["motion"] = motion
    project.write(board_of(*given))
    frames, first, last = painted(project)
    steps = [float(np.abs(b - a).mean()) for a, b in pairwise(frames)]
    within = steps[first : last - 1]
    # Into its first frame and out of its last: less than the most that it moves on the way, and
    # nothing moves before or after.
    assert max(steps[first - 1], steps[last - 1]) < 0.7 * max(within)
    assert max(steps[: first - 1] + steps[last:]) < 0.2 * max(within)
    assert min(within) > 0.3
    # No frame of it jumps.
    assert max(b / a for a, b in pairwise(within)) < 2.5


def test_with_one_map_that_rests_both_do(project: Project) -> None:
    given = slides()
    given[1]["map"]["motion"] = "none"
    project.write(board_of(*given))
    _, layout = layout_of(project)
    assert [getattr(look.visual, "motion", "") for look in layout.looks[:2]] == ["none", "none"]


def test_what_one_map_shows_is_in_the_others_key_as_far_as_the_view_goes(project: Project) -> None:
    _, before = layout_of(project)
    wider = chart((49.4, 2.3), 90, "Paris")
    project.write(board_of(*slides(map=wider)))
    _, after = layout_of(project)
    assert before.looks[0].key() != after.looks[0].key()  # they share one plane
    renamed = chart((49.4, 2.3), 60, "Rouen")
    project.write(board_of(*slides(map=renamed)))
    _, after = layout_of(project)
    assert before.looks[0].key() == after.looks[0].key()


def test_an_edited_map_remakes_the_flight_and_no_frame_differs(project: Project) -> None:
    assert project.render().code == 0
    given = slides()
    given[1]["map"]["places"][0]["name"] = "Rouen"
    project.write(board_of(*given))
    reused = segments_of(project.plan())
    assert reused["ouest"]
    assert not reused["ouest → est"]
    assert project.render().code == 0
    assert frames_of(project.film) == frames_of(project.from_nothing())


def test_only_from_map_to_map(project: Project) -> None:
    project.write(
        board_of(
            slides()[0],
            card_slide("carton", transition="fly"),
            {"id": "est", "map": slides()[1]["map"], "length": 2, "transition": "fly"},
        )
    )
    outcome = run("check", "--json", project.path)
    assert outcome.code == 2
    assert outcome.out.count('"fly-without-maps"') == 2
    assert "fly-without-maps" in explanations("fr")


def test_a_film_that_flies_fades_where_there_is_no_map(project: Project) -> None:
    given = slides()
    del given[1]["transition"]
    project.write(board_of(*given, film={"fps": 24, "credits": False, "transition": "fly"}))
    assert run("check", project.path).code == 0
    _, layout = layout_of(project)
    assert [(t.kind, t.length) for t in layout.timeline.transitions] == [
        ("fade", 12),
        ("fly", 48),
        ("fade", 12),
        ("fade", 11),
    ]


def test_a_place_and_a_source_that_both_show_stay_and_others_give_way(project: Project) -> None:
    from renderer.maps.legend_and_scale import Fixed
    from renderer.maps.symbols import Symbol

    near, far = (
        OperationsMapModel.model_validate(chart((49.4, 2.3), km, "Paris", *others)).to_board()
        for km, others in ((20, ("Le Bourget",)), (60, ()))
    )
    one, other = (
        prepare_map(
            board,
            MapStyle(),
            Size(320, 180),
            beats=Beats(),
            length=60,
            media=project.media,
            beside=(*near.all_views, *far.all_views),
        )
        for board in (near, far)
    )
    flight = fly(one, other, (40, 0), 20)
    stay = [one.layers[number] for number in flight.before.staying]
    assert (
        [layer.at.tolist() for layer in stay if isinstance(layer, Symbol)]
        == [
            one.layers[number].at.tolist()  # type: ignore[attr-defined]
            for number, layer in enumerate(one.layers)
            if isinstance(layer, Symbol)
        ][:1]
    )
    assert any(isinstance(layer, Fixed) for layer in stay)
    assert len(flight.after.staying) == len(flight.before.staying)


def two_maps(
    project: Project,
    size: Size,
    near: dict[str, Any],
    far: dict[str, Any],
    length: int,
    **more: Any,
) -> tuple[PreparedMap, PreparedMap]:
    """Two maps of *length* frames that are flown between."""
    boards = [OperationsMapModel.model_validate(each).to_board() for each in (near, far)]
    views = [view for board in boards for view in board.all_views]
    one, other = (
        prepare_map(
            board,
            MapStyle(),
            size,
            beats=Beats(),
            length=length,
            media=project.media,
            beside=views,
            **more,
        )
        for board in boards
    )
    return one, other


def test_a_flight_over_two_grounds_takes_a_bounded_share_of_memory(project: Project) -> None:
    import tracemalloc

    size = Size(640, 360)
    text = (project.media / COAST).read_text(encoding="utf-8")
    (project.media / "autre.geojson").write_text(text, encoding="utf-8")
    west, east = chart((49.4, -1.6), 6, "Cherbourg"), chart((49.4, 2.3), 120, "Paris")
    east["ground"] = {"land": "autre.geojson", "rivers": "no"}
    flight = fly(*two_maps(project, size, west, east, 60, bare=False), (20, 0), 40)
    assert len(flight.before.path.stage_views()) > 5
    tracemalloc.start()
    try:
        for frame in range(40):
            flight.picture(frame)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # Frames in RGB; 28: two stages of either ground, 3.5 each, a stencil twice as large as a stage.
    # When all that had been seen was kept, it took 40.
    assert peak < 33 * size.width * size.height * 3


def test_no_picture_is_held_while_a_ground_is_drawn(project: Project) -> None:
    import tracemalloc

    size, flights, beside = Size(640, 360), list[Flight](), list[int]()

    @contextmanager
    def reserve(_: int) -> Iterator[None]:
        if flights:
            paths = flights[0].before.path, flights[0].after.path
            held = tracemalloc.get_traced_memory()[0] - sum(path.nbytes for path in paths)
            beside.append(held)
        yield

    text = (project.media / COAST).read_text(encoding="utf-8")
    (project.media / "autre.geojson").write_text(text, encoding="utf-8")
    west, east = chart((49.4, -1.6), 6, "Cherbourg"), chart((49.4, 2.3), 120, "Paris")
    east["ground"] = {"land": "autre.geojson", "rivers": "no"}
    flights.append(fly(*two_maps(project, size, west, east, 60, reserve=reserve), (20, 0), 40))
    tracemalloc.start()
    try:
        for frame in range(40):
            flights[0].picture(frame)
    finally:
        tracemalloc.stop()
    assert len(beside) > 8
    assert max(beside) < size.width * size.height * 3 / 2, "half of a picture"


SHAPES = [Size(320, 180), Size(240, 240), Size(180, 320)]
GRID = ("Cherbourg", "Valognes", "Montebourg", "Carentan", "Barfleur", "Portbail")


def flight_between(
    project: Project, size: Size, near: dict[str, Any], far: dict[str, Any], length: int = 48
) -> Flight:
    one, other = two_maps(project, size, near, far, 2 * length, bare=True)
    return fly(one, other, (length, 0), length)


def gaps(flight: Flight, *, names_only: bool = False) -> list[int]:
    """Frames in a row at which nothing can be read."""
    bare = [not legible(flight, frame, names_only=names_only) for frame in range(flight.length)]
    return [len(list(run)) for is_bare, run in groupby(bare) if is_bare]


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize(
    ("near", "far"),
    [
        (chart((49.4, -1.6), 20, *GRID[:3]), chart((49.4, -1.6), 400, "Cherbourg", "Paris")),
        (chart((49.4, -1.6), 40, *GRID), chart((49.4, 2.3), 60, "Paris", "Saint-Denis")),
        (chart((49.4, -1.6), 300, "Cherbourg"), chart((49.45, -1.6), 12, "La digue")),
    ],
)
def test_no_stretch_of_a_flight_is_bare(
    project: Project, size: Size, near: dict[str, Any], far: dict[str, Any]
) -> None:
    for one, other in ((near, far), (far, near)):
        assert max(gaps(flight_between(project, size, one, other)), default=0) <= 24


@pytest.mark.parametrize("size", SHAPES)
def test_a_name_on_both_maps_is_read_all_the_way_once(project: Project, size: Size) -> None:
    near = chart((49.4, -1.6), 30, "Cherbourg", "Valognes")
    far = chart((49.4, -1.6), 90, "Cherbourg")
    far["places"][0] |= {"label": "w", "side": "axis"}
    flight = flight_between(project, size, near, far)
    for frame in range(flight.length):
        shares = [
            aloft.shares[frame]
            for side in (flight.before, flight.after)
            for aloft in side.names.values()
            if aloft.name.text == "Cherbourg"
        ]
        assert sum(shares) == pytest.approx(1)
        assert legible(flight, frame, names_only=True).count("Cherbourg") == 1
    # It begins and ends where either map has it, in its colour there.
    ((number, aloft),) = ((n, a) for n, a in flight.before.names.items() if max(a.shares) == 1
                          and a.name.text == "Cherbourg")  # fmt: skip
    (there,) = (name for name in flight.after.map.names if name.text == "Cherbourg")
    assert isinstance(flight.before.map.layers[number], Name)
    assert aloft.nudges[0] == pytest.approx((0, 0), abs=0.5)
    last = flight.length - 1
    at = flight.after.path.view(last)
    moved = replace(aloft.name, nudge=aloft.nudges[last])
    zooms = [zoom_between(side.map.path.end, at) for side in (flight.before, flight.after)]
    assert moved.corner(zooms[0]) == pytest.approx(there.corner(zooms[1]), abs=0.5)
    assert aloft.name.colour(flight.before.first + last) == there.word.face.colour


@pytest.mark.parametrize("size", SHAPES)
def test_names_on_the_way_never_stand_on_one_another(project: Project, size: Size) -> None:
    near = chart((49.4, -1.6), 12, *GRID)
    far = chart((49.41, -1.58), 200, "Cherbourg", "Barneville", "Granville")
    flight = flight_between(project, size, near, far)
    crowded = 0
    least = round(0.2 * flight.length)  # before it, what was whole at rest still goes
    for frame in range(least, flight.length - least):
        rects = [rect for _, rect in read_at(flight, frame)]
        crowded += len(rects) > 1
        assert not any(one.meets(two) for one, two in combinations(rects, 2))
    assert crowded  # so there was something to keep apart


def test_only_flights_take_extra_memory_and_leave_their_first_map_before_the_second_is_made(
    project: Project,
) -> None:
    _, layout = layout_of(project)
    heavy = [task for task in layout.tasks if task.extra_bytes]
    assert [task.label for task in heavy] == ["ouest → est"]
    with open_shelf(2, print, allow_code=False) as shelf:
        looks = [look for look in heavy[0].runs[0].looks if look]
        first = shelf.painter_of(looks[0])
        first.paint(0, empty_planes(layout.settings.size))
        whole, then = first.nbytes, list[int]()

        def painter_of(look: Look) -> Painter:
            if look is looks[1]:
                then.append(first.nbytes)
            return shelf.painter_of(look)

        segment_painter(heavy[0].runs, layout.settings.size, painter_of)
    assert then[0] < whole / 100, "its layers alone"


@pytest.mark.parametrize("moves", [False, True])
def test_a_flight_keeps_of_its_second_map_the_ground_that_comes_after_it(
    project: Project, moves: bool
) -> None:
    goes_on = {"to": {"centre": [49.4, 2.3], "km": 12}} if moves else {}
    project.write(board_of(*slides(map=chart((49.4, 2.3), 60, "Paris", **goes_on))))
    _, layout = layout_of(project)
    [flight] = (task for task in layout.tasks if task.extra_bytes)
    kept = list[PreparedMap]()
    with open_shelf(2, print, allow_code=False) as shelf:

        def painter_of(look: Look) -> Painter:
            painter = shelf.painter_of(look)
            kept.append(_map_of(painter))
            kept[-1].path.ground(painter.length - 1)  # as a legend asks for it
            return painter

        segment_painter(flight.runs, layout.settings.size, painter_of)
        second = kept[1].path
        assert second.moves == moves
        assert (second.nbytes == 0) == moves, "the view in which it ends is far away"


def _map_of(painter: Any) -> PreparedMap:
    while not hasattr(painter, "prepared"):
        painter = painter.under
    found: PreparedMap = painter.prepared
    return found


def test_a_ground_has_room_for_what_it_takes_while_it_is_drawn(project: Project) -> None:
    import tracemalloc

    size, taken, under_way = Size(1600, 900), list[tuple[int, int]](), list[int]()

    @contextmanager
    def reserve(wanted: int) -> Iterator[None]:
        assert not under_way, "whoever draws waits for none of its own"
        under_way.append(wanted)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        yield
        taken.append((under_way.pop(), tracemalloc.get_traced_memory()[1] - held))

    board = OperationsMapModel.model_validate(chart((49.4, -1.6), 60, "Cherbourg")).to_board()
    tracemalloc.start()
    try:
        prepare_map(
            board,
            MapStyle(),
            size,
            beats=Beats(),
            length=2,
            media=project.media,
            reserve=reserve,
        )
    finally:
        tracemalloc.stop()
    assert taken
    for wanted, most in taken:
        assert 0.8 * wanted < most < 1.25 * wanted
