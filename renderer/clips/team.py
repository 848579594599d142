"""A team's own moviepy clip, named ``module:function`` in the storyboard.

Comes in: the name and a look. Goes out: a painter. Runs code that came with a storyboard, so it
does so only when whoever renders has said ``--allow-code``.
"""

from __future__ import annotations

import importlib
from typing import Any

from renderer.clips.look import Look
from renderer.clips.moviepy_clip import painter_of
from renderer.clips.painter import Painter
from renderer.errors import PictureError
from renderer.storyboard.board import TeamClip


def team_painter(clip: TeamClip, look: Look, *, allowed: bool) -> Painter:
    """Call the function with ``width, height, fps, length`` (frames); it returns a VideoClip.

    Raises:
        PictureError: code isn't allowed, or the function is missing or fails.
    """
    if not allowed:
        raise PictureError(
            f"slide '{look.slide}' runs code ({clip.target}): render with --allow-code if you"
            " trust this storyboard"
        )
    module_name, _, name = clip.target.partition(":")
    try:
        make: Any = getattr(importlib.import_module(module_name), name)
    except (ImportError, AttributeError) as error:
        raise PictureError(
            f"slide '{look.slide}': {clip.target} can't be found: {error}"
        ) from error
    made = make(width=look.size.width, height=look.size.height, fps=look.fps, length=look.length)
    return painter_of(made, look.size, look.fps, look.length)
