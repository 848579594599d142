"""Make the sketch of Paris that the city plan stands on: the Seine, its islands, the city's limit.

    python media/maps/paris_plan.py

Rivers in WDBII are 200 m off inside a city. This sketch goes through the known positions of the
bridges (about 50 m) and gates (about 200 m), with the river's usual breadth between them. It shows
where things stand to within 300 m; it is no survey. Goes out: three GeoJSON files beside this one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from renderer.maps.strokes import normals, smooth_curve  # noqa: E402 - after the path is set

# Metres in a degree of longitude and of latitude at 48.86° (WGS 84).
METRES = np.array([73_330.0, 111_210.0])

# Latitude, longitude of the middle of the river, and its breadth in metres, going downstream.
SEINE = (
    (48.7420, 2.4080, 130),
    (48.7640, 2.4100, 130),
    (48.7860, 2.4130, 130),
    (48.8010, 2.4180, 140),
    (48.8140, 2.4120, 160),  # the Marne comes in at Charenton
    (48.8205, 2.3990, 165),
    (48.8272, 2.3862, 165),  # pont National
    (48.8338, 2.3805, 160),  # pont de Tolbiac
    (48.8382, 2.3748, 160),  # pont de Bercy
    (48.8418, 2.3688, 150),  # pont Charles-de-Gaulle
    (48.8449, 2.3658, 165),  # pont d'Austerlitz
    (48.8487, 2.3612, 190),
    (48.8517, 2.3566, 310),  # across the île Saint-Louis
    (48.8535, 2.3515, 330),
    (48.8549, 2.3470, 330),  # across the île de la Cité
    (48.8564, 2.3428, 270),
    (48.8577, 2.3400, 200),
    (48.8584, 2.3375, 150),  # pont des Arts
    (48.8594, 2.3330, 140),  # pont du Carrousel
    (48.8602, 2.3297, 140),  # pont Royal
    (48.8619, 2.3245, 130),  # passerelle Solférino
    (48.8635, 2.3195, 140),  # pont de la Concorde
    (48.8639, 2.3136, 140),  # pont Alexandre-III
    (48.8637, 2.3105, 135),  # pont des Invalides
    (48.8634, 2.3017, 140),  # pont de l'Alma
    (48.8627, 2.2969, 130),  # passerelle Debilly
    (48.8597, 2.2926, 145),  # pont d'Iéna
    (48.8557, 2.2876, 190),  # pont de Bir-Hakeim
    (48.8503, 2.2800, 190),  # pont de Grenelle
    (48.8466, 2.2757, 150),  # pont Mirabeau
    (48.8391, 2.2690, 150),  # pont du Garigliano
    (48.8345, 2.2625, 160),
    (48.8290, 2.2590, 210),
    (48.8245, 2.2530, 250),  # across the île Saint-Germain
    (48.8228, 2.2430, 230),
    (48.8250, 2.2320, 170),
    (48.8285, 2.2240, 180),  # pont de Sèvres
    (48.8350, 2.2215, 160),
    (48.8408, 2.2230, 150),  # pont de Saint-Cloud
    (48.8500, 2.2240, 150),
    (48.8600, 2.2260, 170),
    (48.8690, 2.2290, 190),  # pont de Suresnes
    (48.8770, 2.2390, 230),
    (48.8850, 2.2480, 230),  # pont de Neuilly
    (48.8940, 2.2590, 210),
    (48.9020, 2.2720, 160),
    (48.9068, 2.2850, 150),  # pont d'Asnières
    (48.9120, 2.3000, 150),
    (48.9180, 2.3160, 150),
    (48.9260, 2.3300, 220),
    (48.9400, 2.3330, 240),
    (48.9500, 2.3200, 220),
)
MARNE = (
    (48.8480, 2.5450, 90),
    (48.8425, 2.5220, 90),
    (48.8395, 2.5060, 90),
    (48.8345, 2.4900, 90),
    (48.8280, 2.4790, 90),
    (48.8212, 2.4722, 90),  # pont de Joinville
    (48.8180, 2.4600, 90),
    (48.8155, 2.4460, 90),
    (48.8158, 2.4320, 90),
    (48.8165, 2.4200, 90),
    (48.8145, 2.4110, 90),
)
# Islands: latitude, longitude around them.
ISLANDS = {
    "Île Saint-Louis": (
        (48.8502, 2.3597), (48.8512, 2.3600), (48.8527, 2.3568), (48.8533, 2.3530),
        (48.8525, 2.3523), (48.8514, 2.3545),
    ),
    "Île de la Cité": (
        (48.8522, 2.3522), (48.8536, 2.3524), (48.8551, 2.3502), (48.8562, 2.3460),
        (48.8572, 2.3425), (48.8576, 2.3405), (48.8566, 2.3412), (48.8553, 2.3436),
        (48.8541, 2.3462), (48.8530, 2.3493),
    ),
    "Île aux Cygnes": (
        (48.8562, 2.2884), (48.8559, 2.2888), (48.8500, 2.2803), (48.8496, 2.2794),
        (48.8501, 2.2797),
    ),
    "Île Saint-Germain": (
        (48.8285, 2.2583), (48.8262, 2.2565), (48.8243, 2.2520), (48.8232, 2.2440),
        (48.8225, 2.2440), (48.8233, 2.2530), (48.8255, 2.2580),
    ),
    "Île de la Jatte": (
        (48.8868, 2.2500), (48.8905, 2.2555), (48.8955, 2.2625), (48.9000, 2.2690),
        (48.8988, 2.2692), (48.8935, 2.2610), (48.8885, 2.2545),
    ),
}  # fmt: skip
# The city's limit of today, gate by gate, clockwise from the north. Latitude, longitude.
LIMIT = (
    (48.9000, 2.3590), (48.9005, 2.3445), (48.9000, 2.3290), (48.8960, 2.3130),
    (48.8905, 2.2990), (48.8790, 2.2810), (48.8715, 2.2760), (48.8640, 2.2680),
    (48.8480, 2.2560), (48.8380, 2.2530), (48.8345, 2.2620), (48.8335, 2.2700),
    (48.8300, 2.2780), (48.8310, 2.2880), (48.8260, 2.3050), (48.8220, 2.3255),
    (48.8168, 2.3330), (48.8165, 2.3440), (48.8160, 2.3560), (48.8185, 2.3680),
    (48.8215, 2.3750), (48.8245, 2.3890), (48.8290, 2.4010), (48.8340, 2.4090),
    (48.8470, 2.4140), (48.8535, 2.4145), (48.8640, 2.4130), (48.8710, 2.4130),
    (48.8775, 2.4085), (48.8830, 2.4000), (48.8890, 2.3975), (48.8985, 2.3940),
    (48.9010, 2.3850), (48.9015, 2.3700),
)  # fmt: skip


def main() -> None:
    """Write the three layers."""
    water = [("La Seine", _banks(SEINE), list(ISLANDS.values())), ("La Marne", _banks(MARNE), [])]
    features = []
    for name, banks, islands in water:
        rings = [banks, *(_closed([(lon, lat) for lat, lon in island]) for island in islands)]
        features.append(_polygon(name, rings))
    _write("paris-seine.geojson", features)
    limit = _closed([(lon, lat) for lat, lon in LIMIT])
    _write("paris-ville.geojson", [_polygon("Paris", [limit])])
    west, east, south, north = 1.6, 3.1, 48.4, 49.3
    around = [(west, south), (east, south), (east, north), (west, north)]
    _write("paris-land.geojson", [_polygon("Île-de-France", [_closed(around)])])


def _banks(course: tuple[tuple[float, float, float], ...]) -> list[list[float]]:
    """Give the ring between the two banks of a river."""
    points = np.array([(lon, lat) for lat, lon, _ in course]) * METRES
    line = smooth_curve(points, 60.0)
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    nearest = [int(np.argmin(np.hypot(*(line - point).T))) for point in points]
    breadth = np.interp(along, along[nearest], [width for _, _, width in course])
    aside = normals(line) * (breadth / 2)[:, None]
    ring = np.concatenate([line + aside, (line - aside)[::-1]]) / METRES
    return _closed([(float(lon), float(lat)) for lon, lat in ring])


def _closed(points: list[tuple[float, float]]) -> list[list[float]]:
    rounded = [[round(lon, 5), round(lat, 5)] for lon, lat in points]
    return [*rounded, rounded[0]]


def _polygon(name: str, rings: list[list[list[float]]]) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": rings},
    }


def _write(name: str, features: list[dict[str, object]]) -> None:
    whole = {"type": "FeatureCollection", "features": features}
    path = HERE / name
    path.write_text(json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{name}: {path.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
