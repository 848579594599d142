"""Places whose latitude and longitude are known: on the project's maps, and in the gazetteer.

    "troa" ──▶ Troarn, 49.178, -0.182

Comes in: the project's films, and how a name begins, or four edges. Goes out: names with where they
are, those of the project's own maps first: an author put them there. Asks no network.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from renderer.errors import RecitError
from renderer.importing.places import gazetteer
from renderer.messages import tr
from renderer.studio.http import Refusal

if TYPE_CHECKING:
    from renderer.studio.films import Films

_MOST = 12
"""Names that are offered: as many as are read at a glance."""
_PARTS = 4
"""Of a map, across and down: a name in each is read without hiding what is under it."""
_VILLAGES_DEGREES = 2.0
"""Of longitude: in a land wider than that nobody looks for a village."""
_WELL_KNOWN = re.split(
    r",\s+",
    """Paris, Londres, Berlin, Rome, Bruxelles, Luxembourg, Amsterdam, Berne, Prague, Vienne, Lyon,
    Marseille, Toulouse, Bordeaux, Nantes, Rennes, Lille, Strasbourg, Dijon, Rouen, Caen, Brest,
    Le Havre, Cherbourg, Saint-Lô, Bayeux, Lisieux, Falaise, Argentan, Alençon, Évreux, Avranches,
    Granville, Saint-Malo, Quimper, Lorient, Saint-Nazaire, Vannes, Angers, Le Mans, Laval, Tours,
    Orléans, Chartres, Blois, Poitiers, La Rochelle, Limoges, Tulle, Périgueux, Agen, Pau, Bayonne,
    Tarbes, Montauban, Albi, Rodez, Cahors, Carcassonne, Perpignan, Montpellier, Nîmes, Avignon,
    Toulon, Nice, Cannes, Ajaccio, Bastia, Gap, Grenoble, Valence, Saint-Étienne, Clermont-Ferrand,
    Vichy, Moulins, Nevers, Bourges, Châteauroux, Auxerre, Troyes, Chaumont, Besançon, Belfort,
    Mulhouse, Colmar, Nancy, Metz, Épinal, Verdun, Bar-le-Duc, Reims, Charleville-Mézières, Sedan,
    Laon, Soissons, Compiègne, Beauvais, Amiens, Abbeville, Arras, Dunkerque, Calais, Cambrai,
    Boulogne-sur-Mer, Saint-Quentin, Melun, Versailles, Annecy, Chambéry, Bourg-en-Bresse, Mâcon,
    Le Puy-en-Velay, Aurillac, Mende, Anvers, Gand, Bruges, Liège, Namur, Bastogne, Rotterdam,
    Arnhem, Southampton, Portsmouth, Plymouth, Cologne, Aix-la-Chapelle, Mayence, Stuttgart, Munich,
    Nuremberg, Hambourg, Genève, Zurich, Bâle, Milan, Turin, Gênes, Naples, Florence""",
)
"""Towns that everybody has heard of, the largest first: the gazetteer doesn't say how large."""


def known_places(films: Films, asked: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Those whose `name` begins so; or, between the edges `west`, `east`, `south` and `north`,
    those by which one finds one's way.

    Raises:
        Refusal: neither is asked for.
    """
    if "name" in asked:
        return {"places": _named(films, _plain(asked["name"]))}
    try:
        edges = [float(asked[key]) for key in ("west", "east", "south", "north")]
    except (KeyError, ValueError):
        told = tr("the request lacks '{key}'", key="name")
        raise Refusal(422, "request-unfit", told) from None
    return {"places": _landmarks(*edges)}


def _landmarks(west: float, east: float, south: float, north: float) -> list[dict[str, Any]]:
    """One for each part of what is shown, the best known first; of a wide land only these."""
    if not (west < east and south < north):
        return []
    known = gazetteer()
    every = [] if east - west > _VILLAGES_DEGREES else known
    cells: dict[tuple[int, int], dict[str, Any]] = {}
    for name in dict.fromkeys((*_WELL_KNOWN, *every)):
        latitude, longitude, _ = known.get(name, (90.0, 0.0, ""))
        if west < longitude < east and south < latitude < north:
            across = int((longitude - west) / (east - west) * _PARTS)
            down = int((latitude - south) / (north - south) * _PARTS)
            found = {"name": name, "at": [latitude, longitude], "film": ""}
            cells.setdefault((across, down), found)
    return list(cells.values())


def _named(films: Films, wanted: str) -> list[dict[str, Any]]:
    if not wanted:
        return []
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for name, at, title in (*_on_maps(films), *_in_gazetteer()):
        if _plain(name).startswith(wanted):
            found.setdefault((name, str(at)), {"name": name, "at": at, "film": title})
    # What is typed already comes first; a name may be that of several places.
    told = sorted(found.values(), key=lambda one: _plain(one["name"]) != wanted)
    return told[:_MOST]


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
