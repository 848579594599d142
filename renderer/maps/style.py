"""How a map looks: colours, type faces, sizes. A theme fills it; the defaults are a sober atlas.

Goes out: `MapStyle`. Knows nothing of places or pixels' whereabouts. Lengths are in units of
1/1080 of the frame's shorter side, so that a map reads alike at every size.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path

from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.messages import tr
from renderer.storyboard.map_data import Side
from renderer.themes.theme import Theme

Colour = tuple[int, int, int]
"""sRGB, 0 to 255."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideColours:
    """One colour a side. Patterns tell the sides apart too: see strokes.py."""

    allies: Colour = (34, 74, 124)
    axis: Colour = (146, 42, 38)
    neutral: Colour = (96, 92, 84)

    def of(self, side: Side) -> Colour:
        """Give the colour of *side*."""
        colours: dict[Side, Colour] = {
            "allies": self.allies,
            "axis": self.axis,
            "neutral": self.neutral,
        }
        return colours[side]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFonts:
    """Font files. None: the Source faces that come as packages."""

    place: Path | None = None
    """Upright sans, semi-bold: towns."""
    strong: Path | None = None
    """Upright sans, bold: objectives, arrows."""
    water: Path | None = None
    """Serif italic: seas and rivers, regions."""
    date: Path | None = None
    """Serif, semi-bold: the clock."""
    plain: Path | None = None
    """Upright sans, regular: scale, legend, sources."""

    def resolved(self) -> MapFonts:
        """Fill in the default faces.

        Raises:
            PictureError: a default is needed and its package is not installed.
        """
        return MapFonts(
            place=self.place or _packaged("sans", "SourceSansPro-Semibold.ttf"),
            strong=self.strong or _packaged("sans", "SourceSansPro-Bold.ttf"),
            water=self.water or _packaged("serif", "SourceSerifPro-It.ttf"),
            date=self.date or _packaged("serif", "SourceSerifPro-Semibold.ttf"),
            plain=self.plain or _packaged("sans", "SourceSansPro-Regular.ttf"),
        )


def fonts_of(theme: Theme) -> MapFonts:
    """The theme's fonts on maps. Towns and arrows keep the atlas's own weights, which no part of a
    theme is sure to have.
    """
    return MapFonts(
        water=theme.fonts.italic.path,
        date=theme.fonts.strong.path,
        plain=theme.fonts.small.path,
    )


def _packaged(family: str, name: str) -> Path:
    package = f"font_source_{family}_pro"
    # Found, not imported: font-source-*-pro 0.0.1 lists its folder and fills globals on import.
    spec = importlib.util.find_spec(package)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place) / "files" / name
        if path.is_file():
            return path
    raise PictureError(
        tr(
            "the font {font} is missing: pip install {package}, or name a font file in the theme",
            font=name,
            package=package.replace("_", "-"),
        ),
        code="font-missing",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MapStyle:
    """Everything about a map's looks that is not geography."""

    sea: Colour = (199, 213, 220)
    shallows: Colour = (214, 225, 229)
    """The sea along the coast."""
    land: Colour = (243, 239, 228)
    land_edge: Colour = (92, 104, 110)
    city: Colour = (229, 221, 205)
    river: Colour = (126, 156, 176)
    border: Colour = (134, 118, 128)
    grid: Colour = (146, 158, 163)
    label: Colour = (38, 38, 40)
    water_label: Colour = (70, 100, 124)
    halo: Colour = (250, 248, 242)
    road: Colour = (168, 150, 122)
    sides: SideColours = SideColours()
    fonts: MapFonts = field(default_factory=MapFonts)
    place_size: float = 32.0
    objective_size: float = 38.0
    arrow_size: float = 32.0
    water_size: float = 36.0
    clock_size: float = 46.0
    legend_size: float = 27.0
    small_size: float = 23.0
    smallest_px: int = 11
    """No letter is set smaller: at 360 lines it would not be read."""

    def unit(self, size: Size) -> float:
        """Pixels in one unit of length."""
        return min(size.width, size.height) / 1080

    def letters(self, units: float, size: Size) -> int:
        """Font size in pixels."""
        return max(self.smallest_px, round(units * self.unit(size)))
