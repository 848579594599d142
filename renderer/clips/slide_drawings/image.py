"""How a photograph is drawn, with its call-outs over it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from renderer.clips.drawing import Darkroom, Drawing, Refusals, Setting
from renderer.clips.slide_parameters import Look
from renderer.errors import PictureError
from renderer.storyboard.board import Image
from renderer.themes.theme import Theme

if TYPE_CHECKING:
    from renderer.clips.painter import SeenOverlay, SlidePainter


def _files(image: Image, _: Path) -> tuple[Path, ...]:
    return () if image.awaited else (image.file,)


def _painter(image: Image, look: Look, theme: Theme, darkroom: Darkroom) -> SlidePainter:
    from renderer.clips.photograph_painter import photograph_painter

    return photograph_painter(image, look, theme, darkroom)


def _marks(image: Image, look: Look, theme: Theme, darkroom: Darkroom) -> list[SeenOverlay]:
    if not image.callouts:
        return []
    from renderer.clips.photograph_painter import callouts

    return callouts(image, look, theme, darkroom)


def _refusals(image: Image, setting: Setting) -> Refusals:
    for number, callout in enumerate(image.callouts):
        if not callout.text:
            continue
        from renderer.pictures.callout import set_label

        try:
            set_label(setting.typed(callout.text), setting.theme, setting.size, setting.language)
        except PictureError as error:
            yield f"image.callouts.{number}.text", error


DRAWING: Drawing[Image] = Drawing(files=_files, painter=_painter, marks=_marks, refusals=_refusals)
