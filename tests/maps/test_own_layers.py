"""A team's own layers: polygons that overlap are one land; what is wrong is told at its line."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.cli import main
from renderer.errors import PictureError
from renderer.frames.pixels import Plane, Rgb, Size
from renderer.maps.custom_layers import layer_problems, read_geojson
from renderer.maps.ground import draw_ground
from renderer.maps.ground_sources import load_ground
from renderer.maps.outlines import polygons, signed_area
from renderer.maps.prepared_map import prepare_map
from renderer.maps.projection import fit_projection
from renderer.maps.style import MapStyle
from renderer.maps.viewport import Rect, Viewport, fit_view
from renderer.production.failure_lines import naming_lines
from renderer.storyboard.load import load_storyboard
from renderer.storyboard.map_data import MapGround, MapView, OperationsMap
from renderer.timeline.moment_frames import Beats

VIEW = MapView(west=0.0, east=4.0, south=46.0, north=48.0)
SIZE = Size(320, 180)
Points = Sequence[Sequence[float]]


def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


REGION = box(1.0, 46.4, 3.0, 47.6)
LEFT, RIGHT = box(1.0, 46.4, 2.0, 47.6), box(2.0, 46.4, 3.0, 47.6)
HOLE = box(1.4, 46.8, 1.6, 47.2)


def polygon(*rings: Points) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def collection(*geometries: Any) -> dict[str, Any]:
    features = [{"type": "Feature", "properties": {}, "geometry": each} for each in geometries]
    return {"type": "FeatureCollection", "features": features}


def view() -> Viewport:
    return fit_view(VIEW, fit_projection([VIEW]), SIZE, Rect(0, 0, *SIZE))


def drawn(folder: Path, whole: Any, layer: str = "land") -> tuple[Rgb, Plane]:
    (folder / "own.geojson").write_text(json.dumps(whole), encoding="utf-8")
    files = ((layer, "own.geojson"),)
    if layer != "land":
        (folder / "land.geojson").write_text(json.dumps(polygon(box(-9, 40, 9, 55))))
        files = (*files, ("land", "land.geojson"))
    ground = load_ground(view().box(), 1000.0, MapGround(files=files, rivers=False), folder)
    return draw_ground(ground.outlines, view(), MapStyle())


def at(plane: Any, latitude: float, longitude: float) -> Any:
    x, y = view().to_pixels(latitude, longitude).astype(int)
    return plane[y, x]


@pytest.mark.parametrize(
    "whole",
    [
        collection(polygon(REGION), polygon(LEFT), polygon(RIGHT)),
        collection(polygon(REGION), polygon(REGION)),
        collection(polygon(LEFT), polygon(RIGHT[::-1]), polygon(REGION[::-1])),
        {"type": "MultiPolygon", "coordinates": [[REGION], [LEFT], [REGION]]},
        {
            "type": "GeometryCollection",
            "geometries": [polygon(REGION), {**polygon(LEFT)}, polygon(RIGHT)],
        },
        collection(polygon(LEFT), polygon(RIGHT)),
    ],
    ids=["a region and its parts", "twice", "both ways round", "one shape", "nested", "neighbours"],
)
def test_polygons_that_overlap_are_one_land_with_one_coast(tmp_path: Path, whole: Any) -> None:
    one, expected = drawn(tmp_path, collection(polygon(REGION)))
    pixels, land = drawn(tmp_path, whole)
    # Land is the same to a level or two of its smooth edge, which other corners divide.
    assert np.abs(land.astype(int) - expected).max() < 16
    np.testing.assert_array_equal(land > 250, expected > 250)
    assert (np.abs(pixels.astype(int) - one) > 16).any(
        axis=2
    ).sum() <= 8  # the ends of the inner edge
    for latitude in np.linspace(46.5, 47.5, 11):
        np.testing.assert_array_equal(at(pixels, latitude, 2.0), at(one, latitude, 2.0))


@pytest.mark.parametrize("turn", [1, -1], ids=["as RFC 7946 has it", "the other way"])
def test_a_hole_is_a_hole_however_it_runs_unless_another_polygon_fills_it(
    tmp_path: Path, turn: int
) -> None:
    _, land = drawn(tmp_path, polygon(REGION[::turn], HOLE))
    assert (at(land, 47.0, 1.5), at(land, 47.0, 2.5)) == (0, 255)
    _, land = drawn(tmp_path, polygon(REGION, HOLE[::turn]))
    assert at(land, 47.0, 1.5) == 0
    _, land = drawn(tmp_path, collection(polygon(REGION, HOLE), polygon(LEFT, HOLE[::turn])))
    assert at(land, 47.0, 1.5) == 0
    _, land = drawn(tmp_path, collection(polygon(REGION, HOLE), polygon(HOLE[::turn])))
    assert at(land, 47.0, 1.5) == 255


def test_no_line_of_sea_is_seen_between_slanting_neighbours(tmp_path: Path) -> None:
    west = [[1.0, 46.4], [1.7, 46.4], [2.31, 47.6], [1.0, 47.6]]
    east = [[2.31, 47.6], [1.7, 46.4], [3.0, 46.4], [3.0, 47.6]]
    _, land = drawn(tmp_path, collection(polygon(west), polygon(east)))
    for latitude in np.linspace(46.5, 47.5, 40):
        longitude = 1.7 + 0.61 * (latitude - 46.4) / 1.2
        assert at(land, latitude, longitude) >= 250


def test_polygons_beyond_the_frame_s_edge_change_nothing(tmp_path: Path) -> None:
    west = view().box()  # a little more than is seen
    beyond = box(west.west - 1, 46.4, west.west + 0.01, 47.6)
    one, _ = drawn(tmp_path, polygon(REGION))
    pixels, _ = drawn(tmp_path, collection(polygon(REGION), polygon(beyond)))
    middle = (slice(None), slice(SIZE.width // 4, None))
    np.testing.assert_array_equal(pixels[middle], one[middle])


@pytest.mark.parametrize("layer", ["lakes", "city"])
def test_lakes_and_towns_that_overlap_are_one_too(tmp_path: Path, layer: str) -> None:
    one, _ = drawn(tmp_path, collection(polygon(REGION)), layer)
    pixels, _ = drawn(tmp_path, collection(polygon(REGION), polygon(LEFT), polygon(RIGHT)), layer)
    for longitude in (1.5, 2.0, 2.5):
        np.testing.assert_array_equal(at(pixels, 47.0, longitude), at(one, 47.0, longitude))


corners = st.tuples(st.floats(0.2, 3.8), st.floats(46.1, 47.9))


def _covers(triangle: list[tuple[float, float]]) -> bool:
    """Whether it has an area: three points on a line are no polygon to the reader."""
    (x, y), (east, north), (far, high) = triangle
    return abs((east - x) * (high - y) - (far - x) * (north - y)) > 1e-6


triangles_of_land = st.lists(corners, min_size=3, max_size=3, unique=True).filter(_covers)


@given(st.lists(triangles_of_land, min_size=1, max_size=6))
def test_what_any_polygon_covers_is_land_in_whatever_order(
    tmp_path_factory: pytest.TempPathFactory, triangles: list[list[tuple[float, float]]]
) -> None:
    folder = tmp_path_factory.mktemp("land")
    rings = [[list(point) for point in triangle] for triangle in triangles]
    each = [drawn(folder, polygon(ring))[1] for ring in rings]
    land = drawn(folder, collection(*(polygon(ring) for ring in rings)))[1]
    again = drawn(folder, collection(*(polygon(ring[::-1]) for ring in reversed(rings))))[1]
    assert (land.astype(int) >= np.max(each, axis=0).astype(int) - 1).all()
    assert (np.abs(land.astype(int) - again) <= 2).all()


def test_rings_come_out_wound_and_grouped_again(tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    path.write_text(json.dumps(collection(polygon(REGION[::-1], HOLE), polygon(LEFT))))
    rings = read_geojson(path, rings=True)
    assert [signed_area(ring) > 0 for ring in rings] == [True, False, True]
    assert [len(group) for group in polygons(rings)] == [2, 1]


def test_what_crosses_the_180th_meridian_is_on_both_sides(tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    island = [[178, -20], [-178, -20], [-178, -16], [178, -16], [178, -20]]
    lagoon = [[-179.5, -19], [-179, -19], [-179, -18], [-179.5, -18]]
    path.write_text(json.dumps(polygon(island, lagoon)))
    east, east_hole, west, west_hole = read_geojson(path, rings=True)
    assert (east[:, 0].min(), east[:, 0].max()) == (178, 182)
    assert (west[:, 0].min(), west[:, 0].max()) == (-182, -178)
    assert (east_hole[:, 0].min(), west_hole[:, 0].min()) == (180.5, -179.5)
    for beyond in ([[181, 1], [185, 1], [185, 4]], [[-179, 1], [-175, 1], [-175, 4]]):
        path.write_text(json.dumps(polygon(beyond)))
        (ring,) = read_geojson(path, rings=True)
        assert (ring[:, 0].min(), ring[:, 0].max()) == (-179, -175)
    path.write_text(json.dumps(polygon(box(-180, -90, 180, -60))))
    (whole,) = read_geojson(path, rings=True)
    assert np.ptp(whole[:, 0]) == 360


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_unicode_that_json_may_be_in_is_read(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "own.geojson"
    path.write_bytes(json.dumps(polygon(REGION)).encode(mark))
    assert len(read_geojson(path, rings=True)) == 1


def test_what_has_no_place_and_what_isn_t_closed_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    deep: Any = polygon(REGION[:-1])
    for _ in range(50):
        deep = {"type": "GeometryCollection", "geometries": [None, deep]}
    path.write_text(json.dumps(collection(None, deep, {"type": "Point", "coordinates": [1, 2]})))
    (ring,) = read_geojson(path, rings=True)
    assert len(ring) == 4


HUGE = "9" * 400
RING = "[[1,46],[2,46],[2,47]]"


def shape(ring: str) -> bytes:
    return f'{{"type": "Polygon", "coordinates": [{ring}]}}'.encode()


WRONG: dict[str, tuple[bytes, str]] = {
    "400 digits": (shape(f"[[{HUGE},46],[2,46],[2,47]]"), r"feature 1: position 1 .*digits"),
    "-400 digits": (shape(f"[[1,46],[2,-{HUGE}],[2,47]]"), "feature 1: position 2"),
    "1e400": (shape("[[1e400,46],[2,46],[2,47]]"), "feature 1: position 1 has inf"),
    "5,000 digits": (shape(f"[[{'9' * 5000},46],[2,46],[2,47]]"), "not GeoJSON: .*4300"),
    "5,000 digits elsewhere": (b'{"type":"Point","n":' + b"9" * 5000 + b"}", "not GeoJSON"),
    "NaN": (shape("[[1,46],[NaN,46],[2,47]]"), "position 2 has nan"),
    "Infinity": (shape("[[1,46],[2,-Infinity],[2,47]]"), "position 2 has .*-inf"),
    "words": (shape('[["1","46"],[2,46],[2,47]]'), "position 1 is"),
    "yes": (shape("[[true,46],[2,46],[2,47]]"), "position 1 is"),
    "one number": (shape("[[1],[2,46],[2,47]]"), "position 1 is"),
    "two positions": (shape("[[1,46],[2,46]]"), "at least 3"),
    "numbers one after another": (shape("1,46,2,46,2,47"), "feature 1: coordinates are lists"),
    "no ring": (b'{"type": "Polygon", "coordinates": [1, 46]}', "feature 1: coordinates are lists"),
    "a ring of an object": (shape('{"0": [1,46]}'), "feature 1: coordinates are lists"),
    "no line": (b'{"type":"MultiPolygon","coordinates":[[null]]}', "coordinates are lists"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    "deep positions": (
        shape("[" * 500 + "1" + "]" * 500),
        r"feature 1: position 1 is \[longitude",
    ),
    "deep collections": (
        b'{"type":"GeometryCollection","geometries":[' * 400
        + shape(RING)
        + b"]}" * 400
        + b"   ",
        "",
    ),
    "twice": (
        b'{"type":"Polygon","coordinates":[],"coordinates":[' + RING.encode() + b"]}",
        "'coordinates' twice",
    ),
    "features twice": (b'{"type":"FeatureCollection","features":[],"features":[]}', "twice"),
    "features no list": (b'{"type":"FeatureCollection","features":{}}', "not GeoJSON"),
    "feature null": (b'{"type":"FeatureCollection","features":[null]}', "feature 1: a feature is"),
    "no geometry": (b'{"type":"FeatureCollection","features":[{"type":"Feature"}]}', "has a 'geom"),
    "type of a list": (b'{"type":["Polygon"],"coordinates":[]}', "not GeoJSON"),
    "kind of a list": (
        b'{"type":"Feature","geometry":{"type":["Polygon"],"coordinates":[]}}',
        "is not GeoJSON",
    ),
    "geometries null": (b'{"type":"GeometryCollection","geometries":null}', "is a list"),
    "nothing in it": (b'{"type":"FeatureCollection","features":[]}', "has no polygon"),
    "a number": (b"12", "not GeoJSON"),
    "null": (b"null", "not GeoJSON"),
    "empty": (b"", "is empty; export the layer again"),
    "blanks": (b" \n", "is empty"),
    "a point all round": (shape("[[-1,49],[-1,49],[-1,49],[-1,49]]"), "has no polygon"),
    "a line there and back": (shape("[[-1,49],[-1,50],[-1,49]]"), "has no polygon"),
    "cut": (b'{"type": "Polygon", "coord', "line 1, column"),
    "Latin-1": ('{"type": "Feature", "id": "Éric"}'.encode("latin-1"), "not GeoJSON: .*utf-8"),
    "TopoJSON": (b'{"type":"Topology","objects":{},"arcs":[]}', "is TopoJSON .*EPSG:4326"),
    "Esri": (b'{"geometryType":"esriGeometryPolygon","features":[]}', "is Esri JSON"),
    "Shapefile": (struct.pack(">i", 9994) + bytes(96), "is a Shapefile, not GeoJSON; export"),
    "zip": (b"PK\x03\x04" + bytes(30), "ZIP archive"),
    "KML": (b'<?xml version="1.0"?><kml xmlns="http://a.example/"/>', "is KML"),
    "GPX": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<gpx version="1.1"/>', "is GPX"),
    "GML": (b'<wfs:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>', "is GML"),
    "page": (b"<!DOCTYPE html><html></html>", "is a web page"),
    "database": (b"SQLite format 3\0" + bytes(80), "GeoPackage"),
    "lines": (shape(RING) + b"\n" + shape(RING), "a GeoJSON on each line"),
    "Lambert-93": (shape("[[652000,6862000],[653000,6862000],[652000,6863000]]"), "Lambert-93"),
    "Mercator": (shape("[[261000,6250000],[1e7,6250000],[261000,6260000]]"), "EPSG:4326"),
    "swapped": (shape("[[47,120.5],[48,120.5],[48,121]]"), "latitude first"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_file_and_remedy(tmp_path: Path, name: str) -> None:
    data, about = WRONG[name]
    path = tmp_path / "own.geojson"
    path.write_bytes(data)
    if not about:
        assert read_geojson(path, rings=True)
        return
    with pytest.raises(PictureError, match=about) as raised:
        read_geojson(path, rings=True)
    said = str(raised.value)
    assert raised.value.code == "map-layer-unfit"
    assert said.startswith("own.geojson")
    assert "; " in said, "no remedy"
    assert len(said) < 400
    assert said.isprintable()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "geometries", "coordinates", "id"]),
            inner
            | st.sampled_from(["Feature", "FeatureCollection", "Polygon", "GeometryCollection"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values, st.booleans())
def test_any_json_is_a_layer_or_a_mistake(
    tmp_path_factory: pytest.TempPathFactory, value: Any, rings: bool
) -> None:
    path = tmp_path_factory.mktemp("any") / "own.geojson"
    path.write_text(json.dumps(value))
    try:
        found, said = read_geojson(path, rings=rings), ""
    except PictureError as error:
        found, said = (), str(error)
    assert bool(found) != said.startswith("own.geojson")
    assert all(np.isfinite(outline).all() for outline in found)


BOARD = """storyboard: 1
slug: carte
title: Carte
description: Une carte.
language: fr
slides:
  - id: carte
    map:
      alt: Une carte.
      view: {{west: 0, east: 4, south: 46, north: 48}}
      ground:
        rivers: no
        {layer}: {name}
    narration: Une phrase.
