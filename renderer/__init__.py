"""Récit: a YAML storyboard in, a narrated film and its web page out.

The rooms of this package stand in one line, and each knows only what stands left of it.
`docs/architecture.md` lists them in that order; `tests/test_architecture.py` holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renderer.frames.cpu_instructions import settle_instructions

if TYPE_CHECKING:
    from renderer.production.film_clip import film
    from renderer.production.options import Options

__version__ = "0.1.0"
__all__ = ["Options", "__version__", "film"]

# The one thing done at import: OpenCV reads its environment once, as it is loaded, and any module
# of any room may load it.
settle_instructions()


def __getattr__(name: str) -> Any:
    """`renderer.film` and `renderer.Options`, imported when they are first asked for.

    What draws and encodes takes most of a second to import, and `check` needs none of it.
    """
    if name == "film":
        from renderer.production.film_clip import film

        return film
    if name == "Options":
        from renderer.production.options import Options

        return Options
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
