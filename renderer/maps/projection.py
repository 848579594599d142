"""Degrees to metres on a plane and back: a conformal cone fitted to what the map shows.

Latitude, longitude (WGS 84 degrees) ◀──Projection──▶ easting, northing (metres).
One family serves every size of map, because conformal maps keep directions and the shapes of
coasts, which is what one reads on a map of operations: Lambert's conic with two standard parallels
(the projection of French survey maps), which becomes Mercator's when the view straddles the
equator. Across France its scale is true to 0.3 %; across a department to 0.001 %.
Knows nothing of pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from renderer.errors import PictureError
from renderer.messages import tr
from renderer.messages.figures import short_figure
from renderer.storyboard.map_data import FURTHEST_LATITUDE, MapView

Floats = NDArray[np.float64]

# WGS 84: half the equator's diameter in metres, and the first eccentricity of the meridian.
SEMI_MAJOR = 6_378_137.0
ECCENTRICITY = 0.081819190842622
"""WGS 84's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Lambert's conformal conic on an ellipsoid, or Mercator's when `cone` is 0.

    Formulas: J. P. Snyder, Map Projections – A Working Manual (USGS 1395), pages 41–44 and 107–109.
    """

    cone: float
    """n: sine of the cone's parallel. 0: Mercator."""
    factor: float
    """Metres: radius of the equator's image on the cone (aF), or on Mercator's plane a·k."""
    meridian: float
    """Degrees of longitude that run straight up the map."""
    eccentricity: float = ECCENTRICITY

    def forward(self, latitude: ArrayLike, longitude: ArrayLike) -> tuple[Floats, Floats]:
        """Project degrees to metres east and north (origin: far off, on the central meridian)."""
        q = isometric_latitude(np.radians(np.asarray(latitude, float)), self.eccentricity)
        turned = np.radians(np.asarray(longitude, float) - self.meridian)
        if self.cone == 0:
            return self.factor * turned, self.factor * q
        radius = self.factor * np.exp(-self.cone * q)
        angle = self.cone * turned
        return radius * np.sin(angle), -radius * np.cos(angle)

    def inverse(self, easting: ArrayLike, northing: ArrayLike) -> tuple[Floats, Floats]:
        """Give latitude and longitude, in degrees, of points on the plane."""
        east, north = np.asarray(easting, float), np.asarray(northing, float)
        if self.cone == 0:
            q, turned = north / self.factor, east / self.factor
        else:
            facing = math.copysign(1.0, self.cone)
            turned = np.arctan2(facing * east, -facing * north) / self.cone
            q = -np.log(np.hypot(east, north) / abs(self.factor)) / self.cone
        latitude = np.degrees(_latitude(q, self.eccentricity))
        return latitude, self.meridian + np.degrees(turned)

    def scale(self, latitude: float) -> float:
        """Metres on the plane for a metre on the ground at *latitude*."""
        phi = math.radians(latitude)
        q = float(isometric_latitude(np.asarray(phi), self.eccentricity))
        spread = (
            self.factor if self.cone == 0 else self.cone * self.factor * math.exp(-self.cone * q)
        )
        return spread / (SEMI_MAJOR * _parallel(phi, self.eccentricity))


def fit_projection(views: Iterable[MapView]) -> Projection:
    """Choose the cone for everything that *views* show.

    Raises:
        PictureError: a view crosses the 180th meridian or comes too near a pole.
    """
    shown = tuple(views)
    west, east = min(view.west for view in shown), max(view.east for view in shown)
    south, north = min(view.south for view in shown), max(view.north for view in shown)
    if not -180 <= west < east <= 180:
        raise PictureError(
            tr(
                "a map can't go from longitude {west} to {east}: 'west' must be less than 'east', "
                "and a view can't cross the 180th meridian",
                west=short_figure(west),
                east=short_figure(east),
            ),
            tr("show one side of it"),
            code="view-unfit",
        )
    if not -FURTHEST_LATITUDE <= south < north <= FURTHEST_LATITUDE:
        raise PictureError(
            tr(
                "a map can't go from latitude {south} to {north}: 'south' must be less than "
                "'north', and a view stays {degrees}° away from the poles",
                south=short_figure(south),
                north=short_figure(north),
                degrees=round(90 - FURTHEST_LATITUDE),
            ),
            code="view-unfit",
        )
    # A sixth inside either edge: the usual rule for standard parallels (Snyder, page 105).
    sixth = (north - south) / 6
    return lambert_conic(south + sixth, north - sixth, (west + east) / 2)


def lambert_conic(
    south: float, north: float, meridian: float, *, eccentricity: float = ECCENTRICITY
) -> Projection:
    """Make the cone that is true to scale at the parallels *south* and *north*, in degrees."""
    low, high = math.radians(south), math.radians(north)
    m_low, m_high = _parallel(low, eccentricity), _parallel(high, eccentricity)
    q_low, q_high = (
        float(isometric_latitude(np.asarray(phi), eccentricity)) for phi in (low, high)
    )
    if high - low < 1e-9:
        cone = math.sin((low + high) / 2)
    else:
        cone = (math.log(m_low) - math.log(m_high)) / (q_high - q_low)
    if abs(cone) < 1e-3:
        return Projection(
            cone=0.0, factor=SEMI_MAJOR * m_low, meridian=meridian, eccentricity=eccentricity
        )
    factor = SEMI_MAJOR * m_low * math.exp(cone * q_low) / cone
    return Projection(cone=cone, factor=factor, meridian=meridian, eccentricity=eccentricity)


def isometric_latitude(phi: Floats, eccentricity: float = ECCENTRICITY) -> Floats:
    """Give the isometric latitude of *phi*, both in radians."""
    sine = np.sin(phi)
    bend = eccentricity * np.arctanh(eccentricity * sine)
    isometric: Floats = np.arctanh(sine) - bend
    return isometric


def _latitude(isometric: Floats, eccentricity: float) -> Floats:
    phi: Floats = np.arctan(np.sinh(isometric))
    # Each turn gains about two digits: eccentricity² is 0.0067.
    for _ in range(6):
        bend = eccentricity * np.arctanh(eccentricity * np.sin(phi))
        phi = np.arctan(np.sinh(isometric + bend))
    return phi


def _parallel(phi: float, eccentricity: float) -> float:
    """Radius of the parallel at *phi*, as a fraction of the semi-major axis."""
    return math.cos(phi) / math.sqrt(1 - (eccentricity * math.sin(phi)) ** 2)
