"""What decides pixels and samples besides a film's own files: libraries, instructions, our code.

Comes in: what is installed. Goes out: JSON values for keys and the manifest. Loads Pillow alone:
only it knows which FreeType, HarfBuzz and Raqm it draws letters with.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from renderer.frames.cpu_instructions import instructions
from renderer.typesetting.fonts import drawing_versions

_DRAWING = (
    "av",
    "opencv-python-headless",
    "pillow",
    "pillow-heif",
    "numpy",
    "moviepy",
    "basemap-data-hires",
)


@lru_cache(maxsize=1)
def library_versions() -> dict[str, str]:
    """Packages that draw or encode, the libraries within them that set letters, and what with."""
    packages = {name: package_version(name) for name in _DRAWING}
    return {**packages, **drawing_versions(), "instructions": instructions()}


def drawing_fingerprint() -> dict[str, str]:
    """All that draws or encodes: two machines that answer alike make the same frames."""
    from renderer.clips.drawing_code import drawing_code  # it knows all kinds of slides

    return {**library_versions(), "code": drawing_code()}


def package_version(name: str) -> str:
    """Of an installed package; "none" where it isn't."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
