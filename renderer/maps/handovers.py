"""Places that change hands, as one place each: drawn once, its colour changes where it stands.

Comes in: an `OperationsMap` on which an author wrote the same place twice, the second from the
moment at which the first leaves. Goes out: the same with the two made one, for what lays out and
names. Knows no pixel; the legend and the description go on reading what the author wrote.
"""

from __future__ import annotations

from dataclasses import replace

from renderer.storyboard.operations import MapPlace, OperationsMap


def joined_handovers(board: OperationsMap) -> OperationsMap:
    """*board* with each place that another of its name and kind takes over joined to that one."""
    places: list[MapPlace] = []
    for place in board.places:
        held = next((n for n, one in enumerate(places) if _hands_over(one, place)), None)
        if held is None or place.appears is None:
            places.append(place)
        else:
            one = places[held]
            then = (*one.then, (place.appears, place.side))
            places[held] = replace(one, leaves=place.leaves, then=then)
    return replace(board, places=tuple(places))


def _hands_over(one: MapPlace, other: MapPlace) -> bool:
    same = (one.name, one.at, one.kind) == (other.name, other.at, other.kind)
    return same and one.leaves is not None and one.leaves == other.appears
