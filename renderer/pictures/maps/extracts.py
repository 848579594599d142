"""Which coast extracts a map may be drawn from, by their files alone.

Comes in: a project's media folder. Goes out: paths. Loads nothing that reads or draws them, so that
their bytes can count in a segment's key without a map being drawn.
"""

from __future__ import annotations

from pathlib import Path


def extract_files(media: Path) -> tuple[Path, ...]:
    """Extracts of the project, then those that come beside this package."""
    # A project of its own has its own media/; the extracts then come from beside this package.
    beside = Path(__file__).resolve().parents[3] / "media"
    folders = dict.fromkeys((media / "maps", beside / "maps"))
    return tuple(path for folder in folders for path in sorted(folder.glob("*.npz")))
