from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.maps.projection import (
    Projection,
    fit_projection,
    isometric_latitude,
    lambert_conic,
)
from renderer.maps.viewport import Rect, fit_view, viewport_between
from renderer.storyboard.map_data import MapView

FRANCE = MapView(west=-4.6, east=8.9, south=42.7, north=50.4)
COTENTIN = MapView(west=-2.0, east=-1.05, south=49.26, north=49.72)


def test_it_agrees_with_the_survey_s_published_values() -> None:
    # IGN, note technique NT/G 71: examples of algorithms ALG0001 and ALG0003.
    assert float(isometric_latitude(np.array(0.87266462600), 0.08199188998)) == pytest.approx(
        1.00552653648, abs=1e-10
    )
    cone = Projection(
        cone=0.760405966,
        factor=11_603_796.9767,
        meridian=math.degrees(0.04079234433),
        eccentricity=0.0824832568,
    )
    east, north = cone.forward(math.degrees(0.872664626), math.degrees(0.145512099))
    assert 600_000 + float(east) == pytest.approx(1_029_705.0818, abs=0.01)
    assert 5_657_616.674 + float(north) == pytest.approx(272_723.8510, abs=0.01)


def test_its_standard_parallels_are_true_to_scale() -> None:
    cone = lambert_conic(44, 49, 3)
    assert cone.scale(44) == pytest.approx(1, abs=1e-12)
    assert cone.scale(49) == pytest.approx(1, abs=1e-12)
    # The scale of Lambert-93 in its middle, as published: 0.99905 at 46.5°.
    assert cone.scale(46.5) == pytest.approx(0.99905, abs=1e-5)


def ground_distance(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Metres between two places on WGS 84, from the chord between them through the Earth."""

    def in_space(latitude: float, longitude: float) -> np.ndarray:
        phi, turn, square = math.radians(latitude), math.radians(longitude), 0.00669437999
        radius = 6_378_137.0 / math.sqrt(1 - square * math.sin(phi) ** 2)
        flat = radius * math.cos(phi)
        return np.array(
            [
                flat * math.cos(turn),
                flat * math.sin(turn),
                radius * (1 - square) * math.sin(phi),
            ]
        )

    chord = float(np.linalg.norm(in_space(*one) - in_space(*two)))
    return 2 * 6_378_000 * math.asin(chord / 2 / 6_378_000)


@pytest.mark.parametrize(
    ("view", "one", "two", "off"),
    [
        (FRANCE, (49.6390, -1.6160), (48.8566, 2.3522), 0.0033),
        (FRANCE, (48.5734, 7.7521), (48.8566, 2.3522), 0.0033),
        (FRANCE, (43.2000, 6.6000), (45.7640, 4.8357), 0.0033),
        (COTENTIN, (49.6390, -1.6160), (49.3850, -1.7540), 0.0001),
        (COTENTIN, (49.4150, -1.1750), (49.7160, -1.9310), 0.0001),
    ],
)
def test_distances_are_right(
    view: MapView, one: tuple[float, float], two: tuple[float, float], off: float
) -> None:
    # A ten-thousandth of the Cotentin is 6 m; a third of a percent of 90 km is 300 m.
    east, north = fit_projection([view]).forward([one[0], two[0]], [one[1], two[1]])
    measured = math.hypot(float(east[1] - east[0]), float(north[1] - north[0]))
    assert measured == pytest.approx(ground_distance(one, two), rel=off)


@given(
    latitude=st.floats(-70, 70),
    longitude=st.floats(-60, 60),
    south=st.floats(-60, 50),
    tall=st.floats(0.05, 20),
)
def test_there_and_back_is_the_same_place(
    latitude: float, longitude: float, south: float, tall: float
) -> None:
    cone = fit_projection([MapView(west=-30, east=30, south=south, north=south + tall)])
    back = cone.inverse(*cone.forward(latitude, longitude))
    assert float(back[0]) == pytest.approx(latitude, abs=1e-8)
    assert float(back[1]) == pytest.approx(longitude, abs=1e-8)


@given(latitude=st.floats(-60, 60), longitude=st.floats(-20, 20))
def test_angles_are_kept(latitude: float, longitude: float) -> None:
    cone = fit_projection([MapView(west=-25, east=25, south=-35, north=-5)])
    # A metre north and a metre east must stay at right angles, and as long as one another.
    step = 1e-5
    east, north = cone.forward(
        [latitude, latitude + step, latitude], [longitude, longitude, longitude + step]
    )
    up = np.array([east[1] - east[0], north[1] - north[0]])
    aside = np.array([east[2] - east[0], north[2] - north[0]])
    assert abs(up @ aside) / (np.hypot(*up) * np.hypot(*aside)) < 1e-4
    assert north[1] > north[0] or abs(latitude) > 59


def test_a_view_across_the_equator_is_mercator_s() -> None:
    assert fit_projection([MapView(west=10, east=20, south=-5, north=5)]).cone == 0


@pytest.mark.parametrize(
    ("view", "about"),
    [
        (MapView(west=170, east=-170, south=0, north=10), "180th meridian"),
        (MapView(west=170, east=190, south=0, north=10), "180th meridian"),
        (MapView(west=0, east=10, south=84, north=89), "poles"),
        (MapView(west=0, east=10, south=-90, north=-60), "poles"),
    ],
)
def test_the_antimeridian_and_the_poles_are_refused(view: MapView, about: str) -> None:
    with pytest.raises(PictureError, match=about) as refused:
        fit_projection([view])
    assert refused.value.code == "view-unfit"


@pytest.mark.parametrize("size", [Size(1920, 1080), Size(1080, 1920), Size(1080, 1080)])
def test_all_of_a_view_is_seen_whatever_the_frame(size: Size) -> None:
    room = Rect(30, 30, size.width - 30, size.height - 160)
    view = fit_view(FRANCE, fit_projection([FRANCE]), size, room)
    latitude = np.array([42.7, 42.7, 50.4, 50.4, 46.0])
    longitude = np.array([-4.6, 8.9, -4.6, 8.9, 2.0])
    x, y = view.to_pixels(latitude, longitude).T
    assert x.min() >= room.left - 0.5
    assert x.max() <= room.right + 0.5
    assert y.min() >= room.top - 0.5
    assert y.max() <= room.bottom + 0.5


def test_a_zoom_keeps_one_point_still() -> None:
    cone = fit_projection([FRANCE, COTENTIN])
    size, room = Size(1920, 1080), Rect(0, 0, 1920, 1080)
    start, end = (fit_view(view, cone, size, room) for view in (FRANCE, COTENTIN))
    # The still point is where a place has the same pixels in the first and in the last view.
    ratio = end.metres_a_pixel / start.metres_a_pixel
    still_east = (end.east - ratio * start.east) / (1 - ratio)
    for share in (0.2, 0.5, 0.9):
        view = viewport_between(start, end, share)
        expected = (still_east - start.east) / start.metres_a_pixel
        assert (still_east - view.east) / view.metres_a_pixel == pytest.approx(expected, abs=1e-6)
