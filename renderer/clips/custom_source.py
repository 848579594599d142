"""Where the code of a team's clip lies, found without running a line of it.

Comes in: ``module:function`` and the project's root. Goes out: the source files whose bytes can
change its pictures. Imports nothing of the team's.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from renderer.errors import PictureError
from renderer.messages import tr


def clip_refusal(slide: str, target: str) -> PictureError:
    """What is said of a slide that runs code when nobody has allowed it."""
    return PictureError(
        tr(
            "slide '{slide}' runs code ({clip}): render with --allow-code if you trust this "
            "storyboard",
            slide=slide,
            clip=target,
        ),
        code="code-not-allowed",
    )


def source_files(target: str, root: Path) -> tuple[Path, ...]:
    """The module's file; in a project's own package, every module of that package.

    Empty when there is no such module: whoever runs it says so. Other things that the code reads
    (its data, other packages) are not looked for.
    """
    name = target.partition(":")[0]
    found = _spec(name, [str(root), *sys.path])
    if found is None or found.origin is None or not found.origin.endswith(".py"):
        return ()
    own = Path(found.origin)
    if own.is_relative_to(root):
        package = root / name.partition(".")[0]
        if package.is_dir():
            return tuple(sorted(p for p in package.rglob("*.py") if p.is_file()))
    return (own,)


def _spec(name: str, places: Sequence[str]) -> ModuleSpec | None:
    """What `importlib.util.find_spec` finds, without importing the packages above *name*."""
    whole, spec = "", None
    for part in name.split("."):
        whole = f"{whole}.{part}" if whole else part
        spec = PathFinder.find_spec(whole, places)
        if spec is None:
            return None
        places = list(spec.submodule_search_locations or ())
    return spec
