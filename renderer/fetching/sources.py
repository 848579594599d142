"""The web address of a picture as the source that its credits name.

Comes in: a storyboard. Goes out: the same, completed. Opens no file and no socket.
"""

from __future__ import annotations

from dataclasses import replace

from renderer.storyboard.board import Image, Slide, Storyboard
from renderer.storyboard.kinds import with_photographs


def name_sources(board: Storyboard) -> Storyboard:
    """*board*, the rights of its pictures from the web naming their address as the source.

    What the author, or the picture's own file, gives as the source stays. A picture whose rights
    are not stated gets none by this.
    """
    return replace(board, slides=tuple(map(_with_source, board.slides)))


def _with_source(slide: Slide) -> Slide:
    return replace(slide, visual=with_photographs(slide.visual, _sourced))


def _sourced(image: Image) -> Image:
    rights = image.rights
    if rights is None or rights.source_url or not image.url:
        return image
    return replace(image, rights=replace(rights, source_url=image.url))
