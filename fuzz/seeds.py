"""Writes the seeds of the fuzz targets from what the test suite already knows.

Comes in: a folder. Goes out: `storyboard/` and `picture/` in it, a file for each seed, named after
its content. Needs the repository: it uses the builders of the tests.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

# ruff: noqa: E402 - what follows is found through the line above
from renderer.photographs.photograph import FORMATS
from tests.pictures import makers
from tests.rights import carriers


def storyboards() -> Iterator[bytes]:
    """Every storyboard of the corpus, right and wrong."""
    for path in sorted((ROOT / "tests" / "storyboard").glob("*/*.yaml")):
        yield path.read_bytes()


def pictures() -> Iterator[bytes]:
    """Small pictures of every format, depth, orientation and kind of profile."""
    for kind in FORMATS:
        yield makers.photo(kind, 24, 16)
    for orientation in range(1, 9):
        yield makers.turned(orientation)
    for kind in ("GIF", "TIFF", "WEBP", "PNG"):
        yield makers.two_pages(kind)
    small = Image.fromarray(makers.gradient(24, 16))
    for mode, kind in (
        ("L", "PNG"),
        ("1", "TIFF"),
        ("P", "GIF"),
        ("RGBA", "PNG"),
        ("CMYK", "JPEG"),
    ):
        yield makers.saved(small.convert(mode), kind)
    for profile in (makers.srgb_profile(), makers.swapped_profile(), makers.grey_profile(1.8)):
        yield makers.saved(small, "JPEG", icc_profile=profile)
        yield makers.saved(small, "PNG", icc_profile=profile)
    for compression in ("tiff_lzw", "tiff_deflate", "packbits", "jpeg", "tiff_ccitt"):
        mode = "1" if compression == "tiff_ccitt" else "RGB"
        yield makers.saved(small.convert(mode), "TIFF", compression=compression)
    yield makers.deep_png(np.arange(24 * 16, dtype=np.uint16).reshape(16, 24) * 150)
    yield makers.photo("JPEG", 24, 16, progressive=True, exif=Image.Exif().tobytes())
    yield makers.png_header_only(30_000, 30_000)
    packet = carriers.xmp(f"<dc:rights>{carriers.choice(fr='Musée')}</dc:rights>")
    for carry in carriers.CARRIERS.values():
        yield carry(packet)
    yield carriers.jpeg_iim(carriers.iim((80, b"A. Nom"), charset=b"\x1b%G"))
    yield carriers.jpeg_exif(carriers.exif({0x8298: b"A\0B\0"}, taken=b"1944:06:06 06:30:00"))


def write_seeds(folder: Path) -> int:
    """Write every seed under *folder*; how many there are."""
    count = 0
    for target, seeds in (("storyboard", storyboards()), ("picture", pictures())):
        (folder / target).mkdir(parents=True, exist_ok=True)
        for seed in seeds:
            name = hashlib.sha256(seed).hexdigest()[:16]
            (folder / target / name).write_bytes(seed)
            count += 1
    return count


if __name__ == "__main__":
    sys.stderr.write(f"{write_seeds(Path(sys.argv[1]))} seeds\n")
