"""What a map may show, to the very edge; and when a point looks as if it were swapped."""

from typing import Any

import pytest
from pydantic import ValidationError

from renderer.storyboard.map_schema import OperationsMapModel, ViewModel

# Latitudes and longitudes that are alike, so that a swapped point may land near the view.
LIKE = {"west": 48.0, "east": 50.0, "south": 49.0, "north": 51.0}


def view(west: float, east: float, south: float, north: float) -> ViewModel:
    return ViewModel(west=west, east=east, south=south, north=north)


def chart(at: list[float]) -> OperationsMapModel:
    given: dict[str, Any] = {"view": LIKE, "alt": "Un lieu", "places": [{"name": "Là", "at": at}]}
    return OperationsMapModel.model_validate(given)


@pytest.mark.parametrize(
    "edges",
    [
        (-60, 60, -30, 30),
        (0, 0.002, 0, 0.002),
        (-180, -100, 0, 1),
        (100, 180, 0, 1),
        (0, 1, -80, -79),
        (0, 1, 79, 80),
    ],
)
def test_a_view_may_reach_each_limit(edges: tuple[float, float, float, float]) -> None:
    shown = view(*edges).to_board()
    assert (shown.west, shown.east, shown.south, shown.north) == edges


@pytest.mark.parametrize(
    ("edges", "reason"),
    [
        ((-60.1, 60, -30, 30), "at most 120° of longitude"),
        ((-60, 60, -30.1, 30), "60° of latitude"),
        ((0, 0.0019, 0, 1), "at least 0.002°"),
        ((0, 1, 0, 0.0019), "at least 0.002°"),
        ((1, 1, 0, 1), "'west' must be less than 'east'"),
        ((0, 1, 1, 1), "'south' must be less than 'north'"),
        ((170, -170, 0, 1), "180th meridian"),
        ((0, 1, 79, 80.1), "80° of latitude"),
        ((0, 1, -80.1, -79), "80° of latitude"),
    ],
)
def test_a_view_beyond_a_limit_says_which(
    edges: tuple[float, float, float, float], reason: str
) -> None:
    with pytest.raises(ValidationError, match=reason):
        view(*edges)


@pytest.mark.parametrize("at", [[47, 50], [53, 50], [50, 46], [50, 52], [40, 50], [50, 56]])
def test_a_point_within_a_views_width_of_it_or_far_off_either_way_is_taken_as_written(
    at: list[float],
) -> None:
    assert chart(at).to_board().places[0].at == tuple(at)


@pytest.mark.parametrize("at", [[46.9, 50], [50, 53], [46.5, 47.5]])
def test_a_point_that_would_be_near_the_other_way_round_looks_swapped(at: list[float]) -> None:
    with pytest.raises(ValidationError, match=r"'Là' looks swapped, or the view does, which"):
        chart(at)


def test_of_a_point_and_a_view_that_are_swapped_either_may_be_wrong_unless_others_agree() -> None:
    """A view around [2.35, 48.85] is one of Somalia's coast, and every place of France is far."""
    wrong_view: dict[str, Any] = {
        "view": {"centre": [2.35, 48.85], "km": 60},
        "alt": "Une carte.",
        "places": [{"name": "Paris", "at": [48.86, 2.34]}, {"name": "Orly", "at": [48.74, 2.36]}],
    }
    said = (
        r"\[48.86, 2.34\] of 'Paris' looks swapped, or the view .* latitude 2.35, longitude 48.85:"
    )
    with pytest.raises(ValidationError, match=said):
        OperationsMapModel.model_validate(wrong_view)
    wrong_place = {**wrong_view, "view": {"centre": [48.85, 2.35], "km": 60}}
    wrong_place["places"][1]["at"] = [2.36, 48.74]
    said = r"\[2.36, 48.74\] of 'Orly' looks swapped: points are \[latitude, longitude\]"
    with pytest.raises(ValidationError, match=said):
        OperationsMapModel.model_validate(wrong_place)