"""


def project(folder: Path, whole: Any, layer: str = "land", name: str = "own.geojson") -> Path:
    (folder / "media").mkdir(exist_ok=True)
    (folder / "storyboards").mkdir(exist_ok=True)
    text = whole if isinstance(whole, str) else json.dumps(whole)
    (folder / "media" / name).write_text(text, encoding="utf-8")
    path = folder / "storyboards" / "carte.yaml"
    path.write_text(BOARD.format(layer=layer, name=name), encoding="utf-8")
    return path


SWAPPED = polygon([[latitude, longitude] for longitude, latitude in REGION])
AWAY = polygon(box(20, 10, 22, 12))


@pytest.mark.parametrize(
    ("whole", "layer", "is_mistake", "what"),
    [
        (SWAPPED, "land", True, "own.geojson has latitude first"),
        (SWAPPED, "lakes", True, "own.geojson has latitude first"),
        (AWAY, "land", True, "own.geojson lies wholly outside the map: it has longitude 20.00 to"),
        (AWAY, "city", False, "own.geojson lies wholly outside the map"),
        (AWAY, "borders", False, "own.geojson lies wholly outside the map"),
        ({"type": "Topology"}, "lakes", True, "own.geojson is TopoJSON"),
    ],
)
def test_check_tells_at_the_layer_s_own_line_what_a_map_would_not_show(
    tmp_path: Path, whole: Any, layer: str, is_mistake: bool, what: str
) -> None:
    board = load_storyboard(project(tmp_path, whole, layer))
    mistakes, warnings = layer_problems(board)
    (problem,) = mistakes if is_mistake else warnings
    assert not (warnings if is_mistake else mistakes)
    assert problem.what.startswith(what)
    assert problem.remedy
    assert problem.code == {
        "has": "coordinates-swapped",
        "lies": "map-layer-misplaced",
        "is": "map-layer-unfit",
    }.get(what.split()[1])
    assert (problem.mark.line, problem.slide) == (13, "carte")
    assert problem.mark.excerpt.strip() == f"{layer}: own.geojson"


def test_layers_that_are_seen_are_right(tmp_path: Path) -> None:
    for layer in ("land", "lakes", "city", "borders"):
        board = load_storyboard(project(tmp_path, collection(polygon(REGION), AWAY), layer))
        assert layer_problems(board) == ((), ())


def test_a_layer_where_the_view_moves_to_is_right(tmp_path: Path) -> None:
    path = project(tmp_path, AWAY)
    moved = "view: {west: 0, east: 4, south: 46, north: 48}\n      to: {west: 19, east: 23,"
    text = path.read_text("utf-8").replace("view: {west: 0, east: 4, south: 46, north: 48}", "VIEW")
    path.write_text(text.replace("VIEW", moved + " south: 9, north: 13}"), encoding="utf-8")
    assert layer_problems(load_storyboard(path)) == ((), ())


def test_the_command_tells_them_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(project(tmp_path, SWAPPED))]) == 2
    said = capsys.readouterr().err
    assert "carte.yaml:13:15: own.geojson has latitude first" in said
    assert "= export the layer as GeoJSON in WGS 84" in said
    assert main(["check", str(project(tmp_path, AWAY, "city"))]) == 0
    assert "warning: " in capsys.readouterr().err


@pytest.mark.parametrize("name", ["coast.shp", "coast.zip", "trace.kml", "trace.gpx"])
def test_a_layer_of_another_format_is_told_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["check", str(project(tmp_path, AWAY, "lakes", name))]) == 2
    said = capsys.readouterr().err
    assert f"carte.yaml:13:16: 'lakes' wants a .geojson file, not '{name}'" in said
    assert "EPSG:4326" in said


def prepared(folder: Path) -> None:
    board = load_storyboard(folder / "storyboards" / "carte.yaml")
    visual = board.slides[0].visual
    assert isinstance(visual, OperationsMap)
    with naming_lines(board):
        try:
            prepare_map(
                visual, MapStyle(), SIZE, beats=Beats(sentences=(0,)), length=10, media=board.media
            )
        except PictureError as error:
            error.slide = "carte"
            raise


@pytest.mark.parametrize(("whole", "what"), [(SWAPPED, "latitude first"), ("{", "not JSON")])
def test_a_render_refuses_at_the_same_line(tmp_path: Path, whole: Any, what: str) -> None:
    project(tmp_path, whole)
    with pytest.raises(PictureError, match=rf"carte\.yaml:13:15: own\.geojson .*{what}"):
        prepared(tmp_path)


def test_a_render_takes_what_only_lacks_a_lake(tmp_path: Path) -> None:
    project(tmp_path, AWAY, "city")
    prepared(tmp_path)
