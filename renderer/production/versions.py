"""The versions that decide pixels and samples, without importing what they are versions of.

Comes in: what is installed. Goes out: JSON values for keys and the manifest.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import renderer
from renderer.frames.instructions import instructions

_DRAWING = (
    "av",
    "opencv-python-headless",
    "pillow",
    "pillow-heif",
    "numpy",
    "moviepy",
    "basemap-data-hires",
)
_ROOMS = (
    "language",
    "frames",
    "typesetting",
    "themes",
    "rights",
    "photographs",
    "maps",
    "footage",
    "pictures",
    "clips",
    "encoding/encode.py",
    "encoding/codec.py",
)


@lru_cache(maxsize=1)
def drawing_fingerprint() -> dict[str, str]:
    """Packages that draw or encode, what with, and a digest of the code of ours that does.

    The digest makes an upgrade of Récit draw again whatever it may draw otherwise, and spares
    everybody a number to raise by hand. Only the first call reads files.
    """
    return {**_versions(), "instructions": instructions(), "code": _code_digest()}


def _versions() -> dict[str, str]:
    found = {}
    for name in _DRAWING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def _code_digest() -> str:
    root = Path(renderer.__file__).parent
    digest = hashlib.sha256()
    for room in _ROOMS:
        place = root / room
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        for path in files:
            if path.exists():
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()
