"""Points and views of a map that can't be meant.

Comes in: a map's own data. Goes out: mistakes, or words for one. Knows no model.
"""

from __future__ import annotations

from renderer.messages import deferred, tr
from renderer.storyboard.fields import mistake
from renderer.storyboard.operations import GeoPoint, MapView, OperationsMap

_LATITUDE_LIMIT = 80.0
"""Of a view: in a tall frame more shows around it, up to `FURTHEST_LATITUDE`."""


def looks_swapped(board: OperationsMap) -> str:
    """The first point that lies near the view with its numbers swapped; empty: none does."""
    view = board.view
    margin = max(view.east - view.west, view.north - view.south)

    def near(latitude: float, longitude: float) -> bool:
        return (
            view.south - margin <= latitude <= view.north + margin
            and view.west - margin <= longitude <= view.east + margin
        )

    named: list[tuple[str, str, tuple[GeoPoint, ...]]] = [
        *((_OF_A_PLACE, place.name, (place.at,)) for place in board.places),
        *((_OF_AN_ARROW, arrow.label, arrow.path) for arrow in board.arrows),
        *((_OF_A_FRONT, front.name or front.label, front.line) for front in board.fronts),
        *((_OF_AN_AREA, area.name, area.ring) for area in board.areas),
        *((_OF_A_LINE, line.name, line.path) for line in board.lines),
    ]
    for said, name, points in named:
        for latitude, longitude in points:
            if not near(latitude, longitude) and near(longitude, latitude):
                return tr(said, point=f"[{latitude:g}, {longitude:g}]", name=name)
    return ""


_OF_A_PLACE = deferred("{point} of '{name}'")
_OF_AN_ARROW = deferred("{point} of the arrow '{name}'")
_OF_A_FRONT = deferred("{point} of the front '{name}'")
_OF_AN_AREA = deferred("{point} of the area '{name}'")
_OF_A_LINE = deferred("{point} of the line '{name}'")


def check_view(view: MapView) -> None:
    """Refuse a view that no map can show.

    Raises:
        PydanticCustomError: with what is wrong and an example.
    """
    if view.west >= view.east and view.west > 90 and view.east < -90:
        what, remedy = tr("a view can't cross the 180th meridian"), tr("show one side of it")
        raise mistake(what, remedy, code="view-unfit")
    if not (-180 <= view.west < view.east <= 180):
        wrong = tr("'west' must be less than 'east', both within -180 and 180")
    elif view.south >= view.north:
        wrong = tr("'south' must be less than 'north'")
    elif view.south < -_LATITUDE_LIMIT or view.north > _LATITUDE_LIMIT:
        wrong = tr(
            "a view can't come nearer the poles than {limit}° of latitude",
            limit=f"{_LATITUDE_LIMIT:.0f}",
        )
    elif view.east - view.west > 120 or view.north - view.south > 60:
        wrong = tr("a view spans at most 120° of longitude and 60° of latitude")
    elif view.east - view.west < 0.002 or view.north - view.south < 0.002:
        wrong = tr("a view spans at least 0.002°")
    else:
        return
    edges = "{west: -2.1, east: -1.0, south: 49.25, north: 49.8}"
    raise mistake(wrong, tr("for example {example}", example=edges), code="view-unfit")
