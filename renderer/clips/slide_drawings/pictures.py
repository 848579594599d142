"""How several photographs of a slide are drawn: each as a photograph is, in its turn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from renderer.clips.drawing import Darkroom, Drawing, Refusals, Setting
from renderer.clips.slide_drawings.image import DRAWING as IMAGE
from renderer.clips.slide_parameters import Look
from renderer.storyboard.board import Pictures
from renderer.storyboard.slide_kinds import shots_of
from renderer.themes.theme import Theme

if TYPE_CHECKING:
    from renderer.clips.painter import SlidePainter


def _files(pictures: Pictures, media: Path) -> tuple[Path, ...]:
    shown = (IMAGE.files(timed.image, media) for timed in pictures.shown)
    return tuple(file for files in shown for file in files)


def _painter(_: Pictures, look: Look, _theme: Theme, darkroom: Darkroom) -> SlidePainter:
    from renderer.clips.painter_factory import painter_for
    from renderer.clips.shots_painter import shots_painter

    return shots_painter(look, lambda shot: painter_for(shot, darkroom))


def _refusals(pictures: Pictures, setting: Setting) -> Refusals:
    for shot, timed in zip(shots_of(pictures), pictures.shown, strict=True):
        for key, error in IMAGE.refusals(timed.image, setting):
            yield shot.key + key.removeprefix("image"), error


DRAWING: Drawing[Pictures] = Drawing(files=_files, painter=_painter, refusals=_refusals)
