"""Places whose latitude and longitude are known: on the project's maps, and in the gazetteer.

    "troa" ──▶ Troarn, 49.178, -0.182

Comes in: the project's films, and how a name begins. Goes out: names with where they are, those of
the project's own maps first: an author put them there. Asks no network.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from renderer.errors import RecitError
from renderer.importing.places import gazetteer
from renderer.studio.films import Films

_MOST = 12
"""Names that are offered: as many as are read at a glance."""


def places_named(films: Films, begun: str) -> dict[str, list[dict[str, Any]]]:
    """Those whose names begin with *begun*, whatever its capitals and accents."""
    wanted = _plain(begun)
    if not wanted:
        return {"places": []}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for name, at, title in (*_on_maps(films), *_in_gazetteer()):
        if _plain(name).startswith(wanted):
            found.setdefault((name, str(at)), {"name": name, "at": at, "film": title})
    # What is typed already comes first; a name may be that of several places.
    told = sorted(found.values(), key=lambda one: _plain(one["name"]) != wanted)
    return {"places": told[:_MOST]}


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace("œ", "oe").casefold())
    return "".join(each for each in letters if each.isalnum())


def _on_maps(films: Films) -> Iterator[tuple[str, list[float], str]]:
    """Every place of every map, the film in which it is."""
    for _, open_film in films.all():
        try:
            written = open_film.shown().written
        except RecitError:
            continue
        for slide in written:
            chart = slide.get("map")
            places = chart.get("places") if isinstance(chart, dict) else None
            for place in places if isinstance(places, list) else [places]:
                if (found := _placed(place)) is not None:
                    yield *found, open_film.title


def _placed(place: Any) -> tuple[str, list[float]] | None:
    at = place.get("at") if isinstance(place, Mapping) else None
    try:
        name, at = str(place["name"]).strip(), [float(each) for each in at or ()]
    except (KeyError, TypeError, ValueError):
        return None
    return (name, at) if len(at) == 2 and len(name) > 1 else None


def _in_gazetteer() -> Iterator[tuple[str, list[float], str]]:
    for name, (latitude, longitude, _) in gazetteer().items():
        yield name, [latitude, longitude], ""
